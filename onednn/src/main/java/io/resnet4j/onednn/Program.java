package io.resnet4j.onednn;

import io.resnet4j.inference.Fusion;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Network;
import io.resnet4j.model.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session runs, before any shape is known.
 *
 * @param taps the values that every run returns besides the output, by the names they were asked by
 */
record Program(Network network, List<Step> steps, Map<String, Value> taps) {
    static Program of(Network network, Set<String> names) {
        Map<String, Value> taps = new HashMap<>();
        names.forEach(name -> taps.put(name, network.node(name).output()));
        return new Program(network, Fusion.inference(network, new HashSet<>(taps.values())), Map.copyOf(taps));
    }

    /** The values that outlive a run: the output and the taps. */
    Set<Value> kept() {
        Set<Value> kept = new HashSet<>(taps.values());
        kept.add(network.output());
        return kept;
    }
}
