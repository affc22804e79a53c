package io.resnet4j.io;

import io.resnet4j.io.TarArchive.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells the files of a tar file by their headers, one after the other. {@link TarArchive} has the format. */
final class TarHeaders {
    /** What an archive may hold beside plain files. */
    enum Kinds {
        /** Nothing: so are the archives that a program wrote for itself to read. */
        FILES,
        /** Folders, names of any length and what systems know of a file: so are the archives that people make. */
        TREE
    }

    static final int BLOCK = 512;
    /** Python pads to 20 blocks; no program to more than a tape took. */
    private static final int MOST_PADDING = 1 << 20;

    private final TarBytes bytes;
    private final Kinds kinds;
    private long next;

    TarHeaders(TarBytes bytes, Kinds kinds) {
        this.bytes = bytes;
        this.kinds = kinds;
    }

    /** The next entry, with the bytes at its start; empty at the end of the archive. */
    Optional<Entry> next() throws IOException {
        TarExtension extension = TarExtension.NONE;
        while (true) {
            long at = next;
            ByteBuffer header = block(at);
            if (isZero(header)) {
                if (extension != TarExtension.NONE) {
                    throw malformed("the file ends behind an extended header at byte %d".formatted(at));
                }
                checkEnd(at);
                return Optional.empty();
            }
            checkSum(header, at);
            long start = at + BLOCK;
            long size = extension.size().orElse(octal(header, 124, 12, at));
            if (size > bytes.left(start)) {
                throw malformed("the file is truncated: the entry at byte %d has %d bytes, and %d are left"
                        .formatted(at, size, bytes.left(start)));
            }
            next = Math.addExact(start, (size + BLOCK - 1) / BLOCK * BLOCK);
            char kind = (char) header.get(156);
            if (isExtension(kind) && extension == TarExtension.NONE) {
                extension = extension(kind, start, size);
            } else if (kind == '0' || kind == 0 || kind == '5' && kinds == Kinds.TREE) {
                String name = name(header, extension, at);
                if (!name.isEmpty()) {
                    return Optional.of(new Entry(kind == '5' ? folder(name) : name, start, size));
                }
                extension = TarExtension.NONE;
            } else {
                throw malformed("the entry at byte %d is of kind '%s'; only plain files%s are read"
                        .formatted(at, kind, kinds == Kinds.TREE ? " and folders" : ""));
            }
        }
    }

    private boolean isExtension(char kind) {
        return kind == 'x' || kinds == Kinds.TREE && (kind == 'L' || kind == 'g');
    }

    /** {@code x} is POSIX's for the next file, {@code g} for all that follow; {@code L} is GNU's and a name alone. */
    private TarExtension extension(char kind, long start, long size) throws IOException {
        if (size > TarExtension.LONGEST) {
            throw malformed("the extended header at byte %d has %d bytes; at most %d are read"
                    .formatted(start, size, TarExtension.LONGEST));
        }
        ByteBuffer content = bytes.take((int) size);
        if (kind == 'L') {
            return TarExtension.ofName(text(content, 0, content.limit()));
        }
        TarExtension extension = TarExtension.read(bytes.name(), content, start, kinds);
        if (kind == 'g' && extension.says()) {
            throw malformed("the extended header at byte %d gives all files one name or size".formatted(start));
        }
        return kind == 'g' ? TarExtension.NONE : extension;
    }

    private ByteBuffer block(long at) throws IOException {
        if (BLOCK > bytes.left(at)) {
            throw malformed("the file is truncated: a block of %d bytes was expected at %d, %d bytes are left"
                    .formatted(BLOCK, at, Math.max(0, bytes.left(at))));
        }
        bytes.skipTo(at);
        return bytes.take(BLOCK);
    }

    private static boolean isZero(ByteBuffer block) {
        for (int i = 0; i < block.limit(); i++) {
            if (block.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkEnd(long at) throws IOException {
        ByteBuffer rest = bytes.rest(MOST_PADDING);
        int length = rest.limit();
        if (length < BLOCK || length % BLOCK != 0 || length == MOST_PADDING || !isZero(rest)) {
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

    /** Empty for the folder that was packed itself, {@code ./}. */
    private String name(ByteBuffer header, TarExtension extension, long at) throws MalformedFileException {
        // GNU's tar has times where POSIX has the folder, and marks it with a space.
        String folder = header.get(262) == 0 ? text(header, 345, 155) : "";
        String own = folder.isEmpty() ? text(header, 0, 100) : folder + "/" + text(header, 0, 100);
        String name = extension.name().orElse(own);
        if (name.isEmpty() || name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw malformed(
                    "the entry at byte %d is called \"%s\", which leads out of the archive".formatted(at, name));
        }
        return kinds == Kinds.TREE ? EntryName.plain(name) : name;
    }

    private static String folder(String name) {
        return name.endsWith("/") ? name : name + "/";
    }

    /** The text up to the first zero. */
    private String text(ByteBuffer from, int start, int length) throws MalformedFileException {
        int end = start;
        while (end < start + length && from.get(end) != 0) {
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(from.slice(start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(bytes.name(), "the archive has a name that is not UTF-8", e);
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
        return new MalformedFileException(bytes.name(), problem);
    }
}
