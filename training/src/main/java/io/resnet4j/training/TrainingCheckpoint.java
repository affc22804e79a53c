package io.resnet4j.training;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import io.resnet4j.io.Sha256;
import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Safetensors;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A file from which a run goes on as if it had not been interrupted: safetensors, with
 *
 * <pre>
 * model.NAME          the network's tensors, statistics and counters of batch norms included
 * optimizer.NAME      what the optimiser remembers, by the engine's names
 * __metadata__        training.format     1
 *                     training.epochs, ...: {@link TrainingState}, a text each
 *                     training.sha256     of all other metadata and of all tensors, each in the order of their names
 * </pre>
 *
 * The checksum is compared when a file is opened: a bit that the disk has turned would go on learning. Any other verb reads
 * the weights with {@code --prefix model.}.
 */
final class TrainingCheckpoint implements Closeable {
    private static final String FORMAT = "training.format";
    private static final String CURRENT = "1";
    private static final String SHA256 = "training.sha256";
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String REMEDY = "resume from the run's other checkpoint, or train anew";
    private static final int NAMED = 5;

    private final Checkpoint file;
    private final TrainingState state;

    private TrainingCheckpoint(Checkpoint file, TrainingState state) {
        this.file = file;
        this.state = state;
    }

    /**
     * Writes the file. It is there whole or not at all, and the one that was there before stays until then.
     *
     * @param learner of {@code network}; all its tensors are copied before any is written
     * @throws LossNotFiniteException when a tensor holds infinities or no numbers, from which no run recovers; what was there
     *     before stays
     */
    static void write(Path target, Network network, Learner learner, TrainingState state)
            throws IOException, LossNotFiniteException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec spec : network.tensors()) {
            tensors.put(MODEL + spec.name(), learner.get(spec));
        }
        learner.optimizerState().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            if (!isFinite(tensor.getValue())) {
                throw LossNotFiniteException.ofTensor(tensor.getKey()).after(state.position());
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, CURRENT);
        metadata.putAll(state.toMetadata());
        metadata.put(SHA256, checksum(metadata, tensors));
        Safetensors.write(target, tensors, metadata);
    }

    private static boolean isFinite(Tensor tensor) throws IOException {
        if (tensor.dtype() != DType.F32) {
            return true; // a counter
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        tensor.read(0, bytes);
        FloatBuffer values = bytes.flip().asFloatBuffer();
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Opens a file that {@link #write} wrote for {@code network}, and reads all of it once to see that it is unchanged.
     *
     * @throws MalformedFileException when it is not, when it is another file, or for another network
     */
    static TrainingCheckpoint open(Path path, Network network) throws IOException {
        Checkpoint file = opened(path);
        try {
            checkFormat(file);
            String sha256 = file.metadata().get(SHA256);
            if (!checksum(file.metadata(), file.tensors()).equals(sha256)) {
                throw new MalformedFileException(
                        file.file(), "it was changed or damaged since it was written (SHA-256); " + REMEDY);
            }
            checkTensors(file, network);
            return new TrainingCheckpoint(file, TrainingState.of(file.file(), file.metadata()));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Whether its run has taken no step; not so of files of other kinds. */
    static boolean isOfStart(Path path) throws IOException {
        try (Checkpoint file = Checkpoint.open(path)) {
            return "0".equals(file.metadata().get(TrainingState.STEPS));
        } catch (MalformedFileException e) {
            return false;
        }
    }

    /** Where the run stood. */
    TrainingState state() {
        return state;
    }

    /** All tensors of the network, to be read until {@link #close}; for {@link Learner#restore}. */
    TensorSource weights() {
        return spec -> {
            Tensor tensor = file.tensors().get(MODEL + spec.name());
            if (tensor == null) {
                throw new IllegalArgumentException("%s has no tensor %s".formatted(file.file(), spec));
            }
            return tensor;
        };
    }

    /** What the optimiser remembered, to be read until {@link #close}; for {@link Learner#restore}. */
    Map<String, Tensor> optimizerState() {
        return named(OPTIMIZER, file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Checkpoint opened(Path path) throws IOException {
        try {
            return Checkpoint.open(path);
        } catch (MalformedFileException e) {
            throw new MalformedFileException(
                    path.toString(), "no run goes on from it (%s); %s".formatted(e.getMessage(), REMEDY), e);
        }
    }

    private static void checkFormat(Checkpoint file) throws MalformedFileException {
        String format = file.metadata().get(FORMAT);
        if (format == null) {
            throw new MalformedFileException(
                    file.file(),
                    "it is no checkpoint of a run; to begin a run with the weights of a file, name them as such");
        }
        if (!format.equals(CURRENT)) {
            throw new MalformedFileException(
                    file.file(),
                    "it is a checkpoint in format %s, and this version reads %s; resume with the version that wrote it"
                            .formatted(Printable.excerpt(format), CURRENT));
        }
    }

    /** Refuses a file whose tensors are not exactly the network's; {@link Learner#restore} looks at the optimiser's. */
    private static void checkTensors(Checkpoint file, Network network) throws MalformedFileException {
        Map<String, String> expected = new TreeMap<>();
        for (TensorSpec spec : network.tensors()) {
            DType dtype = spec.role() == TensorSpec.Role.COUNTER ? DType.I64 : DType.F32;
            expected.put(spec.name(), dtype + " " + spec.shape());
        }
        Map<String, String> got = new TreeMap<>();
        named(MODEL, file).forEach((name, tensor) -> got.put(name, kind(tensor)));
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(got.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "none");
            String found = got.getOrDefault(name, "none");
            if (!wanted.equals(found)) {
                differences.add("%s (expected %s, got %s)".formatted(name, wanted, found));
            }
        }
        if (!differences.isEmpty()) {
            throw new MalformedFileException(
                    file.file(),
                    "it is a checkpoint of another network than %s, %d tensors differ: %s%s; name the model that the run began with"
                            .formatted(
                                    network.name(),
                                    differences.size(),
                                    differences.stream().limit(NAMED).collect(Collectors.joining(", ")),
                                    differences.size() > NAMED ? ", ..." : ""));
        }
    }

    private static Map<String, Tensor> named(String prefix, Checkpoint file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        return tensors;
    }

    private static String kind(Tensor tensor) {
        return tensor.dtype() + " " + tensor.shape();
    }

    private static String checksum(Map<String, String> metadata, Map<String, Tensor> tensors) throws IOException {
        return Sha256.of(channel -> {
            for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
                if (!text.getKey().equals(SHA256)) {
                    write(text.getKey() + "=" + text.getValue() + "\n", channel);
                }
            }
            for (Map.Entry<String, Tensor> tensor : new TreeMap<>(tensors).entrySet()) {
                write(tensor.getKey() + " " + kind(tensor.getValue()) + "\n", channel);
                tensor.getValue().writeTo(channel);
            }
        });
    }

    private static void write(String text, WritableByteChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
