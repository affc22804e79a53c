package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PositionalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What {@code fuzz/run} feeds with bytes of data sets, as {@code FuzzTargets} those of weights. */
public final class DataFuzzTargets {
    static final List<Target> ALL =
            List.of(CifarArchive::fuzzerTestOneInput, CifarFile::fuzzerTestOneInput, TarTree::fuzzerTestOneInput);

    private static final String NAME = "fuzzed";
    private static final ImageDecoder ANY = (file, name) -> Image.black(1, 1);
    private static final int MOST_IMAGES = 100;

    /** Archives are opened by their paths. */
    private static final Path FILE = temporary();

    /** Takes the bytes of a file. */
    interface Target {
        void feed(byte[] bytes) throws IOException;
    }

    private DataFuzzTargets() {}

    /** A {@code .tar.gz} of CIFAR; one that is not compressed yet is, as checksums would stop the fuzzer at the gate. */
    public static final class CifarArchive {
        private CifarArchive() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            boolean compressed = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
            write(bytes, compressed);
            for (Cifar cifar : Cifar.values()) {
                readAll(() -> cifar.open(NAME, FILE, false));
                readAll(() -> cifar.open(NAME, FILE, true));
            }
        }
    }

    /** A file of such an archive alone, in every layout, as one of images and as one of names. */
    public static final class CifarFile {
        private CifarFile() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            PositionalFile file = PositionalFile.of(NAME, bytes);
            for (Cifar cifar : Cifar.values()) {
                for (CifarLayout layout : cifar.layouts()) {
                    try {
                        layout.names(file);
                    } catch (MalformedFileException e) {
                        requireName(e);
                    }
                    try {
                        RawImages.Batch batch = layout.images("batch", file, MOST_IMAGES);
                        readAll(() ->
                                new RawImages(NAME, List.of("a class"), Cifar.FORMAT, MOST_IMAGES, List.of(batch)));
                    } catch (MalformedFileException e) {
                        requireName(e);
                    }
                }
            }
        }
    }

    /** A tar file of folders of images. */
    public static final class TarTree {
        private TarTree() {}

        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            write(bytes, true);
            for (String folder : List.of("", "a")) {
                readAll(() -> ClassFolders.of(NAME, ArchiveFiles.open(NAME, FILE, folder)));
            }
        }
    }

    private interface Opener {
        DataSet open() throws IOException;
    }

    private static void readAll(Opener opener) throws IOException {
        try (DataSet data = opener.open()) {
            for (int i = 0; i < data.samples().size(); i++) {
                data.image(i, ANY);
            }
        } catch (MalformedFileException e) {
            requireName(e);
        }
    }

    private static void requireName(MalformedFileException refusal) {
        if (!refusal.getMessage().startsWith(NAME) && !refusal.getMessage().startsWith(FILE.toString())) {
            throw new AssertionError("the message does not name the file: " + refusal.getMessage());
        }
    }

    private static void write(byte[] bytes, boolean asTheyAre) throws IOException {
        if (asTheyAre) {
            Files.write(FILE, bytes);
        } else {
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(FILE))) {
                out.write(bytes);
            }
        }
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile(NAME, ".archive");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
