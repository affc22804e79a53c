"""PyTorch and Pillow, from photos on disk to labels: run by the bench, not by hand.

Usage: python labels.py MODEL WEIGHTS PRECISION WORKERS BATCH PHOTO...
    MODEL      a torchvision model; photos are prepared as for torchvision's first weights
    WEIGHTS    its state_dict
    PRECISION  fp32 or bf16, by autocast
    WORKERS    processes that decode; 0: the main one does

Says its name on the first line and the label of each photo on the second, then answers every line that it reads with the seconds
that all photos took.
"""

import sys
import time

import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Photos(Dataset):
    def __init__(self, files, prepare):
        self.files, self.prepare = files, prepare

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.prepare(Image.open(self.files[index]).convert("RGB"))


@torch.inference_mode()
def main(model, weights, precision, workers, batch, files):
    net = getattr(torchvision.models, model)(weights=None).eval().to(memory_format=torch.channels_last)
    net.load_state_dict(torch.load(weights, weights_only=True))
    prepare = torchvision.models.get_model_weights(model).IMAGENET1K_V1.transforms()
    keep = {"persistent_workers": True, "prefetch_factor": 2} if workers else {}
    batches = DataLoader(Photos(files, prepare), batch, num_workers=workers, **keep)

    def labels():
        found = []
        for images in batches:
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                found += net(images.contiguous(memory_format=torch.channels_last)).argmax(1).tolist()
        return found

    print(f"PyTorch {torch.__version__.split('+')[0]} and Pillow, {precision}, {workers} workers")
    print(*labels(), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        labels()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6:])
