package io.resnet4j.model;

/**
 * A square window that slides over an image, padded on each side so that with stride 1 the image keeps its size.
 *
 * @param kernel its side, odd
 * @param stride the step from one place to the next
 * @param dilation the distance between its elements: 1 where they touch
 */
public record Window(int kernel, int stride, int dilation) {
    public Window {
        if (kernel < 1 || kernel % 2 == 0 || stride < 1 || dilation < 1) {
            throw new IllegalArgumentException(
                    "no window has kernel=%d (odd), stride=%d, dilation=%d".formatted(kernel, stride, dilation));
        }
    }

    /** A window whose elements touch. */
    public static Window of(int kernel, int stride) {
        return new Window(kernel, stride, 1);
    }

    /** Rows and columns added on each side. */
    public int padding() {
        return dilation * (kernel / 2);
    }

    /** How many elements it covers. */
    int area() {
        return kernel * kernel;
    }

    /** The shape of {@code channels} images, one number for each place that the window takes on {@code x}. */
    Shape slide(Shape x, int channels) {
        return Shape.of(channels, places(x, 1), places(x, 2));
    }

    private int places(Shape x, int axis) {
        int room = x.dim(axis) - 1; // what the padding adds, the window takes up
        if (room < 0) {
            throw new IllegalArgumentException("%s does not fit into %s: the image is too small".formatted(this, x));
        }
        return room / stride + 1;
    }

    @Override
    public String toString() {
        return "%dx%d, stride %d%s".formatted(kernel, kernel, stride, dilation == 1 ? "" : ", dilation " + dilation);
    }
}
