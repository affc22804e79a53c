"""Writes sequential JPEG files out of given coefficients, of kinds that no encoder at hand writes."""

import struct

ZIGZAG = sorted(range(64), key=lambda i: (i // 8 + i % 8, i % 8 if (i // 8 + i % 8) % 2 == 0 else i // 8))

# By table class: how many codes of 1 to 16 bits, and the symbols. Short and long codes, those of 16 bits included.
DC_COUNTS = [0, 0, 0, 0, 12, 0, 0, 4] + [0] * 8
DC_SYMBOLS = list(range(16))
AC_COUNTS = [0] * 7 + [60, 0, 100, 0, 0, 60, 0, 0, 36]
AC_SYMBOLS = sorted(range(256), key=lambda s: (s & 15, s >> 4))


def codes(counts, symbols):
    """The bits of each symbol's code."""
    table, code, index = {}, 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            table[symbols[index]] = format(code, f"0{length}b")
            code, index = code + 1, index + 1
        code <<= 1
    return table


DC_CODES = codes(DC_COUNTS, DC_SYMBOLS)
AC_CODES = codes(AC_COUNTS, AC_SYMBOLS)


def segment(code, content):
    return b"\xff" + bytes([code]) + struct.pack(">H", 2 + len(content)) + content


def value_bits(value):
    size = abs(value).bit_length()
    return size, format(value if value > 0 else value + (1 << size) - 1, f"0{size}b") if size else ""


def block_bits(block, previous):
    """The bits of 64 coefficients, which are in zigzag order."""
    size, bits = value_bits(int(block[0]) - previous)
    out, zeros = [DC_CODES[size], bits], 0
    last = max((k for k in range(1, 64) if block[k]), default=0)
    for k in range(1, last + 1):
        if block[k] == 0:
            zeros += 1
            continue
        out += [AC_CODES[0xF0]] * (zeros // 16)
        size, bits = value_bits(int(block[k]))
        out += [AC_CODES[zeros % 16 << 4 | size], bits]
        zeros = 0
    return "".join(out + ([AC_CODES[0]] if last < 63 else []))


def packed(bits):
    bits += "1" * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")


def ceil(a, b):
    return -(-a // b)


def jpeg(width, height, samplings, coefficients, *, tables=None, ids=None, scans=None, restart=0, wide=False, before=b"",
         extraneous=b""):
    """A file.

    samplings     (across, down) of each component
    coefficients  function of (component, row, column): 64 numbers in zigzag order
    tables        64 factors in zigzag order for each component
    ids           of the components; 1, 2, ... when left out
    scans         lists of components; one scan of all when left out
    wide          whether the tables have 16 bits
    before        segments in front of all others
    extraneous    bytes that belong to nothing, behind each scan
    """
    count = len(samplings)
    ids = ids or range(1, count + 1)
    tables = tables or [[1] * 64] * count
    most = max(h for h, _ in samplings), max(v for _, v in samplings)
    mcus = ceil(width, 8 * most[0]), ceil(height, 8 * most[1])
    out = b"\xff\xd8" + before
    for number, table in enumerate(tables):
        out += segment(0xDB, bytes([wide << 4 | number]) + struct.pack(">64H" if wide else "64B", *table))
    out += segment(0xC0, struct.pack(">BHHB", 8, height, width, count) + b"".join(
        bytes([ids[i], h << 4 | v, i]) for i, (h, v) in enumerate(samplings)))
    out += segment(0xC4, b"\x00" + bytes(DC_COUNTS) + bytes(DC_SYMBOLS) + b"\x10" + bytes(AC_COUNTS) + bytes(AC_SYMBOLS))
    out += segment(0xDD, struct.pack(">H", restart)) if restart else b""
    for scan in scans or [range(count)]:
        out += segment(0xDA, bytes([len(scan)]) + b"".join(bytes([ids[i], 0]) for i in scan) + b"\x00\x3f\x00")
        units = []
        if len(scan) == 1:
            (h, v), i = samplings[scan[0]], scan[0]
            across, down = (ceil(ceil(size * f, m), 8) for size, f, m in ((width, h, most[0]), (height, v, most[1])))
            units = [[(i, y, x)] for y in range(down) for x in range(across)]
        else:
            units = [[(i, row * samplings[i][1] + v, column * samplings[i][0] + h) for i in scan
                      for v in range(samplings[i][1]) for h in range(samplings[i][0])]
                     for row in range(mcus[1]) for column in range(mcus[0])]
        step = restart or len(units)
        for part, start in enumerate(range(0, len(units), step)):
            if part:
                out += bytes([0xFF, 0xD0 + (part - 1) % 8])
            previous, bits = [0] * count, []
            for i, y, x in sum(units[start:start + step], []):
                block = coefficients(i, y, x)
                bits.append(block_bits(block, previous[i]))
                previous[i] = int(block[0])
            out += packed("".join(bits))
        out += extraneous
    return out + b"\xff\xd9"
