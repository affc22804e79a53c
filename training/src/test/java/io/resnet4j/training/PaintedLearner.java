package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learns nothing: all its numbers are {@code colour}, and those of its optimiser a half more. */
class PaintedLearner implements Learner {
    private final Network network;
    private final int colour;

    PaintedLearner(Network network, int colour) {
        this.network = network;
        this.colour = colour;
    }

    @Override
    public Tensor get(TensorSpec spec) {
        return spec.role() == TensorSpec.Role.COUNTER ? Tensor.counter(colour) : painted(spec.shape(), colour);
    }

    @Override
    public Map<String, Tensor> optimizerState() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (TensorSpec spec : network.tensors()) {
            if (spec.role() == TensorSpec.Role.PARAMETER) {
                state.put(spec.name() + "/momentum", painted(spec.shape(), colour + 0.5f));
            }
        }
        return state;
    }

    private static Tensor painted(Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        Arrays.fill(values, value);
        return Tensor.of(shape, values);
    }

    @Override
    public Score step(LabelledBatch batch, Update update) {
        throw new UnsupportedOperationException("it learns nothing");
    }

    @Override
    public Score evaluate(LabelledBatch batch) {
        throw new UnsupportedOperationException("it knows nothing");
    }

    @Override
    public void restore(TensorSource weights, Map<String, Tensor> optimizerState) {
        throw new UnsupportedOperationException("it is what it is");
    }

    @Override
    public String description() {
        return "painted";
    }

    @Override
    public void close() {}
}
