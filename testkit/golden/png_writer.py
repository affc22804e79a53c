"""Writes PNG files of every kind that the format knows; Pillow can write only some of them."""

import struct
import zlib

import numpy as np

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]  # x, y, dx, dy


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(row, depth):
    """The samples of one row as bytes; the first sample sits in the high bits."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - depth :]
    return np.packbits(bits.ravel()).tobytes()


def predict(kind, a, b, c):
    if kind == 4:
        p = a + b - c
        distances = (abs(p - a), abs(p - b), abs(p - c))
        return (a, b, c)[distances.index(min(distances))]
    return (0, a, b, (a + b) // 2)[kind]


def filtered(kind, line, above, step):
    out = bytearray([kind])
    for i, value in enumerate(line):
        a, c = (line[i - step], above[i - step]) if i >= step else (0, 0)
        out.append((value - predict(kind, a, above[i], c)) % 256)
    return bytes(out)


def scan(samples, depth, filters):
    """One (sub)image [height, width, channels] as filtered rows."""
    step = max(1, samples.shape[2] * depth // 8)
    above, out = None, b""
    for row in samples:
        line = packed(row.ravel(), depth)
        out += filtered(next(filters), line, above or bytes(len(line)), step)
        above = line
    return out


def png(samples, colour, depth, interlaced=False, palette=None, transparency=None, filters=None, idat=200):
    """The file of the samples [height, width, channels]; filters is an endless iterator of filter kinds."""
    height, width, channels = samples.shape
    assert channels == CHANNELS[colour]
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in passes]
    data = zlib.compress(b"".join(scan(part, depth, filters) for part in parts if part.size), 9)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"gAMA", struct.pack(">I", 45455))
    if palette is not None:
        out += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        out += chunk(b"tRNS", transparency)
    for start in range(0, len(data), idat):
        out += chunk(b"IDAT", data[start : start + idat])
    return out + chunk(b"IEND", b"")
