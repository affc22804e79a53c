package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests of files. */
final class Digests {
    static final String SHA256 = "SHA-256";
    static final String MD5 = "MD5";

    private static final int BUFFER = 1 << 18;

    private Digests() {}

    /** The digits, in lower case, of several digests of a file's content, which is read once. */
    static List<String> of(Path file, List<String> algorithms) throws IOException {
        List<MessageDigest> digests = algorithms.stream().map(Digests::digest).toList();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                digests.forEach(digest -> digest.update(buffer.duplicate()));
            }
        }
        return digests.stream()
                .map(digest -> HexFormat.of().formatHex(digest.digest()))
                .toList();
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
