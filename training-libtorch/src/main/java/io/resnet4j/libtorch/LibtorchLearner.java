package io.resnet4j.libtorch;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Network;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.Score;
import io.resnet4j.training.Update;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A network that learns by libtorch's autograd. */
final class LibtorchLearner implements Learner {
    /** Which mean a loss is: {@code at::Reduction::Mean}. */
    private static final long MEAN = 1;

    /** libtorch has one generator for all threads. Whoever draws from it has seeded it, and nobody has drawn in between. */
    private static final Object GENERATOR = new Object();

    /** PyTorch's default for a label that does not count; we have none. */
    private static final long IGNORED = -100;

    private final Network network;
    private final LearnerOptions options;
    private final Numbers numbers;
    private final String description;
    private final NamedTensors tensors;
    private final TorchOptimizer optimizer;
    private final Forward forward;
    private final TensorOptional classWeights;
    private final boolean drops;
    private boolean closed;

    private LibtorchLearner(
            Network network, NamedTensors tensors, LearnerOptions options, Numbers numbers, String description) {
        this.network = network;
        this.tensors = tensors;
        this.options = options;
        this.numbers = numbers;
        this.description = description;
        forward = new Forward(network, tensors, options.stillNorms());
        optimizer = new TorchOptimizer(options, tensors);
        float[] weights = options.loss().classWeights();
        classWeights = tensors.keep(() -> weights.length == 0
                ? new TensorOptional()
                : new TensorOptional(torch.tensor(weights).to(numbers.device(), numbers.kind())));
        drops = network.nodes().stream().anyMatch(node -> node.op() instanceof Op.Dropout);
    }

    static LibtorchLearner open(
            Network network, TensorSource source, LearnerOptions options, Numbers numbers, String description)
            throws IOException {
        int weights = options.loss().classWeights().length;
        if (weights != 0 && weights != network.classes()) {
            throw new IllegalArgumentException("%s tells %d classes apart, the loss has weights for %d"
                    .formatted(network.name(), network.classes(), weights));
        }
        NamedTensors tensors = NamedTensors.of(network, source, numbers);
        try {
            return new LibtorchLearner(network, tensors, options, numbers, description);
        } catch (RuntimeException | Error e) {
            tensors.close();
            throw e;
        }
    }

    @Override
    public Score step(LabelledBatch batch, Update update) throws LossNotFiniteException {
        requireOpen();
        try (PointerScope scope = new PointerScope();
                Tensor labels = labels(batch); // refuses before norms have counted
                Tensor logits = logitsOfStep(batch.images(), update)) {
            Tensor loss = loss(logits, labels);
            Score score = score(logits, labels, loss);
            if (!Double.isFinite(score.loss())) {
                throw new LossNotFiniteException(score.loss());
            }
            return EngineException.explain(Libtorch.NAME, () -> "compute gradients and a step", () -> {
                loss.backward();
                optimizer.step(update);
                return score;
            });
        }
    }

    private Tensor logitsOfStep(Batch images, Update update) {
        if (!drops) {
            return logits(images, true);
        }
        synchronized (GENERATOR) {
            torch.manual_seed(update.seed());
            return logits(images, true);
        }
    }

    @Override
    public Score evaluate(LabelledBatch batch) {
        requireOpen();
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard();
                Tensor logits = logits(batch.images(), false)) {
            Tensor labels = labels(batch);
            return score(logits, labels, loss(logits, labels));
        }
    }

    /**
     * The logits of a batch, as float32 or more, for the caller to close. What autograd does not keep is freed before the way back begins, which finds
     * more of its memory still in the caches then.
     */
    Tensor logits(Batch images, boolean training) {
        network.shapes(images.shape()); // refuses images that do not pass
        int threads = LibtorchEngine.threads(options);
        if (torch.get_num_threads() != threads) { // which is asked of this thread; to set them takes time
            torch.set_num_threads(threads);
        }
        return Memory.scoped(() -> {
            Tensor x = images(images);
            try (Numbers.Casting casting = numbers.casting()) {
                return forward.logits(x, training).to(numbers.kind());
            }
        });
    }

    /** The mean loss of a batch. */
    Tensor loss(Tensor logits, Tensor labels) {
        double smoothing = options.loss().labelSmoothing();
        return EngineException.explain(
                Libtorch.NAME,
                () -> "compute the loss",
                () -> torch.cross_entropy_loss(logits, labels, classWeights, MEAN, IGNORED, smoothing));
    }

    private static Score score(Tensor logits, Tensor labels, Tensor loss) {
        long correct = logits.detach()
                .argmax(new LongOptional(1), false)
                .eq(labels)
                .sum()
                .item_long();
        return new Score(loss.item_double(), (int) correct, (int) labels.size(0));
    }

    private Tensor images(Batch batch) {
        Shape shape = batch.shape();
        Tensor nhwc = Native.empty(batch.size(), shape.dim(1), shape.dim(2), shape.dim(0));
        FloatBuffer target = Native.bytes(nhwc, Float.BYTES * batch.size() * shape.elements())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < batch.size(); i++) {
            batch.write(i, target);
        }
        return nhwc.to(numbers.device(), numbers.kind()).permute(0, 3, 1, 2);
    }

    Tensor labels(LabelledBatch batch) {
        int classes = network.classes();
        for (int label : batch.labels()) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "%s tells %d classes apart, a label is %d".formatted(network.name(), classes, label));
            }
        }
        long[] labels = Arrays.stream(batch.labels()).asLongStream().toArray();
        return torch.tensor(labels).to(numbers.device(), ScalarType.Long);
    }

    Tensor tensor(TensorSpec spec) {
        return tensors.get(spec.name());
    }

    @Override
    public io.resnet4j.weights.Tensor get(TensorSpec spec) {
        requireOpen();
        return tensors.copyOf(spec);
    }

    @Override
    public Map<String, io.resnet4j.weights.Tensor> optimizerState() {
        requireOpen();
        return optimizer.state();
    }

    @Override
    public void restore(TensorSource weights, Map<String, io.resnet4j.weights.Tensor> state) throws IOException {
        requireOpen();
        optimizer.check(state);
        tensors.fill(network, weights);
        optimizer.restore(state);
    }

    @Override
    public String description() {
        return description;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the learner is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        tensors.close();
    }
}
