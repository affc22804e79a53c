package io.resnet4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A temporary folder in memory where Linux has one, for tests that write hundreds of files which have to be forced to the disk: on a
 * slow one that takes minutes. {@code @TempDir(factory = QuickDisk.class)}
 */
public final class QuickDisk implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "resnet4j")
                : Files.createTempDirectory("resnet4j");
    }
}
