"""Writes BMP files of every kind, of which Pillow writes only some."""

import struct

import numpy as np

RAW, RLE8, RLE4, MASKED = 0, 1, 2, 3


def rows_of(samples, bits):
    """Rows of [height, width] numbers of so many bits, as they stand in a file: padded to four bytes."""
    rows = []
    for row in samples:
        if bits < 8:
            digits = "".join(format(int(sample), f"0{bits}b") for sample in row)
            digits += "0" * (-len(digits) % 8)
            data = bytes(int(digits[i : i + 8], 2) for i in range(0, len(digits), 8))
        else:
            data = b"".join(int(sample).to_bytes(bits // 8, "little") for sample in row)
        rows.append(data + bytes(-len(data) % 4))
    return b"".join(rows)


def palette_of(colours, entry=4):
    return b"".join(bytes([blue, green, red, 0][:entry]) for red, green, blue in np.asarray(colours).tolist())


def bmp(width, height, bits, data, header=40, packed=RAW, colours=0, palette=b"", masks=(), at=None):
    """A negative height means that the first row is the top one; masks lie in a longer header, or behind one of 40 bytes."""
    if header == 12:
        info = struct.pack("<I4H", header, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHH6I", header, width, height, 1, bits, packed, 0, 0, 0, colours, 0)
        info += struct.pack(f"<{len(masks)}I", *masks)
        info += bytes(max(0, header - len(info)))
    start = 14 + len(info) + len(palette) if at is None else at
    length = 14 + len(info) + len(palette) + len(data)
    return b"BM" + struct.pack("<3I", length, 0, start) + info + palette + data
