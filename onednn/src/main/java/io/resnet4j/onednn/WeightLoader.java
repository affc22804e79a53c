package io.resnet4j.onednn;

import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Fills a session's {@link Weights} with what its steps need. A norm that follows a convolution is folded into it, in
 * double precision: {@code scale = weight / sqrt(var + eps)} multiplies the filters and the convolution's bias, if it has one, to
 * which {@code bias - mean * scale} is added. What is computed goes by names that no state_dict has.
 */
final class WeightLoader {
    private final TensorSource source;
    private final Weights weights;

    WeightLoader(TensorSource source, Weights weights) {
        this.source = source;
        this.weights = weights;
    }

    /** The name of a convolution's filters, its norm folded in. */
    static String filters(Step.Convolution step) {
        return step.conv().name() + " folded filters";
    }

    /** The name of the bias that the folded norm leaves. */
    static String bias(Step.Convolution step) {
        return step.conv().name() + " folded bias";
    }

    /** The name of the filters that stand for a padding shortcut. */
    static String selection(Node shortcut) {
        return shortcut.name() + " selection";
    }

    void load(List<Step> steps) throws IOException {
        for (Step step : steps) {
            if (step instanceof Step.Convolution conv) {
                load(conv);
            } else {
                load(((Step.Single) step).node());
            }
        }
    }

    private void load(Step.Convolution step) throws IOException {
        Op.Conv2d op = step.op();
        List<TensorSpec> specs = op.tensors(step.conv().name());
        FloatBuffer filters = copy(specs.get(0), filters(step), PlanBuilder.filters(op));
        if (!step.biased()) {
            return;
        }
        FloatBuffer bias = weights.put(bias(step), Shape.of(op.out())).asFloatBuffer();
        bias.duplicate().put(op.bias() ? floats(specs.get(1)) : new float[op.out()]);
        if (step.norm().isPresent()) {
            fold(step.norm().get(), filters, bias);
        }
    }

    private void load(Node node) throws IOException {
        if (node.op() instanceof Op.PadShortcut op) {
            ByteBuffer filters = weights.put(
                    selection(node), PadShortcutAsConvolution.convolution(op).weight());
            PadShortcutAsConvolution.fill(op, filters.asFloatBuffer());
        }
        for (TensorSpec spec : node.op().tensors(node.name())) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                copy(spec, spec.name(), spec.shape());
            }
        }
    }

    /** Multiplies the filters by the norm's scale, and the bias (zero where there was none), and adds the norm's shift. */
    private void fold(Node norm, FloatBuffer filters, FloatBuffer bias) throws IOException {
        List<TensorSpec> specs = norm.op().tensors(norm.name());
        float[] gamma = floats(specs.get(0));
        float[] beta = floats(specs.get(1));
        float[] mean = floats(specs.get(2));
        float[] variance = floats(specs.get(3));
        int each = filters.capacity() / gamma.length;
        float[] filter = new float[each];
        for (int out = 0; out < gamma.length; out++) {
            double scale = gamma[out] / Math.sqrt(variance[out] + Op.BatchNorm2d.EPSILON);
            double shift = beta[out] + (bias.get(out) - mean[out]) * scale;
            if (!Double.isFinite(scale) || !Double.isFinite(shift)) {
                throw new EngineException(
                        "%s: weight %s, bias %s, running_mean %s and running_var %s of channel %d make no finite numbers"
                                .formatted(norm.name(), gamma[out], beta[out], mean[out], variance[out], out));
            }
            filters.get(out * each, filter);
            for (int i = 0; i < each; i++) {
                filter[i] = (float) (filter[i] * scale);
            }
            filters.put(out * each, filter);
            bias.put(out, (float) shift);
        }
    }

    private FloatBuffer copy(TensorSpec spec, String name, Shape shape) throws IOException {
        ByteBuffer target = weights.put(name, shape);
        tensor(spec).read(0, target.duplicate());
        return target.asFloatBuffer();
    }

    private float[] floats(TensorSpec spec) throws IOException {
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tensor(spec).read(0, bytes);
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    /** A source that hands out another tensor than the network asks for is not read as if it were the right one. */
    private Tensor tensor(TensorSpec spec) {
        Tensor tensor = source.get(spec);
        if (tensor.dtype() != DType.F32 || !tensor.shape().equals(spec.shape())) {
            throw new IllegalArgumentException("%s should be F32 %s, got %s %s"
                    .formatted(spec.name(), spec.shape(), tensor.dtype(), tensor.shape()));
        }
        return tensor;
    }
}
