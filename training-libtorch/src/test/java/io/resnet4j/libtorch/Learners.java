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
        return open(NETWORK, adam(parameters(NETWORK), precision, clipNorm, 1));
    }

    /** Learns all of a network by Adam. */
    static Learner adam(Network network, int threads) throws IOException {
        return open(network, adam(parameters(network), Precision.FLOAT32, OptionalDouble.empty(), threads));
    }

    static LearnerOptions adam(List<TensorSpec> parameters, Precision precision, OptionalDouble clipNorm, int threads) {
        List<Learnt> learnt =
                parameters.stream().map(spec -> new Learnt(spec, 0.001, 0.01)).toList();
        return new LearnerOptions(
                precision,
                threads,
                new Optimizer.Adam(Optimizer.Betas.DEFAULT),
                learnt,
                Set.of(),
                CrossEntropy.PLAIN,
                clipNorm);
    }

    static Learner open(Network network, LearnerOptions options) throws IOException {
        return new LibtorchEngine().open(network, new Formula(), options);
    }

    static List<TensorSpec> parameters(Network network) {
        return network.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER)
                .toList();
    }

    static LabelledBatch batch(int images) {
        int[] labels = IntStream.range(0, images).map(i -> i % 10).toArray();
        return new LabelledBatch(Batch.of(IMAGE, Formula.images("input", images, IMAGE)), labels);
    }
}
