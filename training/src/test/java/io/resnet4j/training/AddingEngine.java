package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.RandomBits;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Learns nothing of use, but as runs do: what a step adds to the weights depends on its pixels, labels, seed and rate, and on all
 * steps before. The other numbers of a network stay as they are. After {@link #stepsToNaNLoss} steps the loss is not a number, and after
 * {@link #stepsToNaNWeights} a weight is none.
 */
final class AddingEngine implements TrainingEngine {
    private static final float MOMENTUM = 0.5f;

    long stepsToNaNLoss = -1;
    long stepsToNaNWeights = -1;

    /** Called with each batch that is tested. */
    Runnable onTest = () -> {};

    /** Called with each state that is gone back to. */
    Runnable onRestore = () -> {};

    @Override
    public String description() {
        return "adding";
    }

    @Override
    public Learner open(Network network, TensorSource weights, LearnerOptions options) throws IOException {
        return new Adder(network, weights);
    }

    private final class Adder implements Learner {
        private final Network network;
        private final Map<TensorSpec, float[]> tensors = new LinkedHashMap<>();
        private float momentum;
        private long steps;

        Adder(Network network, TensorSource weights) throws IOException {
            this.network = network;
            read(weights);
        }

        private void read(TensorSource weights) throws IOException {
            for (TensorSpec spec : network.tensors()) {
                if (spec.role() != TensorSpec.Role.COUNTER) {
                    tensors.put(spec, weights.floats(spec));
                }
            }
        }

        @Override
        public Score step(LabelledBatch batch, Update update) throws LossNotFiniteException {
            if (steps == stepsToNaNLoss) {
                throw new LossNotFiniteException(Double.NaN);
            }
            double drawn = new RandomBits(update.seed()).uniform(0);
            momentum = MOMENTUM * momentum + (float) (sum(batch) * drawn * update.rate());
            float[] first = tensors.values().iterator().next();
            for (int i = 0; i < first.length; i++) {
                first[i] += momentum;
            }
            steps++;
            if (steps == stepsToNaNWeights) {
                first[1] = Float.NaN;
            }
            return score(batch);
        }

        @Override
        public Score evaluate(LabelledBatch batch) {
            onTest.run();
            return score(batch);
        }

        /** Right are those whose label the first weight points at: as many now as then, for the same weight. */
        private Score score(LabelledBatch batch) {
            float weight = tensors.values().iterator().next()[0];
            int guess = Math.floorMod(Float.floatToIntBits(weight), 3);
            int correct = 0;
            for (int label : batch.labels()) {
                correct += label == guess ? 1 : 0;
            }
            return new Score(Math.abs(weight), correct, batch.labels().length);
        }

        @Override
        public Tensor get(TensorSpec spec) {
            return spec.role() == TensorSpec.Role.COUNTER
                    ? Tensor.counter(steps)
                    : Tensor.of(spec.shape(), tensors.get(spec));
        }

        @Override
        public Map<String, Tensor> optimizerState() {
            return Map.of("momentum", Tensor.of(Shape.of(1), momentum), "steps", Tensor.counter(steps));
        }

        @Override
        public void restore(TensorSource weights, Map<String, Tensor> state) throws IOException {
            onRestore.run();
            read(weights);
            momentum = bytes(state.get("momentum")).getFloat();
            steps = bytes(state.get("steps")).getLong();
        }

        @Override
        public String description() {
            return "adding, on paper";
        }

        @Override
        public void close() {}
    }

    private static ByteBuffer bytes(Tensor number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) number.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        number.read(0, bytes);
        return bytes.flip();
    }

    private static float sum(LabelledBatch batch) {
        float sum = 0;
        for (int i = 0; i < batch.labels().length; i++) {
            for (float pixel : LoaderTest.written(batch.images(), i)) {
                sum = 0.99f * sum + pixel + batch.labels()[i];
            }
        }
        return sum;
    }
}
