"""Writes PyTorch's first container, which PyTorch reads to this day and stopped writing with 0.1.10.

The layout is that of `legacy_load` in torch/serialization.py; `check` has PyTorch read it back.
"""

import collections
import io
import pickle
import struct
import tarfile

import torch

MTIME = 1485000000.25  # with a fraction, which tarfile puts into an extended header, as it did for PyTorch


class _Named:
    """Stands for an object that the pickle calls by a number."""

    def __init__(self, number):
        self.number = number


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        return str(obj.number) if isinstance(obj, _Named) else None


def _triple(number, second, class_name):
    """The pickle of (number, second, torch.<class_name>), as protocol 2 has it."""
    def opcode(value):
        # Without the protocol's two bytes, the stop, and where a text is remembered.
        return pickle.dumps(value, 2)[2:-1].removesuffix(b"q\x00")

    return b"\x80\x02" + opcode(number) + opcode(second) + b"ctorch\n" + class_name.encode() + b"\n\x87."


def _bytes(storage):
    """As bytes(storage), which takes minutes for a network's."""
    return torch.tensor([], dtype=torch.uint8).set_(storage).numpy().tobytes()


NAMES = {
    torch.float64: "Double",
    torch.float32: "Float",
    torch.float16: "Half",
    torch.bfloat16: "BFloat16",
    torch.int64: "Long",
    torch.int32: "Int",
    torch.int16: "Short",
    torch.int8: "Char",
    torch.uint8: "Byte",
    torch.bool: "Bool",
}


def save(checkpoint, path, parts=()):
    """Writes a dictionary of tensors, nested or not. Those named in `parts` get a storage that is a part of another."""
    storages, views, tensors = {}, [], []
    next_number = iter(range(94000000000, 95000000000, 16)).__next__  # they were addresses
    seen = {}

    def storage_of(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in seen or storage.nbytes() == 0:
            number = next_number()
            seen[storage.data_ptr()] = number
            storages[number] = (NAMES[tensor.dtype], tensor.element_size(), _bytes(storage))
        return seen[storage.data_ptr()]

    def replace(value, name=None):
        if isinstance(value, dict):
            return collections.OrderedDict((k, replace(v, k)) for k, v in value.items())
        if not isinstance(value, torch.Tensor):
            return value
        root, offset, number = storage_of(value), value.storage_offset(), next_number()
        if name in parts:
            part = next_number()
            views.append((part, root, offset, value.numel()))
            root, offset = part, 0
        tensors.append((number, root, NAMES[value.dtype], tuple(value.shape), value.stride(), offset))
        return _Named(number)

    replaced = replace(checkpoint)
    out = {name: io.BytesIO() for name in ("sys_info", "pickle", "tensors", "storages")}
    system = {"protocol_version": 1000, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 8}}
    pickle.dump(system, out["sys_info"], 2)
    _Pickler(out["pickle"], 2).dump(replaced)
    pickle.dump(len(tensors), out["tensors"], 2)
    for number, root, kind, shape, stride, offset in tensors:
        out["tensors"].write(_triple(number, root, kind + "Tensor"))
        out["tensors"].write(struct.pack("<i4x", len(shape)))
        out["tensors"].write(struct.pack(f"<{2 * len(shape) + 1}q", *shape, *stride, offset))
    pickle.dump(len(storages), out["storages"], 2)
    for number, (kind, width, data) in storages.items():
        out["storages"].write(_triple(number, "cpu", kind + "Storage"))
        out["storages"].write(struct.pack("<q", len(data) // width) + data)
    pickle.dump(views, out["storages"], 2)
    with tarfile.open(path, "w:", format=tarfile.PAX_FORMAT) as tar:
        for name, content in out.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = content.tell(), MTIME
            content.seek(0)
            tar.addfile(info, content)
    check(checkpoint, path)


def check(checkpoint, path):
    """PyTorch finds in the file what was put there."""
    read = torch.load(path, weights_only=False)

    def compare(expected, got, name):
        if isinstance(expected, dict):
            assert list(expected) == list(got), name
            for key in expected:
                compare(expected[key], got[key], f"{name}.{key}")
        elif isinstance(expected, torch.Tensor):
            assert expected.dtype == got.dtype and torch.equal(expected, got), name
        else:
            assert expected == got, name

    compare(checkpoint, read, "")
