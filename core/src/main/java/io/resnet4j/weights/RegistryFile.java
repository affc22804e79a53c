package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import io.resnet4j.vision.Labels;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry as a file, torchvision's in the jar and a team's own alike:
 *
 * <pre>
 * {"format": 1,
 *  "defaults": {"resnet50": "OURS_2026"},
 *  "weights": [
 *    {"model": "resnet50", "name": "OURS_2026",
 *     "url": "https://models.example.org/resnet50-ours.safetensors",
 *     "sha256": "8 to 64 digits", "formerFiles": [],
 *     "preprocessing": {"resize": 232, "crop": 224, "interpolation": "bilinear", "mean": [...], "std": [...]},
 *     "classes": "imagenet1k", "cifar10", "cifar100", "digits" or ["healthy", "ill"],
 *     "figures": {"parameters": 25557032, "gflops": 4.089, "acc1": 80.858, "acc5": 95.434, "mebibytes": 97.79},
 *     "recipe": "...", "licence": "..."}]}
 * </pre>
 *
 * {@code defaults}, {@code formerFiles}, {@code figures}, {@code recipe} and {@code licence} may be left out; a field that is
 * not listed here is refused.
 */
final class RegistryFile {
    private static final int FORMAT = 1;
    private static final int LONGEST_ADDRESS = 2000;
    private static final int RGB = 3;

    private RegistryFile() {}

    static Registry parse(String file, byte[] content) throws MalformedFileException {
        Json json = Json.parse(file, "registry", text(file, content));
        int format = json.integer("format");
        if (format != FORMAT) {
            throw new MalformedFileException(
                    file, "it is a registry in format %d; this version reads %d".formatted(format, FORMAT));
        }
        json.only("format", "defaults", "weights");
        List<PublishedWeights> entries = new ArrayList<>();
        for (Json entry : json.objects("weights")) {
            entries.add(entry(file, entry));
        }
        try {
            return new Registry(entries, json.has("defaults") ? json.namesByName("defaults") : Map.of());
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, e.getMessage(), e);
        }
    }

    private static String text(String file, byte[] content) throws MalformedFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file, "a registry is UTF-8 text", e);
        }
    }

    private static PublishedWeights entry(String file, Json json) throws MalformedFileException {
        json.only(
                "model",
                "name",
                "url",
                "sha256",
                "formerFiles",
                "preprocessing",
                "classes",
                "figures",
                "recipe",
                "licence");
        String name = json.name("name");
        try {
            if (!name.matches("\\w[\\w.+-]*") || name.equalsIgnoreCase(Registry.DEFAULT)) {
                throw new IllegalArgumentException("'%s' is no name; write letters, digits and _".formatted(name));
            }
            return new PublishedWeights(
                    json.name("model"),
                    name,
                    address(json.text("url", LONGEST_ADDRESS)),
                    json.name("sha256"),
                    json.has("formerFiles") ? json.namesIn("formerFiles") : List.of(),
                    ModelDescription.preprocessing(json.object("preprocessing"), RGB),
                    labels(json),
                    json.has("figures") ? Optional.of(figures(json.object("figures"))) : Optional.empty(),
                    textOrNothing(json, "recipe"),
                    textOrNothing(json, "licence"));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, "the weights '%s': %s".formatted(name, e.getMessage()), e);
        }
    }

    private static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the url is no address: %s at character %d, counted from 0".formatted(e.getReason(), e.getIndex()),
                    e);
        }
    }

    private static String textOrNothing(Json json, String name) throws MalformedFileException {
        return json.has(name) ? Printable.of(json.text(name)) : "";
    }

    private static Labels labels(Json json) throws MalformedFileException {
        if (!json.isText("classes")) {
            return new Labels(json.texts("classes").stream().map(Printable::of).toList());
        }
        String set = json.name("classes");
        return Labels.named(set)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no classes '%s'; write %s, or a list of names".formatted(set, Labels.NAMES)));
    }

    private static PublishedWeights.Figures figures(Json json) throws MalformedFileException {
        json.only("parameters", "gflops", "acc1", "acc5", "mebibytes");
        return new PublishedWeights.Figures(
                json.integer("parameters"),
                json.decimal("gflops"),
                json.decimal("acc1"),
                json.decimal("acc5"),
                json.decimal("mebibytes"));
    }
}
