package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** A value of all images in native memory, where it goes into a plan or comes out of it: channels last. */
abstract class NativeValue {
    private final Shape shape;
    private final int each;

    private NativeValue(Shape shape) {
        this.shape = shape;
        each = Math.toIntExact(shape.elements());
    }

    /** What lies in {@code place}, of the type that it has. */
    static NativeValue of(memory place, memory.data_type type, Shape shape, int images) {
        long elements = images * shape.elements();
        if (type == memory.data_type.bf16) {
            return new BFloat16(
                    shape,
                    new ShortPointer(place.get_data_handle()).capacity(elements).asBuffer());
        }
        return new Float32(
                shape,
                new FloatPointer(place.get_data_handle()).capacity(elements).asBuffer());
    }

    /** Takes in images of a batch, all of them. */
    final void write(Batch images) {
        for (int i = 0; i < images.size(); i++) {
            Buffer rest = write(images, i, i * each, each);
            if (rest.hasRemaining()) {
                throw new IllegalStateException(
                        "image %d left %d of %d numbers unwritten".formatted(i, rest.remaining(), each));
            }
        }
    }

    /** The values of the first {@code images}, on the heap. */
    final Activation read(int images) {
        float[] nhwc = new float[images * each];
        read(nhwc);
        return Activation.ofChannelsLast(shape, nhwc);
    }

    /** Writes one image and returns what is left of its place. */
    abstract Buffer write(Batch images, int index, int start, int length);

    abstract void read(float[] nhwc);

    private static final class Float32 extends NativeValue {
        private final FloatBuffer values;

        Float32(Shape shape, FloatBuffer values) {
            super(shape);
            this.values = values;
        }

        @Override
        Buffer write(Batch images, int index, int start, int length) {
            FloatBuffer place = values.slice(start, length);
            images.write(index, place);
            return place;
        }

        @Override
        void read(float[] nhwc) {
            values.get(0, nhwc);
        }
    }

    private static final class BFloat16 extends NativeValue {
        private final ShortBuffer values;

        BFloat16(Shape shape, ShortBuffer values) {
            super(shape);
            this.values = values;
        }

        @Override
        Buffer write(Batch images, int index, int start, int length) {
            ShortBuffer place = values.slice(start, length);
            images.write(index, place);
            return place;
        }

        @Override
        void read(float[] nhwc) {
            for (int i = 0; i < nhwc.length; i++) {
                nhwc[i] = Floats16.fromBfloat(values.get(i));
            }
        }
    }
}
