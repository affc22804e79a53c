package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Converts millions of bit patterns as PyTorch does ({@code golden/conversions.py}). */
class ConvertedTensorTest {
    private static final int[] LOWS32 = {0, 1, 0xfff, 0x1000, 0x1001, 0x1fff};
    private static final long[] LOWS64 = {0, 0xfffffff, 0x10000000, 0x10000001, 0x1fffffff};

    static List<String> goldens() throws IOException {
        List<String> lines = Files.readAllLines(CheckpointTest.golden("conversions.tsv"));
        assertEquals(11, lines.size());
        return lines;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void convertsAsPyTorchDoes(String line) throws IOException {
        String[] golden = line.split("\t");
        DType to = DType.valueOf(golden[1]);
        byte[] converted =
                CheckpointTest.bytes(patterns(DType.valueOf(golden[0])).to(to), 100_003);
        assertEquals(golden[2], CheckpointTest.sha256(quiet(to, converted)));
    }

    private static Tensor patterns(DType kind) {
        ByteBuffer bytes;
        if (kind == DType.F32) {
            bytes = buffer(LOWS32.length * (1 << 19) * 4);
            for (int low : LOWS32) {
                for (int i = 0; i < 1 << 19; i++) {
                    bytes.putInt(i << 13 | low);
                }
            }
        } else if (kind == DType.F64) {
            bytes = buffer(LOWS64.length * (1 << 18) * 8);
            for (long low : LOWS64) {
                for (int i = 0; i < 1 << 18; i++) {
                    bytes.putLong((long) (i * 0x9E3779B1) << 32 | low);
                }
            }
        } else {
            bytes = buffer((1 << 16) * 2);
            for (int i = 0; i < 1 << 16; i++) {
                bytes.putShort((short) i);
            }
        }
        return new MemoryTensor(kind, Shape.of(bytes.position() / kind.bytes()), bytes.flip());
    }

    /** Every NaN replaced by the quiet one, whose bits PyTorch does not promise. */
    private static byte[] quiet(DType kind, byte[] numbers) {
        ByteBuffer bytes = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < numbers.length; at += kind.bytes()) {
            switch (kind) {
                case F64 -> bytes.putDouble(at, Double.longBitsToDouble(Double.doubleToLongBits(bytes.getDouble(at))));
                case F32 -> bytes.putFloat(at, Float.intBitsToFloat(Float.floatToIntBits(bytes.getFloat(at))));
                case F16 -> bytes.putShort(at, isNan(bytes.getShort(at), 0x7c00) ? 0x7e00 : bytes.getShort(at));
                case BF16 -> bytes.putShort(at, isNan(bytes.getShort(at), 0x7f80) ? 0x7fc0 : bytes.getShort(at));
                default -> throw new AssertionError(kind);
            }
        }
        return numbers;
    }

    private static boolean isNan(short bits, int infinity) {
        return (bits & 0x7fff) > infinity;
    }

    @Test
    void widensCounters() throws IOException {
        byte[] ones = {-1, -1, -1, -1};
        assertEquals(-1, counter(DType.I32, ones));
        assertEquals(-1, counter(DType.I16, ones));
        assertEquals(-1, counter(DType.I8, ones));
        assertEquals(255, counter(DType.U8, ones));
    }

    private static long counter(DType kind, byte[] bytes) throws IOException {
        Tensor tensor = new MemoryTensor(
                kind, Shape.of(), ByteBuffer.wrap(bytes).limit(kind.bytes()).slice());
        byte[] wide = CheckpointTest.bytes(tensor.to(DType.I64), 8);
        return ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Test
    void readsPiecesOfAnyLengthFromAnywhere() throws IOException {
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.37f;
        }
        Tensor tensor = Tensor.of(Shape.of(200, 200), values).to(DType.F64);
        byte[] whole = CheckpointTest.bytes(tensor, 1 << 20);
        assertEquals(Shape.of(200, 200), tensor.shape());
        assertEquals(320_000, tensor.bytes());
        for (int piece : new int[] {7, 8, 131_071, 131_072, 131_073}) {
            assertArrayEquals(whole, CheckpointTest.bytes(tensor, piece));
        }
        tensor.read(320_000, ByteBuffer.allocate(0));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(320_000, one));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(-1, one));
    }

    @Test
    void refusesWhatWouldLoseItsMeaning() {
        Tensor floats = Tensor.of(Shape.of(1), 1);
        assertSame(floats, floats.to(DType.F32));
        assertThrows(IllegalArgumentException.class, () -> floats.to(DType.I64));
        assertThrows(IllegalArgumentException.class, () -> Tensor.counter(1).to(DType.F32));
        assertThrows(IllegalArgumentException.class, () -> Tensor.counter(1).to(DType.I32));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
