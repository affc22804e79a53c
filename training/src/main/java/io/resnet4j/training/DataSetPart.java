package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Some samples of a data set, with all of its classes. It owns nothing and closes nothing. */
final class DataSetPart implements DataSet {
    private final DataSet whole;
    private final int[] chosen;
    private final List<Sample> samples;

    DataSetPart(DataSet whole, int[] chosen) {
        this.whole = whole;
        this.chosen = chosen;
        this.samples = Arrays.stream(chosen).mapToObj(whole.samples()::get).toList();
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public List<String> classes() {
        return whole.classes();
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
