package io.resnet4j.weights;

import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor whose numbers are converted as they are read, a window of them at a time. Between floating kinds a number
 * passes through float, as in PyTorch: what has more bits is rounded to float first.
 */
record ConvertedTensor(Tensor source, DType dtype) implements Tensor {
    private static final int WINDOW = 16384; // elements

    ConvertedTensor {
        if (!source.dtype().converts(dtype)) {
            throw new IllegalArgumentException("%s does not become %s".formatted(source.dtype(), dtype));
        }
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        ContiguousTensor.checkRange(dtype + " " + shape(), bytes(), offset, target);
        int width = dtype.bytes();
        long first = offset / width;
        long end = Math.min(shape().elements(), (offset + target.remaining() + width - 1) / width);
        int capacity = (int) Math.min(WINDOW, end - first);
        ByteBuffer from = ByteBuffer.allocate(capacity * source.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(capacity * width).order(ByteOrder.LITTLE_ENDIAN);
        int skipped = (int) (offset % width); // the first element may be asked for from within
        for (long at = first; target.hasRemaining(); at += capacity) {
            int count = (int) Math.min(capacity, end - at);
            source.read(
                    at * source.dtype().bytes(),
                    from.clear().limit(count * source.dtype().bytes()));
            from.flip();
            to.clear();
            for (int i = 0; i < count; i++) {
                convert(from, to);
            }
            to.flip().position(skipped);
            to.limit(Math.min(to.limit(), skipped + target.remaining()));
            target.put(to);
            skipped = 0;
        }
    }

    private void convert(ByteBuffer from, ByteBuffer to) {
        if (dtype == DType.I64) {
            to.putLong(integer(from));
            return;
        }
        float value = floating(from);
        switch (dtype) {
            case F64 -> to.putDouble(value);
            case F32 -> to.putFloat(value);
            case F16 -> to.putShort(Floats16.toHalf(value));
            case BF16 -> to.putShort(Floats16.toBfloat(value));
            default -> throw new IllegalStateException("nothing becomes " + dtype);
        }
    }

    private float floating(ByteBuffer from) {
        return switch (source.dtype()) {
            case F64 -> (float) from.getDouble();
            case F32 -> from.getFloat();
            case F16 -> Floats16.fromHalf(from.getShort());
            case BF16 -> Floats16.fromBfloat(from.getShort());
            default -> throw new IllegalStateException(source.dtype() + " is not floating");
        };
    }

    private long integer(ByteBuffer from) {
        return switch (source.dtype()) {
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case I8 -> from.get();
            case U8 -> Byte.toUnsignedLong(from.get());
            default -> throw new IllegalStateException(source.dtype() + " is no shorter integer");
        };
    }
}
