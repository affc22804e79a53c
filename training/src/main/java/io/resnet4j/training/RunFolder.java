package io.resnet4j.training;

import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.MalformedFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a run, and what its files are called.
 *
 * <pre>
 *  config.yaml             the resolved settings
 *  provenance.json         with what the run was made
 *  history.csv             {@link History}
 *  last.ckpt.safetensors   the checkpoint from which the run goes on
 *  best.ckpt.safetensors   the same of the epoch with the best test
 *  model.safetensors       the weights, for everything but training
 *  report.html, curves.*   for people, by the command
 *  .lock                   kept open by who trains there
 * </pre>
 *
 * One process at a time trains in a folder; of one that was killed, the system gives the lock back.
 */
public final class RunFolder implements Closeable {
    private static final String LAST = "last.ckpt.safetensors";

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * The folder of a new run, which is made where there is none. What a run has left that took no step may be in it, such as one that
     * diverged at once, or was killed.
     *
     * @throws MalformedFileException when it has the files of a run already
     * @throws FileSystemException when it cannot be made, or somebody trains there
     */
    public static RunFolder create(Path path) throws IOException {
        if (!Files.isDirectory(path)) { // which may be a link, and those createDirectories refuses
            Files.createDirectories(path);
        }
        RunFolder folder = locked(path);
        try {
            folder.requireNoRun();
            folder.forgetStart();
            return folder;
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Looks whether a new run may begin in a folder, if it is there, and leaves everything as it is.
     *
     * @throws MalformedFileException when it has the files of a run already
     * @throws FileAlreadyExistsException when it is none
     */
    public static void requireNoRun(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        new RunFolder(path, null).requireNoRun(); // without the lock, as nothing is changed
    }

    private void requireNoRun() throws IOException {
        boolean wasBegun = Files.exists(configuration()); // the model is written after it, and the checkpoint last
        boolean hasStepped = !tookNoStep();
        List<Path> ofRun = new ArrayList<>(hasStepped ? List.of(last(), best()) : List.of(best()));
        if (!wasBegun) {
            ofRun.add(model());
        } else if (hasStepped) {
            ofRun.add(history());
        }
        for (Path file : ofRun) {
            if (Files.exists(file)) {
                throw new MalformedFileException(
                        path.toString(),
                        "it has a run already (%s); resume it, or name another folder".formatted(file.getFileName()));
            }
        }
    }

    private boolean tookNoStep() throws IOException {
        return Files.exists(last()) && TrainingCheckpoint.isOfStart(last());
    }

    /** Nothing is lost with a run that took no step. */
    private void forgetStart() throws IOException {
        if (tookNoStep()) {
            Files.deleteIfExists(
                    history()); // empty; the checkpoint after it, so that there is a run until nothing of it is left
            Files.delete(last());
        }
    }

    /**
     * The folder of a run that goes on.
     *
     * @throws MalformedFileException when there is no checkpoint to go on from
     * @throws FileSystemException when somebody trains there
     */
    public static RunFolder resume(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new MalformedFileException(path.toString(), "there is no such folder; name that of a run");
        }
        requireCheckpoint(path); // before any other folder gets a lock
        RunFolder folder = locked(path);
        try {
            requireCheckpoint(path); // whoever had the lock may have begun anew
            return folder;
        } catch (MalformedFileException e) {
            folder.close();
            throw e;
        }
    }

    private static void requireCheckpoint(Path path) throws MalformedFileException {
        if (!Files.exists(path.resolve(LAST))) {
            throw new MalformedFileException(
                    path.toString(),
                    "it has no %s to go on from; name the folder of a run, or train anew".formatted(LAST));
        }
    }

    /** With what was left by whoever was killed in the middle of a file taken away. */
    private static RunFolder locked(Path path) throws IOException {
        FileChannel lock = FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isLocked(lock)) {
                throw new FileSystemException(
                        path.toString(), null, "somebody else trains in this folder; wait, or name another");
            }
            RunFolder folder = new RunFolder(path, lock);
            for (Path file : folder.files().toList()) {
                AtomicFile.removeLeftovers(file);
            }
            return folder;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process has it
        }
    }

    /** The folder itself, as the user named it. */
    public Path path() {
        return path;
    }

    /** The resolved settings. */
    public Path configuration() {
        return path.resolve("config.yaml");
    }

    /** With what the run was made. */
    public Path provenance() {
        return path.resolve("provenance.json");
    }

    /** What came of each epoch. */
    public Path history() {
        return path.resolve("history.csv");
    }

    /** The checkpoint from which the run goes on. */
    public Path last() {
        return path.resolve(LAST);
    }

    /** The checkpoint of the epoch with the best test. */
    public Path best() {
        return path.resolve("best.ckpt.safetensors");
    }

    /** The weights with the model's description. */
    public Path model() {
        return path.resolve("model.safetensors");
    }

    private Stream<Path> files() {
        return Stream.concat(
                Stream.of(configuration(), provenance(), history(), last(), best(), model()),
                Stream.of("report.html", "curves.png", "curves.svg").map(path::resolve));
    }

    /** Lets others train there. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
