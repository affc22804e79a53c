package io.resnet4j.libtorch;

import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code torch.optim.Adam} and {@code AdamW}.
 *
 * @param decoupled whether weights decay by themselves, as in AdamW, or through the gradient
 */
record AdamRule(Optimizer.Betas betas, boolean decoupled) implements StepRule {
    @Override
    public String[] memories() {
        return new String[] {"exp_avg", "exp_avg_sq"};
    }

    @Override
    public void apply(Learnt learnt, Tensor parameter, Tensor gradient, Tensor[] memories, Update update, long steps) {
        double rate = learnt.rate() * update.rate();
        double first = update.momentum().orElse(betas.first());
        double second = betas.second();
        Tensor step = gradient;
        if (learnt.weightDecay() != 0 && decoupled) {
            parameter.mul_(new Scalar(1 - rate * learnt.weightDecay()));
        } else if (learnt.weightDecay() != 0) {
            step = gradient.add(parameter, new Scalar(learnt.weightDecay()));
        }
        Tensor mean = memories[0].lerp_(step, new Scalar(1 - first));
        Tensor square = memories[1].mul_(new Scalar(second)).addcmul_(step, step, new Scalar(1 - second));
        double meanCorrection = 1 - Math.pow(first, steps);
        double squareCorrection = Math.sqrt(1 - Math.pow(second, steps));
        Tensor deviation = square.sqrt().div_(new Scalar(squareCorrection)).add_(new Scalar(betas.epsilon()));
        parameter.addcdiv_(mean, deviation, new Scalar(-rate / meanCorrection));
    }
}
