"""What PyTorch makes of the samples with the model that the command comes with: golden/embeddings.tsv.

    python embeddings.py

A line for each photo and value: the file in samples/, then flatten (the embedding) or layer3 (its channel 5, row by row), then
the 64 numbers, in double precision. Photos are prepared by Pillow and torchvision.
"""

import json
import pathlib

import safetensors.torch
import torch
from PIL import Image
from torchvision import transforms

import cifar_resnet

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "cli/src/main/resources/io/resnet4j/cli/resnet20-cifar10.safetensors"
OUT = ROOT / "testkit/src/main/resources/golden/embeddings.tsv"
CHANNEL = 5


def network():
    with safetensors.safe_open(MODEL, "pt") as file:
        preprocessing = json.loads(file.metadata()["resnet4j"])["preprocessing"]
    net = cifar_resnet.resnet20()
    net.load_state_dict(safetensors.torch.load_file(MODEL))
    prepare = transforms.Compose(
        [
            transforms.Resize(preprocessing["resize"]),
            transforms.CenterCrop(preprocessing["crop"]),
            transforms.ToTensor(),
            transforms.Normalize(preprocessing["mean"], preprocessing["std"]),
        ]
    )
    return net.eval().double(), prepare


def main():
    net, prepare = network()
    values = {}
    net.layer3.register_forward_hook(lambda *call: values.update(layer3=call[2][0, CHANNEL].flatten()))
    net.linear.register_forward_pre_hook(lambda *call: values.update(flatten=call[1][0][0]))
    lines = []
    for photo in sorted((ROOT / "samples").iterdir()):
        image = prepare(Image.open(photo).convert("RGB")).unsqueeze(0).double()
        with torch.inference_mode():
            net(image)
        for name in ("flatten", "layer3"):
            lines.append("\t".join([photo.name, name, *(repr(x) for x in values[name].tolist())]))
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
