"""Pictures compared pixel by pixel: Matplotlib's Agg on one side, a screenshot of the page on the other.

Two renderers never smooth an edge alike, so a pixel may have any colour between those that the other picture has within
`NEAR` pixels of it. It is strange where it is farther than `FAR` from all of these; a picture is wrong where squares of
two by two strange pixels, a point wide, are more than `AREA` square points. Of the pictures here none that is right has
more than 0.25.
"""

import io

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager, image
from scipy.ndimage import maximum_filter, minimum_filter

SCALE = 2  # pixels a point
NEAR = 2  # pixels
FAR = 0.12  # where black to white is 1
AREA = 0.5  # square points

# Lines where they are and not on whole pixels, letters as they are and not fitted to pixels: as a browser draws both.
AGG = {"path.snap": False, "text.hinting": "no_hinting"}


def page_style():
    """Write the style in which the page has Matplotlib's own letters and colours, which a reader's page has not."""
    faces = [
        f"@font-face {{ font-family: Plain; src: url(file://{font.fname}); font-weight: {_weight(font)}; "
        f"font-style: {font.style} }}"
        for font in font_manager.fontManager.ttflist
        if font.name == "DejaVu Sans" and font.fname.startswith(mpl.get_data_path())
    ]
    return "\n".join(
        [
            *faces,
            ":root { color-scheme: light } body { margin: 0; background: white }",
            ".picture { position: absolute; overflow: hidden }",
            ".explorable { all: unset; color: black; --paper: white; --fig-vermilion: #d55e00; --fig-green: #009e73 }",
            ".explorable-picture svg { --least: 0px !important }",
            ".explorable-picture text { font-family: Plain !important; text-rendering: geometricPrecision }",
        ]
    )


def _weight(font):
    return font_manager.weight_dict.get(font.weight, font.weight)


def drawn_by_agg(figure, **values):
    """Draw a figure with Matplotlib's own renderer, its artists set as their user would: (rows, columns, 3), 0 to 1."""
    scene = figure.program.scene
    file = io.BytesIO()
    with mpl.rc_context(AGG):
        scene.set(dict(figure.outputs(**values)))
        scene.fig.savefig(file, format="png", dpi=72 * SCALE)
        scene.restore()
    return read(file.getvalue())


def read(png):
    """Read a picture without transparency."""
    return image.imread(io.BytesIO(png))[..., :3]


def wrong(ours, theirs):
    """Find what is wrong: squares of two by two pixels whose colours the other picture has nowhere near."""
    strange = _strange(ours, theirs) | _strange(theirs, ours)
    return np.lib.stride_tricks.sliding_window_view(strange, (2, 2)).all(axis=(-2, -1))


def _strange(picture, other):
    """Find pixels that are far from all colours between the least and the greatest nearby in the other picture."""
    size = (2 * NEAR + 1, 2 * NEAR + 1, 1)
    low, high = minimum_filter(other, size), maximum_filter(other, size)
    return (np.maximum(low - picture, picture - high) > FAR).any(axis=-1)


def area(pixels):
    """How many square points some pixels fill."""
    return pixels.sum() / SCALE**2
