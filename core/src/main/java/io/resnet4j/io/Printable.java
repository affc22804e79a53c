package io.resnet4j.io;

import java.util.regex.Pattern;

/** Texts from a file on their way to a terminal, where control characters are commands. */
public final class Printable {
    /** Unicode's control characters, and those that reverse or break the line that they stand in. */
    private static final Pattern COMMANDS =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private Printable() {}

    /** The text with a question mark in place of every character that does something. */
    public static String of(String text) {
        return COMMANDS.matcher(text).replaceAll("?");
    }
}
