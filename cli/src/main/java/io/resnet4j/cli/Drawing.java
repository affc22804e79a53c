package io.resnet4j.cli;

import java.util.List;

/** What a picture is drawn on, be it pixels or a text of shapes. Colours are {@code 0xRRGGBB}; y counts down from the top. */
interface Drawing {
    /** Of texts. */
    int INK = 0x1d2733;

    /** Where a text's anchor is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * How a text is written.
     *
     * @param height of a capital
     * @param upwards turned by a quarter, so that it reads from below
     */
    record Pen(double height, int colour, Anchor anchor, boolean upwards) {
        /** Of the height of a capital. */
        private static final double THICKNESS = 0.13;

        private static final double THINNEST = 1.1;

        /** How long a text becomes. */
        double length(String text) {
            return StrokeFont.width(text) * scale();
        }

        Pen anchored(Anchor other) {
            return new Pen(height, colour, other, upwards);
        }

        Pen turned() {
            return new Pen(height, colour, anchor, true);
        }

        Pen enlarged(double factor) {
            return new Pen(factor * height, colour, anchor, upwards);
        }

        /** As much of a text as fits, with dots for the rest; a name may be a million letters long. */
        String fitted(String text, int room) {
            String fitted = text.substring(0, Math.min(text.length(), room)); // no letter is narrower than a pixel
            for (int length = fitted.length() - 1; length(fitted) > room && length > 0; length--) {
                fitted = text.substring(0, length).strip() + "...";
            }
            return fitted;
        }

        double scale() {
            return height / StrokeFont.BASELINE;
        }

        double radius() {
            return Math.max(THINNEST, THICKNESS * height) / 2;
        }
    }

    /** Joins places by straight lines with round ends; twice the same place is a dot. */
    void line(List<Place> places, double thickness, int colour);

    /** Writes a text whose capitals are centred on a line: that of y, or upwards that of x. */
    void write(String text, double x, double y, Pen pen);

    /** This one, for somebody who counts in units of so many of it. */
    default Drawing enlarged(double factor) {
        Drawing whole = this;
        return new Drawing() {
            @Override
            public void line(List<Place> places, double thickness, int colour) {
                List<Place> far = places.stream()
                        .map(place -> new Place(factor * place.x(), factor * place.y()))
                        .toList();
                whole.line(far, factor * thickness, colour);
            }

            @Override
            public void write(String text, double x, double y, Pen pen) {
                whole.write(text, factor * x, factor * y, pen.enlarged(factor));
            }
        };
    }
}
