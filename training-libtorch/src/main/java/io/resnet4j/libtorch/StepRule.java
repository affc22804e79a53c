package io.resnet4j.libtorch;

import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import org.bytedeco.pytorch.Tensor;

/**
 * What an optimiser does to a parameter, operation by operation as PyTorch's single-tensor implementations have it, so that
 * numbers are theirs; what it remembers, all zeros at first, are tensors with names. Runs without autograd.
 */
interface StepRule {
    /** The names of what is remembered of each parameter. */
    String[] memories();

    /**
     * Changes a parameter.
     *
     * @param steps how many steps there were, this one included
     * @param memories in the order of {@link #memories()}
     */
    void apply(Learnt learnt, Tensor parameter, Tensor gradient, Tensor[] memories, Update update, long steps);

    static StepRule of(Optimizer optimizer) {
        return optimizer.accept(new Optimizer.Visitor<>() {
            @Override
            public StepRule sgd(Optimizer.Sgd o) {
                return new SgdRule(o);
            }

            @Override
            public StepRule adam(Optimizer.Adam o) {
                return new AdamRule(o.betas(), false);
            }

            @Override
            public StepRule adamW(Optimizer.AdamW o) {
                return new AdamRule(o.betas(), true);
            }
        });
    }
}
