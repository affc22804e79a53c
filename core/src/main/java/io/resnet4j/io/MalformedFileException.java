package io.resnet4j.io;

import java.io.IOException;

/**
 * A file is not what it should be. The message names the file, what is wrong with it and, where known, what to do; it
 * is {@link Printable}, whatever the file holds.
 */
public class MalformedFileException extends IOException {
    private final String file;

    /**
     * @param file the file as the user knows it: a path, or {@code archive.zip!/entry}
     * @param problem what was expected, what was found and what to do, without a full stop
     */
    public MalformedFileException(String file, String problem) {
        super(Printable.of(file + ": " + problem));
        this.file = file;
    }

    /** The same, found when something else failed. */
    public MalformedFileException(String file, String problem, Throwable cause) {
        super(Printable.of(file + ": " + problem), cause);
        this.file = file;
    }

    /** The file as the user knows it. */
    public String file() {
        return file;
    }
}
