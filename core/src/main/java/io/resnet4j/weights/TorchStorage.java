package io.resnet4j.weights;

import java.util.Arrays;
import java.util.Optional;

/**
 * The run of numbers that tensors are views of, as a pickle names it; where its bytes lie, the container knows.
 *
 * @param key what the container calls it
 * @param elements how many numbers it holds
 */
record TorchStorage(Type type, String key, long elements) {
    /** PyTorch's storage classes. All have a width, so that a reader can step over those it does not read. */
    enum Type {
        FLOAT("FloatStorage", "float32", 4, DType.F32),
        LONG("LongStorage", "int64", 8, DType.I64),
        DOUBLE("DoubleStorage", "float64", 8, DType.F64),
        HALF("HalfStorage", "float16", 2, DType.F16),
        BFLOAT16("BFloat16Storage", "bfloat16", 2, DType.BF16),
        INT("IntStorage", "int32", 4, DType.I32),
        SHORT("ShortStorage", "int16", 2, DType.I16),
        CHAR("CharStorage", "int8", 1, DType.I8),
        BYTE("ByteStorage", "uint8", 1, DType.U8),
        BOOL("BoolStorage", "bool", 1, DType.BOOL),
        COMPLEX_FLOAT("ComplexFloatStorage", "complex64", 8, null),
        COMPLEX_DOUBLE("ComplexDoubleStorage", "complex128", 16, null);

        private final String className;
        private final String torchName;
        private final int width;
        private final DType dtype;

        Type(String className, String torchName, int width, DType dtype) {
            this.className = className;
            this.torchName = torchName;
            this.width = width;
            this.dtype = dtype;
        }

        static Optional<Type> ofClass(String className) {
            return Arrays.stream(values())
                    .filter(type -> type.className.equals(className))
                    .findFirst();
        }

        /** Bytes of one element. */
        int width() {
            return width;
        }

        /** What it holds, if that is read. */
        Optional<DType> dtype() {
            return Optional.ofNullable(dtype);
        }

        @Override
        public String toString() {
            return torchName;
        }
    }

    /** Bytes of all elements; refuses a count beyond 2^63. */
    long bytes() {
        return Math.multiplyExact(elements, (long) type.width());
    }
}
