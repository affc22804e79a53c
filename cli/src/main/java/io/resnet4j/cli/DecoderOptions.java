package io.resnet4j.cli;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.ImageDecoder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How image files are decoded. */
final class DecoderOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--exif", description = "Turn images as their EXIF says. Default: ignore it, as torchvision does.")
    private boolean exif;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Refuse larger images. Default: " + PillowDecoder.DEFAULT_MAX_PIXELS + ", as Pillow warns.")
    private Integer maxPixels;

    /** The decoder that the user wants. */
    ImageDecoder decoder() {
        try {
            PillowDecoder decoder = new PillowDecoder(maxPixels == null ? PillowDecoder.DEFAULT_MAX_PIXELS : maxPixels);
            return exif ? decoder.withExifOrientation() : decoder;
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--max-pixels: " + e.getMessage());
        }
    }

    /**
     * Refuses what the user said of decoding, where nothing is decoded.
     *
     * @param why as a clause
     */
    void refuse(String why) {
        if (exif || maxPixels != null) {
            throw Usage.wrong(command, "%s has no effect: %s".formatted(exif ? "--exif" : "--max-pixels", why));
        }
    }
}
