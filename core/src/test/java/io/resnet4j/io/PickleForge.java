package io.resnet4j.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, also those that Python would never write. */
public final class PickleForge {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins with protocol 2. */
    public PickleForge() {
        raw(0x80, 2);
    }

    public PickleForge raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Instructions without operands, a character each. */
    public PickleForge ops(String ops) {
        out.writeBytes(ops.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleForge text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return raw('X').i32(bytes.length).raw(bytes);
    }

    public PickleForge number(long value) {
        return raw(0x8a, 8).raw(order(8).putLong(value).array());
    }

    public PickleForge global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    public PickleForge i32(int value) {
        return raw(order(4).putInt(value).array());
    }

    public PickleForge raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** {@code ("storage", torch.FloatStorage, key, "cpu", elements)} as a persistent object. */
    public PickleForge storage(String key, long elements) {
        return ops("(").text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .number(elements)
                .ops("tQ");
    }

    /** {@code _rebuild_tensor_v2} of a storage. */
    public PickleForge tensor(String key, long elements, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2")
                .ops("(")
                .storage(key, elements)
                .number(offset);
        tuple(shape).tuple(strides);
        return raw(0x89).global("collections", "OrderedDict").ops(")RtR");
    }

    private PickleForge tuple(long... numbers) {
        ops("(");
        for (long number : numbers) {
            number(number);
        }
        return ops("t");
    }

    /** Ends the pickle. */
    public byte[] bytes() {
        out.write('.');
        return out.toByteArray();
    }

    private static ByteBuffer order(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
