package io.resnet4j.weights;

/** The kind of number a stored tensor holds, under safetensors' names; all are little-endian. */
public enum DType {
    F32(4),
    I64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
