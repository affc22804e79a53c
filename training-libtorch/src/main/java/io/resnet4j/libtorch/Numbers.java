package io.resnet4j.libtorch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where numbers lie and what they are.
 *
 * @param place the processor or a GPU
 * @param kind of parameters, gradients and sums: float32; float64 where rounding is to be told from mistakes
 * @param autocast whether libtorch casts to bfloat16 what gains by it, as {@code torch.autocast} does
 */
record Numbers(DeviceType place, ScalarType kind, boolean autocast) {
    /** A native object for the place, which is freed with the scope that is open. */
    Device device() {
        return new Device(place);
    }

    /** Casts from here on, in this thread, until it is closed. */
    Casting casting() {
        if (!autocast) {
            return () -> {};
        }
        torch.set_autocast_dtype(place, ScalarType.BFloat16);
        torch.set_autocast_enabled(place, true);
        return () -> {
            torch.set_autocast_enabled(place, false);
            torch.clear_cache(); // of cast weights, which else would serve the next step too, after they have changed
        };
    }

    /** A stretch of code whose numbers are cast. */
    interface Casting extends AutoCloseable {
        @Override
        void close();
    }
}
