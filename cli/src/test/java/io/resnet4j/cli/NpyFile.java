package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An array of 32-bit floats, read back as numpy would. */
record NpyFile(int[] shape, float[] numbers) {
    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(([\\d, ]+)\\), \\} *\\n");

    static NpyFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x59504d554e93L | 1L << 48, bytes.getLong()); // \x93NUMPY, version 1.0
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        assertEquals(0, bytes.position() % 64);
        Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
        assertTrue(matcher.matches(), new String(header, StandardCharsets.US_ASCII));
        int[] shape = Arrays.stream(matcher.group(1).split(", "))
                .mapToInt(Integer::parseInt)
                .toArray();
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        assertEquals(Arrays.stream(shape).reduce(1, (a, b) -> a * b) * Float.BYTES, bytes.remaining());
        return new NpyFile(shape, numbers);
    }

    /** So many of the numbers, from {@code start} on. */
    float[] part(int start, int count) {
        return Arrays.copyOfRange(numbers, start, start + count);
    }
}
