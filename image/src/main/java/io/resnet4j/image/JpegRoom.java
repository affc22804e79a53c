package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Region;

/** The room in which images are made, kept from one to the next of the same shape: of the tiles of a TIFF there are many. */
final class JpegRoom {
    private JpegPicture last;

    /** Begins an image. */
    JpegPicture begin(JpegFrame frame, Region region, int[][] factors, JpegOutput.Opener opener) throws ImageException {
        if (last != null && last.suits(frame, region, factors)) {
            last.begin(opener);
        } else {
            last = new JpegPicture(frame, region, factors, opener);
        }
        return last;
    }
}
