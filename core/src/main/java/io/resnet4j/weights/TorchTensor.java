package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor as a pickle describes it: a view on a storage.
 *
 * @param offset of the first element in the storage, in elements
 * @param strides from one element to the next along each dimension, in elements
 */
record TorchTensor(TorchStorage storage, long offset, List<Long> shape, List<Long> strides) {
    /** The tensor of that name, found to lie within its storage and to use no element twice. */
    Tensor open(String file, String name, ByteSource source) throws MalformedFileException {
        DType dtype = storage.type()
                .dtype()
                .orElseThrow(() -> new MalformedFileException(
                        file,
                        "tensor %s is %s; real numbers are read: split it into .real and .imag, or leave it out"
                                .formatted(name, storage.type())));
        Shape sizes;
        long reach;
        try {
            sizes = Shape.of(
                    shape.stream().mapToInt(size -> Math.toIntExact(size)).toArray());
            reach = sizes.elements() == 0 ? -1 : reach();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedFileException(file, "tensor %s has the impossible %s".formatted(name, view()), e);
        }
        if (offset < 0 || offset > storage.elements() || reach >= storage.elements() - offset) {
            throw new MalformedFileException(
                    file,
                    "tensor %s lies outside of its storage of %d elements: it has %s"
                            .formatted(name, storage.elements(), view()));
        }
        if (reach < 0 || contiguous(sizes)) {
            return new ContiguousTensor(name, dtype, sizes, source, offset * dtype.bytes());
        }
        if (overlaps()) {
            throw new MalformedFileException(
                    file,
                    "tensor %s uses elements of its storage twice: it has %s; save it with .contiguous()"
                            .formatted(name, view()));
        }
        long[] steps = strides.stream().mapToLong(Long::longValue).toArray();
        return new StridedTensor(name, dtype, sizes, source, offset, steps, reach);
    }

    /** How far behind the first element the last one lies; refuses negative strides. */
    private long reach() {
        long reach = 0;
        for (int axis = 0; axis < shape.size(); axis++) {
            if (strides.get(axis) < 0) {
                throw new IllegalArgumentException("a stride is negative");
            }
            reach = Math.addExact(reach, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
        }
        return reach;
    }

    private boolean contiguous(Shape sizes) {
        long expected = 1;
        for (int axis = sizes.rank() - 1; axis >= 0; axis--) {
            // PyTorch leaves the stride of a dimension of one element to chance.
            if (sizes.dim(axis) != 1 && strides.get(axis) != expected) {
                return false;
            }
            expected *= sizes.dim(axis);
        }
        return true;
    }

    /** Whether a step along one dimension may fall short of what the finer dimensions together cover. */
    private boolean overlaps() {
        long covered = 0;
        List<Integer> finestFirst = IntStream.range(0, shape.size())
                .filter(axis -> shape.get(axis) > 1)
                .boxed()
                .sorted(Comparator.comparing(strides::get))
                .toList();
        for (int axis : finestFirst) {
            if (strides.get(axis) <= covered) {
                return true;
            }
            covered += (shape.get(axis) - 1) * strides.get(axis);
        }
        return false;
    }

    private String view() {
        return "shape %s, strides %s, offset %d".formatted(shape, strides, offset);
    }
}
