package io.resnet4j.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Images of one size that lie in memory as numbers, as CIFAR and scikit-learn's digits are published. They are no files,
 * so that no decoder is needed, and {@link #values} has them as they were published.
 */
public final class RawImages implements DataSet {
    private final String name;
    private final List<String> classes;
    private final Format format;
    private final int published;
    private final List<Batch> batches;
    private final List<Sample> samples;

    /**
     * What an image is made of.
     *
     * @param channels planes, one behind the other
     * @param side pixels of the square in a row, and rows
     * @param highest the value of white; black is 0
     */
    public record Format(int channels, int side, int highest) {
        /** How many values an image has. */
        public int length() {
            return channels * side * side;
        }
    }

    /**
     * Images that were published together.
     *
     * @param first where in {@code bytes} the first image starts
     * @param stride from one image to the next
     * @param paths what each is called
     */
    record Batch(byte[] bytes, int first, int stride, List<String> paths, int[] labels) {}

    RawImages(String name, List<String> classes, Format format, int published, List<Batch> batches) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.format = format;
        this.published = published;
        this.batches = List.copyOf(batches);
        List<Sample> all = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.labels().length; i++) {
                all.add(new Sample(batch.paths().get(i), batch.labels()[i]));
            }
        }
        this.samples = List.copyOf(all);
    }

    /** What all images are made of. */
    public Format format() {
        return format;
    }

    @Override
    public OptionalInt published() {
        return OptionalInt.of(published);
    }

    @Override
    public OptionalInt side() {
        return OptionalInt.of(format.side());
    }

    /** The values of an image as they were published, {@code [channel][y][x]}, each an unsigned byte. */
    public byte[] values(int index) {
        int rest = index;
        for (Batch batch : batches) {
            if (rest < batch.labels().length) {
                int from = batch.first() + rest * batch.stride();
                return Arrays.copyOfRange(batch.bytes(), from, from + format.length());
            }
            rest -= batch.labels().length;
        }
        throw new IndexOutOfBoundsException("%s has %d images, not one at %d".formatted(name, samples.size(), index));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<Sample> samples() {
        return samples;
    }

    /** An image of one channel is grey, all three colours alike; values are spread over 0 to 255 and rounded. */
    @Override
    public Image image(int index, ImageDecoder decoder) {
        byte[] planes = values(index);
        int pixels = format.side() * format.side();
        byte[] rgb = new byte[pixels * 3];
        for (int i = 0; i < rgb.length; i++) {
            int channel = format.channels() == 1 ? 0 : i % 3;
            int value = Byte.toUnsignedInt(planes[channel * pixels + i / 3]);
            rgb[i] = (byte) ((value * 255 + format.highest() / 2) / format.highest());
        }
        return new Image(format.side(), format.side(), rgb);
    }

    @Override
    public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) {
        return preprocessing.apply(image(index, decoder));
    }

    @Override
    public void close() {}
}
