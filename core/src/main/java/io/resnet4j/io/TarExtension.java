package io.resnet4j.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an extended header of a tar file says about the file behind it.
 *
 * @param size its bytes, if they stand here
 * @param name its name, if it stands here
 */
record TarExtension(OptionalLong size, Optional<String> name) {
    static final TarExtension NONE = new TarExtension(OptionalLong.empty(), Optional.empty());

    static final int LONGEST = 1 << 16;
    private static final Set<String> PASSED_OVER =
            Set.of("atime", "ctime", "mtime", "uid", "gid", "uname", "gname", "comment");
    /** Before the names of what systems know of a file beyond POSIX. */
    private static final Set<String> SYSTEMS = Set.of("SCHILY", "LIBARCHIVE");

    static TarExtension ofName(String name) {
        return new TarExtension(OptionalLong.empty(), Optional.of(name));
    }

    /** Whether it says anything that counts. */
    boolean says() {
        return size.isPresent() || name.isPresent();
    }

    /** Reads lines {@code LENGTH KEY=VALUE}, whose length, in bytes, counts all of the line; they start at {@code start}. */
    static TarExtension read(String file, ByteBuffer content, long start, TarHeaders.Kinds kinds)
            throws MalformedFileException {
        boolean tree = kinds == TarHeaders.Kinds.TREE;
        String all = new String(content.array(), StandardCharsets.ISO_8859_1);
        OptionalLong size = OptionalLong.empty();
        Optional<String> name = Optional.empty();
        for (int at = 0; at < all.length(); ) {
            int space = all.indexOf(' ', at);
            String digits = space < 0 ? "" : all.substring(at, space);
            int end = digits.matches("[1-9]\\d{0,5}") ? at + Integer.parseInt(digits) : 0;
            int equals = space < 0 ? -1 : all.indexOf('=', space);
            if (end > all.length() || equals < 0 || equals >= end - 1 || all.charAt(end - 1) != '\n') {
                throw new MalformedFileException(
                        file, "the extended header at byte %d is damaged at byte %d".formatted(start, start + at));
            }
            String key = all.substring(space + 1, equals);
            String value = all.substring(equals + 1, end - 1);
            if (key.equals("size") && value.matches("\\d{1,18}") && size.isEmpty()) {
                size = OptionalLong.of(Long.parseLong(value));
            } else if (key.equals("path") && tree && name.isEmpty()) {
                name = Optional.of(new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            } else if (!PASSED_OVER.contains(key) && !(tree && SYSTEMS.contains(key.split("\\.")[0]))) {
                throw new MalformedFileException(
                        file,
                        "the extended header at byte %d says %s=%s, which is not read".formatted(start, key, value));
            }
            at = end;
        }
        return new TarExtension(size, name);
    }
}
