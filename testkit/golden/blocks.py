"""Makes networks/blocks.safetensors: single blocks as networks, with the formula's weights (gain 1) and the image named "input".

    BLOCK/output.hi, .lo, .float32     as in networks.py: 64 elements of what the block yields
Metadata: "gain", "torch" and "torchvision".

Usage: python blocks.py
"""

import copy

import torch
import torchvision

import files
import formula
import networks
from resnet import Member

MEMBER = Member(depths=(1,))
TUTORIAL = Member(depths=(1,), bottleneck=True, groups=32, width=4, widening=2)
SQUEEZED = Member(depths=(1,), bottleneck=True, se_reduction=16)
PREACTIVATED = Member(depths=(1,), bottleneck=True, preactivation=True)
BLOCKS = {  # the block and its input
    "basic": (MEMBER.block(channels=64, planes=64, stride=1, dilation=1), (2, 64, 56, 56)),
    "resnext": (TUTORIAL.block(channels=128, planes=64, stride=1, dilation=1), (2, 128, 19, 17)),
    "squeezed": (SQUEEZED.block(channels=64, planes=32, stride=2, dilation=1), (2, 64, 19, 17)),
    "preactivated": (PREACTIVATED.block(channels=64, planes=32, stride=2, dilation=1), (2, 64, 19, 17)),
}


def runner(block):
    dtype = next(block.parameters()).dtype
    return lambda image: {"output": block(torch.from_numpy(image).to(dtype)).numpy()}


@torch.inference_mode()
def main():
    torch.set_num_threads(1)
    tensors = {}
    for name, (block, shape) in BLOCKS.items():
        single = formula.fill(block).eval()
        both = runner(single), runner(copy.deepcopy(single).double())
        tensors |= networks.case(name, formula.image("input", shape), *both, ["output"])
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}
    files.write(networks.OUT / "blocks.safetensors", tensors, {"gain": "1"} | versions)


if __name__ == "__main__":
    main()
