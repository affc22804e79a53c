"""Adds to golden/images what images.py does not make: GIF, BMP, WebP and EXIF, and what Pillow makes of them.

KIND/NAME       for gif, bmp, webp and exif: small files; KIND.tsv lists NAME, width, height; KIND.rgb.gz holds, in that
                order, Image.open(NAME).convert("RGB").tobytes(), of exif after ImageOps.exif_transpose
never/NAME      files that Pillow does not read at all; never.tsv lists them
exif-refused/   files that Pillow opens, but for ImageOps.exif_transpose
damaged.tsv     KIND/NAME, then what Pillow makes of the file cut before its first byte, its second and so on;
                then KIND/NAME and the same for the file of which bit i % 8 of byte i is flipped. Each is "-" where Pillow
                fails or finds more than 2^20 pixels, or the CRC-32 of width and height (u32 big-endian) and pixels.

Usage: python more_images.py [DIRECTORY]      default: ../src/main/resources/golden/images
"""

import io
import pathlib
import shutil
import struct
import sys
import warnings
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

import gif_writer
from bmp_writer import MASKED, RLE4, RLE8, bmp, palette_of, rows_of
from gif_writer import control, extension, frame, gif, literals
from images import picture, pillow_file, write

numbers = np.random.default_rng(21)


def indices(width, height, depth):
    return picture(width, height, 1, 2**depth - 1)[:, :, 0].tolist()


def colours(count):
    return numbers.integers(0, 256, (count, 3), dtype=np.uint8).tobytes()


def greys(count):
    return bytes(level for level in range(count) for _ in range(3))


def gif_files():
    for depth in range(1, 9):
        yield f"depth{depth}.gif", gif((23, 17), frame(indices(23, 17, depth), depth, pack=literals), palette=colours(2**depth))
        if depth > 1:
            yield f"interlaced{depth}.gif", gif((23, 17), frame(indices(23, 17, depth), depth, interlaced=True), palette=colours(2**depth))
    for height in range(1, 6):
        yield f"interlaced-{height}-rows.gif", gif((5, height), frame(indices(5, height, 3), 3, interlaced=True), palette=colours(8))
    few, palette = indices(9, 7, 3), colours(8)
    yield "87a.gif", gif((9, 7), frame(few, 3), palette=palette, version=b"GIF87a")
    yield "local-palette.gif", gif((9, 7), frame(few, 3, palette=colours(8)))
    yield "both-palettes.gif", gif((9, 7), frame(few, 3, palette=colours(8)), palette=palette)
    yield "no-palette.gif", gif((9, 7), frame(few, 3))
    yield "grey-palette.gif", gif((9, 7), frame(few, 3), palette=greys(4))  # counts for none: 7 is no black
    yield "local-greys.gif", gif((9, 7), frame(few, 3, palette=greys(8)), palette=palette)
    yield "global-greys.gif", gif((9, 7), frame(few, 3, palette=palette), palette=greys(8))
    yield "beyond-palette.gif", gif((9, 7), frame(few, 3), palette=palette[:12])
    yield "more-depth-than-palette.gif", gif((9, 7), frame(few, 8), palette=palette)
    yield "depth0.gif", gif((9, 7), frame([[0] * 9] * 7, 0, pack=literals), palette=palette)
    yield "depth11.gif", gif((9, 7), frame(few, 11), palette=palette)
    yield "small-frame.gif", gif((14, 12), frame(few, 3, at=(3, 2)), palette=palette, background=5)
    for transparent in (0, 3, 200):
        name = f"small-frame-transparent{transparent}.gif"
        yield name, gif((14, 12), control(transparent), frame(few, 3, at=(3, 2)), palette=palette, background=5)
    yield "transparent.gif", gif((9, 7), control(2), frame(few, 3), palette=palette)
    yield "small-frame-no-palette.gif", gif((14, 12), control(9), frame(few, 3, at=(3, 2)))
    for disposal in (1, 2, 3):
        name = f"small-frame-disposal{disposal}.gif"
        yield name, gif((14, 12), control(6, disposal), frame(few, 3, at=(3, 2)), palette=palette, background=5)
    yield "beyond-screen.gif", gif((6, 5), frame(few, 3, at=(2, 1)), palette=palette)
    yield "beyond-screen-transparent.gif", gif((6, 5), control(4), frame(few, 3, at=(2, 1)), palette=palette)
    yield "no-screen.gif", gif((0, 0), frame(few, 3), palette=palette)
    yield "two-frames.gif", gif((9, 7), control(1, 2), frame(few, 3), control(), frame(few[::-1], 3), palette=palette)
    yield "two-controls.gif", gif((14, 12), control(5), control(), frame(few, 3), palette=palette)
    loop = extension(0xFF, b"NETSCAPE2.0", b"\1\0\0")
    other = extension(0xFF, b"XMP DataXMP", b"some", b"more") + extension(0x01, b"plain text", b"of another time")
    words = extension(0xFE, b"a comment", b"in two blocks") + extension(0xFE)
    yield "extensions.gif", gif((9, 7), loop, words, other, b"\0\0?", control(1), frame(few, 3), words, palette=palette)
    yield "no-trailer.gif", gif((9, 7), frame(few, 3), palette=palette, trailer=b"")
    yield "more-behind.gif", gif((9, 7), frame(few, 3), palette=palette, trailer=b";and what follows")
    yield "no-end-code.gif", gif((9, 7), frame(few, 3, end=False), palette=palette)
    yield "short-blocks.gif", gif((9, 7), frame(few, 3, block=1), palette=palette)
    yield "more-pixels.gif", gif((9, 6), frame(few, 3).replace(struct.pack("<2H", 9, 7), struct.pack("<2H", 9, 6)), palette=palette)
    large, palette = indices(90, 80, 8), colours(256)
    yield "table-overflows.gif", gif((90, 80), frame(large, 8), palette=palette)
    yield "deferred-clear.gif", gif((90, 80), frame(large, 8, clear_when_full=False), palette=palette)
    yield "long-strings.gif", gif((250, 90), frame([[0] * 250] * 90, 2), palette=palette[:12])
    yield "empty-block.gif", gif((9, 7), gif_with_empty_block(few), palette=palette)
    yield "pillows.gif", pillow_file(Image.fromarray(picture(23, 17, 3).astype(np.uint8)), "GIF")
    one = Image.fromarray(picture(23, 17, 1)[:, :, 0].astype(np.uint8))
    yield "pillows-grey.gif", pillow_file(one, "GIF", save_all=True, append_images=[one.rotate(180)])


def gif_with_empty_block(samples):
    """An empty block ends the data; Pillow reads on."""
    whole = frame(samples, 3, block=4)
    return whole[:16] + b"\0" + whole[16:]


def bmp_files():
    for bits in (1, 4, 8):
        samples, palette = np.array(indices(21, 9, bits)), numbers.integers(0, 256, (2**bits, 3))
        data = rows_of(samples, bits)
        yield f"{bits}.bmp", bmp(21, 9, bits, data, palette=palette_of(palette))
        yield f"{bits}-top-down.bmp", bmp(21, -9, bits, data, palette=palette_of(palette))
        yield f"{bits}-os2.bmp", bmp(21, 9, bits, data, header=12, palette=palette_of(palette, 3))
        yield f"{bits}-few-colours.bmp", bmp(21, 9, bits, data, palette=palette_of(palette[: 2**bits - 1]), colours=2**bits - 1)
        for header in (52, 56, 64, 108, 124):
            yield f"{bits}-header{header}.bmp", bmp(21, 9, bits, data, header=header, palette=palette_of(palette))
        grey = [(level, level, level) for level in range(2**bits)]
        yield f"{bits}-greys.bmp", bmp(3, 9, bits, rows_of(samples[:, :3], bits), palette=palette_of(grey))
    black_and_white = palette_of([(0, 0, 0), (255, 255, 255)])
    bits = rows_of(np.array(indices(21, 9, 1)), 1)
    yield "1-black-white.bmp", bmp(21, 9, 1, bits, palette=black_and_white)
    yield "1-white-black.bmp", bmp(21, 9, 1, bits, palette=palette_of([(255, 255, 255), (0, 0, 0)]))
    yield "1-one-colour.bmp", bmp(21, 9, 1, bits, palette=palette_of([(0, 0, 0)]), colours=1)
    yield "8-black-white.bmp", bmp(21, 9, 8, data, palette=black_and_white, colours=2)  # Pillow reads bits
    yield "8-pixels-at-palette.bmp", bmp(21, 9, 8, data, palette=palette_of(palette), at=54)
    yield "8-no-place.bmp", bmp(21, 9, 8, data, palette=palette_of(palette), at=0)
    yield "8-gap.bmp", bmp(21, 9, 8, bytes(5) + data, palette=palette_of(palette), at=54 + 1024 + 5)
    yield "8-pixels-in-palette.bmp", bmp(21, 9, 8, b"", palette=palette_of(palette), at=300)
    for bits, known in MASKS.items():
        samples = numbers.integers(0, 2**bits, (9, 21))
        yield f"{bits}.bmp", bmp(21, 9, bits, rows_of(samples, bits))
        yield f"{bits}-top-down-v5.bmp", bmp(21, -9, bits, rows_of(samples, bits), header=124)
        yield f"{bits}-os2.bmp", bmp(21, 9, bits, rows_of(samples, bits), header=12)
        yield f"{bits}-no-place.bmp", bmp(21, 9, bits, rows_of(samples, bits), at=0)
        for i, masks in enumerate(known):
            name = f"{bits}-masks{i}.bmp"
            yield name, bmp(21, 9, bits, rows_of(samples, bits), header=56, packed=MASKED, masks=masks)
    yield "16-masks-behind.bmp", bmp(21, 9, 16, rows_of(samples % 65536, 16), packed=MASKED, masks=MASKS[16][0][:3])
    yield "16-masks-no-place.bmp", bmp(21, 9, 16, rows_of(samples % 65536, 16), packed=MASKED, masks=MASKS[16][0][:3], at=0)
    yield "24-palette.bmp", bmp(21, 9, 24, rows_of(samples % 2**24, 24), palette=palette_of(palette[:5]), colours=5)
    yield "24-no-last-padding.bmp", bmp(21, 9, 24, rows_of(samples % 2**24, 24)[:-1])
    for name, packed, bits, data in runs():
        grey = palette_of([(level, level, level) for level in range(2**bits)])
        yield f"{name}.bmp", bmp(5, 3, bits, data, packed=packed, palette=palette_of(palette[: 2**bits]))
        yield f"{name}-greys.bmp", bmp(5, -3, bits, data, packed=packed, palette=grey)


MASKS = {
    16: [(0xF800, 0x7E0, 0x1F, 0), (0x7C00, 0x3E0, 0x1F, 0x8000)],
    24: [(0xFF0000, 0xFF00, 0xFF, 0)],
    32: [
        (0xFF0000, 0xFF00, 0xFF, 0),
        (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
        (0xFF000000, 0xFF0000, 0xFF00, 0),
        (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
        (0xFF000000, 0xFF00, 0xFF, 0),
        (0xFF000000, 0xFF00, 0xFF, 0xFF0000),
        (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
        (0, 0, 0, 0),
    ],
}


def runs():
    """Packed indices of 5 x 3 pixels."""
    rows = bytes([3, 7, 2, 1, 0, 0, 0, 5, 9, 8, 7, 6, 5, 0, 0, 0, 5, 4, 0, 0, 0, 1])
    yield "rle8", RLE8, 8, rows
    yield "rle8-no-end", RLE8, 8, bytes([5, 1, 5, 2, 0, 0, 5, 2, 0, 0, 5, 3])
    yield "rle8-left-out", RLE8, 8, bytes([2, 1, 0, 2, 1, 1, 1, 9, 0, 2, 255, 255])
    yield "rle8-row-not-begun", RLE8, 8, bytes([0, 0, 5, 1, 0, 0, 0, 0, 5, 2, 0, 0, 5, 3])
    yield "rle8-over-the-row", RLE8, 8, bytes([0, 7, 1, 2, 3, 4, 5, 6, 7, 0, 4, 4, 0, 0, 9, 8, 0, 1])
    yield "rle8-short-rows", RLE8, 8, bytes([2, 1, 0, 0, 1, 2, 0, 0, 3, 3, 0, 0, 0, 1])
    yield "rle4", RLE4, 4, bytes([5, 0x12, 0, 0, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 3, 0x98, 2, 0xAB, 0, 0, 0, 1])
    yield "rle4-of-8-bits", RLE4, 8, bytes([5, 0x12, 0, 0, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 5, 0x98])
    yield "rle8-of-4-bits", RLE8, 4, bytes([5, 0x12, 0, 0, 5, 3, 0, 0, 5, 0])
    yield "rle8-of-1-bit", RLE8, 1, bytes([5, 1, 0, 0, 5, 0, 0, 0, 2, 1, 3, 200])


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff(*chunks):
    return chunk(b"RIFF", b"WEBP" + b"".join(chunks))


def chunks_of(file):
    """The chunks of an image in a WebP file, as Pillow wrote it."""
    found, at = {}, 12
    while at < len(file):
        end = at + 8 + struct.unpack_from("<I", file, at + 4)[0]
        end += end % 2
        found[file[at : at + 4]] = file[at:end]
        at = end
    return b"".join(found[name] for name in (b"ALPH", b"VP8 ", b"VP8L") if name in found)


def u24(number):
    return struct.pack("<I", number)[:3]


def canvas(width, height, flags=0):
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + u24(width - 1) + u24(height - 1))


def placed(x, y, width, height, image, flags=0):
    return chunk(b"ANMF", u24(x // 2) + u24(y // 2) + u24(width - 1) + u24(height - 1) + u24(100) + bytes([flags]) + image)


ANIMATION, XMP, EXIF, ALPHA = 2, 4, 8, 16
BACKGROUND = chunk(b"ANIM", bytes([10, 20, 30, 255, 0, 0]))


def webp_files():
    rgb = Image.fromarray(picture(29, 21, 3).astype(np.uint8))
    rgba = Image.fromarray(picture(29, 21, 4).astype(np.uint8))
    holes = rgba.copy()
    holes.putalpha(Image.fromarray((numbers.integers(0, 2, (21, 29)) * 255).astype(np.uint8)))
    for quality in (0, 30, 80, 100):
        yield f"lossy{quality}.webp", pillow_file(rgb, "WEBP", quality=quality)
    for method in (0, 6):
        yield f"lossy-method{method}.webp", pillow_file(rgb, "WEBP", method=method)
    yield "lossy-alpha.webp", pillow_file(rgba, "WEBP")
    yield "lossy-alpha-coarse.webp", pillow_file(rgba, "WEBP", alpha_quality=20)
    yield "lossy-holes.webp", pillow_file(holes, "WEBP", exact=True)
    yield "lossless.webp", pillow_file(rgb, "WEBP", lossless=True)
    yield "lossless-alpha.webp", pillow_file(rgba, "WEBP", lossless=True)
    yield "lossless-holes.webp", pillow_file(holes, "WEBP", lossless=True, exact=True)
    yield "lossless-palette.webp", pillow_file(rgb.quantize(6), "WEBP", lossless=True)
    yield "lossless-one-colour.webp", pillow_file(Image.new("RGB", (400, 300), (1, 2, 3)), "WEBP", lossless=True)
    yield "one-pixel.webp", pillow_file(rgb.crop((0, 0, 1, 1)), "WEBP")
    yield "odd-size.webp", pillow_file(rgb.crop((0, 0, 17, 1)), "WEBP")
    yield "wide.webp", pillow_file(rgb.resize((16383, 1)).point(lambda value: value & 0xC0), "WEBP", lossless=True)
    yield "profile.webp", pillow_file(rgb, "WEBP", icc_profile=b"a colour profile")
    yield "more-behind.webp", pillow_file(rgb, "WEBP") + b"and what follows"
    yield "pillows-animation.webp", pillow_file(rgb, "WEBP", save_all=True, append_images=[rgb.rotate(90)], background=(9, 8, 7, 255))
    yield "pillows-lossless-animation.webp", pillow_file(holes, "WEBP", save_all=True, append_images=[rgba], lossless=True)
    lossy, alpha = chunks_of(pillow_file(rgb, "WEBP")), chunks_of(pillow_file(rgba, "WEBP"))
    lossless = chunks_of(pillow_file(holes, "WEBP", lossless=True, exact=True))
    other = chunk(b"ABCD", b"xyz")
    yield "frame-lossy.webp", riff(canvas(40, 30, ANIMATION), BACKGROUND, placed(6, 4, 29, 21, lossy))
    yield "frame-lossless.webp", riff(canvas(40, 30, ANIMATION | ALPHA), BACKGROUND, placed(10, 8, 29, 21, lossless), placed(0, 0, 29, 21, lossy))
    yield "frame-alpha.webp", riff(canvas(40, 30, ANIMATION | ALPHA), BACKGROUND, placed(2, 0, 29, 21, alpha, 3))
    yield "frame-unannounced-alpha.webp", riff(canvas(40, 30, ANIMATION), BACKGROUND, placed(2, 0, 29, 21, alpha))
    yield "frame-lies-of-its-size.webp", riff(canvas(40, 30, ANIMATION), BACKGROUND, placed(2, 0, 5, 7, lossy))
    yield "frame-without-image.webp", riff(canvas(40, 30, ANIMATION), BACKGROUND, placed(0, 0, 29, 21, other), placed(2, 2, 29, 21, lossy))
    yield "extended.webp", riff(canvas(29, 21), other, lossy, other)
    yield "extended-alpha.webp", riff(canvas(29, 21, ALPHA), alpha)
    yield "extended-unannounced-alpha.webp", riff(canvas(29, 21), alpha)
    broken = chunk(b"ALPH", b"\1\1\2\3")  # not announced, so nobody looks at it
    yield "extended-unannounced-broken-alpha.webp", riff(canvas(29, 21), broken + lossy)
    yield "simple-with-more.webp", riff(lossy, other)


def never_files():
    few, palette = indices(9, 7, 3), colours(8)
    yield "88a.gif", gif((9, 7), frame(few, 3), palette=palette, version=b"GIF88a")
    yield "no-frame.gif", gif((9, 7), palette=palette)
    yield "empty-frame.gif", gif((9, 7), frame(few, 3).replace(struct.pack("<2H", 9, 7), bytes(4)), palette=palette)
    yield "short-control.gif", gif((9, 7), extension(0xF9, b"\1\0\0"), frame(few, 3), palette=palette)
    yield "fewer-pixels.gif", gif((9, 8), frame(few, 3).replace(struct.pack("<2H", 9, 7), struct.pack("<2H", 9, 8)), palette=palette)
    yield "unknown-code.gif", gif((9, 7), frame(few, 3, pack=lambda pixels, depth: bytes([0x78, 0xFF])), palette=palette)
    data = bytes(9 * 7 * 4)
    for bits in (0, 2, 15, 64):
        yield f"{bits}-bits.bmp", bmp(9, 7, bits, data, palette=palette_of(np.zeros((4, 3), int)))
    for packed in (4, 5):
        yield f"packed{packed}.bmp", bmp(9, 7, 24, data, packed=packed)
    yield "packed-24.bmp", bmp(9, 7, 24, data, packed=RLE8)
    yield "masked-8.bmp", bmp(9, 7, 8, data, packed=MASKED, masks=MASKS[32][0])
    for name, bits, masks in (("rgbx", 32, (0xFF, 0xFF00, 0xFF0000, 0)), ("no", 16, (0, 0, 0, 0)), ("444", 16, (0xF00, 0xF0, 0xF, 0))):
        yield f"{name}-masks.bmp", bmp(9, 7, bits, data, header=56, packed=MASKED, masks=masks)
    yield "header16.bmp", bmp(9, 7, 24, data, header=16)
    yield "257-colours.bmp", bmp(9, 7, 8, data, palette=palette_of(np.full((257, 3), 7)), colours=257)
    yield "65537-colours.bmp", bmp(9, 7, 8, data, palette=palette_of(np.zeros((256, 3), int)), colours=65537)
    yield "wide-greys.bmp", bmp(9, 1, 4, data, palette=palette_of([(level,) * 3 for level in range(16)]))
    yield "runs-end.bmp", bmp(9, 7, 8, bytes([9, 1, 0, 1]), packed=RLE8, palette=palette_of(np.full((256, 3), 7)))
    rgb, rgba = Image.fromarray(picture(29, 21, 3).astype(np.uint8)), Image.fromarray(picture(29, 21, 4).astype(np.uint8))
    lossy, alpha = chunks_of(pillow_file(rgb, "WEBP")), chunks_of(pillow_file(rgba, "WEBP"))
    lossless, length = chunks_of(pillow_file(rgb, "WEBP", lossless=True)), struct.unpack_from("<I", alpha, 4)[0]
    only_alpha, whole = alpha[: 8 + length + length % 2], placed(0, 0, 29, 21, lossy)
    yield "alpha-only.webp", riff(canvas(29, 21, ALPHA), only_alpha)
    yield "alpha-behind.webp", riff(canvas(29, 21, ALPHA), lossy, only_alpha)
    yield "alpha-before-lossless.webp", riff(canvas(29, 21, ALPHA), only_alpha, lossless)
    yield "two-images.webp", riff(canvas(29, 21), lossy, lossy)
    yield "other-canvas.webp", riff(canvas(30, 21), lossy)
    yield "unknown-flag.webp", riff(canvas(29, 21, 0x40), lossy)
    yield "no-image.webp", riff(canvas(29, 21), chunk(b"ABCD", b"xyz"))
    yield "two-headers.webp", riff(canvas(29, 21), canvas(29, 21), lossy)
    yield "no-flag-of-animation.webp", riff(canvas(29, 21), BACKGROUND, whole)
    yield "no-background.webp", riff(canvas(29, 21, ANIMATION), whole)
    yield "image-in-animation.webp", riff(canvas(29, 21, ANIMATION), BACKGROUND, lossy)
    yield "beyond-canvas.webp", riff(canvas(29, 21, ANIMATION), BACKGROUND, whole, placed(2, 0, 29, 21, lossy))
    long = lossy[:8] + struct.pack("<I", int.from_bytes(lossy[8:11], "little") | 0xFFFFE0)[:3] + lossy[11:]
    yield "second-frame.webp", riff(canvas(29, 21, ANIMATION), BACKGROUND, whole, placed(0, 0, 29, 21, long))
    yield "first-part.webp", riff(long)
    files = Exif()
    yield "text-bomb.png", files.png((b"zTXt", XMP_TEXT + b"\0" + zlib.compress(bytes(3 << 20))))
    yield "text-method.png", files.png((b"zTXt", XMP_TEXT + b"\1" + zlib.compress(xmp(3))))


def tiff(*entries, order="<", header=None, behind=b""):
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    directory = b"".join(struct.pack(order + "HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    return (header or mark) + struct.pack(order + "IH", 8, len(entries)) + directory + bytes(4) + behind


def oriented(number, order="<"):
    return tiff((274, 3, 1, struct.pack(order + "HH", number, 0)), order=order)


def xmp(number):
    return f'<x tiff:Orientation="{number}"/>'.encode()


def segment(code, data):
    return bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data


class Exif:
    """Small files, into which EXIF and XMP can be put."""

    def __init__(self):
        self.rgb = Image.fromarray(picture(11, 7, 3).astype(np.uint8))
        self.plain = pillow_file(self.rgb, "JPEG")
        self.inches = pillow_file(self.rgb, "JPEG", dpi=(72, 72))
        self.png_file = pillow_file(self.rgb, "PNG")
        self.lossless = chunks_of(pillow_file(self.rgb, "WEBP", lossless=True))

    def jpeg(self, *segments, file=None):
        file = file or self.plain
        return file[:20] + b"".join(segments) + file[20:]

    def png(self, *chunks, at=33):
        framed = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
        return self.png_file[:at] + b"".join(framed) + self.png_file[at:]

    def webp(self, flags, *chunks):
        return riff(canvas(11, 7, flags), self.lossless, *chunks)


def exif(block):
    return segment(0xE1, b"Exif\0\0" + block)


ADOBE = b"http://ns.adobe.com/xap/1.0/\0"
PROFILE = b"Raw profile type exif\0"
XMP_TEXT = b"XML:com.adobe.xmp\0"


def exif_refused():
    files = Exif()
    yield "header.jpg", files.jpeg(exif(b"no TIFF at all"), file=files.inches)
    yield "header.png", files.png((b"eXIf", b"no TIFF at all"))
    yield "header.webp", files.webp(EXIF, chunk(b"EXIF", b"no TIFF at all"))
    yield "short.png", files.png((b"eXIf", b"II*\0\1"))
    yield "43.png", files.png((b"eXIf", tiff((274, 3, 1, b"\6\0\0\0"), header=b"II+\0")))
    yield "two-prefixes.png", files.png((b"eXIf", b"Exif\0\0Exif\0\0" + oriented(6)))
    yield "no-digits.png", files.png((b"tEXt", PROFILE + b"\nexif\n  2\nzz"))
    yield "half-a-byte.png", files.png((b"tEXt", PROFILE + b"\nexif\n  2\n454"))


def exif_files():
    files = Exif()
    for number in range(10):
        yield f"{number}.jpg", files.jpeg(exif(oriented(number)))
        yield f"{number}-big-endian.png", files.png((b"eXIf", oriented(number, ">")))
        yield f"{number}.webp", files.webp(EXIF, chunk(b"EXIF", oriented(number)))
    for kind, value in ((1, b"\6"), (2, b"6"), (4, b"\6"), (6, b"\6"), (7, b"\6"), (8, b"\6"), (9, b"\6"), (11, struct.pack("<f", 6)), (13, b"\6"), (14, b"\6")):
        yield f"type{kind}.webp", files.webp(EXIF, chunk(b"EXIF", tiff((274, kind, 1, value.ljust(4, b"\0")))))
    for kind, value in ((5, struct.pack("<II", 12, 2)), (10, struct.pack("<ii", -12, -2)), (12, struct.pack("<d", 6)), (16, struct.pack("<Q", 6))):
        block = tiff((274, kind, 1, struct.pack("<I", 26)), behind=value)
        yield f"type{kind}.webp", files.webp(EXIF, chunk(b"EXIF", block))
    six, three = (274, 3, 1, b"\6\0\0\0"), (274, 3, 1, b"\3\0\0\0")
    blocks = {
        "first-of-two": tiff(six, three),
        "first-of-two-values": tiff((274, 3, 2, b"\6\0\3\0")),
        "no-value": tiff((274, 3, 0, b"\6\0\0\0")),
        "behind-far": tiff((271, 2, 5, struct.pack("<I", 2000)), three),
        "behind-huge": tiff((271, 2, 50000, struct.pack("<I", 2)), three),
        "behind-cut": tiff((271, 2, 30, struct.pack("<I", 20)), three),
        "behind-known": tiff((271, 2, 5, struct.pack("<I", 20)), (271, 2, 5, struct.pack("<I", 2000)), three),
        "ends-early": tiff(six)[:-5],
        "cut": tiff(six)[:-6],
        "nothing": b"",
        "two-prefixes": b"Exif\0\0" + oriented(6),
        "swapped-mark": tiff(three, header=b"II\0*"),
    }
    for name, block in blocks.items():
        yield f"{name}.jpg", files.jpeg(exif(block), file=files.inches)
        yield f"{name}.png", files.png((b"eXIf", block))
    for name, block in (("damaged", b"no TIFF at all"), ("damaged-short", b"II*\0\1"), ("damaged-43", tiff(six, header=b"II+\0"))):
        yield f"{name}.jpg", files.jpeg(exif(block), segment(0xE1, ADOBE + xmp(3)))  # forgiven, as JFIF gives no resolution
    yield "two-segments.jpg", files.jpeg(exif(oriented(6)[:11]), exif(oriented(6)[11:]))
    yield "no-jfif.jpg", files.plain[:2] + exif(oriented(8)) + files.plain[20:]
    yield "fill-bytes.jpg", files.jpeg(b"\xff\xff", exif(oriented(8)))
    yield "xmp.jpg", files.jpeg(segment(0xE1, ADOBE + xmp(3)), segment(0xE1, ADOBE + xmp(5)))
    yield "xmp-beside-exif.jpg", files.jpeg(segment(0xE1, ADOBE + xmp(3)), exif(oriented(6)))
    yield "xmp-beside-silent-exif.jpg", files.jpeg(segment(0xE1, ADOBE + xmp(3)), exif(tiff((271, 2, 1, b"x\0\0\0"))))
    yield "xmp.webp", files.webp(XMP, chunk(b"XMP ", b"<tiff:Orientation>8</tiff:Orientation>"))
    yield "unannounced.webp", files.webp(0, chunk(b"EXIF", oriented(6)))
    yield "two-chunks.webp", riff(canvas(11, 7, EXIF), chunk(b"EXIF", oriented(6)), files.lossless, chunk(b"EXIF", oriented(3)))
    yield "two-chunks.png", files.png((b"eXIf", oriented(6)), (b"eXIf", oriented(3)))
    yield "behind-pixels.png", files.png((b"eXIf", oriented(6)), at=len(files.png_file) - 12)
    digits = (b"Exif\0\0" + oriented(6)).hex()
    profile = f"\nexif\n{len(digits) // 2:8}\n{digits[:40]}\n{digits[40:]}\n".encode()
    yield "profile-text.png", files.png((b"tEXt", PROFILE + profile))
    yield "profile-packed.png", files.png((b"zTXt", PROFILE + b"\0" + zlib.compress(profile)))
    yield "profile-international.png", files.png((b"iTXt", PROFILE + b"\1\0en\0\0" + zlib.compress(profile)))
    yield "profile-of-two-lines.png", files.png((b"tEXt", PROFILE + b"\nexif\n"), (b"tEXt", XMP_TEXT + xmp(3)))
    yield "profile-damaged.png", files.png((b"zTXt", PROFILE + b"\0no zlib"))
    yield "xmp.png", files.png((b"iTXt", XMP_TEXT + b"\0\0\0\0" + xmp(7)))
    yield "xmp-packed.png", files.png((b"iTXt", XMP_TEXT + b"\1\0\0\0" + zlib.compress(xmp(7))))
    yield "xmp-unknown-method.png", files.png((b"iTXt", XMP_TEXT + b"\1\1\0\0" + zlib.compress(xmp(7))))
    yield "xmp-damaged.png", files.png((b"iTXt", XMP_TEXT + b"\1\0\0\0no zlib"))
    yield "xmp-cut.png", files.png((b"iTXt", XMP_TEXT + b"\1\0\0\0" + zlib.compress(xmp(7))[:-5]))
    yield "no-exif.gif", pillow_file(files.rgb, "GIF")


def decoded(data, upright=False):
    image = Image.open(io.BytesIO(data))
    return (ImageOps.exif_transpose(image) if upright else image).convert("RGB")


def empty(directory):
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()


def refused(directory):
    empty(directory / "exif-refused")
    for name, data in exif_refused():
        (directory / "exif-refused" / name).write_bytes(data)
        decoded(data)
        assert fails(data), name
    empty(directory / "never")
    names = []
    for name, data in never_files():
        (directory / "never" / name).write_bytes(data)
        assert fails(data), name
        names.append(name + "\n")
    (directory / "never.tsv").write_text("".join(names))


def fails(data):
    try:
        decoded(data, upright=True)
    except (OSError, SyntaxError, ValueError, struct.error):
        return True
    return False


def cases(directory, kind, files):
    empty(directory / kind)
    lines, pixels = [], b""
    for name, data in files:
        (directory / kind / name).write_bytes(data)
        rgb = decoded(data, upright=kind == "exif")
        lines.append((name, *rgb.size))
        pixels += rgb.tobytes()
    write(directory, kind, lines, pixels)


DAMAGED = ("gif/both-palettes.gif", "gif/extensions.gif", "gif/interlaced2.gif", "bmp/4-few-colours.bmp", "bmp/16-masks0.bmp")
DAMAGED += ("bmp/rle8-short-rows-greys.bmp", "bmp/rle4.bmp", "webp/frame-alpha.webp", "webp/lossless-palette.webp")
DAMAGED += ("webp/extended.webp", "webp/odd-size.webp")
DAMAGED += ("decode/palette2-interlaced.png", "decode/grey4.png", "decode/palette1-transparency.png")  # by images.py


def outcome(data):
    try:
        rgb = decoded(data)
        if rgb.width * rgb.height > 1 << 20:
            return "-"
        return format(zlib.crc32(struct.pack(">II", *rgb.size) + rgb.tobytes()), "08x")
    except Exception:  # whatever Pillow fails with
        return "-"


def damaged(directory):
    for name in DAMAGED:
        data = (directory / name).read_bytes()
        yield name, *(outcome(data[:length]) for length in range(len(data)))
        flipped = (data[:i] + bytes([data[i] ^ 1 << i % 8]) + data[i + 1 :] for i in range(len(data)))
        yield name, *(outcome(file) for file in flipped)


def main():
    warnings.simplefilter("ignore")  # of sizes, and of EXIF that is cut
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/images"
    print("Pillow", PIL.__version__)
    for kind, files in (("gif", gif_files()), ("bmp", bmp_files()), ("webp", webp_files()), ("exif", exif_files())):
        cases(directory, kind, files)
    refused(directory)
    lines = ("\t".join(line) + "\n" for line in damaged(directory))
    (directory / "damaged.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main()
