"""Safetensors files with the same bytes on every run: the library writes metadata in random order."""

import json
import pathlib

from safetensors.numpy import save


def write(path, tensors, metadata):
    """Writes numpy arrays and a map of strings; metadata is sorted by key."""
    data = save(tensors)
    start = 8 + int.from_bytes(data[:8], "little")
    header = {"__metadata__": dict(sorted(metadata.items()))} | json.loads(data[8:start])
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(len(text).to_bytes(8, "little") + text + data[start:])
