package io.resnet4j.io;

import static io.resnet4j.io.ZipDirectory.LOCAL_HEADER;
import static io.resnet4j.io.ZipDirectory.u16;
import static io.resnet4j.io.ZipDirectory.u32;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file that is read strictly and at positions. Opening reads the directory alone ({@link ZipDirectory} has its
 * format); what precedes an entry's bytes is checked when the entry is read:
 *
 * <pre>
 *    0 "PK\3\4"   6 flags   8 method   14 CRC-32   18 packed size   22 size   26 length of name, 28 of extra
 *   30 name, extra, the packed bytes
 * </pre>
 *
 * With bit 3 of the flags the sizes may be 0 here, as a writer that streams learns them too late; the directory has
 * them in any case, so that the copy behind the bytes is not needed.
 *
 * <p>Safe for use by many threads. What is refused is refused as {@link MalformedFileException}.
 */
public final class ZipArchive implements Closeable {
    private static final int STREAMED = 1 << 3;
    /** The best that deflate can do: 258 bytes from two bits. */
    private static final long DEFLATE_LIMIT = 1032;

    private static final int VERIFIED_AT_ONCE = 1 << 20;

    /**
     * One file in the archive, as the directory describes it.
     *
     * @param name a relative path with {@code /} between its parts, and at its end if it is a folder
     * @param size bytes when unpacked
     * @param packedSize bytes in the archive
     * @param deflated whether it is packed, or stored as it is
     * @param crc32 of the unpacked bytes
     * @param offset where in the archive its local header starts
     */
    public record Entry(String name, long size, long packedSize, boolean deflated, int crc32, long offset) {}

    private final PositionalFile file;
    private final ZipDirectory directory;
    private final List<Entry> entries;

    private ZipArchive(PositionalFile file, int mostEntries) throws IOException {
        this.file = file;
        this.directory = ZipDirectory.read(file, mostEntries);
        this.entries = List.copyOf(directory.entries().values());
    }

    /**
     * Opens a zip file and reads its directory.
     *
     * @throws MalformedFileException when the file is no zip file, or not one that can be read in one way only
     */
    public static ZipArchive open(Path path) throws IOException {
        PositionalFile file = PositionalFile.open(path);
        try {
            return of(file, Integer.MAX_VALUE);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * Reads the directory of a zip file that is open already. It is closed with the archive; where there is none, it
     * stays open.
     *
     * @param mostEntries that such a file can have; one with more is refused before memory is spent on them
     * @throws MalformedFileException when the file is no zip file, or not one that can be read in one way only
     */
    public static ZipArchive of(PositionalFile file, int mostEntries) throws IOException {
        return new ZipArchive(file, mostEntries);
    }

    /** The path, as the user gave it. */
    public String file() {
        return file.name();
    }

    /** All entries in the order of the directory. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entry of that very name, if there is one. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(directory.entries().get(name));
    }

    /** All of an entry, unpacked, its size and its checksum found right. */
    public byte[] bytes(Entry entry) throws IOException {
        long start = start(entry);
        if (entry.deflated() && entry.size() / DEFLATE_LIMIT > entry.packedSize()) {
            throw malformed(entry, "%d bytes cannot unpack to %d".formatted(entry.packedSize(), entry.size()));
        }
        if (entry.size() > Integer.MAX_VALUE - 8) {
            throw malformed(entry, "%d bytes are too many for one array".formatted(entry.size()));
        }
        byte[] packed = file.read(start, entry.packedSize()).array();
        byte[] bytes = entry.deflated() ? inflate(entry, packed) : packed;
        CRC32 crc = new CRC32();
        crc.update(bytes);
        compare(entry, crc);
        return bytes;
    }

    /**
     * Fills what remains of {@code target} with an entry's bytes from {@code offset} on. The checksum, which is one of
     * the whole, is not looked at; {@link #verify} does.
     *
     * @throws MalformedFileException when the entry is deflated: it has no positions
     * @throws IndexOutOfBoundsException when the entry has fewer bytes from there on
     */
    public void read(Entry entry, long offset, ByteBuffer target) throws IOException {
        if (entry.deflated()) {
            throw malformed(entry, "the entry is compressed and cannot be read in pieces; store it instead");
        }
        if (offset < 0 || offset > entry.size() || target.remaining() > entry.size() - offset) {
            throw new IndexOutOfBoundsException("%s has %d bytes, not %d from %d on"
                    .formatted(entry.name(), entry.size(), target.remaining(), offset));
        }
        file.read(start(entry) + offset, target);
    }

    /**
     * Reads a stored entry from beginning to end and compares its checksum.
     *
     * @throws MalformedFileException when it is another one, or the entry is deflated
     */
    public void verify(Entry entry) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(entry.size(), VERIFIED_AT_ONCE));
        for (long at = 0; at < entry.size(); at += window.limit()) {
            read(entry, at, window.clear().limit((int) Math.min(window.capacity(), entry.size() - at)));
            crc.update(window.flip());
        }
        compare(entry, crc);
    }

    private void compare(Entry entry, CRC32 crc) throws MalformedFileException {
        if ((int) crc.getValue() != entry.crc32()) {
            throw malformed(
                    entry,
                    "the entry is damaged: its CRC-32 is %08x, expected %08x".formatted(crc.getValue(), entry.crc32()));
        }
    }

    /** Where the entry's bytes start, once its local header has been found to agree with the directory. */
    private long start(Entry entry) throws IOException {
        if (!entry.equals(directory.entries().get(entry.name()))) {
            throw new IllegalArgumentException("%s is not an entry of %s".formatted(entry, file.name()));
        }
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = file.read(entry.offset(), LOCAL_HEADER + name.length);
        boolean streamed = (u16(header, 6) & STREAMED) != 0;
        if (header.getInt(0) != 0x04034b50
                || u16(header, 26) != name.length
                || !Arrays.equals(header.array(), LOCAL_HEADER, LOCAL_HEADER + name.length, name, 0, name.length)) {
            throw malformed(
                    entry,
                    "the zip directory says that the entry lies at byte %d, where it does not"
                            .formatted(entry.offset()));
        }
        long extraStart = entry.offset() + LOCAL_HEADER + name.length;
        ByteBuffer extra = file.read(extraStart, u16(header, 28));
        long[] sizes = directory.numbers(entry.name(), extra, u32(header, 22), u32(header, 18));
        if (u16(header, 8) != (entry.deflated() ? 8 : 0)
                || contradicts(header.getInt(14), entry.crc32(), streamed)
                || contradicts(sizes[0], entry.size(), streamed)
                || contradicts(sizes[1], entry.packedSize(), streamed)) {
            throw malformed(
                    entry,
                    "the entry's local header contradicts the zip directory: %d bytes in %d, expected %d in %d"
                            .formatted(sizes[0], sizes[1], entry.size(), entry.packedSize()));
        }
        long start = extraStart + extra.capacity();
        long[] starts = directory.starts();
        long limit = starts[Arrays.binarySearch(starts, entry.offset()) + 1];
        if (entry.packedSize() > limit - start) {
            throw malformed(
                    entry,
                    "the entry of %d bytes at %d reaches beyond %d, where the next one starts"
                            .formatted(entry.packedSize(), start, limit));
        }
        return start;
    }

    private static boolean contradicts(long local, long listed, boolean streamed) {
        return local != listed && !(streamed && local == 0);
    }

    private byte[] inflate(Entry entry, byte[] packed) throws MalformedFileException {
        byte[] bytes = new byte[(int) entry.size()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int count = inflater.inflate(bytes);
            if (count != bytes.length || !inflater.finished() || inflater.getRemaining() != 0) {
                throw malformed(
                        entry, "the entry's %d bytes do not unpack to %d".formatted(packed.length, bytes.length));
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new MalformedFileException(path(entry), "the entry is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private MalformedFileException malformed(Entry entry, String problem) {
        return new MalformedFileException(path(entry), problem);
    }

    private String path(Entry entry) {
        return file.name() + "!/" + entry.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
