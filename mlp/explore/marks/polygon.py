"""A polygon, or the area between two curves: its corners move. Of other patches, only the paint."""

from types import MappingProxyType
from xml.etree import ElementTree

import numpy as np
from matplotlib.path import Path

from ..draw.svg import empty, outline
from .mark import Mark, array, kind_of


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


class Oval(Shape):
    """An ellipse: its centre, its width and height, and how it is turned."""

    word, kind = "ellipse", "polygon"
    shapes = MappingProxyType({"center": 1, "width": 0, "height": 0, "angle": 0, **Shape.shapes})

    def complete(self, channels):
        moved = {"center", "width", "height", "angle"} & set(channels)
        return {**channels, "curve": self.curve(**{key: channels[key] for key in moved})} if moved else channels

    def curve(self, **moved):
        """Compute the points of the curve: those of Matplotlib's circle, stretched, turned and put in their place."""
        own = {key: array(getattr(self.artist, f"get_{key}")(), key) for key in ("center", "width", "height", "angle")}
        center, width, height, angle = (own | moved).values()
        if center.shape != (2,):
            raise ValueError(f"center of {self.word} {self.name!r} must be two numbers; got shape {center.shape}")
        u, v = Path.unit_circle().vertices[:-1].T / 2
        cos, sin = np.cos(np.pi / 180 * angle), np.sin(np.pi / 180 * angle)
        return center + np.stack([cos * width * u - sin * height * v, sin * width * u + cos * height * v], axis=1)

    def set_one(self, key, value):
        if key != "curve":
            super().set_one(key, value)

    def describe(self, page):
        return {
            "kind": self.kind,
            **page.map(self.artist, self.artist.get_data_transform()),
            "closed": True,
            "curved": True,
        }


class Disc(Oval):
    """A circle: its centre and its radius."""

    word = "circle"
    shapes = MappingProxyType({"center": 1, "radius": 0, **Shape.shapes})

    def complete(self, channels):
        moved = {"center": channels["center"]} if "center" in channels else {}
        if "radius" in channels:
            moved |= {"width": 2 * channels["radius"], "height": 2 * channels["radius"]}
        return {**channels, "curve": self.curve(**moved)} if moved else channels


class Fill(Mark):
    """What fill_between makes: the area between two curves, drawn as one polygon around it."""

    word, kind = "fill", "polygon"
    shapes = MappingProxyType({"x": 1, "y1": (0, 1), "y2": (0, 1), "facecolor": 1})

    def __init__(self, artist):
        super().__init__(artist)
        if len(artist.get_paths()) > 1 or artist._step:
            raise ValueError(
                "an area that moves cannot have where or step; make y1 and y2 equal where there is none, "
                "and give it the corners of its steps"
            )

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
        style = next(element.get("style") for element in group.iter() if element.get("style"))
        empty(group)
        corners = np.concatenate([path.vertices for path in self.artist.get_paths()])
        d = outline(page.place(page.map(self.artist), corners), closed=True)
        ElementTree.SubElement(group, "path", d=d, style=style)

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.artist), "closed": True}
