"""Makes the checkpoints that CheckpointTest reads, and says what PyTorch finds in them.

    python make_checkpoints.py ../resources/io/resnet4j/weights

Needs torch, numpy and safetensors. Writes one small file for each container and each shape a checkpoint takes, and
expected.tsv with a line for every tensor:

    file    name    dtype    shape, "2x3", empty for a scalar    SHA-256 of its little-endian, contiguous bytes

The legacy container calls storages by their addresses, so that its files differ from run to run; expected.tsv does not.
"""

import argparse
import hashlib
import io
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy
import tar_container
import torch
from safetensors.torch import save_file

KINDS = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def counting(*shape):
    """Numbers that differ from each other, so that a swapped pair shows."""
    count = torch.Size(shape).numel()
    return (torch.arange(count, dtype=torch.float32) * 0.37 - 1).reshape(shape)


def plain():
    return OrderedDict(
        [
            ("conv1.weight", counting(4, 3, 3, 3)),
            ("bn1.weight", counting(4)),
            ("bn1.num_batches_tracked", torch.tensor(1234567890123)),
            ("fc.weight", counting(2, 4)),
        ]
    )


def views():
    base = counting(6, 8)
    return {
        "base": base,
        "shared": base,
        "row": base[2],
        "column": base[:, 3],
        "transposed": base.t(),
        "every_other": base[1::2, ::3],
        "channels_last": counting(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
        "permuted": counting(2, 3, 4, 5).permute(3, 1, 0, 2),
        "single": base[3:4, 2:3].t(),
        "scalar": base[5, 7],
        "empty": torch.empty(0, 3),
        "longs": torch.arange(12).reshape(3, 4).t(),
        "parameter": torch.nn.Parameter(counting(3, 2)),
    }


def kinds():
    """Every kind of number that is read, whole, as a view from an offset on, and transposed; the three share a storage."""
    tensors = {}
    for dtype, name in KINDS.items():
        base = counting(5, 7).to(dtype) if dtype != torch.bool else counting(5, 7) > 3
        if dtype.is_floating_point:
            base[0, 0], base[0, 1], base[0, 2] = float("inf"), -0.0, torch.finfo(dtype).tiny / 4
        tensors[f"{name}.whole"] = base
        tensors[f"{name}.offset"] = base[3]
        tensors[f"{name}.strided"] = base[1:, 2:5].t()
        tensors[f"{name}.scalar"] = base[4, 6].clone()
    return tensors


def big_endian(checkpoint):
    """The zip that a big-endian machine writes: every storage byte for byte the other way round."""
    little, big = io.BytesIO(), io.BytesIO()
    torch.save(checkpoint, little)
    widths = {}
    for tensor in checkpoint.values():  # torch.save numbers storages as it meets them
        widths.setdefault(tensor.untyped_storage().data_ptr(), tensor.element_size())
    widths = list(widths.values())
    with zipfile.ZipFile(little) as source, zipfile.ZipFile(big, "w") as target:
        for entry in source.infolist():
            data, part = source.read(entry), entry.filename.split("/")
            if part[1] == "byteorder":
                data = b"big"
            elif part[1] == "data":
                width = widths[int(part[2])]
                data = b"".join(data[i : i + width][::-1] for i in range(0, len(data), width))
            target.writestr(zipfile.ZipInfo(entry.filename), data)
    read = torch.load(io.BytesIO(big.getvalue()))
    assert all(torch.equal(read[name], tensor) for name, tensor in checkpoint.items())
    return big.getvalue()


def options():
    """As torchvision's references save: options of the script, numpy's numbers, and an average beside the model."""
    return {
        "args": argparse.Namespace(model="resnet50", lr=0.5, milestones=[30, 60], nested=argparse.Namespace(a=1)),
        "best": numpy.float64(76.13),
        "losses": [numpy.float32(0.5), numpy.int64(3), numpy.bool_(True)],
        "model_ema": {"module.backbone.w": counting(2), "module.n_averaged": torch.tensor(3)},
        "model": {"backbone.w": counting(3), "backbone.b": counting(1), "head.w": counting(2)},
    }


def training():
    """What a training script saves beside the weights: all of it plain data or tensors of other kinds."""
    weights = torch.nn.Linear(3, 2)
    with torch.no_grad():
        weights.weight.copy_(counting(2, 3))
        weights.bias.copy_(counting(2))
    optimizer = torch.optim.SGD(weights.parameters(), lr=0.1, momentum=0.9)
    weights(counting(1, 3)).sum().backward()
    optimizer.step()
    return {
        "epoch": 90,
        "arch": "resnet18",
        "best_acc1": torch.tensor(69.5, dtype=torch.float64),
        "history": [(0, 0.5, None, True), {"lr": 1e-3, 2: b"bytes", "big": 1 << 80, "set": {1, 2}}],
        "optimizer": optimizer.state_dict(),
        "rng": torch.zeros(16, dtype=torch.uint8),
        "model_ema": {k: v + 1 for k, v in weights.state_dict().items()},
        "state_dict": OrderedDict(("module." + k, v) for k, v in weights.state_dict().items()),
    }


def tensors_of(checkpoint):
    for place in ("state_dict", "model", "model_ema"):
        if place in checkpoint:
            checkpoint = checkpoint[place]
    tensors = {k: v for k, v in checkpoint.items() if isinstance(v, torch.Tensor)}
    parallel = all(name.startswith("module.") for name in tensors)
    return {k.removeprefix("module.") if parallel else k: v for k, v in tensors.items()}


def on_cuda(data):
    """The bytes that a saver on a GPU writes: only the location tag of each storage differs."""
    cpu, cuda = b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0"
    assert data.count(cpu) == 1
    return data.replace(cpu, cuda)


def legacy(checkpoint, **options):
    buffer = io.BytesIO()
    torch.save(checkpoint, buffer, _use_new_zipfile_serialization=False, **options)
    return buffer.getvalue()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    checkpoints = {
        "plain.zip.pth": plain(),
        "plain.legacy.pth": plain(),
        "plain.protocol4.pth": plain(),
        "plain.cuda.pth": plain(),
        "plain.tar.pth": plain(),
        "views.zip.pth": views(),
        "views.legacy.pth": views(),
        "views.tar.pth": views(),
        "training.zip.pth": training(),
        "training.legacy.pth": training(),
        "model.zip.pth": {"model": plain(), "lr": 0.1},
        "options.zip.pth": options(),
        "options.legacy.pth": options(),
        "kinds.zip.pth": kinds(),
        "kinds.legacy.pth": kinds(),
        "kinds.tar.pth": kinds(),
        "kinds.big.pth": kinds(),
        "plain.safetensors": plain(),
        "kinds.safetensors": {name: tensor.contiguous().clone() for name, tensor in kinds().items()},
    }
    lines = []
    for name, checkpoint in checkpoints.items():
        path = folder / name
        if name.endswith(".safetensors"):
            save_file(checkpoint, path, metadata={"resnet4j": '{"model": "tiny"}'})
        elif ".zip." in name:
            torch.save(checkpoint, path)
        elif ".tar." in name:
            tar_container.save(checkpoint, path, parts=("row", "F16.offset"))
        elif ".big." in name:
            path.write_bytes(big_endian(checkpoint))
        elif ".cuda." in name:
            path.write_bytes(on_cuda(legacy(checkpoint)))
        else:
            path.write_bytes(legacy(checkpoint, pickle_protocol=4 if "protocol4" in name else 2))
        for key, tensor in tensors_of(checkpoint).items():
            data = bytes(torch.empty(tensor.shape, dtype=tensor.dtype).copy_(tensor.detach()).untyped_storage())
            shape = "x".join(map(str, tensor.shape))
            lines.append("\t".join([name, key, KINDS[tensor.dtype], shape, hashlib.sha256(data).hexdigest()]))
    # What is refused: by kind, by overlap, and a whole module.
    torch.save({"w": torch.complex(counting(2), counting(2))}, folder / "complex.pth")
    torch.save({"w": counting(1).expand(3)}, folder / "expanded.pth")
    torch.save(torch.nn.Linear(1, 1), folder / "module.pth")
    torch.jit.save(torch.jit.script(torch.nn.ReLU()), folder / "script.pth")
    (folder / "expected.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
