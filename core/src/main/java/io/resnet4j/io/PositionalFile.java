package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read at positions, by any number of threads at once, and never mapped: a Java 17 memory map cannot be
 * unmapped, and a file cut short under it is an {@code InternalError}.
 *
 * <p>As with every {@link FileChannel}, interrupting a thread while it reads closes the file for all of them.
 */
public final class PositionalFile implements Closeable {
    /** A channel copies through native memory as large as the request and keeps it per thread, so requests are bounded. */
    private static final int LARGEST_REQUEST = 1 << 20;

    /** Reads some bytes from a position on, or returns -1 at the end: what a channel does. */
    private interface Reader {
        int read(ByteBuffer target, long position) throws IOException;
    }

    private final Reader reader;
    private final Closeable resource;
    private final String name;
    private final long size;

    private PositionalFile(Reader reader, Closeable resource, String name, long size) {
        this.reader = reader;
        this.resource = resource;
        this.name = name;
        this.size = size;
    }

    /**
     * Opens a file.
     *
     * @throws MalformedFileException when it is a folder
     */
    public static PositionalFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new MalformedFileException(path.toString(), "it is a folder; name a file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new PositionalFile(channel::read, channel, path.toString(), channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A file that is in memory already, such as one in a jar.
     *
     * @param name what it is called, for messages
     */
    public static PositionalFile of(String name, byte[] content) {
        Reader reader = (target, position) -> {
            if (position >= content.length) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), content.length - position);
            target.put(content, (int) position, count);
            return count;
        };
        return new PositionalFile(reader, () -> {}, name, content.length);
    }

    /** The path as the user gave it, or what the file in memory is called. */
    public String name() {
        return name;
    }

    /** Bytes in the file when it was opened. */
    public long size() {
        return size;
    }

    /**
     * Fills what remains of {@code target} with the bytes from {@code position} on.
     *
     * @throws MalformedFileException when the file ends before
     */
    public void read(long position, ByteBuffer target) throws IOException {
        int end = target.limit();
        long at = position;
        try {
            while (target.position() < end) {
                target.limit((int) Math.min(end, (long) target.position() + LARGEST_REQUEST));
                int count = reader.read(target, at);
                if (count < 0) {
                    throw new MalformedFileException(
                            name,
                            "the file is truncated: it ends at byte %d, and %d bytes from %d on were expected"
                                    .formatted(at, end - target.position(), at));
                }
                at += count;
            }
        } finally {
            target.limit(end);
        }
    }

    /**
     * Reads {@code length} bytes from {@code position} on. They are little-endian, and the file is known to hold them
     * before they are allocated.
     *
     * @throws MalformedFileException when it does not, or when they are more than an array can hold
     */
    public ByteBuffer read(long position, long length) throws IOException {
        if (position < 0 || length < 0 || position > size || length > size - position) {
            throw new MalformedFileException(
                    name,
                    "the file is truncated: it has %d bytes, and %d bytes from %d on were expected"
                            .formatted(size, length, position));
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(
                    name, "%d bytes at %d are too many for one array".formatted(length, position));
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        read(position, buffer);
        return buffer.flip();
    }

    /** Closes the file. What is in memory already can still be read. */
    @Override
    public void close() throws IOException {
        resource.close();
    }
}
