package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An image file that has not been read yet.
 *
 * @param name the file as the user knows it, for messages
 * @param content where its bytes come from
 */
public record Photo(String name, Content content) {
    /** What people call files that decoders read, and torchvision's data sets do not. */
    private static final Set<String> MORE_EXTENSIONS = Set.of("gif");

    /** The bytes of a file, read when they are asked for, by any thread. */
    public interface Content {
        byte[] read() throws IOException;
    }

    /** A file on disk. */
    public static Photo of(Path file) {
        return new Photo(file.toString(), () -> WholeFile.read(file));
    }

    /**
     * The image files in a folder and the folders below it, known by their extensions, sorted by their paths. Links are
     * followed.
     *
     * @throws MalformedFileException when there are none
     */
    public static List<Photo> below(Path folder) throws IOException {
        List<Photo> photos = new DiskFiles(folder)
                .all().stream()
                        .filter(Photo::isImage)
                        .sorted(ClassFolders::compareAsPython)
                        .map(path -> of(folder.resolve(path)))
                        .toList();
        if (photos.isEmpty()) {
            throw new MalformedFileException(
                    folder.toString(), "there are no images in this folder, going by the names of its files; name one");
        }
        return photos;
    }

    private static boolean isImage(String path) {
        String extension = ClassFolders.extension(path);
        return ClassFolders.EXTENSIONS.contains(extension) || MORE_EXTENSIONS.contains(extension);
    }

    /** The bytes of the file. */
    public byte[] read() throws IOException {
        return content.read();
    }
}
