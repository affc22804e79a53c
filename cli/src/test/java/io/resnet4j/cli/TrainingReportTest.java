package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.TrainingCurves.Run;
import io.resnet4j.cli.TrainingReport.Entry;
import io.resnet4j.cli.TrainingReport.Section;
import io.resnet4j.training.History;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
    private static final List<Entry> NEXT =
            List.of(new Entry("resnet4j classify --model runs/a photo.jpg", "what the net takes photos for"));

    private static Run run(String name, double... tested) {
        return new Run(
                name,
                new History(IntStream.range(0, tested.length)
                        .mapToObj(
                                i -> new History.Row(1 + i, 1 + i, 0.1, 0.5, 70.125, Double.NaN, tested[i], 1234.4, 40))
                        .toList()));
    }

    private static Section section(Run run) {
        return new Section(
                run,
                List.of(new Entry("batch-size", "128"), new Entry("class-weights", "<1> & \"2\"")),
                List.of(new Entry("java", "17.0.1")),
                List.of(new Entry("model.safetensors", "the weights")));
    }

    private static String page(Run... runs) {
        List<Section> sections =
                Arrays.stream(runs).map(TrainingReportTest::section).toList();
        return new TrainingReport("nets on digits", "digits", 1442, 355, sections, NEXT).html();
    }

    private static List<List<String>> rows(String page) {
        return Pattern.compile("<tr class=\"\\w*\">(.*)</tr>")
                .matcher(page)
                .results()
                .map(row -> Pattern.compile("<t[hd]>(.*?)</t[hd]>")
                        .matcher(row.group(1))
                        .results()
                        .map(MatchResult::group)
                        .map(cell -> cell.replaceAll("</?t[hd]>", ""))
                        .toList())
                .toList();
    }

    @Test
    void allThatIsKnownOfARunIsThere() {
        String page = page(run("resnet8", 80, 91.5, 90));
        assertTrue(page.contains("<p>Trained on 1,442 images of digits, tested on 355.</p>"), page);
        List<List<String>> rows = rows(page);
        assertTrue(
                rows.contains(
                        List.of("resnet8", "3", "70.13 %", "90.00 %", "91.50 %", "2", "1,234", "2 min 0 s", "355")),
                rows.toString());
        assertTrue(rows.contains(List.of("batch-size", "128")));
        assertTrue(rows.contains(List.of("class-weights", "&lt;1&gt; &amp; &quot;2&quot;")));
        assertTrue(rows.contains(List.of("java", "17.0.1")));
        assertTrue(rows.contains(List.of("<a href=\"model.safetensors\">model.safetensors</a>", "the weights")));
        assertTrue(rows.contains(
                List.of("<code>resnet4j classify --model runs/a photo.jpg</code>", "what the net takes photos for")));
        assertTrue(rows.contains(List.of("3", "0.1000", "0.5000", "70.13 %", "", "90.00 %", "1,234", "40.0")));
        assertEquals(1, page.split("<tr class=\"best\"><td>2</td>", -1).length - 1);
        assertTrue(page.contains("test: 90.00 %, best 91.50 % in epoch 2</text>"), "the curves");
    }

    @Test
    void runsThatAreComparedHaveASectionEach() {
        String page = page(run("resnet8", 80, 91), run("plain8", 70, 85));
        assertTrue(page.contains("<h2>resnet8</h2>") && page.contains("<h2>plain8</h2>"), page);
        assertEquals(1, page.split("<svg ", -1).length - 1);
        assertEquals(2, page.split("<summary>", -1).length - 1);
        assertTrue(page.contains("plain8, test: 85.00 %</text>"));
    }

    /** Without a test there is no best epoch. */
    @Test
    void ofARunWithoutATestNothingIsMadeUp() {
        String page = page(run("resnet8", Double.NaN));
        assertTrue(rows(page)
                .contains(List.of("resnet8", "1", "70.13 %", "not measured", "", "", "1,234", "40 s", "355")));
        assertFalse(page.contains("NaN"), page);
        assertFalse(page.contains("<tr class=\"best\">"));
    }

    @Test
    void manyEpochsAreFolded() {
        assertTrue(page(run("net", new double[19])).contains("<details open>"));
        assertTrue(page(run("net", new double[20])).contains("<details>"));
    }

    @Test
    void thePageLoadsAndRunsNothing() {
        String page = page(run("<script>alert(1)</script>", 80));
        assertTrue(page.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""));
        assertFalse(page.contains("<script"));
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http:"));
    }
}
