"""Makes training/gradients.safetensors: one step of training in double precision, up to the gradients, for every operation there is.

NETWORK is resnet18_cifar, resnet20, or a kind of variants.py with none or one of its options; without options that are nothing
when nothing is drawn at random (dropout, inner), and without norm=group32, which norm=group4 stands for. Its weights are the
formula's with a gain of 1, its batch the 4 images "input" of 33x29. SETTING is one of
    plain         cross entropy in training mode; the only one but for resnet20
    smoothed      with label smoothing of 0.1
    weighted      with class c counting 0.5 + (c mod 4) / 4
    both          with both
    still         plain, with every batch norm in evaluation mode

For each, with rows as training.py makes them, of 4 samples:
    NETWORK/SETTING/logits        [4, classes]
    NETWORK/SETTING/loss          [], the mean over the batch
    NETWORK/SETTING/gradients     a row for each parameter, in the order of the state_dict
    NETWORK/SETTING/statistics    a row for each buffer after the step, in the same order, without counters
    NETWORK/SETTING/counted       [], what each num_batches_tracked has come to
Metadata: "torch" and "torchvision", the versions.

Usage: python training_gradients.py
"""

import pathlib

import numpy as np
import torch
import torchvision
from torch import nn

import family
import files
import formula
import training
import variants
from resnet import ResNet

OUT = pathlib.Path(__file__).parent / "../src/main/resources/golden/training/gradients.safetensors"
IMAGES, SIZE, SAMPLES = 4, (33, 29), 4
SETTINGS = ["plain", "smoothed", "weighted", "both", "still"]
AT_RANDOM = {"dropout", "inner"}


def networks():
    """Pairs of a name and a Member."""
    yield "resnet18_cifar", family.MEMBERS["resnet18_cifar"]
    yield "resnet20", family.MEMBERS["resnet20"]
    for kind, options in variants.cases():
        names = {key for key, _ in options}
        if len(options) < 2 and not names & AT_RANDOM and ("norm", "group32") not in options:
            yield " ".join([kind, *(f"{key}={value}" for key, value in options)]), variants.member(kind, options)


def criterion(setting, classes):
    weights = 0.5 + torch.arange(classes) % 4 / 4 if setting in ("weighted", "both") else None
    smoothing = 0.1 if setting in ("smoothed", "both") else 0.0
    return nn.CrossEntropyLoss(None if weights is None else weights.double(), label_smoothing=smoothing)


def step(member, setting):
    net = formula.fill(ResNet(member)).double().train()
    if setting == "still":
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
    images, labels = training.batch("input", IMAGES, (member.channels, *SIZE), member.classes, torch.float64)
    logits = net(images)
    loss = criterion(setting, member.classes)(logits, labels)
    loss.backward()
    (counted,) = {b.item() for name, b in net.named_buffers() if name.endswith("num_batches_tracked")} or {0}
    return {
        "logits": logits.detach().numpy(),
        "loss": loss.detach().numpy(),
        "gradients": training.rows([p.grad for p in net.parameters()], SAMPLES),
        "statistics": training.rows(training.buffers(net), SAMPLES),
        "counted": np.array(counted, np.int64),
    }


def main():
    torch.set_num_threads(1)
    tensors = {}
    for name, member in networks():
        for setting in SETTINGS if name == "resnet20" else SETTINGS[:1]:
            tensors |= {f"{name}/{setting}/{key}": value for key, value in step(member, setting).items()}
    files.write(OUT, tensors, {"torch": torch.__version__, "torchvision": torchvision.__version__})
    print(sum(key.endswith("/loss") for key in tensors), "cases,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
