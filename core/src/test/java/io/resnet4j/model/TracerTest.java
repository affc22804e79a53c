package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TracerTest {
    @Test
    void namesFallOutOfScopesAndNodesWithoutTensorsAreNumberedWithinThem() {
        Tracer t = Tracer.start(3);
        Value x = t.relu(t.conv("conv1", t.input(), 8, Window.of(3, 1)));
        Tracer block = t.in("layer1").in("0");
        Value y = block.relu(block.relu(block.conv("conv1", x, 8, Window.of(3, 1))));
        Network network = t.finish("n", block.add(y, x));
        assertEquals(
                List.of("conv1", "relu", "layer1.0.conv1", "layer1.0.relu", "layer1.0.relu_1", "layer1.0.add"),
                network.nodes().stream().map(Node::name).toList());
        assertEquals(
                List.of("conv1.weight", "layer1.0.conv1.weight"),
                network.tensors().stream().map(TensorSpec::name).toList());
    }

    @Test
    void aSumOfDifferentWidthsIsRefusedWhereItIsWritten() {
        Tracer t = Tracer.start(3).in("layer1");
        Value wide = t.conv("conv1", t.input(), 8, Window.of(3, 1));
        Exception e = assertThrows(IllegalArgumentException.class, () -> t.add(wide, t.input()));
        assertEquals("the residual layer1.conv1 has 8 channels, its shortcut x has 3", e.getMessage());
    }

    @Test
    void aValueOfAnotherNetworkIsRefused() {
        Tracer t = Tracer.start(3).in("layer1");
        Exception e = assertThrows(IllegalArgumentException.class, () -> t.relu(new Value("conv9")));
        assertEquals("layer1.: no node makes conv9", e.getMessage());
    }

    @Test
    void twoConvolutionsOfOneNameAreRefused() {
        Tracer t = Tracer.start(3);
        Value x = t.conv("conv1", t.conv("conv1", t.input(), 8, Window.of(3, 1)), 8, Window.of(3, 1));
        Exception e = assertThrows(IllegalArgumentException.class, () -> t.finish("n", x));
        assertEquals("n: two nodes are called conv1", e.getMessage());
    }
}
