"""CIFAR-10 and CIFAR-100 in the layouts that they are published in, made of other images.

    python cifar.py tiny ../../core/src/test/resources/io/resnet4j/vision
    python cifar.py cifar10-jpeg.zip FOLDER

The first makes small archives for CifarTest, two images a file, and cifar.tsv with a line for each image:

    data set    half    path    label    SHA-256 of its pixels, [y][x][channel]

The second makes test halves of CIFAR-10, unpacked and packed, of the photos below test/CLASS/ in a zip file, so that what a
network makes of the photos and of the same pixels in each layout can be compared.

The published pickles were written by Python 2's cPickle, which no longer is; the class Pickle writes as it did. The files that
name the classes come out byte for byte as published, which check() proves by the sums that torchvision knows.
"""

import gzip
import hashlib
import io
import pathlib
import random
import struct
import sys
import tarfile
import zipfile

import numpy
from PIL import Image

CLASSES = pathlib.Path(__file__).parent / "../../core/src/main/resources/io/resnet4j/vision"
CIFAR10 = (CLASSES / "cifar10.txt").read_text().split()
FINE = (CLASSES / "cifar100.txt").read_text().split()
COARSE = """aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture
insects large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores
medium_mammals non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2""".split()


class Pickle:
    """Protocol 2 as cPickle wrote it: texts are bytes, objects are remembered from 1 on, lists grow by 1000."""

    def __init__(self):
        self.out = io.BytesIO()
        self.out.write(b"\x80\x02")
        self.remembered = 0

    def raw(self, data):
        self.out.write(data)
        return self

    def remember(self):
        self.remembered += 1
        small = self.remembered < 256
        return self.raw(struct.pack("<cB", b"q", self.remembered) if small else struct.pack("<cI", b"r", self.remembered))

    def name(self, module, name):
        return self.raw(f"c{module}\n{name}\n".encode()).remember()

    def add(self, value):
        if isinstance(value, str):
            value = value.encode("latin1")
        if isinstance(value, bytes):
            head = struct.pack("<cB", b"U", len(value)) if len(value) < 256 else struct.pack("<cI", b"T", len(value))
            return self.raw(head + value).remember()
        if isinstance(value, int):
            return self.raw(struct.pack("<cB", b"K", value) if value < 256 else struct.pack("<cH", b"M", value))
        if isinstance(value, list):
            return self.list(value)
        if isinstance(value, dict):
            return self.dict(value)
        return self.array(value)

    def list(self, items):
        self.raw(b"]").remember()
        for start in range(0, len(items), 1000):
            self.raw(b"(")
            for item in items[start : start + 1000]:
                self.add(item)
            self.raw(b"e")
        return self

    def dict(self, items):
        self.raw(b"}").remember().raw(b"(")
        for key, value in items.items():
            self.add(key).add(value)
        return self.raw(b"u")

    def array(self, array):
        by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
        self.name("numpy.core.multiarray", "_reconstruct").name("numpy", "ndarray").add(0).raw(b"\x85").remember()
        self.add("b").raw(b"\x87").remember().raw(b"R").remember().raw(b"(").add(1)
        self.add(array.shape[0]).add(array.shape[1]).raw(b"\x86").remember()
        self.name("numpy", "dtype").add("u1").add(0).add(1).raw(b"\x87").remember().raw(b"R").remember()
        self.raw(b"(").add(3).add("|").raw(b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xff").add(0).raw(b"t").remember().raw(b"b")
        self.raw(b"\x88" if by_columns else b"\x89").add(array.tobytes("A")).raw(b"t").remember()
        return self.raw(b"b")

    def bytes(self):
        return self.out.getvalue() + b"."


def pickled(value):
    return Pickle().add(value).bytes()


def check():
    sums = [(METAS["cifar10"]["batches.meta"], "5ff9c542aee3614f3951f8cda6e48888")]
    sums += [(METAS["cifar100"]["meta"], "7973b15100ade9c7d40fb424638fde48")]
    for data, published in sums:
        assert hashlib.md5(data).hexdigest() == published


METAS = {
    "cifar10": {
        "batches.meta": pickled({"num_cases_per_batch": 10000, "label_names": CIFAR10, "num_vis": 3072}),
        "batches.meta.txt": ("\n".join(CIFAR10) + "\n\n").encode(),
    },
    "cifar100": {
        "meta": pickled({"fine_label_names": FINE, "coarse_label_names": COARSE}),
        "fine_label_names.txt": ("\n".join(FINE) + "\n").encode(),
        "coarse_label_names.txt": ("\n".join(COARSE) + "\n").encode(),
    },
}
FOLDERS = {
    "cifar10": ("cifar-10-batches-py", "cifar-10-batches-bin", "cifar-10-python.tar.gz", "cifar-10-binary.tar.gz"),
    "cifar100": ("cifar-100-python", "cifar-100-binary", "cifar-100-python.tar.gz", "cifar-100-binary.tar.gz"),
}


def python_batch(name, batch, images, labels):
    """Images as an array of rows; of CIFAR-100 the array lies in memory by columns, as numpy may also have it."""
    names = [f"{name}_s_{i:06}.png" for i in range(len(labels))]
    if name == "cifar10":
        return pickled({"batch_label": batch, "labels": labels, "data": images, "filenames": names})
    coarse = [label % 20 for label in labels]
    data = numpy.asfortranarray(images)
    return pickled(
        {"filenames": names, "batch_label": batch, "fine_labels": labels, "coarse_labels": coarse, "data": data}
    )


def binary_batch(name, images, labels):
    heads = [[label] if name == "cifar10" else [label % 20, label] for label in labels]
    return b"".join(bytes(head) + image.tobytes() for head, image in zip(heads, images, strict=True))


def layouts(name, batches):
    """The files of the two layouts, by name: pickles, then bytes."""
    python = {batch: python_batch(name, batch, *content) for batch, content in batches.items()}
    binary = {f"{batch}.bin": binary_batch(name, *content) for batch, content in batches.items()}
    for file, data in METAS[name].items():
        (binary if file.endswith(".txt") else python)[file] = data
    return python, binary


def write_archive(path, folder, files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        entry = tarfile.TarInfo(folder)
        entry.type = tarfile.DIRTYPE
        tar.addfile(entry)
        for name, data in files.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(packed.getvalue(), 9, mtime=0))


def tiny(directory):
    lines = []
    halves = {
        "cifar10": {f"data_batch_{i}": "train" for i in range(1, 6)} | {"test_batch": "test"},
        "cifar100": {"train": "train", "test": "test"},
    }
    channel, y, x = numpy.indices((3, 32, 32))
    for name, files in halves.items():
        batches = {}
        for number, (batch, half) in enumerate(files.items()):
            labels = [(3 * number + 7 * i + 4) % (10 if name == "cifar10" else 100) for i in range(2)]
            images = [(x * (i + 2) + y * (number + 3) + channel * 50 + 11 * number) % 256 for i in range(2)]
            for i in range(2):
                pixels = images[i].astype(numpy.uint8).transpose(1, 2, 0).tobytes()
                digest = hashlib.sha256(pixels).hexdigest()
                lines.append((name, half, f"{batch}/{i}", labels[i], digest))
            batches[batch] = (numpy.stack(images).astype(numpy.uint8).reshape(2, 3072), labels)
        for folder, archive, content in zip(FOLDERS[name][:2], FOLDERS[name][2:], layouts(name, batches), strict=True):
            write_archive(directory / archive, folder, content)
    (directory / "cifar.tsv").write_text("".join("\t".join(map(str, line)) + "\n" for line in lines))


def from_photos(archive, directory):
    with zipfile.ZipFile(archive) as photos:
        names = [name for name in photos.namelist() if name.startswith("test/") and name.endswith(".jpg")]
        random.Random(1).shuffle(names)
        images = [numpy.asarray(Image.open(io.BytesIO(photos.read(name))).convert("RGB")) for name in names]
    labels = [CIFAR10.index(name.split("/")[1]) for name in names]
    data = numpy.ascontiguousarray(numpy.stack(images).transpose(0, 3, 1, 2)).reshape(len(names), 3072)
    files = layouts("cifar10", {"test_batch": (data, labels)})
    for folder, packed, content in zip(FOLDERS["cifar10"][:2], FOLDERS["cifar10"][2:], files, strict=True):
        (directory / folder).mkdir(parents=True, exist_ok=True)
        for name, bytes_ in content.items():
            (directory / folder / name).write_bytes(bytes_)
        write_archive(directory / packed, folder, content)


if __name__ == "__main__":
    check()
    source, target = sys.argv[1], pathlib.Path(sys.argv[2])
    tiny(target) if source == "tiny" else from_photos(source, target)
