package io.resnet4j.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost dimension first. Activations are {@code [channels, height, width]} or
 * {@code [features]}: the batch is the business of whoever runs a network, never of its description. Immutable.
 */
public final class Shape {
    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /** A shape of the given sizes; none of them makes a scalar. Refuses negative sizes. */
    public static Shape of(int... dims) {
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("a shape has no negative size: " + Arrays.toString(dims));
            }
        }
        return new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    public int dim(int axis) {
        return dims[axis];
    }

    public int[] dims() {
        return dims.clone();
    }

    /** How many elements a tensor of this shape holds; 1 for a scalar. Refuses a count beyond 2^63. */
    public long elements() {
        long product = 1;
        for (int dim : dims) {
            product = Math.multiplyExact(product, (long) dim);
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As PyTorch prints a size: {@code [64, 3, 7, 7]}. */
    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
