package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.model.Shape;
import io.resnet4j.training.Augmentation.HorizontalFlip;
import io.resnet4j.training.Augmentation.RandomCrop;
import io.resnet4j.training.Augmentation.RandomResizedCrop;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.vision.RawImages;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LoaderTest {
    private static final int COUNT = 203;
    private static final Preprocessing PLAIN = new Preprocessing(8, 8, Interpolation.BILINEAR, Normalization.CIFAR10);
    private static final Randomness SEVEN = new Randomness(7);
    private static final LoaderOptions TWENTY = LoaderOptions.of(20);

    private static Preparation augmented(Padding padding) {
        return new Preparation(PLAIN, List.of(new RandomCrop(2), new HorizontalFlip(0.5)), padding);
    }

    private static Loader loader(Preparation preparation, LoaderOptions options) throws IOException {
        return new Loader(new NumberedImages(COUNT), null, preparation, options);
    }

    @ParameterizedTest
    @EnumSource
    void batchesAreTheSameWithAnyNumberOfThreads(Padding padding) throws IOException {
        List<String> expected =
                read(loader(augmented(padding), TWENTY.withThreads(1)).epoch(SEVEN, 3, 0));
        assertEquals(11, expected.size());
        for (int threads : new int[] {2, 5}) {
            assertEquals(
                    expected,
                    read(loader(augmented(padding), TWENTY.withThreads(threads)).epoch(SEVEN, 3, 0)));
        }
        assertNotEquals(expected, read(loader(augmented(padding), TWENTY).epoch(SEVEN, 4, 0)));
        assertNotEquals(expected, read(loader(augmented(padding), TWENTY).epoch(new Randomness(8), 3, 0)));
    }

    /** With fewer and more images than a thread makes at once, and a batch of which it makes some. */
    @Test
    void anEpochGoesOnAtAnyBatchAsIfNothingHadHappened() throws IOException {
        for (int batchSize : new int[] {1, 7, 16, 20, 40, COUNT}) {
            LoaderOptions options = LoaderOptions.of(batchSize).withThreads(3);
            Loader loader = loader(augmented(Padding.BLACK), options);
            List<String> whole = read(loader.epoch(SEVEN, 3, 0));
            assertEquals(loader.batches(), whole.size());
            for (int first = 0; first <= whole.size(); first += batchSize == 1 ? 29 : 1) {
                Loader resumed = loader(augmented(Padding.BLACK), options);
                assertEquals(whole.subList(first, whole.size()), read(resumed.epoch(SEVEN, 3, first)));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> loader(augmented(Padding.BLACK), TWENTY)
                .epoch(SEVEN, 0, 12));
    }

    /** What a batch holds is told here without the loader, so that one that mixes up order or labels is caught. */
    @ParameterizedTest
    @EnumSource
    void positionsOfTheEpochGetTheirImageLabelAndDraws(Padding padding) throws IOException {
        int[] order = SEVEN.order(2, COUNT);
        Preparation preparation = augmented(padding);
        int position = 0;
        try (LabelledBatches batches =
                loader(preparation, TWENTY.withThreads(4)).epoch(SEVEN, 2, 0)) {
            while (batches.hasNext()) {
                LabelledBatch batch = batches.next();
                for (int i = 0; i < batch.labels().length; i++, position++) {
                    int sample = order[position];
                    assertEquals(sample % 3, batch.labels()[i]);
                    Picture expected = preparation.augment(NumberedImages.image(sample), SEVEN, 2, position);
                    Batch alone = padding == Padding.ZERO
                            ? new ZeroPaddedBatch(List.of(expected), Normalization.CIFAR10)
                            : Batch.of(List.of(expected.image()), Normalization.CIFAR10);
                    assertArrayEquals(written(alone, 0), written(batch.images(), i), "position " + position);
                }
            }
            assertThrows(NoSuchElementException.class, batches::next);
        }
        assertEquals(COUNT, position);
    }

    @Test
    void evaluationHasEachImageInOrderAsItIs() throws IOException {
        try (LabelledBatches batches =
                loader(Preparation.evaluation(PLAIN), TWENTY).inOrder()) {
            for (int sample = 0; batches.hasNext(); ) {
                LabelledBatch batch = batches.next();
                assertEquals(Math.min(20, COUNT - sample), batch.images().size());
                for (int i = 0; i < batch.images().size(); i++, sample++) {
                    assertEquals(sample % 3, batch.labels()[i]);
                    assertArrayEquals(normal(NumberedImages.image(sample)), written(batch.images(), i));
                }
            }
        }
        Loader learning = loader(augmented(Padding.BLACK), TWENTY);
        assertThrows(IllegalStateException.class, learning::inOrder);
    }

    @Test
    void whatFillsNoBatchIsKeptOrDropped() throws IOException {
        Preparation plain = Preparation.evaluation(PLAIN);
        assertEquals(3, sizes(loader(plain, TWENTY)).get(10));
        assertEquals(10, sizes(loader(plain, TWENTY.withDropLast(true))).size());
        assertEquals(List.of(29, 29, 29, 29, 29, 29, 29), sizes(loader(plain, LoaderOptions.of(29))));
        assertEquals(List.of(COUNT), sizes(loader(plain, LoaderOptions.of(Integer.MAX_VALUE))));
        String message = assertThrows(
                        DataSetException.class,
                        () -> loader(plain, LoaderOptions.of(1000).withDropLast(true)))
                .getMessage();
        assertTrue(message.startsWith("numbers: 203 images make no batch of 1000; "), message);
    }

    @Test
    void aDamagedImageEndsTheEpochAndIsNamed() throws IOException {
        NumberedImages data = new NumberedImages(COUNT, 47);
        Loader loader = new Loader(data, null, Preparation.evaluation(PLAIN), TWENTY.withThreads(2));
        try (LabelledBatches batches = loader.inOrder()) {
            batches.next();
            batches.next();
            DataSetException e = assertThrows(DataSetException.class, batches::next);
            assertEquals(
                    "numbers: 47.jpg: damaged; no image is passed over, so mend this one or remove it", e.getMessage());
            assertTrue(e.getCause() instanceof ImageException);
        }
    }

    @Test
    void imagesForWhichThereIsRoomAreReadOnce() throws IOException {
        int size = 3 * 8 * 8 + 64;
        for (int room : new int[] {0, 1, 50, COUNT, COUNT + 1}) {
            NumberedImages data = new NumberedImages(COUNT);
            Loader loader = new Loader(data, null, augmented(Padding.BLACK), TWENTY.withMemory((long) room * size));
            List<String> first = read(loader.epoch(SEVEN, 0, 0));
            assertEquals(COUNT, data.reads.get());
            read(loader.epoch(SEVEN, 1, 0));
            assertEquals(2 * COUNT - Math.min(room, COUNT), data.reads.get());
            assertEquals(first, read(loader.epoch(SEVEN, 0, 0)), "from memory");
        }
    }

    /** Two batches of 20 in slices of 16, and a slice for each thread. */
    @Test
    void onlyAFewImagesAreMadeAhead() throws IOException {
        NumberedImages data = new NumberedImages(2_000);
        Loader loader = new Loader(
                data, null, Preparation.evaluation(PLAIN), TWENTY.withThreads(3).withMemory(0));
        int taken = 0;
        int most = 0;
        try (LabelledBatches batches = loader.inOrder()) {
            while (batches.hasNext()) {
                taken += batches.next().images().size();
                most = Math.max(most, data.reads.get() - taken);
            }
        }
        assertEquals(2_000, data.reads.get());
        assertTrue(most <= 2 * 20 + 3 * 16, most + " ahead");
    }

    @Test
    void closingEarlyReadsNoFurther() throws IOException {
        NumberedImages data = new NumberedImages(2_000);
        try (LabelledBatches batches =
                new Loader(data, null, augmented(Padding.BLACK), TWENTY.withThreads(3)).epoch(SEVEN, 0, 0)) {
            batches.next();
        }
        int reads = data.reads.get();
        assertTrue(reads >= 20 && reads <= 20 + 2 * 20 + 3 * 16, reads + " images");
    }

    @Test
    void digitsAreOneChannelOrThree() throws IOException {
        RawImages digits = (RawImages) DataSets.open("digits!/train");
        Preprocessing grey =
                new Preprocessing(8, 8, Interpolation.BILINEAR, new Normalization(new float[] {0}, new float[] {1}));
        try (LabelledBatches batches = new Loader(digits, null, Preparation.evaluation(grey), TWENTY).inOrder()) {
            LabelledBatch batch = batches.next();
            assertEquals(Shape.of(1, 8, 8), batch.images().shape());
            for (int image = 0; image < 20; image++) {
                float[] written = written(batch.images(), image);
                byte[] values = digits.values(image);
                for (int i = 0; i < 64; i++) {
                    assertEquals(values[i] / 16f, written[i], 0.501f / 255); // white is 255, not 16
                }
            }
        }
        try (LabelledBatches batches = new Loader(digits, null, Preparation.evaluation(PLAIN), TWENTY).inOrder()) {
            assertEquals(Shape.of(3, 8, 8), batches.next().images().shape());
        }
    }

    @Test
    void resizedCropsMakeSquaresOfTheirSize() throws IOException {
        Preparation preparation = new Preparation(PLAIN, List.of(RandomResizedCrop.of(5)), Padding.BLACK);
        try (LabelledBatches batches = loader(preparation, TWENTY).epoch(SEVEN, 0, 0)) {
            assertEquals(Shape.of(3, 5, 5), batches.next().images().shape());
        }
    }

    private static List<Integer> sizes(Loader loader) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (LabelledBatches batches = loader.epoch(SEVEN, 0, 0)) {
            while (batches.hasNext()) {
                sizes.add(batches.next().images().size());
            }
        }
        return sizes;
    }

    /** All numbers and labels of each batch, and closes it. */
    private static List<String> read(LabelledBatches batches) throws IOException {
        List<String> read = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                LabelledBatch batch = batches.next();
                int[] hashes = IntStream.range(0, batch.images().size())
                        .map(i -> Arrays.hashCode(written(batch.images(), i)))
                        .toArray();
                read.add(Arrays.toString(batch.labels()) + Arrays.toString(hashes));
            }
        }
        return read;
    }

    static float[] written(Batch batch, int index) {
        FloatBuffer target = FloatBuffer.allocate((int) batch.shape().elements());
        batch.write(index, target);
        return target.array();
    }

    private static float[] normal(Image image) {
        return written(Batch.of(List.of(image), Normalization.CIFAR10), 0);
    }
}
