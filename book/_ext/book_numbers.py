"""Figures and tables have numbers, and can be linked to.

On each page are counted figures that move, pictures that cells draw, and tables with a caption, computed or written:
Figure 2.1 and Table 2.1 in chapter 2, Figure 1 and Table 1 on a page without a number of its own. A quiz, which has no
picture, is left out. A number is a link to where it stands, so that a reader can copy the address. And

    {fig}`lab` and {tab}`slopes`

write it as a link, on any page. The build warns where nothing has the name, and where two other pages use it. A figure
that moves has its name from the function below `explore`, and the address `#figure-lab`; a table has it from `name` of
`mlp.figures.table`, and the address `#table-slopes`. Name and caption of a picture stand in its cell's metadata:

    {"mystnb": {"image": {"alt": "..."}, "figure": {"name": "paths", "caption": "..."}}}
"""

import re
from collections import Counter
from html import unescape

from book_chapter import cell_of
from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

MOVING = re.compile(r'<figure class="explorable"(?: data-figure="([^"]+)")?')
CALLED = re.compile(r' aria-label="(?:Figure )?([^"]*)"')  # by its title; where it has none, by its name
QUIZ = '<div class="explorable-picture"></div>'
TABLE = re.compile(r'<table class="mlp-table"(?: id="table-([^"]+)")?>\s*<caption>')
# Where the number of a figure that moves has its place; without a caption, before what the page knows of it.
PLACE = re.compile(
    r'(<figcaption[^>]*>)(?:<span class="explorable-number"></span>)?|(?=<script type="application/json">)'
)
ROLES = {"fig": "Figure", "tab": "Table"}


def count_alone(app):
    """Have Sphinx number neither figures nor tables, of which it knows only a part; exercises are left to it."""
    for kind in (nodes.figure, nodes.table):
        app.env.get_domain("std").enumerable_nodes.pop(kind)


def count(app, doctree):
    """Count the figures and the tables of a page that has been read."""
    frame_pictures(doctree)
    counts, found = Counter(), []
    for node in doctree.findall(nodes.Element):
        kind, name = identify(node)
        if kind:
            counts[kind] += 1
            anchor = give_anchor(node, f"{kind.lower()}-{name or counts[kind]}", name)
            node["own_number"] = kind, counts[kind], anchor
            found.append((kind, name, counts[kind], anchor))
    numbered(app.env)[app.env.docname] = found


def frame_pictures(doctree):
    """Make a figure of each picture that a cell draws; where it has a name or a caption, myst-nb has done so."""
    for image in list(doctree.findall(nodes.image)):
        bundle = image.parent.parent
        if bundle.get("nb_element") == "mime_bundle":
            if not isinstance(bundle.parent, nodes.figure):
                figure = nodes.figure()
                bundle.replace_self(figure)
                figure += bundle
            bundle.parent["classes"].append("mlp-still")


def identify(node):
    """Say whether a node is a figure or a table that is counted, and what its name is."""
    if isinstance(node, nodes.raw):
        html = node.astext()
        if made := TABLE.match(html):
            return "Table", made[1]
        if (moving := MOVING.search(html)) and QUIZ not in html:
            return "Figure", moving[1]
    elif isinstance(node, nodes.figure):
        return "Figure", next(iter(node["names"]), None)
    elif isinstance(node, nodes.table) and isinstance(node[0], nodes.title):
        return "Table", next(iter(node["names"]), None)
    return None, None


def give_anchor(node, anchor, name):
    """Let links lead to a figure or a table; returns the anchor, which is another one where it has one already."""
    if not isinstance(node, nodes.raw):
        node["ids"] = node["ids"] or [anchor]
        return node["ids"][0]
    if not TABLE.match(node.astext()):
        cell, anchor = cell_of(node), nodes.make_id(anchor)
        cell["ids"].append(anchor)
        if name:
            cell["figure"] = unescape(CALLED.search(node.astext())[1])  # in the map of the lecture and in the search
    return anchor


def write(app, doctree, docname):
    """Write the numbers on a page, where all pages have been read and its own number is known."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.Element) and "own_number" in node):
        kind, n, anchor = node["own_number"]
        link = f'<a class="mlp-number" href="#{anchor}">{in_full(app.env, docname, kind, n)}</a> '
        if isinstance(node, nodes.raw):
            node[0] = nodes.Text(in_html(node.astext(), link, anchor))
        else:
            caption_of(node).insert(0, nodes.raw("", link, format="html"))


def caption_of(node):
    """Find the caption of a picture or of a written table; a picture may need one."""
    if caption := node.next_node(nodes.title if isinstance(node, nodes.table) else nodes.caption):
        return caption
    node += nodes.caption()
    return node[-1]


def in_html(html, link, anchor):
    """Put a number into the caption of a figure that moves, or of a computed table."""
    if TABLE.match(html):
        return TABLE.sub(f'<table class="mlp-table" id="{anchor}">\n<caption>{link}', html)
    span = f'<span class="explorable-number">{link}</span>'
    return PLACE.sub(lambda place: place[1] + span if place[1] else f"<figcaption>{span}</figcaption>", html, count=1)


def in_full(env, docname, kind, n):
    """Write a number with that of the chapter before it."""
    chapter = env.toc_secnumbers.get(docname, {}).get("") or ()
    return f"{kind}\N{NO-BREAK SPACE}{'.'.join(map(str, [*chapter, n]))}"


def link(app, env, reference, words):
    """Resolve a reference by one of the roles."""
    kind, name = ROLES.get(reference["reftype"]), reference["reftarget"]
    places = [(page, *own) for page, found in numbered(env).items() for own in found if own[:2] == (kind, name)]
    places = [place for place in places if place[0] == reference["refdoc"]] or places
    if len(places) != 1:
        return None  # Sphinx warns
    [(page, *_, n, anchor)] = places
    if not reference["refexplicit"]:
        words = nodes.Text(in_full(env, page, kind, n))
    return make_refnode(app.builder, reference["refdoc"], page, anchor, words)


def numbered(env):
    """Page -> its figures and tables, (kind, name, number, anchor), for all pages read so far."""
    if not hasattr(env, "book_numbers"):
        env.book_numbers = {}
    return env.book_numbers


def forget(app, env, docname):
    """Forget what is on a page that is read again."""
    numbered(env).pop(docname, None)


def merge(app, env, docnames, other):
    """Take over what another process has read."""
    numbered(env).update({page: found for page, found in numbered(other).items() if page in docnames})


def setup(app):
    """Add the roles, and tell Sphinx when to count and when to write."""
    for role in ROLES:
        app.add_role(role, XRefRole(innernodeclass=nodes.inline, warn_dangling=True))
    app.connect("builder-inited", count_alone)
    app.connect("doctree-read", count)
    app.connect("doctree-resolved", write)
    app.connect("missing-reference", link)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
