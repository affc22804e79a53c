"""Hostile BMPs: name, the file, whether it must be read, what a refusal says."""

from bits import *

WIDTH, HEIGHT = 13, 7
RGB, RLE8, RLE4, FIELDS, JPEG, PNG, ALPHA_FIELDS = range(7)


def info(width=WIDTH, height=HEIGHT, bits=24, compression=RGB, length=40, planes=1, used=0, image=0, more=b""):
    """The header that Windows 3 writes; a `length` over 40 adds masks and a colour space, which `more` may hold."""
    fixed = le32(length) + le32(width) + le32(height) + le16(planes) + le16(bits) + le32(compression) + le32(image)
    whole = fixed + le32(2835) * 2 + le32(used) + le32(0) + more
    return whole[:length] + bytes(max(0, min(length, 200) - len(whole)))


def core(width=WIDTH, height=HEIGHT, bits=24):
    """The header of OS/2 1."""
    return le32(12) + le16(width) + le16(height) + le16(1) + le16(bits)


def colours(count=256, size=4):
    return b"".join(bytes([i * 3 % 256, i * 5 % 256, i * 7 % 256, 0])[:size] for i in range(count))


def rows(bits=24, width=WIDTH, height=HEIGHT):
    samples = picture(width, height, max(bits // 8, 1), min((1 << bits) - 1, 255))
    each = len(samples) // height
    out = b""
    for y in range(height):
        line = Bits()
        for sample in samples[y * each : (y + 1) * each]:
            line.put(sample, min(bits, 8))
        packed = line.bytes()
        out += packed + bytes(-len(packed) % 4)
    return out


def parts(info=info(), colours=b"", rows=rows(), offset=None, size=None, magic=b"BM", gap=b""):
    start = 14 + len(info) + len(colours) + len(gap)
    head = magic + le32(start + len(rows) if size is None else size) + le32(0) + le32(start if offset is None else offset)
    return [head, info, colours, gap, rows]


def bmp(**lies):
    return b"".join(parts(**lies))


def indexed(bits=8, **lies):
    return bmp(**{"info": info(bits=bits), "colours": colours(1 << bits), "rows": rows(bits), **lies})


def runs(values=None, bits=8, width=WIDTH, height=HEIGHT):
    """Run-length data: a run for each sample, an end for each row."""
    samples = picture(width, height, 1, (1 << bits) - 1) if values is None else values
    pair = (lambda v: v) if bits == 8 else (lambda v: v << 4 | v)
    lines = (samples[y * width : (y + 1) * width] for y in range(height))
    return b"".join(b"".join(bytes([1, pair(v)]) for v in line) + b"\0\0" for line in lines) + b"\0\1"


def packed(data=None, bits=8, **lies):
    compression = RLE8 if bits == 8 else RLE4
    data = runs(bits=bits) if data is None else data
    return bmp(**{"info": info(bits=bits, compression=compression, image=len(data)), "colours": colours(1 << bits), "rows": data, **lies})


def masks(*values):
    return b"".join(map(le32, values))


def cuts():
    for kind, pieces in [("rgb", parts()), ("8-bits", parts(info(bits=8), colours(), rows(8)))]:
        data = b"".join(pieces)
        for at in sorted({at + more for at in ends(pieces) for more in (0, 2, 9)} | {1, 2, 10, len(data) - 1, len(data) - 30, len(data) // 2}):
            yield f"cut-{kind}-at-{at}", data[:at], MAY, CUT if at > 18 else ""
    whole = packed()
    for at in (60, len(whole) // 2, len(whole) - 1, len(whole) - 2, len(whole) - 3, len(whole) - 20):
        yield f"cut-runs-at-{at}", whole[:at]


def flipped():
    data, whole = bmp(), packed()
    for name, damaged in flips(data, 30, 21, 2, 54):
        yield "flip-head-" + name, damaged
    for name, damaged in flips(whole, 10, 22, 14, 54):
        yield "flip-head-of-runs-" + name, damaged
    for name, damaged in flips(whole, 25, 23, 54 + 1024):
        yield "flip-runs-" + name, damaged


def odd_but_fine():
    yield "odd-nothing", bmp(), MUST
    for name, behind in [("zeros", bytes(99)), ("text", b"</html>"), ("another-bmp", bmp())]:
        yield "odd-behind-the-end-" + name, bmp() + behind, MUST
    for name, size in [("0", 0), ("1", 1), ("huge", -1)]:
        yield f"odd-file-size-{name}", bmp(size=size), MUST
    yield "odd-top-down", bmp(info=info(height=-HEIGHT)), MUST
    for bits in (1, 4, 8):
        yield f"odd-{bits}-bits", indexed(bits), MUST
        yield f"odd-{bits}-bits-top-down", indexed(bits, info=info(bits=bits, height=-HEIGHT)), MUST
    yield "odd-2-bits", indexed(2)
    yield "odd-16-bits", bmp(info=info(bits=16), rows=rows(16)), MUST
    yield "odd-32-bits", bmp(info=info(bits=32), rows=rows(32)), MUST
    yield "odd-os-2", bmp(info=core()), MUST
    yield "odd-os-2-8-bits", bmp(info=core(bits=8), colours=colours(256, 3), rows=rows(8)), MUST
    yield "odd-os-2-1-bit", bmp(info=core(bits=1), colours=colours(2, 3), rows=rows(1)), MUST
    yield "odd-os-2-version-2", bmp(info=info(length=64)), MAY
    for length in (52, 56, 108, 124):
        yield f"odd-header-of-{length}", bmp(info=info(length=length)), MUST
    yield "odd-header-of-124-32-bits-with-alpha", bmp(info=info(bits=32, length=124, compression=FIELDS, more=masks(0xFF0000, 0xFF00, 0xFF, 0xFF000000)), rows=rows(32)), MUST
    yield "odd-fields-565", bmp(info=info(bits=16, compression=FIELDS), colours=masks(0xF800, 0x7E0, 0x1F), rows=rows(16)), MUST
    yield "odd-fields-555", bmp(info=info(bits=16, compression=FIELDS), colours=masks(0x7C00, 0x3E0, 0x1F), rows=rows(16)), MUST
    yield "odd-fields-888", bmp(info=info(bits=32, compression=FIELDS), colours=masks(0xFF0000, 0xFF00, 0xFF), rows=rows(32)), MUST
    yield "odd-grey-ramp", indexed(colours=bytes(b for i in range(256) for b in (i, i, i, 0))), MUST
    yield "odd-black-and-white", indexed(1, colours=bytes(4) + b"\xff\xff\xff\0"), MUST
    yield "odd-white-and-black", indexed(1, colours=b"\xff\xff\xff\0" + bytes(4)), MUST
    yield "odd-gap-before-the-rows", bmp(gap=bytes(50)), MUST
    yield "odd-image-size", bmp(info=info(image=999_999)), MUST
    yield "odd-runs-of-8-bits", packed(), MUST
    yield "odd-runs-of-4-bits", packed(bits=4), MUST
    yield "odd-few-colours", indexed(info=info(bits=8, used=100), colours=colours(100), rows=bytes(v % 100 for v in rows(8))), MUST
    yield "odd-planes-0", bmp(info=info(planes=0))
    yield "odd-planes-65535", bmp(info=info(planes=65535))


def sizes():
    for width, height in ((0, HEIGHT), (WIDTH, 0), (0, 0), (-WIDTH, HEIGHT), (-1, -1), (1 << 31, 1)):
        yield f"size-{width}x{height}", bmp(info=info(width, height))
    for width, height in ((0x7FFFFFFF, 0x7FFFFFFF), (46341, 46341), (65536, 65536), (1 << 30, 4), (0x55555556, 3), (2049, 2048), (1, 4194305), (2, 1 << 30)):
        for bits in (1, 24, 32):
            yield f"size-{width}x{height}-of-{bits}-bits", bmp(info=info(width, height, bits), colours=colours(2) if bits == 1 else b""), BOMB, LARGE
        yield f"size-{width}x{height}-top-down", bmp(info=info(width, -height)), BOMB, LARGE
        yield f"size-{width}x{height}-of-runs", packed(info=info(width, height, 8, RLE8)), BOMB, LARGE
    yield "size-smallest-height", bmp(info=info(1, -(1 << 31))), MAY
    yield "size-os-2-65535x65535", bmp(info=core(65535, 65535)), BOMB, LARGE
    for width, height in ((2000, 2000), (2048, 2048), (1, 4_194_304), (4_194_304, 1)):
        for bits in (1, 8, 24):
            yield f"size-{width}x{height}-of-{bits}-bits-without-rows", bmp(info=info(width, height, bits), colours=colours(1 << bits) if bits < 24 else b"", rows=b""), BOMB, CUT
        yield f"size-{width}x{height}-without-runs", packed(b"\0\1", info=info(width, height, 8, RLE8))
    for width, height in ((WIDTH + 1, HEIGHT), (WIDTH, HEIGHT + 1), (WIDTH - 5, HEIGHT), (WIDTH, HEIGHT - 1)):
        yield f"size-lies-{width}x{height}", bmp(info=info(width, height))
        yield f"size-lies-{width}x{height}-of-runs", packed(info=info(width, height, 8, RLE8))


def heads():
    for length in (0, 1, 4, 11, 13, 16, 39, 41, 60, 125, 65535, -1, 1 << 31):
        yield f"head-of-{length}-bytes", bmp(info=put(info(), 0, le32(length)))
    for bits in (0, 3, 5, 7, 9, 15, 17, 31, 33, 48, 64, 255, 65535):
        yield f"head-{bits}-bits", bmp(info=info(bits=bits))
    for compression in (1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 99, -1):
        for bits in (4, 24):
            yield f"head-compression-{compression}-of-{bits}-bits", bmp(info=info(bits=bits, compression=compression))
    for offset in (0, 1, 13, 14, 50, 53, 55, 60, 10_000, 0x7FFFFFFF, 0x80000000, -1):
        yield f"head-rows-at-{offset}", bmp(offset=offset)
        yield f"head-rows-of-8-bits-at-{offset}", indexed(offset=offset)
    for magic in (b"BA", b"CI", b"IC", b"MB", b"bm"):
        yield f"head-magic-{magic.decode()}", bmp(magic=magic)
    yield "head-without-a-file-header", bmp()[14:]
    yield "head-twice", bmp()[:14] + bmp()


def palettes():
    for used in (1, 2, 255, 257, 1000, 65535, 0x7FFFFFFF, -1):
        yield f"colours-used-{used}", indexed(info=info(bits=8, used=used))
        yield f"colours-used-{used}-of-24-bits", bmp(info=info(used=used))
    for count in (0, 1, 16, 255, 300):
        yield f"colours-of-{count}", indexed(colours=colours(count))
        yield f"colours-of-{count}-as-said", indexed(info=info(bits=8, used=count), colours=colours(count))
    for bits, count in ((1, 1), (4, 2), (4, 15)):
        yield f"colours-of-{count}-for-{bits}-bits", indexed(bits, info=info(bits=bits, used=count), colours=colours(count))
    for name, values in [("zero", (0, 0, 0)), ("all", (0xFFFFFFFF,) * 3), ("overlapping", (0xFF0, 0xFF00, 0xFF)), ("with-holes", (0xA5A5, 0x5A5A, 0x1111)), ("swapped", (0xFF, 0xFF00, 0xFF0000)), ("of-10-bits", (0x3FF00000, 0xFFC00, 0x3FF))]:
        for bits in (16, 32):
            yield f"fields-{name}-of-{bits}-bits", bmp(info=info(bits=bits, compression=FIELDS), colours=masks(*values), rows=rows(bits))
            yield f"fields-{name}-of-{bits}-bits-in-the-head", bmp(info=info(bits=bits, compression=FIELDS, length=108, more=masks(*values, 0)), rows=rows(bits))
    yield "fields-missing", bmp(info=info(bits=16, compression=FIELDS), rows=b"")
    yield "fields-with-alpha", bmp(info=info(bits=32, compression=ALPHA_FIELDS), colours=masks(0xFF0000, 0xFF00, 0xFF, 0xFF000000), rows=rows(32))
    yield "fields-of-24-bits", bmp(info=info(compression=FIELDS), colours=masks(0xFF0000, 0xFF00, 0xFF))


def run_lengths():
    line = bytes([WIDTH, 7, 0, 0])
    for bits in (8, 4):
        for name, data in [
            ("end-at-once", b"\0\1"), ("no-end", line * HEIGHT), ("too-few-rows", line * (HEIGHT - 3) + b"\0\1"), ("too-many-rows", line * (HEIGHT + 5) + b"\0\1"), ("no-row-ends", bytes([255, 1]) * 3 + b"\0\1"),
            ("row-too-long", (bytes([255, 9]) + b"\0\0") * HEIGHT + b"\0\1"), ("row-too-short", (b"\3\7\0\0") * HEIGHT + b"\0\1"), ("delta", line * 3 + b"\0\2\4\1" + line * 5 + b"\0\1"), ("delta-beyond", line * 3 + b"\0\2\xff\xff" + line + b"\0\1"),
            ("delta-cut", line + b"\0\2"), ("delta-of-nothing", b"\0\2\0\0" * 50 + line * HEIGHT + b"\0\1"), ("absolute", (b"\0\x05abcde\0" + bytes([WIDTH - 5, 2, 0, 0])) * HEIGHT + b"\0\1"), ("absolute-even", (b"\0\x04abcd" + bytes([WIDTH - 4, 2, 0, 0])) * HEIGHT + b"\0\1"),
            ("absolute-cut", line + b"\0\xffabc"), ("absolute-beyond-the-row", b"\0\xff" + b"abc" * 85 + b"\0" + line * HEIGHT + b"\0\1"), ("absolute-without-padding", (b"\0\x05abcde" + bytes([WIDTH - 5, 2, 0, 0])) * HEIGHT + b"\0\1"),
            ("runs-of-odd-length", (b"\5\x12" + bytes([WIDTH - 5, 0x34]) + b"\0\0") * HEIGHT + b"\0\1"), ("one-byte", b"\5"), ("nothing", b""), ("ends-of-rows-alone", b"\0\0" * 100 + b"\0\1"), ("data-behind-the-end", line * HEIGHT + b"\0\1" + line * 9),
        ]:
            yield f"runs-{bits}-bits-{name}", packed(data, bits)
    yield "runs-top-down", packed(info=info(height=-HEIGHT, bits=8, compression=RLE8))
    yield "runs-in-24-bits", bmp(info=info(compression=RLE8), rows=runs())
    yield "runs-of-8-in-4-bits", indexed(4, info=info(bits=4, compression=RLE8), rows=runs())
    yield "jpeg-inside", bmp(info=info(bits=0, compression=JPEG), rows=b"\xff\xd8\xff\xe0")
    yield "png-inside", bmp(info=info(bits=0, compression=PNG), rows=b"\x89PNG\r\n\x1a\n")


def bombs():
    yield "bomb-2000x2000-of-runs", packed((bytes([250, 9]) * 8 + b"\0\0") * 2000 + b"\0\1", info=info(2000, 2000, 8, RLE8)), MUST
    yield "bomb-2000x2000-that-ends", packed(b"\0\2\xff\xff" * 8 + b"\0\1", info=info(2000, 2000, 8, RLE8)), MAY
    yield "bomb-9000x9000-of-runs", packed(bytes([255, 9]) * 4 + b"\0\1", info=info(9000, 9000, 8, RLE8)), BOMB, LARGE
    yield "bomb-500000-deltas", packed(b"\0\2\0\0" * 500_000 + b"\0\1"), MAY
    yield "bomb-million-ends-of-rows", packed(b"\0\0" * 1_000_000 + b"\0\1"), MAY
    yield "bomb-gap-of-2-mb", bmp(gap=bytes(2 << 20)), MUST


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, heads, palettes, run_lengths, bombs):
        for name, *rest in group():
            yield f"bmp/{name}.bmp", *rest
