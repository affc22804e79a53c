package io.resnet4j.io;

import java.util.regex.Pattern;

/** What files in archives are called. */
public final class EntryName {
    private static final Pattern HERE = Pattern.compile("^(\\.(/+|$))+");

    private EntryName() {}

    /** The name without the {@code ./} that an archive of {@code .} has before all; empty for that folder itself. */
    public static String plain(String name) {
        return HERE.matcher(name).replaceFirst("");
    }
}
