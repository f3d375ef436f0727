"""Colours of a figure, in a light page and in a dark one.

Black and dark grey become the page's ink, white its paper, other greys the mixture of the two. A colour of the palette
has its shades. Any other keeps its hue and is darkened on white or lightened on dark just as far as WCAG AA asks:
contrast 4.5 for text, 3 for lines and fills.
"""

import re

import matplotlib as mpl
import numpy as np
from matplotlib import image

from .palette import PALETTE

LIGHT, DARK = (1.0, 1.0, 1.0), (0.08, 0.095, 0.12)  # what the colours must stand out from
GREY = 0.09  # spread of red, green and blue up to which a colour counts as grey
INK = 0.25  # and up to which lightness a grey counts as ink


def page_colour(colour, contrast=3.0):
    """Translate a colour ``#rrggbb`` into CSS that follows the page's light or dark mode.

    Examples
    --------
    >>> page_colour("#000000"), page_colour("#ffffff"), page_colour("#00509b")
    ('currentColor', 'var(--paper)', 'light-dark(#00509b, #286bab)')
    >>> page_colour("#d55e00")
    'var(--fig-vermilion, #d55e00)'
    """
    rgb = mpl.colors.to_rgb(colour)
    if max(rgb) - min(rgb) <= GREY:
        share = 0 if max(rgb) <= INK else round(100 * sum(rgb) / 3)
        if share in (0, 100):
            return "var(--paper)" if share else "currentColor"
        return f"color-mix(in srgb, currentColor {100 - share}%, var(--paper))"
    for name, (drawn, *shades) in PALETTE.items():
        grounds = zip(map(mpl.colors.to_rgb, shades), (LIGHT, DARK), strict=True)
        if colour == drawn and all(_enough(shade, ground, contrast) == shade for shade, ground in grounds):
            return f"var(--fig-{name}, {drawn})"
    on_light, on_dark = (_enough(rgb, ground, contrast) for ground in (LIGHT, DARK))
    if on_light == on_dark == rgb:
        return colour
    return f"light-dark({mpl.colors.to_hex(on_light)}, {mpl.colors.to_hex(on_dark)})"


def colours_of(rgba, exact):
    """Write rows of (red, green, blue, alpha) as pairs of CSS and alpha; `exact`: colours that mean a number."""
    return [[(str if exact else page_colour)(mpl.colors.to_hex(colour)), float(colour[3])] for colour in rgba]


def _enough(rgb, ground, contrast):
    """Move a colour away from the ground until the contrast is enough; on white, lines and fills stay as they are."""
    if ground == LIGHT and contrast < 4.5:
        return rgb
    away = (0.0, 0.0, 0.0) if ground == LIGHT else (1.0, 1.0, 1.0)
    for share in np.linspace(0, 1, 33):
        moved = tuple(c + share * (a - c) for c, a in zip(rgb, away, strict=True))
        if contrast_ratio(moved, ground) >= contrast:
            return moved
    return away


def contrast_ratio(a, b):
    """Compute WCAG's contrast of two colours, 1 to 21."""
    low, high = sorted(_luminance(c) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def page_style(style, contrast=3.0):
    """Translate the colours of a style attribute; a browser without `light-dark` keeps the colour as it was."""

    def translate(match):
        name, colour = match.groups()
        css = page_colour(colour, contrast)
        alone = css in (colour, "currentColor") or css.startswith("var(--fig-")
        return f"{name}: {css}" if alone else f"{name}: {colour}; {name}: {css}"

    return re.sub(r"(fill|stroke): ?(#[0-9a-f]{6})", translate, style)


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
