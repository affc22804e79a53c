"""Makes networks/NAME.safetensors: what PyTorch computes with the formula's weights (see formula.py) and the network's gain.

A file holds, for every shape of input CASE (such as 2x3x64x64, the image named "input"):
    CASE/logits.hi, CASE/logits.lo    the logits in double precision: hi = float32(x), lo = float32(x - hi)
    CASE/flatten.hi, .lo              the embedding, in double precision
    CASE/NODE.hi, .lo                 of two nodes, in double precision: elements (k * 7919) mod size, k = 0..63
    CASE/....float32                  of each, [], PyTorch's largest error in single precision, in deviations of what is stored
and for 32 images of one shape named "input0" ... "input31":
    closeness/logits.hi, .lo          [32, classes], in double precision
    closeness/float32                 [32], PyTorch's error in single precision, image by image, one thread
    closeness/bfloat16                [32], PyTorch's error under torch.autocast(dtype=bfloat16), the same way
Of PyTorch's two memory layouts, channels first and channels last, it is the errors of the less exact one that are kept.
An error is the root mean square of the logits' errors against double precision, divided by the standard deviation (over all 32 x
classes numbers, divisor n) of the logits in double precision.
Metadata: "gain"; "closeness", such an image's shape, as in "3x32x32"; "float32" and "bfloat16", both errors pooled over the
images; "deviation", that standard deviation; "torch" and "torchvision", the versions.

Usage: python networks.py [NAME ...]      makes these, or all, two at a time
       python networks.py --errors        prints README.md's table of errors from the files
"""

import concurrent.futures
import copy
import pathlib
import sys

import numpy as np
import torch
import torchvision
from safetensors import safe_open
from torchvision.models import feature_extraction

import family
import files
import formula

OUT = pathlib.Path(__file__).parent / "../src/main/resources/golden/networks"
IMAGES = 32


def build(name):
    net = formula.fill(family.build(name), family.MEMBERS[name].gain()).eval()
    for module in net.modules():
        if isinstance(module, torch.nn.ReLU):
            module.inplace = False  # else a tapped sum would be overwritten
    return net


def shapes(name):
    """Of the cases' inputs, among them one of odd sizes, and of the images that closeness is measured with."""
    if family.MEMBERS[name].classes == 10:
        return [(2, 3, 32, 32), (2, 3, 33, 29)], (1, 3, 16, 16)
    full = [(1, 3, 224, 224)] if name in family.TORCHVISION else []
    return [(2, 3, 64, 64), (1, 3, 57, 43), *full], (1, 3, 32, 32)


def taps(member):
    """Two nodes that tell one kind of block from another."""
    plain, stack = member.shortcut == "plain", len(member.depths) == 1
    if stack:
        return ["layer1.0.bn1" if plain else "layer1.0.add", "layer1.1.relu_1"]
    if plain:
        return ["layer1.0.relu_1", "layer2.0.bn2"]
    return ["layer1.0.se.mul" if member.se_reduction else "layer1.0.add", "layer2.0.relu_1"]


def double(name, x):
    hi = x.astype(np.float32)
    return {f"{name}.hi": hi, f"{name}.lo": (x - hi).astype(np.float32)}


def sample(x):
    return x.ravel()[np.arange(64) * 7919 % x.size]


def tapped(net, member, nodes):
    """Of a network in its precision, a function of an image to its "logits", "flatten" and nodes, by name."""
    extractor = feature_extraction.create_feature_extractor(net, {n: n for n in [*nodes, "flatten"]} | {member.head: "logits"})
    dtype = next(net.parameters()).dtype
    return lambda image: {k: v.numpy() for k, v in extractor(torch.from_numpy(image).to(dtype)).items()}


def case(name, image, single, exact, sampled):
    """The tensors of a case, from the same `tapped` network in both precisions."""
    tensors, rough = {}, single(image)
    for key, value in exact(image).items():
        kept, found = (sample(value), sample(rough[key])) if key in sampled else (value, rough[key])
        error = np.abs(found - kept).max() / kept.std()
        tensors |= double(f"{name}/{key}", kept) | {f"{name}/{key}.float32": np.array(error, np.float32)}
    return tensors


def closeness(net, exact, shape):
    images = [torch.from_numpy(formula.image(f"input{i}", shape)) for i in range(IMAGES)]
    reference = exact(torch.cat(images).double()).numpy()
    tensors, facts = double("closeness/logits", reference), {"deviation": repr(reference.std().item())}
    for precision in ["float32", "bfloat16"]:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            found = [squares(net, images, reference, layout) for layout in (torch.contiguous_format, torch.channels_last)]
        worse = max(found, key=np.mean)
        tensors[f"closeness/{precision}"] = np.sqrt(worse).astype(np.float32)
        facts[precision] = repr(np.sqrt(worse.mean()).item())
    return tensors, facts


def squares(net, images, reference, layout):
    """The mean of each image's squared errors, the deviation of all the logits being 1."""
    net = copy.deepcopy(net).to(memory_format=layout)
    logits = np.concatenate([net(x.contiguous(memory_format=layout)).double().numpy() for x in images])
    return ((logits - reference) ** 2).mean(axis=1) / reference.var()


@torch.inference_mode()
def make(name):
    torch.set_num_threads(1)
    member, (cases, image), nodes = family.MEMBERS[name], shapes(name), taps(family.MEMBERS[name])
    net = build(name)
    exact = copy.deepcopy(net).double()
    tensors, facts = closeness(net, exact, image)
    both = tapped(net, member, nodes), tapped(exact, member, nodes)
    for shape in cases:
        tensors |= case("x".join(map(str, shape)), formula.image("input", shape), *both, nodes)
    facts |= {"gain": f"{member.gain():g}", "closeness": "x".join(map(str, image[1:]))}
    facts |= {"torch": torch.__version__, "torchvision": torchvision.__version__}
    files.write(OUT / f"{name}.safetensors", tensors, facts)
    return f"{name}: {facts}"


def errors():
    print("| network | images | gain | fp32 | bf16 (autocast) |\n|---|---|---|---|---|")
    for name in family.MEMBERS:
        with safe_open(OUT / f"{name}.safetensors", "numpy") as file:
            facts = file.metadata()
        single, half = float(facts["float32"]), float(facts["bfloat16"])
        print(f"| {name} | {facts['closeness']} | {facts['gain']} | {single:.2e} | {half:.2e} |")


def main(names):
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for line in pool.map(make, names):
            print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--errors"]:
        errors()
    else:
        main(sys.argv[1:] or family.MEMBERS)
