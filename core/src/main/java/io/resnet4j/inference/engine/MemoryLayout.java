package io.resnet4j.inference.engine;

import io.resnet4j.inference.Step;
import io.resnet4j.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Where each value lies in one arena that all values share: two that are needed at the same time never overlap. The
 * largest are placed first, each as low as it fits.
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

    /** Room that is needed from one step to another, by one value or by several that overwrite one another. */
    private static final class Room {
        final long bytes;
        final int from;
        int to;
        long offset;

        Room(long bytes, int from) {
            this.bytes = (Math.max(1, bytes) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            this.from = from;
            this.to = from;
        }

        boolean isNeededWith(Room other) {
            return from <= other.to && other.from <= to;
        }

        long end() {
            return offset + bytes;
        }
    }

    /**
     * Lays out the values of {@code steps}.
     *
     * @param given what is there before the first step, all at the same time: the network's input, and what an engine makes it of
     * @param kept values that must outlive the last step
     * @param bytes size of a value
     */
    public static MemoryLayout of(
            List<Step> steps, Collection<Value> given, Set<Value> kept, ToLongFunction<Value> bytes) {
        Map<Value, Room> rooms = new HashMap<>();
        given.forEach(value -> rooms.put(value, new Room(bytes.applyAsLong(value), -1)));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            for (Value value : step.inputs()) {
                rooms.get(value).to = i;
            }
            int now = i;
            Room room =
                    step.overwritten().map(rooms::get).orElseGet(() -> new Room(bytes.applyAsLong(step.output()), now));
            rooms.put(step.output(), room);
        }
        kept.forEach(value -> rooms.get(value).to = steps.size());
        long end = place(rooms.values().stream().distinct().toList());
        Map<Value, Long> offsets = new HashMap<>();
        rooms.forEach((value, room) -> offsets.put(value, room.offset));
        return new MemoryLayout(end, offsets);
    }

    private static long place(List<Room> rooms) {
        List<Room> largestFirst = new ArrayList<>(rooms);
        largestFirst.sort(Comparator.comparingLong((Room room) -> -room.bytes).thenComparingInt(room -> room.from));
        List<Room> placed = new ArrayList<>(); // lowest first
        long end = 0;
        for (Room room : largestFirst) {
            for (Room other : placed) {
                if (room.isNeededWith(other) && room.offset < other.end() && other.offset < room.end()) {
                    room.offset = other.end();
                }
            }
            placed.add(room);
            placed.sort(Comparator.comparingLong(other -> other.offset));
            end = Math.max(end, room.end());
        }
        return end;
    }
}
