"""Makes golden/schedules.tsv: learning rates and momenta of whole runs by PyTorch's schedulers, for training/Schedule.java.

settings      as on resnet4j's command line, parted by spaces; the learning rate is 0.1 throughout
epochs, steps of the run, and of each epoch
rates         one for each epoch or step, as schedule-per says, parted by spaces
momenta       likewise; `-` where the schedule leaves the optimiser its own

The rows of PEER come from the formula of the script that resnet4j's recipe `cifar30` is compared with: PyTorch has no scheduler for it.

Usage: python schedules.py [FILE]      default: ../src/main/resources/golden/schedules.tsv
"""

import math
import pathlib
import sys
import warnings

import torch
from torch.optim import lr_scheduler

PEAK = 0.1

# What follows the warm-up: a function of optimiser and length that makes the scheduler, by the settings that ask for it.
CURVES = {
    "schedule=constant": lambda o, n: lr_scheduler.ConstantLR(o, factor=1.0),
    "schedule=step step-size=3 gamma=0.3": lambda o, n: lr_scheduler.StepLR(o, 3, 0.3),
    "schedule=multi-step milestones=4,7,18 gamma=0.2": lambda o, n: lr_scheduler.MultiStepLR(o, [4, 7, 18], 0.2),
    "schedule=cosine": lambda o, n: lr_scheduler.CosineAnnealingLR(o, n),
    "schedule=cosine min-factor=0.05": lambda o, n: lr_scheduler.CosineAnnealingLR(o, n, eta_min=0.05 * PEAK),
}
CYCLES = {
    "schedule=one-cycle": {},
    "schedule=one-cycle pct-start=0.25 div-factor=10 final-div-factor=100 base-momentum=0.8 max-momentum=0.9": {
        "pct_start": 0.25, "div_factor": 10, "final_div_factor": 100, "base_momentum": 0.8, "max_momentum": 0.9,
    },
    "schedule=one-cycle cycle-momentum=false": {"cycle_momentum": False},
}  # fmt: skip
RUNS = [("epoch", 1, 3), ("epoch", 24, 2), ("epoch", 200, 1), ("step", 4, 11)]
CYCLE_RUNS = [("step", 1, 1), ("step", 2, 1), ("step", 4, 11), ("epoch", 30, 2)]
WARM_UPS = [("step", 4, 11, 2, 0.01), ("step", 5, 7, 1, None), ("epoch", 24, 2, 5, 0.1), ("epoch", 24, 2, 4, None)]
PEER = [(4, 11, 2), (30, 5, 2)]


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=PEAK, momentum=0.9)


def warmed(optimizer, curve, length, warm, start):
    """With `start` None the rise is by 1/w from 1/w on, which PyTorch's LinearLR does when told to take a step less."""
    rise = lr_scheduler.LinearLR(optimizer, start or 1 / warm, total_iters=warm if start else warm - 1)
    return lr_scheduler.SequentialLR(optimizer, [rise, curve(optimizer, length - warm)], [warm])


def run(optimizer, scheduler, length):
    rates, momenta = [], []
    for _ in range(length):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step() if len(rates) < length else None
    return rates, momenta


def row(settings, per, epochs, steps, rates, momenta=None):
    texts = [" ".join(repr(float(value)) for value in values) for values in (rates, momenta or [])]
    return "\t".join([f"{settings} schedule-per={per}", str(epochs), str(steps), texts[0], texts[1] or "-"])


def rows():
    for settings, curve in CURVES.items():
        for per, epochs, steps in RUNS:
            length = epochs if per == "epoch" else epochs * steps
            o = optimizer()
            yield row(settings, per, epochs, steps, run(o, curve(o, length), length)[0])
        for per, epochs, steps, warm, start in WARM_UPS:
            unit = 1 if per == "epoch" else steps
            o = optimizer()
            rates = run(o, warmed(o, curve, epochs * unit, warm * unit, start), epochs * unit)[0]
            told = f" warmup-start={start}" if start else ""
            yield row(f"{settings} warmup-epochs={warm}{told}", per, epochs, steps, rates)
    for settings, arguments in CYCLES.items():
        for per, epochs, steps in CYCLE_RUNS:
            length = epochs if per == "epoch" else epochs * steps
            o = optimizer()
            rates, momenta = run(o, lr_scheduler.OneCycleLR(o, PEAK, length, **arguments), length)
            yield row(settings, per, epochs, steps, rates, None if "cycle_momentum" in arguments else momenta)
    for epochs, steps, warm in PEER:
        w, total = warm * steps, epochs * steps
        falls = [0.5 * PEAK * (1 + math.cos(math.pi * (step - w) / (total - w))) for step in range(w, total)]
        yield row(f"schedule=cosine warmup-epochs={warm}", "step", epochs, steps, [PEAK * (step + 1) / w for step in range(w)] + falls)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*epoch parameter.*")
    default = pathlib.Path(__file__).parent / "../src/main/resources/golden/schedules.tsv"
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
    target.write_text("".join(line + "\n" for line in rows()), encoding="utf-8")
