"""Lists what PyTorch calls the parts of the networks: networks/NAME.tensors.tsv and networks/NAME.nodes.txt.

tensors.tsv: a state_dict's entries in its order, one a line: key<TAB>shape<TAB>dtype, where a shape is like [64, 3, 7, 7] and a
dtype like float32; of torchvision's networks and of CIFAR's ResNets.
nodes.txt: torchvision's get_graph_node_names of the network in eval mode, in order of execution; torchvision's networks only.

Usage: python state_dicts.py [ORIGINAL]
ORIGINAL, resnet.py of github.com/akamaster/pytorch_resnet_cifar10, is what the lists of CIFAR's ResNets are compared with before
they are written; those checked in were.
"""

import importlib.util
import sys

from torchvision.models import feature_extraction

import cifar_resnet
import family
from networks import OUT


def lines(net):
    return [f"{k}\t{list(v.shape)}\t{str(v.dtype).removeprefix('torch.')}" for k, v in net.state_dict().items()]


def write(name, lines):
    (OUT / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def module(path):
    spec = importlib.util.spec_from_file_location("original", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def main(path):
    for name in family.TORCHVISION:
        net = family.build(name)
        write(f"{name}.tensors.tsv", lines(net))
        write(f"{name}.nodes.txt", feature_extraction.get_graph_node_names(net)[1])
    original = module(path) if path else None
    for name in [f"resnet{depth}" for depth in cifar_resnet.DEPTHS]:
        ours = lines(family.build(name))
        if original:
            theirs = lines(getattr(original, name)())
            if ours != theirs:
                sys.exit(f"{name} differs from {path}: {sorted(set(ours) ^ set(theirs))}")
            print(f"{name} is equal to the original: {len(theirs)} tensors in the same order")
        write(f"{name}.tensors.tsv", ours)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
