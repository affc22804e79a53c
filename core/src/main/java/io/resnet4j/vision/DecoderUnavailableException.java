package io.resnet4j.vision;

/** A decoder cannot be used on this machine. The message says why and what to do; no other decoder is taken instead. */
public final class DecoderUnavailableException extends RuntimeException {
    /** What cannot be used on which platform, why and what to do; and what it came from. */
    public DecoderUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
