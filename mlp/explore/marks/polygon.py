"""A polygon, or the area between two curves: its corners move. Of other patches, only the paint."""

from types import MappingProxyType
from xml.etree import ElementTree

import numpy as np

from ..draw.svg import empty, item_style, outline
from .mark import Mark, kind_of


class Shape(Mark):
    """A patch: its paint can change."""

    word, kind = "patch", "shape"
    shapes = MappingProxyType({"facecolor": 1, "edgecolor": 1, "linewidth": 0})

    def check(self, key, value, axes):
        value = super().check(key, value, axes)
        if key.endswith("color") and value.shape[-1] not in (3, 4):
            raise ValueError(f"{key} of {self.word} {self.name!r} must be of shape (3,) or (4,); got {value.shape}")
        return value


class Polygon(Shape):
    """A polygon: its corners move."""

    word, kind = "polygon", "polygon"
    shapes = MappingProxyType({"xy": 2, **Shape.shapes})

    def unpack(self, data):
        return {"xy": data}

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.artist), "closed": self.artist.get_closed()}


class Fill(Mark):
    """What fill_between makes: the area between two curves, drawn as one polygon around it."""

    word, kind = "fill", "polygon"
    shapes = MappingProxyType({"x": 1, "y1": (0, 1), "y2": (0, 1), "facecolor": 1})

    def unpack(self, data):
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            raise TypeError(f"fill {self.name!r} takes a tuple (x, y1, y2) or (x, y1); got {kind_of(data)}")
        return dict(zip(("x", "y1", "y2"), (*data, 0.0)[:3], strict=True))

    def complete(self, channels):
        curves = [channels.pop(key, None) for key in ("x", "y1", "y2")]
        if all(curve is None for curve in curves):
            return channels
        if any(curve is None for curve in curves):
            raise ValueError(f"fill {self.name!r} moves with x, y1 and y2 together")
        x, y1, y2 = np.broadcast_arrays(*curves)
        along = np.concatenate([x[:1], x, x[-1:], x[::-1]])
        across = np.concatenate([y2[:1], y1, y2[-1:], y2[::-1]])
        pair = [across, along] if self.artist.t_direction == "y" else [along, across]
        return {"xy": np.stack(pair, axis=1), **channels}

    def pack(self, values, form):
        if "xy" in values:
            along, across = values["xy"].T[:: -1 if self.artist.t_direction == "y" else 1]
            n = len(along) // 2 - 1
            values = {**values, "x": along[1 : n + 1], "y1": across[1 : n + 1], "y2": across[n + 2 :][::-1]}
        return super().pack(values, form)

    def set_one(self, key, value):
        self.artist.set_verts([value], closed=False) if key == "xy" else super().set_one(key, value)

    def redraw(self, group, page):
        empty(group)
        corners = np.concatenate([path.vertices for path in self.artist.get_paths()])
        d = outline(page.place(page.map(self.artist), corners), closed=True)
        ElementTree.SubElement(group, "path", d=d, style=item_style(self.artist, 0))

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.artist), "closed": True}
