package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees: output, errors and exit codes of the command as it ships. */
class CommandLineTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"cat.png, cat", "bird.jpg, bird", "deer.jpg, deer"})
    void theSamplesAreWhatTheyShow(String file, String label) {
        Answer answer = run("classify", "--top", "1", sample(file));
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.out().matches("(?s)\\Q" + sample(file) + "\\E\\R +9\\d\\.\\d\\d %  " + label + "\\R"),
                answer.out());
        assertEquals(
                "note: no model named, so this is the embedded resnet20, which knows only CIFAR-10's ten classes",
                answer.err().strip());
    }

    @Test
    void jsonHasTheLabelsTheProbabilitiesAndOnRequestTheLogits() {
        Answer answer = run("classify", "--format", "json", "--logits", "--top", "2", sample("cat.png"));
        assertEquals(0, answer.exitCode(), answer.err());
        String numbers = answer.out().replaceAll("-?\\d+\\.\\d+(E-?\\d+)?", "#").replaceAll("\\s+", "");
        assertEquals(
                "[{\"file\":\"%s\",\"top\":[{\"index\":3,\"label\":\"cat\",\"probability\":#},"
                                .formatted(sample("cat.png"))
                        + "{\"index\":5,\"label\":\"dog\",\"probability\":#}],\"logits\":[#,#,#,#,#,#,#,#,#,#]}]",
                numbers);
    }

    @Test
    void theInterpolationIsTheOneAskedFor() {
        assertEquals(catLogits(), catLogits("--interpolation", "bilinear"));
        assertNotEquals(catLogits(), catLogits("--interpolation", "bicubic"));
        assertEquals(catLogits("--interpolation", "bicubic"), catLogits("--interpolation", "BICUBIC"));
    }

    private static String catLogits(String... options) {
        List<String> line = new ArrayList<>(List.of("classify", "--format", "json", "--logits", sample("cat.png")));
        line.addAll(List.of(options));
        Answer answer = run(line.toArray(String[]::new));
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out();
    }

    @Test
    void photosAreTurnedAsTheirExifSaysOnRequest() throws IOException {
        for (String name : List.of("1.jpg", "6.jpg", "no-exif.gif")) {
            Files.write(folder.resolve(name), Goldens.bytes("images/exif/" + name));
        }
        assertEquals(logits("1.jpg"), logits("6.jpg"));
        assertEquals(logits("1.jpg"), logits("1.jpg", "--exif"));
        assertNotEquals(logits("6.jpg"), logits("6.jpg", "--exif"));
        assertEquals(logits("no-exif.gif"), logits("no-exif.gif", "--exif"));
    }

    private String logits(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("classify", "--format", "json", "--logits"));
        arguments.addAll(List.of(options));
        arguments.add(folder.resolve(name).toString());
        Answer answer = run(arguments.toArray(String[]::new));
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out().substring(answer.out().indexOf("\"top\""));
    }

    /** ImageNet's folders have other names than its classes, and the right order. */
    @Test
    void foldersOfWordNetsNumbersAreNotRemarkedOn() throws IOException {
        for (int i = 0; i < 10; i++) {
            Path place = folder.resolve("imagenet/n0144076%d".formatted(i));
            Files.createDirectories(place);
            Files.copy(Path.of(sample("cat.png")), place.resolve("photo.png"));
        }
        Answer answer = run("validate", "folder:" + folder.resolve("imagenet"));
        assertEquals(0, answer.exitCode(), answer.err());
        assertFalse(answer.err().contains("called alike"), answer.err());
    }

    @Test
    void validationDecodesAsTheUserSays() throws IOException {
        Path data = dataSet();
        Files.write(data.resolve("cat/header.png"), Goldens.bytes("images/exif-refused/header.png"));
        assertEquals(0, run("validate", "folder:" + data).exitCode());
        Answer turned = run("validate", "--exif", "folder:" + data);
        assertEquals(1, turned.exitCode());
        assertTrue(turned.err().contains("header.png: damaged EXIF: it has no TIFF header"), turned.err());
        Answer small = run("validate", "--max-pixels", "77", "folder:" + data);
        assertEquals(1, small.exitCode());
        assertTrue(small.err().contains("photo.png: 451 x 300 pixels are more than the 77 allowed"), small.err());
        assertFalse(small.err().contains("header.png"), small.err()); // 11 x 7
    }

    @Test
    void aBadPhotoIsReportedAndTheOthersAreClassified() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.jpg"), "this is text");
        String gone = folder.resolve("gone.jpg").toString();
        String empty = Files.createDirectory(folder.resolve("empty")).toString();
        Answer answer = run("classify", "--top", "1", bad.toString(), gone, empty, sample("cat.png"));
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("resnet4j: " + bad + ": not an image"), answer.err());
        assertTrue(answer.err().contains("resnet4j: " + gone + ": there is no such file"), answer.err());
        assertTrue(answer.err().contains("resnet4j: " + empty + ": there are no images in this folder"), answer.err());
        assertTrue(answer.out().contains("cat"), answer.out());
        Answer json = run("classify", "--format", "json", "--top", "1", bad.toString(), sample("cat.png"));
        assertEquals(1, json.exitCode());
        assertTrue(json.out().contains("\"error\" : \"" + bad + ": not an image"), json.out());
        assertTrue(json.out().contains("\"label\" : \"cat\""), json.out());
    }

    @Test
    void whatFailsTakesOneLineAndExitsWithOne() throws IOException {
        Path text = Files.writeString(folder.resolve("weights.pth"), "these are no weights, only a line of text");
        for (List<String> arguments : List.of(
                List.of("classify", "--model", "resnet18", "--weights", "gone.pth", sample("cat.png")),
                List.of("classify", "--model", "resnet18", "--weights", text.toString(), sample("cat.png")),
                List.of("classify", "--model", "resnet18", "--weights", folder.toString(), sample("cat.png")),
                List.of("classify", "--weights", text.toString(), folder.toString()),
                List.of("classify", "--labels", "gone.txt", sample("cat.png")),
                List.of("validate", "folder:gone"),
                List.of("validate", "folder:" + SAMPLES, "--predictions", "gone/p.csv"),
                List.of("validate", "cifar10:gone"))) {
            Answer answer = run(arguments.toArray(String[]::new));
            assertEquals(1, answer.exitCode(), answer.err());
            List<String> lines = answer.err()
                    .lines()
                    .filter(line -> !line.startsWith("note: "))
                    .toList();
            assertEquals(1, lines.size(), answer.err());
            assertTrue(lines.get(0).startsWith("resnet4j: "), answer.err());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classify",
                "classify --nonsense",
                "classify --model resnet51 cat.png",
                "classify --model resnet56 cat.png",
                "classify --weights V1 cat.png",
                "classify --model resnet50 --weights V3 cat.png",
                "classify --weights resnet50:V3 cat.png",
                "classify --model resnet18 --weights resnet50:V1 cat.png",
                "classify --weights resnet50:V1 --classes 7 cat.png",
                "classify --model resnet50 --mirror ftp://x/ cat.png",
                "weights",
                "weights download",
                "weights download --all resnet18:V1",
                "weights download resnet18",
                "weights verify",
                "weights verify resnet18:V9",
                "weights list --mirror nowhere",
                "data",
                "data download",
                "data download imagenet",
                "classify --classes 7 cat.png",
                "classify --mean 0.5,0.5 cat.png",
                "classify --crop 0 cat.png",
                "classify --interpolation cubic cat.png",
                "classify --threads 0 cat.png",
                "classify --top 0 cat.png",
                "classify --logits cat.png",
                "classify --format xml cat.png",
                "classify --max-pixels 0 cat.png",
                "classify - -",
                "classify --batch-size 0 cat.png",
                "embed",
                "embed --format npy cat.png",
                "embed --format text cat.png",
                "embed cat.png -o vectors",
                "embed cat.png -o vectors.npy --names vectors.npy",
                "embed cat.png -o vectors.csv --names names.txt",
                "features cat.png -o maps",
                "features --node layer1 cat.png",
                "features --node layer9 cat.png -o maps",
                "completion",
                "completion fish",
                "validate --batch-size 0 folder:.",
                "validate --max-pixels 715827883 folder:.",
                "validate --exif digits",
                "validate --max-pixels 89478485 digits!/train",
                "summary",
                "summary resnet50 --format xml",
                "clasify cat.png",
                "xyz",
            })
    void whatIsAskedWronglyExitsWithTwoAndUsage(String line) {
        Answer answer = run(line.split(" "));
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains("Usage: resnet4j"), answer.err());
        assertTrue(answer.out().isEmpty(), answer.out());
    }

    @Test
    void modelsAreListed() {
        Answer answer = run("models");
        assertEquals(0, answer.exitCode(), answer.err());
        List<String> lines = answer.out().lines().toList();
        assertEquals(1 + Catalogue.all().size(), lines.size());
        assertEquals("NAME PARAMETERS GFLOPS INPUT CLASSES PAPER", spaced(lines.get(0)));
        assertEquals("resnet50 25,557,032 4.089 3x224x224 1000 He et al. 2015, arXiv:1512.03385", spaced(lines.get(3)));
        assertEquals("tiny 78,002 0.004 3x32x32 10 -", spaced(lines.get(lines.size() - 1)));
        String json = spaced(run("models", "--format", "json").out());
        assertTrue(
                json.contains("\"name\" : \"resnet50\", \"parameters\" : 25557032, \"multiplyAdds\" : 4089184256,"
                        + " \"gflops\" : 4.089184256, \"input\" : [ 3, 224, 224 ], \"classes\" : 1000, \"paper\" :"
                        + " { \"citation\" : \"He et al. 2015\", \"identifier\" : \"arXiv:1512.03385\" }"),
                json);
        assertTrue(json.endsWith("\"paper\" : null } ] "), json);
    }

    /** Shapes as in table 1 of He et al. 2015. */
    @Test
    void aSummaryTracesTheShapesStageByStage() {
        Answer answer = run("summary", "resnet50", "--stages");
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals("""
                resnet50 on one image of 3x224x224

                STAGE   MADE OF                        OUTPUT  PARAMETERS  MULTIPLY-ADDS
                stem    conv1, bn1, relu, maxpool    64x56x56       9,536    118,013,952
                layer1  3 blocks                    256x56x56     215,808    667,942,912
                layer2  4 blocks                    512x28x28   1,219,584  1,027,604,480
                layer3  6 blocks                   1024x14x14   7,098,368  1,464,336,384
                layer4  3 blocks                     2048x7x7  14,964,736    809,238,528
                head    avgpool, flatten, fc             1000   2,049,000      2,048,000

                TOTAL
                parameters             25,557,032
                multiply-adds       4,089,184,256  4.089 GFLOPS in torchvision's counting
                bytes in training     150,247,328  150.2 MB: every output, in float32
                bytes in inference      5,218,304  5.2 MB: the most at any moment, in float32
                """, answer.out().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aSummaryHasEveryNode() {
        Answer answer = run("summary", "resnext50_32x4d", "--input", "1x64x48", "--classes", "7");
        assertEquals(0, answer.exitCode(), answer.err());
        List<String> lines = answer.out().lines().map(CommandLineTest::spaced).toList();
        assertEquals("resnext50_32x4d on one image of 1x64x48", lines.get(0));
        assertTrue(lines.contains("conv1 conv 7x7, 1 -> 64, stride 2 64x32x24 3,136 2,408,448"), answer.out());
        assertTrue(
                lines.contains("layer2.0.conv2 conv 3x3, 256 -> 256, stride 2, groups 32 256x8x6 18,432 884,736"),
                answer.out());
        assertTrue(lines.contains("layer4.2.relu_2 relu 2048x2x2"), answer.out());
        assertTrue(lines.contains("fc linear, 2048 -> 7 7 14,343 14,336"), answer.out());
    }

    @Test
    void aSummaryInJsonHasTheSameFigures() {
        String nodes = spaced(run("summary", "tiny", "--format", "json").out());
        assertTrue(nodes.startsWith("{ \"model\" : \"tiny\", \"input\" : [ 3, 32, 32 ], \"nodes\" : [ {"), nodes);
        assertTrue(
                nodes.contains("{ \"name\" : \"layer1.0.bn1\", \"kind\" : \"batch norm\", \"output\" : [ 8, 32, 32 ],"
                        + " \"parameters\" : 16, \"multiplyAdds\" : 0, \"bytes\" : 32768 }"),
                nodes);
        String stages =
                spaced(run("summary", "tiny", "--stages", "--format", "json").out());
        assertTrue(
                stages.contains(
                        "\"stages\" : [ { \"name\" : \"stem\", \"output\" : [ 8, 32, 32 ], \"parameters\" : 232,"
                                + " \"multiplyAdds\" : 221184, \"bytes\" : 98304 }, { \"name\" : \"layer1\""),
                stages);
        String totals = nodes.substring(nodes.lastIndexOf("], \"parameters\""));
        assertTrue(totals.startsWith("], \"parameters\" : 78002, \"multiplyAdds\" : 4153984, \"bytes\" : "), totals);
        assertTrue(stages.endsWith(totals), stages);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "resnet51 | there is no model 'resnet51'; the nearest of",
                "resnet50 --input foo | 'foo' is no shape of an image; write channels, height and width as in 3x224x224",
                "resnet50 --input 3x224 | '3x224' is no shape of an image",
                "resnet50 --input 3x-1x5 | '3x-1x5' is no shape of an image",
                "resnet50 --input 3x100000x5 | '3x100000x5' is no shape of an image",
                "resnet50 --input 3x0x5 | resnet50 at conv1 with an input of [3, 0, 5]: 7x7, stride 2 does not fit",
                "resnet50 --input 0x5x5 | resnet50's image channels must be at least 1, got 0",
                "resnet50 --classes 0 | the classes must be at least 1, got 0",
            })
    void aSummaryOfWhatCannotBeSaysWhy(String arguments, String message) {
        Answer answer = run(("summary " + arguments).split(" "));
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().lines().findFirst().orElse("").contains(message), answer.err());
        assertTrue(answer.err().contains("Usage: resnet4j summary"), answer.err());
        assertTrue(answer.out().isEmpty(), answer.out());
    }

    @Test
    void theDoctorFindsEngineDecoderAndModel() {
        Answer answer = run("doctor");
        assertEquals(0, answer.exitCode(), answer.out());
        assertTrue(answer.out().contains("engine     oneDNN 3."), answer.out());
        assertTrue(answer.out().contains("webp       " + new PillowDecoder().description()), answer.out());
        assertTrue(answer.out().contains("fp32       the embedded resnet20 is "), answer.out());
        assertTrue(answer.out().contains("training   libtorch 2."), answer.out());
        assertTrue(answer.out().matches("(?s).*\nnatives  +\\S*dnnl\\S*torch_cpu\\S*\n.*"), answer.out());
        assertTrue(answer.out().matches("(?s).*\ndata  +\\S+, \\d of 2 published data sets\n.*"), answer.out());
        String threads =
                "threads    %s unless".formatted(SessionOptions.defaults().team());
        assertTrue(answer.out().contains(threads), answer.out());
        assertTrue(run("doctor", "--format", "json").out().contains("\"healthy\" : true"));
    }

    @Test
    void whatFailsInTheDoctorsHandsIsSaidInWords() {
        DoctorCommand.Finding finding = DoctorCommand.check("x", () -> {
            throw new IllegalStateException();
        });
        assertEquals(new DoctorCommand.Finding("x", "FAILED: java.lang.IllegalStateException", false), finding);
    }

    @Test
    void validationCountsAndWritesPredictions() throws IOException {
        Path data = dataSet();
        Path csv = folder.resolve("predictions.csv");
        Answer answer = run("validate", "folder:" + data, "--predictions", csv.toString(), "--format", "json");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("\"top1\" : 20.0"), answer.out());
        assertTrue(answer.out().contains("\"top5\" : 60.0"), answer.out());
        assertTrue(answer.out().contains("\"images\" : 10"), answer.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals("file,label,prediction,probability", lines.get(0));
        assertTrue(lines.get(1).matches("airplane/photo\\.png,0,3,0\\.9\\d+"), lines.get(1));
        assertTrue(lines.get(2).matches("automobile/photo\\.png,1,3,0\\.9\\d+"), lines.get(2));
        assertEquals(11, lines.size());
        Files.writeString(data.resolve("bird/bad.png"), "text");
        Answer withFailure = run("validate", "folder:" + data, "--batch-size", "3", "--format", "json");
        assertEquals(1, withFailure.exitCode());
        assertTrue(withFailure.out().contains("\"images\" : 10"), withFailure.out());
        assertTrue(withFailure.out().contains("\"file\" : \"bird/bad.png\""), withFailure.out());
    }

    @Test
    void aShareOfNoImagesIsNull() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
            Path target = Files.createDirectories(folder.resolve("bad").resolve(name));
            Files.writeString(target.resolve("photo.png"), "text");
        }
        Answer answer = run("validate", "folder:" + folder.resolve("bad"), "--format", "json");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("\"top1\" : null"), answer.out());
        assertTrue(answer.err().contains("10/10 images"), answer.err());
    }

    @Test
    void anotherNumberOfClassesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("data/cat"));
        Files.copy(SAMPLES.resolve("cat.png"), folder.resolve("data/cat/photo.png"));
        Answer answer = run("validate", "folder:" + folder.resolve("data"));
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("classes: 1 in the data, 10 in the model"), answer.err());
    }

    @Test
    void optionsOfDecodersAreRefusedWhereNothingIsDecoded() {
        Answer answer = run("validate", "--exif", "digits");
        assertTrue(answer.err().startsWith("--exif has no effect: digits holds pixels, not image files"), answer.err());
        answer = run("validate", "--max-pixels", "9", "digits");
        assertTrue(answer.err().startsWith("--max-pixels has no effect: digits holds"), answer.err());
    }

    @Test
    void aDataSetWithTheModelsNamesGetsNoNote() throws IOException {
        Answer answer = run("validate", "folder:" + dataSet());
        assertEquals(0, answer.exitCode(), answer.err());
        assertFalse(answer.err().contains("only their order counts"), answer.err());
        Answer renamed = run("validate", "--labels", "digits", "folder:" + folder.resolve("data"));
        assertEquals(0, renamed.exitCode(), renamed.err());
        assertTrue(renamed.err().contains("where the first is airplane and 0; only their order"), renamed.err());
    }

    @Test
    void labelsThatAreNoFileAreToldTheNames() {
        Answer answer = run("classify", "--labels", "nosuch", sample("cat.png"));
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.err()
                        .contains("resnet4j: nosuch: there is no such file, and no such labels; known are imagenet1k,"
                                + " cifar10, cifar100 or digits"),
                answer.err());
        Answer directory = run("classify", "--labels", folder.toString(), sample("cat.png"));
        assertTrue(directory.err().contains("resnet4j: " + folder + ": it is a folder; name a file"), directory.err());
    }

    @Test
    void helpIsThereForEveryVerb() {
        for (String verb : List.of(
                "classify",
                "validate",
                "models",
                "summary",
                "weights",
                "weights list",
                "weights download",
                "weights verify",
                "weights inspect",
                "weights convert",
                "data",
                "data download",
                "data info",
                "doctor")) {
            Answer answer = run((verb + " --help").split(" "));
            assertEquals(0, answer.exitCode());
            assertTrue(answer.out().startsWith("Usage: resnet4j " + verb), answer.out());
            assertFalse(answer.out().contains("null"), answer.out());
        }
    }

    /** CIFAR-10's classes in order; the photo of a cat in all of them, but for the bird. */
    private Path dataSet() throws IOException {
        List<String> classes =
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        for (String name : classes) {
            Path target = Files.createDirectories(folder.resolve("data").resolve(name));
            boolean bird = name.equals("bird");
            Files.copy(
                    SAMPLES.resolve(bird ? "bird.jpg" : "cat.png"), target.resolve(bird ? "photo.jpg" : "photo.png"));
        }
        return folder.resolve("data");
    }

    /** With one space for any run of white space: how wide a column is, is not the matter here. */
    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    static String sample(String file) {
        return SAMPLES.resolve(file).toString();
    }
}
