package io.resnet4j.bench;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.io.Processor;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.training.Augmentation;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.LabelledBatches;
import io.resnet4j.training.Learner;
import io.resnet4j.training.Loader;
import io.resnet4j.training.LoaderOptions;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.Padding;
import io.resnet4j.training.Preparation;
import io.resnet4j.training.Randomness;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.Settings;
import io.resnet4j.training.Update;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What loading costs while ResNet-20 learns: steps from real data, augmented, in turn with steps from one batch that is kept, all by
 * the recipe {@code cifar30}. {@code LoaderBench DATA PRECISION ROUNDS}
 */
public final class LoaderBench {
    /** Steps of a turn, after those in which the loader gets into its stride. */
    private static final int STEPS = 30;

    private static final int WARM_UP = 3;
    private static final Update UPDATE = new Update(0, 0.1, OptionalDouble.empty());

    private final Loader loader;
    private final Learner learner;

    private LoaderBench(Loader loader, Learner learner) {
        this.loader = loader;
        this.learner = learner;
    }

    public static void main(String[] arguments) throws IOException, LossNotFiniteException {
        Recipe recipe = Recipe.builder()
                .recipe("cifar30")
                .option("precision", arguments[1])
                .build();
        Preparation preparation = new Preparation(
                Preprocessing.CIFAR10,
                List.of(new Augmentation.RandomCrop(4), new Augmentation.HorizontalFlip(0.5)),
                Padding.ZERO);
        LoaderOptions options =
                LoaderOptions.of(recipe.get(Settings.BATCH_SIZE)).withDropLast(true);
        try (DataSet data = DataSets.open(arguments[0])) {
            Loader loader = new Loader(data, new PillowDecoder(), preparation, options);
            if (loader.batches() < WARM_UP + STEPS) {
                throw new IllegalArgumentException("%s has %d batches, and a turn takes %d"
                        .formatted(arguments[0], loader.batches(), WARM_UP + STEPS));
            }
            Network network = Catalogue.named("resnet20")
                    .withClasses(data.classes().size())
                    .network();
            try (Learner learner =
                    new LibtorchEngine().open(network, new Initializer(0), recipe.learnerOptions(network))) {
                System.out.printf(
                        "%s, %s, Java %s, %s%n",
                        Processor.name(), learner.description(), Runtime.version(), LocalDate.now());
                new LoaderBench(loader, learner).run(Integer.parseInt(arguments[2]), options.batchSize());
            }
        }
    }

    private void run(int rounds, int batchSize) throws IOException, LossNotFiniteException {
        LabelledBatch kept;
        try (LabelledBatches batches = loader.epoch(new Randomness(0), 0, 0)) {
            kept = batches.next();
        }
        List<Double> ratios = new ArrayList<>();
        System.out.println("round  images/s from data  from a kept batch  ratio");
        for (int round = 0; round <= rounds; round++) {
            double real = batchSize / real(round);
            double synthetic = batchSize / synthetic(kept);
            System.out.printf(
                    "%5s %19.0f %18.0f  %.3f%n", round == 0 ? "-" : "" + round, real, synthetic, real / synthetic);
            if (round > 0) {
                ratios.add(real / synthetic);
            }
        }
        double[] interval = Statistics.medianInterval(ratios);
        System.out.printf(
                "real data make %.3f of the images/s of a kept batch (%.3f to %.3f, n = %d)%n",
                Statistics.median(ratios), interval[0], interval[1], rounds);
    }

    /** Seconds of a step; each turn is the begin of another epoch. */
    private double real(int epoch) throws IOException, LossNotFiniteException {
        try (LabelledBatches batches = loader.epoch(new Randomness(0), epoch, 0)) {
            for (int i = 0; i < WARM_UP; i++) {
                learner.step(batches.next(), UPDATE);
            }
            long start = System.nanoTime();
            for (int i = 0; i < STEPS; i++) {
                learner.step(batches.next(), UPDATE);
            }
            return seconds(start) / STEPS;
        }
    }

    private double synthetic(LabelledBatch kept) throws LossNotFiniteException {
        for (int i = 0; i < WARM_UP; i++) {
            learner.step(kept, UPDATE);
        }
        long start = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            learner.step(kept, UPDATE);
        }
        return seconds(start) / STEPS;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
