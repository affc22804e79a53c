package io.resnet4j.io;

import static io.resnet4j.io.Malformed.assertMalformed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PickleTest {
    /**
     * Knows {@code list.of}, which returns its arguments, {@code dict.of}, which returns a dictionary with its arguments
     * as one entry, and names of persistent objects.
     */
    private static final PickleGlobals GLOBALS = new PickleGlobals() {
        @Override
        public Optional<Object> find(String module, String name) {
            Callable list = Pickle::sequence;
            Callable dict = arguments -> Pickle.dict(List.of(arguments));
            return Optional.ofNullable(
                    Map.<String, Object>of("list.of", list, "dict.of", dict).get(module + "." + name));
        }

        @Override
        public Object persistent(Object id) {
            return "persistent " + id;
        }

        @Override
        public void build(Object target, Object state) {}

        @Override
        public String remedy() {
            return "save something else";
        }
    };

    /**
     * {@code pickle.dumps(v, protocol)} of Python 3.11 for protocols 2, 3 and 4, where v is {'a': [1, -2, 300, 70000, 1 << 40,
     * 1 << 80], 'b': (1.5, None, True, False), 3: ((), (1,), (1, 2), (1, 2, 3)), 'ü': {'deep': [[]]}}; the last one with
     * 'c': b'xff', 'd': {7} in addition.
     */
    private static final List<String> PYTHON = List.of(
            "gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCwAAAAAAAAAAAAABZVgBAAAAYnED"
                    + "KEc/+AAAAAAAAE6IiXRxBEsDKClLAYVxBUsBSwKGcQZLAUsCSwOHcQd0cQhYAgAAAMO8cQl9cQpYBAAAAGRl"
                    + "ZXBxC11xDF1xDWFzdS4=",
            "gAN9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCwAAAAAAAAAAAAABZVgBAAAAYnED"
                    + "KEc/+AAAAAAAAE6IiXRxBEsDKClLAYVxBUsBSwKGcQZLAUsCSwOHcQd0cQhYAgAAAMO8cQl9cQpYBAAAAGRl"
                    + "ZXBxC11xDF1xDWFzdS4=",
            "gASVcAAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCwAAAAAAAAAAAAABZYwBYpQo"
                    + "Rz/4AAAAAAAAToiJdJRLAygpSwGFlEsBSwKGlEsBSwJLA4eUdJSMAsO8lH2UjARkZWVwlF2UXZRhc3Uu",
            "gASVggAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCwAAAAAAAAAAAAABZYwBYpQo"
                    + "Rz/4AAAAAAAAToiJdJRLAygpSwGFlEsBSwKGlEsBSwJLA4eUdJSMAsO8lH2UjARkZWVwlF2UXZRhc4wBY5RD"
                    + "Af+UjAFklI+UKEsHkHUu");

    @Test
    void readsPlainDataOfPython() throws IOException {
        for (String base64 : PYTHON) {
            Map<Object, Object> map = assertInstanceOf(
                            Pickle.Dict.class, read(Base64.getDecoder().decode(base64)))
                    .entries();
            assertEquals(List.of(1L, -2L, 300L, 70000L, 1L << 40, BigInteger.ONE.shiftLeft(80)), items(map.get("a")));
            assertEquals(List.of(1.5, Pickle.None.NONE, true, false), items(map.get("b")));
            assertEquals(List.of(1L, 2L, 3L), items(items(map.get(3L)).get(3)));
            assertEquals(
                    1, items(((Pickle.Dict) map.get("ü")).entries().get("deep")).size());
            if (base64.equals(PYTHON.get(3))) {
                assertArrayEquals(new byte[] {-1}, (byte[]) map.get("c"));
                assertEquals(List.of(7L), items(map.get("d")));
            }
        }
    }

    @Test
    void callsTheWhitelistOnly() throws IOException {
        byte[] called = new PickleForge()
                .global("list", "of")
                .text("a")
                .raw(0x85)
                .ops("R")
                .bytes();
        assertEquals(List.of("a"), items(read(called)));
        byte[] named = new PickleForge().text("key").ops("Q").bytes();
        assertEquals("persistent key", read(named));
    }

    /** Each of these runs a command, opens a file or imports a module when Python reads it. */
    @Test
    void refusesWhatIsNotOnTheWhitelist() {
        for (String[] global : new String[][] {
            {"posix", "system"}, {"os", "system"}, {"builtins", "eval"}, {"torch.foo", "Bar"}, {"java.lang", "Runtime"}
        }) {
            byte[] plain = forge().global(global[0], global[1])
                    .text("touch /tmp/x")
                    .raw(0x85)
                    .ops("R")
                    .bytes();
            byte[] stacked =
                    forge().text(global[0]).text(global[1]).raw(0x93).ops(")R").bytes();
            for (byte[] bytes : List.of(plain, stacked)) {
                assertMalformed(
                        () -> read(bytes),
                        "evil.pkl",
                        "refers to " + global[0] + "." + global[1],
                        "save something else");
            }
        }
        assertMalformed(() -> read(forge().text("no function").ops(")R").bytes()), "a String as a function");
        assertMalformed(() -> read(forge().global("list", "of").ops("NR").bytes()), "a None as arguments");
    }

    @Test
    void namesInstructionsItDoesNotKnow() {
        assertMalformed(() -> read(forge().ops("(iposix\nsystem\n").bytes()), "0x69 ('i')", "save something else");
        assertMalformed(() -> read(forge().raw(0x82, 1).bytes()), "0x82,");
        assertMalformed(() -> read("cos\nsystem\n(S'ls'\ntR.".getBytes(UTF_8)), "no pickle here", "0x63");
        assertMalformed(() -> read(new byte[] {(byte) 0x80, 5, 'N', '.'}), "protocol 5", "2 to 4");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = Base64.getDecoder().decode(PYTHON.get(3));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(MalformedFileException.class, () -> read(cut), "cut at " + length);
        }
    }

    /** A damaged pickle is a typed error or another value; it is never a crash. */
    @Test
    void survivesEveryDamagedByte() throws IOException {
        byte[] whole = Base64.getDecoder().decode(PYTHON.get(3));
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) value;
                try {
                    read(damaged);
                } catch (MalformedFileException e) {
                    refused++;
                }
            }
        }
        assertEquals(true, refused > 10_000, "refused " + refused);
    }

    @Test
    void allocatesNothingThatIsNotThere() {
        for (int op : new int[] {'X', 'T', 'B'}) {
            assertMalformed(
                    () -> read(forge().raw(op).i32(Integer.MAX_VALUE).bytes()), "truncated", "2147483647 bytes");
        }
        for (int op : new int[] {0x8d, 0x8e, 0x95}) {
            assertMalformed(
                    () -> read(forge().raw(op).i32(-1).i32(-1).bytes()), "truncated", "18446744073709551615 bytes");
        }
        assertMalformed(() -> read(forge().raw('X').i32(-1).bytes()), "4294967295 bytes");
    }

    @Test
    void boundsWhatIsHeldAtOnce() {
        assertMalformed(() -> read(forge().ops("(".repeat(1001)).bytes()), "nested more than 1000 deep");
        assertMalformed(() -> read(forge().global("a".repeat(600), "b").bytes()), "more than 512 characters");
        assertMalformed(() -> read(forge().text("x".repeat(5 << 20)).bytes()), "longer than 4194304 bytes");
        PickleForge memos = forge().ops("N");
        for (int i = 0; i <= 1 << 18; i++) {
            memos.raw(0x94);
        }
        assertMalformed(() -> read(memos.bytes()), "remembers more than 262144");
    }

    /** Each of these holds little on its stack at any time, and deflates a thousandfold. */
    @Test
    void boundsWhatIsMadeInAll() throws IOException {
        String many = "more than 524288 objects";
        assertMalformed(() -> read(forge().ops("N".repeat((1 << 19) + 1)).bytes()), many);
        String dicts = "(" + "}".repeat(1024) + "e";
        assertMalformed(() -> read(forge().ops("]" + dicts.repeat(512)).bytes()), many);
        assertMalformed(() -> read(forge().ops("]" + "]a".repeat(1 << 19)).bytes()), many);
        String recalled = "(" + "h\0".repeat(1024) + "e";
        assertMalformed(() -> read(forge().ops("]q\0" + recalled.repeat(512)).bytes()), many);
        assertEquals(
                511 * 1024,
                items(read(forge().ops("]" + dicts.repeat(511)).bytes())).size());
    }

    @Test
    void boundsIntegers() throws IOException {
        BigInteger longest = BigInteger.ONE.shiftLeft(8 * 254);
        byte[] one = new byte[255];
        one[254] = 1;
        assertEquals(longest, read(forge().raw(0x8a, 255).raw(one).bytes()));
        assertEquals(longest, read(forge().raw(0x8b).i32(255).raw(one).bytes()));
        assertMalformed(() -> read(forge().raw(0x8b).i32(256).raw(new byte[256]).bytes()), "integer of 256 bytes");
        assertMalformed(() -> read(forge().raw(0x8b).i32(Integer.MAX_VALUE).bytes()), "integer of 2147483647 bytes");
        assertMalformed(() -> read(forge().raw(0x8b).i32(-1).bytes()), "integer of 4294967295 bytes");
    }

    /** A key is hashed and compared each time it is used, and a pickle can use one again and again in a few bytes. */
    @Test
    void keysAreSmall() throws IOException {
        PickleForge large = forge().text("x".repeat((1 << 16) + 1));
        PickleForge bytes = forge().ops("C").raw(1, 0);
        PickleForge integer = forge().raw(0x8a, 9).raw(new byte[8]).raw(1);
        PickleForge function = forge().global("list", "of");
        for (Map.Entry<PickleForge, String> key : Map.of(
                        large, "a text of 65537 characters",
                        bytes, "a byte[]",
                        integer, "a BigInteger",
                        function, "PickleTest")
                .entrySet()) {
            byte[] pickle = key.getKey().bytes();
            byte[] made = Arrays.copyOfRange(pickle, 2, pickle.length - 1);
            for (PickleForge use : List.of(
                    forge().ops("}").raw(made).ops("Ns"),
                    forge().ops("}(").raw(made).ops("Nu"),
                    forge().global("dict", "of").raw(made).ops("N").raw(0x86).ops("R"))) {
                assertMalformed(() -> read(use.bytes()), "as a dictionary's key", key.getValue());
            }
        }
        String longest = "x".repeat(1 << 16);
        Pickle.Dict dict = (Pickle.Dict) read(forge().ops("}(")
                .text(longest)
                .ops("NK\1NG\0\0\0\0\0\0\0\0N")
                .raw(0x88)
                .ops("NNN)N]N}Nu")
                .bytes());
        assertEquals(
                List.of(longest, 1L, 0.0, true, Pickle.None.NONE),
                new ArrayList<>(dict.entries().keySet()).subList(0, 5));
        assertEquals(8, dict.entries().size());
    }

    /** Texts and numbers of one hash cannot be put in order, and each is compared with all: 80,000 take minutes. */
    @Test
    void keysOfSeveralTypesAreFew() throws IOException {
        PickleForge numbers = forge().ops("}");
        for (int i = 0; i < 1024; i++) {
            numbers.number(i).ops("Ns");
        }
        byte[] most = numbers.bytes();
        byte[] made = Arrays.copyOfRange(most, 2, most.length - 1);
        assertEquals(1024, ((Pickle.Dict) read(most)).entries().size());
        assertMalformed(
                () -> read(forge().raw(made).text("a").ops("Ns").bytes()), "more than 1024 keys", "several types");
        PickleForge more = forge().raw(made).number(1024).ops("Ns");
        assertEquals(1025, ((Pickle.Dict) read(more.bytes())).entries().size());
    }

    @Test
    void refusesPicklesThatDoNotAddUp() {
        assertMalformed(() -> read(forge().bytes()), "more objects from its stack");
        assertMalformed(() -> read(forge().ops("NN").bytes()), "1 objects too many");
        assertMalformed(() -> read(forge().ops("N(").bytes()), "more objects from its stack");
        assertMalformed(() -> read(forge().ops("Nt").bytes()), "mark that it did not set");
        assertMalformed(() -> read(forge().ops("NNa").bytes()), "a None as a list");
        assertMalformed(() -> read(forge().ops("](NNu").bytes()), "a Sequence as a dictionary");
        assertMalformed(() -> read(forge().ops("}(Nu").bytes()), "key without a value");
        assertMalformed(() -> read(forge().raw('h', 3).bytes()), "recalls object 3");
        assertMalformed(() -> read(forge().raw('U', 1, 0xFF).bytes()), "not UTF-8");
    }

    /** A list in itself, and a dictionary that is its own key: hashing or printing either by content never ends. */
    @Test
    void survivesContainersThatHoldThemselves() throws IOException {
        Object list = read(forge().ops("]").raw('q', 0).raw('h', 0).ops("a").bytes());
        assertSame(list, items(list).get(0));
        Pickle.Dict dict = (Pickle.Dict) read(
                forge().ops("}").raw('q', 0).raw('h', 0).raw('h', 0).ops("s").bytes());
        assertSame(dict, dict.entries().get(dict));
        assertEquals(dict.hashCode(), dict.entries().keySet().iterator().next().hashCode());
        StringBuilder nested = new StringBuilder(")");
        for (int i = 0; i < 100_000; i++) {
            nested.append((char) 0x85);
        }
        Pickle.Dict deep = (Pickle.Dict) read(forge().ops("}" + nested + "Ns").bytes());
        assertEquals(1, deep.entries().size());
    }

    @Test
    void readsPicklesThatFollowEachOther() throws IOException {
        byte[] one = forge().text("x".repeat(9000)).bytes();
        byte[] two = new byte[2 * one.length];
        System.arraycopy(one, 0, two, 0, one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        PickleInput input = PickleInput.of("two.pkl", two);
        assertEquals(Pickle.read(input, GLOBALS), Pickle.read(input, GLOBALS));
        assertEquals(two.length, input.position());
    }

    @Test
    void messagesCarryNoTerminalCommands() {
        String message = assertThrows(
                        MalformedFileException.class,
                        () -> read(forge().global("\33[2J", "x").bytes()))
                .getMessage();
        assertEquals(-1, message.indexOf('\33'), message);
    }

    private static PickleForge forge() {
        return new PickleForge();
    }

    private static Object read(byte[] bytes) throws IOException {
        return Pickle.read(PickleInput.of("evil.pkl", bytes), GLOBALS);
    }

    private static List<Object> items(Object sequence) {
        return new ArrayList<>(((Pickle.Sequence) sequence).items());
    }
}
