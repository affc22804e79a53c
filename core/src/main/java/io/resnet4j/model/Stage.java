package io.resnet4j.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of one width and resolution: {@code layer1} to {@code layer4}.
 *
 * @param planes channels of the blocks' 3x3 convolutions, before any widening or expansion
 * @param blocks how many
 * @param stride the step of the first block; those after it keep the size
 * @param dilated whether the windows spread instead of stepping: torchvision's {@code replace_stride_with_dilation}
 */
public record Stage(int planes, int blocks, int stride, boolean dilated) {
    public Stage {
        Checks.positive(planes, "a stage's planes");
        Checks.positive(blocks, "a stage's blocks");
        Checks.positive(stride, "a stage's stride");
    }

    Stage withPlanes(int planes) {
        return new Stage(planes, blocks, stride, dilated);
    }

    Stage withDilated(boolean dilated) {
        return new Stage(planes, blocks, stride, dilated);
    }

    /** Dilation of the blocks after this stage, given that of those before it. */
    int dilationAfter(int dilationBefore) {
        return dilated ? dilationBefore * stride : dilationBefore;
    }

    /**
     * Where each of its blocks stands, as torchvision's {@code _make_layer} has it: the first block of a dilated stage
     * still has the dilation of those before it.
     */
    List<Place> places(int dilationBefore, Cardinality cardinality) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(planes, dilated ? 1 : stride, dilationBefore, cardinality));
        while (places.size() < blocks) {
            places.add(new Place(planes, 1, dilationAfter(dilationBefore), cardinality));
        }
        return places;
    }
}
