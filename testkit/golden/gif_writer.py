"""Writes GIF files of every kind, of which Pillow writes only some."""

import struct


def lzw(pixels, depth, clear_when_full=True, end=True):
    """LZW codes of the pixels, packed low bits first."""
    clear, free = 1 << depth, (1 << depth) + 2
    size, table, bits, count = depth + 1, {}, 0, 0

    def put(code):
        nonlocal bits, count
        bits |= code << count
        count += size

    put(clear)
    prefix = ()
    for pixel in pixels:
        string = prefix + (pixel,)
        if len(string) == 1 or string in table:
            prefix = string
            continue
        put(table.get(prefix, prefix[0]))
        if free < 4096:
            table[string] = free
            if free == 1 << size and size < 12:
                size += 1
            free += 1
        elif clear_when_full:
            put(clear)
            table, free, size = {}, clear + 2, depth + 1
        prefix = (pixel,)
    put(table.get(prefix, prefix[0]))
    if end:
        if free == 1 << size and size < 12:
            size += 1
        put(clear + 1)
    return bits.to_bytes((count + 7) // 8, "little")


def literals(pixels, depth):
    """The same without a table: a clear code before it could grow."""
    codes = []
    for i, pixel in enumerate(pixels):
        codes += [1 << depth, pixel] if i % max(1, (1 << depth) - 2) == 0 else [pixel]
    bits = sum(code << i * (depth + 1) for i, code in enumerate(codes + [(1 << depth) + 1]))
    return bits.to_bytes(((len(codes) + 1) * (depth + 1) + 7) // 8, "little")


def blocks(data, length=255):
    parts = [data[i : i + length] for i in range(0, len(data), length)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def extension(label, *parts):
    return b"!" + bytes([label]) + b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def control(transparent=None, disposal=0):
    flags = disposal << 2 | (transparent is not None)
    return extension(0xF9, bytes([flags, 7, 0, transparent or 0]))


def rows_of(samples, interlaced):
    height = len(samples)
    passes = [(0, 8), (4, 8), (2, 4), (1, 2)] if interlaced else [(0, 1)]
    return [pixel for start, step in passes for row in samples[start:height:step] for pixel in row]


def has_palette(palette):
    return 0x80 | (len(palette) // 3).bit_length() - 2 if palette else 0


def frame(samples, depth, at=(0, 0), palette=b"", interlaced=False, pack=lzw, block=255, **options):
    size = (len(samples[0]), len(samples))
    header = b"," + struct.pack("<4HB", *at, *size, has_palette(palette) | interlaced << 6)
    return header + palette + bytes([depth]) + blocks(pack(rows_of(samples, interlaced), depth, **options), block)


def gif(screen, *parts, palette=b"", background=0, version=b"GIF89a", trailer=b";"):
    header = version + struct.pack("<2H3B", *screen, has_palette(palette), background, 0)
    return header + palette + b"".join(parts) + trailer
