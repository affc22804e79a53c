"""Hostile pickles: name, the pickle's body or whole, what the refusal says (None: it is plain data)."""

from forge import *

RUN = "neither a tensor nor plain data and is not run"
UNKNOWN = "which no plain data needs"
STACK = "takes more objects from its stack"
TRUNCATED = "truncated"
MANY = "makes or recalls more than"
MARKS = "nested more than 1000 deep"
TOUCH = "touch resnet4j-hostile-trace"


def functions_that_run():
    """What __reduce__ of an attacker returns: a function and its arguments."""
    for module, name, argument in [
        ("os", "system", TOUCH),
        ("posix", "system", TOUCH),
        ("nt", "system", TOUCH),
        ("subprocess", "Popen", TOUCH),
        ("subprocess", "check_output", TOUCH),
        ("builtins", "eval", "__import__('os').system('%s')" % TOUCH),
        ("builtins", "exec", "import os"),
        ("builtins", "getattr", "system"),
        ("builtins", "open", "/etc/passwd"),
        ("__builtin__", "compile", "1"),
        ("webbrowser", "open", "http://127.0.0.1:9/resnet4j"),
        ("urllib.request", "urlopen", "http://127.0.0.1:9/resnet4j"),
        ("runpy", "run_path", "evil.py"),
        ("importlib", "import_module", "os"),
        ("pickle", "loads", "cos"),
        ("torch", "load", "evil.pth"),
        ("torch.hub", "load", "evil/evil"),
        ("torch.storage", "_load_from_bytes", "PK"),
        ("numpy.core.multiarray", "_reconstruct", "x"),
        ("functools", "partial", "x"),
        ("operator", "attrgetter", "x"),
        ("java.lang", "Runtime", "exec"),
        ("java.lang", "ProcessBuilder", TOUCH),
        ("javax.script", "ScriptEngineManager", "x"),
        ("io.resnet4j.weights", "Canary", "x"),
        (CANARY, "<init>", "x"),
        ("", CANARY, "x"),
    ]:
        known = f"reduce-{module or 'empty'}.{name}".replace("<", "").replace(">", "")
        yield known, call(global_(module, name), text(argument)), RUN


def other_ways_to_call():
    system = global_("os", "system")
    yield "stack-global-os.system", text("os") + text("system") + b"\x93" + tuple_of(text(TOUCH)) + b"R", RUN
    yield "stack-global-canary", text("io.resnet4j.weights") + text("Canary") + b"\x93)R", RUN
    yield "stack-global-of-numbers", number(1) + number(2) + b"\x93", "as a name"
    yield "stack-global-of-recalled-names", text("os") + b"q\0" + text("system") + b"q\1h\0h\1\x93", "too many|" + RUN
    yield "inst-os.system", b"(" + text(TOUCH) + b"ios\nsystem\n", UNKNOWN
    yield "inst-canary", b"(iio.resnet4j.weights\nCanary\n", UNKNOWN
    yield "obj-os.system", b"(" + system + text(TOUCH) + b"o", RUN
    yield "obj-ordered-dict", b"(" + global_("collections", "OrderedDict") + b"o", UNKNOWN
    yield "newobj-os.system", system + tuple_of(text(TOUCH)) + b"\x81", RUN
    yield "newobj-ordered-dict", global_("collections", "OrderedDict") + b")\x81", "holds no tensors"
    yield "newobj-ex", global_("collections", "OrderedDict") + b")}\x92", UNKNOWN
    yield "newobj-ex-canary", global_("io.resnet4j.weights", "Canary") + b")}\x92", RUN
    yield "append-to-an-empty-tuple", b"(tNa", "a dictionary of tensors was expected"
    yield "build-setstate-of-a-list", b"]}b", "attributes to something that has none"
    yield "build-slots-of-a-dictionary", state_dict() + tuple_of(b"N", b"}") + b"b", None
    yield "build-canary", global_("io.resnet4j.weights", "Canary") + b")R}b", RUN
    yield "build-with-nothing-below", b"}b", STACK
    yield "reduce-a-text", text("os.system") + b")R", "a String as a function"
    yield "reduce-a-storage-class", global_("torch", "FloatStorage") + b")R", "as a function"
    yield "reduce-without-arguments", global_("collections", "OrderedDict") + b"R", STACK
    yield "reduce-with-none", global_("collections", "OrderedDict") + b"NR", "a None as arguments"
    yield "reduce-with-a-dictionary", global_("collections", "OrderedDict") + b"}R", "a Dict as arguments"
    for name, code in [("1", b"\x82\1"), ("2", b"\x83\1\0"), ("4", b"\x84\1\0\0\0")]:
        yield "extension-code-" + name, code, UNKNOWN


def odd_persistent_ids():
    odd = "names a storage in a way that PyTorch does not"
    yield "persistent-id-text", text("file:///etc/passwd") + b"Q", odd
    yield "persistent-id-line", b"Pfile:///etc/passwd\n", UNKNOWN
    yield "persistent-id-none", b"NQ", odd
    yield "persistent-id-missing", b"Q", STACK
    yield "persistent-id-empty-tuple", b")Q", odd
    yield "persistent-id-of-four", tuple_of(text("storage"), global_("torch", "FloatStorage"), text("0"), b"N") + b"Q", odd
    yield "persistent-id-of-seven", storage(more=b"NN"), odd
    yield "persistent-id-of-a-module", tuple_of(text("module"), global_("torch", "FloatStorage"), text("0"), b"N", b"K\6") + b"Q", odd
    yield "persistent-id-in-itself", b"]q\0h\0ah\0a" + b"Q", odd
    yield "storage-key-number", storage(key=number(0)), odd
    yield "storage-key-none", storage(key=b"N"), odd
    yield "storage-key-long", state_dict(tensor(of=storage(key="k" * 70000))), odd
    yield "storage-key-traversal", state_dict(tensor(of=storage(key="../../etc/passwd"))), "no entry archive/data/../../etc/passwd"
    yield "storage-key-absolute", state_dict(tensor(of=storage(key="/etc/passwd"))), "no entry"
    yield "storage-key-terminal", state_dict(tensor(of=storage(key="\x1b[2J\x1b]0;evil\x07"))), "no entry archive/data/?[2J?]0;evil?"
    yield "storage-elements-negative", storage(elements=-1), odd
    yield "storage-elements-2-to-63", storage(elements=(1 << 63) - 1), odd
    yield "storage-elements-2-to-200", storage(elements=b"\x8a\x1a" + bytes(25) + b"\1"), odd
    yield "storage-elements-real", storage(elements=b"G" + b"\x7f\xf8" + bytes(6)), odd
    yield "storage-elements-true", storage(elements=b"\x88"), odd
    yield "storage-class-unknown", storage(kind="EvilStorage"), RUN
    yield "storage-class-text", tuple_of(text("storage"), text("FloatStorage"), text("0"), b"N", b"K\6") + b"Q", odd
    yield "storage-two-ways", b"](" + storage() + storage(elements=5) + b"e", "described in two ways"
    yield "storage-two-kinds", b"](" + storage() + storage(kind="LongStorage") + b"e", "described in two ways"
    yield "storage-view", storage(more=tuple_of(text("1"), number(0), number(6))), "is a view of another one"
    yield "storage-location-evil", state_dict(tensor(of=storage(location=text("cuda:" + "9" * 1000)))), None
    yield "storage-huge", state_dict(tensor(of=storage(elements=1 << 58))), "stored bytes were expected, found 24"
    yield "storage-small", state_dict(tensor((1,), (1,), of=storage(elements=1))), "4 stored bytes were expected, found 24"
    yield "storage-missing", state_dict(tensor(of=storage(key="1"))), "no entry archive/data/1"


def lying_tensors():
    outside, impossible, twice = "lies outside of its storage", "has the impossible", "uses elements of its storage twice"
    odd = "describes a tensor in a way that PyTorch does not"
    for name, shape, strides, offset, cause in [
        ("size-too-large", (2, 4), (3, 1), 0, outside),
        ("size-huge", (1 << 31, ), (1,), 0, impossible),
        ("size-2-to-62", (1 << 62, ), (1,), 0, impossible),
        ("size-negative", (-2, 3), (3, 1), 0, impossible),
        ("size-minimum", (-1 << 63,), (1,), 0, impossible),
        ("product-overflows-to-zero", (1 << 16,) * 4, (0,) * 4, 0, impossible),
        ("product-overflows-to-six", (3, 1 << 30, 1 << 30, 8), (0,) * 4, 0, impossible),
        ("stride-negative", (2, 3), (-3, 1), 5, impossible),
        ("stride-zero", (2, 3), (0, 0), 0, twice),
        ("stride-zero-billion", (1 << 30,), (0,), 0, twice),
        ("stride-huge", (2, 3), ((1 << 63) - 3, 1), 0, outside),
        ("stride-overflows", (3, 3), ((1 << 63) - 1, 1), 0, impossible),
        ("stride-sum-overflows", (2, 2, 2), ((1 << 62), (1 << 62), 1), 0, impossible),
        ("stride-overlaps", (2, 3), (2, 1), 0, twice),
        ("offset-negative", (2, 3), (3, 1), -1, outside),
        ("offset-minimum", (1,), (1,), -1 << 63, outside),
        ("offset-behind", (2, 3), (3, 1), 1, outside),
        ("offset-huge", (1,), (1,), (1 << 63) - 1, outside),
        ("empty-behind-its-storage", (0,), (1,), 7, outside),
        ("empty-of-huge-sizes", (0, 1 << 30, 1 << 30), (1, 1, 1), 0, None),
        ("ranks-differ", (2, 3), (1,), 0, odd),
        ("rank-65", (1,) * 65, (1,) * 65, 0, "of 65 dimensions"),
    ]:
        yield "tensor-" + name, state_dict(tensor(shape, strides, offset)), cause
    rebuild = global_("torch._utils", "_rebuild_tensor_v2")
    sizes, steps = tuple_of(number(2), number(3)), tuple_of(number(3), number(1))
    rest = b"\x89" + call(global_("collections", "OrderedDict"))
    yield "tensor-without-arguments", call(rebuild), odd
    yield "tensor-without-storage", call(rebuild, b"N", number(0), sizes, steps, rest), odd
    yield "tensor-of-a-tensor", call(rebuild, tensor(), number(0), sizes, steps, rest), odd
    yield "tensor-offset-text", call(rebuild, storage(), text("0"), sizes, steps, rest), odd
    yield "tensor-offset-2-to-80", call(rebuild, storage(), b"\x8a\x0b" + bytes(10) + b"\1", sizes, steps, rest), odd
    yield "tensor-sizes-none", call(rebuild, storage(), number(0), b"N", steps, rest), odd
    yield "tensor-sizes-texts", call(rebuild, storage(), number(0), tuple_of(text("2"), text("3")), steps, rest), "sizes that are not numbers"
    yield "tensor-sizes-true", call(rebuild, storage(), number(0), tuple_of(b"\x88", b"\x88"), steps, rest), "sizes that are not numbers"
    looped = b"]q\7h\7a"
    yield "tensor-sizes-in-themselves", call(rebuild, storage(), number(0), looped, looped, rest), "sizes that are not numbers"
    flat = call(rebuild, storage(), number(0), b"](" + number(6) + b"eq\x09", b"](" + number(1) + b"e", rest)
    yield "tensor-sizes-grown-later", state_dict(flat) + text("x") + b"h\x09" + number(7) + b"as", None
    yield "tensor-half", state_dict(tensor(of=storage(kind="HalfStorage", elements=12))), None
    yield "tensor-name-terminal", state_dict(tensor((7,), (1,)), key="\x1b]0;evil\x07"), "tensor ?]0;evil? lies outside"
    yield "tensor-parameter-of-nothing", call(global_("torch._utils", "_rebuild_parameter")), "calls a function without its arguments"
    yield "tensor-parameter-of-text", state_dict(call(global_("torch._utils", "_rebuild_parameter"), text("x"))), "holds no tensors"
    yield "tensor-v3", call(global_("torch._utils", "_rebuild_tensor_v3"), storage()), RUN
    yield "tensor-sparse", call(global_("torch._utils", "_rebuild_sparse_tensor"), storage()), RUN
    yield "tensor-quantised", call(global_("torch._utils", "_rebuild_qtensor"), storage()), RUN


def whitelist_misused():
    ordered = global_("collections", "OrderedDict")
    yield "ordered-dict-of-text", call(ordered, text("x")), "something other than pairs"
    yield "ordered-dict-of-singles", call(ordered, tuple_of(tuple_of(text("w")))), "something other than pairs"
    yield "ordered-dict-of-bytes-keys", call(ordered, tuple_of(tuple_of(b"C\1x", b"N"))), "as a dictionary's key"
    yield "ordered-dict-of-pairs", call(ordered, tuple_of(tuple_of(text("w"), tensor()))), None
    yield "ordered-dict-of-itself", b"]q\0h\0ah\0a" + b"q\1" + ordered + b"h\1\x85R", "too many|of something other than pairs|holds no"
    yield "ordered-dict-copied-over-and-over", copies(), "copies more than"
    yield "size-without-arguments", global_("torch", "Size") + b")R", "without its arguments"
    yield "device-without-arguments", global_("torch", "device") + b")R", "without its arguments"
    yield "bytes-of-two-to-the-forty", state_dict() + text("b") + call(global_("builtins", "bytes"), number(1 << 40)) + b"s", None
    yield "encode-with-an-evil-codec", state_dict() + text("b") + call(global_("_codecs", "encode"), text("x"), text("evil")) + b"s", None
    yield "global-name-long", global_("a" * 600, "b"), "more than 512 characters"
    yield "global-name-unfinished", b"cos", TRUNCATED
    yield "global-name-terminal", global_("\x1b[2J", "x"), "refers to ?[2J.x"
    yield "global-storage-elsewhere", global_("evil", "FloatStorage"), RUN
    yield "global-as-the-result", global_("collections", "OrderedDict"), "a dictionary of tensors was expected"


def copies():
    """One list of pairs, made into a dictionary again and again in eight bytes each."""
    pairs = b"](" + b"".join(number(i) + b"N\x86" for i in range(4000)) + b"e"
    again = b"h\1h\0\x85R"
    return b"(" + pairs + b"q\0" + global_("collections", "OrderedDict") + b"q\1" + b"(" + again * 2000 + b"tt"


def bombs():
    """Little on disk, much in memory or in time."""
    million = 1 << 20
    yield "bomb-a-million-none", b"](" + b"N" * (2 * million) + b"e", MANY
    yield "bomb-a-million-dictionaries", b"]" + b"}a" * (2 * million - 60), MANY
    yield "bomb-a-million-lists", b"]" + b"]a" * (2 * million - 60), MANY
    yield "bomb-half-a-million-dictionaries", b"]" + b"}a" * (million // 2 - 1), "a dictionary of tensors was expected"
    yield "bomb-entries-of-one", b"]" + b"}K\1Nsa" * (million // 2), MANY
    yield "bomb-nested-tuples", b")" + b"\x85" * 200_000, "a dictionary of tensors was expected"
    yield "bomb-nested-lists", b"]q\0" + b"]q\1h\0ah\1q\0" * 1000, "too many"
    yield "bomb-marks", b"(" * 100_000, MARKS
    yield "bomb-marks-and-back", b"]" + b"(e" * (2 * million - 60), "a dictionary of tensors was expected"
    yield "bomb-empty-updates", b"}" + b"(u" * (2 * million - 60), "holds no tensors"
    yield "bomb-memo-of-one", b"}" + b"q\0" * (2 * million - 60), "holds no tensors"
    yield "bomb-memo-of-many", b"}" + b"\x94" * (3 * million), "remembers more than"
    yield "bomb-recall", b"](Nq\0" + b"h\0" * (2 * million - 60) + b"e", MANY
    yield "bomb-builds", b"}q\0" + b"h\0b" * million, MANY
    yield "bomb-billion-laughs", laughing(30), "a dictionary of tensors was expected"
    yield "bomb-billion-laughs-as-key", b"}" + laughing(30) + b"Ns", "holds no tensors"
    yield "bomb-billion-laughs-of-pairs", call(global_("collections", "OrderedDict"), laughing(20)), "something other than pairs"
    yield "bomb-text-of-3-mib", state_dict() + text("t") + text("x" * (3 << 20)) + b"s", None
    yield "bomb-text-of-3-mib-wide", state_dict() + text("t") + text("é" + "x" * (3 << 20)) + b"s", None
    yield "bomb-text-of-17-mib", text("x" * (17 << 20)), "MiB is no checkpoint"
    yield "bomb-key-of-3-mib", b"}" + text("k" * (3 << 20)) + b"Ns", "as a dictionary's key"
    yield "bomb-equal-long-keys", b"}" + text("k" * 65536) + b"q\0N" + b"s" + b"(" + (text("k" * 65536) + b"q\1N") + b"h\0Nh\1N" * 100_000 + b"u", "holds no tensors|" + MANY
    yield "bomb-keys-of-one-hash", b"}(" + b"".join(text(key) + b"N" for key in one_hash(14)) + b"u", "holds no tensors"
    yield "bomb-keys-of-two-types", b"}(" + b"".join(number(i) + b"N" + text(str(i)) + b"N" for i in range(1000)) + b"u", "keys of several types"
    yield "bomb-many-tensors-of-one-storage", many_tensors(100_000), "tensors"
    yield "bomb-tensors-of-rank-64", high_ranks(20_000), "dimensions|tensors|copies|in a way that PyTorch does not"
    yield "bomb-dictionaries-remembered", b"]" + b"}K\1Ns\x94a" * 174_000, "a dictionary of tensors was expected"
    yield "bomb-lists-remembered", b"]" + b"]\x94a" * 262_000 + b"]a" * 262_000, "a dictionary of tensors was expected"
    yield "bomb-lists-of-one", b"]" + b"]Naa" * 262_000, "a dictionary of tensors was expected"
    yield "bomb-storages-named-again", b"(" + storage()[:-1] + b"q\1" + b"h\1Q" * 262_000 + b"t", "a dictionary of tensors was expected"
    yield "bomb-text-of-4-mib-replaced", b"}" + text("t") + text("\ufffd" + "\u1234" * 1_390_000) + b"s", "holds no tensors"
    one = b"](K\1N\x86e\x85q\0" + global_("collections", "OrderedDict") + b"q\1"
    yield "bomb-ordered-dicts-of-one", b"(" + one + b"h\1h\0R" * 174_000 + b"t", "copies more than"
    yield "bomb-strided-tensors", high_ranks(16_000, 14), "share their storages too often"
    yield "bomb-sizes-rebuilt", rebuilt(30_000), "dimensions|copies|in a way that PyTorch does not"


def laughing(depth):
    """Each list holds the one before ten times: 10 to the depth, for who walks it."""
    body = b"]q\0"
    for level in range(1, depth):
        body += b"(" + b"h" + bytes([level - 1]) + (b"h" + bytes([level - 1])) * 9 + b"tq" + bytes([level])
    return b"(" + body + b"t"


def one_hash(pairs):
    """Texts that have one hash in Java: 'Aa' and 'BB' have."""
    keys = [""]
    for _ in range(pairs):
        keys = [key + part for key in keys for part in ("Aa", "BB")]
    return keys


def many_tensors(count):
    names = b"".join(text(f"t{i}") + b"h\0" for i in range(count))
    return b"}" + text("w") + tensor() + b"q\0s(" + names + b"u"


def high_ranks(count, ones=63):
    names = b"".join(text(f"t{i}") + b"h\0" for i in range(count))
    return b"}" + text("w") + tensor((1,) * ones + (2, 2), (7,) * ones + (1, 2)) + b"q\0s(" + names + b"u"


def rebuilt(count):
    """The arguments of a tensor of 64 dimensions, recalled, and the function, called again and again."""
    sizes = tuple_of(*[number(1)] * 64)
    arguments = tuple_of(storage(), number(0), sizes + b"q\3", b"h\3", b"\x89")
    return b"](" + global_("torch._utils", "_rebuild_tensor_v2") + b"q\1" + arguments + b"q\2" + b"h\1h\2R" * count + b"e"


def lengths_that_lie():
    for name, code in [("binunicode", b"X"), ("binstring", b"T"), ("binbytes", b"B")]:
        yield f"length-{name}-2-gib", code + u32(0x7FFFFFFF), TRUNCATED
        yield f"length-{name}-4-gib", code + u32(0xFFFFFFFF), TRUNCATED
    for name, code in [("binunicode8", b"\x8d"), ("binbytes8", b"\x8e"), ("frame", b"\x95")]:
        yield f"length-{name}-2-to-40", code + u64(1 << 40), TRUNCATED
        yield f"length-{name}-negative", code + u64(-1), TRUNCATED
    yield "length-bytearray8-2-to-40", b"\x96" + u64(1 << 40), UNKNOWN
    yield "length-short-text-cut", b"\x8c\xffabc", TRUNCATED
    yield "length-long1-cut", b"\x8a\xff\1", TRUNCATED
    yield "length-long4-2-gib", b"\x8b" + u32(0x7FFFFFFF), "integer of 2147483647 bytes"
    yield "length-long4-negative", b"\x8b" + u32(-1), "integer of 4294967295 bytes"
    yield "length-long4-1-mib", b"\x8b" + u32(1 << 20) + b"\x7f" * (1 << 20), "integer of 1048576 bytes"
    yield "frame-of-nothing", b"\x95" + u64(0) + state_dict(), None
    yield "frame-shorter-than-its-content", b"\x95" + u64(3) + state_dict(), None
    yield "frame-in-a-frame", b"\x95" + u64(100) + b"\x95" + u64(100) + state_dict(), None
    yield "frame-longer-than-the-rest", state_dict() + b"\x95" + u64(2), TRUNCATED
    yield "memo-put-2-to-31", state_dict() + b"r" + u32(0x7FFFFFFF), None
    yield "memo-put-negative", state_dict() + b"r" + u32(-1), None
    yield "memo-put-line-huge", state_dict() + b"p99999999999999999999\n", UNKNOWN
    yield "memo-get-unset", b"h\x07", "recalls object 7"
    yield "memo-get-2-to-31", b"j" + u32(0x7FFFFFFF), "recalls object 2147483647"
    yield "memo-get-negative", b"j" + u32(-1), "recalls object -1"
    yield "memo-get-line", b"g0\n", UNKNOWN
    yield "memo-of-nothing", b"\x94", STACK


def damaged_programs():
    yield "underflow-append", b"a", STACK
    yield "underflow-tuple3", b"NN\x87", STACK
    yield "underflow-below-a-mark", b"](a", STACK
    yield "underflow-pop-mark", b"1", UNKNOWN
    yield "underflow-dup", b"2", UNKNOWN
    yield "mark-never-set", b"]e", "a mark that it did not set"
    yield "mark-left", state_dict() + b"(", STACK
    yield "objects-left", b"N" + state_dict(), "1 objects too many"
    yield "append-to-a-number", number(1) + b"Na", "as a list"
    yield "append-to-a-text", text("x") + b"Na", "as a list"
    yield "put-into-a-list", b"]NNs", "as a dictionary"
    yield "key-without-value", b"}(" + text("k") + b"u", "a key without a value"
    yield "key-bytes", b"}C\1xNs", "as a dictionary's key"
    yield "key-tensor", b"}" + tensor() + b"Ns", "as a dictionary's key"
    yield "list-in-itself", b"]q\0h\0a", "a dictionary of tensors was expected"
    yield "tuple-in-itself", b"(]q\0h\0at", "a dictionary of tensors was expected"
    yield "dictionary-in-itself", b"}q\0" + text("state_dict") + b"h\0s", "holds no tensors"
    yield "dictionary-as-its-own-key", b"}q\0h\0h\0s", "holds no tensors"
    yield "set-of-sets", b"\x8f(\x8f\x8f\x90", "a dictionary of tensors was expected"
    yield "frozenset-empty", b"(\x91", "a dictionary of tensors was expected"
    yield "text-not-utf-8", b"X" + u32(2) + b"\xff\xfe", "not UTF-8"
    yield "text-surrogate", b"X" + u32(3) + b"\xed\xa0\x80", "not UTF-8"
    yield "text-overlong", b"X" + u32(2) + b"\xc0\x80", "not UTF-8"
    yield "buffer-next", b"\x97", UNKNOWN
    yield "buffer-readonly", b"N\x98", UNKNOWN
    yield "protocol-0-string", b"S'evil'\n", UNKNOWN
    yield "protocol-0-integer", b"I" + b"9" * 100 + b"\n", UNKNOWN
    yield "protocol-0-long", b"L" + b"9" * 100_000 + b"L\n", UNKNOWN
    yield "protocol-0-float", b"F1e999999\n", UNKNOWN
    yield "protocol-again", b"\x80\2" + state_dict(), UNKNOWN
    yield "instruction-zero", b"\0", UNKNOWN
    yield "instruction-255", b"\xff", UNKNOWN


def whole():
    """Those that differ in what stands around the program."""
    for protocol in (0, 1, 5, 6, 255):
        yield f"protocol-{protocol}", pickle(state_dict(), protocol), f"the pickle has protocol {protocol}"
    yield "protocol-missing", state_dict() + STOP, "there is no pickle here"
    yield "protocol-cut", b"\x80", TRUNCATED
    yield "stop-missing", pickle(state_dict(), stop=b""), TRUNCATED
    yield "stop-only", pickle(b""), STACK
    yield "empty", b"", TRUNCATED
    yield "zeros", bytes(1000), "there is no pickle here"
    yield "text-program", b"cos\nsystem\n(S'touch resnet4j-hostile-trace'\ntR.", "there is no pickle here"


def bodies():
    for kind in (functions_that_run, other_ways_to_call, odd_persistent_ids, lying_tensors, whitelist_misused):
        yield from kind()
    for kind in (bombs, lengths_that_lie, damaged_programs):
        yield from kind()


def files():
    """Each pickle in PyTorch's zip container."""
    for name, body, cause in bodies():
        yield f"pickle/{name}.pth", checkpoint(body), cause
    for name, data, cause in whole():
        entries = [Entry("archive/data.pkl", data, deflated=True), Entry("archive/data/0", WEIGHTS)]
        yield f"pickle/{name}.pth", zip_of(entries), cause
