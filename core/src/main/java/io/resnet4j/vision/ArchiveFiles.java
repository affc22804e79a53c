package io.resnet4j.vision;

import io.resnet4j.io.EntryName;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.TarArchive;
import io.resnet4j.io.TarGzip;
import io.resnet4j.io.WholeFile;
import io.resnet4j.io.ZipArchive;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder inside a zip or tar file; {@code prefix} is empty or ends with a slash. */
record ArchiveFiles(Archive archive, String prefix) implements FileTree {
    private static final String MAC_FOLDER = "__MACOSX/";
    private static final String MAC_FILE = "._";

    /** An archive that is read at positions. Names of folders end with a slash. */
    private interface Archive extends Closeable {
        Stream<String> names();

        byte[] read(String name) throws IOException;
    }

    /**
     * Opens a folder of an archive, whose first bytes say what it is; the empty name is the whole file.
     *
     * @param name the data set as it was asked for
     * @throws DataSetException when it is a compressed tar file
     */
    static ArchiveFiles open(String name, Path path, String folder) throws IOException {
        String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
        boolean isTar;
        try (PositionalFile file = PositionalFile.open(path)) {
            if (TarGzip.is(file)) {
                throw new DataSetException(
                        name,
                        "a compressed tar file has no positions to read at; take gzip off once, gunzip -k %s, and name the .tar"
                                .formatted(path));
            }
            isTar = TarArchive.is(file);
        }
        return new ArchiveFiles(isTar ? new Tar(TarArchive.open(path)) : openZip(name, path), prefix);
    }

    private static Zip openZip(String name, Path path) throws IOException {
        ZipArchive zip = ZipArchive.open(path);
        try {
            return new Zip(zip, plainNames(name, zip));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static Map<String, ZipArchive.Entry> plainNames(String name, ZipArchive zip) throws DataSetException {
        Map<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
        for (ZipArchive.Entry entry : zip.entries()) {
            if (entry.name().contains("\\")) {
                throw new DataSetException(
                        name,
                        "the entry %s has a backslash in its name, where zip files have /; pack it again with another program"
                                .formatted(entry.name()));
            }
            if (entries.put(EntryName.plain(entry.name()), entry) != null) {
                throw new DataSetException(name, "two entries are the same file, the second is " + entry.name());
            }
        }
        return entries;
    }

    /** A zip file, its entries by their names without {@code ./}, which tar files lose when they are read. */
    private record Zip(ZipArchive zip, Map<String, ZipArchive.Entry> entries) implements Archive {
        @Override
        public Stream<String> names() {
            return entries.keySet().stream();
        }

        @Override
        public byte[] read(String name) throws IOException {
            ZipArchive.Entry entry = entries.get(name);
            if (entry == null) {
                throw missing(zip.file(), name);
            }
            WholeFile.checkImage(zip.file() + "!/" + entry.name(), entry.size());
            return zip.bytes(entry);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    private record Tar(TarArchive tar) implements Archive {
        @Override
        public Stream<String> names() {
            return tar.entries().stream().map(TarArchive.Entry::name);
        }

        @Override
        public byte[] read(String name) throws IOException {
            TarArchive.Entry entry = tar.entry(name).orElseThrow(() -> missing(tar.file(), name));
            WholeFile.checkImage(tar.file() + "!/" + name, entry.size());
            return tar.bytes(entry);
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }

    private static NoSuchFileException missing(String archive, String name) {
        return new NoSuchFileException(archive + "!/" + name);
    }

    /** An archive may leave its folders out: then they are known by their files. */
    @Override
    public List<String> folders() {
        return below().map(path -> path.substring(0, path.indexOf('/')))
                .distinct()
                .toList();
    }

    @Override
    public List<String> files() {
        return below().filter(path -> !path.endsWith("/")).toList();
    }

    @Override
    public byte[] read(String path) throws IOException {
        return archive.read(prefix + path);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    /** What lies in folders of this folder, the folders themselves included. */
    private Stream<String> below() {
        return archive.names()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(path -> path.indexOf('/') > 0)
                .filter(path -> !isOfMac(path));
    }

    /**
     * Whether macOS put this into the archive by itself: for {@code cat/a.jpg} an AppleDouble file
     * {@code __MACOSX/cat/._a.jpg} (or {@code cat/._a.jpg}) that is no image in spite of its name. On disk, where they do
     * not come by themselves, torchvision takes them for a class and samples, and so does {@link DiskFiles}.
     */
    private static boolean isOfMac(String path) {
        return path.startsWith(MAC_FOLDER)
                || path.substring(path.lastIndexOf('/') + 1).startsWith(MAC_FILE);
    }
}
