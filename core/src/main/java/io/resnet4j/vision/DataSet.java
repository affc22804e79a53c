package io.resnet4j.vision;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Labelled images. Closing it gives back what it holds open; its lists stay usable. */
public interface DataSet extends Closeable {
    /**
     * One image.
     *
     * @param path where it lies in the data set, with {@code /} between its parts
     * @param label the index of its class
     */
    record Sample(String path, int label) {}

    /** The data set as it was asked for, such as {@code folder:photos}. */
    String name();

    /** The names of the classes; a label is an index into this list. */
    List<String> classes();

    /** All samples, in an order that never changes. */
    List<Sample> samples();

    /** How many samples there should be, where that is known. A copy that was cut down has fewer, and can be read. */
    default OptionalInt published() {
        return OptionalInt.empty();
    }

    /** The side of the square that all images are, where that is known: of images in memory. */
    default OptionalInt side() {
        return OptionalInt.empty();
    }

    /**
     * A sample's pixels. May be called by many threads at once.
     *
     * @param index which of {@link #samples}
     * @param decoder for samples that are image files; {@link RawImages} need none
     * @throws ImageException when the sample's file cannot be decoded
     */
    Image image(int index, ImageDecoder decoder) throws IOException;

    /**
     * A sample's pixels as a network sees them. May be called by many threads at once.
     *
     * @param index which of {@link #samples}
     * @param decoder for samples that are image files, of which it may decode only what is needed
     * @throws ImageException when the sample's file cannot be decoded, or has an impossible shape
     */
    Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) throws IOException;
}
