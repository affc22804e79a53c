package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Metrics;
import io.resnet4j.inference.Validation;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a report when something went wrong meanwhile, or nothing did. */
class GalleryTest {
    private static final Labels LABELS = new Labels(List.of("cat", "dog"));

    @TempDir
    private Path folder;

    /** Images that cannot be had. */
    private record Gone(List<String> classes, Exception why) implements DataSet {
        @Override
        public String name() {
            return "gone";
        }

        @Override
        public List<Sample> samples() {
            return List.of(new Sample("some/file.png", 0));
        }

        @Override
        public Image image(int index, ImageDecoder decoder) throws IOException {
            if (why instanceof IOException io) {
                throw io;
            }
            throw (RuntimeException) why;
        }

        @Override
        public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void aPictureThatIsGoneIsItsReason() {
        Gone set = new Gone(LABELS.names(), new ImageException("some/<b>.png", "not an image"));
        Mistake mistake = new Mistake(0, set.samples().get(0), 1, 0.99999, 0.00001);
        String page = new Gallery(set, null, List.of("<cat>", "dog"), LABELS.names())
                .page(List.of(mistake), "title", "summary");
        assertTrue(page.contains("<div class=\"picture\"><p>some/&lt;b&gt;.png: not an image</p>"), page);
        assertTrue(
                page.contains("<dt class=\"wrong\" title=\"prediction\">dog</dt><dd class=\"wrong\">100.00 %</dd>"),
                page);
        assertTrue(
                page.contains("<dt class=\"right\" title=\"label\">&lt;cat&gt;</dt><dd class=\"right\">0.00 %</dd>"),
                page);
    }

    @Test
    void whereNothingIsWrongThePageSaysSo() {
        Gone set = new Gone(LABELS.names(), new IllegalStateException());
        String page =
                new Gallery(set, null, List.of("<cat>", "dog"), LABELS.names()).page(List.of(), "title", "summary");
        assertTrue(page.contains("<p>Every image was taken for what it is.</p>"), page);
    }

    /** Of a report that was being written over another one. */
    @Test
    void aReportThatWasCutShortHasNoSummary() throws IOException {
        Gone set = new Gone(LABELS.names(), new IllegalStateException("cut"));
        Answers answers = answers(set);
        Metrics metrics = answers.metrics();
        Validation result = new Validation(1, 0, 1, 1, List.of());
        ValidationFigures figures = new ValidationFigures("tiny", set, result, metrics, LABELS);
        Files.writeString(folder.resolve("summary.json"), "earlier");
        Gallery gallery = new Gallery(set, null, List.of("<cat>", "dog"), LABELS.names());
        assertThrows(IllegalStateException.class, () -> ValidationReport.write(folder, figures, answers, gallery));
        assertTrue(Files.exists(folder.resolve("confusion.png")));
        assertFalse(Files.exists(folder.resolve("summary.json")));
    }

    private static Answers answers(DataSet set) {
        Answers answers = new Answers(set, new Progress(new PrintWriter(new StringWriter()), 1));
        answers.classified(set.samples().get(0), new Classification(new float[] {0, 9}, LABELS));
        assertEquals(1, answers.mistakes().size());
        return answers;
    }

    @Test
    void moreClassesThanCanBeDrawnAreRefused() throws IOException {
        ValidationReport.check(folder, new Gone(Collections.nCopies(2000, "a"), null));
        Gone many = new Gone(Collections.nCopies(2001, "a"), null);
        MalformedFileException e =
                assertThrows(MalformedFileException.class, () -> ValidationReport.check(folder, many));
        assertEquals(
                folder + ": a report draws at most 2000 classes, and gone has 2001; leave the report out",
                e.getMessage());
    }
}
