package io.resnet4j.io;

import java.io.IOException;
import java.nio.file.Path;

/** Reads files that are to be held in memory as they are: images, and nothing larger than those can be. */
public final class WholeFile {
    /** More than Pillow's largest image takes without compression: 89.5 million pixels of four 16-bit channels. */
    private static final long LARGEST = 1L << 30;

    private WholeFile() {}

    /**
     * The bytes of a file.
     *
     * @throws MalformedFileException when it is a folder, or larger than 1 GiB
     */
    public static byte[] read(Path path) throws IOException {
        try (PositionalFile file = PositionalFile.open(path)) {
            if (file.size() > LARGEST) {
                throw new MalformedFileException(
                        file.name(), "%d bytes are more than an image can have, %d".formatted(file.size(), LARGEST));
            }
            return file.read(0, file.size()).array();
        }
    }
}
