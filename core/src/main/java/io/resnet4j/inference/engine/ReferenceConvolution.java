package io.resnet4j.inference.engine;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;
import java.util.Arrays;
import java.util.List;

/**
 * The convolution of one image, summed in double precision. For each group it is a product of two matrices, of pixels and
 * of weights: {@code [places, elements] x [elements, outs]}. A <em>place</em> is where the window stands, an <em>element</em> one of
 * those it has in each input channel. Elements are taken a few at a time, so that what they read stays in the cache, and each
 * sum is loaded and stored once for all of them.
 */
final class ReferenceConvolution {
    /** As many as {@link #add} spells out. */
    private static final int AT_ONCE = 8;

    private final Op.Conv2d op;
    private final Activation x;
    private final float[] weight; // [out, in / groups, kernel, kernel], so [out, elements]
    private final Shape y;
    private final int places;
    private final int outs; // channels of one group's output
    private final int ins; // and of its input
    private final int elements;

    ReferenceConvolution(Op.Conv2d op, Activation x, float[] weight) {
        this.op = op;
        this.x = x;
        this.weight = weight;
        y = op.shape(List.of(x.shape()));
        places = y.dim(1) * y.dim(2);
        outs = op.out() / op.groups();
        ins = op.in() / op.groups();
        elements = ins * op.window().kernel() * op.window().kernel();
    }

    /** {@code [out, height, width]}, to which {@code bias} has added a number for each channel. */
    float[] run(float[] bias) {
        float[] result = new float[op.out() * places];
        for (int group = 0; group < op.groups(); group++) {
            double[][] sums = sums(group);
            for (int out = 0; out < outs; out++) {
                int channel = group * outs + out;
                for (int place = 0; place < places; place++) {
                    result[channel * places + place] = (float) (sums[place][out] + bias[channel]);
                }
            }
        }
        return result;
    }

    /** {@code [places, outs]}. */
    private double[][] sums(int group) {
        double[][] sums = new double[places][outs];
        float[][] pixels = new float[AT_ONCE][places];
        double[][] weights = new double[AT_ONCE][outs];
        for (int first = 0; first < elements; first += AT_ONCE) {
            for (int t = 0; t < AT_ONCE; t++) {
                gatherPixels(group, first + t, pixels[t]);
            }
            gatherWeights(group, first, weights);
            for (int place = 0; place < places; place++) {
                add(pixels, place, weights, sums[place]);
            }
        }
        return sums;
    }

    /** What {@code element} sees at each place: a pixel, or a zero of the padding; nothing but zeros past the last element. */
    private void gatherPixels(int group, int element, float[] pixels) {
        Arrays.fill(pixels, 0);
        if (element >= elements) {
            return;
        }
        Window window = op.window();
        int kernel = window.kernel();
        int top = element / kernel % kernel * window.dilation() - window.padding();
        int left = element % kernel * window.dilation() - window.padding();
        int height = x.shape().dim(1);
        int width = x.shape().dim(2);
        int channel = group * ins + element / (kernel * kernel);
        for (int row = 0; row < y.dim(1); row++) {
            int fromRow = row * window.stride() + top;
            if (fromRow >= 0 && fromRow < height) {
                int start = (channel * height + fromRow) * width;
                for (int column = 0; column < y.dim(2); column++) {
                    int from = column * window.stride() + left;
                    if (from >= 0 && from < width) {
                        pixels[row * y.dim(2) + column] = x.nchw()[start + from];
                    }
                }
            }
        }
    }

    /** The weights of {@link #AT_ONCE} elements for each output channel; zeros past the last element. */
    private void gatherWeights(int group, int first, double[][] weights) {
        int count = Math.min(AT_ONCE, elements - first);
        for (int out = 0; out < outs; out++) {
            int start = (group * outs + out) * elements + first;
            for (int t = 0; t < AT_ONCE; t++) {
                weights[t][out] = t < count ? weight[start + t] : 0;
            }
        }
    }

    /** The loop that takes all the time: C2 makes vector instructions of it, as all arrays go by the same index. */
    private static void add(float[][] pixels, int place, double[][] weights, double[] sums) {
        double p0 = pixels[0][place], p1 = pixels[1][place], p2 = pixels[2][place], p3 = pixels[3][place];
        double p4 = pixels[4][place], p5 = pixels[5][place], p6 = pixels[6][place], p7 = pixels[7][place];
        double[] w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
        double[] w4 = weights[4], w5 = weights[5], w6 = weights[6], w7 = weights[7];
        for (int i = 0; i < sums.length; i++) {
            sums[i] += p0 * w0[i]
                    + p1 * w1[i]
                    + p2 * w2[i]
                    + p3 * w3[i]
                    + p4 * w4[i]
                    + p5 * w5[i]
                    + p6 * w6[i]
                    + p7 * w7[i];
        }
    }
}
