package io.resnet4j.onednn;

import io.resnet4j.model.Op;
import io.resnet4j.model.Window;
import java.nio.FloatBuffer;

/**
 * The zero-padding shortcut as a strided 1x1 convolution whose filters each pick one channel or none. oneDNN has no
 * primitive that subsamples; this one is exact for finite values, and costs one part in a hundred of a CIFAR ResNet.
 */
final class PadShortcutAsConvolution {
    private PadShortcutAsConvolution() {}

    static Op.Conv2d convolution(Op.PadShortcut op) {
        return new Op.Conv2d(op.in(), op.out(), Window.of(1, op.stride()), 1, false);
    }

    static void fill(Op.PadShortcut op, FloatBuffer weight) {
        weight.put(new float[op.out() * op.in()]);
        for (int channel = 0; channel < op.in(); channel++) {
            weight.put((channel + op.padding()) * op.in() + channel, 1f);
        }
    }
}
