"""Hostile PNGs: name, the file, whether it must be read, what a refusal says, a file of the same pixels."""

import zlib

from bits import *

SHORT, SUM = "truncated", "checksum of"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
WIDTH, HEIGHT = 15, 11


def chunk(kind, data=b"", length=None, crc=None):
    checked = be32(zlib.crc32(kind + data) if crc is None else crc)
    return be32(len(data) if length is None else length) + kind + data + checked


def ihdr(width=WIDTH, height=HEIGHT, depth=8, colour=RGB, compression=0, filters=0, interlace=0):
    return chunk(b"IHDR", be32(width) + be32(height) + bytes([depth, colour, compression, filters, interlace]))


def rows(width=WIDTH, height=HEIGHT, depth=8, colour=RGB, kinds=(0, 1, 2, 3, 4)):
    """Rows whose filters go round; what they unfilter to is whatever it is."""
    samples = picture(width, height, CHANNELS[colour], (1 << depth) - 1)
    each = width * CHANNELS[colour]
    packed = (Bits() for _ in range(height))
    out = b""
    for y, bits in enumerate(packed):
        for sample in samples[y * each : (y + 1) * each]:
            bits.put(sample, depth)
        out += bytes([kinds[y % len(kinds)]]) + bits.bytes()
    return out


def idat(data=None, pieces=1, level=9, **layout):
    packed = zlib.compress(rows(**layout) if data is None else data, level)
    step = -(-len(packed) // pieces)
    return b"".join(chunk(b"IDAT", packed[at : at + step]) for at in range(0, len(packed), step))


def plte(count=256):
    return chunk(b"PLTE", bytes(i * 7 % 256 for i in range(3 * count)))


IEND = chunk(b"IEND")


def parts(ihdr=ihdr(), plte=b"", more=b"", idat=idat(), late=b"", iend=IEND):
    return [SIGNATURE, ihdr, plte, more, idat, late, iend]


def png(**lies):
    return b"".join(parts(**lies))


def indexed(**lies):
    return png(**{"ihdr": ihdr(colour=PALETTE), "plte": plte(), "idat": idat(colour=PALETTE), **lies})


SOUND = png()  # where Pillow minds what is beside the pixels, theirs are these


def cuts():
    for kind, pieces in [("rgb", parts(idat=idat(pieces=3))), ("palette", parts(ihdr(colour=PALETTE), plte(), idat=idat(colour=PALETTE)))]:
        data = b"".join(pieces)
        for at in sorted({at + more for at in ends(pieces) for more in (0, 3, 6, 8)} | {1, 4, 7, len(data) - 1, len(data) - 12, len(data) - 16, len(data) * 3 // 4}):
            yield f"cut-{kind}-at-{at}", data[:at], MAY, "truncated" if at >= 8 else ""
    whole = idat()
    for share in (2, 3, 10):
        yield f"cut-stream-to-1-{share}th", png(idat=chunk(b"IDAT", whole[8 : 8 + len(whole) // share])), MAY, SHORT
    yield "cut-rows", png(idat=idat(rows()[:-70])), MAY, SHORT
    yield "cut-half-a-row", png(idat=idat(rows()[:-30])), MAY, SHORT
    yield "cut-adler", png(idat=chunk(b"IDAT", whole[8:-8]))


def flipped():
    data, stored = png(idat=idat(pieces=2), more=chunk(b"gAMA", be32(45455))), png(idat=idat(level=0))
    for name, damaged in flips(data, 25, 4, 8):
        yield "flip-" + name, damaged, MAY, ""
    for name, damaged in flips(stored, 10, 5, 60):
        yield "flip-stored-" + name, damaged, MAY, ""
    packed = zlib.compress(rows(), 9)
    for name, damaged in flips(packed, 30, 6):
        yield "flip-zlib-with-the-checksum-mended-" + name, png(idat=chunk(b"IDAT", damaged))
    for name, damaged in flips(rows(), 10, 7):
        yield "flip-rows-" + name, png(idat=idat(damaged))
    for name, damaged in flips(ihdr()[8:21], 25, 8, 0):
        yield "flip-head-with-the-checksum-mended-" + name, png(ihdr=chunk(b"IHDR", damaged))


def odd_but_fine():
    yield "odd-nothing", png(), MUST
    for name, behind in [("zeros", bytes(500)), ("newline", b"\n"), ("text", b"</html>"), ("another-png", png()), ("iend", IEND), ("idat", idat())]:
        yield "odd-behind-the-end-" + name, png(iend=IEND + behind), MUST
    for name, more in [
        ("unknown", chunk(b"teSt", b"abc") + chunk(b"juNk")), ("private", chunk(b"prVt", bytes(300))), ("text", chunk(b"tEXt", b"Comment\0made by hand")), ("time", chunk(b"tIME", bytes([7, 230, 1, 1, 0, 0, 0]))),
        ("empty-text", chunk(b"tEXt")), ("background", chunk(b"bKGD", bytes(6))), ("physical", chunk(b"pHYs", be32(2835) * 2 + b"\1")), ("significant-bits", chunk(b"sBIT", b"\5\6\5")), ("histogram", chunk(b"hIST", bytes(40))),
        ("colour-key", chunk(b"tRNS", bytes(6))), ("exif", chunk(b"eXIf", b"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0")), ("srgb", chunk(b"sRGB", b"\0")), ("gamma-0", chunk(b"gAMA", be32(0))), ("chromaticities", chunk(b"cHRM", bytes(32))),
        ("profile", chunk(b"iCCP", b"name\0\0" + zlib.compress(b"profile" * 20))), ("1000-texts", chunk(b"tEXt", b"k\0v") * 1000), ("animation-control", chunk(b"acTL", be32(1) + be32(0))),
    ]:
        yield "odd-chunk-" + name, png(more=more), MUST
    yield "odd-chunk-text-behind-the-data", png(late=chunk(b"tEXt", b"k\0v")), MUST
    yield "odd-200-idats", png(idat=idat(pieces=200)), MUST
    yield "odd-idat-of-one-byte-each", png(idat=idat(pieces=100_000)), MUST
    yield "odd-empty-idats", png(idat=chunk(b"IDAT") + idat() + chunk(b"IDAT")), MUST
    yield "odd-rows-too-many", png(idat=idat(rows() + bytes(200))), MUST
    yield "odd-data-behind-the-stream", png(idat=chunk(b"IDAT", zlib.compress(rows()) + b"more"))
    yield "odd-window-of-256-bytes", png(idat=chunk(b"IDAT", small_window(rows()))), MUST
    yield "odd-stored-blocks", png(idat=idat(level=0)), MUST
    yield "odd-iend-missing", png(iend=b"")
    yield "odd-iend-with-data", png(iend=chunk(b"IEND", b"data"))
    yield "odd-palette-for-rgb", png(plte=plte(3)), MUST
    yield "odd-palette-of-1", indexed(plte=plte(1)), MUST
    yield "odd-palette-of-4-for-2-bits", png(ihdr=ihdr(depth=2, colour=PALETTE), plte=plte(4), idat=idat(depth=2, colour=PALETTE)), MUST
    yield "odd-palette-transparent", indexed(more=chunk(b"tRNS", b"\0\x80")), MUST
    for depth, colour in ((1, GREY), (2, GREY), (4, GREY), (8, GREY), (16, GREY), (16, RGB), (8, GREY_ALPHA), (16, GREY_ALPHA), (8, RGB_ALPHA), (16, RGB_ALPHA), (1, PALETTE), (4, PALETTE)):
        yield f"odd-depth-{depth}-colour-{colour}", png(ihdr=ihdr(depth=depth, colour=colour), plte=plte(1 << depth) if colour == PALETTE else b"", idat=idat(depth=depth, colour=colour)), MUST


def small_window(data):
    deflate = zlib.compressobj(9, zlib.DEFLATED, 9)
    return deflate.compress(data) + deflate.flush()


def sizes():
    for width, height in ((0, HEIGHT), (WIDTH, 0), (0, 0), (1 << 31, 1), (1, 1 << 31), (-1, -1), (WIDTH, -HEIGHT)):
        yield f"size-{width}x{height}", png(ihdr=ihdr(width, height)), MAY, "damaged|pixels are more than"
    for width, height in ((2147483647, 2147483647), (65536, 65536), (46341, 46341), (1 << 30, 4), (1 << 16, 1 << 15), (715827883, 1), (2049, 2048), (1, 4194305), (0x55555556, 3)):
        for interlace in (0, 1):
            yield f"size-{width}x{height}-interlace-{interlace}", png(ihdr=ihdr(width, height, interlace=interlace)), BOMB, LARGE
    for width, height, colour, depth in ((2000, 2000, RGB, 8), (2000, 2000, RGB_ALPHA, 16), (4194304, 1, RGB_ALPHA, 16), (1, 4194304, GREY, 1), (2048, 2048, GREY, 1)):
        for interlace in (0, 1):
            name = f"size-{width}x{height}-colour-{colour}-depth-{depth}-interlace-{interlace}"
            yield name + "-without-data", png(ihdr=ihdr(width, height, depth, colour, interlace=interlace), idat=idat(b"")), BOMB, SHORT
    for width, height in ((WIDTH + 1, HEIGHT), (WIDTH, HEIGHT + 1), (WIDTH - 1, HEIGHT), (WIDTH, HEIGHT - 1), (HEIGHT, WIDTH)):
        yield f"size-lies-{width}x{height}", png(ihdr=ihdr(width, height))
        yield f"size-lies-{width}x{height}-interlaced", png(ihdr=ihdr(width, height, interlace=1))


def heads():
    for name, lie in [("depth-0", {"depth": 0}), ("depth-3", {"depth": 3}), ("depth-32", {"depth": 32}), ("depth-255", {"depth": 255}), ("colour-1", {"colour": 1}), ("colour-5", {"colour": 5}), ("colour-7", {"colour": 7}), ("colour-255", {"colour": 255}),
                      ("rgb-of-4-bits", {"depth": 4}), ("palette-of-16-bits", {"depth": 16, "colour": PALETTE}), ("alpha-of-1-bit", {"depth": 1, "colour": GREY_ALPHA}), ("compression-1", {"compression": 1}), ("filters-1", {"filters": 1}),
                      ("filters-64", {"filters": 64}), ("interlace-2", {"interlace": 2}), ("interlace-255", {"interlace": 255}), ("interlace-lies", {"interlace": 1})]:
        yield "head-" + name, png(ihdr=ihdr(**lie), plte=plte()), MAY, "PNG knows no" if name != "interlace-lies" else ""
    for length in (0, 1, 12, 14, 25):
        yield f"head-of-{length}-bytes", png(ihdr=chunk(b"IHDR", (ihdr()[8:21] + bytes(12))[:length])), MAY, "a header of"
    for length in (0, 12, 14, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        yield f"head-length-{length:x}", png(ihdr=put(ihdr(), 0, be32(length)))
    yield "head-missing", png(ihdr=b""), MAY, "instead of IHDR"
    yield "head-twice", png(ihdr=ihdr() * 2)
    yield "head-twice-of-other-sizes", png(ihdr=ihdr() + ihdr(65536, 65536))
    yield "head-twice-of-other-colours", png(ihdr=ihdr() + ihdr(colour=GREY))
    yield "head-second", png(ihdr=chunk(b"gAMA", be32(45455)) + ihdr()), MAY, "instead of IHDR"
    yield "head-behind-the-data", png(late=ihdr(3, 3))
    yield "head-in-lower-case", png(ihdr=chunk(b"ihdr", ihdr()[8:21])), MAY, "instead of IHDR"
    for name, signature in [("without-cr", b"\x89PNG\n\x1a\n"), ("7-bit", b"\tPNG\r\n\x1a\n"), ("mng", b"\x8aMNG\r\n\x1a\n"), ("lf-for-crlf", b"\x89PNG\n\n\x1a\n"), ("twice", SIGNATURE * 2)]:
        yield "signature-" + name, signature + png()[8:]
    yield "signature-of-apple", SIGNATURE + chunk(b"CgBI", bytes(4)) + png()[8:], MAY, "instead of IHDR"


def chunks():
    for kind, place in ((b"IHDR", "ihdr"), (b"IDAT", "idat"), (b"IEND", "iend")):
        body = {"ihdr": ihdr(), "idat": idat(), "iend": IEND}[place]
        demand = (MAY, SUM) if place == "ihdr" else (MUST,)  # zlib has a checksum of its own, and behind the pixels none counts
        yield f"crc-wrong-{place}", png(**{place: body[:-1] + bytes([body[-1] ^ 1])}), *demand
        yield f"crc-zero-{place}", png(**{place: body[:-4] + bytes(4)}), *demand
    yield "crc-wrong-plte", indexed(plte=plte()[:-1] + b"\0"), MAY, SUM
    yield "crc-wrong-text", png(more=chunk(b"tEXt", b"k\0v", crc=1)), MAY, SUM
    yield "crc-wrong-text-behind-the-data", png(late=chunk(b"tEXt", b"k\0v", crc=1)), MUST
    for length in (1, 0x7FFFFFF0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF):
        for kind in (b"IDAT", b"tEXt", b"PLTE"):
            yield f"length-{length:x}-of-{kind.decode()}", png(more=chunk(kind, b"abcdef", length)), MAY, "" if length == 1 or kind == b"IDAT" else "claims"
    yield "data-missing", png(idat=b""), MAY, SHORT
    yield "data-empty", png(idat=chunk(b"IDAT")), MAY, SHORT
    yield "data-twice", png(idat=idat() * 2)
    yield "data-in-two-streams", png(idat=idat(rows()[:300]) + idat(rows()[300:]))
    split = idat(pieces=2)
    middle = split.index(b"IDAT", 10) - 4
    yield "data-parted-by-a-text", png(idat=split[:middle] + chunk(b"tEXt", b"k\0v") + split[middle:]), MAY, "", SOUND
    yield "data-parted-by-a-palette", png(idat=split[:middle] + plte() + split[middle:]), MAY, "", SOUND
    yield "data-in-disorder", png(idat=split[middle:] + split[:middle])
    yield "data-not-zlib", png(idat=chunk(b"IDAT", b"this is no zlib stream at all" * 9))
    yield "data-raw-deflate", png(idat=chunk(b"IDAT", zlib.compress(rows())[2:-4]))
    yield "data-gzip", png(idat=chunk(b"IDAT", b"\x1f\x8b\x08\0\0\0\0\0\0\3" + zlib.compress(rows())[2:]))
    yield "data-needs-a-dictionary", png(idat=chunk(b"IDAT", b"\x78\xbb" + be32(1) + zlib.compress(rows())[2:]))
    yield "data-wrong-adler", png(idat=chunk(b"IDAT", zlib.compress(rows())[:-1] + b"\0"))
    yield "data-of-a-reserved-block", png(idat=chunk(b"IDAT", b"\x78\x9c\7" + bytes(200)))
    for kind in (5, 6, 127, 255):
        yield f"filter-{kind}", png(idat=idat(kinds=(0, kind))), MAY, "unknown filter"
    yield "filter-5-in-the-last-row", png(idat=idat(put(rows(), (1 + 3 * WIDTH) * (HEIGHT - 1), b"\5"))), MAY, "unknown filter"
    for name, kind in [("critical", b"TEST"), ("reserved-bit", b"teST"), ("of-zeros", bytes(4)), ("of-digits", b"1234"), ("of-0xff", b"\xff" * 4), ("of-spaces", b"    ")]:
        yield f"chunk-unknown-{name}", png(more=chunk(kind, b"abc")), MAY, "", SOUND
    yield "end-twice", png(iend=IEND * 2)
    yield "end-before-the-data", png(more=IEND), MAY
    yield "end-between-the-data", png(idat=split[:middle] + IEND + split[middle:])


def palettes():
    for count in (0, 1, 2, 255, 257, 300, 1000):
        yield f"palette-of-{count}", indexed(plte=plte(count)), MAY
    for length in (1, 2, 4, 767, 769):
        yield f"palette-of-{length}-bytes", indexed(plte=chunk(b"PLTE", bytes(length))), MAY, "a palette of"
    yield "palette-missing", indexed(plte=b""), MAY, "the palette is missing"
    yield "palette-behind-the-data", indexed(plte=b"", late=plte())
    yield "palette-twice", indexed(plte=plte() + chunk(b"PLTE", bytes(768)))
    yield "palette-twice-the-second-short", indexed(plte=plte() + chunk(b"PLTE", bytes(30)))
    yield "palette-for-grey", png(ihdr=ihdr(colour=GREY), plte=plte(), idat=idat(colour=GREY))
    yield "palette-of-16-for-1-bit", png(ihdr=ihdr(depth=1, colour=PALETTE), plte=plte(16), idat=idat(depth=1, colour=PALETTE))
    yield "palette-of-1-for-1-bit", png(ihdr=ihdr(depth=1, colour=PALETTE), plte=plte(1), idat=idat(depth=1, colour=PALETTE))
    for name, data in [("empty", b""), ("of-300", bytes(300)), ("of-one", b"\0")]:
        yield f"transparency-{name}-for-a-palette", indexed(more=chunk(b"tRNS", data))
        yield f"transparency-{name}-for-rgb", png(more=chunk(b"tRNS", data)), MAY, "", SOUND
    yield "transparency-before-the-palette", indexed(plte=chunk(b"tRNS", b"\0\1") + plte())
    yield "transparency-for-alpha", png(ihdr=ihdr(colour=RGB_ALPHA), more=chunk(b"tRNS", bytes(6)), idat=idat(colour=RGB_ALPHA))


def profiles():
    for name, data in [
        ("empty", b""), ("without-zero", b"name"), ("only-a-name", b"name\0"), ("method-9", b"name\0\x09" + zlib.compress(b"p")), ("not-zlib", b"name\0\0hello"), ("cut", b"name\0\0" + zlib.compress(bytes(range(256)))[:50]),
        ("name-of-1000", b"n" * 1000 + b"\0\0" + zlib.compress(b"p")), ("bomb", b"name\0\0" + zlib.compress(bytes(30 << 20), 9)),
    ]:
        yield "iccp-" + name, png(more=chunk(b"iCCP", data)), MAY, "", SOUND
    yield "iccp-twice", png(more=chunk(b"iCCP", b"name\0\0" + zlib.compress(b"p")) * 2)
    for kind, data in [(b"zTXt", b"k\0\0" + zlib.compress(bytes(20 << 20), 9)), (b"iTXt", b"k\0\1\0\0\0" + zlib.compress(bytes(20 << 20), 9)), (b"zTXt", b"k\0\7"), (b"iTXt", b"k"), (b"iTXt", b"k\0\1\1"), (b"tEXt", b"\xff" * 99)]:
        yield f"text-{kind.decode()}-{len(data)}", png(more=chunk(kind, data)), MAY, "", SOUND
    for kind in (b"gAMA", b"cHRM", b"pHYs", b"sRGB", b"tIME", b"acTL", b"eXIf", b"bKGD", b"sBIT"):
        yield f"short-{kind.decode()}", png(more=chunk(kind, b"\1")), MAY, "", SOUND
        yield f"empty-{kind.decode()}", png(more=chunk(kind)), MAY, "", SOUND
    control = be32(0) + be32(WIDTH) + be32(HEIGHT) + bytes(8) + be16(1) + be16(1) + bytes(2)
    animated = chunk(b"acTL", be32(2) + be32(0))
    later = chunk(b"fcTL", be32(1) + control[4:]) + chunk(b"fdAT", be32(2) + zlib.compress(rows()))
    yield "animation", png(more=animated + chunk(b"fcTL", control), late=later), MUST
    yield "animation-without-the-first-frame", png(more=animated, late=later)
    yield "animation-of-2-to-32-frames", png(more=chunk(b"acTL", be32(-1) + be32(0)) + chunk(b"fcTL", control), late=later)
    yield "animation-of-a-frame-beyond", png(more=animated + chunk(b"fcTL", be32(0) + be32(9999) * 2 + control[12:]), late=later), MAY, "", SOUND
    yield "animation-data-first", png(more=animated + chunk(b"fdAT", be32(0) + zlib.compress(rows()))), MAY, "", SOUND


def bombs():
    def flat(width, height, depth=8, colour=GREY, interlace=0):
        each = (width * depth * CHANNELS[colour] + 7) // 8 + 1
        return png(ihdr=ihdr(width, height, depth, colour, interlace=interlace), idat=idat(bytes(each * height)))

    yield "bomb-2000x2000-black", flat(2000, 2000), MUST
    yield "bomb-2048x2048-rgb", flat(2048, 2048, 8, RGB), MUST
    yield "bomb-1x4194304", flat(1, 4194304, 1)
    yield "bomb-2500000x1-deep", flat(2_500_000, 1, 16, RGB_ALPHA)
    yield "bomb-1x1000000-interlaced", flat(1, 1_000_000, 8, GREY, 1)
    yield "bomb-9000x9000", flat(9000, 9000, 1), BOMB, LARGE
    yield "bomb-50-mb-behind-a-small-image", png(idat=idat(rows() + bytes(50 << 20)))
    yield "bomb-of-empty-blocks", png(idat=chunk(b"IDAT", b"\x78\x9c" + b"\0\0\0\xff\xff" * 300_000 + zlib.compress(rows())[2:]))
    yield "bomb-200000-empty-idats", png(idat=chunk(b"IDAT") * 200_000 + idat())
    yield "bomb-200000-chunks", png(more=chunk(b"teSt") * 200_000)
    yield "bomb-chunk-of-2-mb", png(more=chunk(b"teSt", bytes(2 << 20)))


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, heads, chunks, palettes, profiles, bombs):
        for name, *rest in group():
            yield f"png/{name}.png", *rest
