"""Kinds of artists that can move, and what an update function may give each of them.

    line            (x, y), where a single number is a point or is repeated; or {"xdata", "ydata", "color", "linewidth"}
    text            what its own string formats: "J = {:.2f}" a number, "{:.1f} x {:.1f}" a tuple; or fixed words;
                    or {"text", "position", "color"}
    scatter         offsets (n, 2); or {"offsets", "array", "facecolors", "edgecolors"}
    image           array (rows, columns); or {"array"}
    LineCollection  segments (n, k, 2); or {"segments", "linewidths", "colors", "array"}
    fill_between    (x, y1, y2), or (x, y1) down to 0; or {"x", "y1", "y2", "facecolor"}
    polygon         its corners (k, 2); or {"xy", "facecolor", "edgecolor", "linewidth"}
    bars            heights (widths, where they lie); or {"heights", "widths", "x", "y", "facecolors"}
    rectangle       {"x", "y", "width", "height", "facecolor", "edgecolor", "linewidth"}; other patches: their colours

and everything {"visible": v, "alpha": a}. Colours are names or numbers 0..1, of shape (3,) or (4,), or one row an item;
an array goes through the artist's own norm and colour map, which stay as they are.

A `Mark` reads what update returned into flat channels {property: array}, sets them in Matplotlib, and describes for the
page how they are drawn.
"""

import base64
import io
import math
from types import MappingProxyType
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
from matplotlib import collections, container, image, lines, patches, text
from matplotlib.path import Path

from . import typeset
from .stand_ins import Traced

CODES = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
COMMON = {"visible": 0, "alpha": 0}


def make(artist):
    """Make the mark of an artist: of the first kind that it is."""
    for kind, mark in KINDS:
        if isinstance(artist, kind):
            return mark(artist)
    return Mark(artist)


def own_name(artist):
    """Find the name its author gave an artist: its gid, or its label where that is one word."""
    gid = artist.get_gid() if hasattr(artist, "get_gid") else None
    label = gid or artist.get_label()
    return label if isinstance(label, str) and label.isidentifier() and not label.startswith("_") else None


class Mark:
    """An artist that moves; derived classes say how. By itself one that only comes, goes and fades.

    Attributes
    ----------
    artist : matplotlib.artist.Artist
    parts : list
        The artists it is drawn as: itself, or the rectangles of a bar container.
    name : str
        Under which its data appear among the outputs.
    seen : set
        The properties that update has moved.
    """

    word = "artist"  # what its kind is called, for names and errors
    kind = "plain"  # what its kind is called in the page
    shapes = MappingProxyType({})  # the properties it takes, and of each how many axes its data may have

    def __init__(self, artist):
        self.artist, self.parts, self.name, self.seen = artist, [artist], self.word, set()

    def read(self, data):
        """Turn what update returned for this artist into {property: array}."""
        known = {**self.shapes, **COMMON}
        channels = {}
        for key, value in (data if isinstance(data, dict) else self.unpack(data)).items():
            if key not in known:
                raise ValueError(f"{self.word} {self.name!r} takes {', '.join(known)}; got {key!r}")
            channels[key] = self.check(key, value, known[key])
        self.plain, self.given = not isinstance(data, dict), list(channels)
        channels = self.complete(channels)
        self.seen |= set(channels)
        return channels

    def pack(self, values):
        """Give the values of the channels the form in which update returned them."""
        values = {key: values[key] for key in self.given}
        return _one_or_all(values.values()) if self.plain else values

    def unpack(self, data):
        """Turn data without a dictionary into one."""
        names = ", ".join(f'"{name}"' for name in (*self.shapes, *COMMON))
        raise TypeError(f"{self.word} {self.name!r} takes a dictionary with {names}; got {_show(data)}")

    def check(self, key, value, axes):
        """Check one property and return it as an array, or a stand-in for one."""
        if "color" in key and not isinstance(value, Traced):
            value = _colours(value)
        value = array(value, f"{key} of {self.word} {self.name!r}")
        if len(value.shape) not in np.atleast_1d(axes):
            allowed = " or ".join(map(str, np.atleast_1d(axes)))
            raise ValueError(f"{key} of {self.word} {self.name!r} must have {allowed} axes; got shape {value.shape}")
        return value

    def complete(self, channels):
        """Check the properties against each other; add what the page needs besides."""
        return channels

    def set(self, values):
        """Give Matplotlib's own artist its new data."""
        for key, value in values.items():
            if key in COMMON:
                for part in self.parts:
                    getattr(part, "set_" + key)(bool(value) if key == "visible" else float(value))
            else:
                self.set_one(key, value)

    def set_one(self, key, value):
        """Give Matplotlib's own artist one property."""
        getattr(self.artist, "set_" + key)(value)

    def restore(self):
        """Bring back what the artist needs to be read again."""

    def describe(self, page):
        """Say what the page must know besides the data: a dictionary for JSON."""
        return {"kind": self.kind}

    def prepare(self):
        """See to it that Matplotlib draws everything the page will need."""

    def redraw(self, group, page):
        """Bring the artist's group of the SVG into the form that the page moves."""


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

    def unpack(self, data):
        if not isinstance(data, tuple | list) or len(data) != 2:
            raise TypeError(f"line {self.name!r} takes a tuple (x, y); got {_show(data)}")
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

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.artist)}

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


class Words(Mark):
    """A text: its own string is the format of what it shows."""

    word, kind = "text", "text"
    shapes = MappingProxyType({"text": 0, "position": 1, "color": 1})

    def __init__(self, artist):
        super().__init__(artist)
        self.format = artist.get_text()
        self.pieces = typeset.compile_format(self.format)
        self.fields = {piece[0] for piece in self.pieces if not isinstance(piece, str)}
        self.lines = typeset.lines(self.pieces)
        self.shown = None

    def read(self, data):
        plain, data = not isinstance(data, dict), dict(data) if isinstance(data, dict) else {"text": data}
        shown = data.pop("text", None)
        channels = super().read(data)
        self.plain = plain
        if shown is None:
            return channels
        if isinstance(shown, str):
            return {"words": typeset.plain(shown), **channels}
        shown = list(shown) if isinstance(shown, tuple | list) or _shape(shown) else [shown]
        if self.fields != set(range(len(shown))):
            raise ValueError(
                f"the text {self.format!r} must have one field such as {{:.2f}} for each of {len(shown)} values"
            )
        return {**{f"text{i}": self.check("text", value, 0) for i, value in enumerate(shown)}, **channels}

    def pack(self, values):
        shown = [values[f"text{i}"] for i in range(len(self.fields)) if f"text{i}" in values]
        shown = (
            {"text": values["words"] if "words" in values else _one_or_all(shown)} if shown or "words" in values else {}
        )
        return shown["text"] if self.plain else {**shown, **{key: values[key] for key in self.given}}

    def set(self, values):
        words = values.pop("words", None)
        shown = [values.pop(f"text{i}")[()] for i in range(len(self.fields)) if f"text{i}" in values]
        super().set(values)
        if words is None and shown:
            typeset.settle(self.pieces, shown)
            words = typeset.fill(self.pieces, shown)
        if words is not None:
            self.artist.set_text(words or " ")  # Matplotlib leaves an empty text out
            self.shown = words, shown

    def restore(self):
        self.artist.set_text(self.format)

    def describe(self, page):
        described = {"kind": self.kind, "lines": [[pieces for _, pieces in line] for line in self.lines]}
        if "position" in self.seen:
            described |= page.map(self.artist)
            described["start"] = [float(v) for v in self.artist.get_unitless_position()]
        return described

    def redraw(self, group, page):
        if self.shown is None:
            return
        words, shown = self.shown
        for line, element in zip(self.lines, group.iter("text"), strict=False):
            for child in list(element):
                element.remove(child)
            if shown:
                typeset.add_spans(element, [(span, typeset.fill(pieces, shown)) for span, pieces in line])
            else:
                element.text = words


class Items(Mark):
    """What scatters and collections have in common: items that are painted one by one."""

    def describe(self, page):
        described = {"kind": self.kind, **page.map(*self.mapped())}
        if "array" in self.seen:
            described |= colour_table(self.artist, page)
            described["paints"] = self.paints()
        return described

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


class Fill(Mark):
    """What fill_between makes: the area between two curves, drawn as one polygon around it."""

    word, kind = "fill", "polygon"
    shapes = MappingProxyType({"x": 1, "y1": (0, 1), "y2": (0, 1), "facecolor": 1})

    def unpack(self, data):
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            raise TypeError(f"fill {self.name!r} takes a tuple (x, y1, y2) or (x, y1); got {_show(data)}")
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

    def pack(self, values):
        if "xy" in values:
            along, across = values["xy"].T[:: -1 if self.artist.t_direction == "y" else 1]
            n = len(along) // 2 - 1
            values = {**values, "x": along[1 : n + 1], "y1": across[1 : n + 1], "y2": across[n + 2 :][::-1]}
        return super().pack(values)

    def set_one(self, key, value):
        self.artist.set_verts([value], closed=False) if key == "xy" else super().set_one(key, value)

    def redraw(self, group, page):
        empty(group)
        corners = np.concatenate([path.vertices for path in self.artist.get_paths()])
        d = outline(page.place(page.map(self.artist), corners), closed=True)
        ElementTree.SubElement(group, "path", d=d, style=item_style(self.artist, 0))

    def describe(self, page):
        return {"kind": self.kind, **page.map(self.artist), "closed": True}


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


class Bars(Mark):
    """Rectangles: one by itself, or the bars of a bar container."""

    word, kind = "bars", "bars"
    shapes = MappingProxyType({"heights": (0, 1), "widths": (0, 1), "x": (0, 1), "y": (0, 1), "facecolors": (1, 2)})

    def __init__(self, artist):
        super().__init__(artist)
        self.parts = list(artist) if isinstance(artist, container.BarContainer) else [artist]
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


def colour_table(artist, page):
    """Describe how numbers become colours: the norm's limits, and a table of the colour map's colours.

    The table's last three colours are those of numbers below and above the limits, and of NaN.
    """
    norm, n = artist.norm, artist.cmap.N
    if type(norm) not in (mpl.colors.Normalize, mpl.colors.LogNorm):
        raise TypeError(f"colours that move need the norm Normalize or LogNorm; got {type(norm).__name__}")
    norm.autoscale_None(artist.get_array())
    entries = np.ma.array([*range(n), -1, n, 0], mask=[False] * (n + 2) + [True])
    if isinstance(artist, image.AxesImage):  # Matplotlib rounds the colours of pixels down, and all others to nearest
        table = artist.cmap(entries, bytes=True)
    else:
        table = np.round(255 * artist.cmap(entries)).astype(np.uint8)
    limits = [float(norm.vmin), float(norm.vmax)]
    return {
        "limits": limits,
        "logarithmic": type(norm) is mpl.colors.LogNorm,
        "table": page.table(table.tobytes().hex()),
    }


def array(value, name):
    """Return numbers as an array, and stand-ins, also in lists, as one stand-in."""
    if isinstance(value, list | tuple) and any(isinstance(v, Traced) for v in value):
        value = np.stack(value)
    if isinstance(value, Traced):
        return value
    value = np.asarray(value)
    if value.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be numbers; got {_show(value)}")
    return value


def _one_or_all(values):
    values = tuple(values)
    return values[0] if len(values) == 1 else values


def empty(group):
    """Remove what is drawn in a group, and keep its clip path."""
    clip = next((element.get("clip-path") for element in group.iter() if element.get("clip-path")), None)
    for child in list(group):
        group.remove(child)
    if clip:
        group.set("clip-path", clip)


def outline(points, closed=False):
    """Write points as the data of an SVG path; NaN and infinity make gaps."""
    d, pen = "", "M"
    for x, y in points:
        finite = math.isfinite(x + y)
        d += f"{pen}{x:.3f} {y:.3f}" if finite else ""
        pen = "L" if finite else "M"
    return d + "z" * (closed and bool(d))


def path_of(path):
    """Write a Matplotlib path as the data of an SVG path."""
    parts = []
    for vertices, code in path.iter_segments(simplify=False):
        parts.append("z" if code == Path.CLOSEPOLY else CODES[code] + " ".join(f"{v:.3f}" for v in vertices))
    return "".join(parts)


THICK = 0.5  # dashes scale with a line's width down to this one, in points: a hair would have thousands


def item_style(artist, i):
    """Write the style of a collection's item i as Matplotlib paints it; its dashes are never those of a hair."""
    face, edge, width = (getattr(artist, "get_" + name)() for name in ("facecolor", "edgecolor", "linewidth"))
    dashes = [line for line in artist.get_linestyle() if line[1]]
    style = _paint("fill", face[i % len(face)] if len(face) else None)
    if len(edge) and np.any(width):
        style += "; " + _paint("stroke", edge[i % len(edge)]) + f"; stroke-width: {width[i % len(width)]:g}"
    if dashes:
        offset, on_off = dashes[i % len(dashes)]
        longer = max(1, THICK / width[i % len(width)]) if np.any(width) else 1
        style += f"; stroke-dasharray: {','.join(f'{v * longer:g}' for v in on_off)}; stroke-dashoffset: {offset:g}"
    return style


def _paint(name, rgba):
    """Write a fill or stroke of an SVG style."""
    if rgba is None or rgba[3] == 0:
        return f"{name}: none"
    opacity = f"; {name}-opacity: {rgba[3]:g}" if rgba[3] < 1 else ""
    return f"{name}: {mpl.colors.to_hex(rgba)}{opacity}"


def _colours(value):
    """Turn colour names into numbers; numbers stay."""
    if isinstance(value, str):
        return np.array(mpl.colors.to_rgba(value))
    if isinstance(value, list | tuple) and any(isinstance(v, str) for v in value):
        return mpl.colors.to_rgba_array(value)
    return value


def _shape(value):
    """Find the shape of a number, an array or a stand-in."""
    return value.shape if hasattr(value, "shape") else np.shape(value)


def _show(value):
    """Describe data of the wrong kind in a few words."""
    return f"an array of shape {value.shape}" if hasattr(value, "shape") else type(value).__name__


KINDS = (
    (container.BarContainer, Bars),
    (lines.Line2D, Line),
    (text.Text, Words),
    (collections.PathCollection, Points),
    (collections.LineCollection, Segments),
    (getattr(collections, "FillBetweenPolyCollection", ()), Fill),
    (image.AxesImage, Picture),
    (patches.Rectangle, Box),
    (patches.Polygon, Polygon),
    (patches.Patch, Shape),
)
