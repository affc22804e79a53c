"""Makes the command line's default model, resnet20-cifar10.safetensors, describing itself under the metadata key "resnet4j".

The tensors and the metadata of MODEL, as the training left them, are kept as they are.

Usage: python default_model.py MODEL [OUT]      default OUT: cli/src/main/resources/io/resnet4j/cli/resnet20-cifar10.safetensors
"""

import json
import pathlib
import sys

import safetensors

import cifar_resnet
import files

OUT = pathlib.Path(__file__).parent / "../../cli/src/main/resources/io/resnet4j/cli/resnet20-cifar10.safetensors"

DESCRIPTION = {
    "format": 1,
    "model": "resnet20",
    "options": {},
    "classes": ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    "preprocessing": {
        "resize": 32,
        "crop": 32,
        "interpolation": "bilinear",
        "mean": [0.4914, 0.4822, 0.4465],
        "std": [0.2023, 0.1994, 0.2010],
    },
    "recipe": "CIFAR-10's 50,000 training images stored as JPEG; 60 epochs, SGD 0.2, Nesterov momentum 0.9, weight decay 5e-4 "
    "but none on norms and biases, 2 warm-up epochs then cosine, label smoothing 0.05, random crop with padding 4, random "
    "horizontal flip, bfloat16; PyTorch 2.15, 2,044 s on 2 cores",
    "figures": {
        "top1": 88.68,
        "top5": 99.48,
        "images": 10000,
        "dataset": "CIFAR-10's test images stored as JPEG",
        "measuredWith": "resnet4j validate, fp32; PyTorch 2.15 predicts the same of all 10,000",
    },
}


def read(path):
    with safetensors.safe_open(path, "np") as file:
        return {k: file.get_tensor(k) for k in file.keys()}, file.metadata()


def main(model, out):
    tensors, metadata = read(model)
    shapes = {k: tuple(v.shape) for k, v in cifar_resnet.resnet20().state_dict().items()}
    if {k: v.shape for k, v in tensors.items()} != shapes:
        sys.exit(f"{model} is not a resnet20")
    pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
    files.write(out, tensors, metadata | {"resnet4j": json.dumps(DESCRIPTION, separators=(",", ":"))})

    written, described = read(out)
    same = all(v.dtype == tensors[k].dtype and v.tobytes() == tensors[k].tobytes() for k, v in written.items())
    if not (same and written.keys() == tensors.keys() and json.loads(described.pop("resnet4j")) == DESCRIPTION):
        sys.exit(f"{out} does not hold what was written")
    if described != metadata:
        sys.exit(f"{out} lost metadata: {metadata}")
    print(f"{out}: {len(written)} tensors, bit for bit")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else OUT)
