package io.resnet4j.weights;

/**
 * The kind of number a stored tensor holds, under safetensors' names; all are little-endian. They stand in the order of
 * the format's own library, which writes the last kind first.
 */
public enum DType {
    BOOL(1, Kind.TRUTH),
    U8(1, Kind.INTEGER),
    I8(1, Kind.INTEGER),
    I16(2, Kind.INTEGER),
    F16(2, Kind.FLOATING),
    BF16(2, Kind.FLOATING),
    I32(4, Kind.INTEGER),
    F32(4, Kind.FLOATING),
    F64(8, Kind.FLOATING),
    I64(8, Kind.INTEGER);

    private enum Kind {
        TRUTH,
        INTEGER,
        FLOATING
    }

    private final int bytes;
    private final Kind kind;

    DType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether it has a fraction. */
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }

    /** Whether it counts; truth values do not. */
    public boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    /** Whether {@link Tensor#to} makes {@code other} of it: a float of any float, 64 bits of any integer. */
    public boolean converts(DType other) {
        return this == other || isFloating() && other.isFloating() || isInteger() && other == I64;
    }
}
