package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    /** The same tensors, read from a file of PyTorch's, are the same file as the format's own library writes. */
    @ParameterizedTest
    @CsvSource({"plain.zip.pth, plain.safetensors", "kinds.tar.pth, kinds.safetensors"})
    void writesWhatPythonWrites(String from, String golden) throws IOException {
        Path target = folder.resolve("ours.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(CheckpointTest.golden(from))) {
            Safetensors.write(target, checkpoint.tensors(), Map.of("resnet4j", "{\"model\": \"tiny\"}"));
        }
        assertArrayEquals(Files.readAllBytes(CheckpointTest.golden(golden)), Files.readAllBytes(target));
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Path target = folder.resolve("ours.safetensors");
        float[] many = new float[1_000_003];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("\"quoted\"\\\n\u0001", Tensor.of(Shape.of(1, 0, 3)));
        tensors.put("gr\u00f6\u00dfer", Tensor.of(Shape.of(many.length), many));
        tensors.put("count", Tensor.counter(7));
        Map<String, String> metadata = Map.of("a \"key\"", "a\ntext");
        Safetensors.write(target, tensors, metadata);
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            assertEquals(metadata, checkpoint.metadata());
            assertEquals(
                    List.of("count", "\"quoted\"\\\n\u0001", "gr\u00f6\u00dfer"),
                    List.copyOf(checkpoint.tensors().keySet()));
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor read = checkpoint.tensors().get(entry.getKey());
                assertEquals(entry.getValue().shape(), read.shape());
                assertArrayEquals(CheckpointTest.bytes(entry.getValue(), 1 << 20), CheckpointTest.bytes(read, 1 << 20));
            }
        }
    }

    @Test
    void writesNothingWhereATensorCannotBeRead() throws IOException {
        Path target = Files.writeString(folder.resolve("ours.safetensors"), "before");
        ByteSource broken = (offset, bytes) -> {
            throw new MalformedFileException("in.pth", "the disk is gone");
        };
        Tensor tensor = new ContiguousTensor("w", DType.F32, Shape.of(3), broken, 0);
        assertThrows(MalformedFileException.class, () -> Safetensors.write(target, Map.of("w", tensor), Map.of()));
        assertEquals("before", Files.readString(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aModelIsWrittenSoThatItIsOpenedWithoutAWord() throws IOException {
        Path target = folder.resolve("model.safetensors");
        ResNetSpec spec = Catalogue.named("tiny").withClasses(3);
        TensorSource weights = new Initializer(7);
        Preprocessing preprocessing = Preprocessing.CIFAR10;
        Labels labels = new Labels(List.of("cat", "dog", "bee"));
        Model.of(spec, weights, preprocessing, labels).write(target);
        try (Model model = Model.open(target)) {
            assertEquals(labels, model.labels());
            assertEquals(preprocessing, model.preprocessing());
            assertEquals(spec.network(), model.network());
            assertEquals(List.of(), model.notes());
            for (TensorSpec tensor : spec.network().tensors()) {
                assertArrayEquals(
                        CheckpointTest.bytes(weights.get(tensor), 1 << 20),
                        CheckpointTest.bytes(model.weights().get(tensor), 1 << 20));
            }
        }
        Labels four = new Labels(List.of("cat", "dog", "bee", "ant"));
        assertThrows(IllegalArgumentException.class, () -> Model.of(spec, weights, preprocessing, four));
    }

    @Test
    void refusesTheNameThatTheFormatKeeps() {
        Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.counter(1));
        Path target = folder.resolve("ours.safetensors");
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(target, tensors, Map.of()));
    }
}
