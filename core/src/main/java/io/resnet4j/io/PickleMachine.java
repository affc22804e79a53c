package io.resnet4j.io;

import io.resnet4j.io.Pickle.Dict;
import io.resnet4j.io.Pickle.None;
import io.resnet4j.io.Pickle.Sequence;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack machine that runs a pickle (PEP 307 and PEP 3154; the instructions are those of Python's
 * {@code pickletools}). It knows what protocols 2 to 4 use for plain data, and no more: neither protocol 0's texts nor
 * extension codes, which {@code torch.save} never writes.
 *
 * <p>A pickle deflates a thousandfold and names what it made before in two bytes, so its length bounds neither memory
 * nor time. These do: whatever an instruction makes or recalls passes through the stack once, before a list or a
 * dictionary holds it, and {@link #MOST_OBJECTS} may pass; texts and bytes are no longer than the pickle; an instruction
 * takes no longer than what it reads, the objects that it takes from the stack and their use as keys, which are small
 * ({@link Pickle}); one that makes nothing allocates nothing, as there may be millions. Nothing here recurses. What a
 * function of the whitelist makes of its arguments, the whitelist bounds.
 */
final class PickleMachine {
    /** A checkpoint has some twenty for each tensor. The family's largest, ResNet-1202 with Adam's state, has 412,000. */
    private static final int MOST_OBJECTS = 1 << 19;

    /** In bytes; as {@code LONG1} has it. */
    private static final int LONGEST_INTEGER = 255;

    private static final int MOST_MARKS = 1000;
    private static final int MOST_MEMOS = 1 << 18;

    private final PickleInput in;
    private final PickleGlobals globals;
    private final Map<Integer, Object> memo = new HashMap<>();
    private final List<Object> stack = new ArrayList<>();
    /** Heights of the stack where a {@code MARK} was set. */
    private final int[] marks = new int[MOST_MARKS];

    private int marked;
    private int objects;

    PickleMachine(PickleInput in, PickleGlobals globals) {
        this.in = in;
        this.globals = globals;
    }

    Object run() throws IOException {
        int op = in.u8();
        if (op != 0x80) {
            throw malformed(
                    "there is no pickle here: protocol 2 or later starts with byte 0x80, not %#04x".formatted(op));
        }
        int protocol = in.u8();
        if (protocol < 2 || protocol > 4) {
            throw malformed("the pickle has protocol %d; 2 to 4 are read".formatted(protocol));
        }
        try {
            for (op = in.u8(); op != '.'; op = in.u8()) {
                step(op);
            }
        } catch (Pickle.RefusedKey e) {
            throw malformed(e.getMessage() + ", which neither checkpoints nor data sets do");
        }
        Object result = pop();
        if (!stack.isEmpty() || marked > 0) {
            throw malformed("the pickle ends with %d objects too many".formatted(stack.size()));
        }
        return result;
    }

    private void step(int op) throws IOException {
        switch (op) {
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.i32());
            case 'K' -> push((long) in.u8());
            case 'M' -> push((long) in.u16());
            case 0x8a -> push(integer(in.u8()));
            case 0x8b -> push(integer(Integer.toUnsignedLong(in.i32())));
            case 'G' -> push(in.f64());
            case 'X' -> push(in.text(Integer.toUnsignedLong(in.i32())));
            case 'T' -> push(longString(Integer.toUnsignedLong(in.i32())));
            case 'U' -> push(globals.python2() ? in.latin1(in.u8()) : in.text(in.u8()));
            case 0x8c -> push(in.text(in.u8()));
            case 0x8d -> push(in.text(in.i64()));
            case 'B' -> push(in.bytes(Integer.toUnsignedLong(in.i32())));
            case 'C' -> push(in.bytes(in.u8()));
            case 0x8e -> push(in.bytes(in.i64()));
            case '(' -> mark();
            case ')', ']', 0x8f -> push(new Sequence(List.of()));
            case 't', 0x91 -> push(new Sequence(popToMark()));
            case 0x85 -> push(new Sequence(pop(1)));
            case 0x86 -> push(new Sequence(pop(2)));
            case 0x87 -> push(new Sequence(pop(3)));
            case 'a' -> append(pop());
            case 'e', 0x90 -> extend(popToMark());
            case '}' -> push(new Dict());
            case 's' -> put(pop(2));
            case 'u' -> put(popToMark());
            case 'q' -> memoize(in.u8());
            case 'r' -> memoize(in.i32());
            case 0x94 -> memoize(memo.size());
            case 'h' -> push(recall(in.u8()));
            case 'j' -> push(recall(in.i32()));
            case 'c' -> push(global(in.line(), in.line()));
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> call();
            case 'b' -> build();
            case 'Q' -> push(globals.persistent(pop()));
            case 0x95 -> in.require(in.i64());
            default ->
                throw malformed("the pickle holds the instruction %#04x%s, which no plain data needs; %s"
                        .formatted(op, op > ' ' && op < 0x7f ? " ('" + (char) op + "')" : "", globals.remedy()));
        }
    }

    /** Python 2's {@code str}, which may hold an array's bytes. */
    private Object longString(long length) throws IOException {
        return globals.python2() ? in.bytes(length) : in.text(length);
    }

    /** A little-endian two's complement. */
    private Object integer(long length) throws IOException {
        if (length > LONGEST_INTEGER) {
            throw malformed(
                    "the pickle holds an integer of %d bytes; at most %d are read".formatted(length, LONGEST_INTEGER));
        }
        byte[] bytes = in.bytes(length);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
        BigInteger value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void push(Object value) throws MalformedFileException {
        if (objects++ == MOST_OBJECTS) {
            throw malformed("the pickle makes or recalls more than %d objects; neither checkpoints nor data sets do"
                    .formatted(MOST_OBJECTS));
        }
        stack.add(value);
    }

    private Object pop() throws MalformedFileException {
        require(1);
        return stack.remove(stack.size() - 1);
    }

    /** The topmost {@code count} objects above the last mark. */
    private List<Object> pop(int count) throws MalformedFileException {
        require(count);
        if (count == 0) {
            return List.of();
        }
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(top);
        top.clear();
        return values;
    }

    private void require(int count) throws MalformedFileException {
        int floor = marked == 0 ? 0 : marks[marked - 1];
        if (stack.size() - floor < count) {
            throw malformed("the pickle is damaged: it takes more objects from its stack than it put there");
        }
    }

    private void mark() throws MalformedFileException {
        if (marked == MOST_MARKS) {
            throw malformed("the pickle's objects are nested more than %d deep".formatted(MOST_MARKS));
        }
        marks[marked++] = stack.size();
    }

    private List<Object> popToMark() throws MalformedFileException {
        if (marked == 0) {
            throw malformed("the pickle is damaged: it goes back to a mark that it did not set");
        }
        List<Object> values = pop(stack.size() - marks[marked - 1]);
        marked--;
        return values;
    }

    private <T> T expect(Class<T> type, Object value, String what) throws MalformedFileException {
        if (!type.isInstance(value)) {
            throw malformed("the pickle is damaged: it treats a %s as %s"
                    .formatted(value.getClass().getSimpleName(), what));
        }
        return type.cast(value);
    }

    private Object peek() throws MalformedFileException {
        require(1);
        return stack.get(stack.size() - 1);
    }

    private void append(Object item) throws MalformedFileException {
        expect(Sequence.class, peek(), "a list").add(item);
    }

    private void extend(List<Object> items) throws MalformedFileException {
        expect(Sequence.class, peek(), "a list").addAll(items);
    }

    private void put(List<Object> keysAndValues) throws MalformedFileException {
        Dict dict = expect(Dict.class, peek(), "a dictionary");
        if (keysAndValues.size() % 2 != 0) {
            throw malformed("the pickle is damaged: a dictionary has a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private void memoize(int index) throws MalformedFileException {
        memo.put(index, peek());
        if (memo.size() > MOST_MEMOS) {
            throw malformed("the pickle remembers more than %d objects".formatted(MOST_MEMOS));
        }
    }

    private Object recall(int index) throws MalformedFileException {
        Object value = memo.get(index);
        if (value == null) {
            throw malformed("the pickle is damaged: it recalls object %d, which it did not remember".formatted(index));
        }
        return value;
    }

    private void stackGlobal() throws MalformedFileException {
        List<Object> names = pop(2);
        push(global(expect(String.class, names.get(0), "a name"), expect(String.class, names.get(1), "a name")));
    }

    private Object global(String module, String name) throws MalformedFileException {
        return globals.find(module, name)
                .orElseThrow(() ->
                        malformed("the pickle refers to %s, which is neither a tensor nor plain data and is not run; %s"
                                .formatted(shortened(module + "." + name), globals.remedy())));
    }

    /** {@code REDUCE} calls a function, {@code NEWOBJ} makes an instance of a class: the whitelist sees no difference. */
    private void call() throws IOException {
        List<Object> operands = pop(2);
        Sequence arguments = expect(Sequence.class, operands.get(1), "arguments");
        push(expect(PickleGlobals.Callable.class, operands.get(0), "a function").call(arguments.items()));
    }

    private void build() throws IOException {
        Object state = pop();
        globals.build(peek(), state);
    }

    private static String shortened(String name) {
        return name.length() > 200 ? name.substring(0, 200) + "..." : name;
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(in.file(), problem + " (byte " + in.position() + ")");
    }
}
