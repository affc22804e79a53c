package io.resnet4j.vision;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DataSet.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
    /** In the order that torchvision's ImageFolder gives them. */
    private static final List<String> SORTED = List.of(
            "Zebra/10.jpg",
            "Zebra/9.JPEG",
            "cat/b.png",
            "cat/z.webp",
            "cat/a/2.bmp",
            "cat/a-b/1.tif",
            "cat/a/b/0.ppm",
            "cat/a/b/" + "x".repeat(120) + ".jpg",
            "\uff5e/1.pgm",
            "\ud83d\ude00/1.tiff");

    private static final List<String> OTHERS =
            List.of("list.txt", "top.jpg", "cat/notes.txt", "cat/jpg", "cat/a/x.gif");

    private static final Image PIXELS = new Image(1, 1, new byte[3]);

    @TempDir
    Path directory;

    @Test
    void aFolderIsListedAsTorchvisionDoes() throws IOException {
        for (String path : concat(OTHERS, SORTED)) {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, path);
        }
        assertSorted("folder:" + directory);
    }

    @Test
    void aZipFileIsListedAlike() throws IOException {
        assertSorted("folder:" + zip(""));
        assertSorted("folder:" + zip("set/test/") + "!/set/test");
        assertSorted("folder:" + zip("set/test/") + "!/set/test/");
    }

    /** {@code testkit/golden/tars.py} made them: names of any length, folders of their own, attributes of systems. */
    @Test
    void aTarFileIsListedAlike() throws Exception {
        assertSorted("folder:" + golden("gnu.tar"));
        assertSorted("folder:" + golden("pax.tar") + "!/set/test");
    }

    @Test
    void aCompressedTarFileIsRefusedWithARemedy() throws IOException {
        Path packed = directory.resolve("images.tgz");
        Files.write(packed, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertRefused(
                "folder:" + packed,
                "a compressed tar file has no positions to read at; take gzip off once, gunzip " + packed);
    }

    @Test
    void aTarFileThatIsCutOrLeadsOutIsRefused() throws Exception {
        byte[] good = Files.readAllBytes(golden("gnu.tar"));
        Path file = directory.resolve("images.tar");
        for (int length = 512; length <= good.length - 10_240; length += 512) {
            Files.write(file, Arrays.copyOf(good, length));
            assertMalformed(() -> DataSets.open("folder:" + file), "the file is truncated");
        }
        String all = new String(good, StandardCharsets.ISO_8859_1);
        String out = all.replaceFirst("\\./cat/a/b/xxx", "../../a/b/xxx");
        Files.write(file, out.getBytes(StandardCharsets.ISO_8859_1));
        assertMalformed(() -> DataSets.open("folder:" + file), "is called \"../../a/b/xxx", "leads out of the archive");
    }

    @Test
    void whatIsNoDataSetIsRefused() throws IOException {
        assertRefused("photos", "no data set has such a name");
        for (String name : List.of("imagenet:" + directory, "cifar10!/half", "digits:" + directory, "cifar1000")) {
            assertRefused(name, "no data set has such a name");
        }
        assertRefused("folder:" + directory.resolve("none"), "there is no folder and no zip or tar file");
        assertRefused(
                "folder:" + directory.resolve("none.zip") + "!/test", "there is no folder and no zip or tar file");
        assertRefused("folder:" + directory, "there are no classes in it");
        assertRefused("folder:" + zip("") + "!/missing", "there are no classes in it");
        Files.createDirectories(directory.resolve("dogs"));
        Files.writeString(directory.resolve("dogs/notes.txt"), "no image");
        Files.createDirectories(directory.resolve("ants"));
        assertRefused("folder:" + directory, "classes without an image: ants, dogs");
    }

    /** What macOS adds to a zip file is no class and no sample there; a folder on disk is taken as it is. */
    @Test
    void filesThatAMacAddsToAZipFileAreIgnored() throws IOException {
        List<String> added = List.of("__MACOSX/Zebra/._10.jpg", "__MACOSX/._Zebra", "cat/._b.png", "cat/a/._2.bmp");
        assertSorted("folder:" + zip("", concat(added, concat(OTHERS, SORTED))));
        assertSorted("folder:" + zip("set/", concat(added, concat(OTHERS, SORTED))) + "!/set");

        for (String path : List.of("__MACOSX/._a.jpg", "cat/._b.png")) {
            Files.createDirectories(directory.resolve(path).getParent());
            Files.writeString(directory.resolve(path), path);
        }
        try (DataSet data = DataSets.open("folder:" + directory)) {
            assertEquals(List.of("__MACOSX", "cat"), data.classes());
            assertEquals(2, data.samples().size());
        }
    }

    @Test
    void aFailureWhileListingIsAnIOException() throws IOException {
        IOException failure = new IOException("Input/output error");
        Stream<String> names = Stream.of("cat").peek(name -> {
            throw new UncheckedIOException(failure);
        });
        assertSame(failure, assertThrows(IOException.class, () -> DiskFiles.list(names)));

        Path loop = Files.createDirectories(directory.resolve("cat")).resolve("loop");
        Files.createSymbolicLink(loop, directory);
        assertThrows(IOException.class, () -> DataSets.open("folder:" + directory));
    }

    private static void assertRefused(String name, String problem) {
        DataSetException e = assertThrows(DataSetException.class, () -> DataSets.open(name));
        assertEquals(name, e.file());
        assertTrue(e.getMessage().startsWith(name + ": " + problem), e.getMessage());
    }

    private static void assertSorted(String name) throws IOException {
        try (DataSet data = DataSets.open(name)) {
            assertEquals(name, data.name());
            assertEquals(List.of("Zebra", "cat", "\uff5e", "\ud83d\ude00"), data.classes());
            assertEquals(SORTED, data.samples().stream().map(Sample::path).toList());
            for (int i = 0; i < SORTED.size(); i++) {
                Sample sample = data.samples().get(i);
                assertTrue(sample.path().startsWith(data.classes().get(sample.label()) + "/"), sample::path);
                assertSame(PIXELS, data.image(i, DataSetsTest::decode));
            }
        }
    }

    /** Each of these files holds its own path. */
    private static Image decode(byte[] file, String name) {
        assertEquals(name, new String(file, StandardCharsets.UTF_8));
        return PIXELS;
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(DataSetsTest.class.getResource(name).toURI());
    }

    private Path zip(String prefix) throws IOException {
        return zip(prefix, concat(OTHERS, SORTED));
    }

    private Path zip(String prefix, List<String> paths) throws IOException {
        Path zip = directory.resolve("images.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String path : paths) {
                out.putNextEntry(new ZipEntry(prefix + path));
                out.write(path.getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }

    private static List<String> concat(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
