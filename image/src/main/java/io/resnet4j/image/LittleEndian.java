package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a file of little-endian numbers from front to back. Where it ends too early, the file is truncated. */
final class LittleEndian {
    private final byte[] file;
    private final String kind;
    private final String name;
    private int position;
    private int end;

    /** At the beginning of a file of this kind, such as {@code GIF}, and of this name. */
    LittleEndian(byte[] file, String kind, String name) {
        this.file = file;
        this.kind = kind;
        this.name = name;
        end = file.length;
    }

    int u8() throws ImageException {
        require(1);
        return file[position++] & 0xff;
    }

    int u16() throws ImageException {
        return u8() | u8() << 8;
    }

    int u24() throws ImageException {
        return u16() | u8() << 16;
    }

    long u32() throws ImageException {
        return u16() | (long) u16() << 16;
    }

    byte[] bytes(int count) throws ImageException {
        require(count);
        position += count;
        return Arrays.copyOfRange(file, position - count, position);
    }

    /** As many characters, each a byte. */
    String text(int count) throws ImageException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }

    void skip(long count) throws ImageException {
        require(count);
        position += (int) count;
    }

    /** Goes on at this byte of the file. */
    void seek(long at) throws ImageException {
        position = 0;
        skip(at);
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    /** Takes the file for one of so many bytes. */
    void endAt(long length) throws ImageException {
        if (length > end) {
            throw truncated();
        }
        end = (int) length;
    }

    private void require(long count) throws ImageException {
        if (count > remaining()) {
            throw truncated();
        }
    }

    ImageException truncated() {
        return new ImageException(name, "truncated: the %s needs more than its %d bytes".formatted(kind, file.length));
    }

    ImageException damaged(String problem) {
        return new ImageException(name, "damaged %s: %s".formatted(kind, problem));
    }
}
