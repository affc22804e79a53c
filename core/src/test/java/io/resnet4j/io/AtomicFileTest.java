package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsReplacedAndNothingIsLeftBeside() throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), new byte[1000]);
        AtomicFile.write(file, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aFileThatIsNotCommittedWasNeverThere() throws IOException {
        Path file = Files.write(folder.resolve("a.npy"), new byte[] {7});
        try (AtomicFile begun = AtomicFile.create(file)) {
            begun.channel().write(ByteBuffer.allocate(10));
            assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
        }
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aFileCanBeWrittenInAnyOrderUntilItIsCommitted() throws IOException {
        Path file = folder.resolve("a.npy");
        try (AtomicFile begun = AtomicFile.create(file)) {
            begun.channel().write(ByteBuffer.wrap(new byte[] {0, 0, 3}));
            begun.channel().position(0).write(ByteBuffer.wrap(new byte[] {1, 2}));
            assertFalse(Files.exists(file));
            begun.commit();
        }
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    /** A folder that is not empty cannot be replaced by a file. */
    @Test
    void whatWasThereStaysWhenWritingFails() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("a.csv/b")).getParent();
        assertThrows(IOException.class, () -> AtomicFile.write(taken, new byte[3]));
        assertEquals(List.of(taken), files());
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        Path none = folder.resolve("none");
        IOException e =
                assertThrows(FileSystemException.class, () -> AtomicFile.write(none.resolve("a.csv"), new byte[3]));
        assertEquals(none + ": there is no such folder; make it, or name another", e.getMessage());
        Path tooLong = folder.resolve("a".repeat(250));
        e = assertThrows(FileSystemException.class, () -> AtomicFile.write(tooLong, new byte[3]));
        assertEquals(
                folder
                        + ": no file can be made in this folder (File name too long); change its permissions, or name another",
                e.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void aFileCanBeWrittenInPieces() throws IOException {
        Path file = folder.resolve("a.bin");
        AtomicFile.write(file, 6, channel -> {
            for (byte i = 0; i < 3; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {i, i}));
            }
            assertFalse(Files.exists(file), "it is there before it is whole");
        });
        assertArrayEquals(new byte[] {0, 0, 1, 1, 2, 2}, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aWriterThatGivesUpLeavesTheOldFile() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), new byte[] {7});
        EOFException gaveUp = new EOFException();
        assertSame(
                gaveUp,
                assertThrows(
                        IOException.class,
                        () -> AtomicFile.write(file, 200, channel -> {
                            channel.write(ByteBuffer.wrap(new byte[100]));
                            throw gaveUp;
                        })));
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    /** Without an open channel nobody knows whether the bytes are on the disk. */
    @Test
    void aWriterThatClosesTheChannelIsRefused() throws IOException {
        Path file = folder.resolve("a.bin");
        assertThrows(ClosedChannelException.class, () -> AtomicFile.write(file, 0, WritableByteChannel::close));
        assertEquals(List.of(), files());
    }

    /** Only a writer that was killed leaves one, which no test can be. */
    @Test
    void whatKilledWritersLeftIsTakenAwayAndNothingElse() throws IOException {
        Path file = folder.resolve("a.bin");
        AtomicFile killed = AtomicFile.create(file);
        killed.channel().write(ByteBuffer.allocate(100));
        AtomicFile other = AtomicFile.create(folder.resolve("a.bin.csv"));
        AtomicFile.write(file, new byte[3]);
        Files.write(folder.resolve(".a.bin.lock"), new byte[0]);
        assertEquals(4, files().size());
        AtomicFile.removeLeftovers(file);
        assertEquals(3, files().size());
        assertArrayEquals(new byte[3], Files.readAllBytes(file));
        other.commit();
        assertThrows(NoSuchFileException.class, killed::commit);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
