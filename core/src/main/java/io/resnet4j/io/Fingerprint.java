package io.resnet4j.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a file, and {@code NAME.sha256} beside it, which remembers it for as long as size and time of last change
 * stay. {@code sha256sum -c NAME.sha256} reads it too:
 *
 * <pre>
 * # 102530333 bytes, changed 2026-01-31T12:00:00.123456789Z
 * 0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a  resnet50-0676ba61.pth
 * </pre>
 */
final class Fingerprint {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
    private static final int LARGEST_NOTE = 4096;

    private Fingerprint() {}

    /** What is remembered of this very file; empty when nothing is, or the file was changed since it was hashed. */
    static Optional<String> remembered(Path file) {
        Path note = note(file);
        try {
            if (!Files.isRegularFile(file) || !Files.isRegularFile(note) || Files.size(note) > LARGEST_NOTE) {
                return Optional.empty();
            }
            List<String> lines =
                    Files.readString(note, StandardCharsets.ISO_8859_1).lines().toList();
            if (lines.size() != 2
                    || !lines.get(0).equals(state(Files.size(file), Files.getLastModifiedTime(file)))
                    || lines.get(1).length() < 64) {
                return Optional.empty();
            }
            return Optional.of(lines.get(1).substring(0, 64))
                    .filter(digits -> DIGITS.matcher(digits).matches());
        } catch (IOException e) {
            return Optional.empty(); // a note that cannot be read is none, and the file is hashed
        }
    }

    /** Notes what the file was before it was hashed, so that the note is void if it was changed meanwhile. */
    static void remember(Path file, HashedFile hashed) throws IOException {
        String text =
                "%s\n%s  %s\n".formatted(state(hashed.bytes(), hashed.changed()), hashed.sha256(), file.getFileName());
        AtomicFile.write(note(file), text.getBytes(StandardCharsets.UTF_8));
    }

    static void forget(Path file) throws IOException {
        Files.deleteIfExists(note(file));
    }

    private static String state(long bytes, FileTime changed) {
        return "# %d bytes, changed %s".formatted(bytes, changed);
    }

    private static Path note(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }
}
