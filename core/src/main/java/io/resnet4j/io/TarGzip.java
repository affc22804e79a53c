package io.resnet4j.io;

import io.resnet4j.io.TarArchive.Entry;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * A tar file of files in folders that gzip packed, {@code .tar.gz}. It has no positions to read at: its entries come one
 * after the other, once. {@link TarArchive#open} has the format; the checksum of all has been compared when there is no
 * entry left.
 *
 * <p>For one thread. What is refused is refused as {@link MalformedFileException}.
 */
public final class TarGzip implements Closeable {
    /** The largest published data set that comes so takes 186 MB. A few kilobytes could unpack to anything. */
    private static final long MOST_UNPACKED = 1L << 30;
    /** The best that deflate can do: 258 bytes from two bits. */
    private static final long DEFLATE_LIMIT = 1032;

    private static final int BUFFER = 1 << 16;

    private final Unpacked unpacked;
    private final TarHeaders headers;
    private final long packedSize;

    private TarGzip(Unpacked unpacked, long packedSize) {
        this.unpacked = unpacked;
        this.headers = new TarHeaders(unpacked, TarHeaders.Kinds.TREE);
        this.packedSize = packedSize;
    }

    /**
     * Opens a file.
     *
     * @throws MalformedFileException when gzip did not write it
     */
    public static TarGzip open(Path path) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            InputStream stream = new BufferedInputStream(new GzipStream(file), BUFFER);
            return new TarGzip(new Unpacked(path.toString(), stream), Files.size(path));
        } catch (EOFException e) {
            file.close();
            throw new MalformedFileException(
                    path.toString(), "the file is truncated within gzip's header; bring it again", e);
        } catch (ZipException e) {
            file.close();
            throw new MalformedFileException(path.toString(), "this is no .tar.gz: " + e.getMessage(), e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Whether a file begins as gzip's do. */
    public static boolean is(PositionalFile file) throws IOException {
        return file.size() >= 2 && file.read(0, 2).getShort() == (short) 0x8b1f;
    }

    /** The path, as the user gave it. */
    public String file() {
        return unpacked.name();
    }

    /** The next entry; empty when there is none. What was not read of the last one is passed over. */
    public Optional<Entry> next() throws IOException {
        return headers.next();
    }

    /**
     * All of the entry that came last.
     *
     * @param most bytes that it may have
     */
    public byte[] bytes(Entry entry, long most) throws IOException {
        if (entry.size() > most || entry.size() / DEFLATE_LIMIT > packedSize) {
            throw new MalformedFileException(
                    unpacked.name() + "!/" + entry.name(),
                    "the entry has %d bytes, which is more than it can have".formatted(entry.size()));
        }
        return unpacked.take((int) entry.size()).array();
    }

    @Override
    public void close() throws IOException {
        unpacked.in.close();
    }

    /** What comes out of the stream. */
    private static final class Unpacked implements TarBytes {
        private final String name;
        private final InputStream in;
        private long position;

        Unpacked(String name, InputStream in) {
            this.name = name;
            this.in = in;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long left(long from) {
            return Long.MAX_VALUE - from;
        }

        @Override
        public void skipTo(long target) throws IOException {
            byte[] passed = new byte[(int) Math.min(BUFFER, target - position)];
            while (position < target) {
                fill(passed, (int) Math.min(passed.length, target - position));
            }
        }

        @Override
        public ByteBuffer take(int length) throws IOException {
            byte[] bytes = new byte[length];
            fill(bytes, length);
            return ByteBuffer.wrap(bytes);
        }

        private void fill(byte[] bytes, int length) throws IOException {
            int count = read(bytes, length);
            if (count < length) {
                throw new MalformedFileException(
                        name,
                        "the archive is truncated: it ends at byte %d when unpacked, and %d more were expected"
                                .formatted(position, length - count));
            }
        }

        @Override
        public ByteBuffer rest(int most) throws IOException {
            byte[] bytes = new byte[most];
            return ByteBuffer.wrap(Arrays.copyOf(bytes, read(bytes, most)));
        }

        private int read(byte[] bytes, int length) throws IOException {
            try {
                int count = in.readNBytes(bytes, 0, length);
                position += count;
                if (position > MOST_UNPACKED) {
                    throw new MalformedFileException(
                            name,
                            "the archive unpacks to more than %d bytes; no data set that is read so does"
                                    .formatted(MOST_UNPACKED));
                }
                return count;
            } catch (EOFException e) {
                throw new MalformedFileException(
                        name,
                        "the file is truncated behind byte %d when unpacked; bring it again".formatted(position),
                        e);
            } catch (ZipException e) {
                throw new MalformedFileException(
                        name,
                        "the file is damaged behind byte %d when unpacked (%s); bring it again"
                                .formatted(position, e.getMessage()),
                        e);
            }
        }
    }
}
