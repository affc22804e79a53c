package io.resnet4j.cli;

import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Profile.StepTime;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Summary;
import java.util.Optional;

/** How fast one model ran in one way. A multiply-add counts as two floating-point operations. */
record BenchmarkFinding(Network network, Shape image, SessionOptions options, Load load, Optional<Profile> profile) {
    String name() {
        return "%s, %s, %s, batch %d".formatted(network.name(), options.precision(), options.team(), load.batch());
    }

    /** Billions of operations a second, of all lanes together. */
    double gigaflops() {
        return 2 * Summary.of(network, image).gigaflops() * load.imagesPerSecond();
    }

    /** The same of one step; 0 where nothing is multiplied and added. */
    double gigaflops(StepTime step) {
        Shape output = network.shapes(image).get(step.step().output());
        return 2e-9 * load.batch() * step.step().node().op().multiplyAdds(output) / step.seconds();
    }
}
