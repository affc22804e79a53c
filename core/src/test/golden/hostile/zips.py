"""Hostile zip containers: name, the file, what the refusal says (None: it is plain data)."""

from forge import *
from pickles import TRUNCATED

NO_ZIP = "this is no zip file, or a truncated one"
OVERLAPS, CONTRADICTS, DAMAGED = "overlaps", "local header contradicts the zip directory", "the zip directory is damaged"
DISKS, OUT = "spread over several disks", "which leads out of it"
ELSEWHERE = "where its end record lies"


def pair(**lies):
    """A checkpoint's two entries; the lies are the storage's."""
    return [Entry("archive/data.pkl", pickle(state_dict()), deflated=True), Entry("archive/data/0", WEIGHTS, **lies)]


def deflated_pickle(**lies):
    return zip_of([Entry("archive/data.pkl", pickle(state_dict()), deflated=True, **lies), Entry("archive/data/0", WEIGHTS)])


def cuts():
    """A file that ends at each structural point, and one byte before and behind it."""
    valid = checkpoint()
    first = len(Entry("archive/data.pkl", pickle(state_dict()), deflated=True).local())
    second = first + len(Entry("archive/data/0", WEIGHTS).local())
    points = {"start": 0, "local-header": 30, "name": 46, "first-entry": first, "second-header": first + 44}
    points.update({"second-entry": second, "listed-header": second + 46, "first-listed": second + 62, "end-record": len(valid) - 22})
    for name, at in points.items():
        for near in (-1, 0, 1):
            if at + near > 1:
                yield f"cut-{name}{near:+d}", valid[: at + near], NO_ZIP if at + near > 30 else ""
    for kept in (1, 2, 4, 21):
        yield f"cut-end-record-after-{kept}", valid[: len(valid) - 22 + kept], NO_ZIP
    for lost in (1, 4, 100, second):
        yield f"cut-{lost}-at-the-start", valid[lost:], ""


def headers_that_lie():
    def lies(label, cause, **fields):
        return label, zip_of(pair(**fields)), cause

    yield lies("crc-wrong-of-weights", "the entry is damaged: its CRC-32", crc=1)
    yield "crc-wrong-of-the-pickle", deflated_pickle(crc=1), "its CRC-32 is"
    yield lies("crc-local-only", CONTRADICTS, local_crc=1)
    yield lies("encrypted", "is encrypted or a patch", flags=1)
    yield lies("encrypted-strongly", "is encrypted or a patch", flags=0x41)
    yield lies("directory-encrypted", "is encrypted or a patch", flags=0x2000)
    yield lies("patch", "is encrypted or a patch", flags=0x20)
    streamed = {"flags": 8, "local_crc": 0, "local_size": 0, "local_packed_size": 0}
    yield lies("streamed", None, **streamed)
    descriptor = b"PK\7\x08" + u32(1) + u32(1 << 30) + u32(1 << 30)
    yield lies("descriptor-that-lies", None, **streamed, behind=descriptor)
    yield lies("streamed-size-lies", CONTRADICTS, **{**streamed, "local_size": 7})
    for method in (1, 6, 9, 12, 14, 93, 95, 99, 0xFFFF):
        yield lies(f"method-{method}", f"packed by method {method}", method=method)
    yield lies("method-local-only", CONTRADICTS, local_method=8)
    squeezed = [pair()[0], Entry("archive/data/0", WEIGHTS, deflated=True)]
    yield "weights-deflated", zip_of(squeezed), "24 compressed ones"
    yield lies("size-larger", "is stored as it is, yet has 25 bytes in 24", size=25)
    yield lies("sizes-larger", OVERLAPS, size=25, packed_size=25)
    yield lies("sizes-2-gib", OVERLAPS, size=0x7FFFFFFF, packed_size=0x7FFFFFFF)
    yield lies("sizes-smaller", "24 stored bytes were expected, found 20", size=20, packed_size=20)
    yield lies("size-local-larger", CONTRADICTS, local_size=25)
    yield lies("size-local-smaller", CONTRADICTS, local_size=8, local_packed_size=8)
    yield lies("name-local-differs", "where it does not", local_name=b"archive/data/1")
    yield lies("name-local-longer", "where it does not", local_name=b"archive/data/0x")
    yield lies("extra-local-longer", None, local_extra=bytes(100))
    yield lies("extra-ends-early", None, extra=b"\1\0\xff\xff")
    yield lies("disk-3", "lies on disk 3 of several", disk=3)
    yield lies("offset-outside", OVERLAPS, offset=1 << 30)
    yield lies("offset-at-the-first-entry", OVERLAPS, offset=0)
    yield lies("offset-within-the-first-entry", OVERLAPS, offset=40)
    for size in (0, 1, 10_000_000, 0x7FFFFFFF, 0xFFFFFFFE):
        yield f"pickle-unpacks-to-{size}", deflated_pickle(size=size), "unpack to|MiB is no checkpoint"
    good = Entry("archive/data.pkl", pickle(state_dict()), deflated=True)
    yield "pickle-deflate-garbage", deflated_pickle(packed=b"\xff" * len(good.packed)), "the entry is damaged"
    cut = good.packed[:-5]
    yield "pickle-deflate-cut", deflated_pickle(packed=cut, packed_size=len(cut)), "do not unpack to"
    yield "pickle-deflate-with-more-behind", deflated_pickle(packed=good.packed + b"evil", packed_size=len(good.packed) + 4), "do not unpack to"
    dictionary = zlib.compress(b"x")
    yield "pickle-zlib-not-deflate", deflated_pickle(packed=dictionary, packed_size=len(dictionary)), "archive/data.pkl"


def names():
    """Names that lead out of a folder where they are unpacked, or that are read in several ways."""
    for name, path in [
        ("up", "../evil"),
        ("up-in-the-middle", "archive/../../evil"),
        ("absolute", "/etc/passwd"),
        ("backslashes", "..\\evil"),
        ("drive", "C:evil"),
        ("share", "\\\\host\\evil"),
        ("zero", "archive/data/0\0.txt"),
        ("empty", ""),
    ]:
        yield "name-" + name, zip_of(pair() + [Entry(path, b"evil")]), OUT
    yield "name-not-utf-8", zip_of(pair() + [Entry(b"\xff\xfe", b"")]), "a name that is not UTF-8"
    yield "name-terminal", zip_of(pair() + [Entry("\x1b[2J", b"", method=99)]), "!/?[2J: the entry is packed by method 99"
    yield "name-of-65535", zip_of(pair() + [Entry("n" * 65535, b"")]), None
    yield "two-entries-of-one-name", zip_of(pair() + [Entry("archive/data.pkl", pickle(b"}"))]), "two entries of the zip file are called"
    yield "two-pickles", zip_of(pair() + [Entry("other/data.pkl", pickle(b"}"))]), "one NAME/data.pkl was expected"
    yield "no-pickle", zip_of([Entry("archive/data/0", WEIGHTS)]), "one NAME/data.pkl was expected, found []"
    yield "pickle-in-a-deeper-folder", zip_of([Entry("a/b/data.pkl", pickle(state_dict()))]), "one NAME/data.pkl was expected"
    yield "pickle-in-a-folder-without-name", zip_of([Entry("./data.pkl", pickle(state_dict()))]), "no entry ./data/0"
    yield "torchscript", zip_of(pair() + [Entry("archive/constants.pkl", b"")]), "TorchScript"
    yield "bomb-beside-the-tensors", zip_of(pair() + [Entry("archive/bomb", bytes(64 << 20), deflated=True)]), "the entry is compressed"
    yield "byte-order-big", zip_of(pair() + [Entry("archive/byteorder", b"big")]), None
    yield "byte-order-long", zip_of(pair() + [Entry("archive/byteorder", bytes(1 << 20), deflated=True)]), "of an unknown kind"
    yield "byte-order-terminal", zip_of(pair() + [Entry("archive/byteorder", b"\x1b[2J")]), "byte order is ?[2J"


def overlaps():
    """Two names for one run of bytes, and entries that quote each other's headers, as zip bombs have them."""
    first, second = pair()
    twin = Entry("archive/data/1", WEIGHTS, local_name=b"archive/data/0", offset=len(first.local()))
    yield "twin-of-the-storage", zip_of([first, second, twin]), OVERLAPS
    # The first entry is one stored deflate block that quotes the second one's local header, whose data both unpack.
    inner = Entry("archive/data/1", bytes(1 << 20), deflated=True)
    header = inner.local()[: -len(inner.packed)]
    outer = Entry("archive/data/0", header + bytes(1 << 20), deflated=True)
    outer.packed = b"\0" + u16(len(header)) + u16(~len(header) & 0xFFFF) + inner.local()
    outer.packed_size = outer.local_packed_size = len(outer.packed)
    inner.offset = len(first.local()) + len(outer.local()) - len(inner.local())
    inner.local = lambda: b""
    yield "quoted-overlap", zip_of([first, outer, inner]), OVERLAPS
    many = [Entry(f"archive/data/{i + 1}", WEIGHTS, offset=0) for i in range(1000)]
    for entry in many:
        entry.local = lambda: b""
    yield "a-thousand-names-for-one-entry", zip_of(pair() + many), OVERLAPS
    into = Entry("archive/data/0", WEIGHTS, packed_size=90, size=90)
    yield "reaches-into-the-directory", zip_of([Entry("archive/data.pkl", pickle(state_dict()), deflated=True), into]), OVERLAPS
    lying = Entry("archive/data/0", WEIGHTS, local_extra=bytes(20))
    data = bytearray(zip_of([Entry("archive/data.pkl", pickle(state_dict()), deflated=True), lying]))
    at = data.rindex(b"PK\3\4") + 28
    data[at : at + 2] = u16(50)
    yield "extra-local-reaches-into-the-bytes", bytes(data), "reaches beyond"


def ends_that_lie():
    entries = pair
    yield "garbage-before", zip_of(entries(), before=b"#!/bin/sh\n"), "neither safetensors nor a PyTorch checkpoint"
    yield "garbage-before-as-zip", zip_of(entries(), before=b"PK\3\4evil"), None
    shifted = b"PK" + bytes(98) + checkpoint()
    yield "garbage-before-not-counted", shifted, ELSEWHERE
    yield "garbage-behind", checkpoint() + b"evil", NO_ZIP
    yield "two-archives", checkpoint() + checkpoint(), ELSEWHERE
    yield "comment", zip_of(entries(), comment=b"c" * 65535), None
    yield "comment-longer-than-said", zip_of(entries(), comment=b"c" * 10, length=9), NO_ZIP
    yield "comment-shorter-than-said", zip_of(entries(), comment=b"c" * 10, length=11), NO_ZIP
    hidden = zip_of([])
    yield "comment-is-an-archive", zip_of(entries(), comment=hidden), ELSEWHERE
    yield "comment-of-end-records", zip_of(entries(), comment=b"PK\5\6" * 16000), None
    yield "directory-missing", b"".join(entry.local() for entry in entries()), NO_ZIP
    yield "directory-empty", zip_of([]), "one NAME/data.pkl was expected"
    yield "directory-lists-one-less", zip_of(entries(), here=1, entries=1), "more than its 1 entries need"
    yield "directory-lists-one-more", zip_of(entries(), here=3, entries=3), "cannot list 3|" + DAMAGED
    yield "directory-lists-65534", zip_of(entries(), here=65534, entries=65534), "cannot list 65534 entries"
    yield "directory-larger", zip_of(entries(), size=1000), ELSEWHERE
    yield "directory-of-4-gib", zip_of(entries(), size=-2), ELSEWHERE
    yield "directory-starts-behind-the-file", zip_of(entries(), start=-2), ELSEWHERE
    yield "directory-starts-at-0", zip_of(entries(), start=0), ELSEWHERE
    yield "several-disks", zip_of(entries(), disk=1), DISKS
    yield "entries-on-several-disks", zip_of(entries(), here=1), DISKS
    data = checkpoint()
    yield "listed-magic-wrong", data.replace(b"PK\1\2", b"PK\1\3"), DAMAGED
    at = data.index(b"PK\1\2")
    yield "listed-name-of-65535", data[: at + 28] + u16(65535) + data[at + 30 :], "the zip directory is truncated"
    yield "listed-comment-of-65535", data[: at + 32] + u16(65535) + data[at + 34 :], "the zip directory is truncated"
    yield "local-magic-wrong", data.replace(b"PK\3\4", b"PK\3\5"), "where it does not"


def zip64_lies():
    yield "zip64", zip_of(pair(), zip64={}), None
    for name, lie, cause in [
        ("entries-2-to-62", {"here": 1 << 62, "entries": 1 << 62}, "cannot list"),
        ("entries-negative", {"here": -1, "entries": -1}, "cannot list"),
        ("size-2-to-62", {"size": 1 << 62}, ELSEWHERE),
        ("size-negative", {"size": -1}, ELSEWHERE),
        ("start-negative", {"start": -1}, ELSEWHERE),
        ("start-and-size-overflow", {"start": (1 << 63) - 1, "size": (1 << 63) - 1}, ELSEWHERE),
        ("length-huge", {"length": 1 << 62}, "no zip64 end record"),
        ("length-0", {"length": 0}, "no zip64 end record"),
        ("magic-wrong", {"magic": b"PK\6\5"}, "no zip64 end record"),
        ("record-at-0", {"at": 0}, "no zip64 end record"),
        ("record-outside", {"at": 1 << 40}, "does not lie before its locator"),
        ("record-negative", {"at": -1}, "does not lie before its locator"),
        ("several-disks", {"disks": 2}, DISKS),
        ("on-disk-1", {"disk": 1}, DISKS),
        ("here-differs", {"here": 1}, DISKS),
    ]:
        yield "zip64-" + name, zip_of(pair(), zip64=lie), cause
    yield "zip64-contradicts-the-small-record", zip_of(pair(), zip64={}, here=1, entries=1), "contradict each other"
    wide = lambda *numbers: u16(1) + u16(8 * len(numbers)) + b"".join(map(u64, numbers))
    marked = {"size": -1, "packed_size": -1}
    for name, extra, cause in [
        ("field-right", wide(24, 24), None),
        ("field-missing", b"", "in a zip64 field, which is missing"),
        ("field-short", wide(24), "zip64 field is too short"),
        ("field-cut", u16(1) + u16(16) + bytes(3), "in a zip64 field, which is missing"),
        ("field-2-to-62", wide(1 << 62, 1 << 62), OVERLAPS),
        ("field-negative", wide(-1, -1), "beyond 2^63"),
    ]:
        entry = Entry("archive/data/0", WEIGHTS, extra=extra, local_size=24, local_packed_size=24, **marked)
        yield "zip64-" + name, zip_of([pair()[0], entry]), cause
    entry = Entry("archive/data/0", WEIGHTS, local_size=-1, local_packed_size=-1, local_extra=wide(1 << 62, 24))
    yield "zip64-field-local-lies", zip_of([pair()[0], entry]), CONTRADICTS


def bombs():
    yield "bomb-pickle-of-64-mib", zip_of([Entry("archive/data.pkl", bytes(64 << 20), deflated=True)]), "MiB is no checkpoint"
    many = [Entry(f"archive/data/{i + 1}", b"") for i in range(10_000)]
    yield "bomb-10000-entries", zip_of(pair() + many), None
    crowd = [Entry(f"{i:x}", b"") for i in range(70_000)]
    yield "bomb-70000-entries", zip_of(pair() + crowd, zip64={}), "the zip file has 70002 entries; at most 65536 are read"
    blocks = b"\0\0\0\xff\xff" * 400_000 + Entry("x", pickle(state_dict()), deflated=True).packed
    yield "bomb-of-empty-deflate-blocks", deflated_pickle(packed=blocks, packed_size=len(blocks)), None


def files():
    for kind in (cuts, headers_that_lie, names, overlaps, ends_that_lie, zip64_lies, bombs):
        for name, data, cause in kind():
            yield f"zip/{name}.pth", data, cause
