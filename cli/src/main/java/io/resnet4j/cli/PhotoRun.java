package io.resnet4j.cli;

import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Pipeline;
import io.resnet4j.inference.Result;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Photo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Work on photos: all go through one pipeline, in their order, and those that are bad are listed when the others are done. */
final class PhotoRun {
    /** So many are done before a person asks how far it is. */
    private static final int FEW = 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Photo> photos;
    private final ImageDecoder decoder;
    private final int batchSize;
    private final SessionOptions options;

    /** What is done with a photo's result. */
    interface Results {
        void add(Photo photo, Result result) throws IOException;

        /** There is none; the user will be told on stderr. */
        default void addFailure(Photo photo, String error) throws IOException {}
    }

    PhotoRun(CommandSpec command, List<Photo> photos, ImageDecoder decoder, int batchSize, SessionOptions options) {
        out = command.commandLine().getOut();
        err = command.commandLine().getErr();
        this.photos = photos;
        this.decoder = decoder;
        this.batchSize = batchSize;
        this.options = options;
    }

    /** How the engine is to run that many photos. */
    SessionOptions options() {
        return options;
    }

    /** Does the work while {@code results} print to stdout, and returns the exit code. */
    int print(Classifier classifier, Results results) throws IOException {
        // Where they are seen they are progress enough.
        return run(classifier, new Printed(results), !Terminal.OUT);
    }

    /** Does the work while {@code results} go into files, and returns the exit code. */
    int save(Classifier classifier, Results results) throws IOException {
        return run(classifier, results, true);
    }

    private int run(Classifier classifier, Results results, boolean unseen) throws IOException {
        List<String> failures = new ArrayList<>();
        boolean shown = unseen && photos.size() >= FEW;
        try (Progress progress = shown ? new Progress(err, photos.size()) : Progress.none()) {
            Pipeline.of(classifier)
                    .withBatchSize(batchSize)
                    .withDecoders(options.cores())
                    .run(photos, decoder, new Sink(results, failures, progress));
        }
        out.flush();
        failures.forEach(failure -> err.println(Main.complaint(failure)));
        return failures.isEmpty() ? 0 : 1;
    }

    private final class Sink implements Pipeline.Sink<IOException> {
        private final Results results;
        private final List<String> failures;
        private final Progress progress;
        private int told;

        Sink(Results results, List<String> failures, Progress progress) {
            this.results = results;
            this.failures = failures;
            this.progress = progress;
        }

        @Override
        public void result(int index, Result result) throws IOException {
            Photo photo = photos.get(index);
            if (result.isFinite()) {
                results.add(photo, result);
                told++;
            } else {
                fail(photo, photo.name() + ": the answer is not a number; the weights must be damaged");
            }
        }

        @Override
        public void failed(int index, IOException cause) throws IOException {
            fail(photos.get(index), Main.message(cause));
        }

        private void fail(Photo photo, String error) throws IOException {
            failures.add(error);
            results.addFailure(photo, error);
            told++;
        }

        /** Not one by one: the first of a batch would seem to have taken all of its time. */
        @Override
        public void batchDone() {
            progress.step(told);
            told = 0;
        }
    }

    /** Ends the work when nobody reads any more, as behind {@code | head}. */
    private final class Printed implements Results {
        private final Results results;

        Printed(Results results) {
            this.results = results;
        }

        @Override
        public void add(Photo photo, Result result) throws IOException {
            results.add(photo, result);
            Stdout.check(out);
        }

        @Override
        public void addFailure(Photo photo, String error) throws IOException {
            results.addFailure(photo, error);
            Stdout.check(out);
        }
    }
}
