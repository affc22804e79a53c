package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PositionalFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named tensors: safetensors, or a {@code .pth} in PyTorch's zip container or its legacy pickle stream. Opening
 * reads the names and checks where each tensor lies; the tensors themselves are read when asked, by any number of threads,
 * until the checkpoint is closed. Nothing in a file is ever run.
 */
public final class Checkpoint implements Closeable {
    private static final int SNIFFED = 512;

    private final String file;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;
    private final List<String> notes;
    private final Closeable source;

    Checkpoint(
            String file,
            Map<String, Tensor> tensors,
            Map<String, String> metadata,
            List<String> notes,
            Closeable source) {
        this.file = file;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.notes = List.copyOf(notes);
        this.source = source;
    }

    /**
     * Opens a file of any of the formats, which its content tells apart and its name does not.
     *
     * @throws MalformedFileException when it is none of them, is damaged, or holds what is not read as data
     */
    public static Checkpoint open(Path path) throws IOException {
        PositionalFile file = PositionalFile.open(path);
        try {
            return of(file);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** The checkpoint that {@code file} is, which is closed with it. */
    static Checkpoint of(PositionalFile file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(SNIFFED).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, start.limit((int) Math.min(SNIFFED, file.size())));
        byte[] bytes = start.clear().array();
        // Header lengths may look like the start of another format, but only safetensors has a brace here.
        if (bytes[8] == '{') {
            return SafetensorsFile.read(file);
        }
        if (bytes[0] == 'P' && bytes[1] == 'K') {
            return TorchZip.read(file);
        }
        if (bytes[0] == (byte) 0x80) {
            return TorchLegacy.read(file);
        }
        if (new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            throw new MalformedFileException(
                    file.name(),
                    "this is a tar file, PyTorch's first container (before 0.1.10); load and save it with PyTorch 1.x or later");
        }
        throw new MalformedFileException(
                file.name(),
                "neither safetensors nor a PyTorch checkpoint (zip or pickle): it starts with %016x"
                        .formatted(Long.reverseBytes(start.getLong(0))));
    }

    /**
     * Opens a safetensors file that is in memory already, such as one in a jar.
     *
     * @param name what it is called, for messages
     */
    public static Checkpoint ofSafetensors(String name, byte[] content) throws IOException {
        return SafetensorsFile.read(PositionalFile.of(name, content));
    }

    /** The path, as the user gave it. */
    public String file() {
        return file;
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
