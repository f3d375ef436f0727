"""A Matplotlib figure as a scene: drawn once to SVG, its moving artists marked and described for the page::

    scene = Scene(fig)
    scene.read({line: (x, y), dot: (z0, f(z0))})      {"line1.xdata": x, ...}: what moves, by name
    scene.set(values)                                 the same numbers into Matplotlib's own artists
    scene.draw()                                      the panels' SVG, and what the page must know to move the marks

Matplotlib works in points with y upwards, the page in the same points with y downwards. For each moving artist the
scene takes along the map from its data to the page, four numbers m::

    page x = m0 X + m1        page y = m2 Y + m3        X = x, or log10 x on a logarithmic axis; Y likewise
"""

import io
import math
import re
from contextlib import contextmanager
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.container import BarContainer, Container
from matplotlib.figure import Figure, SubFigure
from matplotlib.image import FigureImage
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from .. import marks
from . import typeset
from .colours import page_style
from .svg import outline_of


class Scene:
    """A Matplotlib figure and the artists of it that move.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Drawn as its author likes it, with its axes' limits where they shall stay.

    Attributes
    ----------
    marks : dict
        For each moving artist the `marks.Mark` that knows how it moves, in the order of their first appearance.
    """

    def __init__(self, fig):
        if not isinstance(fig, Figure):
            raise TypeError(f"fig must be a matplotlib.figure.Figure; got {type(fig).__name__}")
        if any(isinstance(picture, FigureImage) for picture in fig.images):
            raise ValueError("a figimage has pixels and no size in the page; show it with imshow, in axes of its own")
        fig.draw_without_rendering()  # settles limits and layout by the data the author has drawn
        self.fig, self.marks = fig, {}
        self._within = {id(artist) for artist in fig.findobj()}

    def read(self, returned):
        """Name the data an update function has returned.

        Parameters
        ----------
        returned : dict
            ``{artist: data}``; see `marks` for what each kind of artist takes.

        Returns
        -------
        dict
            ``{"dot.xdata": data, ...}``, flat; fixed words are strings.
        dict
            Of each artist the form in which its data came, for `pack`.
        """
        if not isinstance(returned, dict):
            raise TypeError(f"update must return a dictionary {{artist: new data}}; got {type(returned).__name__}")
        outputs, forms = {}, {}
        for artist, data in returned.items():
            mark = self._mark(artist)
            channels, forms[artist] = mark.read(data)
            outputs |= {f"{mark.name}.{key}": value for key, value in channels.items()}
        return outputs, forms

    def pack(self, outputs, forms):
        """Give numbers the form in which the update function returned them: ``{artist: data}``."""
        return {artist: mark.pack(self.own(mark, outputs), forms[artist]) for artist, mark in self.marks.items()}

    def _mark(self, artist):
        """Find the mark of an artist, or make it when the artist first appears."""
        for part in artist if isinstance(artist, BarContainer) else [artist]:
            if isinstance(part, Container):
                parts = ", ".join(map(str, artist.get_children()))
                raise TypeError(f"{artist!r} is made of artists; move these: {parts}")
            if not isinstance(part, Artist):
                raise TypeError(
                    f"the keys of what update returns must be artists of the figure, or words; got {artist!r}"
                )
            if id(part) not in self._within:
                raise ValueError(f"update moves {artist!r}, which is not in the figure that explore was given")
        if artist not in self.marks:
            mark = marks.make(artist)
            count = 1 + sum(mark.word == other.word for other in self.marks.values())
            mark.name = marks.own_name(artist) or f"{mark.word}{count}"
            if any(mark.name == other.name for other in self.marks.values()):
                raise ValueError(f"two moving artists have the name {mark.name!r}; change the label or gid of one")
            self.marks[artist] = mark
        return self.marks[artist]

    def set(self, values):
        """Give Matplotlib's own artists new data, as their user would: ``{"dot.xdata": 1.0, ...}``."""
        for mark in self.marks.values():
            mark.set(self.own(mark, values))

    @staticmethod
    def own(mark, values):
        """Choose the values of a mark, by property."""
        start = mark.name + "."
        return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}

    def restore(self):
        """Give texts their formats back, so that the figure can be explored again."""
        for mark in self.marks.values():
            mark.restore()

    def draw(self):
        """Draw the figure as it stands.

        Returns
        -------
        rows : list of list of dict
            The rows of the figure, and the panels of each: {"box": (x, y, width, height), "svg": its elements}.
        description : dict
            What the page must know to move the marks: {"marks": [...], "tables": [...]}.
        """
        with self._as_drawn():
            renderer, tree = _render(self.fig, self._outlines)
            page = Page(renderer.height)
            described = [
                {
                    "name": mark.name,
                    **({} if mark.opacity is None else {"opacity": mark.opacity}),
                    **mark.describe(page),
                }
                for mark in self.marks.values()
            ]
            boxes = {item.get_gid(): _box(item, renderer) for item in _items(self.fig)}
            groups = {group.get("id"): group for group in tree.iter() if group.tag in ("g", "image")}
            for i, mark in enumerate(self.marks.values()):
                for gid in self._gids(i, mark):
                    if gid in groups:
                        groups[gid].set("data-mark", str(i))
                        mark.redraw(groups[gid], page)
                        if not mark.visible:
                            groups[gid].set("display", "none")
            by_number = [groups[a.get_gid()] for a in self._coloured_by_number() if a.get_gid() in groups]
        _translate_colours(tree, {element for group in by_number for element in group.iter()})
        rows = _rows(boxes, renderer.width, renderer.height)
        _sort_into_panels(tree, boxes, rows)
        return rows, {"marks": described, "tables": page.tables}

    def _has_paper(self):
        """Find whether the author gave the figure a ground of its own, other than white."""
        red, green, blue, alpha = self.fig.get_facecolor()
        return self.fig.patch.get_visible() and alpha > 0 and (red, green, blue) != (1, 1, 1)

    @staticmethod
    def _gids(i, mark):
        return [f"moving-{i}-{j}" for j in range(len(mark.parts))]

    def _coloured_by_number(self):
        """List the artists whose colours are numbers, read off a colour bar: the page must not change them."""
        return [a for a in self.fig.findobj(mpl.collections.Collection) if a.get_array() is not None]

    @contextmanager
    def _as_drawn(self):
        """Prepare the figure for drawing (72 dots an inch, no white ground, gids to find things by); undo it after."""
        undo = []

        def change(artist, name, value):
            undo.append((artist, name, getattr(artist, "get_" + name)()))
            getattr(artist, "set_" + name)(value)

        for i, mark in enumerate(self.marks.values()):
            mark.visible = mark.owners[0].get_visible()
            for part, gid in zip(mark.parts, self._gids(i, mark), strict=True):
                change(part, "gid", gid)
                change(part, "visible", True)
        moving = {id(part) for mark in self.marks.values() for part in mark.parts}
        for i, item in enumerate(_items(self.fig)):
            if id(item) not in moving:
                change(item, "gid", f"item-{i}")
        for i, artist in enumerate(self._coloured_by_number()):
            if id(artist) not in moving:
                change(artist, "gid", f"coloured-{i}")
        texts = self.fig.findobj(Text)
        self._outlines = {id(text): outline for text in texts if (outline := outline_of(text))}
        for text in texts:
            if id(text) in self._outlines:
                change(text, "path_effects", [])
        for artist in self.fig.findobj(lambda artist: artist.get_animated()):
            change(artist, "animated", False)  # drawn by its author at each frame, and by the page always
        if self._has_paper():
            change(self.fig.patch, "gid", "paper")
        else:  # the page's own shows through
            for ax in self.fig.axes:
                if mpl.colors.to_hex(ax.get_facecolor()) == "#ffffff":
                    change(ax, "facecolor", "none")
        for mark in self.marks.values():
            mark.prepare()
        dpi, self.fig.dpi = self.fig.dpi, 72
        try:
            yield
        finally:
            self.fig.dpi = dpi
            for artist, name, value in reversed(undo):
                getattr(artist, "set_" + name)(value)


class Page:
    """The page's side of the drawing: where data go, and the colour tables that several marks share."""

    def __init__(self, height):
        self.height, self.tables = height, []

    def map(self, artist, transform=None):
        """Find the map from an artist's data to the page: {"m": four numbers, "log": one word an axis}.

        The words: "" where the axis is linear; on a logarithmic one what becomes of zero and below, "clip" or "mask".
        """
        transform = artist.get_transform() if transform is None else transform
        log = [self._scale(artist, transform, axis) for axis in (0, 1)]

        def at(X, Y):
            x, y = transform.transform([10.0**u if is_log else u for u, is_log in zip((X, Y), log, strict=True)])
            return np.array([x, self.height - y])

        origin, across, along = at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0)
        if not np.allclose(at(1.0, 1.0), across + along - origin, atol=1e-6):
            raise ValueError(f"{artist!r} moves in axes that are neither linear nor logarithmic")
        if abs(across[1] - origin[1]) + abs(along[0] - origin[0]) > 1e-9:
            raise ValueError(f"{artist!r} moves in coordinates that are rotated")
        (sx, sy), (tx, ty) = across + along - 2 * origin, origin
        return {"m": [float(v) for v in (sx, tx, sy, ty)], "log": log}

    @staticmethod
    def _scale(artist, transform, axis):
        ax = artist.axes
        if ax is None or not transform.contains_branch_seperately(ax.transData)[axis]:
            return ""
        scale = (ax.get_xscale, ax.get_yscale)[axis]() if ax.name == "rectilinear" else ax.name
        if scale not in ("linear", "log"):
            raise ValueError(
                f"{artist!r} is in {scale} axes; artists that move need linear or log axes. Move it in such axes by "
                "what the scale makes of the data, and set the ticks' labels"
            )
        if scale == "linear":
            return ""
        below = (ax.xaxis, ax.yaxis)[axis].get_transform().transform([-1.0])
        return "clip" if np.isfinite(below).all() else "mask"

    @staticmethod
    def place(where, points):
        """Compute where in the page data points of shape (n, 2) lie."""
        points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).copy()
        for axis in (0, 1):
            if where["log"][axis]:
                u, below = points[:, axis], -1000.0 if where["log"][axis] == "clip" else np.nan
                points[:, axis] = np.where(
                    u > 0, np.log10(np.where(u > 0, u, 1.0)), np.where(np.isnan(u), np.nan, below)
                )
        return points * where["m"][0::2] + where["m"][1::2]

    def table(self, table):
        """Keep a colour table once; returns its number."""
        if table not in self.tables:
            self.tables.append(table)
        return self.tables.index(table)


LINKS = ("https", "http", "mailto", "")  # no scripts


def _render(fig, outlines):
    """Have Matplotlib draw the figure; returns the renderer, and the SVG as a tree without namespaces."""
    settings = {"svg.fonttype": "none", "svg.hashsalt": "explorable", "image.composite_image": False,
                "svg.image_inline": True}  # fmt: skip
    buffer = io.StringIO()
    with mpl.rc_context(settings):
        renderer = _Renderer(*(fig.get_size_inches() * 72), buffer, outlines)
        fig.draw(renderer)
        renderer.finalize()
    tree = ElementTree.fromstring(buffer.getvalue())
    for path in tree.iterfind(".//{*}defs/{*}path"):
        path.attrib.pop("style", None)  # of a marker; its uses say the same
    for element in tree.iter():
        element.tag = element.tag.split("}")[-1]
        for key in [key for key in element.attrib if "}" in key]:
            element.set(key.split("}")[-1], element.attrib.pop(key))
        style = element.get("style", "")
        link = element.get("href") if element.tag == "a" else ""
        if urlsplit(link).scheme not in LINKS:
            raise ValueError(f"set_url takes links such as https://..., mailto:... or #lab; got {link!r}")
        if "stroke-width: 0.001" in style:  # a line too thin to be seen has no use for dashes: they would be thousands
            style = re.sub(r"stroke-dasharray: [^;]*; ", "", style)
        if element.tag in ("path", "use"):  # Matplotlib's edges are seen through as well, on top of what they edge
            style = re.sub(r"(?<![-\w])opacity: ([^;]*)", r"fill-opacity: \1; stroke-opacity: \1", style)
        if style:
            element.set("style", style)
    return renderer, tree


class _Renderer(RendererSVG):
    """Matplotlib's SVG renderer, with text for any sans-serif: held where it belongs, mathematics typeset simply."""

    def __init__(self, width, height, buffer, outlines):
        super().__init__(width, height, buffer, image_dpi=144, metadata={"Date": None})
        self.outlines = outlines

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        try:
            spans = typeset.typeset(s) if ismath else [typeset.Span(s)]
        except ValueError:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        anchor, x, y = _anchor(x, y, angle, mtext, self.height)
        attributes = {"x": f"{x:.3f}", "y": f"{y:.3f}", "style": _text_style(gc, prop, self.outlines.get(id(mtext)))}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        if angle:
            attributes["transform"] = f"rotate({-angle:g} {x:.3f} {y:.3f})"
        group = ElementTree.Element("g", self._get_clip_attrs(gc))
        typeset.add_spans(ElementTree.SubElement(group, "text", attributes), [(span, span.text) for span in spans])
        self._write(group)

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        """Draw triangles whose corners differ in colour as an image: no browser knows Matplotlib's way in SVG."""
        dots = self.image_dpi / 72
        agg = RendererAgg(self.width * dots, self.height * dots, self.image_dpi)
        agg.draw_gouraud_triangles(agg.new_gc(), triangles_array, colors_array, transform + Affine2D().scale(dots))
        self.draw_image(gc, 0, 0, np.asarray(agg.buffer_rgba())[::-1])

    def _write(self, element):
        self.writer.start(element.tag, element.attrib)
        if element.text:
            self.writer.data(element.text)
        for child in element:
            self._write(child)
        self.writer.end(element.tag, indent=False)


def _anchor(x, y, angle, mtext, height):
    """Find where a line of text is held, so that its place is right however wide the page's letters are."""
    if mtext is None or (angle and mtext.get_rotation_mode() != "anchor"):
        return "start", x, y
    held = mtext.get_transform().transform(mtext.get_unitless_position())
    held = np.array([held[0], height - held[1]])
    down = np.array([math.sin(math.radians(angle)), math.cos(math.radians(angle))])
    held += down * (down @ ((x, y) - held))
    return {"left": "start", "center": "middle", "right": "end"}[mtext.get_ha()], *held


def _text_style(gc, prop, outline):
    """Write the style of a text; its family is the page's, its size at least what the page finds legible."""
    style = [f"font-size: max({prop.get_size_in_points():g}px, var(--least, 0px))"]
    if prop.get_style() != "normal":
        style.append(f"font-style: {prop.get_style()}")
    weight = mpl.font_manager.weight_dict.get(prop.get_weight(), prop.get_weight())
    if weight != 400:
        style.append(f"font-weight: {weight}")
    colour = mpl.colors.to_hex(gc.get_rgb())
    if colour != "#000000":
        style.append(f"fill: {colour}")
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    if outline:
        stroke, width = mpl.colors.to_hex(outline["foreground"]), outline["linewidth"]
        style.append(f"paint-order: stroke; stroke: {stroke}; stroke-width: {width:g}; stroke-linejoin: round")
    return "; ".join(style + [f"fill-opacity: {alpha:g}"] * (alpha != 1))


def _translate_colours(tree, by_number):
    """Let colours, but those that mean a number, follow the page's light or dark mode; say once what markers share."""
    markers = {path for defs in tree.iter("defs") for path in defs}  # which have the paint of those who use them
    for element in tree.iter():
        if element in by_number and element.tag != "g":
            element.attrib.setdefault("shape-rendering", "crispEdges")  # no gaps between the cells of a mesh
            style = element.get("style", "")
            if element not in markers and "fill:" not in style:  # Matplotlib leaves out SVG's own default, black
                element.set("style", f"fill: #000000; {style}")
        elif element not in by_number and "style" in element.attrib:
            element.set("style", page_style(element.get("style"), 4.5 if element.tag == "text" else 3.0))
    for group in tree.iter("g"):
        styles = {child.get("style") for child in group}
        if len(group) and len(styles) == 1 and None not in styles and {child.tag for child in group} == {"use"}:
            group.set("style", styles.pop())
            for child in group:
                del child.attrib["style"]


def _items(fig):
    """List what stands in the figure by itself: axes, and texts and legends that belong to no axes."""
    children = fig.get_children()
    own = [child for child in children if child is not fig.patch and not isinstance(child, SubFigure)]
    return own + [item for child in children if isinstance(child, SubFigure) for item in _items(child)]


def _box(item, renderer):
    """Find the box an item fills, in the page's points: (x0, y0, x1, y1)."""
    box = item.get_tightbbox(renderer)
    if box is None or not np.all(np.isfinite(box.extents)):
        return None
    return box.x0, renderer.height - box.y1, box.x1, renderer.height - box.y0


NARROW = 90  # points; a narrower column (a colour bar) stays with its neighbour


def _rows(boxes, width, height):
    """Cut the figure along its gaps into rows and these into panels, which a narrow page shows one below the other."""
    boxes = [[float(v) for v in box] for box in boxes.values() if box]
    rows = []
    for y0, y1 in _cuts([(box[1], box[3]) for box in boxes], height):
        row = [(box[0], box[2]) for box in boxes if y0 <= (box[1] + box[3]) / 2 <= y1]
        rows.append([{"box": (x0, y0, x1 - x0, y1 - y0), "svg": []} for x0, x1 in _cuts(row, width, NARROW)])
    return rows


def _cuts(intervals, end, least=0.0):
    """Cut 0..end in the middle of every gap between the intervals."""
    cuts, reached, end = [0.0], None, float(end)
    for low, high in sorted(intervals):
        if reached is not None and low > reached and (low + reached) / 2 - cuts[-1] >= least:
            cuts.append((low + reached) / 2)
        reached = high if reached is None else max(reached, high)
    if len(cuts) > 1 and end - cuts[-1] < least:
        cuts.pop()
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _sort_into_panels(tree, boxes, rows):
    """Give each panel the groups that lie in it, in their order; shared definitions go to the first, paper to all."""
    panels = [panel for row in rows for panel in row]

    def panel_of(box):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        inside = [p for p in panels if 0 <= x - p["box"][0] <= p["box"][2] and 0 <= y - p["box"][1] <= p["box"][3]]
        return (inside or panels)[0]

    before = []  # what belongs to the next item, as the walls of axes in three dimensions do

    def walk(element):
        for child in list(element):
            gid = child.get("id", "")
            if gid == "paper":
                for panel in panels:
                    panel["svg"].append(child)
            elif boxes.get(gid):
                panel_of(boxes[gid])["svg"] += [*before, child]
                before.clear()
            elif child.tag == "defs" and child.find("style") is None:
                panels[0]["svg"].append(child)
            elif child.tag == "g" and gid.startswith(("figure", "subfigure")):
                walk(child)
            elif child.tag == "g" and child is not element[0]:  # the first is the paper of the page
                before.append(child)

    walk(tree)
    panels[-1]["svg"] += before
    for panel in panels:
        panel["svg"] = "".join(_serialise(element) for element in panel["svg"])


def _serialise(element):
    """Write an element as compact SVG: no ids of groups, no groups and no white space that mean nothing."""
    if element.tag == "g":
        element.attrib.pop("id", None)
    text = element.text if element.tag in ("text", "tspan") and not len(element) else ""
    inside = escape(text or "") + "".join(map(_serialise, element))
    if element.tag == "g" and not element.attrib:
        return inside
    if "d" in element.attrib:
        element.set("d", re.sub(r" *([MLQCz]) *", r"\1", element.get("d")).strip())
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in element.items())
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>" if inside else f"<{element.tag}{attributes}/>"
