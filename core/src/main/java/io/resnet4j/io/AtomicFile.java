package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that are there whole or not at all. */
public final class AtomicFile {
    /** Writes what a file is to hold. */
    public interface ContentWriter {
        /** Writes everything to {@code channel}, and leaves it open. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /** Writes {@code content} as {@link #write(Path, ContentWriter)} does. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /**
     * Writes a file beside {@code target}, then puts it in its place in one step; what was there before stays until
     * then, and stays for good when anything fails. After a power cut there is the old file or the new one.
     *
     * @throws FileSystemException that names the folder, when no file can be made there
     */
    public static void write(Path target, ContentWriter content) throws IOException {
        Path temporary = target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
        FileChannel opened = open(temporary);
        try {
            try (FileChannel channel = opened) {
                content.writeTo(channel);
                // The disk may put the new name before the bytes otherwise, and the power fail in between.
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
