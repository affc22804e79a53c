"""Writes TIFF files of every kind: Pillow and libtiff can write only some of them."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

BYTE, SHORT, LONG, UNDEFINED, SBYTE, SSHORT, SLONG, IFD, LONG8 = 1, 3, 4, 7, 6, 8, 9, 13, 16
FORMATS = {BYTE: "B", SHORT: "H", LONG: "I", UNDEFINED: "B", SBYTE: "b", SSHORT: "h", SLONG: "i", IFD: "I", LONG8: "Q"}
NONE, CCITT, GROUP3, GROUP4, LZW, JPEG, DEFLATE, PACKBITS, OLD_DEFLATE = 1, 2, 3, 4, 5, 7, 8, 32773, 32946
PILLOW_NAMES = {CCITT: "tiff_ccitt", GROUP3: "group3", GROUP4: "group4", LZW: "tiff_lzw", PACKBITS: "packbits"}
TWO_DIMENSIONS, ALIGNED_ENDS = 1, 4  # of T4Options

REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def by_pillow(image, compression, options=0):
    """The one strip that Pillow's libtiff makes of an image."""
    out = io.BytesIO()
    tags = {292: options} if options else {}
    image.save(out, "TIFF", compression=PILLOW_NAMES[compression], tiffinfo=tags, strip_size=1 << 30)
    written = Image.open(io.BytesIO(out.getvalue())).tag_v2
    (start,), (count,) = written[273], written[279]
    return out.getvalue()[start : start + count]


def old_lzw(data):
    """LZW as before TIFF 5: the first bit of a code is its lowest, and codes grow one later."""
    table = {bytes([i]): i for i in range(256)}
    codes, width, current = [(256, 9)], 9, b""
    size = 258
    for byte in data:
        longer = current + bytes([byte])
        if longer in table:
            current = longer
            continue
        codes.append((table[current], width))
        table[longer] = size
        size += 1
        if size > 1 << width and width < 12:
            width += 1
        if size == 4094:
            codes.append((256, width))
            table = {bytes([i]): i for i in range(256)}
            width, size = 9, 258
        current = bytes([byte])
    codes += [(table[current], width), (257, width)]
    bits = "".join(f"{code:0{wide}b}"[::-1] for code, wide in codes)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))


def packed_bytes(data, compression):
    if compression == NONE:
        return data
    if compression in (DEFLATE, OLD_DEFLATE):
        return zlib.compress(data, 9)
    if compression == "old LZW":
        return old_lzw(data)
    return by_pillow(Image.frombytes("L", (len(data), 1), data), compression)


def rows_of(samples, bits, order):
    """Each row [width, channels] of the samples as bytes; samples of less than a byte begin in the high bits."""
    for row in samples:
        if bits >= 8 and bits != 12:
            yield row.astype(row.dtype.newbyteorder("<" if order == "II" else ">")).tobytes()
        else:
            wide = row.astype(">u2").view(np.uint8).reshape(-1, 2)
            yield np.packbits(np.unpackbits(wide, axis=1)[:, 16 - bits :].ravel()).tobytes()


def predicted(samples, predictor, order):
    """The rows of the samples, each as the differences from its left neighbours; floats in planes of their bytes."""
    for row in samples:
        if predictor == 2:
            row = row.copy()
            row[1:] -= row[:-1].copy()
            yield from rows_of(row[None], row.itemsize * 8, order)
        else:
            width, channels = row.shape
            planes = np.frombuffer(row.astype(">f4").tobytes(), np.uint8).reshape(width * channels, 4).T.ravel().copy()
            planes[channels:] -= planes[:-channels].copy()
            yield planes.tobytes()


def block(samples, bits, order, compression, predictor, options):
    if compression in (CCITT, GROUP3, GROUP4):
        return by_pillow(Image.fromarray(samples[:, :, 0] != 0), compression, options)
    rows = predicted(samples, predictor, order) if predictor > 1 else rows_of(samples, bits, order)
    return packed_bytes(b"".join(rows), compression)


def blocks_of(samples, rows, tile):
    """The strips of so many rows, or the tiles of (width, height), padded with the last value."""
    if not tile:
        return [samples[y : y + rows] for y in range(0, len(samples), rows)]
    width, height = tile
    right, below = -samples.shape[1] % width, -samples.shape[0] % height
    padded = np.pad(samples, ((0, below), (0, right), (0, 0)), mode="edge")
    return [
        padded[y : y + height, x : x + width]
        for y in range(0, padded.shape[0], height)
        for x in range(0, padded.shape[1], width)
    ]


def assemble(order, entries, blocks, offsets_tag, big=False, first=False):
    """The file of the entries {tag: (type, values)}: header, blocks, directory; or the directory first."""
    end = "<" if order == "II" else ">"
    word, count_format, entry_format, room = ("Q", "Q", "HHQ", 8) if big else ("I", "H", "HHI", 4)
    header = order.encode() + struct.pack(end + "H", 43 if big else 42)
    header += struct.pack(end + "HHQ", 8, 0, 0) if big else struct.pack(end + "I", 0)
    sizes = [len(data) + len(data) % 2 for data in blocks]
    fields = len(entries) + 1
    length = struct.calcsize("<" + count_format) + fields * (4 + 2 * struct.calcsize(word)) + struct.calcsize(word)

    def directory(at, blocks_at):
        offsets = [blocks_at + sum(sizes[:i]) for i in range(len(blocks))]
        table = dict(entries)
        table[offsets_tag] = (LONG8 if big else LONG, offsets)
        head, outside = struct.pack(end + count_format, fields), b""
        for tag, (kind, values) in sorted(table.items()):
            data = struct.pack(f"{end}{len(values)}{FORMATS[kind]}", *values)
            head += struct.pack(end + entry_format, tag, kind, len(values))
            if len(data) <= room:
                head += data.ljust(room, b"\0")
            else:
                head += struct.pack(end + word, at + length + len(outside))
                outside += data + b"\0" * (len(data) % 2)
        return head + struct.pack(end + word, 0) + outside

    at = len(header)
    body = b"".join(data + b"\0" * (len(data) % 2) for data in blocks)
    if first:
        whole = directory(at, 0)
        rest = directory(at, at + len(whole)) + body
        start = at
    else:
        start = at + len(body)
        rest = body + directory(start, at)
    return header[: -struct.calcsize(word)] + struct.pack(end + word, start) + rest


def tiff(samples, photometric, bits=None, order="II", compression=NONE, planar=1, predictor=1, fill=1, extra=(),
         kind=None, rows=None, tile=None, palette=None, options=0, big=False, first=False, tags=None, without=(), encode=None):
    """The file of the samples [height, width, channels], in strips of so many rows or tiles of (width, height).

    tags are further entries {tag: (type, values)}, without names tags to leave out; encode packs the samples of a strip
    or tile where no compression does."""
    height, width, channels = samples.shape
    bits = bits or samples.itemsize * 8
    rows = rows or height
    parts = [samples] if planar == 1 else [samples[:, :, c : c + 1] for c in range(channels)]
    pieces = [piece for part in parts for piece in blocks_of(part, rows, tile)]
    encode = encode or (lambda piece: block(piece, bits, order, compression, predictor, options))
    blocks = [encode(piece) for piece in pieces]
    if fill == 2:
        blocks = [data.translate(REVERSED) for data in blocks]
    entries = {
        256: (SHORT, [width]),
        257: (SHORT, [height]),
        258: (SHORT, [bits] * channels),
        259: (SHORT, [LZW if compression == "old LZW" else compression]),
        262: (SHORT, [photometric]),
        277: (SHORT, [channels]),
    }
    if tile:
        entries |= {322: (SHORT, [tile[0]]), 323: (SHORT, [tile[1]])}
    else:
        entries[278] = (SHORT, [rows])
    entries[325 if tile else 279] = (LONG, [len(data) for data in blocks])
    if fill != 1:
        entries[266] = (SHORT, [fill])
    if planar != 1:
        entries[284] = (SHORT, [planar])
    if predictor != 1:
        entries[317] = (SHORT, [predictor])
    if palette is not None:
        entries[320] = (SHORT, palette)
    if extra:
        entries[338] = (SHORT, list(extra))
    if kind:
        entries[339] = (SHORT, [kind] * channels)
    if options:
        entries[292] = (LONG, [options])
    entries |= tags or {}
    for tag in without:
        entries.pop(tag)
    return assemble(order, entries, blocks, 324 if tile else 273, big, first)
