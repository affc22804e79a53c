"""A torchvision ResNet-50 on its way there and back: PyTorch saves it, resnet4j trains it for three steps, PyTorch loads it again.

Usage: python training_roundtrip.py save DIR       writes before.pth, a state_dict, and what three steps make of it in PyTorch
       python training_roundtrip.py check DIR      reads after.safetensors and losses.txt, which resnet4j has left, and compares
`bench/roundtrip PYTHON DIR` does all three.

Its blocks begin as the identity: else, in an untrained network of this depth, rounding alone makes another gradient of it.
A step is one of SGD: rate 0.01, momentum 0.9, decay 1e-4, on the 8 images "inputK" of formula.py, 64x64, of classes (7 i + 3) mod
1000. The file step.pt holds, of float64, of float32 and of float32 channels last, the losses and the state_dict afterwards.
Errors are those of training_steps.py: of all elements, relative to how far a tensor has moved. Ends with 1 when resnet4j's are
more than twice PyTorch's.
"""

import copy
import pathlib
import sys

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file

import training

STEPS, IMAGES, SIZE = 3, 8, (3, 64, 64)


def three_steps(net):
    optimizer = torch.optim.SGD(net.train().parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    losses, dtype = [], next(net.parameters()).dtype
    for k in range(STEPS):
        images, labels = training.batch(f"input{k}", IMAGES, SIZE, 1000, dtype)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, net.state_dict()


def save(folder):
    torch.manual_seed(0)
    net = torchvision.models.resnet50(zero_init_residual=True)
    torch.save(net.state_dict(), folder / "before.pth")
    results = {
        "float64": three_steps(copy.deepcopy(net).double()),
        "float32": three_steps(copy.deepcopy(net)),
        "float32 channels last": three_steps(copy.deepcopy(net).to(memory_format=torch.channels_last)),
    }
    torch.save(results, folder / "step.pt")


def errors(found, exact, before):
    """Of the losses, relative to their mean, and of the tensors, pooled."""
    losses = np.array(found[0]) - np.array(exact[0])
    shares = []
    for name, goal in exact[1].items():
        if not name.endswith("num_batches_tracked"):
            way = (goal - before[name]).norm()
            shares.append(((found[1][name].double() - goal).norm() / way).item())
    return np.sqrt((losses**2).mean()) / np.mean(exact[0]), np.sqrt(np.mean(np.square(shares))), max(shares)


def check(folder):
    net = torchvision.models.resnet50()
    print(net.load_state_dict(load_file(folder / "after.safetensors"), strict=True))
    ours = [float(line) for line in (folder / "losses.txt").read_text().split()], net.state_dict()
    results, before = torch.load(folder / "step.pt"), torch.load(folder / "before.pth")
    counters = {t.item() for name, t in ours[1].items() if name.endswith("num_batches_tracked")}
    found = {"resnet4j": ours, **{key: value for key, value in results.items() if key != "float64"}}
    figures = {key: errors(value, results["float64"], before) for key, value in found.items()}
    for key, (losses, pooled, worst) in figures.items():
        print(f"{key}: losses {found[key][0]}; errors: losses {losses:.2e}, tensors {pooled:.2e}, the worst {worst:.2e}")
    print("float64: losses", results["float64"][0], "counters", counters)
    theirs = max(pooled for key, (_, pooled, _) in figures.items() if key != "resnet4j")
    return 0 if figures["resnet4j"][1] <= 2 * theirs and counters == {STEPS} else 1


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit({"save": save, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2])))
