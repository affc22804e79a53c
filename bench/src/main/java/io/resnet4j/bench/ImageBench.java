package io.resnet4j.bench;

import io.resnet4j.io.Processor;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times the way from photos to floats, stage by stage, on one thread: ours and a peer's take turns, a pass over all photos
 * each. Before that, a peer that computes the same must see the same pixels.
 */
public final class ImageBench {
    private static final List<String> PEERS = List.of("pillow", "opencv");
    private static final String OTHER_PIXELS = "-";
    private static final int CROP = 224;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;

    private ImageBench() {}

    /** {@code PYTHON SCRIPT FOLDER [RESIZE [INTERPOLATION]]}. */
    public static void main(String[] arguments) throws IOException {
        String folder = arguments[2];
        String resize = arguments.length > 3 ? arguments[3] : "232";
        String interpolation = arguments.length > 4 ? arguments[4] : "bilinear";
        List<Path> paths = photos(Path.of(folder));
        OurImages ours = new OurImages(
                paths,
                new Preprocessing(
                        Integer.parseInt(resize), CROP, Interpolation.named(interpolation), Normalization.IMAGENET));
        System.out.printf("%s, Java %s, %s%n", Processor.name(), Runtime.version(), LocalDate.now());
        for (String name : PEERS) {
            try (PeerProcess peer =
                    new PeerProcess(arguments[0], arguments[1], name, folder, resize, "" + CROP, interpolation)) {
                String title = peer.answer();
                requireSamePixels(title, peer.answer(), ours);
                System.out.printf(
                        "%n%d photos, short side %s, crop %d, %s; resnet4j and %s, one thread, %d alternations%n%n",
                        paths.size(), resize, CROP, interpolation, title, ROUNDS);
                print(measure(ours, peer));
            }
        }
    }

    private static void requireSamePixels(String peer, String checksum, OurImages ours) {
        if (!checksum.equals(OTHER_PIXELS) && Long.parseLong(checksum) != ours.checksum()) {
            throw new IllegalStateException(
                    "%s sees other pixels: checksum %s, ours is %d".formatted(peer, checksum, ours.checksum()));
        }
    }

    private static List<Path> photos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of every round the times of a photo, [ours, the peer's]; the first rounds warm up and do not count. */
    private static Map<ImageStage, List<double[]>> measure(OurImages ours, PeerProcess peer) throws IOException {
        Map<ImageStage, List<double[]>> times = new EnumMap<>(ImageStage.class);
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (ImageStage stage : ImageStage.values()) {
                double[] pair = {ours.millis(stage), Double.parseDouble(peer.ask(stage.toString()))};
                if (round >= WARM_UP) {
                    times.computeIfAbsent(stage, first -> new ArrayList<>()).add(pair);
                }
            }
        }
        return times;
    }

    private static void print(Map<ImageStage, List<double[]>> times) {
        System.out.println("| stage | ours, ms a photo | theirs | ours / theirs (95 % interval) |");
        System.out.println("|---|---|---|---|");
        times.forEach((stage, pairs) -> {
            List<Double> ratios = pairs.stream().map(pair -> pair[0] / pair[1]).toList();
            double[] interval = Statistics.medianInterval(ratios);
            double[] medians = IntStream.range(0, 2)
                    .mapToDouble(i -> Statistics.median(
                            pairs.stream().map(pair -> pair[i]).toList()))
                    .toArray();
            System.out.printf(
                    "| %s | %.3f | %.3f | %.2f (%.2f to %.2f) |%n",
                    stage, medians[0], medians[1], Statistics.median(ratios), interval[0], interval[1]);
        });
    }
}
