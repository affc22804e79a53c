package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.PickleInput;
import io.resnet4j.io.PositionalFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's container from 0.1.10 to 1.5 (and later with {@code _use_new_zipfile_serialization=False}): pickles, then
 * storages.
 *
 * <pre>
 * pickle   the number 1950a86a20f9469cfc6c
 * pickle   the number 1001, the version of this format
 * pickle   a dictionary on the saving machine, which PyTorch does not look at either
 * pickle   the object
 * pickle   a list of the storages' keys
 * for each key:   8 bytes, the number of elements;   the elements
 * </pre>
 *
 * Numbers are little-endian, also where the dictionary says of the machine that it is not.
 */
final class TorchLegacy {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;
    /** The three pickles before the object have a few hundred bytes in all. */
    private static final int LONGEST_HEAD = 4096;
    /** Twenty bytes for each storage. */
    private static final int LONGEST_KEYS = 1 << 19;

    private final PositionalFile file;
    private final TorchObjects objects;
    private final Map<String, Long> starts = new HashMap<>();
    private long position;

    private TorchLegacy(PositionalFile file) {
        this.file = file;
        this.objects = new TorchObjects(file.name());
    }

    /** The checkpoint in {@code file}, which is closed with it. */
    static Checkpoint read(PositionalFile file, CheckpointOptions options) throws IOException {
        return new TorchLegacy(file).checkpoint(options);
    }

    private Checkpoint checkpoint(CheckpointOptions options) throws IOException {
        if (!unpickle(LONGEST_HEAD).equals(MAGIC)) {
            throw malformed("this is a pickle, but not one of PyTorch's: it does not begin with their number; "
                    + TorchObjects.REMEDY);
        }
        Object version = unpickle(LONGEST_HEAD);
        if (!version.equals(VERSION)) {
            throw malformed("the checkpoint's format has version %s; %d is read".formatted(version, VERSION));
        }
        unpickle(LONGEST_HEAD);
        Object root = unpickle(Integer.MAX_VALUE);
        if (!(unpickle(LONGEST_KEYS) instanceof Pickle.Sequence keys)) {
            throw malformed("the list of the storages' keys is missing");
        }
        locateAll(keys.items());
        TorchStateDict found = new TorchStateDict(file.name(), root, options, this::locate);
        return new Checkpoint(
                file.name(), Checkpoint.Format.TORCH_LEGACY, found.tensors(), Map.of(), found.notes(), file);
    }

    private Object unpickle(int longest) throws IOException {
        PickleInput input = PickleInput.of(file, position, longest);
        Object value = Pickle.read(input, objects);
        position = input.position();
        return value;
    }

    /** Steps from storage to storage, and reads of each only how many elements it has. */
    private void locateAll(List<Object> keys) throws IOException {
        for (Object key : keys) {
            TorchStorage storage =
                    key instanceof String name ? objects.storages().get(name) : null;
            if (storage == null || starts.containsKey(storage.key())) {
                throw malformed("the file has a storage that its pickle does not name, or has it twice: " + key);
            }
            long elements = file.read(position, Long.BYTES).getLong();
            if (elements != storage.elements()) {
                throw malformed("storage %s has %d elements, expected %d".formatted(key, elements, storage.elements()));
            }
            position += Long.BYTES;
            if (storage.bytes() > file.size() - position) {
                throw malformed("the file is truncated in storage %s: %d bytes are expected at %d, %d are left"
                        .formatted(key, storage.bytes(), position, file.size() - position));
            }
            starts.put(storage.key(), position);
            position += storage.bytes();
        }
    }

    private ByteSource locate(TorchStorage storage) throws MalformedFileException {
        Long start = starts.get(storage.key());
        if (start == null) {
            throw malformed("the file lacks storage %s, which its pickle refers to".formatted(storage.key()));
        }
        return (offset, target) -> file.read(start + offset, target);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.name(), problem);
    }
}
