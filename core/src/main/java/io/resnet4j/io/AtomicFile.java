package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are there whole or not at all: beside the target first, which stays as it was until {@link #commit}
 * and for good when the file is closed without.
 */
public final class AtomicFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean finished;

    /** Writes what a file is to hold. */
    public interface ContentWriter {
        /** Writes everything to {@code channel}, and leaves it open. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private AtomicFile(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        channel = open(temporary);
    }

    /**
     * Begins a file.
     *
     * @throws FileSystemException that names the folder, when no file can be made there
     */
    public static AtomicFile create(Path target) throws IOException {
        return new AtomicFile(
                target, target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID())));
    }

    /** Writes {@code content} as {@link #write(Path, ContentWriter)} does. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /** Writes a file in one go. */
    public static void write(Path target, ContentWriter content) throws IOException {
        try (AtomicFile file = create(target)) {
            content.writeTo(file.channel());
            file.commit();
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
            channel.force(true);
            channel.close();
            finished = true;
        }
    }

    /** Puts the file in its place in one step. After a power cut there is the old file or the new one. */
    public void commit() throws IOException {
        finish();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
