package io.resnet4j.vision;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadCache;
import io.resnet4j.vision.DataSet.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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

    /** So {@code zip -r images.zip .} of some programs has it; tar files lose it when they are read. */
    @Test
    void namesBeginWithTheFolderItselfOrNot() throws IOException {
        assertSorted("folder:" + zip("./"));
        assertSorted("folder:" + zip("././set/test/") + "!/set/test");
        String twice = "folder:" + zip("", List.of("cat/a.jpg", "./cat/a.jpg"));
        assertRefused(twice, "two entries are the same file, the second is ./cat/a.jpg");
    }

    @Test
    void backslashesInZipFilesAreRefused() throws IOException {
        assertRefused(
                "folder:" + zip("", List.of("cat/a.jpg", "dog\\b.jpg")),
                "the entry dog\\b.jpg has a backslash in its name, where zip files have /; pack it again");
    }

    /** Of a bomb the size is looked at, on disk and in archives, before anything is unpacked. */
    @Test
    void anImageThatIsTooLargeIsABadOneAmongOthers() throws IOException {
        long size = (1L << 28) + 1;
        Path cat = Files.createDirectories(directory.resolve("disk/cat"));
        Files.writeString(cat.resolve("a.jpg"), "cat/a.jpg");
        try (RandomAccessFile file =
                new RandomAccessFile(cat.resolve("bomb.jpg").toFile(), "rw")) {
            file.setLength(size);
        }
        assertBombIsRefused("folder:" + cat.getParent());

        Path zip = directory.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setLevel(1);
            out.putNextEntry(new ZipEntry("cat/a.jpg"));
            out.write("cat/a.jpg".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("cat/bomb.jpg"));
            out.write(new byte[1]);
            for (int i = 0; i < 256; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        assertBombIsRefused("folder:" + zip);

        Path tar = directory.resolve("bomb.tar");
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
            file.write(header("cat/a.jpg", 9));
            file.write("cat/a.jpg".getBytes(StandardCharsets.UTF_8));
            file.seek(1024);
            file.write(header("cat/bomb.jpg", size));
            file.setLength(1536 + size + 511 + 1024);
        }
        assertBombIsRefused("folder:" + tar);
    }

    private static void assertBombIsRefused(String name) throws IOException {
        try (DataSet data = DataSets.open(name)) {
            assertEquals(2, data.samples().size());
            assertSame(PIXELS, data.image(0, DataSetsTest::decode));
            assertMalformed(
                    () -> data.image(1, (file, image) -> PIXELS), // its bytes would be a message of 256 MiB
                    "bomb.jpg: 268435457 bytes are more than an image can have, 268435456");
        }
    }

    private static byte[] header(String name, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(size));
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b;
        }
        put(header, 148, "%06o\0".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** A wrong mirror in the environment is no matter where nothing is to be downloaded. */
    @Test
    void downloadsAreLookedForWhenTheyAreNeeded() throws IOException {
        Supplier<DownloadCache> wrong = () -> PublishedData.cache(Map.of("RESNET4J_DATA_MIRROR", "foo"));
        try (DataSet digits = DataSets.open("digits", wrong)) {
            assertEquals(355, digits.samples().size());
        }
        assertMalformed(() -> DataSets.open("cifar10", wrong), "cifar10: the mirror 'foo' is no address of a server");
    }

    @Test
    void aPathIsNeeded() {
        for (String name : List.of("folder:", "cifar10:", "cifar100:!/train", "folder:!/test")) {
            assertRefused(name, "there is no path in it; the current folder is called .");
        }
    }

    @Test
    void aPathAloneIsToldItsKind() {
        assertRefused(directory.toString(), "a path needs its kind before it; write folder:" + directory);
    }

    @Test
    void kindsAreAlikeInAnyCase() throws IOException {
        assertSorted("Folder:" + zip(""));
        try (DataSet digits = DataSets.open("DIGITS!/test")) {
            assertEquals(355, digits.samples().size());
        }
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
                "a compressed tar file has no positions to read at; take gzip off once, gunzip -k " + packed);
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
