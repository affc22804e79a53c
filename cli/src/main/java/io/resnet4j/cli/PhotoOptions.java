package io.resnet4j.cli;

import io.resnet4j.inference.SessionOptions;
import io.resnet4j.io.WholeFile;
import io.resnet4j.vision.Photo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which photos a verb works on, and how they are read. */
final class PhotoOptions {
    private static final Path STDIN = Path.of("-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            paramLabel = "PHOTO",
            arity = "1..*",
            description =
                    "JPEG, PNG, GIF, BMP, TIFF or WebP files; folders, for the image files in them and in the folders"
                            + " below, sorted by name; or - for one file on stdin.")
    private List<Path> photos;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "16",
            description = "At most so many photos run through the network together. Default: 16.")
    private int batchSize;

    @Mixin
    private DecoderOptions decoding;

    /** The work on the photos, with nothing read yet but their names. */
    PhotoRun prepare(ModelOptions model) {
        Usage.atLeastOne(command, "--batch-size", batchSize);
        if (photos.stream().filter(STDIN::equals).count() > 1) {
            throw Usage.wrong(command, "stdin can be read only once, and - is there twice");
        }
        List<Photo> all =
                photos.stream().flatMap(path -> expanded(path).stream()).toList();
        SessionOptions options = model.sessionOptions(all.size());
        return new PhotoRun(command, all, decoding.decoder(), batchSize, options);
    }

    /** A folder that cannot be listed is a photo that cannot be read: the others go on. */
    private static List<Photo> expanded(Path path) {
        if (path.equals(STDIN)) {
            return List.of(new Photo("-", () -> WholeFile.read(System.in, "-")));
        }
        if (!Files.isDirectory(path)) {
            return List.of(Photo.of(path));
        }
        try {
            return Photo.below(path);
        } catch (IOException e) {
            return List.of(new Photo(path.toString(), () -> {
                throw e;
            }));
        }
    }
}
