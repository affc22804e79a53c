package io.resnet4j.libtorch;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.model.Basic;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.Stem;
import io.resnet4j.model.Task;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.training.CrossEntropy;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** A network of a single block, learning; for tests to which it is all one what it learns. */
final class Learners {
    static final Network NETWORK = ResNetSpec.of(
                    "block", new Residual(new Basic(), new Shortcut.ProjectionAlways("downsample")), 1)
            .forTask(Task.CIFAR_10)
            .withPlanes(8)
            .withStem(new Stem.Cifar(8))
            .network();
    static final Update UPDATE = new Update(0, 1, OptionalDouble.empty());

    private static final Shape IMAGE = Shape.of(3, 8, 8);

    private Learners() {}

    /** Learns all of it by Adam, which remembers most; on one thread. */
    static Learner adam(Precision precision, OptionalDouble clipNorm) throws IOException {
        return adam(NETWORK, precision, clipNorm, 1);
    }

    /** Learns all of a network. */
    static Learner adam(Network network, int threads) throws IOException {
        return adam(network, Precision.FLOAT32, OptionalDouble.empty(), threads);
    }

    private static Learner adam(Network network, Precision precision, OptionalDouble clipNorm, int threads)
            throws IOException {
        List<Learnt> learnt = network.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER)
                .map(spec -> new Learnt(spec, 0.001, 0.01))
                .toList();
        LearnerOptions options = new LearnerOptions(
                precision, threads, Optimizer.Adam.DEFAULT, learnt, Set.of(), CrossEntropy.PLAIN, clipNorm);
        return new LibtorchEngine().open(network, new Formula(), options);
    }

    static LabelledBatch batch(int images) {
        int[] labels = IntStream.range(0, images).map(i -> i % 10).toArray();
        return new LabelledBatch(Batch.of(IMAGE, Formula.images("input", images, IMAGE)), labels);
    }
}
