"""Lists what PyTorch calls the parts of the networks: networks/NAME.tensors.tsv and networks/NAME.nodes.txt.

tensors.tsv: a state_dict's entries in its order, one a line: key<TAB>shape<TAB>dtype, as in "conv1.weight	[64, 3, 7, 7]	float32".
nodes.txt: torchvision's get_graph_node_names of the network in eval mode, in order of execution; torchvision's networks only.

Usage: python state_dicts.py [CHECKPOINT]
CHECKPOINT, akamaster's resnet20-12fca82f.th, is compared with our resnet20: without counters, which it is too old to have.
"""

import pathlib
import sys

import torch
import torchvision
from torchvision.models import feature_extraction

import cifar_resnet

OUT = pathlib.Path(__file__).parent / "../src/main/resources/golden/networks"


def lines(state_dict):
    return [f"{k}\t{list(v.shape)}\t{str(v.dtype).removeprefix('torch.')}" for k, v in state_dict.items()]


def write(name, lines):
    (OUT / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main(checkpoint):
    for name in ["resnet18", "resnet34", "resnet50"]:
        net = getattr(torchvision.models, name)()
        write(f"{name}.tensors.tsv", lines(net.state_dict()))
        write(f"{name}.nodes.txt", feature_extraction.get_graph_node_names(net)[1])
    ours = lines(cifar_resnet.resnet20().state_dict())
    write("resnet20.tensors.tsv", ours)
    if checkpoint:
        saved = torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"]
        theirs = lines({k.removeprefix("module."): v for k, v in saved.items()})
        ours = [line for line in ours if ".num_batches_tracked\t" not in line]
        if ours != theirs:
            sys.exit(f"differs from {checkpoint}: {sorted(set(ours) ^ set(theirs))}")
        print(f"equal to {checkpoint}: {len(theirs)} tensors in the same order")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
