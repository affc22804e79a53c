"""What Pillow and torchvision make of image files, on request: run by bench/same-pixels, not by hand.

Answers every line that it reads with one line. A line is a file's path, which is answered with the width, the height and
the CRC-32 of Image.open(FILE).convert("RGB").tobytes(), or with "error"; or NAME, a tab and a path, which is answered with
the CRC-32 of what the transforms of these weights of torchvision make of the file: float32, little-endian, channels last.
"""

import sys
import warnings
import zlib

import torch
import torchvision
from PIL import Image

warnings.simplefilter("ignore")
torch.set_num_threads(1)


def pixels(path):
    try:
        image = Image.open(path).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "error"
    return f"{image.width} {image.height} {zlib.crc32(image.tobytes())}"


def tensor(weights, path):
    transforms = torchvision.models.get_weight(weights).transforms()
    result = transforms(Image.open(path).convert("RGB"))
    return zlib.crc32(result.permute(1, 2, 0).contiguous().numpy().astype("<f4").tobytes())


for line in sys.stdin:
    *weights, path = line.rstrip("\n").split("\t")
    print(tensor(weights[0], path) if weights else pixels(path), flush=True)
