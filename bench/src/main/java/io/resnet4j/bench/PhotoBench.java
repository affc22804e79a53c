package io.resnet4j.bench;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Pipeline;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Result;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.Photo;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From photos on disk to labels: ours, in single precision and in what AUTO comes to, and PyTorch with Pillow take turns over the
 * same photos. {@code PhotoBench PYTHON SCRIPT MODEL WEIGHTS PHOTOS FOLDER}
 */
public final class PhotoBench {
    private static final int ROUNDS = 15;
    private static final int BATCH = 16;

    private PhotoBench() {}

    /** One who labels all photos. */
    private interface Labeller extends AutoCloseable {
        String name();

        List<Integer> labels() throws IOException;

        /** Seconds that all photos take. */
        double seconds() throws IOException;

        @Override
        void close() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        String model = arguments[2];
        String weights = arguments[3];
        List<Photo> photos = Photo.below(Path.of(arguments[5])).stream()
                .limit(Integer.parseInt(arguments[4]))
                .toList();
        List<Labeller> labellers = new ArrayList<>();
        try {
            for (Precision precision : List.of(Precision.FLOAT32, Precision.AUTO)) {
                labellers.add(new Ours(model, weights, precision, photos));
            }
            for (String precision : List.of("fp32", "bf16")) {
                for (String workers : List.of("0", "2")) {
                    labellers.add(new Theirs(
                            arguments[0], arguments[1], List.of(model, weights, precision, workers), photos));
                }
            }
            print(photos.size(), measure(labellers));
        } finally {
            for (Labeller labeller : labellers) {
                labeller.close();
            }
        }
    }

    private static Map<String, List<Double>> measure(List<Labeller> labellers) throws IOException {
        List<Integer> expected = labellers.get(0).labels();
        for (Labeller labeller : labellers) {
            List<Integer> labels = labeller.labels();
            long same = IntStream.range(0, expected.size())
                    .filter(i -> labels.get(i).equals(expected.get(i)))
                    .count();
            System.out.printf("%s: %d of %d labels%n", labeller.name(), same, expected.size());
        }
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Labeller labeller : labellers) {
                seconds.computeIfAbsent(labeller.name(), first -> new ArrayList<>())
                        .add(labeller.seconds());
            }
        }
        return seconds;
    }

    private static void print(int photos, Map<String, List<Double>> seconds) {
        System.out.println();
        System.out.println("| | photos/s | " + String.join(" | ", seconds.keySet()) + " |");
        System.out.println("|---|---|" + "---|".repeat(seconds.size()));
        seconds.forEach((name, ours) -> {
            String ratios = seconds.values().stream()
                    .map(theirs -> theirs == ours ? "" : ratio(ours, theirs))
                    .collect(Collectors.joining(" | "));
            System.out.printf("| %s | %.1f | %s |%n", name, photos / Statistics.median(ours), ratios);
        });
    }

    private static String ratio(List<Double> ours, List<Double> theirs) {
        List<Double> ratios = IntStream.range(0, ROUNDS)
                .mapToObj(i -> theirs.get(i) / ours.get(i))
                .toList();
        double[] interval = Statistics.medianInterval(ratios);
        return "%.2f (%.2f to %.2f)".formatted(Statistics.median(ratios), interval[0], interval[1]);
    }

    /** Our classifier with its pipeline, a lane for each core. */
    private static final class Ours implements Labeller {
        private final Classifier classifier;
        private final List<Photo> photos;
        private final String name;

        Ours(String model, String weights, Precision precision, List<Photo> photos) throws IOException {
            this.photos = photos;
            SessionOptions options = SessionOptions.throughput().withPrecision(precision);
            try (Model opened = Model.open(Path.of(weights), Catalogue.named(model))) {
                classifier = Classifier.open(new OneDnnEngine(), opened, options);
            }
            name = "resnet4j, " + precision;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Integer> labels() {
            List<Integer> labels = new ArrayList<>();
            Pipeline.Sink<RuntimeException> sink = new Pipeline.Sink<>() {
                @Override
                public void result(int index, Result result) {
                    labels.add(result.classification().best());
                }

                @Override
                public void failed(int index, IOException cause) {
                    throw new UncheckedIOException(cause);
                }
            };
            Pipeline.of(classifier).withBatchSize(BATCH).run(photos, new PillowDecoder(), sink);
            return labels;
        }

        @Override
        public double seconds() {
            long start = System.nanoTime();
            labels();
            return (System.nanoTime() - start) / 1e9;
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    private static final class Theirs implements Labeller {
        private final PeerProcess process;
        private final String name;
        private final List<Integer> labels;

        Theirs(String python, String script, List<String> options, List<Photo> photos) throws IOException {
            List<String> command = new ArrayList<>(List.of(python, script));
            command.addAll(options);
            command.add(Integer.toString(BATCH));
            photos.forEach(photo -> command.add(photo.name()));
            process = new PeerProcess(command.toArray(String[]::new));
            name = process.answer();
            labels =
                    Stream.of(process.answer().split(" ")).map(Integer::valueOf).toList();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Integer> labels() {
            return labels;
        }

        @Override
        public double seconds() throws IOException {
            return Double.parseDouble(process.ask("go"));
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
