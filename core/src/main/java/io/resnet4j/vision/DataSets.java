package io.resnet4j.vision;

import io.resnet4j.io.DownloadCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Opens data sets by name. */
public final class DataSets {
    /** What {@link #open} knows, for help and messages. */
    public static final String NAMES =
            "folder:DIR, folder:FILE.zip, folder:FILE.tar, cifar10, cifar10:PATH, cifar100, cifar100:PATH and digits";

    private static final String FOLDER = "folder:";
    private static final String INSIDE = "!/";
    private static final String TEST = INSIDE + "test";
    private static final String TRAIN = INSIDE + "train";

    private DataSets() {}

    /**
     * Opens a data set; the kind before the path may be in any case:
     *
     * <ul>
     *   <li>{@code folder:DIR}, torchvision's {@code ImageFolder}: one folder a class; {@code folder:FILE.zip} or
     *       {@code folder:FILE.zip!/DIR}, the same inside a zip or tar file, read in place
     *   <li>{@code cifar10:PATH} and {@code cifar100:PATH}, as they are published: the folder of their files, the one
     *       around it, or the {@code .tar.gz}; {@code cifar10} alone is what was downloaded
     *   <li>{@code digits}, scikit-learn's, which come with this
     * </ul>
     *
     * Of CIFAR and digits these are the images for tests, or with {@code !/test} behind; {@code !/train} has those for
     * training: {@code cifar10:PATH!/train}, {@code digits!/train}.
     *
     * @throws DataSetException when the name is not understood, nothing is there, or it is not as it should be
     */
    public static DataSet open(String name) throws IOException {
        return open(name, () -> PublishedData.cache(System.getenv()));
    }

    /** How a folder within a data set of folders is called: {@code folder:DIR/train} of {@code folder:DIR}. */
    public static String inside(String name, String folder) {
        boolean isArchive = name.toLowerCase(Locale.ROOT).matches(".*\\.(zip|tar)");
        return name + (isArchive ? INSIDE : name.endsWith("/") ? "" : "/") + folder;
    }

    /** The same with other downloads, of which only {@code cifar10} and {@code cifar100} alone ask. */
    static DataSet open(String name, Supplier<DownloadCache> downloads) throws IOException {
        if (starts(name, FOLDER)) {
            return folder(name, name.substring(FOLDER.length()));
        }
        boolean training = name.endsWith(TRAIN);
        String set = training || name.endsWith(TEST) ? name.substring(0, name.lastIndexOf(INSIDE)) : name;
        if (set.equalsIgnoreCase("digits")) {
            return HandwrittenDigits.open(name, training);
        }
        for (PublishedData data : PublishedData.values()) {
            if (set.equalsIgnoreCase(data.toString())) {
                return data.layout().open(name, downloaded(name, data, downloads), training);
            }
            if (starts(set, data + ":")) {
                Path path = path(name, set.substring(set.indexOf(':') + 1));
                return data.layout().open(name, path, training);
            }
        }
        throw new DataSetException(
                name,
                exists(name)
                        ? "a path needs its kind before it; write folder:" + name
                        : "no data set has such a name; known are " + NAMES);
    }

    private static boolean starts(String name, String kind) {
        return name.regionMatches(true, 0, kind, 0, kind.length());
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static DataSet folder(String name, String place) throws IOException {
        Path path = path(name, place);
        if (Files.isDirectory(path)) {
            return ClassFolders.of(name, new DiskFiles(path));
        }
        int inside = place.indexOf(INSIDE);
        Path archive = inside < 0 ? path : path(name, place.substring(0, inside));
        if (!Files.isRegularFile(archive)) {
            throw new DataSetException(name, "there is no folder and no zip or tar file " + archive);
        }
        String folder = inside < 0 ? "" : place.substring(inside + INSIDE.length());
        return ClassFolders.of(name, ArchiveFiles.open(name, archive, folder));
    }

    private static Path downloaded(String name, PublishedData data, Supplier<DownloadCache> cache) throws IOException {
        DownloadCache downloads;
        try {
            downloads = cache.get();
        } catch (IllegalArgumentException e) {
            throw new DataSetException(name, e.getMessage(), e);
        }
        if (!downloads.has(data.file())) {
            throw new DataSetException(
                    name,
                    "%s is not in %s; 'resnet4j data download %1$s' brings it, or name where it is, %1$s:PATH"
                            .formatted(data, downloads.folder()));
        }
        return downloads.get(data.file());
    }

    private static Path path(String name, String place) throws DataSetException {
        if (place.isEmpty()) {
            throw new DataSetException(name, "there is no path in it; the current folder is called .");
        }
        try {
            return Path.of(place);
        } catch (InvalidPathException e) {
            throw new DataSetException(name, "not a path: " + e.getReason(), e);
        }
    }
}
