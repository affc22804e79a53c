"""Makes the hostile weight files, registries and descriptions of models that HostileFilesTest reads.

    python make_hostile.py ../resources/io/resnet4j/weights/hostile.zip

Needs Python 3.11 and nothing else: every file is a small valid one, written byte by byte by hostile/forge.py, with one
lie in it. The zip holds the files, which its deflate keeps small, and expected.tsv with a line for each:

    file    what the message says, several possible texts parted by "|"; empty: anything; "-": it is plain data;
            the length to which the file is to be extended by a hole, if any

The same files come out on every run.
"""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "hostile"))

import descriptions  # noqa: E402
import legacies  # noqa: E402
import pickles  # noqa: E402
import registries  # noqa: E402
import tars  # noqa: E402
import tensorfiles  # noqa: E402
import zips  # noqa: E402


def lines_and_files():
    for kind in (pickles, zips, legacies, tars, tensorfiles, descriptions, registries):
        for name, data, cause, *length in kind.files():
            expected = "-" if cause is None else cause
            yield "\t".join([name, expected, *map(str, length or [0])]), name, data


def main(target):
    lines, names, contents = [], set(), set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for line, name, data in lines_and_files():
            assert name not in names, name
            if data in contents:
                continue  # two lies may come to the same bytes
            names.add(name)
            contents.add(data)
            lines.append(line)
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("expected.tsv"), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED)
    kinds = [name.split("/")[0] for name in names]
    print(len(names), {kind: kinds.count(kind) for kind in sorted(set(kinds))})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
