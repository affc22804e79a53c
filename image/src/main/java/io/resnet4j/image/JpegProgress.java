package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;
import java.util.Arrays;

/** How much of a progressive image has come: for each coefficient of each component how many of its bits are missing. */
final class JpegProgress {
    private static final int NOTHING = -1;
    private static final int MAX_LEFT = 13;

    /** Where libjpeg looks: it smooths an image of which one of these coefficients is not exact. */
    private static final int SMOOTHED = 10;

    private final int[][] missing;

    JpegProgress(int components) {
        missing = new int[components][JpegZigzag.SIZE];
        Arrays.stream(missing).forEach(bits -> Arrays.fill(bits, NOTHING));
    }

    /** Adds what a scan brings; returns what is wrong with it (T.81, G.1.1.1), the empty text when nothing is. */
    String add(JpegScan scan) {
        boolean dc = scan.from() == 0;
        boolean band = dc ? scan.to() == 0 : scan.from() <= scan.to() && scan.to() < JpegZigzag.SIZE;
        boolean alone = dc || scan.parts().size() == 1;
        boolean bits = scan.left() <= MAX_LEFT && (scan.before() == 0 || scan.before() == scan.left() + 1);
        if (!band || !alone || !bits) {
            return "a progressive scan of coefficients %d to %d, bits %d to %d, components %d"
                    .formatted(
                            scan.from(),
                            scan.to(),
                            scan.before(),
                            scan.left(),
                            scan.parts().size());
        }
        for (Part part : scan.parts()) {
            int[] state = missing[part.index()];
            for (int k = scan.from(); k <= scan.to(); k++) {
                if (scan.before() != Math.max(state[k], 0) || !dc && state[0] == NOTHING) {
                    return "a progressive scan refines what has not come";
                }
                state[k] = scan.left();
            }
        }
        return "";
    }

    /** Whether all has come that libjpeg needs for an image that it does not smooth. */
    boolean whole() {
        for (int[] bits : missing) {
            for (int k = 0; k < SMOOTHED; k++) {
                if (bits[k] != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
