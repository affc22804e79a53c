package io.resnet4j.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens data sets by name. */
public final class DataSets {
    private static final String FOLDER = "folder:";
    private static final String INSIDE = "!/";

    private DataSets() {}

    /**
     * Opens a data set: {@code folder:DIR} (torchvision's {@code ImageFolder}: one folder a class), {@code folder:FILE.zip}
     * or {@code folder:FILE.zip!/DIR} (the same inside a zip file, read in place).
     *
     * @throws DataSetException when the name is not understood, nothing is there, or a class has no image
     */
    public static DataSet open(String name) throws IOException {
        if (!name.startsWith(FOLDER)) {
            throw new DataSetException(
                    name,
                    "no data set has such a name; folder:DIR, folder:FILE.zip and folder:FILE.zip!/DIR are known");
        }
        String place = name.substring(FOLDER.length());
        Path path = path(name, place);
        if (Files.isDirectory(path)) {
            return ClassFolders.of(name, new DiskFiles(path));
        }
        int inside = place.indexOf(INSIDE);
        Path zip = inside < 0 ? path : path(name, place.substring(0, inside));
        if (!Files.isRegularFile(zip)) {
            throw new DataSetException(name, "there is no folder and no zip file " + zip);
        }
        return ClassFolders.of(name, ZipFiles.open(zip, inside < 0 ? "" : place.substring(inside + INSIDE.length())));
    }

    private static Path path(String name, String place) throws DataSetException {
        try {
            return Path.of(place);
        } catch (InvalidPathException e) {
            throw new DataSetException(name, "not a path: " + e.getReason(), e);
        }
    }
}
