package io.resnet4j.inference;

/** An engine cannot be used on this machine. The message says why and what to do; no other engine is taken instead. */
public final class EngineUnavailableException extends EngineException {
    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
