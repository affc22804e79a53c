package io.resnet4j.vision;

import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.TarArchive.Entry;
import io.resnet4j.io.TarGzip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009) as they are published:
 * in files of bytes or in pickles, unpacked or in a {@code .tar.gz}, which is streamed once.
 *
 * <pre>
 *             bytes: cifar-10-batches-bin                  pickles: cifar-10-batches-py
 *  CIFAR-10   data_batch_1.bin to 5, test_batch.bin        data_batch_1 to 5, test_batch
 *             batches.meta.txt                             batches.meta
 *             bytes: cifar-100-binary                      pickles: cifar-100-python
 *  CIFAR-100  train.bin, test.bin, fine_label_names.txt    train, test, meta
 * </pre>
 */
enum Cifar {
    CIFAR10(
            new Half(50_000, List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5")),
            new Half(10_000, List.of("test_batch")),
            new CifarLayout.Binary("cifar-10-binary.tar.gz", "cifar-10-batches-bin", "batches.meta.txt", List.of(10)),
            new CifarLayout.Python(
                    "cifar-10-python.tar.gz", "cifar-10-batches-py", "batches.meta", "label_names", "labels", 10)),
    CIFAR100(
            new Half(50_000, List.of("train")),
            new Half(10_000, List.of("test")),
            new CifarLayout.Binary(
                    "cifar-100-binary.tar.gz", "cifar-100-binary", "fine_label_names.txt", List.of(20, 100)),
            new CifarLayout.Python(
                    "cifar-100-python.tar.gz", "cifar-100-python", "meta", "fine_label_names", "fine_labels", 100));

    static final RawImages.Format FORMAT = new RawImages.Format(3, 32, 255);
    /** The images for training, or those for tests, and the files that they are in. */
    record Half(int published, List<String> files) {}

    private final Half train;
    private final Half test;
    private final List<CifarLayout> layouts;

    Cifar(Half train, Half test, CifarLayout... layouts) {
        this.train = train;
        this.test = test;
        this.layouts = List.of(layouts);
    }

    /** The ways in which it is published. */
    List<CifarLayout> layouts() {
        return layouts;
    }

    /**
     * Reads a half into memory.
     *
     * @param name the data set as it was asked for
     * @param path the folder with the files, the one around it or around a {@code .tar.gz}, or a {@code .tar.gz}
     */
    DataSet open(String name, Path path, boolean training) throws IOException {
        CifarReader reader = training
                ? new CifarReader(name, layouts, train, new CifarReader.Other("test", test))
                : new CifarReader(name, layouts, test, new CifarReader.Other("train", train));
        Path place = Files.isDirectory(path) ? inside(name, path, reader) : path;
        if (Files.isDirectory(place)) {
            readFolder(place, reader);
        } else if (Files.isRegularFile(place)) {
            readArchive(place, reader);
        } else {
            throw new DataSetException(name, "there is no folder and no .tar.gz file " + path);
        }
        return reader.images(place);
    }

    /** What to read of a folder: that of a layout in it, itself, or else an archive that was downloaded to it. */
    private Path inside(String name, Path folder, CifarReader reader) throws DataSetException {
        Optional<Path> unpacked = only(
                name,
                layouts.stream()
                        .map(layout -> folder.resolve(layout.folder()))
                        .filter(Files::isDirectory)
                        .toList());
        if (unpacked.isPresent()) {
            return unpacked.get();
        }
        if (reader.known().stream().anyMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
            return folder;
        }
        Optional<Path> packed = only(
                name,
                layouts.stream()
                        .map(layout -> folder.resolve(layout.archive()))
                        .filter(Files::isRegularFile)
                        .toList());
        return packed.orElse(folder);
    }

    private static Optional<Path> only(String name, List<Path> found) throws DataSetException {
        if (found.size() > 1) {
            throw new DataSetException(
                    name, "%s and %s are both there; name one of them".formatted(found.get(0), found.get(1)));
        }
        return found.stream().findFirst();
    }

    private static void readFolder(Path folder, CifarReader reader) throws IOException {
        for (String known : reader.known()) {
            Path path = folder.resolve(known);
            if (Files.isRegularFile(path) && reader.wants(known)) {
                try (PositionalFile file = PositionalFile.open(path)) {
                    reader.add(known, file);
                }
            }
        }
    }

    /** The files may lie in a folder of the archive, as they do in the published ones. */
    private static void readArchive(Path path, CifarReader reader) throws IOException {
        try (TarGzip archive = TarGzip.open(path)) {
            for (Optional<Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
                Entry entry = next.get();
                String file = entry.name().substring(entry.name().lastIndexOf('/') + 1);
                if (reader.wants(file)) {
                    byte[] bytes = archive.bytes(entry, reader.most(file));
                    reader.add(file, PositionalFile.of(archive.file() + "!/" + entry.name(), bytes));
                }
            }
        }
    }
}
