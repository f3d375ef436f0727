"""An image: its numbers go through a norm and a colour map."""

from types import MappingProxyType

import numpy as np

from ..draw.colours import colour_table
from ..draw.svg import picture
from .mark import Mark


class Picture(Mark):
    """An image: numbers through its norm and colour map, or colours from 0 to 1, (rows, columns, 3 or 4)."""

    word, kind = "image", "image"
    shapes = MappingProxyType({"array": (2, 3)})

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
        return {"kind": self.kind, **table, "rows": numbers.shape[0], "columns": numbers.shape[1]}

    def redraw(self, group, page):
        left, right, bottom, top = self.artist.get_extent()
        first, last = (bottom, top) if self.artist.origin == "lower" else (top, bottom)
        (x0, y0), (x1, y1) = page.place(page.map(self.artist), [(left, first), (right, last)])
        box = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        smooth = self.artist.get_interpolation() not in ("nearest", "none", "auto", "antialiased")
        style = f"; image-rendering: {'auto' if smooth else 'pixelated'}"
        if x1 < x0 or y1 < y0:
            style += f"; transform: scale({-1 if x1 < x0 else 1}, {-1 if y1 < y0 else 1})"
        if self.opacity is not None:
            style += f"; opacity: {self.opacity:g}"
        group.tag, group.attrib = "g", {"data-mark": group.get("data-mark")}
        picture(group, box, self.artist.to_rgba(self.artist.get_array(), bytes=True, norm=True), style)
