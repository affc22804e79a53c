package io.resnet4j.io;

import static io.resnet4j.io.Malformed.assertMalformed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
    private static final byte[] TEXT =
            "all work and no play makes a dull zip. ".repeat(20).getBytes(UTF_8);

    @TempDir
    Path folder;

    private final ZipForge forge = new ZipForge();
    private ZipForge.Item a;
    private ZipForge.Item b;

    @BeforeEach
    void twoEntries() {
        a = forge.stored("data/a", TEXT);
        b = forge.deflated("data/b", TEXT);
    }

    @Test
    void readsWhatItsForgeWrites() throws IOException {
        try (ZipArchive zip = open()) {
            assertEquals(
                    List.of("data/a", "data/b"),
                    zip.entries().stream().map(ZipArchive.Entry::name).toList());
            for (ZipArchive.Entry entry : zip.entries()) {
                assertArrayEquals(TEXT, zip.bytes(entry));
            }
            assertTrue(zip.entry("data/c").isEmpty());
        }
    }

    @Test
    void readsPiecesOfStoredEntriesOnly() throws IOException {
        try (ZipArchive zip = open()) {
            ZipArchive.Entry stored = zip.entry("data/a").orElseThrow();
            ByteBuffer piece = ByteBuffer.allocate(10);
            zip.read(stored, 7, piece);
            assertArrayEquals(Arrays.copyOfRange(TEXT, 7, 17), piece.array());
            assertThrows(IndexOutOfBoundsException.class, () -> zip.read(stored, TEXT.length - 9, piece.clear()));
            assertThrows(IndexOutOfBoundsException.class, () -> zip.read(stored, -1, piece.clear()));
            assertMalformed(
                    () -> zip.read(zip.entry("data/b").orElseThrow(), 0, piece.clear()), "!/data/b", "is compressed");
        }
    }

    /** Longer than one request to the file. */
    @Test
    void readsLongEntries() throws IOException {
        byte[] bytes = new byte[(5 << 19) + 7];
        new Random(1).nextBytes(bytes);
        forge.stored("long", bytes);
        try (ZipArchive zip = open()) {
            ZipArchive.Entry entry = zip.entry("long").orElseThrow();
            assertArrayEquals(bytes, zip.bytes(entry));
            ByteBuffer target = ByteBuffer.allocateDirect(bytes.length - 1);
            zip.read(entry, 1, target);
            assertEquals(ByteBuffer.wrap(bytes, 1, bytes.length - 1), target.flip());
        }
    }

    /** The JDK's writer streams: sizes follow the bytes, and the local headers have zeros. */
    @Test
    void readsStreamedEntries() throws IOException {
        Path path = folder.resolve("streamed.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
            out.setComment("a comment with PK\5\6 in it");
            for (String name : List.of("größe.txt", "empty")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.equals("empty") ? new byte[0] : TEXT);
            }
        }
        try (ZipArchive zip = ZipArchive.open(path)) {
            assertArrayEquals(TEXT, zip.bytes(zip.entry("größe.txt").orElseThrow()));
            assertEquals(0, zip.bytes(zip.entry("empty").orElseThrow()).length);
        }
    }

    @Test
    void readsZip64() throws IOException {
        forge.zip64 = true;
        a.size = a.packedSize = 0xFFFFFFFFL;
        a.extra = ZipForge.zip64Extra(TEXT.length, TEXT.length);
        a.localExtra = a.extra;
        try (ZipArchive zip = open()) {
            assertArrayEquals(TEXT, zip.bytes(zip.entry("data/a").orElseThrow()));
            assertArrayEquals(TEXT, zip.bytes(zip.entry("data/b").orElseThrow()));
        }
    }

    /** 60,000 entries take a tenth of a second on an idle core; checks that compared each with all would take minutes. */
    @Test
    void opensManyEntriesQuickly() throws IOException {
        Path path = folder.resolve("many.zip");
        int count = 60_000;
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(file, 1 << 16))) {
            out.setLevel(0);
            for (int i = 0; i < count; i++) {
                out.putNextEntry(new ZipEntry("images/class%03d/image-%06d.jpg".formatted(i % 100, i)));
                out.write(TEXT, 0, 100);
            }
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (ZipArchive zip = ZipArchive.open(path)) {
                assertEquals(count, zip.entries().size());
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < 2_000_000_000L, "opening took " + best / 1_000_000 + " ms");
    }

    @Test
    void refusesWhatIsNoZip() throws IOException {
        for (String content : List.of("", "PK\3\4", "x".repeat(70_000))) {
            Path path = Files.writeString(folder.resolve("no.zip"), content);
            assertMalformed(() -> ZipArchive.open(path), "no.zip", "does not end in a zip directory");
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = forge.bytes();
        for (int length = 0; length < whole.length; length++) {
            Path path = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, length));
            assertThrows(MalformedFileException.class, () -> ZipArchive.open(path), "cut at " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../a", "a/../../b", "a\\..\\b", "C:a", "", "a\0b", "\\a"})
    void refusesNamesThatLeadOut(String name) {
        refused(() -> a.name = name.getBytes(UTF_8), "leads out of it");
    }

    @Test
    void refusesOddEntries() {
        refused(() -> b.name = a.name, "two entries", "data/a");
        refused(() -> b.name = new byte[] {(byte) 0xFF}, "not UTF-8");
        refused(() -> a.flags = 1, "!/data/a", "encrypted");
        refused(() -> a.method = 12, "!/data/a", "method 12", "only 0 (stored) and 8 (deflated)");
        refused(() -> a.disk = 2, "!/data/a", "disk 2");
        refused(() -> a.size++, "!/data/a", "stored as it is, yet has 781 bytes in 780");
        refused(() -> a.size = a.packedSize = 0xFFFFFFFFL, "!/data/a", "zip64 field, which is missing");
        refused(
                () -> {
                    a.size = a.packedSize = 0xFFFFFFFFL;
                    a.extra = ZipForge.zip64Extra(TEXT.length);
                },
                "zip64 field is too short");
        refused(
                () -> {
                    a.size = a.packedSize = 0xFFFFFFFFL;
                    a.extra = ZipForge.zip64Extra(-1, -1);
                },
                "beyond 2^63");
    }

    @Test
    void refusesEntriesOutOfPlace() {
        refused(() -> b.offset = 0, "overlaps data/", "at 0");
        refused(() -> b.offset = 100, "!/data/a", "overlaps data/b at 100");
        refused(() -> b.offset = 1 << 20, "!/data/b", "overlaps the directory");
        refused(() -> b.packedSize = 1 << 20, "!/data/b", "overlaps the directory");
        refused(
                () -> {
                    b.offset = 0xFFFFFFFFL;
                    b.extra = ZipForge.zip64Extra(Long.MAX_VALUE);
                },
                "!/data/b",
                "overlaps the directory");
    }

    @Test
    void refusesADirectoryThatDoesNotAddUp() {
        refused(
                () -> {
                    forge.entriesAdded = 1;
                    b.extra = new byte[46];
                },
                "entry 3 of 3");
        refused(() -> forge.entriesAdded = -1, "more than its 1 entries need");
        refused(() -> forge.entriesAdded = 60_000, "cannot list 60002 entries");
        refused(() -> forge.directorySizeAdded = 1, "does not end at");
        refused(
                () -> {
                    forge.zip64 = true;
                    forge.directorySizeAdded = -1;
                },
                "does not end at");
    }

    @Test
    void refusesEndRecordsThatContradict() {
        forge.zip64 = true;
        int locator = forge.bytes().length - 22 - 20;
        int record = locator - 56;
        damaged(bytes -> bytes[locator + 20 + 16] = 3, "two end records", "contradict each other");
        damaged(bytes -> bytes[locator + 20 + 4] = 1, "spread over several disks");
        damaged(bytes -> bytes[record + 24]++, "spread over several disks");
        damaged(bytes -> bytes[locator + 16] = 2, "spread over several disks");
        damaged(bytes -> bytes[locator + 8]--, "no zip64 end record at");
        damaged(bytes -> bytes[locator + 15] = 1, "does not lie before its locator");
        damaged(bytes -> bytes[record]++, "no zip64 end record at");
        damaged(bytes -> bytes[record + 40]++, "does not end at");
        damaged(bytes -> bytes[record + 55] = (byte) 0x80, "does not end at");
    }

    @Test
    void refusesLocalHeadersThatContradict() {
        String contradicts = "local header contradicts the zip directory";
        damaged(bytes -> bytes[8] = 8, "!/data/a", contradicts);
        damaged(bytes -> bytes[14]++, "!/data/a", contradicts);
        damaged(bytes -> bytes[22]++, "!/data/a", contradicts);
        damaged(bytes -> bytes[0] = 'p', "!/data/a", "where it does not");
        damaged(bytes -> bytes[26]++, "!/data/a", "where it does not");
        damaged(bytes -> bytes[30] = 'D', "!/data/a", "where it does not");
        damaged(bytes -> bytes[28] = 1, "!/data/a", "reaches beyond");
    }

    @Test
    void refusesDamagedBytes() {
        int inA = 30 + 6 + 5;
        damaged(bytes -> bytes[inA]++, "!/data/a", "damaged", "CRC-32");
        int startOfB = 30 + 6 + TEXT.length + 30 + 6;
        damaged(bytes -> bytes[startOfB + 10] ^= 0x40, "!/data/b");
    }

    @Test
    void refusesSizesThatLie() {
        for (long size : new long[] {0, TEXT.length - 1, TEXT.length + 1}) {
            unreadable(() -> b.size = size, "!/data/b", "do not unpack to " + size);
        }
        unreadable(
                () -> {
                    b.packed = Arrays.copyOf(b.packed, b.packed.length + 1);
                    b.packedSize++;
                },
                "!/data/b",
                "do not unpack to " + TEXT.length);
        unreadable(() -> b.size = 0xF0000000L, "!/data/b", "cannot unpack to 4026531840");
    }

    private ZipArchive open() throws IOException {
        return ZipArchive.open(Files.write(folder.resolve("a.zip"), forge.bytes()));
    }

    private void refused(Runnable lie, String... parts) {
        reset(lie);
        assertMalformed(this::open, parts);
    }

    private void unreadable(Runnable lie, String... parts) {
        reset(lie);
        assertMalformed(this::readAll, parts);
    }

    private void damaged(Consumer<byte[]> damage, String... parts) {
        byte[] bytes = forge.bytes();
        damage.accept(bytes);
        assertMalformed(
                () -> {
                    try (ZipArchive zip = ZipArchive.open(Files.write(folder.resolve("a.zip"), bytes))) {
                        for (ZipArchive.Entry entry : zip.entries()) {
                            zip.bytes(entry);
                        }
                    }
                },
                parts);
    }

    private void readAll() throws IOException {
        try (ZipArchive zip = open()) {
            for (ZipArchive.Entry entry : zip.entries()) {
                zip.bytes(entry);
            }
        }
    }

    private void reset(Runnable lie) {
        forge.items.clear();
        forge.zip64 = false;
        forge.entriesAdded = forge.directorySizeAdded = 0;
        twoEntries();
        lie.run();
    }
}
