package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;

/** A data set cannot be opened: its name is not understood, it is not there, or it is not laid out as it should be. */
public final class DataSetException extends MalformedFileException {
    public DataSetException(String dataSet, String problem) {
        super(dataSet, problem);
    }

    public DataSetException(String dataSet, String problem, Throwable cause) {
        super(dataSet, problem, cause);
    }
}
