package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A way to train, in the words of {@code testkit/golden/training_steps.py}, which says what they mean: {@code sgd rate=0.02
 * momentum=0.9}.
 */
record StepsCase(String kind, Map<String, String> words) {
    static final int STEPS = 10;

    static StepsCase of(String name) {
        String[] words = name.split(" ");
        return new StepsCase(
                words[0],
                Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.split("="))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    Precision precision() {
        return words.containsKey("bfloat16") ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    LearnerOptions options(Network network) {
        return new LearnerOptions(
                precision(), 1, optimizer(), learnt(network), stillNorms(network), CrossEntropy.PLAIN, clipNorm());
    }

    private Optimizer optimizer() {
        Optimizer.Betas betas =
                new Optimizer.Betas(number("beta1", 0.9), number("beta2", 0.999), number("epsilon", 1e-8));
        return switch (kind) {
            case "sgd" -> new Optimizer.Sgd(number("momentum", 0), words.containsKey("nesterov"));
            case "adam" -> new Optimizer.Adam(betas);
            case "adamw" -> new Optimizer.AdamW(betas);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private List<Learnt> learnt(Network network) {
        Set<String> head = names(network.part("head"));
        Set<String> frozen = words.containsKey("frozen") ? names(network.part(words.get("frozen"))) : Set.of();
        return network.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER && !frozen.contains(spec.name()))
                .map(spec -> new Learnt(spec, rate(head.contains(spec.name())), decay(spec)))
                .toList();
    }

    private double rate(boolean head) {
        return head ? number("head", number("rate", 0)) : number("rate", 0);
    }

    private double decay(TensorSpec spec) {
        double decay = number("decay", 0);
        return spec.shape().rank() == 1 ? number("normdecay", decay) : decay;
    }

    private static Set<String> names(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.tensors().stream())
                .map(TensorSpec::name)
                .collect(Collectors.toSet());
    }

    private Set<String> stillNorms(Network network) {
        return words.containsKey("still") ? norms(network.part(words.get("still"))) : Set.of();
    }

    /** The names of all batch norms among them. */
    static Set<String> norms(List<Node> nodes) {
        Set<String> norms = new HashSet<>();
        nodes.stream().filter(node -> node.op() instanceof Op.BatchNorm2d).forEach(node -> norms.add(node.name()));
        return norms;
    }

    private OptionalDouble clipNorm() {
        return words.containsKey("clip") ? OptionalDouble.of(number("clip", 0)) : OptionalDouble.empty();
    }

    Update update(int step) {
        return words.containsKey("cycle")
                ? new Update(step, (step + 1.0) / STEPS, OptionalDouble.of(0.95 - step / 100.0))
                : new Update(step, 1, OptionalDouble.empty());
    }

    LabelledBatch batch(long draw, int step) {
        boolean large = precision() == Precision.BFLOAT16;
        Shape image = large ? Shape.of(3, 32, 32) : Shape.of(3, 8, 8);
        return batch("input%d.%d".formatted(draw, step), large ? 32 : 8, image, 10);
    }

    /** The formula's images of that name, and their classes by {@code testkit/golden/training.py}. */
    static LabelledBatch batch(String name, int images, Shape image, int classes) {
        int[] labels =
                IntStream.range(0, images).map(i -> (7 * i + 3) % classes).toArray();
        return new LabelledBatch(Batch.of(image, Formula.images(name, images, image)), labels);
    }

    private double number(String word, double otherwise) {
        return words.containsKey(word) ? Double.parseDouble(words.get(word)) : otherwise;
    }
}
