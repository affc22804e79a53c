package io.resnet4j.training;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Precision;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a backbone makes the same features of an image in every epoch, so that once is enough: when no step changes it, it draws
 * nothing at random, and the images stay as they are.
 *
 * @param backbone what makes the features; empty where they are not reused
 * @param note what people are told of it, to follow how the network learns
 */
record FeatureReuse(Optional<Engine> backbone, String note) {
    /** As far as there is someone to make the features. */
    static FeatureReuse of(Optional<Supplier<Engine>> offered, TrainingJob job, LearnerOptions options) {
        if (offered.isEmpty() || learnsBackbone(job, options)) { // as everyone expects, so nobody needs to be told
            return new FeatureReuse(Optional.empty(), "");
        }
        return obstacle(job, options, Runtime.getRuntime().maxMemory() / 4)
                .map(why -> new FeatureReuse(Optional.empty(), "; features are not reused: " + why))
                .orElseGet(() -> {
                    Engine engine = offered.get().get();
                    String how = options.precision() == Precision.FLOAT32 ? "" : ", in bf16 where that is fast";
                    return new FeatureReuse(
                            Optional.of(engine), "; features are made once, by " + engine.description() + how);
                });
    }

    /** What learns: the head alone, from features, where these are reused. */
    Learner open(TrainingEngine engine, TrainingJob job, LearnerOptions options) throws IOException {
        Network network = job.start().network();
        TensorSource weights = job.start().weights();
        return backbone.isPresent()
                ? HeadLearner.open(engine, network, weights, options)
                : engine.open(network, weights, options);
    }

    private static boolean learnsBackbone(TrainingJob job, LearnerOptions options) {
        List<Node> backbone = job.start().network().part("backbone");
        Set<TensorSpec> parameters = new HashSet<>(Parts.parameters(backbone));
        return options.learnt().stream().map(Learnt::tensor).anyMatch(parameters::contains);
    }

    /**
     * Why features of a backbone that learns nothing have to be made anew in each epoch; empty where they need not.
     *
     * @param most bytes that all features together may take
     */
    static Optional<String> obstacle(TrainingJob job, LearnerOptions options, long most) {
        Network network = job.start().network();
        List<Node> backbone = network.part("backbone");
        Optional<Node> changing = backbone.stream()
                .filter(node -> isChanging(node, options.stillNorms()))
                .findFirst();
        if (changing.isPresent()) {
            return changing.map(node -> node.op() instanceof Op.Dropout
                    ? node.name() + " leaves out numbers at random"
                    : node.name() + " updates its statistics (frozen-norms: keep would leave them as they are)");
        }
        if (!job.recipe().get(Settings.AUGMENT).isEmpty()) {
            return Optional.of("images are augmented");
        }
        int images = Features.images(job);
        long bytes = (long) images * HeadNetwork.features(network) * Float.BYTES;
        return bytes <= most
                ? Optional.empty()
                : Optional.of("those of %d images take %d MB, and %d MB are for them; give Java more with -Xmx"
                        .formatted(images, bytes >> 20, most >> 20));
    }

    private static boolean isChanging(Node node, Set<String> stillNorms) {
        return node.op() instanceof Op.Dropout
                || node.op() instanceof Op.BatchNorm2d norm && !norm.frozen() && !stillNorms.contains(node.name());
    }
}
