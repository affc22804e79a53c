package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Task;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network with all that its use takes: weights, how images are prepared for it, and what its outputs mean. The weights
 * are read from the file until {@link #close}.
 *
 * @param weights every tensor of the network, proven to be there and to fit
 * @param notes what was found, chosen or stripped on the way, a sentence each, for a human
 */
public record Model(
        Network network,
        TensorSource weights,
        Preprocessing preprocessing,
        Labels labels,
        List<String> notes,
        Closeable source)
        implements Closeable {
    public Model {
        notes = List.copyOf(notes);
        if (labels.size() != network.classes()) {
            throw new IllegalArgumentException("%s tells %d classes apart, and %d labels name them"
                    .formatted(network.name(), network.classes(), labels.size()));
        }
    }

    /**
     * Opens a file that describes itself, as those that resnet4j writes do.
     *
     * @throws MalformedFileException when it is no checkpoint, or does not say which model it is for
     * @throws WeightsMismatchException when its tensors are not those of the model it describes
     */
    public static Model open(Path file) throws IOException {
        return of(Checkpoint.open(file), Optional.empty());
    }

    /**
     * Opens a file as the weights of {@code spec}. Where the file does not describe itself, images are prepared and
     * outputs labelled as the papers and torchvision's first weights do for the task of the network.
     *
     * @throws MalformedFileException when it is no checkpoint, or says that it is for another model
     * @throws WeightsMismatchException when its tensors are not those of the network
     */
    public static Model open(Path file, ResNetSpec spec) throws IOException {
        return of(Checkpoint.open(file), Optional.of(spec));
    }

    /** Opens a self-describing safetensors file that is in memory already. */
    public static Model open(String name, byte[] safetensors) throws IOException {
        return of(Checkpoint.ofSafetensors(name, safetensors), Optional.empty());
    }

    /** Takes the checkpoint over: it is closed with the model, or now where there is none. */
    private static Model of(Checkpoint checkpoint, Optional<ResNetSpec> requested) throws IOException {
        try {
            Optional<ModelDescription> description = ModelDescription.of(checkpoint);
            ResNetSpec spec = requested
                    .or(() -> description.map(ModelDescription::spec))
                    .orElseThrow(() -> new MalformedFileException(
                            checkpoint.file(), "it does not say which model it is for; name the model"));
            if (description.isPresent() && !description.get().spec().name().equals(spec.name())) {
                throw new MalformedFileException(
                        checkpoint.file(),
                        "it is for %s, and %s was asked for"
                                .formatted(description.get().spec().name(), spec.name()));
            }
            Network network = spec.network();
            return new Model(
                    network,
                    StateDict.fit(network, checkpoint),
                    description.map(ModelDescription::preprocessing).orElseGet(() -> preprocessing(spec.task())),
                    description.map(ModelDescription::labels).orElseGet(() -> labels(spec)),
                    checkpoint.notes(),
                    checkpoint);
        } catch (IOException | RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    /** The same model with images prepared in another way. */
    public Model withPreprocessing(Preprocessing preprocessing) {
        return new Model(network, weights, preprocessing, labels, notes, source);
    }

    /** The same model with other names for its outputs. */
    public Model withLabels(Labels labels) {
        return new Model(network, weights, preprocessing, labels, notes, source);
    }

    private static Preprocessing preprocessing(Task task) {
        return switch (task) {
            case IMAGENET_1K -> Preprocessing.IMAGENET1K_V1;
            case CIFAR_10 -> Preprocessing.CIFAR10;
        };
    }

    private static Labels labels(ResNetSpec spec) {
        if (spec.classes() != spec.task().classes()) {
            return new Labels(IntStream.range(0, spec.classes())
                    .mapToObj(i -> "class " + i)
                    .toList());
        }
        return switch (spec.task()) {
            case IMAGENET_1K -> Labels.imagenet1k();
            case CIFAR_10 -> Labels.cifar10();
        };
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
