package io.resnet4j.cli;

import io.resnet4j.vision.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files of 8-bit RGB: a signature, then chunks of [length u32 big-endian, name of 4 letters, data, CRC-32 of name
 * and data]. IDAT is a zlib stream of rows, each after the number of its filter. The filter Sub stores what differs from the
 * pixel to the left, which is zero in surfaces of one colour and small in photos. The JDK's writer lies in java.desktop,
 * which small runtimes leave out.
 */
final class PngWriter {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int CHUNK_FRAME = 12; // length, name, CRC
    private static final int HEADER = 13;
    private static final byte BITS = 8;
    private static final byte TRUECOLOUR = 2;
    private static final byte SUB = 1;
    private static final int PIXEL = 3;

    private PngWriter() {}

    /** The bytes of a file with this image. */
    static byte[] encode(Image image) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(image.width()).putInt(image.height()).put(BITS).put(TRUECOLOUR);
        byte[] pixels = deflate(filtered(image));
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + 3 * CHUNK_FRAME + HEADER + pixels.length);
        file.putLong(SIGNATURE);
        putChunk(file, "IHDR", header.array());
        putChunk(file, "IDAT", pixels);
        putChunk(file, "IEND", new byte[0]);
        return file.array();
    }

    private static byte[] filtered(Image image) {
        int row = PIXEL * image.width();
        byte[] filtered = new byte[image.height() * (1 + row)];
        for (int y = 0; y < image.height(); y++) {
            int at = y * (1 + row);
            filtered[at] = SUB;
            for (int i = 0; i < row; i++) {
                int left = i < PIXEL ? 0 : image.rgb()[y * row + i - PIXEL];
                filtered[at + 1 + i] = (byte) (image.rgb()[y * row + i] - left);
            }
        }
        return filtered;
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void putChunk(ByteBuffer file, String name, byte[] data) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(letters);
        crc.update(data);
        file.putInt(data.length).put(letters).put(data).putInt((int) crc.getValue());
    }
}
