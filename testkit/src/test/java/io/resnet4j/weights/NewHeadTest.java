package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Head;
import io.resnet4j.model.Node;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Stem;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one model to another: a new head on a trained backbone, written and opened again, by file or by folder. */
class NewHeadTest {
    private static final ResNetSpec TINY = Catalogue.named("tiny");
    private static final Labels PETS = new Labels(List.of("cat", "dog", "fish"));
    private static final Preprocessing PREPARED =
            new Preprocessing(40, 36, Interpolation.BICUBIC, Normalization.IMAGENET);

    @TempDir
    private Path folder;

    private static Model trained() {
        return Model.of(TINY, new Formula(), PREPARED, Labels.cifar10());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "mlp"})
    void theBackboneIsTheSourcesAndTheHeadIsNew(String head) throws IOException {
        Initializer init = new Initializer(7);
        Head.Layers layers = head.equals("mlp") ? new Head.Mlp() : new Head.Linear();
        try (Model source = trained();
                Model start = source.withHead(layers, PETS, init)) {
            assertEquals(TINY.withHead(layers).withClasses(3), start.spec());
            assertEquals(3, start.network().classes());
            assertEquals(PETS, start.labels());
            assertEquals(PREPARED, start.preprocessing());
            assertEquals(
                    Set.copyOf(start.network().tensors()),
                    union(assertFrom(source.weights(), start, "backbone"), assertFrom(init, start, "head")));
        }
    }

    /** Also of as many classes as before: that the shapes are the same does not make the old head the new one. */
    @Test
    void aHeadOfTheSameShapeIsNewToo() throws IOException {
        Initializer init = new Initializer(7);
        try (Model start = trained().withHead(new Head.Linear(), Labels.cifar10(), init)) {
            assertEquals(TINY, start.spec());
            assertFrom(init, start, "head");
        }
    }

    /** The tensors of a part, each of which is {@code expected}'s. */
    private static Set<TensorSpec> assertFrom(TensorSource expected, Model model, String part) throws IOException {
        Set<TensorSpec> tensors = new HashSet<>();
        for (Node node : model.network().part(part)) {
            for (TensorSpec tensor : node.tensors()) {
                tensors.add(tensor);
                if (tensor.role() != TensorSpec.Role.COUNTER) {
                    assertArrayEquals(expected.floats(tensor), model.weights().floats(tensor), tensor.name());
                }
            }
        }
        return tensors;
    }

    private static Set<TensorSpec> union(Set<TensorSpec> one, Set<TensorSpec> other) {
        Set<TensorSpec> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    @Test
    void whatWasWrittenIsOpenedAgainByItsFolderAlone() throws IOException {
        ResNetSpec[] specs = {
            TINY.withHead(new Head.Mlp(0.1, 24, 0)),
            TINY.withStem(new Stem.Imagenet(8)).withDropout(0.5),
            Catalogue.resnet18().withPlanes(8).withStem(new Stem.Cifar(8)).named("small", TINY.paper())
        };
        for (ResNetSpec spec : specs) {
            ResNetSpec pets = spec.withClasses(3);
            Path run = Files.createDirectory(folder.resolve("run" + pets.hashCode()));
            write(run.resolve("model.safetensors"), Model.of(pets, new Formula(), PREPARED, PETS));
            try (Model opened = Model.open(run);
                    Model asked = Model.open(run, pets)) {
                assertEquals(pets, opened.spec());
                assertEquals(pets, asked.spec());
                assertEquals(PETS, opened.labels());
                assertEquals(PREPARED, opened.preprocessing());
                assertEquals(List.of(), opened.notes());
                for (Node node : opened.network().nodes()) {
                    List<float[]> expected = new Formula().floats(node);
                    List<float[]> actual = opened.weights().floats(node);
                    for (int i = 0; i < expected.size(); i++) {
                        assertArrayEquals(expected.get(i), actual.get(i), node.name());
                    }
                }
            }
        }
    }

    @Test
    void aFolderWithoutWeightsIsRefused() {
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(folder));
        assertEquals(
                folder + ": the folder has no model.safetensors; name a file of weights, or a folder with that file",
                e.getMessage());
        assertThrows(MalformedFileException.class, () -> Checkpoint.open(folder));
    }

    /** The catalogue's network stands for its name; another one is asked for with all that makes it another. */
    @Test
    void anotherNetworkOfTheSameNameIsRefused() throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        write(file, Model.of(TINY.withHead(new Head.Mlp()), new Formula(), PREPARED, Labels.cifar10()));
        try (Model byName = Model.open(file, TINY)) {
            assertEquals(new Head.Mlp(), byName.spec().head().layers());
        }
        ResNetSpec other = TINY.withStem(new Stem.Imagenet(8));
        Exception e = assertThrows(MalformedFileException.class, () -> Model.open(file, other));
        assertEquals(file + ": it is for tiny with another stem, head than was asked for", e.getMessage());
    }

    @Test
    void everyTensorOfTheBackboneMustBeThere() throws IOException {
        Path file = folder.resolve("part.safetensors");
        Model model = trained();
        Map<String, Tensor> tensors = tensors(model);
        tensors.remove("layer1.0.conv1.weight");
        tensors.put("extra", tensors.get("conv1.weight"));
        tensors.put("layer2.0.conv1.weight", tensors.get("conv1.weight"));
        Safetensors.write(file, tensors, Map.of(Model.DESCRIPTION, model.description()));
        String message = assertThrows(WeightsMismatchException.class, () -> Model.open(file))
                .getMessage();
        for (String name : List.of("layer1.0.conv1.weight", "extra", "layer2.0.conv1.weight")) {
            assertTrue(message.contains(name), message);
        }
    }

    @Test
    void aModelHasAsManyLabelsAsClasses() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Model.of(TINY, new Formula(), PREPARED, PETS));
        assertEquals("tiny tells 10 classes apart, and 3 labels name them", e.getMessage());
    }

    private static void write(Path file, Model model) throws IOException {
        Safetensors.write(file, tensors(model), Map.of(Model.DESCRIPTION, model.description()));
    }

    private static Map<String, Tensor> tensors(Model model) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec tensor : model.network().tensors()) {
            tensors.put(tensor.name(), model.weights().get(tensor));
        }
        return tensors;
    }
}
