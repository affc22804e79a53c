"""Makes networks/NAME.safetensors: what PyTorch computes with the formula's weights (see formula.py).

A file holds, for every shape of input CASE (such as 2x3x64x64, the image named "input"):
    CASE/logits.hi, CASE/logits.lo    the logits in double precision: hi = float32(x), lo = float32(x - hi)
    CASE/logits.float32               the logits in single precision
    CASE/flatten.hi, .lo              the embedding, in double precision
    CASE/NODE.hi, .lo                 of two nodes, in double precision: elements (k * 7919) mod size, k = 0..63
and for 32 images of 1x3x64x64 named "input0" ... "input31", run one by one:
    closeness/logits.hi, .lo          [32, classes], in double precision
    closeness/float32                 [32], PyTorch's error in single precision
    closeness/bfloat16                [32], PyTorch's error under torch.autocast(dtype=bfloat16)
An error is the root mean square of the logits' errors against double precision, divided by the standard deviation (over all 32 x
classes numbers, divisor n) of the logits in double precision. Metadata holds both errors pooled over the 32 images,
that deviation, and the versions.

Usage: python networks.py [DIRECTORY]      default: ../src/main/resources/golden/networks
"""

import pathlib
import sys

import numpy as np
import torch
import torchvision
from torchvision.models import feature_extraction

import cifar_resnet
import files
import formula

IMAGENET = [(2, 3, 64, 64), (1, 3, 57, 43)]
CIFAR = [(2, 3, 32, 32), (2, 3, 33, 29)]
NETWORKS = {
    "resnet18": (torchvision.models.resnet18, IMAGENET, "fc"),
    "resnet34": (torchvision.models.resnet34, IMAGENET, "fc"),
    "resnet50": (torchvision.models.resnet50, IMAGENET, "fc"),
    "resnet20": (cifar_resnet.resnet20, CIFAR, "linear"),
}
TAPS = ["layer1.0.add", "layer2.0.relu_1"]
IMAGES = 32


def build(make):
    net = formula.fill(make()).eval()
    for module in net.modules():
        if isinstance(module, torch.nn.ReLU):
            module.inplace = False  # else a tapped sum would be overwritten
    return net


def double(name, x):
    hi = x.astype(np.float32)
    return {f"{name}.hi": hi, f"{name}.lo": (x - hi).astype(np.float32)}


def sample(x):
    return x.ravel()[np.arange(64) * 7919 % x.size]


def case(make, shape, head):
    name = "x".join(map(str, shape))
    image = torch.from_numpy(formula.image("input", shape))
    taps = feature_extraction.create_feature_extractor(build(make).double(), [*TAPS, "flatten", head])
    found = {k: v.numpy() for k, v in taps(image.double()).items()}
    tensors = {f"{name}/logits.float32": build(make)(image).numpy()}
    tensors |= double(f"{name}/logits", found[head]) | double(f"{name}/flatten", found["flatten"])
    for tap in TAPS:
        tensors |= double(f"{name}/{tap}", sample(found[tap]))
    return tensors


def closeness(make):
    images = [torch.from_numpy(formula.image(f"input{i}", (1, 3, 64, 64))) for i in range(IMAGES)]
    single, exact = build(make), build(make).double()
    reference = np.concatenate([exact(x.double()).numpy() for x in images])
    tensors, facts = double("closeness/logits", reference), {"deviation": repr(reference.std().item())}
    for precision in ["float32", "bfloat16"]:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            logits = np.concatenate([single(x).double().numpy() for x in images])
        squares = ((logits - reference) ** 2).mean(axis=1) / reference.var()
        tensors[f"closeness/{precision}"] = np.sqrt(squares).astype(np.float32)
        facts[precision] = repr(np.sqrt(squares.mean()).item())
    return tensors, facts


@torch.inference_mode()
def main(directory):
    torch.set_num_threads(1)
    for name, (make, shapes, head) in NETWORKS.items():
        tensors, facts = closeness(make)
        for shape in shapes:
            tensors |= case(make, shape, head)
        versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}
        files.write(directory / f"{name}.safetensors", tensors, facts | versions)
        print(name, facts)


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../src/main/resources/golden/networks")
