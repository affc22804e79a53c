package io.resnet4j.cli;

import io.resnet4j.io.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Refuses, before the work, paths where its results could not be written. */
final class OutputPaths {
    private OutputPaths() {}

    /** A file, whose folder must be there; what the file holds stays as it is. */
    static void checkFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(
                    file.toString(), null, "it is a folder, and a file of this name is to be written");
        }
        AtomicFile.create(file).close();
    }

    /** A folder, which is made when there are results, for files of these names. */
    static void checkFolder(Path folder, Collection<String> files) throws IOException {
        if (Files.isDirectory(folder)) {
            for (String file : files) {
                checkFile(folder.resolve(file));
            }
            return;
        }
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new FileSystemException(
                    folder.toString(),
                    null,
                    "no folder can be made there; name one that is there, or a new one in such a folder");
        }
    }
}
