"""Makes golden/resize: checksums of what Pillow and torchvision make of images of many sizes, by every filter.

resize.tsv      source width, source height, new width, new height, then the CRC-32 of Image.resize(...).tobytes(), in
                hexadecimal, for NEAREST, BOX, BILINEAR, HAMMING, BICUBIC and LANCZOS
preprocess.tsv  resize, crop, width, height, then the same of Resize(resize) and CenterCrop(crop)

The source comes from the formula: its image "resize" of [400, 400, 3], 128 * (value + 1) cut off to 0 to 255, so that half
of the bytes are extremes. An image of w x h is its first 3 * w * h bytes.

Usage: python resizes.py [DIRECTORY]      default: ../src/main/resources/golden/resize
"""

import pathlib
import random
import sys
import zlib

import numpy as np
import PIL
import torchvision
from PIL import Image
from torchvision.transforms import functional
from torchvision.transforms.functional import InterpolationMode

import formula

LARGEST = 400
FILTERS = ("NEAREST", "BOX", "BILINEAR", "HAMMING", "BICUBIC", "LANCZOS")
PIXELS = np.clip(128 * (formula.image("resize", (LARGEST, LARGEST, 3)).astype(np.float64) + 1), 0, 255).astype(np.uint8).tobytes()

SIDES = [
    (1, 1, 1, 1), (1, 1, 400, 400), (400, 400, 1, 1), (1, 400, 400, 1), (400, 1, 1, 400), (400, 3, 2, 397), (3, 400, 397, 2),
    (400, 400, 400, 399), (400, 400, 399, 400), (2, 2, 3, 3), (399, 397, 398, 396), (400, 300, 200, 150), (64, 64, 63, 65),
    (40, 50, 35, 40), (40, 50, 36, 41), (40, 50, 35, 39), (300, 200, 290, 181), (300, 200, 290, 180), (300, 200, 290, 179),
    (300, 200, 310, 199), (300, 200, 400, 200), (65, 400, 65, 70), (400, 65, 70, 65),
]  # fmt: skip

AWKWARD = [
    (256, 224, 400, 300), (256, 224, 300, 400), (232, 224, 400, 267), (235, 224, 300, 399), (224, 224, 224, 224),
    (224, 224, 225, 224), (8, 7, 400, 1), (7, 8, 1, 400), (1, 1, 400, 399), (1, 3, 7, 5), (33, 32, 3, 400), (32, 33, 399, 5),
    (64, 100, 77, 91), (100, 99, 64, 65), (100, 64, 65, 64), (31, 30, 62, 93), (256, 255, 86, 108), (50, 224, 33, 34),
    (15, 10, 26, 15), (15, 10, 15, 26), (20, 17, 20, 20), (256, 224, 13, 9),
]  # fmt: skip


def source(width, height):
    return Image.frombytes("RGB", (width, height), PIXELS[: 3 * width * height])


def side():
    """Any length as likely as any other, but now and then a very short one."""
    return random.randint(1, random.choice((4, 40, LARGEST, LARGEST)))


def write(file, cases, make):
    lines = []
    for case in cases:
        checksums = [f"{zlib.crc32(make(case, name).tobytes()):08x}" for name in FILTERS]
        lines.append("\t".join([*map(str, case), *checksums]) + "\n")
    file.write_text("".join(lines))


def resized(case, name):
    return source(*case[:2]).resize(case[2:], Image.Resampling[name])


def prepared(case, name):
    resize, crop, width, height = case
    return functional.center_crop(functional.resize(source(width, height), resize, InterpolationMode[name]), crop)


def main():
    random.seed(13)
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/resize"
    directory.mkdir(parents=True, exist_ok=True)
    print("Pillow", PIL.__version__, "torchvision", torchvision.__version__)
    write(directory / "resize.tsv", SIDES + [(side(), side(), side(), side()) for _ in range(200)], resized)
    write(directory / "preprocess.tsv", AWKWARD, prepared)


if __name__ == "__main__":
    main()
