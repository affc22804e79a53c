"""Makes published.tsv: what torchvision says of the weights that it publishes for its ResNets.

    python published_weights.py ../resources/io/resnet4j/weights

Needs torchvision, and no network: nothing is downloaded. A line for each entry, columns as in COLUMNS; `class` is torchvision's
spelling, `default` is yes for the entry that DEFAULT means, and `mebibytes` is torchvision's _file_size.
"""

import hashlib
import sys
from pathlib import Path

from torchvision.models import get_model_weights
from torchvision.transforms.functional import InterpolationMode

MODELS = [
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "resnext50_32x4d",
    "resnext101_32x8d",
    "resnext101_64x4d",
    "wide_resnet50_2",
    "wide_resnet101_2",
]

COLUMNS = (
    "model class name default url resize crop interpolation mean std categories parameters gflops acc1 acc5 mebibytes recipe"
).split()


def row(model, weights):
    transforms = weights.transforms()
    assert transforms.antialias and transforms.interpolation == InterpolationMode.BILINEAR, weights
    assert len(transforms.resize_size) == 1 and len(transforms.crop_size) == 1, weights
    meta = weights.meta
    metrics = meta["_metrics"]["ImageNet-1K"]
    return [
        model,
        type(weights).__name__,
        weights.name,
        "yes" if weights == type(weights).DEFAULT else "no",
        weights.url,
        transforms.resize_size[0],
        transforms.crop_size[0],
        transforms.interpolation.value,
        ",".join(map(str, transforms.mean)),
        ",".join(map(str, transforms.std)),
        hashlib.sha256("\n".join(meta["categories"]).encode()).hexdigest(),
        meta["num_params"],
        meta["_ops"],
        metrics["acc@1"],
        metrics["acc@5"],
        meta["_file_size"],
        meta["recipe"],
    ]


def main(folder):
    lines = [COLUMNS] + [row(model, weights) for model in MODELS for weights in get_model_weights(model)]
    text = "".join("\t".join(map(str, line)) + "\n" for line in lines)
    (Path(folder) / "published.tsv").write_text(text)


main(*sys.argv[1:])
