package io.resnet4j.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Step;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryLayoutTest {
    /** Plays the steps: who writes must not hit a value that is still to be read, except where a sum overwrites it. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, ''",
        "resnet50, ''",
        "resnet50, layer1.0.add",
        "resnet50, conv1",
        "resnet20, ''",
        "resnet20, layer2.0.shortcut",
        "se_resnet18, ''",
        "se_resnet18, layer1.0.se.sigmoid",
        "preresnet18, ''",
        "preresnet18, layer2.0.relu"
    })
    void noStepWritesOverWhatIsStillNeeded(String name, String tap) {
        Network network = Catalogue.named(name).network();
        Set<Value> kept = new HashSet<>(Set.of(network.output()));
        if (!tap.isEmpty()) {
            kept.add(new Value(tap));
        }
        List<Step> steps = Fusion.inference(network, kept);
        Map<Value, Shape> shapes = network.shapes(Shape.of(3, 65, 49));
        MemoryLayout layout = MemoryLayout.of(
                steps, Set.of(network.input()), kept, value -> shapes.get(value).elements() * Float.BYTES);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Set<Value> needed = new HashSet<>(kept);
            steps.subList(i + 1, steps.size()).forEach(later -> needed.addAll(later.inputs()));
            needed.retainAll(made(network, steps.subList(0, i)));
            needed.addAll(step.inputs());
            step.overwritten().ifPresent(needed::remove);
            long start = layout.offsets().get(step.output());
            long end = start + shapes.get(step.output()).elements() * Float.BYTES;
            assertTrue(start % MemoryLayout.ALIGNMENT == 0 && end <= layout.bytes(), step::toString);
            for (Value value : needed) {
                long from = layout.offsets().get(value);
                long to = from + shapes.get(value).elements() * Float.BYTES;
                assertTrue(end <= from || to <= start, () -> step + " writes over " + value);
            }
        }
    }

    /**
     * ResNet-50 is widest in layer2.0, where the input waits for its projection: (256 + 128) x 56 x 56 + 128 x 28 x 28
     * floats; ResNet-20 in layer1: 2 x 16 x 32 x 32.
     */
    @ParameterizedTest
    @CsvSource({"resnet50, 224, 5218304", "resnet20, 32, 131072"})
    void theArenaIsAsSmallAsTheWidestMoment(String name, int side, long bytes) {
        Network network = Catalogue.named(name).network();
        Set<Value> kept = Set.of(network.output());
        Map<Value, Shape> shapes = network.shapes(Shape.of(3, side, side));
        MemoryLayout layout = MemoryLayout.of(
                Fusion.inference(network, Set.of()),
                Set.of(network.input()),
                kept,
                value -> shapes.get(value).elements() * Float.BYTES);
        assertEquals(bytes, layout.bytes());
    }

    /** They are there together, but nothing of the first step is yet. */
    @Test
    void whatIsGivenLiesBesideEachOther() {
        Network network = Catalogue.named("resnet50").network();
        Map<Value, Shape> shapes = new HashMap<>(network.shapes(Shape.of(3, 65, 49)));
        Value other = new Value("other");
        shapes.put(other, shapes.get(network.input()));
        MemoryLayout layout = MemoryLayout.of(
                Fusion.inference(network, Set.of()),
                List.of(network.input(), other),
                Set.of(network.output()),
                value -> shapes.get(value).elements() * Float.BYTES);
        long bytes = shapes.get(other).elements() * Float.BYTES;
        long apart = layout.offsets().get(network.input()) - layout.offsets().get(other);
        assertTrue(Math.abs(apart) >= bytes, () -> "they are %d bytes apart".formatted(apart));
        assertTrue(layout.offsets().get(other) + bytes <= layout.bytes());
    }

    private static Set<Value> made(Network network, List<Step> steps) {
        Set<Value> made = new HashSet<>(Set.of(network.input()));
        steps.forEach(step -> made.add(step.output()));
        return made;
    }
}
