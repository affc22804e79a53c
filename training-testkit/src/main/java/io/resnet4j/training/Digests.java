package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of states of learners, which are the same when their SHA-256 is. */
final class Digests {
    private Digests() {}

    /** Of all that a learner knows: parameters, statistics, counters, and what its optimiser remembers. */
    static byte[] of(Network network, Learner learner) throws IOException {
        return of(network.tensors(), learner, learner.optimizerState());
    }

    static byte[] of(List<TensorSpec> specs, TensorSource weights, Map<String, Tensor> state) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every Java has it
        }
        for (TensorSpec spec : specs) {
            add(digest, spec.name(), weights.get(spec));
        }
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(state).entrySet()) {
            add(digest, entry.getKey(), entry.getValue());
        }
        return digest.digest();
    }

    private static void add(MessageDigest digest, String name, Tensor tensor) throws IOException {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes()));
        tensor.read(0, bytes);
        digest.update(bytes.flip());
    }

    /** What a source holds now. */
    static TensorSource copy(Network network, TensorSource source) {
        Map<String, Tensor> tensors = new HashMap<>();
        network.tensors().forEach(spec -> tensors.put(spec.name(), source.get(spec)));
        return spec -> tensors.get(spec.name());
    }
}
