package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.ConfusionMatrix;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A folder with all that a validation found.
 *
 * <pre>
 *  predictions.csv  every image's label, prediction and its probability
 *  classes.csv      how many images of each class are right; what the model and what the data call the class
 *  confusion.csv    how many images of each class, a line, were taken for which, a column; lines are called as the data
 *                  calls the class, columns as the model does
 *  confusion.png    the same as a picture
 *  gallery.html     the images that were most surely taken for something else
 *  summary.json     what {@code --format json} prints
 * </pre>
 *
 * Each file is there whole or not at all, and {@code summary.json} only beside the others of its run.
 */
final class ValidationReport {
    private static final String SUMMARY = "summary.json";
    /** What is written, in any order. */
    static final List<String> FILES =
            List.of("predictions.csv", "classes.csv", "confusion.csv", "confusion.png", "gallery.html", SUMMARY);

    private ValidationReport() {}

    /** Refuses more classes than can be drawn. */
    static void check(Path folder, DataSet set) throws IOException {
        int classes = set.classes().size();
        if (classes > ConfusionPicture.MOST_CLASSES) {
            throw new MalformedFileException(
                    folder.toString(),
                    "a report draws at most %d classes, and %s has %d; leave the report out"
                            .formatted(ConfusionPicture.MOST_CLASSES, set.name(), classes));
        }
    }

    /** Writes all files, over those of an earlier report; makes the folder if there is none. */
    static void write(Path folder, ValidationFigures figures, Answers answers, Gallery gallery) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(folder.resolve(SUMMARY));
        String title = figures.title();
        String summary = figures.summary();
        ConfusionMatrix confusion = figures.metrics().confusion();
        List<String> names = figures.names();
        List<String> labels = figures.labels().names();
        write(folder.resolve("predictions.csv"), answers.predictions());
        write(
                folder.resolve("classes.csv"),
                classes(confusion, labels, figures.set().classes()));
        write(folder.resolve("confusion.csv"), confusion(confusion, names, labels));
        Image picture = ConfusionPicture.draw(confusion, names, labels, title, summary);
        AtomicFile.write(folder.resolve("confusion.png"), PngWriter.encode(picture));
        write(folder.resolve("gallery.html"), gallery.page(answers.mistakes(), title, summary));
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = OutputOptions.json(new PrintWriter(json))) {
            figures.write(generator);
        }
        write(folder.resolve(SUMMARY), json + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String classes(ConfusionMatrix confusion, List<String> labels, List<String> inData) {
        StringBuilder csv = new StringBuilder(Csv.line("index", "label", "in data", "images", "right", "accuracy"));
        for (int i = 0; i < labels.size(); i++) {
            boolean empty = confusion.images(i) == 0;
            String accuracy = empty ? "" : String.format(Locale.ROOT, "%.2f", confusion.percent(i));
            csv.append(Csv.line(i, labels.get(i), inData.get(i), confusion.images(i), confusion.right(i), accuracy));
        }
        return csv.toString();
    }

    private static String confusion(ConfusionMatrix confusion, List<String> names, List<String> labels) {
        Object[] line = new Object[1 + names.size()];
        line[0] = "label";
        for (int i = 0; i < names.size(); i++) {
            line[1 + i] = labels.get(i);
        }
        StringBuilder csv = new StringBuilder(Csv.line(line));
        for (int label = 0; label < names.size(); label++) {
            line[0] = names.get(label);
            for (int prediction = 0; prediction < names.size(); prediction++) {
                line[1 + prediction] = confusion.count(label, prediction);
            }
            csv.append(Csv.line(line));
        }
        return csv.toString();
    }
}
