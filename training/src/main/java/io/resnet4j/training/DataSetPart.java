package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Some samples of a data set. It owns nothing and closes nothing. */
final class DataSetPart implements DataSet {
    private final DataSet whole;
    private final List<String> classes;
    private final int[] chosen;
    private final List<Sample> samples;

    /** With all of its classes. */
    DataSetPart(DataSet whole, int[] chosen) {
        this(whole, whole.classes(), chosen);
    }

    /**
     * With some of its classes.
     *
     * @param classes among which are those of all the chosen
     */
    DataSetPart(DataSet whole, List<String> classes, int[] chosen) {
        this.whole = whole;
        this.classes = List.copyOf(classes);
        this.chosen = chosen;
        int[] labels = whole.classes().stream().mapToInt(classes::indexOf).toArray();
        samples = Arrays.stream(chosen)
                .mapToObj(whole.samples()::get)
                .map(sample -> new Sample(sample.path(), labels[sample.label()]))
                .toList();
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public OptionalInt side() {
        return whole.side();
    }

    @Override
    public Image image(int index, ImageDecoder decoder) throws IOException {
        return whole.image(chosen[index], decoder);
    }

    @Override
    public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) throws IOException {
        return whole.image(chosen[index], decoder, preprocessing);
    }

    @Override
    public void close() {}
}
