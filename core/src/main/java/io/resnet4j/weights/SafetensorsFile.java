package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.io.Printable;
import io.resnet4j.model.Shape;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads safetensors.
 *
 * <pre>
 * 8 bytes    n, the length of the header
 * n bytes    the header, a JSON object, with spaces behind it:
 *            {"NAME": {"dtype": "F32", "shape": [64, 3, 7, 7], "data_offsets": [begin, end]}, ...,
 *             "__metadata__": {"KEY": "TEXT", ...}}
 * the rest   the tensors; begin and end count from here
 * </pre>
 *
 * All numbers are little-endian. The tensors fill the rest without a hole, an overlap or a byte left over, so that
 * nothing can hide in a file.
 */
final class SafetensorsFile {
    static final String METADATA = "__metadata__";

    private static final int PREFIX = 8;
    /**
     * Tensors of networks need a tenth, and parsed they take twenty times as much. The format's own reader allows
     * 100,000,000.
     */
    static final long LONGEST_HEADER = 2 << 20;

    private static final Map<String, DType> TYPES =
            Arrays.stream(DType.values()).collect(Collectors.toMap(DType::name, type -> type));

    /** One tensor of the header. */
    private record Item(String name, DType dtype, Shape shape, long begin, long end) {}

    private final PositionalFile file;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    /** Of the array that is read now. */
    private final long[] numbers = new long[Checkpoint.HIGHEST_RANK];

    private long dataStart;

    private SafetensorsFile(PositionalFile file) {
        this.file = file;
    }

    /** The checkpoint in {@code file}, which is closed with it. */
    static Checkpoint read(PositionalFile file, CheckpointOptions options) throws IOException {
        return new SafetensorsFile(file).checkpoint(options);
    }

    private Checkpoint checkpoint(CheckpointOptions options) throws IOException {
        if (options.entry().isPresent()) {
            throw malformed("a safetensors file has no entries; \"%s\" was asked for"
                    .formatted(options.entry().get()));
        }
        long length = file.read(0, PREFIX).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > file.size() - PREFIX) {
            throw malformed("the header has a length of %s bytes; at most %d can be"
                    .formatted(Long.toUnsignedString(length), Math.min(LONGEST_HEADER, file.size() - PREFIX)));
        }
        dataStart = PREFIX + length;
        try (JsonParser json = Json.STRICT.createParser(new InputStreamReader(
                new ByteArrayInputStream(file.read(PREFIX, length).array()), StandardCharsets.UTF_8.newDecoder()))) {
            readHeader(json);
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(
                    file.name(), "the header is not valid JSON: " + Printable.excerpt(e.getOriginalMessage()), e);
        } catch (CharacterCodingException | CharConversionException e) {
            throw new MalformedFileException(file.name(), "the header is not UTF-8", e);
        }
        checkCover();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Item item : items) {
            tensors.put(
                    item.name(),
                    new ContiguousTensor(
                            item.name(), item.dtype(), item.shape(), file::read, dataStart + item.begin()));
        }
        List<String> notes = new ArrayList<>();
        Map<String, Tensor> stripped = Prefixes.strip(file.name(), tensors, options.prefix(), notes);
        return new Checkpoint(file.name(), Checkpoint.Format.SAFETENSORS, stripped, metadata, notes, file);
    }

    private void readHeader(JsonParser json) throws IOException {
        expect(json, json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            if (name.equals(METADATA)) {
                readMetadata(json);
            } else {
                items.add(readItem(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw malformed("the header goes on after its JSON object");
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json, json.nextToken(), JsonToken.VALUE_STRING);
            metadata.put(key, json.getText());
        }
    }

    private Item readItem(String name, JsonParser json) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(json, json.currentToken(), JsonToken.VALUE_STRING);
                    dtype = json.getText();
                }
                case "shape" -> shape = readNumbers(json);
                case "data_offsets" -> offsets = readNumbers(json);
                default -> throw malformed("tensor %s has the unknown field %s".formatted(name, field));
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw malformed("tensor %s lacks one of dtype, shape and two data_offsets".formatted(name));
        }
        return item(name, dtype, shape, offsets[0], offsets[1]);
    }

    private Item item(String name, String dtype, long[] shape, long begin, long end) throws MalformedFileException {
        DType type = TYPES.get(dtype);
        if (type == null) {
            throw malformed("tensor %s is %s; %s are read"
                    .formatted(name, Printable.excerpt(dtype), Arrays.toString(DType.values())));
        }
        Shape sizes;
        long bytes;
        try {
            int[] dims = new int[shape.length];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = Math.toIntExact(shape[i]);
            }
            sizes = Shape.of(dims);
            bytes = Math.multiplyExact(sizes.elements(), (long) type.bytes());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new MalformedFileException(
                    file.name(), "tensor %s has the impossible shape %s".formatted(name, Arrays.toString(shape)), e);
        }
        if (begin < 0 || end < begin || end > file.size() - dataStart) {
            throw malformed(
                    "tensor %s lies at [%d, %d) of %d bytes".formatted(name, begin, end, file.size() - dataStart));
        }
        if (end - begin != bytes) {
            throw malformed(
                    "tensor %s of %s %s needs %d bytes, and has %d".formatted(name, type, sizes, bytes, end - begin));
        }
        return new Item(name, type, sizes, begin, end);
    }

    private long[] readNumbers(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT);
            if (count == Checkpoint.HIGHEST_RANK) {
                throw malformed("a tensor has more than %d dimensions".formatted(Checkpoint.HIGHEST_RANK));
            }
            numbers[count++] = json.getLongValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private void checkCover() throws MalformedFileException {
        List<Item> byBegin = new ArrayList<>(items);
        byBegin.sort(Comparator.comparingLong(Item::begin).thenComparingLong(Item::end));
        long covered = 0;
        for (Item item : byBegin) {
            if (item.begin() != covered) {
                throw malformed("tensor %s starts at %d, %s the one before ends at %d"
                        .formatted(
                                item.name(),
                                item.begin(),
                                item.begin() < covered ? "overlapping:" : "after a hole:",
                                covered));
            }
            covered = item.end();
        }
        if (covered != file.size() - dataStart) {
            throw malformed(
                    "the file has %d bytes more than its tensors need".formatted(file.size() - dataStart - covered));
        }
    }

    private void expect(JsonParser json, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw malformed("the header has %s at byte %d, where %s was expected"
                    .formatted(found, json.currentTokenLocation().getCharOffset(), expected));
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.name(), problem);
    }
}
