package io.resnet4j.model;

import java.util.Comparator;
import java.util.List;

/** What someone may have meant who mistyped a name. */
public final class Names {
    private Names() {}

    /** The {@code count} names that take the fewest changes of a letter to become {@code name}. */
    public static List<String> nearest(String name, List<String> names, int count) {
        return names.stream()
                .sorted(Comparator.comparingInt(other -> changes(name, other)))
                .limit(count)
                .toList();
    }

    /** Levenshtein's distance, row by row. */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
