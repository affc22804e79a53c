package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\u0000", "\r", "\n", "\u007f", "\u009b", "\u2028", "\u2029", "\u200e", "\u200f", "\u202a",
                "\u202e", "\u2066", "\u2069", "\ud83d", "\udc00"
            })
    void whatDoesSomethingIsAQuestionMark(String command) {
        assertEquals("a?b?", Printable.of("a" + command + "b" + command));
    }

    @Test
    void whatIsOnlyShownStays() {
        String text = "tench, Tinca tinca; Bär; 猫; \ud83d\ude00; \u200b; \u2065";
        assertSame(text, Printable.of(text));
    }

    @Test
    void anExcerptEndsSoon() {
        assertEquals("a?b", Printable.excerpt("a\nb"));
        assertEquals("x".repeat(200), Printable.excerpt("x".repeat(200)));
        assertEquals("x".repeat(200) + "...", Printable.excerpt("x".repeat(1_000_000)));
        assertEquals("x".repeat(199) + "?...", Printable.excerpt("x".repeat(199) + "\ud83d\ude00"));
    }
}
