"""Weights and images by a formula of a tensor's name, so that no test needs a file of weights.

Java computes the same numbers bit for bit. All arithmetic on integers is modulo 2^64, all other in double precision.

    h    = FNV-1a, 64 bits, of the name in UTF-8
    z    = h + (i + 1) * 0x9E3779B97F4A7C15              i: row-major index of the element, from 0
    z    = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9         SplitMix64's finaliser
    z    = (z ^ (z >>> 27)) * 0x94D049BB133111EB
    u    = ((z ^ (z >>> 31)) >>> 40) * 2^-24             in [0, 1), exact

    name ends in           value, rounded once to float32
    .num_batches_tracked   0 (int64)
    .running_mean          (u - 0.5) * 0.4
    .running_var           0.5 + u
    .bias                  (u - 0.5) * 0.2
    .weight of rank 1      0.5 + u                        a norm's scale
    .weight of rank > 1    (2u - 1) * (gain * sqrt(6 / fan_in))    fan_in: product of all dimensions but the first
    images (see `image`)   4u - 2

The gain, 1 unless told otherwise, is a network's: without it, what many blocks add up to grows exponentially. A golden's
metadata holds it as a decimal, "0.84", whose nearest double it is; Member.gain in resnet.py chooses it.

Usage: python formula.py            prints a few values, for tests of other implementations
"""

import math

import numpy as np


def fnv1a(name):
    """The 64-bit FNV-1a hash of a name's UTF-8 bytes."""
    h = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return h


def uniform(name, count):
    """The first `count` values of u, as float64."""
    i = np.arange(1, count + 1, dtype=np.uint64)
    z = np.uint64(fnv1a(name)) + i * np.uint64(0x9E3779B97F4A7C15)  # arrays of uint64 wrap around
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(40)).astype(np.float64) * 2.0**-24


def tensor(name, shape, gain=1.0):
    """The value of a state_dict's entry."""
    if name.endswith(".num_batches_tracked"):
        return np.zeros(shape, np.int64)
    u = uniform(name, math.prod(shape))
    if name.endswith(".running_mean"):
        values = (u - 0.5) * 0.4
    elif name.endswith(".bias"):
        values = (u - 0.5) * 0.2
    elif name.endswith(".running_var") or (name.endswith(".weight") and len(shape) == 1):
        values = 0.5 + u
    elif name.endswith(".weight"):
        values = (2 * u - 1) * (gain * math.sqrt(6.0 / math.prod(shape[1:])))
    else:
        raise ValueError(f"no formula for {name}")
    return values.astype(np.float32).reshape(shape)


def image(name, shape):
    """A batch of images, NCHW; `name` is "input" unless several are needed."""
    return (4 * uniform(name, math.prod(shape)) - 2).astype(np.float32).reshape(shape)


def fill(net, gain=1.0):
    """Gives every parameter and buffer of a PyTorch module its value; returns the module."""
    import torch

    net.load_state_dict({k: torch.from_numpy(tensor(k, tuple(v.shape), gain)) for k, v in net.state_dict().items()})
    return net


if __name__ == "__main__":
    for name, shape in [
        ("conv1.weight", (64, 3, 7, 7)),
        ("bn1.weight", (64,)),
        ("bn1.bias", (64,)),
        ("bn1.running_mean", (64,)),
        ("bn1.running_var", (64,)),
        ("layer1.0.conv1.weight", (16, 16, 3, 3)),
    ]:
        values = tensor(name, shape).ravel()
        print(name, list(shape), f"hash {fnv1a(name):016x}", *(v.item().hex() for v in values[[0, 1, -1]]))
    values = image("input", (2, 3, 64, 64)).ravel()
    print("input [2, 3, 64, 64]", f"hash {fnv1a('input'):016x}", *(v.item().hex() for v in values[[0, 1, -1]]))
