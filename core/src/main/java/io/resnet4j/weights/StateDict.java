package io.resnet4j.weights;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Head;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.WeightsMismatchException.Misfit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Fits a file's tensors to a network: all of them or none. */
public final class StateDict {
    private static final ByteSource ZEROS = (offset, target) -> target.put(new byte[target.remaining()]);

    private static final String OTHER_MODEL = "name the model that the file was made for";

    private StateDict() {}

    /**
     * The checkpoint's tensors as those of the network, to be read until the checkpoint is closed. A missing counter is
     * zero: PyTorch has counted batches since 0.4.1 only. Floating-point numbers of another kind become float32 as they
     * are read, and shorter integers become counters; {@link #conversions} says which.
     *
     * @throws WeightsMismatchException with every tensor that is missing, unexpected, or of another shape or kind
     */
    public static TensorSource fit(Network network, Checkpoint checkpoint) throws WeightsMismatchException {
        Map<String, Tensor> fitted = new HashMap<>();
        List<String> missing = new ArrayList<>();
        List<Misfit> misfits = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>(checkpoint.tensors().keySet());
        network.ignoredTensors().forEach(unexpected::remove);
        for (TensorSpec spec : network.tensors()) {
            unexpected.remove(spec.name());
            Tensor tensor = checkpoint.tensors().get(spec.name());
            if (tensor == null && spec.role() == TensorSpec.Role.COUNTER) {
                tensor = new ContiguousTensor(spec.name(), kind(spec), spec.shape(), ZEROS, 0);
            }
            if (tensor == null) {
                missing.add(spec.name());
            } else if (isFor(spec, tensor)) {
                fitted.put(spec.name(), tensor.to(kind(spec)));
            } else {
                String expected = kind(spec) + " " + spec.shape();
                misfits.add(new Misfit(spec.name(), expected, tensor.dtype() + " " + tensor.shape()));
            }
        }
        if (!missing.isEmpty() || !misfits.isEmpty() || !unexpected.isEmpty()) {
            String remedy =
                    missing.isEmpty() && unexpected.isEmpty() ? remedy(network, checkpoint, misfits) : OTHER_MODEL;
            throw new WeightsMismatchException(
                    checkpoint.file(), network.name(), missing, List.copyOf(unexpected), misfits, remedy);
        }
        return spec -> {
            Tensor tensor = fitted.get(spec.name());
            if (tensor == null || !tensor.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("%s has no tensor %s".formatted(network.name(), spec));
            }
            return tensor;
        };
    }

    /** What {@link #fit} converts, in a sentence for a human; empty where there is nothing to. */
    static Optional<String> conversions(Network network, Checkpoint checkpoint) {
        Set<DType> others = EnumSet.noneOf(DType.class);
        for (TensorSpec spec : network.tensors()) {
            Tensor tensor = checkpoint.tensors().get(spec.name());
            if (tensor != null && spec.role() != TensorSpec.Role.COUNTER) {
                others.add(tensor.dtype());
            }
        }
        others.remove(DType.F32);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("The file holds numbers of %s; the network takes them as float32."
                        .formatted(others.stream().map(DType::name).collect(Collectors.joining(" and "))));
    }

    /**
     * The networks of the catalogue that the checkpoint's tensors fit, in its order, each with a head as it is in the file:
     * linear or {@link Head.Mlp}, of as many hidden numbers and classes. Dropouts leave no trace in a file.
     */
    public static List<ResNetSpec> fitting(Checkpoint checkpoint) {
        List<ResNetSpec> fitting = new ArrayList<>();
        for (ResNetSpec entry : Catalogue.all()) {
            ResNetSpec spec = withHeadOf(checkpoint, entry);
            OptionalInt classes = classes(spec.network(), checkpoint);
            if (classes.isPresent()) {
                ResNetSpec candidate = spec.withClasses(classes.getAsInt());
                if (fits(candidate.network(), checkpoint)) {
                    fitting.add(candidate);
                }
            }
        }
        return fitting;
    }

    private static ResNetSpec withHeadOf(Checkpoint checkpoint, ResNetSpec spec) {
        Head.Mlp usual = new Head.Mlp();
        OptionalInt count = outputs(spec.head().name() + ".1", checkpoint);
        return count.isEmpty()
                ? spec
                : spec.withHead(new Head.Mlp(usual.dropout(), count.getAsInt(), usual.hiddenDropout()));
    }

    private static boolean fits(Network network, Checkpoint checkpoint) {
        try {
            fit(network, checkpoint);
            return true;
        } catch (WeightsMismatchException e) {
            return false; // which is the answer here
        }
    }

    /** How many outputs the file's tensor for the network's last layer has. */
    private static OptionalInt classes(Network network, Checkpoint checkpoint) {
        Node last = network.nodes().get(network.nodes().size() - 1);
        return last.op() instanceof Op.Linear ? outputs(last.name(), checkpoint) : OptionalInt.empty();
    }

    /** How many outputs the linear layer of that name has in the file. */
    private static OptionalInt outputs(String layer, Checkpoint checkpoint) {
        Tensor weight = checkpoint.tensors().get(layer + ".weight");
        boolean linear =
                weight != null && weight.shape().rank() == 2 && weight.shape().dim(0) > 0;
        return linear ? OptionalInt.of(weight.shape().dim(0)) : OptionalInt.empty();
    }

    /** What to do when the names are right: for another head where that is all that differs, else for another model. */
    private static String remedy(Network network, Checkpoint checkpoint, List<Misfit> misfits) {
        Node last = network.nodes().get(network.nodes().size() - 1);
        OptionalInt found = classes(network, checkpoint);
        if (found.isEmpty() || !(last.op() instanceof Op.Linear head)) {
            return OTHER_MODEL;
        }
        int classes = found.getAsInt();
        List<TensorSpec> other = new Op.Linear(head.in(), classes).tensors(last.name());
        List<String> names = other.stream().map(TensorSpec::name).toList();
        boolean fits = misfits.stream().allMatch(misfit -> names.contains(misfit.name()))
                && other.stream()
                        .allMatch(spec -> isFor(spec, checkpoint.tensors().get(spec.name())));
        return fits ? "ask for a head of %d classes, as the file has".formatted(classes) : OTHER_MODEL;
    }

    private static DType kind(TensorSpec spec) {
        return spec.role() == TensorSpec.Role.COUNTER ? DType.I64 : DType.F32;
    }

    private static boolean isFor(TensorSpec spec, Tensor tensor) {
        return tensor.dtype().converts(kind(spec)) && tensor.shape().equals(spec.shape());
    }
}
