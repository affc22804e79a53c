package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Head;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Safetensors;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsCommandTest {
    private static final Path CAT = Path.of("..", "samples", "cat.png");
    private static final Path EMBEDDED = Path.of("src/main/resources/io/resnet4j/cli/resnet20-cifar10.safetensors");
    private static final Path PYTORCH = Path.of("..", "core/src/test/resources/io/resnet4j/weights");

    @TempDir
    private Path folder;

    @Test
    void inspectShowsWhatAFileHolds() {
        Answer answer = run("weights", "inspect", EMBEDDED);
        assertEquals(0, answer.exitCode(), answer.err());
        assertLine(answer.out(), "conv1.weight F32 16x3x3x3 1,728");
        assertLine(answer.out(), "bn1.num_batches_tracked I64 - 8");
        assertLine(answer.out(), "fits: resnet20");
        assertTrue(spaced(answer.out()).contains("format: safetensors, "), answer.out());
        assertTrue(spaced(answer.out()).contains("checksums: the format has none"), answer.out());
        assertTrue(spaced(answer.out()).contains("metadata: resnet4j: {"), answer.out());
        assertTrue(answer.out().lines().allMatch(line -> line.length() <= 230), answer.out());
        assertEquals("", answer.err());
    }

    @Test
    void inspectSaysWhatWasChosenOfATrainingCheckpoint() {
        Path file = PYTORCH.resolve("options.zip.pth");
        Answer answer = run("weights", "inspect", file);
        assertEquals(0, answer.exitCode(), answer.err());
        assertLine(answer.out(), "backbone.w F32 3 12");
        assertLine(answer.out(), "checksums: right");
        assertLine(answer.out(), "tensors: 3, of 6 numbers");
        assertLine(
                answer.out(),
                "note: The tensors are those under \"model\". Left aside: args, best, losses, model_ema. Name an entry"
                        + " to read other tensors: model_ema.");
        assertLine(answer.out(), "fits: no model of the catalogue");
        Answer chosen = run("weights", "inspect", file, "--entry", "model_ema", "--prefix", "backbone.");
        assertLine(chosen.out(), "w F32 2 8");
        Answer wrong = run("weights", "inspect", file, "--prefix", "encoder.");
        assertEquals(1, wrong.exitCode());
        assertTrue(wrong.err().contains("they begin with [backbone., head.]"), wrong.err());
    }

    @ParameterizedTest
    @CsvSource({
        "kinds.zip.pth, 'PyTorch, zip container'",
        "kinds.legacy.pth, 'PyTorch, legacy pickle stream'",
        "kinds.tar.pth, 'PyTorch, tar container'"
    })
    void jsonHasTheSame(String file, String format) {
        Answer answer = run("weights", "inspect", PYTORCH.resolve(file), "--format", "json");
        assertEquals(0, answer.exitCode(), answer.err());
        String json = spaced(answer.out());
        assertTrue(json.contains("\"format\" : \"" + format + "\", \"bytes\" : "), json);
        assertTrue(
                json.contains(
                        "{ \"name\" : \"F16.strided\", \"kind\" : \"F16\", \"shape\" : [ 3, 4 ], \"bytes\" : 24 }"),
                json);
        assertTrue(json.endsWith("\"metadata\" : { }, \"notes\" : [ ], \"fits\" : [ ] } "), json);
    }

    @Test
    void inspectFindsAnotherHead() throws IOException {
        Answer answer = run("weights", "inspect", initial(7), "--format", "json");
        assertTrue(
                spaced(answer.out()).contains("\"fits\" : [ { \"model\" : \"tiny\", \"classes\" : 7 } ]"),
                answer.out());
        assertLine(run("weights", "inspect", initial(7)).out(), "fits: tiny with 7 classes");
    }

    /** Which is none of the catalogue's, and trained on its networks all the same. */
    @Test
    void inspectFindsAHeadOfTwoLayers() throws IOException {
        ResNetSpec spec = Catalogue.named("tiny").withClasses(7).withHead(new Head.Mlp(0.3, 24, 0.2));
        Path file = initial(spec);
        assertLine(run("weights", "inspect", file).out(), "fits: tiny with 7 classes, mlp head of 24");
        assertTrue(spaced(run("weights", "inspect", file, "--format", "json").out())
                .contains("\"fits\" : [ { \"model\" : \"tiny\", \"classes\" : 7, \"hidden\" : 24 } ]"));
    }

    @Test
    void aFolderStandsForTheWeightsInIt() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        Path file = Files.copy(EMBEDDED, run.resolve("model.safetensors"));
        assertEquals(
                run("weights", "inspect", file).out(),
                run("weights", "inspect", run).out());
        Answer cat = run("classify", "--weights", run, "--top", "1", CAT);
        assertEquals(0, cat.exitCode(), cat.err());
        assertEquals(run("classify", "--top", "1", CAT).out(), cat.out());
        Path target = folder.resolve("out.safetensors");
        assertEquals(0, run("weights", "convert", run, target).exitCode());
        assertEquals(-1, Files.mismatch(file, target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classify --weights", "classify --model resnet20 --weights", "weights inspect"})
    void aFolderWithoutWeightsIsNamed(String line) {
        List<Object> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.add(folder);
        if (line.startsWith("classify")) {
            arguments.add(CAT);
        }
        Answer answer = run(arguments.toArray());
        assertEquals(1, answer.exitCode(), answer.err());
        assertEquals(
                "resnet4j: %s: the folder has no model.safetensors; name a file of weights, or a folder with that file"
                        .formatted(folder),
                answer.err().strip());
    }

    /** Halves are enough to see a cat, and take half the room. */
    @ParameterizedTest
    @CsvSource({"fp16, F16", "bf16, BF16", "FP16, F16", "Bf16, BF16"})
    void convertKeepsTheDescriptionAndRounds(String kind, DType dtype) throws IOException {
        Path half = folder.resolve("half.safetensors");
        Answer answer = run("weights", "convert", EMBEDDED, half, "--dtype", kind);
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().startsWith(half + ": 116 tensors, "), answer.out());
        assertEquals("", answer.err());
        try (Checkpoint before = Checkpoint.open(EMBEDDED);
                Checkpoint after = Checkpoint.open(half)) {
            assertEquals(before.metadata().get("resnet4j"), after.metadata().get("resnet4j"));
            assertEquals(dtype, after.tensors().get("conv1.weight").dtype());
            assertEquals(
                    DType.I64, after.tensors().get("bn1.num_batches_tracked").dtype());
        }
        assertTrue(Files.size(half) < Files.size(EMBEDDED) * 0.6);
        Answer cat = run("classify", "--weights", half, "--top", "1", CAT);
        assertEquals(0, cat.exitCode(), cat.err());
        assertTrue(cat.out().contains("cat\n"), cat.out());
        assertEquals(
                "note: The file holds numbers of %s; the network takes them as float32.".formatted(dtype),
                cat.err().strip());
    }

    @Test
    void convertDescribesTheModelThatIsNamed() throws IOException {
        Path bare = folder.resolve("bare.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(EMBEDDED)) {
            Safetensors.write(bare, checkpoint.tensors(), Map.of());
        }
        Path mute = folder.resolve("mute.safetensors");
        Answer answer = run("weights", "convert", bare, mute);
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals(
                "note: The file will not say which model it is for; --model NAME writes that into it.",
                answer.err().strip());
        Path told = folder.resolve("told.safetensors");
        answer = run("weights", "convert", mute, told, "--model", "resnet20", "--std", ".2,.2,.25");
        assertEquals(0, answer.exitCode(), answer.err());
        try (Checkpoint checkpoint = Checkpoint.open(told)) {
            String description = checkpoint.metadata().get("resnet4j");
            assertTrue(
                    description.startsWith(
                            "{\"format\":1,\"model\":\"resnet20\",\"options\":{},\"classes\":[\"airplane\","),
                    description);
            assertTrue(description.contains("\"std\":[0.2,0.2,0.25]"), description);
        }
        Answer cat = run("classify", "--weights", told, "--top", "1", CAT);
        assertTrue(cat.out().contains("cat\n"), cat.out());
        assertEquals("", cat.err());
        // A description is kept, unless the user contradicts it.
        Path again = folder.resolve("again.safetensors");
        run("weights", "convert", told, again, "--model", "resnet20");
        assertEquals(-1, Files.mismatch(told, again));
        Answer other = run("weights", "convert", told, again, "--model", "resnet18");
        assertEquals(1, other.exitCode());
        assertTrue(other.err().contains("it is for resnet20 with 10 classes, and resnet18"), other.err());
    }

    @Test
    void convertWritesNothingThatDoesNotFit() throws IOException {
        Path target = folder.resolve("out.safetensors");
        Answer answer = run("weights", "convert", initial(7), target, "--model", "tiny");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("ask for a head of 7 classes"), answer.err());
        assertFalse(Files.exists(target));
        answer = run("weights", "convert", initial(7), target, "--model", "tiny", "--classes", "7");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains("does not name its classes"), answer.err());
    }

    @Test
    void convertNamesTheFolderThatIsMissing() {
        Path target = folder.resolve("none/out.safetensors");
        Answer answer = run("weights", "convert", EMBEDDED, target);
        assertEquals(1, answer.exitCode());
        assertEquals(
                "resnet4j: %s: there is no such folder; make it, or name another".formatted(target.getParent()),
                answer.err().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "--model resnet50 --weights V1 --entry model_ema, --entry, the published weights resnet50:IMAGENET1K_V1",
        "--weights resnet50:V2 --prefix backbone., --prefix, the published weights resnet50:IMAGENET1K_V2",
        "--model resnet18 --prefix backbone., --prefix, the published weights resnet18:IMAGENET1K_V1",
        "--model resnet20 --entry model_ema, --entry, the embedded weights",
        "--entry model_ema, --entry, the embedded weights",
    })
    void aChoiceOfTensorsNeedsAFile(String line, String option, String weights) {
        List<String> arguments = new ArrayList<>(List.of("classify", "--offline"));
        arguments.addAll(List.of(line.split(" ")));
        arguments.add(CAT.toString());
        Answer answer = run(arguments.toArray());
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals(
                "%s chooses tensors of a file that --weights names, and %s are taken as they are"
                        .formatted(option, weights),
                answer.err().lines().findFirst().orElseThrow());
        assertTrue(answer.err().contains("Usage: resnet4j classify"), answer.err());
    }

    @Test
    void convertMakesNothingInfinite() throws IOException {
        Path source = folder.resolve("large.safetensors");
        Path target = folder.resolve("out.safetensors");
        Safetensors.write(source, Map.of("bn1.running_var", Tensor.of(Shape.of(2), 1, 1e6f)), Map.of());
        Answer answer = run("weights", "convert", source, target, "--dtype", "fp16");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("bn1.running_var holds 1000000.0, which is too large for F16"), answer.err());
        assertFalse(Files.exists(target));
        assertEquals(
                0, run("weights", "convert", source, target, "--dtype", "bf16").exitCode());
    }

    /** torchvision's spelling ends in {@code _weights.NAME}, and so do files of people. */
    @Test
    void aFileThatIsThereIsNoPublishedName() throws IOException {
        Path file = Files.copy(initial(7), folder.resolve("best_weights.pth"));
        Answer answer = run("classify", "--model", "tiny", "--weights", file, "--classes", "10", folder);
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("ask for a head of 7 classes"), answer.err());
        Answer confused = run("classify", "--weights", "resnet50", folder);
        assertEquals(2, confused.exitCode());
        assertTrue(confused.err().contains("say --model resnet50"), confused.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weights",
                "weights inspect",
                "weights inspect a.pth --prefix=",
                "weights convert a.pth",
                "weights convert a.pth b.safetensors --dtype int8",
                "weights convert a.pth b.safetensors --classes 7",
                "weights convert a.pth b.safetensors --mean 0,0,0",
            })
    void whatIsAskedWronglyExitsWithTwoAndUsage(String line) {
        Answer answer = run((Object[]) line.split(" "));
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains("Usage: resnet4j weights"), answer.err());
    }

    @Test
    void helpIsThereForBoth() {
        for (String verb : List.of("inspect", "convert")) {
            Answer answer = run("weights", verb, "--help");
            assertEquals(0, answer.exitCode());
            assertTrue(answer.out().startsWith("Usage: resnet4j weights " + verb), answer.out());
            assertFalse(answer.out().contains("null"), answer.out());
        }
    }

    /** An untrained network as a file that does not describe itself. */
    private Path initial(int classes) throws IOException {
        return initial(Catalogue.named("tiny").withClasses(classes));
    }

    private Path initial(ResNetSpec spec) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec tensor : spec.network().tensors()) {
            tensors.put(tensor.name(), new Initializer(1).get(tensor));
        }
        Path file = folder.resolve("initial.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private static void assertLine(String text, String line) {
        assertTrue(text.lines().map(WeightsCommandTest::spaced).anyMatch(line::equals), text);
    }

    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static Answer run(Object... arguments) {
        return CommandHere.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }
}
