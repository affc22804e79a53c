"""Hostile GIFs: name, the file, whether it must be read, what a refusal says."""

from bits import *

WIDTH, HEIGHT = 15, 11
TRAILER = b";"


def screen(width=WIDTH, height=HEIGHT, table=7, background=0, version=b"GIF89a", aspect=0):
    """The head and the logical screen; `table` is the size of the global colour table: 2 to the power of it plus 1."""
    flags = 0x70 if table is None else 0xF0 | table
    return version + le16(width) + le16(height) + bytes([flags, background, aspect])


def colours(count=256):
    return bytes(i * 11 % 256 for i in range(3 * count))


def frame(width=WIDTH, height=HEIGHT, left=0, top=0, table=None, interlaced=False, flags=0):
    flags |= (0 if table is None else 0x80 | table) | (0x40 if interlaced else 0)
    return b"," + le16(left) + le16(top) + le16(width) + le16(height) + bytes([flags])


def control(delay=0, disposal=0, transparent=None, length=4):
    return b"!\xf9" + bytes([length, disposal << 2 | (transparent is not None)]) + le16(delay) + bytes([transparent or 0, 0])


def blocks(data, step=255, end=True):
    return b"".join(bytes([len(data[at : at + step])]) + data[at : at + step] for at in range(0, len(data), step)) + (b"\0" if end else b"")


def samples(width=WIDTH, height=HEIGHT, top=255):
    return picture(width, height, 1, top)


def codes(values=None, bits=8, **options):
    return bytes([bits]) + blocks(lzw(samples(top=(1 << bits) - 1) if values is None else values, bits, **options))


def listed(codes_, bits=8, size=9):
    """LZW data of codes of one size."""
    out = Bits(True)
    for code in codes_:
        out.put(code, size)
    return bytes([bits]) + blocks(out.bytes())


def parts(screen=screen(), colours=colours(), before=b"", frame=frame(), local=b"", codes=codes(), more=b"", end=TRAILER):
    return [screen, colours, before, frame, local, codes, more, end]


def gif(**lies):
    return b"".join(parts(**lies))


def cuts():
    pieces = parts(before=control() + b"!\xfe\5hello\0")
    data = b"".join(pieces)
    for at in sorted({at + more for at in ends(pieces) for more in (0, 1, 4)} | {3, 5, 7, 10, len(data) - 1, len(data) - 2, len(data) - 9, len(data) * 3 // 4}):
        yield f"cut-at-{at}", data[:at], MAY, CUT if at > 13 else ""
    for share in (2, 3, 9):
        packed = lzw(samples(), 8)
        yield f"cut-codes-to-1-{share}th", gif(codes=b"\x08" + blocks(packed[: len(packed) // share])), MAY
    yield "cut-rows", gif(codes=codes(samples()[:-60])), MAY
    yield "cut-one-pixel", gif(codes=codes(samples()[:-1])), MAY


def flipped():
    data = gif(before=control())
    for name, damaged in flips(data, 12, 11, 4, 13):
        yield "flip-screen-" + name, damaged
    for name, damaged in flips(data, 12, 12, 781, 801):
        yield "flip-frame-" + name, damaged
    for name, damaged in flips(data, 15, 13, 801):
        yield "flip-codes-" + name, damaged


def odd_but_fine():
    yield "odd-nothing", gif(), MUST
    yield "odd-87a", gif(screen=screen(version=b"GIF87a")), MUST
    yield "odd-version", gif(screen=screen(version=b"GIF88a"))
    for name, behind in [("zeros", bytes(500)), ("text", b"</html>"), ("another-gif", gif()), ("trailer", TRAILER)]:
        yield "odd-behind-the-end-" + name, gif(end=TRAILER + behind), MUST
    yield "odd-trailer-missing", gif(end=b""), MUST
    for name, before in [("comment", b"!\xfe\5hello\0"), ("empty-comment", b"!\xfe\0"), ("netscape", b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"), ("xmp", b"!\xff\x0bXMP DataXMP" + b"x" * 120 + bytes(range(255, -1, -1)) + b"\0"), ("plain-text", b"!\1\x0c" + bytes(12) + b"\2hi\0"),
                         ("unknown-extension", b"!\x77\3abc\0"), ("control", control(10)), ("two-controls", control(10) + control(20)), ("1000-comments", b"!\xfe\1c\0" * 1000), ("transparent", control(0, 0, 3)), ("control-of-5-bytes", b"!\xf9\5\0\0\0\0\0\0")]:
        yield "odd-" + name, gif(before=before), MAY if name == "control-of-5-bytes" else MUST
    yield "odd-animation", gif(before=control(5, 2), more=control(5, 1) + frame(5, 5, 3, 3) + codes(samples(5, 5))), MUST
    yield "odd-second-frame-damaged", gif(more=frame(5, 5, 3, 3) + b"\x08\x05ab"), MUST
    yield "odd-interlaced", gif(frame=frame(interlaced=True)), MUST
    yield "odd-sorted-local-colours", gif(frame=frame(table=7, flags=0x20), local=bytes(range(256)) * 3), MUST
    yield "odd-local-colours-alone", gif(screen=screen(table=None), colours=b"", frame=frame(table=7), local=colours()), MUST
    yield "odd-blocks-of-one-byte", gif(codes=b"\x08" + blocks(lzw(samples(), 8), 1)), MUST
    yield "odd-end-code-missing", gif(codes=codes(end=False)), MUST
    yield "odd-data-behind-the-end-code", gif(codes=b"\x08" + blocks(lzw(samples(), 8) + b"more" * 9)), MUST
    yield "odd-rows-too-many", gif(codes=codes(samples() + samples()))
    yield "odd-frame-smaller-than-the-screen", gif(frame=frame(10, 9, 2, 3), codes=codes(samples(10, 9))), MUST
    yield "odd-frame-smaller-transparent", gif(before=control(0, 0, 9), frame=frame(10, 9, 2, 3), codes=codes(samples(10, 9)))
    for bits in (2, 3, 4, 5, 6, 7):
        yield f"odd-{bits}-bits", gif(screen=screen(table=bits - 1), colours=colours(1 << bits), codes=codes(bits=bits)), MUST
    yield "odd-2-bits-for-2-colours", gif(screen=screen(table=0), colours=colours(2), codes=codes(samples(top=1), 2)), MUST
    yield "odd-one-pixel", gif(screen=screen(1, 1), frame=frame(1, 1), codes=codes([5])), MUST
    yield "odd-one-transparent-pixel", gif(screen=screen(1, 1), before=control(0, 0, 5), frame=frame(1, 1), codes=codes([5])), MUST
    yield "odd-grey-ramp", gif(colours=bytes(i for i in range(256) for _ in range(3))), MUST
    yield "odd-aspect", gif(screen=screen(aspect=255)), MUST
    yield "odd-bytes-between-the-blocks", gif(before=b"\0\0" + control()), MAY


def sizes():
    for width, height in ((0, HEIGHT), (WIDTH, 0), (0, 0)):
        yield f"size-screen-{width}x{height}", gif(screen=screen(width, height))
        yield f"size-frame-{width}x{height}", gif(frame=frame(width, height))
        yield f"size-both-{width}x{height}", gif(screen=screen(width, height), frame=frame(width, height)), MAY
    for width, height in ((65535, 65535), (46341, 46341), (32768, 32769), (65535, 65), (2049, 2048)):
        yield f"size-screen-{width}x{height}", gif(screen=screen(width, height)), BOMB, LARGE
        yield f"size-frame-{width}x{height}", gif(frame=frame(width, height)), BOMB, LARGE
        yield f"size-both-{width}x{height}", gif(screen=screen(width, height), frame=frame(width, height)), BOMB, LARGE
    yield "size-frame-beyond-the-screen", gif(frame=frame(WIDTH, HEIGHT, 10, 10))
    yield "size-frame-at-65535", gif(frame=frame(WIDTH, HEIGHT, 65535, 65535))
    yield "size-frame-at-65535-of-one-pixel", gif(frame=frame(1, 1, 65535, 65535), codes=codes([5])), BOMB, LARGE
    yield "size-frame-larger-than-the-screen", gif(screen=screen(3, 3))
    for width, height in ((WIDTH + 1, HEIGHT), (WIDTH, HEIGHT + 1), (WIDTH - 1, HEIGHT), (WIDTH, HEIGHT - 1), (WIDTH, 2000), (2000, 2000)):
        yield f"size-lies-{width}x{height}", gif(screen=screen(width, height), frame=frame(width, height))
    yield "size-screen-2000x2000-of-a-small-frame", gif(screen=screen(2000, 2000)), MUST


def palettes():
    yield "colours-missing", gif(screen=screen(table=None), colours=b""), MAY
    yield "colours-missing-for-2-bits", gif(screen=screen(table=None), colours=b"", codes=codes(bits=2))
    for table in range(7):
        yield f"colours-{2 << table}-for-8-bits", gif(screen=screen(table=table), colours=colours(2 << table))
    yield "colours-cut", gif(colours=colours(100)), MAY
    yield "colours-cut-off", screen() + colours(100), MAY, CUT
    yield "colours-local-cut-off", gif(frame=frame(table=7), local=colours(50), codes=b"", end=b"")
    yield "colours-local-of-2", gif(frame=frame(table=0), local=colours(2))
    yield "background-255-of-2", gif(screen=screen(table=0, background=255), colours=colours(2), frame=frame(10, 9), codes=codes(samples(10, 9, 1), 2))
    yield "background-seen", gif(screen=screen(background=200), frame=frame(10, 9, 3, 3), codes=codes(samples(10, 9)))
    yield "transparent-255-of-2", gif(screen=screen(table=0), before=control(0, 0, 255), colours=colours(2), codes=codes(samples(top=1), 2))
    for disposal in range(8):
        yield f"disposal-{disposal}", gif(before=control(0, disposal, 1), frame=frame(10, 9, 3, 3), codes=codes(samples(10, 9)))


def streams():
    packed = lzw(samples(), 8)
    for bits in (0, 1, 2, 7, 9, 11, 12, 13, 255):
        yield f"code-size-{bits}", gif(codes=bytes([bits]) + blocks(packed))
    count = WIDTH * HEIGHT
    yield "codes-none", gif(codes=b"\x08\0"), MAY
    yield "codes-clear-missing", gif(codes=listed([5] * 200))
    yield "codes-clear-twice", gif(codes=listed([256, 256] + samples()[:100]))
    yield "codes-clear-5000-times", gif(codes=listed([256] * 5000 + [1]))
    yield "codes-clear-between-all", gif(codes=listed([code for value in samples() for code in (256, value)])), MUST
    yield "codes-end-first", gif(codes=listed([257]))
    yield "codes-clear-then-end", gif(codes=listed([256, 257]))
    yield "codes-end-in-the-middle", gif(codes=listed([256, 1, 2, 3, 257, 4, 5, 6]))
    yield "codes-next-first", gif(codes=listed([256, 258] + [1] * count))
    yield "codes-next-twice", gif(codes=listed([256, 1, 258, 258, 259]))
    yield "codes-beyond", gif(codes=listed([256, 1, 400, 2]))
    yield "codes-beyond-at-once", gif(codes=listed([256, 511]))
    yield "codes-that-never-grow", gif(codes=listed([256] + [1, 2] * count))
    yield "codes-full-table-without-clear", gif(screen=screen(100, 100), frame=frame(100, 100), codes=full_table())
    yield "codes-of-ones", gif(codes=b"\x08" + blocks(b"\xff" * 400))
    yield "codes-of-zeros", gif(codes=b"\x08" + blocks(bytes(400)))
    yield "blocks-without-an-end", gif(codes=b"\x08" + blocks(packed, end=False), end=b"")
    yield "blocks-that-swallow-the-trailer", gif(codes=b"\x08" + blocks(packed, end=False))
    yield "blocks-empty-in-between", gif(codes=b"\x08" + blocks(packed[:50]) + blocks(packed[50:]))
    yield "blocks-longer-than-the-file", gif(codes=b"\x08\xff" + packed[:80], end=b"")
    draw = random.Random(14)
    for number in range(10):
        yield f"codes-random-{number}", gif(codes=b"\x08" + blocks(draw.randbytes(600)))


def full_table():
    """Codes of 12 bits go on once the table is full, as the format allows."""
    draw = random.Random(15)
    out, size = Bits(True).put(256, 9), 9
    for i in range(10_000):
        out.put(draw.randrange(256), size)
        if i + 259 > 1 << size and size < 12:
            size += 1
    return b"\x08" + blocks(out.bytes())


def structures():
    yield "frame-missing", gif(frame=b"", codes=b""), MAY
    yield "frame-missing-but-control", gif(before=control(), frame=b"", codes=b""), MAY
    yield "trailer-first", gif(before=TRAILER), MAY
    yield "only-comments", screen() + colours() + b"!\xfe\1c\0" * 20 + TRAILER, MAY
    yield "comment-without-an-end", gif(before=b"!\xfe\xffc"), MAY
    yield "extension-cut", screen() + colours() + b"!\xf9", MAY
    yield "control-of-0-bytes", gif(before=b"!\xf9\0")
    yield "control-of-2-bytes", gif(before=b"!\xf9\2\1\0\0")
    yield "control-of-255-bytes", gif(before=b"!\xf9\xff" + bytes(255) + b"\0")
    yield "control-behind-the-frame", gif(more=control(0, 0, 3))
    yield "block-of-an-unknown-kind", gif(before=b"?abc")
    yield "blocks-of-unknown-kinds", gif(before=bytes(range(1, 33)))
    yield "netscape-cut", gif(before=b"!\xff\x0bNETSCAPE2.0\1\1\0")
    yield "netscape-empty", gif(before=b"!\xff\x0bNETSCAPE2.0\0")
    yield "application-of-3-bytes", gif(before=b"!\xff\3abc\0")
    yield "screen-twice", gif(before=screen())
    yield "version-xx", gif(screen=screen(version=b"GIF8xx"))
    yield "version-90a", gif(screen=screen(version=b"GIF90a"))


def bombs():
    def flat(width, height):
        return gif(screen=screen(width, height), frame=frame(width, height), codes=codes([0] * (width * height)))

    yield "bomb-2000x2000-of-runs", flat(2000, 2000), MUST
    yield "bomb-60000x69-of-runs", flat(60_000, 69), MUST
    yield "bomb-1-mb-of-clear-codes", gif(codes=b"\x08" + blocks(b"\0\1\2\4\x08\x10\x20\x40\x80" * 115_000)), MAY
    yield "bomb-codes-of-16-mb-for-a-small-image", gif(codes=codes([0] * (1 << 24)))
    yield "bomb-100000-frames", gif(more=(frame(1, 1) + codes([1])) * 100_000), MUST
    yield "bomb-300000-comments", gif(before=b"!\xfe\1c\0" * 300_000), MAY
    yield "bomb-comment-of-2-mb", gif(before=b"!\xfe" + blocks(b"c" * (2 << 20))), MAY
    yield "bomb-empty-frames", gif(screen=screen(2000, 2000), frame=(frame(2000, 2000) + b"\x08\0") * 1000), MAY


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, palettes, streams, structures, bombs):
        for name, *rest in group():
            yield f"gif/{name}.gif", *rest
