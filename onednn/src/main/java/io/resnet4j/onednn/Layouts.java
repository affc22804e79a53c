package io.resnet4j.onednn;

import io.resnet4j.model.Shape;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.memory;

/** Memory descriptors: activations have their channels last, weights lie as PyTorch stores them. */
final class Layouts {
    private Layouts() {}

    /** {@code batch} values of {@code shape}: {@code [N, H, W, C]} in memory for images, {@code [N, F]} for features. */
    static memory.desc activation(int batch, Shape shape, memory.data_type type) {
        return describe(batched(batch, shape), type, shape.rank() == 3 ? memory.format_tag.nhwc : memory.format_tag.nc);
    }

    /** The same values channels first, {@code [N, C, H, W]}, as {@code flatten} numbers them. */
    static memory.desc channelsFirst(int batch, Shape shape, memory.data_type type) {
        return describe(batched(batch, shape), type, memory.format_tag.nchw);
    }

    /** A tensor of float32 as PyTorch stores it, the last dimension fastest. */
    static memory.desc plain(Shape shape) {
        memory.format_tag tag =
                switch (shape.rank()) {
                    case 1 -> memory.format_tag.a;
                    case 2 -> memory.format_tag.ab;
                    case 4 -> memory.format_tag.abcd;
                    case 5 -> memory.format_tag.abcde;
                    default -> throw new IllegalArgumentException("no weight has the shape " + shape);
                };
        return describe(longs(shape), memory.data_type.f32, tag);
    }

    /** A tensor whose layout the primitive is to choose. */
    static memory.desc any(Shape shape, memory.data_type type) {
        return describe(longs(shape), type, memory.format_tag.any);
    }

    private static memory.desc describe(long[] dims, memory.data_type type, memory.format_tag tag) {
        return new memory.desc(dims, type, tag);
    }

    private static long[] batched(int batch, Shape shape) {
        return LongStream.concat(LongStream.of(batch), LongStream.of(longs(shape)))
                .toArray();
    }

    private static long[] longs(Shape shape) {
        return IntStream.of(shape.dims()).asLongStream().toArray();
    }
}
