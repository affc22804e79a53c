package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Head;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Task;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network with all that its use takes: weights, how images are prepared for it, and what its outputs mean. The weights
 * are read from the file until {@link #close}.
 *
 * <p>What {@link #withPreprocessing} and {@link #withLabels} return shares the file: when one of the models is closed,
 * none is to be read any more. Closing twice is harmless.
 */
public final class Model implements Closeable {
    /** The key of a safetensors file's metadata under which the file describes its model. */
    public static final String DESCRIPTION = "resnet4j";

    private static final String NUMBERED = "The file does not name its classes: they are numbered.";

    private final ResNetSpec spec;
    private final Network network;
    private final TensorSource weights;
    private final Preprocessing preprocessing;
    private final Labels labels;
    private final List<String> notes;
    private final Closeable file;

    private Model(
            ResNetSpec spec,
            Network network,
            TensorSource weights,
            Preprocessing preprocessing,
            Labels labels,
            List<String> notes,
            Closeable file) {
        this.spec = spec;
        this.network = network;
        this.weights = weights;
        this.preprocessing = preprocessing;
        this.labels = labels;
        this.notes = List.copyOf(notes);
        this.file = file;
    }

    /**
     * Opens published weights, which know all that their use takes; downloads them when the cache does not have them.
     *
     * @throws io.resnet4j.io.DownloadException when they do not come, or the cache has another file of their name
     * @throws WeightsMismatchException when their tensors are not those of the model
     */
    public static Model open(PublishedWeights published, WeightsCache cache) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(cache.get(published));
        try {
            return published(published, published.spec(), checkpoint);
        } catch (IOException | RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    /**
     * Opens a file that describes itself, as those that resnet4j writes do, or the folder of a run, which has one; or one of
     * torchvision's, known by its name ({@code resnet50-0676ba61.pth}) and proven by its content, which is read as a whole
     * for that.
     *
     * @throws MalformedFileException when it is no checkpoint, does not say which model it is for, or has one of
     *     torchvision's names and other content
     * @throws WeightsMismatchException when its tensors are not those of the model it describes
     */
    public static Model open(Path file) throws IOException {
        return of(Checkpoint.open(file), Optional.empty(), Registry::builtIn);
    }

    /** The same with the files that {@code registry} knows. */
    public static Model open(Path file, Registry registry) throws IOException {
        return of(Checkpoint.open(file), Optional.empty(), () -> registry);
    }

    /**
     * Opens a file as the weights of {@code spec}. Where the file does not describe itself, images are prepared and
     * outputs labelled as the papers and torchvision's first weights do for the task of the network; the
     * {@link #notes} say so; but torchvision's own files, known by name and content, are fed as they were published to be.
     *
     * @throws MalformedFileException when it is no checkpoint, or says that it is for another model
     * @throws WeightsMismatchException when its tensors are not those of the network
     */
    public static Model open(Path file, ResNetSpec spec) throws IOException {
        return open(file, spec, Registry.builtIn());
    }

    /** The same with the files that {@code registry} knows. */
    public static Model open(Path file, ResNetSpec spec, Registry registry) throws IOException {
        return open(file, spec, registry, CheckpointOptions.defaults());
    }

    /** The same, and of the file's tensors those that {@code options} name. */
    public static Model open(Path file, ResNetSpec spec, Registry registry, CheckpointOptions options)
            throws IOException {
        return of(Checkpoint.open(file, options), Optional.of(spec), () -> registry);
    }

    /** Opens a self-describing safetensors file that is in memory already. */
    public static Model open(String name, byte[] safetensors) throws IOException {
        return of(Checkpoint.ofSafetensors(name, safetensors), Optional.empty(), asked -> Recognition.NONE);
    }

    /** A file that describes itself is opened without the registry, which takes longer to read than all else. */
    private static Model of(Checkpoint checkpoint, Optional<ResNetSpec> requested, Supplier<Registry> registry)
            throws IOException {
        Path file = Path.of(checkpoint.file());
        return of(checkpoint, requested, asked -> Recognition.of(file, asked, registry.get()));
    }

    /**
     * A network with weights that are in no file: untrained, or just trained.
     *
     * @throws IllegalArgumentException when the labels are not as many as the network has classes
     */
    public static Model of(ResNetSpec spec, TensorSource weights, Preprocessing preprocessing, Labels labels) {
        Network network = spec.network();
        return new Model(spec, network, weights, preprocessing, requireAll(labels, network), List.of(), () -> {});
    }

    /** Takes the checkpoint over: it is closed with the model, or now where there is none. */
    private static Model of(Checkpoint checkpoint, Optional<ResNetSpec> requested, Recognition.Finder finder)
            throws IOException {
        try {
            Optional<ModelDescription> description = ModelDescription.of(checkpoint);
            Recognition recognition = description.isEmpty() ? finder.find(requested) : Recognition.NONE;
            ResNetSpec spec = requested
                    .or(() -> description.map(ModelDescription::spec))
                    .or(() -> recognition.weights().map(PublishedWeights::spec))
                    .orElseThrow(() -> new MalformedFileException(
                            checkpoint.file(), "it does not say which model it is for; name the model"));
            if (description.isPresent()) {
                spec = agreed(description.get().spec(), spec, checkpoint);
            }
            if (recognition.weights().isPresent()) {
                return published(recognition.weights().get(), spec, checkpoint);
            }
            Network network = spec.network();
            TensorSource weights = StateDict.fit(network, checkpoint);
            List<String> notes = notes(network, checkpoint);
            if (description.isEmpty()) {
                notes.addAll(recognition.notes());
                return assumed(spec, network, weights, notes, checkpoint);
            }
            Preprocessing preprocessing = description.get().preprocessing();
            Labels labels = description.get().labels();
            return new Model(spec, network, weights, preprocessing, labels, notes, checkpoint);
        } catch (IOException | RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    private static Model published(PublishedWeights known, ResNetSpec spec, Checkpoint checkpoint)
            throws WeightsMismatchException {
        Network network = spec.network();
        TensorSource weights = StateDict.fit(network, checkpoint);
        List<String> notes = notes(network, checkpoint);
        return new Model(spec, network, weights, known.preprocessing(), known.labels(), notes, checkpoint);
    }

    /** What was chosen and converted on the way to the network's tensors. */
    private static List<String> notes(Network network, Checkpoint checkpoint) {
        List<String> notes = new ArrayList<>(checkpoint.notes());
        StateDict.conversions(network, checkpoint).ifPresent(notes::add);
        return notes;
    }

    /**
     * What the file describes, unless something else was asked for: neither the catalogue's network of that name nor its
     * task's own number of classes asks for more than the name.
     */
    private static ResNetSpec agreed(ResNetSpec described, ResNetSpec requested, Checkpoint checkpoint)
            throws MalformedFileException {
        boolean anyHead = requested.classes() == requested.task().classes();
        if (!described.name().equals(requested.name()) || !anyHead && described.classes() != requested.classes()) {
            throw new MalformedFileException(
                    checkpoint.file(),
                    "it is for %s with %d classes, and %s with %d was asked for"
                            .formatted(described.name(), described.classes(), requested.name(), requested.classes()));
        }
        List<String> differing = SpecOptions.differing(described, requested);
        if (!SpecOptions.of(requested).isEmpty() && !differing.isEmpty()) {
            throw new MalformedFileException(
                    checkpoint.file(),
                    "it is for %s with another %s than was asked for"
                            .formatted(described.name(), String.join(", ", differing)));
        }
        return described;
    }

    private static Model assumed(
            ResNetSpec spec, Network network, TensorSource weights, List<String> notes, Checkpoint checkpoint) {
        Preprocessing preprocessing = preprocessing(spec.task());
        notes.add(assumption(preprocessing));
        boolean numbered = spec.classes() != spec.task().classes();
        if (numbered) {
            notes.add(NUMBERED);
        }
        Labels labels = numbered ? numbers(spec.classes()) : names(spec.task());
        return new Model(spec, network, weights, preprocessing, labels, notes, checkpoint);
    }

    /** What the network is, in a line of data. */
    public ResNetSpec spec() {
        return spec;
    }

    /** The layers, and the shapes of the tensors that they need. */
    public Network network() {
        return network;
    }

    /** Every tensor of the network, proven to be there and to fit. */
    public TensorSource weights() {
        return weights;
    }

    /** How an image becomes what the network takes. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** What the outputs mean, as many as there are. */
    public Labels labels() {
        return labels;
    }

    /** What was chosen, stripped or assumed on the way, a sentence each, for a human. */
    public List<String> notes() {
        return notes;
    }

    /**
     * What a safetensors file with this model's weights says of it under the metadata key {@link #DESCRIPTION}, so that
     * the file alone tells what to build and how to feed it.
     *
     * @throws IllegalArgumentException when its network has parts of the caller's own making, which no name tells, or takes
     *     images of other channels than {@link #preprocessing} makes
     */
    public String description() {
        return new ModelDescription(spec, labels, preprocessing).toJson();
    }

    /**
     * The same model with images prepared in another way. It shares the file with this one.
     *
     * @throws IllegalArgumentException when the normalisation is for another number of channels than the network's
     */
    public Model withPreprocessing(Preprocessing other) {
        if (other.normalization().channels() != network.channels()) {
            throw new IllegalArgumentException("%s takes images of %d channels, and %d are normalised"
                    .formatted(
                            network.name(),
                            network.channels(),
                            other.normalization().channels()));
        }
        List<String> rest = other.equals(preprocessing) ? notes : without(assumption(preprocessing));
        return new Model(spec, network, weights, other, labels, rest, file);
    }

    /**
     * The same model with other names for its outputs. It shares the file with this one.
     *
     * @throws IllegalArgumentException when they are not as many as the network has classes
     */
    public Model withLabels(Labels other) {
        requireAll(other, network);
        return new Model(spec, network, weights, preprocessing, other, without(NUMBERED), file);
    }

    private static Labels requireAll(Labels labels, Network network) {
        if (labels.size() != network.classes()) {
            throw new IllegalArgumentException("%s tells %d classes apart, and %d labels name them"
                    .formatted(network.name(), network.classes(), labels.size()));
        }
        return labels;
    }

    /** The same network with other weights, such as those that it has learnt; nothing of this model's file is read for it. */
    public Model withWeights(TensorSource other) {
        return new Model(spec, network, other, preprocessing, labels, List.of(), () -> {});
    }

    /**
     * Writes a safetensors file that says of itself what it is for, so that {@link #open(Path)} needs nothing else. It is there whole or
     * not at all.
     *
     * @throws IllegalArgumentException when the model cannot be described; see {@link #description}
     */
    public void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec tensor : network.tensors()) {
            tensors.put(tensor.name(), weights.get(tensor));
        }
        Safetensors.write(file, tensors, Map.of(DESCRIPTION, description()));
    }

    /**
     * The same network with a new head, for other classes: what fine-tuning starts from. All tensors before the head are
     * this model's, and the head's are {@code init}'s. It shares the file with this one.
     *
     * <pre class="java">{@code
     * import io.resnet4j.model.Head;
     * import io.resnet4j.vision.Labels;
     * import io.resnet4j.weights.*;
     * import java.nio.file.Path;
     * import java.util.List;
     *
     * try (Model imagenet = Model.open(Path.of("resnet50-0676ba61.pth"))) {
     *     Labels pets = new Labels(List.of("cat", "dog"));
     *     Model start = imagenet.withHead(new Head.Mlp(), pets, new Initializer(0));
     *     System.out.println(start.network().part("head"));
     * }
     * }</pre>
     *
     * @param layers of the head, which keeps its name
     * @param labels what the outputs are to mean, as many as there will be
     */
    public Model withHead(Head.Layers layers, Labels labels, TensorSource init) {
        ResNetSpec other = spec.withHead(layers).withClasses(labels.size());
        Network changed = other.network();
        Set<TensorSpec> head = changed.part("head").stream()
                .flatMap(node -> node.tensors().stream())
                .collect(Collectors.toSet());
        TensorSource tensors = tensor -> (head.contains(tensor) ? init : weights).get(tensor);
        return new Model(other, changed, tensors, preprocessing, labels, without(NUMBERED), file);
    }

    private List<String> without(String note) {
        return notes.stream().filter(other -> !other.equals(note)).toList();
    }

    private static String assumption(Preprocessing assumed) {
        return "The file does not say how images are prepared: short side %d, crop %d, mean %s and std %s are taken%s."
                .formatted(
                        assumed.resize(),
                        assumed.crop(),
                        Arrays.toString(assumed.normalization().mean()),
                        Arrays.toString(assumed.normalization().std()),
                        assumed.equals(Preprocessing.IMAGENET1K_V1)
                                ? ", as torchvision's IMAGENET1K_V1 weights need; its V2 need a short side of "
                                        + Preprocessing.IMAGENET1K_V2.resize()
                                : "");
    }

    /** How images are prepared for networks for a task, by the papers and torchvision's first weights. */
    public static Preprocessing preprocessing(Task task) {
        return switch (task) {
            case IMAGENET_1K -> Preprocessing.IMAGENET1K_V1;
            case CIFAR_10 -> Preprocessing.CIFAR10;
        };
    }

    private static Labels names(Task task) {
        return switch (task) {
            case IMAGENET_1K -> Labels.imagenet1k();
            case CIFAR_10 -> Labels.cifar10();
        };
    }

    private static Labels numbers(int classes) {
        return new Labels(
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
    }

    /** Closes the file, for every model that shares it. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
