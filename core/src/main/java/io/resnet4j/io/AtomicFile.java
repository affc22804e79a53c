package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
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
     */
    public static void write(Path target, ContentWriter content) throws IOException {
        Path temporary = target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(channel);
                // The disk may put the new name before the bytes otherwise, and the power fail in between.
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
