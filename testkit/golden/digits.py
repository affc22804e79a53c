"""scikit-learn's digits as the resource that core has.

    python digits.py ../../core/src/main/resources/io/resnet4j/vision/digits.gz

Needs scikit-learn. For each of the 1797 images its digit and its 64 values of 0 to 16, row by row, a byte each.
"""

import gzip
import pathlib
import sys

import numpy
from sklearn.datasets import load_digits

digits = load_digits()
records = numpy.column_stack([digits.target, digits.data]).astype(numpy.uint8)
assert records.shape == (1797, 65) and (records[:, 1:] == digits.data).all()
pathlib.Path(sys.argv[1]).write_bytes(gzip.compress(records.tobytes(), 9, mtime=0))
