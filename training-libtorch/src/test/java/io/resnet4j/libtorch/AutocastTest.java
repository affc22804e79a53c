package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** libtorch keeps the bfloat16 copies of weights until it is told not to; who does not tell it trains on the weights of the first step. */
class AutocastTest {
    private final Numbers numbers =
            new Numbers(Libtorch.device(LibtorchEngine.Place.PROCESSOR), ScalarType.Float, true);

    @Test
    void aChangedWeightIsCastAnew() {
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = torch.ones(1, 1).requires_grad_(true);
            assertEquals(1, product(weight));
            increase(weight);
            assertEquals(2, product(weight));
        }
    }

    private double product(Tensor weight) {
        try (Numbers.Casting casting = numbers.casting()) {
            return torch.linear(torch.ones(1, 1), weight).item_double();
        }
    }

    /** The same, forgetful: were this not so, the test above would prove nothing. */
    @Test
    void withoutClearingTheCacheTheOldOneIsServed() {
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = torch.ones(1, 1).requires_grad_(true);
            assertEquals(1, forgetfulProduct(weight));
            increase(weight);
            assertEquals(1, forgetfulProduct(weight));
            torch.clear_cache();
            assertNotEquals(1, forgetfulProduct(weight));
        } finally {
            torch.clear_cache();
        }
    }

    private static double forgetfulProduct(Tensor weight) {
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        try {
            return torch.linear(torch.ones(1, 1), weight).item_double();
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
        }
    }

    private static void increase(Tensor weight) {
        try (NoGradGuard guard = new NoGradGuard()) {
            weight.add_(new Scalar(1.0));
        }
    }
}
