package io.resnet4j.inference;

/** What an engine computes with. What goes in and what comes out is float32 in any case. */
public enum Precision {
    /** IEEE single precision: values, weights and sums. */
    FLOAT32("fp32"),
    /** Values and weights of bfloat16, eight bits of fraction; sums are float32. For processors with instructions for it. */
    BFLOAT16("bf16"),
    /** {@link #BFLOAT16} where the processor has instructions for it, {@link #FLOAT32} elsewhere; the session says which. */
    AUTO("auto");

    private final String label;

    Precision(String label) {
        this.label = label;
    }

    /** What people call it: {@code fp32}, {@code bf16}, {@code auto}. */
    public String label() {
        return label;
    }

    @Override
    public String toString() {
        return label;
    }
}
