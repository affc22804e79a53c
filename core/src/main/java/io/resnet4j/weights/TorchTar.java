package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.PickleGlobals;
import io.resnet4j.io.PickleInput;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.TarArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PyTorch's first container, before 0.1.10: a tar file of four, in which pickles and plain numbers take turns. It calls
 * storages and tensors by numbers, which the object's pickle has as texts.
 *
 * <pre>
 * sys_info   pickle   a dictionary on the saving machine, which PyTorch does not look at either
 * storages   pickle   how many storages
 *            for each:   pickle (number, location, class);   8 bytes, the number of elements;   the elements
 *            pickle   a list of storages that are parts of others: (number, number of the other, offset, elements)
 * tensors    pickle   how many tensors
 *            for each:   pickle (number, storage's number, class);   4 bytes, the rank n;   4 bytes of any kind;
 *                        n * 8 bytes, the shape;   n * 8 bytes, the strides;   8 bytes, the offset in elements
 * pickle     pickle   the object, in which a tensor is a persistent object
 * </pre>
 *
 * All numbers are little-endian, whatever the machine.
 */
final class TorchTar implements PickleGlobals {
    private static final int MOST = 1 << 20;

    private final TarArchive tar;
    private final TorchObjects globals;
    private final Map<Long, TorchStorage> storages = new HashMap<>();
    /** Where in the file each storage lies, by its key. */
    private final Map<String, Long> starts = new HashMap<>();

    private final Map<Long, TorchTensor> tensors = new HashMap<>();

    /** Reads an entry from front to back. */
    private final class Cursor {
        private final TarArchive.Entry entry;
        private long position;

        Cursor(String name) throws MalformedFileException {
            entry = tar.entry(name)
                    .orElseThrow(() -> malformed("the tar file is no PyTorch checkpoint: it lacks " + name));
        }

        Object unpickle() throws IOException {
            PickleInput input = tar.pickle(entry, position);
            Object value = Pickle.read(input, TorchTar.this);
            position = input.position() - entry.start();
            return value;
        }

        int count() throws IOException {
            if (unpickle() instanceof Long count && count >= 0 && count <= MOST) {
                return count.intValue();
            }
            throw malformed("%s does not begin with their number, or with more than %d".formatted(entry.name(), MOST));
        }

        List<Object> tuple(int length) throws IOException {
            if (unpickle() instanceof Pickle.Sequence tuple && tuple.items().size() == length) {
                return tuple.items();
            }
            throw malformed("%s has something else where a tuple of %d was expected, before byte %d"
                    .formatted(entry.name(), length, position));
        }

        ByteBuffer numbers(int bytes) throws IOException {
            ByteBuffer numbers = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            tar.read(entry, position, numbers);
            position += bytes;
            return numbers.flip();
        }

        /** Where in the file the bytes lie that are passed over. */
        long skip(long bytes) throws MalformedFileException {
            if (bytes > entry.size() - position) {
                throw malformed("%s is truncated: %d bytes are expected at %d, %d are left"
                        .formatted(entry.name(), bytes, position, entry.size() - position));
            }
            position += bytes;
            return entry.start() + position - bytes;
        }

        void end() throws MalformedFileException {
            if (position != entry.size()) {
                throw malformed(
                        "%s holds %d bytes more than it should".formatted(entry.name(), entry.size() - position));
            }
        }
    }

    private TorchTar(TarArchive tar) {
        this.tar = tar;
        this.globals = new TorchObjects(tar.file());
    }

    /** The checkpoint in {@code file}, which is closed with it. */
    static Checkpoint read(PositionalFile file, CheckpointOptions options) throws IOException {
        return new TorchTar(TarArchive.of(file)).checkpoint(file, options);
    }

    private Checkpoint checkpoint(PositionalFile file, CheckpointOptions options) throws IOException {
        Cursor objects = new Cursor("storages");
        readStorages(objects);
        readParts(objects);
        objects.end();
        readTensors(new Cursor("tensors"));
        Cursor object = new Cursor("pickle");
        Object root = object.unpickle();
        object.end();
        TorchStateDict found = new TorchStateDict(file.name(), root, options, storage -> {
            long start = starts.get(storage.key());
            return (offset, target) -> file.read(start + offset, target);
        });
        return new Checkpoint(file.name(), Checkpoint.Format.TORCH_TAR, found.tensors(), Map.of(), found.notes(), file);
    }

    private void readStorages(Cursor in) throws IOException {
        for (int left = in.count(); left > 0; left--) {
            List<Object> description = in.tuple(3);
            if (!(description.get(0) instanceof Long number)
                    || !(description.get(2) instanceof TorchStorage.Type type)) {
                throw malformed("a storage is described in a way that PyTorch does not");
            }
            long elements = in.numbers(Long.BYTES).getLong();
            if (elements < 0 || elements > Long.MAX_VALUE / type.width()) {
                throw malformed("storage %d has the impossible number of %d elements".formatted(number, elements));
            }
            add(number, type, elements, in.skip(elements * type.width()));
        }
    }

    private void readParts(Cursor in) throws IOException {
        if (!(in.unpickle() instanceof Pickle.Sequence parts)) {
            throw malformed("the list of storages that are parts of others is missing");
        }
        for (Object part : parts.items()) {
            if (!(part instanceof Pickle.Sequence tuple)
                    || tuple.items().size() != 4
                    || !(tuple.items().get(0) instanceof Long number)
                    || !(tuple.items().get(1) instanceof Long whole)
                    || !(tuple.items().get(2) instanceof Long offset)
                    || !(tuple.items().get(3) instanceof Long elements)
                    || !storages.containsKey(whole)) {
                throw malformed("a part of a storage is described in a way that PyTorch does not");
            }
            TorchStorage root = storages.get(whole);
            if (offset < 0 || elements < 0 || offset > root.elements() || elements > root.elements() - offset) {
                throw malformed("storage %d is %d elements from %d on of a storage of %d"
                        .formatted(number, elements, offset, root.elements()));
            }
            add(
                    number,
                    root.type(),
                    elements,
                    starts.get(root.key()) + offset * root.type().width());
        }
    }

    private void add(long number, TorchStorage.Type type, long elements, long start) throws MalformedFileException {
        TorchStorage storage = new TorchStorage(type, Long.toString(number), elements);
        if (storages.put(number, storage) != null) {
            throw malformed("storage %d is there twice".formatted(number));
        }
        starts.put(storage.key(), start);
    }

    private void readTensors(Cursor in) throws IOException {
        for (int left = in.count(); left > 0; left--) {
            List<Object> description = in.tuple(3);
            if (!(description.get(0) instanceof Long number)
                    || !(description.get(1) instanceof Long storage)
                    || !storages.containsKey(storage)
                    || description.get(2) != storages.get(storage).type()) {
                throw malformed("a tensor is described in a way that PyTorch does not");
            }
            int rank = in.numbers(2 * Integer.BYTES).getInt();
            if (rank < 0 || rank > Checkpoint.HIGHEST_RANK) {
                throw malformed("tensor %d has %d dimensions; at most %d are read"
                        .formatted(number, rank, Checkpoint.HIGHEST_RANK));
            }
            List<Long> shape = longs(in, rank);
            List<Long> strides = longs(in, rank);
            long offset = in.numbers(Long.BYTES).getLong();
            TorchTensor tensor = new TorchTensor(storages.get(storage), offset, shape, strides);
            if (tensors.put(number, tensor) != null || storages.containsKey(number)) {
                throw malformed("tensor %d is there twice".formatted(number));
            }
        }
        in.end();
    }

    private static List<Long> longs(TorchTar.Cursor in, int count) throws IOException {
        ByteBuffer numbers = in.numbers(count * Long.BYTES);
        List<Long> longs = new ArrayList<>();
        while (numbers.hasRemaining()) {
            longs.add(numbers.getLong());
        }
        return longs;
    }

    /** A tensor's class stands for the type of its storage. */
    @Override
    public Optional<Object> find(String module, String name) {
        if (name.endsWith("Tensor") && (module.equals("torch") || module.equals("torch.cuda"))) {
            return globals.find(module, name.substring(0, name.length() - "Tensor".length()) + "Storage");
        }
        return globals.find(module, name);
    }

    @Override
    public Object persistent(Object id) throws MalformedFileException {
        if (id instanceof String text && text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (tensors.containsKey(number)) {
                return tensors.get(number);
            }
            if (storages.containsKey(number)) {
                return storages.get(number);
            }
        }
        throw malformed("the pickle refers to a tensor that the file lacks, or to a class; " + TorchObjects.REMEDY);
    }

    @Override
    public void build(Object target, Object state) throws MalformedFileException {
        globals.build(target, state);
    }

    @Override
    public String remedy() {
        return globals.remedy();
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(tar.file(), problem);
    }
}
