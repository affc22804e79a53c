package io.resnet4j.inference;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.vision.Labels;
import java.util.Map;

/** What a network makes of one image: its class, and whatever the session's taps asked for besides. */
public final class Result {
    private final Outputs outputs;
    private final Labels labels;
    private final String embedding;

    /**
     * A result.
     *
     * @param outputs of this image alone
     * @param embedding the name of the node that makes it
     */
    Result(Outputs outputs, Labels labels, String embedding) {
        this.outputs = outputs;
        this.labels = labels;
        this.embedding = embedding;
    }

    /** Which class it is, and how likely. */
    public Classification classification() {
        return new Classification(outputs.logits().nchw(), labels);
    }

    /**
     * The features that the head makes logits of.
     *
     * @throws IllegalArgumentException when the session was opened without a tap of {@link
     *     io.resnet4j.model.Network#embedding}
     */
    public float[] embedding() {
        return outputs.tap(embedding).nchw();
    }

    /** The values that were tapped, by the names they were asked by. */
    public Map<String, Activation> features() {
        return outputs.taps();
    }

    /** Whether everything in it is a number; where it is not, the weights or the input were damaged. */
    public boolean isFinite() {
        return classification().isFinite()
                && features().values().stream().allMatch(feature -> Classification.allFinite(feature.nchw()));
    }
}
