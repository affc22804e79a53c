"""Hostile tar containers, PyTorch's first: name, the file; and what the refusal says, none where it is read."""

from forge import *
from pickles import TOUCH

BLOCK = 512


def header(name, size, kind=b"0", magic=b"ustar\x0000", link="", checksum=None, prefix=""):
    field = size if isinstance(size, bytes) else b"%011o\0" % size
    head = name.encode().ljust(100, b"\0")[:100] + b"0000644\0" + b"0000000\0" * 2 + field.ljust(12, b"\0")[:12]
    head += b"00000000000\0" + b" " * 8 + kind + link.encode().ljust(100, b"\0") + magic
    head += bytes(64) + b"0000000\0" * 2 + prefix.encode().ljust(155, b"\0")
    head = head.ljust(BLOCK, b"\0")
    total = sum(head) if checksum is None else checksum
    return head[:148] + b"%06o\0 " % total + head[156:]


def member(name, data, size=None, **options):
    padding = bytes(-len(data) % BLOCK)
    return header(name, len(data) if size is None else size, **options) + data + padding


def storages(count=1, elements=6, data=WEIGHTS, views=b"]"):
    described = tuple_of(number(0), text("cpu"), global_("torch", "FloatStorage"))
    return pickle(number(count)) + pickle(described) + u64(elements) + data + pickle(views)


def tensors(count=1, dims=2, sizes=(2, 3), strides=(3, 1), offset=0):
    described = tuple_of(number(1), number(0), global_("torch", "FloatTensor"))
    numbers = b"".join(u64(number) for number in (*sizes, *strides, offset))
    return pickle(number(count)) + pickle(described) + u32(dims) + bytes(4) + numbers


def archive(*members, end=bytes(2 * BLOCK)):
    return b"".join(members) + end


def parts(**replaced):
    """The four members in the order that torch.save of 0.1.9 had."""
    contents = {
        "sys_info": pickle(b"}" + text("little_endian") + b"\x88s"),
        "pickle": pickle(b"}" + text("w") + text("1") + b"Qs"),
        "tensors": tensors(),
        "storages": storages(),
        **replaced,
    }
    return [member(name, data) for name, data in contents.items()]


def cuts():
    whole = archive(*parts())
    for blocks in range(1, len(whole) // BLOCK):
        yield f"cut-after-block-{blocks}", whole[: blocks * BLOCK]
        yield f"cut-in-block-{blocks}", whole[: blocks * BLOCK + 100]


def headers_that_lie():
    yield "whole", archive(*parts())
    for name, size in [
        ("huge", b"77777777777\0"),
        ("of-twelve-digits", b"777777777777"),
        ("negative", b"-0000000001\0"),
        ("not-octal", b"00000000999\0"),
        ("empty", bytes(12)),
        ("spaces", b" " * 12),
        ("base-256-2-to-62", b"\x80\0\0\0\x40" + bytes(7)),
        ("base-256-2-to-88", b"\x80\xff" + b"\xff" * 10),
        ("base-256-negative", b"\xff" * 12),
    ]:
        yield f"size-{name}", archive(*parts()[:3], member("storages", storages(), size=size))
    yield "size-one-less", archive(*parts()[:3], member("storages", storages(), size=len(storages()) - 1))
    yield "size-one-more", archive(*parts()[:3], member("storages", storages(), size=len(storages()) + 1))
    for checksum in (0, 1, 0o777777):
        yield f"checksum-{checksum}", archive(member("sys_info", b"", checksum=checksum), *parts()[1:])
    for name, kind in [("hard-link", b"1"), ("symbolic-link", b"2"), ("device", b"3"), ("block-device", b"4"), ("folder", b"5"), ("pipe", b"6"), ("contiguous", b"7"), ("gnu-sparse", b"S"), ("gnu-long-name", b"L"), ("gnu-long-link", b"K"), ("gnu-volume", b"V"), ("gnu-multi-volume", b"M"), ("pax", b"x"), ("pax-global", b"g"), ("unknown", b"?")]:
        yield f"kind-{name}", archive(*parts()[:3], member("storages", storages(), kind=kind, link="/etc/passwd"))
    yield "gnu-long-name-of-a-gigabyte", archive(member("././@LongLink", b"x", size=1 << 30, kind=b"L"), *parts())
    yield "pax-size-lies", archive(member("pax", b"22 size=9999999999999\n", kind=b"x"), *parts())
    yield "pax-path-leads-out", archive(member("pax", b"22 path=../../../evil\n", kind=b"x"), *parts())
    yield "pax-length-lies", archive(member("pax", b"99999999999 path=x\n", kind=b"x"), *parts())
    for name, path in [("up", "../storages"), ("absolute", "/storages"), ("dot", "./storages"), ("terminal", "\x1b[2J")]:
        yield f"name-{name}", archive(*parts()[:3], member(path, storages()))
    yield "name-prefix-leads-out", archive(*parts()[:3], member("storages", storages(), prefix="../.."))
    yield "magic-gnu", archive(*[part[:257] + b"ustar  \0" + part[265:] for part in parts()])
    yield "magic-missing", archive(*[part[:257] + bytes(8) + part[265:] for part in parts()])
    yield "end-missing", archive(*parts(), end=b"")
    yield "garbage-behind", archive(*parts()) + b"evil" * 128
    yield "member-twice", archive(*parts(), parts()[3])
    yield "member-twice-other", archive(*parts(), member("pickle", pickle(b"}")))
    for at, name in enumerate(["sys_info", "pickle", "tensors", "storages"]):
        yield f"member-missing-{name}", archive(*[part for index, part in enumerate(parts()) if index != at])
    yield "only-the-end", bytes(257) + b"ustar" + bytes(1024)
    yield "ten-thousand-members", archive(*[header(f"m{i}", 0) for i in range(10_000)])


def contents_that_lie():
    evil = pickle(call(global_("os", "system"), text(TOUCH)))
    for name in ("sys_info", "pickle", "tensors", "storages"):
        yield f"{name}-runs-a-command", archive(*parts(**{name: evil}))
        yield f"{name}-empty", archive(*parts(**{name: b""}))
        yield f"{name}-canary", archive(*parts(**{name: pickle(global_("io.resnet4j.weights", "Canary"))}))
    for count in (0, 2, -1, 1 << 62):
        yield f"storages-count-{count}", archive(*parts(storages=storages(count)))
        yield f"tensors-count-{count}", archive(*parts(tensors=tensors(count)))
    for elements in (0, 5, 7, -1, 1 << 62, (1 << 63) - 1):
        yield f"storage-of-{elements}", archive(*parts(storages=storages(elements=elements)))
    for dims in (0, 1, 3, 65, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"tensor-of-{dims}-dimensions", archive(*parts(tensors=tensors(dims=dims)))
    for name, lie in [
        ("size-huge", {"sizes": (1 << 62, 3)}),
        ("size-negative", {"sizes": (-2, 3)}),
        ("size-too-large", {"sizes": (2, 4)}),
        ("stride-negative", {"strides": (-3, 1)}),
        ("stride-huge", {"strides": (1 << 62, 1)}),
        ("stride-zero", {"strides": (0, 0)}),
        ("offset-negative", {"offset": -1}),
        ("offset-huge", {"offset": 1 << 62}),
    ]:
        yield f"tensor-{name}", archive(*parts(tensors=tensors(**lie)))
    views = b"](" + tuple_of(number(2), number(0), number(-1), number(1 << 62)) + b"e"
    yield "storage-views-that-lie", archive(*parts(storages=storages(views=views)))
    yield "pickle-names-no-tensor", archive(*parts(pickle=pickle(b"}" + text("w") + text("9") + b"Qs")))


# What the machine that saved says of itself is not looked at, so whatever stands there does no harm.
DATA = ["whole", "member-missing-sys_info", "sys_info-"]
CAUSES = {  # by the start of a file's name
    "cut-": "the file is truncated|the archive ends at",
    "end-missing": "the file is truncated|the archive ends at",
    "garbage-behind": "the archive ends at",
    "only-the-end": "is damaged",
    "size-": "the file is truncated|is no octal number|is not UTF-8|the pickle is truncated|more than it should",
    "checksum-": "its bytes sum up to",
    "kind-pax.pth": "the extended header",
    "kind-": "only plain files are read",
    "gnu-long-name": "the file is truncated",
    "pax-path": "which is not read",
    "pax-": "the file is truncated|the extended header",
    "name-dot": "it lacks storages",
    "name-terminal": "it lacks storages",
    "name-": "which leads out of the archive",
    "magic-gnu": "its bytes sum up to",
    "magic-missing": "neither safetensors nor",
    "member-twice": "two entries of the archive",
    "member-missing": "it lacks",
    "ten-thousand": "it lacks storages",
    "pickle-runs": "os.system",
    "storages-runs": "os.system",
    "tensors-runs": "os.system",
    "pickle-canary": "Canary",
    "storages-canary": "Canary",
    "tensors-canary": "Canary",
    "pickle-empty": "the pickle is truncated",
    "storages-": "the pickle is truncated|does not begin with their number|described|something else where",
    "tensors-": "the pickle is truncated|does not begin with their number|more than it should",
    "storage-of-": "impossible number|there is no pickle here|the pickle is truncated",
    "storage-views": "elements from -1 on",
    "tensor-of-": "dimensions|more than it should|were expected",
    "tensor-stride-zero": "uses elements of its storage twice",
    "tensor-": "lies outside of its storage|impossible shape",
    "pickle-names": "a tensor that the file lacks",
}


def cause(name):
    if any(name.startswith(start) for start in DATA):
        return None
    return next(cause for start, cause in CAUSES.items() if f"{name}.pth".startswith(start))


def files():
    for kind in (cuts, headers_that_lie, contents_that_lie):
        for name, data in kind():
            yield f"tar/{name}.pth", data, cause(name)
