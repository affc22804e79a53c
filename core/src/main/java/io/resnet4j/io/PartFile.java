package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The beginning of a file that is being downloaded, {@code NAME.part}, and beside it {@code NAME.part.tag}: what the
 * server called the content whose beginning it is ({@code ETag}, or the date of its last change), so that another run, or
 * another process after a crash, asks for the rest of the same. For one owner at a time.
 */
final class PartFile implements Closeable {
    /** What may stand in a header. */
    private static final Pattern TAG = Pattern.compile("[\\x20-\\x7e]{1,1000}");

    private final Path path;
    private final Path tag;
    private final FileChannel channel;

    private PartFile(Path path, Path tag, FileChannel channel) {
        this.path = path;
        this.tag = tag;
        this.channel = channel;
    }

    static PartFile of(Path target) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new PartFile(path, target.resolveSibling(target.getFileName() + ".part.tag"), channel);
    }

    Path path() {
        return path;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** What the server called the content; empty when it did not, or what it said is lost. */
    Optional<String> tag() throws IOException {
        if (!Files.isRegularFile(tag) || Files.size(tag) > 1000) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(tag, StandardCharsets.ISO_8859_1))
                .filter(text -> TAG.matcher(text).matches());
    }

    /** Begins anew, with content that the server calls so. */
    void restart(Optional<String> newTag) throws IOException {
        // No tag may ever stand beside bytes of other content; bytes without one are only hashed at the end.
        Files.deleteIfExists(tag);
        channel.truncate(0);
        if (newTag.isPresent() && TAG.matcher(newTag.get()).matches()) {
            AtomicFile.write(tag, newTag.get().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    void append(ByteBuffer bytes) throws IOException {
        long position = channel.size();
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** Puts the file into its place, whole and on the disk. Nothing may be appended any more. */
    void moveTo(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(tag);
    }

    /** Leaves what is there to the next run; nothing where nothing is. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            boolean empty = channel.size() == 0;
            channel.close();
            if (empty) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(tag);
            }
        }
    }
}
