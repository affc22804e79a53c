package io.resnet4j.bench;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.training.CrossEntropy;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.Safetensors;
import io.resnet4j.weights.StateDict;
import io.resnet4j.weights.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Our part of {@code testkit/golden/training_roundtrip.py}, which says what it is: reads {@code before.pth}, takes three steps,
 * writes {@code after.safetensors} and {@code losses.txt}.
 */
final class RoundTrip {
    private static final Shape IMAGE = Shape.of(3, 64, 64);
    private static final int IMAGES = 8;

    private RoundTrip() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Network network = Catalogue.named("resnet50").network();
        try (Checkpoint before = Checkpoint.open(folder.resolve("before.pth"));
                Learner learner =
                        new LibtorchEngine().open(network, StateDict.fit(network, before), options(network))) {
            List<String> losses = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                Update update = new Update(k, 1, OptionalDouble.empty());
                losses.add(Double.toString(learner.step(batch(k), update).loss()));
            }
            Files.write(folder.resolve("losses.txt"), losses);
            Map<String, Tensor> after = new LinkedHashMap<>();
            network.tensors().forEach(spec -> after.put(spec.name(), learner.get(spec)));
            Safetensors.write(folder.resolve("after.safetensors"), after, Map.of());
            System.out.printf("%s: losses %s%n", learner.description(), losses);
        }
    }

    private static LearnerOptions options(Network network) {
        List<Learnt> learnt = network.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER)
                .map(spec -> new Learnt(spec, 0.01, 1e-4))
                .toList();
        return new LearnerOptions(
                Precision.FLOAT32,
                1,
                new Optimizer.Sgd(0.9, false),
                learnt,
                Set.of(),
                CrossEntropy.PLAIN,
                OptionalDouble.empty());
    }

    private static LabelledBatch batch(int step) {
        int[] labels = IntStream.range(0, IMAGES).map(i -> (7 * i + 3) % 1000).toArray();
        return new LabelledBatch(Batch.of(IMAGE, Formula.images("input" + step, IMAGES, IMAGE)), labels);
    }
}
