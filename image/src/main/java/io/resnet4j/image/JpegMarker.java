package io.resnet4j.image;

/** The codes of a JPEG file's markers (T.81, table B.1). */
final class JpegMarker {
    static final int SOF0_BASELINE = 0xc0;
    static final int SOF2_PROGRESSIVE = 0xc2;
    static final int DHT = 0xc4;
    static final int RST0 = 0xd0;
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int DQT = 0xdb;
    static final int DRI = 0xdd;
    static final int APP0_JFIF = 0xe0;
    static final int APP14_ADOBE = 0xee;

    private static final int APP15 = 0xef;
    private static final int COM = 0xfe;

    private static final int RST7 = 0xd7;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int SOF15 = 0xcf;

    private JpegMarker() {}

    static boolean isRestart(int code) {
        return code >= RST0 && code <= RST7;
    }

    /** SOF0 to SOF15; three codes in between mean other things. */
    static boolean isFrame(int code) {
        return code >= SOF0_BASELINE && code <= SOF15 && code != DHT && code != JPG && code != DAC;
    }

    /** Whether a segment follows that an image of one frame may have; libjpeg refuses the others, and so does Pillow. */
    static boolean isSegment(int code) {
        return isFrame(code)
                || code == DHT
                || code == DAC
                || code >= SOS && code <= DRI
                || code >= APP0_JFIF && code <= APP15
                || code == COM;
    }
}
