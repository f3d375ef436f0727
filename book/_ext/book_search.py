"""What the search finds: every place that a reader can be led to, with the lines that stand there.

Such a place is a page, a section, a term of the glossary, a name of the reference, an exercise, a note on the lecture
or a figure that moves. Its lines are what the page shows from there to the next place, as plain text: paragraphs,
captions, rows of tables, code; a formula as one would type it, `W^(1)`. Solutions are left out, since a search must not
give an exercise's answer away, and so is code that stays folded until a reader asks for it.

The index is a script, `_static/search_index.js`, which `search.js` reads: a page from the disk may load a script where
it may not fetch a file.
"""

import json
import re
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from book_explore import STILL
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx import addnodes
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node
from tex_words import tex_words

LEFT_OUT = (nodes.Text, nodes.Invisible, solution_node, HideCodeCellNode, addnodes.toctree)
WORD = re.compile(r"[^\W\d]{3}")  # of a picture's axes, the labels and not the ticks
INLINE = ("a", "b", "code", "em", "i", "span", "strong", "sub", "sup", "td", "th", "tspan")
WRITTEN = {}  # the places of the pages that this build writes


@dataclass
class Place:
    """A place of the book: its page and id, its title and those that it stands under, and its lines."""

    page: str
    id: str
    title: str
    above: tuple
    lines: list = field(default_factory=list)


class ShownWords(HTMLParser):
    """Collects the words of an output that is HTML: captions, tables, labels of axes, and what a picture shows."""

    def __init__(self, html):
        super().__init__()
        self.lines, self.shown = [""], True
        self.feed(STILL.sub("", html))

    def handle_starttag(self, tag, attributes):
        self.shown = tag not in ("script", "style")
        if tag == "svg" and dict(attributes).get("role") == "img":
            self.lines.append(dict(attributes).get("aria-label", ""))
        if tag not in INLINE:
            self.lines.append("")

    def handle_endtag(self, tag):
        self.shown = True

    def handle_data(self, data):
        self.lines[-1] += data * self.shown


def words(node):
    """Write what stands in one paragraph as plain text."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.math | nodes.math_block):
        return tex_words(node.astext())
    if isinstance(node, addnodes.desc_parameterlist):
        return f"({', '.join(map(words, node.children))})"
    return "" if isinstance(node, nodes.raw | nodes.Invisible) else "".join(map(words, node.children))


def lines_of(node):
    """List the lines of a paragraph, a row or what else has no paragraphs below it; None for others."""
    if isinstance(node, nodes.raw):
        return filter(WORD.search, ShownWords(node.astext()).lines)
    if isinstance(node, nodes.literal_block):
        return node.astext().splitlines()
    if isinstance(node, nodes.row):
        return [" | ".join(map(words, node.children))]
    return [words(node)] if isinstance(node, nodes.TextElement) else None


def place_of(node):
    """Say which id leads to a node and what its title is; None where a node is no place of its own."""
    first = node[0] if len(node) else None
    if isinstance(node, nodes.section) and isinstance(first, nodes.title):
        return node["ids"][0], words(first)
    if "lecture-note" in node.get("classes", ()):
        return node["ids"][0], words(first)
    if isinstance(node, exercise_node | exercise_enumerable_node):
        return node["ids"][0], f"Exercise: {words(first).strip(' ()')}"
    if isinstance(node, nodes.definition_list_item) and first["ids"]:
        return first["ids"][0], words(first)
    if isinstance(node, addnodes.desc) and first.get("ids"):
        return first["ids"][0], first["ids"][0]
    if isinstance(node, nodes.container) and "figure" in node:
        return node["ids"][-1], f"Figure: {node['figure']}"
    return None


def stands_elsewhere(node):
    """Say whether a node repeats what has a place of its own: the Korean index, or a copy of a note."""
    return "korean-index" in node["classes"] or any(name.startswith("all-") for name in node["ids"])


def is_folded(node):
    """Say whether a node shows with the switch for code alone, see book_chapter."""
    classes, around = node.get("classes", ()), node.parent.get("classes", ())
    return {"tag_setup", "with-code"} & set(classes) or ("cell_input" in classes and "tag_drawing" in around)


def gather(node, place, places):
    """Add the lines below a node to the place that they stand in, and the places below it to a list."""
    for child in node.children:
        if isinstance(child, LEFT_OUT) or stands_elsewhere(child) or is_folded(child):
            continue
        if found := place_of(child):
            above = (*place.above, place.title) if place.title else ()
            places.append(Place(place.page, *found, above))
            gather(child, places[-1], places)
        elif (lines := lines_of(child)) is None:
            gather(child, place, places)
        else:
            lines = (" ".join(line.split()) for line in lines)
            place.lines += [line for line in lines if line and line.strip("()") not in place.title]
    return places


def places_of(page, doctree):
    """List the places of a page."""
    return gather(doctree, Place(page, "", "", ()), [])


def keep_places(app, pagename, templatename, context, doctree):
    """Keep the places of a page when it is written."""
    if doctree:
        WRITTEN[pagename] = places_of(pagename, doctree)


def write_index(app, exception):
    """Write the places of all pages, those from an earlier build too, at the end of a build that went well."""
    if exception or app.builder.format != "html":
        return
    for page in app.env.found_docs - set(WRITTEN):
        WRITTEN[page] = places_of(page, app.env.get_and_resolve_doctree(page, app.builder))
    index = [asdict(place) for page in sorted(app.env.found_docs) for place in WRITTEN[page]]
    script = f"window.searchIndex = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n"
    Path(app.outdir, "_static", "search_index.js").write_text(script, "utf-8")


def setup(app):
    """Tell Sphinx when to collect places and when to write the index."""
    app.connect("html-page-context", keep_places)
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
