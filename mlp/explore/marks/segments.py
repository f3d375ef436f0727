"""Segments: lines of equal length, each with its width and colour."""

from types import MappingProxyType
from xml.etree import ElementTree

from ..draw.svg import item_style, outline
from .items import Items


class Segments(Items):
    """A LineCollection: lines of equal length, each with its width and colour."""

    word, kind = "lines", "segments"
    shapes = MappingProxyType({"segments": 3, "linewidths": (0, 1), "colors": (1, 2), "array": 1})

    def unpack(self, data):
        return {"segments": data}

    def complete(self, channels):
        if "segments" in channels and channels["segments"].shape[-1] != 2:
            got = channels["segments"].shape
            raise ValueError(f"segments of {self.name!r} must have shape (lines, points, 2); got {got}")
        return super().complete(channels)

    def paints(self):
        return ["stroke"]

    def draw_items(self, group, page):
        artist, where = self.artist, page.map(self.artist)
        for i, path in enumerate(artist.get_paths()):
            d = outline(page.place(where, path.vertices))
            ElementTree.SubElement(group, "path", d=d, style=item_style(artist, i))
