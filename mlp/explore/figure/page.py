"""A figure as HTML: the picture as it is at first, and JSON with all that moves it."""

import hashlib
import json
import math
import re
from html import escape

from .captions import sentence

TAG = re.compile(r"<(?!a )[^>]+>")  # a link leads out of the figure
ID = re.compile(r'\bid="|\bhref="#|url\(#')
NARROW, COLUMN, GROUP, LETTER = 328, 336, 216, 7.5  # pixels: of a phone's column, a slider, a group, a letter
ROW, TIGHT, LINE = 2.6, 2, 1.6  # rem: of a row of controls, of one in a group, of a line of words
COMPACT = {"separators": (",", ":"), "allow_nan": False, "ensure_ascii": False}


def drawn(program, data, name=None, title=None):
    """Draw a figure at the first values of its controls: its HTML, without player and style.

    Parameters
    ----------
    program : Program
        What it computes.
    data : dict
        What the page must know, see `description`.
    name, title : str or None
        Of the figure.
    """
    scene, first = program.scene, program.first
    outputs = program.outputs(first)
    scene.set(outputs)
    try:
        rows, moving = scene.draw()
    finally:
        scene.restore()
    asked = " ".join(question["id"] for question in data.get("ask", []))
    width = max(480, 4 / 3 * sum(panel["box"][2] for panel in rows[0]))
    room = "; ".join(
        f"--{kind}: {measure(data, width):.1f}rem; --narrow-{kind}: {measure(data, NARROW):.1f}rem"
        for kind, measure in (("room", _room), ("asked", _asked))
    )
    size = f"max-width: {width:.0f}px; {room}"
    data = json.dumps(data | moving, **COMPACT).replace("<", "\\u003c")
    caption = _caption(title, program.caption(first, outputs))
    empty = not any(panel["svg"] for row in rows for panel in row)  # a quiz has no picture
    label = escape(title or " ".join(filter(None, ["Questions" if empty else "Figure", name])))
    named = f' data-figure="{name}"' * bool(name) + f' data-asks="{asked}"' * bool(asked)
    html = _panels([] if empty else rows, label) + caption
    prefix = "x" + hashlib.sha256((html + data).encode()).hexdigest()[:8] + "-"
    html = TAG.sub(lambda tag: ID.sub(lambda before: before.group() + prefix, tag.group()), html)
    return (
        f'<figure class="explorable"{named} role="group" aria-label="{label}" style="{size}">{html}'
        f'<script type="application/json">{data}</script></figure>'
    )


def _room(data, width):
    """Estimate how high, in rem, the controls are that the player adds to a figure of this width in pixels.

    The page keeps the room free until then, so that what a reader reads does not move away.
    """
    columns = max(1, int(width // COLUMN))
    groups = data.get("groups", [])
    grouped = {name for _, names in groups for name in names}
    fields = [c for c in data["controls"] if c["kind"] != "button" and c["name"] not in grouped]
    tall = sum(c["kind"] == "points" for c in fields)  # a row of its own, and a fold
    rows = tall + math.ceil(min(len(fields), 5) / columns) + bool(data.get("presets")) + bool(data.get("state"))
    said = sum(c["kind"] == "formula" for c in fields)
    together = math.ceil((len(grouped) + len(groups)) / max(1, min(4, int(width // GROUP))))
    return ROW * rows + LINE * (bool(fields) + said) + TIGHT * together


def _asked(data, width):
    """Estimate how high the first question is."""
    asked = data.get("ask", [])[:1]
    return sum(
        LINE * (1 + len(ask["question"]) * LETTER // width) + ROW * (1 + ("choices" in ask) + 2 * ("lines" in ask))
        for ask in asked
    )


def _caption(title, words):
    """Write the caption: room for the figure's number, which a book counts, the title, and words that move."""
    if not title and not words:
        return ""
    title = f"<b>{escape(sentence(title))}</b> " if title else ""
    words = f'<span class="explorable-caption">{escape(words)}</span>'
    return f'<figcaption><span class="explorable-number"></span> {title}{words}</figcaption>'


def _panels(rows, label):
    """Write the rows of panels; each panel is an SVG of its own, so that a narrow page can show them one by one."""
    html = ['<div class="explorable-picture">']
    for row in rows:
        html.append('<div class="explorable-row" style="display: flex; flex-wrap: wrap">')
        for panel in row:
            x, y, w, h = panel["box"]
            html.append(
                # Its texts say their own size; where the drawing is washed out of a page, they go with it.
                f'<div class="explorable-panel" style="flex: {w:.3f} 1 {0.8 * w:.0f}px; --w: {w:.0f}; font-size: 0">'
                f'<svg viewBox="{x:.3f} {y:.3f} {w:.3f} {h:.3f}" width="100%" role="group" aria-label="{label}" '
                f'fill="currentColor" stroke-linejoin="round">{panel["svg"]}</svg></div>'
            )
        html.append("</div>")
    return "".join(html) + "</div>"


def document(body, title):
    """Write a page of its own around the HTML of a figure."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<style>:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }\n"
        "body { margin: 1.5rem auto; max-width: 50rem; padding: 0 1rem }</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
