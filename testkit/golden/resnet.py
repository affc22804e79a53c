"""The ResNet family out of a few pieces, for the members torchvision does not have; names are torchvision's where it has one.

A member is data (`Member`), a network is built of it (`ResNet`), and `family.py` lists the members that have a name.
"""

import dataclasses
from typing import Callable

import torch
import torch.nn.functional as F
from torch import nn


def conv(kernel, channels, planes, stride=1, groups=1, dilation=1, bias=False):
    return nn.Conv2d(channels, planes, kernel, stride, kernel // 2 * dilation, dilation, groups, bias)


class SqueezeExcitation(nn.Module):
    """Every channel times a gate that the means of all channels decide (Hu et al. 2018)."""

    def __init__(self, channels, reduction, bias):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = conv(1, channels, channels // reduction, bias=bias)
        self.relu = nn.ReLU()
        self.fc2 = conv(1, channels // reduction, channels, bias=bias)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return x * self.sigmoid(self.fc2(self.relu(self.fc1(self.avgpool(x)))))


class PadShortcut(nn.Module):
    """Option A: every stride-th pixel, and zero channels on both sides: no parameters."""

    def __init__(self, channels, planes, stride):
        super().__init__()
        self.padding, self.stride = (planes - channels) // 2, stride

    def forward(self, x):
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.padding, self.padding))


class PlainBlock(nn.Module):
    """What the paper compares with: the convolutions of a block and nothing around them."""

    def __init__(self, convs, norm):
        super().__init__()
        self.steps = []
        for i, step in enumerate(convs, 1):
            self.steps.append((step, norm(step.out_channels)))
            self.add_module(f"conv{i}", self.steps[-1][0])
            self.add_module(f"bn{i}", self.steps[-1][1])
        self.relu = nn.ReLU()

    def forward(self, x):
        for step, norm in self.steps:
            x = self.relu(norm(step(x)))
        return x


class Block(PlainBlock):
    """The residual block of He et al. 2015; what follows the last norm, if anything, does so before the sum."""

    def __init__(self, convs, norm, se, shortcut_name, shortcut):
        super().__init__(convs, norm)
        self.se = se
        self.shortcut_name = shortcut_name
        self.add_module(shortcut_name, shortcut)

    def forward(self, x):
        out = x
        for step, norm in self.steps[:-1]:
            out = self.relu(norm(step(out)))
        step, norm = self.steps[-1]
        out = self.se(norm(step(out))) + getattr(self, self.shortcut_name)(x)
        return self.relu(out)


class PreactivationBlock(nn.Module):
    """The residual block of He et al. 2016: norm and relu before each convolution, nothing after the sum.

    A projection sees the activated input, the identity does not. The dropout before the last convolution is Zagoruyko's.
    """

    def __init__(self, convs, norm, se, inner, downsample):
        super().__init__()
        self.steps = []
        for i, step in enumerate(convs, 1):
            self.steps.append((norm(step.in_channels), step))
            self.add_module(f"bn{i}", self.steps[-1][0])
            self.add_module(f"conv{i}", self.steps[-1][1])
        self.relu, self.dropout, self.se, self.downsample = nn.ReLU(), nn.Dropout(inner), se, downsample

    def forward(self, x):
        norm, first = self.steps[0]
        activated = self.relu(norm(x))
        out = first(activated)
        for norm, step in self.steps[1:-1]:
            out = step(self.relu(norm(out)))
        norm, last = self.steps[-1]
        out = self.se(last(self.dropout(self.relu(norm(out)))))
        return out + (x if self.downsample is None else self.downsample(activated))


@dataclasses.dataclass(frozen=True)
class Member:
    """All that tells one member of the family from another; the defaults are torchvision's."""

    depths: tuple  # blocks of each stage
    planes: tuple = (64, 128, 256, 512)
    strides: tuple = (1, 2, 2, 2)
    bottleneck: bool = False
    widening: int = 4  # a bottleneck's expansion
    preactivation: bool = False
    stem: str = "imagenet"  # or "cifar": 3x3, stride 1, no pooling
    stem_planes: int = 64
    channels: int = 3
    classes: int = 1000
    head: str = "fc"
    shortcut: str = "b"  # a: padding, b: projection where the shape changes, c: projection everywhere, plain: no sum at all
    shortcut_name: str = "downsample"
    norm: Callable = nn.BatchNorm2d
    se_reduction: int = 0  # 0: no squeeze-and-excitation
    se_bias: bool = True
    conv_bias: bool = False
    groups: int = 1
    width: int = 64  # width_per_group
    dilation: tuple = (False, False, False)  # replace_stride_with_dilation
    dropout: float = 0.0
    inner: float = 0.0
    hidden: int = 0  # 0: the head is one linear layer; else two, with so many numbers between them

    @property
    def expansion(self):
        return self.widening if self.bottleneck else 1

    def gain(self):
        """The formula's gain (see formula.py), by which the logits stay of sane size and the image still tells in them.

        Blocks add their branches up, so the more they are, the smaller each. Where all is in one line, without identities, the
        constants are measured: with more, the deepest networks make a rounding error grow from layer to layer; with less,
        nothing of the image is left (nor is it with these, after resnet1202_c's 600 projections).
        """
        if self.shortcut == "plain":
            return 1.2 if self.stem == "imagenet" else 0.97  # 3x3 convolutions of maps of 1x1 have one weight of nine
        convs = 3 if self.bottleneck else 2
        gain = round(min(1.0, (4 / sum(self.depths)) ** (1 / (2 * convs))), 2)
        return max(gain, 0.72) if self.shortcut == "c" else gain

    def convs(self, channels, planes, stride, dilation):
        if not self.bottleneck:
            bias = self.conv_bias
            return [conv(3, channels, planes, stride, bias=bias), conv(3, planes, planes, bias=bias)]
        width = int(planes * (self.width / 64)) * self.groups
        # v1.5: the stride is on the 3x3 convolution
        middle = conv(3, width, width, stride, self.groups, dilation)
        return [conv(1, channels, width), middle, conv(1, width, planes * self.expansion)]

    def block(self, channels, planes, stride, dilation):
        convs = self.convs(channels, planes, stride, dilation)
        if self.shortcut == "plain":
            return PlainBlock(convs, self.norm)
        out = planes * self.expansion
        se = SqueezeExcitation(out, self.se_reduction, self.se_bias) if self.se_reduction else nn.Identity()
        changes = stride != 1 or channels != out
        if self.preactivation:
            projection = nn.Sequential(conv(1, channels, out, stride)) if changes else None
            return PreactivationBlock(convs, self.norm, se, self.inner, projection)
        if self.shortcut == "a" and changes:
            shortcut = PadShortcut(channels, out, stride)
        elif changes or self.shortcut == "c":
            shortcut = nn.Sequential(conv(1, channels, out, stride), self.norm(out))
        else:
            shortcut = nn.Identity()
        return Block(convs, self.norm, se, self.shortcut_name, shortcut)

    def logits(self, features):
        if not self.hidden:
            return nn.Linear(features, self.classes)
        first, last = nn.Linear(features, self.hidden), nn.Linear(self.hidden, self.classes)
        return nn.Sequential(nn.Dropout(self.dropout), first, nn.ReLU(), nn.Dropout(self.dropout), last)

    def stages(self):
        channels, dilation = self.stem_planes, 1
        for depth, planes, stride, dilate in zip(self.depths, self.planes, self.strides, (False, *self.dilation)):
            before = dilation
            if dilate:
                dilation, stride = dilation * stride, 1
            # torchvision's rule: a stage's first block still has the dilation of the stage before it
            blocks = [self.block(channels, planes, stride, before)]
            channels = planes * self.expansion
            blocks += [self.block(channels, planes, 1, dilation) for _ in range(depth - 1)]
            yield nn.Sequential(*blocks)


class ResNet(nn.Module):
    def __init__(self, member):
        super().__init__()
        m = member
        kernel, stride = (7, 2) if m.stem == "imagenet" else (3, 1)
        self.conv1 = conv(kernel, m.channels, m.stem_planes, stride, bias=m.conv_bias)
        self.bn1 = None if m.preactivation else m.norm(m.stem_planes)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1) if m.stem == "imagenet" else nn.Identity()
        self.stages = list(m.stages())
        for i, stage in enumerate(self.stages, 1):
            self.add_module(f"layer{i}", stage)
        features = m.planes[-1] * m.expansion
        self.norm = m.norm(features) if m.preactivation else None
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.0 if m.hidden else m.dropout)
        self.head = m.head
        self.add_module(m.head, m.logits(features))

    def forward(self, x):
        x = self.conv1(x)
        if self.bn1 is not None:
            x = self.relu(self.bn1(x))
        x = self.maxpool(x)
        for stage in self.stages:
            x = stage(x)
        if self.norm is not None:
            x = self.relu(self.norm(x))
        x = self.dropout(torch.flatten(self.avgpool(x), 1))
        return getattr(self, self.head)(x)
