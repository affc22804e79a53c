package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy}, version 1.0, of 32-bit floats, written row by row, so that only one is in memory.
 *
 * <p>The magic number, the version, the header's length as 16 bits, a Python dictionary with the shape, spaces up to a
 * multiple of 64 bytes, a line feed; then the numbers, little-endian, the last dimension fastest. How many rows there are is
 * known last: the header is written over one that had room for any number.
 */
public final class NpyWriter {
    private static final byte[] START = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int LENGTH_BYTES = 2;

    private final SeekableByteChannel channel;
    private final int[] rowShape;
    private final ByteBuffer window;
    private final int headerBytes;
    private long rows;

    /**
     * Begins an array at the channel's start.
     *
     * @param rowShape the array's dimensions but the first; none for a vector
     */
    public NpyWriter(SeekableByteChannel channel, int... rowShape) throws IOException {
        this.channel = channel;
        this.rowShape = rowShape.clone();
        int elements = Arrays.stream(rowShape).reduce(1, Math::multiplyExact);
        window = ByteBuffer.allocate(Math.multiplyExact(elements, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int needed = START.length + LENGTH_BYTES + dictionary(Long.MAX_VALUE).length() + 1;
        headerBytes = (needed + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        put(header());
    }

    /** Appends a row, the numbers in the order of its shape. */
    public void write(float[] row) throws IOException {
        window.clear();
        if (row.length * Float.BYTES != window.remaining()) {
            throw new IllegalArgumentException(
                    "a row of %d numbers is none of %s".formatted(row.length, Arrays.toString(rowShape)));
        }
        window.asFloatBuffer().put(row);
        put(window);
        rows++;
    }

    /** Says in the header how many rows there are. */
    public void finish() throws IOException {
        channel.position(0);
        put(header());
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(header.array(), (byte) ' ');
        header.put(START).putShort((short) (headerBytes - START.length - LENGTH_BYTES));
        header.put(dictionary(rows).getBytes(StandardCharsets.US_ASCII));
        return header.put(headerBytes - 1, (byte) '\n').rewind();
    }

    /** As Python prints it, where a tuple of one has a comma too. */
    private String dictionary(long count) {
        String rest = Arrays.stream(rowShape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,%s), }"
                .formatted(count, rest.isEmpty() ? "" : " " + rest);
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
