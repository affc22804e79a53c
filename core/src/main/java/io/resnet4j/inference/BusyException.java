package io.resnet4j.inference;

/** A session has more callers than it serves in time: too many wait already, or this one has waited as long as it would. */
public final class BusyException extends EngineException {
    public BusyException(String message) {
        super(message);
    }
}
