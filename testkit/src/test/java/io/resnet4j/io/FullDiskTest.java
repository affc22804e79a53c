package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.FailingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link AtomicFile} promises, on a disk that fills up or fails. */
class FullDiskTest {
    private static final byte[] OLD = {7, 7};
    private static final byte[] NEW = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("a.bin");
    }

    /** Needed is what it takes to make the file, write 10 bytes, force them, rename the file and force its name. */
    @Test
    void theFileThatWasThereStaysWhereverTheDiskFails() throws IOException {
        int needed = 1 + NEW.length + 3;
        for (int budget = 0; budget < needed; budget++) {
            String with = "with " + budget;
            Files.write(file, OLD);
            Path target = new FailingDisk(budget).path(file);
            FileSystemException e = assertThrows(FileSystemException.class, () -> AtomicFile.write(target, NEW), with);
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            boolean renamed = budget == needed - 1;
            assertArrayEquals(renamed ? NEW : OLD, Files.readAllBytes(file), with);
            assertEquals(List.of(file), files(), with);
        }
        AtomicFile.write(new FailingDisk(needed).path(file), NEW);
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void theErrorSaysWhichFileAndHowMuchOfIt() {
        String expected =
                "%s: it cannot be written: No space left on device after %s bytes; what was there stays as it was;"
                        + " make room, or name a folder on another disk";
        assertEquals(expected.formatted(file, "4 of 10"), failure(5));
        assertEquals(expected.formatted(file, "10 of 10"), failure(11));
        assertEquals(
                file + ": it is in its place, and may be lost with the power: No space left on device; check the disk",
                failure(13));
        FileSystemException e = assertThrows(FileSystemException.class, () -> {
            try (AtomicFile begun = AtomicFile.create(new FailingDisk(5).path(file))) {
                begun.channel().write(ByteBuffer.wrap(NEW));
                begun.channel().write(ByteBuffer.wrap(NEW, 4, 6));
            }
        });
        assertEquals(expected.formatted(file, "4"), e.getMessage());
    }

    /** A disk may keep what it likes in memory, and write it in any order, unless it is told not to. */
    @Test
    void theBytesAreOnTheDiskBeforeTheNameAndTheNameBeforeTheEnd() throws IOException {
        FailingDisk disk = new FailingDisk(1000);
        AtomicFile.write(disk.path(file), NEW);
        assertEquals(
                List.of(
                        "make .a.bin.UUID.part",
                        "force .a.bin.UUID.part",
                        "move to a.bin",
                        "force " + folder.getFileName()),
                disk.events());
    }

    private String failure(long budget) {
        Path target = new FailingDisk(budget).path(file);
        return assertThrows(FileSystemException.class, () -> AtomicFile.write(target, NEW))
                .getMessage();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
