package io.resnet4j.image;

/** Pillow's conversion of inks to light. */
final class Ink {
    private Ink() {}

    /** What an ink leaves of the light, both of 0 to 255: light - light * ink / 255, where the quotient is rounded. */
    static int left(int light, int ink) {
        int product = light * ink + 128;
        return light - ((product >> 8) + product >> 8);
    }
}
