package io.resnet4j.cli;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.training.History;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Score;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.training.TrainingPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A residual net and its plain twin, which learn the digits at the same time, a thread each. */
final class DemoTraining {
    private final Path folder;
    private final int epochs;
    private final StatusLine line;
    private final List<Net> nets;
    private volatile boolean stopping;

    /** A net that learns, and how far it is. */
    private static final class Net {
        private final String name;
        private final String model;
        private volatile long steps;
        private volatile long allSteps = 1;
        private volatile String tested = "";

        Net(String name, String model) {
            this.name = name;
            this.model = model;
        }
    }

    DemoTraining(PrintWriter err, Path folder, int epochs) {
        this.folder = folder;
        this.epochs = epochs;
        line = new StatusLine(err, Terminal.ERR);
        nets = List.of(new Net("residual", "resnet44"), new Net("plain", "plain44"));
    }

    /** Trains both; the residual one comes first. Where one fails the other stops too. */
    List<RunRecord> run() throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(nets.size());
        try {
            ExecutorCompletionService<RunRecord> service = new ExecutorCompletionService<>(threads);
            List<Future<RunRecord>> futures =
                    nets.stream().map(net -> service.submit(task(net))).toList();
            List<RunRecord> runs = new ArrayList<>();
            for (int i = 0; i < futures.size(); i++) {
                service.take().get(); // whichever ends first, so that a failure shows at once
            }
            for (Future<RunRecord> future : futures) {
                runs.add(future.get());
            }
            return runs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while two nets were trained", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            line.end();
            stopping = true;
            threads.shutdown();
        }
    }

    /** As an exception that this class throws, or thrown as what it is: a defect. */
    static IOException failure(Throwable cause) {
        if (cause instanceof RuntimeException defect) {
            throw defect;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    }

    private Callable<RunRecord> task(Net net) {
        return () -> train(net);
    }

    private RunRecord train(Net net) throws IOException, LossNotFiniteException {
        Recipe recipe = Recipe.builder()
                .recipe("digits")
                .option("data", "digits")
                .option("model", net.model)
                .option("epochs", Integer.toString(epochs))
                .option("threads", "1")
                .build();
        Path path = folder.resolve(net.name);
        try (TrainingData data = TrainingData.of(recipe);
                RunFolder run = RunFolder.create(path)) {
            TrainingJob job = TrainingJob.fromScratch(recipe, data, new PillowDecoder());
            try (Training training = Training.start(new LibtorchEngine(), job, run)) {
                net.allSteps = training.length().steps();
                History history = training.run(new Follower(net, training)).history();
                // The digits lie in memory: they can be read when the data are closed.
                return new RunRecord(net.name, job, training.description(), history, path);
            }
        }
    }

    /** Tells one of the two bars what a run tells. */
    private final class Follower implements Training.Listener {
        private final Net net;
        private final Training training;

        Follower(Net net, Training training) {
            this.net = net;
            this.training = training;
        }

        @Override
        public void stepped(TrainingPosition position, Score batch) {
            net.steps = position.steps();
            draw();
            if (stopping) {
                training.stop();
            }
        }

        @Override
        public void epochEnded(History.Row row) {
            net.tested = TrainingCurves.percent(row.testAccuracy());
            if (!line.isTerminal()) {
                synchronized (line) {
                    line.say("%-8s  epoch %2d/%d: held out %s".formatted(net.name, row.epoch(), epochs, net.tested));
                }
            }
        }
    }

    private void draw() {
        if (line.isTerminal()) {
            synchronized (line) {
                line.draw(bar(nets.get(0), "   " + bar(nets.get(1), "").text()));
            }
        }
    }

    private static StatusLine.Bar bar(Net net, String after) {
        return new StatusLine.Bar(net.name + " ", 12, net.steps, net.allSteps, "%-7s%s".formatted(net.tested, after));
    }
}
