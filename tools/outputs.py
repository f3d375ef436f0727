"""Two outputs of a cell: do they say the same, but for what another processor rounds otherwise?

    alike(one, other)       two data of one MIME type: text, HTML, SVG, a picture
    settle(old, new)        the new outputs, each replaced by the old one where the two are alike

Printed words and digits are compared as they stand. In a picture, and in the data behind a figure that moves, numbers
may differ by what nobody sees; the ids that Matplotlib derives from coordinates differ with them.
"""

import base64
import io
import re

import numpy as np
from matplotlib.image import imread

SEEN = 0.01  # of a point of the page: what a coordinate may move
ROUNDED = 1e-7  # of the largest number of an array, and of a number that stands alone
LEVELS = 8  # of 255: what a colour may change
LEAST = 1e-12  # below it all is rounding
SPECKS = 1e-3  # the share of the pixels of a picture that may change more

PARTS = re.compile(
    r"(?P<name>(?<=[\"#(-])[a-zA-Z][0-9a-f]{8,10}(?=[\"_)-]))"
    r"|data:image/png;base64,(?P<picture>[A-Za-z0-9+/=\s]+)"
    r"|#(?P<colour>[0-9a-f]{6})\b"
    r"|(?P<array>[A-Za-z0-9+/]{11,}={0,2})"
    r"|(?P<number>-?\d+\.?\d*(?:e[-+]?\d+)?)"
)
DATA = re.compile(r'(?<=<script type="application/json">).*?(?=</script>)', re.DOTALL)


def alike(mime, one, other):
    """Say whether two data of a MIME type are the same, but for rounding."""
    if one == other:
        return True
    if mime == "image/png":
        return same_pixels(one, other)
    if mime in ("image/svg+xml", "text/html"):
        pictures, data = ([split(text) for text in (one, other)] for split in (lambda t: DATA.sub("", t), DATA.findall))
        same_data = len(data[0]) == len(data[1]) and all(map(same_numbers, *data))
        return same_data and same_parts(*pictures, SEEN)
    return False


def same_numbers(one, other):
    """Compare what the page knows of a figure that moves: numbers relative to their own size."""
    return same_parts(one, other, 0.0)


def same_parts(one, other, room):
    """Compare texts part by part: words as they stand, numbers, colours, arrays and pictures by their values."""
    ours, theirs = (list(PARTS.finditer(text)) for text in (one, other))
    kinds = [[match.lastgroup for match in matches] for matches in (ours, theirs)]
    if kinds[0] != kinds[1] or PARTS.split(one)[:: PARTS.groups + 1] != PARTS.split(other)[:: PARTS.groups + 1]:
        return False
    pairs = [(kind, a[kind], b[kind]) for kind, a, b in zip(kinds[0], ours, theirs, strict=True) if a[kind] != b[kind]]
    numbers = np.array([(float(a), float(b)) for kind, a, b in pairs if kind == "number"]).reshape(-1, 2)
    near = np.abs(numbers[:, 0] - numbers[:, 1]) <= room + ROUNDED * np.abs(numbers).max(axis=1, initial=0) + LEAST
    others = {"picture": same_pixels, "colour": same_colours, "array": same_arrays}
    return near.all() and all(others[kind](a, b) for kind, a, b in pairs if kind in others)


def same_colours(one, other):
    """Compare two colours as CSS writes them, without the mark before them."""
    return np.abs(np.subtract(*(list(bytes.fromhex(colour)) for colour in (one, other)))).max() <= LEVELS


def same_arrays(one, other):
    """Compare two arrays as a tape stores them: float64 in base64."""
    if len(one) != len(other) or len(one) % 4:
        return False
    raw = [base64.b64decode(text) for text in (one, other)]
    if len(raw[0]) != len(raw[1]) or len(raw[0]) % 8:
        return False
    a, b = (np.frombuffer(data, "<f8") for data in raw)
    size = np.abs(a[np.isfinite(a)]).max(initial=0)
    return np.allclose(a, b, rtol=0, atol=ROUNDED * size + LEAST, equal_nan=True)


def same_pixels(one, other):
    """Compare two pictures, PNG in base64: of one size, and hardly a pixel that is of another colour."""
    a, b = (imread(io.BytesIO(base64.b64decode(text)), format="png") for text in (one, other))
    return a.shape == b.shape and (np.abs(a - b) > LEVELS / 255).mean() <= SPECKS


def settle(old, new):
    """Take the new outputs of a cell, but in the place of each that is alike the stored one."""
    if len(old) != len(new):
        return new
    return [kept(a, b) if same(a, b) else b for a, b in zip(old, new, strict=True)]


def kept(old, new):
    """Take the new output with the old data: all else is the same, but for the number of the cell's run."""
    return type(new)({**new, "data": old["data"]}) if "data" in new else new


def same(old, new):
    """Say whether two outputs have all their data alike, and all else equal but the number of the cell's run."""
    apart = ("data", "execution_count")
    data = [output.get("data", {}) for output in (old, new)]
    rest = [{key: value for key, value in output.items() if key not in apart} for output in (old, new)]
    if rest[0] != rest[1] or set(data[0]) != set(data[1]):
        return False
    return all(alike(mime, data[0][mime], data[1][mime]) for mime in data[0])
