package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadCache;
import io.resnet4j.io.DownloadException;
import io.resnet4j.io.DownloadException.Reason;
import io.resnet4j.io.DownloadSettings;
import io.resnet4j.io.EnvironmentProxies;
import io.resnet4j.io.FaultyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDataTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatTakesNoFilesIsAnErrorWithARemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        DownloadCache cache = cache(file, "https://nowhere.example/");
        DownloadException e = assertThrows(DownloadException.class, () -> cache.get(PublishedData.CIFAR10.file()));
        assertEquals(Reason.UNWRITABLE, e.reason());
        assertEquals(
                "%s: data cannot be kept in this folder (%s is a file); name another with RESNET4J_HOME or --dir, or make it writable"
                        .formatted(file.resolve("data"), file),
                e.getMessage());
    }

    @Test
    void withoutANetworkTheMessageSaysWhatToDo() throws IOException {
        FaultyServer gone = new FaultyServer(FaultyServer.status("404 Not Found"));
        gone.close();
        URI mirror = gone.url("m/");
        DownloadCache cache = cache(folder, mirror.toString());
        DownloadException e = assertThrows(DownloadException.class, () -> cache.get(PublishedData.CIFAR100.file()));
        assertEquals(Reason.UNREACHABLE, e.reason());
        String name = "cifar-100-python.tar.gz";
        String place = folder.resolve("data").resolve(name).toString();
        assertTrue(e.getMessage().startsWith(mirror + name + ": no answer: nobody listens at"), e.getMessage());
        for (String remedy : List.of("RESNET4J_DATA_MIRROR", "--offline", "bring the file to " + place + " by")) {
            assertTrue(e.getMessage().contains(remedy), e.getMessage());
        }
    }

    private static DownloadCache cache(Path home, String mirror) {
        return PublishedData.cache(Map.of("RESNET4J_HOME", home.toString(), "RESNET4J_DATA_MIRROR", mirror))
                .withSettings(new DownloadSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofMillis(1),
                        Duration.ofMillis(20),
                        EnvironmentProxies.of(Map.of("no_proxy", "*"))));
    }
}
