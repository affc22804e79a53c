package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadCache.Kind;
import io.resnet4j.io.DownloadCache.Published;
import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two digests that a file is known by, neither is enough. */
class ChecksumsTest {
    /** RFC 1321 and FIPS 180 have the digests of these three letters. */
    private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.US_ASCII);

    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    private static final String OTHER_MD5 = "900150983cd24fb0d6963f7d28e17f73";

    private static final String SERVER = "https://nowhere.example/";

    @TempDir
    private Path folder;

    @Test
    void oneReadingGivesBoth() throws IOException {
        Path file = Files.write(folder.resolve("file"), CONTENT);
        HashedFile hashed = HashedFile.of(file, new Checksums(SHA256, Optional.of(MD5)));
        assertEquals(SHA256, hashed.sha256());
        assertEquals(Optional.of(MD5), hashed.md5());
        assertEquals(Optional.empty(), HashedFile.of(file, Checksums.of(SHA256)).md5(), "nobody asked for it");
    }

    @Test
    void whatIsDownloadedHasBoth() throws IOException {
        try (FaultyServer server = new FaultyServer(FaultyServer.good(CONTENT, "tag"))) {
            DownloadCache cache = cache().withMirror(server.url("").toString());
            DownloadException e = assertThrows(DownloadException.class, () -> cache.get(published(OTHER_MD5)));
            assertEquals(Reason.WRONG_CONTENT, e.reason());
            String problem = "its SHA-256 is right, but its MD5 should be %s and is %s".formatted(OTHER_MD5, MD5);
            assertTrue(e.getMessage().contains(problem + "; nothing was kept"), e.getMessage());
            assertFalse(Files.exists(folder.resolve("file")));
            assertEquals(folder.resolve("file"), cache.get(published(MD5)));
        }
    }

    @Test
    void whatIsPlantedHasBoth() throws IOException {
        Path file = Files.write(folder.resolve("file"), CONTENT);
        DownloadCache cache = cache().offline();
        for (int i = 0; i < 2; i++) { // the first time must not note that the file is right
            DownloadException e = assertThrows(DownloadException.class, () -> cache.get(published(OTHER_MD5)));
            assertEquals(Reason.WRONG_CONTENT, e.reason());
            assertTrue(e.getMessage().contains("its MD5 should be " + OTHER_MD5), e.getMessage());
        }
        assertEquals(file, cache.get(published(MD5)));
        Files.writeString(file, "abd");
        DownloadException e = assertThrows(DownloadException.class, () -> cache.get(published(MD5)));
        assertTrue(e.getMessage().contains("its SHA-256 should begin with " + SHA256), e.getMessage());
    }

    @Test
    void whatNoFileCouldHaveIsRefused() {
        for (String digits : List.of("", MD5.substring(1), MD5 + "0", MD5.toUpperCase(Locale.ROOT))) {
            assertThrows(IllegalArgumentException.class, () -> new Checksums(SHA256, Optional.of(digits)), digits);
        }
        for (String digits : List.of(SHA256.substring(57), SHA256 + "0", "0123456G")) {
            assertThrows(IllegalArgumentException.class, () -> Checksums.of(digits), digits);
        }
    }

    private DownloadCache cache() {
        return DownloadCache.in(folder, new Kind("files", SERVER, "MIRROR", "HOME"));
    }

    private static Published published(String md5) {
        Checksums known = new Checksums(SHA256, Optional.of(md5));
        return new Published("three letters", URI.create(SERVER + "file"), "file", "file", known, 1_000);
    }
}
