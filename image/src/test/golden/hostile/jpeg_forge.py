"""JPEG by hand: segments, and an encoder that codes made-up coefficients with made-up Huffman tables."""

import random

from bits import *

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
DC = range(12)
AC = [run << 4 | size for run in range(16) for size in range(11) if size or run in (0, 15)]
COLOUR = ((1, 2, 2, 0), (2, 1, 1, 0), (3, 1, 1, 0))  # id, horizontal and vertical sampling, quantisation table
PLAIN = ((1, 1, 1, 0), (2, 1, 1, 0), (3, 1, 1, 0))
GREY = ((1, 1, 1, 0),)
INK = tuple((i, 1, 1, 0) for i in (1, 2, 3, 4))
BASELINE = ((None, 0, 63, 0, 0),)  # scans: components (None: all), spectral selection, approximation
PROGRESSIVE = (
    (None, 0, 0, 0, 1), ((0,), 1, 5, 0, 2), ((1,), 1, 63, 0, 1), ((2,), 1, 63, 0, 1), ((0,), 6, 63, 0, 2),
    ((0,), 1, 63, 2, 1), (None, 0, 0, 1, 0), ((0,), 1, 63, 1, 0), ((1,), 1, 63, 1, 0), ((2,), 1, 63, 1, 0),
)


def segment(code, body=b"", length=None):
    return bytes([0xFF, code]) + be16(len(body) + 2 if length is None else length) + body


def jfif(thumbnail=b"", size=(0, 0)):
    return segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1" + bytes(size) + thumbnail)


def dqt(number=0, values=bytes([6] * 64), precision=0, length=None):
    return segment(0xDB, bytes([precision << 4 | number]) + values, length)


def sof(components=COLOUR, size=(24, 20), code=0xC0, precision=8, count=None, length=None):
    listed = b"".join(bytes([i, h << 4 | v, table]) for i, h, v, table in components)
    number = len(components) if count is None else count
    return segment(code, bytes([precision]) + be16(size[1]) + be16(size[0]) + bytes([number]) + listed, length)


def dht(kind=0, number=0, counts=None, symbols=None, length=None):
    symbols = bytes(symbols if symbols is not None else AC if kind else DC)
    if counts is None:
        counts = [0] * 16
        counts[7 if kind else 3] = len(symbols)
    return segment(0xC4, bytes([kind << 4 | number]) + bytes(counts) + symbols, length)


def sos(components=((1, 0), (2, 0), (3, 0)), start=0, end=63, high=0, low=0, count=None, length=None):
    """The components of a scan, each with its id and the number of its two Huffman tables in one byte."""
    listed = b"".join(bytes(pair) for pair in components)
    number = len(components) if count is None else count
    return segment(0xDA, bytes([number]) + listed + bytes([start, end, high << 4 | low]), length)


class Coder:
    """The entropy-coded bits of one scan, up to a restart."""

    def __init__(self):
        self.bits = Bits()

    def symbol(self, table, value):
        self.bits.put(table.index(value), 8 if table is AC else 4)

    def number(self, value, size):
        self.bits.put(value if value >= 0 else value + (1 << size) - 1, size)

    def dc(self, difference):
        size = abs(difference).bit_length()
        self.symbol(DC, size)
        self.number(difference, size)

    def ac(self, values):
        run = 0
        for value in values:
            if value == 0:
                run += 1
                continue
            while run > 15:
                self.symbol(AC, 0xF0)
                run -= 16
            size = abs(value).bit_length()
            self.symbol(AC, run << 4 | size)
            self.number(value, size)
            run = 0
        if run:
            self.symbol(AC, 0)

    def refine(self, values, low):
        """The next bit of coefficients: those known already get a bit each, behind the code of the next new one."""
        run, known = 0, []
        last = max((i for i, value in enumerate(values) if abs(value) >> low == 1), default=-1)
        for i, value in enumerate(values):
            level = abs(value) >> low
            if level > 1:
                known.append(level & 1)
            elif level == 1:
                self.symbol(AC, run << 4 | 1)
                self.bits.put(int(value > 0), 1)
                run = 0
            else:
                run += 1
            if level == 1 or run == 16 and i < last:
                if level != 1:
                    self.symbol(AC, 0xF0)
                    run = 0
                self.bits.bits += known
                known = []
        if run or known:
            self.symbol(AC, 0)
            self.bits.bits += known

    def bytes(self):
        return self.bits.bytes(1).replace(b"\xff", b"\xff\0")


def blocks_of(components, size):
    """Made-up coefficients in zigzag order by component, row and column, as many as whole MCUs need."""
    draw = random.Random(3)
    across, down = (max(c[i] for c in components) for i in (1, 2))
    columns, rows = -(-size[0] // (8 * across)), -(-size[1] // (8 * down))
    return {
        (number, y, x): [draw.randrange(-60, 60)] + [draw.choice((0, 0, 0, 0, 0, 1, -1, 2, -3, 5)) if i < 20 else draw.randrange(40) // 39 for i in range(63)]
        for number, (_, h, v, _) in enumerate(components)
        for y in range(rows * v)
        for x in range(columns * h)
    }


def mcus(components, chosen, size):
    """The blocks of a scan, MCU by MCU: of one component alone only those that hold pixels."""
    across, down = (max(c[i] for c in components) for i in (1, 2))
    if len(chosen) == 1:
        _, h, v, _ = components[chosen[0]]
        for y in range(-(-size[1] * v // (8 * down))):
            for x in range(-(-size[0] * h // (8 * across))):
                yield [(chosen[0], y, x)]
        return
    for row in range(-(-size[1] // (8 * down))):
        for column in range(-(-size[0] // (8 * across))):
            yield [(c, row * components[c][2] + y, column * components[c][1] + x) for c in chosen for y in range(components[c][2]) for x in range(components[c][1])]


def coded(components, size, scan, restart=0):
    """The data of a scan: a piece for each restart interval."""
    chosen, start, end, high, low = scan
    chosen = range(len(components)) if chosen is None else chosen
    blocks, pieces, coder, before = blocks_of(components, size), [], Coder(), {}
    for at, mcu in enumerate(mcus(components, tuple(chosen), size)):
        if restart and at and at % restart == 0:
            pieces.append(coder.bytes())
            coder, before = Coder(), {}
        for place in mcu:
            block = blocks[place]
            if start == 0 and high:
                coder.bits.put(block[0] >> low & 1, 1)
            elif start == 0:
                value = block[0] >> low
                coder.dc(value - before.get(place[0], 0))
                before[place[0]] = value
            if end > 0 and high:
                coder.refine(block[start : end + 1], low)
            elif end > 0:
                coder.ac([(abs(v) >> low) * (1 if v > 0 else -1) for v in block[max(start, 1) : end + 1]])
    return pieces + [coder.bytes()]


def joined(pieces, first=0):
    """The pieces with the restart markers between them."""
    out = pieces[0]
    for i, piece in enumerate(pieces[1:]):
        out += bytes([0xFF, 0xD0 + (i + first) % 8]) + piece
    return out


def parts(components=COLOUR, size=(24, 20), scans=BASELINE, restart=0, **lies):
    """A file as a list of named parts: a lie replaces a part, and None leaves it out."""
    named = [("soi", SOI), ("app0", jfif()), ("dqt", dqt()), ("sof", sof(components, size, 0xC0 if scans is BASELINE else 0xC2))]
    named += [("dc", dht(0)), ("ac", dht(1))]
    if restart:
        named.append(("dri", segment(0xDD, be16(restart))))
    for scan in scans:
        chosen = range(len(components)) if scan[0] is None else scan[0]
        named.append(("sos", sos([(components[c][0], 0) for c in chosen], *scan[1:])))
        named.append(("data", joined(coded(components, size, scan, restart))))
    named.append(("eoi", EOI))
    assert lies.keys() <= {name for name, _ in named}, lies.keys()
    return [lies.get(name, part) for name, part in named if lies.get(name, part) is not None]


def jpeg(*arguments, **options):
    return b"".join(parts(*arguments, **options))
