package io.resnet4j.vision;

import io.resnet4j.io.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A folder on disk. Links are followed, as torchvision does. */
record DiskFiles(Path root) implements FileTree {
    @Override
    public List<String> folders() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return list(entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString()));
        }
    }

    @Override
    public List<String> files() throws IOException {
        return all().stream().filter(path -> path.contains("/")).toList();
    }

    /** Every file in the folder, at any depth, in any order. */
    List<String> all() throws IOException {
        try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return list(paths.filter(path -> !Files.isDirectory(path)).map(this::relative));
        }
    }

    /** Reads the disk, as streams of paths are lazy: only here a folder is met that is unreadable, or a loop of links. */
    static List<String> list(Stream<String> names) throws IOException {
        try {
            return names.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        return WholeFile.read(root.resolve(path));
    }

    @Override
    public void close() {}

    private String relative(Path path) {
        return StreamSupport.stream(root.relativize(path).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }
}
