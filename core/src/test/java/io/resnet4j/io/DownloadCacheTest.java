package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.io.DownloadCache.Kind;
import io.resnet4j.io.DownloadCache.Published;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be seen from outside; {@code WeightsCacheTest} and {@code PublishedDataTest} have the rest. */
class DownloadCacheTest {
    @TempDir
    private Path folder;

    /** Whenever the change comes, what is remembered is never the hash of something else. */
    @Test
    void aChangeWhileAFileIsHashedIsNoticed() throws Exception {
        Path file = folder.resolve("large.bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 200 << 20);
            URI url = URI.create("https://nowhere.example/large.bin");
            Checksums known = Checksums.of(Sha256.of(file));
            Published published = new Published("large", url, "large.bin", "large.bin", known, 201 << 20);
            Thread changes = new Thread(() -> {
                try {
                    Thread.sleep(40);
                    channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            changes.start();
            DownloadCache.in(folder, new Kind("files", "https://nowhere.example/", "MIRROR", "HOME"))
                    .verify(published);
            changes.join();
            String has = Sha256.of(file);
            assertEquals(has, Fingerprint.remembered(file).orElse(has));
        }
    }
}
