package io.resnet4j.weights;

import io.resnet4j.io.Checksums;
import io.resnet4j.io.DownloadCache;
import io.resnet4j.io.DownloadCache.Kind;
import io.resnet4j.io.DownloadCache.Published;
import io.resnet4j.io.DownloadException;
import io.resnet4j.io.DownloadListener;
import io.resnet4j.io.DownloadSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The folder where published weights are kept once they were downloaded, which {@link DownloadCache} describes.
 *
 * <p>Immutable: each {@code with} returns another. Asking for published weights is all that ever uses the network.
 */
public final class WeightsCache {
    private static final String TORCHVISIONS = "https://download.pytorch.org/models/";
    private static final Kind KIND = new Kind("weights", TORCHVISIONS, "RESNET4J_MIRROR", "RESNET4J_HOME");
    /** More than any network of the family has, whatever an entry says or does not say. */
    private static final long ANY_SIZE = 8L << 30;

    private final DownloadCache files;

    private WeightsCache(DownloadCache files) {
        this.files = files;
    }

    /** A cache in {@code folder}, which is made when something is to be put there. */
    public static WeightsCache in(Path folder) {
        return new WeightsCache(DownloadCache.in(folder, KIND));
    }

    /**
     * The user's cache, {@code weights} as {@link DownloadCache#ofEnvironment} has it, with {@code RESNET4J_MIRROR} as
     * {@link #withMirror}.
     *
     * @throws IllegalArgumentException when the mirror is no address
     */
    public static WeightsCache ofEnvironment() {
        return ofEnvironment(System.getenv());
    }

    static WeightsCache ofEnvironment(Map<String, String> environment) {
        return new WeightsCache(DownloadCache.ofEnvironment(environment, KIND));
    }

    /**
     * With another server in place of {@value #TORCHVISIONS}. Addresses that do not begin so are not changed.
     *
     * @throws IllegalArgumentException when it is no {@code http} or {@code https} address
     */
    public WeightsCache withMirror(String address) {
        return new WeightsCache(files.withMirror(address));
    }

    /** One that never uses the network. */
    public WeightsCache offline() {
        return new WeightsCache(files.offline());
    }

    /** More or less patient. */
    public WeightsCache withSettings(DownloadSettings other) {
        return new WeightsCache(files.withSettings(other));
    }

    /** With someone who is told of downloads. */
    public WeightsCache withListener(DownloadListener other) {
        return new WeightsCache(files.withListener(other));
    }

    /** With its downloads changed. */
    public WeightsCache with(UnaryOperator<DownloadCache> change) {
        return new WeightsCache(change.apply(files));
    }

    /** Where the files are. */
    public Path folder() {
        return files.folder();
    }

    /**
     * Where the file of these weights is or will be: under its own name, which has digits of its SHA-256
     * ({@code ours-1a2b3c4d.pth}), as registries may have one name for two files. A file that is here as it was published
     * ({@code ours.pth}) is taken as well, once its content was found to be right.
     */
    public Path path(PublishedWeights weights) {
        return files.path(file(weights));
    }

    /** Whether there is a file of these weights, whatever its content: {@link #get} and {@link #verify} look into it. */
    public boolean has(PublishedWeights weights) {
        return files.has(file(weights));
    }

    /**
     * The file of these weights, proven to be the published one; downloads it when it is not here.
     *
     * @throws DownloadException when it is not here and does not come, or what is here has other content
     */
    public Path get(PublishedWeights weights) throws IOException {
        return files.get(file(weights));
    }

    /**
     * Reads the whole file of these weights and returns its SHA-256, which {@link PublishedWeights#sha256} begins or not.
     *
     * @throws java.nio.file.NoSuchFileException when it is not here
     */
    public String verify(PublishedWeights weights) throws IOException {
        return files.verify(file(weights));
    }

    /** Where the file is downloaded from: a mirror perhaps. */
    URI url(PublishedWeights weights) {
        return files.url(file(weights));
    }

    private static Published file(PublishedWeights weights) {
        return new Published(
                weights.id(),
                weights.url(),
                weights.file(),
                weights.cachedFile(),
                Checksums.of(weights.sha256()),
                limit(weights));
    }

    /** A tenth and a mebibyte more than published, whose size is rounded. */
    private static long limit(PublishedWeights weights) {
        return weights.figures()
                .map(figures -> Math.min(ANY_SIZE, (long) ((figures.mebibytes() * 1.1 + 1) * (1 << 20))))
                .orElse(ANY_SIZE);
    }
}
