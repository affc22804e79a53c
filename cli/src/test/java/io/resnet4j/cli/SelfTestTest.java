package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    @Test
    void theReferenceEnginePasses() throws IOException {
        String found = SelfTest.run(new ReferenceEngine(), Precision.FLOAT32);
        assertTrue(
                found.matches("the embedded resnet20 is \\S+e-0[678] standard deviations from PyTorch, .* ms an image"),
                found);
    }

    /** The difference is one that a look at the labels would not show. */
    @Test
    void anEngineThatIsSlightlyOffDoesNot() {
        Exception e = assertThrows(EngineException.class, () -> SelfTest.run(new SlightlyOff(), Precision.FLOAT32));
        assertTrue(
                e.getMessage().endsWith("standard deviations from PyTorch, where 1.0e-04 is allowed"), e.getMessage());
    }

    /** An engine that adds a thousandth to one bias. */
    private static final class SlightlyOff implements Engine {
        @Override
        public String description() {
            return "slightly off";
        }

        @Override
        public Session open(Network network, TensorSource weights, SessionOptions options) throws IOException {
            TensorSpec last = network.tensors().get(network.tensors().size() - 1); // linear.bias
            float[] bias = weights.floats(last).clone();
            bias[0] += 1e-3f;
            Tensor changed = Tensor.of(last.shape(), bias);
            TensorSource off = spec -> spec.equals(last) ? changed : weights.get(spec);
            return new ReferenceEngine().open(network, off, options);
        }
    }
}
