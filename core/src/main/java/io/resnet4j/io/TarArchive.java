package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
 * <p>Safe for use by many threads. What is refused is refused as {@link MalformedFileException}.
 */
public final class TarArchive implements Closeable {
    private static final int BLOCK = 512;
    private static final int MOST_ENTRIES = 1 << 16;
    /** Python pads to 20 blocks; no program to more than a tape took. */
    private static final int MOST_PADDING = 1 << 20;

    /**
     * One file in the archive.
     *
     * @param start where in the archive its bytes start
     * @param size how many they are
     */
    public record Entry(String name, long start, long size) {}

    private final PositionalFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private TarArchive(PositionalFile file) throws IOException {
        this.file = file;
        readEntries();
    }

    /**
     * Reads the headers of a tar file that is open already. It is closed with the archive; where there is none, it
     * stays open.
     *
     * @throws MalformedFileException when the file is no tar file, or not one of plain files
     */
    public static TarArchive of(PositionalFile file) throws IOException {
        return new TarArchive(file);
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

    /** The pickle that starts {@code offset} bytes into an entry and does not reach beyond it; its positions are the file's. */
    public PickleInput pickle(Entry entry, long offset) {
        return PickleInput.of(file, entry.start() + offset, (int) Math.min(PickleInput.LONGEST, entry.size() - offset));
    }

    private void readEntries() throws IOException {
        TarExtension extension = TarExtension.NONE;
        long at = 0;
        for (ByteBuffer header = block(at); !isZero(header); header = block(at)) {
            checkSum(header, at);
            long start = at + BLOCK;
            long size = extension.size().orElse(octal(header, 124, 12, at));
            if (size > file.size() - start) {
                throw malformed("the file is truncated: the entry at byte %d has %d bytes, and %d are left"
                        .formatted(at, size, file.size() - start));
            }
            char kind = (char) header.get(156);
            if (kind == 'x' && extension == TarExtension.NONE) {
                extension = TarExtension.read(file, start, size);
            } else if (kind == '0' || kind == 0) {
                add(new Entry(name(header, at), start, size), at);
                extension = TarExtension.NONE;
            } else {
                throw malformed("the entry at byte %d is of kind '%s'; only plain files are read".formatted(at, kind));
            }
            at = Math.addExact(start, (size + BLOCK - 1) / BLOCK * BLOCK);
        }
        if (extension != TarExtension.NONE) {
            throw malformed("the file ends behind an extended header at byte %d".formatted(at));
        }
        checkEnd(at);
    }

    private void add(Entry entry, long at) throws MalformedFileException {
        if (entries.size() == MOST_ENTRIES) {
            throw malformed("the archive holds more than %d files".formatted(MOST_ENTRIES));
        }
        if (entries.put(entry.name(), entry) != null) {
            throw malformed(
                    "two entries of the archive are called %s, the second at byte %d".formatted(entry.name(), at));
        }
    }

    private ByteBuffer block(long at) throws IOException {
        if (BLOCK > file.size() - at) {
            throw malformed("the file is truncated: a block of %d bytes was expected at %d, %d bytes are left"
                    .formatted(BLOCK, at, Math.max(0, file.size() - at)));
        }
        return file.read(at, BLOCK);
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkEnd(long at) throws IOException {
        long rest = file.size() - at;
        if (rest < 2 * BLOCK || rest % BLOCK != 0 || rest > MOST_PADDING || !isZero(file.read(at, rest))) {
            throw malformed("the archive ends at byte %d; two blocks of zeros or more were expected, and nothing else"
                    .formatted(at));
        }
    }

    private void checkSum(ByteBuffer header, long at) throws MalformedFileException {
        if (!text(header, 257, 5).equals("ustar")) {
            throw malformed("this is no tar file, or a damaged one: the block at byte %d is no header".formatted(at));
        }
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header.get(i));
        }
        long expected = octal(header, 148, 8, at);
        if (sum != expected) {
            throw malformed("the header at byte %d is damaged: its bytes sum up to %d, expected %d"
                    .formatted(at, sum, expected));
        }
    }

    private String name(ByteBuffer header, long at) throws MalformedFileException {
        // GNU's tar has times where POSIX has the folder, and marks it with a space.
        String folder = header.get(262) == 0 ? text(header, 345, 155) : "";
        String name = folder.isEmpty() ? text(header, 0, 100) : folder + "/" + text(header, 0, 100);
        if (name.isEmpty() || name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw malformed(
                    "the entry at byte %d is called \"%s\", which leads out of the archive".formatted(at, name));
        }
        return name;
    }

    /** The text up to the first zero. */
    private String text(ByteBuffer header, int start, int length) throws MalformedFileException {
        int end = start;
        while (end < start + length && header.get(end) != 0) {
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(header.slice(start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file.name(), "the archive has a name that is not UTF-8", e);
        }
    }

    private long octal(ByteBuffer header, int start, int length, long at) throws MalformedFileException {
        String digits = text(header, start, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw malformed("the header at byte %d is damaged: \"%s\" is no octal number".formatted(at, digits));
        }
        return Long.parseLong(digits, 8);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.name(), problem);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
