package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Resize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} prints, and with {@code --report} leaves in a folder. */
class ValidationReportTest {
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final Path EMBEDDED = Path.of("src/main/resources/io/resnet4j/cli/resnet20-cifar10.safetensors");

    /** Ten names of folders, in the order of their classes. */
    private static final List<String> HOSTILE = List.of(
            "\"; drop",
            "#a,b",
            "&amp;",
            "'it''s'",
            "<b>",
            "<img src=x onerror=alert(1)>",
            "<script>",
            "a\nb",
            "z\u202Egpj",
            "猫");

    @TempDir
    private Path folder;

    private Path report;

    private Answer validate(String data, String... options) {
        report = folder.resolve("report");
        List<String> line = new ArrayList<>(List.of("validate", data, "--report", report.toString()));
        line.addAll(List.of(options));
        return run(line.toArray(String[]::new));
    }

    /** Every count again, from the predictions. */
    @Test
    void allFilesSayTheSame() throws IOException {
        Answer answer = validate("digits", "--format", "json");
        assertEquals(0, answer.exitCode(), answer.err());
        try (Stream<Path> files = Files.list(report)) {
            assertEquals(
                    List.of(
                            "classes.csv",
                            "confusion.csv",
                            "confusion.png",
                            "gallery.html",
                            "predictions.csv",
                            "summary.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(answer.out(), text("summary.json"));
        List<List<String>> predictions = csv("predictions.csv");
        List<List<String>> confusion = csv("confusion.csv");
        List<List<String>> classes = csv("classes.csv");
        assertEquals(List.of("file", "label", "prediction", "probability"), predictions.get(0));
        assertEquals(1 + 355, predictions.size());
        assertEquals(
                List.of("label", "airplane", "automobile"), confusion.get(0).subList(0, 3));
        assertEquals(List.of("index", "label", "in data", "images", "right", "accuracy"), classes.get(0));
        int rightInAll = 0;
        for (int label = 0; label < 10; label++) {
            int images = 0;
            for (int prediction = 0; prediction < 10; prediction++) {
                String[] pair = {"" + label, "" + prediction};
                int count = (int) predictions.stream()
                        .filter(row -> row.subList(1, 3).equals(List.of(pair)))
                        .count();
                assertEquals("" + count, confusion.get(1 + label).get(1 + prediction));
                images += count;
            }
            int right = Integer.parseInt(confusion.get(1 + label).get(1 + label));
            rightInAll += right;
            String share = "%.2f".formatted(100.0 * right / images);
            List<String> row = classes.get(1 + label);
            assertEquals(List.of("" + label, "" + images, "" + right, share), without(row, 1, 2));
            assertEquals("" + label, row.get(2)); // what the data calls it
            assertEquals(row.get(2), confusion.get(1 + label).get(0));
            assertEquals(confusion.get(0).get(1 + label), row.get(1));
        }
        assertTrue(answer.out().contains("\"top1\" : " + 100.0 * rightInAll / 355 + ","), answer.out());
        assertTrue(new PillowDecoder()
                        .decode(Files.readAllBytes(report.resolve("confusion.png")), "png")
                        .width()
                > 600);
    }

    private static List<String> without(List<String> row, int from, int to) {
        List<String> rest = new ArrayList<>(row);
        rest.subList(from, to + 1).clear();
        return rest;
    }

    /** Of images that are no files. */
    @Test
    void theGalleryHasTheSurestMistakesWithTheirPictures() throws IOException {
        assertEquals(0, validate("digits").exitCode());
        List<List<String>> rows = csv("predictions.csv");
        List<String> worst = rows.subList(1, rows.size()).stream()
                .filter(row -> !row.get(1).equals(row.get(2)))
                .sorted(Comparator.comparing(row -> -Double.parseDouble(row.get(3))))
                .limit(60)
                .map(row -> row.get(0))
                .toList();
        assertEquals(60, worst.size());
        assertEquals(worst, found("<p class=\"file\">(.*?)</p>"));
        List<Image> pictures = pictures();
        try (DataSet set = DataSets.open("digits")) {
            List<String> paths =
                    set.samples().stream().map(DataSet.Sample::path).toList();
            for (int i = 0; i < worst.size(); i++) {
                Image image = set.image(paths.indexOf(worst.get(i)), null);
                assertArrayEquals(image.rgb(), pictures.get(i).rgb(), worst.get(i));
            }
        }
        assertEquals(
                worst.stream().map(path -> labelOf(path, rows)).toList(),
                found("<dt class=\"right\" title=\"label\">(.*?)</dt>")); // digits, not the model's animals
        assertEquals(60, found("<img [^>]*width=\"160\" height=\"160\"").size());
    }

    private static String labelOf(String path, List<List<String>> rows) {
        return rows.stream()
                .filter(row -> row.get(0).equals(path))
                .findFirst()
                .orElseThrow()
                .get(1);
    }

    /** One that cannot be read comes before those that can. */
    @Test
    void photosInTheGalleryAreMadeSmaller() throws IOException {
        Path data = folder.resolve("data");
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
            Files.createDirectories(data.resolve(name));
            Files.copy(SAMPLES.resolve("cat.png"), data.resolve(name + "/photo.png"));
        }
        Files.writeString(data.resolve("a/bad.png"), "text");
        Files.copy(SAMPLES.resolve("deer.jpg"), data.resolve("j/deer.jpg"));
        Answer answer = validate("folder:" + data);
        assertEquals(1, answer.exitCode());
        List<String> files = found("<p class=\"file\">(.*?)</p>");
        assertEquals(10, files.size());
        Image cat = decoded(SAMPLES.resolve("cat.png"));
        Image deer = decoded(SAMPLES.resolve("deer.jpg"));
        for (int i = 0; i < files.size(); i++) {
            boolean isCat = files.get(i).endsWith("photo.png");
            Image small = isCat
                    ? Resize.resize(cat, 160, Math.round(160f * cat.height() / cat.width()), Interpolation.LANCZOS)
                    : Resize.resize(deer, 160, Math.round(160f * deer.height() / deer.width()), Interpolation.LANCZOS);
            assertArrayEquals(small.rgb(), pictures().get(i).rgb(), files.get(i));
        }
    }

    /** Nobody knows what n01440764 is. */
    @Test
    void whereTheDataHasNumbersOfWordNetTheModelsNamesStand() throws IOException {
        Path data = folder.resolve("data");
        for (int i = 0; i < 10; i++) {
            Path one = Files.createDirectories(data.resolve("n0144076" + i));
            Files.copy(SAMPLES.resolve("cat.png"), one.resolve("photo.png"));
        }
        Answer answer = validate("folder:" + data);
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals("airplane", csv("confusion.csv").get(1).get(0));
        assertEquals("n01440760", csv("classes.csv").get(1).get(2));
    }

    @Test
    void namesAreTextWhateverTheyHold() throws IOException {
        Path data = folder.resolve("data");
        for (String name : HOSTILE) {
            Files.createDirectories(data.resolve(name));
            Files.copy(SAMPLES.resolve("cat.png"), data.resolve(name).resolve("\"x\" onload='1'><i>,.png"));
        }
        Path labels = Files.write(
                folder.resolve("labels.txt"),
                HOSTILE.stream().map(name -> name.replace('\n', ' ')).toList());
        Answer answer = validate("folder:" + data, "--labels", labels.toString());
        assertEquals(0, answer.exitCode(), answer.err());
        String page = text("gallery.html");
        for (String tag : found("<([^/!][^ >]*)")) {
            assertTrue(
                    List.of(
                                    "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "ol", "li",
                                    "div", "img", "dl", "dt", "dd")
                            .contains(tag),
                    tag);
        }
        assertEquals(9, found("<img ").size()); // the tenth is a cat
        assertFalse(page.contains("onload='") || page.contains("\u202E"), page);
        assertTrue(page.contains("&lt;script&gt;/&quot;x&quot; onload=&#39;1&#39;&gt;&lt;i&gt;,.png"), page);
        assertTrue(page.contains(">&amp;amp;</dt>"), page);
        List<List<String>> classes = csv("classes.csv");
        for (int i = 0; i < HOSTILE.size(); i++) {
            assertEquals(HOSTILE.get(i), classes.get(1 + i).get(2));
            assertEquals(
                    HOSTILE.get(i).replace('\n', ' '),
                    csv("confusion.csv").get(0).get(1 + i));
            assertEquals(
                    HOSTILE.get(i) + "/\"x\" onload='1'><i>,.png",
                    csv("predictions.csv").get(1 + i).get(0));
        }
    }

    @Test
    void theTextHasTheFiguresAndTheWorstClasses() throws IOException {
        Path data = folder.resolve("data");
        List<String> names =
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        for (String name : names) {
            boolean bird = name.equals("bird");
            Files.createDirectories(data.resolve(name));
            Files.copy(SAMPLES.resolve("cat.png"), data.resolve(name + "/cat.png"));
            Files.copy(SAMPLES.resolve(bird ? "bird.jpg" : "cat.png"), data.resolve(name + "/other.png"));
        }
        Answer answer = run("validate", "folder:" + data);
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.out()
                        .matches(
                                "(?s)top-1      15\\.00 %\\Rtop-5      [567]\\d\\.00 %\\Rloss      \\d+\\.\\d{4}\\R"
                                        + "ECE        8\\d\\.\\d\\d %\\Rimages        20\\Rimages/s  +\\d+\\R"
                                        + "worst       0\\.00 %  airplane\\R            0\\.00 %  automobile\\R            0\\.00 %  deer\\R"),
                answer.out());
    }

    /** The last number of its file, a weight of the head. */
    @Test
    void answersThatAreNotNumbersAreWrongAndSaidSo() throws IOException {
        byte[] weights = Files.readAllBytes(EMBEDDED);
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(weights.length - 4, Float.NaN);
        Path damaged = Files.write(folder.resolve("damaged.safetensors"), weights);
        Answer answer = validate("digits", "--weights", damaged.toString());
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("top-1       0.00 %"), answer.out());
        assertTrue(answer.out().contains("loss         NaN"), answer.out());
        assertTrue(answer.err().contains("resnet4j: NaN in 355 answers: they count as wrong"), answer.err());
        String json = text("summary.json").replaceAll("\\s", "");
        assertTrue(json.contains("\"loss\":null,\"ece\":null,\"images\":355,\"notNumbers\":355,"), json);
        assertTrue(csv("predictions.csv").get(1).subList(2, 4).equals(List.of("", "")));
        assertEquals(
                List.of("0", "airplane", "0", "35", "0", "0.00"),
                csv("classes.csv").get(1));
        assertTrue(text("gallery.html").contains("<ol>\n</ol>"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeTheDataIsOpened() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("gallery.html"));
        for (Path place : List.of(file, file.resolve("report"), taken)) {
            Answer answer = run("validate", "folder:gone", "--report", place.toString());
            assertEquals(1, answer.exitCode());
            assertTrue(answer.err().startsWith("resnet4j: " + place), answer.err());
            assertEquals(1, answer.err().lines().count(), answer.err());
        }
    }

    @Test
    void anEarlierReportIsReplacedAndOtherFilesStay() throws IOException {
        assertEquals(0, validate("digits").exitCode());
        Path note = Files.writeString(report.resolve("note.txt"), "mine");
        String earlier = text("predictions.csv");
        assertEquals(0, validate("digits!/train").exitCode());
        assertEquals("mine", Files.readString(note));
        assertEquals(1 + 1442, csv("predictions.csv").size());
        assertFalse(earlier.equals(text("predictions.csv")));
        assertTrue(text("summary.json").contains("\"images\" : 1442"));
    }

    private String text(String file) throws IOException {
        return Files.readString(report.resolve(file));
    }

    private List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(text("gallery.html"))
                .results()
                .map(match -> match.group(match.groupCount()))
                .toList();
    }

    private List<Image> pictures() throws IOException {
        List<Image> pictures = new ArrayList<>();
        for (String base64 : found("src=\"data:image/png;base64,(.*?)\"")) {
            pictures.add(new PillowDecoder().decode(Base64.getDecoder().decode(base64), "picture"));
        }
        return pictures;
    }

    private static Image decoded(Path file) throws IOException {
        return new PillowDecoder().decode(Files.readAllBytes(file), file.toString());
    }

    /** RFC 4180. */
    private List<List<String>> csv(String file) throws IOException {
        List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String text = text(file);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = quoted && c == '"' && text.startsWith("\"\"", i);
            if (doubled) {
                field.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                rows.get(rows.size() - 1).add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(new ArrayList<>());
                }
            } else {
                field.append(c);
            }
        }
        assertEquals(List.of(), rows.remove(rows.size() - 1), "the last line has no end");
        return rows;
    }
}
