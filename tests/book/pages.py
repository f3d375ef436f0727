"""The pages of the book: which there are, and how a test opens one."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
TOC = parse_toc_yaml(ROOT / "_toc.yml")
PAGES = [*TOC, "index", "search", "genindex"]
NOTEBOOKS = [path for name in TOC if (path := ROOT / f"{name}.ipynb").exists()]
DESK = {"width": 1280, "height": 900}


def code_of(name):
    """List the code cells of a notebook; empty where a page has none."""
    path = ROOT / f"{name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.exists() else []
    return [cell for cell in cells if cell.cell_type == "code"]


# Those that do not name the package make no figure that moves.
CHAPTERS = [name for name in TOC if any("explore" in cell.source for cell in code_of(name))]

# The figures of a page move.
READY = "[...document.querySelectorAll('.explorable')].every((root) => root.figure)"

# A page has settled when its formulas are set, its figures move and the browser has nothing left to do.
SETTLED = """async () => {
    await window.MathJax?.startup.promise;
    await document.fonts.ready;
    await new Promise(requestIdleCallback);
    return [...document.querySelectorAll('.explorable')].every(figure => figure.figure);
}"""


@dataclass
class Visit:
    """What a browser met on one page."""

    name: str = ""
    theme: str = ""
    console: list = field(default_factory=list)
    foreign: list = field(default_factory=list)
    unnamed: list = field(default_factory=list)
    barriers: list = field(default_factory=list)
    formulas: int = 0
    broken_formulas: int = 0
    phone_width: int = 0
    cut_off: list = field(default_factory=list)


@contextmanager
def empty_page(browser, origin, visit, **options):
    """Open a page that may load from `origin` alone, and note in `visit` what else it asks for and what it logs."""

    def guard(route):
        if route.request.url.startswith((origin, "data:")):
            route.continue_()
        else:
            visit.foreign.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport=DESK, **options)
    page = context.new_page()
    page.route("**/*", guard)
    page.on("console", lambda message: visit.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.console.append(f"error: {error}"))
    try:
        yield page
    finally:
        context.close()


@contextmanager
def moving_page(browser, addresses, name):
    """Open a page of the book from a file, its figures alive; it may log nothing, and load nothing from elsewhere."""
    visit = Visit()
    with empty_page(browser, addresses["file"], visit) as page:
        page.goto(f"{addresses['file']}/{name}.html")
        page.wait_for_function(READY)
        yield page
    assert visit.console == visit.foreign == []


def settle(page):
    """Wait until nothing on a page is to come."""
    page.wait_for_function(SETTLED)
