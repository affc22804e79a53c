package io.resnet4j.libtorch;

import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import org.bytedeco.pytorch.Scalar;
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
        return optimizer.accept(new Rules());
    }

    /** Adds a tensor so many times. */
    private static Tensor plus(Tensor x, Tensor y, double times) {
        return x.add(y, new Scalar(times));
    }

    /** One rule for each optimiser. */
    final class Rules implements Optimizer.Visitor<StepRule> {
        private Rules() {}

        @Override
        public StepRule sgd(Optimizer.Sgd optimizer) {
            return new Momentum(optimizer);
        }

        @Override
        public StepRule adam(Optimizer.Adam o) {
            return new Moments(o.beta1(), o.beta2(), o.epsilon(), false);
        }

        @Override
        public StepRule adamW(Optimizer.AdamW o) {
            return new Moments(o.beta1(), o.beta2(), o.epsilon(), true);
        }
    }

    /** {@code torch.optim.SGD}. A first step from zeros is PyTorch's, which starts from the gradient itself. */
    record Momentum(Optimizer.Sgd optimizer) implements StepRule {
        @Override
        public String[] memories() {
            return optimizer.momentum() == 0 ? new String[0] : new String[] {"momentum"};
        }

        @Override
        public void apply(
                Learnt learnt, Tensor parameter, Tensor gradient, Tensor[] memories, Update update, long steps) {
            Tensor step = learnt.weightDecay() == 0 ? gradient : plus(gradient, parameter, learnt.weightDecay());
            if (memories.length > 0) {
                double momentum = update.momentum().orElse(optimizer.momentum());
                Tensor velocity = memories[0].mul_(new Scalar(momentum)).add_(step);
                step = optimizer.nesterov() ? plus(step, velocity, momentum) : velocity;
            }
            parameter.add_(step, new Scalar(-learnt.rate() * update.rate()));
        }
    }

    /** {@code torch.optim.Adam}, and AdamW where the decay is decoupled from the gradient. */
    record Moments(double beta1, double beta2, double epsilon, boolean decoupled) implements StepRule {
        @Override
        public String[] memories() {
            return new String[] {"exp_avg", "exp_avg_sq"};
        }

        @Override
        public void apply(
                Learnt learnt, Tensor parameter, Tensor gradient, Tensor[] memories, Update update, long steps) {
            double rate = learnt.rate() * update.rate();
            double first = update.momentum().orElse(beta1);
            Tensor step = gradient;
            if (learnt.weightDecay() != 0 && decoupled) {
                parameter.mul_(new Scalar(1 - rate * learnt.weightDecay()));
            } else if (learnt.weightDecay() != 0) {
                step = plus(gradient, parameter, learnt.weightDecay());
            }
            Tensor mean = memories[0].lerp_(step, new Scalar(1 - first));
            Tensor square = memories[1].mul_(new Scalar(beta2)).addcmul_(step, step, new Scalar(1 - beta2));
            double meanCorrection = 1 - Math.pow(first, steps);
            double squareCorrection = Math.sqrt(1 - Math.pow(beta2, steps));
            Tensor deviation = square.sqrt().div_(new Scalar(squareCorrection)).add_(new Scalar(epsilon));
            parameter.addcdiv_(mean, deviation, new Scalar(-rate / meanCorrection));
        }
    }
}
