package io.resnet4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * What a file was when its content was hashed. Size and time are those from before the reading: who changes the file
 * meanwhile, or later, leaves it with others.
 *
 * @param bytes its size
 * @param changed when it was last changed
 * @param sha256 64 digits, in lower case
 */
public record HashedFile(long bytes, FileTime changed, String sha256) {
    /** Reads all of a file. */
    public static HashedFile of(Path file) throws IOException {
        long bytes = Files.size(file);
        FileTime changed = Files.getLastModifiedTime(file);
        return new HashedFile(bytes, changed, Sha256.of(file));
    }
}
