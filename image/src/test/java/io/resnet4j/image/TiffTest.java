package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiffTest {
    private final PillowDecoder decoder = new PillowDecoder();

    @Test
    void everyByteEqualsPillows() throws ImageException {
        Pixels goldens = new Pixels(Goldens.bytes("images/tiff.rgb.gz"));
        for (List<String> row : Goldens.table("images/tiff.tsv")) {
            Image image = decoder.decode(file(row.get(0)), row.get(0));
            goldens.assertNext(row.get(0), Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)), image);
        }
        goldens.assertEnd();
    }

    @ParameterizedTest
    @CsvSource({
        "old-jpeg.tif, 'a TIFF of compression JPEG of the old kind, which cannot be read; convert it to PNG'",
        "lzma.tif, 'a TIFF of compression LZMA, which cannot be read; convert it to PNG'",
        "zstd.tif, 'a TIFF of compression Zstandard, which cannot be read; convert it to PNG'",
        "webp.tif, 'a TIFF of compression WebP, which cannot be read; convert it to PNG'",
        "77.tif, 'a TIFF of compression number 77, which cannot be read; convert it to PNG'",
        "big-endian-big.tif, 'a big-endian BigTIFF, which Pillow does not read either; convert it to PNG'",
        "lab.tif, 'a TIFF in CIE L*a*b*, whose colours Pillow has LittleCMS convert; '",
        "jpeg-lab.tif, 'a TIFF in CIE L*a*b*, whose colours Pillow has LittleCMS convert; '",
        "jpeg-wrong-sampling.tif, 'damaged TIFF: a JPEG with a component sampled 2 x 2, where the TIFF has 1 x 1, then 1 x 1'",
        "jpeg-grey-sampled.tif, 'damaged TIFF: a JPEG with a component sampled 2 x 2, where the TIFF has 1 x 1, then 1 x 1'",
        "jpeg-ycc-planes.tif, 'a TIFF of photometric interpretation 6 with 3 sample(s) of 8 bits, '",
        "jpeg-wide.tif, 'damaged TIFF: a JPEG of 53 x 41 pixels in a strip or tile of 52 x 41'",
        "jpeg-low.tif, 'damaged TIFF: a JPEG of 53 x 41 pixels in a strip or tile of 53 x 60'",
        "jpeg-components.tif, 'damaged TIFF: a JPEG of 3 components for 4 samples'",
        "jpeg-no-tables.tif, 'damaged JPEG: quantization table 0 is not there'",
        "jpeg-tables-cut.tif, 'truncated: the JPEG ends after 40 bytes without an end marker'",
        "jpeg-tables-image.tif, 'damaged JPEG: an image where tables belong'",
        "grey-premultiplied.tif, 'a TIFF of photometric interpretation 1 with 2 sample(s) of 8 bits, '",
        "grey64.tif, 'a TIFF of photometric interpretation 1 with 1 sample(s) of 64 bits, sample format 3, '",
        "grey16-zero-white-MM.tif, 'a TIFF of photometric interpretation 0 with 1 sample(s) of 16 bits, '",
        "planes-unspecified.tif, 'a TIFF of photometric interpretation 2 with 4 sample(s) of 8 bits, '",
        "depths.tif, 'a TIFF whose samples differ in BitsPerSample, '",
        "predictor.tif, 'damaged TIFF: Predictor 3 for 8-bit samples'",
    })
    void whatCannotBeReadIsNamed(String name, String problem) {
        ImageException e = assertThrows(
                ImageException.class, () -> decoder.decode(Goldens.bytes("images/tiff-refused/" + name), name));
        assertTrue(e.getMessage().startsWith(name + ": " + problem), e.getMessage());
    }

    @Test
    void theLimitCountsThePixelsOfTiles() throws ImageException {
        byte[] file = file("tiles-lzw.tif"); // 37 x 19, in tiles of 16 x 16
        assertEquals(37, new PillowDecoder(48 * 32).decode(file, "tiles").width());
        ImageException e =
                assertThrows(ImageException.class, () -> new PillowDecoder(48 * 32 - 1).decode(file, "tiles"));
        assertTrue(e.getMessage().startsWith("tiles: 48 x 32 pixels are more"), e.getMessage());
    }

    static byte[] file(String name) {
        return Goldens.bytes("images/tiff/" + name);
    }
}
