package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static io.resnet4j.cli.CommandLineTest.sample;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Closeness;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Image;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that take photos: what comes of them, against PyTorch; which photos are meant; in which order; what of bad ones. */
class PhotoVerbsTest {
    private static final List<String> SAMPLES = List.of("bird.jpg", "cat.png", "deer.jpg");
    /** PyTorch's own fp32 strays from its double precision by up to 4e-6 here. */
    private static final double CLOSE = 1e-5;

    private static final int FEATURES = 64;

    @TempDir
    private Path folder;

    /** What {@code golden/embeddings.tsv} has of a sample. */
    private static double[] golden(String photo, String node) {
        return Goldens.table("embeddings.tsv").stream()
                .filter(row -> row.get(0).equals(photo) && row.get(1).equals(node))
                .findFirst()
                .orElseThrow()
                .stream()
                .skip(2)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static void assertPyTorchs(String photo, String node, float[] actual) {
        Closeness.assertAtMost(CLOSE, Closeness.worst(golden(photo, node), actual), photo + " " + node);
    }

    private static void assertDone(Answer answer) {
        assertEquals(0, answer.exitCode(), answer.err());
        assertFalse(answer.err().contains("resnet4j: "), answer.err());
    }

    @Test
    void theLibrarysEmbeddingsArePyTorchs() throws IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(
                        new OneDnnEngine(),
                        model,
                        SessionOptions.defaults()
                                .withTaps(model.network().embedding().name(), "layer3"))) {
            for (String photo : SAMPLES) {
                Image image = new PillowDecoder().decode(Files.readAllBytes(Path.of(sample(photo))), photo);
                assertPyTorchs(photo, "flatten", classifier.embed(image));
                float[] layer3 = classifier.features(image).get("layer3").nchw();
                assertPyTorchs(photo, "layer3", Arrays.copyOfRange(layer3, 5 * 64, 6 * 64));
            }
        }
    }

    @Test
    void embeddingsAsJsonAreAnObjectALine() throws IOException {
        Answer answer = run("embed", sample("deer.jpg"), sample("cat.png"));
        assertDone(answer);
        List<String> lines = answer.out().lines().toList();
        assertEquals(2, lines.size());
        for (int i = 0; i < 2; i++) {
            String photo = List.of("deer.jpg", "cat.png").get(i);
            assertTrue(lines.get(i).startsWith("{\"file\":\"%s\",\"embedding\":[".formatted(sample(photo))));
            assertPyTorchs(photo, "flatten", numbers(lines.get(i)));
        }
    }

    /** Those of a line of JSON. */
    private static float[] numbers(String line) throws IOException {
        List<Float> numbers = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isNumeric()) {
                    numbers.add(json.getFloatValue());
                }
            }
        }
        return floats(numbers.stream());
    }

    private static float[] floats(Stream<Float> numbers) {
        List<Float> all = numbers.toList();
        float[] floats = new float[all.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = all.get(i);
        }
        return floats;
    }

    @Test
    void embeddingsAsCsvAreANumberAColumn() throws IOException {
        Path file = folder.resolve("embeddings.csv");
        assertDone(run("embed", sample(""), "-o", file.toString()));
        List<String> lines = Files.readAllLines(file);
        assertEquals(4, lines.size());
        assertTrue(lines.get(0).matches("file,f0,f1,.*,f63"), lines.get(0));
        for (int i = 0; i < 3; i++) {
            String[] cells = lines.get(i + 1).split(",");
            assertEquals(sample(SAMPLES.get(i)), cells[0]);
            assertPyTorchs(
                    SAMPLES.get(i),
                    "flatten",
                    floats(Arrays.stream(cells).skip(1).map(Float::valueOf)));
        }
        Answer printed = run("embed", "--format", "csv", sample(""));
        assertEquals(lines, printed.out().lines().toList());
    }

    @Test
    void embeddingsAsAnArrayHaveTheirNamesBeside() throws IOException {
        Path file = folder.resolve("vectors.npy");
        Answer answer = run("embed", sample("deer.jpg"), sample(""), "-o", file.toString());
        assertDone(answer);
        NpyFile array = NpyFile.read(file);
        assertArrayEquals(new int[] {4, FEATURES}, array.shape());
        List<String> photos = List.of("deer.jpg", "bird.jpg", "cat.png", "deer.jpg");
        for (int i = 0; i < 4; i++) {
            assertPyTorchs(photos.get(i), "flatten", array.part(i * FEATURES, FEATURES));
        }
        assertEquals(
                photos.stream().map(CommandLineTest::sample).toList(),
                Files.readAllLines(folder.resolve("vectors.txt")));
        assertTrue(answer.out().startsWith(file + ": 4x64"), answer.out());
        assertEquals(List.of("vectors.npy", "vectors.txt"), files(folder));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNameIsALineWhateverIsInIt() throws IOException {
        Files.copy(Path.of(sample("cat.png")), folder.resolve("a\nb\u001b[2J.png"));
        assertDone(run("embed", folder.toString(), "-o", folder.resolve("v.npy").toString()));
        assertEquals(List.of(folder.resolve("a?b?[2J.png").toString()), Files.readAllLines(folder.resolve("v.txt")));
    }

    @Test
    void theNamesGoWhereTheUserSays() throws IOException {
        Path names = folder.resolve("who");
        assertDone(run(
                "embed",
                sample("cat.png"),
                "--format",
                "npy",
                "-o",
                folder.resolve("v.bin").toString(),
                "--names",
                names.toString()));
        assertEquals(List.of(sample("cat.png")), Files.readAllLines(names));
        assertEquals(List.of("v.bin", "who"), files(folder));
    }

    @Test
    void featuresAreAnArrayForEachNode() throws IOException {
        Path maps = folder.resolve("new/maps");
        Answer answer = run(
                "features",
                "--node",
                "layer3",
                "--node",
                "conv1",
                "--node",
                "flatten",
                "--batch-size",
                "2",
                sample(""),
                "-o",
                maps.toString());
        assertDone(answer);
        assertEquals(List.of("conv1.npy", "flatten.npy", "layer3.npy", "names.txt"), files(maps));
        NpyFile layer3 = NpyFile.read(maps.resolve("layer3.npy"));
        assertArrayEquals(new int[] {3, 64, 8, 8}, layer3.shape());
        assertArrayEquals(
                new int[] {3, 16, 32, 32},
                NpyFile.read(maps.resolve("conv1.npy")).shape());
        NpyFile flatten = NpyFile.read(maps.resolve("flatten.npy"));
        assertArrayEquals(new int[] {3, 64}, flatten.shape());
        for (int i = 0; i < 3; i++) {
            assertPyTorchs(SAMPLES.get(i), "layer3", layer3.part((i * 64 + 5) * 64, 64));
            assertPyTorchs(SAMPLES.get(i), "flatten", flatten.part(i * 64, 64));
        }
        assertEquals(
                SAMPLES.stream().map(CommandLineTest::sample).toList(), Files.readAllLines(maps.resolve("names.txt")));
    }

    /** As many rows as there are good photos, in their order, however they are parted into batches. */
    @Test
    void rowsHaveTheOrderOfTheFilesAndLeaveBadOnesOut() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = "%02d.jpg".formatted(i);
            if (i % 7 == 3) {
                Files.writeString(many.resolve(name), "no image");
            } else {
                Files.copy(Path.of(sample(SAMPLES.get(i % 3))), many.resolve(name));
                good.add(name);
            }
        }
        Path file = folder.resolve("v.npy");
        Answer answer = run("embed", many.toString(), "--batch-size", "4", "-o", file.toString());
        assertEquals(1, answer.exitCode());
        assertEquals(
                4,
                answer.err()
                        .lines()
                        .filter(line -> line.contains(": not an image"))
                        .count(),
                answer.err());
        assertTrue(answer.err().contains("30/30 images, "), answer.err());
        assertEquals(
                good.stream().map(name -> many.resolve(name).toString()).toList(),
                Files.readAllLines(folder.resolve("v.txt")));
        NpyFile array = NpyFile.read(file);
        assertArrayEquals(new int[] {26, FEATURES}, array.shape());
        for (int i = 0; i < 26; i++) {
            String photo = SAMPLES.get(Integer.parseInt(good.get(i).substring(0, 2)) % 3);
            assertPyTorchs(photo, "flatten", array.part(i * FEATURES, FEATURES));
        }
    }

    @Test
    void anArrayOfNoPhotosIsEmptyAndNoSuccess() throws IOException {
        Path file = folder.resolve("v.npy");
        Answer answer = run("embed", "gone.jpg", "-o", file.toString());
        assertEquals(1, answer.exitCode());
        assertArrayEquals(new int[] {0, FEATURES}, NpyFile.read(file).shape());
        assertEquals(List.of(), Files.readAllLines(folder.resolve("v.txt")));
    }

    @Test
    void ofJsonLinesABadPhotoHasItsError() {
        Answer answer = run("embed", "gone.jpg", sample("cat.png"));
        assertEquals(1, answer.exitCode());
        List<String> lines = answer.out().lines().toList();
        assertEquals("{\"file\":\"gone.jpg\",\"error\":\"gone.jpg: there is no such file\"}", lines.get(0));
        assertTrue(lines.get(1).contains("\"embedding\":["), lines.get(1));
        assertTrue(answer.err().contains("resnet4j: gone.jpg: there is no such file"), answer.err());
    }

    @Test
    void whatWasThereStaysWhenTheWorkCannotBegin() throws IOException {
        Path file = Files.writeString(folder.resolve("v.npy"), "precious");
        Files.createDirectory(folder.resolve("v.txt"));
        Answer answer = run("embed", sample("cat.png"), "-o", file.toString(), "--names", "gone/names.txt");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("gone: there is no such folder"), answer.err());
        assertEquals("precious", Files.readString(file));
        assertEquals(List.of("v.npy", "v.txt"), files(folder));
    }

    /** Whose text it is, nobody knows. */
    @Test
    void namesBesideAnArrayReplaceNothingUnasked() throws IOException {
        Path notes = Files.writeString(folder.resolve("v.txt"), "precious");
        String file = folder.resolve("v.npy").toString();
        Answer answer = run("embed", sample("cat.png"), "-o", file);
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().contains(notes + " is there already; --names " + notes + " replaces it"), answer.err());
        assertEquals("precious", Files.readString(notes));
        assertEquals(List.of("v.txt"), files(folder));
        assertDone(run("embed", sample("cat.png"), "-o", file, "--names", notes.toString()));
        assertEquals(List.of(sample("cat.png")), Files.readAllLines(notes));
    }

    /** Weights that are not there are complained of when they are opened: before that comes where the results go. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "features --node layer3 -o FILE",
                "features --node layer3 -o FILE/new",
                "features --node layer3 -o FOLDER",
                "embed -o FILE/v.csv",
                "embed -o FILE/v.npy",
                "validate digits --predictions FOLDER/layer3.npy"
            })
    void pathsAreLookedAtBeforeTheModel(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "no folder");
        Path inside = Files.createDirectories(folder.resolve("maps/layer3.npy"));
        String placed = line.replace("FILE", file.toString())
                .replace("FOLDER", inside.getParent().toString());
        List<String> arguments = new ArrayList<>(List.of(placed.split(" ")));
        if (!line.startsWith("validate")) {
            arguments.add(sample("cat.png"));
        }
        arguments.addAll(List.of("--weights", folder.resolve("gone.pth").toString()));
        Answer answer = run(arguments.toArray(String[]::new));
        assertEquals(1, answer.exitCode(), answer.err());
        assertFalse(answer.err().contains("gone.pth"), answer.err());
        String expected = line.contains("FILE") ? file.toString() : inside.toString();
        assertTrue(answer.err().startsWith("resnet4j: " + expected), answer.err());
        assertEquals("no folder", Files.readString(file));
    }

    /** Nothing has taken its place before all are whole; the names come last. */
    @Test
    void arraysThatCannotTakeTheirPlaceAreSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("v.npy"), "precious");
        Path names = folder.resolve("v.txt");
        try (Model model = EmbeddedModel.open();
                ArrayFiles files = new ArrayFiles(names)) {
            files.add(model, "layer3", file);
            Files.createDirectories(names.resolve("in the way"));
            StringWriter out = new StringWriter();
            IOException e = assertThrows(IOException.class, () -> files.commit(new PrintWriter(out)));
            String problem = e.getMessage();
            assertTrue(problem.startsWith(names + " cannot take its place ("), problem);
            assertTrue(problem.contains("new are [" + file + "], all others are as they were"), problem);
            assertArrayEquals(new int[] {0, 64, 8, 8}, NpyFile.read(file).shape());
        }
        assertEquals(List.of("v.npy", "v.txt"), files(folder));
    }

    @Test
    void anUnknownNodeIsAnsweredWithItsNeighbours() {
        Answer answer = run(
                "features",
                "--node",
                "layer4",
                sample("cat.png"),
                "-o",
                folder.resolve("f").toString());
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().contains("--node: resnet20 has no node layer4; the nearest"), answer.err());
        assertFalse(Files.exists(folder.resolve("f")));
    }

    @Test
    void weightsThatMakeNoNumbersAreSaidToBeDamaged() throws IOException {
        for (String verb : List.of("classify", "embed")) {
            Answer answer = run(verb, "--std", "1e-45,1,1", sample("cat.png"));
            assertEquals(1, answer.exitCode(), answer.out());
            assertTrue(
                    answer.err().contains("cat.png: the answer is not a number; the weights must be damaged"),
                    answer.err());
        }
    }

    @Test
    void foldersAreClassifiedWithWhatIsBelowThem() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("photos/a/b"));
        Files.copy(Path.of(sample("cat.png")), deep.resolve("c.png"));
        Files.copy(Path.of(sample("bird.jpg")), folder.resolve("photos/z.JPG"));
        Files.writeString(folder.resolve("photos/notes.txt"), "no image, and not meant to be one");
        Answer answer = run(
                "classify",
                "--format",
                "csv",
                "--top",
                "1",
                folder.resolve("photos").toString());
        assertDone(answer);
        List<String> lines = answer.out().lines().toList();
        assertEquals("file,rank,index,label,probability", lines.get(0));
        assertTrue(lines.get(1).matches("\\Q" + deep.resolve("c.png") + "\\E,1,3,cat,0\\.99\\d+"), lines.get(1));
        assertTrue(lines.get(2).startsWith(folder.resolve("photos/z.JPG") + ",1,2,bird,0.9"), lines.get(2));
        assertEquals(3, lines.size());
    }

    @Test
    void aPhotoMayComeThroughAPipe() throws IOException, InterruptedException {
        CommandProcess process = new CommandProcess(folder);
        Path cat = Path.of(sample("cat.png"));
        CommandProcess.Answer answer = process.run(cat, Map.of(), "classify", "--top", "1", "-", sample("bird.jpg"));
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.out().matches("(?s)-\\R +99\\.\\d\\d %  cat\\R.*bird.jpg\\R +9\\d\\.\\d\\d %  bird\\R"),
                answer.out());
        Path empty = Files.createFile(folder.resolve("empty"));
        answer = process.run(empty, Map.of(), "classify", "-");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("resnet4j: -: the file is empty"), answer.err());
    }
}
