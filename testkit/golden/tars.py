"""Tar files of class folders, for DataSetsTest.

    python tars.py ../../core/src/test/resources/io/resnet4j/vision

gnu.tar is as GNU's tar packs a folder from inside, "tar -cf gnu.tar .", and pax.tar as POSIX has it, with what a system may note
beside the files. Each file holds its own path.
"""

import io
import pathlib
import sys
import tarfile

PATHS = """list.txt top.jpg cat/notes.txt cat/jpg cat/a/x.gif Zebra/10.jpg Zebra/9.JPEG cat/b.png cat/z.webp cat/a/2.bmp
cat/a-b/1.tif cat/a/b/0.ppm \uff5e/1.pgm \U0001f600/1.tiff cat/._b.png""".split() + ["cat/a/b/" + 120 * "x" + ".jpg"]


def write(path, form, prefix, headers):
    with tarfile.open(path, "w", format=form, pax_headers={"comment": "made for a test"}) as tar:
        folders = {str(parent) for name in PATHS for parent in pathlib.PurePosixPath(name).parents} - {"."}
        for folder in ["", *sorted(folders)]:
            entry = tarfile.TarInfo(prefix + folder)
            entry.type = tarfile.DIRTYPE
            tar.addfile(entry)
        for name in PATHS:
            entry = tarfile.TarInfo(prefix + name)
            entry.pax_headers = headers
            data = name.encode()
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


directory = pathlib.Path(sys.argv[1])
write(directory / "gnu.tar", tarfile.GNU_FORMAT, "./", {})
write(directory / "pax.tar", tarfile.PAX_FORMAT, "set/test/", {"mtime": "1485000000.25", "SCHILY.xattr.user.seen": "yes"})
