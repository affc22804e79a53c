"""Says what PyTorch makes of floating-point numbers of one kind as another, for ConvertedTensorTest.

    python conversions.py > ../resources/io/resnet4j/weights/conversions.tsv

Needs torch and numpy. One line for each pair: from, to, SHA-256 of the results' little-endian bytes, every NaN in them
replaced by the quiet one, as PyTorch's own are not the same on all machines. What goes in is a formula:

    F16, BF16   every bit pattern, in order
    F32         for each low of 0, 1, fff, 1000, 1001, 1fff: every pattern of the upper 19 bits, with low below
    F64         for each low of 0, fffffff, 10000000, 10000001, 1fffffff: i * 9E3779B1 mod 2^32 for i below 2^18, with
                low below
"""

import hashlib

import numpy
import torch

LOWS32 = (0, 1, 0xFFF, 0x1000, 0x1001, 0x1FFF)
LOWS64 = (0, 0xFFFFFFF, 0x10000000, 0x10000001, 0x1FFFFFFF)
QUIET = {"F16": 0x7E00, "BF16": 0x7FC0, "F32": 0x7FC00000, "F64": 0x7FF8 << 48}
KINDS = {
    "F16": (torch.float16, numpy.int16),
    "BF16": (torch.bfloat16, numpy.int16),
    "F32": (torch.float32, numpy.int32),
    "F64": (torch.float64, numpy.int64),
}
PAIRS = "F16-F32 BF16-F32 F64-F32 F32-F16 F32-BF16 F64-F16 F64-BF16 F16-BF16 BF16-F16 F32-F64 F16-F64".split()


def patterns(kind):
    if kind == "F32":
        upper = numpy.arange(1 << 19, dtype=numpy.uint32) << 13
        bits = numpy.concatenate([upper | numpy.uint32(low) for low in LOWS32])
    elif kind == "F64":
        upper = (numpy.arange(1 << 18, dtype=numpy.uint64) * 0x9E3779B1 & 0xFFFFFFFF) << 32
        bits = numpy.concatenate([upper | numpy.uint64(low) for low in LOWS64])
    else:
        bits = numpy.arange(1 << 16, dtype=numpy.uint16)
    dtype, integer = KINDS[kind]
    return torch.from_numpy(bits.view(integer)).view(dtype)


def main():
    for pair in PAIRS:
        source, target = pair.split("-")
        dtype, integer = KINDS[target]
        result = patterns(source).to(dtype)
        bits = result.view(torch.from_numpy(numpy.zeros(1, integer)).dtype).numpy().copy()
        bits[result.isnan().numpy()] = QUIET[target]
        print(source, target, hashlib.sha256(bits.tobytes()).hexdigest(), sep="\t")


if __name__ == "__main__":
    main()
