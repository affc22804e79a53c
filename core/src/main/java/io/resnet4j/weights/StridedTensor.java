package io.resnet4j.weights;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A view whose elements do not lie in the order in which they are read, as those of a transposed matrix or of a
 * convolution saved channels-last. They are gathered through a window on the file, which holds all but the largest
 * tensors of the family whole. Where elements lie so far apart that little of a window is used, the next one is smaller.
 *
 * @param start of the first element, in elements
 * @param strides from one element to the next along each dimension, in elements
 * @param reach from the first element to the last of the storage that the view touches, in elements
 */
record StridedTensor(String name, DType dtype, Shape shape, ByteSource source, long start, long[] strides, long reach)
        implements Tensor {
    private static final int LARGEST_WINDOW = 16 << 20;
    private static final int SMALLEST_WINDOW = 512;
    /** How many bytes may be read for one that is used. */
    private static final int WASTE = 8;

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        ContiguousTensor.checkRange(name, bytes(), offset, target);
        int width = dtype.bytes();
        long end = Math.multiplyExact(reach + 1, (long) width);
        long useful = Math.max(SMALLEST_WINDOW, (long) WASTE * target.remaining());
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(Math.min(end, LARGEST_WINDOW), useful))
                .limit(0);
        long windowStart = 0;
        int next = window.capacity();
        long used = 0;
        for (long at = offset; target.hasRemaining(); ) {
            int within = (int) (at % width);
            long from = place(at / width) * width;
            if (from < windowStart || from + width > windowStart + window.limit()) {
                if (window.limit() > 0) {
                    next = used * WASTE < window.limit() ? Math.max(SMALLEST_WINDOW, next / 2) : next * 2;
                    next = Math.min(next, window.capacity());
                }
                used = 0;
                windowStart = from;
                window.clear().limit((int) Math.min(next, end - from));
                source.read(start * width + from, window);
            }
            int count = Math.min(width - within, target.remaining());
            target.put(window.array(), (int) (from - windowStart) + within, count);
            at += count;
            used += count;
        }
    }

    /** How many elements behind the first one the {@code index}-th lies. */
    private long place(long index) {
        long place = 0;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            place += index % shape.dim(axis) * strides[axis];
            index /= shape.dim(axis);
        }
        return place;
    }
}
