package io.resnet4j.cli;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.weights.CheckpointOptions;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which model a verb takes, and with which weights. */
final class SourceOptions {
    /** What torchvision calls weights, and what is short for it; anything else without a model is a file. */
    private static final Pattern SHORT_NAME = Pattern.compile("(?i)DEFAULT|V\\d+|IMAGENET1K_\\w+");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            completionCandidates = ModelNames.class,
            description = "A model of the catalogue; see 'resnet4j models'.")
    private String model;

    @Option(
            names = "--weights",
            paramLabel = "NAME|FILE|DIR",
            description = {
                "Published weights, such as resnet50:V2 (see 'resnet4j weights list'), which are downloaded when they are"
                        + " not in the cache; a .pth or .safetensors file, or a folder with model.safetensors; with --model also"
                        + " V1, V2 or DEFAULT.",
                "Default: DEFAULT, for resnet20 the file that comes with it, unless the registry says otherwise."
            })
    private String weights;

    @Mixin
    private RegistryOptions registry;

    @Option(names = "--classes", paramLabel = "N", description = "Outputs of the head, if not the model's own.")
    private Integer classes;

    @Mixin
    private CheckpointSelection selection;

    /** Weights to take where the user names neither model nor weights: those of the model, if their name says nothing of it. */
    void usually(String model, String weights) {
        if (this.model == null && this.weights == null) {
            this.model = SHORT_NAME.matcher(weights).matches() ? model : null;
            this.weights = weights;
        }
    }

    /** The weights that are taken, in the user's words. */
    String weights() {
        return weights == null ? Registry.DEFAULT : weights;
    }

    /**
     * Opens the model that was asked for, and says on stderr which that is where nobody said.
     *
     * @param download whether published weights are downloaded that are not here; otherwise untrained ones take their place
     */
    Model open(boolean download) throws IOException {
        if (registry.file().isPresent()) {
            registry.registry(); // refuses a file that is broken, whether it is of use or not
        }
        boolean isDefault = weights == null || weights.equalsIgnoreCase(Registry.DEFAULT);
        if (isDefault && model == null) {
            return embedded("no model named, so this is ");
        }
        if (isDefault && model.equals(EmbeddedModel.NAME)) {
            return embeddedOr(registry.registry().defaultOf(model), download);
        }
        Optional<PublishedWeights> published = published();
        if (published.isPresent()) {
            return published(published.get(), download);
        }
        if (!isPath(weights)
                && Catalogue.all().stream().anyMatch(spec -> spec.name().equals(weights))) {
            throw Usage.wrong(
                    command, "%s is a model, and no file here is called so; say --model %1$s".formatted(weights));
        }
        Path file = Path.of(weights);
        if (model == null && classes == null) {
            if (!selection.options().equals(CheckpointOptions.defaults())) {
                throw Usage.wrong(command, "--entry and --prefix need --model NAME");
            }
            return registry.file().isEmpty() ? Model.open(file) : Model.open(file, registry.registry());
        }
        return Model.open(file, spec(), registry.registry(), selection.options());
    }

    /** The model in the jar, unless a registry says that other weights are its default. */
    private Model embeddedOr(Optional<PublishedWeights> named, boolean download) throws IOException {
        if (named.isEmpty()) {
            return embedded("this is ");
        }
        Usage.note(
                command,
                "these are the registry's default, %s, not the embedded weights"
                        .formatted(named.get().id()));
        return published(named.get(), download);
    }

    private Model embedded(String before) throws IOException {
        refuseClasses();
        selection.refuse("the embedded weights");
        Usage.note(command, before + EmbeddedModel.SUMMARY);
        return EmbeddedModel.open();
    }

    /** The weights that were asked for by name; empty where a file was named. */
    private Optional<PublishedWeights> published() throws IOException {
        String name = weights();
        try {
            boolean isShort = SHORT_NAME.matcher(name).matches();
            if (isShort && model == null) {
                throw new IllegalArgumentException("--weights %s needs --model NAME".formatted(name));
            }
            if (isShort) {
                return Optional.of(registry.registry().named(spec().name(), name));
            }
            if (isPath(name)) {
                return Optional.empty();
            }
            Registry known = registry.registry();
            Optional<PublishedWeights> found = known.find(name);
            if (found.isEmpty() && model != null && name.matches("\\w+")) {
                found = known.find(model + ":" + name);
            }
            if (found.isPresent() && model != null && !found.get().model().equals(model)) {
                throw new IllegalArgumentException("--weights %s are for %s, and --model is %s"
                        .formatted(name, found.get().model(), model));
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage() + "; or name a file with --weights");
        }
    }

    private static boolean isPath(String name) {
        try {
            Path path = Path.of(name);
            return Files.isRegularFile(path) || Files.isDirectory(path);
        } catch (InvalidPathException e) {
            return false; // some systems have no colons in names
        }
    }

    private Model published(PublishedWeights found, boolean download) throws IOException {
        refuseClasses();
        selection.refuse("the published weights " + found.id());
        WeightsCache cache = registry.cache(command);
        if (download || cache.has(found)) {
            return Model.open(found, cache);
        }
        Usage.note(command, found.id() + " would be downloaded");
        return Model.of(found.spec(), new Initializer(0), found.preprocessing(), found.labels());
    }

    private void refuseClasses() {
        if (classes != null) {
            throw Usage.wrong(command, "--classes needs --weights FILE; published weights have their own head");
        }
    }

    private ResNetSpec spec() {
        if (model == null) {
            throw Usage.wrong(command, "--classes needs --model NAME");
        }
        return Usage.model(command, model, classes);
    }
}
