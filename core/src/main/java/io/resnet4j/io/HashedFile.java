package io.resnet4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * What a file was when its content was hashed. Size and time are those from before the reading: who changes the file
 * meanwhile, or later, leaves it with others.
 *
 * @param bytes its size
 * @param changed when it was last changed
 * @param sha256 64 digits, in lower case
 * @param md5 32 digits, where it was asked for
 */
public record HashedFile(long bytes, FileTime changed, String sha256, Optional<String> md5) {
    /** Reads all of a file, and hashes it in every way that something is known by. */
    static HashedFile of(Path file, Checksums known) throws IOException {
        return known.md5().isPresent() ? of(file, List.of(Digests.SHA256, Digests.MD5)) : of(file);
    }

    /** Reads all of a file for its SHA-256 alone. */
    static HashedFile of(Path file) throws IOException {
        return of(file, List.of(Digests.SHA256));
    }

    private static HashedFile of(Path file, List<String> algorithms) throws IOException {
        long bytes = Files.size(file);
        FileTime changed = Files.getLastModifiedTime(file);
        List<String> digests = Digests.of(file, algorithms);
        return new HashedFile(
                bytes, changed, digests.get(0), digests.stream().skip(1).findFirst());
    }
}
