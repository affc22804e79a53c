"""What Pillow makes of the bytes of a file, asked in a process of its own: it may hang or die of them."""

import hashlib
import os
import resource
import select
import subprocess
import sys
import warnings
from io import BytesIO

#: The pixels that are allowed; an image of more is an error, for the decoder under test too.
MOST_PIXELS = 1 << 22
#: The same where nobody says how many: Pillow's own limit, and ours.
MOST_PIXELS_BY_DEFAULT = 89478485
SECONDS = 20
MOST_MEMORY = 3 << 30


class Pillow:
    """The outcome of one file after the other: `error`, or the size and the SHA-256 of the RGB bytes."""

    def __init__(self, most_pixels):
        self.most_pixels = most_pixels
        self.process = None

    def outcome(self, data):
        if self.process is None:
            command = [sys.executable, __file__, str(self.most_pixels)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.process.stdin.write(len(data).to_bytes(8, "little") + data)
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            self.close()
            return "error", "it hung or died"
        return line.decode().rstrip("\n").split("\t")

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def answer(data, image):
    try:
        rgb = image.open(BytesIO(data)).convert("RGB")
        return "{}x{}".format(*rgb.size), hashlib.sha256(rgb.tobytes()).hexdigest()
    except Exception as e:
        return "error", f"{type(e).__name__}: {e}".split("\n")[0].replace("\t", " ")


def main(most_pixels):
    from PIL import Image

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most_pixels
    # What libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    while length := sys.stdin.buffer.read(8):
        print(*answer(sys.stdin.buffer.read(int.from_bytes(length, "little")), Image), sep="\t", file=answers, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
