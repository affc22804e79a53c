package io.resnet4j.libtorch;

import io.resnet4j.training.Learnt;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.Update;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code torch.optim.SGD}. A first step from a momentum of zeros is PyTorch's, which starts from the gradient itself. They are there
 * even for an optimiser without momentum, for a schedule may give it one.
 */
record SgdRule(Optimizer.Sgd optimizer) implements StepRule {
    @Override
    public String[] memories() {
        return new String[] {"momentum"};
    }

    @Override
    public void apply(Learnt learnt, Tensor parameter, Tensor gradient, Tensor[] memories, Update update, long steps) {
        Tensor step = learnt.weightDecay() == 0 ? gradient : gradient.add(parameter, new Scalar(learnt.weightDecay()));
        double momentum = update.momentum().orElse(optimizer.momentum());
        if (momentum != 0) {
            Tensor velocity = memories[0].mul_(new Scalar(momentum)).add_(step);
            step = optimizer.nesterov() ? step.add(velocity, new Scalar(momentum)) : velocity;
        }
        parameter.add_(step, new Scalar(-learnt.rate() * update.rate()));
    }
}
