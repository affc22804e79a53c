package io.resnet4j.onednn;

import io.resnet4j.inference.Fusion;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Step;
import io.resnet4j.inference.Taps;
import io.resnet4j.model.Network;
import java.util.List;

/** What a session runs, before any shape is known. */
record Program(Network network, List<Step> steps, Taps taps) {
    static Program of(Network network, SessionOptions options) {
        Taps taps = Taps.of(network, options);
        return new Program(network, Fusion.inference(network, taps.kept()), taps);
    }
}
