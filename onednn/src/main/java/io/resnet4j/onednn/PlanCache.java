package io.resnet4j.onednn;

import io.resnet4j.model.Shape;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The plans of a team; those used least recently go when their memory together exceeds the budget. */
final class PlanCache implements AutoCloseable {
    private final long budgetBytes;
    private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Shape image, int batch) {}

    PlanCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * A plan for images of that shape, and for so many of them or a few more: a batch that is short by up to a quarter
     * runs in a larger plan that is there, rather than in one made for it. The plan stays valid until the next call.
     */
    Plan get(Shape image, int batch, Supplier<Plan> maker) {
        Optional<Key> known = plans.keySet().stream()
                .filter(key -> key.image().equals(image) && serves(key.batch(), batch))
                .min(Comparator.comparingInt(Key::batch));
        if (known.isPresent()) {
            return plans.get(known.get());
        }
        Plan made = maker.get();
        plans.put(new Key(image, batch), made);
        evictAllBut(made);
        return made;
    }

    /** Whether a plan for so many images does for {@code batch} of them too. */
    static boolean serves(int planned, int batch) {
        return planned >= batch && 4L * batch >= 3L * planned;
    }

    /** How many plans there are. */
    int size() {
        return plans.size();
    }

    private void evictAllBut(Plan newest) {
        long total = plans.values().stream().mapToLong(Plan::bytes).sum();
        Iterator<Plan> oldestFirst = plans.values().iterator();
        while (total > budgetBytes && oldestFirst.hasNext()) {
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
