"""Every network of the catalogue by its name: torchvision's own where it has it, else built of resnet.py's pieces.

Usage: python family.py            lists the names, their numbers of parameters and the formula's gains
"""

from dataclasses import replace

import torch
import torchvision

import cifar_resnet
from resnet import Member, ResNet

RESNETS = {
    "resnet18": Member((2, 2, 2, 2)),
    "resnet34": Member((3, 4, 6, 3)),
    "resnet50": Member((3, 4, 6, 3), bottleneck=True),
    "resnet101": Member((3, 4, 23, 3), bottleneck=True),
    "resnet152": Member((3, 8, 36, 3), bottleneck=True),
}
TORCHVISION = RESNETS | {
    "resnext50_32x4d": replace(RESNETS["resnet50"], groups=32, width=4),
    "resnext101_32x8d": replace(RESNETS["resnet101"], groups=32, width=8),
    "resnext101_64x4d": replace(RESNETS["resnet101"], groups=64, width=4),
    "wide_resnet50_2": replace(RESNETS["resnet50"], width=128),
    "wide_resnet101_2": replace(RESNETS["resnet101"], width=128),
}
SQUEEZED = RESNETS | {
    "resnext50_32x4d": TORCHVISION["resnext50_32x4d"],
    "resnext101_32x4d": replace(RESNETS["resnet101"], groups=32, width=4),
}


def cifar(depth, planes, **options):
    """Three stages of equal depth on CIFAR's stem, 16 wide: the successors of the paper's own CIFAR networks."""
    return Member((depth,) * 3, planes, stem="cifar", stem_planes=16, classes=10, **options)


def preresnet(depth, bottleneck):
    """He et al. 2016: 6n + 2 layers of basic blocks, or 9n + 2 of bottlenecks."""
    return cifar((depth - 2) // (9 if bottleneck else 6), (16, 32, 64), bottleneck=bottleneck, preactivation=True)


def wrn(depth, k):
    """Zagoruyko & Komodakis 2016: 6n + 4 layers, the three projections being counted."""
    return cifar((depth - 4) // 6, (16 * k, 32 * k, 64 * k), preactivation=True)


def resnext29(groups):
    """Xie et al. 2016: 64 wide per group at the first stage."""
    stages = {"depths": (3, 3, 3), "planes": (64, 128, 256)}
    return Member(**stages, stem="cifar", classes=10, bottleneck=True, groups=groups, width=64)


def stack(convs, shortcut):
    """One stage of equal convolutions with biases, to see what depth alone costs."""
    return Member((convs // 2,), (16,), stem="cifar", stem_planes=16, classes=10, conv_bias=True, shortcut=shortcut)


MEMBERS = {
    **TORCHVISION,
    **{f"resnet{depth}": cifar_resnet.member(depth) for depth in cifar_resnet.DEPTHS},
    **{f"resnet{depth}_b": cifar_resnet.member(depth, "b") for depth in cifar_resnet.DEPTHS},
    **{f"resnet{depth}_c": cifar_resnet.member(depth, "c") for depth in cifar_resnet.DEPTHS},
    **{f"plain{depth}": cifar_resnet.member(depth, "plain") for depth in cifar_resnet.DEPTHS[:-1]},
    **{f"{name}_cifar": replace(member, stem="cifar", classes=10) for name, member in RESNETS.items()},
    "plain18": replace(RESNETS["resnet18"], shortcut="plain"),
    "plain34": replace(RESNETS["resnet34"], shortcut="plain"),
    **{f"plain_stack_{convs}": stack(convs, "plain") for convs in [8, 32]},
    **{f"residual_stack_{convs}": stack(convs, "b") for convs in [8, 32]},
    **{f"pre{name}": replace(member, preactivation=True) for name, member in RESNETS.items()},
    "preresnet110": preresnet(110, bottleneck=False),
    "preresnet164": preresnet(164, bottleneck=True),
    "preresnet1001": preresnet(1001, bottleneck=True),
    "resnext29_8x64d": resnext29(8),
    "resnext29_16x64d": resnext29(16),
    "wrn16_8": wrn(16, 8),
    "wrn28_10": wrn(28, 10),
    "wrn40_4": wrn(40, 4),
    **{f"se_{name}": replace(member, se_reduction=16) for name, member in SQUEEZED.items()},
    "tiny": Member((1, 1, 1, 1), (8, 16, 32, 64), stem="cifar", stem_planes=8, classes=10),
}


def build(name):
    """The network as its constructor leaves it."""
    return getattr(torchvision.models, name)() if name in TORCHVISION else ResNet(MEMBERS[name])


def parameters(net):
    return sum(p.numel() for p in net.parameters())


if __name__ == "__main__":
    with torch.device("meta"):  # no memory, no initial values
        for name, member in MEMBERS.items():
            print(f"{name:<20}{parameters(build(name)):>12,}{member.gain():>8g}")
