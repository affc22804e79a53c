package io.resnet4j.bench;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Counts how many image files become Pillow's pixels and, through each published preprocessing, torchvision's tensors. */
public final class SamePixels {
    /** How many files were tried, and how many came out the same. */
    private record Count(int tried, int equal) {
        static final Count NONE = new Count(0, 0);

        Count plus(boolean same) {
            return new Count(tried + 1, equal + (same ? 1 : 0));
        }
    }

    private final PillowDecoder decoder = new PillowDecoder();
    private final PeerProcess peer;

    private SamePixels(PeerProcess peer) {
        this.peer = peer;
    }

    /** {@code PYTHON SCRIPT FOLDER [EVERY]}; exits with 1 when anything differs. */
    public static void main(String[] arguments) throws IOException {
        List<Path> files = files(Path.of(arguments[2]));
        int every = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        List<Path> chosen = IntStream.range(0, files.size())
                .filter(i -> i % every == 0)
                .mapToObj(files::get)
                .toList();
        boolean same;
        try (PeerProcess peer = new PeerProcess(arguments[0], arguments[1])) {
            SamePixels comparison = new SamePixels(peer);
            same = print("pixels", comparison.pixels(chosen));
            if (every == 1) {
                same &= print("tensors", comparison.tensors(chosen));
            }
        }
        System.exit(same ? 0 : 1);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Map<String, Count> pixels(List<Path> files) throws IOException {
        Map<String, Count> counts = new TreeMap<>();
        for (Path file : files) {
            String expected = peer.ask(file.toString());
            String ours = pixels(file);
            if (!ours.equals(expected)) {
                System.out.printf("%s: %s, Pillow's %s%n", file, ours, expected);
            }
            String name = file.getFileName().toString();
            String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            counts.put(kind, counts.getOrDefault(kind, Count.NONE).plus(ours.equals(expected)));
        }
        return counts;
    }

    private String pixels(Path file) throws IOException {
        try {
            Image image = decoder.decode(Files.readAllBytes(file), file.toString());
            return "%d %d %d".formatted(image.width(), image.height(), crc(ByteBuffer.wrap(image.rgb())));
        } catch (ImageException e) {
            return "error";
        }
    }

    private Map<String, Count> tensors(List<Path> files) throws IOException {
        Map<String, Count> counts = new TreeMap<>();
        for (PublishedWeights weights : Registry.builtIn().entries()) {
            String name = torchvisionName(weights);
            for (Path file : files) {
                String expected = peer.ask(name + "\t" + file);
                boolean same = expected.equals("" + tensor(weights.preprocessing(), file));
                counts.put(name, counts.getOrDefault(name, Count.NONE).plus(same));
            }
        }
        return counts;
    }

    private long tensor(Preprocessing preprocessing, Path file) throws IOException {
        Image square = preprocessing.apply(decoder, Files.readAllBytes(file), file.toString());
        ByteBuffer floats =
                ByteBuffer.allocate(Float.BYTES * square.rgb().length).order(ByteOrder.LITTLE_ENDIAN);
        preprocessing.normalization().write(square.rgb(), floats.asFloatBuffer());
        return crc(floats);
    }

    /** Such as {@code ResNeXt50_32X4D_Weights.IMAGENET1K_V2}. */
    private static String torchvisionName(PublishedWeights weights) {
        String model = weights.model().replace("wide_resnet", "Wide_ResNet").replace("resnext", "ResNeXt");
        String spelt =
                model.startsWith("resnet") ? model.replace("resnet", "ResNet") : model.replaceFirst("x(\\d+d)$", "X$1");
        return spelt.replaceFirst("(\\d)d$", "$1D") + "_Weights." + weights.name();
    }

    private static long crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static boolean print(String what, Map<String, Count> counts) {
        System.out.printf("%n| %s of | files | equal |%n|---|---|---|%n", what);
        counts.forEach((kind, count) -> System.out.printf("| %s | %d | %d |%n", kind, count.tried(), count.equal()));
        return counts.values().stream().allMatch(count -> count.tried() == count.equal());
    }
}
