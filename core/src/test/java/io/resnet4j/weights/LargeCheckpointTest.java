package io.resnet4j.weights;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.io.PickleForge;
import io.resnet4j.io.ZipForge;
import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beyond 4 GiB, most of which is a hole on the disk: a tensor from the end takes no more than itself. */
class LargeCheckpointTest {
    private static final long ELEMENTS = 5L << 28; // 5 GiB of float32
    private static final byte[] LAST = {1, 2, 3, 4};

    @TempDir
    Path folder;

    /** As torch.save writes it: sizes and offsets beyond 32 bits stand in zip64 fields, in both headers. */
    @Test
    void readsZip64() throws IOException {
        Path path = folder.resolve("large.pth");
        byte[] object = object();
        ZipForge small = new ZipForge();
        small.stored("archive/data.pkl", object);
        byte[] whole = small.bytes();
        int objectEnd = 30 + "archive/data.pkl".length() + object.length;
        ByteBuffer objectEntry = ByteBuffer.wrap(whole, objectEnd, 46 + "archive/data.pkl".length())
                .slice();
        long bytes = ELEMENTS * 4;
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.SPARSE)) {
            // The storage first, so that the object lies beyond 4 GiB.
            ByteBuffer header = record(30, 0x04034b50, "archive/data/0", ZipForge.zip64Extra(bytes, bytes));
            file.write(header, 0);
            long storageEnd = header.limit() + bytes;
            file.write(ByteBuffer.wrap(LAST), storageEnd - LAST.length);
            file.write(ByteBuffer.wrap(whole, 0, objectEnd), storageEnd);
            long directory = storageEnd + objectEnd;
            ByteBuffer first = record(46, 0x02014b50, "archive/data/0", ZipForge.zip64Extra(bytes, bytes));
            ByteBuffer second = ByteBuffer.allocate(objectEntry.limit() + 12).order(ByteOrder.LITTLE_ENDIAN);
            second.put(objectEntry).put(ZipForge.zip64Extra(storageEnd));
            second.putShort(30, (short) 12).putInt(42, -1).flip();
            long size = first.limit() + second.limit();
            file.write(first, directory);
            file.write(second, directory + first.limit());
            file.write(end(size, directory), directory + size);
        }
        check(path, true);
    }

    @Test
    void readsSafetensors() throws IOException {
        Path path = folder.resolve("large.safetensors");
        byte[] header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[5,268435456],\"data_offsets\":[0,5368709120]}}"
                .getBytes(StandardCharsets.UTF_8);
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.SPARSE)) {
            file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length), 0);
            file.write(ByteBuffer.wrap(header), 8);
            file.write(ByteBuffer.wrap(LAST), 8 + header.length + ELEMENTS * 4 - LAST.length);
        }
        check(path, false);
    }

    private static void check(Path path, boolean zip) throws IOException {
        assertEquals(5L << 30, Files.size(path), 1 << 12);
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            Tensor tensor = checkpoint.tensors().get("w");
            assertEquals(Shape.of(5, 1 << 28), tensor.shape());
            assertEquals(ELEMENTS * 4, tensor.bytes());
            ByteBuffer last = ByteBuffer.allocate(8);
            tensor.read(tensor.bytes() - 8, last);
            assertArrayEquals(new byte[] {0, 0, 0, 0, 1, 2, 3, 4}, last.array());
            tensor.to(DType.F64).read(tensor.bytes() * 2 - 8, last.clear());
            assertEquals(
                    Float.intBitsToFloat(0x04030201),
                    last.order(ByteOrder.LITTLE_ENDIAN).getDouble(0));
        }
        if (zip) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(4L << 30);
            }
            assertMalformed(() -> Checkpoint.open(path), "truncated");
        }
    }

    private static byte[] object() {
        return new PickleForge()
                .ops("}")
                .text("w")
                .tensor("0", ELEMENTS, 0, new long[] {5, 1 << 28}, new long[] {1 << 28, 1})
                .ops("s")
                .bytes();
    }

    /** A header whose sizes stand in {@code extra}; the entry lies at 0. */
    private static ByteBuffer record(int length, int signature, String name, byte[] extra) {
        boolean local = length == 30;
        ByteBuffer header =
                ByteBuffer.allocate(length + name.length() + extra.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, signature).putInt(local ? 18 : 20, -1).putInt(local ? 22 : 24, -1);
        header.putShort(local ? 26 : 28, (short) name.length()).putShort(local ? 28 : 30, (short) extra.length);
        header.position(length);
        return header.put(name.getBytes(StandardCharsets.UTF_8)).put(extra).flip();
    }

    private static ByteBuffer end(long size, long directory) {
        ByteBuffer end = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0);
        end.putLong(2).putLong(2).putLong(size).putLong(directory);
        end.putInt(0x07064b50).putInt(0).putLong(directory + size).putInt(1);
        end.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
        return end.putInt(-1).putInt(-1).putShort((short) 0).flip();
    }
}
