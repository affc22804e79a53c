package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an extended header of a tar file says about the file behind it.
 *
 * @param size its bytes, if they stand here
 */
record TarExtension(OptionalLong size) {
    static final TarExtension NONE = new TarExtension(OptionalLong.empty());

    private static final int LONGEST = 1 << 16;
    private static final Set<String> PASSED_OVER =
            Set.of("atime", "ctime", "mtime", "uid", "gid", "uname", "gname", "comment");

    /** Reads lines {@code LENGTH KEY=VALUE}, whose length counts all of the line. */
    static TarExtension read(PositionalFile file, long start, long length) throws IOException {
        if (length > LONGEST) {
            throw new MalformedFileException(
                    file.name(),
                    "the extended header at byte %d has %d bytes; at most %d are read"
                            .formatted(start, length, LONGEST));
        }
        ByteBuffer bytes = file.read(start, length);
        String all = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        OptionalLong size = OptionalLong.empty();
        for (int at = 0; at < all.length(); ) {
            int space = all.indexOf(' ', at);
            String digits = space < 0 ? "" : all.substring(at, space);
            int end = digits.matches("[1-9]\\d{0,5}") ? at + Integer.parseInt(digits) : 0;
            int equals = space < 0 ? -1 : all.indexOf('=', space);
            if (end > all.length() || equals < 0 || equals >= end - 1 || all.charAt(end - 1) != '\n') {
                throw new MalformedFileException(
                        file.name(),
                        "the extended header at byte %d is damaged at byte %d".formatted(start, start + at));
            }
            String key = all.substring(space + 1, equals);
            String value = all.substring(equals + 1, end - 1);
            if (key.equals("size") && value.matches("\\d{1,18}") && size.isEmpty()) {
                size = OptionalLong.of(Long.parseLong(value));
            } else if (!PASSED_OVER.contains(key)) {
                throw new MalformedFileException(
                        file.name(),
                        "the extended header at byte %d says %s=%s, which is not read".formatted(start, key, value));
            }
            at = end;
        }
        return new TarExtension(size);
    }
}
