"""Compares our definitions with others' of the same networks, in double precision: the same names, the same numbers.

torchvision: its ten networks, and its ResNet class with every pair of groups, width, dilation and norm. timm: the pre-activation
networks (resnetv2_*, tensors renamed) and the ones with squeeze-and-excitation (seresnet*, with timm's rounding of a gate's
width to a multiple of 8 turned off, without which its seresnet18 and 34 are wider in the first stage than the paper's).
And numbers of parameters against those published or computed by hand.

Usage: python check_family.py
"""

import itertools
import re
from dataclasses import replace
from functools import partial

import timm
import torch
import torchvision
from timm.layers import SEModule
from torchvision.models.resnet import BasicBlock, Bottleneck

import family
import formula
import variants
from resnet import ResNet

PARAMETERS = {
    "resnet18_cifar": 11_173_962,
    "plain_stack_8": 19_466,
    "residual_stack_8": 19_466,
    "plain_stack_32": 75_914,
    "residual_stack_32": 75_914,
    "se_resnet50": 28_088_024,
    "resnext29_8x64d": 34_426_698,
    "wrn28_10": 36_479_194,
}


def require(condition, what):
    if not condition:
        raise SystemExit(f"not so: {what}")


def assert_same(what, ours, theirs, rename=lambda name: name, gain=1.0):
    """`rename` makes our name of theirs; where it changes names, order may differ too."""
    named = {rename(k): k for k in theirs.state_dict()}
    require(set(named) == set(ours.state_dict()), f"{what}: names, {sorted(set(named) ^ set(ours.state_dict()))}")
    renamed = any(k != v for k, v in named.items())
    require(renamed or list(ours.state_dict()) == list(named), f"{what}: order of names")
    weights = formula.fill(ours.eval(), gain).double().state_dict()
    theirs = theirs.eval().double()
    theirs.load_state_dict({named[k]: v.reshape(theirs.state_dict()[named[k]].shape) for k, v in weights.items()})
    for shape in [(2, 3, 64, 64), (1, 3, 57, 43)]:
        x = torch.from_numpy(formula.image("input", shape)).double()
        expected, actual = theirs(x), ours(x)
        difference = ((actual - expected).abs().max() / expected.std()).item()
        require(difference < 1e-12, f"{what}: differs by {difference}")
    print(f"{what}: same names, differs by {difference:.1e} standard deviations", flush=True)


def torchvision_variants():
    axes = {key: variants.OPTIONS[key] for key in ["norm", "groups", "width", "dilation"]}
    singles = [(key, value) for key, values in axes.items() for value in values]
    pairs = [pair for pair in itertools.combinations(singles, 2) if pair[0][0] != pair[1][0]]
    for kind, options in [
        *(("bottleneck", options) for options in [(), *((single,) for single in singles), *pairs]),
        *(("basic", (("norm", norm),)) for norm in axes["norm"]),
    ]:
        member = variants.member(kind, options)
        # torchvision's planes and stem are fixed
        member = replace(member, planes=(64, 128, 256, 512), stem_planes=64, stem="imagenet")
        theirs = torchvision.models.ResNet(
            Bottleneck if member.bottleneck else BasicBlock,
            list(member.depths),
            num_classes=member.classes,
            groups=member.groups,
            width_per_group=member.width,
            replace_stride_with_dilation=list(member.dilation),
            norm_layer=member.norm,
        )
        assert_same(f"torchvision's {kind} {dict(options)}", ResNet(member), theirs)


def from_resnetv2(name):
    for pattern, ours in [
        (r"^stem\.conv", "conv1"),
        (r"^stages\.(\d)\.blocks", lambda match: f"layer{int(match[1]) + 1}"),
        (r"downsample\.conv", "downsample.0"),
        (r"\.norm(\d)", r".bn\1"),
        (r"^head\.fc", "fc"),
    ]:
        name = re.sub(pattern, ours, name)
    return name


@torch.inference_mode()
def main():
    for name, count in PARAMETERS.items():
        require(family.parameters(family.build(name)) == count, f"{name}: {count} parameters")
    unbiased = replace(family.MEMBERS["se_resnet50"], se_bias=False)
    require(family.parameters(ResNet(unbiased)) == 28_071_976, "se_resnet50 without biases: 28071976 parameters")
    for name, member in family.TORCHVISION.items():
        assert_same(f"torchvision's {name}", ResNet(member), getattr(torchvision.models, name)(), gain=member.gain())
    torchvision_variants()
    for name, member in family.RESNETS.items():
        theirs = timm.create_model(name.replace("resnet", "resnetv2_"))
        assert_same(f"timm's resnetv2 for pre{name}", family.build(f"pre{name}"), theirs, from_resnetv2, member.gain())
    exact = {"attn_layer": partial(SEModule, rd_divisor=1)}
    for name, member in family.SQUEEZED.items():
        theirs = timm.create_model(f"se{name}", block_args=exact)
        assert_same(f"timm's se{name}", family.build(f"se_{name}"), theirs, gain=member.gain())


if __name__ == "__main__":
    main()
