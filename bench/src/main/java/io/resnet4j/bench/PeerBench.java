package io.resnet4j.bench;

import io.resnet4j.testkit.Closeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Times ResNets in float32: ours, PyTorch, ONNX Runtime and OpenVINO take turns, second by second, so that whatever
 * else happens on the machine happens to all of them. Before that, all must compute the same logits.
 */
public final class PeerBench {
    private static final List<String> PEERS = List.of("pytorch", "onnxruntime", "openvino");
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final int ROUNDS = 15;
    private static final double SECONDS = 1;
    private static final double SAME = 1e-4;

    private final String python;
    private final String script;

    private PeerBench(String python, String script) {
        this.python = python;
        this.script = script;
    }

    public static void main(String[] arguments) throws IOException {
        PeerBench bench = new PeerBench(arguments[0], arguments[1]);
        String model = arguments.length > 2 ? arguments[2] : "resnet50";
        List<Integer> batches = arguments.length > 3
                ? IntStream.range(3, arguments.length)
                        .mapToObj(i -> Integer.valueOf(arguments[i]))
                        .toList()
                : List.of(1, 16);
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf("%s, Java %s, %s%n", processor(), Runtime.version(), LocalDate.now());
        System.out.printf(
                "%s, 224 x 224, float32, %d threads, %d alternations of %.0f s%n%n", model, threads, ROUNDS, SECONDS);
        System.out.println("| batch | engine | ms | images/s | ours is faster by (95 % interval) |");
        System.out.println("|---|---|---|---|---|");
        for (int batch : batches) {
            bench.run(new Setup(model, batch, threads));
        }
    }

    /** As Linux names it; elsewhere only its architecture is known. */
    static String processor() throws IOException {
        if (Files.isReadable(CPUINFO)) {
            for (String line : Files.readAllLines(CPUINFO)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return System.getProperty("os.arch");
    }

    private void run(Setup setup) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new Ours(setup));
            for (String peer : PEERS) {
                contenders.add(new Peer(python, script, peer, setup));
            }
            checkSame(contenders);
            print(setup.batch(), measure(contenders));
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    private static void checkSame(List<Contender> contenders) {
        float[] logits = contenders.get(0).logits();
        double[] ours =
                IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        for (Contender contender : contenders) {
            Closeness.assertAtMost(SAME, Closeness.worst(ours, contender.logits()), contender.name());
        }
    }

    /** The medians of every round; a round before the first warms up and does not count. */
    private static Map<String, List<Double>> measure(List<Contender> contenders) throws IOException {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Contender contender : contenders) {
                double median = contender.medianMillis(SECONDS);
                if (round > 0) {
                    millis.computeIfAbsent(contender.name(), first -> new ArrayList<>())
                            .add(median);
                }
            }
        }
        return millis;
    }

    private static void print(int batch, Map<String, List<Double>> millis) {
        List<Double> ours = millis.values().iterator().next();
        millis.forEach((name, theirs) -> {
            double median = Statistics.median(theirs);
            List<Double> ratios = IntStream.range(0, ROUNDS)
                    .mapToObj(i -> theirs.get(i) / ours.get(i))
                    .toList();
            double[] interval = Statistics.medianInterval(ratios);
            String ratio = theirs == ours
                    ? ""
                    : "%.2f (%.2f to %.2f)".formatted(Statistics.median(ratios), interval[0], interval[1]);
            System.out.printf("| %d | %s | %.1f | %.1f | %s |%n", batch, name, median, 1000 * batch / median, ratio);
        });
    }
}
