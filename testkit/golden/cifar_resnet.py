"""CIFAR's ResNet of He et al. 2015, section 4.2, with option A shortcuts.

Names follow Yerlan Idelbayev's well-known PyTorch port (github.com/akamaster/pytorch_resnet_cifar10), so that its published
weights load as they are: conv1, bn1, layer1.0.conv1, ..., linear.
"""

import torch
import torch.nn.functional as F
from torch import nn


def conv3x3(channels, planes, stride=1):
    return nn.Conv2d(channels, planes, 3, stride, padding=1, bias=False)


class PadShortcut(nn.Module):
    """Option A: every second pixel, and zero channels on both sides: no parameters."""

    def __init__(self, padding):
        super().__init__()
        self.padding = padding

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))


class BasicBlock(nn.Module):
    def __init__(self, channels, planes, stride):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(channels, planes, stride), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = conv3x3(planes, planes), nn.BatchNorm2d(planes)
        same = stride == 1 and channels == planes
        self.shortcut = nn.Identity() if same else PadShortcut(planes // 4)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out)) + self.shortcut(x)
        return F.relu(out)


class CifarResNet(nn.Module):
    def __init__(self, depth, classes=10):
        super().__init__()
        blocks, remainder = divmod(depth - 2, 6)
        if remainder or blocks < 1:
            raise ValueError(f"depth is 6n + 2, not {depth}")
        self.conv1, self.bn1 = conv3x3(3, 16), nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, blocks, 1)
        self.layer2 = self.stage(16, 32, blocks, 2)
        self.layer3 = self.stage(32, 64, blocks, 2)
        self.linear = nn.Linear(64, classes)

    @staticmethod
    def stage(channels, planes, blocks, stride):
        rest = [BasicBlock(planes, planes, 1) for _ in range(blocks - 1)]
        return nn.Sequential(BasicBlock(channels, planes, stride), *rest)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        x = F.avg_pool2d(x, x.shape[2:])
        return self.linear(torch.flatten(x, 1))


def resnet20(classes=10):
    return CifarResNet(20, classes)
