package io.resnet4j.inference;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    private final String embedding;

    private Classifier(Session session, Model model, String embedding) {
        this.session = session;
        preprocessing = model.preprocessing();
        labels = model.labels();
        this.embedding = embedding;
    }

    /**
     * Reads the model's weights into the engine. The model may be closed afterwards.
     *
     * @throws IllegalArgumentException when images as the model's preprocessing makes them do not pass through its network
     */
    public static Classifier open(Engine engine, Model model, SessionOptions options) throws IOException {
        int side = model.preprocessing().crop();
        model.network().shapes(Shape.of(model.network().channels(), side, side));
        String embedding = model.network().embedding().name(); // refuses a network without one
        Session session = engine.open(model.network(), model.weights(), options);
        return new Classifier(session, model, embedding);
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
        return run(image).classification();
    }

    /** The square of pixels that the network sees of an image. */
    public Image prepare(Image image) {
        return preprocessing.apply(image);
    }

    /** Classifies images that {@link #prepare} made, as one batch. */
    public List<Classification> classifyPrepared(List<Image> prepared) {
        return run(prepared).stream().map(Result::classification).toList();
    }

    /**
     * Prepares one image and returns its embedding: the features that the head would make logits of, one number a channel
     * of the last stage. Photos that look alike have embeddings that are close.
     *
     * @throws IllegalArgumentException when the classifier was not opened with {@code
     *     options.withTaps(model.network().embedding().name())}
     */
    public float[] embed(Image image) {
        return run(image).embedding();
    }

    /** Prepares one image and returns the values that {@link SessionOptions#withTaps} asked for, by the names it used. */
    public Map<String, Activation> features(Image image) {
        return run(image).features();
    }

    private Result run(Image image) {
        return run(List.of(prepare(image))).get(0);
    }

    /** All that comes of images that {@link #prepare} made, run as one batch. */
    public List<Result> run(List<Image> prepared) {
        Outputs outputs = session.run(Batch.of(prepared, preprocessing.normalization()));
        return IntStream.range(0, prepared.size())
                .mapToObj(i -> new Result(outputs.image(i), labels, embedding))
                .toList();
    }

    /** How many callers are served at a time. */
    public int lanes() {
        return session.lanes();
    }

    /** How the engine runs the model, in a line: engine, precision, lanes and threads. */
    public String description() {
        return session.description();
    }

    @Override
    public void close() {
        session.close();
    }
}
