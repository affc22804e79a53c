package io.resnet4j.onednn;

import io.resnet4j.inference.Step;
import io.resnet4j.inference.engine.BatchNormAffine;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    /** The name of the same filters for pairs of columns. */
    static String pairedFilters(Step.Convolution step) {
        return filters(step) + " for pairs";
    }

    /** The name of the bias that the folded norm leaves. */
    static String bias(Step.Convolution step) {
        return step.conv().name() + " folded bias";
    }

    /** The name of the filters that stand for a padding shortcut. */
    static String selection(Node shortcut) {
        return shortcut.name() + " selection";
    }

    void load(Program program) throws IOException {
        for (Step step : program.steps()) {
            if (step instanceof Step.Convolution conv) {
                FloatBuffer filters = load(conv);
                if (ColumnPairs.suit(conv.op(), program.type())) {
                    pair(conv, filters);
                }
            } else {
                load(((Step.Single) step).node());
            }
        }
    }

    /** Returns the filters, folded. */
    private FloatBuffer load(Step.Convolution step) throws IOException {
        Op.Conv2d op = step.op();
        List<TensorSpec> specs = op.tensors(step.conv().name());
        FloatBuffer filters = copy(specs.get(0), filters(step), Slide.of(op).filters());
        if (!step.biased()) {
            return filters;
        }
        FloatBuffer bias = weights.put(bias(step), Shape.of(op.out())).asFloatBuffer();
        bias.duplicate().put(op.bias() ? source.floats(specs.get(1)) : new float[op.out()]);
        if (step.norm().isPresent()) {
            fold(step.norm().get(), filters, bias);
        }
        return filters;
    }

    private void pair(Step.Convolution step, FloatBuffer filters) {
        ColumnPairs pairs = new ColumnPairs(step.op());
        ByteBuffer paired = weights.put(pairedFilters(step), pairs.slide().filters());
        pairs.fill(filters, paired.asFloatBuffer());
    }

    private void load(Node node) throws IOException {
        if (node.op() instanceof Op.BatchNorm2d) {
            BatchNormAffine.check(node.name(), source.floats(node));
        }
        if (node.op() instanceof Op.PadShortcut op) {
            ByteBuffer filters = weights.put(
                    selection(node), PadShortcutAsConvolution.convolution(op).weight());
            PadShortcutAsConvolution.fill(op, filters.asFloatBuffer());
        }
        for (TensorSpec spec : node.tensors()) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                copy(spec, spec.name(), spec.shape());
            }
        }
    }

    /** Multiplies the filters by the norm's scale, and the bias (zero where there was none), and adds the norm's shift. */
    private void fold(Node norm, FloatBuffer filters, FloatBuffer bias) throws IOException {
        BatchNormAffine affine = BatchNormAffine.of(norm.name(), source.floats(norm));
        int each = filters.capacity() / bias.capacity();
        float[] filter = new float[each];
        for (int out = 0; out < bias.capacity(); out++) {
            double scale = affine.scale()[out];
            filters.get(out * each, filter);
            for (int i = 0; i < each; i++) {
                filter[i] = (float) (filter[i] * scale);
            }
            filters.put(out * each, filter);
            bias.put(out, (float) (bias.get(out) * scale + affine.shift()[out]));
        }
    }

    private FloatBuffer copy(TensorSpec spec, String name, Shape shape) throws IOException {
        ByteBuffer target = weights.put(name, shape);
        source.float32(spec).read(0, target.duplicate());
        return target.asFloatBuffer();
    }
}
