package io.resnet4j.weights;

import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.WeightsMismatchException.Misfit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fits a file's tensors to a network: all of them or none. */
public final class StateDict {
    private static final ByteSource ZEROS = (offset, target) -> target.put(new byte[target.remaining()]);

    private static final String OTHER_MODEL = "name the model that the file was made for";

    private StateDict() {}

    /**
     * The checkpoint's tensors as those of the network, to be read until the checkpoint is closed. A missing counter is
     * zero: PyTorch has counted batches since 0.4.1 only.
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
                fitted.put(spec.name(), tensor);
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

    /** What to do when the names are right: for another head where that is all that differs, else for another model. */
    private static String remedy(Network network, Checkpoint checkpoint, List<Misfit> misfits) {
        Node last = network.nodes().get(network.nodes().size() - 1);
        Tensor weight = checkpoint.tensors().get(last.name() + ".weight");
        if (!(last.op() instanceof Op.Linear head)
                || weight.shape().rank() != 2
                || weight.shape().dim(0) < 1) {
            return OTHER_MODEL;
        }
        int classes = weight.shape().dim(0);
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
        return tensor.dtype() == kind(spec) && tensor.shape().equals(spec.shape());
    }
}
