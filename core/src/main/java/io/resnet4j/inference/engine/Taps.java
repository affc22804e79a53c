package io.resnet4j.inference.engine;

import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.model.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run returns.
 *
 * @param output the network's own
 * @param byName the values that were asked for besides, by the names they were asked by
 */
public record Taps(Value output, Map<String, Value> byName) {
    public Taps {
        byName = Map.copyOf(byName);
    }

    /**
     * What {@code options} ask of {@code network}.
     *
     * @throws IllegalArgumentException when the network has no node of such a name
     */
    public static Taps of(Network network, SessionOptions options) {
        Map<String, Value> byName = new HashMap<>();
        options.taps().forEach(name -> byName.put(name, network.node(name).output()));
        return new Taps(network.output(), byName);
    }

    /** The values that must outlive a run. */
    public Set<Value> kept() {
        Set<Value> kept = new HashSet<>(byName.values());
        kept.add(output);
        return kept;
    }

    /** The outputs of a run on {@code images} images. */
    public Outputs outputs(int images, Function<Value, Outputs.Activation> results) {
        Map<String, Outputs.Activation> tapped = new HashMap<>();
        byName.forEach((name, value) -> tapped.put(name, results.apply(value)));
        return new Outputs(images, results.apply(output), tapped);
    }
}
