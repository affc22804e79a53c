package io.resnet4j.io;

import java.io.IOException;

/** A file is not what it should be. The message names the file, what is wrong with it and, where known, what to do. */
public class MalformedFileException extends IOException {
    private final String file;

    /**
     * @param file the file as the user knows it: a path, or {@code archive.zip!/entry}
     * @param problem what was expected, what was found and what to do, without a full stop
     */
    public MalformedFileException(String file, String problem) {
        super(printable(file + ": " + problem));
        this.file = file;
    }

    public MalformedFileException(String file, String problem, Throwable cause) {
        super(printable(file + ": " + problem), cause);
        this.file = file;
    }

    /** The file as the user knows it. */
    public String file() {
        return file;
    }

    /** Names from a file go to terminals, where control characters are commands. */
    private static String printable(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
