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
            new CifarLayout.Binary("cifar-10-batches-bin", "batches.meta.txt", List.of(10)),
            new CifarLayout.Python("cifar-10-batches-py", "batches.meta", "label_names", "labels", 10)),
    CIFAR100(
            new Half(50_000, List.of("train")),
            new Half(10_000, List.of("test")),
            new CifarLayout.Binary("cifar-100-binary", "fine_label_names.txt", List.of(20, 100)),
            new CifarLayout.Python("cifar-100-python", "meta", "fine_label_names", "fine_labels", 100));

    static final RawImages.Format FORMAT = new RawImages.Format(3, 32, 255);
    /** More than a file of a published half has, so that nothing larger is read into memory. */
    private static final long MOST_BYTES = 1 << 28;

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

    /**
     * Reads a half into memory.
     *
     * @param name the data set as it was asked for
     * @param path the folder with the files, the one around it, or a {@code .tar.gz}
     */
    DataSet open(String name, Path path, boolean training) throws IOException {
        CifarReader reader = new CifarReader(name, layouts, training ? train : test);
        if (Files.isDirectory(path)) {
            readFolder(name, folder(name, path), reader);
        } else if (Files.isRegularFile(path)) {
            readArchive(name, path, reader);
        } else {
            throw new DataSetException(name, "there is no folder and no .tar.gz file " + path);
        }
        return reader.images();
    }

    private Path folder(String name, Path path) throws DataSetException {
        List<Path> inside = layouts.stream()
                .map(layout -> path.resolve(layout.folder()))
                .filter(Files::isDirectory)
                .toList();
        if (inside.size() > 1) {
            throw new DataSetException(
                    name, "%s and %s are both there; name one of them".formatted(inside.get(0), inside.get(1)));
        }
        return inside.isEmpty() ? path : inside.get(0);
    }

    private static void readFolder(String name, Path folder, CifarReader reader) throws IOException {
        for (String wanted : reader.wanted()) {
            Path path = folder.resolve(wanted);
            if (Files.isRegularFile(path)) {
                try (PositionalFile file = PositionalFile.open(path)) {
                    if (file.size() > MOST_BYTES) {
                        throw new DataSetException(
                                name, "%s has %d bytes, which is more than it can have".formatted(path, file.size()));
                    }
                    reader.add(wanted, file);
                }
            }
        }
    }

    /** The files may lie in a folder of the archive, as they do in the published ones. */
    private static void readArchive(String name, Path path, CifarReader reader) throws IOException {
        try (TarGzip archive = TarGzip.open(path)) {
            for (Optional<Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
                Entry entry = next.get();
                String file = entry.name().substring(entry.name().lastIndexOf('/') + 1);
                if (reader.wanted().contains(file)) {
                    byte[] bytes = archive.bytes(entry, MOST_BYTES);
                    reader.add(file, PositionalFile.of(archive.file() + "!/" + entry.name(), bytes));
                }
            }
        }
    }
}
