"""Hostile WebPs: name, the file, whether it must be read, what a refusal says."""

from webp_forge import *

VP8L, VP8 = lossless(), key_frame()


def still(data=VP8L, **lies):
    return riff(chunk(b"VP8L", data), **lies)


def lossy(**lies):
    return riff(chunk(b"VP8 ", key_frame(**lies)))


def transform(kind, size=0, symbols=(0, 0, 0, 255, 0)):
    """A transform whose own image is of one colour."""

    def write(bits):
        bits.put(1, 1).put(kind, 2)
        if kind in (0, 1):
            bits.put(size, 3)
        if kind == 3:
            bits.put(size, 8)
        if kind != 2:
            bits.put(0, 1)
            for symbol in symbols:
                simple(bits, symbol)

    return write


def several(*writers):
    return lambda bits: [writer(bits) for writer in writers]


def cuts():
    for kind, data in [("lossless", still()), ("lossy", lossy()), ("extended", riff(extended(), chunk(b"VP8L", VP8L)))]:
        for at in (1, 4, 8, 11, 12, 15, 16, 20, 21, 25, 26, 30, 40, len(data) // 2, len(data) - 20, len(data) - 1):
            yield f"cut-{kind}-at-{at}", data[:at], MAY, CUT if at >= 16 else ""
    for name, kind, data in [("lossless", b"VP8L", VP8L), ("lossy", b"VP8 ", VP8)]:
        for at in (0, 1, 5, 6, 10, 12, 30, len(data) // 2, len(data) - 60):
            yield f"cut-inside-{name}-at-{at}", riff(chunk(kind, data[:at])), MAY


def flipped():
    for name, damaged in flips(still(), 12, 51, 8, 25):
        yield "flip-head-" + name, damaged
    for name, damaged in flips(VP8L, 15, 52, 5, 200):
        yield "flip-codes-" + name, still(damaged)
    for name, damaged in flips(VP8L, 8, 53, 200):
        yield "flip-pixels-" + name, still(damaged)
    for name, damaged in flips(VP8, 20, 54, 0, 30):
        yield "flip-lossy-head-" + name, riff(chunk(b"VP8 ", damaged))
    for name, damaged in flips(VP8, 8, 55, 30):
        yield "flip-lossy-data-" + name, riff(chunk(b"VP8 ", damaged))


def odd_but_fine():
    yield "odd-lossless", still(), MUST
    yield "odd-lossy", lossy(), MUST
    yield "odd-lossless-alpha", still(lossless(alpha=1)), MUST
    yield "odd-extended-lossless", riff(extended(), chunk(b"VP8L", VP8L)), MUST
    yield "odd-extended-lossy", riff(extended(), chunk(b"VP8 ", VP8)), MUST
    yield "odd-exif-and-xmp", riff(extended(0x0C), chunk(b"VP8 ", VP8), chunk(b"EXIF", b"II*\0\x08\0\0\0\0\0"), chunk(b"XMP ", b"<x/>")), MUST
    yield "odd-profile", riff(extended(0x20), chunk(b"ICCP", b"profile" * 5), chunk(b"VP8L", VP8L)), MUST
    yield "odd-unknown-chunk-behind", riff(extended(), chunk(b"VP8L", VP8L), chunk(b"JUNK", b"abc")), MUST
    yield "odd-unknown-chunk-before", riff(extended(), chunk(b"JUNK", b"abc"), chunk(b"VP8L", VP8L))
    for name, behind in [("zeros", bytes(50)), ("text", b"</html>"), ("another", still())]:
        yield f"odd-behind-the-end-{name}", still() + behind, MUST
    yield "odd-alpha", riff(extended(0x10), chunk(b"ALPH", b"\0" + bytes(WIDTH * HEIGHT)), chunk(b"VP8 ", VP8)), MUST
    yield "odd-alpha-without-a-flag", riff(extended(), chunk(b"ALPH", b"\0" + bytes(WIDTH * HEIGHT)), chunk(b"VP8 ", VP8))
    for cache in (1, 4, 8, 11):
        yield f"odd-cache-of-{cache}-bits", still(lossless(cache=cache))
    for kind, size in ((0, 0), (0, 7), (1, 2), (2, 0)):
        yield f"odd-transform-{kind}-{size}", still(lossless(transforms=transform(kind, size))), MUST
    for mode in range(14):
        yield f"odd-predictor-{mode}", still(lossless(transforms=transform(0, 1, (mode, 0, 0, 255, 0)))), MUST
    yield "odd-three-transforms", still(lossless(transforms=several(transform(2), transform(0, 2, (11, 0, 0, 255, 0)), transform(1, 2, (3, 9, 200, 255, 0))))), MUST
    for colours in (2, 4, 16, 17, 256):
        yield f"odd-palette-of-{colours}", still(lossless(transforms=transform(3, colours - 1)))
    yield "odd-one-pixel", still(lossless(1, 1)), MUST
    yield "odd-partitions-8", lossy(partitions=3)
    yield "odd-lossy-version-1", lossy(flags=2)
    yield "odd-lossy-version-3", lossy(flags=6)
    frame = bytes(6) + (WIDTH - 1).to_bytes(3, "little") + (HEIGHT - 1).to_bytes(3, "little") + bytes(4)
    anim = chunk(b"ANIM", bytes(6))
    yield "odd-animation", riff(extended(2), anim, *[chunk(b"ANMF", frame + chunk(b"VP8L", VP8L))] * 2), MUST
    yield "odd-animation-of-lossy", riff(extended(2), anim, chunk(b"ANMF", frame + chunk(b"VP8 ", VP8))), MUST
    yield "animation-of-no-frames", riff(extended(2), anim)
    yield "animation-without-anim", riff(extended(2), chunk(b"ANMF", frame + chunk(b"VP8L", VP8L)))
    yield "animation-of-a-frame-beyond", riff(extended(2), anim, chunk(b"ANMF", b"\xff" * 6 + frame[6:] + chunk(b"VP8L", VP8L)))
    yield "animation-of-a-frame-that-lies", riff(extended(2), anim, chunk(b"ANMF", frame[:6] + b"\1\0\0\1\0\0" + frame[12:] + chunk(b"VP8L", VP8L)))
    yield "animation-of-an-empty-frame", riff(extended(2), anim, chunk(b"ANMF", frame))
    yield "animation-cut", riff(extended(2), anim, chunk(b"ANMF", frame + chunk(b"VP8L", VP8L)[:60]))
    yield "animation-of-a-small-frame", riff(extended(2, 40, 40), anim, chunk(b"ANMF", frame + chunk(b"VP8L", VP8L)))


def sizes():
    for width, height in ((16384, 16384), (16384, 257), (2049, 2048), (46, 16383)):
        demand = BOMB if width * height > 1 << 22 else MAY
        cause = LARGE if demand == BOMB else ""
        yield f"size-lossless-{width}x{height}", still(lossless(width, height, drawn=9)), demand, cause
        yield f"size-flat-{width}x{height}", still(flat(width, height)), demand, cause
        yield f"size-lossy-{width}x{height}", lossy(width=width & 0x3FFF, height=height & 0x3FFF), demand if width < 16384 else MAY, cause if width < 16384 else ""
    for width, height in ((0, HEIGHT), (WIDTH, 0), (0, 0)):
        yield f"size-lossy-{width}x{height}", lossy(width=width, height=height), MAY
    for scale in (1, 2, 3):
        yield f"size-lossy-scaled-{scale}", lossy(width=WIDTH | scale << 14, height=HEIGHT | scale << 14)
    for width, height in ((1 << 24, 1 << 24), (1 << 24, 255), (1, 1 << 24), (65536, 65536), (65535, 65537), (2049, 2048)):
        yield f"size-canvas-{width}x{height}", riff(extended(0, width, height), chunk(b"VP8L", VP8L))
        yield f"size-canvas-of-an-animation-{width}x{height}", riff(extended(2, width, height), chunk(b"ANIM", bytes(6)), chunk(b"ANMF", bytes(6) + le32(WIDTH - 1)[:3] + le32(HEIGHT - 1)[:3] + bytes(4) + chunk(b"VP8L", VP8L))), BOMB, ""
    for width, height in ((WIDTH + 1, HEIGHT), (WIDTH, HEIGHT + 1), (WIDTH - 1, HEIGHT), (WIDTH, 2000), (2000, 2000)):
        yield f"size-lossless-lies-{width}x{height}", still(lossless(width, height, drawn=WIDTH * HEIGHT))
        yield f"size-lossy-lies-{width}x{height}", lossy(width=width, height=height)
        yield f"size-canvas-lies-{width}x{height}", riff(extended(0, width, height), chunk(b"VP8L", VP8L))


def containers():
    for size in (0, 1, 4, 12, 100_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF7, 0xFFFFFFFF):
        yield f"riff-size-{size:x}", still(size=size)
        yield f"chunk-size-{size:x}", riff(chunk(b"VP8L", VP8L, size))
        yield f"chunk-size-of-vp8-{size:x}", riff(chunk(b"VP8 ", VP8, size))
    for name, magic, form in [("rifx", b"RIFX", b"WEBP"), ("wave", b"RIFF", b"WAVE"), ("small", b"riff", b"WEBP"), ("webq", b"RIFF", b"WEBQ")]:
        yield "riff-" + name, still(magic=magic, form=form)
    yield "chunks-none", riff(), MAY
    yield "chunks-of-another-kind", riff(chunk(b"VP9 ", VP8)), MAY
    yield "chunks-twice", riff(chunk(b"VP8L", VP8L), chunk(b"VP8L", lossless(3, 3)))
    yield "chunks-of-both", riff(chunk(b"VP8 ", VP8), chunk(b"VP8L", VP8L))
    yield "chunks-swapped-names", riff(chunk(b"VP8 ", VP8L)), MAY
    yield "chunks-swapped-names-lossless", riff(chunk(b"VP8L", VP8)), MAY
    yield "chunk-empty", riff(chunk(b"VP8L", b"")), MAY
    yield "chunk-without-padding", riff(chunk(b"VP8L", VP8L + b"\0")[:-1])
    yield "extended-alone", riff(extended()), MAY
    yield "extended-twice", riff(extended(), extended(), chunk(b"VP8L", VP8L))
    yield "extended-behind", riff(chunk(b"VP8L", VP8L), extended())
    yield "extended-cut", riff(chunk(b"VP8X", bytes(4)), chunk(b"VP8L", VP8L)), MAY
    yield "extended-long", riff(chunk(b"VP8X", extended()[8:18] + bytes(6)), chunk(b"VP8L", VP8L))
    yield "extended-all-flags", riff(extended(0xFF), chunk(b"VP8L", VP8L))
    for name, data in [("empty", b""), ("short", b"\0" + bytes(9)), ("lossless-random", b"\1" + bytes(range(99))), ("method-2", b"\2" + bytes(WIDTH * HEIGHT)), ("method-3", b"\3" + bytes(WIDTH * HEIGHT)), ("filter-3", b"\x0c" + bytes(range(133)) * 2), ("reserved", b"\xc0" + bytes(WIDTH * HEIGHT)), ("long", b"\0" + bytes(5000))]:
        yield "alpha-" + name, riff(extended(0x10), chunk(b"ALPH", data), chunk(b"VP8 ", VP8))
    yield "alpha-of-lossless", riff(extended(0x10), chunk(b"ALPH", b"\0" + bytes(WIDTH * HEIGHT)), chunk(b"VP8L", VP8L))
    yield "alpha-behind", riff(extended(0x10), chunk(b"VP8 ", VP8), chunk(b"ALPH", b"\0" + bytes(WIDTH * HEIGHT)))
    yield "alpha-twice", riff(extended(0x10), *[chunk(b"ALPH", b"\0" + bytes(WIDTH * HEIGHT))] * 2, chunk(b"VP8 ", VP8))
    yield "profile-empty", riff(extended(0x20), chunk(b"ICCP", b""), chunk(b"VP8L", VP8L))
    yield "profile-missing", riff(extended(0x20), chunk(b"VP8L", VP8L))
    yield "exif-broken", riff(extended(8), chunk(b"VP8L", VP8L), chunk(b"EXIF", b"nothing of that kind"))


def coded(*writers, size=(WIDTH, HEIGHT)):
    bits = head(*size)
    for writer in writers:
        writer(bits)
    return still(bits.bytes() + bytes(20))


def lossless_lies():
    yield "lossless-signature", still(lossless(signature=0x2E)), MAY
    for version in (1, 7):
        yield f"lossless-version-{version}", still(lossless(version=version)), MAY
    yield "lossless-transform-twice", still(lossless(transforms=several(transform(2), transform(2)))), MAY
    yield "lossless-four-transforms", still(lossless(transforms=several(*(transform(kind, 3) for kind in (0, 1, 2, 3)))))
    yield "lossless-predictors-14-and-15", still(lossless(transforms=transform(0, 0, (15, 0, 0, 255, 0))))
    yield "lossless-predictor-255", still(lossless(transforms=transform(0, 0, (255, 0, 0, 255, 0))))
    for cache in (0, 12, 15):
        yield f"lossless-cache-of-{cache}-bits", still(lossless(cache=cache)), MAY
    yield "lossless-nested-transforms-for-ever", coded(lambda bits: [bits.put(1, 1).put(3, 2).put(255, 8) for _ in range(50)]), MAY
    start = lambda bits: bits.put(0, 3)
    for name, counts in [("none", [0] * 280), ("over-subscribed", [1] * 280), ("incomplete", [9] * 256 + [0] * 24), ("of-one-symbol", [1] + [0] * 279), ("of-15-bits", [15] * 280)]:
        yield "lossless-code-" + name, coded(start, lambda bits, counts=counts: lengths(bits, counts), lambda bits: [simple(bits, 0) for _ in range(4)])
    yield "lossless-code-of-one-symbol-beyond", coded(start, lambda bits: [simple(bits, 200) for _ in range(5)]), MAY
    yield "lossless-code-lengths-all-zero", coded(start, lambda bits: bits.put(0, 1).put(15, 4).put(0, 57)), MAY
    yield "lossless-code-repeat-too-often", coded(start, lambda bits: repeats(bits, 18, 7)), MAY
    yield "lossless-code-repeats-nothing", coded(start, lambda bits: repeats(bits, 16, 2))
    meta = lambda bits: bits.put(0, 1).put(0, 1).put(1, 1).put(0, 3).put(0, 1)
    yield "lossless-meta-codes-of-65535", coded(meta, lambda bits: [simple(bits, symbol) for symbol in (255, 255, 0, 255, 0)]), MAY
    yield "lossless-meta-code-9", coded(meta, lambda bits: [simple(bits, symbol) for symbol in (9, 0, 0, 255, 0)]), MAY
    yield "lossless-meta-code-0", coded(meta, lambda bits: [simple(bits, symbol) for symbol in (0, 0, 0, 255, 0)] + [simple(bits, 0) for _ in range(5)])
    back = lambda distance: lambda bits: (lengths(bits, [0] * 5 + [1] + [0] * 250 + [0] * 14 + [1] + [0] * 9), simple(bits, 0), simple(bits, 0), simple(bits, 255), simple(bits, distance))
    yield "lossless-copy-from-before-the-image", coded(start, back(30), lambda bits: bits.put(0x3FFF, 14))
    yield "lossless-copy-at-once", coded(start, back(1), lambda bits: bits.put(1, 1))
    yield "lossless-copy-beyond-the-image", coded(start, back(0), lambda bits: bits.put(0xFFFFFF << 1, 25))
    draw = random.Random(56)
    for number in range(10):
        yield f"lossless-random-{number}", still(head().bytes()[:4] + b"\0" + draw.randbytes(300))


def repeats(bits, symbol, width):
    """Code lengths that are all a repetition of what is not there."""
    bits.put(0, 1).put(15, 4)
    for kind in ORDER:
        bits.put(1 if kind in (symbol, 0) else 0, 3)
    bits.put(0, 1)
    for _ in range(60):
        bits.put(1, 1).put((1 << width) - 1, width)


def lossy_lies():
    yield "lossy-start-code", lossy(start=b"\x9d\x01\x2b"), MAY
    yield "lossy-inter-frame", lossy(flags=1), MAY
    for version in (4, 5, 7):
        yield f"lossy-version-{version}", lossy(flags=version << 1)
    yield "lossy-not-shown", lossy(flags=16)
    for size in (0, 1, 5, 100, 5000, (1 << 19) - 1):
        yield f"lossy-first-partition-of-{size}", lossy(first_size=size)
    for partitions in (1, 2, 3):
        yield f"lossy-{1 << partitions}-partitions-without-data", lossy(partitions=partitions, data=0)
        yield f"lossy-{1 << partitions}-partitions-cut", lossy(partitions=partitions, data=11)
    yield "lossy-without-data", lossy(data=0)
    yield "lossy-of-10-bytes-of-data", lossy(data=10)
    yield "lossy-first-partition-short", lossy(partition=8)
    yield "lossy-segments", lossy(fields=[(0, 1), (0, 1), (1, 1), (3, 2), (0, 1)])
    for seed in range(8):
        yield f"lossy-random-{seed}", lossy(fields=[(seed & 1, 1)], seed=60 + seed)


def bombs():
    yield "bomb-2000x2000-of-no-bits", still(flat(2000, 2000)), MUST
    yield "bomb-16000x262-of-no-bits", still(flat(16000, 262)), MUST
    yield "bomb-2000x2000-with-a-cache", still(flat(2000, 2000, 11))
    yield "bomb-2000x2000-lossy", lossy(width=2000, height=2000, partition=20_000, data=20_000)
    yield "bomb-2000x2000-lossy-of-zeros", riff(chunk(b"VP8 ", key_frame(width=2000, height=2000, partition=0, data=0, first_size=40_000) + bytes(90_000)))
    predicted = head(2000, 2000)
    several(transform(0, 0, (13, 0, 0, 255, 0)), transform(1, 0, (9, 9, 9, 255, 0)), transform(2))(predicted)
    predicted.put(0, 3)
    for symbol in (7, 100, 9, 255, 0):
        simple(predicted, symbol)
    yield "bomb-2000x2000-of-three-transforms", still(predicted.bytes())
    yield "bomb-100000-chunks", riff(extended(), chunk(b"JUNK", b"") * 100_000, chunk(b"VP8L", VP8L))
    frame = bytes(6) + (WIDTH - 1).to_bytes(3, "little") + (HEIGHT - 1).to_bytes(3, "little") + bytes(4)
    yield "bomb-5000-frames", riff(extended(2), chunk(b"ANIM", bytes(6)), chunk(b"ANMF", frame + chunk(b"VP8L", flat(WIDTH, HEIGHT))) * 5000)


def files():
    for group in (odd_but_fine, cuts, flipped, sizes, containers, lossless_lies, lossy_lies, bombs):
        for name, *rest in group():
            yield f"webp/{name}.webp", *rest
