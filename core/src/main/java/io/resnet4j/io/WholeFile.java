package io.resnet4j.io;

import java.io.IOException;
import java.nio.file.Path;

/** Reads files that are to be held in memory as they are, and nothing larger than those can be. */
public final class WholeFile {
    /** More than Pillow's largest image takes without compression: 89.5 million pixels of four 16-bit channels. */
    private static final long LARGEST_IMAGE = 1L << 30;

    private WholeFile() {}

    /**
     * The bytes of an image.
     *
     * @throws MalformedFileException when it is a folder, or larger than 1 GiB
     */
    public static byte[] read(Path path) throws IOException {
        return read(path, LARGEST_IMAGE, "an image");
    }

    /**
     * The bytes of a file that has at most so many.
     *
     * @param what the kind of file that it should be, for the message
     * @throws MalformedFileException when it is a folder, or larger
     */
    public static byte[] read(Path path, long most, String what) throws IOException {
        try (PositionalFile file = PositionalFile.open(path)) {
            if (file.size() > most) {
                throw new MalformedFileException(
                        file.name(), "%d bytes are more than %s can have, %d".formatted(file.size(), what, most));
            }
            return file.read(0, file.size()).array();
        }
    }
}
