"""Figures and tables have numbers: in the book each has one, in order; in a small book all that can be numbered has."""

import re

import pytest
from justhtml import JustHTML
from nbformat import v4, write
from pages import TOC, settle

from mlp.figures import table

SMALL_TOC = """\
format: jb-book
root: book/page
parts:
  - numbered: 1
    chapters:
      - file: book/first
      - file: book/second
        sections:
          - file: book/below
"""

WORDS = "See {fig}`lab`, {fig}`paths`, {tab}`slopes`, {tab}`written` and {tab}`this one <slopes>`."
WRITTEN = """\
:::{table} Written by $hand$
:name: written

| a | b |
|---|---|
| 1 | 2 |
:::
"""
MOVING = (
    '<figure class="explorable"{name} aria-label="Figure">'
    '<div class="explorable-picture">{picture}</div>{caption}{data}</figure>'
)
DATA = '<script type="application/json">{}</script>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt" viewBox="0 0 10 10"></svg>'


def moving(name=None, caption="", picture="<svg></svg>"):
    """The HTML of a figure that moves, without what moves it."""
    named = f' data-figure="{name}"' if name else ""
    return MOVING.format(name=named, caption=caption, picture=picture, data=DATA)


def cell(data, **mystnb):
    """A cell with one output."""
    output = v4.new_output("display_data", data={"text/plain": "", **data})
    return v4.new_code_cell("draw()", outputs=[output], metadata={"mystnb": {"image": {"alt": "A line."}, **mystnb}})


def html(text):
    return cell({"text/html": text})


CELLS = {
    "first": [
        v4.new_markdown_cell("# First\n\n" + WORDS),
        html(moving("lab", "<figcaption>Words.</figcaption>")),
        html(moving("quiz", picture="")),
        html(moving("bare")),
        html(moving("titled", '<figcaption><span class="explorable-number"></span><b>Title</b> Words.</figcaption>')),
    ],
    "second": [
        v4.new_markdown_cell("# Second\n\n" + WRITTEN),
        cell({"image/svg+xml": SVG}, figure={"name": "paths", "caption": "Paths of $w$."}),
        cell({"image/svg+xml": SVG.replace("10pt", "9pt")}),
        html(table({"z": [1]}, "Slopes.", name="slopes")._repr_html_()),
        html(table({"z": [1]}, "Nameless.")._repr_html_()),
    ],
    "below": [
        v4.new_markdown_cell("# Below\n\n{fig}`lab`"),
        html("<style></style>" + moving("lab", "<figcaption>Words.</figcaption>")),
    ],
}


def plain(html):
    return " ".join(re.sub("<[^>]+>", "", html).split())


def captions(page):
    """The captions of a page, in order, as text without what Sphinx adds."""
    without = re.sub(r'<a class="headerlink.*?</a>', "", page)
    return [
        plain(caption) for caption in re.findall(r"<(?:fig)?caption.*?>(.*?)</(?:fig)?caption>", without, re.DOTALL)
    ]


def links(page):
    """The links of a page by the roles: (address, words)."""
    return re.findall(r'<a class="reference internal" href="(\w*(?:\.html)?#[^"]+)">(.*?)</a>', page)


def write_page(folder, name, cells):
    write(
        v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}}), folder / "book" / f"{name}.ipynb"
    )


@pytest.fixture(scope="module")
def folder(new_book):
    folder = new_book()
    (folder / "_toc.yml").write_text(SMALL_TOC)
    (folder / "book" / "page.md").write_text("# Page\n\n" + WORDS.replace("{fig}`lab`", ""))
    for name, cells in CELLS.items():
        write_page(folder, name, cells)
    return folder


@pytest.fixture(scope="module")
def small(folder, build_book):
    """The pages of the small book, built without a warning."""
    result = build_book(folder, folder)
    assert result.returncode == 0, result.stdout
    return {path.stem: path.read_text("utf-8") for path in (folder / "_build" / "html" / "book").glob("*.html")}


def test_everything_has_its_number_and_its_words(small):
    assert captions(small["first"]) == ["Figure 1.1 Words.", "Figure 1.2", "Figure 1.3 Title Words."]
    assert captions(small["second"]) == [
        r"Table 2.1 Written by \(hand\)",
        r"Figure 2.1 Paths of \(w\).",
        "Figure 2.2",
        "Table 2.2 Slopes.",
        "Table 2.3 Nameless.",
    ]
    assert captions(small["below"]) == ["Figure 1 Words."]


def test_a_number_stands_in_the_place_that_the_figure_has_for_it(small):
    assert re.search(
        r'<figcaption><span class="explorable-number"><a [^>]*>[^<]*</a> </span><b>Title</b>', small["first"]
    )
    assert re.search(r'</a> </span></figcaption><script type="application/json">', small["first"])


def test_a_number_is_a_link_from_any_page(small):
    there = [
        ("second.html#paths", "Figure\N{NO-BREAK SPACE}2.1"),
        ("second.html#table-slopes", "Table\N{NO-BREAK SPACE}2.2"),
    ]
    assert links(small["page"])[-4:-2] == there
    assert links(small["page"])[-2] == ("second.html#written", "Table\N{NO-BREAK SPACE}2.1")
    assert plain(links(small["page"])[-1][1]) == "this one"


def test_a_name_of_the_page_itself_comes_first(small):
    assert ("#figure-lab", "Figure\N{NO-BREAK SPACE}1.1") in links(small["first"])
    assert ("#figure-lab", "Figure\N{NO-BREAK SPACE}1") in links(small["below"])
    assert small["below"].count('id="figure-lab"') == 1


def test_a_name_that_is_not_there_or_there_twice_is_a_warning(small, folder, build_book):
    (folder / "book" / "page.md").write_text("# Page\n\n{fig}`paths` {tab}`paths` {fig}`nowhere` {fig}`lab`\n")
    result = build_book(folder, folder)
    assert result.returncode != 0
    warned = re.findall(r"'(\w+)' reference target not found: (\w+)", result.stdout)
    assert sorted(warned) == [("fig", "lab"), ("fig", "nowhere"), ("tab", "paths")]


@pytest.mark.parametrize("name", TOC)
def test_on_each_page_of_the_book_numbers_are_complete_and_in_order(name, site):
    page = (site / f"{name}.html").read_text("utf-8")
    chapter = "".join(re.findall(r'<h1><span class="section-number">(\d+\.) ', page))
    moving = page.count('<figure class="explorable"') - page.count('<div class="explorable-picture"></div>')
    there = {
        "Figure": moving + len(re.findall('<figure class="mlp-still[ "]', page)),
        "Table": len(re.findall("<caption[ >]", page)),
    }
    document = JustHTML(page, sanitize=False)
    for kind, count in there.items():
        numbers = [link for link in document.query("a.mlp-number") if link.to_text().startswith(kind)]
        said = [number.to_text() for number in numbers]
        assert said == [f"{kind}\N{NO-BREAK SPACE}{chapter}{i}" for i in range(1, count + 1)]
        for number in numbers:
            [place] = document.query(number.attrs["href"])
            assert number.attrs["href"] in [link.attrs["href"] for link in place.query("a.mlp-number")]
    assert page.count('<svg class="mlp-figure"') == page.count('<figure class="mlp-still')


def test_a_number_stays_when_the_figure_moves_and_is_not_read_out(browser, addresses):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{addresses['file']}/book/activation_lab.html")
    settle(page)
    figure = page.locator(".explorable").first
    number = figure.locator(".mlp-number")
    number.focus()
    figure.evaluate("element => element.figure.set({ z0: -3 })")
    assert "-3.0" in figure.locator("figcaption").inner_text().replace("−", "-")
    assert figure.locator("figcaption").inner_text().startswith("Figure\N{NO-BREAK SPACE}1 ")
    assert number.evaluate("link => link === document.activeElement")
    page.wait_for_function("document.querySelector('.explorable-spoken').textContent")
    assert "Figure" not in figure.locator(".explorable-spoken").text_content()
    context.close()
