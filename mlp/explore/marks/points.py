"""Points of a scatter: markers at offsets."""

import math
from types import MappingProxyType
from xml.etree import ElementTree

import matplotlib as mpl

from ..draw.svg import item_style, path_of
from .items import Items


class Points(Items):
    """A scatter: one marker shape, at offsets, each with its colour."""

    word, kind = "scatter", "points"
    shapes = MappingProxyType({"offsets": (1, 2), "array": 1, "facecolors": (1, 2), "edgecolors": (1, 2)})

    def unpack(self, data):
        return {"offsets": data}

    def complete(self, channels):
        offsets = channels.get("offsets")
        if offsets is not None and offsets.shape[-1] != 2:
            raise ValueError(
                f"offsets of scatter {self.name!r} must be np.stack([x, y], axis=1), of shape (n, 2); "
                f"got shape {offsets.shape}"
            )
        return super().complete(channels)

    def mapped(self):
        return self.artist, self.artist.get_offset_transform()

    def draw_items(self, group, page):
        artist, sizes = self.artist, self.artist.get_transforms()
        place = page.place(page.map(*self.mapped()), artist.get_offsets())
        shapes = artist.get_paths()
        defs = ElementTree.SubElement(group, "defs")
        for i in range(max(len(sizes), len(shapes))):
            to_page = mpl.transforms.Affine2D(sizes[i % len(sizes)]).scale(1, -1)
            shape = path_of(shapes[i % len(shapes)].transformed(to_page))
            ElementTree.SubElement(defs, "path", id=f"{self.name}-{i}", d=shape)
        for i, (x, y) in enumerate(place):
            at = {"x": f"{x:.3f}", "y": f"{y:.3f}"} if math.isfinite(x + y) else {"display": "none"}
            href = f"#{self.name}-{i % len(defs)}"
            ElementTree.SubElement(group, "use", {"href": href, **at, "style": item_style(artist, i)})
