"""Makes the TIFFs of golden/images and what Pillow makes of them.

tiff/NAME         a TIFF of some kind; tiff.tsv lists NAME, width, height;
                  tiff.rgb.gz holds, in that order, Image.open(NAME).convert("RGB").tobytes()
tiff-refused/NAME TIFFs that Pillow does not read, or that the decoder does not

Usage: python tiffs.py [DIRECTORY]      default: ../src/main/resources/golden/images
"""

import gzip
import io
import pathlib
import shutil
import sys
import warnings

import numpy as np
import PIL
from PIL import Image, features

from jpeg_writer import jpeg
from tiff_writer import (
    ALIGNED_ENDS,
    BYTE,
    CCITT,
    DEFLATE,
    GROUP3,
    GROUP4,
    IFD,
    JPEG,
    LONG8,
    LZW,
    NONE,
    OLD_DEFLATE,
    PACKBITS,
    SHORT,
    SLONG,
    SSHORT,
    TWO_DIMENSIONS,
    UNDEFINED,
    assemble,
    tiff,
)

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8
SIGNED, FLOAT = 2, 3
UNSPECIFIED, PREMULTIPLIED, ALPHA = 0, 1, 2

numbers = np.random.default_rng(23)


def samples(channels, kind="u1", bits=None, width=23, height=19):
    """Runs of equal pixels above, noise below; wide numbers lie around what clipping leaves of them."""
    kind = np.dtype(kind)
    shape = (height, width, channels)
    runs = np.repeat(numbers.integers(0, 2**16, (height, (width + 4) // 5, channels)), 5, axis=1)[:, :width]
    values = np.where(np.arange(height)[:, None, None] < height // 2, runs, numbers.integers(0, 2**16, shape))
    if bits or kind.itemsize == 1:
        return (values >> 16 - (bits or 8)).astype(kind)
    if channels > 1:
        return values.astype(kind)
    near = values % 400 - (0 if kind.kind == "u" else 70)
    near[-1, :4, 0] = (0, 254, 255, 256)
    near[-2] = values[-2] if kind.itemsize == 2 else values[-2].astype("i8") * 60000
    return (near + 0.75 if kind.kind == "f" else near).astype(kind)


def kind_of(values):
    return {"u": None, "i": SIGNED, "f": FLOAT}[values.dtype.kind]


def palette(bits):
    return [int(value) for value in numbers.integers(0, 2**16, 3 * 2**bits)]


def grey_files():
    for order in ("II", "MM"):
        for photometric, zero in ((WHITE_IS_ZERO, "white"), (BLACK_IS_ZERO, "black")):
            for bits in (1, 2, 4, 8):
                packing = {1: PACKBITS, 2: LZW, 4: DEFLATE, 8: NONE}[bits]
                yield f"grey{bits}-zero-{zero}-{order}.tif", tiff(samples(1, bits=bits), photometric, bits, order, packing)
        for kind in ("u2", "i2", "i4", "f4"):
            for packing, name in ((NONE, ""), (DEFLATE, "-deflate")):
                values = samples(1, kind)
                file = tiff(values, BLACK_IS_ZERO, order=order, compression=packing, kind=kind_of(values), rows=6)
                yield f"grey-{kind}-{order}{name}.tif", file
    yield "grey12.tif", tiff(samples(1, "u2", 12), BLACK_IS_ZERO, 12)
    yield "grey-u4.tif", tiff(samples(1, "u4"), BLACK_IS_ZERO)
    yield "grey-i1.tif", tiff(samples(1, "u1").view("i1"), BLACK_IS_ZERO, kind=SIGNED)
    yield "grey-u2-zero-white.tif", tiff(samples(1, "u2"), WHITE_IS_ZERO)
    strange = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-40, 254.99, 255.5], "f4").reshape(1, 7, 1)
    yield "grey-f4-strange.tif", tiff(strange, WHITE_IS_ZERO, kind=FLOAT)
    for extra, name in ((UNSPECIFIED, "unspecified"), (ALPHA, "alpha")):
        yield f"grey-{name}.tif", tiff(samples(2), BLACK_IS_ZERO, extra=[extra])
        yield f"grey-{name}-planes.tif", tiff(samples(2), BLACK_IS_ZERO, extra=[extra], planar=2, compression=LZW)


def palette_files():
    for bits in (1, 2, 4, 8):
        values = samples(1, bits=bits)
        yield f"palette{bits}.tif", tiff(values, PALETTE, bits, "MM", palette=palette(bits))
        yield f"palette{bits}-lzw.tif", tiff(values, PALETTE, bits, compression=LZW, palette=palette(bits), rows=4)
    yield "palette-short.tif", tiff(samples(1), PALETTE, palette=palette(8)[:600])
    yield "palette-alpha.tif", tiff(samples(2), PALETTE, palette=palette(8), extra=[ALPHA])


def colour_files():
    for kind, depth in (("u1", 8), ("u2", 16)):
        for order in ("II", "MM"):
            for planar in (1, 2):
                values = samples(3, kind)
                options = dict(order=order, planar=planar, rows=7)
                yield f"rgb{depth}-{order}-{planar}.tif", tiff(values, RGB, **options)
                yield f"rgb{depth}-{order}-{planar}-lzw.tif", tiff(values, RGB, compression=LZW, predictor=2, **options)
        for extra in ((), (UNSPECIFIED,), (PREMULTIPLIED,), (ALPHA,)):
            name = f"rgb{depth}-extra-{'-'.join(map(str, extra)) or 'missing'}"
            yield f"{name}.tif", tiff(samples(4, kind), RGB, extra=extra)
            yield f"{name}-planes.tif", tiff(samples(4, kind), RGB, extra=extra, planar=2, compression=DEFLATE)
    yield "rgb8-extra-999.tif", tiff(samples(4), RGB, extra=[999])
    yield "rgb8-extra-2-planes-raw.tif", tiff(samples(4), RGB, extra=[ALPHA], planar=2)
    for first in (UNSPECIFIED, PREMULTIPLIED, ALPHA):
        yield f"rgb8-extra-{first}-0-0.tif", tiff(samples(6), RGB, extra=[first, 0, 0])
    yield "cmyk8.tif", tiff(samples(4), CMYK, rows=4)
    yield "cmyk8-planes.tif", tiff(samples(4), CMYK, planar=2)
    yield "cmyk8-extra.tif", tiff(samples(6), CMYK, extra=[0, 0], compression=LZW)
    yield "cmyk16.tif", tiff(samples(4, "u2"), CMYK, order="MM", compression=DEFLATE)
    yield "ycbcr.tif", tiff(samples(3), YCBCR)


def layout_files():
    for packing, name in ((NONE, "raw"), (LZW, "lzw"), (DEFLATE, "deflate"), (PACKBITS, "packbits")):
        yield f"tiles-{name}.tif", tiff(samples(3, width=37), RGB, compression=packing, tile=(16, 16))
        yield f"tiles-{name}-planes.tif", tiff(samples(3, width=37), RGB, compression=packing, tile=(16, 32), planar=2)
    yield "tiles-grey1.tif", tiff(samples(1, bits=1, width=37), WHITE_IS_ZERO, 1, tile=(16, 16))
    yield "tiles-predicted.tif", tiff(samples(3, "u2"), RGB, order="MM", compression=LZW, predictor=2, tile=(16, 16))
    for kind in ("u2", "u4"):
        yield f"predicted-{kind}.tif", tiff(samples(1, kind), BLACK_IS_ZERO, compression=LZW, predictor=2)
    for order in ("II", "MM"):
        yield f"predicted-f4-{order}.tif", tiff(samples(1, "f4"), 1, None, order, DEFLATE, predictor=3, kind=FLOAT)
    for packing, name in ((NONE, "raw"), (LZW, "lzw")):
        yield f"reversed-grey1-{name}.tif", tiff(samples(1, bits=1), BLACK_IS_ZERO, 1, compression=packing, fill=2)
        yield f"reversed-grey4-{name}.tif", tiff(samples(1, bits=4), WHITE_IS_ZERO, 4, compression=packing, fill=2)
        yield f"reversed-rgb-{name}.tif", tiff(samples(3), RGB, compression=packing, fill=2)
        yield f"reversed-planes-{name}.tif", tiff(samples(3), RGB, compression=packing, fill=2, planar=2)
        yield f"big-{name}.tif", tiff(samples(3), RGB, compression=packing, big=True, rows=5)
        yield f"directory-first-{name}.tif", tiff(samples(1), BLACK_IS_ZERO, compression=packing, first=True, rows=5)
    single = {256: 2, 257: 3, 258: 8, 259: PACKBITS, 262: BLACK_IS_ZERO, 278: 3, 279: 10}
    runs = b"\x80\x01ab\x80\xfec\x80\x00d"  # parted by bytes that say nothing; one run goes on in the next row
    yield "packbits-odd.tif", assemble("II", {tag: (SHORT, [value]) for tag, value in single.items()}, [runs], 273)
    yield "one-plane.tif", tiff(samples(1), WHITE_IS_ZERO, tags={284: (SHORT, [2])})
    yield "old-deflate.tif", tiff(samples(3), RGB, compression=OLD_DEFLATE)
    yield "old-lzw.tif", tiff(samples(3), RGB, compression="old LZW")
    runs = numbers.integers(0, 2, (50, 200, 1)).astype("u1")
    yield "old-lzw-long.tif", tiff(runs, BLACK_IS_ZERO, compression="old LZW")
    yield "lzw-long.tif", tiff(runs, BLACK_IS_ZERO, compression=LZW)
    types = {256: (IFD, [23]), 257: (SLONG, [19]), 258: (SSHORT, [8]), 278: (LONG8, [2**32 - 1])}
    yield "types.tif", tiff(samples(1), BLACK_IS_ZERO, compression=LZW, tags=types)
    yield "missing-raw.tif", tiff(samples(1), BLACK_IS_ZERO, without=(259, 277, 278, 279))
    yield "missing-lzw.tif", tiff(samples(1), BLACK_IS_ZERO, compression=LZW, without=(262, 277, 278, 279))
    for orientation in range(10):
        yield f"orientation{orientation}.tif", tiff(samples(1), BLACK_IS_ZERO, tags={274: (SHORT, [orientation])})
    tiles = tiff(samples(3), RGB, compression=LZW, tile=(16, 16), tags={274: (SHORT, [7])})
    yield "orientation7-tiles.tif", tiles
    for number, text in ((8, b'tiff:Orientation="a" tiff:Orientation="8"'), (3, b"<tiff:Orientation>3</")):
        yield f"orientation{number}-xmp.tif", tiff(samples(1), BLACK_IS_ZERO, tags={700: (BYTE, text)})


def fax_files():
    kinds = ((CCITT, 0, "ccitt"), (GROUP3, 0, "group3"), (GROUP3, TWO_DIMENSIONS, "group3-mixed"))
    kinds += ((GROUP3, ALIGNED_ENDS, "group3-aligned"), (GROUP4, 0, "group4"))
    for number, (packing, options, name) in enumerate(kinds):
        photometric = number % 2
        noise = numbers.integers(0, 2, (19, 43, 1))
        runs = np.cumsum(numbers.random((40, 300, 1)) < 0.02, axis=1) % 2
        runs[3:7] = runs[3]
        runs[8], runs[9] = 0, 1
        wide = np.cumsum(numbers.random((6, 5400, 1)) < 0.0005, axis=1) % 2  # runs of several make-up codes
        fax = dict(bits=1, compression=packing, options=options)
        yield f"{name}.tif", tiff(runs, photometric, rows=13, **fax)
        yield f"{name}-noise.tif", tiff(noise, photometric, order="MM", fill=2, **fax)
        yield f"{name}-wide.tif", tiff(wide, 1 - photometric, **fax)
        yield f"{name}-tiles.tif", tiff(noise, photometric, tile=(32, 16), **fax)


def pillow_files():
    """As Pillow itself writes them."""
    names = {"1": ("group3", "group4"), "L": ("tiff_lzw",), "RGB": ("tiff_adobe_deflate", "packbits"), "CMYK": (None,)}
    rgb = Image.fromarray(samples(3))
    for mode, packings in names.items():
        for packing in packings:
            out = io.BytesIO()
            rgb.convert(mode).save(out, "TIFF", compression=packing)
            yield f"pillow-{mode}-{packing or 'raw'}.tif", out.getvalue()


jpeg_numbers = np.random.default_rng(29)


def photo(channels, width=53, height=41):
    """Slopes with a little noise."""
    y, x = np.mgrid[:height, :width]
    slopes = np.stack([127 + 120 * np.sin(x / (5 + 3 * c) + y / (9 - c) + c) for c in range(channels)], axis=2)
    return np.clip(slopes + jpeg_numbers.normal(0, 6, slopes.shape), 0, 255).astype("u1")


def stream(samples, kind, **options):
    """A JPEG: whole (kind 0), its tables (1), or the rest (2). Of four samples, ink as it is."""
    out = io.BytesIO()
    channels = samples.shape[2]
    image = Image.fromarray(samples[:, :, 0] if channels == 1 else samples, {1: "L", 3: "RGB", 4: "CMYK"}[channels])
    image.save(out, "JPEG", **{"quality": 70, "streamtype": kind, **options})
    return out.getvalue()


def jpeg_tiff(samples, photometric, tables=True, tags=None, planar=1, jpeg=None, **layout):
    """Strips or tiles of JPEG, whose tables the file has in a tag, or each of them itself."""
    options = {"keep_rgb": True} if photometric == RGB and planar == 1 and samples.shape[2] == 3 else {}
    options |= jpeg or {}
    shared = stream(samples if planar == 1 else samples[:, :, :1], 1, **options)
    tags = ({347: (UNDEFINED, shared)} if tables else {}) | (tags or {})
    encode = lambda piece: stream(np.ascontiguousarray(piece), 2 if tables else 0, **options)  # noqa: E731
    return tiff(samples, photometric, compression=JPEG, tags=tags, planar=planar, encode=encode, **layout)


def noise_tiff(across, down, width=45, height=35, rows=None, **options):
    """YCbCr of coefficients by chance, subsampled in ways that Pillow does not write."""
    blocks = {}

    def coefficients(*place):
        if place not in blocks:
            values = jpeg_numbers.integers(-20, 21, 64) * (jpeg_numbers.random(64) < 0.3 * np.exp(-np.arange(64) / 20))
            values[0] = jpeg_numbers.integers(-900, 901)
            blocks[place] = values
        return blocks[place]

    def encode(piece):
        blocks.clear()
        return jpeg(piece.shape[1], piece.shape[0], [(across, down), (1, 1), (1, 1)], coefficients, **options)

    tags = {530: (SHORT, [across, down])}
    return tiff(np.zeros((height, width, 3), "u1"), YCBCR, compression=JPEG, tags=tags, rows=rows, encode=encode)


def jpeg_files():
    rgb = Image.fromarray(photo(3))
    for mode in ("L", "LA", "RGB", "RGBX", "RGBA", "CMYK", "YCbCr"):
        out = io.BytesIO()
        image = rgb.convert("L").convert("LA") if mode == "LA" else rgb.convert(mode)
        image.save(out, "TIFF", compression="jpeg", quality=60, strip_size=3000)
        yield f"jpeg-pillow-{mode}.tif", out.getvalue()
    ycc = photo(3)
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        name = "jpeg-ycc-" + subsampling.replace(":", "")
        tag = {530: (SHORT, {"4:4:4": [1, 1], "4:2:2": [2, 1], "4:2:0": [2, 2]}[subsampling])}
        options = dict(jpeg={"subsampling": subsampling}, tags=tag)
        yield f"{name}-strip.tif", jpeg_tiff(ycc, YCBCR, **options)
        yield f"{name}-strips.tif", jpeg_tiff(ycc, YCBCR, rows=16, order="MM", **options)
        yield f"{name}-tiles.tif", jpeg_tiff(ycc, YCBCR, tile=(32, 16), tables=False, **options)
    yield "jpeg-ycc-odd-strips.tif", jpeg_tiff(ycc, YCBCR, rows=7)
    yield "jpeg-ycc-progressive.tif", jpeg_tiff(ycc, YCBCR, rows=24, tables=False, jpeg={"progressive": True})
    yield "jpeg-ycc-restarts.tif", jpeg_tiff(ycc, YCBCR, rows=32, jpeg={"restart_marker_blocks": 3})
    yield "jpeg-ycc-named-rgb.tif", jpeg_tiff(ycc, YCBCR, tags={530: (SHORT, [1, 1])}, jpeg={"keep_rgb": True})
    for across, down in ((1, 2), (4, 1), (1, 4), (4, 2), (2, 4)):
        yield f"jpeg-sampled-{across}{down}.tif", noise_tiff(across, down, rows=16 if down == 2 else None)
    yield "jpeg-scans-alone.tif", noise_tiff(2, 2, scans=[[2], [0], [1]])
    yield "jpeg-rgb-tiles.tif", jpeg_tiff(photo(3), RGB, tile=(16, 32))
    yield "jpeg-rgb-named-ycc.tif", jpeg_tiff(photo(3), RGB, jpeg={"keep_rgb": False, "subsampling": "4:4:4"})
    yield "jpeg-rgb-planes.tif", jpeg_tiff(photo(3), RGB, planar=2, rows=16)
    yield "jpeg-rgb-planes-tiles.tif", jpeg_tiff(photo(3), RGB, planar=2, tile=(32, 16))
    yield "jpeg-rgba-planes.tif", jpeg_tiff(photo(4), RGB, planar=2, extra=[ALPHA])
    yield "jpeg-rgb-reversed.tif", jpeg_tiff(photo(3), RGB, tags={266: (SHORT, [2])})
    yield "jpeg-rgb-orientation6.tif", jpeg_tiff(photo(3), RGB, rows=16, tags={274: (SHORT, [6])})
    yield "jpeg-cmyk-tiles.tif", jpeg_tiff(photo(4), CMYK, tile=(32, 32))
    yield "jpeg-cmyk-planes.tif", jpeg_tiff(photo(4), CMYK, planar=2, rows=24)
    yield "jpeg-grey-tiles.tif", jpeg_tiff(photo(1), BLACK_IS_ZERO, tile=(16, 16))
    yield "jpeg-grey-zero-white.tif", jpeg_tiff(photo(1), WHITE_IS_ZERO, rows=8)
    yield "jpeg-palette.tif", jpeg_tiff(photo(1), PALETTE, palette=[int(v) for v in jpeg_numbers.integers(0, 2**16, 768)])
    whole = np.pad(photo(1), ((0, 7), (0, 0), (0, 0)), mode="edge")  # a last strip as high as the others
    yield "jpeg-last-strip-high.tif", jpeg_tiff(whole, BLACK_IS_ZERO, rows=16, tags={257: (SHORT, [41])})


def refused_files():
    grey, rgb = samples(1), samples(3)
    for packing, name in ((6, "old-jpeg"), (34925, "lzma"), (50000, "zstd"), (50001, "webp"), (77, "77")):
        yield f"{name}.tif", tiff(rgb, RGB, tags={259: (SHORT, [packing])})
    photos = photo(3)
    sampled_grey = lambda piece: jpeg(piece.shape[1], piece.shape[0], [(2, 2)], lambda *_: [5] * 64)  # noqa: E731
    yield "jpeg-wrong-sampling.tif", jpeg_tiff(photos, YCBCR, rows=16, tags={530: (SHORT, [1, 1])})
    yield "jpeg-grey-sampled.tif", tiff(photos[:, :, :1], BLACK_IS_ZERO, compression=JPEG, encode=sampled_grey)
    yield "jpeg-ycc-planes.tif", jpeg_tiff(photos, YCBCR, planar=2)
    yield "jpeg-wide.tif", jpeg_tiff(photos, RGB, tags={256: (SHORT, [52])})
    yield "jpeg-low.tif", jpeg_tiff(photos, RGB, rows=60, tags={257: (SHORT, [60])})
    yield "jpeg-lab.tif", jpeg_tiff(photos, LAB)
    yield "jpeg-components.tif", jpeg_tiff(photos, RGB, tags={277: (SHORT, [4]), 258: (SHORT, [8]), 338: (SHORT, [ALPHA])})
    yield "jpeg-no-tables.tif", jpeg_tiff(photos, RGB, tags={347: (UNDEFINED, b"\xff\xd8\xff\xd9")})
    yield "jpeg-tables-cut.tif", jpeg_tiff(photos, RGB, tags={347: (UNDEFINED, stream(photos, 1)[:40])})
    yield "jpeg-tables-image.tif", jpeg_tiff(photos, RGB, tags={347: (UNDEFINED, stream(photos, 0))})
    yield "big-endian-big.tif", tiff(grey, BLACK_IS_ZERO, order="MM", big=True)
    yield "lab.tif", tiff(rgb, LAB)
    yield "grey-premultiplied.tif", tiff(samples(2), BLACK_IS_ZERO, extra=[PREMULTIPLIED])
    yield "grey64.tif", tiff(samples(1, "f8"), BLACK_IS_ZERO, kind=FLOAT)
    yield "grey16-zero-white-MM.tif", tiff(samples(1, "u2"), WHITE_IS_ZERO, order="MM")
    yield "planes-unspecified.tif", tiff(samples(4), RGB, extra=[UNSPECIFIED], planar=2)
    yield "depths.tif", tiff(rgb, RGB, tags={258: (SHORT, [5, 6, 5])})
    yield "predictor.tif", tiff(grey, BLACK_IS_ZERO, compression=LZW, tags={317: (SHORT, [3])})


def main():
    warnings.simplefilter("ignore")
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/images"
    for name in ("tiff", "tiff-refused"):
        shutil.rmtree(directory / name, ignore_errors=True)
        (directory / name).mkdir(parents=True)
    print("Pillow", PIL.__version__, "libtiff", features.version("libtiff"))
    lines, pixels = [], b""
    for files in (grey_files, palette_files, colour_files, layout_files, fax_files, pillow_files, jpeg_files):
        for name, data in files():
            (directory / "tiff" / name).write_bytes(data)
            rgb = Image.open(io.BytesIO(data)).convert("RGB")
            lines.append(f"{name}\t{rgb.width}\t{rgb.height}\n")
            pixels += rgb.tobytes()
    (directory / "tiff.tsv").write_text("".join(lines))
    (directory / "tiff.rgb.gz").write_bytes(gzip.compress(pixels, 9, mtime=0))
    for name, data in refused_files():
        (directory / "tiff-refused" / name).write_bytes(data)
    print(len(lines), "files,", len(pixels), "bytes of pixels")


if __name__ == "__main__":
    main()
