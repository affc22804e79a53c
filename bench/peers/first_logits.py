"""What a fresh PyTorch takes from its launch to the first logits of a checkpoint on disk: the counterpart of FirstLogits.

Usage: python first_logits.py MODEL FILE      a model of torchvision
"""

import pathlib
import sys
import time

import torch
import torchvision


def since_launch():
    ticks = int(pathlib.Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(pathlib.Path("/proc/uptime").read_text().split()[0])
    return uptime - ticks / 100


def main(model, file):
    net = getattr(torchvision.models, model)()
    net.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    with torch.inference_mode():
        net.eval().to(memory_format=torch.channels_last)(torch.zeros(1, 3, 224, 224))
    logits = since_launch()
    start = time.perf_counter()
    torch.load(file, map_location="cpu", weights_only=True)
    print(f"reading {time.perf_counter() - start:.3f} launch-to-logits {logits:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
