"""Makes training/steps.safetensors: ten steps of each optimiser, in double precision, and how far PyTorch strays in single.

CASE is an optimiser and its options, "sgd rate=0.02 momentum=0.9", on the catalogue's "tiny", with the formula's weights (gain 1)
and cross entropy; step k = 0..9 is taken on the 8 images "inputD.K" of 8x8. D, the draw, is the first of 0, 1, ... with which no
relu comes nearer to its corner than 1e-5: else it would be rounding that decides whether a unit learns. The optimisers are
torch.optim's SGD, Adam and AdamW with PyTorch's defaults, but for
    rate, momentum, nesterov, decay, beta1, beta2, epsilon      as PyTorch has them; nesterov is 1 or 0
    head                  the head's own rate
    normdecay             the decay of all parameters of one dimension
    clip                  the length to which all gradients together are cut
    frozen                a part whose parameters are not learnt
    still                 a part whose batch norms are in evaluation mode
    cycle=1               step k has its rate multiplied by (k + 1) / 10, and a momentum, or beta1, of 0.95 - k / 100
    bfloat16=1            under torch.autocast, on 32 images of 32x32, of draw 0

For each, with rows as training.py makes them, of 16 samples:
    CASE/draw             []
    CASE/losses           [10], the mean over each batch before the step, in double precision
    CASE/tensors          a row for each parameter and buffer afterwards, in the order of the state_dict, without counters
    CASE/errors           [2], PyTorch's in single precision, or under autocast: of the losses, and of the tensors
Of PyTorch's two memory layouts, channels first and channels last, it is the errors of the less exact one that are kept. Errors
are root mean squares: of the losses relative to the mean loss; of a tensor's samples relative to how far they all have moved
since the beginning, which is pooled over the tensors that have moved.
Metadata: "torch", the version.

Usage: python training_steps.py
"""

import copy
import itertools
import pathlib

import numpy as np
import torch
from torch import nn

import family
import files
import formula
import training

OUT = pathlib.Path(__file__).parent / "../src/main/resources/golden/training/steps.safetensors"
STEPS, SAMPLES, CORNER = 10, 16, 1e-5
CASES = [
    "sgd rate=0.02",
    "sgd rate=0.02 momentum=0.9",
    "sgd rate=0.02 momentum=0.9 decay=0.05",
    "sgd rate=0.02 momentum=0.9 nesterov=1 decay=0.05",
    "sgd rate=0.02 momentum=0.9 nesterov=1 cycle=1",
    "sgd rate=0.02 momentum=0.9 decay=0.05 normdecay=0 head=0.005",
    "sgd rate=0.05 momentum=0.9 clip=1",
    "sgd rate=0.02 momentum=0.9 frozen=layer1",
    "sgd rate=0.02 momentum=0.9 frozen=layer1 still=layer1",
    "adam rate=0.001",
    "adam rate=0.001 beta1=0.8 beta2=0.99 epsilon=0.001 decay=0.1",
    "adam rate=0.001 cycle=1",
    "adamw rate=0.001 decay=1",
    "adamw rate=0.0005 head=0.002 normdecay=0 decay=1 clip=1",
    "sgd rate=0.02 momentum=0.9 bfloat16=1",
    "adamw rate=0.001 decay=1 bfloat16=1",
]
NUMBERS = {"rate", "momentum", "nesterov", "decay", "beta1", "beta2", "epsilon", "head", "normdecay", "clip", "cycle", "bfloat16"}


def parsed(case):
    kind, *words = case.split()
    options = dict(word.split("=") for word in words)
    return kind, {key: float(value) if key in NUMBERS else value for key, value in options.items()}


def optimizer(net, kind, options):
    groups = []
    for name, parameter in net.named_parameters():
        rate = options.get("head", options["rate"]) if name.startswith("fc.") else options["rate"]
        decay = options.get("decay", 0.0)
        decay = options.get("normdecay", decay) if parameter.ndim == 1 else decay
        if parameter.requires_grad:
            groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    if kind == "sgd":
        return torch.optim.SGD(groups, momentum=options.get("momentum", 0.0), nesterov=options.get("nesterov", 0) == 1)
    betas = options.get("beta1", 0.9), options.get("beta2", 0.999)
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[kind](groups, betas=betas, eps=options.get("epsilon", 1e-8))


def cycled(groups, step):
    for group in groups:
        group.setdefault("full", group["lr"])
        group["lr"] = group["full"] * (step + 1) / STEPS
        momentum = 0.95 - step / 100
        if "betas" in group:
            group["betas"] = momentum, group["betas"][1]
        else:
            group["momentum"] = momentum


def prepared(net, options):
    net = net.train()
    if "frozen" in options:
        net.get_submodule(options["frozen"]).requires_grad_(False)
    if "still" in options:
        net.get_submodule(options["still"]).eval()
    return net


def run(net, case, draw):
    """Losses, and what the tensors are afterwards; in a network of double precision, whatever the case says."""
    kind, options = parsed(case)
    prepared(net, options)
    steps, losses, dtype = optimizer(net, kind, options), [], next(net.parameters()).dtype
    autocast = "bfloat16" in options and dtype == torch.float32
    count, size = (32, (3, 32, 32)) if "bfloat16" in options else (8, (3, 8, 8))
    for k in range(STEPS):
        images, labels = training.batch(f"input{draw}.{k}", count, size, 10, dtype)
        steps.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            logits = net(images)
        loss = nn.functional.cross_entropy(logits.to(dtype), labels)
        loss.backward()
        if "clip" in options:
            nn.utils.clip_grad_norm_(net.parameters(), options["clip"])
        if "cycle" in options:
            cycled(steps.param_groups, k)
        steps.step()
        losses.append(loss.item())
    return np.array(losses), training.rows(tensors(net), SAMPLES)


def drawn(net, case):
    """The draw, and what comes of it in double precision."""
    for draw in itertools.count():
        nearest, exact = [], copy.deepcopy(net).double()
        for module in exact.modules():
            if isinstance(module, nn.ReLU):
                module.register_forward_pre_hook(lambda _, inputs: nearest.append(inputs[0].abs().min().item()))
        result = run(exact, case, draw)
        if min(nearest) > CORNER or "bfloat16" in case:
            return draw, result


def tensors(net):
    return [t for name, t in net.state_dict().items() if not name.endswith("num_batches_tracked")]


def root_mean_square(x, **axis):
    return np.sqrt((x**2).mean(**axis))


def errors(found, exact, start):
    """Of the losses, and of the tensors."""
    moved = root_mean_square((exact[1] - start)[:, 2:], axis=1)
    off = root_mean_square((found[1] - exact[1])[:, 2:], axis=1)
    return np.array([root_mean_square(found[0] - exact[0]) / exact[0].mean(), root_mean_square(off[moved > 0] / moved[moved > 0])])


def main():
    torch.set_num_threads(1)
    net = formula.fill(family.build("tiny"))
    start, results = training.rows(tensors(net), SAMPLES), {}
    for case in CASES:
        draw, exact = drawn(net, case)
        results |= {f"{case}/draw": np.array(draw), f"{case}/losses": exact[0], f"{case}/tensors": exact[1]}
        found = [
            errors(run(copy.deepcopy(net).to(memory_format=layout), case, draw), exact, start)
            for layout in (torch.contiguous_format, torch.channels_last)
        ]
        results[f"{case}/errors"] = np.maximum(*found)
        print(f"{case}: draw {draw}, errors", *found)
    files.write(OUT, results, {"torch": torch.__version__})
    print(len(CASES), "cases,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
