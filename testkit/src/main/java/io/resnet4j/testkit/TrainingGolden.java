package io.resnet4j.testkit;

import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What PyTorch comes to when it trains networks that the {@link Formula} fills; {@code testkit/golden/training_gradients.py} and
 * {@code training_steps.py} say what a file holds.
 */
public final class TrainingGolden {
    private final String path;
    private final Checkpoint file;

    private TrainingGolden(String path, Checkpoint file) {
        this.path = path;
        this.file = file;
    }

    /** The golden {@code training/NAME.safetensors}. */
    public static TrainingGolden of(String name) {
        String path = "training/" + name + ".safetensors";
        try {
            return new TrainingGolden(path, Checkpoint.ofSafetensors(path, Goldens.bytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes before the last slash of its tensors' names. */
    public List<String> cases() {
        return file.tensors().keySet().stream()
                .map(key -> key.substring(0, key.lastIndexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }

    /** Numbers in double precision. */
    public double[] doubles(String key) {
        ByteBuffer bytes = bytes(key, DType.F64);
        double[] values = new double[bytes.capacity() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    /** A single integer. */
    public long integer(String key) {
        return bytes(key, DType.I64).getLong();
    }

    /** A row of figures for each tensor. */
    public List<TrainingFigures> figures(String key) {
        double[] numbers = doubles(key);
        List<TrainingFigures> rows = new ArrayList<>();
        int columns = tensor(key).shape().dim(1);
        for (int i = 0; i < numbers.length; i += columns) {
            double[] samples = Arrays.copyOfRange(numbers, i + 2, i + columns);
            rows.add(new TrainingFigures(numbers[i], numbers[i + 1], samples));
        }
        return rows;
    }

    private ByteBuffer bytes(String key, DType expected) {
        Tensor tensor = tensor(key);
        if (tensor.dtype() != expected) {
            throw new IllegalArgumentException("golden %s of %s is %s".formatted(key, path, tensor.dtype()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        try {
            tensor.read(0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    private Tensor tensor(String key) {
        Tensor tensor = file.tensors().get(key);
        if (tensor == null) {
            throw new IllegalArgumentException("no golden %s in %s".formatted(key, path));
        }
        return tensor;
    }
}
