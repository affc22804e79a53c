"""Hostile TIFFs: name, the file, whether it must be read, what a refusal says."""

import struct
import zlib

import jpeg_forge
from bits import *

WIDTH, HEIGHT = 17, 7
NONE, CCITT, FAX3, FAX4, LZW, OLD_JPEG, JPEG, DEFLATE, OLD_DEFLATE, PACK_BITS = 1, 2, 3, 4, 5, 6, 7, 8, 32946, 32773
SHORT, LONG, RATIONAL, LONG8 = 3, 4, 5, 16
SIZES = {1: 1, 2: 1, SHORT: 2, LONG: 4, RATIONAL: 8, LONG8: 8}
NAMES = {
    "width": 256, "height": 257, "bits": 258, "compression": 259, "photometric": 262, "fill_order": 266, "offsets": 273, "orientation": 274, "samples": 277, "rows": 278,
    "counts": 279, "planar": 284, "predictor": 317, "colours": 320, "tile_width": 322, "tile_height": 323, "tile_offsets": 324, "tile_counts": 325, "sub_ifds": 330,
    "extra": 338, "format": 339, "jpeg_tables": 347, "subsampling": 530, "icc": 34675, "exif": 34665,
}


class Entry:
    """The values of a tag; a lie about their type, their number, or where they lie."""

    def __init__(self, values, kind=SHORT, count=None, at=None, tag=None):
        self.values = list(values) if isinstance(values, (list, tuple, bytes)) else [values]
        self.kind, self.count, self.at, self.tag = kind, len(self.values) if count is None else count, at, tag


def pixels(samples=3, bits=8, width=WIDTH, height=HEIGHT):
    values = picture(width, height, samples, (1 << min(bits, 8)) - 1)
    each, out = width * samples, b""
    for y in range(height):
        line = Bits()
        for value in values[y * each : (y + 1) * each]:
            line.put(value * (bits // 8 if bits > 8 else 1), bits)
        out += line.bytes()
    return out


def packed(data, compression):
    if compression == LZW:
        return lzw(data, 8, 1, False)
    if compression in (DEFLATE, OLD_DEFLATE):
        return zlib.compress(data, 9)
    if compression == PACK_BITS:
        return b"".join(bytes([len(data[at : at + 100]) - 1]) + data[at : at + 100] for at in range(0, len(data), 100))
    return data


def tiff(data=None, big_endian=False, magic=42, first=None, following=0, behind=b"", entries=None, **tags):
    """A file of a head, the data of the strips, what the tags hold, and the directory; a tag of None is left out."""
    order = ">" if big_endian else "<"
    described = {"width": WIDTH, "height": HEIGHT, "bits": [8, 8, 8], "compression": NONE, "photometric": 2, "samples": 3, "rows": HEIGHT, **tags}
    if data is None:
        bits = described["bits"]
        layout = described["samples"], bits[0] if isinstance(bits, list) else bits
        data = packed(pixels(*layout), described["compression"]) if all(isinstance(v, int) for v in layout) else b""
    strips = data if isinstance(data, list) else [data]
    at, offsets = 8, []
    for strip in strips:
        offsets.append(at)
        at += len(strip)
    described = {"offsets": Entry(offsets, LONG), "counts": Entry([len(strip) for strip in strips], LONG), **described}
    listed, stored = [], b""
    at += at % 2
    for name, entry in sorted(described.items(), key=lambda item: NAMES[item[0]]):
        if entry is None:
            continue
        entry = entry if isinstance(entry, Entry) else Entry(entry, SHORT if not isinstance(entry, int) or 0 <= entry < 65536 else LONG)
        code = {1: "B", 2: "B", SHORT: "H", LONG: "I", RATIONAL: "Q", LONG8: "Q"}.get(entry.kind, "I")
        values = struct.pack(f"{order}{len(entry.values)}{code}", *(v & (1 << 8 * struct.calcsize(order + code)) - 1 for v in entry.values))
        place = values + bytes(4 - len(values)) if len(values) <= 4 else struct.pack(order + "I", at + len(stored))
        if entry.at is not None:
            place = struct.pack(order + "I", entry.at & 0xFFFFFFFF)
        elif len(values) > 4:
            stored += values + bytes(len(values) % 2)
        listed.append(struct.pack(order + "HHI", NAMES[name] if entry.tag is None else entry.tag, entry.kind, entry.count & 0xFFFFFFFF) + place)
    directory = struct.pack(order + "H", len(listed) if entries is None else entries) + b"".join(listed) + struct.pack(order + "I", following)
    body = b"".join(strips)
    start = at + len(stored) if first is None else first
    return (b"MM" if big_endian else b"II") + struct.pack(order + "HI", magic, start) + body + bytes(len(body) % 2) + stored + directory + behind


def big(entry_count=None, offset_size=8, first=None):
    """BigTIFF: offsets and numbers of 8 bytes."""
    data = pixels()
    described = {256: WIDTH, 257: HEIGHT, 258: None, 259: NONE, 262: 2, 273: 16, 277: 3, 278: HEIGHT, 279: len(data)}
    at = 16 + len(data) + len(data) % 2
    listed = b"".join(
        struct.pack("<HHQQ", tag, LONG8, 1, value & (1 << 64) - 1) if value is not None else struct.pack("<HHQHHHH", tag, SHORT, 3, 8, 8, 8, 0)
        for tag, value in sorted(described.items())
    )
    count = len(described) if entry_count is None else entry_count
    return b"II+\0" + le16(offset_size) + le16(0) + struct.pack("<Q", at if first is None else first) + data + bytes(len(data) % 2) + struct.pack("<Q", count) + listed + bytes(8)


def grey(**tags):
    return tiff(**{"bits": 8, "samples": 1, "photometric": 1, **tags})


def indexed(**tags):
    return grey(**{"photometric": 3, "colours": [i * 257 % 65536 for i in range(768)], **tags})


def cuts():
    for name, data in [("rgb", tiff()), ("lzw", tiff(compression=LZW)), ("deflate", tiff(compression=DEFLATE))]:
        places = {1, 3, 4, 7, 8, 20, len(data) // 3, len(data) - 1, len(data) - 4, len(data) - 5, len(data) - 10, len(data) - 40, len(data) - 120}
        for at in sorted(places):
            yield f"cut-{name}-at-{at}", data[:at], MAY, CUT if at >= 8 and at < len(data) - 4 else ""
    for compression in (LZW, DEFLATE, PACK_BITS, NONE):
        whole = packed(pixels(), compression)
        for share in (2, 10):
            yield f"cut-strip-of-{compression}-to-1-{share}th", tiff(whole[: len(whole) // share], compression=compression)
        yield f"cut-strip-of-{compression}-empty", tiff(b"", compression=compression)


def flipped():
    data = tiff(compression=LZW)
    start = int.from_bytes(data[4:8], "little")
    for name, damaged in flips(data, 35, 31, start):
        yield "flip-directory-" + name, damaged
    for name, damaged in flips(data, 15, 32, 8, start):
        yield "flip-lzw-" + name, damaged
    for compression in (DEFLATE, PACK_BITS):
        for name, damaged in flips(packed(pixels(), compression), 8, compression):
            yield f"flip-{compression}-{name}", tiff(damaged, compression=compression)


def odd_but_fine():
    for compression in (NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS):
        for big_endian in (False, True):
            yield f"odd-rgb-{compression}-{'big' if big_endian else 'little'}-endian", tiff(compression=compression, big_endian=big_endian), MUST
        yield f"odd-grey-{compression}", grey(compression=compression), MUST
        yield f"odd-palette-{compression}", indexed(compression=compression), MUST
    yield "odd-white-is-zero", grey(photometric=0), MUST
    for bits in (1, 4):
        yield f"odd-grey-of-{bits}-bits", grey(bits=bits), MUST
    yield "odd-grey-of-16-bits", grey(bits=16), MAY
    yield "odd-grey-of-32-bits", grey(bits=32), MAY
    yield "odd-grey-of-12-bits", grey(bits=12), MAY
    yield "odd-floats", grey(bits=32, format=3), MAY
    yield "odd-signed", grey(format=2), MAY
    yield "odd-rgb-of-16-bits", tiff(bits=[16, 16, 16]), MAY
    yield "odd-alpha", tiff(bits=[8] * 4, samples=4, extra=2), MUST
    yield "odd-grey-alpha", grey(bits=[8, 8], samples=2, extra=2), MAY
    yield "odd-alpha-without-a-word", tiff(bits=[8] * 4, samples=4), MAY
    yield "odd-associated-alpha", tiff(bits=[8] * 4, samples=4, extra=1), MAY
    yield "odd-ink", tiff(bits=[8] * 4, samples=4, photometric=5), MAY
    yield "odd-lab", tiff(photometric=8), MAY
    yield "odd-ycc", tiff(photometric=6), MAY
    yield "odd-planar", tiff([bytes(picture(WIDTH, HEIGHT, 1))] * 3, planar=2), MUST
    strips = [pixels()[at : at + 3 * 3 * WIDTH] for at in range(0, 3 * WIDTH * HEIGHT, 3 * 3 * WIDTH)]
    yield "odd-strips-of-3-rows", tiff(strips, rows=3), MUST
    for compression in (LZW, DEFLATE, PACK_BITS):
        yield f"odd-strips-of-3-rows-{compression}", tiff([packed(strip, compression) for strip in strips], rows=3, compression=compression), MUST
    yield "odd-rows-huge", tiff(rows=-1), MUST
    yield "odd-rows-missing", tiff(rows=None), MUST
    yield "odd-tiles", tiled(), MUST
    for compression in (LZW, DEFLATE):
        yield f"odd-tiles-{compression}", tiled(compression), MUST
        yield f"odd-predictor-{compression}", tiff(packed(pixels(), compression), compression=compression, predictor=2), MUST
    yield "odd-orientation", tiff(orientation=6), MAY
    yield "odd-fill-order", grey(bits=1, fill_order=2), MAY
    yield "odd-two-pages", two_pages(), MUST
    yield "odd-behind-the-end", tiff(behind=b"more" * 20), MUST
    yield "odd-big", big(), MAY
    yield "odd-jpeg-inside", tiff(jpeg_forge.jpeg(jpeg_forge.COLOUR, (WIDTH, HEIGHT)), compression=JPEG, photometric=6), MAY
    yield "odd-fax-4", grey(data=bytes(10), bits=1, compression=FAX4), MAY
    yield "odd-long-values", tiff(width=Entry(WIDTH, LONG), height=Entry(HEIGHT, LONG)), MUST
    yield "odd-profile", tiff(icc=Entry(bytes(100), 1)), MAY
    yield "odd-one-pixel", tiff(b"abc", width=1, height=1, rows=1), MUST


def tiled(compression=NONE, width=16, height=16, tiles=2, **tags):
    data = [packed(pixels(3, 8, 16, 16), compression)] * tiles
    at = [8 + sum(map(len, data[:i])) for i in range(tiles)]
    return tiff(data, compression=compression, rows=None, **{"offsets": None, "counts": None, "tile_width": width, "tile_height": height, "tile_offsets": Entry(at, LONG), "tile_counts": Entry([len(d) for d in data], LONG), **tags})


def two_pages():
    one = tiff()
    again = one[int.from_bytes(one[4:8], "little") :]
    return one[:-4] + le32(len(one)) + again


def sizes():
    for width, height in ((0, HEIGHT), (WIDTH, 0), (0, 0)):
        yield f"size-{width}x{height}", tiff(width=width, height=height, data=pixels()), MAY
    for width, height in ((-1, -1), (65535, 65535), (46341, 46341), (65536, 65536), (1 << 30, 4), (0x55555556, 3), (2049, 2048), (1 << 31, 1 << 31), (1, 4194305)):
        for compression in (NONE, LZW, DEFLATE):
            yield f"size-{width}x{height}-{compression}", tiff(width=Entry(width, LONG), height=Entry(height, LONG), rows=Entry(height, LONG), compression=compression), BOMB, ""
        yield f"size-{width}x{height}-of-grey", grey(width=Entry(width, LONG), height=Entry(height, LONG)), BOMB, ""
    for width, height in ((2000, 2000), (1, 4_000_000), (4_000_000, 1)):
        for compression in (NONE, LZW, DEFLATE, PACK_BITS):
            yield f"size-{width}x{height}-{compression}-without-data", tiff(b"\0", width=Entry(width, LONG), height=Entry(height, LONG), rows=Entry(height, LONG), compression=compression), BOMB, CUT
    for width, height in ((WIDTH + 1, HEIGHT), (WIDTH, HEIGHT + 1), (WIDTH - 1, HEIGHT), (WIDTH, HEIGHT - 1)):
        for compression in (NONE, LZW):
            yield f"size-lies-{width}x{height}-{compression}", tiff(width=width, height=height, rows=height, data=packed(pixels(), compression), compression=compression)


def directories():
    for magic in (0, 41, 43, 44, 65535):
        yield f"head-magic-{magic}", tiff(magic=magic)
    for first in (0, 1, 4, 7, 8, 100_000, 0x7FFFFFFF, 0x80000000, -1):
        yield f"head-directory-at-{first}", tiff(first=first & 0xFFFFFFFF)
    yield "head-of-both-orders", b"IM*\0" + tiff()[4:]
    yield "head-of-the-other-order", b"MM" + tiff()[2:]
    yield "head-alone", b"II*\0" + le32(8), MAY
    yield "head-alone-big-endian", b"MM\0*" + be32(8), MAY
    for entries in (0, 1, 5, 9, 10, 1000, 65535):
        yield f"directory-of-{entries}-entries", tiff(entries=entries)
    data = tiff()
    start = int.from_bytes(data[4:8], "little")
    yield "directory-that-loops", tiff(following=start)
    yield "directory-that-leads-to-the-head", tiff(following=4)
    yield "directory-that-leads-out", tiff(following=-1 & 0xFFFFFFFF)
    yield "directory-of-sub-directories-that-loop", tiff(sub_ifds=Entry([start] * 50, LONG))
    yield "directory-of-exif-that-loops", tiff(exif=Entry(start, LONG))
    yield "directory-inside-the-data", tiff(first=8)
    yield "directory-in-disorder", put(data, start + 2, data[start + 14 : start + 26] + data[start + 2 : start + 14])
    for name in ("width", "height", "bits", "compression", "photometric", "samples", "offsets", "counts"):
        yield f"tag-{name}-missing", tiff(data=pixels(), **{name: None})
        yield f"tag-{name}-of-text", tiff(data=pixels(), **{name: Entry(b"12\0", 2)})
        yield f"tag-{name}-of-type-99", tiff(data=pixels(), **{name: Entry(1, 99)})
        yield f"tag-{name}-of-no-values", tiff(data=pixels(), **{name: Entry(1, SHORT, 0)})
        yield f"tag-{name}-of-many-values", tiff(data=pixels(), **{name: Entry([1, 2, 3], LONG, 0x7FFFFFFF, 8)})
        yield f"tag-{name}-of-4-gb", tiff(data=pixels(), **{name: Entry(1, LONG, 0x40000001, 8)})
        yield f"tag-{name}-beyond", tiff(data=pixels(), **{name: Entry([1, 2, 3], LONG, at=0xFFFFFF00)})
        yield f"tag-{name}-of-rationals", tiff(data=pixels(), **{name: Entry(0, RATIONAL)})
        yield f"tag-{name}-of-zero", tiff(data=pixels(), **{name: 0})
        yield f"tag-{name}-of-65535", tiff(data=pixels(), **{name: 65535}), MAY
    yield "tag-twice", tiff(icc=Entry(3, SHORT, tag=256))
    for value in (0, 2, 6, 9, 99, 34712, 50000, 65535):
        yield f"compression-{value}", tiff(data=pixels(), compression=value)
    for value in (4, 5, 6, 7, 8, 9, 32803, 65535):
        yield f"photometric-{value}", tiff(photometric=value)
    for samples in (1, 2, 4, 5, 255, 65535):
        yield f"samples-{samples}", tiff(data=pixels(), samples=samples)
    for bits in ([8, 8], [8, 8, 4], [1, 1, 1], [8, 8, 16], [64] * 3, [0, 0, 0], [7, 7, 7], [8]):
        yield "bits-" + "-".join(map(str, bits)), tiff(data=pixels(), bits=bits)
    for value in (0, 3, 255):
        yield f"planar-{value}", tiff(planar=value)
        yield f"predictor-{value}", tiff(compression=LZW, predictor=value)
        yield f"format-{value}", tiff(format=value)
        yield f"orientation-{value}", tiff(orientation=value)
    yield "predictor-3-of-bytes", tiff(compression=DEFLATE, predictor=3)
    yield "planar-2-of-one-strip", tiff(planar=2)
    for count in (0, 1, 2, 255, 767, 769):
        yield f"colours-of-{count}", indexed(colours=[77] * count if count else Entry(0, SHORT, 0))
    yield "colours-missing", indexed(colours=None)
    yield "colours-of-bytes", indexed(colours=Entry(bytes(range(256)) * 3, 1))


def strips():
    for name, offset in [("0", 0), ("at-the-head", 4), ("beyond", 100_000), ("huge", -1), ("2-to-31", 1 << 31)]:
        yield f"strip-{name}", tiff(offsets=Entry(offset, LONG))
        yield f"strip-of-lzw-{name}", tiff(compression=LZW, offsets=Entry(offset, LONG))
    for name, count in [("0", 0), ("1", 1), ("short", 200), ("beyond", 100_000), ("huge", -1), ("2-to-31", 1 << 31)]:
        yield f"strip-count-{name}", tiff(counts=Entry(count, LONG))
        yield f"strip-count-of-lzw-{name}", tiff(compression=LZW, counts=Entry(count, LONG))
    yield "strips-fewer", tiff([pixels()[:153]] * 2, rows=3)
    yield "strips-more", tiff([pixels()[:153]] * 9, rows=3)
    yield "strips-of-one-place", tiff(rows=1, offsets=Entry([8] * HEIGHT, LONG), counts=Entry([51] * HEIGHT, LONG))
    yield "strips-overlapping", tiff(rows=1, offsets=Entry(list(range(8, 8 + HEIGHT)), LONG), counts=Entry([51] * HEIGHT, LONG))
    for rows in (0, 1, 9, 65535):
        yield f"rows-{rows}", tiff(data=pixels(), rows=rows)
    for width, height in ((0, 16), (16, 0), (1, 1), (15, 15), (65536, 65536), (-1, -1), (16, 1 << 30)):
        yield f"tiles-of-{width}x{height}", tiled(width=Entry(width, LONG), height=Entry(height, LONG))
    yield "tiles-fewer", tiled(tiles=1)
    yield "tiles-more", tiled(tiles=5)
    yield "tiles-without-offsets", tiled(tile_offsets=None)
    yield "tiles-and-strips", tiled(offsets=Entry(8, LONG), counts=Entry(510, LONG))
    for name, at in [("0", 0), ("beyond", 1 << 20), ("huge", -1)]:
        yield f"tiles-at-{name}", tiled(tile_offsets=Entry([at, at], LONG))
    draw = random.Random(33)
    for compression in (CCITT, FAX3, FAX4, LZW, OLD_JPEG, JPEG, DEFLATE, PACK_BITS):
        options = {"bits": 1, "samples": 1, "photometric": 0} if compression in (CCITT, FAX3, FAX4) else {}
        for number in range(2):
            yield f"random-{compression}-{number}", tiff(draw.randbytes(300), compression=compression, **options)
    for name, data in [("old-order", lzw(pixels(), 8, 0, True)), ("without-clear", Bits().put(1, 9).put(2, 9).bytes() * 50), ("codes-beyond", b"\x80\x7f\xff\xff\xff"), ("end-first", Bits().put(256, 9).put(257, 9).bytes()), ("late-growth", lzw(pixels(), 8, 0, False)), ("without-an-end", lzw(pixels(), 8, 1, False, False))]:
        yield "lzw-" + name, tiff(data, compression=LZW)
    for name, data in [("noops", b"\x80" * 500 + packed(pixels(), PACK_BITS)), ("run-too-long", b"\x81\7" * 9), ("literals-too-long", b"\x7f" + bytes(100)), ("runs", b"\x81\7" * 3 + bytes([257 - 126, 7]))]:
        yield "pack-bits-" + name, tiff(data, compression=PACK_BITS)
    yield "deflate-too-long", tiff(zlib.compress(pixels() * 3), compression=DEFLATE)
    yield "deflate-raw", tiff(zlib.compress(pixels())[2:-4], compression=DEFLATE)
    yield "deflate-wrong-adler", tiff(zlib.compress(pixels())[:-1] + b"\0", compression=DEFLATE)
    small = jpeg_forge.jpeg(jpeg_forge.COLOUR, (WIDTH, HEIGHT))
    yield "jpeg-of-another-size", tiff(jpeg_forge.jpeg(jpeg_forge.COLOUR, (999, 999), sof=jpeg_forge.sof(size=(999, 999)), data=b""), compression=JPEG, photometric=6)
    yield "jpeg-cut", tiff(small[:-80], compression=JPEG, photometric=6)
    yield "jpeg-tables-cut", tiff(small, compression=JPEG, photometric=6, jpeg_tables=Entry(b"\xff\xd8\xff\xdb", 1))


def inside(components=jpeg_forge.COLOUR, size=(WIDTH, HEIGHT), tables=True, **lies):
    """A JPEG without the tables that the strips share, or with them."""
    left_out = {} if tables else {"dqt": None, "dc": None, "ac": None}
    return jpeg_forge.jpeg(components, size, app0=None, **left_out, **lies)


def jpeg_tables(*parts):
    return Entry(jpeg_forge.SOI + b"".join(parts) + jpeg_forge.EOI, 1)


def with_jpeg(strips=None, **tags):
    return tiff(inside() if strips is None else strips, **{"compression": JPEG, "photometric": 6, **tags})


def jpegs_inside():
    ycc, plain, ink, one = jpeg_forge.COLOUR, jpeg_forge.PLAIN, jpeg_forge.INK, jpeg_forge.GREY
    tables = [jpeg_forge.dqt(), jpeg_forge.dht(0), jpeg_forge.dht(1)]
    shared, bare = jpeg_tables(*tables), inside(tables=False)
    cmyk = {"photometric": 5, "samples": 4, "bits": [8] * 4}
    yield "odd-jpeg-shares-tables", with_jpeg(bare, jpeg_tables=shared), MUST
    yield "odd-jpeg-of-rgb", with_jpeg(inside(plain), photometric=2), MUST
    yield "odd-jpeg-of-ink", with_jpeg(inside(ink), **cmyk), MUST
    yield "odd-jpeg-of-grey", with_jpeg(inside(one), photometric=1, samples=1, bits=8), MUST
    yield "odd-jpeg-progressive", with_jpeg(jpeg_forge.jpeg(ycc, (WIDTH, HEIGHT), jpeg_forge.PROGRESSIVE)), MUST
    yield "odd-jpeg-strips", with_jpeg([inside(size=(WIDTH, 4), tables=False), inside(size=(WIDTH, 3), tables=False)], rows=4, jpeg_tables=shared), MUST
    for name, first, second in (("first-strip", True, False), ("second-strip", False, True)):
        yield f"jpeg-tables-in-the-{name}", with_jpeg([inside(size=(WIDTH, 4), tables=first), inside(size=(WIDTH, 3), tables=second)], rows=4)
    other = inside(size=(WIDTH, 4), dqt=jpeg_forge.dqt(values=bytes([9] * 64)))
    yield "jpeg-tables-that-a-strip-replaces", with_jpeg([other, inside(size=(WIDTH, 3), tables=False)], rows=4, jpeg_tables=shared)
    for width, height in ((16, 7), (18, 7), (17, 6), (17, 8), (17, 64), (0, 7), (65535, 65535)):
        yield f"jpeg-inside-of-{width}x{height}", with_jpeg(inside(sof=jpeg_forge.sof(ycc, (width, height))))
        yield f"jpeg-inside-strips-of-{width}x{height}", with_jpeg([inside(sof=jpeg_forge.sof(ycc, (width, height)))] * 2, rows=7, height=14)
    for name, components in (("1", one), ("4", ink), ("3", ycc)):
        yield f"jpeg-of-{name}-components-for-3-samples", with_jpeg(inside(components), photometric=2)
        yield f"jpeg-of-{name}-components-for-4-samples", with_jpeg(inside(components), **cmyk)
    for across, down in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (4, 4), (4, 2), (2, 4)):
        sampled = ((1, across, down, 0), (2, 1, 1, 0), (3, 1, 1, 0))
        yield f"jpeg-sampled-{across}x{down}", with_jpeg(inside(sampled))
        yield f"jpeg-sampled-{across}x{down}-says-2x2", with_jpeg(inside(sampled), subsampling=[2, 2])
    yield "jpeg-sampled-in-the-second-component", with_jpeg(inside(((1, 2, 2, 0), (2, 2, 1, 0), (3, 1, 1, 0))))
    yield "jpeg-sampled-otherwise-below", with_jpeg([inside(size=(WIDTH, 4)), inside(plain, (WIDTH, 3))], rows=4)
    for count in (1, 3):
        yield f"jpeg-sampling-of-{count}-values", with_jpeg(subsampling=[2] * count)
    for name, entry in (
        ("empty", jpeg_tables()), ("short", jpeg_tables(*tables[:2])), ("number-5", jpeg_tables(jpeg_forge.dqt(5), *tables)), ("restart", jpeg_tables(jpeg_forge.segment(0xDD, be16(1)), *tables)),
        ("image", Entry(inside(), 1)), ("frame", jpeg_tables(*tables, jpeg_forge.sof())), ("no-end", Entry(shared.values[:-2], 1)), ("no-start", Entry(shared.values[2:], 1)), ("noise", Entry(random.Random(5).randbytes(90), 1)), ("number", Entry(7, LONG)),
    ):
        yield f"jpeg-tables-{name}", with_jpeg(bare, jpeg_tables=entry)
    for name, data in (("twice-begun", jpeg_forge.SOI + bare), ("not-begun", bare[2:]), ("not-ended", bare[:-2]), ("empty", b""), ("tables", bytes(shared.values)), ("behind", bare + bytes(50))):
        yield f"jpeg-inside-{name}", with_jpeg(data, jpeg_tables=shared)
    for name, damaged in flips(bare, 12, 34):
        yield f"flip-jpeg-{name}", with_jpeg(damaged, jpeg_tables=shared)
    for bits in (1, 4, 16):
        yield f"jpeg-for-{bits}-bits", with_jpeg(bits=[bits] * 3)
        yield f"jpeg-for-{bits}-bits-of-grey", with_jpeg(inside(one), photometric=1, samples=1, bits=bits)
    yield "jpeg-in-lab", with_jpeg(inside(plain), photometric=8)
    yield "jpeg-in-planes", with_jpeg([inside(one)] * 3, planar=2, photometric=2)
    yield "jpeg-for-2000x2000", with_jpeg(width=2000, height=2000, rows=2000), MAY, CUT
    yield "jpeg-of-2000x2000", with_jpeg(inside(sof=jpeg_forge.sof(ycc, (2000, 2000))), width=2000, height=2000, rows=2000), MAY, CUT


def bigs():
    for count in (0, 1, 1000, (1 << 63) - 1, (1 << 64) - 1):
        yield f"big-of-{count}-entries", big(count)
    for size in (0, 4, 9, 65535):
        yield f"big-offsets-of-{size}-bytes", big(offset_size=size)
    for first in (0, 8, (1 << 63) - 1, (1 << 64) - 2):
        yield f"big-directory-at-{first}", big(first=first)
    for tag, value in ((256, (1 << 63) - 1), (257, 1 << 32), (273, (1 << 64) - 1), (279, (1 << 64) - 1), (279, 1 << 40)):
        yield f"big-tag-{tag}-{value}", big_with(tag, value)


def big_with(tag, value):
    at = struct.pack("<HHQ", tag, LONG8, 1)
    data = big()
    place = data.index(at) + len(at)
    return put(data, place, struct.pack("<Q", value))


def bombs():
    flat = bytes(3 * 2000 * 2000)
    for compression in (LZW, DEFLATE):
        yield f"bomb-2000x2000-{compression}", tiff(packed(flat, compression), width=2000, height=2000, rows=2000, compression=compression), MUST
    yield "bomb-2000x2000-of-runs", tiff(b"\x81\7" * 94_500, width=2000, height=2000, rows=2000, compression=PACK_BITS), MUST
    yield "bomb-9000x9000", tiff(packed(bytes(9000 * 9000), DEFLATE), bits=8, samples=1, photometric=1, width=9000, height=9000, rows=9000, compression=DEFLATE), BOMB, LARGE
    yield "bomb-50-mb-for-a-small-image", tiff(packed(bytes(50 << 20), DEFLATE), compression=DEFLATE)
    yield "bomb-of-100000-strips", grey(data=b"a" * 64, width=1, height=60_000, rows=1, offsets=Entry([8] * 60_000, LONG), counts=Entry([1] * 60_000, LONG))
    yield "bomb-2000-strips-of-one-place", tiff(packed(flat[: 6000 * 20], DEFLATE), width=2000, height=2000, rows=20, compression=DEFLATE, offsets=Entry([8] * 100, LONG), counts=Entry([140] * 100, LONG))
    yield "bomb-65535-entries", tiff(entries=65535, behind=(le16(700) + le16(1) + le32(0x7FFFFFFF) + le32(8)) * 65535)
    pages = tiff()
    start = int.from_bytes(pages[4:8], "little")
    yield "bomb-directories-in-a-circle", tiff(following=start, sub_ifds=Entry([start] * 1000, LONG))


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, directories, strips, bigs, bombs, jpegs_inside):
        for name, *rest in group():
            yield f"tiff/{name}.tiff", *rest
