package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeFileTest {
    @TempDir
    private Path folder;

    @Test
    void yamlMayBeWrittenInManyWays() throws IOException {
        Recipe recipe = read("""
                # with a comment
                %s
                "epochs": '5'
                lr: {head: 1e-3, backbone: .1e-4}
                weight-decay: [5e-4, fc: 0]
                augment:
                  - crop: 4
                  - flip
                freeze: []
                train: layer4, head
                mean: [.5, 0.25, 1]
                std:
                - 1
                - 2.0
                - 3
                drop-last: true
                """.formatted("seed: 007"));
        assertEquals(5, recipe.get(Settings.EPOCHS));
        assertEquals(7L, recipe.get(Settings.SEED));
        assertEquals(
                new ByPart(OptionalDouble.empty(), Map.of("head", 1e-3, "backbone", 1e-5)), recipe.get(Settings.LR));
        assertEquals(ByPart.of(5e-4).with("fc", 0), recipe.get(Settings.WEIGHT_DECAY));
        assertEquals(
                List.of(
                        new AugmentSetting("crop", OptionalDouble.of(4)),
                        new AugmentSetting("flip", OptionalDouble.empty())),
                recipe.get(Settings.AUGMENT));
        assertEquals(List.of(), recipe.get(Settings.FREEZE));
        assertEquals(List.of("layer4", "head"), recipe.get(Settings.TRAIN));
        assertEquals(List.of(1.0, 2.0, 3.0), recipe.get(Settings.STD));
        assertEquals(true, recipe.get(Settings.DROP_LAST));
    }

    @Test
    void aFileOfNothingButCommentsChangesNothing() throws IOException {
        assertEquals(Recipe.builder().build(), read("# later\n"));
        assertEquals(Recipe.builder().build(), read(""));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("epoch: 3", "there is no setting 'epoch'; the nearest of 48 are epochs,"),
                Arguments.of("epochs: three", "epochs: expected a whole number from 1, got 'three'"),
                Arguments.of("epochs:", "epochs: expected a whole number from 1, got ''"),
                Arguments.of(
                        "seed: 1\nepochs: [3]", "line 2: epochs: expected a whole number from 1, got a list or a map"),
                Arguments.of("epochs: 3\nlr: 1\nepochs: 3", "line 3: epochs stands there twice"),
                Arguments.of("- epochs", "line 1: a recipe is lines like 'epochs: 30'"),
                Arguments.of("epochs", "line 1: a recipe is lines like 'epochs: 30'"),
                Arguments.of("[a]: 3", "line 1: expected a text or a number, got a list or a map"),
                Arguments.of("mean: [[1]]", "line 1: expected a text or a number, got a list or a map"),
                Arguments.of("lr: {head: {a: 1}}", "line 1: expected a text or a number, got a list or a map"),
                Arguments.of(
                        "mean: ['']", "mean: expected a number for each channel, parted by commas, or none, got ''"),
                Arguments.of("lr: {}", "lr: expected a number from 0, or one for each part"),
                Arguments.of("train: []", "train: expected parts such as layer4,head, parted by commas, or all"),
                Arguments.of("mean: &a [1]", "line 1: a recipe has no anchors"),
                Arguments.of("mean: &a 1\nstd: *a", "line 1: a recipe has no anchors"),
                Arguments.of("epochs: *a", "line 1: a recipe has no anchors"),
                Arguments.of("&a {epochs: 1}", "line 1: a recipe has no anchors"),
                Arguments.of("epochs: !!int 3", "line 1: a recipe has no tags"),
                Arguments.of("mean: !!python/tuple [1]", "line 1: a recipe has no tags"),
                Arguments.of("epochs: 3\n---\nepochs: 4", "line 2: a recipe is one document"),
                Arguments.of("epochs: 3\n...\nepochs: 4", "line 3: it is not YAML: expected '<document start>'"),
                Arguments.of("mean: [3", "line 1: it is not YAML: expected ',' or ']'"),
                Arguments.of("epochs: \u0007", "it is not YAML: "),
                Arguments.of("a: b: c", "there is no setting 'a'"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreNamedWithTheFile(String yaml, String problem) {
        Exception e = assertThrows(MalformedFileException.class, () -> read(yaml));
        assertTrue(e.getMessage().startsWith(folder.resolve("mine.yaml") + ": " + problem), e.getMessage());
    }

    /** The parser works without recursion, and nothing is built of what it finds. */
    @Test
    void filesMadeToHarmAreRefused() throws IOException {
        for (String nest : List.of("[", "{a: ", "- ", "? ")) {
            assertThrows(
                    MalformedFileException.class, () -> read("mean: " + nest.repeat(60_000 / nest.length())), nest);
            assertThrows(MalformedFileException.class, () -> read(nest.repeat(60_000 / nest.length())), nest);
        }
        Exception large = assertThrows(MalformedFileException.class, () -> read("#".repeat(RecipeFile.MOST_BYTES + 1)));
        assertTrue(
                large.getMessage().endsWith("65537 bytes are more than a recipe can have, 65536"), large.getMessage());
        Files.write(folder.resolve("mine.yaml"), "model: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Exception latin = assertThrows(
                MalformedFileException.class, () -> Recipe.builder().file(folder.resolve("mine.yaml")));
        assertTrue(latin.getMessage().endsWith("mine.yaml: a recipe is UTF-8 text"), latin.getMessage());
    }

    private Recipe read(String yaml) throws IOException {
        return Recipe.builder()
                .file(Files.writeString(folder.resolve("mine.yaml"), yaml))
                .build();
    }
}
