package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.ImageDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are empty: nobody looks into them before they are learnt. */
class TrainingDataTest {
    private static final List<String> HALVES = List.of("train/cat/1.png", "train/cat/2.png", "train/dog/3.png");
    private static final List<String> VAL = List.of("val/cat/4.png", "val/dog/5.png");
    private static final List<String> TEST = List.of("test/cat/6.png", "test/dog/7.png", "test/dog/8.png");

    @TempDir
    private Path folder;

    @Test
    void digitsHaveTwoHalves() throws IOException {
        try (TrainingData data = open("digits")) {
            assertEquals("digits!/train", data.train().name());
            assertEquals(1442, data.train().samples().size());
            assertEquals("digits", test(data).name());
            assertEquals(355, test(data).samples().size());
        }
        try (TrainingData data = open("digits!/test")) {
            assertEquals(355, data.train().samples().size());
            assertTrue(data.test().isEmpty());
        }
    }

    @Test
    void aFolderMayHaveTwoHalves() throws IOException {
        String name = folder(List.of(HALVES, VAL));
        try (TrainingData data = open(name)) {
            assertEquals(name + "/train", data.train().name());
            assertEquals(List.of("cat", "dog"), data.train().classes());
            assertEquals(3, data.train().samples().size());
            assertEquals(2, test(data).samples().size());
        }
    }

    /** Of three folders none is a class. */
    @Test
    void whereThereAreBothValIsForTests() throws IOException {
        try (TrainingData data = open(folder(List.of(HALVES, VAL, TEST)))) {
            assertEquals(List.of("cat", "dog"), data.train().classes());
            assertEquals(2, test(data).samples().size());
        }
    }

    @Test
    void aFolderCalledTrainMayBeAClass() throws IOException {
        try (TrainingData data = open(folder(List.of(HALVES, List.of("tram/1.png"))))) {
            assertEquals(List.of("train", "tram"), data.train().classes());
            assertEquals(4, data.train().samples().size());
            assertTrue(data.test().isEmpty());
        }
    }

    @Test
    void anArchiveMayHaveTwoHalves() throws IOException {
        Path zip = zip(List.of(HALVES, TEST));
        try (TrainingData data = open("folder:" + zip)) {
            assertEquals("folder:" + zip + "!/train", data.train().name());
            assertEquals(3, data.train().samples().size());
            assertEquals(3, test(data).samples().size());
        }
    }

    @Test
    void testsMayBeAShare() throws IOException {
        try (TrainingData data = TrainingData.open("digits", Optional.of("0.1"), 0);
                TrainingData same = TrainingData.open("digits", Optional.of(".1"), 0);
                TrainingData other = TrainingData.open("digits", Optional.of("0.1"), 1)) {
            assertEquals(144, test(data).samples().size(), 2);
            List<DataSet.Sample> both = new ArrayList<>(data.train().samples());
            both.addAll(test(data).samples());
            assertEquals(1442, both.stream().distinct().count());
            assertEquals(test(data).samples(), test(same).samples());
            assertTrue(!test(data).samples().equals(test(other).samples()), "the seed draws them");
        }
    }

    @Test
    void testsMayBeOtherDataOrNone() throws IOException {
        String other = folder(List.of(List.of("cat/1.png", "dog/2.png")));
        try (TrainingData data = TrainingData.open("digits", Optional.of(other), 0)) {
            assertEquals(1442, data.train().samples().size());
            assertEquals(other, test(data).name());
        }
        try (TrainingData data = TrainingData.open("digits", Optional.of("none"), 0)) {
            assertTrue(data.test().isEmpty());
        }
    }

    @Test
    void aRecipeNamesThem() throws IOException {
        Recipe recipe = Recipe.builder()
                .options(Map.of("data", "digits", "val", "0.2", "seed", "3"))
                .build();
        try (TrainingData data = TrainingData.of(recipe);
                TrainingData same = TrainingData.open("digits", Optional.of("0.2"), 3)) {
            assertEquals(test(same).samples(), test(data).samples());
        }
        try (TrainingData data =
                TrainingData.of(Recipe.builder().option("data", "digits").build())) {
            assertEquals("digits", test(data).name());
        }
    }

    @Test
    void namesThatNobodyKnowsAreRefused() {
        DataSetException e = assertThrows(DataSetException.class, () -> open("digit"));
        assertTrue(e.getMessage().contains("no data set has such a name"), e.getMessage());
        e = assertThrows(DataSetException.class, () -> TrainingData.open("digits", Optional.of("10%"), 0));
        assertTrue(e.getMessage().startsWith("10%: no data set has such a name"), e.getMessage());
        IllegalArgumentException share =
                assertThrows(IllegalArgumentException.class, () -> TrainingData.open("digits", Optional.of("0.0"), 0));
        assertTrue(share.getMessage().contains("write 0.1 for 10 %"), share.getMessage());
    }

    @Test
    void closingItClosesItsFiles() throws IOException {
        for (String test : List.of("none", "0.5", "auto")) {
            String name = "folder:" + zip(List.of(HALVES, VAL));
            TrainingData data = TrainingData.open(
                    name + (test.equals("auto") ? "" : "!/train"),
                    test.equals("auto") ? Optional.empty() : Optional.of(test),
                    0);
            ImageDecoder decoder = (file, path) -> NumberedImages.image(0);
            data.train().image(0, decoder);
            data.close();
            assertThrows(ClosedChannelException.class, () -> data.train().image(0, decoder), test);
        }
    }

    private static TrainingData open(String name) throws IOException {
        return TrainingData.open(name, Optional.empty(), 0);
    }

    private static DataSet test(TrainingData data) {
        return data.test().orElseThrow();
    }

    private String folder(List<List<String>> halves) throws IOException {
        for (String file : halves.stream().flatMap(List::stream).toList()) {
            Path path = folder.resolve("data").resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, new byte[0]);
        }
        return "folder:" + folder.resolve("data");
    }

    private Path zip(List<List<String>> halves) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : halves.stream().flatMap(List::stream).toList()) {
                zip.putNextEntry(new ZipEntry(file));
            }
        }
        return Files.write(folder.resolve("data.zip"), bytes.toByteArray());
    }
}
