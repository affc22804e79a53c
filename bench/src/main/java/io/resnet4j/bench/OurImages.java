package io.resnet4j.bench;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Our way from files to floats, with what each of its stages begins with held in memory. */
final class OurImages {
    private final ImageDecoder decoder = new PillowDecoder();
    private final Preprocessing preprocessing;
    private final FloatBuffer floats;
    private final List<Path> paths;
    private final List<byte[]> files = new ArrayList<>();
    private final List<Image> photos = new ArrayList<>();
    private final List<Image> crops = new ArrayList<>();
    private Image last; // what a stage made, kept for so long that its work cannot be left out

    OurImages(List<Path> paths, Preprocessing preprocessing) throws IOException {
        this.paths = paths;
        this.preprocessing = preprocessing;
        int values = 3 * preprocessing.crop() * preprocessing.crop();
        floats = ByteBuffer.allocateDirect(Float.BYTES * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (Path path : paths) {
            files.add(Files.readAllBytes(path));
            photos.add(decoder.decode(files.get(files.size() - 1), path.toString()));
            crops.add(preprocessing.apply(photos.get(photos.size() - 1)));
        }
    }

    /** A checksum of what the network would see of all photos, before it is normalised. */
    long checksum() {
        CRC32 crc = new CRC32();
        crops.forEach(crop -> crc.update(crop.rgb()));
        return crc.getValue();
    }

    /** The milliseconds that a photo takes on average: of this thread's time, and of collecting its garbage. */
    double millis(ImageStage stage) throws IOException {
        double start = millisSoFar();
        for (int i = 0; i < paths.size(); i++) {
            run(stage, i);
        }
        return (millisSoFar() - start) / paths.size();
    }

    private static double millisSoFar() {
        double thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
        return thread
                + ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum();
    }

    private void run(ImageStage stage, int i) throws IOException {
        switch (stage) {
            case DECODE -> last = decoder.decode(files.get(i), paths.get(i).toString());
            case RESIZE -> last = preprocessing.apply(photos.get(i));
            case NORMALIZE -> normalize(crops.get(i));
            case ALL -> {
                byte[] file = Files.readAllBytes(paths.get(i));
                normalize(preprocessing.apply(decoder, file, paths.get(i).toString()));
            }
            default -> throw new IllegalArgumentException("no stage " + stage);
        }
    }

    private void normalize(Image crop) {
        preprocessing.normalization().write(crop.rgb(), floats.clear());
    }
}
