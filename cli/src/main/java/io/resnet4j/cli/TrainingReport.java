package io.resnet4j.cli;

import io.resnet4j.cli.TrainingCurves.Run;
import io.resnet4j.training.History;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The web page of a training run, or of several that are compared: curves, figures, what to try next, and of each run its
 * configuration, what it was computed with, the files beside the page and each epoch.
 *
 * @param data what was trained on, such as {@code digits}
 * @param trained how many images an epoch has
 * @param tested how many images a test has
 */
record TrainingReport(String title, String data, int trained, int tested, List<Section> sections, List<Entry> next) {
    private static final String STYLE = """
            h2 { font-size: 1.1rem; margin: 2rem 0 .6rem }
            h3 { font-size: .95rem; margin: 1.2rem 0 .4rem }
            section, figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 1.2rem 0;
              padding: .5rem 1rem 1rem; overflow-x: auto }
            figure { background: #fff; padding: 0 }
            svg { display: block; margin: 0 auto; max-width: 100%; min-width: 40rem; height: auto }
            section h2 { margin-top: .6rem }
            .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); column-gap: 2rem }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
            th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem .25rem 0; text-align: left;
              vertical-align: top; overflow-wrap: anywhere }
            th { color: var(--faint); font-weight: 500 }
            .names td:first-child { padding-right: 1.5rem; white-space: nowrap; width: 1% }
            .numbers th, .numbers td { overflow-wrap: normal; white-space: nowrap }
            .numbers td + td, .numbers th + th { text-align: right }
            .best td { color: var(--right); font-weight: 600 }
            details { margin-top: 1.2rem }
            summary { cursor: pointer; color: var(--faint) }
            code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
            """;

    /** From so many epochs on the table of them is folded. */
    private static final int MANY = 20;

    /** A name and what stands beside it. */
    record Entry(String name, String value) {}

    /**
     * What is told of a run.
     *
     * @param configuration with all defaults
     * @param provenance what it was computed with and on
     * @param files names of files, relative to the page, and what is in them
     */
    record Section(Run run, List<Entry> configuration, List<Entry> provenance, List<Entry> files) {}

    TrainingReport {
        sections = List.copyOf(sections);
        next = List.copyOf(next);
    }

    /** The file. */
    String html() {
        String heading = Page.paragraph(
                String.format(Locale.ROOT, "Trained on %,d images of %s, tested on %,d.", trained, data, tested));
        List<Run> runs = sections.stream().map(Section::run).toList();
        String curves = "<figure>\n%s</figure>\n".formatted(new TrainingCurves(title, runs).svg());
        String results = section("Results", results(runs));
        String details = sections.stream().map(this::details).collect(Collectors.joining());
        String commands = section("What to try next", pairs("", next, TrainingReport::code));
        return Page.of(title, STYLE, heading, curves + results + commands + details);
    }

    private String results(List<Run> runs) {
        List<String> headings =
                List.of("run", "epochs", "train", "test", "best test", "in epoch", "images/s", "time", "images tested");
        return table("numbers", headings, runs.stream().map(this::result).toList());
    }

    private Row result(Run run) {
        History.Row last = run.last();
        return new Row(
                "",
                Stream.of(
                                run.name(),
                                last.epoch(),
                                TrainingCurves.percent(last.trainAccuracy()),
                                TrainingCurves.percent(last.testAccuracy()),
                                run.history()
                                        .best()
                                        .map(History.Row::testAccuracy)
                                        .map(TrainingCurves::percent)
                                        .orElse(""),
                                run.history()
                                        .best()
                                        .map(History.Row::epoch)
                                        .map(Object::toString)
                                        .orElse(""),
                                whole(last.imagesPerSecond()),
                                Progress.time(run.seconds()),
                                whole(tested))
                        .map(cell -> Page.escaped(cell.toString()))
                        .toList());
    }

    private String details(Section section) {
        String title = sections.size() == 1 ? "The run" : section.run().name();
        String configuration = part("Configuration", pairs("names", section.configuration(), Page::escaped));
        String origin = part("Provenance", pairs("names", section.provenance(), Page::escaped));
        String files = part("Files beside this page", pairs("names", section.files(), TrainingReport::link));
        String columns = "<div class=\"columns\">\n<div>\n%s</div>\n<div>\n%s%s</div>\n</div>\n"
                .formatted(configuration, origin, files);
        return section(title, columns + history(section.run()));
    }

    private static String history(Run run) {
        List<String> headings =
                List.of("epoch", "lr", "train loss", "train", "test loss", "test", "images/s", "seconds");
        int best = run.history().best().map(History.Row::epoch).orElse(0);
        String table = table(
                "numbers",
                headings,
                run.rows().stream()
                        .map(epoch -> new Row(epoch.epoch() == best ? "best" : "", cells(epoch)))
                        .toList());
        String open = run.rows().size() < MANY ? " open" : "";
        return "<details%s>\n<summary>Epoch by epoch</summary>\n%s</details>\n".formatted(open, table);
    }

    private static List<String> cells(History.Row epoch) {
        return List.of(
                Integer.toString(epoch.epoch()),
                String.format(Locale.ROOT, "%.4g", epoch.rate()),
                loss(epoch.trainLoss()),
                TrainingCurves.percent(epoch.trainAccuracy()),
                loss(epoch.testLoss()),
                TrainingCurves.percent(epoch.testAccuracy()),
                whole(epoch.imagesPerSecond()),
                String.format(Locale.ROOT, "%.1f", epoch.seconds()));
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "%.4f", loss);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String code(String text) {
        return "<code>%s</code>".formatted(Page.escaped(text));
    }

    private static String link(String file) {
        return "<a href=\"%1$s\">%1$s</a>".formatted(Page.escaped(file));
    }

    private static String section(String title, String content) {
        return "<section>\n<h2>%s</h2>\n%s</section>\n".formatted(Page.escaped(title), content);
    }

    private static String part(String title, String content) {
        return "<h3>%s</h3>\n%s".formatted(title, content);
    }

    private static String pairs(String kind, List<Entry> entries, UnaryOperator<String> name) {
        return table(
                kind,
                List.of(),
                entries.stream()
                        .map(entry -> new Row("", List.of(name.apply(entry.name()), Page.escaped(entry.value()))))
                        .toList());
    }

    /** A line of a table; cells are HTML. */
    private record Row(String kind, List<String> cells) {
        String html(String element) {
            String opening = "<%s>".formatted(element);
            String closing = "</%s>".formatted(element);
            return cells.stream()
                    .collect(Collectors.joining(
                            closing + opening, "<tr class=\"%s\">".formatted(kind) + opening, closing + "</tr>\n"));
        }
    }

    private static String table(String kind, List<String> headings, List<Row> rows) {
        String heading = headings.isEmpty() ? "" : new Row("", headings).html("th");
        return rows.stream()
                .map(row -> row.html("td"))
                .collect(Collectors.joining("", "<table class=\"%s\">\n%s".formatted(kind, heading), "</table>\n"));
    }
}
