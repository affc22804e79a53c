package io.resnet4j.io;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A folder where published files are kept once they were downloaded. A file is in it whole and verified, or not at all: it
 * arrives as {@code NAME.part}, and {@code NAME.sha256} says that it was verified, so that a later start does not read all
 * of it again. Several threads and processes may share a folder.
 *
 * <p>Immutable: each {@code with} returns another. Only {@link #get} ever uses the network.
 */
public final class DownloadCache {
    private final Path folder;
    private final Optional<Mirror> mirror;
    private final boolean offline;
    private final DownloadSettings settings;
    private final DownloadListener listener;

    /**
     * A file that someone published.
     *
     * @param id what a user calls it
     * @param url an address that ends with the name of the file
     * @param sha256 how the SHA-256 of its content begins: 8 to 64 digits in lower case
     * @param limit more bytes than it can have
     */
    public record Published(String id, URI url, String sha256, long limit) {
        /** The name of the file. */
        public String file() {
            String path = url.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** What stands in place of a server: addresses that begin with {@code server} are looked up at {@code url}. */
    private record Mirror(String server, URI url) {}

    private DownloadCache(
            Path folder,
            Optional<Mirror> mirror,
            boolean offline,
            DownloadSettings settings,
            DownloadListener listener) {
        this.folder = folder;
        this.mirror = mirror;
        this.offline = offline;
        this.settings = settings;
        this.listener = listener;
    }

    /** A cache in {@code folder}, which is made when something is to be put there. */
    public static DownloadCache in(Path folder) {
        return new DownloadCache(folder, Optional.empty(), false, DownloadSettings.defaults(), DownloadListener.SILENT);
    }

    /**
     * The user's cache, as the environment has it: {@code folder} in {@code RESNET4J_HOME}, else in the folder for caches
     * that the system has ({@code $XDG_CACHE_HOME/resnet4j}, {@code ~/.cache/resnet4j}); {@code RESNET4J_OFFLINE} as
     * {@link #offline}, unless it is empty, 0 or false.
     */
    public static DownloadCache ofEnvironment(Map<String, String> environment, String folder) {
        Path home = CacheFolder.of(environment, System.getProperty("os.name"), System.getProperty("user.home"));
        String offline = environment.getOrDefault("RESNET4J_OFFLINE", "");
        boolean online = offline.isBlank() || offline.equals("0") || offline.equalsIgnoreCase("false");
        DownloadCache cache = in(home.resolve(folder));
        return online ? cache : cache.offline();
    }

    /**
     * With another server in place of {@code server}. Addresses that do not begin with it are not changed.
     *
     * @throws IllegalArgumentException when {@code address} is no {@code http} or {@code https} address
     */
    public DownloadCache withMirror(String server, String address) {
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
        return new DownloadCache(folder, Optional.of(new Mirror(server, url)), offline, settings, listener);
    }

    /** One in another folder. */
    public DownloadCache withFolder(Path other) {
        return new DownloadCache(other, mirror, offline, settings, listener);
    }

    /** One that never uses the network. */
    public DownloadCache offline() {
        return new DownloadCache(folder, mirror, true, settings, listener);
    }

    /** More or less patient. */
    public DownloadCache withSettings(DownloadSettings other) {
        return new DownloadCache(folder, mirror, offline, other, listener);
    }

    /** With someone who is told of downloads. */
    public DownloadCache withListener(DownloadListener other) {
        return new DownloadCache(folder, mirror, offline, settings, other);
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /** Where a file is or will be. */
    public Path path(Published file) {
        return folder.resolve(file.file());
    }

    /** Whether there is such a file, whatever its content: {@link #get} and {@link #verify} look into it. */
    public boolean has(Published file) {
        return Files.isRegularFile(path(file));
    }

    /**
     * A file, proven to be the published one; downloads it when it is not here.
     *
     * @throws DownloadException when it is not here and does not come, or what is here has other content
     */
    public Path get(Published published) throws IOException {
        Path file = path(published);
        if (has(published)) {
            return verified(published, file);
        }
        if (offline) {
            throw new DownloadException(
                    DownloadException.Reason.OFFLINE,
                    file.toString(),
                    "%s is not here, and downloads are switched off; switch them on, or bring the file from %s by other means"
                            .formatted(published.id(), url(published)));
        }
        Files.createDirectories(folder);
        try (FileGuard guard = FileGuard.of(file, () -> listener.waiting(file))) {
            if (has(published)) {
                return verified(published, file); // another process was faster
            }
            Download.Wanted wanted = new Download.Wanted(url(published), published.sha256(), published.limit());
            String sha256 = new Download(settings).fetch(wanted, file, listener);
            remember(file, sha256);
            return file;
        }
    }

    /**
     * Reads the whole file and returns its SHA-256, which {@link Published#sha256} begins or not.
     *
     * @throws java.nio.file.NoSuchFileException when it is not here
     */
    public String verify(Published published) throws IOException {
        Path file = path(published);
        String sha256 = Sha256.of(file);
        if (sha256.startsWith(published.sha256())) {
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

    private Path verified(Published published, Path file) throws IOException {
        Optional<String> remembered = Fingerprint.remembered(file);
        String sha256 = remembered.isPresent() ? remembered.get() : verify(published);
        if (!sha256.startsWith(published.sha256())) {
            throw new DownloadException(
                    DownloadException.Reason.WRONG_CONTENT,
                    file.toString(),
                    "this is not %s: its SHA-256 should begin with %s and is %s; delete the file, and it is downloaded again"
                            .formatted(published.id(), published.sha256(), sha256));
        }
        return file;
    }

    /** Where a file is downloaded from: a mirror perhaps. */
    public URI url(Published published) {
        String url = published.url().toString();
        return mirror.filter(other -> url.startsWith(other.server()))
                .map(other -> other.url().resolve(url.substring(other.server().length())))
                .orElse(published.url());
    }
}
