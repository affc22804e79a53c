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
    /** ResNet-1202 with Adam's state needs 1.9 million; tensors lie outside of the pickle. */
    static final int LONGEST = 4 << 20;

    private static final int LONGEST_LINE = 512;
    private static final int WINDOW = 8192;

    private final PositionalFile file;
    private final int longest;
    private final long end;
    private long windowStart;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0).order(ByteOrder.LITTLE_ENDIAN);

    private PickleInput(PositionalFile file, long position, int longest) {
        this.file = file;
        this.windowStart = position;
        this.longest = longest;
        this.end = Math.min(file.size(), position + longest);
    }

    /** The pickle that starts at {@code position}. */
    public static PickleInput of(PositionalFile file, long position) {
        return of(file, position, LONGEST);
    }

    /** The pickle that starts at {@code position} and is known to have at most {@code longest} bytes. */
    public static PickleInput of(PositionalFile file, long position, int longest) {
        return new PickleInput(file, position, Math.min(longest, LONGEST));
    }

    /** The pickle that a whole file is, with its arrays in it and so of any length. */
    public static PickleInput whole(PositionalFile file) {
        return new PickleInput(file, 0, (int) Math.min(Integer.MAX_VALUE, file.size()));
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
        byte[] bytes = bytes(length);
        // Which takes a third of a strict decoder's memory; that one has the last word where this one replaced
        // something.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(
                    file(), "the pickle's text before byte %d is not UTF-8".formatted(position()), e);
        }
    }

    String latin1(long length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
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
                    "the pickle is truncated (or longer than %d bytes): %s bytes are expected at byte %d, %d are left"
                            .formatted(longest, Long.toUnsignedString(length), position(), end - position()));
        }
    }

    /** The window with at least {@code count} bytes in it, little-endian. */
    private ByteBuffer window(int count) throws IOException {
        if (window.remaining() < count) {
            require(count);
            long position = position();
            window.clear().limit((int) Math.min(WINDOW, end - position));
            file.read(position, window);
            window.flip();
            windowStart = position;
        }
        return window;
    }
}
