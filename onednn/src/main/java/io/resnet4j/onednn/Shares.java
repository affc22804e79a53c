package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Shape;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A batch in parts of nearly one size, which threads take one by one: who is held up takes fewer. */
final class Shares {
    private final Batch batch;
    private final Outputs[] outputs;
    private final AtomicInteger taken = new AtomicInteger();

    /** What runs a part. */
    interface Runner {
        /** By a plan for {@code planned} images, of which the part may have a few less. */
        Outputs run(Batch part, int planned);
    }

    /** Images of a batch, from one on. */
    private record Part(Batch whole, int first, int size) implements Batch {
        @Override
        public Shape shape() {
            return whole.shape();
        }

        @Override
        public void write(int index, FloatBuffer target) {
            whole.write(first + index, target);
        }

        @Override
        public void write(int index, ShortBuffer bfloat16) {
            whole.write(first + index, bfloat16);
        }

        @Override
        public Optional<FloatBuffer> channelsFirst() {
            int each = Math.toIntExact(shape().elements());
            return whole.channelsFirst().map(all -> all.slice(all.position() + first * each, size * each));
        }
    }

    /** So many parts of a batch, at most one an image. */
    Shares(Batch batch, int count) {
        this.batch = batch;
        outputs = new Outputs[count];
    }

    /** Runs parts until none is left, or one has failed, with this runner or another. */
    void take(Runner runner) {
        try {
            for (int i = taken.getAndIncrement(); i < outputs.length; i = taken.getAndIncrement()) {
                Batch part = part(i);
                outputs[i] = runner.run(part, planned(part));
            }
        } catch (RuntimeException | Error e) {
            taken.set(outputs.length);
            throw e;
        }
    }

    /** That of the largest part does for the others where they are nearly as large, so that an image's numbers do not depend on who takes it. */
    private int planned(Batch part) {
        int largest = part(0).size();
        return PlanCache.serves(largest, part.size()) ? largest : part.size();
    }

    /** Parts that need all the plans that there will be. */
    List<Batch> samples() {
        Batch last = part(outputs.length - 1);
        return planned(last) == part(0).size() ? List.of(part(0)) : List.of(part(0), last);
    }

    /** The larger ones first. */
    private Batch part(int i) {
        int first = start(i);
        return new Part(batch, first, start(i + 1) - first);
    }

    private int start(int part) {
        int each = batch.size() / outputs.length;
        return part * each + Math.min(part, batch.size() % outputs.length);
    }

    /** What all parts yielded, once they are through. */
    Outputs joined() {
        Map<String, Activation> taps = outputs[0].taps().keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> joined(part -> part.tap(name))));
        return new Outputs(batch.size(), joined(Outputs::logits), taps);
    }

    private Activation joined(Function<Outputs, Activation> value) {
        Shape shape = value.apply(outputs[0]).shape();
        float[] all = new float[Math.toIntExact(batch.size() * shape.elements())];
        int done = 0;
        for (Outputs part : outputs) {
            float[] numbers = value.apply(part).nchw();
            System.arraycopy(numbers, 0, all, done, numbers.length);
            done += numbers.length;
        }
        return new Activation(shape, all);
    }
}
