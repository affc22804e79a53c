package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the directory at the end of a zip file (PKWARE's APPNOTE 6.3, sections 4.3 and 4.5). All numbers are
 * little-endian; the offsets below are bytes from the start of each record.
 *
 * <pre>
 * for each entry, in the order of the directory:
 *    0 "PK\1\2"   8 flags   10 method   16 CRC-32   20 packed size   24 size   28 length of name, 30 of extra,
 *   32 of comment   34 disk   42 offset of the local header   46 name, extra, comment
 * with zip64 only:
 *    0 "PK\6\6"   4 bytes that follow   16 disk   20 disk of directory   24 entries here, 32 in all
 *   40 directory's size   48 directory's offset
 *    0 "PK\6\7"   4 disk   8 offset of "PK\6\6"   16 number of disks                             (20 bytes)
 * last in the file:
 *    0 "PK\5\6"   4 disk   6 disk of directory   8 entries here, 10 in all   12 directory's size
 *   16 directory's offset   20 length of the comment   22 comment
 * </pre>
 *
 * A size or offset of {@code FFFFFFFF} means that its value stands in the extra field with the id 1: of size, packed
 * size and offset those that are so marked, in this order, 8 bytes each.
 *
 * <p>Zip readers that guess disagree with each other about what a file holds. This one accepts only files that can be
 * read in one way: the directory ends where its end record begins, names are unique, and no two entries share bytes.
 */
final class ZipDirectory {
    static final int LOCAL_HEADER = 30;
    private static final int HEADER = 46;
    private static final int END = 22;
    private static final int ZIP64_LOCATOR = 20;
    private static final int ZIP64_END = 56;
    private static final int LONGEST_COMMENT = 0xFFFF;
    /** Bits 0, 6 and 13 mark encryption, bit 5 a patch to another file. */
    private static final int FLAGS_REFUSED = 1 | 1 << 5 | 1 << 6 | 1 << 13;

    private static final long IN_EXTRA = 0xFFFFFFFFL;

    /** What the end records say: how many entries, and where the directory lies. */
    private record End(long entries, long size, long offset) {}

    private final PositionalFile file;
    private final int most;
    private final Map<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
    private final long[] starts;

    private ZipDirectory(PositionalFile file, int most) throws IOException {
        this.file = file;
        this.most = most;
        End end = end();
        readEntries(end);
        this.starts = starts(end.offset());
    }

    /** @param most the number of entries from which on the file is refused before they are read */
    static ZipDirectory read(PositionalFile file, int most) throws IOException {
        return new ZipDirectory(file, most);
    }

    /** The entries by name, in the order of the directory. */
    Map<String, ZipArchive.Entry> entries() {
        return entries;
    }

    /** Where each local header starts, ascending, and last where the directory does. */
    long[] starts() {
        return starts;
    }

    private End end() throws IOException {
        long tailStart = Math.max(0, file.size() - END - LONGEST_COMMENT);
        ByteBuffer tail = file.read(tailStart, file.size() - tailStart);
        for (int at = tail.capacity() - END; at >= 0; at--) {
            if (tail.getInt(at) == 0x06054b50 && at + END + u16(tail, at + 20) == tail.capacity()) {
                End end = new End(u16(tail, at + 10), u32(tail, at + 12), u32(tail, at + 16));
                refuseDisks(u16(tail, at + 4), u16(tail, at + 6), u16(tail, at + 8), end.entries(), 0xFFFF);
                return checked(end, tailStart + at);
            }
        }
        throw malformed("this is no zip file, or a truncated one: it does not end in a zip directory");
    }

    private End checked(End end, long endsAt) throws IOException {
        End real = end;
        long directoryEnd = endsAt;
        if (endsAt >= ZIP64_LOCATOR) {
            ByteBuffer locator = file.read(endsAt - ZIP64_LOCATOR, ZIP64_LOCATOR);
            if (locator.getInt(0) == 0x07064b50) {
                directoryEnd = locator.getLong(8);
                if (locator.getInt(4) != 0 || locator.getInt(16) > 1) {
                    throw malformed("the zip file is spread over several disks; join the parts first");
                }
                real = zip64(end, directoryEnd, endsAt - ZIP64_LOCATOR);
            }
        }
        if (real.size() < 0
                || real.offset() < 0
                || real.offset() > directoryEnd
                || real.offset() + real.size() != directoryEnd) {
            throw malformed("the zip directory of %d bytes at %d does not end at %d, where its end record lies"
                    .formatted(real.size(), real.offset(), directoryEnd));
        }
        if (real.entries() < 0 || real.entries() > real.size() / HEADER) {
            throw malformed(
                    "a zip directory of %d bytes cannot list %d entries".formatted(real.size(), real.entries()));
        }
        if (real.entries() > most) {
            throw malformed("the zip file has %d entries; at most %d are read".formatted(real.entries(), most));
        }
        return real;
    }

    private End zip64(End small, long at, long locatorAt) throws IOException {
        if (at < 0 || at > locatorAt - ZIP64_END) {
            throw malformed(
                    "the zip64 end record at %d does not lie before its locator at %d".formatted(at, locatorAt));
        }
        ByteBuffer record = file.read(at, ZIP64_END);
        if (record.getInt(0) != 0x06064b50 || record.getLong(4) != locatorAt - at - 12) {
            throw malformed("there is no zip64 end record at %d that reaches to its locator".formatted(at));
        }
        End end = new End(record.getLong(32), record.getLong(40), record.getLong(48));
        refuseDisks(record.getInt(16), record.getInt(20), record.getLong(24), end.entries(), 0);
        if (contradicts(small.entries(), 0xFFFF, end.entries())
                || contradicts(small.size(), IN_EXTRA, end.size())
                || contradicts(small.offset(), IN_EXTRA, end.offset())) {
            throw malformed(
                    "the two end records of the zip directory contradict each other: %s and %s".formatted(small, end));
        }
        return end;
    }

    private static boolean contradicts(long small, long inZip64, long real) {
        return small != inZip64 && small != real;
    }

    private void refuseDisks(long disk, long directoryDisk, long entriesHere, long entries, int inZip64)
            throws MalformedFileException {
        if (disk != 0 && disk != inZip64 || directoryDisk != 0 && directoryDisk != inZip64 || entriesHere != entries) {
            throw malformed("the zip file is spread over several disks; join the parts first");
        }
    }

    private void readEntries(End end) throws IOException {
        ByteBuffer directory = file.read(end.offset(), end.size());
        int at = 0;
        for (long index = 0; index < end.entries(); index++) {
            if (directory.capacity() - at < HEADER || directory.getInt(at) != 0x02014b50) {
                throw malformed("the zip directory is damaged: entry %d of %d is not at byte %d"
                        .formatted(index + 1, end.entries(), end.offset() + at));
            }
            int length = HEADER + u16(directory, at + 28) + u16(directory, at + 30) + u16(directory, at + 32);
            if (length > directory.capacity() - at) {
                throw malformed("the zip directory is truncated in entry %d of %d".formatted(index + 1, end.entries()));
            }
            ZipArchive.Entry entry = entry(directory, at);
            if (entries.put(entry.name(), entry) != null) {
                throw malformed("two entries of the zip file are called " + entry.name());
            }
            at += length;
        }
        if (at != directory.capacity()) {
            throw malformed("the zip directory holds %d bytes more than its %d entries need"
                    .formatted(directory.capacity() - at, end.entries()));
        }
    }

    private ZipArchive.Entry entry(ByteBuffer directory, int at) throws MalformedFileException {
        String name = name(directory.slice(at + HEADER, u16(directory, at + 28)));
        int flags = u16(directory, at + 8);
        if ((flags & FLAGS_REFUSED) != 0) {
            throw malformed(
                    name,
                    "the entry is encrypted or a patch (flags %#06x); unpack it and zip it plainly".formatted(flags));
        }
        int method = u16(directory, at + 10);
        if (method != 0 && method != 8) {
            throw malformed(
                    name,
                    "the entry is packed by method %d; only 0 (stored) and 8 (deflated) are read".formatted(method));
        }
        ByteBuffer extra = directory
                .slice(at + HEADER + u16(directory, at + 28), u16(directory, at + 30))
                .order(ByteOrder.LITTLE_ENDIAN);
        long[] numbers =
                numbers(name, extra, u32(directory, at + 24), u32(directory, at + 20), u32(directory, at + 42));
        int disk = u16(directory, at + 34);
        if (disk != 0 && disk != 0xFFFF) {
            throw malformed(name, "the entry lies on disk %d of several; join the parts first".formatted(disk));
        }
        if (method == 0 && numbers[0] != numbers[1]) {
            throw malformed(
                    name, "the entry is stored as it is, yet has %d bytes in %d".formatted(numbers[0], numbers[1]));
        }
        return new ZipArchive.Entry(name, numbers[0], numbers[1], method == 8, directory.getInt(at + 16), numbers[2]);
    }

    /** The 32-bit {@code fields}, those that are marked replaced by what the zip64 part of {@code extra} says. */
    long[] numbers(String name, ByteBuffer extra, long... fields) throws MalformedFileException {
        ByteBuffer wide = null;
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == IN_EXTRA) {
                wide = wide == null ? zip64Extra(name, extra) : wide;
                if (wide.remaining() < Long.BYTES) {
                    throw malformed(name, "the entry's zip64 field is too short");
                }
                fields[i] = wide.getLong();
            }
            if (fields[i] < 0) {
                throw malformed(name, "the entry's size or offset is beyond 2^63");
            }
        }
        return fields;
    }

    private ByteBuffer zip64Extra(String name, ByteBuffer extra) throws MalformedFileException {
        for (int at = 0; extra.capacity() - at >= 4; at += 4 + u16(extra, at + 2)) {
            if (u16(extra, at) == 1 && u16(extra, at + 2) <= extra.capacity() - at - 4) {
                return extra.slice(at + 4, u16(extra, at + 2)).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw malformed(name, "the entry's size stands in a zip64 field, which is missing");
    }

    private String name(ByteBuffer bytes) throws MalformedFileException {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(
                    file.name(), "the zip file has a name that is not UTF-8; pack it again with UTF-8 names", e);
        }
        String slashed = "/" + name.replace('\\', '/') + "/";
        boolean drive = name.length() > 1 && name.charAt(1) == ':';
        if (name.isEmpty()
                || drive
                || slashed.startsWith("//")
                || slashed.contains("/../")
                || name.indexOf('\0') >= 0) {
            throw malformed("the zip file has an entry called \"%s\", which leads out of it".formatted(name));
        }
        return name;
    }

    /** Refuses entries that reach into the next one or into the directory; local extra fields count when one is read. */
    private long[] starts(long directoryStart) throws MalformedFileException {
        List<ZipArchive.Entry> byOffset = new ArrayList<>(entries.values());
        byOffset.sort(Comparator.comparingLong(ZipArchive.Entry::offset));
        long[] starts = new long[byOffset.size() + 1];
        starts[byOffset.size()] = directoryStart;
        for (int i = byOffset.size() - 1; i >= 0; i--) {
            ZipArchive.Entry entry = byOffset.get(i);
            starts[i] = entry.offset();
            long room = starts[i + 1] - entry.offset();
            int header = LOCAL_HEADER + entry.name().length();
            if (room < header || entry.packedSize() > room - header) {
                String next = i + 1 < byOffset.size() ? byOffset.get(i + 1).name() : "the directory";
                throw malformed(
                        entry.name(),
                        "the entry of %d bytes at %d overlaps %s at %d"
                                .formatted(entry.packedSize(), entry.offset(), next, starts[i + 1]));
            }
        }
        return starts;
    }

    static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.name(), problem);
    }

    private MalformedFileException malformed(String entry, String problem) {
        return new MalformedFileException(file.name() + "!/" + entry, problem);
    }
}
