package io.resnet4j.vision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * torchvision's {@code ImageFolder}: every folder is a class, every image file below it, at any depth, a sample of that
 * class. Classes are sorted by name; samples by class, then by folder, then by file name.
 */
final class ClassFolders implements DataSet {
    /** torchvision's {@code IMG_EXTENSIONS}. */
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp");

    /** Python sorts by code points, Java by UTF-16 units; UTF-8, compared as unsigned bytes, sorts as Python does. */
    private static final Comparator<String> AS_PYTHON =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<String> BY_FOLDER = Comparator.comparing(ClassFolders::folder, AS_PYTHON)
            .thenComparing(path -> path.substring(folder(path).length()), AS_PYTHON);

    private final String name;
    private final FileTree files;
    private final List<String> classes;
    private final List<Sample> samples;

    private ClassFolders(String name, FileTree files, List<String> classes, List<Sample> samples) {
        this.name = name;
        this.files = files;
        this.classes = classes;
        this.samples = List.copyOf(samples);
    }

    /** Lists the files, and closes them when they are no data set. */
    static DataSet of(String name, FileTree files) throws IOException {
        try {
            return list(name, files);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static DataSet list(String name, FileTree files) throws IOException {
        List<String> classes = files.folders().stream().sorted(AS_PYTHON).toList();
        if (classes.isEmpty()) {
            throw new DataSetException(name, "there are no classes in it; expected one folder a class, images inside");
        }
        List<Sample> samples = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<String> images = images(files.filesBelow(classes.get(label)));
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
        return new ClassFolders(name, files, classes, samples);
    }

    private static List<String> images(List<String> paths) {
        return paths.stream().filter(ClassFolders::isImage).sorted(BY_FOLDER).toList();
    }

    private static boolean isImage(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return extension.length() < path.length() && EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
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
    public byte[] read(Sample sample) throws IOException {
        return files.read(sample.path());
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
