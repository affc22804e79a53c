package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tar file of plain files (POSIX.1-2001, {@code pax}), read strictly and at positions. Opening walks the headers, each
 * of one block of 512 bytes before the bytes of its file, which fill whole blocks too:
 *
 * <pre>
 *    0 name   100 mode   108 uid   116 gid   124 size   136 time   148 sum of the block's bytes, its own 8 as spaces
 *  156 kind   157 name of a link   257 "ustar"   345 folder of the name
 * </pre>
 *
 * Numbers are octal texts. A file of kind {@code x} holds lines {@code LENGTH KEY=VALUE} about the one behind it; those on
 * times and owners are passed over, {@code size} counts. At least two blocks of zeros end the archive, and nothing but
 * zeros follows. Links, folders and all other kinds are refused, as are names that lead out of the archive and names
 * that are there twice.
 *
 * <p>In an archive that people packed ({@link #open}) there are also folders, of kind {@code 5}; names of any length, as
 * {@code path} in a file of kind {@code x} or as a file of kind {@code L}; and attributes of systems, which are passed
 * over.
 *
 * <p>Safe for use by many threads. What is refused is refused as {@link MalformedFileException}.
 */
public final class TarArchive implements Closeable {
    /** Of a program's own archive; one that people make has as many as it has headers. */
    private static final int MOST_PLAIN = 1 << 16;

    /**
     * One file in the archive.
     *
     * @param name a relative path with {@code /} between its parts, and at its end if it is a folder
     * @param start where in the archive its bytes start
     * @param size how many they are
     */
    public record Entry(String name, long start, long size) {}

    private final PositionalFile file;
    private final int mostEntries;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private TarArchive(PositionalFile file, TarHeaders.Kinds kinds, int mostEntries) throws IOException {
        this.file = file;
        this.mostEntries = mostEntries;
        readEntries(kinds);
    }

    /**
     * Reads the headers of a tar file that is open already. It is closed with the archive; where there is none, it
     * stays open.
     *
     * @throws MalformedFileException when the file is no tar file, or not one of plain files
     */
    public static TarArchive of(PositionalFile file) throws IOException {
        return new TarArchive(file, TarHeaders.Kinds.FILES, MOST_PLAIN);
    }

    /**
     * Opens a tar file of files in folders, as people pack them, and reads its headers.
     *
     * @throws MalformedFileException when the file is no tar file, or holds links or devices
     */
    public static TarArchive open(Path path) throws IOException {
        PositionalFile file = PositionalFile.open(path);
        try {
            return new TarArchive(file, TarHeaders.Kinds.TREE, Integer.MAX_VALUE);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Whether a file begins as a tar file does: {@code ustar} stands in the first header. */
    public static boolean is(PositionalFile file) throws IOException {
        byte[] start = file.read(0, Math.min(file.size(), TarHeaders.BLOCK)).array();
        return new String(start, StandardCharsets.ISO_8859_1).startsWith("ustar", 257);
    }

    /** The path, as the user gave it. */
    public String file() {
        return file.name();
    }

    /** All entries in their order. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** The entry of that very name, if there is one. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * Fills what remains of {@code target} with an entry's bytes from {@code offset} on.
     *
     * @throws MalformedFileException when the entry has fewer bytes from there on
     */
    public void read(Entry entry, long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > entry.size() || target.remaining() > entry.size() - offset) {
            throw new MalformedFileException(
                    file.name() + "!/" + entry.name(),
                    "the entry has %d bytes, and %d from %d on were expected"
                            .formatted(entry.size(), target.remaining(), offset));
        }
        file.read(entry.start() + offset, target);
    }

    /** All of an entry. */
    public byte[] bytes(Entry entry) throws IOException {
        return file.read(entry.start(), entry.size()).array();
    }

    /** The pickle that starts {@code offset} bytes into an entry and does not reach beyond it; its positions are the file's. */
    public PickleInput pickle(Entry entry, long offset) {
        return PickleInput.of(file, entry.start() + offset, (int) Math.min(PickleInput.LONGEST, entry.size() - offset));
    }

    private void readEntries(TarHeaders.Kinds kinds) throws IOException {
        TarHeaders headers = new TarHeaders(new Forward(file), kinds);
        for (Optional<Entry> entry = headers.next(); entry.isPresent(); entry = headers.next()) {
            add(entry.get());
        }
    }

    private void add(Entry entry) throws MalformedFileException {
        if (entries.size() == mostEntries) {
            throw malformed("the archive holds more than %d files".formatted(mostEntries));
        }
        if (entries.put(entry.name(), entry) != null) {
            throw malformed("two entries of the archive are called %s, the second at byte %d"
                    .formatted(entry.name(), entry.start() - TarHeaders.BLOCK));
        }
    }

    /** A file, from its beginning on. */
    private static final class Forward implements TarBytes {
        private final PositionalFile file;
        private long position;

        Forward(PositionalFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long left(long from) {
            return file.size() - from;
        }

        @Override
        public void skipTo(long target) {
            position = target;
        }

        @Override
        public ByteBuffer take(int length) throws IOException {
            ByteBuffer bytes = file.read(position, length);
            position += length;
            return bytes;
        }

        @Override
        public ByteBuffer rest(int most) throws IOException {
            return take((int) Math.min(most, left(position)));
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.name(), problem);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
