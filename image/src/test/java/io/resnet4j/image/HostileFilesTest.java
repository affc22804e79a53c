package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to cost more than their size, or to get past the limit: those of which more is to be said than
 * {@link HostileImagesTest} says of each. */
class HostileFilesTest {
    private static final String SMALL_IMAGE = "ffc0000b080001000101011100" + "ffda0008010100003f00" + "00" + "ffd9";

    private final PillowDecoder decoder = new PillowDecoder();

    /** RST has no length, as libjpeg knows; who reads one skips an image and finds the small one behind. */
    @ParameterizedTest
    @ValueSource(ints = {0xd0, 0xd7})
    void ofTwoImagesInOneJpegTheFirstCounts(int marker) throws IOException {
        byte[] large = PillowDecoderTest.file("420.jpg");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(large, 0, 2);
        file.write(0xff);
        file.write(marker);
        file.write(large, 2, large.length - 2);
        int length = (large[2] & 0xff) << 8 | large[3] & 0xff;
        file.write(new byte[4 + length - file.size()]);
        file.write(HexFormat.of().parseHex(SMALL_IMAGE));
        assertEquals(
                "two.jpg: 45 x 35 pixels are more than the 4 allowed; raise the decoder's limit if the file can be trusted",
                refusal(new PillowDecoder(4), file.toByteArray(), "two.jpg"));
    }

    @Test
    void aJpegOfManyScansIsRefused() throws IOException {
        byte[] image = Goldens.bytes("images/jpeg/scans-alone.jpg");
        int end = image.length - 2;
        int scan = end;
        while (image[scan] != (byte) 0xff || image[scan + 1] != (byte) 0xda) {
            scan--;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(image, 0, end);
        for (int i = 0; i < 100; i++) {
            file.write(image, scan, end - scan);
        }
        file.write(image, end, 2);
        assertEquals(
                "bomb.jpg: a JPEG of more than 100 scans; save it anew",
                refusal(decoder, file.toByteArray(), "bomb.jpg"));
    }

    @ParameterizedTest
    @CsvSource({"0, 268427502", "1, 268435780"})
    void aPngWithoutTheDataOfItsPixelsCostsNoMemory(int interlace, long needed) throws IOException {
        byte[] file = png(9459, 9459, 2, interlace, deflate(new byte[0]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refusal = refusal(decoder, file, "bomb.png");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(
                "bomb.png: truncated: 8 bytes of IDAT cannot unpack to the %d of its 9459 x 9459 pixels"
                        .formatted(needed),
                refusal);
        assertTrue(allocated < 1 << 20, allocated + " bytes were allocated");
    }

    private static String refusal(PillowDecoder decoder, byte[] file, String name) {
        return assertThrows(ImageException.class, () -> decoder.decode(file, name))
                .getMessage();
    }

    private static byte[] png(int width, int height, int colour, int interlace, byte[] data) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, (byte) colour, 0, 0, (byte) interlace});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(HexFormat.of().parseHex("89504e470d0a1a0a"));
        chunk(file, "IHDR", header.toByteArray());
        chunk(file, "IDAT", data);
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.US_ASCII));
        crc.update(content);
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(content.length);
        out.writeBytes(name);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
