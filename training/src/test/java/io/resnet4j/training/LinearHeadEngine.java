package io.resnet4j.training;

import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the weights of a linear head by gradient descent with momentum 0.5, in plain Java, and nothing else; so do seeds that leave out half of the
 * features. The rest of the network, however much it is, the reference engine runs, for which an image's results do not depend on its batch.
 */
final class LinearHeadEngine implements TrainingEngine {
    @Override
    public String description() {
        return "linear heads";
    }

    @Override
    public Learner open(Network network, TensorSource weights, LearnerOptions options) throws IOException {
        String embedding = network.embedding().name();
        SessionOptions session = SessionOptions.defaults().withThreads(1).withTaps(embedding);
        return new Head(
                new ReferenceEngine().open(network, weights, session), embedding, network.tensors(), weights, options);
    }

    private static final class Head implements Learner {
        private final Session session;
        private final String embedding;
        private final List<TensorSpec> specs;
        private final double rate;
        private final TensorSpec weightSpec;
        private final Map<TensorSpec, Tensor> others = new HashMap<>();
        private float[] weight; // [classes, features]
        private float[] momentum;

        Head(Session session, String embedding, List<TensorSpec> specs, TensorSource weights, LearnerOptions options)
                throws IOException {
            this.session = session;
            this.embedding = embedding;
            this.specs = specs;
            weightSpec = specs.get(specs.size() - 2);
            rate = options.learnt().get(0).rate();
            momentum = new float[(int) weightSpec.shape().elements()];
            read(weights);
        }

        private void read(TensorSource weights) throws IOException {
            for (TensorSpec spec : specs) {
                others.put(
                        spec,
                        spec.role() == TensorSpec.Role.COUNTER
                                ? Tensor.counter(count(weights.get(spec)))
                                : Tensor.of(spec.shape(), weights.floats(spec)));
            }
            weight = weights.floats(weightSpec);
        }

        private static long count(Tensor counter) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            counter.read(0, bytes);
            return bytes.getLong(0);
        }

        @Override
        public Score step(LabelledBatch batch, Update update) {
            float[] gradient = new float[weight.length];
            Score score = score(batch, update.seed(), gradient);
            for (int i = 0; i < weight.length; i++) {
                momentum[i] = 0.5f * momentum[i] + gradient[i] / batch.labels().length;
                weight[i] -= (float) (rate * update.rate()) * momentum[i];
            }
            return score;
        }

        @Override
        public Score evaluate(LabelledBatch batch) {
            return score(batch, -1, new float[weight.length]);
        }

        /** @param kept a bit for each of 64 features: whether it counts */
        private Score score(LabelledBatch batch, long kept, float[] gradient) {
            Outputs outputs = session.run(batch.images());
            Score sum = Score.NONE;
            for (int i = 0; i < batch.labels().length; i++) {
                float[] features = outputs.tap(embedding).of(i);
                for (int j = 0; j < features.length; j++) {
                    features[j] *= kept >> j & 1;
                }
                sum = sum.plus(learn(features, batch.labels()[i], gradient));
            }
            return sum;
        }

        private Score learn(float[] features, int label, float[] gradient) {
            double[] odds = new double[weight.length / features.length];
            double all = 0;
            int best = 0;
            for (int c = 0; c < odds.length; c++) {
                double logit = 0;
                for (int j = 0; j < features.length; j++) {
                    logit += weight[c * features.length + j] * features[j];
                }
                odds[c] = Math.exp(logit);
                all += odds[c];
                best = odds[c] > odds[best] ? c : best;
            }
            for (int c = 0; c < odds.length; c++) {
                double surplus = odds[c] / all - (c == label ? 1 : 0);
                for (int j = 0; j < features.length; j++) {
                    gradient[c * features.length + j] += (float) (surplus * features[j]);
                }
            }
            return new Score(-Math.log(odds[label] / all), best == label ? 1 : 0, 1);
        }

        @Override
        public Tensor get(TensorSpec spec) {
            return spec.equals(weightSpec) ? Tensor.of(spec.shape(), weight) : others.get(spec);
        }

        @Override
        public Map<String, Tensor> optimizerState() {
            return Map.of("momentum", Tensor.of(weightSpec.shape(), momentum));
        }

        @Override
        public void restore(TensorSource weights, Map<String, Tensor> optimizerState) throws IOException {
            read(weights);
            TensorSource state = spec -> optimizerState.get("momentum");
            momentum = state.floats(weightSpec);
        }

        @Override
        public String description() {
            return "a linear head";
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
