package io.resnet4j.vision;

import io.resnet4j.io.ZipArchive;
import io.resnet4j.io.ZipArchive.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder inside a zip file; {@code prefix} is empty or ends with a slash. */
record ZipFiles(ZipArchive archive, String prefix) implements FileTree {
    private static final String MAC_FOLDER = "__MACOSX/";
    private static final String MAC_FILE = "._";

    /** Opens a folder of a zip file; the empty name is the whole file. */
    static ZipFiles open(Path zip, String folder) throws IOException {
        String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
        return new ZipFiles(ZipArchive.open(zip), prefix);
    }

    /** A zip file may leave its folders out: then they are known by their files. */
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
        Entry entry = archive.entry(prefix + path)
                .orElseThrow(() -> new NoSuchFileException(archive.file() + "!/" + prefix + path));
        return archive.bytes(entry);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    /** What lies in folders of this folder, the folders themselves included. */
    private Stream<String> below() {
        return archive.entries().stream()
                .map(Entry::name)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(path -> path.indexOf('/') > 0)
                .filter(path -> !isOfMac(path));
    }

    /**
     * Whether macOS put this into the zip file by itself: for {@code cat/a.jpg} an AppleDouble file
     * {@code __MACOSX/cat/._a.jpg} (or {@code cat/._a.jpg}) that is no image in spite of its name. On disk, where they do
     * not come by themselves, torchvision takes them for a class and samples, and so does {@link DiskFiles}.
     */
    private static boolean isOfMac(String path) {
        return path.startsWith(MAC_FOLDER)
                || path.substring(path.lastIndexOf('/') + 1).startsWith(MAC_FILE);
    }
}
