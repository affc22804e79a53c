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
    /** Of bfloat16's labels, this share must be single precision's: of photos that it finds hard it may say another. */
    private static final double SAME_IN_BFLOAT16 = 0.9;

    private static final int BATCH = 16;

    private PhotoBench() {}

    /** One who labels all photos. */
    private interface Labeller extends Turns.Named, AutoCloseable {
        Precision precision();

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
            for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
                for (String workers : List.of("0", "2")) {
                    List<String> options = List.of(model, weights, precision.label(), workers);
                    labellers.add(new Theirs(arguments[0], arguments[1], precision, options, photos));
                }
            }
            checkSame(labellers);
            print(photos.size(), Turns.measure(labellers, Labeller::seconds));
        } finally {
            for (Labeller labeller : labellers) {
                labeller.close();
            }
        }
    }

    /** Refuses those who see other things than ours does in single precision, as it would be no matter how fast they are. */
    private static void checkSame(List<Labeller> labellers) throws IOException {
        List<Integer> expected = labellers.get(0).labels();
        for (Labeller labeller : labellers) {
            List<Integer> labels = labeller.labels();
            long same = IntStream.range(0, expected.size())
                    .filter(i -> labels.get(i).equals(expected.get(i)))
                    .count();
            double share = labeller.precision() == Precision.FLOAT32 ? 1 : SAME_IN_BFLOAT16;
            String found = "%s: %d of %d labels".formatted(labeller.name(), same, expected.size());
            if (!(same >= share * expected.size())) {
                throw new IllegalStateException(found + " are those of single precision, too few to compare times");
            }
            System.out.println(found);
        }
    }

    private static void print(int photos, Map<String, List<Double>> seconds) {
        System.out.println();
        System.out.println("| | photos/s | " + String.join(" | ", seconds.keySet()) + " |");
        System.out.println("|---|---|" + "---|".repeat(seconds.size()));
        seconds.forEach((name, ours) -> {
            String ratios = seconds.values().stream()
                    .map(theirs -> theirs == ours ? "" : Turns.print(Turns.ratios(ours, theirs)))
                    .collect(Collectors.joining(" | "));
            System.out.printf("| %s | %.1f | %s |%n", name, photos / Statistics.median(ours), ratios);
        });
    }

    /** Our classifier with its pipeline, a lane for each core. */
    private static final class Ours implements Labeller {
        private final Classifier classifier;
        private final List<Photo> photos;
        private final String name;
        private final Precision precision;

        Ours(String model, String weights, Precision precision, List<Photo> photos) throws IOException {
            this.photos = photos;
            this.precision = precision;
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
        public Precision precision() {
            return precision;
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
        private final Precision precision;
        private final List<Integer> labels;

        Theirs(String python, String script, Precision precision, List<String> options, List<Photo> photos)
                throws IOException {
            this.precision = precision;
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
        public Precision precision() {
            return precision;
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
