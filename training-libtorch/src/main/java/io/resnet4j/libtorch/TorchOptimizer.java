package io.resnet4j.libtorch;

import io.resnet4j.model.Shape;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.Learnt;
import io.resnet4j.training.Update;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Turns the gradients of all learnt parameters into a step, and remembers what its rule needs for the next. */
final class TorchOptimizer {
    /** Under which the steps so far are saved. */
    private static final String STEPS = "steps";

    private final LearnerOptions options;
    private final StepRule rule;
    private final List<Slot> slots = new ArrayList<>();
    private long steps;

    /** A parameter with what is remembered of it. */
    private record Slot(Learnt learnt, org.bytedeco.pytorch.Tensor parameter, org.bytedeco.pytorch.Tensor[] memories) {}

    /** @param tensors where what is remembered lives, too */
    TorchOptimizer(LearnerOptions options, NamedTensors tensors) {
        this.options = options;
        rule = StepRule.of(options.optimizer());
        for (Learnt learnt : options.learnt()) {
            org.bytedeco.pytorch.Tensor parameter = tensors.get(learnt.tensor().name());
            parameter.requires_grad_(true);
            org.bytedeco.pytorch.Tensor[] memories = new org.bytedeco.pytorch.Tensor[rule.memories().length];
            for (int i = 0; i < memories.length; i++) {
                memories[i] = tensors.zeros(learnt.tensor().shape());
            }
            slots.add(new Slot(learnt, parameter, memories));
        }
    }

    /** Takes the step that the gradients tell, and forgets them. */
    void step(Update update) {
        steps++;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            options.clipNorm().ifPresent(this::clip);
            for (Slot slot : slots) {
                org.bytedeco.pytorch.Tensor gradient = slot.parameter().mutable_grad();
                if (gradient.defined()) {
                    rule.apply(slot.learnt(), slot.parameter(), gradient, slot.memories(), update, steps);
                    gradient.reset();
                }
            }
        }
    }

    private void clip(double norm) {
        TensorVector parameters = new TensorVector();
        slots.forEach(slot -> parameters.push_back(slot.parameter()));
        torch.clip_grad_norm_(parameters, norm);
    }

    /** A copy of all that is remembered. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(STEPS, Tensor.counter(steps));
        for (Slot slot : slots) {
            for (int i = 0; i < slot.memories().length; i++) {
                Shape shape = slot.learnt().tensor().shape();
                state.put(name(slot, i), Native.copyOf(slot.memories()[i], shape));
            }
        }
        return state;
    }

    private String name(Slot slot, int memory) {
        return slot.learnt().tensor().name() + "/" + rule.memories()[memory];
    }

    /** Refuses a state that another optimiser, or this one of other parameters, has left. */
    void check(Map<String, Tensor> state) {
        Map<String, Shape> expected = new LinkedHashMap<>();
        for (Slot slot : slots) {
            for (int i = 0; i < slot.memories().length; i++) {
                expected.put(name(slot, i), slot.learnt().tensor().shape());
            }
        }
        TreeSet<String> differing = new TreeSet<>(state.keySet());
        differing.remove(STEPS);
        differing.removeAll(expected.keySet());
        if (!state.containsKey(STEPS)) {
            differing.add(STEPS);
        }
        expected.forEach((name, shape) -> {
            Tensor saved = state.get(name);
            if (saved == null) {
                differing.add(name);
            } else if (saved.dtype() != DType.F32 || !saved.shape().equals(shape)) {
                differing.add("%s %s".formatted(name, saved.shape()));
            }
        });
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state is not that of this optimiser and these parameters; %d names or shapes differ, the first is %s"
                            .formatted(differing.size(), differing.first()));
        }
    }

    /** Goes back to a state that {@link #check} passed. */
    void restore(Map<String, Tensor> state) throws IOException {
        steps = state.get(STEPS).count();
        for (Slot slot : slots) {
            for (int i = 0; i < slot.memories().length; i++) {
                NamedTensors.copy(state.get(name(slot, i)), slot.memories()[i]);
            }
        }
    }
}
