"""Hostile safetensors: name, the file, what the refusal says (None: it is plain data), the length it is made sparse to."""

import json

from forge import *
from jsons import one_hash

JSON, LENGTH, LACKS = "the header is not valid JSON", "the header has a length of", "lacks one of dtype, shape and two data_offsets"


def safetensors(header, data=WEIGHTS, length=None):
    raw = header if isinstance(header, bytes) else header.encode()
    return u64(len(raw) if length is None else length) + raw + data


def item(name="w", dtype='"F32"', shape="[2,3]", offsets="[0,24]", more=""):
    return f'"{name}":{{"dtype":{dtype},"shape":{shape},"data_offsets":{offsets}{more}}}'


def one(**fields):
    return safetensors("{" + item(**fields) + "}")


def two(first, second, data=WEIGHTS):
    return safetensors("{" + item("a", offsets=first, shape="[1]") + "," + item("b", offsets=second, shape="[1]") + "}", data)


def lengths():
    valid = one()
    for at in (8, 9, 20, len(valid) - 25, len(valid) - 24, len(valid) - 1):
        yield f"cut-at-{at}", valid[:at], ""
    yield "with-more-behind", valid + b"x", "more than its tensors need"
    for length in (0, 1, 2, len(valid) - 7, (2 << 20) + 1, 100_000_000, 100_000_001, 1 << 31, 1 << 32, 1 << 62, -1, -1 << 63):
        yield f"length-{length}", safetensors("{" + item() + "}", length=length), LENGTH if length != 2 else JSON
    yield "length-of-100-mb-in-a-sparse-file", safetensors("{", b"", 100_000_000), "header", 100_000_008
    yield "length-of-16-mb-in-a-sparse-file", safetensors("{", b"", 16_000_000), "header", 16_000_008
    yield "length-of-2-mib-in-a-sparse-file", safetensors("{", b"", 2 << 20), JSON, (2 << 20) + 8


def json_lies():
    for name, header in [
        ("unfinished", '{"w":'), ("unfinished-text", '{"w'), ("without-quotes", "{w:{}}"),
        ("single-quotes", "{'w':{}}"), ("trailing-comma", "{" + item() + ",}"), ("comment", "{/**/" + item() + "}"),
        ("two-objects", "{" + item() + "}{}"), ("text-behind", "{" + item() + "}x"), ("zero-inside", "{\0" + item() + "}"),
        ("only-spaces", "{" + " " * 100), ("number-item", '{"w":1}'), ("null-item", '{"w":null}'), ("array-item", '{"w":[]}'),
        ("text-item", '{"w":"x"}'), ("nan-literal", '{"w":NaN}'), ("line-feed-in-name", '{"a\nb":{}}'), ("bad-escape", '{"\\x41":{}}'),
        ("cut-unicode-escape", '{"\\u00'),
    ]:
        yield "json-" + name, safetensors(header), "the header"
    yield "json-deep-arrays", safetensors('{"w":{"dtype":' + "[" * 100_000), "the header"
    yield "json-deep-objects", safetensors('{"a":' * 100_000), "unknown field"
    yield "json-deep-shape", one(shape="[" * 5000 + "]" * 5000), "the header"
    yield "json-byte-order-mark", safetensors(b"\xef\xbb\xbf{" + item().encode() + b"}"), "neither safetensors nor"
    yield "json-byte-order-mark-inside", safetensors(b"{\xef\xbb\xbf" + item().encode() + b"}"), JSON
    yield "json-utf-16", safetensors(("{" + item() + "}").encode("utf-16-le")), JSON
    for name, bad in [("bare", b"\xff"), ("overlong", b"\xc0\x80"), ("surrogate", b"\xed\xa0\x80"), ("cut", b"\xe2\x82")]:
        yield f"json-not-utf-8-{name}", safetensors(b'{"' + bad + b'":{}}'), "the header is not UTF-8"
    yield "json-half-surrogate-escape", one(name="\\ud800"), None
    yield "json-name-terminal", one(name="\\u001b[2J", dtype='"F9"'), "tensor ?[2J is F9"
    yield "json-name-of-1-mib", one(name="n" * (1 << 20)), "the header is not valid JSON"
    yield "json-empty-name", one(name=""), None
    yield "json-zero-in-name", one(name="a\\u0000b", dtype='"F9"'), "tensor a?b is F9"
    yield "json-without-tensors", safetensors("{}", b""), None
    yield "json-without-tensors-but-bytes", safetensors("{}"), "more than its tensors need"


def duplicates():
    cause = "Duplicate field"
    yield "duplicate-tensor", safetensors("{" + item() + "," + item() + "}"), cause
    yield "duplicate-tensor-by-escape", safetensors("{" + item() + "," + item("\\u0077") + "}"), cause
    for field, value in [("dtype", '"I64"'), ("shape", "[6]"), ("data_offsets", "[0,8]")]:
        yield f"duplicate-{field}", one(more=f',"{field}":{value}'), cause
    meta = '"__metadata__":{"k":"v"}'
    yield "duplicate-metadata", safetensors("{" + meta + "," + meta + "," + item() + "}"), cause
    yield "duplicate-metadata-key", safetensors('{"__metadata__":{"k":"v","k":"w"},' + item() + "}"), cause


def metadata():
    for name, value in [("number", "1"), ("null", "null"), ("true", "true"), ("object", "{}"), ("array", '["a"]')]:
        yield f"metadata-value-{name}", safetensors('{"__metadata__":{"k":' + value + "}," + item() + "}"), "where VALUE_STRING was expected"
    for name, value in [("text", '"x"'), ("null", "null"), ("array", "[]")]:
        yield f"metadata-{name}", safetensors('{"__metadata__":' + value + "," + item() + "}"), "where START_OBJECT was expected"
    yield "metadata-of-1-mib", safetensors('{"__metadata__":{"k":"' + "v" * (1 << 20) + '"},' + item() + "}"), None
    yield "metadata-of-a-tensor", safetensors("{" + item("__metadata__") + "}"), "where VALUE_STRING was expected"


def items():
    for dtype in ("F16", "BF16", "F64", "U8", "BOOL", "F8_E4M3", "f32", "F32 ", "", "java.lang.Runtime", "x" * 10_000):
        yield f"dtype-{dtype[:20].strip() or 'empty'}{'-space' if dtype.endswith(' ') else ''}", one(dtype=f'"{dtype}"'), "are read|bytes, and has 24"
    yield "dtype-null", one(dtype="null"), "where VALUE_STRING was expected"
    yield "dtype-number", one(dtype="32"), "where VALUE_STRING was expected"
    yield "dtype-array", one(dtype='["F32"]'), "where VALUE_STRING was expected"
    for name, shape, cause in [
        ("null", "null", "START_ARRAY was expected"), ("text", '"2,3"', "START_ARRAY was expected"), ("object", "{}", "START_ARRAY was expected"),
        ("of-texts", '["2","3"]', "VALUE_NUMBER_INT was expected"), ("of-arrays", "[[2],[3]]", "VALUE_NUMBER_INT was expected"),
        ("real", "[2.0,3]", "VALUE_NUMBER_INT was expected"), ("exponent", "[2e0,3]", "VALUE_NUMBER_INT was expected"),
        ("nan", "[NaN,3]", JSON), ("infinity", "[Infinity]", JSON), ("plus", "[+2,3]", JSON), ("hexadecimal", "[0x2,3]", JSON),
        ("leading-zero", "[02,3]", JSON), ("negative", "[-2,-3]", "impossible shape"), ("2-to-31", "[2147483648]", "impossible shape"),
        ("2-to-63", "[9223372036854775808]", JSON), ("of-100-digits", "[" + "9" * 100 + "]", JSON), ("of-100000-digits", "[" + "9" * 100_000 + "]", JSON),
        ("overflows-to-zero", "[65536,65536,65536,65536]", "impossible shape"), ("overflows-to-six", "[3,1073741824,1073741824,8]", "impossible shape"),
        ("bytes-overflow", "[2147483647,2147483647,2]", "impossible shape"), ("too-large", "[2,4]", "needs 32 bytes, and has 24"),
        ("too-small", "[2,2]", "needs 16 bytes, and has 24"), ("scalar", "[]", "needs 4 bytes, and has 24"), ("empty", "[0,2147483647]", "needs 0 bytes, and has 24"),
        ("rank-65", "[" + ",".join(["1"] * 65) + "]", "more than 64 dimensions"), ("rank-100000", "[" + ",".join(["1"] * 100_000) + "]", "more than 64 dimensions"),
    ]:
        yield "shape-" + name, one(shape=shape), cause
    for name, offsets, cause in [
        ("null", "null", "START_ARRAY was expected"), ("empty", "[]", LACKS), ("one", "[0]", LACKS), ("three", "[0,24,48]", LACKS),
        ("negative", "[-24,0]", "lies at [-24, 0)"), ("reversed", "[24,0]", "lies at [24, 0)"), ("minimum", "[-9223372036854775808,0]", "lies at"),
        ("behind-the-file", "[0,25]", "lies at [0, 25) of 24"), ("2-to-62", "[0,4611686018427387904]", "lies at"), ("both-huge", "[9223372036854775783,9223372036854775807]", "lies at"),
        ("2-to-64", "[0,18446744073709551616]", JSON), ("real", "[0.0,24.0]", "VALUE_NUMBER_INT was expected"), ("header-length-added", "[70,94]", "lies at"),
    ]:
        yield "offsets-" + name, one(offsets=offsets), cause
    yield "field-unknown", one(more=',"evil":1'), "unknown field evil"
    yield "field-unknown-terminal", one(more=',"\\u001b[2J":1'), "unknown field ?[2J"
    for lost in ("dtype", "shape", "data_offsets"):
        fields = {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}
        del fields[lost]
        yield f"field-missing-{lost}", safetensors(json.dumps({"w": fields})), LACKS


def covers():
    yield "overlap-whole", two("[0,4]", "[0,4]", bytes(4)), "overlapping"
    yield "overlap-in-part", two("[0,4]", "[2,6]", bytes(6)), "overlapping"
    yield "hole-first", two("[4,8]", "[8,12]", bytes(12)), "after a hole"
    yield "hole-between", two("[0,4]", "[8,12]", bytes(12)), "after a hole"
    yield "hole-last", two("[0,4]", "[4,8]", bytes(12)), "more than its tensors need"
    empty = "{" + item(shape="[6]") + "," + item("e", shape="[0]", offsets="[12,12]") + "}"
    yield "empty-inside-another", safetensors(empty), "overlapping"


def bombs():
    tiny = ",".join(f'"{i:x}":{{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}' for i in range(24_000))
    yield "bomb-24000-empty-tensors", safetensors("{" + tiny + "}", b""), None
    more = ",".join(f'"{i:x}":{{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}' for i in range(40_000))
    yield "bomb-40000-empty-tensors", safetensors("{" + more + "}", b""), LENGTH
    pairs = ",".join(f'"{i:x}":""' for i in range(150_000))
    yield "bomb-150000-metadata", safetensors('{"__metadata__":{' + pairs + "}}", b""), None
    names = ",".join(f'"{key}":""' for key in one_hash(14))
    yield "bomb-metadata-of-one-hash", safetensors('{"__metadata__":{' + names + "}}", b""), None
    tensors = ",".join(f'"{key}":{{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}' for key in one_hash(14))
    yield "bomb-tensors-of-one-hash", safetensors("{" + tensors + "}", b""), None
    yield "bomb-spaces", safetensors("{" + " " * (2_000_000) + item() + "}"), None


def files():
    for kind in (lengths, json_lies, duplicates, metadata, items, covers, bombs):
        for name, data, cause, *length in kind():
            yield f"safetensors/{name}.safetensors", data, cause, *length
