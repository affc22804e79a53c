package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Region;

/**
 * The room in which images are made, kept from one to the next of the same shape: of CIFAR's images and of the tiles of a TIFF
 * there are many, and each takes less time than its room. Not for two threads at a time; one in which an image failed is of no
 * use any more.
 */
final class JpegRoom {
    /** Wider images take megabytes, and much longer than their room. */
    private static final int WIDEST = 4096;

    private JpegPicture last;

    /** Begins an image. */
    JpegPicture begin(JpegFrame frame, Region region, int[][] factors, JpegOutput.Opener opener) throws ImageException {
        if (last != null && last.suits(frame, region, factors)) {
            last.begin(opener);
            return last;
        }
        JpegPicture picture = new JpegPicture(frame, region, factors, opener);
        last = region.width() <= WIDEST ? picture : null;
        return picture;
    }
}
