package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files, and of what is as good as one. */
public final class Sha256 {
    private Sha256() {}

    /** The 64 digits, in lower case, of a file's content. Reads all of it: about a third of a second for 100 MB. */
    public static String of(Path file) throws IOException {
        return Digests.of(file, List.of(Digests.SHA256)).get(0);
    }

    /** The digits of what {@code content} writes. */
    public static String of(AtomicFile.ContentWriter content) throws IOException {
        MessageDigest digest = Digests.digest(Digests.SHA256);
        content.writeTo(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
                int count = bytes.remaining();
                digest.update(bytes);
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
