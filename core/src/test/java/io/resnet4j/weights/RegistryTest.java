package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Summary;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    private static final Registry REGISTRY = Registry.builtIn();

    private static final String TEAM = """
            {"format": 1, "defaults": {"resnet18": "OURS"}, "weights": [
              {"model": "resnet18", "name": "OURS", "url": "http://models.example.org/a/ours.safetensors",
               "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "formerFiles": [],
               "preprocessing": {"resize": 40, "crop": 36, "interpolation": "bicubic",
                                 "mean": [0.5, 0.25, 0.125], "std": [1, 2, 4]},
               "classes": ["hot", "cold"], "recipe": "none", "licence": "ours"}]}""";

    @TempDir
    private Path folder;

    @Test
    void classesMayBeThoseOfADataSet() throws IOException {
        String text = TEAM.replace("[\"hot\", \"cold\"]", "\"cifar100\"");
        Registry both = REGISTRY.with(Files.writeString(folder.resolve("team.json"), text));
        assertEquals(Labels.cifar100(), both.named("resnet18", "OURS").labels());
    }

    /** What torchvision says, by {@code core/src/test/golden/published_weights.py}. */
    static List<Map<String, String>> torchvisions() throws IOException {
        try (InputStream in = RegistryTest.class.getResourceAsStream("published.tsv")) {
            List<String[]> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .toList();
            List<Map<String, String>> rows = new ArrayList<>();
            for (String[] line : lines.subList(1, lines.size())) {
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < line.length; i++) {
                    row.put(lines.get(0)[i], line[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Test
    void thereAreTorchvisionsSeventeenInItsOrder() throws IOException {
        List<String> theirs = torchvisions().stream()
                .map(row -> row.get("model") + ":" + row.get("name"))
                .toList();
        assertEquals(17, theirs.size());
        assertEquals(
                theirs, REGISTRY.entries().stream().map(PublishedWeights::id).toList());
    }

    @ParameterizedTest
    @MethodSource("torchvisions")
    void everyFactIsTorchvisions(Map<String, String> theirs) throws GeneralSecurityException {
        PublishedWeights ours = REGISTRY.named(theirs.get("model"), theirs.get("name"));
        assertEquals(
                Optional.of(ours), REGISTRY.find(theirs.get("class") + "." + theirs.get("name")), "their spelling");
        assertEquals(
                theirs.get("default").equals("yes"),
                REGISTRY.defaultOf(ours.model()).equals(Optional.of(ours)));
        assertEquals(URI.create(theirs.get("url")), ours.url());
        assertTrue(ours.file().endsWith("-" + ours.sha256() + ".pth"), ours.file());
        assertEquals(8, ours.sha256().length());
        assertEquals("bilinear", theirs.get("interpolation"));
        assertEquals(
                new Preprocessing(
                        Integer.parseInt(theirs.get("resize")),
                        Integer.parseInt(theirs.get("crop")),
                        Interpolation.BILINEAR,
                        new Normalization(floats(theirs.get("mean")), floats(theirs.get("std")))),
                ours.preprocessing());
        String labels = String.join("\n", ours.labels().names());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(labels.getBytes(StandardCharsets.UTF_8));
        assertEquals(theirs.get("categories"), HexFormat.of().formatHex(digest));
        PublishedWeights.Figures figures = ours.figures().orElseThrow();
        assertEquals(Long.parseLong(theirs.get("parameters")), figures.parameters());
        assertEquals(Double.parseDouble(theirs.get("gflops")), figures.gflops());
        assertEquals(Double.parseDouble(theirs.get("acc1")), figures.acc1());
        assertEquals(Double.parseDouble(theirs.get("acc5")), figures.acc5());
        assertEquals(Double.parseDouble(theirs.get("mebibytes")), figures.mebibytes());
        assertEquals(theirs.get("recipe"), ours.recipe());
        assertTrue(ours.licence().contains("terms and conditions derived from the dataset"), ours.licence());
    }

    /** Two sources, torchvision's word and our own count. */
    @ParameterizedTest
    @MethodSource("torchvisions")
    void theNetworkHasThePublishedParameters(Map<String, String> theirs) {
        ResNetSpec spec =
                REGISTRY.named(theirs.get("model"), theirs.get("name")).spec();
        Summary summary = Summary.of(spec.network(), Shape.of(3, 224, 224));
        assertEquals(Long.parseLong(theirs.get("parameters")), summary.parameters());
        assertEquals(Double.parseDouble(theirs.get("gflops")), summary.gigaflops(), 5.1e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50:IMAGENET1K_V1, resnet50-0676ba61.pth",
        "resnet50:V1, resnet50-0676ba61.pth",
        "resnet50:v2, resnet50-11ad3fa6.pth",
        "resnet50:DEFAULT, resnet50-11ad3fa6.pth",
        "ResNet50_Weights.DEFAULT, resnet50-11ad3fa6.pth",
        "ResNeXt101_32X8D_Weights.IMAGENET1K_V2, resnext101_32x8d-110c445d.pth",
        "Wide_ResNet101_2_Weights.V1, wide_resnet101_2-32ee1156.pth",
        "resnext101_64x4d:DEFAULT, resnext101_64x4d-173b62eb.pth",
        "resnet18:default, resnet18-f37072fd.pth",
    })
    void everySpellingFindsItsFile(String name, String file) {
        assertEquals(file, REGISTRY.find(name).orElseThrow().file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "resnet50.pth", "dir/resnet50-0676ba61.pth", "C:\\w\\a.pth", "https://a/b.pth"})
    void filesAreNoNames(String text) {
        assertEquals(Optional.empty(), REGISTRY.find(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resnet50:V3 | resnet50 has no published weights 'V3'; it has IMAGENET1K_V1, IMAGENET1K_V2",
                "resnet51:V1 | no weights of 'resnet51' are published; there are some of resnet18, resnet34, resnet50",
                "resnet18:V2 | resnet18 has no published weights 'V2'; it has IMAGENET1K_V1",
                "ResNet50_Weights.IMAGENET | resnet50 has no published weights 'IMAGENET'; it has IMAGENET1K_V1",
            })
    void whatIsNotPublishedIsAnErrorThatNamesWhatIs(String name, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> REGISTRY.find(name));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18-5c106cde.pth, resnet18:IMAGENET1K_V1, 5c106cde",
        "resnet34-333f7ec4.pth, resnet34:IMAGENET1K_V1, 333f7ec4",
        "resnet50-19c8e357.pth, resnet50:IMAGENET1K_V1, 19c8e357",
        "resnet101-5d3b4d8f.pth, resnet101:IMAGENET1K_V1, 5d3b4d8f",
        "resnet152-b121ed2d.pth, resnet152:IMAGENET1K_V1, b121ed2d",
        "resnet152-f82ba261.pth, resnet152:IMAGENET1K_V2, f82ba261",
    })
    void filesAreKnownByTheirNamesNowAndFormerly(String file, String id, String digits) {
        PublishedWeights entry = REGISTRY.ofFile(file).orElseThrow();
        assertEquals(id, entry.id());
        assertEquals(Optional.of(digits), entry.sha256Of(file));
        assertEquals(Optional.empty(), REGISTRY.ofFile(file.toUpperCase(Locale.ROOT)));
    }

    @Test
    void aTeamsFileAddsItsOwn() throws IOException {
        Registry both = REGISTRY.with(Files.writeString(folder.resolve("team.json"), TEAM));
        assertEquals(18, both.entries().size());
        PublishedWeights ours = both.find("resnet18:ours").orElseThrow();
        assertEquals(Optional.of(ours), both.defaultOf("resnet18"));
        assertEquals("ours.safetensors", ours.file());
        assertEquals(new Labels(List.of("hot", "cold")), ours.labels());
        assertEquals(2, ours.spec().classes());
        assertEquals(Interpolation.BICUBIC, ours.preprocessing().interpolation());
        assertEquals(Optional.empty(), ours.figures());
        assertEquals("resnet18-f37072fd.pth", both.named("resnet18", "V1").file());
        assertEquals(17, REGISTRY.entries().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ResNet18\": \"OURS\"}", "{\"RESNET18\": \"ours\"}"})
    void aTeamsDefaultCountsHoweverItIsSpelt(String defaults) throws IOException {
        String text = TEAM.replace("{\"resnet18\": \"OURS\"}", defaults);
        Registry both = REGISTRY.with(Files.writeString(folder.resolve("team.json"), text));
        assertEquals("resnet18:OURS", both.defaultOf("resnet18").orElseThrow().id());
        assertEquals("resnet18:OURS", both.named("RESNET18", "Default").id());
    }

    @Test
    void aRegistryIsShortUtf8() throws IOException {
        Path file = folder.resolve("team.json");
        Files.write(file, TEAM.replace("none", "b\u00e4r").getBytes(StandardCharsets.ISO_8859_1));
        Exception e = assertThrows(MalformedFileException.class, () -> REGISTRY.with(file));
        assertEquals(file + ": a registry is UTF-8 text", e.getMessage());
        Files.writeString(file, TEAM + " ".repeat(1 << 20));
        e = assertThrows(MalformedFileException.class, () -> REGISTRY.with(file));
        assertTrue(e.getMessage().endsWith("bytes are more than a registry can have, 1048576"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\": 1 | \"format\": 2 | it is a registry in format 2; this version reads 1",
                "\"licence\" | \"license\" | registry.weights[0] has no field 'license'; it has model, name",
                "\"weights\": [ | \"weights\": [7, | registry.weights[0] should be an object, got 7.0",
                "\"defaults\": {\"resnet18\" | \"defaults\": {\"resnet81\" | there is no model 'resnet81'; the nearest of",
                "{\"resnet18\": \"OURS\" | {\"resnet18\": \"OURS\", \"ResNet18\": \"ours\" | there are two defaults for resnet18",
                "\"crop\": 36 | \"crop\": 36, \"antialias\": true | registry.weights[0].preprocessing has no field 'antialias'",
                "[0.5, 0.25, 0.125] | [0.5] | preprocessing.mean should be an array of 3 numbers, got an array of 1",
                "\"recipe\": \"none\" | \"recipe\": {\"a\": [1]} | weights[0].recipe should be a text, got an object",
                "models.example.org | models.example.org:70000 | is no address of a file",
                "models.example.org | a b | the url is no address: Illegal character in authority at character",
                "\"name\": \"OURS\" | \"name\": \"IMAGENET1K_V1\" | the default resnet18:OURS is none of the weights",
                "OURS | IMAGENET1K_V1 | there are two weights called resnet18:IMAGENET1K_V1",
                "OURS | default | the weights 'default': 'default' is no name",
                "ours.safetensors | resnet18-f37072fd.pth | two contents for one file resnet18-f37072fd.pth",
                "ours.safetensors | .. | the weights 'OURS': 'http://models.example.org/a/..' is no address of a file",
                "ours.safetensors | `` | is no address of a file; write https://HOST/.../FILE",
                "http://models.example.org | file:///etc | is no address of a file; write https://HOST/.../FILE",
                "0123456789abcdef01 | 0123456789ABCDEF01 | is no start of a SHA-256; write 8 to 64 digits",
                "\"formerFiles\": [] | \"formerFiles\": [\"a.pth\"] | 'a.pth' does not end like resnet50-19c8e357.pth",
                "[\"hot\", \"cold\"] | \"imagenet21k\" | there are no classes 'imagenet21k'; write imagenet1k, cifar10",
                "\"model\": \"resnet18\" | \"model\": \"resnet19\" | there is no model 'resnet19'; the nearest of",
                "bicubic | cubic | there is no interpolation 'cubic'; known are [nearest, box, bilinear, hamming, bicubic",
                "\"crop\": 36 | \"crop\": 0 | resize is at least 1 and crop between",
                "\"recipe\" | \"url\" | Duplicate field 'url'",
                "http://models | http://me:secret@models | the address of ours.safetensors holds a name or password",
                "\"formerFiles\": [] | \"figures\": {\"parameters\": 1, \"gflops\": 1, \"acc1\": 1, \"acc5\": 1, \"mebibytes\": -5} | above zero",
            })
    void aFileThatIsNoRegistryIsRefused(String part, String replacement, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("team.json"), TEAM.replace(part, replacement));
        Exception e = assertThrows(MalformedFileException.class, () -> REGISTRY.with(file));
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(problem), e.getMessage());
    }

    private static float[] floats(String text) {
        String[] parts = text.split(",");
        float[] values = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Float.parseFloat(parts[i]);
        }
        return values;
    }
}
