package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.ZipArchive;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named tensors: safetensors, or a {@code .pth} in any of PyTorch's three containers. Opening
 * reads the names and checks where each tensor lies; the tensors themselves are read when asked, by any number of threads,
 * until the checkpoint is closed. Nothing in a file is ever run.
 */
public final class Checkpoint implements Closeable {
    /** The weights in a run's folder, which stands for them. */
    public static final String IN_FOLDER = "model.safetensors";

    /** Networks have tensors of four dimensions; those of more than 64 exist in PyTorch, but its operations refuse them. */
    static final int HIGHEST_RANK = 64;

    private static final int SNIFFED = 512;
    /** Of what other programs compress, a pickle is the largest that is read. */
    private static final long LARGEST_DEFLATED = 4 << 20;

    /** How a file holds its tensors. */
    public enum Format {
        SAFETENSORS("safetensors"),
        TORCH_ZIP("PyTorch, zip container"),
        TORCH_LEGACY("PyTorch, legacy pickle stream"),
        TORCH_TAR("PyTorch, tar container");

        private final String title;

        Format(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private final String file;
    private final Format format;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;
    private final List<String> notes;
    private final Closeable source;

    Checkpoint(
            String file,
            Format format,
            Map<String, Tensor> tensors,
            Map<String, String> metadata,
            List<String> notes,
            Closeable source) {
        this.file = file;
        this.format = format;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.notes = List.copyOf(notes);
        this.source = source;
    }

    /**
     * Opens a file of any of the formats, which its content tells apart and its name does not; of a folder, the file
     * {@value #IN_FOLDER}.
     *
     * @throws MalformedFileException when it is none of them, is damaged, or holds what is not read as data; and of a folder
     *     without that file
     */
    public static Checkpoint open(Path path) throws IOException {
        return open(path, CheckpointOptions.defaults());
    }

    /**
     * Opens a file as {@link #open(Path)} does, and of its tensors those that {@code options} name.
     *
     * @throws MalformedFileException also when the file has no such tensors
     */
    public static Checkpoint open(Path path, CheckpointOptions options) throws IOException {
        PositionalFile file = PositionalFile.open(Files.isDirectory(path) ? inFolder(path) : path);
        try {
            return of(file, options);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static Path inFolder(Path folder) throws MalformedFileException {
        Path file = folder.resolve(IN_FOLDER);
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(
                    folder.toString(),
                    "the folder has no %s; name a file of weights, or a folder with that file".formatted(IN_FOLDER));
        }
        return file;
    }

    /** The checkpoint that {@code file} is, which is closed with it. */
    static Checkpoint of(PositionalFile file, CheckpointOptions options) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(SNIFFED).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, start.limit((int) Math.min(SNIFFED, file.size())));
        byte[] bytes = start.clear().array();
        // Header lengths may look like the start of another format, but only safetensors has a brace here.
        if (bytes[8] == '{') {
            return SafetensorsFile.read(file, options);
        }
        if (bytes[0] == 'P' && bytes[1] == 'K') {
            return TorchZip.read(file, options);
        }
        if (bytes[0] == (byte) 0x80) {
            return TorchLegacy.read(file, options);
        }
        if (new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return TorchTar.read(file, options);
        }
        throw new MalformedFileException(
                file.name(),
                "neither safetensors nor a PyTorch checkpoint (zip, pickle or tar): it starts with %016x"
                        .formatted(Long.reverseBytes(start.getLong(0))));
    }

    /**
     * Opens a safetensors file that is in memory already, such as one in a jar.
     *
     * @param name what it is called, for messages
     */
    public static Checkpoint ofSafetensors(String name, byte[] content) throws IOException {
        return SafetensorsFile.read(PositionalFile.of(name, content), CheckpointOptions.defaults());
    }

    /** The path, as the user gave it; where that was a folder, the path of the file in it. */
    public String file() {
        return file;
    }

    /** What its content says it is; its name has no say. */
    public Format format() {
        return format;
    }

    /**
     * Reads the whole file and compares the checksums that it has, which reading a tensor does not.
     *
     * @return whether it has any; only the zip container does
     * @throws MalformedFileException when one differs
     */
    public boolean verify() throws IOException {
        if (!(source instanceof ZipArchive zip)) {
            return false;
        }
        for (ZipArchive.Entry entry : zip.entries()) {
            if (entry.deflated() && entry.size() > LARGEST_DEFLATED) {
                throw new MalformedFileException(
                        zip.file() + "!/" + entry.name(),
                        "the entry is compressed and has %d bytes; PyTorch stores its entries as they are"
                                .formatted(entry.size()));
            } else if (entry.deflated()) {
                zip.bytes(entry);
            } else {
                zip.verify(entry);
            }
        }
        return true;
    }

    /** The tensors by name, in the order of the file. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /** What safetensors has under {@code __metadata__}; empty for the other formats. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** What was chosen or stripped on the way, a sentence each, for a human. */
    public List<String> notes() {
        return notes;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
