package io.resnet4j.vision;

import io.resnet4j.vision.RawImages.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * scikit-learn's digits: 1797 images of 1 x 8 x 8 with values of 0 to 16, by 13 people, the test half of "Optical
 * Recognition of Handwritten Digits" (Alpaydin and Kaynak 1998). {@code testkit/golden/digits.py} made the resource: for each
 * image its digit and its 64 values, a byte each.
 *
 * <p>scikit-learn does not part them. Here every fifth image of a digit is held out for tests, counted in their order.
 */
final class HandwrittenDigits {
    static final Labels LABELS =
            new Labels(IntStream.range(0, 10).mapToObj(Integer::toString).toList());

    private static final RawImages.Format FORMAT = new RawImages.Format(1, 8, 16);
    private static final int HELD_OUT = 5;

    private HandwrittenDigits() {}

    /**
     * Reads a half.
     *
     * @param name the data set as it was asked for
     */
    static DataSet open(String name, boolean training) {
        byte[] all = resource();
        int record = 1 + FORMAT.length();
        int[] seen = new int[LABELS.size()];
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        List<String> paths = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < all.length / record; i++) {
            int digit = all[i * record];
            boolean heldOut = seen[digit]++ % HELD_OUT == HELD_OUT - 1;
            if (heldOut != training) {
                images.write(all, i * record + 1, FORMAT.length());
                paths.add("digits/" + i);
                labels.add(digit);
            }
        }
        int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
        Batch half = new Batch(images.toByteArray(), 0, FORMAT.length(), paths, numbers);
        return new RawImages(name, LABELS.names(), FORMAT, numbers.length, List.of(half));
    }

    private static byte[] resource() {
        try (InputStream in = HandwrittenDigits.class.getResourceAsStream("digits.gz");
                InputStream unpacked = new GZIPInputStream(in)) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
