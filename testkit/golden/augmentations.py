"""Makes golden/augment: checksums of what torchvision makes of PIL images when it augments them with given parameters.

crop.tsv          width, height, padding, top, left, new height, new width, then the CRC-32 of crop(pad(image, padding), ...)
mirror.tsv        width, height, then that of hflip(image)
resized_crop.tsv  width, height, top, left, height, width, new height, new width, then that of resized_crop(...) by NEAREST,
                  BOX, BILINEAR, HAMMING, BICUBIC and LANCZOS
piece.tsv         seed, epoch, position, width, height, scale and ratio from and to, then left, top, width and height by
                  RandomResizedCrop.get_params, whose random numbers are those that RandomBits has for "resized-crop"
grey.tsv          width, height, mean, std, then that of normalize(to_tensor(Grayscale(image))), little-endian float32

All checksums are in hexadecimal. The source is that of resizes.py.

Usage: python augmentations.py [DIRECTORY]      default: ../src/main/resources/golden/augment
"""

import pathlib
import random
import sys
import zlib

import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import RandomResizedCrop, functional, transforms
from torchvision.transforms.functional import InterpolationMode

from resizes import FILTERS, source

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "core/src/test/golden"))
import initial_values  # noqa: E402: the numbers that RandomBits has

SIDES = [(1, 1), (1, 9), (9, 1), (2, 2), (3, 5), (8, 8), (32, 32), (33, 31), (64, 48), (255, 7)]


def crops():
    """CIFAR's with every corner, crops that see only the edge, and some that need no padding."""
    yield from ((32, 32, 4, top, left, 32, 32) for top in (0, 3, 4, 8) for left in (0, 4, 5, 8))
    yield from [(8, 8, 0, 0, 0, 8, 8), (8, 8, 0, 2, 3, 4, 5), (8, 8, 8, 0, 0, 8, 8), (8, 8, 8, 0, 0, 24, 24), (1, 1, 1, 1, 1, 1, 1)]
    for _ in range(40):
        width, height, padding = random.randint(1, 60), random.randint(1, 60), random.randint(0, 9)
        new_height, new_width = random.randint(1, height + 2 * padding), random.randint(1, width + 2 * padding)
        top, left = random.randint(0, height + 2 * padding - new_height), random.randint(0, width + 2 * padding - new_width)
        yield width, height, padding, top, left, new_height, new_width


def resized_crops():
    """A cut that is enlarged, shrunk, kept, stretched one way and shrunk the other; then any."""
    yield from [(40, 30, 5, 6, 8, 9, 32, 32), (300, 200, 10, 20, 150, 250, 32, 24), (64, 64, 0, 0, 64, 64, 64, 64)]
    yield from [(64, 64, 7, 9, 32, 32, 32, 32), (400, 300, 0, 399, 300, 1, 17, 16), (400, 300, 299, 0, 1, 400, 16, 17)]
    for _ in range(60):
        width, height = random.randint(1, 400), random.randint(1, 400)
        cut_height, cut_width = random.randint(1, height), random.randint(1, width)
        top, left = random.randint(0, height - cut_height), random.randint(0, width - cut_width)
        yield width, height, top, left, cut_height, cut_width, random.randint(1, 64), random.randint(1, 64)


class OurNumbers:
    """Stands in for torch where get_params draws: our numbers, and doubles where torch has floats."""

    log, exp = torch.log, torch.exp

    def __init__(self, seed, epoch, position):
        self.key = initial_values.bits(seed, "resized-crop", epoch)
        self.key = self.number(position)
        self.drawn = 0

    def number(self, i):
        return initial_values.mix((self.key + (i + 1) * initial_values.GOLDEN_RATIO) & initial_values.WORD)

    def draw(self):
        self.drawn += 1
        return self.number(self.drawn - 1)

    def tensor(self, data):
        return torch.tensor(data, dtype=torch.float64)

    def empty(self, size):
        return self

    def uniform_(self, low, high):
        low, high = float(low), float(high)
        return self.tensor(low + (high - low) * ((self.draw() >> 11) / 2**53))

    def randint(self, low, high, size):
        return torch.tensor([low + ((self.draw() >> 32) * (high - low) >> 32)])


def pieces():
    """Areas that always fit, sometimes, and never, so that each way through the function is taken."""
    standard, wide = (0.08, 1.0, 3 / 4, 4 / 3), (0.5, 1.0, 0.1, 10.0)
    for i in range(60):
        yield random.choice((0, 7, -1, 2**40)), i % 5, i * 997, random.randint(1, 500), random.randint(1, 500), *standard
    for i in range(20):
        yield 3, 1, i, random.randint(1, 40), random.randint(1, 40), *wide
    for i in range(120):  # so that now and then only the last of the ten tries fits
        yield 4, 1, i, 100, 100, 0.9, 1.3, 3 / 4, 4 / 3
    for size in ((500, 100), (100, 500), (100, 100), (133, 100), (134, 100), (100, 134), (7, 5), (1, 1), (1, 9), (3, 1)):
        yield 3, 2, 5, *size, 8.0, 9.0, 3 / 4, 4 / 3


def piece(seed, epoch, position, width, height, low, high, narrow, wide):
    transforms.torch = OurNumbers(seed, epoch, position)
    top, left, cut_height, cut_width = RandomResizedCrop.get_params(Image.new("RGB", (width, height)), [low, high], [narrow, wide])
    transforms.torch = torch
    return left, top, cut_width, cut_height


def crc(data):
    return f"{zlib.crc32(data):08x}"


def cropped(width, height, padding, *region):
    return [crc(functional.crop(functional.pad(source(width, height), padding), *region).tobytes())]


def mirrored(width, height):
    return [crc(functional.hflip(source(width, height)).tobytes())]


def resized(width, height, top, left, cut_height, cut_width, *size):
    for name in FILTERS:
        image = functional.resized_crop(
            source(width, height), top, left, cut_height, cut_width, list(size), InterpolationMode[name]
        )
        yield crc(image.tobytes())


def grey(width, height, mean, std):
    tensor = functional.to_tensor(functional.to_grayscale(source(width, height), 1))
    return [crc(functional.normalize(tensor, [mean], [std]).numpy().astype("<f4").tobytes())]


def write(file, cases, make):
    file.write_text("".join("\t".join(map(str, [*case, *make(*case)])) + "\n" for case in cases))


def main():
    random.seed(32)
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/augment"
    directory.mkdir(parents=True, exist_ok=True)
    print("Pillow", PIL.__version__, "torchvision", torchvision.__version__)
    write(directory / "crop.tsv", crops(), cropped)
    write(directory / "mirror.tsv", SIDES, mirrored)
    write(directory / "resized_crop.tsv", resized_crops(), resized)
    write(directory / "piece.tsv", pieces(), piece)
    write(directory / "grey.tsv", [(*side, mean, 0.3081) for side in SIDES for mean in (0.0, 0.1307)], grey)


if __name__ == "__main__":
    main()
