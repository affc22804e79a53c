package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
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
    private final Kind kind;
    private final Optional<URI> mirror;
    private final boolean offline;
    private final DownloadSettings settings;
    private final DownloadListener listener;

    /**
     * What a cache is for, and what its messages tell a user to do.
     *
     * @param name what is kept in it, which is also what its folder is called: {@code weights}
     * @param server how the addresses begin for which a mirror stands in
     * @param mirrorVariable the variable of the environment that names a mirror
     * @param folderOption what names another folder, as a clause
     */
    public record Kind(String name, String server, String mirrorVariable, String folderOption) {}

    /**
     * A file that someone published.
     *
     * @param id what a user calls it
     * @param url where it is
     * @param file its name there, the last part of the path
     * @param kept its name in a cache: the same where no two files have one name, else with digits of its SHA-256
     * @param checksums what its content is known by
     * @param limit the most bytes that it may have
     */
    public record Published(String id, URI url, String file, String kept, Checksums checksums, long limit) {
        /** Whether a SHA-256 that was noted is that of this file: nobody notes it of one whose MD5 was wrong. */
        private boolean isNoted(String digits) {
            return digits.startsWith(checksums.sha256());
        }
    }

    private DownloadCache(
            Path folder,
            Kind kind,
            Optional<URI> mirror,
            boolean offline,
            DownloadSettings settings,
            DownloadListener listener) {
        this.folder = folder;
        this.kind = kind;
        this.mirror = mirror;
        this.offline = offline;
        this.settings = settings;
        this.listener = listener;
    }

    /** A cache in {@code folder}, which is made when something is to be put there. */
    public static DownloadCache in(Path folder, Kind kind) {
        return new DownloadCache(
                folder, kind, Optional.empty(), false, DownloadSettings.defaults(), DownloadListener.SILENT);
    }

    /**
     * The user's cache, as the environment has it: the kind's folder in {@code RESNET4J_HOME}, else in the folder for
     * caches that the system has ({@code $XDG_CACHE_HOME/resnet4j}, {@code ~/.cache/resnet4j}); the kind's variable as
     * {@link #withMirror}; {@code RESNET4J_OFFLINE} as {@link #offline}, unless it is empty, 0 or false.
     *
     * @throws IllegalArgumentException when the mirror is no address
     */
    public static DownloadCache ofEnvironment(Map<String, String> environment, Kind kind) {
        Path home = CacheFolder.of(environment, System.getProperty("os.name"), System.getProperty("user.home"));
        DownloadCache cache = in(home.resolve(kind.name()), kind);
        String mirror = environment.getOrDefault(kind.mirrorVariable(), "");
        String offline = environment.getOrDefault("RESNET4J_OFFLINE", "");
        if (!mirror.isBlank()) {
            cache = cache.withMirror(mirror);
        }
        return offline.isBlank() || offline.equals("0") || offline.equalsIgnoreCase("false") ? cache : cache.offline();
    }

    /**
     * With another server in place of the kind's. Addresses that do not begin with that are not changed.
     *
     * @throws IllegalArgumentException when it is no {@code http} or {@code https} address
     */
    public DownloadCache withMirror(String address) {
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
        return new DownloadCache(folder, kind, Optional.of(url), offline, settings, listener);
    }

    private static IllegalArgumentException noMirror(String address, URISyntaxException cause) {
        return new IllegalArgumentException(
                "the mirror '%s' is no address of a server; write https://HOST/PATH/, and nothing behind it"
                        .formatted(PublicAddress.of(address)),
                cause);
    }

    /** One in another folder. */
    public DownloadCache withFolder(Path other) {
        return new DownloadCache(other, kind, mirror, offline, settings, listener);
    }

    /** One that never uses the network. */
    public DownloadCache offline() {
        return new DownloadCache(folder, kind, mirror, true, settings, listener);
    }

    /** More or less patient. */
    public DownloadCache withSettings(DownloadSettings other) {
        return new DownloadCache(folder, kind, mirror, offline, other, listener);
    }

    /** With someone who is told of downloads. */
    public DownloadCache withListener(DownloadListener other) {
        return new DownloadCache(folder, kind, mirror, offline, settings, other);
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /**
     * Where a file is or will be: under the name that it is kept by. One that is here as it was published is taken as
     * well, once its content was found to be right.
     */
    public Path path(Published published) {
        Path kept = folder.resolve(published.kept());
        Path asPublished = folder.resolve(published.file());
        boolean isIt = !Files.isRegularFile(kept)
                && Fingerprint.remembered(asPublished)
                        .filter(published::isNoted)
                        .isPresent();
        return isIt ? asPublished : kept;
    }

    /** The same, of a file that nothing was noted of yet too. */
    private Path located(Published published) throws IOException {
        Path file = path(published);
        Path asPublished = folder.resolve(published.file());
        if (Files.isRegularFile(file) || !Files.isRegularFile(asPublished)) {
            return file;
        }
        return published.isNoted(sha256(asPublished)) ? asPublished : file;
    }

    /** Whether there is such a file, whatever its content: {@link #get} and {@link #verify} look into it. */
    public boolean has(Published published) {
        return Files.isRegularFile(path(published));
    }

    /**
     * A file, proven to be the published one; downloads it when it is not here.
     *
     * @throws DownloadException when it is not here and does not come, or what is here has other content
     */
    public Path get(Published published) throws IOException {
        Path file = located(published);
        if (Files.isRegularFile(file)) {
            return verified(published, file);
        }
        if (offline) {
            throw new DownloadException(
                    Reason.OFFLINE,
                    file.toString(),
                    "%s is not here, and downloads are switched off; switch them on, or bring the file from %s by other means"
                            .formatted(published.id(), PublicAddress.of(url(published))));
        }
        try {
            Files.createDirectories(folder);
            return download(published, file);
        } catch (FileSystemException e) {
            throw new DownloadException(
                    Reason.UNWRITABLE,
                    folder.toString(),
                    "%s cannot be kept in this folder (%s); name another with %s, or make it writable"
                            .formatted(kind.name(), obstacle(e), kind.folderOption()),
                    e);
        }
    }

    private Path download(Published published, Path file) throws IOException {
        try (FileGuard guard = FileGuard.of(file, () -> listener.waiting(file))) {
            if (has(published)) {
                return verified(published, file); // another process was faster
            }
            Download.Wanted wanted = new Download.Wanted(url(published), published.checksums(), published.limit());
            remember(file, new Download(settings).fetch(wanted, file, listener));
            return file;
        } catch (DownloadException e) {
            throw e.reason() == Reason.UNREACHABLE
                    ? e.withRemedy(
                            "a mirror is named with %s or --mirror; without a network, bring the file to %s by other means, with which RESNET4J_OFFLINE=1 or --offline works too"
                                    .formatted(kind.mirrorVariable(), file))
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
     * Reads the whole file and returns its SHA-256, which that of {@link Published#checksums} begins or not.
     *
     * @throws java.nio.file.NoSuchFileException when it is not here
     */
    public String verify(Published published) throws IOException {
        return hashed(published, located(published)).sha256();
    }

    /** Reads all of a file, and notes what it holds if it is the published one. */
    private static HashedFile hashed(Published published, Path file) throws IOException {
        HashedFile hashed = HashedFile.of(file, published.checksums());
        if (published.checksums().difference(hashed).isEmpty()) {
            remember(file, hashed);
        } else if (takesNotes(file)) {
            Fingerprint.forget(file);
        }
        return hashed;
    }

    private static void remember(Path file, HashedFile hashed) throws IOException {
        if (takesNotes(file)) {
            Fingerprint.remember(file, hashed);
        }
    }

    /** What a file holds, whosever it is: of one that two publishers have a name for, one asks in vain every time. */
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

    private static Path verified(Published published, Path file) throws IOException {
        if (Fingerprint.remembered(file).filter(published::isNoted).isEmpty()) {
            HashedFile hashed = hashed(published, file);
            Optional<String> difference = published.checksums().difference(hashed);
            if (difference.isPresent()) {
                throw new DownloadException(
                        Reason.WRONG_CONTENT,
                        file.toString(),
                        "this is not %s: %s; delete the file, and it is downloaded again"
                                .formatted(published.id(), difference.get()));
            }
        }
        return file;
    }

    /** Where a file is downloaded from: a mirror perhaps. */
    public URI url(Published published) {
        String url = published.url().toString();
        return mirror.isPresent() && url.startsWith(kind.server())
                ? mirror.get().resolve(url.substring(kind.server().length()))
                : published.url();
    }
}
