package io.resnet4j.onednn;

import io.resnet4j.inference.Step;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Fills a session's {@link Weights} with what its steps need. A norm that follows a convolution is folded into it, in
 * double precision: {@code scale = weight / sqrt(var + eps)} multiplies the filters, {@code bias - mean * scale} is the
 * convolution's new bias.
 */
final class WeightLoader {
    private final TensorSource source;
    private final Weights weights;

    WeightLoader(TensorSource source, Weights weights) {
        this.source = source;
        this.weights = weights;
    }

    void load(List<Step> steps) throws IOException {
        for (Step step : steps) {
            if (step instanceof Step.Convolution conv) {
                load(conv);
            } else if (step instanceof Step.Single single) {
                load(single.node());
            }
        }
    }

    private void load(Step.Convolution step) throws IOException {
        TensorSpec weight = step.op().tensors(step.name()).get(0);
        FloatBuffer filters = copy(weight);
        if (step.norm().isPresent()) {
            int out = step.op().out();
            FloatBuffer bias = weights.put(step.name() + ".bias", Shape.of(out)).asFloatBuffer();
            fold(new Op.BatchNorm2d(out).tensors(step.norm().get()), filters, bias);
        }
    }

    private void load(Node node) throws IOException {
        if (node.op() instanceof Op.PadShortcut op) {
            Shape weight = PadShortcutAsConvolution.weight(op);
            PadShortcutAsConvolution.fill(
                    op, weights.put(node.name() + ".weight", weight).asFloatBuffer());
        }
        for (TensorSpec spec : node.op().tensors(node.name())) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                copy(spec);
            }
        }
    }

    private void fold(List<TensorSpec> norm, FloatBuffer filters, FloatBuffer bias) throws IOException {
        float[] gamma = floats(norm.get(0));
        float[] beta = floats(norm.get(1));
        float[] mean = floats(norm.get(2));
        float[] variance = floats(norm.get(3));
        int each = filters.capacity() / gamma.length;
        float[] filter = new float[each];
        for (int out = 0; out < gamma.length; out++) {
            double scale = gamma[out] / Math.sqrt(variance[out] + Op.BatchNorm2d.EPSILON);
            filters.get(out * each, filter);
            for (int i = 0; i < each; i++) {
                filter[i] = (float) (filter[i] * scale);
            }
            filters.put(out * each, filter);
            bias.put(out, (float) (beta[out] - mean[out] * scale));
        }
    }

    private FloatBuffer copy(TensorSpec spec) throws IOException {
        ByteBuffer target = weights.put(spec.name(), spec.shape());
        source.get(spec).read(0, target.duplicate());
        return target.asFloatBuffer();
    }

    private float[] floats(TensorSpec spec) throws IOException {
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.get(spec).read(0, bytes);
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }
}
