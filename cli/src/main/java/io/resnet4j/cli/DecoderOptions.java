package io.resnet4j.cli;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.ImageDecoder;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How image files are decoded. */
final class DecoderOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--exif", description = "Turn images as their EXIF says. Default: ignore it, as torchvision does.")
    private Boolean exif;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Refuse larger images. Default: " + PillowDecoder.DEFAULT_MAX_PIXELS + ", as Pillow warns.")
    private Integer maxPixels;

    /** Whether images are to be turned, where the user said so. */
    Optional<Boolean> exif() {
        return Optional.ofNullable(exif);
    }

    /** The decoder that the user wants. */
    ImageDecoder decoder() {
        return decoder(exif().orElse(false));
    }

    /** The same where something else says whether images are turned. */
    ImageDecoder decoder(boolean exif) {
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
        if (exif != null || maxPixels != null) {
            String option = exif == null ? "--max-pixels" : "--exif";
            throw Usage.wrong(command, "%s has no effect: %s".formatted(option, why));
        }
    }
}
