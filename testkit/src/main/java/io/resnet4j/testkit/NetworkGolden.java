package io.resnet4j.testkit;

import io.resnet4j.inference.Precision;
import io.resnet4j.model.Shape;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What PyTorch computes with networks that the {@link Formula} fills; {@code testkit/golden/networks.py} and {@code
 * variants.py} say what a file holds.
 */
public final class NetworkGolden {
    private static final String SINGLE = ".hi";
    private static final String CLOSENESS = "closeness";

    private final String name;
    private final Checkpoint file;

    /**
     * A value that PyTorch computed in double precision.
     *
     * @param sampled whether these are only the elements {@code (k * 7919) mod size} for k = 0, 1, ... of it
     * @param error how far off PyTorch is in single precision, as {@link Closeness#worst} measures it
     */
    public record Expected(double[] elements, boolean sampled, double error) {
        /** The elements of {@code actual} to compare with. */
        public float[] of(float[] actual) {
            if (!sampled) {
                return actual;
            }
            float[] sample = new float[elements.length];
            for (int k = 0; k < sample.length; k++) {
                sample[k] = actual[(int) (k * 7919L % actual.length)];
            }
            return sample;
        }
    }

    private NetworkGolden(String name, Checkpoint file) {
        this.name = name;
        this.file = file;
    }

    /** The golden {@code networks/NAME.safetensors}. */
    public static NetworkGolden of(String name) {
        String path = "networks/" + name + ".safetensors";
        try {
            return new NetworkGolden(name, Checkpoint.ofSafetensors(path, Goldens.bytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What fills the network. */
    public Formula weights() {
        return new Formula(Double.parseDouble(file.metadata().get("gain")));
    }

    /** The values for each case, {@code logits} and nodes by name; a case is called by its input or by its network's options. */
    public SortedMap<String, Map<String, Expected>> cases() {
        SortedMap<String, Map<String, Expected>> cases = new TreeMap<>();
        for (String key : file.tensors().keySet()) {
            String[] parts = key.split("/");
            if (!parts[0].equals(CLOSENESS) && key.endsWith(SINGLE)) {
                String value = parts[1].substring(0, parts[1].length() - SINGLE.length());
                cases.computeIfAbsent(parts[0], first -> new TreeMap<>()).put(value, expected(parts[0] + "/" + value));
            }
        }
        return cases;
    }

    /** The shape of the images {@code input0}, {@code input1}, ... by which closeness is measured. */
    public Shape closenessImage() {
        return Shape.of(sizes(file.metadata().get(CLOSENESS)));
    }

    /** Their logits in double precision, {@code [images, classes]}. */
    public double[] closenessLogits() {
        return doubles(CLOSENESS + "/logits");
    }

    /** PyTorch's own error for each of them in that precision. */
    public double[] closenessErrors(Precision precision) {
        float[] errors = floats(CLOSENESS + "/" + precision.name().toLowerCase(Locale.ROOT));
        return IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).toArray();
    }

    /** The numbers in a name such as {@code 2x3x64x64}. */
    public static int[] sizes(String name) {
        return Arrays.stream(name.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    private Expected expected(String key) {
        boolean sampled = tensor(key + SINGLE).shape().rank() == 1;
        return new Expected(doubles(key), sampled, floats(key + ".float32")[0]);
    }

    /** Stored as the sum of two numbers of single precision. */
    private double[] doubles(String key) {
        float[] hi = floats(key + SINGLE);
        float[] lo = floats(key + ".lo");
        double[] values = new double[hi.length];
        Arrays.setAll(values, i -> (double) hi[i] + lo[i]);
        return values;
    }

    private float[] floats(String key) {
        Tensor tensor = tensor(key);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        try {
            tensor.read(0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        float[] values = new float[bytes.capacity() / Float.BYTES];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    private Tensor tensor(String key) {
        Tensor tensor = file.tensors().get(key);
        if (tensor == null) {
            throw new IllegalArgumentException("no golden %s of %s".formatted(key, name));
        }
        return tensor;
    }
}
