"""Colour maps for images on light and on dark paper: where they mean nothing much, the page's own paper shows through.

Colours of an image mean numbers, so the page paints them as they are. A map that fades to nothing instead of to white
reads as its colour bar says on any ground; on white it looks as a map to white does::

    ax.imshow(numbers, cmap="amounts")      from paper to grey
    ax.imshow(numbers, cmap="classes")      from orange by paper to blue: which of two classes, and how surely
"""

import matplotlib as mpl
from matplotlib.colors import LinearSegmentedColormap

GREY = "#767676"  # as far from white as from the paper of a dark page
ORANGE, BLUE = "#f0821e", "#2b9be0"
SURE = "73"  # of 255: how much of a class's colour, so that points stand out from it

AMOUNTS = LinearSegmentedColormap.from_list("amounts", [GREY + "00", GREY])
CLASSES = LinearSegmentedColormap.from_list(
    "classes", [(0, ORANGE + SURE), (0.5, ORANGE + "00"), (0.5, BLUE + "00"), (1, BLUE + SURE)]
)


def register():
    """Tell Matplotlib their names."""
    for each in (AMOUNTS, CLASSES):
        mpl.colormaps.register(each, force=True)
