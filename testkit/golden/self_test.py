"""What PyTorch makes of a pattern with the model that the command comes with: cli's self-test.txt, which 'resnet4j doctor' compares.

    python self_test.py

One logit a line, computed in double precision. The pattern: pixel (x, y) of channel c is (7 x + 13 y + 80 c) mod 256.
"""

import numpy as np
import torch
from PIL import Image

import embeddings

OUT = embeddings.ROOT / "cli/src/main/resources/io/resnet4j/cli/self-test.txt"
SIDE = 32


def main():
    net, prepare = embeddings.network()
    y, x, c = np.mgrid[0:SIDE, 0:SIDE, 0:3]
    pattern = Image.fromarray(((7 * x + 13 * y + 80 * c) % 256).astype(np.uint8))
    with torch.inference_mode():
        logits = net(prepare(pattern).unsqueeze(0).double())[0]
    OUT.write_text("".join(f"{logit!r}\n" for logit in logits.tolist()))


if __name__ == "__main__":
    main()
