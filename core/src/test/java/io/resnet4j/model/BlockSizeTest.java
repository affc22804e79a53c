package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks on their own: shapes and counts that papers and tutorials work out by hand. */
class BlockSizeTest {
    private static final Block BASIC = new Residual(new Basic(), new Shortcut.Projection());
    private static final Block BOTTLENECK = new Residual(new Bottleneck(), new Shortcut.Projection());

    /** Figure 5 of He et al. 2015, at 256 channels: why deep nets have bottlenecks. */
    @Test
    void aBottleneckIsFarSmallerThanTwoWideConvolutions() {
        long basic = BASIC.network("basic", 256, Place.of(256, 1)).parameterCount();
        long bottleneck = BOTTLENECK.network("bottleneck", 256, Place.of(64, 1)).parameterCount();
        assertEquals(1_180_672, basic);
        assertEquals(70_400, bottleneck);
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 64, 56", "128, 2, 128, 28"})
    void aBasicBlockKeepsTheShapeUnlessItSteps(int planes, int stride, int channels, int side) {
        Network block = BASIC.network("basic", 64, Place.of(planes, stride));
        assertEquals(Shape.of(channels, side, side), output(block, Shape.of(64, 56, 56)));
    }

    @Test
    void aResNeXtBlockOfExpansionTwoYieldsTwiceItsPlanes() {
        Block resnext = new Residual(new Bottleneck(2), new Shortcut.Projection());
        Network block = resnext.network("resnext", 128, new Place(64, 1, 1, new Cardinality(32, 4)));
        assertEquals(Shape.of(128, 56, 56), output(block, Shape.of(128, 56, 56)));
        Op.Conv2d grouped = (Op.Conv2d) block.node("conv2").op();
        assertEquals(32, grouped.groups());
        assertEquals(Shape.of(128, 4, 3, 3), grouped.weight());
    }

    @ParameterizedTest
    @CsvSource({"true, 28_088_024", "false, 28_071_976"})
    void squeezeAndExcitationAddsTwoLinearLayersWithOrWithoutBiases(boolean bias, String parameters) {
        Branch branch = new SqueezeExcitation(new Bottleneck(), 16, bias);
        ResNetSpec spec = Catalogue.resnet50().withBlock(new Residual(branch, new Shortcut.Projection()));
        assertEquals(Long.parseLong(parameters.replace("_", "")), spec.network().parameterCount());
    }

    private static Shape output(Network network, Shape image) {
        return network.shapes(image).get(network.output());
    }
}
