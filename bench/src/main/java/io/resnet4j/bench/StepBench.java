package io.resnet4j.bench;

import io.resnet4j.inference.Precision;
import io.resnet4j.io.Processor;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.testkit.Closeness;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Times training steps of CIFAR's shapes, batch 128: ours and PyTorch's take turns. Before that, the losses of three steps must be
 * the same.
 *
 * <p>{@code StepBench PYTHON SCRIPT PEERS MODELS}, lists with commas.
 */
public final class StepBench {
    private static final int BATCH = 128;

    /** Long enough for some steps of the slowest. */
    private static final double SECONDS = 2.5;

    private StepBench() {}

    public static void main(String[] arguments) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "%s, %s, Java %s, %s; 32 x 32, batch %d, %d threads, %d alternations of %.1f s%n%n",
                Processor.name(),
                new LibtorchEngine().description(),
                Runtime.version(),
                LocalDate.now(),
                BATCH,
                threads,
                Turns.ROUNDS,
                SECONDS);
        System.out.println("| model | precision | engine | ms a step | images/s | ours is faster by (95 % interval) |");
        System.out.println("|---|---|---|---|---|---|");
        for (String model : arguments[3].split(",")) {
            for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
                run(new Setup(model, precision, BATCH, threads), arguments);
            }
        }
    }

    private static void run(Setup setup, String[] arguments) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new OurSteps(setup));
            for (String peer : arguments[2].split(",")) {
                contenders.add(new Peer(arguments[0], arguments[1], peer, setup));
            }
            checkSame(contenders, setup.precision());
            print(setup, Turns.measure(contenders, contender -> contender.medianMillis(SECONDS)));
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    private static void checkSame(List<Contender> contenders, Precision precision) {
        double same = precision == Precision.FLOAT32 ? 1e-3 : 0.05;
        for (Contender contender : contenders) {
            for (int i = 0; i < contender.logits().length; i++) {
                double ours = contenders.get(0).logits()[i];
                double apart = Math.abs(contender.logits()[i] / ours - 1);
                Closeness.assertAtMost(same, apart, "loss %d of %s".formatted(i, contender.name()));
            }
        }
    }

    private static void print(Setup setup, Map<String, List<Double>> millis) {
        List<Double> ours = millis.values().iterator().next();
        millis.forEach((name, times) -> {
            double median = Statistics.median(times);
            String ratio = times == ours ? "" : Turns.print(Turns.ratios(ours, times));
            System.out.printf(
                    "| %s | %s | %s | %.1f | %.0f | %s |%n",
                    setup.model(), setup.precision(), name, median, 1000 * BATCH / median, ratio);
        });
    }
}
