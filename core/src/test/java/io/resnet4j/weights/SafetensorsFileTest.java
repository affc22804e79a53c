package io.resnet4j.weights;

import static io.resnet4j.io.Malformed.assertMalformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsAHeaderInAnyOrder() throws IOException {
        String header = "{" + item("b", "F32", "2", 8, 16) + ",\"__metadata__\":{\"k\":\"ü\"},"
                + item("a", "I64", "", 0, 8) + "," + item("none", "F32", "0,5", 8, 8) + "}   ";
        try (Checkpoint checkpoint = Checkpoint.open(file(header, 16))) {
            assertEquals(
                    List.of("b", "a", "none"), List.copyOf(checkpoint.tensors().keySet()));
            assertEquals("ü", checkpoint.metadata().get("k"));
            Tensor b = checkpoint.tensors().get("b");
            assertEquals(Shape.of(2), b.shape());
            assertArrayEquals(new byte[] {8, 9, 10, 11, 12, 13, 14, 15}, CheckpointTest.bytes(b, 8));
        }
    }

    @Test
    void refusesHeadersOfImpossibleLength() throws IOException {
        byte[] whole = Files.readAllBytes(file("{" + item("a", "I64", "", 0, 8) + "}", 8));
        for (long length : new long[] {0, 1, whole.length - 7, (2 << 20) + 1, Long.MAX_VALUE, -1}) {
            ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            assertMalformed(
                    () -> Checkpoint.open(write(whole)), "a length of " + Long.toUnsignedString(length), "at most");
        }
    }

    /** The file has room for the header, which is a hole on most disks. */
    @Test
    void refusesHeadersLongerThanTheFormatAllows() throws IOException {
        Path path = file("{", 0);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, (2 << 20) + 1), 0);
            channel.write(ByteBuffer.allocate(1), (2 << 20) + 100);
        }
        assertMalformed(() -> Checkpoint.open(path), "a length of 2097153 bytes; at most 2097152");
    }

    @Test
    void refusesHeadersThatAreNotStrictJson() {
        String a = item("a", "I64", "", 0, 8);
        refused("{" + a + "," + a + "}", 8, "not valid JSON", "Duplicate field 'a'");
        refused(
                "{\"a\":{\"dtype\":\"I64\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,8]}}",
                8,
                "Duplicate field");
        refused("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "Duplicate field");
        refused("{" + a + "}{}", 8, "goes on after its JSON object");
        refused("{" + a + "} \0", 8, "not valid JSON");
        refused("{" + a, 8, "not valid JSON");
        refused("{" + a + ",}", 8, "not valid JSON");
        refused("{\"a\":[]}", 0, "START_ARRAY", "START_OBJECT was expected");
        refused("{\"__metadata__\":{\"k\":1}}", 0, "VALUE_NUMBER_INT", "VALUE_STRING was expected");
        byte[] latin1 = "{\"\u00fc\":{}}".getBytes(ISO_8859_1);
        assertMalformed(() -> Checkpoint.open(write(latin1, 0)), "not UTF-8");
    }

    @Test
    void refusesTensorsThatAreNotDescribedWell() {
        refused("{" + item("a", "F99", "", 0, 8) + "}", 8, "tensor a is F99; [BOOL, U8, ", " are read");
        refused("{" + item("a", "F8_E4M3", "8", 0, 8) + "}", 8, "tensor a is F8_E4M3");
        refused("{\"a\":{\"dtype\":\"I64\",\"shape\":[]}}", 8, "tensor a lacks one of");
        refused("{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0]}}", 8, "tensor a lacks one of");
        refused("{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8],\"x\":1}}", 8, "unknown field x");
        refused("{" + item("a", "I64", "-1", 0, 8) + "}", 8, "impossible shape [-1]");
        refused("{" + item("a", "I64", "4294967296", 0, 8) + "}", 8, "impossible shape");
        refused("{" + item("a", "I64", "2147483647,2147483647,2147483647", 0, 8) + "}", 8, "impossible shape");
        refused("{" + item("a", "I64", "1.5", 0, 8) + "}", 8, "VALUE_NUMBER_FLOAT");
        refused("{" + item("a", "I64", "99999999999999999999", 0, 8) + "}", 8, "not valid JSON");
        refused("{" + item("a", "I64", "1,".repeat(64) + "1", 0, 8) + "}", 8, "more than 64 dimensions");
    }

    @Test
    void refusesTensorsThatDoNotTileTheFile() {
        String a = item("a", "I64", "", 0, 8);
        refused("{" + item("a", "I64", "2", 0, 8) + "}", 8, "tensor a of I64 [2] needs 16 bytes, and has 8");
        refused("{" + a + "," + item("b", "I64", "", 8, 16) + "}", 15, "tensor b lies at [8, 16) of 15 bytes");
        refused("{" + item("a", "I64", "", 8, 0) + "}", 8, "tensor a lies at [8, 0)");
        refused("{" + item("a", "I64", "", -8, 0) + "}", 8, "tensor a lies at [-8, 0)");
        refused("{" + a + "," + item("b", "I64", "", 4, 12) + "}", 12, "tensor b starts at 4, overlapping");
        refused("{" + a + "," + item("b", "I64", "", 0, 8) + "}", 8, "overlapping");
        refused("{" + a + "," + item("b", "I64", "", 9, 17) + "}", 17, "tensor b starts at 9, after a hole");
        refused("{" + item("b", "I64", "", 1, 9) + "}", 9, "tensor b starts at 1, after a hole");
        refused("{" + a + "}", 9, "1 bytes more than its tensors need");
    }

    private static String item(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    private void refused(String header, int dataBytes, String... parts) {
        assertMalformed(() -> Checkpoint.open(file(header, dataBytes)), parts);
    }

    private Path file(String header, int dataBytes) throws IOException {
        return write(header.getBytes(UTF_8), dataBytes);
    }

    private Path write(byte[] header, int dataBytes) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (int i = 0; i < dataBytes; i++) {
            file.put((byte) i);
        }
        return write(file.array());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("evil.safetensors"), bytes);
    }
}
