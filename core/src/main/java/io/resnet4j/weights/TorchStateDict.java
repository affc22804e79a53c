package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the state_dict in what a checkpoint holds: the object itself, or what stands under one of the usual keys, or the
 * one asked for, beside optimisers, epochs and the like.
 */
final class TorchStateDict {
    /** Where training scripts put it, in the order of preference: what was trained, before its moving average. */
    private static final List<String> PLACES = List.of(
            "state_dict", "model", "model_state_dict", "net", "model_ema", "state_dict_ema", "ema_state_dict", "ema");

    private static final int NAMED = 20;

    /** ResNet-1202 has 7,200. */
    private static final int MOST_TENSORS = 1 << 14;

    /** How often all storages may be read when each tensor is: a storage is there for many views at no cost to the file. */
    private static final int MOST_READS = 16;

    /** Where a container has the bytes of a storage. */
    interface Locator {
        ByteSource locate(TorchStorage storage) throws IOException;
    }

    private final String file;
    private final CheckpointOptions options;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /**
     * Finds the tensors and checks where each lies; reads none.
     *
     * @param root the unpickled checkpoint
     */
    TorchStateDict(String file, Object root, CheckpointOptions options, Locator locator) throws IOException {
        this.file = file;
        this.options = options;
        if (!(root instanceof Pickle.Dict dict)) {
            throw new MalformedFileException(
                    file, "a dictionary of tensors was expected, found a " + kind(root) + "; " + TorchObjects.REMEDY);
        }
        Map<String, TorchTensor> chosen = Prefixes.strip(file, choose(dict), options.prefix(), notes);
        if (chosen.size() > MOST_TENSORS) {
            throw new MalformedFileException(
                    file, "the checkpoint has %d tensors; at most %d are read".formatted(chosen.size(), MOST_TENSORS));
        }
        for (Map.Entry<String, TorchTensor> entry : chosen.entrySet()) {
            TorchTensor tensor = entry.getValue();
            tensors.put(entry.getKey(), tensor.open(file, entry.getKey(), locator.locate(tensor.storage())));
        }
        refuseEndlessSharing(chosen.values());
    }

    /** Each tensor lies within its storage and each storage in the file, so that no sum here overflows. */
    private void refuseEndlessSharing(Collection<TorchTensor> chosen) throws MalformedFileException {
        long stored = chosen.stream()
                .map(TorchTensor::storage)
                .distinct()
                .mapToLong(TorchStorage::bytes)
                .sum();
        long read = tensors.values().stream().mapToLong(Tensor::bytes).sum();
        if (read / MOST_READS > stored) {
            throw new MalformedFileException(
                    file,
                    "the tensors share their storages too often: %d bytes are read from %d; save them with .clone()"
                            .formatted(read, stored));
        }
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    List<String> notes() {
        return notes;
    }

    private Map<String, TorchTensor> choose(Pickle.Dict root) throws MalformedFileException {
        Map<String, Pickle.Dict> nested = nested(root);
        if (options.entry().isPresent()) {
            String entry = options.entry().get();
            if (!nested.containsKey(entry)) {
                throw new MalformedFileException(
                        file,
                        "there are no tensors under \"%s\"; there are some under %s".formatted(entry, first(nested)));
            }
            return chosen(root, nested, entry);
        }
        for (String place : PLACES) {
            if (nested.containsKey(place)) {
                return chosen(root, nested, place);
            }
        }
        Map<String, TorchTensor> tensors = tensorsOf(root);
        if (tensors.isEmpty()) {
            throw new MalformedFileException(
                    file,
                    nested.isEmpty()
                            ? "the checkpoint holds no tensors, neither by itself nor under one of %s; its keys are %s"
                                    .formatted(PLACES, keys(root))
                            : "the checkpoint holds no tensors by itself nor under one of %s; name the entry, one of %s"
                                    .formatted(PLACES, first(nested)));
        }
        return tensors;
    }

    /** Dictionaries that hold tensors, by their keys. */
    private static Map<String, Pickle.Dict> nested(Pickle.Dict root) {
        // A file may name one large dictionary a million times; it is searched once.
        Map<Pickle.Dict, Boolean> searched = new IdentityHashMap<>();
        Map<String, Pickle.Dict> nested = new LinkedHashMap<>();
        root.entries().forEach((key, value) -> {
            if (key instanceof String name
                    && value instanceof Pickle.Dict dict
                    && searched.computeIfAbsent(dict, TorchStateDict::holdsTensors)) {
                nested.put(name, dict);
            }
        });
        return nested;
    }

    private static boolean holdsTensors(Pickle.Dict dict) {
        return dict.entries().entrySet().stream()
                .anyMatch(entry -> entry.getKey() instanceof String && entry.getValue() instanceof TorchTensor);
    }

    private static List<String> first(Map<String, Pickle.Dict> nested) {
        return nested.keySet().stream().limit(NAMED).toList();
    }

    private Map<String, TorchTensor> chosen(Pickle.Dict root, Map<String, Pickle.Dict> nested, String place) {
        String others = first(nested).stream().filter(key -> !key.equals(place)).collect(Collectors.joining(", "));
        notes.add(Printable.of("The tensors are those under \"%s\".%s%s"
                .formatted(
                        place,
                        leftAside(root, place),
                        others.isEmpty() ? "" : " Name an entry to read other tensors: " + others + ".")));
        return tensorsOf(nested.get(place));
    }

    private static String leftAside(Pickle.Dict root, String place) {
        String others = keys(root).stream().filter(key -> !key.equals(place)).collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " Left aside: " + others + ".";
    }

    private static List<String> keys(Pickle.Dict dict) {
        return dict.entries().keySet().stream()
                .map(key -> key instanceof String text ? text : "a " + kind(key))
                .limit(NAMED)
                .toList();
    }

    private static Map<String, TorchTensor> tensorsOf(Pickle.Dict dict) {
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        dict.entries().forEach((key, value) -> {
            if (key instanceof String name && value instanceof TorchTensor tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static String kind(Object value) {
        return value.getClass().getSimpleName();
    }
}
