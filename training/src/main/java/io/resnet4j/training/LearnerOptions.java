package io.resnet4j.training;

import io.resnet4j.inference.Precision;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How a network learns.
 *
 * @param precision what is computed in; parameters are float32 in any case
 * @param threads cores that compute; 0 for all
 * @param learnt the parameters that change; all others are frozen
 * @param stillNorms names of batch norms that use the running statistics they came with, and never gather new ones
 * @param clipNorm to what length all gradients together are cut down where they are longer; empty for never
 */
public record LearnerOptions(
        Precision precision,
        int threads,
        Optimizer optimizer,
        List<Learnt> learnt,
        Set<String> stillNorms,
        CrossEntropy loss,
        OptionalDouble clipNorm) {
    public LearnerOptions {
        learnt = List.copyOf(learnt);
        stillNorms = Set.copyOf(stillNorms);
        if (threads < 0) {
            throw new IllegalArgumentException("threads are at least 1, or 0 for all cores; got " + threads);
        }
        if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0)) {
            throw new IllegalArgumentException("gradients are cut to a length above 0, got " + clipNorm.getAsDouble());
        }
    }
}
