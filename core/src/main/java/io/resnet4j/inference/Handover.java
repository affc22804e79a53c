package io.resnet4j.inference;

/** What goes wrong on an engine's thread, on its way to the thread that called. */
public final class Handover {
    private Handover() {}

    /**
     * The very exception that the work threw, so that a caller sees it as if there were no other thread; the caller's own
     * stack stands beside it.
     *
     * @param thrown by work that throws no checked exceptions
     */
    public static RuntimeException toCaller(Throwable thrown) {
        if (thrown.getSuppressed().length == 0) { // a shared exception must not grow with every call
            thrown.addSuppressed(new Throwable("called from here"));
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}
