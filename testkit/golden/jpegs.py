"""Makes golden/images/jpeg: JPEG files of every kind and Pillow's pixels of them.

jpeg/NAME    a file; jpeg.tsv lists NAME, width, height; jpeg.rgb.gz holds, in that order,
             Image.open(NAME).convert("RGB").tobytes()

Usage: python jpegs.py [DIRECTORY]      default: ../src/main/resources/golden/images
"""

import gzip
import io
import pathlib
import shutil
import sys
import warnings

import numpy as np
from PIL import Image

from jpeg_writer import jpeg, segment

numbers = np.random.default_rng(41)
GREY = [(1, 1)]
EQUAL = [(1, 1)] * 3
HALVED = [(2, 2), (1, 1), (1, 1)]
JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")


def adobe(transform):
    return segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00" + bytes([transform]))


def noise(strength=20, density=0.3, dc=900):
    """Coefficients of blocks that are the same whenever they are asked for."""
    blocks = {}

    def block(*place):
        if place not in blocks:
            values = numbers.integers(-strength, strength + 1, 64) * (numbers.random(64) < density * np.exp(-np.arange(64) / 20))
            values[0] = numbers.integers(-dc, dc + 1)
            blocks[place] = values
        return blocks[place]

    return block


def loud_row(_, row, column):
    """Only the first row of a block, in zigzag order."""
    block = np.zeros(64, int)
    block[[0, 1, 5, 6, 14, 15, 27, 28]] = np.random.default_rng(row * 9 + column).integers(-255, 256, 8)
    return block


def sampled():
    kinds = ["11", "21", "12", "22", "41", "14", "42", "24", "31", "13", "32", "23",
             "11 12 12", "22 21 21", "22 12 12", "22 21 12", "21 11 21", "41 21 11", "11 22 22", "21 12 12", "12 22 12"]
    sizes = [(45, 35), (17, 9), (70, 20), (5, 40), (2, 2), (3, 5), (1, 1), (64, 32), (33, 33)]
    for i, kind in enumerate(kinds):
        parts = [tuple(map(int, part)) for part in kind.split()]
        parts += [(1, 1)] * (3 - len(parts)) if len(parts) == 1 else []
        for width, height in (sizes[i % len(sizes)], sizes[(i + 4) % len(sizes)]):
            yield f"sampled-{kind.replace(' ', '-')}-{width}x{height}", jpeg(width, height, parts, noise())


def written():
    yield from sampled()
    for width, height in ((1, 16), (3, 3), (4, 2), (16, 1), (130, 4)):
        yield f"halved-{width}x{height}", jpeg(width, height, HALVED, noise())
    for restart in (1, 2, 9):
        yield f"restart-{restart}", jpeg(50, 40, HALVED, noise(), restart=restart)
    yield "restart-alone", jpeg(50, 40, HALVED, noise(), restart=3, scans=[[0], [1], [2]])
    yield "scans-alone", jpeg(45, 35, HALVED, noise(), scans=[[2], [0], [1]])
    yield "scans-mixed", jpeg(45, 35, HALVED, noise(), scans=[[1, 2], [0]])
    yield "grey-sampled-22", jpeg(45, 35, [(2, 2)], noise())
    yield "grey-sampled-41", jpeg(20, 9, [(4, 1)], noise())
    tables = [numbers.integers(1, 256, 64).tolist() for _ in range(3)]
    yield "tables", jpeg(40, 24, HALVED, noise(5), tables=tables)
    yield "tables-16-bits", jpeg(40, 24, HALVED, noise(3, dc=3), tables=[numbers.integers(1, 700, 64).tolist()] * 3, wide=True)
    # What no encoder writes: the transform's sums leave 16 bits.
    yield "loud", jpeg(64, 64, GREY, noise(2000, 1.0), tables=[[20] * 64])
    yield "louder", jpeg(64, 64, GREY, noise(16000, 0.5, 1000), tables=[[255] * 64])
    yield "loud-dc", jpeg(64, 64, GREY, noise(0, dc=1023), tables=[[255] * 64])
    yield "loud-row", jpeg(64, 64, GREY, loud_row, tables=[[127] * 64])
    yield "loud-few", jpeg(64, 64, EQUAL, noise(1000, 0.1), tables=[[33] * 64] * 3)
    for name, before, ids in (("jfif", JFIF, None), ("jfif-rgb", JFIF, b"RGB"), ("rgb", b"", b"RGB"), ("other-ids", b"", b"abc"),
                              ("adobe-0", adobe(0), None), ("adobe-1", adobe(1), b"RGB"), ("adobe-2", adobe(2), None),
                              ("jfif-adobe-0", JFIF + adobe(0), None), ("adobe-short", segment(0xEE, b"Adobe\x00\x64"), None)):
        yield f"colours-{name}", jpeg(24, 16, EQUAL, noise(), before=before, ids=ids)
    for name, before in (("plain", b""), ("adobe-0", adobe(0)), ("adobe-2", adobe(2)), ("adobe-1", adobe(1))):
        yield f"four-{name}", jpeg(24, 20, [(1, 1)] * 4, noise(), before=before)
        yield f"four-{name}-halved", jpeg(33, 20, [(2, 2), (1, 1), (1, 1), (2, 2)], noise(), before=before)
    yield "extraneous", jpeg(45, 35, HALVED, noise(), extraneous=b"abc\x00\x01", scans=[[0], [1, 2]])
    yield "fill", jpeg(24, 16, EQUAL, noise(), before=b"\xff\xff\xff" + JFIF + b"\xff\xff")
    yield "junk", jpeg(24, 16, EQUAL, noise(), before=JFIF + b"junk")
    yield "behind-the-end", jpeg(24, 16, EQUAL, noise()) + b"\x00\xff\xd8more"


def saved():
    y, x = np.mgrid[0:53, 0:75]
    waves = 128 + 60 * np.sin(x / 5.0 + y / 9.0) + 60 * np.cos(x * y / 300.0)
    planes = np.stack([waves, waves.T.ravel()[: waves.size].reshape(waves.shape), 255 - waves, waves // 2], 2)
    image = (planes + numbers.normal(0, 6, planes.shape)).clip(0, 255).astype(np.uint8)
    for progressive in (False, True):
        name = "progressive" if progressive else "baseline"
        for mode, channels in (("L", 1), ("RGB", 3), ("CMYK", 4)):
            picture = Image.frombytes(mode, (75, 53), image[:, :, :channels].tobytes())
            for subsampling in (0, 1, 2) if mode == "RGB" else (0,):
                for quality in (20, 75, 97):
                    file = io.BytesIO()
                    picture.save(file, "JPEG", quality=quality, subsampling=subsampling, progressive=progressive,
                                 optimize=quality == 75, restart_marker_blocks=5 if quality == 20 else 0)
                    yield f"{name}-{mode.lower()}-{subsampling}-{quality}", file.getvalue()


def stripped():
    """Files whose Huffman tables are the standard's, without some of them: classes and numbers, DC 0x00 and 0x01, AC 0x10 and 0x11."""
    image = Image.fromarray(numbers.integers(0, 256, (9, 7, 3), dtype=np.uint8)).resize((41, 27), Image.Resampling.BICUBIC)
    for name, mode, left_out in (("all", "RGB", {0x00, 0x01, 0x10, 0x11}), ("ac", "RGB", {0x10, 0x11}), ("chroma", "RGB", {0x01, 0x11}), ("grey", "L", {0x00, 0x10})):
        file = io.BytesIO()
        image.convert(mode).save(file, "JPEG", quality=80, subsampling=2, restart_marker_blocks=4 if name == "ac" else 0)
        yield f"standard-tables-{name}", without_tables(file.getvalue(), left_out)


def without_tables(file, left_out):
    out, at = file[:2], 2
    while file[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(file[at + 2 : at + 4], "big")
        if file[at + 1] != 0xC4 or file[at + 4] not in left_out:  # Pillow writes a segment for each table
            out += file[at:end]
        at = end
    return out + file[at:]


def main():
    root = pathlib.Path(__file__).parent / "../src/main/resources/golden/images"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root
    folder = root / "jpeg"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows, pixels = [], []
    for name, file in (*written(), *saved(), *stripped()):
        (folder / f"{name}.jpg").write_bytes(file)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(file)).convert("RGB")
        rows.append(f"{name}.jpg\t{image.width}\t{image.height}\n")
        pixels.append(image.tobytes())
    (root / "jpeg.tsv").write_text("".join(rows))
    (root / "jpeg.rgb.gz").write_bytes(gzip.compress(b"".join(pixels), 9, mtime=0))
    print(len(rows), "files")


if __name__ == "__main__":
    main()
