package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as numpy's {@code lib.format} describes and {@code np.save} writes them. */
class NpyWriterTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("a.npy");
    }

    /** What {@code np.save} puts between the header's length and the padding. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''    | 0  | (0,)",
                "''    | 3  | (3,)",
                "5     | 3  | (3, 5)",
                "2 3 4 | 12 | (12, 2, 3, 4)",
            })
    void theHeaderIsNumpys(String row, int rows, String shape) throws IOException {
        int[] dims = row.isEmpty()
                ? new int[0]
                : Arrays.stream(row.split(" ")).mapToInt(Integer::parseInt).toArray();
        int elements = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        ByteBuffer written = write(rows, elements, dims);
        byte[] start = new byte[8];
        written.get(start);
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, start);
        byte[] header = new byte[written.getShort()];
        written.get(header);
        assertEquals(0, written.position() % 64);
        String text = new String(header, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(shape), text.strip());
        assertEquals('\n', text.charAt(text.length() - 1));
        assertEquals(4 * rows * elements, written.remaining());
        for (int i = 0; i < rows * elements; i++) {
            assertEquals(i + 0.5f, written.getFloat());
        }
    }

    private ByteBuffer write(int rows, int elements, int... dims) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NpyWriter writer = new NpyWriter(channel, dims);
            for (int i = 0; i < rows; i++) {
                float[] row = new float[elements];
                for (int j = 0; j < elements; j++) {
                    row[j] = i * elements + j + 0.5f;
                }
                writer.write(row);
            }
            writer.finish();
        }
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aRowOfAnotherSizeIsRefused() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NpyWriter writer = new NpyWriter(channel, 2, 3);
            assertThrows(IllegalArgumentException.class, () -> writer.write(new float[5]));
            assertThrows(IllegalArgumentException.class, () -> writer.write(new float[7]));
        }
    }
}
