package io.resnet4j.training;

import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.Map;

/**
 * A network while it learns: parameters, running statistics and the optimiser's state, which an engine holds until
 * {@link #close}. For one thread at a time, which may be another each time. Whatever computes or copies throws an {@link
 * IllegalStateException} after that; to close it again does no harm.
 */
public interface Learner extends TensorSource, AutoCloseable {
    /**
     * Learns from a batch: forward in training mode, loss, gradients, one step of the optimiser. What is drawn at random, as for
     * dropout, depends on {@code update} alone.
     *
     * @return loss and correct answers of the batch, as they were before the step
     * @throws LossNotFiniteException when the loss is infinite or not a number; no parameter has changed then, but running statistics have
     *     seen the batch, so that a state from before is to be gone back to
     */
    Score step(LabelledBatch batch, Update update) throws LossNotFiniteException;

    /** Loss and correct answers in evaluation mode: running statistics, no dropout. Changes nothing. */
    Score evaluate(LabelledBatch batch);

    /** A copy of what a tensor holds now: {@code F32} for parameters and buffers, {@code I64} for counters. */
    @Override
    Tensor get(TensorSpec spec);

    /**
     * A copy of what the optimiser remembers, by names of its own such as {@code conv1.weight/momentum}; with what {@link #get}
     * returns it is all that {@link #restore} needs to go on as if nothing had happened.
     */
    Map<String, Tensor> optimizerState();

    /**
     * Goes back to a state: the weights of one learner, and the optimiser's state of the same moment.
     *
     * @throws IllegalArgumentException when the optimiser's state is not that of this optimiser and these parameters, naming what
     *     differs; nothing has changed then
     */
    void restore(TensorSource weights, Map<String, Tensor> optimizerState) throws IOException;

    /** How it learns, in a line: engine, device, precision, threads. */
    String description();

    @Override
    void close();
}
