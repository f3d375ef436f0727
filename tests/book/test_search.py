"""The search finds the section and shows the line: by its index, and as readers use it, from the disk."""

import gzip
import json
import re

import barriers
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import Visit, empty_page, settle

PHONE = {"width": 360, "height": 740}
FIELD = "#pst-search-dialog input"
FOUND = "#pst-search-dialog .search-found"


def index(site):
    """Read the places that the search knows."""
    script = (site / "_static" / "search_index.js").read_text("utf-8")
    return json.loads(script.removeprefix("window.searchIndex = ").rstrip(";\n"))


# The index

PAGE = r"""
# A page

Of $W^{(1)}$ and $\frac{\partial J}{\partial z}$.

| Symbol | Name |
| --- | --- |
| $\alpha$ | rate |

## A section

:::{lecture-note} E13
Both ends are open.
:::

```{exercise} Halves
:label: ex-halves
What is $\tfrac12 + \tfrac12$?
```

```{solution} ex-halves
:class: dropdown
It is one.
```

```{glossary}
slope
  {ko}`기울기`

  How steep a line is.
```

```{korean-index}
```
"""
FIGURE = """\
<style>p { color: red }</style><figure class="explorable" data-figure="ball" aria-label="A ball &amp; a hill">
<svg><text>height of the ball</text><text>10</text></svg>
<figcaption>It falls.</figcaption><script type="application/json">{"answer": 7}</script></figure>"""


@pytest.fixture(scope="module")
def small_index(new_book, build_book):
    """The index of a book with a single page."""
    folder = new_book()
    html = new_output("display_data", {"text/html": FIGURE})
    cells = [
        new_markdown_cell(PAGE),
        new_code_cell("shown = 1"),
        new_code_cell("folded = 2", metadata={"tags": ["hide-input"]}, outputs=[html]),
        new_code_cell("removed = 3", metadata={"tags": ["remove-cell"]}),
        new_code_cell("silent = 4", metadata={"tags": ["remove-input"]}),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / "book" / "page.ipynb")
    result = build_book(folder, folder)
    assert result.returncode == 0, result.stdout[-3000:]
    return index(folder / "_build" / "html")


def test_a_place_is_all_that_a_reader_can_be_led_to_with_the_lines_that_it_shows(small_index):
    above = ["A page", "A section"]
    expected = [
        ("a-page", "A page", [], ["Of W^(1) and ∂J/∂z.", "Symbol | Name", "α | rate"]),
        ("a-section", "A section", ["A page"], ["shown = 1"]),
        ("e13", "Slides 8, 9: the ranges are open (E13)", above, ["Both ends are open."]),
        ("ex-halves", "Exercise: Halves", above, ["What is 1/2 + 1/2?"]),
        ("term-slope", "slope", above, ["기울기", "How steep a line is."]),
        ("figure-ball", "Figure: A ball & a hill", above, ["height of the ball", "Figure 1 It falls."]),
    ]
    assert [(p["id"], p["title"], p["above"], p["lines"]) for p in small_index] == expected


def test_every_place_is_there(site):
    pages = {}
    for place in index(site):
        name = place["page"]
        pages[name] = pages.get(name) or set(re.findall(r' id="([^"]+)"', (site / f"{name}.html").read_text("utf-8")))
        assert place["id"] in pages[name], place


def test_the_index_is_light(site):
    assert len(gzip.compress((site / "_static" / "search_index.js").read_bytes())) <= 250e3


# The search


@pytest.fixture
def reader(browser, addresses):
    """Open a page from the disk; whatever the console says, or asks of others, is a failure."""
    visit = Visit()
    with empty_page(browser, addresses["file"], visit) as page:
        page.goto(f"{addresses['file']}/book/neurons.html")
        settle(page)
        yield page
    assert visit.console == visit.foreign == []


def results(page, query, found=FOUND):
    """Type a query; returns what the search shows of each place, and the words above them."""
    page.locator(found).locator("xpath=preceding-sibling::form//input").fill(query)
    parts = "links => links.map(a => [a.href, ...[...a.children].map(part => part.textContent)])"
    return page.locator(f"{found} li a").evaluate_all(parts), page.locator(f"{found} [role=status]").inner_text()


# What readers type: where they want to be, and words of the line that they see there.
QUERIES = {
    "backprop": ("backpropagation#backpropagation", "finds all 41 slopes"),
    "vanish grad": ("activations#a-gradient-passes-many-units", "the vanishing gradient; one above 1 makes it explode"),
    "relu units die": ("activations#units-that-die", "A silent ReLU unit is dead"),
    "활성화": ("glossary#term-activation-function", "활성화 함수"),
    "활성화를": ("glossary#term-activation-function", "활성화 함수"),
    "활성화함수": ("glossary#term-activation-function", "활성화 함수"),
    "역전파는": ("glossary#term-backpropagation", "역전파"),
    "W^(1)": ("feedforward#a-curve-from-hinges", "W^(1)"),
    "W(1)": ("feedforward#a-curve-from-hinges", "W^(1)"),
    "delta^(l)": ("backpropagation#in-matrices", "δ^(l)"),
    "dJ/dz": ("activations#two-things-are-asked-of-f", "dJ/dz"),
    "f' slope": ("backpropagation#the-slopes-of-f", "slope f'(z)"),
    "mlp.gradient_descent": ("api_mlp#mlp.gradient_descent", "mlp.gradient_descent(net, X, Y"),
    "pull_back": ("api_mlp#mlp.Activation.pull_back", "pull_back(z, a, dJ_da)"),
    "over-fitting": ("glossary#term-overfitting", "so closely that other examples fare worse"),
    "regularization": ("glossary#term-regularisation", "does better on other examples"),
    "sigmiod": ("glossary#term-sigmoid", "The activation function 1 / (1 + e^(-z))"),
    "kill a unit": ("activations#ex-activations-kill", "By hand."),
    "E13": ("activations#e13", "Slides 8 and 9 give the ranges"),
    "silent dashed": ("activations#figure-dead", "share of silent units, J (dashed)"),
    "learning rate lab": ("learning_rate_lab#learning-rate-lab", "learning rate"),
    "condition number zig-zag": ("gradient_descent#when-all-inputs-are-positive", "condition number"),
}


def test_what_readers_type_leads_to_the_section_and_shows_the_line(reader):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    missed = {}
    for query, (place, words) in QUERIES.items():
        found, _ = results(reader, query)
        best = {address.rpartition("/book/")[2].partition(":~:")[0]: line for address, _, _, line in found[:3]}
        if words not in best.get(place.replace("#", ".html#"), ""):
            missed[query] = best
    assert missed == {}


def test_words_are_marked_and_the_chapter_is_named(reader):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    found, said = results(reader, "units dead")
    assert 3 < len(found) <= 10
    assert re.fullmatch(r"\d+ places; the best 10:", said)
    first = reader.locator(f"{FOUND} li a").first
    assert {mark.lower() for mark in first.locator("mark").all_inner_texts()} == {"dead", "units"}
    assert first.locator(".search-above").inner_text() == "The package mlp › Monitors"


def test_all_words_are_in_a_place_and_none_is_needed_in_its_order(reader):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    one, other, alone = (results(reader, query)[0] for query in ("dashed silent", "silent dashed", "silent"))
    assert one == other
    assert 0 < len(one) < len(alone)


def test_what_a_word_is_read_as_is_said(reader):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    assert results(reader, "sigmiod units")[1].startswith("Read as “sigmoid units”: ")


def test_who_finds_nothing_is_shown_a_way_out(reader, site):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    found, said = results(reader, "xyzzy")
    assert (found, said) == ([], "Nothing found for “xyzzy”. Look in the glossary or in the contents.")
    for link in reader.locator(f"{FOUND} p a").all():
        assert (site / "book" / link.get_attribute("href")).is_file()


def test_nothing_is_loaded_before_the_search_is_opened(browser, addresses):
    asked = []
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.goto(f"{addresses['file']}/book/neurons.html")
        settle(page)
        assert [name for name in asked if "search" in name] == []
        page.keyboard.press("Control+k")
        page.locator(FOUND).wait_for()
        assert [name for name in asked if "search" in name] == ["search_index.js", "search.js"]


def test_the_keyboard_is_enough(reader):
    focus = "document.activeElement.querySelector('.search-title')?.textContent ?? document.activeElement.tagName"
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    reader.keyboard.type("draws a line")
    titles = reader.locator(f"{FOUND} .search-title").all_inner_texts()
    steps = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        reader.keyboard.press(key)
        steps.append(reader.evaluate(focus))
    assert steps == [titles[0], titles[1], titles[0], "INPUT"]
    reader.keyboard.press("Enter")
    assert reader.evaluate("location.hash") == "#two-inputs-a-unit-draws-a-line"
    assert reader.locator("dialog[open]").count() == 0
    reader.keyboard.press("/")
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Escape")
    assert reader.locator("dialog[open]").count() == 0


def test_a_result_on_another_page_opens_at_its_place(reader):
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    reader.keyboard.type("maxout by hand")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/book/activations.html#ex-activations-maxout")
    settle(reader)
    reader.wait_for_function(
        "() => { const { top } = document.querySelector('#ex-activations-maxout').getBoundingClientRect();"
        " return top >= 0 && top < innerHeight; }"
    )


def test_a_slash_in_an_answer_is_a_slash(reader):
    field = reader.locator("main input[type=text]:visible").first
    field.focus()
    reader.keyboard.type("1/2")
    assert field.input_value() == "1/2"
    assert reader.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_search_fits_a_phone_and_keeps_nobody_out(theme, reader):
    reader.emulate_media(color_scheme=theme)
    reader.set_viewport_size(PHONE)
    reader.keyboard.press("/")
    reader.locator(FOUND).wait_for()
    reader.keyboard.type("mlp.backprop_by_accumulation")
    box = reader.locator("dialog[open]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] and box["y"] + box["height"] <= PHONE["height"]
    assert reader.evaluate(f"(found => found.scrollWidth <= found.clientWidth)(document.querySelector('{FOUND}'))")
    barriers.prepare(reader)
    assert barriers.find(reader) == []


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_the_search_page_shows_the_same(scheme, browser, addresses):
    visit, origin = Visit(), addresses[scheme]
    with empty_page(browser, origin, visit) as page:
        page.goto(f"{origin}/search.html?q=vanish+grad")
        found = page.locator(".bd-search-container .search-found li a")
        found.first.wait_for()
        assert "/book/glossary.html#term-vanishing-gradient" in found.first.get_attribute("href")
        same, _ = results(page, "backprop", ".bd-search-container .search-found")
        assert same[0][0].startswith(origin)
    assert visit.console == visit.foreign == []
