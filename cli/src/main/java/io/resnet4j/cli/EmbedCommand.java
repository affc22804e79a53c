package io.resnet4j.cli;

import io.resnet4j.inference.Classifier;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.weights.Model;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "embed",
        description = "Turns photos into vectors, for search, clustering or a classifier of your own.",
        footer = {
            "",
            "A vector is what the network knows of a photo before its last layer names a class: 2,048 numbers of resnet50. Of"
                    + " photos that look alike the vectors are close.",
            "",
            "Rows have the order of the photos. Those that cannot be read have none, and are listed on stderr; the exit code is"
                    + " then 1.",
            "",
            "Examples:",
            "  resnet4j embed --model resnet50 holiday/ -o holiday.npy",
            "  resnet4j embed --format csv photo.jpg"
        })
final class EmbedCommand implements Callable<Integer> {
    private static final String NPY = ".npy";

    enum Format {
        NPY,
        JSON,
        CSV;

        /** As users write it, which is what the shell completes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PhotoOptions photos;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the vectors: .npy, .csv or .jsonl. Default: stdout.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "npy|json|csv",
            description =
                    "npy: NumPy's array of 32-bit floats, a row for each photo. json: an object a line, with file and"
                            + " embedding. csv: the file, then a number a column. Default: what FILE's name ends in; on stdout json.")
    private Format format;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description =
                    "Where to write the names of the photos, a line for each row of the .npy; replaced if it is there. Default: a .txt beside it, which must not be there yet.")
    private Path names;

    @Override
    public Integer call() throws IOException {
        Format wanted = wanted();
        check(wanted);
        if (file != null) {
            OutputPaths.checkFile(file);
        }
        if (wanted == Format.NPY) {
            OutputPaths.checkFile(namesFile());
        }
        PhotoRun run = photos.prepare(model);
        try (Model opened = model.open();
                Classifier classifier = Classifier.open(
                        new OneDnnEngine(),
                        opened,
                        run.options().withTaps(opened.network().embedding().name()))) {
            if (wanted == Format.NPY) {
                return writeArray(run, opened, classifier);
            }
            if (file != null) {
                return writeText(run, classifier, wanted);
            }
            return run.print(
                    classifier,
                    VectorText.to(Stdout.inUtf8(command.commandLine().getOut()), wanted));
        }
    }

    private Format wanted() {
        if (format != null) {
            return format;
        }
        if (file == null) {
            return Format.JSON;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "npy" -> Format.NPY;
            case "csv" -> Format.CSV;
            case "json", "jsonl", "ndjson" -> Format.JSON;
            default ->
                throw Usage.wrong(
                        command, "%s ends in none of .npy, .csv and .jsonl; say --format npy|json|csv".formatted(file));
        };
    }

    private void check(Format wanted) {
        if (wanted == Format.NPY && file == null) {
            throw Usage.wrong(command, "--format npy needs -o FILE.npy: an array is no text for stdout");
        }
        if (wanted != Format.NPY && names != null) {
            throw Usage.wrong(command, "--names is for .npy; the rows of %s have the names in them".formatted(wanted));
        }
        if (file != null && (file.getFileName() == null || Files.isDirectory(file))) {
            throw Usage.wrong(command, "-o names a file, and %s is a folder".formatted(file));
        }
        if (wanted == Format.NPY && (Files.isDirectory(namesFile()) || isFile(namesFile()))) {
            throw Usage.wrong(
                    command,
                    "the names cannot be written to %s; name another file with --names".formatted(namesFile()));
        }
        if (wanted == Format.NPY && names == null) {
            checkBeside(namesFile());
        }
    }

    /** What a user has of that name, nobody asked to replace. */
    private void checkBeside(Path beside) {
        if (Files.exists(beside)) {
            throw Usage.wrong(
                    command,
                    "%s is there already; --names %1$s replaces it, --names FILE takes another".formatted(beside));
        }
    }

    private boolean isFile(Path other) {
        return other.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize());
    }

    private Path namesFile() {
        if (names != null) {
            return names;
        }
        String name = file.getFileName().toString();
        boolean ends = name.toLowerCase(Locale.ROOT).endsWith(NPY);
        return file.resolveSibling((ends ? name.substring(0, name.length() - NPY.length()) : name) + ".txt");
    }

    private int writeArray(PhotoRun run, Model opened, Classifier classifier) throws IOException {
        try (ArrayFiles files = new ArrayFiles(namesFile())) {
            files.add(opened, opened.network().embedding().name(), file);
            int exitCode = run.save(classifier, files);
            files.commit(command.commandLine().getOut());
            return exitCode;
        }
    }

    private int writeText(PhotoRun run, Classifier classifier, Format wanted) throws IOException {
        try (AtomicFile target = AtomicFile.create(file);
                Writer writer = new BufferedWriter(Channels.newWriter(target.channel(), StandardCharsets.UTF_8))) {
            int exitCode = run.save(classifier, VectorText.to(writer, wanted));
            writer.flush();
            target.commit();
            return exitCode;
        }
    }
}
