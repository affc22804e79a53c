package io.resnet4j.weights;

import io.resnet4j.io.Download;
import io.resnet4j.io.DownloadException;
import io.resnet4j.io.DownloadListener;
import io.resnet4j.io.DownloadSettings;
import io.resnet4j.io.FileGuard;
import io.resnet4j.io.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder where published weights are kept once they were downloaded. A file is in it whole and verified, or not at
 * all: it arrives as {@code NAME.part}, and {@code NAME.sha256} says that it was verified, so that a later start does not
 * read all of it again. Several threads and processes may share a folder.
 *
 * <p>Immutable: each {@code with} returns another. Asking for published weights is all that ever uses the network.
 */
public final class WeightsCache {
    private static final String TORCHVISIONS = "https://download.pytorch.org/models/";
    /** More than any network of the family, for entries that do not say how large their file is. */
    private static final long ANY_SIZE = 8L << 30;

    private final Path folder;
    private final Optional<URI> mirror;
    private final boolean offline;
    private final DownloadSettings settings;
    private final DownloadListener listener;

    private WeightsCache(
            Path folder, Optional<URI> mirror, boolean offline, DownloadSettings settings, DownloadListener listener) {
        this.folder = folder;
        this.mirror = mirror;
        this.offline = offline;
        this.settings = settings;
        this.listener = listener;
    }

    /** A cache in {@code folder}, which is made when something is to be put there. */
    public static WeightsCache in(Path folder) {
        return new WeightsCache(folder, Optional.empty(), false, DownloadSettings.defaults(), DownloadListener.SILENT);
    }

    /**
     * The user's cache, as the environment has it: {@code weights} in {@code RESNET4J_HOME}, else in the folder for caches
     * that the system has ({@code $XDG_CACHE_HOME/resnet4j}, {@code ~/.cache/resnet4j}); {@code RESNET4J_MIRROR} as
     * {@link #withMirror}; {@code RESNET4J_OFFLINE} as {@link #offline}, unless it is empty, 0 or false.
     *
     * @throws IllegalArgumentException when the mirror is no address
     */
    public static WeightsCache ofEnvironment() {
        return ofEnvironment(System.getenv());
    }

    static WeightsCache ofEnvironment(Map<String, String> environment) {
        Path home = CacheFolder.of(environment, System.getProperty("os.name"), System.getProperty("user.home"));
        WeightsCache cache = in(home.resolve("weights"));
        String mirror = environment.getOrDefault("RESNET4J_MIRROR", "");
        String offline = environment.getOrDefault("RESNET4J_OFFLINE", "");
        if (!mirror.isBlank()) {
            cache = cache.withMirror(mirror);
        }
        return offline.isBlank() || offline.equals("0") || offline.equalsIgnoreCase("false") ? cache : cache.offline();
    }

    /**
     * With another server in place of {@value #TORCHVISIONS}. Addresses that do not begin so are not changed.
     *
     * @throws IllegalArgumentException when it is no {@code http} or {@code https} address
     */
    public WeightsCache withMirror(String address) {
        URI url = URI.create(address.endsWith("/") ? address : address + "/");
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the address of the mirror holds a name or password, which messages would show; leave it out");
        }
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "the mirror '%s' is no address of a server; write https://HOST/PATH/".formatted(address));
        }
        return new WeightsCache(folder, Optional.of(url), offline, settings, listener);
    }

    /** One that never uses the network. */
    public WeightsCache offline() {
        return new WeightsCache(folder, mirror, true, settings, listener);
    }

    /** More or less patient. */
    public WeightsCache withSettings(DownloadSettings other) {
        return new WeightsCache(folder, mirror, offline, other, listener);
    }

    /** With someone who is told of downloads. */
    public WeightsCache withListener(DownloadListener other) {
        return new WeightsCache(folder, mirror, offline, settings, other);
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /** Where the file of these weights is or will be. */
    public Path path(PublishedWeights weights) {
        return folder.resolve(weights.file());
    }

    /** Whether there is a file of these weights, whatever its content: {@link #get} and {@link #verify} look into it. */
    public boolean has(PublishedWeights weights) {
        return Files.isRegularFile(path(weights));
    }

    /**
     * The file of these weights, proven to be the published one; downloads it when it is not here.
     *
     * @throws DownloadException when it is not here and does not come, or what is here has other content
     */
    public Path get(PublishedWeights weights) throws IOException {
        Path file = path(weights);
        if (has(weights)) {
            return verified(weights, file);
        }
        if (offline) {
            throw new DownloadException(
                    DownloadException.Reason.OFFLINE,
                    file.toString(),
                    "%s is not here, and downloads are switched off; switch them on, or bring the file from %s by other means"
                            .formatted(weights.id(), url(weights)));
        }
        Files.createDirectories(folder);
        try (FileGuard guard = FileGuard.of(file, () -> listener.waiting(file))) {
            if (has(weights)) {
                return verified(weights, file); // another process was faster
            }
            Download.Wanted wanted = new Download.Wanted(url(weights), weights.sha256(), limit(weights));
            String sha256 = new Download(settings).fetch(wanted, file, listener);
            remember(file, sha256);
            return file;
        }
    }

    /**
     * Reads the whole file of these weights and returns its SHA-256, which {@link PublishedWeights#sha256} begins or not.
     *
     * @throws java.nio.file.NoSuchFileException when it is not here
     */
    public String verify(PublishedWeights weights) throws IOException {
        Path file = path(weights);
        String sha256 = Sha256.of(file);
        if (sha256.startsWith(weights.sha256())) {
            remember(file, sha256);
        } else if (takesNotes(file)) {
            Fingerprint.forget(file);
        }
        return sha256;
    }

    private static void remember(Path file, String sha256) throws IOException {
        if (takesNotes(file)) {
            Fingerprint.remember(file, sha256);
        }
    }

    /** A cache that others have filled may be read-only: its files are good all the same, and hashed each time. */
    private static boolean takesNotes(Path file) {
        return Files.isWritable(file.toAbsolutePath().getParent());
    }

    private Path verified(PublishedWeights weights, Path file) throws IOException {
        Optional<String> remembered = Fingerprint.remembered(file);
        String sha256 = remembered.isPresent() ? remembered.get() : verify(weights);
        if (!sha256.startsWith(weights.sha256())) {
            throw new DownloadException(
                    DownloadException.Reason.WRONG_CONTENT,
                    file.toString(),
                    "this is not %s: its SHA-256 should begin with %s and is %s; delete the file, and it is downloaded again"
                            .formatted(weights.id(), weights.sha256(), sha256));
        }
        return file;
    }

    /** Where the file is downloaded from: a mirror perhaps. */
    URI url(PublishedWeights weights) {
        String url = weights.url().toString();
        return mirror.isPresent() && url.startsWith(TORCHVISIONS)
                ? mirror.get().resolve(url.substring(TORCHVISIONS.length()))
                : weights.url();
    }

    /** A tenth and a mebibyte more than published, whose size is rounded. */
    private static long limit(PublishedWeights weights) {
        return weights.figures()
                .map(figures -> (long) ((figures.mebibytes() * 1.1 + 1) * (1 << 20)))
                .orElse(ANY_SIZE);
    }
}
