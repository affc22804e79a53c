package io.resnet4j.bench;

import io.resnet4j.inference.Batch;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import io.resnet4j.training.CrossEntropy;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.Optimizer;
import io.resnet4j.training.ParameterGroups;
import io.resnet4j.training.Update;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Set;

/** Our training steps: forward, cross entropy, backward and SGD on one batch, from floats in Java's memory to the loss. */
final class OurSteps implements Contender {
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final int CLASSES = 10;

    private final Learner learner;
    private final LabelledBatch batch;
    private final float[] losses = new float[3];

    OurSteps(Setup setup) throws IOException {
        Network network = Catalogue.named(setup.model()).network();
        LearnerOptions options = new LearnerOptions(
                setup.precision(),
                setup.threads(),
                new Optimizer.Sgd(0.9, false),
                ParameterGroups.all(0.01, 5e-4).learnt(network),
                Set.of(),
                CrossEntropy.PLAIN,
                OptionalDouble.empty());
        int[] labels = new int[setup.batch()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        batch = new LabelledBatch(Batch.of(IMAGE, Formula.images("input", setup.batch(), IMAGE)), labels);
        learner = new LibtorchEngine().open(network, new Formula(), options);
        for (int i = 0; i < losses.length; i++) {
            losses[i] = step();
        }
    }

    private float step() throws IOException {
        try {
            return (float) learner.step(batch, new Update(0, 1, OptionalDouble.empty()))
                    .loss();
        } catch (LossNotFiniteException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String name() {
        return "resnet4j, libtorch";
    }

    /** The losses of the first three steps, which say as much of a step as logits of a run. */
    @Override
    public float[] logits() {
        return losses;
    }

    @Override
    public double medianMillis(double seconds) throws IOException {
        return Statistics.medianMillis(seconds, this::step);
    }

    @Override
    public void close() {
        learner.close();
    }
}
