"""One peer's way from photos to floats, timed on request: run by the bench, not by hand.

Usage: python images.py PEER FOLDER RESIZE CROP INTERPOLATION
    PEER           pillow: Pillow, and torchvision for the tensor; opencv: OpenCV, whose resize is not antialiased
    FOLDER         all its files are photos
    RESIZE, CROP   the short side, and the square cut from the middle; INTERPOLATION by torchvision's name

Says its name and versions on the first line and the CRC-32 of all squares, as RGB bytes, on the second ("-" when it is not
to be ours, as the peer computes something else), then answers every line that it reads: a stage is answered with the milliseconds of the process's time that a photo takes on average.

    decode      the bytes of a file, in memory, to RGB pixels
    resize      pixels to the square: resized and cropped
    normalize   that square to a tensor of normalised floats
    all         a file on disk to that tensor

A peer is a class with these four, but `all`, as methods, and `rgb`, which gives a square's bytes.
"""

import io
import pathlib
import sys
import time
import zlib

import cv2
import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import functional
from torchvision.transforms.functional import InterpolationMode


class Pillow:
    name = f"Pillow {PIL.__version__} with torchvision {torchvision.__version__.split('+')[0]}"

    def __init__(self, resize, crop, interpolation):
        self.short, self.crop, self.filter = resize, crop, InterpolationMode(interpolation)

    def decode(self, file):
        return Image.open(io.BytesIO(file)).convert("RGB")

    def resize(self, photo):
        return functional.center_crop(functional.resize(photo, self.short, self.filter), self.crop)

    def normalize(self, square):
        return functional.normalize(functional.to_tensor(square), (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))

    def rgb(self, square):
        return square.tobytes()


class OpenCv:
    """Bilinear or bicubic without antialiasing: less work, and other pixels, than the networks were trained on."""

    name = f"OpenCV {cv2.__version__} with NumPy {np.__version__}"
    rgb = None

    def __init__(self, resize, crop, interpolation):
        cv2.setNumThreads(1)
        self.short, self.crop = resize, crop
        self.filter = {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC}[interpolation]
        self.mean = np.array((0.485, 0.456, 0.406), np.float32)
        self.std = np.array((0.229, 0.224, 0.225), np.float32)

    def decode(self, file):
        return cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)

    def resize(self, photo):
        height, width = photo.shape[:2]
        scale = self.short / min(width, height)
        resized = cv2.resize(photo, (int(width * scale), int(height * scale)), interpolation=self.filter)
        top, left = ((side - self.crop) // 2 for side in resized.shape[:2])
        return resized[top:top + self.crop, left:left + self.crop]

    def normalize(self, square):
        return (square.astype(np.float32) / 255 - self.mean) / self.std


PEERS = {"pillow": Pillow, "opencv": OpenCv}


def main(peer, folder, resize, crop, interpolation):
    torch.set_num_threads(1)
    peer = PEERS[peer](int(resize), int(crop), interpolation)
    paths = sorted(path for path in pathlib.Path(folder).iterdir() if path.is_file())
    files = [path.read_bytes() for path in paths]
    photos = [peer.decode(file) for file in files]
    squares = [peer.resize(photo) for photo in photos]
    checksum = 0 if peer.rgb else "-"
    for square in squares if peer.rgb else ():
        checksum = zlib.crc32(peer.rgb(square), checksum)
    stages = {
        "decode": (peer.decode, files),
        "resize": (peer.resize, photos),
        "normalize": (peer.normalize, squares),
        "all": (lambda path: peer.normalize(peer.resize(peer.decode(path.read_bytes()))), paths),
    }
    print(peer.name)
    print(checksum, flush=True)
    for line in sys.stdin:
        run, inputs = stages[line.strip()]
        start = time.process_time()
        for value in inputs:
            run(value)
        print(1000 * (time.process_time() - start) / len(inputs), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
