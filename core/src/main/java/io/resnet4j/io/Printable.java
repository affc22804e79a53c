package io.resnet4j.io;

/** Texts from a file on their way to a terminal, where control characters are commands. */
public final class Printable {
    private static final int LONGEST_EXCERPT = 200;

    private Printable() {}

    /** The text with a question mark in place of every character that does something, and of every half of one. */
    public static String of(String text) {
        StringBuilder printable = null;
        int point;
        for (int i = 0; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if (isCommand(point)) {
                printable = printable == null ? new StringBuilder(text) : printable;
                printable.setCharAt(i, '?');
            }
        }
        return printable == null ? text : printable.toString(); // nearly always, and a file may have a million
    }

    /** As much of a text as a message has room for. */
    public static String excerpt(String text) {
        return text.length() <= LONGEST_EXCERPT ? of(text) : of(text.substring(0, LONGEST_EXCERPT)) + "...";
    }

    /** Unicode's control characters, those that reverse or break the line that they stand in, and half a character. */
    private static boolean isCommand(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default ->
                point == 0x200e
                        || point == 0x200f
                        || point >= 0x202a && point <= 0x202e
                        || point >= 0x2066 && point <= 0x2069;
        };
    }
}
