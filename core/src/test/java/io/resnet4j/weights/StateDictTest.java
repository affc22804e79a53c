package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Init;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.model.Value;
import io.resnet4j.model.Window;
import io.resnet4j.weights.WeightsMismatchException.Misfit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateDictTest {
    private final Network network = network(2);
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    StateDictTest() {
        for (TensorSpec spec : network.tensors()) {
            boolean counter = spec.role() == TensorSpec.Role.COUNTER;
            put(spec.name(), counter ? DType.I64 : DType.F32, spec.shape());
        }
    }

    @Test
    void fitsWhatIsTheSame() throws IOException {
        TensorSource source = fit(network);
        for (TensorSpec spec : network.tensors()) {
            assertEquals(tensors.get(spec.name()), source.get(spec));
        }
        TensorSpec stranger = new TensorSpec("fc.weight", Shape.of(7, 4), TensorSpec.Role.PARAMETER, Init.ZERO);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> source.get(stranger))
                .getMessage()
                .contains("tiny has no tensor"));
    }

    /** A published file may hold two bytes a parameter. */
    @Test
    void convertsOtherKindsOfFloatsAndIntegers() throws IOException {
        assertEquals(Optional.empty(), conversions());
        put("conv1.weight", DType.F16, Shape.of(4, 3, 3, 3));
        put("bn1.running_var", DType.F64, Shape.of(4));
        put("fc.bias", DType.BF16, Shape.of(2));
        put("bn1.num_batches_tracked", DType.I32, Shape.of());
        TensorSource source = fit(network);
        for (TensorSpec spec : network.tensors()) {
            boolean counter = spec.role() == TensorSpec.Role.COUNTER;
            assertEquals(counter ? DType.I64 : DType.F32, source.get(spec).dtype());
        }
        assertEquals(
                Optional.of("The file holds numbers of F16 and BF16 and F64; the network takes them as float32."),
                conversions());
        put("fc.bias", DType.I32, Shape.of(2));
        put("bn1.num_batches_tracked", DType.F32, Shape.of());
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(network));
        assertEquals(
                List.of(
                        new Misfit("bn1.num_batches_tracked", "I64 []", "F32 []"),
                        new Misfit("fc.bias", "F32 [2]", "I32 [2]")),
                e.misfits());
    }

    private Optional<String> conversions() throws IOException {
        try (Checkpoint checkpoint =
                new Checkpoint("file.pth", Checkpoint.Format.TORCH_ZIP, tensors, Map.of(), List.of(), () -> {})) {
            return StateDict.conversions(network, checkpoint);
        }
    }

    @Test
    void takesAMissingCounterAsZero() throws IOException {
        tensors.remove("bn1.num_batches_tracked");
        TensorSpec counter = network.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.COUNTER)
                .findFirst()
                .orElseThrow();
        Tensor zero = fit(network).get(counter);
        assertEquals(DType.I64, zero.dtype());
        assertEquals(Shape.of(), zero.shape());
        assertArrayEquals(new byte[8], CheckpointTest.bytes(zero, 8));
    }

    /** As torchvision's FrozenBatchNorm2d does; of any other name a counter is as unexpected as any tensor. */
    @Test
    void dropsTheCounterOfAFrozenNorm() throws IOException {
        Network frozen = network(2, true);
        assertEquals(List.of("bn1.num_batches_tracked"), frozen.ignoredTensors());
        TensorSource source = fit(frozen);
        for (TensorSpec spec : frozen.tensors()) {
            assertEquals(tensors.get(spec.name()), source.get(spec));
        }
        tensors.remove("bn1.num_batches_tracked");
        fit(frozen);
        put("bn2.num_batches_tracked", DType.I64, Shape.of());
        put("conv1.num_batches_tracked", DType.I64, Shape.of());
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(frozen));
        assertEquals(List.of("bn2.num_batches_tracked", "conv1.num_batches_tracked"), e.unexpected());
    }

    @Test
    void reportsEverythingAtOnce() {
        tensors.remove("conv1.weight");
        tensors.remove("bn1.running_mean");
        put("fc.weight", DType.F32, Shape.of(7, 4));
        put("bn1.bias", DType.I64, Shape.of(4));
        put("conv2.weight", DType.F32, Shape.of(1));
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(network));
        assertEquals(List.of("conv1.weight", "bn1.running_mean"), e.missing());
        assertEquals(List.of("conv2.weight"), e.unexpected());
        assertEquals(
                List.of(
                        new Misfit("bn1.bias", "F32 [4]", "I64 [4]"),
                        new Misfit("fc.weight", "F32 [2, 4]", "F32 [7, 4]")),
                e.misfits());
        assertEquals(
                "file.pth: it does not fit tiny: 2 tensors are missing: conv1.weight, bn1.running_mean; "
                        + "1 tensor is unexpected: conv2.weight; 2 tensors are of another shape or kind: "
                        + "bn1.bias (expected F32 [4], got I64 [4]), fc.weight (expected F32 [2, 4], got F32 [7, 4]); "
                        + "name the model that the file was made for",
                e.getMessage());
    }

    @Test
    void asksForAnotherHeadWhereThatIsAllThatDiffers() {
        put("fc.weight", DType.F32, Shape.of(7, 4));
        put("fc.bias", DType.F32, Shape.of(7));
        assertRemedy("ask for a head of 7 classes, as the file has");
        put("fc.bias", DType.F32, Shape.of(6));
        assertRemedy("name the model that the file was made for");
        put("fc.weight", DType.F32, Shape.of(7, 5));
        put("fc.bias", DType.F32, Shape.of(7));
        assertRemedy("name the model that the file was made for");
        put("fc.weight", DType.F32, Shape.of());
        assertRemedy("name the model that the file was made for");
        put("fc.weight", DType.F32, Shape.of(7, 4));
        put("bn1.bias", DType.F32, Shape.of(8));
        assertRemedy("name the model that the file was made for");
    }

    private void assertRemedy(String remedy) {
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(network));
        assertTrue(e.getMessage().endsWith("; " + remedy), e.getMessage());
    }

    /** Names go to terminals with the message; whoever asks for them gets them as they are. */
    @Test
    void printsNoControlCharacters() {
        String name = "\u001b[2Jwei\u009bght\u202e";
        put(name, DType.F32, Shape.of(1));
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(network));
        assertEquals(List.of(name), e.unexpected());
        assertTrue(e.getMessage().contains("1 tensor is unexpected: ?[2Jwei?ght?; "), e.getMessage());
        assertEquals("file.pth", e.file());
    }

    @Test
    void namesTheFirstFewOfMany() {
        for (int i = 0; i < 100; i++) {
            put("layer9." + i + ".weight", DType.F32, Shape.of(1));
        }
        WeightsMismatchException e = assertThrows(WeightsMismatchException.class, () -> fit(network));
        assertEquals(100, e.unexpected().size());
        assertTrue(e.getMessage().contains("100 tensors are unexpected: layer9.0.weight,"), e.getMessage());
        assertTrue(e.getMessage().contains("layer9.4.weight, ...;"), e.getMessage());
    }

    @Test
    void fitsWhatPyTorchSaved() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(CheckpointTest.golden("plain.zip.pth"))) {
            WeightsMismatchException e =
                    assertThrows(WeightsMismatchException.class, () -> StateDict.fit(network, checkpoint));
            assertEquals(List.of("bn1.bias", "bn1.running_mean", "bn1.running_var", "fc.bias"), e.missing());
            assertEquals(List.of(), e.unexpected());
            assertEquals(List.of(), e.misfits());
        }
    }

    private TensorSource fit(Network network) throws IOException {
        try (Checkpoint checkpoint =
                new Checkpoint("file.pth", Checkpoint.Format.TORCH_ZIP, tensors, Map.of(), List.of(), () -> {})) {
            return StateDict.fit(network, checkpoint);
        }
    }

    private void put(String name, DType dtype, Shape shape) {
        ByteSource ones = (offset, target) -> {
            while (target.hasRemaining()) {
                target.put((byte) 1);
            }
        };
        tensors.put(name, new ContiguousTensor(name, dtype, shape, ones, 0));
    }

    /** A convolution, a norm, the mean of each channel, and a head. */
    private static Network network(int classes) {
        return network(classes, false);
    }

    private static Network network(int classes, boolean frozen) {
        List<Op> ops = List.of(
                new Op.Conv2d(3, 4, Window.of(3, 1), 1, false),
                new Op.BatchNorm2d(4, 1, frozen),
                new Op.GlobalAvgPool(),
                new Op.Flatten(),
                new Op.Linear(4, classes));
        List<String> names = List.of("conv1", "bn1", "avgpool", "flatten", "fc");
        Value input = new Value("x");
        List<Node> nodes = new ArrayList<>();
        Value last = input;
        for (int i = 0; i < ops.size(); i++) {
            Node node = new Node(names.get(i), ops.get(i), List.of(last));
            nodes.add(node);
            last = node.output();
        }
        return new Network("tiny", 3, nodes, input, last);
    }
}
