package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.TrainingEngine;
import io.resnet4j.training.TrainingEngineContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class LibtorchEngineTest extends TrainingEngineContract {
    private final LibtorchEngine engine = new LibtorchEngine();

    @Override
    protected TrainingEngine engine() {
        return engine;
    }

    @Override
    protected Exact exactStep(Network network, LearnerOptions options, LabelledBatch batch) throws IOException {
        Numbers numbers = new Numbers(Libtorch.device(LibtorchEngine.Place.PROCESSOR), ScalarType.Double, false);
        try (LibtorchLearner learner = LibtorchLearner.open(network, new Formula(), options, numbers, "exact");
                PointerScope scope = new PointerScope();
                Tensor logits = learner.logits(batch.images(), true)) {
            Tensor loss = learner.loss(logits, learner.labels(batch));
            loss.backward();
            Map<String, double[]> gradients = new HashMap<>();
            Map<String, double[]> buffers = new HashMap<>();
            for (TensorSpec spec : network.tensors()) {
                if (spec.role() == TensorSpec.Role.PARAMETER) {
                    gradients.put(spec.name(), doubles(learner.tensor(spec).grad()));
                } else if (spec.role() == TensorSpec.Role.BUFFER) {
                    buffers.put(spec.name(), doubles(learner.tensor(spec)));
                }
            }
            return new Exact(loss.item_double(), doubles(logits), gradients, buffers);
        }
    }

    private static double[] doubles(Tensor tensor) {
        Tensor plain = tensor.detach().contiguous(MemoryFormat.Contiguous);
        double[] values = new double[Math.toIntExact(plain.numel())];
        new DoublePointer(plain.data_ptr()).get(values);
        return values;
    }

    @Test
    void itSaysWhichLibraryAndInstructionsItUses() {
        assertTrue(engine.description().matches("libtorch 2\\.\\d+\\.\\d+ \\([A-Z0-9_]+\\)"), engine.description());
    }

    /** PyTorch refuses it, too. */
    @Test
    void aBatchOfASingleValueHasNoVariance() throws IOException {
        Shape pixel = Shape.of(3, 1, 1);
        LabelledBatch batch = new LabelledBatch(Batch.of(pixel, new float[3]), new int[] {0});
        try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty())) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> learner.step(batch, Learners.UPDATE));
            assertEquals(
                    "bn1 is to learn from a single image of a single pixel, of which there is no variance;"
                            + " leave out the last batch of an epoch (drop-last) or choose another batch size",
                    e.getMessage());
        }
    }
}
