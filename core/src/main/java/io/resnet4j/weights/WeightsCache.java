package io.resnet4j.weights;

import io.resnet4j.io.Download;
import io.resnet4j.io.DownloadException;
import io.resnet4j.io.DownloadListener;
import io.resnet4j.io.DownloadSettings;
import io.resnet4j.io.FileGuard;
import io.resnet4j.io.HashedFile;
import io.resnet4j.io.PublicAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
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
    /** More than any network of the family has, whatever an entry says or does not say. */
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
        URI url;
        try {
            url = new URI(address.endsWith("/") ? address : address + "/");
        } catch (URISyntaxException e) {
            throw noMirror(address, e);
        }
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the address of the mirror holds a name or password, which messages would show; leave it out");
        }
        if (!web || url.getHost() == null || url.getPort() > 65_535 || url.getQuery() != null) {
            throw noMirror(address, null);
        }
        return new WeightsCache(folder, Optional.of(url), offline, settings, listener);
    }

    private static IllegalArgumentException noMirror(String address, URISyntaxException cause) {
        return new IllegalArgumentException(
                "the mirror '%s' is no address of a server; write https://HOST/PATH/, and nothing behind it"
                        .formatted(PublicAddress.of(address)),
                cause);
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

    /**
     * Where the file of these weights is or will be: under its own name, which has digits of its SHA-256
     * ({@code ours-1a2b3c4d.pth}), as registries may have one name for two files. A file that is here as it was published
     * ({@code ours.pth}) is taken as well, once its content was found to be right.
     */
    public Path path(PublishedWeights weights) {
        Path file = folder.resolve(weights.cachedFile());
        Path published = folder.resolve(weights.file());
        boolean asPublished = !Files.isRegularFile(file)
                && Fingerprint.remembered(published)
                        .filter(sha256 -> sha256.startsWith(weights.sha256()))
                        .isPresent();
        return asPublished ? published : file;
    }

    /** The same, of a file that nothing was noted of yet too. */
    private Path located(PublishedWeights weights) throws IOException {
        Path file = path(weights);
        Path published = folder.resolve(weights.file());
        if (Files.isRegularFile(file) || !Files.isRegularFile(published)) {
            return file;
        }
        return sha256(published).startsWith(weights.sha256()) ? published : file;
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
        Path file = located(weights);
        if (Files.isRegularFile(file)) {
            return verified(weights, file);
        }
        if (offline) {
            throw new DownloadException(
                    DownloadException.Reason.OFFLINE,
                    file.toString(),
                    "%s is not here, and downloads are switched off; switch them on, or bring the file from %s by other means"
                            .formatted(weights.id(), PublicAddress.of(url(weights))));
        }
        try {
            Files.createDirectories(folder);
            return download(weights, file);
        } catch (FileSystemException e) {
            throw new DownloadException(
                    DownloadException.Reason.UNWRITABLE,
                    folder.toString(),
                    "weights cannot be kept in this folder (%s); name another with RESNET4J_HOME, or make it writable"
                            .formatted(obstacle(e)),
                    e);
        }
    }

    private Path download(PublishedWeights weights, Path file) throws IOException {
        try (FileGuard guard = FileGuard.of(file, () -> listener.waiting(file))) {
            if (has(weights)) {
                return verified(weights, file); // another process was faster
            }
            Download.Wanted wanted = new Download.Wanted(url(weights), weights.sha256(), limit(weights));
            remember(file, new Download(settings).fetch(wanted, file, listener));
            return file;
        } catch (DownloadException e) {
            boolean unreachable = e.reason() == DownloadException.Reason.UNREACHABLE;
            throw unreachable
                    ? e.withRemedy(
                            "a mirror is named with RESNET4J_MIRROR or --mirror; without a network, bring the file to %s by other means, with which RESNET4J_OFFLINE=1 or --offline works too"
                                    .formatted(file))
                    : e;
        }
    }

    /** The first folder on the way that is none, or what the system says. */
    private String obstacle(FileSystemException failure) {
        for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                return path + " is a file";
            }
        }
        return failure.getMessage();
    }

    /**
     * Reads the whole file of these weights and returns its SHA-256, which {@link PublishedWeights#sha256} begins or not.
     *
     * @throws java.nio.file.NoSuchFileException when it is not here
     */
    public String verify(PublishedWeights weights) throws IOException {
        Path file = located(weights);
        HashedFile hashed = HashedFile.of(file);
        if (hashed.sha256().startsWith(weights.sha256())) {
            remember(file, hashed);
        } else if (takesNotes(file)) {
            Fingerprint.forget(file);
        }
        return hashed.sha256();
    }

    private static void remember(Path file, HashedFile hashed) throws IOException {
        if (takesNotes(file)) {
            Fingerprint.remember(file, hashed);
        }
    }

    /** What a file holds, whosever it is: of one that two registries have a name for, one asks in vain every time. */
    private static String sha256(Path file) throws IOException {
        Optional<String> remembered = Fingerprint.remembered(file);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        HashedFile hashed = HashedFile.of(file);
        remember(file, hashed);
        return hashed.sha256();
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
                .map(figures -> Math.min(ANY_SIZE, (long) ((figures.mebibytes() * 1.1 + 1) * (1 << 20))))
                .orElse(ANY_SIZE);
    }
}
