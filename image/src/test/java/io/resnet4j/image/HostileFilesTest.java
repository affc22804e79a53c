package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
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
        int scan = lastScan(image);
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

    /** It would be made of what little came last. */
    @Test
    void aScanBehindThatOfAllComponentsIsRefused() throws IOException {
        byte[] image = Goldens.bytes("images/jpeg/restart-1.jpg");
        byte[] alone = Goldens.bytes("images/jpeg/restart-alone.jpg");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(image, 0, image.length - 2);
        int scan = lastScan(alone);
        file.write(alone, scan, alone.length - scan);
        assertEquals(
                "two.jpg: damaged JPEG: a second scan of all components, or one behind it",
                refusal(decoder, file.toByteArray(), "two.jpg"));
    }

    private static int lastScan(byte[] image) {
        int scan = image.length - 2;
        while (image[scan] != (byte) 0xff || image[scan + 1] != (byte) 0xda) {
            scan--;
        }
        return scan;
    }

    /** 2 GB of them: no heap that tests have. */
    @Test
    void pixelsThatTheHeapCannotHoldAreRefused() throws IOException {
        byte[] file = png(26_000, 26_000, 0, 0, new byte[700_000]);
        assertEquals(
                "vast.png: Java's memory does not suffice for it; give it more with -Xmx, allow fewer pixels, or decode fewer at a time",
                refusal(new PillowDecoder(700_000_000), file, "vast.png"));
    }

    /** All of its blocks in one run that ends them, after a bit each for their DC: 60 kB that need 90 MB. */
    @Test
    void coefficientsThatTheHeapCannotHoldAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(HexFormat.of().parseHex("ffd8 ffc2000b08 1388 2328 01011100".replace(" ", ""))); // 5000 x 9000 greys
        file.write(HexFormat.of().parseHex("ffdb004300" + "01".repeat(64)));
        file.write(HexFormat.of().parseHex("ffc40014" + "00" + "01" + "00".repeat(15) + "00")); // a zero is one bit
        file.write(HexFormat.of().parseHex("ffda0008010100000000"));
        file.write(new byte[704 * 1000 / 8]);
        file.write(HexFormat.of().parseHex("ffd9"));
        assertEquals(
                "large.jpg: a JPEG in several scans whose coefficients take 85 MB, more than a quarter of the heap (java -Xmx)",
                refusal(new PillowDecoder(100_000_000), file.toByteArray(), "large.jpg"));
    }

    @ParameterizedTest
    @CsvSource({"0, 268427502", "1, 268435780"})
    void aPngWithoutTheDataOfItsPixelsCostsNoMemory(int interlace, long needed) throws IOException {
        byte[] file = png(9459, 9459, 2, interlace, deflate(new byte[0]));
        assertEquals(
                "bomb.png: truncated: 8 bytes of IDAT cannot unpack to the %d of its 9459 x 9459 pixels"
                        .formatted(needed),
                cheapRefusal(file, "bomb.png"));
    }

    /** A screen and a frame of GIF, a header of BMP and a canvas of WebP, without what should follow. */
    @ParameterizedTest
    @CsvSource({
        "frame.gif, 474946383961 01000100 000000 2c00000000 f324f324 00 08 0100, truncated: the GIF needs more than its 26 bytes",
        "screen.gif, 474946383961 f324f324 000000 2c00000000 01000100 00 08, truncated: the GIF needs more than its 24 bytes",
        "huge.gif, 474946383961 ffffffff 000000 2c00000000 01000100 00 08, 65535 x 65535 pixels are more",
        "raw.bmp, 424d000000000000000036000000 28000000 f3240000 f3240000 01001800 000000000000000000000000000000000000000000000000, truncated: the BMP",
        "packed.bmp, 424d000000000000000036000000 28000000 f3240000 f3240000 01000800 01000000 000000000000000000000000 01000000 00000000 11223300 05010501, truncated: the BMP",
        "huge.bmp, 424d000000000000000036000000 28000000 ffffff7f ffffff7f 01001800 000000000000000000000000000000000000000000000000, 2147483647 x 2147483647 pixels are more",
        "canvas.webp, 524946461600000057454250 565038580a000000 00000000f22400f22400, truncated: the WebP",
        "huge.webp, 524946462c00000057454250 565038580a000000 02000000ffffffffffff 414e494d06000000000000000000 4142434400000000, damaged WebP: it holds no image",
    })
    void aSizeWithoutDataCostsNoMemory(String name, String hex, String problem) {
        byte[] file = HexFormat.of().parseHex(hex.replace(" ", ""));
        String refusal = cheapRefusal(file, name);
        assertTrue(refusal.startsWith(name + ": " + problem), refusal);
    }

    private String cheapRefusal(byte[] file, String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refusal = refusal(decoder, file, name);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 1 << 20, allocated + " bytes were allocated");
        return refusal;
    }

    /** A full table, whose longest string is then repeated. */
    @Test
    void theGifThatPacksBestIsRead() throws IOException {
        int side = 3500;
        BitSet bits = new BitSet();
        int length = 3; // of the code of a pixel of 0
        int code = 5;
        for (int pixels = 1; pixels < side * side; pixels += code - 4) {
            code = Math.min(code + 1, 4095); // stands for one 0 more than the code before
            for (int bit = 0; bit < Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(code)); bit++) {
                bits.set(length++, (code >> bit & 1) == 1);
            }
        }
        byte[] data = Arrays.copyOf(bits.toByteArray(), (length + 7) / 8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(HexFormat.of().parseHex("474946383961ac0dac0d0000002c00000000ac0dac0d0002"));
        for (int at = 0; at < data.length; at += 255) {
            int block = Math.min(255, data.length - at);
            file.write(block);
            file.write(data, at, block);
        }
        assertTrue(file.size() < side * side / 1600, file.size() + " bytes");
        Image black = decoder.decode(file.toByteArray(), "black.gif");
        assertArrayEquals(new byte[3 * side * side], black.rgb());
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

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
