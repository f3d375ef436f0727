"""Items: what scatters and collections of lines have in common. A colour map may paint them."""

import numpy as np

from ..draw.colours import colour_table
from ..draw.svg import empty
from .mark import ELEMENTS, Mark


class Items(Mark):
    """What scatters and collections have in common: items that are painted one by one."""

    def describe(self, page):
        described = {"kind": self.kind, **page.map(*self.mapped())}
        if "facecolors" in self.seen and "edgecolors" not in self.seen and self.edges_follow():
            described["follow"] = True
        if "array" in self.seen:
            described |= colour_table(self.artist, page)
            described["paints"] = self.paints()
        return described

    def weight(self, values):
        return (max(map(len, map(np.atleast_1d, values.values())), default=1), *ELEMENTS)

    def edges_follow(self):
        """Find whether edges have the colour of the faces, whichever that is (edgecolors="face")."""
        artist, faces = self.artist, self.artist.get_facecolor()
        before = artist.get_edgecolor()
        artist.set_facecolor(1 - np.atleast_2d(faces)[:, :3])
        after = artist.get_edgecolor()
        artist.set_facecolor(faces)
        return not np.array_equal(before, after)

    def mapped(self):
        """Say which map from data to the page applies: the artist, and its transform where it is not its own."""
        return (self.artist,)

    def paints(self):
        """Say what the colour map paints."""
        face, edge = self.artist.get_facecolor(), self.artist.get_edgecolor()
        return ["stroke"] if len(face) == 0 else ["fill", "stroke"] if np.array_equal(face, edge) else ["fill"]

    def redraw(self, group, page):
        self.artist.update_scalarmappable()
        empty(group)
        self.draw_items(group, page)
