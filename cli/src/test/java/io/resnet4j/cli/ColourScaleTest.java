package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColourScaleTest {
    @Test
    void equalStepsAreEqualStepsOfLightness() {
        for (int i = 0; i <= 100; i++) {
            double place = i / 100.0;
            assertEquals(95 - 75 * place, lightness(ColourScale.at(place)), 0.7, "at " + place);
        }
    }

    @Test
    void nothingIsWhiteAndTheSmallestShareIsNot() {
        assertEquals(Canvas.WHITE, ColourScale.of(0));
        assertEquals(Canvas.WHITE, ColourScale.of(Double.NaN));
        assertTrue(lightness(ColourScale.of(1e-9)) < 96);
        assertNotEquals(ColourScale.of(0.01), ColourScale.of(0.02));
        assertEquals(ColourScale.at(1), ColourScale.of(1));
        assertEquals(ColourScale.at(0.5), ColourScale.of(0.25));
    }

    /** WCAG asks for a contrast of 4.5 of small text; no grey has more than 4.58 with both black and white. */
    @Test
    void whatIsWrittenOnAColourCanBeRead() {
        for (int i = 0; i <= 1000; i++) {
            double share = i / 1000.0;
            double contrast = contrast(luminance(ColourScale.of(share)), luminance(ColourScale.inkOn(share)));
            assertTrue(contrast > 4.2, share + ": " + contrast);
        }
    }

    private static double contrast(double some, double other) {
        return (Math.max(some, other) + 0.05) / (Math.min(some, other) + 0.05);
    }

    /** CIELAB's L*. */
    private static double lightness(int colour) {
        return 116 * Math.cbrt(luminance(colour)) - 16;
    }

    /** Of sRGB. */
    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 0xff)
                + 0.7152 * linear(colour >> 8 & 0xff)
                + 0.0722 * linear(colour & 0xff);
    }

    private static double linear(int value) {
        double v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
}
