package io.resnet4j.weights;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.io.PickleForge;
import io.resnet4j.io.PositionalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tar containers made to mislead: what PyTorch writes, and a lie. */
class TorchTarTest {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    TorchTarTest() {
        files.put("storages", storages(1, 11, 6, 24, parts()));
        files.put("tensors", tensors(1, 21, 11, "FloatTensor", 2, 2, 3, 3, 1, 0));
        files.put("pickle", object("21"));
    }

    @Test
    void readsWhatTheForgeMakes() throws IOException {
        try (Checkpoint checkpoint = open()) {
            assertEquals(Checkpoint.Format.TORCH_TAR, checkpoint.format());
            assertEquals("[2, 3]", checkpoint.tensors().get("w").shape().toString());
        }
    }

    @Test
    void refusesWhatLacksAPart() {
        for (String name : List.of("storages", "tensors", "pickle")) {
            byte[] content = files.remove(name);
            assertMalformed(this::open, "it lacks " + name);
            files.put(name, content);
        }
    }

    @Test
    void refusesStoragesThatDoNotAddUp() {
        refused("storages", storages(-1, 11, 6, 24, parts()), "storages does not begin with their number");
        refused("storages", storages(1 << 21, 11, 6, 24, parts()), "storages does not begin with their number");
        refused("storages", storages(2, 11, 6, 24, parts()), "a tuple of 3 was expected");
        refused("storages", storages(1, 11, 1L << 60, 24, parts()), "storages is truncated");
        refused("storages", storages(1, 11, Long.MAX_VALUE, 24, parts()), "impossible number of 9223372036854775807");
        refused("storages", storages(1, 11, -1, 24, parts()), "impossible number of -1");
        refused("storages", storages(1, 11, 6, 24, parts(12, 11, 4, 3)), "storage 12 is 3 elements from 4 on");
        refused("storages", storages(1, 11, 6, 24, parts(12, 11, -1, 3)), "storage 12 is 3 elements from -1 on");
        refused("storages", storages(1, 11, 6, 24, parts(12, 13, 0, 3)), "part of a storage is described");
        refused("storages", storages(1, 11, 6, 24, parts(11, 11, 0, 3)), "storage 11 is there twice");
    }

    @Test
    void refusesTensorsThatDoNotAddUp() {
        refused("tensors", tensors(1, 21, 12, "FloatTensor", 2, 2, 3, 3, 1, 0), "a tensor is described");
        refused("tensors", tensors(1, 21, 11, "LongTensor", 2, 2, 3, 3, 1, 0), "a tensor is described");
        refused("tensors", tensors(1, 21, 11, "FloatTensor", 65, 2, 3), "tensor 21 has 65 dimensions");
        refused("tensors", tensors(1, 21, 11, "FloatTensor", -1, 2, 3), "tensor 21 has -1 dimensions");
        refused("tensors", tensors(1, 21, 11, "FloatTensor", 2, 2, 3), "!/tensors", "were expected");
        refused("tensors", tensors(1, 21, 11, "FloatTensor", 2, 2, 3, 3, 1, 1), "lies outside of its storage");
        refused("tensors", tensors(1, 21, 11, "FloatTensor", 2, 2, 3, 3, 1, 0, 0), "tensors holds 8 bytes more");
        refused("tensors", tensors(1, 11, 11, "FloatTensor", 2, 2, 3, 3, 1, 0), "tensor 11 is there twice");
    }

    @Test
    void refusesObjectsThatReferElsewhere() {
        refused("pickle", object("22"), "refers to a tensor that the file lacks");
        refused("pickle", object("-21"), "refers to a tensor that the file lacks");
        byte[] evil = new PickleForge().global("os", "system").bytes();
        refused("pickle", evil, "os.system", "torch.save(model.state_dict()");
        refused("storages", evil, "os.system");
        refused("tensors", new PickleForge().global("torch", "NoTensor").bytes(), "torch.NoTensor");
    }

    private void refused(String name, byte[] content, String... parts) {
        byte[] before = files.put(name, content);
        assertMalformed(this::open, parts);
        files.put(name, before);
    }

    private static byte[] object(String number) {
        return new PickleForge().ops("}").text("w").text(number).ops("Qs").bytes();
    }

    private static byte[] storages(long count, long number, long elements, int bytes, byte[] parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new PickleForge().number(count).bytes());
        out.writeBytes(new PickleForge()
                .ops("(")
                .number(number)
                .text("cpu")
                .global("torch", "FloatStorage")
                .ops("t")
                .bytes());
        out.writeBytes(longs(elements));
        out.writeBytes(new byte[bytes]);
        out.writeBytes(parts);
        return out.toByteArray();
    }

    private static byte[] parts(long... part) {
        PickleForge list = new PickleForge().ops("]");
        if (part.length > 0) {
            list.ops("(");
            for (long number : part) {
                list.number(number);
            }
            list.ops("ta");
        }
        return list.bytes();
    }

    private static byte[] tensors(long count, long number, long storage, String type, int rank, long... numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new PickleForge().number(count).bytes());
        out.writeBytes(new PickleForge()
                .ops("(")
                .number(number)
                .number(storage)
                .global("torch", type)
                .ops("t")
                .bytes());
        out.writeBytes(longs(Integer.toUnsignedLong(rank)));
        out.writeBytes(longs(numbers));
        return out.toByteArray();
    }

    private static byte[] longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    private Checkpoint open() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            byte[] header = new byte[512];
            put(header, 0, name);
            put(header, 124, "%011o".formatted(content.length));
            put(header, 148, "        ");
            put(header, 156, "0");
            put(header, 257, "ustar\00000");
            int sum = 0;
            for (byte b : header) {
                sum += b;
            }
            put(header, 148, "%06o\0 ".formatted(sum));
            out.writeBytes(header);
            out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
        });
        out.writeBytes(new byte[1024]);
        PositionalFile file = PositionalFile.of("file.pth", out.toByteArray());
        return Checkpoint.of(file, CheckpointOptions.defaults());
    }

    private static void put(byte[] header, int start, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, start, bytes.length);
    }
}
