package io.resnet4j.vision;

/**
 * What augmentation does to an image once its parameters are drawn, bit for bit as torchvision's functions of these names do
 * it to PIL images.
 */
public final class ImageOps {
    private ImageOps() {}

    /**
     * Cuts out a rectangle, which may reach beyond the image, or lie beside it: there it is black. That of an image which was
     * padded by {@code n} pixels lies {@code n} further left and up.
     *
     * @param left where its first column lies in the image; negative before the first
     * @param top where its first row lies in the image; negative above the first
     * @throws IllegalArgumentException when the rectangle has no pixels, or more than an array can hold
     */
    public static Image crop(Image image, int left, int top, int width, int height) {
        Image result = Image.black(width, height);
        int first = Math.max(left, 0);
        long last = Math.min((long) left + width, image.width());
        if (first >= last) {
            return result;
        }
        int length = (int) (last - first) * Image.CHANNELS;
        for (long y = Math.max(-(long) top, 0); y < height && top + y < image.height(); y++) {
            long from = ((top + y) * image.width() + first) * Image.CHANNELS;
            long to = (y * width + first - left) * Image.CHANNELS;
            System.arraycopy(image.rgb(), (int) from, result.rgb(), (int) to, length);
        }
        return result;
    }

    /** Left and right exchanged: {@code hflip}. */
    public static Image mirror(Image image) {
        byte[] rgb = image.rgb();
        byte[] mirrored = new byte[rgb.length];
        int length = image.width() * Image.CHANNELS;
        for (int row = 0; row < rgb.length; row += length) {
            int to = row + length - Image.CHANNELS;
            for (int from = row; from < row + length; from += Image.CHANNELS) {
                mirrored[to] = rgb[from];
                mirrored[to + 1] = rgb[from + 1];
                mirrored[to + 2] = rgb[from + 2];
                to -= Image.CHANNELS;
            }
        }
        return new Image(image.width(), image.height(), mirrored);
    }

    /**
     * Cuts out a region and resizes it: {@code resized_crop}. The filter sees nothing beside the region, so that this is not
     * a part of the resized image.
     *
     * @throws IllegalArgumentException when the region is not inside the image, or the new size cannot be
     */
    public static Image resizedCrop(Image image, Region region, int width, int height, Interpolation interpolation) {
        return Resize.resize(ImagePart.cut(image, region).pixels(), width, height, interpolation);
    }
}
