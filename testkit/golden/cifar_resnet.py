"""CIFAR's ResNet of He et al. 2015, section 4.2, and the plain networks it is compared with there.

Names follow Yerlan Idelbayev's well-known PyTorch port (github.com/akamaster/pytorch_resnet_cifar10), so that its published
weights load as they are: conv1, bn1, layer1.0.conv1, ..., linear.
"""

from resnet import Member, ResNet

DEPTHS = [20, 32, 44, 56, 110, 1202]


def member(depth, shortcut="a"):
    """The paper's own networks have option A's shortcuts: no parameters."""
    blocks, remainder = divmod(depth - 2, 6)
    if remainder or blocks < 1:
        raise ValueError(f"depth is 6n + 2, not {depth}")
    return Member(
        depths=(blocks,) * 3,
        planes=(16, 32, 64),
        stem="cifar",
        stem_planes=16,
        classes=10,
        head="linear",
        shortcut=shortcut,
        shortcut_name="shortcut",
    )


def resnet20():
    return ResNet(member(20))
