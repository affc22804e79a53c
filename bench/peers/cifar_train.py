"""Trains a CIFAR network with PyTorch by resnet4j's recipe `cifar30`: the counterpart of `resnet4j train DATA --recipe cifar30`.

Batches of 128, the last partial one dropped; crop of the image padded by 4 after normalising, flip; SGD of momentum 0.9 and weight decay 5e-4, a rate
that rises over the first epochs and falls as a cosine to 0, step by step; channels-last; weights drawn as resnet4j draws them, from other random
numbers. All images lie in memory as normalised floats, decoded before the clock starts.

Usage: python cifar_train.py DATA MODEL EPOCHS [--seed 0] [--precision bf16] [--threads 2] [--warmup 2]
    DATA   a folder with train and test, each with a folder of images for each class
    MODEL  resnet20 or resnet18_cifar

Prints a line for each epoch: loss, test accuracy in percent, seconds since the start.
"""

import argparse
import math
import pathlib
import time

import torch
from cifar_validate import Images
from step import networks
from torch import nn
from torch.nn import functional

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
BATCH, PADDING, RATE = 128, 4, 0.1


def load(folder):
    images = Images(str(folder))
    pixels = torch.stack([torch.from_numpy(images[i][0].copy()) for i in range(len(images))])
    normalised = (pixels.permute(0, 3, 1, 2).float() / 255 - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)
    return normalised, torch.tensor(images.labels)


def augmented(padded, picked):
    """Squares of 32 x 32 at random places of padded images, every other one mirrored."""
    side = padded.shape[2] - 2 * PADDING
    squares = []
    for image, (x, y), mirrored in zip(padded[picked], torch.randint(2 * PADDING + 1, (len(picked), 2)).tolist(), torch.rand(len(picked)) < 0.5):
        square = image[:, y : y + side, x : x + side]
        squares.append(square.flip(2) if mirrored else square)
    return torch.stack(squares).contiguous(memory_format=torch.channels_last)


def rate(step, warmup, steps):
    if step < warmup:
        return RATE * (step + 1) / warmup
    return RATE * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) / 2


def accuracy(net, images, labels):
    net.eval()
    with torch.inference_mode():
        right = sum((net(x.contiguous(memory_format=torch.channels_last)).argmax(1) == y).sum().item() for x, y in zip(images.split(500), labels.split(500)))
    net.train()
    return 100 * right / len(labels)


def main(arguments):
    torch.set_num_threads(arguments.threads)
    data = pathlib.Path(arguments.data)
    (train, labels), test = load(data / "train"), load(data / "test")
    padded = functional.pad(train, (PADDING,) * 4)
    torch.manual_seed(arguments.seed)
    net = networks()[arguments.model]().train().to(memory_format=torch.channels_last)
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    optimizer = torch.optim.SGD(net.parameters(), RATE, momentum=0.9, weight_decay=5e-4)
    each = len(labels) // BATCH
    start = time.monotonic()
    for epoch in range(arguments.epochs):
        order, losses = torch.randperm(len(labels)), []
        for i in range(each):
            picked = order[i * BATCH : (i + 1) * BATCH]
            images = augmented(padded, picked)
            for group in optimizer.param_groups:
                group["lr"] = rate(epoch * each + i, arguments.warmup * each, arguments.epochs * each)
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=arguments.precision == "bf16"):
                logits = net(images)
            loss = functional.cross_entropy(logits.float(), labels[picked])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {sum(losses) / each:.4f}, test {accuracy(net, *test):.2f} %, {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("epochs", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=2)
    main(parser.parse_args())
