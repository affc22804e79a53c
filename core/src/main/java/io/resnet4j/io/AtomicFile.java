package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files that are there whole or not at all: beside the target first, which stays as it was until {@link #commit}
 * and for good when the file is closed without.
 */
public final class AtomicFile implements Closeable {
    private static final String SUFFIX = ".part";

    private final Path target;
    private final Path temporary;
    private final TargetChannel channel;
    private boolean finished;

    /** Writes what a file is to hold. */
    public interface ContentWriter {
        /** Writes everything to {@code channel}, and leaves it open. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private AtomicFile(Path target, OptionalLong size) throws IOException {
        this.target = target;
        temporary = target.resolveSibling(prefix(target) + UUID.randomUUID() + SUFFIX);
        channel = new TargetChannel(open(temporary), target, size);
    }

    /**
     * Begins a file. When the disk is full, or fails otherwise, the error of its channel names the target.
     *
     * @throws FileSystemException that names the folder, when no file can be made there
     */
    public static AtomicFile create(Path target) throws IOException {
        return new AtomicFile(target, OptionalLong.empty());
    }

    /** Writes {@code content} as {@link #write(Path, long, ContentWriter)} does. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, content.length, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /**
     * Writes a file in one go.
     *
     * @param size how many bytes it will have, which the user wants to know when the disk is full
     */
    public static void write(Path target, long size, ContentWriter content) throws IOException {
        try (AtomicFile file = new AtomicFile(target, OptionalLong.of(size))) {
            content.writeTo(file.channel());
            file.commit();
        }
    }

    /** Takes away what writers that were killed have left beside {@code target}. Nobody may be writing it. */
    public static void removeLeftovers(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        // Others' are like it: those of a.csv and of a.csv.sha256 begin alike.
        Pattern name = Pattern.compile(Pattern.quote(prefix(target)) + "[0-9a-f-]{36}" + Pattern.quote(SUFFIX));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                folder, entry -> name.matcher(entry.getFileName().toString()).matches())) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /** Where the content goes; to be left open. */
    public SeekableByteChannel channel() {
        return channel;
    }

    /**
     * Ends the content, which is then on the disk; a second time does nothing. Of several files that belong together, all are
     * finished before the first takes its place, so that a full disk leaves all as they were.
     */
    public void finish() throws IOException {
        if (!finished) {
            // The disk may put the new name before the bytes otherwise, and the power fail in between.
            channel.force();
            channel.close();
            finished = true;
        }
    }

    /** Puts the file in its place in one step, for good. After a power cut meanwhile there is the old file or the new one. */
    public void commit() throws IOException {
        finish();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceName(target);
    }

    /** Takes away what was not committed. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    /** The new name is in the folder, which may still be in memory only. */
    private static void forceName(Path target) throws IOException {
        // Windows opens no folders, and has no other way.
        if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            } catch (IOException e) {
                String problem = "it is in its place, and may be lost with the power: %s; check the disk";
                throw (FileSystemException)
                        new FileSystemException(target.toString(), null, problem.formatted(e.getMessage()))
                                .initCause(e);
            }
        }
    }

    private static FileChannel open(Path temporary) throws IOException {
        try {
            return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileSystemException e) {
            // Nobody asked for the temporary file, and nobody knows it.
            Path folder = temporary.toAbsolutePath().getParent();
            String problem = Files.isDirectory(folder)
                    ? "no file can be made in this folder (%s); change its permissions, or name another"
                            .formatted(e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
                    : "there is no such folder; make it, or name another";
            throw (FileSystemException) new FileSystemException(folder.toString(), null, problem).initCause(e);
        }
    }
}
