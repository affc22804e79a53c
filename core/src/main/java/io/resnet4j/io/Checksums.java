package io.resnet4j.io;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a published file is known by, wherever it comes from.
 *
 * @param sha256 how the SHA-256 of its content begins: 8 to 64 digits in lower case
 * @param md5 the MD5 of its content, 32 digits in lower case, where others know the file by that: it keeps nobody from
 *     forging, but shows that they speak of the same file
 */
public record Checksums(String sha256, Optional<String> md5) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /** Refuses what could never be verified. */
    public Checksums {
        if (!SHA256.matcher(sha256).matches()
                || md5.filter(digits -> !MD5.matcher(digits).matches()).isPresent()) {
            throw new IllegalArgumentException("a SHA-256 begins with 8 to 64 digits, and an MD5 has 32");
        }
    }

    /** Those of a file that is known by its SHA-256 alone. */
    public static Checksums of(String sha256) {
        return new Checksums(sha256, Optional.empty());
    }

    /** How a file's content differs, as a clause; empty when it is the published one. */
    Optional<String> difference(HashedFile file) {
        if (!file.sha256().startsWith(sha256)) {
            return Optional.of("its SHA-256 should begin with %s and is %s".formatted(sha256, file.sha256()));
        }
        return md5.filter(digits -> !file.md5().equals(md5))
                .map(digits -> "its SHA-256 is right, but its MD5 should be %s and is %s"
                        .formatted(digits, file.md5().orElse("not known")));
    }
}
