package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
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

    /** A folder that is not empty cannot be replaced by a file. */
    @Test
    void whatWasThereStaysWhenWritingFails() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("a.csv/b")).getParent();
        assertThrows(IOException.class, () -> AtomicFile.write(taken, new byte[3]));
        assertEquals(List.of(taken), files());
        assertThrows(NoSuchFileException.class, () -> AtomicFile.write(folder.resolve("none/a.csv"), new byte[3]));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
