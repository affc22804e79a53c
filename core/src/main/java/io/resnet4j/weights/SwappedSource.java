package io.resnet4j.weights;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Big-endian numbers of {@code width} bytes, read as little-endian ones; their first lies at 0. */
record SwappedSource(ByteSource source, int width) implements ByteSource {
    private static final int WINDOW = 1 << 16; // a multiple of every width

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        long first = offset - offset % width;
        long end = (offset + target.remaining() + width - 1) / width * width;
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, end - first));
        for (long at = first; target.hasRemaining(); at += window.limit()) {
            source.read(at, window.clear().limit((int) Math.min(window.capacity(), end - at)));
            for (int i = 0; i < window.limit(); i += width) {
                reverse(window.array(), i);
            }
            int skipped = (int) Math.max(0, offset - at);
            int count = Math.min(window.limit() - skipped, target.remaining());
            target.put(window.array(), skipped, count);
        }
    }

    private void reverse(byte[] bytes, int start) {
        for (int i = start, j = start + width - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
    }
}
