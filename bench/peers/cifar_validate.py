"""Times PyTorch from image files to predictions: a CIFAR ResNet-20 over a folder of images, as fast as a user would write it.

Images are decoded by Pillow, brought to 32x32 where they are not, gathered as bytes, and normalised a batch at a time; the network
runs eagerly in float32 and channels-last, or through torch.compile with its weights frozen. One untimed pass comes first. A
timed pass lasts from asking for the first batch to the last prediction; worker processes are kept from pass to pass.

Usage: python cifar_validate.py WEIGHTS DATA [options]
WEIGHTS  safetensors, or a .pth or .th of akamaster's
DATA     a folder with a folder of images for each class, a zip of such, or FILE.zip!/FOLDER for a folder in it
"""

import argparse
import io
import os
import pathlib
import platform
import statistics
import sys
import time
import zipfile

import numpy as np
import PIL
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional

sys.path.insert(0, str(pathlib.Path(__file__).parent / "../../testkit/golden"))
from cifar_resnet import resnet20  # noqa: E402


class Images(Dataset):
    """Pixels [32, 32, 3] and class of every image, in torchvision's ImageFolder's order."""

    def __init__(self, data):
        self.archive, _, self.inside = data.partition("!/") if ".zip" in data else (None, "", "")
        self.zip = None
        if self.archive:
            with zipfile.ZipFile(self.archive) as archive:
                prefix = self.inside and self.inside.rstrip("/") + "/"
                files = [f for f in archive.namelist() if f.startswith(prefix) and not f.endswith("/")]
        else:
            files = [str(f) for f in pathlib.Path(data).glob("*/*") if f.is_file()]
        self.files = sorted(files)
        classes = sorted({pathlib.PurePath(f).parent.name for f in files})
        self.labels = [classes.index(pathlib.PurePath(f).parent.name) for f in self.files]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        if self.archive and self.zip is None:  # one a process: an open file is not shared
            self.zip = zipfile.ZipFile(self.archive)
        with Image.open(io.BytesIO(self.zip.read(self.files[i])) if self.archive else self.files[i]) as image:
            image = image.convert("RGB") if image.mode != "RGB" else image
            if image.size != (32, 32):
                image = functional.center_crop(functional.resize(image, 32), 32)
            return np.asarray(image), self.labels[i]


def gather(samples):
    pixels, labels = zip(*samples)
    return torch.from_numpy(np.stack(pixels)), torch.tensor(labels)


def network(weights):
    if weights.endswith(".safetensors"):
        from safetensors.torch import load_file

        tensors = load_file(weights)
    else:
        tensors = torch.load(weights, map_location="cpu", weights_only=True)
        tensors = {k.removeprefix("module."): v for k, v in tensors.get("state_dict", tensors).items()}
    net = resnet20()
    tensors = {k: tensors.get(k, v) if k.endswith(".num_batches_tracked") else tensors[k] for k, v in net.state_dict().items()}
    net.load_state_dict(tensors)
    return net.eval().to(memory_format=torch.channels_last)


@torch.inference_mode()
def run(net, batches, mean, scale):
    """Images seen, images right, seconds."""
    start, seen, right = time.perf_counter(), 0, 0
    for pixels, labels in batches:
        x = pixels.permute(0, 3, 1, 2).float()  # NHWC bytes are channels-last already
        predictions = net(x.sub_(mean).mul_(scale)).argmax(1)
        seen, right = seen + len(labels), right + (predictions == labels).sum().item()
    return seen, right, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("data")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of the network, in the main process")
    parser.add_argument("--workers", type=int, default=0, help="processes that decode; 0: the main process does")
    parser.add_argument("--compile", action="store_true", help="torch.compile with freezing")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--mean", type=float, nargs=3, default=[0.4914, 0.4822, 0.4465])
    parser.add_argument("--std", type=float, nargs=3, default=[0.2023, 0.1994, 0.2010])
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    mean = torch.tensor(args.mean).view(3, 1, 1) * 255
    scale = 1 / (torch.tensor(args.std).view(3, 1, 1) * 255)
    net = network(args.weights)
    if args.compile:
        torch._inductor.config.freezing = True
        net = torch.compile(net)
    keep = {"persistent_workers": True, "prefetch_factor": 4} if args.workers else {}
    batches = DataLoader(Images(args.data), args.batch, num_workers=args.workers, collate_fn=gather, **keep)

    print(f"torch {torch.__version__}, Pillow {PIL.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores; batch {args.batch}, "
          f"threads {args.threads}, workers {args.workers}, {'compiled' if args.compile else 'eager'}")
    seen, right, _ = run(net, batches, mean, scale)
    print(f"{seen} images, top-1 {100 * right / seen:.2f} %")
    rates = []
    for _ in range(args.repetitions):
        seen, _, seconds = run(net, batches, mean, scale)
        rates.append(seen / seconds)
        print(f"{rates[-1]:.0f} images/s", flush=True)
    print(f"median {statistics.median(rates):.0f} images/s")


if __name__ == "__main__":
    main()
