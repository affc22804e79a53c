package io.resnet4j.testkit;

import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What PyTorch computes with a network that the {@link Formula} fills; see {@code testkit/golden/networks.py}. */
public final class NetworkGolden {
    private final String network;
    private final Checkpoint tensors;

    private NetworkGolden(String network, Checkpoint tensors) {
        this.network = network;
        this.tensors = tensors;
    }

    public static NetworkGolden of(String network) {
        String file = "networks/" + network + ".safetensors";
        try {
            return new NetworkGolden(network, Checkpoint.ofSafetensors(file, Goldens.bytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor in single precision. */
    public float[] floats(String name) {
        Tensor tensor = tensors.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no golden %s of %s".formatted(name, network));
        }
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

    /** A tensor in (nearly) double precision, stored as the sum of two of single precision. */
    public double[] doubles(String name) {
        float[] hi = floats(name + ".hi");
        float[] lo = floats(name + ".lo");
        double[] values = new double[hi.length];
        Arrays.setAll(values, i -> (double) hi[i] + lo[i]);
        return values;
    }
}
