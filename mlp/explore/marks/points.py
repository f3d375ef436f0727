"""Points of a scatter: markers at offsets."""

import math
from types import MappingProxyType
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np

from ..draw.colours import colours_of
from ..draw.svg import item_style, painted, path_of, picture
from .items import Items
from .mark import array

MANY = 2000  # markers; more are painted on a canvas


class Points(Items):
    """A scatter: one marker shape, at offsets, each with its colour."""

    word, kind = "scatter", "points"
    shapes = MappingProxyType(
        {"offsets": (1, 2), "sizes": (0, 1), "array": 1, "facecolors": (1, 2), "edgecolors": (1, 2)}
    )

    def __init__(self, artist):
        super().__init__(artist)
        if artist.get_hatch():
            raise ValueError("a scatter that moves cannot be hatched; scatter the hatch as another, above it")

    def unpack(self, data):
        return {"offsets": data}

    def complete(self, channels):
        offsets = channels.get("offsets")
        if offsets is not None and offsets.shape[-1] != 2:
            raise ValueError(
                f"offsets of scatter {self.name!r} must be np.stack([x, y], axis=1), of shape (n, 2); "
                f"got shape {offsets.shape}"
            )
        own = np.ma.filled(self.artist.get_offsets(), np.nan)
        if "sizes" in channels or len(own) > MANY:
            offsets = channels.setdefault("offsets", array(own, "offsets"))
        if "sizes" in channels:
            n, sizes = (offsets.shape[0] if len(offsets.shape) == 2 else 1), channels["sizes"].shape
            if sizes not in ((), (n,)):
                raise ValueError(f"sizes of scatter {self.name!r} must be a number, or {n} of them; got shape {sizes}")
            if len(set(self.artist.get_linewidth())) > 1:
                raise ValueError(f"scatter {self.name!r} has edges of many widths, so its sizes cannot move")
        return channels

    def set_one(self, key, value):
        super().set_one(key, np.atleast_1d(value) if key == "sizes" else value)

    def describe(self, page):
        edge = {"edge": float(self.artist.get_linewidth()[0])} if "sizes" in self.seen else {}
        return {**super().describe(page), **edge, **(self.cloud(page) if self.is_cloud() else {})}

    def weight(self, values):
        n, *elements = super().weight(values)
        return (n, 50_000, "markers") if self.is_cloud() else (n, *elements)

    def is_cloud(self):
        """Find whether the markers are too many to be elements of the page, and alike, so that they can be painted."""
        artist = self.artist
        alike = all(len(them) == 1 for them in (artist.get_paths(), artist.get_sizes(), artist.get_linewidth()))
        return len(artist.get_offsets()) > MANY and alike and "sizes" not in self.seen and artist.axes is not None

    def cloud(self, page):
        """Say what the page must know to paint the markers: where, of which shape, and in which colours."""
        artist, by_number = self.artist, self.artist.get_array() is not None
        moving = self.paints() if "array" in self.seen else []
        size = mpl.transforms.Affine2D().scale(math.sqrt(artist.get_sizes()[0])).scale(1, -1)
        shape, edge = artist.get_paths()[0].transformed(size), float(artist.get_linewidth()[0])
        return {
            "kind": "cloud",
            "frame": frame_of(artist.axes, page),
            "shape": path_of(shape),
            "reach": float(np.abs(shape.vertices).max()) + 2 * edge,
            "edge": edge,
            "fills": colours_of(artist.get_facecolor(), by_number) if "fill" not in moving else [],
            "strokes": colours_of(artist.get_edgecolor(), by_number) if edge and "stroke" not in moving else [],
        }

    def mapped(self):
        return self.artist, self.artist.get_offset_transform()

    def draw_items(self, group, page):
        if self.is_cloud():
            frame = frame_of(self.artist.axes, page)
            picture(group, frame, painted(self.artist, frame), "")
        else:
            self.draw_uses(group, page)

    def draw_uses(self, group, page):
        artist, sizes = self.artist, self.artist.get_transforms()
        place = page.place(page.map(*self.mapped()), artist.get_offsets())
        shapes = artist.get_paths()
        if "sizes" in self.seen:  # the page makes each as large as it is
            sizes = [np.eye(3)]
        defs = ElementTree.SubElement(group, "defs")
        for i in range(max(len(sizes), len(shapes))):
            to_page = mpl.transforms.Affine2D(sizes[i % len(sizes)]).scale(1, -1)
            shape = path_of(shapes[i % len(shapes)].transformed(to_page))
            ElementTree.SubElement(defs, "path", id=f"{self.name}-{i}", d=shape)
        for i, (x, y) in enumerate(place):
            at = {"x": f"{x:.3f}", "y": f"{y:.3f}"} if math.isfinite(x + y) else {"display": "none"}
            href = f"#{self.name}-{i % len(defs)}"
            style = item_style(artist, i)
            if "sizes" in self.seen:
                style += f"; transform-origin: {x:.3f}px {y:.3f}px; {self.enlarged(i)}"
            ElementTree.SubElement(group, "use", {"href": href, **at, "style": style})

    def enlarged(self, i):
        """Write the style that makes marker i as large as it is, and leaves its edge as wide."""
        sizes, widths = self.artist.get_sizes(), self.artist.get_linewidth()
        scale = math.sqrt(max(sizes[i % len(sizes)], 1e-12))
        return f"transform: scale({scale:g}); stroke-width: {widths[0] / scale:g}"


def frame_of(axes, page):
    """Find the frame of axes in the page, in whole halves of a point: [x, y, width, height]."""
    x0, x1 = math.floor(2 * axes.bbox.x0) / 2, math.ceil(2 * axes.bbox.x1) / 2
    y0, y1 = (math.floor(2 * (page.height - axes.bbox.y1)) / 2, math.ceil(2 * (page.height - axes.bbox.y0)) / 2)
    return [x0, y0, x1 - x0, y1 - y0]
