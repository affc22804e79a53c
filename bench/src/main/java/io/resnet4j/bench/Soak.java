package io.resnet4j.bench;

import io.resnet4j.cli.SoakPicture;
import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.io.Processor;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Formula;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;

/**
 * How much of the machine's memory the process takes beside the heap, while four callers call two lanes with batches of three shapes, and
 * while sessions are opened and closed. {@code Soak CALLS SESSIONS FILE.svg}
 */
public final class Soak {
    private static final int CALLERS = 4;
    private static final int SAMPLES = 100;

    private final Engine engine = new OneDnnEngine();
    private final Network network = Catalogue.named("resnet20").network();
    private final List<Batch> batches = new ArrayList<>();

    private Soak() {
        for (int side : new int[] {24, 32, 40}) {
            Shape image = Shape.of(3, side, side);
            batches.add(Batch.of(image, Formula.images("input", side / 8, image)));
        }
    }

    public static void main(String[] arguments) throws Exception {
        int calls = Integer.parseInt(arguments[0]);
        int sessions = Integer.parseInt(arguments[1]);
        Soak soak = new Soak();
        System.out.printf(
                "%s, %s, Java %s, %s%n",
                Processor.name(), soak.engine.description(), Runtime.version(), LocalDate.now());
        List<Double> running = soak.running(calls);
        List<Double> opening = soak.opening(sessions);
        report(calls, "calls", running);
        report(sessions, "sessions opened and closed", opening);
        SoakPicture picture = new SoakPicture();
        picture.add("%,d calls".formatted(calls), running);
        picture.add("%,d sessions opened and closed".formatted(sessions), opening);
        Files.writeString(Path.of(arguments[2]), picture.svg());
    }

    /** The megabytes that came on top, sample by sample, after the first tenth, in which all is allocated that is kept. */
    private static void report(int count, String what, List<Double> megabytes) {
        double end = megabytes.get(megabytes.size() - 1);
        double most = megabytes.stream().max(Double::compare).orElseThrow();
        System.out.printf(
                "%,d %s: %.2f MB at the end, %.2f MB at most, %.3f MB per 1,000%n",
                count, what, end, most, 1000 * end / (0.9 * count));
    }

    private List<Double> running(int calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        SessionOptions options = SessionOptions.latency().withLanes(2).withThreads(1);
        try (Session session = engine.open(network, new Formula(), options)) {
            return sample(() -> {
                List<Future<?>> running = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    running.add(callers.submit(() -> {
                        for (int i = 0; i < calls / SAMPLES / CALLERS; i++) {
                            session.run(batches.get(i % batches.size()));
                        }
                    }));
                }
                for (Future<?> caller : running) {
                    caller.get();
                }
            });
        } finally {
            callers.shutdown();
        }
    }

    private List<Double> opening(int sessions) throws Exception {
        SessionOptions options = SessionOptions.latency().withThreads(1);
        return sample(() -> {
            for (int i = 0; i < sessions / SAMPLES; i++) {
                openRunAndClose(options);
            }
        });
    }

    private void openRunAndClose(SessionOptions options) throws IOException {
        try (Session session = engine.open(network, new Formula(), options)) {
            session.run(batches.get(0));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static List<Double> sample(Work hundredth) throws Exception {
        List<Double> megabytes = new ArrayList<>();
        double start = 0;
        for (int i = 0; i < SAMPLES; i++) {
            hundredth.run();
            double now = besideTheHeap();
            if (i < SAMPLES / 10) {
                start = now;
            } else {
                megabytes.add(now - start);
            }
        }
        return megabytes;
    }

    /** What is resident, without the heap, which the bench has touched as a whole before. */
    private static double besideTheHeap() {
        System.gc();
        return (Pointer.physicalBytes() - Runtime.getRuntime().totalMemory()) / 1e6;
    }
}
