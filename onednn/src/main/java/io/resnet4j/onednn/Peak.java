package io.resnet4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * How fast a lane's cores multiply and add at best: a product of matrices that stay in the caches, which is the friendliest
 * work there is.
 */
final class Peak implements AutoCloseable {
    private static final long SIDE = 512;
    private static final long NANOS = 200_000_000;

    private final PointerScope scope;
    private final stream stream;
    private final matmul product;
    private final IntMemoryMap arguments;

    Peak(engine engine, stream stream, memory.data_type type) {
        this.stream = stream;
        try (PointerScope scope = new PointerScope()) {
            memory.desc plain = new memory.desc(new long[] {SIDE, SIDE}, type, memory.format_tag.ab);
            memory.desc packed = new memory.desc(new long[] {SIDE, SIDE}, type, memory.format_tag.any);
            matmul.primitive_desc desc =
                    new matmul.primitive_desc(engine, plain, packed, plain, new primitive_attr(), false);
            arguments = new IntMemoryMap();
            arguments.put(DNNL_ARG_SRC, zeros(desc.src_desc(), engine));
            arguments.put(DNNL_ARG_WEIGHTS, zeros(desc.weights_desc(), engine));
            arguments.put(DNNL_ARG_DST, zeros(desc.dst_desc(), engine));
            product = new matmul(desc);
            this.scope = scope.extend();
        }
    }

    /** Whatever happens to lie in fresh memory might be slow to multiply. */
    private static memory zeros(memory.desc desc, engine engine) {
        memory memory = new memory(desc, engine);
        BytePointer.memset(new BytePointer(memory.get_data_handle()), 0, desc.get_size());
        return memory;
    }

    /** The best of all runs of a fifth of a second. */
    double multiplyAddsPerSecond() {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            product.execute(stream, arguments);
            stream._wait();
            best = Math.min(best, System.nanoTime() - start);
        }
        return SIDE * SIDE * SIDE / (best / 1e9);
    }

    @Override
    public void close() {
        scope.deallocate();
    }
}
