package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * The chunks of a RIFF file: "RIFF", length of the rest (u32), what the file is in 4 letters; then chunks of [name of 4
 * letters, length u32, data], padded to an even length. What lies behind the length of the file does not belong to it.
 */
final class Riff {
    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final long LONGEST = 0xffff_fff6L;

    /** A chunk, by its place in the file and the length of its data. */
    record Chunk(String name, int start, int length) {
        /** Where the data begin. */
        int data() {
            return start + CHUNK_HEADER;
        }

        /** Where the next chunk begins. */
        int end() {
            return data() + length + length % 2;
        }
    }

    private final LittleEndian file;

    /** Begins with the first chunk. */
    Riff(LittleEndian file) throws ImageException {
        this.file = file;
        if (!file.text(4).equals("RIFF")) {
            throw file.damaged("it does not begin with RIFF");
        }
        long length = file.u32();
        if (length < CHUNK_HEADER || length > LONGEST) {
            throw file.damaged("a length of %d bytes".formatted(length));
        }
        file.endAt(CHUNK_HEADER + length);
        file.seek(HEADER);
    }

    /** The next chunk, all of which is there; the file stands where its data begin. */
    Chunk next() throws ImageException {
        int start = file.position();
        String name = file.text(4);
        long length = file.u32();
        if (length + length % 2 > file.remaining()) {
            throw file.truncated();
        }
        return new Chunk(name, start, (int) length);
    }

    /** Whether there is more behind where the file stands. */
    boolean hasMore() {
        return file.remaining() > 0;
    }
}
