"""What the goldens of training share: the formula's batches, and figures that stand for a large tensor.

A batch holds the images that formula.py gives a name, and of image i the class (7 i + 3) mod classes.

Large tensors are stored as a row of figures, in double precision:
    norm          the root of the sum of the squares
    projection    the sum of the products with the formula's image "projection", so that no element goes unseen
    samples       elements (k * 7919) mod size, k = 0, 1, ..., as many as a file says
"""

import numpy as np
import torch

import formula


def batch(name, images, shape, classes, dtype):
    """Images of `shape` and their classes."""
    pixels = torch.from_numpy(formula.image(name, (images, *shape))).to(dtype)
    return pixels, (7 * torch.arange(images) + 3) % classes


def figures(tensor, samples):
    x = tensor.detach().double().numpy().ravel()
    projection = formula.image("projection", (x.size,)).astype(np.float64)
    return np.array([np.linalg.norm(x), x @ projection, *x[np.arange(samples) * 7919 % x.size]])


def rows(tensors, samples):
    """[tensors, 2 + samples]; no row for none."""
    return np.array([figures(t, samples) for t in tensors]).reshape(-1, 2 + samples)


def buffers(net):
    """A network's running statistics, or constants, without its counters, in the order of its state_dict."""
    return [b for name, b in net.named_buffers() if not name.endswith("num_batches_tracked")]
