package io.resnet4j.inference;

import java.util.function.Supplier;

/** An engine cannot do what it was asked, though the question was right: memory is short, or its library fails. */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Does native work. The bare {@link RuntimeException} that JavaCPP makes of one of C++ becomes one that says what failed.
     *
     * @param library whose work it is
     * @param whatTo completes "cannot"
     */
    public static <T> T explain(String library, Supplier<String> whatTo, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (e.getClass() != RuntimeException.class) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new EngineException("%s cannot %s: %s".formatted(library, whatTo.get(), reason), e);
        }
    }
}
