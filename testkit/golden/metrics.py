"""Makes golden/metrics.tsv: what PyTorch computes of made-up answers, for inference/Metrics.java.

classes, images, gain     logits are the gain, a float32, times the formula's image "answers" of [images, classes]; the label of
                          image i is i modulo classes where 3 divides i, and else the likeliest class
loss                      torch.nn.functional.cross_entropy, in float64
error                     the expected calibration error with 15 bins of equal width, `(a, b]`, in float64 (arXiv:1706.04599)
confusion                 a row for each label, parted by semicolons, of a count for each prediction, parted by commas

Usage: python metrics.py [FILE]      default: ../src/main/resources/golden/metrics.tsv
"""

import pathlib
import sys

import torch
from torch.nn.functional import cross_entropy

import formula

BINS = 15
CASES = [
    (2, 300, 0.5), (2, 300, 4), (5, 100, 0), (10, 400, 0.25), (10, 400, 1.5), (10, 400, 8), (30, 300, 2), (10, 300, 1000),
]  # fmt: skip


def calibration_error(confidences, right):
    """The sum over all bins of the share of answers in it, times the distance between mean confidence and share of right ones."""
    error = 0.0
    for index in range(BINS):
        inside = (confidences > index / BINS) & (confidences <= (index + 1) / BINS)
        if inside.any():
            error += inside.double().mean() * (confidences[inside].mean() - right[inside].double().mean()).abs()
    return float(error)


def row(classes, images, gain):
    logits = torch.from_numpy(formula.image("answers", (images, classes))) * torch.tensor(gain, dtype=torch.float32)
    predictions = logits.argmax(1)
    numbers = torch.arange(images)
    labels = torch.where(numbers % 3 == 0, numbers % classes, predictions)
    logits = logits.double()
    loss = cross_entropy(logits, labels).item()
    error = calibration_error(logits.softmax(1).max(1).values, predictions == labels)
    counts = torch.bincount(labels * classes + predictions, minlength=classes**2).reshape(classes, classes).tolist()
    confusion = ";".join(",".join(map(str, line)) for line in counts)
    return "\t".join([str(classes), str(images), str(gain), repr(loss), repr(error), confusion])


default = pathlib.Path(__file__).parent / "../src/main/resources/golden/metrics.tsv"
target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
target.write_text("".join(row(*case) + "\n" for case in CASES), encoding="utf-8")
