"""Makes networks/variants.safetensors: every option of a member of the family, and every pair of options, on tiny members.

CASE is a kind and its options, "bottleneck" or "bottleneck groups=2 dilation=011", in the order of OPTIONS below. The kinds:
basic, bottleneck, prebasic, prebottleneck (pre-activation), plain (basic without shortcuts) and biased (basic and its stem with
biases in their convolutions), all of CIFAR's stem 8 wide, stages of 1, 2, 2, 2 blocks with 8, 16, 32, 64 planes and strides 1, 2, 2, 2, projections "downsample" where the shape changes, batch norm, 10 classes, head
"fc", 3 channels. An option's value changes that:
    classes=7, channels=1              of the logits, of the input
    dropout=0.5                        before the head: nothing, when a network is not training
    norm=frozen                        torchvision.ops.FrozenBatchNorm2d, which has no counter
    norm=group4, norm=group32          nn.GroupNorm(4, C), nn.GroupNorm(32, C); 32 groups with four times the planes and stem
    stem=imagenet                      7x7 with stride 2, and the max-pool
    shortcut=a, shortcut=c             padding where the shape changes; a projection "downsample" in every block
    se=bias, se=nobias                 squeeze-and-excitation, reduction 4
    groups=2, width=32                 torchvision's groups and width_per_group
    dilation=001 ... 111               torchvision's replace_stride_with_dilation
    expansion=2                        how many times its planes a bottleneck yields
    inner=0.3                          dropout inside a block: nothing, again
    head=24                            dropout, linear layer, ReLU, dropout, linear layer, with 24 numbers between the two
Missing is norm=group32 width=32, which PyTorch refuses: the first stage's convolutions would be 16 wide.

For each, with the formula's weights (gain 1) and the image 2xCHANNELSx33x29 named "input", in double precision (see networks.py):
    CASE/logits.hi, .lo                [2, classes]
    CASE/....float32                   of each, PyTorch's largest error in single precision
    CASE/NODE.hi, .lo                  64 elements of flatten, layer2.0.add, layer3.0.add and layer4.1.relu_1; of plain ones bn2
Without layer3.0.add, dilation=001 and 010 would be alike: to take every second pixel late, after dilated convolutions, or early,
before plain ones, comes to the same.
Metadata: "gain", "torch" and "torchvision".

Usage: python variants.py
"""

import copy
import itertools
from dataclasses import replace
from functools import partial

import torch
import torchvision
from torch import nn

import files
import formula
import networks
from resnet import Member, ResNet

DILATIONS = ["".join(digits) for digits in itertools.product("01", repeat=3)][1:]
OPTIONS = {
    "classes": ["7"],
    "channels": ["1"],
    "dropout": ["0.5"],
    "norm": ["frozen", "group4", "group32"],
    "stem": ["imagenet"],
    "shortcut": ["a", "c"],
    "se": ["bias", "nobias"],
    "groups": ["2"],
    "width": ["32"],
    "dilation": DILATIONS,
    "inner": ["0.3"],
    "expansion": ["2"],
    "head": ["24"],
}
BOTTLENECKS = {"groups", "width", "dilation", "expansion"}
KINDS = {
    "basic": set(OPTIONS) - BOTTLENECKS - {"inner"},
    "bottleneck": set(OPTIONS) - {"inner"},
    "prebasic": set(OPTIONS) - BOTTLENECKS - {"shortcut", "head"},
    "prebottleneck": set(OPTIONS) - {"shortcut", "inner", "head"},
    "plain": {"classes", "channels", "dropout", "norm", "stem"},
    "biased": {"classes", "channels", "dropout", "norm", "shortcut", "se"},
}
BASE = Member((1, 2, 2, 2), (8, 16, 32, 64), stem="cifar", stem_planes=8, classes=10)
REFUSED = {("norm", "group32"), ("width", "32")}
NODES = ["flatten", "layer2.0.add", "layer3.0.add", "layer4.1.relu_1"]
PLAIN_NODES = ["flatten", "layer2.0.bn2", "layer3.0.bn2", "layer4.1.relu_1"]


def group_norm(groups):
    return partial(nn.GroupNorm, groups)


def changed(member, key, value):
    if key == "norm" and value == "group32":
        wide = tuple(4 * planes for planes in member.planes)
        return replace(member, norm=group_norm(32), planes=wide, stem_planes=4 * member.stem_planes)
    if key == "norm":
        return replace(member, norm=group_norm(4) if value == "group4" else torchvision.ops.FrozenBatchNorm2d)
    if key == "se":
        return replace(member, se_reduction=4, se_bias=value == "bias")
    if key == "dilation":
        return replace(member, dilation=tuple(digit == "1" for digit in value))
    if key == "expansion":
        return replace(member, widening=int(value))
    if key == "head":
        return replace(member, hidden=int(value))
    convert = {"dropout": float, "inner": float, "stem": str, "shortcut": str}.get(key, int)
    return replace(member, **{key: convert(value)})


def member(kind, options):
    result = replace(BASE, bottleneck=kind.endswith("bottleneck"), preactivation=kind.startswith("pre"))
    result = replace(result, shortcut="plain" if kind == "plain" else "b", conv_bias=kind == "biased")
    for key, value in options:
        result = changed(result, key, value)
    return result


def cases():
    """Pairs of a kind and its options: none, every one, every two."""
    for kind, keys in KINDS.items():
        singles = [(key, value) for key in OPTIONS if key in keys for value in OPTIONS[key]]
        yield kind, ()
        yield from ((kind, (option,)) for option in singles)
        for one, two in itertools.combinations(singles, 2):
            if one[0] != two[0] and {one, two} != REFUSED:
                yield kind, (one, two)


@torch.inference_mode()
def main():
    torch.set_num_threads(1)
    tensors = {}
    for kind, options in cases():
        name = " ".join([kind, *(f"{key}={value}" for key, value in options)])
        variant = member(kind, options)
        net = formula.fill(ResNet(variant)).eval()
        nodes = PLAIN_NODES if kind == "plain" else NODES
        both = [networks.tapped(n, variant, nodes) for n in (net, copy.deepcopy(net).double())]
        tensors |= networks.case(name, formula.image("input", (2, variant.channels, 33, 29)), *both, nodes)
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}
    files.write(networks.OUT / "variants.safetensors", tensors, {"gain": "1"} | versions)
    print(sum(key.endswith("/logits.hi") for key in tensors), "cases")


if __name__ == "__main__":
    main()
