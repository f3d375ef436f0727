"""Arrows of a quiver, drawn as Matplotlib draws them: in widths of their shaft, the very short ones as dots."""

from types import MappingProxyType
from xml.etree import ElementTree

import numpy as np

from ..draw.svg import item_style, outline
from .items import Items
from .mark import array, kind_of


class Arrows(Items):
    """A Quiver: arrows at offsets. Its width and scale stay what they were at the first drawing."""

    word, kind = "quiver", "quiver"
    shapes = MappingProxyType({"u": 1, "v": 1, "offsets": 2, "array": 1, "facecolors": (1, 2)})

    def __init__(self, artist):
        super().__init__(artist)
        if not isinstance(artist.angles, str):
            raise TypeError(
                "a quiver that moves needs angles='uv' or 'xy', not an array of angles; turn u and v instead"
            )
        if not artist.scale or not np.isfinite(artist.scale):
            raise ValueError(
                f"a quiver that moves needs a scale, and Matplotlib found {artist.scale}; give ax.quiver one, scale=..."
            )

    def unpack(self, data):
        if not isinstance(data, tuple | list) or len(data) != 2:
            raise TypeError(f"quiver {self.name!r} takes a tuple (u, v); got {kind_of(data)}")
        return {"u": data[0], "v": data[1]}

    def complete(self, channels):
        n = self.artist.N
        for key, shape in {"u": (n,), "v": (n,), "array": (n,), "offsets": (n, 2)}.items():
            if key in channels and channels[key].shape != shape:
                got = channels[key].shape
                raise ValueError(f"{key} of quiver {self.name!r}, of {n} arrows, must have shape {shape}; got {got}")
        moved = [key for key in channels if key in ("u", "v", "offsets")]
        if moved and not {"u", "v"} <= set(moved):
            raise ValueError(f"quiver {self.name!r} moves with u and v together; got {', '.join(moved)}")
        if moved:
            channels.setdefault("offsets", array(np.ma.filled(self.artist.get_offsets(), np.nan), "offsets"))
        return channels

    def set(self, values):
        u, v = values.pop("u", None), values.pop("v", None)
        super().set(values)
        if u is not None:
            self.artist.set_UVC(u, v)

    def mapped(self):
        return self.artist, self.artist.get_offset_transform()

    def describe(self, page):
        artist, units = self.artist, self.artist.scale_units
        point = artist.get_transform().get_matrix()[0, 0]  # points in one of the units of the width
        scale = point if units is None else 1.0 if units == "xy" else artist._dots_per_unit(units)
        longer = max(0.0, scale / (artist.scale * artist.width * point))  # widths of the shaft for a u of 1
        across, along = self.axes(page) if "xy" in (artist.angles, units) else (1.0, 1.0)
        return {
            **super().describe(page),
            "at": page.map(*self.mapped()),
            **{"m": [1, 0, 1, 0], "log": ["", ""]},  # the corners come in points of the page
            "long": [longer * across, longer * along] if units == "xy" else [longer, longer],
            "turn": [across, along] if artist.angles == "xy" else [1, 1],
            "shaft": float(artist.width * point),
            "head": [float(v) for v in (artist.headaxislength, artist.headlength, artist.headwidth)],
            "least": [float(v) for v in (artist.minlength, artist.minshaft * artist.headlength)],
            "pivot": {"tail": 0, "middle": 0.5, "tip": 1}[artist.pivot],
        }

    def axes(self, page):
        """Find how many points of the page, to the right and upwards, one of the data has."""
        where = page.map(self.artist, self.artist.axes.transData)
        if any(where["log"]):
            raise ValueError(
                f"quiver {self.name!r} is in logarithmic axes, where angles='xy' and scale_units='xy' cannot move; "
                "take angles='uv', or a LineCollection"
            )
        return where["m"][0], -where["m"][2]

    def draw_items(self, group, page):
        artist = self.artist
        to_page = artist.get_transform().frozen().scale(1, -1)
        places = page.place(page.map(*self.mapped()), artist.get_offsets())
        for i, (path, place) in enumerate(zip(artist.get_paths(), places, strict=True)):
            d = outline(to_page.transform(path.vertices) + place)
            smooth = {"shape-rendering": "auto"}  # also where they are coloured by numbers, as a mesh is
            ElementTree.SubElement(group, "path", smooth, d=d, style=item_style(artist, i))
