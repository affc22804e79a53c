package io.resnet4j.image;

/**
 * In which order a row lies while a JPEG is decoded: first the first column of every MCU, then the second of every MCU, and so
 * on. That is how {@link JpegIdct} leaves its samples; to set them side by side would take longer than to transform them.
 *
 * <p>When a row is split, the even columns of the MCUs come first, then the odd ones. Two pixels that share a sample of chroma
 * then lie at the same place of two halves, and the loops over them are those that the JVM makes vectors of.
 *
 * @param mcus how many MCUs the row has
 * @param inMcu how many columns each of them has
 */
record JpegOrder(int mcus, int inMcu, boolean split) {
    /** How long a row is. */
    int length() {
        return mcus * inMcu;
    }

    /** Where this column of the first MCU lies; those of the others follow. */
    int start(int column) {
        return mcus * (split ? column % 2 * (inMcu / 2) + column / 2 : column);
    }

    /** Where a column lies that is counted from the row's left end. */
    int place(int x) {
        return start(x % inMcu) + x / inMcu;
    }

    /** Where so many columns lie, from one on. */
    int[] places(int from, int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = place(from + i);
        }
        return places;
    }
}
