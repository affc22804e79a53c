"""Makes golden/images: small image files and what Pillow and torchvision make of them.

decode/NAME       an image file of some kind; decode.tsv lists NAME, width, height;
                  decode.rgb.gz holds, in that order, Image.open(NAME).convert("RGB").tobytes()
refused/NAME      files of kinds that the decoder does not know yet, or that are no image
noise.rgb.gz      random bytes: the source of the cases below, an image of w x h is its first 3 * w * h bytes
resize.tsv        source width, source height, new width, new height;   resize.rgb.gz      Image.resize(BILINEAR)
preprocess.tsv    resize, crop, width, height;                          preprocess.rgb.gz  Resize(resize), CenterCrop(crop)
normalization.f32 little-endian: for ImageNet, then CIFAR-10, [3, 256] of normalize(to_tensor(image)) for every byte

Usage: python images.py [DIRECTORY]      default: ../src/main/resources/golden/images
"""

import gzip
import io
import itertools
import pathlib
import random
import shutil
import sys
import warnings

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import functional
from torchvision.transforms.functional import InterpolationMode

from png_writer import GREY, GREY_ALPHA, PALETTE, RGB, RGB_ALPHA, chunk, png

random.seed(20)
numbers = np.random.default_rng(20)


def picture(width, height, channels, top=255):
    """A gradient for half of the rows, noise for the others, with the extremes in it."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    gradient = (x * 5 + y * 7 + c * 40) * (top + 1) // 256 % (top + 1)
    noise = numbers.integers(0, top + 1, (height, width, channels))
    samples = np.where(y < height // 2, gradient, noise)
    samples[-1, -1], samples[-1, 0] = 0, top
    return samples


def png_of(colour, depth, width=37, height=29, **options):
    channels = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}[colour]
    filters = itertools.cycle([0, 1, 2, 3, 4, 4, 2, 1])
    top = options.pop("top", 2**depth - 1)
    return png(picture(width, height, channels, top), colour, depth, filters=filters, **options)


def png_files():
    for depth in (1, 2, 4, 8, 16):
        yield f"grey{depth}.png", png_of(GREY, depth)
        yield f"grey{depth}-interlaced.png", png_of(GREY, depth, interlaced=True)
    for depth in (8, 16):
        key = (1000).to_bytes(2, "big") * 3
        for name, colour in (("rgb", RGB), ("grey-alpha", GREY_ALPHA), ("rgb-alpha", RGB_ALPHA)):
            yield f"{name}{depth}.png", png_of(colour, depth)
            yield f"{name}{depth}-interlaced.png", png_of(colour, depth, interlaced=True)
        yield f"rgb{depth}-colour-key.png", png_of(RGB, depth, transparency=key)
        yield f"grey{depth}-colour-key.png", png_of(GREY, depth, transparency=key[:2])
    for depth in (1, 2, 4, 8):
        palette = numbers.integers(0, 256, (2**depth, 3))
        alphas = bytes(numbers.integers(0, 256, 2**depth, dtype=np.uint8))
        yield f"palette{depth}.png", png_of(PALETTE, depth, palette=palette)
        yield f"palette{depth}-interlaced.png", png_of(PALETTE, depth, palette=palette, interlaced=True)
        yield f"palette{depth}-transparency.png", png_of(PALETTE, depth, palette=palette, transparency=alphas)
    yield "palette8-short.png", png_of(PALETTE, 8, palette=numbers.integers(0, 256, (77, 3)), top=76)
    yield "palette8-one-transparent.png", png_of(PALETTE, 8, palette=palette, transparency=b"\xff\xff\0")
    yield "palette8-beyond.png", png_of(PALETTE, 8, palette=palette[:200])
    yield "rgb8-suggested-palette.png", png_of(RGB, 8, palette=palette)
    for width, height in ((1, 1), (2, 3), (5, 1), (3, 9)):  # passes without pixels
        yield f"rgb8-interlaced-{width}x{height}.png", png_of(RGB, 8, width, height, interlaced=True)
        yield f"grey2-interlaced-{width}x{height}.png", png_of(GREY, 2, width, height, interlaced=True)


def loose_png_files():
    """Checksums that Pillow does not look at, and ends that it does not miss."""

    def wrong(chunk):
        return chunk[:-4] + b"oops"

    samples = np.arange(19 * 13 * 3).reshape(13, 19, 3) * 37 % 251

    def file_of(**options):
        return png(samples, RGB, 8, filters=itertools.cycle([0, 1, 2, 3, 4]), **options)

    file = file_of()
    end = len(file) - 12
    text = chunk(b"tEXt", b"k\0v")
    yield "no-end.png", file[:end]
    yield "cut-in-the-last-checksum.png", file[: end - 3]
    yield "cut-in-the-end.png", file[: end + 6]
    yield "wrong-checksums.png", file_of(idat=10**6)[:-16] + b"oops" + wrong(text) + wrong(chunk(b"IEND", b""))
    yield "junk-for-an-end.png", file[:end] + b"\r\n--- end ---\r\n"
    yield "header-behind-the-pixels.png", file[:end] + chunk(b"IHDR", file[16:29].replace(b"\x13", b"\x07")) + file[end:]
    yield "palette-behind-the-pixels.png", file[:end] + chunk(b"PLTE", bytes(7)) + file[end:]
    last = file.rindex(b"IDAT") - 4
    yield "last-data-claim-more.png", file[:last] + b"\xff\0\0\0" + file[last + 4 :]


def pillow_file(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg_files():
    rgb = Image.fromarray(picture(45, 35, 3).astype(np.uint8))
    grey = rgb.convert("L")
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        name = subsampling.replace(":", "")
        yield f"{name}.jpg", pillow_file(rgb, "JPEG", quality=85, subsampling=subsampling)
        yield f"{name}-progressive.jpg", pillow_file(rgb, "JPEG", subsampling=subsampling, progressive=True)
    yield "grey.jpg", pillow_file(grey, "JPEG", quality=90)
    yield "grey-progressive.jpg", pillow_file(grey, "JPEG", quality=40, progressive=True)
    yield "restarts.jpg", pillow_file(rgb, "JPEG", restart_marker_blocks=2)
    yield "rgb-inside.jpg", pillow_file(rgb, "JPEG", keep_rgb=True)
    yield "one-pixel.jpg", pillow_file(rgb.crop((0, 0, 1, 1)), "JPEG")
    few = Image.fromarray(picture(7, 5, 3).astype(np.uint8))
    yield "large.jpg", pillow_file(few.resize((400, 300), Image.Resampling.BICUBIC), "JPEG", quality=30)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter; the decoder leaves it
    yield "orientation.jpg", pillow_file(rgb, "JPEG", exif=exif, comment=b"a comment")


def refused_files():
    rgb = Image.fromarray(picture(16, 12, 3).astype(np.uint8))
    yield "text.png", b"this is no image\n"


def decode_cases(directory):
    (directory / "decode").mkdir()
    lines, pixels = [], b""
    for name, data in itertools.chain(png_files(), jpeg_files(), loose_png_files()):
        (directory / "decode" / name).write_bytes(data)
        rgb = Image.open(io.BytesIO(data)).convert("RGB")
        lines.append((name, *rgb.size))
        pixels += rgb.tobytes()
    write(directory, "decode", lines, pixels)


def noise_image(noise, width, height):
    return Image.frombytes("RGB", (width, height), noise[: 3 * width * height])


def resize_cases(noise):
    fixed = [(48, 40, 48, 40), (48, 40, 48, 13), (48, 40, 17, 40), (1, 1, 7, 5), (90, 2, 3, 31), (2, 90, 31, 3), (64, 64, 1, 1)]
    fixed += [(40, 50, 35, 40), (40, 50, 36, 41), (40, 50, 35, 39)]  # from twice the columns lost on, columns come first
    drawn = [tuple(random.randint(1, 60) for _ in range(4)) for _ in range(50)]
    for case in fixed + drawn:
        yield case, noise_image(noise, *case[:2]).resize(case[2:], Image.Resampling.BILINEAR)


def preprocess_cases(noise):
    presets = [(256, 224, 13, 9), (256, 224, 9, 14), (232, 224, 17, 11), (32, 32, 32, 32), (32, 32, 41, 57)]
    larger = [(random.randint(17, 40), random.randint(1, 17), *sizes()) for _ in range(20)]
    padded = [(random.randint(5, 20), random.randint(15, 31), *sizes()) for _ in range(15)]
    for case in presets + larger + padded:
        resize, crop = case[:2]
        image = functional.resize(noise_image(noise, *case[2:]), resize, InterpolationMode.BILINEAR)
        yield case, functional.center_crop(image, crop)


def sizes():
    return random.randint(9, 60), random.randint(9, 60)


def normalization():
    every = torch.arange(256, dtype=torch.uint8).repeat(3, 1).reshape(3, 1, 256)
    image = Image.fromarray(every.permute(1, 2, 0).numpy())
    for mean, std in (
        ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
    ):
        yield functional.normalize(functional.to_tensor(image), mean, std).numpy().astype("<f4").tobytes()


def write(directory, name, lines, pixels):
    (directory / f"{name}.tsv").write_text("".join("\t".join(map(str, line)) + "\n" for line in lines))
    (directory / f"{name}.rgb.gz").write_bytes(gzip.compress(pixels, 9, mtime=0))


def write_cases(directory, name, cases):
    cases = list(cases)
    write(directory, name, [case for case, _ in cases], b"".join(image.tobytes() for _, image in cases))


def main():
    warnings.simplefilter("ignore")  # Pillow advises RGBA for palettes with transparency
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/images"
    for name in ("decode", "refused"):  # tiffs.py makes the rest
        shutil.rmtree(directory / name, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)
    print("Pillow", PIL.__version__, "torch", torch.__version__, "torchvision", torchvision.__version__)
    decode_cases(directory)
    (directory / "refused").mkdir()
    for name, data in refused_files():
        (directory / "refused" / name).write_bytes(data)
    noise = numbers.integers(0, 256, 3 * 64 * 64, dtype=np.uint8).tobytes()
    (directory / "noise.rgb.gz").write_bytes(gzip.compress(noise, 9, mtime=0))
    write_cases(directory, "resize", resize_cases(noise))
    write_cases(directory, "preprocess", preprocess_cases(noise))
    (directory / "normalization.f32").write_bytes(b"".join(normalization()))
    print(sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()), "bytes")


if __name__ == "__main__":
    main()
