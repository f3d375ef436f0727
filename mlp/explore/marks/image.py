"""An image: its numbers go through a norm and a colour map."""

from types import MappingProxyType

import numpy as np

from ..draw.colours import colour_table
from ..draw.svg import picture
from .mark import Mark

PIXELIZED = ("nearest", "none", "auto", "antialiased")
FINE = 120  # pixels up and across that a smooth image has at least


class Picture(Mark):
    """An image: numbers through its norm and colour map, or colours from 0 to 1, (rows, columns, 3 or 4).

    It is in squares, or smooth with Matplotlib's ``interpolation="bilinear"``.
    """

    word, kind = "image", "image"
    shapes = MappingProxyType({"array": (2, 3)})

    def __init__(self, artist):
        super().__init__(artist)
        interpolation = artist.get_interpolation()
        if interpolation not in (*PIXELIZED, "bilinear"):
            raise ValueError(
                "an image that moves is drawn with interpolation 'nearest', or smoothly with 'bilinear'; "
                f"got {interpolation!r}"
            )
        self.is_smooth = interpolation == "bilinear"

    def unpack(self, data):
        return {"array": data}

    def check(self, key, value, axes):
        value = super().check(key, value, axes)
        if key == "array" and len(value.shape) == 3 and (value.shape[2] not in (3, 4) or value.dtype.kind != "f"):
            raise ValueError(
                f"array of image {self.name!r}, where it has three axes, must be colours from 0.0 to 1.0, of shape "
                f"(rows, columns, 3 or 4); got {value.dtype} of shape {value.shape}"
            )
        return value

    def set_one(self, key, value):
        self.artist.set_data(np.clip(value, 0, 1) if np.ndim(value) == 3 else value)

    def describe(self, page):
        numbers = self.artist.get_array()
        table = colour_table(self.artist, page) if numbers.ndim == 2 else {}
        finer = {"finer": self._finer(numbers)} if self.is_smooth and table else {}
        return {"kind": self.kind, **table, **finer, "rows": numbers.shape[0], "columns": numbers.shape[1]}

    @staticmethod
    def _finer(numbers):
        """Find into how many pixels a number is divided, up and across."""
        return [-(-FINE // size) for size in numbers.shape]

    def redraw(self, group, page):
        left, right, bottom, top = self.artist.get_extent()
        first, last = (bottom, top) if self.artist.origin == "lower" else (top, bottom)
        (x0, y0), (x1, y1) = page.place(page.map(self.artist), [(left, first), (right, last)])
        box = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        style = f"; image-rendering: {'auto' if self.is_smooth else 'pixelated'}"
        if x1 < x0 or y1 < y0:
            style += f"; transform: scale({-1 if x1 < x0 else 1}, {-1 if y1 < y0 else 1})"
        if self.opacity is not None:
            style += f"; opacity: {self.opacity:g}"
        group.tag, group.attrib = "g", {"data-mark": group.get("data-mark")}
        numbers = self.artist.get_array()
        if self.is_smooth and numbers.ndim == 2:
            numbers = between(np.ma.filled(numbers.astype(float), np.nan), self._finer(numbers))
        picture(group, box, self.artist.to_rgba(numbers, bytes=True, norm=True), style)


def between(numbers, finer):
    """Interpolate numbers, and not their colours, as Matplotlib does: for each, as many along each axis."""
    for axis, n in enumerate(finer):
        last = numbers.shape[axis] - 1
        at = np.clip((np.arange(n * (last + 1)) + 0.5) / n - 0.5, 0, last)
        low = at.astype(int)
        share = np.expand_dims(at - low, 1 - axis)
        numbers = (1 - share) * numbers.take(low, axis) + share * numbers.take(np.minimum(low + 1, last), axis)
    return numbers
