"""Kinds of artists that can move, and what an update function may give each of them::

    line            (x, y), where a single number is a point or is repeated; or {"xdata", "ydata", "color", "linewidth"}
    text            what its own string formats: "J = {:.2f}" a number, "{:.1f} x {:.1f}" a tuple; or fixed words;
                    or {"text", "position", "color"}
    annotation      as a text; or {"xy"}, the point that it notes, where its words stand at an offset from it
    scatter         offsets (n, 2); or {"offsets", "sizes", "array", "facecolors", "edgecolors"}
    image           array (rows, columns), or colours (rows, columns, 3 or 4); or {"array"}
    quiver          (u, v), one number an arrow; or {"u", "v", "offsets", "array", "facecolors"}
    LineCollection  segments (n, k, 2); or {"segments", "linewidths", "colors", "array"}
    fill_between    (x, y1, y2), or (x, y1) down to 0; or {"x", "y1", "y2", "facecolor"}
    polygon         its corners (k, 2); or {"xy", "facecolor", "edgecolor", "linewidth"}
    bars            heights (widths, where they lie); or {"heights", "widths", "x", "y", "facecolors"}
    circle          {"center", "radius", "facecolor", "edgecolor", "linewidth"}
    ellipse         {"center", "width", "height", "angle", "facecolor", "edgecolor", "linewidth"}
    rectangle       {"x", "y", "width", "height", "facecolor", "edgecolor", "linewidth"}; other patches: their colours

and everything {"visible": v, "alpha": a}. Colours are names or numbers 0..1, of shape (3,) or (4,), or one row an item;
an array goes through the artist's own norm and colour map, which stay as they are.

A `Mark` reads what update returned into flat channels {property: array}, sets them in Matplotlib, and describes for the
page how they are drawn.
"""

from matplotlib import collections, patches
from matplotlib.container import BarContainer
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.quiver import Quiver
from matplotlib.text import Text

from .bars import Bars, Box
from .image import Picture
from .line import Line
from .mark import Mark
from .points import Points
from .polygon import Disc, Fill, Oval, Polygon, Shape
from .quiver import Arrows
from .segments import Segments
from .text import Words

KINDS = (
    (BarContainer, Bars),
    (Line2D, Line),
    (Text, Words),
    (collections.PathCollection, Points),
    (collections.LineCollection, Segments),
    (Quiver, Arrows),
    (collections.FillBetweenPolyCollection, Fill),
    (AxesImage, Picture),
    (patches.Rectangle, Box),
    (patches.Polygon, Polygon),
    (patches.Arc, Shape),
    (patches.Circle, Disc),
    (patches.Ellipse, Oval),
    (patches.Patch, Shape),
)


# What to take instead of artists that can come and go, and change their paint, but not move.
WAYS_OUT = (
    (collections.QuadMesh, "show the numbers with imshow"),
    (ContourSet, "plot mlp.explore.contour_lines of the grid as a line"),
    (collections.PolyCollection, "take a Polygon for each, or a scatter with an array"),
    (patches.StepPatch, "plot the corners of its steps as a line"),
    (
        patches.FancyArrow | patches.FancyArrowPatch,
        "take ax.quiver with angles='xy', scale_units='xy', scale=1",
    ),
    (patches.Patch, "take a Polygon, and compute its corners"),
)


def make(artist):
    """Make the mark of an artist: of the first kind that it is."""
    mark = next((mark for kind, mark in KINDS if isinstance(artist, kind)), Mark)(artist)
    mark.way_out = next((way for kind, way in WAYS_OUT if isinstance(artist, kind)), None)
    return mark


def own_name(artist):
    """Find the name its author gave an artist: its gid, or its label where that is one word."""
    gid = artist.get_gid() if hasattr(artist, "get_gid") else None
    label = gid or artist.get_label()
    return label if isinstance(label, str) and label.isidentifier() and not label.startswith("_") else None
