package io.resnet4j.weights;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PositionalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what PyTorch wrote ({@code golden/make_checkpoints.py}) and compares every byte, by its SHA-256. */
class CheckpointTest {
    /** Lines of {@code expected.tsv} for a file, without its name. */
    private record Golden(String file, List<String> lines) {
        @Override
        public String toString() {
            return file;
        }
    }

    static List<Golden> goldens() throws IOException {
        Map<String, List<String>> byFile = Files.readAllLines(golden("expected.tsv")).stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
        assertEquals(19, byFile.size());
        return byFile.entrySet().stream()
                .map(entry -> new Golden(entry.getKey(), entry.getValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void readsEveryTensorAsPyTorchDoes(Golden golden) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden(golden.file()))) {
            // safetensors puts its own order into the file; PyTorch's files keep the dictionary's.
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, Tensor> entry : checkpoint.tensors().entrySet()) {
                Tensor tensor = entry.getValue();
                lines.add("%s\t%s\t%s\t%s"
                        .formatted(entry.getKey(), tensor.dtype(), shape(tensor), sha256(bytes(tensor, 1 << 20))));
            }
            if (golden.file().endsWith(".safetensors")) {
                assertEquals(
                        golden.lines().stream().sorted().toList(),
                        lines.stream().sorted().toList());
            } else {
                assertEquals(golden.lines(), lines);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.zip.pth", "views.legacy.pth", "views.tar.pth", "kinds.big.pth"})
    void readsPiecesOfAnyLength(String file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden(file))) {
            for (Tensor tensor : checkpoint.tensors().values()) {
                byte[] whole = bytes(tensor, 1 << 20);
                for (int length : new int[] {1, 3, 4, 7, 100}) {
                    assertArrayEquals(whole, bytes(tensor, length));
                }
                ByteBuffer one = ByteBuffer.allocate(1);
                assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(tensor.bytes(), one));
                assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(-1, one));
            }
        }
    }

    @Test
    void gathersOnlyWhatLiesScattered() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden("views.zip.pth"))) {
            assertInstanceOf(StridedTensor.class, checkpoint.tensors().get("channels_last"));
            assertInstanceOf(ContiguousTensor.class, checkpoint.tensors().get("row"));
            // The strides of a dimension of one element mean nothing.
            assertInstanceOf(ContiguousTensor.class, checkpoint.tensors().get("single"));
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden("views.zip.pth"))) {
            List<Tensor> tensors = List.copyOf(checkpoint.tensors().values());
            List<String> alone = tensors.stream().map(CheckpointTest::hex).toList();
            IntStream.range(0, 2000).parallel().forEach(i -> {
                int index = i % tensors.size();
                assertEquals(alone.get(index), hex(tensors.get(index)));
            });
        }
    }

    @Test
    void saysWhatItChoseAndStripped() throws IOException {
        try (Checkpoint training = Checkpoint.open(golden("training.legacy.pth"));
                Checkpoint plain = Checkpoint.open(golden("plain.zip.pth"))) {
            assertEquals(
                    List.of(
                            "The tensors are those under \"state_dict\". Left aside: epoch, arch, best_acc1, history, "
                                    + "optimizer, rng, model_ema. Name an entry to read other tensors: model_ema.",
                            "Every name began with \"module.\" (nn.DataParallel); it is stripped."),
                    training.notes());
            assertEquals(List.of(), plain.notes());
            assertEquals(Map.of(), plain.metadata());
        }
    }

    @Test
    void readsTheEntryAndThePrefixThatWereAskedFor() throws IOException {
        CheckpointOptions all = CheckpointOptions.defaults();
        assertNames("options.zip.pth", all, "backbone.w", "backbone.b", "head.w");
        assertNames("options.zip.pth", all.withPrefix("backbone."), "w", "b");
        assertNames("options.legacy.pth", all.withEntry("model_ema"), "backbone.w", "n_averaged");
        // The prefix counts from what stands behind "module.", or from there.
        assertNames("options.legacy.pth", all.withEntry("model_ema").withPrefix("backbone."), "w");
        assertNames("options.legacy.pth", all.withEntry("model_ema").withPrefix("module.backbone."), "w");
        assertNames("plain.safetensors", all.withPrefix("bn1."), "num_batches_tracked", "weight");
        try (Checkpoint checkpoint = Checkpoint.open(
                golden("options.zip.pth"), all.withEntry("model_ema").withPrefix("backbone."))) {
            assertEquals(
                    List.of(
                            "The tensors are those under \"model_ema\". Left aside: args, best, losses, model. Name an "
                                    + "entry to read other tensors: model.",
                            "Every name began with \"module.\" (nn.DataParallel); it is stripped.",
                            "The tensors are those whose names begin with \"backbone.\", which is stripped. Left aside: "
                                    + "1 others."),
                    checkpoint.notes());
        }
    }

    private static void assertNames(String file, CheckpointOptions options, String... names) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden(file), options)) {
            assertEquals(List.of(names), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    @Test
    void refusesEntriesAndPrefixesThatAreNotThere() {
        CheckpointOptions all = CheckpointOptions.defaults();
        assertMalformed(
                () -> Checkpoint.open(golden("options.zip.pth"), all.withEntry("ema")),
                "no tensors under \"ema\"; there are some under [model_ema, model]");
        assertMalformed(
                () -> Checkpoint.open(golden("options.zip.pth"), all.withPrefix("encoder.")),
                "no tensor's name begins with \"encoder.\"; they begin with [backbone., head.]");
        assertMalformed(
                () -> Checkpoint.open(golden("plain.safetensors"), all.withEntry("model")),
                "a safetensors file has no entries");
        assertThrows(IllegalArgumentException.class, () -> all.withPrefix(""));
    }

    @ParameterizedTest
    @CsvSource({"views.zip.pth, true", "kinds.tar.pth, false", "plain.safetensors, false"})
    void comparesTheChecksumsThatAFileHas(String file, boolean checksums) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden(file))) {
            assertEquals(checksums, checkpoint.verify());
        }
    }

    /** A flipped bit of a tensor is another number; only the checksum tells. */
    @Test
    void findsDamageInATensor() throws IOException {
        byte[] damaged = Files.readAllBytes(golden("views.zip.pth"));
        byte[] number = {(byte) 0xb8, 0x1e, (byte) 0x85, (byte) 0xbe}; // counting(...)[2] is -0.26 in float32
        int at = indexOf(damaged, number);
        damaged[at] ^= 1;
        assertEquals(0, refused(damaged));
        try (Checkpoint checkpoint = open(damaged)) {
            assertMalformed(checkpoint::verify, "/data/0", "its CRC-32 is");
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void readsTheMetadataOfSafetensors() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden("plain.safetensors"))) {
            assertEquals(Map.of("resnet4j", "{\"model\": \"tiny\"}"), checkpoint.metadata());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> checkpoint.metadata().clear());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> checkpoint.tensors().clear());
        }
    }

    /** A damaged file is a typed error or holds other numbers: nothing else may come of a byte that flipped. */
    @ParameterizedTest
    @ValueSource(strings = {"views.zip.pth", "training.legacy.pth", "plain.tar.pth", "plain.safetensors"})
    void survivesDamage(String file) throws IOException {
        byte[] whole = Files.readAllBytes(golden(file));
        int count = 0;
        for (int at = 0; at < needed(file, whole); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % Byte.SIZE);
            count += refused(damaged);
        }
        assertTrue(count > 100, "refused " + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.zip.pth", "training.legacy.pth", "plain.tar.pth", "plain.safetensors"})
    void refusesEveryTruncation(String file) throws IOException {
        byte[] whole = Files.readAllBytes(golden(file));
        int needed = needed(file, whole);
        for (int length = 0; length < needed; length++) {
            assertEquals(1, refused(Arrays.copyOf(whole, length)), "cut at " + length);
        }
    }

    private static Checkpoint open(byte[] content) throws IOException {
        return Checkpoint.of(PositionalFile.of("file.pth", content), CheckpointOptions.defaults());
    }

    /** How many bytes of a file it takes: of the zeros behind a tar file, two blocks are enough. */
    private static int needed(String file, byte[] bytes) {
        if (!file.contains(".tar.")) {
            return bytes.length;
        }
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        return last / 512 * 512 + 3 * 512;
    }

    /** 1 when the file is refused as malformed, 0 when all its tensors can be read. */
    private static int refused(byte[] content) throws IOException {
        try (Checkpoint checkpoint = open(content)) {
            for (Tensor tensor : checkpoint.tensors().values()) {
                bytes(tensor, 1 << 20);
            }
            return 0;
        } catch (MalformedFileException e) {
            return 1;
        }
    }

    static Path golden(String name) {
        try {
            return Path.of(CheckpointTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(Tensor tensor, int piece) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) tensor.bytes());
        for (int at = 0; at < all.capacity(); at += piece) {
            tensor.read(at, all.limit(Math.min(all.capacity(), at + piece)));
        }
        return all.array();
    }

    private static String hex(Tensor tensor) {
        try {
            return HexFormat.of().formatHex(bytes(tensor, 1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shape(Tensor tensor) {
        return Arrays.stream(tensor.shape().dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
