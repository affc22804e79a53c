"""What a user of PyTorch writes to classify one photo: the counterpart of './resnet4j classify', timed from outside.

Usage: python classify.py WEIGHTS PHOTO      WEIGHTS: a safetensors file of ResNet-50
"""

import sys

import torch
from PIL import Image
from safetensors.torch import load_file
from torchvision.models import ResNet50_Weights, resnet50


@torch.inference_mode()
def main(weights, photo):
    net = resnet50().eval()
    net.load_state_dict(load_file(weights))
    prepare = ResNet50_Weights.IMAGENET1K_V1.transforms()
    image = prepare(Image.open(photo).convert("RGB")).unsqueeze(0)
    best = net.to(memory_format=torch.channels_last)(image).softmax(1)[0].topk(5)
    for probability, index in zip(best.values.tolist(), best.indices.tolist()):
        print(f"{100 * probability:6.2f} %  {ResNet50_Weights.IMAGENET1K_V1.meta['categories'][index]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
