package io.resnet4j.io;

import static io.resnet4j.io.Malformed.assertMalformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TarArchiveTest {
    private static final byte[] TEXT = "some text".getBytes(UTF_8);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void readsPlainFiles() throws IOException {
        add("a", '0', TEXT);
        add("folder/empty", (char) 0, new byte[0]);
        add("PaxHeaders/b", 'x', "28 mtime=1485000000.2500000\n".getBytes(UTF_8));
        add("b", '0', new byte[513]);
        TarArchive tar = open(2);
        assertEquals(
                List.of("a", "folder/empty", "b"),
                tar.entries().stream().map(TarArchive.Entry::name).toList());
        TarArchive.Entry a = tar.entry("a").orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate(4);
        tar.read(a, 5, bytes);
        assertArrayEquals("text".getBytes(UTF_8), bytes.array());
        assertMalformed(() -> tar.read(a, 6, bytes.clear()), "!/a", "has 9 bytes, and 4 from 6 on were expected");
        assertEquals(513, tar.entry("b").orElseThrow().size());
    }

    /** As pax has it for 8 GiB and more, where eleven octal digits end. */
    @Test
    void takesTheSizeOfAnExtendedHeader() throws IOException {
        add("PaxHeaders/a", 'x', "10 size=9\n".getBytes(UTF_8));
        add("a", '0', TEXT, header -> number(header, 124, 12, 0));
        assertEquals(9, open(2).entry("a").orElseThrow().size());
    }

    @Test
    void refusesWhatIsNoPlainFile() {
        for (char kind : new char[] {'1', '2', '3', '5', '6', 'g', 'L', 'K', 'S'}) {
            refused("of kind '" + kind + "'; only plain files are read", "a", kind, header -> {});
        }
    }

    @Test
    void refusesNamesThatLeadOutOrAreThereTwice() throws IOException {
        for (String name : List.of("../a", "a/../../b", "/etc/passwd", "..", "a\\b", "")) {
            refused("is called \"" + name + "\", which leads out", name, '0', header -> {});
        }
        refused("is called \"/etc/a\"", "a", '0', header -> text(header, 345, "/etc"));
        out.reset();
        add("a", '0', TEXT);
        add("a", '0', TEXT);
        assertMalformed(() -> open(2), "two entries of the archive are called a, the second at byte 1024");
    }

    @Test
    void refusesDamagedHeaders() {
        refused("is no header", "a", '0', header -> header[257] = 'U');
        refused("\"8\" is no octal number", "a", '0', header -> text(header, 124, "8"));
        refused("\"\" is no octal number", "a", '0', header -> header[124] = 0);
        refused("\"-1\" is no octal number", "a", '0', header -> text(header, 124, "-1"));
        refused("has 8589934591 bytes, and ", "a", '0', header -> number(header, 124, 12, 0x1ffffffffL));
        out.reset();
        add("a", '0', TEXT);
        byte[] damaged = out.toByteArray();
        damaged[0]++;
        out.reset();
        out.writeBytes(damaged);
        assertMalformed(() -> open(2), "the header at byte 0 is damaged: its bytes sum up to");
    }

    @Test
    void refusesDamagedExtendedHeaders() {
        for (String text : List.of(
                "8 size=9\n", "11 size=9\n", "10 size=9 ", "x", "10 size99\n", "0 a=b\n", "99999999999 a=b\n")) {
            extensionRefused(text, "is damaged at byte");
        }
        extensionRefused("20 path=../../../ab\n", "says path=../../../ab, which is not read");
        extensionRefused("10 size=x\n", "says size=x");
        extensionRefused("10 size=9\n10 size=9\n", "says size=9");
        extensionRefused("22 size=9999999999999\n", "has 9999999999999 bytes, and");
        out.reset();
        add("x", 'x', "10 size=9\n".getBytes(UTF_8));
        assertMalformed(() -> open(2), "ends behind an extended header");
        add("x", 'x', "10 size=9\n".getBytes(UTF_8));
        assertMalformed(() -> open(2), "of kind 'x'");
        out.reset();
        add("x", 'x', new byte[70_000]);
        assertMalformed(() -> open(2), "has 70000 bytes; at most 65536");
    }

    private void extensionRefused(String text, String message) {
        out.reset();
        add("PaxHeaders/a", 'x', text.getBytes(ISO_8859_1));
        add("a", '0', TEXT);
        assertMalformed(() -> open(2), message);
    }

    @Test
    void refusesWhatFollowsTheEnd() throws IOException {
        add("a", '0', TEXT);
        assertMalformed(() -> open(0), "the file is truncated: a block");
        assertMalformed(() -> open(1), "two blocks of zeros or more were expected");
        out.writeBytes(new byte[512]);
        add("b", '0', TEXT);
        assertMalformed(() -> open(2), "the archive ends at byte 1024");
        out.write(0);
        assertMalformed(() -> open(2), "the archive ends at byte 1024");
    }

    private void refused(String message, String name, char kind, Consumer<byte[]> lie) {
        out.reset();
        add(name, kind, TEXT, lie);
        assertMalformed(() -> open(2), message);
    }

    private TarArchive open(int zeros) throws IOException {
        byte[] content = Arrays.copyOf(out.toByteArray(), out.size() + zeros * 512);
        return TarArchive.of(PositionalFile.of("test.tar", content));
    }

    private void add(String name, char kind, byte[] content) {
        add(name, kind, content, header -> {});
    }

    private void add(String name, char kind, byte[] content, Consumer<byte[]> lie) {
        byte[] header = new byte[512];
        text(header, 0, name);
        number(header, 100, 8, 0644);
        number(header, 124, 12, content.length);
        header[156] = (byte) kind;
        text(header, 257, "ustar\00000");
        lie.accept(header);
        text(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        number(header, 148, 8, sum);
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    private static void number(byte[] header, int start, int length, long value) {
        text(header, start, ("%0" + (length - 1) + "o\0").formatted(value));
    }

    private static void text(byte[] header, int start, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, header, start, bytes.length);
        if (start == 124 && bytes.length < 12) {
            header[start + bytes.length] = 0;
        }
    }
}
