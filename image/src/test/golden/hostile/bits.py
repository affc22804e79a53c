"""What the forges of all formats need: numbers as bytes, bits as bytes, and the ways to damage a valid file."""

import random
import struct

# What is demanded of a decoder, and what many refusals say.
MUST, MAY, BOMB = "must", "may", "bomb"
CUT = "truncated|damaged"
LARGE = "pixels are more than"


def be16(value):
    return struct.pack(">H", value & 0xFFFF)


def be32(value):
    return struct.pack(">I", value & 0xFFFFFFFF)


def le16(value):
    return struct.pack("<H", value & 0xFFFF)


def le32(value):
    return struct.pack("<I", value & 0xFFFFFFFF)


class Bits:
    """Bits one after the other: the first in the high bit of a byte, or in the low one."""

    def __init__(self, low_first=False):
        self.bits = []
        self.low_first = low_first

    def put(self, value, count):
        order = range(count) if self.low_first else reversed(range(count))
        self.bits += [value >> i & 1 for i in order]
        return self

    def bytes(self, fill=0):
        bits = self.bits + [fill] * (-len(self.bits) % 8)
        step = range(8) if self.low_first else range(7, -1, -1)
        return bytes(sum(bits[at + i] << place for i, place in enumerate(step)) for at in range(0, len(bits), 8))


def picture(width, height, channels=3, top=255):
    """Samples of a gradient with some noise in it, row by row; the same on every run."""
    noise = random.Random(width * 1000 + height)
    return [
        (x * 9 + y * 5 + c * 60 + noise.randrange(12)) * (top + 1) // 256 % (top + 1)
        for y in range(height)
        for x in range(width)
        for c in range(channels)
    ]


def flips(data, count, seed, start=0, end=None):
    """Copies of which each has one flipped bit between start and end."""
    end = len(data) if end is None else end
    for place in random.Random(seed).sample(range(8 * start, 8 * end), count):
        at, bit = divmod(place, 8)
        damaged = bytearray(data)
        damaged[at] ^= 1 << bit
        yield f"{at}-{bit}", bytes(damaged)


def ends(parts):
    """Where each of the parts ends once they are joined, the last one left out."""
    at = 0
    for part in parts[:-1]:
        at += len(part)
        yield at


def put(data, at, piece):
    """A copy that has other bytes at a place."""
    return data[:at] + piece + data[at + len(piece) :]


def lzw(samples, width, early=0, low_first=True, end=True):
    """LZW codes as GIF (early 0, low bits first) and TIFF (early 1, high bits first) write them."""
    clear = 1 << width
    bits = Bits(low_first)
    table, size, held = {}, width + 1, None  # (code, sample): the code of the longer text; the code of what is held
    bits.put(clear, size)
    for sample in samples:
        if held is None:
            held = sample
            continue
        longer = table.get((held, sample))
        if longer is not None:
            held = longer
            continue
        bits.put(held, size)
        table[held, sample] = clear + 2 + len(table)
        if clear + 2 + len(table) > (1 << size) - early and size < 12:
            size += 1
        if len(table) > 4090 - clear:
            bits.put(clear, size)
            table, size = {}, width + 1
        held = sample
    if held is not None:
        bits.put(held, size)
        if clear + 2 + len(table) + 1 > (1 << size) - early and size < 12:
            size += 1
    if end:
        bits.put(clear + 1, size)
    return bits.bytes()
