package io.resnet4j.weights;

import io.resnet4j.model.Network;
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
        for (TensorSpec spec : network.tensors()) {
            unexpected.remove(spec.name());
            boolean counter = spec.role() == TensorSpec.Role.COUNTER;
            DType dtype = counter ? DType.I64 : DType.F32;
            Tensor tensor = checkpoint.tensors().get(spec.name());
            if (tensor == null && counter) {
                tensor = new ContiguousTensor(spec.name(), dtype, spec.shape(), ZEROS, 0);
            }
            if (tensor == null) {
                missing.add(spec.name());
            } else if (tensor.dtype() != dtype || !tensor.shape().equals(spec.shape())) {
                misfits.add(new Misfit(spec.name(), dtype + " " + spec.shape(), tensor.dtype() + " " + tensor.shape()));
            } else {
                fitted.put(spec.name(), tensor);
            }
        }
        if (!missing.isEmpty() || !misfits.isEmpty() || !unexpected.isEmpty()) {
            throw new WeightsMismatchException(
                    checkpoint.file(), network.name(), missing, List.copyOf(unexpected), misfits);
        }
        return spec -> {
            Tensor tensor = fitted.get(spec.name());
            if (tensor == null || !tensor.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("%s has no tensor %s".formatted(network.name(), spec));
            }
            return tensor;
        };
    }
}
