package io.resnet4j.onednn;

import io.resnet4j.model.Shape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The plans of a session; those used least recently go when their memory together exceeds the budget. */
final class PlanCache implements AutoCloseable {
    /** Enough for ResNet-50 at 224 x 224 and a batch of 64 beside several smaller ones. */
    private static final long BUDGET_BYTES = 1L << 30;

    private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Shape image, int batch) {}

    /** The plan for images of that shape and number, made unless it is there; it stays valid until the next call. */
    Plan get(Shape image, int batch, Supplier<Plan> maker) {
        Key key = new Key(image, batch);
        Plan known = plans.get(key);
        if (known != null) {
            return known;
        }
        Plan made = maker.get();
        plans.put(key, made);
        evictAllBut(made);
        return made;
    }

    private void evictAllBut(Plan newest) {
        long total = plans.values().stream().mapToLong(Plan::bytes).sum();
        Iterator<Plan> oldestFirst = plans.values().iterator();
        while (total > BUDGET_BYTES && oldestFirst.hasNext()) {
            Plan oldest = oldestFirst.next();
            if (oldest != newest) {
                total -= oldest.bytes();
                oldestFirst.remove();
                oldest.close();
            }
        }
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        plans.clear();
    }
}
