package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Validation;
import io.resnet4j.inference.Validation.Pace;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded model on data sets that were made up. */
class ValidationTest {
    private static final List<String> TEN =
            IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();

    /** Who asked for images. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void imagesAreMadeBySoManyThreads(int count) throws IOException {
        assertEquals(40, run(new MadeUp("made up", TEN), new Pace(8, count)).images());
        assertEquals(count, threads.size());
    }

    @Test
    void aPaceThatStandsStillIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Pace(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Pace(1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "folder:x | test train val | folder:x/test",
                "folder:x/ | train val | folder:x/val",
                "folder:x.zip | test train | folder:x.zip!/test",
                "folder:x.TAR!/y | train val | folder:x.TAR!/y/val",
            })
    void halvesThatAreTakenForClassesAreNamed(String name, String classes, String remedy) {
        DataSetException e = assertThrows(
                DataSetException.class, () -> run(new MadeUp(name, List.of(classes.split(" "))), new Pace(1, 1)));
        assertTrue(
                e.getMessage().endsWith("; the data has a folder for each half, name one: " + remedy), e::getMessage);
    }

    @Test
    void classesThatAreTooManyAreShown() {
        MadeUp data = new MadeUp("made up", List.of("a", "b", "test", "val"));
        DataSetException e = assertThrows(DataSetException.class, () -> run(data, new Pace(1, 1)));
        assertEquals(
                "made up: classes: 4 in the data, 10 in the model; a, b, test, ... in the data,"
                        + " airplane, automobile, bird, ... in the model",
                e.getMessage());
    }

    private static Validation run(DataSet data, Pace pace) throws IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(new OneDnnEngine(), model, SessionOptions.defaults())) {
            return Validation.run(classifier, null, data, pace, new Validation.Listener() {
                @Override
                public void classified(DataSet.Sample sample, Classification result) {}

                @Override
                public void failed(Validation.Failure failure) {}
            });
        }
    }

    /** Forty black images. */
    private final class MadeUp implements DataSet {
        private final String name;
        private final List<String> classes;

        MadeUp(String name, List<String> classes) {
            this.name = name;
            this.classes = classes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<String> classes() {
            return classes;
        }

        @Override
        public List<Sample> samples() {
            return IntStream.range(0, 40)
                    .mapToObj(i -> new Sample("image " + i, 0))
                    .toList();
        }

        @Override
        public Image image(int index, ImageDecoder decoder) {
            threads.add(Thread.currentThread());
            return new Image(32, 32, new byte[3 * 32 * 32]);
        }

        @Override
        public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) {
            return preprocessing.apply(image(index, decoder));
        }

        @Override
        public void close() {}
    }
}
