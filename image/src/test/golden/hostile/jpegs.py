"""Hostile JPEGs: name, the file, whether it must be read, what a refusal says, a file of the same pixels."""

from jpeg_forge import *

FRAMES = {"baseline": 0xC0, "extended": 0xC1, "lossless": 0xC3, "hierarchical": 0xC5, "hierarchical-progressive": 0xC6,
          "hierarchical-lossless": 0xC7, "extension": 0xC8, "arithmetic": 0xC9, "arithmetic-progressive": 0xCA,
          "arithmetic-lossless": 0xCB, "arithmetic-hierarchical": 0xCD, "jpeg-ls": 0xF7}


def cuts():
    for kind, options in [("baseline", {}), ("progressive", {"scans": PROGRESSIVE}), ("restarts", {"restart": 2})]:
        pieces = parts(**options)
        data = b"".join(pieces)
        places = set(ends(pieces)) | {at + 1 for at in ends(pieces)} | {at + 3 for at in ends(pieces)}
        for at in sorted(places | {len(data) - 1, len(data) * 3 // 4}):
            yield f"cut-{kind}-at-{at}", data[:at], MAY, CUT if at > 2 else ""
        yield f"cut-{kind}-with-an-end-marker", data[: len(data) * 3 // 4].rstrip(b"\xff") + EOI, MAY, ""
    yield "cut-within-a-jpeg-of-grey", jpeg(GREY)[:-9], MAY, CUT


def flipped():
    baseline, progressive = jpeg(restart=3), jpeg(scans=PROGRESSIVE)
    start = baseline.index(b"\xff\xda")
    for name, data in flips(baseline, 20, 1, 2, start + 14):
        yield "flip-in-the-head-" + name, data
    for name, data in flips(baseline, 25, 2, start + 14):
        yield "flip-in-the-data-" + name, data
    for name, data in flips(progressive, 25, 3, progressive.index(b"\xff\xda")):
        yield "flip-progressive-" + name, data


def odd_but_fine():
    """What scanners, cameras, download tools and editors leave in the files of data sets."""
    whole = jpeg()
    yield "odd-nothing", whole, MUST
    yield "odd-progressive", jpeg(scans=PROGRESSIVE), MUST
    for name, behind in [("zeros", bytes(500)), ("text", b"<html>\n"), ("newline", b"\r\n"), ("another-jpeg", jpeg(GREY)), ("end-marker", EOI), ("0xff", b"\xff" * 9)]:
        yield "odd-behind-the-end-" + name, whole + behind, MUST
    for count in (1, 2, 5000):
        filled = b"".join(b"\xff" * count + part if part[:1] == b"\xff" and i else part for i, part in enumerate(parts()))
        yield f"odd-fill-bytes-{count}", filled, MUST
    for at, name in enumerate(("app0", "dqt", "sof", "dc", "ac", "sos"), 1):
        pieces = parts()
        pieces[at] = b"\0\x12\x34" + pieces[at]
        yield "odd-extraneous-before-" + name, b"".join(pieces), MUST if name != "app0" else MAY
    yield "odd-extraneous-before-eoi", jpeg(eoi=b"\0\0\0" + EOI), MUST
    yield "odd-many-extraneous-before-eoi", jpeg(eoi=bytes(3000) + EOI), MUST
    yield "odd-without-jfif", jpeg(app0=None), MUST
    yield "odd-two-jfif", jpeg(app0=jfif() * 2), MUST
    yield "odd-comment", jpeg(app0=jfif() + segment(0xFE, b"a comment")), MUST
    yield "odd-empty-comment", jpeg(app0=jfif() + segment(0xFE)), MUST
    yield "odd-comment-of-64-kb", jpeg(app0=jfif() + segment(0xFE, b"c" * 65533)), MUST
    yield "odd-unknown-app-segments", jpeg(app0=b"".join(segment(0xE0 + i, b"whatever") for i in range(1, 16) if i not in (1, 2, 14))), MUST
    yield "odd-1000-comments", jpeg(app0=segment(0xFE, b"c") * 1000), MUST
    yield "odd-adobe-ycc", jpeg(app0=adobe(1)), MUST
    yield "odd-adobe-rgb", jpeg(PLAIN, app0=adobe(0)), MUST
    yield "odd-component-ids-rgb", renamed(b"RGB", app0=None), MUST
    yield "odd-component-ids-012", renamed(b"\0\1\2"), MUST
    yield "odd-restarts", jpeg(restart=1), MUST
    yield "odd-restart-interval-unused", jpeg(dqt=dqt() + segment(0xDD, be16(0))), MUST
    yield "odd-tables-in-one-segment", jpeg(dc=None, ac=segment(0xC4, dht(0)[4:] + dht(1)[4:])), MUST
    yield "odd-tables-twice", jpeg(dqt=dqt() * 2, dc=dht(0) * 2), MUST
    yield "odd-16-bit-quantisation", jpeg(dqt=dqt(precision=1, values=be16(6) * 64)), MUST
    yield "odd-extended-frame", jpeg(sof=sof(code=0xC1)), MUST
    yield "odd-grey", jpeg(GREY), MUST
    yield "odd-grey-sampled-2x2", jpeg(GREY, sof=sof(((1, 2, 2, 0),))), MUST
    yield "odd-sampling-2x1", jpeg(((1, 2, 1, 0), (2, 1, 1, 0), (3, 1, 1, 0))), MUST
    yield "odd-sampling-1x2", jpeg(((1, 1, 2, 0), (2, 1, 1, 0), (3, 1, 1, 0))), MUST
    yield "odd-sampling-4x1", jpeg(((1, 4, 1, 0), (2, 1, 1, 0), (3, 1, 1, 0))), MUST
    yield "odd-sampling-all-2x2", jpeg(((1, 2, 2, 0), (2, 2, 2, 0), (3, 2, 2, 0)), (20, 18)), MAY
    yield "odd-sampling-mixed", jpeg(((1, 2, 2, 0), (2, 2, 1, 0), (3, 1, 2, 0))), MAY
    yield "odd-sampling-3x1", jpeg(((1, 3, 1, 0), (2, 1, 1, 0), (3, 1, 1, 0))), MAY
    yield "odd-sampling-3-and-2", jpeg(((1, 3, 1, 0), (2, 2, 1, 0), (3, 1, 1, 0))), MAY
    yield "odd-chroma-larger-than-luma", jpeg(((1, 1, 1, 0), (2, 2, 2, 0), (3, 2, 2, 0)), (20, 18)), MAY
    yield "odd-scan-for-each-component", jpeg(scans=tuple(((c,), 0, 63, 0, 0) for c in range(3)), sof=sof()), MUST
    yield "odd-ink", jpeg(INK), MUST
    yield "odd-adobe-ink", jpeg(INK, app0=adobe(0)), MUST
    yield "odd-adobe-ycck", jpeg(INK, app0=adobe(2)), MUST
    yield "odd-one-pixel", jpeg(size=(1, 1)), MUST
    yield "odd-1-x-300", jpeg(size=(1, 300)), MUST


def adobe(transform):
    return segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform]))


def renamed(names, **lies):
    return jpeg(tuple((name, 1, 1, 0) for name in names), **lies)


def sizes():
    for width, height in ((0, 20), (24, 0), (0, 0)):
        yield f"size-{width}x{height}", jpeg(sof=sof(size=(width, height))), MAY, "a size of|damaged"
    yield "size-by-dnl", jpeg(sof=sof(size=(24, 0)), eoi=segment(0xDC, be16(20)) + EOI), MAY
    yield "size-dnl-that-lies", jpeg(eoi=segment(0xDC, be16(60000)) + EOI), MAY
    for width, height in ((65535, 65535), (65500, 65500), (32768, 32768), (46341, 46341), (65535, 65), (2049, 2048), (0x8000, 0x8001)):
        yield f"size-{width}x{height}", jpeg(sof=sof(size=(width, height))), BOMB, LARGE
        yield f"size-{width}x{height}-progressive", jpeg(scans=PROGRESSIVE, sof=sof(size=(width, height), code=0xC2)), BOMB, LARGE
    for width, height in ((24, 2000), (2000, 2000), (23, 20), (24, 36), (33, 20), (24, 15)):
        yield f"size-{width}x{height}", jpeg(sof=sof(size=(width, height)))
        yield f"size-{width}x{height}-progressive", jpeg(scans=PROGRESSIVE, sof=sof(size=(width, height), code=0xC2))
    yield "size-2000x2000-without-data", jpeg(sof=sof(size=(2000, 2000)), data=b""), MAY
    yield "size-2000x2000-cut", jpeg(sof=sof(size=(2000, 2000)), eoi=None), MAY, CUT


def frames():
    for name, code in FRAMES.items():
        if name != "baseline":
            yield "frame-" + name, jpeg(sof=sof(code=code))
    yield "frame-arithmetic-conditioning", jpeg(sof=sof(code=0xC9), dc=segment(0xCC, b"\0\x10\x10\x05"))
    yield "frame-conditioning-out-of-range", jpeg(sof=sof(code=0xC9), dc=segment(0xCC, b"\0\xff\x7f\x99"))
    yield "frame-progressive-with-baseline-scan", jpeg(sof=sof(code=0xC2))
    yield "frame-baseline-with-progressive-scans", jpeg(scans=PROGRESSIVE, sof=sof())
    yield "frame-dhp", jpeg(dqt=dqt() + segment(0xDE, sof()[4:]))
    for precision in (0, 1, 7, 9, 12, 16, 255):
        for code in (0xC0, 0xC1, 0xC2):
            yield f"frame-{code:x}-of-{precision}-bits", jpeg(sof=sof(code=code, precision=precision)), MAY
    for count in (0, 1, 2, 4, 5, 255):
        yield f"frame-count-{count}", jpeg(sof=sof(count=count))
    for count in (0, 2, 5, 6, 10):
        components = tuple((i + 1, 1, 1, 0) for i in range(count))
        yield f"frame-of-{count}-components", jpeg(sof=sof(components), sos=sos(tuple((i + 1, 0) for i in range(min(count, 4)))))
    yield "frame-of-255-components", jpeg(sof=sof(tuple((i, 1, 1, 0) for i in range(255))))
    for factor in (0x00, 0x01, 0x10, 0x51, 0x15, 0x44, 0xFF):
        yield f"sampling-{factor:02x}", jpeg(sof=sof(((1, factor >> 4, factor & 15, 0), (2, 1, 1, 0), (3, 1, 1, 0))))
        yield f"sampling-of-chroma-{factor:02x}", jpeg(sof=sof(((1, 2, 2, 0), (2, factor >> 4, factor & 15, 0), (3, 1, 1, 0))))
    for table in (1, 3, 4, 255):
        yield f"frame-quantisation-table-{table}", jpeg(sof=sof(((1, 2, 2, table), (2, 1, 1, 0), (3, 1, 1, 0))))
    yield "frame-two-components-of-one-id", jpeg(sof=sof(((1, 2, 2, 0), (1, 1, 1, 0), (1, 1, 1, 0))))
    for length in (0, 1, 2, 7, 8, 16, 18, 65535):
        yield f"frame-length-{length}", jpeg(sof=sof(length=length))
    yield "frame-twice", jpeg(sof=sof() * 2)
    yield "frame-twice-of-other-sizes", jpeg(sof=sof() + sof(size=(65535, 65535)))
    yield "frame-again-behind-the-scan", jpeg(eoi=sof(size=(65535, 65535)) + EOI)
    yield "frame-again-of-another-kind", jpeg(sof=sof() + sof(code=0xC2))
    yield "frame-missing", jpeg(sof=None), MAY
    yield "frame-behind-the-scan", jpeg(sof=None, eoi=sof() + EOI), MAY


def tables():
    for name, code in (("dqt", 0xDB), ("dc", 0xC4), ("ac", 0xC4)):
        yield f"tables-{name}-missing", jpeg(**{name: None})
        yield f"tables-{name}-empty", jpeg(**{name: segment(code)})
        for length in (0, 1, 2, 3, 19, 30, 65535):
            whole = {"dqt": dqt, "dc": dht, "ac": lambda length: dht(1, length=length)}[name](length=length)
            yield f"tables-{name}-length-{length}", jpeg(**{name: whole})
    yield "tables-dht-both-missing", jpeg(dc=None, ac=None), MAY  # as in the frames of Motion-JPEG
    for number in (1, 3, 4, 5, 15):
        yield f"tables-dqt-number-{number}", jpeg(dqt=dqt(number))
        yield f"tables-dht-number-{number}", jpeg(dc=dht(0, number))
        yield f"tables-dht-of-an-ac-table-number-{number}", jpeg(ac=dht(1, number))
    for kind in (2, 15):
        yield f"tables-dht-kind-{kind}", jpeg(dc=dht(kind))
    for precision in (1, 2, 15):
        yield f"tables-dqt-precision-{precision}", jpeg(dqt=dqt(precision=precision))
    yield "tables-dqt-of-zeros", jpeg(dqt=dqt(values=bytes(64)))
    yield "tables-dqt-of-255", jpeg(dqt=dqt(values=b"\xff" * 64))
    yield "tables-dqt-of-65535", jpeg(dqt=dqt(values=b"\xff" * 128, precision=1))
    for name, counts, symbols in [
        ("of-no-codes", [0] * 16, b""), ("of-256-codes-of-one-bit", [255] + [0] * 15, bytes(255)), ("of-too-many-codes", [255] * 16, bytes(255 * 16)),
        ("of-three-codes-of-one-bit", [3] + [0] * 15, bytes(3)), ("of-two-codes-of-one-bit", [2] + [0] * 15, bytes(2)), ("of-all-ones", [1] * 15 + [2], bytes(17)),
        ("over-subscribed", [1, 3] + [0] * 14, bytes(4)), ("with-257-symbols", [0] * 8 + [255, 2] + [0] * 6, bytes(257)), ("with-fewer-symbols", [0, 0, 0, 12] + [0] * 12, bytes(3)),
        ("of-one-code-of-16-bits", [0] * 15 + [1], b"\5"),
    ]:
        yield f"tables-dht-{name}", jpeg(dc=dht(0, 0, counts, symbols))
        yield f"tables-dht-of-ac-{name}", jpeg(ac=dht(1, 0, counts, symbols))
    yield "tables-dht-of-dc-sizes-up-to-255", jpeg(dc=dht(0, 0, None, [255, 200, 17, 16] + list(range(4, 12))))
    yield "tables-dht-of-dc-sizes-up-to-15", jpeg(dc=dht(0, 0, None, [15, 14, 13, 12] + list(range(4, 12))))
    yield "tables-dht-of-one-symbol-255", jpeg(ac=dht(1, 0, None, [255] * 162))
    yield "tables-dht-of-blocks-that-never-end", jpeg(ac=dht(1, 0, None, [0xF0] * 162))


def scans():
    grey = parts(GREY)
    yield "scan-missing", jpeg(sos=None, data=None), MAY
    yield "scan-without-data", jpeg(data=b"")
    for count in (0, 1, 2, 4, 5, 255):
        yield f"scan-count-{count}", jpeg(sos=sos(count=count))
    for length in (0, 1, 2, 5, 6, 11, 13, 65535):
        yield f"scan-length-{length}", jpeg(sos=sos(length=length))
    for name, components in [("of-an-unknown-component", ((1, 0), (2, 0), (9, 0))), ("of-one-component-twice", ((1, 0), (2, 0), (2, 0))), ("of-components-in-disorder", ((3, 0), (2, 0), (1, 0))),
                             ("of-two-of-three", ((1, 0), (2, 0))), ("of-one-of-three", ((1, 0),)), ("with-table-1", ((1, 0x11), (2, 0), (3, 0))), ("with-table-4", ((1, 0x44), (2, 0), (3, 0))), ("with-table-15", ((1, 0), (2, 0xFF), (3, 0)))]:
        yield f"scan-{name}", jpeg(sos=sos(components))
    for start, end, high, low in ((0, 0, 0, 0), (1, 63, 0, 0), (0, 64, 0, 0), (0, 255, 0, 0), (63, 0, 0, 0), (5, 2, 0, 0), (0, 63, 1, 0), (0, 63, 0, 1), (0, 63, 15, 15), (255, 255, 15, 15)):
        yield f"scan-spectral-{start}-{end}-{high}-{low}", jpeg(sos=sos(((1, 0), (2, 0), (3, 0)), start, end, high, low))
        yield f"scan-spectral-progressive-{start}-{end}-{high}-{low}", b"".join(parts(GREY, scans=((None, 0, 0, 0, 0),))[:-1]) + sos(((1, 0),), start, end, high, low) + grey[-2] + EOI
    for name, order in [("ac-first", (1, 0)), ("refined-first", (5, 0, 1)), ("refined-twice", (0, 1, 5, 5)), ("of-dc-alone", (0,)), ("without-chroma", (0, 1)), ("dc-three-times", (0, 0, 0)), ("refined-too-far", (0, 6, 6, 6))]:
        yield f"scans-{name}", jpeg(scans=tuple(PROGRESSIVE[i] for i in order), sof=sof(code=0xC2))
    yield "scans-one-of-three-components", jpeg(scans=((((0,), 0, 63, 0, 0)),), sof=sof())
    yield "scans-one-component-three-times", jpeg(scans=(((0,), 0, 63, 0, 0),) * 3, sof=sof())
    yield "scans-two-of-all", jpeg(scans=((None, 0, 63, 0, 0),) * 2, sof=sof())
    yield "scan-of-luma-2x2-with-13-blocks", jpeg(((1, 4, 3, 0), (2, 1, 1, 0), (3, 1, 1, 0)))


def restarts():
    for name, interval in (("1", 1), ("2", 2), ("65535", 65535), ("0", 0)):
        yield f"restart-interval-lies-{name}", jpeg(restart=3, dri=segment(0xDD, be16(interval)))
    yield "restart-interval-missing", jpeg(restart=2, dri=None)
    yield "restart-interval-without-markers", jpeg(dqt=dqt() + segment(0xDD, be16(1)))
    for body in (b"", b"\0", b"\0\1\0"):
        yield f"restart-interval-of-{len(body)}-bytes", jpeg(restart=2, dri=segment(0xDD, body))
    pieces = coded(COLOUR, (24, 20), BASELINE[0], 1)
    yield "restart-markers-from-3-on", jpeg(restart=1, data=joined(pieces, 3))
    yield "restart-markers-swapped", jpeg(restart=1, data=joined([pieces[0], pieces[2], pieces[1], pieces[3]]))
    yield "restart-marker-missing", jpeg(restart=1, data=joined(pieces[:2]) + pieces[2] + b"\xff\xd2" + pieces[3])
    yield "restart-marker-twice", jpeg(restart=1, data=joined(pieces).replace(b"\xff\xd0", b"\xff\xd0\xff\xd0"))
    yield "restart-marker-behind-the-data", jpeg(restart=1, data=joined(pieces) + b"\xff\xd3")
    yield "restart-marker-before-the-data", jpeg(restart=1, data=b"\xff\xd7" + joined(pieces))
    yield "restart-markers-instead-of-data", jpeg(restart=1, data=b"\xff\xd0\xff\xd1\xff\xd2")
    yield "restart-markers-alone-5000", jpeg(data=bytes(b for i in range(5000) for b in (0xFF, 0xD0 + i % 8)))
    yield "restart-fill-bytes", jpeg(restart=1, data=joined(pieces).replace(b"\xff\xd1", b"\xff\xff\xff\xd1"))
    whole = jpeg()
    for code in (0x01, 0xD0, 0xD7):
        yield f"stray-marker-{code:02x}-behind-soi", put(whole, 2, b"")[:2] + bytes([0xFF, code]) + whole[2:]
        yield f"stray-marker-{code:02x}-with-another-image", two_images(whole, code), MAY
        yield f"stray-marker-{code:02x}-before-sos", jpeg(sos=bytes([0xFF, code]) + sos())
    yield "stray-soi", jpeg(sof=SOI + sof())
    yield "stray-soi-first", SOI + whole
    yield "stray-marker-00", jpeg(sof=b"\xff\0" + sof())
    for code in (0x02, 0xBF, 0xF0, 0xFD, 0xDF):
        yield f"stray-marker-{code:02x}-as-a-segment", jpeg(sof=segment(code, b"abc") + sof())
    data = parts()[-2]
    yield "stray-dht-in-the-data", jpeg(data=data[:100] + dht() + data[100:])
    yield "stray-com-in-the-data", jpeg(data=data[:100] + segment(0xFE, b"hello") + data[100:])
    yield "stray-eoi-in-the-data", jpeg(data=data[:100] + EOI + data[100:])
    yield "stray-eoi-first", SOI + EOI + whole[2:]
    yield "data-too-long", jpeg(data=data + data)
    yield "data-too-long-by-one", jpeg(data=data + b"\x55")
    yield "data-of-zeros", jpeg(data=bytes(len(data)))
    yield "data-of-stuffed-ones", jpeg(data=b"\xff\0" * len(data))
    yield "data-ends-in-0xff", jpeg(data=data + b"\xff\0")


def two_images(large, code):
    """Who knows that the marker has no length sees the large image; who skips a segment finds a small one."""
    length = be16(int.from_bytes(large[2:4], "big"))
    skipped = SOI + bytes([0xFF, code]) + large[2:]
    return skipped + bytes(max(0, 4 + int.from_bytes(length, "big") - len(skipped))) + jpeg(GREY, (1, 1))[2:]


def profiles():
    def icc(number, count, body=b"profile" * 9):
        return segment(0xE2, b"ICC_PROFILE\0" + bytes([number, count]) + body)

    for name, profile in [("cut", segment(0xE2, b"ICC_PROFILE\0")), ("of-nothing", icc(1, 1, b"")), ("number-0", icc(0, 1)), ("count-0", icc(1, 0)), ("missing-parts", icc(1, 3)),
                          ("in-disorder", icc(2, 2) + icc(1, 2)), ("twice", icc(1, 1) * 2), ("number-beyond", icc(9, 2)), ("255-parts", b"".join(icc(i, 255) for i in range(1, 256)))]:
        yield "icc-" + name, jpeg(app0=jfif() + profile), *((MAY, "", jpeg()) if name == "cut" else (MUST,))
    for name, body in [("empty", b""), ("of-zeros", bytes(100)), ("with-another-signature", b"MPF\0" + b"II*\0\xff\xff\xff\xff"), ("flashpix", b"FPXR\0\0\1\0\0")]:
        yield f"app2-{name}", jpeg(app0=jfif() + segment(0xE2, body)), MAY

    def exif(tiff):
        return jpeg(app0=segment(0xE1, b"Exif\0\0" + tiff))

    entry = le16(0x112) + le16(3) + le32(1) + le16(6) + le16(0)
    ifd = b"II*\0" + le32(8) + le16(1) + entry
    small = jpeg(GREY, (8, 8))
    thumbnail = b"".join(le16(tag) + le16(4) + le32(1) + le32(value) for tag, value in ((0x201, 44), (0x202, len(small))))
    for name, tiff in [
        ("empty", b""), ("cut", ifd[:11]), ("byte-order-xx", b"XX*\0" + ifd[4:]), ("magic-43", b"II+\0" + ifd[4:]), ("offset-huge", b"II*\0" + le32(-1)), ("offset-into-itself", b"II*\0" + le32(0)),
        ("loop", ifd + le32(8)), ("65535-entries", b"II*\0" + le32(8) + le16(65535) + entry), ("count-huge", ifd[:14] + le32(-1) + ifd[18:] + le32(0)), ("type-0", ifd[:12] + le16(0) + ifd[14:] + le32(0)),
        ("type-99", ifd[:12] + le16(99) + ifd[14:] + le32(0)), ("orientation", ifd + le32(0)), ("orientation-99", ifd[:18] + le32(99) + le32(0)), ("resolution-over-zero", b"II*\0" + le32(8) + le16(1) + le16(0x11A) + le16(5) + le32(1) + le32(26) + le32(0) + le32(72) + le32(0)),
        ("thumbnail", b"II*\0" + le32(8) + le16(0) + le32(14) + le16(2) + thumbnail + le32(0) + small), ("thumbnail-beyond", ifd + le32(26) + le16(2) + thumbnail.replace(le32(44), le32(-9)) + le32(0)),
    ]:
        yield "exif-" + name, exif(tiff), MUST
    yield "jfif-cut", jpeg(app0=segment(0xE0, b"JFIF\0")), MAY, "", jpeg()
    yield "jfif-thumbnail", jpeg(app0=jfif(bytes(12), (2, 2))), MUST
    yield "jfif-thumbnail-missing", jpeg(app0=jfif(b"", (255, 255))), MUST
    yield "jfxx-thumbnail-jpeg", jpeg(app0=jfif() + segment(0xE0, b"JFXX\0\x10" + small)), MUST
    yield "adobe-cut", jpeg(app0=segment(0xEE, b"Adobe\0\x64"))
    for transform in (1, 2, 3, 255):
        yield f"adobe-transform-{transform}-of-grey", jpeg(GREY, app0=adobe(transform))
    yield "adobe-transform-255", jpeg(PLAIN, app0=adobe(255))
    yield "adobe-transform-2-of-rgb", jpeg(PLAIN, app0=adobe(2))
    yield "adobe-transform-1-of-ink", jpeg(INK, app0=adobe(1))
    yield "photoshop-resources-cut", jpeg(app0=segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\xff\xff\xff\xff"))
    yield "xmp", jpeg(app0=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta")), MUST


def bombs():
    dc, ac = ((None, 0, 0, 0, 0),), ((0,), 1, 63, 0, 0)
    size = (24, 20)
    scan = sos(((1, 0),), 1, 63) + coded(COLOUR, size, ac)[0]
    for count in (30, 900, 1100, 5000):
        yield f"bomb-{count}-scans", b"".join(parts(scans=dc)[:-1]) + scan * count + EOI
    empty = sos(((1, 0),), 1, 63) + b"\0"
    huge = b"".join(parts(GREY, (2000, 2000), scans=(), sof=sof(GREY, (2000, 2000), 0xC2))[:-1])
    for count in (1, 20, 300, 5000):
        yield f"bomb-{count}-empty-scans-of-2000x2000", huge + empty * count + EOI
    runs = dht(1, 0, None, [0xE0] * 162)  # the end of 16384 to 32767 blocks at once
    yield "bomb-2000x2000-of-runs", huge + runs + (sos(((1, 0),), 1, 63) + b"\0\0\0\0" * 4) * 300 + EOI
    flat = dht(0, 0, None, [0] * 12) + dht(1, 0, None, [0] * 162)
    yield "bomb-2000x2000-flat", b"".join(parts(GREY, (2000, 2000), ((None, 0, 63, 0, 0),), sof=sof(GREY, (2000, 2000)), dc=flat, ac=None, data=bytes(250 * 250 * 12 // 8 + 1))), MUST
    yield "bomb-tables-1000-times", jpeg(dc=dht() * 1000)
    yield "bomb-60000-restarts", jpeg(GREY, (2000, 2000), data=bytes(100) + b"\xff\xd0" * 60_000)
    yield "bomb-1-mb-of-fill-bytes", SOI + b"\xff" * (1 << 20) + jpeg()[3:]
    yield "bomb-segments-of-64-kb", jpeg(app0=segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(65519)) * 30)


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, frames, tables, scans, restarts, profiles, bombs):
        for name, *rest in group():
            yield f"jpeg/{name}.jpg", *rest
