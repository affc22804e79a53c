package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path temporary;

    private Path path;

    @BeforeEach
    void setUp() {
        path = temporary.resolve("runs/a");
    }

    @Test
    void aFolderIsMadeForANewRunAndKeptFromTheNext() throws IOException {
        try (RunFolder folder = RunFolder.create(path)) {
            Files.writeString(folder.last(), "state");
        }
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> RunFolder.create(path));
        assertEquals(
                path + ": it has a run already (last.ckpt.safetensors); resume it, or name another folder",
                e.getMessage());
        RunFolder.resume(path).close();
        RunFolder.resume(Files.createSymbolicLink(temporary.resolve("link"), path))
                .close();
    }

    @Test
    void aLinkToAFolderIsAFolder() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectories(path));
        RunFolder.create(link).close();
        assertTrue(Files.exists(path.resolve(".lock")));
    }

    @Test
    void onlyARunCanBeResumed() throws IOException {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> RunFolder.resume(path));
        assertEquals(path + ": there is no such folder; name that of a run", e.getMessage());
        Files.createDirectories(path);
        e = assertThrows(MalformedFileException.class, () -> RunFolder.resume(path));
        assertFalse(Files.exists(path.resolve(".lock")), "the folder may be anyone's");
        assertEquals(
                path + ": it has no last.ckpt.safetensors to go on from; name the folder of a run, or train anew",
                e.getMessage());
        RunFolder.create(path).close();
    }

    @Test
    void twoDoNotTrainInOneFolder() throws IOException {
        try (RunFolder folder = RunFolder.create(path)) {
            Files.writeString(folder.last(), "state");
            FileSystemException e = assertThrows(FileSystemException.class, () -> RunFolder.resume(path));
            assertEquals(path + ": somebody else trains in this folder; wait, or name another", e.getMessage());
        }
        RunFolder.resume(path).close();
    }

    @Test
    void whatAKilledRunLeftIsTakenAway() throws IOException {
        Files.createDirectories(path);
        Path own = Files.writeString(path.resolve(".notes.part"), "of the user");
        for (String file : List.of("best.ckpt.safetensors", "report.html", "curves.svg")) {
            Path leftover = path.resolve("." + file + ".01234567-89ab-cdef-0123-456789abcdef.part");
            Files.writeString(leftover, "half a");
            RunFolder.create(path).close();
            assertFalse(Files.exists(leftover), file);
        }
        assertTrue(Files.exists(own));
    }
}
