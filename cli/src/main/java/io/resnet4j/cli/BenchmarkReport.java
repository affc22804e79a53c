package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Profile.StepTime;
import io.resnet4j.inference.SessionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * How fast models ran, for people and for programs.
 *
 * @param engine what ran them
 */
record BenchmarkReport(String engine, List<BenchmarkFinding> findings) {
    void print(PrintWriter out) {
        out.println(engine);
        out.println();
        Table table = new Table(
                "MODEL",
                "PRECISION",
                "LANES",
                ">BATCH",
                ">IMAGES/S",
                ">GFLOP/S",
                ">P50 MS",
                ">P90 MS",
                ">P99 MS",
                ">CALLS");
        for (BenchmarkFinding finding : findings) {
            SessionOptions options = finding.options();
            table.row(
                    finding.network().name(),
                    options.precision().label(),
                    options.team(),
                    Integer.toString(finding.load().batch()),
                    decimals(1, finding.load().imagesPerSecond()),
                    decimals(0, finding.gigaflops()),
                    decimals(2, finding.load().millis(50)),
                    decimals(2, finding.load().millis(90)),
                    decimals(2, finding.load().millis(99)),
                    Integer.toString(finding.load().nanos().length));
        }
        table.print(out);
        findings.forEach(finding -> finding.profile().ifPresent(profile -> print(finding, profile, out)));
    }

    private static void print(BenchmarkFinding finding, Profile profile, PrintWriter out) {
        out.printf("%n%s: one lane alone, all its threads on each step%n%n", finding.name());
        Table table = new Table("STEP", "LAST NODE", "IMPLEMENTATION", ">MS", ">SHARE", ">GFLOP/S", ">OF PEAK");
        for (StepTime step : profile.steps()) {
            double gigaflops = finding.gigaflops(step);
            table.row(
                    step.step().node().name(),
                    step.step().output().name(),
                    step.implementation(),
                    decimals(3, 1e3 * step.seconds()),
                    decimals(1, 100 * step.seconds() / profile.seconds()) + " %",
                    gigaflops == 0 ? "" : decimals(0, gigaflops),
                    gigaflops == 0 || profile.peak().isEmpty()
                            ? ""
                            : decimals(0, 100 * gigaflops / peak(profile)) + " %");
        }
        table.print(out);
        out.println();
        out.printf(Locale.ROOT, "all steps   %.2f ms%n", 1e3 * profile.seconds());
        if (profile.peak().isPresent()) {
            out.printf(Locale.ROOT, "peak        %.0f GFLOP/s, a product of matrices in the cache%n", peak(profile));
        }
    }

    /** In billions of operations a second. */
    private static double peak(Profile profile) {
        return 2e-9 * profile.peak().orElseThrow();
    }

    private static String decimals(int count, double number) {
        return String.format(Locale.ROOT, "%,." + count + "f", number);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (BenchmarkFinding finding : findings) {
            SessionOptions options = finding.options();
            json.writeStartObject();
            json.writeStringField("model", finding.network().name());
            json.writeStringField("precision", options.precision().label());
            json.writeNumberField("lanes", options.lanes());
            json.writeNumberField("threads", options.threads());
            json.writeNumberField("batch", finding.load().batch());
            json.writeNumberField("imagesPerSecond", finding.load().imagesPerSecond());
            json.writeNumberField("gigaflops", finding.gigaflops());
            for (int percent : new int[] {50, 90, 99}) {
                json.writeNumberField("p" + percent + "Millis", finding.load().millis(percent));
            }
            json.writeNumberField("calls", finding.load().nanos().length);
            if (finding.profile().isPresent()) {
                write(finding, finding.profile().get(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(BenchmarkFinding finding, Profile profile, JsonGenerator json) throws IOException {
        if (profile.peak().isPresent()) {
            json.writeNumberField("peakGigaflops", peak(profile));
        }
        json.writeArrayFieldStart("steps");
        for (StepTime step : profile.steps()) {
            json.writeStartObject();
            json.writeStringField("node", step.step().node().name());
            json.writeStringField("output", step.step().output().name());
            json.writeStringField("implementation", step.implementation());
            json.writeNumberField("millis", 1e3 * step.seconds());
            json.writeNumberField("gigaflops", finding.gigaflops(step));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void write(Csv csv) throws IOException {
        csv.row(
                "model",
                "precision",
                "lanes",
                "threads",
                "batch",
                "imagesPerSecond",
                "gigaflops",
                "p50Millis",
                "p90Millis",
                "p99Millis",
                "calls");
        for (BenchmarkFinding finding : findings) {
            SessionOptions options = finding.options();
            csv.row(
                    finding.network().name(),
                    options.precision().label(),
                    options.lanes(),
                    options.threads(),
                    finding.load().batch(),
                    finding.load().imagesPerSecond(),
                    finding.gigaflops(),
                    finding.load().millis(50),
                    finding.load().millis(90),
                    finding.load().millis(99),
                    finding.load().nanos().length);
        }
    }
}
