package io.resnet4j.vision;

import io.resnet4j.io.PositionalFile;
import io.resnet4j.vision.RawImages.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a half of CIFAR together from its files, which may come in any order and in either layout. */
final class CifarReader {
    /** More than any published file of names has. */
    private static final long MOST_NAMES = 1 << 16;
    /** An image with its labels, and in pickles its name. */
    private static final int MOST_PER_IMAGE = 3200;

    /** The half that is not read; where it alone is there, a user is told how to ask for it. */
    record Other(String name, Cifar.Half half) {}

    private final String name;
    private final List<CifarLayout> layouts;
    private final Cifar.Half half;
    private final Other other;
    private final Map<String, Batch> batches = new HashMap<>();
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private int images;
    private boolean sawOther;

    CifarReader(String name, List<CifarLayout> layouts, Cifar.Half half, Other other) {
        this.name = name;
        this.layouts = layouts;
        this.half = half;
        this.other = other;
    }

    /** The names of all files of the half, in either layout, and of the other half. */
    Set<String> known() {
        return layouts.stream()
                .flatMap(layout -> Stream.concat(files(layout), otherFiles(layout)))
                .collect(Collectors.toSet());
    }

    private Stream<String> files(CifarLayout layout) {
        return Stream.concat(half.files().stream().map(layout::imagesFile), Stream.of(layout.namesFile()));
    }

    private Stream<String> otherFiles(CifarLayout layout) {
        return other.half().files().stream().map(layout::imagesFile);
    }

    /**
     * Told of every file that is there; whether it is one for {@link #add}.
     *
     * @throws DataSetException when files of another layout have come before
     */
    boolean wants(String file) throws DataSetException {
        sawOther |= layouts.stream().flatMap(this::otherFiles).anyMatch(file::equals);
        Optional<CifarLayout> wanted = layouts.stream()
                .filter(layout -> files(layout).anyMatch(file::equals))
                .findFirst();
        if (wanted.isPresent()
                && begun().filter(layout -> layout != wanted.get()).isPresent()) {
            throw new DataSetException(name, "there are files of two layouts, %s; keep one".formatted(all(" and ")));
        }
        return wanted.isPresent();
    }

    /** The layout that the files are in that came. */
    private Optional<CifarLayout> begun() {
        return layouts.stream()
                .filter(layout -> files(layout).anyMatch(found()::contains))
                .findFirst();
    }

    /** The most bytes that a file may have which {@link #wants} knows, after those that were added. */
    long most(String file) {
        boolean isNames = layouts.stream().anyMatch(layout -> file.equals(layout.namesFile()));
        return isNames ? MOST_NAMES : MOST_NAMES + (long) (half.published() - images) * MOST_PER_IMAGE;
    }

    void add(String file, PositionalFile content) throws IOException {
        if (found().contains(file)) {
            throw new DataSetException(
                    name, "two files are called %s, the second is %s".formatted(file, content.name()));
        }
        if (content.size() > most(file)) {
            throw new DataSetException(
                    name, "%s has %d bytes, which is more than it can have".formatted(content.name(), content.size()));
        }
        for (CifarLayout layout : layouts) {
            if (file.equals(layout.namesFile())) {
                names.put(file, layout.names(content));
            }
            for (String batch : half.files()) {
                if (file.equals(layout.imagesFile(batch))) {
                    Batch added = layout.images(batch, content, half.published() - images);
                    images += added.labels().length;
                    batches.put(file, added);
                }
            }
        }
    }

    private Set<String> found() {
        Set<String> found = new TreeSet<>(batches.keySet());
        found.addAll(names.keySet());
        return found;
    }

    /**
     * What the files hold, once all are there.
     *
     * @param place where they were looked for
     */
    RawImages images(Path place) throws DataSetException {
        CifarLayout layout = begun().orElseThrow(() ->
                new DataSetException(name, "in %s there is neither %s; %s".formatted(place, all(" nor "), remedy())));
        List<String> missing =
                files(layout).filter(file -> !found().contains(file)).toList();
        if (!missing.isEmpty()) {
            throw new DataSetException(name, "%s lacks %s; %s".formatted(place, String.join(", ", missing), remedy()));
        }
        List<Batch> ordered = new ArrayList<>();
        half.files().forEach(batch -> ordered.add(batches.get(layout.imagesFile(batch))));
        return new RawImages(name, names.get(layout.namesFile()), Cifar.FORMAT, half.published(), ordered);
    }

    private String remedy() {
        return sawOther && batches.isEmpty()
                ? "the images of the other half are there, use !/" + other.name()
                : "bring it again, or name where it is";
    }

    private String all(String between) {
        return layouts.stream()
                .map(layout -> files(layout).collect(Collectors.joining(", ")))
                .collect(Collectors.joining(between));
    }
}
