package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle, one after the other. Several pickles may follow each other in one file; {@link #position} says
 * where the next one starts. Nothing is allocated before the file is known to hold it.
 */
public final class PickleInput {
    /** Checkpoints of large networks with an optimiser need less than a tenth; tensors lie outside of the pickle. */
    static final int LONGEST = 16 << 20;

    private static final int LONGEST_LINE = 512;
    private static final int WINDOW = 8192;

    private final PositionalFile file;
    private final long end;
    private long windowStart;
    private ByteBuffer window = ByteBuffer.allocate(0);

    private PickleInput(PositionalFile file, long position, long end) {
        this.file = file;
        this.windowStart = position;
        this.end = Math.min(end, position + LONGEST);
    }

    /** The pickle that starts at {@code position}. */
    public static PickleInput of(PositionalFile file, long position) {
        return of(file, position, file.size());
    }

    /** The pickle that starts at {@code position} and lies before {@code end}. */
    static PickleInput of(PositionalFile file, long position, long end) {
        return new PickleInput(file, position, end);
    }

    /**
     * A pickle in memory.
     *
     * @param file what to call it in messages
     */
    public static PickleInput of(String file, byte[] bytes) {
        return of(PositionalFile.of(file, bytes), 0);
    }

    /** The pickle in an entry of an archive, which is known not to be too long before it is unpacked. */
    public static PickleInput of(ZipArchive zip, ZipArchive.Entry entry) throws IOException {
        String file = zip.file() + "!/" + entry.name();
        if (entry.size() > LONGEST) {
            throw new MalformedFileException(
                    file,
                    "the pickle has %d bytes; more than %d MiB is no checkpoint of a network"
                            .formatted(entry.size(), LONGEST >> 20));
        }
        return of(file, zip.bytes(entry));
    }

    /** The file as the user knows it. */
    public String file() {
        return file.name();
    }

    /** Where the next byte lies. */
    public long position() {
        return windowStart + window.position();
    }

    int u8() throws IOException {
        return Byte.toUnsignedInt(window(1).get());
    }

    int u16() throws IOException {
        return Short.toUnsignedInt(window(2).getShort());
    }

    int i32() throws IOException {
        return window(4).getInt();
    }

    long i64() throws IOException {
        return window(8).getLong();
    }

    /** The one number that pickle writes big-endian. */
    double f64() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    byte[] bytes(long length) throws IOException {
        require(length);
        byte[] bytes = new byte[(int) length];
        int copied = 0;
        while (copied < bytes.length) {
            int count = Math.min(window(1).remaining(), bytes.length - copied);
            window.get(bytes, copied, count);
            copied += count;
        }
        return bytes;
    }

    String text(long length) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(
                    file(), "the pickle's text before byte %d is not UTF-8".formatted(position()), e);
        }
    }

    /** The text up to the next line feed, which is consumed. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = u8(); c != '\n'; c = u8()) {
            if (line.length() == LONGEST_LINE) {
                throw new MalformedFileException(
                        file(),
                        "the pickle has a name of more than %d characters at byte %d"
                                .formatted(LONGEST_LINE, position()));
            }
            line.append((char) c);
        }
        return line.toString();
    }

    void require(long length) throws MalformedFileException {
        if (length < 0 || length > end - position()) {
            throw new MalformedFileException(
                    file(),
                    "the pickle is truncated (or longer than %d MiB): %s bytes are expected at byte %d, %d are left"
                            .formatted(LONGEST >> 20, Long.toUnsignedString(length), position(), end - position()));
        }
    }

    /** The window with at least {@code count} bytes in it, little-endian. */
    private ByteBuffer window(int count) throws IOException {
        if (window.remaining() < count) {
            require(count);
            long position = position();
            ByteBuffer next = ByteBuffer.allocate((int) Math.min(WINDOW, end - position));
            file.read(position, next);
            window = next.flip().order(ByteOrder.LITTLE_ENDIAN);
            windowStart = position;
        }
        return window;
    }
}
