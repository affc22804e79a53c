package io.resnet4j.inference;

/** An engine cannot do what it was asked, though the question was right: memory is short, or its library fails. */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
