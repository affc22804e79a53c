package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;

/** An image file cannot be decoded: it is damaged, of an unknown kind, or larger than allowed. */
public final class ImageException extends MalformedFileException {
    /** The problem with an image file. */
    public ImageException(String file, String problem) {
        super(file, problem);
    }

    /** The problem with an image file, and what it came from. */
    public ImageException(String file, String problem, Throwable cause) {
        super(file, problem, cause);
    }
}
