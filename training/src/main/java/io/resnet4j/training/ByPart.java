package io.resnet4j.training;

import io.resnet4j.model.Network;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A number for each parameter of a network, such as its learning rate: one for all, and others for parts, which are named as in
 * {@link Network#part}. Of parts within parts the one with the longest prefix counts.
 *
 * @param general for parameters of no part that is named; empty when all are
 * @param parts by dotted prefix: {@code head}, {@code layer4.0}
 */
public record ByPart(OptionalDouble general, Map<String, Double> parts) {
    public ByPart {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        if (general.isEmpty() && parts.isEmpty()) {
            throw new IllegalArgumentException("a number is missing: one for all parameters, or one for each part");
        }
    }

    /** One for all. */
    public static ByPart of(double general) {
        return new ByPart(OptionalDouble.of(general), Map.of());
    }

    /** The highest of all. */
    double highest() {
        return DoubleStream.concat(general.stream(), parts.values().stream().mapToDouble(Double::doubleValue))
                .max()
                .orElseThrow();
    }

    /** The same but for a part. */
    ByPart with(String part, double value) {
        Map<String, Double> more = new LinkedHashMap<>(parts);
        more.put(part, value);
        return new ByPart(general, more);
    }

    /**
     * The number of each parameter that has one, by the parameter's name.
     *
     * @throws IllegalArgumentException when the network has no such part
     */
    Map<String, Double> values(Network network) {
        Map<String, Double> values = new HashMap<>();
        general.ifPresent(value -> Parts.parameters(network.nodes()).forEach(spec -> values.put(spec.name(), value)));
        parts.keySet().stream().sorted(Comparator.comparingInt(Parts::depth)).forEach(part -> Parts.named(network, part)
                .forEach(spec -> values.put(spec.name(), parts.get(part))));
        return values;
    }
}
