package io.resnet4j.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** What is remembered of this very file; empty when nothing is, or the file was changed since. */
    static Optional<String> remembered(Path file) throws IOException {
        Path note = note(file);
        if (!Files.isRegularFile(note) || Files.size(note) > LARGEST_NOTE) {
            return Optional.empty();
        }
        List<String> lines =
                Files.readString(note, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() != 2
                || !lines.get(0).equals(state(file))
                || lines.get(1).length() < 64) {
            return Optional.empty();
        }
        return Optional.of(lines.get(1).substring(0, 64))
                .filter(digits -> DIGITS.matcher(digits).matches());
    }

    static void remember(Path file, String sha256) throws IOException {
        String text = "%s\n%s  %s\n".formatted(state(file), sha256, file.getFileName());
        AtomicFile.write(note(file), text.getBytes(StandardCharsets.UTF_8));
    }

    static void forget(Path file) throws IOException {
        Files.deleteIfExists(note(file));
    }

    private static String state(Path file) throws IOException {
        return "# %d bytes, changed %s".formatted(Files.size(file), Files.getLastModifiedTime(file));
    }

    private static Path note(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }
}
