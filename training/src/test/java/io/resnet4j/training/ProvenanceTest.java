package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.resnet4j.io.Processor;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.vision.RawImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    private Path folder;

    @Test
    void saysWithWhatARunWasMade() throws IOException {
        Path file = folder.resolve("provenance.json");
        Provenance.Data data = new Provenance.Data("digits", 1437, 10, "ab12", "paths");
        new Provenance(
                        Instant.parse("2026-01-31T12:00:00.123Z"),
                        List.of("train", "a \"quoted\" name"),
                        "slow 1.0",
                        List.of(data, data))
                .write(file);
        Map<String, List<String>> found = values(file);
        assertEquals(List.of("2026-01-31T12:00:00Z"), found.get("started"));
        assertEquals(List.of("train", "a \"quoted\" name"), found.get("command"));
        assertEquals(List.of("slow 1.0"), found.get("engine"));
        assertEquals(List.of(Runtime.version().toString()), found.get("java"));
        assertEquals(List.of(Processor.name()), found.get("processor"));
        assertEquals(List.of("" + Runtime.getRuntime().availableProcessors()), found.get("cores"));
        assertEquals(List.of("1437", "1437"), found.get("images"));
        assertEquals(List.of("ab12", "ab12"), found.get("sha256"));
        assertEquals(1, found.get("resnet4j").size());
        assertTrue(found.get("system").get(0).startsWith(System.getProperty("os.name")));
        if (Files.exists(Path.of("/proc/meminfo"))) {
            long memory = Long.parseLong(found.get("memory").get(0));
            assertTrue(memory >= Runtime.getRuntime().totalMemory(), "bytes: " + memory);
        }
    }

    @Test
    void imagesInMemoryAreKnownByPathsLabelsAndPixels() throws Exception {
        Provenance.Data training = data("digits!/train");
        assertEquals(1442, training.images());
        assertEquals(10, training.classes());
        assertEquals("paths, labels and pixels", training.of());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (RawImages digits = (RawImages) DataSets.open("digits!/train")) {
            for (int i = 0; i < 1442; i++) {
                DataSet.Sample sample = digits.samples().get(i);
                digest.update((sample.path() + "\t" + sample.label() + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(digits.values(i));
            }
        }
        assertEquals(HexFormat.of().formatHex(digest.digest()), training.sha256());
    }

    @Test
    void filesAreKnownByPathsAndLabels() throws IOException {
        Provenance.Data before = Provenance.Data.of(new Listed(List.of(new DataSet.Sample("cat/1.png", 0))));
        assertEquals("paths and labels", before.of());
        assertEquals(1, before.images());
        Provenance.Data renamed = Provenance.Data.of(new Listed(List.of(new DataSet.Sample("cat/2.png", 0))));
        assertNotEquals(before.sha256(), renamed.sha256());
        Provenance.Data moved = Provenance.Data.of(new Listed(List.of(new DataSet.Sample("cat/1.png", 1))));
        assertNotEquals(before.sha256(), moved.sha256());
    }

    /** Files that nobody may read. */
    private record Listed(List<Sample> samples) implements DataSet {
        @Override
        public String name() {
            return "listed";
        }

        @Override
        public List<String> classes() {
            return List.of("cat", "dog");
        }

        @Override
        public Image image(int index, ImageDecoder decoder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static Provenance.Data data(String name) throws IOException {
        try (DataSet set = DataSets.open(name)) {
            return Provenance.Data.of(set);
        }
    }

    /** All texts and numbers of a file, by the names that they have. */
    private static Map<String, List<String>> values(Path file) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            String name = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = json.currentName();
                } else if (token.isScalarValue()) {
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(json.getText());
                }
            }
        }
        return values;
    }
}
