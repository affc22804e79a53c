package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Images in, labels out: a model that an engine runs. Safe for use by many threads; {@link #close} frees what the engine
 * holds.
 *
 * <pre class="java">{@code
 * import io.resnet4j.image.PillowDecoder;
 * import io.resnet4j.inference.*;
 * import io.resnet4j.onednn.OneDnnEngine;
 * import io.resnet4j.vision.Image;
 * import io.resnet4j.weights.Model;
 * import java.nio.file.*;
 *
 * try (Model model = Model.open(Path.of("resnet50.safetensors"));
 *         Classifier classifier = Classifier.open(new OneDnnEngine(), model, SessionOptions.defaults())) {
 *     Image photo = new PillowDecoder().decode(Files.readAllBytes(Path.of("photo.jpg")), "photo.jpg");
 *     classifier.classify(photo).top(5).forEach(System.out::println);
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {
    private final Session session;
    private final Preprocessing preprocessing;
    private final Labels labels;

    private Classifier(Session session, Preprocessing preprocessing, Labels labels) {
        this.session = session;
        this.preprocessing = preprocessing;
        this.labels = labels;
    }

    /**
     * Reads the model's weights into the engine. The model may be closed afterwards.
     *
     * @throws IllegalArgumentException when images as the model's preprocessing makes them do not pass through its network
     */
    public static Classifier open(Engine engine, Model model, SessionOptions options) throws IOException {
        int side = model.preprocessing().crop();
        model.network().shapes(Shape.of(model.network().channels(), side, side));
        Session session = engine.open(model.network(), model.weights(), options);
        return new Classifier(session, model.preprocessing(), model.labels());
    }

    /** The names of the classes, in the order of the logits. */
    public Labels labels() {
        return labels;
    }

    /** How an image becomes the input of the network. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /**
     * Decodes the bytes of an image file and prepares the pixels. Needs no engine, so that many threads can do it at once.
     *
     * @param name the file as the user knows it, for messages
     * @throws ImageException when the bytes cannot be decoded, or the image has an impossible shape
     */
    public Image prepare(ImageDecoder decoder, byte[] file, String name) throws ImageException {
        return preprocessing.apply(decoder, file, name);
    }

    /** Prepares one image and classifies it. */
    public Classification classify(Image image) {
        return classifyPrepared(List.of(prepare(image))).get(0);
    }

    /** The square of pixels that the network sees of an image. */
    public Image prepare(Image image) {
        return preprocessing.apply(image);
    }

    /** Classifies images that {@link #prepare} made, as one batch. */
    public List<Classification> classifyPrepared(List<Image> prepared) {
        Outputs outputs = session.run(Batch.of(prepared, preprocessing.normalization()));
        List<Classification> results = new ArrayList<>();
        for (int i = 0; i < prepared.size(); i++) {
            results.add(new Classification(outputs.logits(i), labels));
        }
        return results;
    }

    @Override
    public void close() {
        session.close();
    }
}
