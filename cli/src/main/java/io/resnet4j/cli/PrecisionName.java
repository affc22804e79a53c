package io.resnet4j.cli;

import io.resnet4j.inference.Precision;

/** A precision as users write it. */
enum PrecisionName {
    FP32(Precision.FLOAT32),
    BF16(Precision.BFLOAT16),
    AUTO(Precision.AUTO);

    /** What the help of an option says of them. */
    static final String HELP =
            "What is computed with; auto is bf16 where the processor has instructions for it. Default: fp32.";

    private final Precision precision;

    PrecisionName(Precision precision) {
        this.precision = precision;
    }

    Precision precision() {
        return precision;
    }

    /** What the shell completes. */
    @Override
    public String toString() {
        return precision.label();
    }
}
