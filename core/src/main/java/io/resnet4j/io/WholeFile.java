package io.resnet4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads files that are to be held in memory as they are, and nothing larger than those can be. */
public final class WholeFile {
    /** Pillow warns of more pixels than fit into so much at three bytes each, and files that are packed take less. */
    private static final long LARGEST_IMAGE = 1L << 28;

    private static final String AN_IMAGE = "an image";

    private WholeFile() {}

    /**
     * The bytes of an image.
     *
     * @throws MalformedFileException when it is a folder, or larger than 256 MiB
     */
    public static byte[] read(Path path) throws IOException {
        return read(path, LARGEST_IMAGE, AN_IMAGE);
    }

    /**
     * The bytes of an image that comes through a pipe, which has no size to look at first.
     *
     * @param name what to call it in messages
     * @throws MalformedFileException when it is larger than 256 MiB
     */
    public static byte[] read(InputStream in, String name) throws IOException {
        return read(in, name, (int) LARGEST_IMAGE);
    }

    static byte[] read(InputStream in, String name, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new MalformedFileException(name, "it is larger than an image can be, %d bytes".formatted(most));
        }
        return bytes;
    }

    /**
     * Refuses an image of an archive before it is unpacked.
     *
     * @param name as the user knows it
     * @throws MalformedFileException when it is larger than 256 MiB
     */
    public static void checkImage(String name, long size) throws MalformedFileException {
        check(name, size, LARGEST_IMAGE, AN_IMAGE);
    }

    /**
     * The bytes of a file that has at most so many.
     *
     * @param what the kind of file that it should be, for the message
     * @throws MalformedFileException when it is a folder, or larger
     */
    public static byte[] read(Path path, long most, String what) throws IOException {
        try (PositionalFile file = PositionalFile.open(path)) {
            check(file.name(), file.size(), most, what);
            return file.read(0, file.size()).array();
        }
    }

    private static void check(String name, long size, long most, String what) throws MalformedFileException {
        if (size > most) {
            throw new MalformedFileException(
                    name, "%d bytes are more than %s can have, %d".formatted(size, what, most));
        }
    }
}
