package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class WholeFileTest {
    private final InputStream five = new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5});

    @Test
    void aPipeIsReadToItsEnd() throws IOException {
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, WholeFile.read(five, "-", 5));
    }

    @Test
    void ofAPipeOnlySoMuchIsReadAsAnImageCanBe() {
        Exception e = assertThrows(MalformedFileException.class, () -> WholeFile.read(five, "-", 4));
        assertEquals("-: it is larger than an image can be, 4 bytes", e.getMessage());
    }
}
