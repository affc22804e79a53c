package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.ReferenceEngine;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceEngineTest extends EngineContract {
    @Override
    protected Engine engine() {
        return new ReferenceEngine();
    }

    @Test
    void itSaysWhatItRunsOn() {
        String description = engine().description();
        assertTrue(description.matches("plain Java \\(\\d+.*\\)"), description);
    }

    @Test
    void whatGoesWrongOnAWorkerReachesTheCallerAsItIs() throws IOException {
        RuntimeException unreadable = new RuntimeException("unreadable");
        Batch batch = new Batch() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Shape shape() {
                return Shape.of(3, 32, 32);
            }

            @Override
            public void write(int index, FloatBuffer target) {
                throw unreadable;
            }
        };
        try (Session session = open("resnet20")) {
            assertSame(unreadable, assertThrows(RuntimeException.class, () -> session.run(batch)));
        }
    }

    @ParameterizedTest
    @CsvSource({"resnet20, layer1.0.bn1", "preresnet18, norm"})
    void aNormThatMakesNoFiniteNumbersIsRefused(String name, String norm) {
        Network network = Catalogue.named(name).network();
        TensorSource damaged =
                spec -> spec.name().equals(norm + ".running_var") ? minusOnes(spec) : new Formula().get(spec);
        Exception e =
                assertThrows(EngineException.class, () -> engine().open(network, damaged, SessionOptions.defaults()));
        assertTrue(e.getMessage().startsWith(norm + ": weight "), e.getMessage());
    }

    private static Tensor minusOnes(TensorSpec spec) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) spec.shape().elements() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat(-1);
        }
        return new MemoryTensor(DType.F32, spec.shape(), bytes);
    }
}
