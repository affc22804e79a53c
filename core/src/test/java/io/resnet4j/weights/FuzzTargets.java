package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.PickleInput;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.ZipArchive;
import io.resnet4j.io.ZipForge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code fuzz/run} feeds with bytes, one class for each reader: the method that Jazzer calls, and no trace of Jazzer.
 * A reader may refuse what it gets; everything else that it throws is a finding.
 */
public final class FuzzTargets {
    static final List<Target> ALL = List.of(
            File::fuzzerTestOneInput,
            Objects::fuzzerTestOneInput,
            Legacy::fuzzerTestOneInput,
            Tar::fuzzerTestOneInput,
            Safetensors::fuzzerTestOneInput,
            Zip::fuzzerTestOneInput,
            RawPickle::fuzzerTestOneInput,
            Registry::fuzzerTestOneInput,
            Description::fuzzerTestOneInput);

    private static final String NAME = "fuzzed";
    private static final byte[] STORAGE = new byte[24];

    /** Takes the bytes of a file, or of a part of one. */
    interface Target {
        void feed(byte[] bytes) throws IOException;
    }

    private interface Opener {
        Checkpoint open(PositionalFile file, CheckpointOptions options) throws IOException;
    }

    private FuzzTargets() {}

    /** A file of any format, as its first bytes have it. */
    public static final class File {
        private File() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            readAll(bytes, Checkpoint::of);
        }
    }

    /** The pickle within PyTorch's zip container: checksums would stop the fuzzer at the gate. */
    public static final class Objects {
        private Objects() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            ZipForge zip = new ZipForge();
            zip.stored("archive/data.pkl", bytes);
            zip.stored("archive/data/0", STORAGE);
            readAll(zip.bytes(), TorchZip::read);
        }
    }

    /** PyTorch's legacy stream. */
    public static final class Legacy {
        private Legacy() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            readAll(bytes, TorchLegacy::read);
        }
    }

    /** PyTorch's first container, a tar file. */
    public static final class Tar {
        private Tar() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            readAll(bytes, TorchTar::read);
        }
    }

    /** A safetensors file. */
    public static final class Safetensors {
        private Safetensors() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            readAll(bytes, SafetensorsFile::read);
        }
    }

    /** A zip file alone, all of its entries unpacked. */
    public static final class Zip {
        private Zip() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            try (ZipArchive zip = ZipArchive.of(PositionalFile.of(NAME, bytes), 1 << 16)) {
                for (ZipArchive.Entry entry : zip.entries()) {
                    if (zip.bytes(entry).length != entry.size()) {
                        throw new AssertionError(entry + " has another size");
                    }
                }
            } catch (MalformedFileException e) {
                requireMessage(e);
            }
        }
    }

    /** A pickle alone. */
    public static final class RawPickle {
        private RawPickle() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            try {
                Pickle.read(PickleInput.of(NAME, bytes), new TorchObjects(NAME));
            } catch (MalformedFileException e) {
                requireMessage(e);
            }
        }
    }

    /** A registry of published weights; whatever it holds, its files are kept in the cache's own folder. */
    public static final class Registry {
        private static final WeightsCache CACHE = WeightsCache.in(Path.of("cache"));

        private Registry() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            try {
                io.resnet4j.weights.Registry registry = RegistryFile.parse(NAME, bytes);
                for (PublishedWeights entry : registry.entries()) {
                    boolean found = registry.find(entry.id()).equals(Optional.of(entry));
                    if (!found || !CACHE.path(entry).getParent().equals(CACHE.folder())) {
                        throw new AssertionError(entry + " is not found, or kept elsewhere");
                    }
                }
            } catch (MalformedFileException e) {
                requireMessage(e);
            }
        }
    }

    /** The description of a model in a safetensors file's metadata; what was read is written and read again. */
    public static final class Description {
        private Description() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            try {
                ModelDescription description = ModelDescription.parse(NAME, new String(bytes, StandardCharsets.UTF_8));
                if (!ModelDescription.parse(NAME, description.toJson()).equals(description)) {
                    throw new AssertionError(description + " becomes another");
                }
            } catch (MalformedFileException e) {
                requireMessage(e);
            }
        }
    }

    private static void readAll(byte[] bytes, Opener opener) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(4096);
        try (Checkpoint checkpoint = opener.open(PositionalFile.of(NAME, bytes), CheckpointOptions.defaults())) {
            for (Tensor tensor : checkpoint.tensors().values()) {
                for (long at = 0; at < tensor.bytes(); at += piece.limit()) {
                    piece.clear().limit((int) Math.min(piece.capacity(), tensor.bytes() - at));
                    tensor.read(at, piece);
                }
            }
        } catch (MalformedFileException e) {
            requireMessage(e);
        }
    }

    private static void requireMessage(MalformedFileException refusal) {
        if (!refusal.getMessage().startsWith(NAME)) {
            throw new AssertionError("the message does not name the file: " + refusal.getMessage());
        }
    }
}
