package io.resnet4j.onednn;

import io.resnet4j.inference.Fusion;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Network;
import io.resnet4j.model.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session runs, before any shape is known.
 *
 * @param kept the values that every run returns: the output and the taps
 */
record Program(Network network, List<Step> steps, Set<Value> kept) {
    static Program of(Network network, Set<String> taps) {
        Set<Value> kept = new HashSet<>(Set.of(network.output()));
        taps.forEach(name -> kept.add(network.node(name).output()));
        return new Program(network, Fusion.inference(network, kept), Set.copyOf(kept));
    }
}
