"""Figures that move: the player that brings them to life is added to each page that holds one, once.

A notebook keeps of such a figure its SVG and its tape, and a still for places where neither is shown; the book's pages
need no still. The player goes inline, because a browser does not load a module from a file on the disk; its style
stands in the head, so that a figure has its size from the start.
"""

import re

from mlp.explore.figure.player import player, style

STILL = re.compile(r'<style>\.explorable-still .*?</style><div class="explorable-still">.*?</div>')


def add_player(app, pagename, templatename, context, doctree):
    """Put the player behind the text of a page with figures that move, and leave their stills out."""
    if 'class="explorable"' in context.get("body", ""):
        context["metatags"] = context.get("metatags", "") + f"<style>{style()}</style>"
        context["body"] = STILL.sub("", context["body"]) + f'<script type="module">\n{player()}</script>\n'


def setup(app):
    """Tell Sphinx when to add the player."""
    app.connect("html-page-context", add_player)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
