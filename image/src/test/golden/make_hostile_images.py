"""Makes the hostile images that HostileImagesTest reads.

    python make_hostile_images.py ../resources/io/resnet4j/image/hostile.zip

Needs Python 3.11 and Pillow 13, which is asked what each file is; it makes none of them: every file is written byte by
byte by a module of hostile/, most of them a small valid one with one lie in it. The zip holds files.zip, in which they are
stored, as they pack far better together than one by one, and expected.tsv with a line for each:

    file    what Pillow makes of it: "error", or WIDTHxHEIGHT and the SHA-256 of its RGB bytes; where Pillow refuses it for
            what lies beside the pixels, what it makes of the sound file that has them too
            "must" be read; "may" be read or refused; a "bomb", to be refused at once
            what the message of a refusal says, several possible texts parted by "|"; empty: anything
            what Pillow makes of it by its own limit of 89.5 megapixels, size and SHA-256, where that is something else

More pixels than hostile/pillow.py allows are an error otherwise. The same files come out on every run.
"""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "hostile"))

import bmps  # noqa: E402
import gifs  # noqa: E402
import jpegs  # noqa: E402
import others  # noqa: E402
import pngs  # noqa: E402
import tiffs  # noqa: E402
import webps  # noqa: E402
from pillow import MOST_PIXELS, MOST_PIXELS_BY_DEFAULT, Pillow  # noqa: E402


def distinct_files():
    names, contents = set(), set()
    for module in (jpegs, pngs, gifs, bmps, tiffs, webps, others):
        for name, data, *rest in module.files():
            assert name not in names, name
            names.add(name)
            if data not in contents:  # two lies may come to the same bytes
                contents.add(data)
                demand, cause, sound = (*rest, *("may", "", None)[len(rest) :])
                yield name, data, demand, cause, sound


def main(target):
    lines, kinds, stored = [], {}, BytesIO()
    pillow, by_default = Pillow(MOST_PIXELS), Pillow(MOST_PIXELS_BY_DEFAULT)
    with zipfile.ZipFile(stored, "w") as files:
        for name, data, demand, cause, sound in distinct_files():
            size, digest = pillow.outcome(data)
            if size == "error" and sound:
                size, digest = pillow.outcome(sound)
            if digest == "it hung or died":
                print(name, digest)
            assert (size == "error") == (demand == "bomb") or demand == "may", (name, demand, size, digest)
            large = by_default.outcome(data) if size == "error" and not sound else ("error", "")
            lines.append("\t".join([name, size, "" if size == "error" else digest, demand, cause, *(("", "") if large[0] == "error" else large)]))
            files.writestr(zipfile.ZipInfo(name), data)
            counts = kinds.setdefault(name.split("/")[0], {})
            for count in ("files", demand, "error" if size == "error" else "image"):
                counts[count] = counts.get(count, 0) + 1
    pillow.close()
    by_default.close()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("expected.tsv"), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("files.zip"), stored.getvalue(), zipfile.ZIP_DEFLATED)
    print(len(lines), "files,", Path(target).stat().st_size, "bytes")
    for kind, counts in kinds.items():
        print(kind, counts)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
