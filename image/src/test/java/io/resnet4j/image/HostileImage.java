package io.resnet4j.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A file that {@code golden/make_hostile_images.py} makes, and what may become of it.
 *
 * @param pillows Pillow's pixels; empty when Pillow refuses the file
 * @param causes texts of which the message of a refusal has one
 * @param large Pillow's pixels where they are more than the few that the others may have, and no more than it takes by default
 */
record HostileImage(
        String name,
        byte[] content,
        Optional<Pixels> pillows,
        Demand demand,
        List<String> causes,
        Optional<Pixels> large) {
    /** Why a large image may be refused that Pillow reads: for want of memory, or as one of few bytes that claims many blocks. */
    private static final List<String> OF_LARGE = List.of("Java's memory does not suffice", "cannot hold", "are needed");

    /** What is demanded of a decoder. */
    enum Demand {
        /** Odd, but met in real data sets, so that it is to be read. */
        MUST,
        /** It may be refused. */
        MAY,
        /** It claims much and holds little, so that it is to be refused at once. */
        BOMB
    }

    /** An image as the corpus has it: {@code WIDTHxHEIGHT} and the SHA-256 of its RGB bytes. */
    record Pixels(String size, String sha256) {}

    /** Every file of the corpus. */
    static List<HostileImage> corpus() throws IOException {
        Map<String, byte[]> parts = unzip(HostileImage.class.getResourceAsStream("hostile.zip"));
        Map<String, byte[]> files = unzip(new ByteArrayInputStream(parts.get("files.zip")));
        return new String(parts.get("expected.tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .map(fields -> of(fields, files.get(fields[0])))
                .toList();
    }

    private static Map<String, byte[]> unzip(InputStream file) throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                contents.put(entry.getName(), zip.readAllBytes());
            }
        }
        return contents;
    }

    private static HostileImage of(String[] fields, byte[] content) {
        Optional<Pixels> pillows =
                fields[1].equals("error") ? Optional.empty() : Optional.of(new Pixels(fields[1], fields[2]));
        Optional<Pixels> large = fields[5].isEmpty() ? Optional.empty() : Optional.of(new Pixels(fields[5], fields[6]));
        Demand demand = Demand.valueOf(fields[3].toUpperCase(Locale.ROOT));
        return new HostileImage(fields[0], content, pillows, demand, List.of(fields[4].split("\\|")), large);
    }

    /**
     * The same for a decoder that allows as many pixels as Pillow does by default: what was a bomb may be an image then, and is refused
     * for another cause if it is none.
     */
    HostileImage byDefault() {
        if (large.isPresent()) {
            return new HostileImage(name, content, large, Demand.MAY, OF_LARGE, large);
        }
        return demand == Demand.BOMB ? new HostileImage(name, content, pillows, demand, List.of(""), large) : this;
    }
}
