package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://h.example/a/b.pth, https://h.example/a/b.pth",
        "https://h.example:8443/a%20b.pth, https://h.example:8443/a%20b.pth",
        "https://h.example/@scope/a.pth, https://h.example/@scope/a.pth",
        "https://me:secret@h.example/a.pth?token=secret#secret, https://h.example/a.pth",
        "http://[::1]:80/a, http://[::1]:80/a",
        "https://me:secret@under_score/a, https://under_score/a",
        "https://me:se/cret@h/a, https://h/a",
        "https://me:se?cret@h/a, https://h/a",
        "//me:secret@h/a?secret, //h/a",
        "a/b?secret, a/b",
        "mailto:secret@h, h",
    })
    void whatMayBeSecretIsLeftOut(String address, String shown) {
        assertEquals(shown, PublicAddress.of(URI.create(address)));
    }

    @ParameterizedTest
    @CsvSource({"http://me:secret@a b/c?secret, http://a b/c", "secret@x//y, x//y", "http://[?secret, http://["})
    void soItIsInTextsThatAreNoAddress(String text, String shown) {
        assertEquals(shown, PublicAddress.of(text));
    }
}
