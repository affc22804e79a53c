package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Closeness;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.PooledErrors;
import io.resnet4j.testkit.Variants;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bfloat16 must come to where the processor has it, and what is said where it has not. */
class Bfloat16Test {
    /**
     * Eight bits of fraction, rounded again at every layer: the worst element of some gate strays by 0.17 of their deviation. A value
     * that was overwritten is off by 1 and more; how near the logits are, the other test says.
     */
    private static final double EVERY_VALUE = 0.3;

    private final OneDnnEngine engine = new OneDnnEngine();
    private final boolean available = OneDnn.load().multipliesBfloat16();

    @ParameterizedTest
    @MethodSource("catalogue")
    void errorsAreThoseOfPyTorchsAutocast(String name) throws IOException {
        if (available) {
            PooledErrors.assertLikePyTorchs(engine, name, Precision.BFLOAT16, 1.25);
        } else {
            assertRefused(name);
        }
    }

    static Stream<String> catalogue() {
        return Catalogue.all().stream().map(ResNetSpec::name);
    }

    private void assertRefused(String name) {
        Network network = Catalogue.named(name).network();
        Exception e = assertThrows(
                EngineUnavailableException.class,
                () -> engine.open(network, new Formula(), options(Precision.BFLOAT16)));
        assertTrue(e.getMessage().startsWith("bf16 needs a processor with AVX512_BF16"), e.getMessage());
    }

    /** In whatever precision this machine's best is. */
    @ParameterizedTest
    @ValueSource(
            strings = {"basic dropout=0.5 shortcut=a", "bottleneck norm=group4 se=bias", "prebasic se=bias inner=0.3"})
    void everyValueIsNearTheReferences(String name) throws IOException {
        Network network = Variants.named(name).network();
        Shape image = Shape.of(3, 33, 29);
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        String[] everything = network.nodes().stream().map(Node::name).toArray(String[]::new);
        try (Session reference =
                        new ReferenceEngine().open(network, new Formula(), options(Precision.FLOAT32, everything));
                Session session = engine.open(network, new Formula(), options(Precision.AUTO, everything))) {
            Outputs expected = reference.run(batch);
            Outputs actual = session.run(batch);
            assertEquals(expected.taps().keySet(), actual.taps().keySet());
            for (String node : everything) {
                float[] values = expected.tap(node).nchw();
                double[] doubles = IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i])
                        .toArray();
                double worst = Closeness.worst(doubles, actual.tap(node).nchw());
                Closeness.assertAtMost(EVERY_VALUE, worst, name + ": " + node);
            }
        }
    }

    @Test
    void theBestPrecisionOfTheProcessorIsTaken() throws IOException {
        Network network = Catalogue.named("resnet20").network();
        try (Session session = engine.open(network, new Formula(), options(Precision.AUTO))) {
            assertTrue(session.description().contains(available ? ", bf16, " : ", fp32, "), session.description());
        }
    }

    private static SessionOptions options(Precision precision, String... taps) {
        return SessionOptions.defaults().withPrecision(precision).withTaps(taps);
    }
}
