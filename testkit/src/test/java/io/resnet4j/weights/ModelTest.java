package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
    private static final String DESCRIPTION = """
            {"format": 1, "model": "resnet20", "options": {}, "classes": ["hot", "cold"],
             "preprocessing": {"resize": 40, "crop": 36, "interpolation": "bilinear",
                               "mean": [0.5, 0.25, 0.125], "std": [1, 2, 4]},
             "recipe": "none", "figures": {"top1": null}}""";

    @TempDir
    private Path folder;

    @Test
    void aFileThatDescribesItselfNeedsNoMore() throws IOException {
        try (Model model = Model.open(file(DESCRIPTION, 2))) {
            assertEquals("resnet20", model.network().name());
            assertEquals(2, model.network().classes());
            assertEquals(List.of("hot", "cold"), model.labels().names());
            Normalization normalization = new Normalization(new float[] {0.5f, 0.25f, 0.125f}, new float[] {1, 2, 4});
            assertEquals(new Preprocessing(40, 36, Interpolation.BILINEAR, normalization), model.preprocessing());
            TensorSpec head =
                    model.network().tensors().get(model.network().tensors().size() - 1);
            assertEquals(bytes(new Formula().get(head)), bytes(model.weights().get(head)));
        }
    }

    @Test
    void aBareFileNeedsTheModelsName() throws IOException {
        Path file = file(null, 10);
        Exception unnamed = assertThrows(MalformedFileException.class, () -> Model.open(file));
        assertEquals(file + ": it does not say which model it is for; name the model", unnamed.getMessage());
        try (Model model = Model.open(file, Catalogue.resnet20())) {
            assertEquals(Preprocessing.CIFAR10, model.preprocessing());
            assertEquals(Labels.cifar10(), model.labels());
        }
    }

    @Test
    void anotherHeadIsAskedForAndItsClassesAreNumbered() throws IOException {
        Path file = file(null, 3);
        Exception e = assertThrows(WeightsMismatchException.class, () -> Model.open(file, Catalogue.resnet20()));
        assertTrue(e.getMessage().contains("linear.weight (expected F32 [10, 64], got F32 [3, 64])"), e.getMessage());
        try (Model model = Model.open(file, Catalogue.resnet20().withClasses(3))) {
            assertEquals(
                    List.of("class 0", "class 1", "class 2"), model.labels().names());
        }
    }

    @Test
    void aFileForAnotherModelIsRefused() throws IOException {
        Path file = file(DESCRIPTION, 2);
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file, Catalogue.resnet18()));
        assertEquals(file + ": it is for resnet20, and resnet18 was asked for", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\": 1 | \"format\": 2 | it describes itself in format 2; this version reads 1",
                "\"format\": 1 | \"format\": 1.5 | resnet4j.format should be an integer, got 1.5",
                "\"format\": 1, | '' | resnet4j.format should be a number, got null",
                "{} | {\"se\": true} | its model has options, which this version does not know",
                "resnet20 | resnet21 | there is no model 'resnet21'",
                "\"cold\" | 7 | resnet4j.classes should be texts, got 7.0",
                "bilinear | sharp | Interpolation.SHARP",
                "\"crop\": 36 | \"crop\": 0 | resize is at least 1 and crop between",
                "0.125] | 0.125, 1] | a normalisation has 3 finite means",
                "\"format\": 1 | \"format\": 1, \"format\": 1 | resnet4j is not valid JSON: Duplicate field 'format'",
                "\"recipe\" | recipe | resnet4j is not valid JSON",
            })
    void aDescriptionThatIsNotUnderstoodIsRefused(String part, String replacement, String problem) throws IOException {
        Path file = file(DESCRIPTION.replace(part, replacement), 2);
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file));
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void labelsMustBeAsManyAsClasses() throws IOException {
        try (Model model = Model.open(file(DESCRIPTION, 2))) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> model.withLabels(Labels.cifar10()));
            assertEquals("resnet20 tells 2 classes apart, and 10 labels name them", e.getMessage());
        }
    }

    /** A safetensors file of resnet20, filled by the formula. */
    private Path file(String description, int classes) throws IOException {
        StringBuilder header = new StringBuilder("{");
        if (description != null) {
            String escaped = description.replace("\n", " ").replace("\"", "\\\"");
            header.append("\"__metadata__\": {\"resnet4j\": \"").append(escaped).append("\"}, ");
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (TensorSpec spec :
                Catalogue.resnet20().withClasses(classes).network().tensors()) {
            Tensor tensor = new Formula().get(spec);
            header.append("\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": [%d, %d]}, "
                    .formatted(spec.name(), tensor.dtype(), tensor.shape(), data.size(), data.size() + tensor.bytes()));
            data.write(bytes(tensor).array());
        }
        byte[] json = header.replace(header.length() - 2, header.length(), "}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(data.toByteArray());
        return Files.write(folder.resolve("resnet20.safetensors"), file.array());
    }

    private static ByteBuffer bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes()));
        tensor.read(0, bytes);
        return bytes.flip();
    }
}
