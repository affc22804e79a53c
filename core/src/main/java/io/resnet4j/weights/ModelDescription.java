package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a safetensors file of ours says of itself, under the metadata key {@value Model#DESCRIPTION}, so that the file alone tells
 * what to build and how to feed it:
 *
 * <pre>
 * {"format": 1, "model": "resnet20", "options": {}, "classes": ["airplane", ...],
 *  "preprocessing": {"resize": 32, "crop": 32, "interpolation": "bilinear", "mean": [...], "std": [...]},
 *  "recipe": ..., "figures": ...}
 * </pre>
 *
 * The options are {@link SpecOptions}; there are as many means and deviations as the network's images have channels. The last
 * two fields are for people. A format, a field or an option that is not known is refused, never passed over.
 */
record ModelDescription(ResNetSpec spec, Labels labels, Preprocessing preprocessing) {
    private static final int FORMAT = 1;

    /** The description in a file; empty where there is none. */
    static Optional<ModelDescription> of(Checkpoint checkpoint) throws MalformedFileException {
        String text = checkpoint.metadata().get(Model.DESCRIPTION);
        return text == null ? Optional.empty() : Optional.of(parse(checkpoint.file(), text));
    }

    static ModelDescription parse(String file, String text) throws MalformedFileException {
        Json json = Json.parse(file, Model.DESCRIPTION, text);
        int format = json.integer("format");
        if (format != FORMAT) {
            throw new MalformedFileException(
                    file, "it describes itself in format %d; this version reads %d".formatted(format, FORMAT));
        }
        json.only("format", "model", "options", "classes", "preprocessing", "recipe", "figures");
        try {
            List<String> classes =
                    json.texts("classes").stream().map(Printable::of).toList();
            String name = Printable.of(json.name("model"));
            ResNetSpec spec = SpecOptions.read(name, json.object("options"), classes.size());
            spec.network(); // which refuses options that do not go together
            Preprocessing preprocessing = preprocessing(json.object("preprocessing"), spec.channels());
            return new ModelDescription(spec, new Labels(classes), preprocessing);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, Model.DESCRIPTION + ": " + e.getMessage(), e);
        }
    }

    /**
     * The text that {@link #of} reads.
     *
     * @throws IllegalArgumentException when the network has parts without a name, or images are prepared with other channels
     *     than it takes
     */
    String toJson() {
        int channels = preprocessing.normalization().mean().length;
        if (channels != spec.channels()) {
            throw new IllegalArgumentException("%s takes images of %d channels, and they are prepared with %d"
                    .formatted(spec.name(), spec.channels(), channels));
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.STRICT.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("model", spec.name());
            json.writeFieldName("options");
            Json.write(json, SpecOptions.of(spec));
            json.writeFieldName("classes");
            Json.write(json, labels.names());
            json.writeObjectFieldStart("preprocessing");
            json.writeNumberField("resize", preprocessing.resize());
            json.writeNumberField("crop", preprocessing.crop());
            json.writeStringField(
                    "interpolation", preprocessing.interpolation().name().toLowerCase(Locale.ROOT));
            writeFloats(json, "mean", preprocessing.normalization().mean());
            writeFloats(json, "std", preprocessing.normalization().std());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private static void writeFloats(JsonGenerator json, String name, float[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    /** How images of so many channels are prepared. */
    static Preprocessing preprocessing(Json json, int channels) throws MalformedFileException {
        json.only("resize", "crop", "interpolation", "mean", "std");
        Interpolation interpolation = Interpolation.named(json.name("interpolation"));
        Normalization normalization = new Normalization(json.floats("mean", channels), json.floats("std", channels));
        return new Preprocessing(json.integer("resize"), json.integer("crop"), interpolation, normalization);
    }
}
