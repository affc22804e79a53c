"""Bytes of pickles and of PyTorch's containers, by hand: what a hostile file is like is a change to a valid one."""

import struct
import zlib

STOP = b"."
WEIGHTS = bytes(range(24))  # six floats
CANARY = "io.resnet4j.weights.Canary"


def u16(value):
    return struct.pack("<H", value)


def u32(value):
    return struct.pack("<I", value & 0xFFFFFFFF)


def u64(value):
    return struct.pack("<Q", value & 0xFFFFFFFFFFFFFFFF)


# Pickle, instruction by instruction


def text(value):
    data = value.encode()
    return b"X" + u32(len(data)) + data


def number(value):
    return b"\x8a\x08" + struct.pack("<q", value)


def tuple_of(*items):
    return b"(" + b"".join(items) + b"t"


def global_(module, name):
    return f"c{module}\n{name}\n".encode()


def call(function, *arguments):
    return function + tuple_of(*arguments) + b"R"


def storage(key="0", elements=6, kind="FloatStorage", location=text("cpu"), more=b""):
    name = text(key) if isinstance(key, str) else key
    count = number(elements) if isinstance(elements, int) else elements
    return tuple_of(text("storage"), global_("torch", kind), name, location, count, more) + b"Q"


def tensor(shape=(2, 3), strides=(3, 1), offset=0, of=None):
    sizes, steps = (tuple_of(*map(number, numbers)) for numbers in (shape, strides))
    ordered = call(global_("collections", "OrderedDict"))
    rebuild = global_("torch._utils", "_rebuild_tensor_v2")
    return call(rebuild, of or storage(), number(offset), sizes, steps, b"\x89", ordered)


def pickle(body, protocol=2, stop=STOP):
    return bytes([0x80, protocol]) + body + stop


def state_dict(value=None, key="w"):
    return b"}" + text(key) + (value or tensor()) + b"s"


# Zip, field by field


class Entry:
    """One entry; every field of its two headers can be set to a lie."""

    def __init__(self, name, data, /, deflated=False, **lies):
        packed = data
        if deflated:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflate.compress(data) + deflate.flush()
        self.name = name if isinstance(name, bytes) else name.encode()
        self.packed = packed
        self.flags = 0
        self.method = 8 if deflated else 0
        self.crc = zlib.crc32(data)
        self.size = len(data)
        self.packed_size = len(packed)
        self.extra = self.local_extra = b""
        self.disk = 0
        self.offset = None
        self.behind = b""
        vars(self).update(lies)
        for field in ("name", "flags", "method", "crc", "size", "packed_size"):
            vars(self).setdefault("local_" + field, lies.get(field, vars(self)[field]))

    def local(self):
        fixed = struct.pack("<HHHHH", 20, self.local_flags, self.local_method, 0, 0)
        sizes = u32(self.local_crc) + u32(self.local_packed_size) + u32(self.local_size)
        lengths = u16(len(self.local_name)) + u16(len(self.local_extra))
        head = b"PK\3\4" + fixed + sizes + lengths + self.local_name + self.local_extra
        return head + self.packed + self.behind

    def listed(self):
        fixed = struct.pack("<HHHHHH", 20, 20, self.flags, self.method, 0, 0)
        sizes = u32(self.crc) + u32(self.packed_size) + u32(self.size)
        lengths = u16(len(self.name)) + u16(len(self.extra)) + u16(0) + u16(self.disk)
        return b"PK\1\2" + fixed + sizes + lengths + bytes(6) + u32(self.offset) + self.name + self.extra


def zip_of(entries, /, comment=b"", before=b"", zip64=None, **lies):
    """A zip file; `lies` replace fields of its end record, `zip64` those of its zip64 record."""
    data = before
    for entry in entries:
        if entry.offset is None:
            entry.offset = len(data)
        data += entry.local()
    start = len(data)
    data += b"".join(entry.listed() for entry in entries)
    end = {"here": len(entries), "entries": len(entries), "size": len(data) - start, "start": start, "disk": 0}
    if zip64 is not None:
        wide = {**end, "length": 44, "magic": b"PK\6\6", "at": len(data), "disks": 1, **zip64}
        wide_end = wide["magic"] + u64(wide["length"]) + bytes(4) + u32(wide["disk"]) * 2 + u64(wide["here"])
        data += wide_end + u64(wide["entries"]) + u64(wide["size"]) + u64(wide["start"])
        data += b"PK\6\7" + u32(0) + u64(wide["at"]) + u32(wide["disks"])
        end = {**end, "here": 0xFFFF, "entries": 0xFFFF, "size": -1, "start": -1}
    end.update({"length": len(comment)}, **lies)
    counts = u16(end["disk"]) * 2 + u16(end["here"]) + u16(end["entries"])
    return data + b"PK\5\6" + counts + u32(end["size"]) + u32(end["start"]) + u16(end["length"]) + comment


def checkpoint(body=None, weights=WEIGHTS, **options):
    """PyTorch's zip container with the pickle of `body`, deflated, and one storage."""
    data = pickle(body or state_dict(), **options)
    return zip_of([Entry("archive/data.pkl", data, deflated=True), Entry("archive/data/0", weights)])


# PyTorch's legacy stream

MAGIC = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"


def legacy_parts(body=None, keys=("0",), counts=(6,), magic=MAGIC, version=number(1001), system=b"}", weights=WEIGHTS):
    """The five pickles, then each storage."""
    names = b"](" + b"".join(map(text, keys)) + b"e"
    heads = [pickle(part) for part in (magic, version, system, body or state_dict(), names)]
    return heads + [u64(count) + weights for count in counts]


def legacy(*arguments, **options):
    return b"".join(legacy_parts(*arguments, **options))
