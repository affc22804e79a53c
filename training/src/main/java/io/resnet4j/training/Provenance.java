package io.resnet4j.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.Processor;
import io.resnet4j.io.Sha256;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.RawImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * With what a run was made: what it takes to say, a year later, why another run came out differently.
 *
 * <pre>
 * {"started": "2026-01-31T12:00:00Z", "command": ["train", "digits", ...],
 *  "versions": {"resnet4j": "1.0", "java": "17.0.15+6", "engine": "..."},
 *  "machine": {"processor": "...", "instructions": ["avx2", ...], "cores": 2, "memory": 8589934592, "system": "Linux 6.1 amd64"},
 *  "data": [{"name": "digits", "images": 1437, "classes": 10, "sha256": "...", "of": "paths, labels and pixels"}, ...]}
 * </pre>
 *
 * @param started when the run began
 * @param command the command line, a word each; empty where there was none
 * @param engine what the engine says of itself
 * @param data what was learnt from, then what was tested with
 */
record Provenance(Instant started, List<String> command, String engine, List<Data> data) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /**
     * A data set as it was found.
     *
     * @param sha256 of all that {@code of} names
     */
    record Data(String name, int images, int classes, String sha256, String of) {
        /** Reads the pixels of images in memory; files are known by their paths only, for reading them all takes minutes. */
        static Data of(DataSet set) throws IOException {
            String sha256 = Sha256.of(channel -> {
                for (int i = 0; i < set.samples().size(); i++) {
                    DataSet.Sample sample = set.samples().get(i);
                    String line = sample.path() + "\t" + sample.label() + "\n";
                    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                    if (set instanceof RawImages raw) {
                        channel.write(ByteBuffer.wrap(raw.values(i)));
                    }
                }
            });
            String of = set instanceof RawImages ? "paths, labels and pixels" : "paths and labels";
            return new Data(set.name(), set.samples().size(), set.classes().size(), sha256, of);
        }
    }

    /** Copies the lists. */
    Provenance {
        command = List.copyOf(command);
        data = List.copyOf(data);
    }

    /** Writes the file, with what there is to say of this machine. */
    void write(Path file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField(
                    "started", started.truncatedTo(ChronoUnit.SECONDS).toString());
            writeTexts("command", command, json);
            writeVersions(json);
            writeMachine(json);
            json.writeArrayFieldStart("data");
            for (Data set : data) {
                json.writeStartObject();
                json.writeStringField("name", set.name());
                json.writeNumberField("images", set.images());
                json.writeNumberField("classes", set.classes());
                json.writeStringField("sha256", set.sha256());
                json.writeStringField("of", set.of());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        AtomicFile.write(file, text.toByteArray());
    }

    private void writeVersions(JsonGenerator json) throws IOException {
        String version = Provenance.class.getPackage().getImplementationVersion();
        json.writeObjectFieldStart("versions");
        json.writeStringField("resnet4j", version == null ? "(not from a jar)" : version);
        json.writeStringField("java", Runtime.version().toString());
        json.writeStringField("engine", engine);
        json.writeEndObject();
    }

    private static void writeMachine(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", Processor.name());
        writeTexts("instructions", Processor.instructionSets(), json);
        json.writeNumberField("cores", Runtime.getRuntime().availableProcessors());
        OptionalLong memory = memory();
        if (memory.isPresent()) {
            json.writeNumberField("memory", memory.getAsLong());
        }
        json.writeStringField(
                "system",
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        json.writeEndObject();
    }

    /** Bytes of the machine's memory; empty outside Linux, where only native code could ask. */
    private static OptionalLong memory() throws IOException {
        if (!Files.isReadable(MEMINFO)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(MEMINFO).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writeArray(texts.toArray(String[]::new), 0, texts.size());
    }
}
