"""The palette: five colours, each for one thing in every figure, and the ink of axes and words.

A figure is drawn in the colours themselves. In a page each has a shade for light grounds and one for dark grounds, with
a contrast of at least 4.5 to the ground, so that words may have it too; yellow is for marks with a dark edge, never for
words. (Okabe and Ito, "Color universal design", 2008; purple is darker here.)
"""

from typing import NamedTuple


class Shades(NamedTuple):
    """A colour as it is drawn, in a light page, and in a dark one."""

    drawn: str
    light: str
    dark: str


PALETTE = {
    "blue": Shades("#0072b2", "#0072b2", "#4fa8dc"),
    "vermilion": Shades("#d55e00", "#b84f00", "#f08040"),
    "green": Shades("#009e73", "#007a59", "#2fbd94"),
    "purple": Shades("#9b4f7f", "#9b4f7f", "#d68fb8"),
    "yellow": Shades("#e69f00", "#e69f00", "#e69f00"),
}
BLUE, VERMILION, GREEN, PURPLE, YELLOW = (shades.drawn for shades in PALETTE.values())
INK = "#222832"


def variables():
    """Write the shades as CSS variables, ``--fig-blue`` and so on, that follow the page's light or dark mode."""
    light, both = (
        "".join(f"--fig-{name}: {shade(shades)}; " for name, shades in PALETTE.items())
        for shade in (lambda s: s.light, lambda s: f"light-dark({s.light}, {s.dark})")
    )
    return f".explorable {{ {light}}}\n@supports (color: light-dark(red, red)) {{ .explorable {{ {both}}} }}\n"
