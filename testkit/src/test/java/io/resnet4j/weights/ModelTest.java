package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadException;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Sha256;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    private static final String DESCRIPTION = """
            {"format": 1, "model": "resnet20", "options": {}, "classes": ["hot", "cold"],
             "preprocessing": {"resize": 40, "crop": 36, "interpolation": "bilinear",
                               "mean": [0.5, 0.25, 0.125], "std": [1, 2, 4]},
             "recipe": "none", "figures": {"top1": null}}""";

    @TempDir
    private Path folder;

    @Test
    void aNormalisationForOtherChannelsIsRefused() throws IOException {
        Normalization grey = new Normalization(new float[] {0.5f}, new float[] {0.5f});
        try (Model model = Model.open(file(DESCRIPTION, 2))) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> model.withPreprocessing(new Preprocessing(8, 8, Interpolation.BILINEAR, grey)))
                    .getMessage();
            assertEquals("resnet20 takes images of 3 channels, and 1 are normalised", message);
        }
    }

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
            assertEquals(List.of(), model.notes());
        }
    }

    @Test
    void aBareFileNeedsTheModelsName() throws IOException {
        Path file = file(null, 10);
        Exception unnamed = assertThrows(MalformedFileException.class, () -> Model.open(file));
        assertEquals(file + ": it does not say which model it is for; name the model", unnamed.getMessage());
        try (Model model = Model.open(file, Catalogue.named("resnet20"))) {
            assertEquals(Preprocessing.CIFAR10, model.preprocessing());
            assertEquals(Labels.cifar10(), model.labels());
            assertEquals(
                    List.of("The file does not say how images are prepared: short side 32, crop 32, "
                            + "mean [0.4914, 0.4822, 0.4465] and std [0.2023, 0.1994, 0.201] are taken."),
                    model.notes());
        }
    }

    /** ImageNet's weights come in two kinds, which their files do not tell apart. */
    @Test
    void aBareFileForImagenetIsTakenForTorchvisionsFirst() throws IOException {
        ResNetSpec resnet18 = Catalogue.resnet18();
        try (Model model = Model.open(file(null, resnet18), resnet18)) {
            assertEquals(Preprocessing.IMAGENET1K_V1, model.preprocessing());
            assertEquals(
                    List.of("The file does not say how images are prepared: short side 256, crop 224, "
                            + "mean [0.485, 0.456, 0.406] and std [0.229, 0.224, 0.225] are taken, "
                            + "as torchvision's IMAGENET1K_V1 weights need; its V2 need a short side of 232."),
                    model.notes());
            assertEquals(
                    model.notes(),
                    model.withPreprocessing(Preprocessing.IMAGENET1K_V1).notes());
            assertEquals(
                    List.of(),
                    model.withPreprocessing(Preprocessing.IMAGENET1K_V2).notes());
        }
    }

    @Test
    void aPublishedFileIsKnownByNameAndContentAndFedAsItWasPublished() throws IOException {
        Path file = file(null, Catalogue.named("tiny"));
        Registry registry = registry("tiny", file, Sha256.of(file));
        Preprocessing published = registry.entries().get(0).preprocessing();
        try (Model named = Model.open(file, registry);
                Model asked = Model.open(file, Catalogue.named("tiny"), registry);
                Model cached = Model.open(
                        registry.entries().get(0), WeightsCache.in(folder).offline())) {
            for (Model model : List.of(named, asked, cached)) {
                assertEquals("tiny", model.network().name());
                assertEquals(published, model.preprocessing());
                assertEquals(Labels.cifar10(), model.labels());
                assertEquals(List.of(), model.notes());
                TensorSpec first = model.network().tensors().get(0);
                assertEquals(
                        bytes(new Formula().get(first)), bytes(model.weights().get(first)));
            }
        }
    }

    @Test
    void aFileOfAPublishedNameWithOtherContentIsTheUsersOwnWhenTheModelIsNamed() throws IOException {
        Path file = file(null, Catalogue.named("tiny"));
        Registry registry = registry("tiny", file, "0".repeat(64));
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file, registry));
        assertTrue(e.getMessage().contains("whose SHA-256 begins with 000"), e.getMessage());
        try (Model model = Model.open(file, Catalogue.named("tiny"), registry)) {
            assertEquals(Preprocessing.CIFAR10, model.preprocessing());
            assertEquals(2, model.notes().size());
            assertTrue(model.notes().get(0).startsWith("The file is not what it is called: "), model.notes()::toString);
        }
        PublishedWeights published = registry.entries().get(0);
        assertThrows(
                DownloadException.class,
                () -> Model.open(published, WeightsCache.in(folder).offline()));
    }

    /** What is published says for which model; a file that is not is closed again. */
    @Test
    void publishedWeightsThatDoNotFitAreRefused() throws IOException {
        Path file = file(null, Catalogue.named("tiny"));
        Registry registry = registry("resnet20", file, Sha256.of(file));
        assertThrows(WeightsMismatchException.class, () -> Model.open(file, registry));
        PublishedWeights published = registry.entries().get(0);
        assertThrows(
                WeightsMismatchException.class,
                () -> Model.open(published, WeightsCache.in(folder).offline()));
    }

    private static Registry registry(String model, Path file, String sha256) {
        PublishedWeights weights = new PublishedWeights(
                model,
                "TEST",
                URI.create("https://models.example/" + file.getFileName()),
                sha256,
                List.of(),
                new Preprocessing(40, 36, Interpolation.BILINEAR, Normalization.CIFAR10),
                Labels.cifar10(),
                Optional.empty(),
                "none",
                "none");
        return new Registry(List.of(weights), Map.of());
    }

    @Test
    void anotherHeadIsAskedForAndItsClassesAreNumbered() throws IOException {
        Path file = file(null, 3);
        Exception e = assertThrows(WeightsMismatchException.class, () -> Model.open(file, Catalogue.named("resnet20")));
        assertTrue(e.getMessage().contains("linear.weight (expected F32 [10, 64], got F32 [3, 64])"), e.getMessage());
        assertTrue(e.getMessage().endsWith("; ask for a head of 3 classes, as the file has"), e.getMessage());
        try (Model model = Model.open(file, Catalogue.named("resnet20").withClasses(3))) {
            assertEquals(
                    List.of("class 0", "class 1", "class 2"), model.labels().names());
            assertEquals(2, model.notes().size());
            assertEquals(
                    "The file does not name its classes: they are numbered.",
                    model.notes().get(1));
            Model named = model.withLabels(new Labels(List.of("a", "b", "c")));
            assertEquals(model.notes().subList(0, 1), named.notes());
        }
    }

    @Test
    void aFileForAnotherModelIsRefused() throws IOException {
        Path file = file(DESCRIPTION, 2);
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file, Catalogue.resnet18()));
        assertEquals(
                file + ": it is for resnet20 with 2 classes, and resnet18 with 1000 was asked for", e.getMessage());
    }

    @Test
    void aDescriptionThatContradictsTheWeightsIsRefused() throws IOException {
        Path file = file(DESCRIPTION, 10);
        Exception e = assertThrows(WeightsMismatchException.class, () -> Model.open(file));
        assertTrue(e.getMessage().contains("linear.bias (expected F32 [2], got F32 [10])"), e.getMessage());
    }

    @Test
    void aDescribedFileBringsItsHeadUnlessAnotherIsAskedFor() throws IOException {
        Path file = file(DESCRIPTION, 2);
        try (Model model = Model.open(file, Catalogue.named("resnet20"))) {
            assertEquals(List.of("hot", "cold"), model.labels().names());
        }
        Exception e = assertThrows(
                MalformedFileException.class,
                () -> Model.open(file, Catalogue.named("resnet20").withClasses(3)));
        assertEquals(file + ": it is for resnet20 with 2 classes, and resnet20 with 3 was asked for", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\": 1 | \"format\": 2 | it describes itself in format 2; this version reads 1",
                "\"format\": 1 | \"format\": 1.5 | resnet4j.format should be an integer, got 1.5",
                "\"format\": 1, | '' | resnet4j.format should be a number, got nothing",
                "{} | {\"se\": true} | resnet4j.options has no field 'se'; it has paper, task, channels, stem, block",
                "resnet20 | resnet21 | there is no model 'resnet21'",
                "\"cold\" | 7 | resnet4j.classes should be texts, got 7.0",
                "bilinear | sharp | there is no interpolation",
                "\"crop\": 36 | \"crop\": 36, \"scale\": 2 | resnet4j.preprocessing has no field 'scale'",
                "\"recipe\" | \"scale\" | resnet4j has no field 'scale'",
                "\"crop\": 36 | \"crop\": 0 | resize is at least 1 and crop between",
                "0.125] | 0.125, 1] | resnet4j.preprocessing.mean should be an array of 3 numbers, got an array of 4",
                "\"format\": 1 | \"format\": 1, \"format\": 1 | resnet4j is not valid JSON: Duplicate field 'format'",
                "\"recipe\" | recipe | resnet4j is not valid JSON",
            })
    void aDescriptionThatIsNotUnderstoodIsRefused(String part, String replacement, String problem) throws IOException {
        Path file = file(DESCRIPTION.replace(part, replacement), 2);
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file));
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(problem), e.getMessage());
    }

    /** Reading a description recurses; the parser's limit of 1000 keeps the stack safe. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void aDescriptionThatIsNestedTooDeeplyIsRefused(String opening) throws IOException {
        Path file = file(DESCRIPTION.replace("\"none\"", opening.repeat(100_000)), 2);
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file));
        assertTrue(
                e.getMessage().contains("resnet4j is not valid JSON: Document nesting depth (1001)"), e.getMessage());
    }

    @Test
    void labelsOfAFileArePrintable() throws IOException {
        try (Model model = Model.open(file(DESCRIPTION.replace("cold", "\\\\u001b[2Jcold"), 2))) {
            assertEquals(List.of("hot", "?[2Jcold"), model.labels().names());
        }
    }

    @Test
    void modelsOfOneFileAreClosedTogether() throws IOException {
        Model model = Model.open(file(DESCRIPTION, 2));
        Model other = model.withPreprocessing(Preprocessing.CIFAR10);
        TensorSpec first = model.network().tensors().get(0);
        other.close();
        model.close();
        model.close();
        assertThrows(ClosedChannelException.class, () -> bytes(model.weights().get(first)));
        assertThrows(ClosedChannelException.class, () -> bytes(other.weights().get(first)));
    }

    @Test
    void labelsMustBeAsManyAsClasses() throws IOException {
        try (Model model = Model.open(file(DESCRIPTION, 2))) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> model.withLabels(Labels.cifar10()));
            assertEquals("resnet20 tells 2 classes apart, and 10 labels name them", e.getMessage());
        }
    }

    private Path file(String description, int classes) throws IOException {
        return file(description, Catalogue.named("resnet20").withClasses(classes));
    }

    /** A safetensors file of a network, filled by the formula. */
    private Path file(String description, ResNetSpec model) throws IOException {
        StringBuilder header = new StringBuilder("{");
        if (description != null) {
            String escaped = description.replace("\n", " ").replace("\"", "\\\"");
            header.append("\"__metadata__\": {\"resnet4j\": \"").append(escaped).append("\"}, ");
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (TensorSpec spec : model.network().tensors()) {
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
        return Files.write(folder.resolve(model.name() + ".safetensors"), file.array());
    }

    private static ByteBuffer bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes()));
        tensor.read(0, bytes);
        return bytes.flip();
    }
}
