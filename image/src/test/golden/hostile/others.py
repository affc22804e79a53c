"""Files of other kinds than their names say, of two kinds at once, or of none."""

import zipfile
from base64 import b64encode
from io import BytesIO

import bmps
import gifs
import jpegs
import pngs
import tiffs
import webps
from bits import *

FORMATS = {"jpg": jpegs.jpeg(), "png": pngs.png(), "gif": gifs.gif(), "bmp": bmps.bmp(), "tiff": tiffs.tiff(), "webp": webps.still()}
NO_IMAGE = "not an image"


def archive():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo("evil.txt"), b"hello")
    return out.getvalue()


def nothing():
    yield "empty.jpg", b"", MAY, "empty"
    yield "empty.png", b"\0"[:0], MAY, "empty"
    for value in (0x00, 0x0A, 0x42, 0x47, 0x49, 0x4D, 0x52, 0x89, 0xFF):
        yield f"one-byte-{value:02x}.jpg", bytes([value]), MAY
    for length in (2, 3, 4, 8, 12):
        yield f"zeros-{length}.png", bytes(length), MAY, NO_IMAGE
        yield f"ones-{length}.png", b"\xff" * length, MAY
    yield "zeros-1-mb.gif", bytes(1 << 20), MAY, NO_IMAGE
    draw = random.Random(60)
    for extension in FORMATS:
        yield f"random.{extension}", draw.randbytes(200), MAY
        yield f"text.{extension}", b"This is a text with the name of an image.\n" * 5 + extension.encode(), MAY, NO_IMAGE
    for name, data in [
        ("page.jpg", b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"), ("page.png", b"\xef\xbb\xbf<html></html>"), ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
        ("json.jpg", b'{"error": "no such image"}'), ("pointer.jpg", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), ("archive.jpg", archive()), ("gzip.png", b"\x1f\x8b\x08" + bytes(30)), ("pdf.jpg", b"%PDF-1.4\n%%EOF\n"),
        ("java.gif", b"\xca\xfe\xba\xbe\0\0\0\x3d"), ("elf.bmp", b"\x7fELF" + bytes(60)), ("ds-store.jpg", b"\0\0\0\1Bud1" + bytes(60)), ("apple-double.jpg", b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(60)),
    ]:
        yield name, data, MAY, NO_IMAGE
    for name, data in [
        ("grey.pgm", b"P5 4 4 255\n" + bytes(16)), ("icon.ico", b"\0\0\1\0\1\0\1\1\0\0\1\0\x18\0\x30\0\0\0\x16\0\0\0" + bytes(48)), ("photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n"), ("codestream.j2k", b"\xff\x4f\xff\x51" + bytes(60)),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(12)), ("photo.avif", b"\0\0\0\x18ftypavif" + bytes(12)), ("picture.xbm", b"#define w 8\n#define h 1\nstatic char b[] = {0x55};\n"), ("paint.psd", b"8BPS\0\1" + bytes(40)),
        ("photo.jxl", b"\xff\x0a" + bytes(30)), ("picture.qoi", b"qoif\0\0\0\1\0\0\0\1\3\0\xfe\1\2\3" + bytes(7) + b"\1"), ("picture.tga", bytes(2) + b"\2" + bytes(9) + b"\1\0\1\0\x18\0abc"), ("picture.pcx", b"\x0a\5\1\x08" + bytes(124)),
    ]:
        yield "kind-" + name, data, MAY


def two_kinds():
    kept = list(FORMATS.items())
    for extension, data in kept:
        yield f"zip-behind.{extension}", data + archive(), MUST
        yield f"behind-4-zeros.{extension}", bytes(4) + data, MAY
        yield f"behind-a-newline.{extension}", b"\n" + data, MAY
        yield f"behind-a-byte-order-mark.{extension}", b"\xef\xbb\xbf" + data, MAY
        yield f"as-text-with-crlf.{extension}", data.replace(b"\n", b"\r\n") + b"\r\n", MAY
        yield f"as-utf-8.{extension}", data.decode("latin-1").encode(), MAY
        yield f"as-base64.{extension}", b64encode(data), MAY
        yield f"of-zeros-behind-the-first-16.{extension}", data[:16] + bytes(len(data) - 16), MAY
    for (extension, data), (_, other) in zip(kept, kept[1:] + kept[:1]):
        yield f"with-the-head-of-another.{extension}", other[:12] + data[12:], MAY
        yield f"before-another.{extension}", data + other, MUST
        yield f"under-another-name.{extension}", other + b"another name", MUST
    yield "gif-that-is-a-script.gif", gifs.gif(screen=gifs.screen(0x2F2A, 0x0A0A)) + b"*/=1;alert(1)", MAY
    yield "gif-with-jpeg-inside.gif", gifs.gif(before=b"!\xfe" + gifs.blocks(FORMATS["jpg"])), MUST
    yield "jpeg-with-gif-inside.jpg", jpegs.jpeg(app0=jpegs.segment(0xFE, FORMATS["gif"])), MUST
    yield "jpeg-with-html-inside.jpg", jpegs.jpeg(app0=jpegs.segment(0xFE, b"<script>alert(1)</script>")), MUST
    yield "bmp-that-is-a-script.bmp", bmps.bmp(size=0x2A2F3D31) + b"*/=1;alert(1)", MUST
    yield "png-with-zip-inside.png", pngs.png(more=pngs.chunk(b"ziPa", archive())), MUST
    yield "tiff-within-a-jpeg-head.jpg", b"\xff\xd8\xff\xe1" + FORMATS["tiff"], MAY


def files():
    for group in (nothing, two_kinds):
        for name, *rest in group():
            yield f"other/{name}", *rest
