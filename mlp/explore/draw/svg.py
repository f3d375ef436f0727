"""Paths and styles of SVG, as Matplotlib draws them."""

import base64
import io
import math
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
from matplotlib import image, patheffects
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path

CAPS = {"projecting": "square"}  # SVG's word for it
CODES = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
THICK = 0.5  # dashes scale with a line's width down to this one, in points: a hair would have thousands


def empty(group):
    """Remove what is drawn in a group, and keep its clip path."""
    clip = next((element.get("clip-path") for element in group.iter() if element.get("clip-path")), None)
    for child in list(group):
        group.remove(child)
    if clip:
        group.set("clip-path", clip)


def picture(group, box, pixels, style):
    """Put a picture, pixels of shape (rows, columns, 4), into a group; its frame is the box (x, y, width, height)."""
    file = io.BytesIO()
    image.imsave(file, pixels, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True})
    frame = ElementTree.SubElement(
        group, "foreignObject", dict(zip(("x", "y", "width", "height"), (f"{v:.3f}" for v in box), strict=True))
    )
    source = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    style = f"display: block; width: 100%; height: 100%{style}"
    ElementTree.SubElement(frame, "img", {"src": source, "alt": "", "style": style})


def painted(artist, frame):
    """Paint an artist alone, as Matplotlib does, 2 pixels a point; returns the pixels in a frame of the page."""
    fig = artist.get_figure(root=True)
    dpi, fig.dpi = fig.dpi, 144
    try:
        renderer = RendererAgg(*fig.bbox.size, fig.dpi)
        artist.draw(renderer)
    finally:
        fig.dpi = dpi
    x, y, width, height = (round(2 * side) for side in frame)
    return np.asarray(renderer.buffer_rgba())[y : y + height, x : x + width]


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


def outline_of(text):
    """Find the outline that path effects give a text, as keywords of a stroke; None where they do more, or nothing."""
    effects = text.get_path_effects()
    strokes = [effect._gc for effect in effects if isinstance(effect, patheffects.Stroke)]
    plain = all(isinstance(e, patheffects.Normal | patheffects.Stroke) and tuple(e._offset) == (0, 0) for e in effects)
    known = all(set(stroke) == {"linewidth", "foreground"} for stroke in strokes)
    return strokes[0] if plain and known and len(strokes) == 1 else None


def item_style(artist, i):
    """Write the style of a collection's item i as Matplotlib paints it; its dashes are never those of a hair."""
    face, edge, width = (getattr(artist, "get_" + name)() for name in ("facecolor", "edgecolor", "linewidth"))
    dashes = [line for line in artist.get_linestyle() if line[1]]
    style = _paint("fill", face[i % len(face)] if len(face) else None)
    if len(edge) and np.any(width):
        style += "; " + _paint("stroke", edge[i % len(edge)]) + f"; stroke-width: {width[i % len(width)]:g}"
        for name, end in (("linecap", artist.get_capstyle()), ("linejoin", artist.get_joinstyle())):
            style += f"; stroke-{name}: {CAPS.get(end, end)}" if end else ""
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
