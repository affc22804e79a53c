package io.resnet4j.inference.engine;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;
import java.util.List;

/**
 * What each operation means: the numbers that it makes of one image's. None of them writes to its inputs, so that one
 * which changes nothing can return them.
 *
 * @param inputs the values that the operation reads, {@code [channels, height, width]} or {@code [features]} each
 * @param tensors its weights, in the order of {@link Op#tensors}, counters left out
 */
record ReferenceOps(List<Activation> inputs, List<float[]> tensors) implements Op.Visitor<float[]> {
    @Override
    public float[] conv(Op.Conv2d op) {
        float[] bias = op.bias() ? tensors.get(1) : new float[op.out()];
        return new ReferenceConvolution(op, inputs.get(0), tensors.get(0)).run(bias);
    }

    @Override
    public float[] batchNorm(Op.BatchNorm2d op) {
        float[] weight = tensors.get(0);
        float[] bias = tensors.get(1);
        float[] mean = tensors.get(2);
        float[] variance = tensors.get(3);
        float[] x = x();
        float[] y = new float[x.length];
        int area = area();
        for (int channel = 0; channel < op.channels(); channel++) {
            double deviation = Math.sqrt(variance[channel] + Op.BatchNorm2d.EPSILON);
            for (int i = channel * area; i < (channel + 1) * area; i++) {
                y[i] = (float) ((x[i] - (double) mean[channel]) / deviation * weight[channel] + bias[channel]);
            }
        }
        return y;
    }

    @Override
    public float[] groupNorm(Op.GroupNorm op) {
        float[] weight = tensors.get(0);
        float[] bias = tensors.get(1);
        float[] x = x();
        float[] y = new float[x.length];
        int area = area();
        int each = x.length / op.groups();
        for (int start = 0; start < x.length; start += each) {
            double mean = mean(x, start, each);
            double squares = 0;
            for (int i = start; i < start + each; i++) {
                squares += (x[i] - mean) * (x[i] - mean);
            }
            double deviation = Math.sqrt(squares / each + Op.GroupNorm.EPSILON);
            for (int i = start; i < start + each; i++) {
                y[i] = (float) ((x[i] - mean) / deviation * weight[i / area] + bias[i / area]);
            }
        }
        return y;
    }

    @Override
    public float[] relu(Op.Relu op) {
        float[] y = x().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(y[i], 0);
        }
        return y;
    }

    @Override
    public float[] sigmoid(Op.Sigmoid op) {
        float[] y = x().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (1 / (1 + Math.exp(-y[i])));
        }
        return y;
    }

    @Override
    public float[] add(Op.Add op) {
        float[] y = x().clone();
        float[] other = inputs.get(1).nchw();
        for (int i = 0; i < y.length; i++) {
            y[i] += other[i];
        }
        return y;
    }

    @Override
    public float[] multiply(Op.Multiply op) {
        float[] y = x().clone();
        float[] factors = inputs.get(1).nchw();
        int area = area();
        for (int i = 0; i < y.length; i++) {
            y[i] *= factors[i / area];
        }
        return y;
    }

    @Override
    public float[] maxPool(Op.MaxPool2d op) {
        Shape shape = op.shape(List.of(inputs.get(0).shape()));
        float[] y = new float[(int) shape.elements()];
        int i = 0;
        for (int channel = 0; channel < shape.dim(0); channel++) {
            for (int row = 0; row < shape.dim(1); row++) {
                for (int column = 0; column < shape.dim(2); column++) {
                    y[i++] = highest(op.window(), channel, row, column);
                }
            }
        }
        return y;
    }

    /** The greatest of what the window covers at one place; its padding is minus infinity, and so never the greatest. */
    private float highest(Window window, int channel, int row, int column) {
        Shape shape = inputs.get(0).shape();
        int top = row * window.stride() - window.padding();
        int left = column * window.stride() - window.padding();
        float highest = Float.NEGATIVE_INFINITY;
        for (int ky = 0; ky < window.kernel(); ky++) {
            for (int kx = 0; kx < window.kernel(); kx++) {
                int fromRow = top + ky * window.dilation();
                int fromColumn = left + kx * window.dilation();
                if (fromRow >= 0 && fromRow < shape.dim(1) && fromColumn >= 0 && fromColumn < shape.dim(2)) {
                    int from = (channel * shape.dim(1) + fromRow) * shape.dim(2) + fromColumn;
                    highest = Math.max(highest, x()[from]);
                }
            }
        }
        return highest;
    }

    @Override
    public float[] globalAvgPool(Op.GlobalAvgPool op) {
        float[] x = x();
        int area = area();
        float[] y = new float[x.length / area];
        for (int channel = 0; channel < y.length; channel++) {
            y[channel] = (float) mean(x, channel * area, area);
        }
        return y;
    }

    @Override
    public float[] padShortcut(Op.PadShortcut op) {
        Shape from = inputs.get(0).shape();
        Shape shape = op.shape(List.of(from));
        float[] y = new float[(int) shape.elements()];
        int i = op.padding() * shape.dim(1) * shape.dim(2);
        for (int channel = 0; channel < op.in(); channel++) {
            for (int row = 0; row < shape.dim(1); row++) {
                int start = (channel * from.dim(1) + row * op.stride()) * from.dim(2);
                for (int column = 0; column < shape.dim(2); column++) {
                    y[i++] = x()[start + column * op.stride()];
                }
            }
        }
        return y;
    }

    @Override
    public float[] flatten(Op.Flatten op) {
        return x();
    }

    @Override
    public float[] dropout(Op.Dropout op) {
        return x();
    }

    @Override
    public float[] linear(Op.Linear op) {
        float[] weight = tensors.get(0); // [out, in]
        float[] bias = tensors.get(1);
        float[] x = x();
        float[] y = new float[op.out()];
        for (int out = 0; out < y.length; out++) {
            double sum = bias[out];
            for (int in = 0; in < x.length; in++) {
                sum += (double) weight[out * x.length + in] * x[in];
            }
            y[out] = (float) sum;
        }
        return y;
    }

    private float[] x() {
        return inputs.get(0).nchw();
    }

    /** Pixels of one channel. */
    private int area() {
        Shape shape = inputs.get(0).shape();
        return shape.dim(1) * shape.dim(2);
    }

    private static double mean(float[] values, int start, int count) {
        double sum = 0;
        for (int i = start; i < start + count; i++) {
            sum += values[i];
        }
        return sum / count;
    }
}
