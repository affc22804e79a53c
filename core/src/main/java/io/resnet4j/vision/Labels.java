package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of the classes that a network tells apart, in the order of its outputs. */
public record Labels(List<String> names) {
    /** What {@link #named} knows, as a clause. */
    public static final String NAMES = "imagenet1k, cifar10, cifar100 or digits";

    /** More than any network has classes for. */
    private static final long MOST_BYTES = 1 << 20;
    /** What some editors begin UTF-8 with, and which no name begins with. */
    private static final String MARK = "\ufeff";

    /** Copies the names, of which there is at least one. */
    public Labels {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("labels name at least one class");
        }
    }

    /** The 1000 classes of ImageNet, as torchvision names them. */
    public static Labels imagenet1k() {
        return Imagenet1k.LABELS;
    }

    /** The 10 classes of CIFAR-10. */
    public static Labels cifar10() {
        return Cifar10.LABELS;
    }

    /** The 100 fine classes of CIFAR-100. */
    public static Labels cifar100() {
        return Cifar100.LABELS;
    }

    /** The ten digits. */
    public static Labels digits() {
        return HandwrittenDigits.LABELS;
    }

    /** The labels of a data set by its name, one of {@link #NAMES} in any case; empty where there are none. */
    public static Optional<Labels> named(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "imagenet1k" -> imagenet1k();
                    case "cifar10" -> cifar10();
                    case "cifar100" -> cifar100();
                    case "digits" -> digits();
                    default -> null;
                });
    }

    /**
     * Reads a UTF-8 file of one name a line.
     *
     * @throws MalformedFileException when it is a folder or larger than 1 MiB, names no class, has an empty line or is not
     *     UTF-8
     */
    public static Labels read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(WholeFile.read(file, MOST_BYTES, "a list of labels"));
        List<String> lines;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            lines = (text.startsWith(MARK) ? text.substring(MARK.length()) : text)
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file.toString(), "labels are UTF-8 text with one class a line", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                throw new MalformedFileException(
                        file.toString(),
                        "line %d is empty; labels are one class a line, without gaps".formatted(i + 1));
            }
        }
        if (lines.isEmpty()) {
            throw new MalformedFileException(file.toString(), "names no class; labels are one class a line");
        }
        return new Labels(lines);
    }

    /** The name of a class. */
    public String get(int index) {
        return names.get(index);
    }

    /** How many classes there are. */
    public int size() {
        return names.size();
    }

    private static Labels resource(String name) {
        try (InputStream in = Labels.class.getResourceAsStream(name)) {
            return new Labels(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Holders, so that a list is read when it is first asked for.

    private static final class Imagenet1k {
        static final Labels LABELS = resource("imagenet1k.txt");
    }

    private static final class Cifar10 {
        static final Labels LABELS = resource("cifar10.txt");
    }

    private static final class Cifar100 {
        static final Labels LABELS = resource("cifar100.txt");
    }
}
