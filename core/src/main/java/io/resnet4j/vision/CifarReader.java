package io.resnet4j.vision;

import io.resnet4j.io.PositionalFile;
import io.resnet4j.vision.RawImages.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a half of CIFAR together from its files, which may come in any order and in either layout. */
final class CifarReader {
    private final String name;
    private final List<CifarLayout> layouts;
    private final Cifar.Half half;
    private final Map<String, Batch> batches = new HashMap<>();
    private final Map<String, List<String>> names = new LinkedHashMap<>();

    CifarReader(String name, List<CifarLayout> layouts, Cifar.Half half) {
        this.name = name;
        this.layouts = layouts;
        this.half = half;
    }

    /** The names of all files that {@link #add} knows. */
    Set<String> wanted() {
        return layouts.stream().flatMap(this::files).collect(Collectors.toSet());
    }

    private Stream<String> files(CifarLayout layout) {
        return Stream.concat(half.files().stream().map(layout::imagesFile), Stream.of(layout.namesFile()));
    }

    void add(String file, PositionalFile content) throws IOException {
        if (found().contains(file)) {
            throw new DataSetException(
                    name, "two files are called %s, the second is %s".formatted(file, content.name()));
        }
        for (CifarLayout layout : layouts) {
            if (file.equals(layout.namesFile())) {
                names.put(file, layout.names(content));
            }
            for (String batch : half.files()) {
                if (file.equals(layout.imagesFile(batch))) {
                    batches.put(file, layout.images(batch, content));
                }
            }
        }
    }

    private Set<String> found() {
        Set<String> found = new TreeSet<>(batches.keySet());
        found.addAll(names.keySet());
        return found;
    }

    /** What the files hold, once all are there. */
    RawImages images() throws DataSetException {
        List<CifarLayout> begun = layouts.stream()
                .filter(layout -> files(layout).anyMatch(found()::contains))
                .toList();
        if (begun.size() != 1) {
            throw new DataSetException(
                    name,
                    begun.isEmpty()
                            ? "there is neither %s".formatted(all(" nor "))
                            : "there are files of two layouts, %s; keep one".formatted(all(" and ")));
        }
        CifarLayout layout = begun.get(0);
        List<String> missing =
                files(layout).filter(file -> !found().contains(file)).toList();
        if (!missing.isEmpty()) {
            throw new DataSetException(
                    name, "files are missing: %s; bring it again".formatted(String.join(", ", missing)));
        }
        List<Batch> ordered = new ArrayList<>();
        half.files().forEach(batch -> ordered.add(batches.get(layout.imagesFile(batch))));
        return new RawImages(name, names.get(layout.namesFile()), Cifar.FORMAT, half.published(), ordered);
    }

    private String all(String between) {
        return layouts.stream()
                .map(layout -> files(layout).collect(Collectors.joining(", ")))
                .collect(Collectors.joining(between));
    }
}
