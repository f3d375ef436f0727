"""Mathematics and search without a network.

The theme and Sphinx expect two things of a reader's machine that a book on a USB stick does not have: a content
delivery network that serves MathJax, and a server that lets the search page fetch its hits. This extension copies
MathJax into the book and adds `page.js`, which settles the rest.
"""

from importlib.util import find_spec
from pathlib import Path
from shutil import copy2

# What tex-chtml.js may load while it typesets. The package holds 24 MB; this is a tenth of it.
MATHJAX_PARTS = ("tex-chtml.js", "input/tex/extensions/*.js", "output/chtml/fonts/woff-v2/*.woff")


def copy_mathjax(app, exception):
    """Copy the parts of MathJax that the pages use, at the end of a build that went well."""
    if exception or app.builder.format != "html":
        return
    source = Path(find_spec("sphinx-mathjax-offline").submodule_search_locations[0], "static", "mathjax")
    for part in MATHJAX_PARTS:
        for path in source.glob(part):
            target = Path(app.outdir, "_static", "mathjax", path.relative_to(source))
            target.parent.mkdir(parents=True, exist_ok=True)
            copy2(path, target)


def read_first_page_again(app, env, added, changed, removed):
    """Call one page out of date: Sphinx copies a changed style or script only when there is a page to write."""
    return [app.config.root_doc]


def setup(app):
    """Point Sphinx to the copied MathJax and add the page's script and style."""
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    # Its menu would offer renderers and a speech engine that were not copied.
    app.config.mathjax3_config = {"options": {"enableMenu": False}, "startup": {"typeset": False}}
    # After Sphinx's own options (200), which it changes; before the scripts that read them and log (500).
    app.add_js_file("page.js", priority=300)
    app.add_css_file("book.css", priority=900)
    app.connect("env-get-outdated", read_first_page_again)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
