"""WebP by hand: RIFF chunks, a lossless encoder of literals, and a lossy frame whose macroblocks are drawn bits."""

import random

from bits import *

WIDTH, HEIGHT = 18, 6
#: The order in which the lengths of the code lengths are written.
ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)


def chunk(kind, data, size=None):
    return kind + le32(len(data) if size is None else size) + data + bytes(len(data) % 2)


def riff(*chunks, size=None, form=b"WEBP", magic=b"RIFF"):
    body = form + b"".join(chunks)
    return magic + le32(len(body) if size is None else size) + body


# Lossless (VP8L): low bits first


def simple(bits, *symbols):
    """A code of one symbol, which takes no bits, or of two, which take one."""
    bits.put(1, 1).put(len(symbols) - 1, 1)
    if symbols[0] > 1:
        bits.put(1, 1).put(symbols[0], 8)
    else:
        bits.put(0, 1).put(symbols[0], 1)
    for symbol in symbols[1:]:
        bits.put(symbol, 8)


def lengths(bits, counts):
    """A code whose lengths are given: each is written in four bits."""
    bits.put(0, 1).put(15, 4)
    for symbol in ORDER:
        bits.put(4 if symbol < 16 else 0, 3)
    bits.put(0, 1)
    for length in counts:
        bits.put(int(f"{length:04b}"[::-1], 2), 4)


def plain(bits, symbols):
    """A code of 8 bits for the first 256 symbols."""
    lengths(bits, [8] * 256 + [0] * (symbols - 256))


def literal(bits, value):
    bits.put(int(f"{value:08b}"[::-1], 2), 8)


def head(width=WIDTH, height=HEIGHT, alpha=0, version=0, signature=0x2F):
    return Bits(True).put(signature, 8).put(width - 1 & 0x3FFF, 14).put(height - 1 & 0x3FFF, 14).put(alpha, 1).put(version, 3)


def lossless(width=WIDTH, height=HEIGHT, transforms=None, cache=None, drawn=None, alpha=0, meta=0, **lies):
    """A lossless frame: any transforms, a cache of colours, then every pixel as four literals."""
    bits = head(width, height, alpha, **lies)
    if transforms:
        transforms(bits)
    bits.put(0, 1)
    image(bits, width * height if drawn is None else drawn, cache, meta, alpha)
    return bits.bytes()


def image(bits, pixels, cache=None, meta=0, alpha=0, main=True):
    bits.put(int(cache is not None), 1)
    if cache is not None:
        bits.put(cache, 4)
    if main:
        bits.put(meta, 1)
    codes(bits, 1 << cache if cache else 0)
    values = picture(WIDTH, HEIGHT, 4)
    for at in range(pixels):
        green, red, blue, opaque = (values[(4 * at + c) % len(values)] for c in range(4))
        for value in (green, red, blue):
            literal(bits, value)
        if alpha:
            literal(bits, opaque)


def codes(bits, cached=0, alpha=255):
    plain(bits, 280 + cached)
    plain(bits, 256)
    plain(bits, 256)
    simple(bits, alpha)
    simple(bits, 0)


def flat(width, height, cache=None):
    """A frame in which no pixel takes a bit."""
    bits = head(width, height).put(0, 1).put(int(cache is not None), 1)
    if cache is not None:
        bits.put(cache, 4)
    bits.put(0, 1)
    for symbol in (7, 100, 9, 255, 0):
        simple(bits, symbol)
    return bits.bytes()


# Lossy (VP8): a boolean coder, all of whose probabilities are one half here


def key_frame(width=WIDTH, height=HEIGHT, fields=None, partition=150, data=800, seed=40, first_size=None, flags=0, start=b"\x9d\x01\x2a", partitions=0):
    """A key frame: the fields of its head, then modes and coefficients as the drawn bits have it."""
    draw = random.Random(seed)
    coder = Halves()
    for value, count in fields or [(0, 1), (0, 1), (0, 1), (0, 1), (8, 6), (2, 3), (0, 1), (partitions, 2), (40, 7), (0, 5), (0, 1)]:
        coder.put(value, count)
    first = coder.bytes(draw.randbytes(partition))
    size = len(first) if first_size is None else first_size
    tag = (flags & 1) | (flags >> 1 & 7) << 1 | (1 if flags < 16 else 0) << 4 | size << 5
    return tag.to_bytes(4, "little")[:3] + start + le16(width) + le16(height) + first + draw.randbytes(data)


class Halves:
    """Bits at even odds: each halves the range of the coder."""

    def __init__(self):
        self.low, self.span, self.shifts = 0, 255, 0

    def put(self, value, count):
        for i in reversed(range(count)):
            split = 1 + ((self.span - 1) * 128 >> 8)
            if value >> i & 1:
                self.low += split
                self.span -= split
            else:
                self.span = split
            while self.span < 128:
                self.span <<= 1
                self.low <<= 1
                self.shifts += 1

    def bytes(self, tail):
        """The bytes so far, and others behind that the decoder reads as it may."""
        bits = self.low << (-self.shifts % 8)
        return bits.to_bytes((self.shifts + 7) // 8 + 1, "big") + tail


def extended(flags=0, width=WIDTH, height=HEIGHT):
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1 & 0xFFFFFF).to_bytes(3, "little") + (height - 1 & 0xFFFFFF).to_bytes(3, "little"))
