package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.Drawing.Anchor;
import io.resnet4j.cli.Drawing.Pen;
import io.resnet4j.vision.Image;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanvasTest {
    private static final int SIDE = 120;
    private static final Pen PEN = new Pen(10, 0, Anchor.START, false);
    private static final String ASCII = IntStream.rangeClosed(' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @Test
    void everyLetterOfAsciiIsThere() {
        assertTrue(StrokeFont.has(ASCII));
        String question = pixels("?");
        for (char c : ASCII.toCharArray()) {
            assertEquals(c == '?', pixels("" + c).equals(question), "" + c);
            assertEquals(c == ' ', StrokeFont.segments("" + c).isEmpty(), "" + c);
        }
    }

    /** Two that are alike, say I and l, are told apart by their neighbours; these must differ. */
    @ParameterizedTest
    @ValueSource(strings = {"0O", "8B", "5S", "2Z", "1l", "6b", "9g", "cC", "nh", "uv", ".,", ":;", "([", "ij"})
    void lettersThatPeopleMixUpDiffer(String pair) {
        assertFalse(pixels(pair.substring(0, 1)).equals(pixels(pair.substring(1))));
    }

    @Test
    void accentsAreLeftOutAndWhatIsNotThereIsAQuestionMark() {
        assertTrue(StrokeFont.has("Käfer à São Paulo"));
        assertEquals(pixels("Kafer"), pixels("Käfer"));
        assertFalse(StrokeFont.has("猫"));
        assertEquals(pixels("?!"), pixels("猫!"));
    }

    @ParameterizedTest
    @EnumSource(Anchor.class)
    void aTextThatReadsFromBelowIsTheOtherTurned(Anchor anchor) {
        Image flat = drawn("Rq,", PEN.anchored(anchor));
        Image turned = drawn("Rq,", PEN.anchored(anchor).turned());
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertEquals(red(flat, x, y), red(turned, y, SIDE - 1 - x), x + ", " + y);
            }
        }
    }

    @Test
    void anAnchorIsWhereItSays() {
        int[] start = columns(drawn("HIH", PEN));
        int[] middle = columns(drawn("HIH", PEN.anchored(Anchor.MIDDLE)));
        int[] end = columns(drawn("HIH", PEN.anchored(Anchor.END)));
        assertEquals(SIDE / 2, start[0], 1);
        assertEquals(SIDE / 2, end[1], 1);
        assertEquals(SIDE / 2, (middle[0] + middle[1]) / 2.0, 1);
        assertEquals(PEN.length("HIH"), start[1] - start[0], 2);
    }

    /** Where the bars of an H meet its stems, half a pixel is not covered twice. */
    @Test
    void linesThatMeetAreNoDarkerThere() {
        Canvas once = new Canvas(SIDE, SIDE);
        once.write("-", 10.3, 10.3, PEN);
        Canvas crossed = new Canvas(SIDE, SIDE);
        crossed.write("--------", 10.3, 10.3, PEN);
        assertEquals(darkest(once.image()), darkest(crossed.image()));
        Canvas closed = new Canvas(SIDE, SIDE);
        closed.write("o", 50.5, 50.5, new Pen(18, 0x808080, Anchor.MIDDLE, false));
        assertTrue(darkest(closed.image()) >= 0x80);
    }

    @Test
    void whatLiesOutsideIsNotDrawn() {
        Canvas canvas = new Canvas(20, 20);
        canvas.write("a long text that goes far beyond the edge", -30, 2, PEN);
        canvas.write("below", 2, 90, PEN);
        assertTrue(darkest(canvas.image()) < 255);
    }

    @Test
    void aRectangleHasItsColourAndNothingElseHas() {
        Canvas canvas = new Canvas(9, 7);
        canvas.fill(2, 3, 4, 2, 0x123456);
        Image image = canvas.image();
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                boolean inside = x >= 2 && x < 6 && y >= 3 && y < 5;
                assertEquals(inside ? 0x123456 : Canvas.WHITE, colour(image, x, y));
            }
        }
    }

    static int colour(Image image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return (image.rgb()[at] & 0xff) << 16 | (image.rgb()[at + 1] & 0xff) << 8 | image.rgb()[at + 2] & 0xff;
    }

    private static Image drawn(String text, Pen pen) {
        Canvas canvas = new Canvas(SIDE, SIDE);
        canvas.write(text, SIDE / 2.0, SIDE / 2.0, pen);
        return canvas.image();
    }

    private static String pixels(String text) {
        return Arrays.toString(drawn(text, PEN).rgb());
    }

    private static int red(Image image, int x, int y) {
        return colour(image, x, y) >> 16;
    }

    /** The first column with ink and the last. */
    private static int[] columns(Image image) {
        int[] inked = IntStream.range(0, image.width())
                .filter(x -> IntStream.range(0, image.height()).anyMatch(y -> red(image, x, y) < 128))
                .toArray();
        return new int[] {inked[0], inked[inked.length - 1]};
    }

    private static int darkest(Image image) {
        return IntStream.range(0, image.rgb().length)
                .map(i -> Byte.toUnsignedInt(image.rgb()[i]))
                .min()
                .orElseThrow();
    }
}
