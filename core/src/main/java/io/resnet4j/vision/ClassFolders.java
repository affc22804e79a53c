package io.resnet4j.vision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * torchvision's {@code ImageFolder}: every folder is a class, every image file below it, at any depth, a sample of that
 * class. Classes are sorted by name; samples by class, then by folder, then by file name.
 */
final class ClassFolders implements DataSet {
    /** torchvision's {@code IMG_EXTENSIONS}. */
    static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp");

    private static final Comparator<String> BY_FOLDER = Comparator.comparing(
                    ClassFolders::folder, ClassFolders::compareAsPython)
            .thenComparing(path -> path.substring(folder(path).length()), ClassFolders::compareAsPython);

    private final String name;
    private final FileTree tree;
    private final List<String> classes;
    private final List<Sample> samples;

    private ClassFolders(String name, FileTree tree, List<String> classes, List<Sample> samples) {
        this.name = name;
        this.tree = tree;
        this.classes = classes;
        this.samples = List.copyOf(samples);
    }

    /** Lists the files, and closes them when they are no data set. */
    static DataSet of(String name, FileTree tree) throws IOException {
        try {
            return list(name, tree);
        } catch (IOException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    private static DataSet list(String name, FileTree tree) throws IOException {
        List<String> classes =
                tree.folders().stream().sorted(ClassFolders::compareAsPython).toList();
        if (classes.isEmpty()) {
            throw new DataSetException(name, "there are no classes in it; expected one folder a class, images inside");
        }
        Map<String, List<String>> imagesOf = tree.files().stream()
                .filter(ClassFolders::isImage)
                .sorted(BY_FOLDER)
                .collect(Collectors.groupingBy(path -> path.substring(0, path.indexOf('/'))));
        List<Sample> samples = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<String> images = imagesOf.getOrDefault(classes.get(label), List.of());
            if (images.isEmpty()) {
                empty.add(classes.get(label));
            }
            for (String image : images) {
                samples.add(new Sample(image, label));
            }
        }
        if (!empty.isEmpty()) {
            throw new DataSetException(
                    name, "classes without an image: %s; remove their folders".formatted(String.join(", ", empty)));
        }
        return new ClassFolders(name, tree, classes, samples);
    }

    private static boolean isImage(String path) {
        return EXTENSIONS.contains(extension(path));
    }

    /** In lower case; empty when there is none. */
    static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Python sorts by code points, Java by UTF-16 units: they differ where one of two is a surrogate. */
    static int compareAsPython(String some, String other) {
        int shared = Math.min(some.length(), other.length());
        for (int i = 0; i < shared; i++) {
            char a = some.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b) ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return some.length() - other.length();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public Image image(int index, ImageDecoder decoder) throws IOException {
        String path = samples.get(index).path();
        return decoder.decode(tree.read(path), path);
    }

    @Override
    public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) throws IOException {
        String path = samples.get(index).path();
        return preprocessing.apply(decoder, tree.read(path), path);
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
