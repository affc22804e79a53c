package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage at every place of a file; {@link HostileImagesTest} has damage of every kind. */
class DamagedFilesTest {
    private static final int PIXELS = 1 << 20;

    private final PillowDecoder decoder = new PillowDecoder(PIXELS);

    @ParameterizedTest
    @ValueSource(strings = {"420.jpg", "422-progressive.jpg", "grey.jpg"})
    void everyTruncationIsRefused(String name) {
        byte[] file = PillowDecoderTest.file(name);
        for (int length = 0; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            ImageException e = assertThrows(ImageException.class, () -> decoder.decode(part, name), "at " + length);
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
        }
    }

    /** Cut before every byte, and with a flipped bit in every byte: Pillow's pixels, or an error where it has one. */
    @Test
    void whatPillowMakesOfDamageIsMade() {
        List<List<String>> rows = Goldens.table("images/damaged.tsv");
        for (int i = 0; i < rows.size(); i++) {
            boolean cut = i % 2 == 0;
            String name = rows.get(i).get(0);
            byte[] file = Goldens.bytes("images/" + name);
            assertEquals(file.length, rows.get(i).size() - 1, name);
            for (int at = 0; at < file.length; at++) {
                byte[] damaged = Arrays.copyOf(file, cut ? at : file.length);
                if (!cut) {
                    damaged[at] ^= (byte) (1 << at % 8);
                }
                String where = "%s %s at %d".formatted(name, cut ? "cut" : "flipped", at);
                assertEquals(rows.get(i).get(at + 1), outcome(damaged), where);
            }
        }
    }

    private String outcome(byte[] file) {
        try {
            Image image = decoder.decode(file, "damaged");
            CRC32 crc = new CRC32();
            crc.update(ByteBuffer.allocate(8)
                    .putInt(image.width())
                    .putInt(image.height())
                    .flip());
            crc.update(image.rgb());
            return "%08x".formatted(crc.getValue());
        } catch (ImageException e) {
            return "-";
        }
    }

    /** libjpeg would fill up what is missing with grey, and warn. */
    @ParameterizedTest
    @ValueSource(strings = {"444.jpg", "420-progressive.jpg", "grey.jpg", "large.jpg"})
    void anEndMarkerInTheMiddleIsRefused(String name) {
        byte[] file = PillowDecoderTest.file(name);
        byte[] part = Arrays.copyOf(file, file.length * 3 / 4);
        part[part.length - 2] = (byte) 0xff;
        part[part.length - 1] = (byte) 0xd9;
        assertThrows(ImageException.class, () -> decoder.decode(part, name));
    }
}
