package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class SgdRuleTest {
    /**
     * {@code torch.optim.SGD([p], lr=0.1)} from 1, with {@code group["momentum"]} set before each step, as OneCycleLR does. A step without
     * momentum neither uses nor changes what is remembered.
     */
    @Test
    void aScheduleGivesMomentumToAnOptimiserThatHasNone() {
        new LibtorchEngine(); // loads the library
        double[] momenta = {0.95, 0, 0.85, 0.9};
        float[] gradients = {1, 3, -2, 1};
        float[] expected = {0.8999999761581421f, 0.5999999642372131f, 0.7149999737739563f, 0.7184999585151672f};
        SgdRule rule = new SgdRule(new Optimizer.Sgd(0, false));
        Learnt learnt = new Learnt(Learners.NETWORK.tensors().get(0), 0.1, 0);
        try (PointerScope scope = new PointerScope()) {
            Tensor parameter = torch.ones(1);
            Tensor[] memories = {torch.zeros(1)};
            assertEquals(memories.length, rule.memories().length);
            for (int k = 0; k < momenta.length; k++) {
                Update update = new Update(0, 1, OptionalDouble.of(momenta[k]));
                rule.apply(learnt, parameter, torch.tensor(gradients[k]), memories, update, k + 1);
                assertEquals(expected[k], parameter.item_float(), "step " + k);
            }
        }
    }
}
