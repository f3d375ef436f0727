"""What brings figures to life in a page: the player, one ES module, and its style sheet."""

import re
from functools import cache
from pathlib import Path

from ..draw.palette import variables

FOLDER = Path(__file__).resolve().parents[1] / "player"
IMPORTED = re.compile(r'^import [^;]* from "(.*)";\n', re.MULTILINE)
COMMENT = re.compile(r"^ *(//.*|/\*\*[^/]*\*/)\n", re.MULTILINE)


@cache
def player():
    """Return the source of the page's player, one ES module: its modules, each after those that it imports.

    Comments are left out. In a page of its own an `export` does nothing; a notebook's widget imports `show`.
    """
    joined = {}

    def join(path):
        if path not in joined:
            source = path.read_text(encoding="utf-8")
            for name in IMPORTED.findall(source):
                join((path.parent / name).resolve())
            joined[path] = COMMENT.sub("", IMPORTED.sub("", source)).strip()

    join(FOLDER / "page.js")
    return "\n".join(joined.values()) + "\n"


def style():
    """Return the style sheet of the page's figures, with the shades of the palette."""
    return variables() + (FOLDER / "explore.css").read_text(encoding="utf-8")


def loader():
    """Return the source of the widget's own part in a notebook."""
    return (FOLDER / "loader.js").read_text(encoding="utf-8")


def assets():
    """Return the HTML that brings every figure of a page to life: once a page, inline, so that it works from a file."""
    return f'<style>{style()}</style>\n<script type="module">\n{player()}</script>\n'
