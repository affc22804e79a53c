package io.resnet4j.bench;

import java.util.Locale;

/** What is timed on the way from an image file to the input of a network; the peers know each by its name in lower case. */
enum ImageStage {
    /** The bytes of a file, in memory, to RGB pixels. */
    DECODE,
    /** Pixels to the square that the network sees: resized and cropped. */
    RESIZE,
    /** That square to normalised floats. */
    NORMALIZE,
    /** A file on disk to normalised floats. */
    ALL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
