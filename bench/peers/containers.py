"""Saves a network of torchvision, filled by testkit/golden/formula.py, in the three containers that PyTorch has had.

Usage: python containers.py MODEL DIRECTORY      writes MODEL.zip.pth, MODEL.legacy.pth and MODEL.tar.pth
"""

import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).parent / "../.."
sys.path[:0] = [str(ROOT / "testkit/golden"), str(ROOT / "core/src/test/golden")]
import networks  # noqa: E402
import tar_container  # noqa: E402


def main(model, directory):
    weights = networks.build(model).state_dict()
    torch.save(weights, directory / f"{model}.zip.pth")
    torch.save(weights, directory / f"{model}.legacy.pth", _use_new_zipfile_serialization=False)
    tar_container.save(weights, directory / f"{model}.tar.pth")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
