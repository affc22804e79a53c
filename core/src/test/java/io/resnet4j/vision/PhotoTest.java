package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoTest {
    @TempDir
    private Path folder;

    @Test
    void theImagesOfAFolderAndOfThoseBelowComeSorted() throws IOException {
        for (String name :
                List.of("b.JPG", "a/z.png", "a.gif", "a/deep/er/x.webp", "notes.txt", "png", "a/y.jpeg.bak")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, name.getBytes());
        }
        List<Photo> photos = Photo.below(folder);
        assertEquals(
                List.of("a.gif", "a/deep/er/x.webp", "a/z.png", "b.JPG"),
                photos.stream()
                        .map(photo -> folder.relativize(Path.of(photo.name()))
                                .toString()
                                .replace('\\', '/'))
                        .toList());
        assertArrayEquals("a.gif".getBytes(), photos.get(0).read());
    }

    @Test
    void aFolderWithoutImagesIsSaidToHaveNone() throws IOException {
        Files.createFile(folder.resolve("notes.txt"));
        Exception e = assertThrows(MalformedFileException.class, () -> Photo.below(folder));
        assertTrue(e.getMessage().startsWith(folder + ": there are no images in this folder"), e.getMessage());
    }

    @Test
    void whatCannotBeListedIsAnError() throws IOException {
        assertThrows(NoSuchFileException.class, () -> Photo.below(folder.resolve("gone")));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThrows(FileSystemLoopException.class, () -> Photo.below(folder));
    }

    @Test
    void aPhotoIsReadWhenItIsAskedFor() throws IOException {
        Photo photo = Photo.of(folder.resolve("later.png"));
        assertThrows(NoSuchFileException.class, photo::read);
        Files.write(folder.resolve("later.png"), new byte[] {9});
        assertArrayEquals(new byte[] {9}, photo.read());
    }
}
