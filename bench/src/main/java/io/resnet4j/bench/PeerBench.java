package io.resnet4j.bench;

import io.resnet4j.inference.Precision;
import io.resnet4j.io.Processor;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Closeness;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times ResNets: ours, PyTorch, torch.compile, ONNX Runtime and OpenVINO take {@link Turns}, second by
 * second. Before that, all must compute the same logits.
 *
 * <p>{@code PeerBench PYTHON SCRIPT TABLE MODELS PRECISIONS BATCHES}, lists with commas; the table goes to stdout and to TABLE.
 */
public final class PeerBench {
    private final String python;
    private final String script;
    private final List<PrintStream> outs;
    private final List<Double> bestRatios = new ArrayList<>();

    private PeerBench(String python, String script, List<PrintStream> outs) {
        this.python = python;
        this.script = script;
        this.outs = outs;
    }

    public static void main(String[] arguments) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (PrintStream table = new PrintStream(arguments[2], StandardCharsets.UTF_8)) {
            PeerBench bench = new PeerBench(arguments[0], arguments[1], List.of(System.out, table));
            bench.say("%s, %s, Java %s, %s; 224 x 224, %d threads, %d alternations of 0.8 s, 0.4 s for single images%n"
                    .formatted(
                            Processor.name(),
                            new OneDnnEngine().description(),
                            Runtime.version(),
                            LocalDate.now(),
                            threads,
                            Turns.ROUNDS));
            bench.say("| model | precision | batch | engine | ms | images/s | ours is faster by (95 % interval) |");
            bench.say("|---|---|---|---|---|---|---|");
            for (String model : arguments[3].split(",")) {
                for (String precision : arguments[4].split(",")) {
                    for (String batch : arguments[5].split(",")) {
                        bench.run(new Setup(model, precision(precision), Integer.parseInt(batch), threads));
                    }
                }
            }
            bench.say("%n%d cells; geometric mean of ours against the best peer of each: %.3f"
                    .formatted(bench.bestRatios.size(), Statistics.geometricMean(bench.bestRatios)));
        }
    }

    private static Precision precision(String label) {
        return Stream.of(Precision.values())
                .filter(precision -> precision.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no precision is called " + label));
    }

    private void say(String line) {
        outs.forEach(out -> out.println(line));
    }

    private void run(Setup setup) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new Ours(setup));
            for (String peer : peers(setup.precision())) {
                contenders.add(new Peer(python, script, peer, setup));
            }
            checkSame(contenders, setup.precision());
            double seconds = setup.batch() == 1 ? 0.4 : 0.8;
            print(setup, Turns.measure(contenders, contender -> contender.medianMillis(seconds)));
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    private static List<String> peers(Precision precision) {
        return precision == Precision.FLOAT32
                ? List.of("pytorch", "compile", "onnxruntime", "openvino")
                : List.of("pytorch", "compile", "openvino");
    }

    /** In standard deviations of the logits: what float32 comes to, or the eight bits of bfloat16. */
    private static void checkSame(List<Contender> contenders, Precision precision) {
        float[] logits = contenders.get(0).logits();
        double[] ours =
                IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        double same = precision == Precision.FLOAT32 ? 1e-4 : 0.3;
        for (Contender contender : contenders) {
            Closeness.assertAtMost(same, Closeness.worst(ours, contender.logits()), contender.name());
        }
    }

    private void print(Setup setup, Map<String, List<Double>> millis) {
        List<Double> ours = millis.values().iterator().next();
        double best = Double.MAX_VALUE;
        for (Map.Entry<String, List<Double>> contender : millis.entrySet()) {
            List<Double> theirs = contender.getValue();
            double median = Statistics.median(theirs);
            String ratio = "";
            if (theirs != ours) {
                List<Double> ratios = Turns.ratios(ours, theirs);
                best = Math.min(best, Statistics.median(ratios));
                ratio = Turns.print(ratios);
            }
            say("| %s | %s | %d | %s | %.2f | %.1f | %s |"
                    .formatted(
                            setup.model(),
                            setup.precision(),
                            setup.batch(),
                            contender.getKey(),
                            median,
                            1000 * setup.batch() / median,
                            ratio));
        }
        bestRatios.add(best);
    }
}
