package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.PickleInput;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.ZipArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's container since 1.6: a zip file of stored entries below one folder of any name.
 *
 * <pre>
 * NAME/data.pkl     the object, a pickle
 * NAME/byteorder    "little" or "big"; older files have none and are little
 * NAME/data/KEY     the bytes of the storage KEY
 * NAME/version      "3"
 * </pre>
 *
 * A file with {@code NAME/constants.pkl} is a TorchScript archive, whose pickle holds modules.
 */
final class TorchZip {
    private static final String OBJECT = "/data.pkl";
    private static final int LONGEST_BYTE_ORDER = 16;
    /** One for each tensor, of which {@link TorchStateDict} reads fewer, and room for an optimiser's. */
    private static final int MOST_ENTRIES = 1 << 16;

    private final ZipArchive zip;
    private final String folder;
    private boolean bigEndian;

    private TorchZip(ZipArchive zip) throws MalformedFileException {
        this.zip = zip;
        List<String> objects = zip.entries().stream()
                .map(ZipArchive.Entry::name)
                .filter(name -> name.endsWith(OBJECT) && name.indexOf('/') == name.length() - OBJECT.length())
                .toList();
        if (objects.size() != 1) {
            throw new MalformedFileException(
                    zip.file(),
                    "the zip file is no PyTorch checkpoint: one NAME/data.pkl was expected, found " + objects);
        }
        this.folder = objects.get(0).substring(0, objects.get(0).length() - OBJECT.length() + 1);
    }

    /** The checkpoint in {@code file}, which is closed with it. */
    static Checkpoint read(PositionalFile file, CheckpointOptions options) throws IOException {
        return new TorchZip(ZipArchive.of(file, MOST_ENTRIES)).checkpoint(options);
    }

    private Checkpoint checkpoint(CheckpointOptions options) throws IOException {
        if (zip.entry(folder + "constants.pkl").isPresent()) {
            throw new MalformedFileException(
                    zip.file(),
                    "this is a TorchScript archive; save its state_dict: torch.save(torch.jit.load(...).state_dict(), ...)");
        }
        bigEndian = isBigEndian();
        PickleInput input =
                PickleInput.of(zip, zip.entry(folder + OBJECT.substring(1)).orElseThrow());
        Object root = Pickle.read(input, new TorchObjects(input.file()));
        TorchStateDict found = new TorchStateDict(zip.file(), root, options, this::locate);
        return new Checkpoint(zip.file(), Checkpoint.Format.TORCH_ZIP, found.tensors(), Map.of(), found.notes(), zip);
    }

    private boolean isBigEndian() throws IOException {
        ZipArchive.Entry entry = zip.entry(folder + "byteorder").orElse(null);
        if (entry == null) {
            return false;
        }
        String order = entry.size() > LONGEST_BYTE_ORDER
                ? "of an unknown kind"
                : new String(zip.bytes(entry), StandardCharsets.ISO_8859_1);
        if (!order.equals("little") && !order.equals("big")) {
            throw new MalformedFileException(
                    zip.file(), "the tensors' byte order is %s; little and big are read".formatted(order));
        }
        return order.equals("big");
    }

    private ByteSource locate(TorchStorage storage) throws MalformedFileException {
        String name = folder + "data/" + storage.key();
        ZipArchive.Entry entry = zip.entry(name)
                .orElseThrow(() -> new MalformedFileException(
                        zip.file(), "the archive has no entry %s, which its pickle refers to".formatted(name)));
        if (entry.deflated() || entry.size() != storage.bytes()) {
            throw new MalformedFileException(
                    zip.file() + "!/" + name,
                    "%d stored bytes were expected, found %d %s ones"
                            .formatted(storage.bytes(), entry.size(), entry.deflated() ? "compressed" : "stored"));
        }
        ByteSource source = (offset, target) -> zip.read(entry, offset, target);
        return bigEndian ? new SwappedSource(source, storage.type().width()) : source;
    }
}
