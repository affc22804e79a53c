package io.resnet4j.onednn;

import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A session's weights in native memory, by name. Each is packed into the layouts that plans ask for, and shared by all
 * plans of all lanes that ask for the same; the plain copy goes when the first packed one is there.
 *
 * <p>Filled by the thread that opens the session, before there is any plan; from then on lanes take turns.
 */
final class Weights implements AutoCloseable {
    private final engine engine;
    private final stream stream;
    private final Map<String, List<Packed>> byName = new HashMap<>();
    private final Set<String> neverPacked = new HashSet<>();

    /** A tensor in one layout. Both handles live until {@link #close}, whatever scope they were made in. */
    private record Packed(memory.desc layout, memory data) implements AutoCloseable {
        Packed {
            layout.retainReference();
            data.retainReference();
        }

        @Override
        public void close() {
            data.releaseReference();
            layout.releaseReference();
        }
    }

    Weights(engine engine) {
        this.engine = engine;
        stream = OneDnn.lasting(() -> new stream(engine));
    }

    /** Makes room for a tensor as PyTorch stores it; the caller fills what is returned before the first {@link #get}. */
    ByteBuffer put(String name, Shape shape) {
        return EngineException.explain(
                OneDnn.NAME, () -> "hold %s of %s; there is no memory left".formatted(name, shape), () -> {
                    try (PointerScope scope = new PointerScope()) {
                        Packed plain = allocate(Layouts.plain(shape));
                        byName.put(name, new ArrayList<>(List.of(plain)));
                        neverPacked.add(name);
                        return new BytePointer(plain.data().get_data_handle())
                                .capacity(shape.elements() * Float.BYTES)
                                .asByteBuffer();
                    }
                });
    }

    /** The tensor {@code name} in the layout and of the type {@code wanted}. Called on a lane. */
    synchronized memory get(String name, memory.desc wanted) {
        List<Packed> layouts = byName.get(name);
        for (Packed packed : layouts) {
            if (packed.layout().equals(wanted)) {
                neverPacked.remove(name);
                return packed.data();
            }
        }
        try (PointerScope scope = new PointerScope()) {
            Packed from = layouts.get(0);
            Packed to = allocate(new memory.desc(wanted));
            try {
                new reorder(from.data(), to.data()).execute(stream, from.data(), to.data());
                stream._wait();
            } catch (RuntimeException e) {
                to.close();
                throw e;
            }
            layouts.add(to);
            if (neverPacked.remove(name)) {
                layouts.remove(from);
                from.close();
            }
            return to.data();
        }
    }

    private Packed allocate(memory.desc layout) {
        return new Packed(layout, new memory(layout, engine));
    }

    @Override
    public void close() {
        byName.values().forEach(layouts -> layouts.forEach(Packed::close));
        byName.clear();
        stream.deallocate();
    }
}
