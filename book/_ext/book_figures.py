"""Figures become part of the page, and none of them may be mute.

A Matplotlib figure in SVG is put into the page itself instead of an `<img>`: only so can its text take the page's font,
its axes the page's text colour, and its lines a shade that is legible in light and in dark. The build warns (and with
`-W` fails) where a picture has no alternative text, and where a cell's output is a widget that needs a kernel.
"""

import json
import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from mlp.explore.draw.palette import INK, PALETTE

logger = logging.getLogger(__name__)

WIDGET = "application/vnd.jupyter.widget-view+json"

# What the figures' style draws in; book.css gives each colour a light and a dark shade.
COLOURS = {
    INK: "currentColor",
    "#ffffff": "var(--pst-color-background)",  # what is white hides what is behind it
    **{shades.drawn: f"var(--fig-{name})" for name, shades in PALETTE.items()},
    "#cc79a7": "var(--fig-purple)",  # Okabe and Ito's own, lighter
}


def inline_svg(svg, alt, prefix):
    """Turn an SVG file's text into an element of an HTML page; `prefix` keeps its ids apart from other figures'."""
    svg = svg[svg.index("<svg") :]
    # Matplotlib's <style> would hold for the whole page; book.css says the same for figures alone.
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    # A line too thin to be seen is how a drawing hides one; if it is dashed, it has thousands of dashes to paint.
    svg = re.sub(r'<path [^>]*stroke-width: 0\.001"/>', "", svg)
    svg = re.sub(r'\bid="|href="#|url\(#', lambda match: match[0] + prefix, svg)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda match: COLOURS.get(match[0], match[0]), svg)
    # On a phone, where the picture shrinks, its words stay legible; not those in which every letter has its place.
    svg = re.sub(r'(<text style="font-size: )([\d.]+px)', r"\1max(\2, var(--least, 0px))", svg)
    width = re.search(r'\bwidth="([\d.]+)', svg)[1]
    named = f'<svg class="mlp-figure" role="img" aria-label="{escape(alt)}" style="--w: {width}"'
    return svg.replace("<svg", named, 1)


def place_figures(app, doctree, docname):
    """Ask every image of a page for its alternative text, and put the SVG ones into the page."""
    for number, image in enumerate(list(doctree.findall(nodes.image))):
        alt = image.get("alt", "").strip()
        if not alt:
            logger.warning(
                "a picture without alternative text: give the cell the metadata "
                '{"mystnb": {"image": {"alt": "what it shows"}}}, or write ![what it shows](file)',
                location=image if image.source else docname,
            )
        if app.builder.format == "html" and image["uri"].endswith(".svg"):
            svg = Path(app.srcdir, image["uri"]).read_text("utf-8")
            image.replace_self(nodes.raw("", inline_svg(svg, alt, f"figure-{number}-"), format="html"))


def refuse_dead_widgets(app, docname, source):
    """Warn of an output that shows nothing in a page: a widget view with no HTML beside it."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    for number, cell in enumerate(json.loads(source[0])["cells"], start=1):
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}) and "text/html" not in output["data"]:
                logger.warning("cell %d shows a widget that is dead without a kernel", number, location=docname)


def setup(app):
    """Tell Sphinx when to call the two guards."""
    app.connect("source-read", refuse_dead_widgets)
    app.connect("doctree-resolved", place_figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
