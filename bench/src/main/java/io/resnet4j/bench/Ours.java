package io.resnet4j.bench;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Shape;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Formula;
import java.io.IOException;

/** Our engine, from floats in Java's memory to logits in Java's memory. */
final class Ours implements Contender {
    private static final Shape IMAGE = Shape.of(3, 224, 224);

    private final Session session;
    private final Batch batch;

    Ours(Setup setup) throws IOException {
        Engine engine = new OneDnnEngine();
        SessionOptions options =
                SessionOptions.latency().withThreads(setup.threads()).withPrecision(setup.precision());
        batch = Batch.of(IMAGE, Formula.images("input", setup.batch(), IMAGE));
        session = engine.open(Catalogue.named(setup.model()).network(), new Formula(), options);
    }

    @Override
    public String name() {
        return "resnet4j";
    }

    @Override
    public float[] logits() {
        return session.run(batch).logits().nchw();
    }

    @Override
    public double medianMillis(double seconds) throws IOException {
        return Statistics.medianMillis(seconds, () -> session.run(batch));
    }

    @Override
    public void close() {
        session.close();
    }
}
