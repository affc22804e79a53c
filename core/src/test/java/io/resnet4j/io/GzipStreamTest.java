package io.resnet4j.io;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipStreamTest {
    @TempDir
    private Path folder;

    @Test
    void membersComeOneBehindTheOther() throws IOException {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        byte[] zeros = new byte[300_000];
        assertArrayEquals(noise, unpack(pack(noise)));
        assertArrayEquals(joined(noise, zeros, noise), unpack(pack(noise), pack(zeros), pack(), pack(noise)));
        assertArrayEquals(noise, unpack(pack(noise), new byte[70_000]));
        assertArrayEquals(joined(noise, noise), unpack(pack(noise), new byte[3], pack(noise)));
    }

    @Test
    void allThatAHeaderMayHoldIsPassedOver() throws IOException {
        byte[] text = {'s', 'o', 'm', 'e'};
        byte[] plain = pack(text);
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] extra = {3, 0, 0, 0, 0};
        byte[] name = {'a', 0};
        byte[] comment = {0};
        byte[] sum = {1, 2};
        assertArrayEquals(text, unpack(header(4), extra, body));
        assertArrayEquals(text, unpack(header(8), name, body));
        assertArrayEquals(text, unpack(header(31), extra, name, comment, sum, body));
    }

    @Test
    void whatIsDamagedIsRefused() throws IOException {
        byte[] good = pack(new byte[] {1, 2, 3});
        for (int from : new int[] {8, 4}) {
            byte[] bad = good.clone();
            bad[good.length - from]++;
            assertThrows(ZipException.class, () -> unpack(bad));
        }
        byte[] method = good.clone();
        method[2] = 7;
        assertThrows(ZipException.class, () -> unpack(method));
        byte[] block = good.clone();
        block[10] |= 6; // no such kind of block
        assertThrows(ZipException.class, () -> unpack(block));
        assertThrows(ZipException.class, () -> unpack(good, new byte[] {'x', 'y', 'z'}));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(EOFException.class, () -> unpack(cut));
            if (length > 0) {
                assertThrows(EOFException.class, () -> unpack(good, cut));
            }
        }
    }

    /** The JDK's own stream overflows the stack. */
    @Test
    void tenThousandEmptyMembersAreAnEmptyArchive() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            members.writeBytes(pack());
        }
        assertEquals(0, unpack(members.toByteArray()).length);
        Path file = Files.write(folder.resolve("members.tar.gz"), members.toByteArray());
        assertMalformed(
                () -> {
                    try (TarGzip tar = TarGzip.open(file)) {
                        tar.next();
                    }
                },
                "the archive is truncated: it ends at byte 0 when unpacked");
    }

    @Test
    void anArchiveSaysWhetherItIsCutOrAnotherFile() throws IOException {
        Path file = Files.write(folder.resolve("a.tar.gz"), new byte[0]);
        assertMalformed(() -> TarGzip.open(file), "the file is truncated within gzip's header; bring it again");
        Files.writeString(file, "text");
        assertMalformed(() -> TarGzip.open(file), "this is no .tar.gz");
    }

    private static byte[] header(int flags) {
        return new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 0};
    }

    private static byte[] pack(byte... bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] unpack(byte[]... parts) throws IOException {
        try (GzipStream in = new GzipStream(new ByteArrayInputStream(joined(parts)))) {
            return in.readAllBytes();
        }
    }
}
