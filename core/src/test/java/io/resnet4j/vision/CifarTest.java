package io.resnet4j.vision;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadCache;
import io.resnet4j.io.DownloadException;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.TarArchive.Entry;
import io.resnet4j.io.TarGzip;
import io.resnet4j.vision.DataSet.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives that {@code testkit/golden/cifar.py} made in the published layouts, two images a file. */
class CifarTest {
    /** Raw images need no decoder. */
    private static final ImageDecoder NONE = (file, name) -> {
        throw new AssertionError("no decoder is asked for " + name);
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "cifar10, cifar-10-python, cifar-10-batches-py",
        "cifar10, cifar-10-binary, cifar-10-batches-bin",
        "cifar100, cifar-100-python, cifar-100-python",
        "cifar100, cifar-100-binary, cifar-100-binary",
    })
    void everyLayoutHoldsTheSameImages(String set, String archive, String inside) throws Exception {
        Path packed = golden(archive + ".tar.gz");
        unpack(packed);
        for (Path place : List.of(packed, folder, folder.resolve(inside))) {
            assertEquals(expected(set, "test"), found(set + ":" + place));
            assertEquals(expected(set, "test"), found(set + ":" + place + "!/test"));
            assertEquals(expected(set, "train"), found(set + ":" + place + "!/train"));
        }
    }

    @Test
    void classesAreThoseOfTheFilesAndOfTheLabels() throws Exception {
        for (String archive : List.of("cifar-10-python", "cifar-10-binary")) {
            assertEquals(Labels.cifar10().names(), classes("cifar10:" + golden(archive + ".tar.gz")));
        }
        for (String archive : List.of("cifar-100-python", "cifar-100-binary")) {
            assertEquals(Labels.cifar100().names(), classes("cifar100:" + golden(archive + ".tar.gz")));
        }
    }

    @Test
    void valuesArePlanesAndCountsArePublished() throws Exception {
        try (DataSet data = DataSets.open("cifar10:" + golden("cifar-10-binary.tar.gz") + "!/train")) {
            RawImages raw = (RawImages) data;
            assertEquals(new RawImages.Format(3, 32, 255), raw.format());
            assertEquals(OptionalInt.of(50_000), raw.published());
            byte[] values = raw.values(3);
            byte[] rgb = raw.image(3, NONE).rgb();
            for (int i = 0; i < 1024; i++) {
                assertArrayEquals(
                        new byte[] {values[i], values[1024 + i], values[2048 + i]},
                        Arrays.copyOfRange(rgb, 3 * i, 3 * i + 3));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> raw.values(10));
        }
    }

    @Test
    void theNameAloneIsWhatWasDownloaded() throws Exception {
        DownloadCache downloads =
                PublishedData.cache(Map.of()).withFolder(folder).offline();
        assertMalformed(
                () -> DataSets.open("cifar10!/train", () -> downloads),
                "cifar10!/train: cifar10 is not in " + folder + "; 'resnet4j data download cifar10' brings it");
        Path file = Files.copy(golden("cifar-10-python.tar.gz"), folder.resolve("cifar-10-python.tar.gz"));
        DownloadException e =
                assertThrows(DownloadException.class, () -> DataSets.open("cifar10!/train", () -> downloads));
        assertTrue(e.getMessage().contains("its SHA-256 should begin with 6d958be0"), e.getMessage());
        // As if it had been verified: what is published cannot be brought here.
        Files.writeString(
                folder.resolve("cifar-10-python.tar.gz.sha256"),
                "# %d bytes, changed %s\n%s  %s\n"
                        .formatted(
                                Files.size(file),
                                Files.getLastModifiedTime(file),
                                PublishedData.CIFAR10.file().checksums().sha256(),
                                file.getFileName()));
        try (DataSet data = DataSets.open("cifar10!/train", () -> downloads)) {
            assertEquals(10, data.samples().size());
        }
    }

    @Test
    void whatIsMissingOrThereTwiceIsNamed() throws Exception {
        refused("there is no folder and no .tar.gz file " + folder.resolve("none"), folder.resolve("none"));
        refused(
                "in %s there is neither test_batch.bin, batches.meta.txt nor test_batch, batches.meta; bring it again"
                        .formatted(folder),
                folder);
        unpack(golden("cifar-10-binary.tar.gz"));
        Path binary = folder.resolve("cifar-10-batches-bin");
        Path names = binary.resolve("batches.meta.txt");
        Path other = Files.move(names, folder.resolve("names"));
        refused(binary + " lacks batches.meta.txt; bring it again", binary);
        Files.move(other, names);
        Files.delete(binary.resolve("data_batch_3.bin"));
        assertMalformed(() -> DataSets.open("cifar10:" + binary + "!/train"), "lacks data_batch_3.bin; bring it again");
        for (int i = 1; i <= 5; i++) {
            Files.deleteIfExists(binary.resolve("data_batch_%d.bin".formatted(i)));
        }
        assertMalformed(
                () -> DataSets.open("cifar10:" + binary + "!/train"),
                "data_batch_5.bin; the images of the other half are there, use !/test");
        unpack(golden("cifar-10-python.tar.gz"));
        refused("cifar-10-batches-py are both there; name one of them", folder);
        Files.copy(folder.resolve("cifar-10-batches-py/test_batch"), binary.resolve("test_batch"));
        refused("there are files of two layouts", binary);
    }

    @Test
    void filesOfBytesThatLieAreRefused() throws Exception {
        unpack(golden("cifar-10-binary.tar.gz"));
        Path batch = folder.resolve("cifar-10-batches-bin/test_batch.bin");
        byte[] good = Files.readAllBytes(batch);
        Files.write(batch, Arrays.copyOf(good, good.length - 1));
        refused("6145 bytes are no number of images of 3073", folder);
        Files.write(batch, new byte[0]);
        refused("0 bytes are no number of images", folder);
        byte[] wrong = good.clone();
        wrong[3073] = 10;
        Files.write(batch, wrong);
        refused("test_batch.bin: image 1 has the label 10, expected 0 to 9", folder);
        Files.write(batch, good);
        Path names = folder.resolve("cifar-10-batches-bin/batches.meta.txt");
        Files.writeString(names, "cat\ndog\n");
        refused("batches.meta.txt: 2 classes are named, expected 10", folder);
        Files.write(names, new byte[70_000]);
        refused("batches.meta.txt has 70000 bytes, which is more than it can have", folder);
        assertMalformed(() -> DataSets.open("cifar100:" + folder), "there is neither test.bin, fine_label_names.txt");
    }

    /** Of CIFAR-100 the coarse label comes first, and is wrong in a file of anything else. */
    @Test
    void coarseLabelsAreCheckedToo() throws Exception {
        unpack(golden("cifar-100-binary.tar.gz"));
        Path batch = folder.resolve("cifar-100-binary/test.bin");
        byte[] bytes = Files.readAllBytes(batch);
        bytes[0] = 20;
        Files.write(batch, bytes);
        assertMalformed(() -> DataSets.open("cifar100:" + folder), "image 0 has the label 20, expected 0 to 19");
    }

    @Test
    void archivesThatAreCutOrDamagedAreRefused() throws Exception {
        byte[] good = Files.readAllBytes(golden("cifar-10-python.tar.gz"));
        Path cut = folder.resolve("cut.tar.gz");
        for (int length = 0; length < good.length; length += 97) {
            Files.write(cut, Arrays.copyOf(good, length));
            refused("the file is truncated", cut);
        }
        byte[] damaged = good.clone();
        damaged[good.length - 6]++; // of the checksum
        Files.write(cut, damaged);
        refused("the file is damaged behind byte", cut);
        Files.writeString(cut, "not packed at all");
        refused("this is no .tar.gz", cut);
    }

    /** Headers of a tar file that is packed are checked as those of one that is not. */
    @Test
    void archivesThatLieAreRefused() throws Exception {
        byte[] tar;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(golden("cifar-10-binary.tar.gz")))) {
            tar = in.readAllBytes();
        }
        int first = 512; // behind the header of the folder
        refused("leads out of the archive", packed(renamed(tar, first, "../../data_batch_1.bin")));
        refused("leads out of the archive", packed(renamed(tar, first, "/etc/test_batch.bin")));
        refused("two files are called test_batch.bin", packed(renamed(tar, first, "a/test_batch.bin")));
        byte[] link = tar.clone();
        link[first + 156] = '2';
        refused("is of kind '2'; only plain files and folders are read", packed(summed(link, first)));
        // More than any file of CIFAR's has, and more than so small an archive can unpack to.
        for (String octal : List.of("07777777777", "00170000000")) {
            byte[] large = renamed(tar, first, "test_batch.bin");
            System.arraycopy(octal.getBytes(StandardCharsets.US_ASCII), 0, large, first + 124, 11);
            refused(
                    "the entry has %d bytes, which is more than it can have".formatted(Integer.parseInt(octal, 8)),
                    packed(summed(large, first)));
        }
        byte[] names = renamed(tar, first, "batches.meta.txt");
        System.arraycopy("00000200001".getBytes(StandardCharsets.US_ASCII), 0, names, first + 124, 11);
        refused("the entry has 65537 bytes, which is more than it can have", packed(summed(names, first)));
        refused("the archive is truncated", packed(Arrays.copyOf(tar, tar.length - 11_000)));
    }

    /** A gigabyte of zeros beside the files takes a megabyte. */
    @Test
    void anArchiveThatUnpacksWithoutEndIsRefused() throws Exception {
        byte[] header = renamed(new byte[512], 0, "zeros");
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 5);
        System.arraycopy("10000000001".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
        Path file = folder.resolve("bomb.tar.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(summed(header, 0));
            for (int i = 0; i < 1025; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        refused("the archive unpacks to more than 1073741824 bytes", file);
    }

    @Test
    void moreImagesThanWerePublishedAreRefused() throws Exception {
        unpack(golden("cifar-10-binary.tar.gz"));
        Path batch = folder.resolve("cifar-10-batches-bin/test_batch.bin");
        Files.write(batch, new byte[10_001 * 3073]);
        refused("test_batch.bin: 10001 images are in it, and with those of other files at most 10000", folder);
        Files.write(batch, new byte[10_000 * 3200 + 70_000]);
        refused("has 32070000 bytes, which is more than it can have", folder);
    }

    @ParameterizedTest
    @CsvSource({"cifar-10-binary, cifar-10-batches-bin, .bin", "cifar-10-python, cifar-10-batches-py, ''"})
    void imagesOfAllFilesAreCountedTogether(String archive, String inside, String extension) throws Exception {
        unpack(golden(archive + ".tar.gz"));
        Cifar.Half small = new Cifar.Half(3, List.of("data_batch_1", "data_batch_2"));
        CifarReader reader = new CifarReader("three", Cifar.CIFAR10.layouts(), small, null);
        Path first = folder.resolve(inside).resolve("data_batch_1" + extension);
        Path second = folder.resolve(inside).resolve("data_batch_2" + extension);
        try (PositionalFile one = PositionalFile.open(first);
                PositionalFile two = PositionalFile.open(second)) {
            reader.add(first.getFileName().toString(), one);
            assertMalformed(
                    () -> reader.add(second.getFileName().toString(), two),
                    "2 images are in it, and with those of other files at most 1 were published");
        }
    }

    /** {@code data download cifar10 --dir X} leaves an archive there, which {@code cifar10:X} is to find. */
    @Test
    void theArchiveInAFolderIsFound() throws Exception {
        Path python = Files.copy(golden("cifar-10-python.tar.gz"), folder.resolve("cifar-10-python.tar.gz"));
        assertEquals(expected("cifar10", "test"), found("cifar10:" + folder));
        Path binary = Files.copy(golden("cifar-10-binary.tar.gz"), folder.resolve("cifar-10-binary.tar.gz"));
        refused("%s and %s are both there; name one of them".formatted(binary, python), folder);
        unpack(python);
        assertEquals(expected("cifar10", "train"), found("cifar10:" + folder + "!/train"));
        Files.write(python, new byte[1]); // what was unpacked is read
        assertEquals(expected("cifar10", "test"), found("cifar10:" + folder));
    }

    @Test
    void namesAreAlikeInAnyCase() throws Exception {
        assertEquals(expected("cifar10", "test"), found("CIFAR10:" + golden("cifar-10-binary.tar.gz")));
        assertEquals(expected("cifar100", "train"), found("Cifar100:" + golden("cifar-100-binary.tar.gz") + "!/train"));
    }

    private void refused(String problem, Path place) {
        assertMalformed(() -> DataSets.open("cifar10:" + place), problem);
    }

    private Path packed(byte[] tar) throws IOException {
        Path file = folder.resolve("lie.tar.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tar);
        }
        return file;
    }

    private static byte[] renamed(byte[] tar, int header, String name) {
        byte[] changed = tar.clone();
        Arrays.fill(changed, header, header + 100, (byte) 0);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, changed, header, bytes.length);
        return summed(changed, header);
    }

    private static byte[] summed(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += Byte.toUnsignedInt(tar[i]);
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, header + 148, 8);
        return tar;
    }

    private void unpack(Path archive) throws IOException {
        try (TarGzip tar = TarGzip.open(archive)) {
            for (Optional<Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                Path target = folder.resolve(next.get().name());
                if (next.get().name().endsWith("/")) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, tar.bytes(next.get(), 1 << 20));
                }
            }
        }
    }

    private static List<String> classes(String name) throws IOException {
        try (DataSet data = DataSets.open(name)) {
            return data.classes();
        }
    }

    /** Path, label and SHA-256 of the pixels, as Python found them. */
    private static List<String> expected(String set, String half) throws Exception {
        String start = set + "\t" + half + "\t";
        return Files.readAllLines(golden("cifar.tsv")).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static List<String> found(String name) throws IOException, GeneralSecurityException {
        List<String> found = new ArrayList<>();
        try (DataSet data = DataSets.open(name)) {
            assertEquals(name, data.name());
            for (int i = 0; i < data.samples().size(); i++) {
                Sample sample = data.samples().get(i);
                Image image = data.image(i, NONE);
                assertTrue(image.width() == 32 && image.height() == 32, sample::path);
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(image.rgb());
                found.add(sample.path() + "\t" + sample.label() + "\t"
                        + HexFormat.of().formatHex(digest));
            }
        }
        return found;
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(CifarTest.class.getResource(name).toURI());
    }
}
