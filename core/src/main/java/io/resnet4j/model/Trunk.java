package io.resnet4j.model;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * All of a network but its head: a stem, then stages of one kind of block.
 *
 * @param stages {@code layer1}, {@code layer2}, ...
 * @param norm the kind of all norms
 * @param zeroInitResidual whether every block starts as the identity, the scale of its last norm being zero
 */
public record Trunk(
        Stem stem, Block block, List<Stage> stages, Cardinality cardinality, Norm norm, boolean zeroInitResidual) {
    public Trunk {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a residual network has at least one stage");
        }
        if (zeroInitResidual && !block.endsInNorm()) {
            throw new IllegalArgumentException(
                    "zero_init_residual needs blocks whose residuals end in a norm; these do not: " + block);
        }
    }

    Tracer tracer(int imageChannels) {
        return Tracer.start(imageChannels, norm, zeroInitResidual);
    }

    /** The stem, the loop over the stages and in each over its blocks. */
    Value trace(Tracer t, Value image) {
        Value x = stem.trace(t, image, block);
        int dilation = 1;
        for (int i = 0; i < stages.size(); i++) {
            Tracer layer = t.in("layer" + (i + 1));
            List<Place> places = stages.get(i).places(dilation, cardinality);
            for (int j = 0; j < places.size(); j++) {
                x = trace(layer.in(Integer.toString(j)), x, places.get(j));
            }
            dilation = stages.get(i).dilationAfter(dilation);
        }
        return block.finish(t, x);
    }

    private Value trace(Tracer t, Value x, Place place) {
        try {
            return block.trace(t, x, place);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(t, e.getMessage()), e);
        }
    }

    Trunk withStem(Stem stem) {
        return new Trunk(stem, block, stages, cardinality, norm, zeroInitResidual);
    }

    Trunk withBlock(Block block) {
        return new Trunk(stem, block, stages, cardinality, norm, zeroInitResidual);
    }

    Trunk withCardinality(Cardinality cardinality) {
        return new Trunk(stem, block, stages, cardinality, norm, zeroInitResidual);
    }

    Trunk withNorm(Norm norm) {
        return new Trunk(stem, block, stages, cardinality, norm, zeroInitResidual);
    }

    Trunk withZeroInitResidual(boolean zeroInitResidual) {
        return new Trunk(stem, block, stages, cardinality, norm, zeroInitResidual);
    }

    Trunk withReplaceStrideWithDilation(boolean... replace) {
        if (replace.length != stages.size() - 1) {
            throw new IllegalArgumentException(
                    "replace_stride_with_dilation has one element for each stage after the first, so %d; got %d"
                            .formatted(stages.size() - 1, replace.length));
        }
        return withStages(i -> stages.get(i).withDilated(i > 0 && replace[i - 1]));
    }

    Trunk withPlanes(int planes) {
        return withStages(i -> stages.get(i).withPlanes(planes << i));
    }

    private Trunk withStages(IntFunction<Stage> stage) {
        List<Stage> changed = IntStream.range(0, stages.size()).mapToObj(stage).toList();
        return new Trunk(stem, block, changed, cardinality, norm, zeroInitResidual);
    }
}
