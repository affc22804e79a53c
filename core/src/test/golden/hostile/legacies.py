"""Hostile legacy streams: name, the file, what the refusal says (None: it is plain data)."""

from forge import *
from pickles import RUN, TOUCH, TRUNCATED


def cuts():
    """A file that ends at each pickle and storage, and one byte before and behind."""
    parts = legacy_parts()
    at = 0
    for name, part in zip(["number", "version", "system", "object", "keys", "storage"], parts):
        at += len(part)
        for near in (-1, 0, 1):
            whole = b"".join(parts)
            if at + near != len(whole):
                yield f"cut-{name}{near:+d}", whole[: at + near], TRUNCATED if at + near < len(whole) else None


def heads():
    odd = "it does not begin with their number"
    yield "number-wrong", legacy(magic=number(1)), odd
    yield "number-text", legacy(magic=text("1950a86a20f9469cfc6c")), odd
    yield "number-of-itself", legacy(magic=b"]q\0h\0a"), odd
    yield "number-runs-a-command", legacy(magic=call(global_("os", "system"), text(TOUCH))), RUN
    yield "number-with-luggage", legacy(magic=call(global_("builtins", "set"), MAGIC, b"(" + b"}" * 500_000 + b"t")), "longer than 4096 bytes"
    yield "version-1000", legacy(version=number(1000)), "has version 1000"
    yield "version-2-to-2000", legacy(version=b"\x8a\xfb" + bytes(250) + b"\1"), "has version"
    yield "version-text-of-1-mib", legacy(version=text("9" * (1 << 20))), "longer than 4096 bytes"
    yield "version-in-itself", legacy(version=b"]q\0h\0a"), "has version"
    yield "system-runs-a-command", legacy(system=call(global_("os", "system"), text(TOUCH))), RUN
    yield "system-big-endian", legacy(system=b"}" + text("little_endian") + b"\x89s"), None
    yield "system-of-none", legacy(system=b"N"), None
    yield "system-in-itself", legacy(system=b"}q\0h\0h\0s"), None
    yield "system-of-500000-dictionaries", legacy(system=b"](" + b"}" * 500_000 + b"e"), "longer than 4096 bytes"
    yield "object-runs-a-command", legacy(call(global_("os", "system"), text(TOUCH))), RUN
    yield "object-canary", legacy(call(global_("io.resnet4j.weights", "Canary"))), RUN
    yield "object-of-none", legacy(b"N", keys=(), counts=()), "a dictionary of tensors was expected"
    yield "object-of-a-million-dictionaries", legacy(b"](" + b"}" * 1_100_000 + b"e"), "makes or recalls more than"


def storages():
    twice = "does not name, or has it twice"
    yield "storage-missing", legacy(keys=(), counts=()), "lacks storage 0"
    yield "storage-twice", legacy(keys=("0", "0"), counts=(6, 6)), twice
    yield "storage-unknown", legacy(keys=("0", "1"), counts=(6, 6)), twice
    yield "storage-key-terminal", legacy(keys=("\x1b[2J",)), "twice: ?[2J"
    yield "storage-key-of-1-mib", legacy(keys=("k" * (1 << 20),)), "longer than 524288 bytes"
    for count in (5, 7, 0, -1, 1 << 62, -1 << 63):
        yield f"storage-of-{count}", legacy(counts=(count,)), f"storage 0 has {count} elements, expected 6"
    huge = state_dict(tensor(of=storage(elements=1 << 60)))
    yield "storage-of-2-to-60-as-described", legacy(huge, counts=(1 << 60,)), "truncated in storage 0"
    yield "storage-behind-left-over", legacy() + b"evil", None
    parts = legacy_parts()
    names = {"number": number(0), "none": b"N", "list": b"]", "itself": b"h\0"}
    for name, key in names.items():
        yield f"storage-key-{name}", b"".join(parts[:4]) + pickle(b"]q\0(" + key + b"e") + parts[5], twice
    yield "keys-none", b"".join(parts[:4]) + pickle(b"N") + parts[5], "list of the storages' keys is missing"
    yield "keys-run-a-command", b"".join(parts[:4]) + pickle(call(global_("os", "system"), text(TOUCH))), RUN
    again = b"]q\0(" + b"h\0" * 100_000 + b"e"
    yield "keys-of-themselves", b"".join(parts[:4]) + pickle(again) + parts[5], twice
    yield "keys-name-a-storage-only-they-know", b"".join(legacy_parts(b"}")[:4]) + pickle(b"](" + storage() + text("0") + b"e") + parts[5], twice + "|holds no tensors"
    big = bytes(1 << 20)
    shared = b"}" + text("w") + tensor((1 << 18,), (1,), of=storage(elements=1 << 18)) + b"q\0s("
    shared += b"".join(text(f"t{i}") + b"h\0" for i in range(10_000)) + b"u"
    yield "bomb-10000-tensors-of-one-storage", legacy(shared, counts=(1 << 18,), weights=big), "share their storages too often"
    strided = b"}" + text("w") + tensor((2,), ((1 << 18) - 1,), of=storage(elements=1 << 18)) + b"q\0s("
    strided += b"".join(text(f"t{i}") + b"h\0" for i in range(5_000)) + b"u"
    yield "bomb-5000-far-strides", legacy(strided, counts=(1 << 18,), weights=big), None
    yield "pickle-is-the-file", pickle(state_dict()), "it does not begin with their number"
    yield "pickle-protocol-4", pickle(b"\x95" + u64(9) + text("evil"), 4), TRUNCATED + "|it does not begin"


def files():
    for kind in (cuts, heads, storages):
        for name, data, cause in kind():
            yield f"legacy/{name}.pth", data, cause
