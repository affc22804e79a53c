package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was decoded in a room before must not show in what is decoded there next. */
class JpegRoomTest {
    private static final int TABLE = 5; // behind DQT's marker, length and number

    private final JpegRoom room = new JpegRoom();

    @Test
    void imagesOfOneRoomAreThoseOfTheirOwn() throws ImageException {
        byte[] file = Goldens.bytes("images/decode/420.jpg");
        byte[] otherTable = file.clone();
        otherTable[quantization(file) + TABLE] += 3;
        byte[] otherShape = Goldens.bytes("images/decode/444.jpg");
        assertFalse(Arrays.equals(alone(file), alone(otherTable)));
        for (byte[] next : List.of(file, file, otherTable, otherShape, otherTable, file)) {
            assertArrayEquals(alone(next), decode(next, room));
        }
    }

    @Test
    void aDamagedImageDoesNotShowInTheNext() throws ImageException {
        byte[] file = Goldens.bytes("images/decode/420.jpg");
        PillowDecoder decoder = new PillowDecoder();
        Image sound = decoder.decode(file, "a.jpg");
        byte[] cut = Arrays.copyOf(file, file.length * 3 / 4);
        ImageException e = assertThrows(ImageException.class, () -> decoder.decode(cut, "cut.jpg"));
        assertEquals("cut.jpg: damaged JPEG: the data of a scan end before its last block", e.getMessage());
        assertArrayEquals(sound.rgb(), decoder.decode(file, "a.jpg").rgb());
    }

    private static int quantization(byte[] file) {
        int at = 0;
        while ((file[at] & 0xff) != 0xff || (file[at + 1] & 0xff) != JpegMarker.DQT) {
            at++;
        }
        return at;
    }

    private static byte[] alone(byte[] file) throws ImageException {
        return decode(file, new JpegRoom());
    }

    private static byte[] decode(byte[] file, JpegRoom room) throws ImageException {
        String name = "a.jpg";
        JpegOutput.Opener opener =
                (frame, order, left) -> new JpegRgb(JpegColours.YCC, order, left, frame.width(), frame.height());
        return JpegFile.decode(
                file, name, new PixelLimit(PillowDecoder.DEFAULT_MAX_PIXELS), new JpegTables(name), room, opener);
    }
}
