package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFFs that are cut, damaged, or made to cost more than their size. */
class TiffHostileTest {
    private static final int PIXELS = 1 << 20;
    private static final int STEP = 9; // of the bytes that are damaged

    private final PixelLimit limit = new PixelLimit(PIXELS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "directory-first-raw.tif",
                "directory-first-lzw.tif",
                "big-lzw.tif",
                "group4.tif",
                "jpeg-pillow-YCbCr.tif",
                "jpeg-grey-tiles.tif",
                "pillow-CMYK-raw.tif"
            })
    void everyTruncationIsRefused(String name) {
        byte[] file = TiffTest.file(name);
        for (int length = 0; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            ImageException e = assertThrows(ImageException.class, () -> Tiff.decode(part, name, limit), "at " + length);
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
        }
    }

    /** Raw samples have no checksum: some damage makes another image. All else must end as an exception of ours. */
    @Test
    void damageIsAnImageOrAnError() throws ImageException {
        int refused = 0;
        int read = 0;
        for (List<String> row : Goldens.table("images/tiff.tsv")) {
            byte[] file = TiffTest.file(row.get(0));
            for (int i = row.get(0).length() % STEP; i < file.length; i += STEP) {
                byte[] damaged = file.clone();
                damaged[i] ^= (byte) (1 << i % 8);
                try {
                    Tiff.decode(damaged, row.get(0), limit);
                    read++;
                } catch (ImageException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 3000 && read > 3000, refused + " damaged files were refused, " + read + " were read");
    }

    /** PackBits whose bytes are nearly all no operation, for each of many rows the same ones. */
    @Test
    void stripsThatShareTheirDataAreRefused() {
        int strips = 2000;
        byte[] data = new byte[2000];
        Arrays.fill(data, (byte) 0x80);
        data[data.length - 2] = (byte) -7; // the next byte eight times
        int[][] tags = {
            {256, 8}, {257, strips}, {258, 8}, {259, 32773}, {262, 1}, {273, 0}, {277, 1}, {278, 1}, {279, 0}
        };
        int values = 8 + 2 + 12 * tags.length + 4;
        ByteBuffer file = ByteBuffer.allocate(values + 8 * strips + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean list = tag[1] == 0;
            file.putShort((short) tag[0]).putShort((short) 4).putInt(list ? strips : 1);
            file.putInt(!list ? tag[1] : tag[0] == 273 ? values : values + 4 * strips);
        }
        file.putInt(0);
        for (int i = 0; i < 2 * strips; i++) {
            file.putInt(i < strips ? values + 8 * strips : data.length);
        }
        file.put(data);
        ImageException e = assertThrows(ImageException.class, () -> Tiff.decode(file.array(), "shared.tif", limit));
        assertEquals("shared.tif: damaged TIFF: strips or tiles of 4000000 bytes together", e.getMessage());
    }

    @Test
    void theChecksumOfDeflateIsCompared() throws ImageException {
        byte[] packed = HostileFilesTest.deflate(new byte[100]);
        TiffFile tiff = new TiffFile(10, 10, 8).with(279, packed.length).data(packed);
        assertEquals(10, Tiff.decode(tiff.bytes(), "x", limit).width());
        packed[packed.length - 1] ^= 1;
        assertEquals("x: damaged TIFF: incorrect data check", refusal(tiff.bytes(), "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 3412", // LZW: one code less than it takes
        "7, 1536",
        "8, 1032",
        "32773, 64",
        "1, 1",
    })
    void pixelsThatTheirDataCannotHoldCostNoMemory(int compression, int most) {
        int height = 100 * most / 1000 + 1;
        TiffFile tiff = new TiffFile(1000, height, compression).with(279, 100).data(new byte[100]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] file = tiff.bytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refusal = refusal(file, "bomb.tif");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(refusal.startsWith("bomb.tif: truncated: "), refusal);
        assertTrue(allocated < 100_000, allocated + " bytes were allocated");
    }

    @Test
    void theTiffThatPacksBestIsRead() throws ImageException {
        byte[] zeros = new byte[1000 * 1000];
        byte[] packed = HostileFilesTest.deflate(zeros);
        assertTrue(packed.length < zeros.length / 1000, packed.length + " bytes");
        byte[] file = new TiffFile(1000, 1000, 8)
                .with(279, packed.length)
                .data(packed)
                .bytes();
        assertEquals(1000, Tiff.decode(file, "black.tif", limit).height());
    }

    /** Of a row that equals the one above, Group 4 says so in a bit. */
    @Test
    void whiteOfGroup4TakesABitARow() throws ImageException {
        byte[] ones = {-1, -1, -1};
        TiffFile tiff = new TiffFile(1000, 24, 4).with(258, 1).with(279, 3).data(ones);
        Image image = Tiff.decode(tiff.bytes(), "white.tif", limit);
        byte[] white = new byte[3 * 1000 * 24];
        assertArrayEquals(white, image.rgb()); // which is 0, so black is what BlackIsZero makes of it
        assertTrue(refusal(tiff.with(257, 25).with(278, 25).bytes(), "x").startsWith("x: truncated: "));
    }

    @ParameterizedTest
    @CsvSource({
        "256, 0, damaged: a size of 0 x 10 pixels",
        "257, 0, damaged: a size of 10 x 0 pixels",
        "256, 2000000, 2000000 x 10 pixels are more than the 1048576 allowed",
        "257, -1, 10 x 4294967295 pixels are more than the 1048576 allowed",
        "258, 3, a TIFF of photometric interpretation 1 with 1 sample(s) of 3 bits",
        "262, 9, a TIFF of photometric interpretation 9",
        "266, 3, 'damaged TIFF: PlanarConfiguration 1 and FillOrder 3'",
        "277, 0, 'damaged TIFF: 0 samples, of them 0 extra, with 1 depths'",
        "277, 1000000, 'damaged TIFF: 65535 samples, of them 0 extra, with 1 depths'",
        "278, 0, damaged TIFF: strips of 0 rows",
        "278, 3, damaged TIFF: 1 strips or tiles where 4 are needed",
        "273, 5000, 'truncated: strip or tile 0 has 100 bytes at byte 5000, and the TIFF ends after 234'",
        "273, -1, 'truncated: strip or tile 0 has 100 bytes at byte 4294967295, and the TIFF ends after 234'",
        "284, 3, 'damaged TIFF: PlanarConfiguration 3 and FillOrder 1'",
    })
    void whatTheTagsClaimIsChecked(int tag, long value, String problem) {
        TiffFile tiff = new TiffFile(10, 10, 1).with(284, 1).data(new byte[100]).with(tag, value);
        String refusal = refusal(tiff.bytes(), "odd.tif");
        assertTrue(refusal.startsWith("odd.tif: " + problem), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "279, 0, 100", // a lone strip without a length takes the rest
        "279, 100, 100",
    })
    void lengthsThatMayBeMissing(int tag, long value, int width) throws ImageException {
        byte[] runs = new byte[200];
        for (int i = 0; i < runs.length; i += 2) {
            runs[i] = -99; // the next byte a hundred times
            runs[i + 1] = (byte) i;
        }
        TiffFile tiff = new TiffFile(width, 50, 32773).data(runs).with(tag, value);
        assertEquals(width, Tiff.decode(tiff.bytes(), "x", limit).width());
        assertTrue(refusal(tiff.with(tag, 5000).bytes(), "x").startsWith("x: truncated: "));
        assertTrue(refusal(tiff.with(tag, 50).bytes(), "x").startsWith("x: truncated: "));
    }

    /** What no encoder writes, and libtiff reads as it comes. */
    @ParameterizedTest
    @CsvSource({
        "1fff, no change of colour to pass at 0",
        "2e1bff, a change of colour without pixels at 2",
    })
    void modesOfGroup4ThatMeanNothingAreRefused(String data, String problem) {
        byte[] bytes = HexFormat.of().parseHex(data);
        TiffFile tiff =
                new TiffFile(10, 1, 4).with(258, 1).with(279, bytes.length).data(bytes);
        assertEquals("x: damaged fax data: " + problem, refusal(tiff.bytes(), "x"));
    }

    /** Pillow leaves out tags then, and comes to another image. */
    @Test
    void tagsThatShareTheirValuesAreRefused() {
        byte[] file = new TiffFile(10, 10, 1)
                .with(1000, 0)
                .with(1001, 0)
                .data(new byte[100])
                .bytes();
        ByteBuffer fields = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = file.length - 100 - 4;
        fields.putInt(end - 8, 50).putInt(end - 20, 50); // each 50 numbers, from the first byte of the file on
        assertEquals(
                "x: damaged TIFF: tags with 400 bytes of values, in a file of %d".formatted(file.length),
                refusal(file, "x"));
    }

    /** The directory that follows is that of another page; nothing asks for it. */
    @Test
    void aDirectoryThatLeadsToItselfIsReadOnce() throws ImageException {
        byte[] file = new TiffFile(10, 10, 1).data(new byte[100]).bytes();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 100 - 4, 8);
        assertEquals(10, Tiff.decode(file, "loop.tif", limit).width());
    }

    /** 88 megapixels of them take seconds. */
    @Test
    void moreJpegsThanAnyImageNeedsAreRefused() {
        TiffFile tiff = new TiffFile(10, 20_000, 7).data(new byte[100]).with(278, 1); // strips of a row each
        assertEquals(
                "x: a TIFF of 20000 strips or tiles that are JPEGs, and 16384 are read at most; save it with larger ones",
                refusal(tiff.bytes(), "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 32773})
    void garbageEndsInTime(int compression) {
        long start = System.nanoTime();
        for (int seed = 0; seed < 200; seed++) {
            byte[] garbage = new byte[5000];
            new Random(seed).nextBytes(garbage);
            if (seed % 2 == 0) {
                Arrays.fill(garbage, 0, 100, (byte) seed);
            }
            byte[] file = new TiffFile(1000, 1000, compression)
                    .with(258, compression < 5 ? 1 : 8)
                    .with(279, garbage.length)
                    .data(garbage)
                    .bytes();
            String refusal = refusal(file, "garbage.tif");
            assertTrue(refusal.contains("truncated: ") || refusal.contains("damaged "), refusal);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 10_000, "200 files took %d ms".formatted(millis));
    }

    private String refusal(byte[] file, String name) {
        return assertThrows(ImageException.class, () -> Tiff.decode(file, name, limit))
                .getMessage();
    }
}
