"""PyTorch's training step, timed on request: run by the bench, not by hand.

Usage: python step.py ENGINE MODEL PRECISION BATCH THREADS
    ENGINE     pytorch (eager, channels-last) or compile (torch.compile)
    MODEL      resnet20 (option A) or resnet18_cifar (torchvision's with a 3x3 stem and no pooling), filled by testkit/golden/formula.py
    PRECISION  fp32 or bf16 (by autocast)

A step is forward, cross entropy, backward and SGD (0.01, momentum 0.9, decay 5e-4) on the images "input" [BATCH, 3, 32, 32],
image i being of class i mod 10. Says its name and version on the first line and the losses of three steps on the second, then answers
every line that it reads: "SECONDS" is answered with the median of the milliseconds that the steps of so many seconds took.
"""

import pathlib
import sys

import torch
import torchvision
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "testkit/golden"))
import formula
from cifar_resnet import resnet20
from engine import median_milliseconds, version


def resnet18_cifar():
    net = torchvision.models.resnet18(num_classes=10)
    net.conv1 = torch.nn.Conv2d(3, 64, 3, padding=1, bias=False)
    net.maxpool = torch.nn.Identity()
    return net


def networks():
    return {"resnet20": resnet20, "resnet18_cifar": resnet18_cifar}


def main(engine, model, precision, batch, threads):
    torch.set_num_threads(threads)
    net = networks()[model]()
    net = formula.fill(net).train().to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=5e-4)
    images = torch.from_numpy(formula.image("input", (batch, 3, 32, 32))).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(batch) % 10
    forward = torch.compile(net) if engine == "compile" else net

    def step():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            logits = forward(images)
        loss = functional.cross_entropy(logits.float(), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    print(f"torch.compile {version()}" if engine == "compile" else f"PyTorch {version()} eager, channels-last")
    print(*(step() for _ in range(3)), flush=True)
    for line in sys.stdin:
        print(median_milliseconds(step, float(line)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
