"""A line: a path, markers, or both."""

from types import MappingProxyType

import matplotlib as mpl
import numpy as np

from .mark import ELEMENTS, Mark, array, kind_of


class Line(Mark):
    """A Line2D: a path, markers, or both."""

    word, kind = "line", "line"
    shapes = MappingProxyType({"xdata": (0, 1), "ydata": (0, 1), "color": 1, "linewidth": 0})

    def __init__(self, artist):
        super().__init__(artist)
        if artist.get_markevery() is not None:
            raise ValueError("a line that moves cannot have markevery; plot its markers as a line of their own")
        if artist.get_drawstyle() != "default":
            raise ValueError("a line that moves cannot have a drawstyle; give it the corners of its steps")
        if artist.get_fillstyle() not in ("full", "none"):
            raise ValueError(
                "a line that moves cannot have half-filled markers; plot the other half as a line of its own"
            )

    def unpack(self, data):
        if not isinstance(data, tuple | list) or len(data) != 2:
            raise TypeError(f"line {self.name!r} takes a tuple (x, y); got {kind_of(data)}")
        return {"xdata": data[0], "ydata": data[1]}

    def complete(self, channels):
        for key in ("xdata", "ydata"):
            if key not in channels and {"xdata", "ydata"} & set(channels):
                channels[key] = array(getattr(self.artist, "get_" + key)(orig=False), key)
        lengths = {channels[key].shape[0] for key in ("xdata", "ydata") if key in channels and channels[key].shape}
        if len(lengths) > 1:
            x, y = channels["xdata"].shape[0], channels["ydata"].shape[0]
            raise ValueError(f"x and y of line {self.name!r} must have the same length; got {x} and {y}")
        return channels

    def set(self, values):
        x, y = values.pop("xdata", None), values.pop("ydata", None)
        super().set(values)
        if x is not None:
            self.artist.set_data(*np.broadcast_arrays(np.atleast_1d(x), np.atleast_1d(y)))

    def weight(self, values):
        n = max(np.size(values.get(key, 0)) for key in ("xdata", "ydata"))
        unmarked = self.artist.get_marker() in (None, "", " ", "None", "none")
        return (n, 200_000, "points") if unmarked else (n, *ELEMENTS)

    def describe(self, page):
        return {
            "kind": self.kind,
            **page.map(self.artist),
            **({"follow": self.follow()} if "color" in self.seen else {}),
        }

    def follow(self):
        """List which paint of the markers follows the colour of the line."""
        line, colour = self.artist, self.artist.get_color()
        before = line.get_markerfacecolor(), line.get_markeredgecolor()
        line.set_color("#000001" if mpl.colors.to_hex(colour) != "#000001" else "#000002")
        after = line.get_markerfacecolor(), line.get_markeredgecolor()
        line.set_color(colour)
        return [paint for paint, a, b in zip(("fill", "stroke"), before, after, strict=True) if not np.all(a == b)]

    def prepare(self):
        """Where no point is to be seen yet, draw one in the middle, for the page to copy its marker."""
        self.hidden, ax = None, self.artist.axes
        points = np.column_stack(self.artist.get_data(orig=False))
        if ax is not None and not np.isfinite(points).all(axis=1).any():
            self.hidden = points.T
            middle = self.artist.get_transform().inverted().transform(ax.bbox.get_points().mean(axis=0))
            self.artist.set_data(*middle[:, np.newaxis])

    def redraw(self, group, page):
        if self.hidden is None:
            return
        self.artist.set_data(*self.hidden)
        for element in group:
            if element.tag == "path":
                element.set("d", "")
        for use in group.iter("use"):
            use.set("display", "none")
