package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

/** Asserts that a file is refused, and that the message says why. */
public final class Malformed {
    /** What must refuse the file. */
    public interface Action {
        void run() throws IOException;
    }

    private Malformed() {}

    public static void assertMalformed(Action action, String... parts) {
        String message = assertThrows(MalformedFileException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + message + "\" should say \"" + part + "\"");
        }
    }
}
