"""How far PyTorch is off in single precision where it may use fewer instructions: golden/networks/levels.tsv.

    python levels.py [NAME...]

A line for each instruction set (as oneDNN calls it) and network: both, then the error of each of the images that networks.py measures closeness
with, in standard deviations of the logits, of the less exact of PyTorch's two memory layouts. They hardly differ from those with AVX-512: most of
them by less than a tenth. Where oneDNN's grow, as without fused multiply-adds, they are its own.
"""

import os
import pathlib
import subprocess
import sys

# What oneDNN may use at most, and ATen's own kernels with it.
LEVELS = {"sse41": ("SSE41", "default"), "avx2": ("AVX2", "avx2")}


def measure(level, names):
    import numpy as np
    import torch
    from safetensors import safe_open

    import formula
    import networks

    torch.set_num_threads(1)
    for name in names or networks.family.MEMBERS:
        with safe_open(networks.OUT / f"{name}.safetensors", "numpy") as file:
            reference = file.get_tensor("closeness/logits.hi").astype(np.float64) + file.get_tensor("closeness/logits.lo")
        images = [torch.from_numpy(formula.image(f"input{i}", networks.shapes(name)[1])) for i in range(networks.IMAGES)]
        with torch.inference_mode():
            net = networks.build(name)
            found = [networks.squares(net, images, reference, layout) for layout in (torch.contiguous_format, torch.channels_last)]
        errors = np.sqrt(max(found, key=np.mean))
        print(level, name, *(f"{error:.4e}" for error in errors), sep="\t", flush=True)


def main(names):
    out = pathlib.Path(__file__).parent / "../src/main/resources/golden/networks/levels.tsv"
    with open(out, "w") as file:
        for level, (onednn, aten) in LEVELS.items():
            environment = os.environ | {"ONEDNN_MAX_CPU_ISA": onednn, "ATEN_CPU_CAPABILITY": aten}
            subprocess.run([sys.executable, __file__, level, *names], env=environment, stdout=file, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in LEVELS:
        measure(sys.argv[1], sys.argv[2:])
    else:
        main(sys.argv[1:])
