package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
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
        assertEquals(10, byFile.size());
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
    @ValueSource(strings = {"views.zip.pth", "views.legacy.pth"})
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
                                    + "optimizer, rng, model_ema.",
                            "Every name began with \"module.\" (nn.DataParallel); it is stripped."),
                    training.notes());
            assertEquals(List.of(), plain.notes());
            assertEquals(Map.of(), plain.metadata());
        }
    }

    @Test
    void readsTheMetadataOfSafetensors() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden("plain.safetensors"))) {
            assertEquals(Map.of("format", "pt", "resnet4j", "{\"model\": \"tiny\"}"), checkpoint.metadata());
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
    @ValueSource(strings = {"views.zip.pth", "training.legacy.pth", "plain.safetensors"})
    void survivesDamage(String file) throws IOException {
        byte[] whole = Files.readAllBytes(golden(file));
        Path path = Files.createTempFile("damaged", ".bin");
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % Byte.SIZE);
            refused += refusedAfter(path, damaged);
        }
        assertTrue(refused > 100, "refused " + refused);
        Files.delete(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.zip.pth", "training.legacy.pth", "plain.safetensors"})
    void refusesEveryTruncation(String file) throws IOException {
        byte[] whole = Files.readAllBytes(golden(file));
        Path path = Files.createTempFile("cut", ".bin");
        for (int length = 0; length < whole.length; length++) {
            assertEquals(1, refusedAfter(path, Arrays.copyOf(whole, length)), "cut at " + length);
        }
        Files.delete(path);
    }

    /** 1 when the file is refused as malformed, 0 when all its tensors can be read. */
    private static int refusedAfter(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
