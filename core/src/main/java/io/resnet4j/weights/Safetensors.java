package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes safetensors ({@link SafetensorsFile} has the format), byte for byte as the format's own library does. */
public final class Safetensors {
    private static final int ALIGNMENT = 8;

    /** Wide numbers first, which aligns all; those of a kind by the bytes of their names. */
    private static final Comparator<Map.Entry<String, Tensor>> ORDER = Comparator.comparing(
                    (Map.Entry<String, Tensor> entry) -> entry.getValue().dtype(), Comparator.reverseOrder())
            .thenComparing(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private Safetensors() {}

    /**
     * Writes a file that is there whole or not at all ({@link AtomicFile}). Tensors are read as they are written, in
     * windows, so that none is ever in memory whole.
     *
     * @param metadata what stands under {@code __metadata__}, in its order; nothing does if it is empty
     * @throws IllegalArgumentException when a tensor has a name that the format keeps for itself, or the names and the
     *     metadata together are longer than the format allows
     */
    public static void write(Path target, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        if (tensors.containsKey(SafetensorsFile.METADATA)) {
            throw new IllegalArgumentException("a tensor is called " + SafetensorsFile.METADATA);
        }
        List<Map.Entry<String, Tensor>> ordered =
                tensors.entrySet().stream().sorted(ORDER).toList();
        byte[] header = header(ordered, metadata);
        long size =
                ordered.stream().mapToLong(entry -> entry.getValue().bytes()).reduce(header.length, Math::addExact);
        AtomicFile.write(target, size, channel -> {
            put(ByteBuffer.wrap(header), channel);
            for (Map.Entry<String, Tensor> entry : ordered) {
                entry.getValue().writeTo(channel);
            }
        });
    }

    /** The length of the JSON, and the JSON with spaces up to a multiple of 8 bytes. */
    private static byte[] header(List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.STRICT.createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsFile.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, Tensor> entry : ordered) {
                long end = Math.addExact(begin, entry.getValue().bytes());
                writeItem(json, entry.getKey(), entry.getValue(), begin, end);
                begin = end;
            }
            json.writeEndObject();
        }
        int length = (text.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > SafetensorsFile.LONGEST_HEADER) {
            throw new IllegalArgumentException("the header would have %d bytes; at most %d can be"
                    .formatted(length, SafetensorsFile.LONGEST_HEADER));
        }
        byte[] header = new byte[Long.BYTES + length];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text.toByteArray());
        return header;
    }

    private static void writeItem(JsonGenerator json, String name, Tensor tensor, long begin, long end)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", tensor.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().dims(), 0, tensor.shape().rank());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
    }

    private static void put(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
