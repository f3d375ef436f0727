"""An image: its numbers go through a norm and a colour map."""

import base64
import io
from types import MappingProxyType
from xml.etree import ElementTree

from matplotlib import image

from ..draw.colours import colour_table
from .mark import Mark


class Picture(Mark):
    """An image: numbers through its norm and colour map."""

    word, kind = "image", "image"
    shapes = MappingProxyType({"array": 2})

    def unpack(self, data):
        return {"array": data}

    def set_one(self, key, value):
        self.artist.set_data(value)

    def describe(self, page):
        rows, columns = self.artist.get_array().shape[:2]
        return {"kind": self.kind, **colour_table(self.artist, page), "rows": rows, "columns": columns}

    def redraw(self, group, page):
        left, right, bottom, top = self.artist.get_extent()
        first, last = (bottom, top) if self.artist.origin == "lower" else (top, bottom)
        (x0, y0), (x1, y1) = page.place(page.map(self.artist), [(left, first), (right, last)])
        box = [f"{v:.3f}" for v in (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))]
        smooth = self.artist.get_interpolation() not in ("nearest", "none", "auto", "antialiased")
        file = io.BytesIO()
        pixels = self.artist.to_rgba(self.artist.get_array(), bytes=True, norm=True)
        image.imsave(file, pixels, format="png", metadata={"Software": None})
        group.tag, group.attrib = "g", {"data-mark": group.get("data-mark")}
        frame = ElementTree.SubElement(
            group, "foreignObject", dict(zip(("x", "y", "width", "height"), box, strict=True))
        )
        turned = f"; transform: scale({-1 if x1 < x0 else 1}, {-1 if y1 < y0 else 1})" if x1 < x0 or y1 < y0 else ""
        style = (
            f"display: block; width: 100%; height: 100%; image-rendering: {'auto' if smooth else 'pixelated'}{turned}"
        )
        source = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
        ElementTree.SubElement(frame, "img", {"src": source, "alt": "", "style": style})
