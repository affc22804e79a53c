package io.resnet4j.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Native objects that live until they are closed together. */
final class Memory implements AutoCloseable {
    private final List<Pointer> kept = new ArrayList<>();

    /** Makes an object that is kept; what else is made on the way is freed. */
    <P extends Pointer> P keep(Supplier<P> maker) {
        P made = scoped(maker);
        kept.add(made);
        return made;
    }

    /** Makes an object for the caller to close, and frees what else is made on the way. */
    static <P extends Pointer> P scoped(Supplier<P> maker) {
        try (PointerScope scope = new PointerScope()) {
            P made = maker.get();
            made.retainReference(); // which outlives the scope's own
            return made;
        }
    }

    @Override
    public void close() {
        kept.forEach(Pointer::close);
        kept.clear();
    }
}
