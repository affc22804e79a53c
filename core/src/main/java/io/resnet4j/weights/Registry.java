package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.WholeFile;
import io.resnet4j.model.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weights that can be asked for by name. {@link #builtIn} has torchvision's; a file of the same format
 * ({@link RegistryFile}) adds a team's own with {@link #with}.
 *
 * <p>A name is {@code resnet50:IMAGENET1K_V2} or, as torchvision writes it, {@code ResNet50_Weights.IMAGENET1K_V2}; after
 * the model's name the last part of the weights' does too ({@code V2}), and {@code DEFAULT} means what the registry says.
 * Upper and lower case do not differ. Immutable.
 */
public final class Registry {
    /** What a model's best weights are called. */
    public static final String DEFAULT = "DEFAULT";

    private static final String TORCHVISIONS = "_weights";

    private final List<PublishedWeights> entries;
    private final Map<String, String> defaults;

    /**
     * @param entries no two of the same model and name, or of one file name and other content
     * @param defaults for each model that has a default, the name of its weights, both in small letters or capitals
     * @throws IllegalArgumentException when entries or defaults collide, or a default is none of the entries
     */
    Registry(List<PublishedWeights> entries, Map<String, String> defaults) {
        this.entries = List.copyOf(entries);
        Set<String> ids = new HashSet<>();
        Map<String, String> files = new HashMap<>();
        for (PublishedWeights entry : entries) {
            if (!ids.add(entry.id().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("there are two weights called " + entry.id());
            }
            String other = files.putIfAbsent(entry.file().toLowerCase(Locale.ROOT), entry.sha256());
            if (other != null && !other.equals(entry.sha256())) {
                throw new IllegalArgumentException(
                        "two contents for one file %s: %s and %s".formatted(entry.file(), other, entry.sha256()));
            }
        }
        Map<String, String> ours = new HashMap<>();
        defaults.forEach((model, name) -> {
            PublishedWeights entry = of(requireModel(model)).stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the default %s:%s is none of the weights".formatted(model, name)));
            if (ours.put(entry.model(), entry.name()) != null) {
                throw new IllegalArgumentException("there are two defaults for " + entry.model());
            }
        });
        this.defaults = Map.copyOf(ours);
    }

    /** A model's name in any spelling that {@link #find} takes; refuses others, with the nearest. */
    private static String requireModel(String name) {
        if (Catalogue.all().stream().noneMatch(spec -> spec.name().equalsIgnoreCase(name))) {
            Catalogue.named(name);
        }
        return name;
    }

    /** torchvision's 17 ImageNet weights of ten networks. */
    public static Registry builtIn() {
        return BuiltIn.REGISTRY;
    }

    /**
     * This registry and the weights that {@code file} lists; its defaults go before those that are here already.
     *
     * @throws MalformedFileException when it is no registry, or a name is taken already
     */
    public Registry with(Path file) throws IOException {
        byte[] content = WholeFile.read(file, Json.LONGEST, "a registry");
        Registry other = RegistryFile.parse(file.toString(), content);
        List<PublishedWeights> all = new ArrayList<>(entries);
        all.addAll(other.entries);
        Map<String, String> allDefaults = new HashMap<>(defaults);
        allDefaults.putAll(other.defaults);
        try {
            return new Registry(all, allDefaults);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file.toString(), e.getMessage(), e);
        }
    }

    /** All weights, in the order of the files. */
    public List<PublishedWeights> entries() {
        return entries;
    }

    /** The weights that {@link #DEFAULT} means for a model; empty where there are none. */
    public Optional<PublishedWeights> defaultOf(String model) {
        return find(model, DEFAULT);
    }

    /**
     * The weights of that full name; empty when {@code text} is not of the form of such a name.
     *
     * @throws IllegalArgumentException when it is, and there are none: the message names those that there are
     */
    public Optional<PublishedWeights> find(String text) {
        int colon = text.indexOf(':');
        int dot = text.indexOf('.');
        String model;
        String name;
        if (colon > 0) {
            model = text.substring(0, colon);
            name = text.substring(colon + 1);
        } else if (dot > 0 && text.substring(0, dot).toLowerCase(Locale.ROOT).endsWith(TORCHVISIONS)) {
            model = text.substring(0, dot - TORCHVISIONS.length()).toLowerCase(Locale.ROOT);
            name = text.substring(dot + 1);
        } else {
            return Optional.empty();
        }
        if (model.length() < 2 || !name.matches("[\\w.+-]+")) {
            return Optional.empty(); // C:\file, or an address
        }
        return Optional.of(named(model, name));
    }

    /**
     * The weights of a model by a name, its last part ({@code V2}) or {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException when there are none: the message names those that there are
     */
    public PublishedWeights named(String model, String name) {
        return find(model, name).orElseThrow(() -> {
            List<String> known = of(model).stream().map(PublishedWeights::name).toList();
            return new IllegalArgumentException(
                    known.isEmpty()
                            ? "no weights of '%s' are published; there are some of %s".formatted(model, models())
                            : "%s has no published weights '%s'; it has %s"
                                    .formatted(model, name, String.join(", ", known)));
        });
    }

    /** The weights that were published in a file of that name, now or once; empty where none were. */
    public Optional<PublishedWeights> ofFile(String fileName) {
        return entries.stream()
                .filter(entry -> entry.sha256Of(fileName).isPresent())
                .findFirst();
    }

    private Optional<PublishedWeights> find(String model, String name) {
        List<PublishedWeights> candidates = of(model);
        if (name.equalsIgnoreCase(DEFAULT)) {
            return candidates.stream()
                    .filter(entry -> entry.name().equalsIgnoreCase(defaults.get(entry.model())))
                    .findFirst();
        }
        String end = "_" + name.toLowerCase(Locale.ROOT);
        List<PublishedWeights> ending = candidates.stream()
                .filter(entry -> entry.name().toLowerCase(Locale.ROOT).endsWith(end))
                .toList();
        return candidates.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .findFirst()
                .or(() -> ending.size() == 1 ? Optional.of(ending.get(0)) : Optional.empty());
    }

    private List<PublishedWeights> of(String model) {
        return entries.stream()
                .filter(entry -> entry.model().equalsIgnoreCase(model))
                .toList();
    }

    private String models() {
        return entries.stream().map(PublishedWeights::model).distinct().collect(Collectors.joining(", "));
    }

    /** A holder, so that the file is read when it is first asked for. */
    private static final class BuiltIn {
        static final Registry REGISTRY = read("registry.json");

        private static Registry read(String name) {
            try (InputStream in = Registry.class.getResourceAsStream(name)) {
                return RegistryFile.parse(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
