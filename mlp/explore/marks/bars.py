"""Bars: rectangles, one by itself or many."""

from types import MappingProxyType

import numpy as np
from matplotlib import container

from .mark import Mark, array
from .polygon import Shape


class Bars(Mark):
    """Rectangles: one by itself, or the bars of a bar container."""

    word, kind = "bars", "bars"
    shapes = MappingProxyType({"heights": (0, 1), "widths": (0, 1), "x": (0, 1), "y": (0, 1), "facecolors": (1, 2)})

    def __init__(self, artist):
        super().__init__(artist)
        self.parts = self.owners = list(artist) if isinstance(artist, container.BarContainer) else [artist]
        if any(part.angle for part in self.parts):
            raise ValueError("a rectangle that moves cannot be rotated; use a Polygon")

    def unpack(self, data):
        return {"widths" if self.artist.orientation == "horizontal" else "heights": data}

    def complete(self, channels):
        for key, value in channels.items():
            if key in self.shapes and value.shape and "color" not in key and value.shape != (len(self.parts),):
                raise ValueError(
                    f"{key} of bars {self.name!r} must be {len(self.parts)} numbers; got shape {value.shape}"
                )
        if {"x", "y", "widths", "heights"} & set(channels):
            for key in ("x", "y", "widths", "heights"):
                own = [getattr(part, "get_" + key.rstrip("s"))() for part in self.parts]
                channels.setdefault(key, array(own, key))
        return channels

    def set_one(self, key, value):
        axes = 1 if "color" in key else 0
        rows = (
            np.broadcast_to(value, (len(self.parts), *np.shape(value)[-1:])) if axes and np.ndim(value) == 1 else value
        )
        rows = np.broadcast_to(value, len(self.parts)) if not axes else rows
        for part, row in zip(self.parts, rows, strict=True):
            getattr(part, "set_" + key.rstrip("s"))(row)

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.parts[0], self.parts[0].get_data_transform()), "closed": True}


class Box(Bars):
    """A single rectangle, such as axvspan makes."""

    word = "rectangle"
    shapes = MappingProxyType({"x": 0, "y": 0, "width": 0, "height": 0, **Shape.shapes})
    unpack = Mark.unpack

    def complete(self, channels):
        if {"x", "y", "width", "height"} & set(channels):
            for key in ("x", "y", "width", "height"):
                channels.setdefault(key, array(getattr(self.artist, "get_" + key)(), key))
        return channels

    set_one = Mark.set_one
