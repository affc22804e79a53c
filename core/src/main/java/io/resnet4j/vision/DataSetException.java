package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;

/** A data set cannot be opened: its name is not understood, it is not there, or it is not laid out as it should be. */
public final class DataSetException extends MalformedFileException {
    /** The problem with a data set, named as it was asked for. */
    public DataSetException(String dataSet, String problem) {
        super(dataSet, problem);
    }

    /** The problem with a data set, named as it was asked for, and what it came from. */
    public DataSetException(String dataSet, String problem, Throwable cause) {
        super(dataSet, problem, cause);
    }
}
