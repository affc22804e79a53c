package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.PickleGlobals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The globals that {@code torch.save} needs for tensors and plain data. Everything else that a checkpoint refers to is
 * refused by name.
 *
 * <p>A storage is a persistent object, named by the tuple {@code ("storage", class, key, location, elements)}; the
 * legacy container adds a view, which is always {@code None} since PyTorch 0.4. The location ({@code cuda:0}) says
 * where the saver had it, and does not matter here.
 */
final class TorchObjects implements PickleGlobals {
    static final String REMEDY = "save the state_dict only: torch.save(model.state_dict(), ...)";
    private static final int LONGEST_KEY = 1024;

    /** Copies that a pickle can ask for again and again, in all. */
    private static final int MOST_COPIED = 1 << 17;
    /** What a dictionary weighs beside its entries. */
    private static final int DICT = 4;

    /** Options of a training script, and numbers of numpy 1 and 2, as torchvision's and others' scripts save them. */
    private static final List<String> OPAQUE = List.of(
            "argparse.Namespace",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar");

    private final String file;
    private final Map<String, TorchStorage> storages = new HashMap<>();
    private final Map<String, Object> known = new HashMap<>();
    private int copied;

    TorchObjects(String file) {
        this.file = file;
        known.put("collections.OrderedDict", (Callable) this::orderedDict);
        known.put("torch._utils._rebuild_tensor", (Callable) arguments -> tensor(arguments, 4));
        known.put("torch._utils._rebuild_tensor_v2", (Callable) arguments -> tensor(arguments, 6));
        known.put("torch._utils._rebuild_parameter", (Callable) this::first);
        // Protocol 2 has no bytes and no sets: they come as calls. Nothing reads them, so what they hold will do.
        for (String module : List.of("builtins", "__builtin__")) {
            known.put(module + ".set", (Callable) this::first);
            known.put(module + ".bytes", (Callable) arguments -> Pickle.sequence(List.of()));
        }
        known.put("collections.Counter", (Callable) this::first); // of a MultiStepLR's milestones
        for (TorchStorage.Type type : TorchStorage.Type.values()) {
            known.put("torch." + type, new Opaque("torch." + type));
        }
        known.put("_codecs.encode", (Callable) this::first);
        // What training scripts save beside the weights; made into a placeholder each time, whatever they hold.
        for (String name : OPAQUE) {
            known.put(name, (Callable) arguments -> new Opaque(name));
        }
        known.put("torch.Size", (Callable) this::first);
        known.put("torch.device", (Callable) this::first);
    }

    /** All storages that the pickle named so far, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    @Override
    public Optional<Object> find(String module, String name) {
        Object global = known.get(module + "." + name);
        if (global == null && (module.equals("torch") || module.equals("torch.cuda"))) {
            return TorchStorage.Type.ofClass(name).map(Object.class::cast);
        }
        return Optional.ofNullable(global);
    }

    @Override
    public Object persistent(Object id) throws MalformedFileException {
        List<Object> parts = id instanceof Pickle.Sequence tuple ? tuple.items() : List.of();
        if (parts.size() < 5
                || parts.size() > 6
                || !parts.get(0).equals("storage")
                || !(parts.get(1) instanceof TorchStorage.Type type)
                || !(parts.get(2) instanceof String key)
                || key.length() > LONGEST_KEY
                || !(parts.get(4) instanceof Long elements)
                || elements < 0
                || elements > Long.MAX_VALUE / type.width()) {
            throw malformed("the pickle names a storage in a way that PyTorch does not");
        }
        if (parts.size() == 6 && parts.get(5) != Pickle.None.NONE) {
            throw malformed(
                    "storage %s is a view of another one, as PyTorch wrote before 0.4; load and save it with a later one"
                            .formatted(key));
        }
        TorchStorage storage = new TorchStorage(type, key, elements);
        TorchStorage before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw malformed("storage %s is described in two ways: %s and %s".formatted(key, before, storage));
        }
        return storage;
    }

    /** A state_dict carries versions of its modules as an attribute, which nothing here needs; nor what is opaque. */
    @Override
    public void build(Object target, Object state) throws MalformedFileException {
        if (!(target instanceof Pickle.Dict || target instanceof Opaque)) {
            throw malformed("the pickle gives attributes to something that has none; " + REMEDY);
        }
    }

    @Override
    public String remedy() {
        return REMEDY;
    }

    /** {@code _rebuild_tensor(storage, offset, size, stride)}; v2 adds whether it learns, its hooks, and metadata. */
    private TorchTensor tensor(List<Object> arguments, int least) throws MalformedFileException {
        if (arguments.size() < least
                || !(arguments.get(0) instanceof TorchStorage storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof Pickle.Sequence shape)
                || !(arguments.get(3) instanceof Pickle.Sequence strides)
                || shape.items().size() != strides.items().size()) {
            throw malformed("the pickle describes a tensor in a way that PyTorch does not");
        }
        if (shape.items().size() > Checkpoint.HIGHEST_RANK) {
            throw malformed("the pickle describes a tensor of %d dimensions; at most %d are read"
                    .formatted(shape.items().size(), Checkpoint.HIGHEST_RANK));
        }
        copy(2 * shape.items().size());
        return new TorchTensor(storage, offset, numbers(shape), numbers(strides));
    }

    private List<Long> numbers(Pickle.Sequence sequence) throws MalformedFileException {
        List<Long> numbers = new ArrayList<>(sequence.items().size());
        for (Object item : sequence.items()) {
            if (!(item instanceof Long number)) {
                throw malformed("the pickle gives a tensor sizes that are not numbers");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Empty and filled afterwards; Python 2 passes a list of pairs instead. */
    private Pickle.Dict orderedDict(List<Object> arguments) throws MalformedFileException {
        if (arguments.isEmpty()) {
            return Pickle.dict(List.of());
        }
        if (!(arguments.get(0) instanceof Pickle.Sequence list)) {
            throw malformed("the pickle makes an OrderedDict of something other than pairs");
        }
        copy(DICT + list.items().size());
        List<List<Object>> pairs = new ArrayList<>();
        for (Object item : list.items()) {
            if (!(item instanceof Pickle.Sequence pair) || pair.items().size() != 2) {
                throw malformed("the pickle makes an OrderedDict of something other than pairs");
            }
            pairs.add(pair.items());
        }
        return Pickle.dict(pairs);
    }

    private void copy(int count) throws MalformedFileException {
        copied += count;
        if (copied > MOST_COPIED || copied < 0) {
            throw malformed("the pickle copies more than %d objects".formatted(MOST_COPIED));
        }
    }

    private Object first(List<Object> arguments) throws MalformedFileException {
        if (arguments.isEmpty()) {
            throw malformed("the pickle calls a function without its arguments");
        }
        return arguments.get(0);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file, problem);
    }
}
