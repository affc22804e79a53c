package io.resnet4j.testkit;

import io.resnet4j.vision.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;

/** A long row of images, as the goldens hold them: each call takes the next one and compares it. */
public final class Pixels {
    private final byte[] rgb;
    private int position;

    public Pixels(byte[] rgb) {
        this.rgb = rgb;
    }

    /** Fails, and says where, unless the next image of the row has this size and every byte of it is equal. */
    public void assertNext(String what, int width, int height, Image actual) {
        byte[] expected = Arrays.copyOfRange(rgb, position, position + 3 * width * height);
        position += expected.length;
        Assertions.assertEquals(width + " x " + height, actual.width() + " x " + actual.height(), what);
        int at = Arrays.mismatch(expected, actual.rgb());
        if (at >= 0) {
            Assertions.fail("%s: channel %d of the pixel (%d, %d) is %d, expected %d; %d of %d bytes differ"
                    .formatted(
                            what,
                            at % 3,
                            at / 3 % width,
                            at / 3 / width,
                            actual.rgb()[at] & 0xff,
                            expected[at] & 0xff,
                            differing(expected, actual.rgb()),
                            expected.length));
        }
    }

    /** Fails when images are left over: every golden has been compared. */
    public void assertEnd() {
        Assertions.assertEquals(rgb.length, position, "bytes of goldens compared");
    }

    private static long differing(byte[] expected, byte[] actual) {
        long count = 0;
        for (int i = 0; i < expected.length; i++) {
            count += expected[i] == actual[i] ? 0 : 1;
        }
        return count;
    }
}
