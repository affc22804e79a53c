package io.resnet4j.inference;

import io.resnet4j.model.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Where each value lies in one arena that all values share: two that are needed at the same time never overlap, and
 * room is given back as soon as the last step that reads a value is done.
 *
 * @param bytes size of the arena
 * @param offsets where each value starts, a multiple of {@link #ALIGNMENT}
 */
public record MemoryLayout(long bytes, Map<Value, Long> offsets) {
    /** A cache line, which is also the widest vector register. */
    public static final int ALIGNMENT = 64;

    public MemoryLayout {
        offsets = Map.copyOf(offsets);
    }

    /**
     * Lays out the values of {@code steps}.
     *
     * @param input what the first steps read
     * @param kept values that must outlive the last step
     * @param bytes size of a value
     */
    public static MemoryLayout of(List<Step> steps, Value input, Set<Value> kept, ToLongFunction<Value> bytes) {
        Map<Value, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (Value value : steps.get(i).inputs()) {
                lastUse.put(value, i);
            }
        }
        Arena arena = new Arena(bytes);
        arena.place(input);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Set<Value> done = new HashSet<>(step.inputs());
            int now = i;
            done.removeIf(value -> lastUse.get(value) != now || kept.contains(value));
            if (step instanceof Step.Convolution conv && conv.overwritesResidual()) {
                Value residual = conv.residual().orElseThrow();
                arena.handOver(residual, conv.output());
                done.remove(residual);
            } else {
                arena.place(step.output());
            }
            done.forEach(arena::free);
        }
        return new MemoryLayout(arena.end, arena.offsets);
    }

    /** What is taken at the moment, by offset. */
    private static final class Arena {
        private final ToLongFunction<Value> bytes;
        private final Map<Value, Long> offsets = new HashMap<>();
        private final TreeMap<Long, Long> endByStart = new TreeMap<>();
        private long end;

        Arena(ToLongFunction<Value> bytes) {
            this.bytes = bytes;
        }

        /** Takes the lowest gap that is wide enough. */
        void place(Value value) {
            long size = Math.max(ALIGNMENT, (bytes.applyAsLong(value) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            long start = 0;
            for (Map.Entry<Long, Long> taken : endByStart.entrySet()) {
                if (taken.getKey() - start >= size) {
                    break;
                }
                start = taken.getValue();
            }
            offsets.put(value, start);
            endByStart.put(start, start + size);
            end = Math.max(end, start + size);
        }

        /** The room of {@code from} becomes that of {@code to}. */
        void handOver(Value from, Value to) {
            offsets.put(to, offsets.get(from));
        }

        void free(Value value) {
            endByStart.remove(offsets.get(value));
        }
    }
}
