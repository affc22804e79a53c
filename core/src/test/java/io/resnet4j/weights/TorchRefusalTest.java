package io.resnet4j.weights;

import static io.resnet4j.io.Malformed.assertMalformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.resnet4j.io.PickleForge;
import io.resnet4j.io.ZipForge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints made to harm or to mislead; each is refused by a message that says what is wrong. */
class TorchRefusalTest {
    private static final long[] SHAPE = {2, 3};
    private static final long[] STRIDES = {3, 1};

    @TempDir
    Path folder;

    @Test
    void runsNothing() throws IOException {
        Path trace = folder.resolve("trace");
        PickleForge evil = new PickleForge()
                .global("os", "system")
                .text("touch " + trace)
                .raw(0x85)
                .ops("R");
        Path zip = zip(evil.bytes(), 24);
        assertMalformed(() -> Checkpoint.open(zip), "archive/data.pkl", "os.system", "torch.save(model.state_dict()");
        Path legacy = legacy(evil.bytes(), List.of());
        assertMalformed(() -> Checkpoint.open(legacy), "os.system", "torch.save(model.state_dict()");
        PickleForge asType = new PickleForge()
                .ops("(")
                .text("storage")
                .global("posix", "system")
                .ops("tQ");
        assertMalformed(() -> Checkpoint.open(zip(asType.bytes(), 24)), "posix.system");
        assertFalse(Files.exists(trace));
    }

    /** The same forge, without a lie: what the others refuse is refused for the lie alone. */
    @Test
    void readsWhatTheForgeMakes() throws IOException {
        byte[] object = dict(tensor(6, 0, SHAPE, STRIDES));
        for (Path path : List.of(zip(object, 24), legacy(object, List.of(6L)))) {
            try (Checkpoint checkpoint = Checkpoint.open(path)) {
                byte[] bytes = CheckpointTest.bytes(checkpoint.tensors().get("w"), 24);
                assertArrayEquals(storage(24), bytes);
            }
        }
    }

    @Test
    void refusesViewsOutsideOfTheirStorage() {
        viewRefused(6, 1, SHAPE, STRIDES, "lies outside of its storage of 6 elements");
        viewRefused(6, -1, SHAPE, STRIDES, "lies outside");
        viewRefused(6, Long.MAX_VALUE, SHAPE, STRIDES, "lies outside");
        viewRefused(6, 0, new long[] {2, 4}, STRIDES, "lies outside");
        viewRefused(6, 7, new long[] {0}, new long[] {1}, "lies outside");
        viewRefused(6, 0, SHAPE, new long[] {Long.MAX_VALUE - 2, 1}, "lies outside");
    }

    @Test
    void refusesImpossibleViews() {
        viewRefused(6, 5, SHAPE, new long[] {-3, 1}, "impossible", "strides [-3, 1]");
        viewRefused(6, 0, new long[] {-2, 3}, STRIDES, "impossible", "shape [-2, 3]");
        viewRefused(6, 0, new long[] {1L << 40}, new long[] {1}, "impossible");
        viewRefused(6, 0, new long[] {1 << 30, 1 << 30, 1 << 30}, new long[] {0, 0, 0}, "impossible");
        viewRefused(6, 0, new long[] {3, 3}, new long[] {Long.MAX_VALUE, 1}, "impossible");
        viewRefused(6, 0, SHAPE, new long[] {1}, "describes a tensor in a way that PyTorch does not");
        viewRefused(6, 0, new long[65], new long[65], "a tensor of 65 dimensions; at most 64");
    }

    @Test
    void refusesViewsThatUseElementsTwice() {
        viewRefused(6, 0, SHAPE, new long[] {0, 1}, "twice", "save it with .contiguous()");
        viewRefused(6, 0, SHAPE, new long[] {2, 1}, "twice");
        viewRefused(6, 0, SHAPE, new long[] {1, 1}, "twice");
    }

    @Test
    void refusesStoragesThatAreNotAsDescribed() {
        viewRefused(5, 0, new long[] {5}, new long[] {1}, "20 stored bytes were expected, found 24 stored ones");
        viewRefused(-1, 0, SHAPE, STRIDES, "names a storage in a way that PyTorch does not");
        viewRefused(Long.MAX_VALUE, 0, SHAPE, STRIDES, "names a storage in a way that PyTorch does not");
        byte[] twice = new PickleForge()
                .ops("](")
                .storage("0", 6)
                .storage("0", 5)
                .ops("e")
                .bytes();
        assertMalformed(() -> Checkpoint.open(zip(twice, 24)), "storage 0 is described in two ways");
        ZipForge compressed = new ZipForge();
        compressed.stored("archive/data.pkl", dict(tensor(6, 0, SHAPE, STRIDES)));
        compressed.deflated("archive/data/0", storage(24));
        assertMalformed(() -> open(compressed), "archive/data/0", "24 compressed ones");
    }

    @Test
    void refusesArchivesOfAnotherKind() {
        ZipForge photos = new ZipForge();
        photos.stored("photos/1.jpg", new byte[3]);
        assertMalformed(() -> open(photos), "no PyTorch checkpoint", "NAME/data.pkl");
        ZipForge noStorage = new ZipForge();
        noStorage.stored("archive/data.pkl", dict(tensor(6, 0, SHAPE, STRIDES)));
        assertMalformed(() -> open(noStorage), "no entry archive/data/0");
        ZipForge mixed = new ZipForge();
        mixed.stored("archive/data.pkl", dict(tensor(6, 0, SHAPE, STRIDES)));
        mixed.stored("archive/byteorder", "middle".getBytes(UTF_8));
        assertMalformed(() -> open(mixed), "byte order is middle", "little and big are read");
        ZipForge bomb = new ZipForge();
        bomb.deflated("archive/data.pkl", new byte[17 << 20]);
        assertMalformed(() -> open(bomb), "archive/data.pkl", "more than 4 MiB");
        assertMalformed(() -> Checkpoint.open(CheckpointTest.golden("script.pth")), "TorchScript");
        assertMalformed(
                () -> Checkpoint.open(CheckpointTest.golden("module.pth")),
                "torch.nn.modules.linear.Linear",
                "torch.save(model.state_dict()");
    }

    @Test
    void refusesKindsAndLayoutsThatPyTorchWritesAndWeDoNotRead() {
        assertMalformed(
                () -> Checkpoint.open(CheckpointTest.golden("complex.pth")),
                "tensor w is complex64",
                ".real and .imag");
        assertMalformed(() -> Checkpoint.open(CheckpointTest.golden("expanded.pth")), "tensor w uses", "twice");
    }

    @Test
    void refusesLegacyStreamsThatDoNotAddUp() {
        byte[] object = dict(tensor(6, 0, SHAPE, STRIDES));
        assertMalformed(() -> Checkpoint.open(legacy(object, List.of())), "lacks storage 0");
        assertMalformed(() -> Checkpoint.open(legacy(object, List.of(5L))), "storage 0 has 5 elements, expected 6");
        assertMalformed(() -> Checkpoint.open(legacy(object, List.of(6L, 6L))), "does not name, or has it twice: 1");
        byte[] huge = dict(tensor(1L << 60, 0, SHAPE, STRIDES));
        assertMalformed(() -> Checkpoint.open(legacy(huge, List.of(1L << 60))), "truncated in storage 0");
        assertMalformed(
                () -> Checkpoint.open(
                        write(new PickleForge().text("not the number").bytes())),
                "not one of PyTorch's");
        byte[] view = new PickleForge()
                .ops("(")
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .number(6)
                .ops(")tQ")
                .bytes();
        assertMalformed(() -> Checkpoint.open(legacy(view, List.of(6L))), "storage 0 is a view", "before 0.4");
    }

    @Test
    void refusesAStorageThatIsThereTwice() throws IOException {
        byte[] whole = Files.readAllBytes(legacy(dict(tensor(6, 0, SHAPE, STRIDES)), List.of(6L, 6L)));
        String text = new String(whole, ISO_8859_1);
        byte[] key = new PickleForge().ops("](").text("0").text("1").bytes();
        whole[text.indexOf(new String(key, 2, key.length - 3, ISO_8859_1)) + key.length - 4] = '0';
        assertMalformed(() -> Checkpoint.open(write(whole)), "does not name, or has it twice: 0");
    }

    /** Not every name has it, so that it is part of the names. */
    @Test
    void keepsAPrefixThatSomeNamesLack() throws IOException {
        PickleForge two = new PickleForge().ops("}(");
        two.text("module.a").tensor("0", 6, 0, SHAPE, STRIDES);
        two.text("b").tensor("0", 6, 0, SHAPE, STRIDES);
        try (Checkpoint checkpoint = Checkpoint.open(zip(two.ops("u").bytes(), 24))) {
            assertEquals(
                    List.of("module.a", "b"), List.copyOf(checkpoint.tensors().keySet()));
            assertEquals(List.of(), checkpoint.notes());
        }
    }

    /** Notes are printed as errors are. */
    @Test
    void notesPrintNoControlCharacters() throws IOException {
        PickleForge root = new PickleForge().ops("}(").text("state_dict").ops("}(");
        root.text("a").tensor("0", 6, 0, SHAPE, STRIDES).ops("u");
        root.text("\u001b]0;epoch\n").number(3);
        try (Checkpoint checkpoint = Checkpoint.open(zip(root.ops("u").bytes(), 24))) {
            assertEquals(
                    List.of("The tensors are those under \"state_dict\". Left aside: ?]0;epoch?."), checkpoint.notes());
        }
    }

    /** PyTorch writes little-endian numbers there on every machine, and does not look at the flag. */
    @Test
    void readsLegacyStreamsOfBigEndianMachines() throws IOException {
        byte[] whole = Files.readAllBytes(CheckpointTest.golden("plain.legacy.pth"));
        String text = new String(whole, ISO_8859_1);
        // The flag is the instruction behind its key and the key's place in the memo.
        int flag = text.indexOf("little_endian") + "little_endian".length() + 2;
        assertEquals((byte) 0x88, whole[flag]);
        whole[flag] = (byte) 0x89;
        try (Checkpoint little = Checkpoint.open(CheckpointTest.golden("plain.legacy.pth"));
                Checkpoint big = Checkpoint.open(write(whole))) {
            for (String name : little.tensors().keySet()) {
                assertArrayEquals(
                        CheckpointTest.bytes(little.tensors().get(name), 1 << 20),
                        CheckpointTest.bytes(big.tensors().get(name), 1 << 20));
            }
        }
    }

    @Test
    void refusesWhatHoldsNoTensors() {
        byte[] empty =
                new PickleForge().ops("}").text("lr").text("0.1").ops("s").bytes();
        assertMalformed(() -> Checkpoint.open(zip(empty, 24)), "holds no tensors", "state_dict", "[lr]");
        byte[] list = new PickleForge().ops("]").bytes();
        assertMalformed(() -> Checkpoint.open(zip(list, 24)), "a dictionary of tensors was expected");
        // A dictionary that holds itself under the usual key.
        byte[] loop = new PickleForge()
                .ops("}")
                .raw('q', 0)
                .text("state_dict")
                .raw('h', 0)
                .ops("s")
                .bytes();
        assertMalformed(() -> Checkpoint.open(zip(loop, 24)), "holds no tensors");
    }

    @Test
    void namesFilesOfOtherKinds() {
        assertMalformed(
                () -> Checkpoint.open(write("<html>not found</html>".getBytes(UTF_8))),
                "neither safetensors nor a PyTorch checkpoint",
                "3c68746d6c3e6e6f");
        assertMalformed(() -> Checkpoint.open(write(new byte[0])), "neither");
    }

    /** A short file that names one large dictionary again and again must not take minutes. */
    @Test
    void searchesADictionaryOnce() {
        PickleForge forge = new PickleForge().ops("}(").text("big").ops("}(");
        for (int i = 0; i < 60_000; i++) {
            forge.text("k" + i).ops("N");
        }
        forge.ops("u").raw('q', 0);
        for (int i = 0; i < 120_000; i++) {
            forge.text("d" + i).raw('h', 0);
        }
        byte[] object = forge.ops("u").bytes();
        assertTimeout(
                Duration.ofSeconds(4),
                () -> assertMalformed(() -> Checkpoint.open(zip(object, 24)), "holds no tensors"));
    }

    /** Data beside the tensors is known by name and stays unread; any other class is refused. */
    @Test
    void takesWhatTrainingScriptsSaveForAPlaceholder() throws IOException {
        for (String name : List.of("argparse Namespace", "numpy dtype", "numpy._core.multiarray scalar")) {
            PickleForge root = new PickleForge().ops("}(").text("args");
            root.global(name.split(" ")[0], name.split(" ")[1])
                    .ops(")")
                    .raw(0x81)
                    .ops("}b");
            root.text("w").tensor("0", 6, 0, SHAPE, STRIDES);
            try (Checkpoint checkpoint = Checkpoint.open(zip(root.ops("u").bytes(), 24))) {
                assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
            }
        }
        byte[] other = new PickleForge().global("argparse", "FileType").bytes();
        assertMalformed(() -> Checkpoint.open(zip(other, 24)), "argparse.FileType", "is not run");
        byte[] array = new PickleForge()
                .global("numpy.core.multiarray", "_reconstruct")
                .bytes();
        assertMalformed(() -> Checkpoint.open(zip(array, 24)), "numpy.core.multiarray._reconstruct");
    }

    /** A pickle may ask for the same copy again and again: a short file must not fill the memory. */
    @Test
    void boundsWhatIsCopied() {
        PickleForge forge = new PickleForge()
                .global("collections", "OrderedDict")
                .raw('q', 0)
                .ops("](");
        for (int i = 0; i < 1000; i++) {
            forge.ops("NN").raw(0x86);
        }
        forge.ops("e").raw(0x85).raw('q', 1).ops("](");
        for (int i = 0; i < 2000; i++) {
            forge.raw('h', 0, 'h', 1).ops("R");
        }
        assertMalformed(() -> Checkpoint.open(zip(forge.ops("e").bytes(), 24)), "copies more than 131072 objects");
    }

    private void viewRefused(long elements, long offset, long[] shape, long[] strides, String... parts) {
        assertMalformed(() -> Checkpoint.open(zip(dict(tensor(elements, offset, shape, strides)), 24)), parts);
    }

    private static PickleForge tensor(long elements, long offset, long[] shape, long[] strides) {
        return new PickleForge().ops("}").text("w").tensor("0", elements, offset, shape, strides);
    }

    private static byte[] dict(PickleForge entry) {
        return entry.ops("s").bytes();
    }

    private static byte[] storage(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private Path zip(byte[] object, int storageBytes) throws IOException {
        ZipForge forge = new ZipForge();
        forge.stored("archive/data.pkl", object);
        forge.stored("archive/data/0", storage(storageBytes));
        return write(forge.bytes());
    }

    /** A legacy stream with storages called 0, 1, ... of so many elements as said; the first has its bytes. */
    private Path legacy(byte[] object, List<Long> elements) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new PickleForge()
                .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .bytes());
        out.writeBytes(new PickleForge().number(1001).bytes());
        out.writeBytes(new PickleForge().ops("}").bytes());
        out.writeBytes(object);
        PickleForge keys = new PickleForge().ops("](");
        for (int i = 0; i < elements.size(); i++) {
            keys.text(Integer.toString(i));
        }
        out.writeBytes(keys.ops("e").bytes());
        for (long count : elements) {
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(count)
                    .array());
            out.writeBytes(storage(24));
        }
        return write(out.toByteArray());
    }

    private void open(ZipForge forge) throws IOException {
        Checkpoint.open(write(forge.bytes())).close();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("evil.pth"), bytes);
    }
}
