package io.resnet4j.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What PyTorch, torchvision and Pillow computed once: resources under {@code golden/}, made by the scripts beside them. */
public final class Goldens {
    private Goldens() {}

    /** The bytes of a golden such as {@code images/resize.rgb.gz}; those of a {@code .gz} come unpacked. */
    public static byte[] bytes(String name) {
        try (InputStream file = Goldens.class.getResourceAsStream("/golden/" + name)) {
            if (file == null) {
                throw new FileNotFoundException("no golden " + name);
            }
            return name.endsWith(".gz") ? new GZIPInputStream(file).readAllBytes() : file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a table whose columns are parted by tabs. */
    public static List<List<String>> table(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8)
                .lines()
                .map(line -> List.of(line.split("\t")))
                .toList();
    }
}
