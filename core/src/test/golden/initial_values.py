"""Says what InitializerTest expects: numbers by the algorithm that Initializer's Javadoc states, written again.

    python initial_values.py > ../resources/io/resnet4j/weights/initial.tsv

Needs nothing beside Python. A line for each tensor, of 7 elements, the last without the other of its pair:

    seed    name    normal or uniform    deviation or bound    the elements as float32, in hexadecimal
"""

import math
import struct

WORD = 2**64 - 1
GOLDEN_RATIO = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & WORD
    return z ^ z >> 31


def fnv1a(name):
    hash = 0xCBF29CE484222325
    for byte in name.encode():
        hash = (hash ^ byte) * 0x100000001B3 & WORD
    return hash


def bits(seed, name, i):
    key = mix(mix((seed + GOLDEN_RATIO) & WORD) ^ fnv1a(name))
    return mix((key + (i + 1) * GOLDEN_RATIO) & WORD)


def uniform(seed, name, bound, i):
    return bound * (2 * ((bits(seed, name, i) >> 40) / 2**24) - 1)


def normal(seed, name, deviation, i):
    first = i // 2 * 2
    u = (bits(seed, name, first) >> 11) / 2**53
    v = (bits(seed, name, first + 1) >> 11) / 2**53
    part = math.sin if i % 2 else math.cos
    return deviation * (math.sqrt(-2 * math.log(1 - u)) * part(2 * math.pi * v))


def float32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


if __name__ == "__main__":
    for seed in 0, 1, -1:
        for name in "conv1.weight", "layer1.0.conv1.weight", "größe":
            for kind, spread in (normal, math.sqrt(2 / 3136)), (uniform, 1 / math.sqrt(27)):
                values = [float32(kind(seed, name, spread, i)).hex() for i in range(7)]
                print(seed, name, kind.__name__, spread.hex(), " ".join(values), sep="\t")
