package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
    @TempDir
    Path directory;

    @Test
    void imagenetsNamesStandInTorchvisionsOrder() {
        Labels labels = Labels.imagenet1k();
        assertEquals(1000, labels.size());
        assertEquals("tench", labels.get(0));
        assertEquals("Samoyed", labels.get(258));
        assertEquals("toilet tissue", labels.get(999));
        assertEquals(labels.size(), labels.names().stream().distinct().count());
    }

    @Test
    void cifarsNamesStandInTheDataSetsOrder() {
        assertEquals(
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
                Labels.cifar10().names());
    }

    @Test
    void labelsGoByTheNameOfTheirDataSet() {
        assertEquals(Optional.of(Labels.imagenet1k()), Labels.named("imagenet1k"));
        assertEquals(Optional.of(Labels.cifar10()), Labels.named("cifar10"));
        assertEquals(100, Labels.named("cifar100").orElseThrow().size());
        assertEquals("aquarium_fish", Labels.cifar100().get(1));
        assertEquals("7", Labels.named("digits").orElseThrow().get(7));
        assertEquals(Labels.named("cifar10"), Labels.named("CIFAR10"));
        assertEquals(Optional.empty(), Labels.named("labels.txt"));
    }

    @Test
    void aFileHoldsOneNameALine() throws IOException {
        assertEquals(new Labels(List.of("Äpfel", "pears, ripe")), Labels.read(file("Äpfel\r\npears, ripe\n")));
        assertEquals(new Labels(List.of("one")), Labels.read(file("one")));
    }

    @Test
    void aFileThatWouldShiftOrLoseNamesIsRefused() throws IOException {
        assertEquals("names no class", problem(file("")).split(";")[0]);
        assertEquals("line 2 is empty", problem(file("a\n\nb\n")).split(";")[0]);
        Path latin1 = Files.write(directory.resolve("latin1"), new byte[] {'a', (byte) 0xe4, '\n'});
        assertTrue(problem(latin1).contains("UTF-8"));
        assertThrows(NoSuchFileException.class, () -> Labels.read(directory.resolve("none")));
    }

    @Test
    void aByteOrderMarkIsNoPartOfAName() throws IOException {
        assertEquals(new Labels(List.of("one", "two")), Labels.read(file("\ufeffone\ntwo\n")));
    }

    @Test
    void whatIsNoListIsRefusedByName() throws IOException {
        assertEquals("it is a folder", problem(directory).split(";")[0]);
        assertEquals(
                "1048577 bytes are more than a list of labels can have, 1048576",
                problem(file("a".repeat((1 << 20) + 1))));
    }

    private Path file(String text) throws IOException {
        return Files.write(directory.resolve("labels.txt"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String problem(Path file) {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> Labels.read(file));
        assertEquals(file.toString(), e.file());
        return e.getMessage().substring(e.file().length() + 2);
    }
}
