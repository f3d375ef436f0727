"""The reader's side of a page: kinds of code and their switch, buttons in sentences, what opens, what is remembered."""

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbformat import v4
from pages import DESK
from playwright.sync_api import expect

from mlp.explore import answer, explore, formula, predict

OPENING = """\
# Chapter

{.question}
How does a line move?
"""

BESIDE = """\
It goes up, {try}`far up <lab: x=0.75>`, or {try}`$x$ down and steep <lab: x=0.25, steep=true>`.
See {cite:t}`Hornik1989`.

:::{lecture-note} E13
The range is open.
:::
"""

WALK = """\
## Walking

{try}`Three steps <walk: step=3>` of it.

:::{reveal} What happens
It goes on.
:::
"""

EXERCISES = """\
## Exercises

```{exercise} One
:label: ex-one
How many?
```
"""

GOALS = """\
```{exercise} Two
:label: ex-two
Think.
```

:::{goals}
- Count to three ({ref}`ex-one`)
- Think
:::

## With a running notebook

In Jupyter only.

## References

```{references}
```
"""


def lab():
    """A point on a line, a switch, and a prediction."""
    fig = Figure()
    ax = fig.add_subplot()
    (dot,) = ax.plot(0, 0, "o")
    guess = predict("Where does it end?", ["up", "down"], right=0, show={"x": 1.0})
    return explore(fig, name="lab", ask=guess, x=(0.0, 1.0, 0.25), steep=False)(
        lambda x, steep: {dot: (x, np.where(steep, 2, 1) * x)}
    )


def walk():
    """A number that grows, and two questions."""
    fig = Figure()
    (dot,) = fig.add_subplot().plot(0, 0, "o")
    made = explore(
        fig, name="walk", state={"n": 0.0}, step=lambda state, by: {"n": state["n"] + by}, by=(1.0, 2.0),
        ask=[answer("Where is it after three steps?", 3), answer("And after five?", 5)],
    )  # fmt: skip
    return made(lambda state, by: {dot: (state["n"], 0.0)})


def asked(what):
    """A question of an exercise."""
    return explore(Figure(), ask=answer(f"How many {what}?", 3))(lambda: {})


def cell(source, tag, figure=None):
    """A cell of code as it is stored, and what it shows."""
    data = figure and figure._repr_mimebundle_()[0]
    outputs = [v4.new_output("display_data", {"text/html": data["text/html"]})] if figure else []
    return v4.new_code_cell(source, outputs=outputs, metadata={"tags": tag.split()})


def notebook():
    """A chapter with each of the things."""
    cells = [
        v4.new_markdown_cell(OPENING),
        cell("import numpy as np", "setup"),
        cell("lab = explore(...)", "drawing beside", lab()),
        v4.new_markdown_cell(BESIDE),
        v4.new_markdown_cell("## Lesson"),
        cell("x = 2 * x", "lesson"),
        v4.new_markdown_cell("## Figure"),
        cell("walk = explore(...)", "drawing", walk()),
        v4.new_markdown_cell(WALK),
        v4.new_markdown_cell(EXERCISES),
        cell("quiz(...)", "drawing", asked("lines")),
        v4.new_markdown_cell("```{solution-start} ex-one\n:label: sol-one\n```"),
        cell("quiz(...)", "drawing", asked("dots")),
        v4.new_markdown_cell("```{solution-end}\n```"),
        v4.new_markdown_cell(GOALS),
    ]
    return v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}})


@pytest.fixture(scope="module")
def small_site(new_book, build_book):
    """A book of a front page and two chapters; it builds without a warning."""
    folder = new_book()
    toc = "format: jb-book\nroot: book/page\nchapters:\n  - file: book/chapter\n  - file: book/other\n"
    (folder / "_toc.yml").write_text(toc)
    (folder / "book" / "page.md").write_text("# Front\n\n```{go-on}\n```\n\n```{forget}\n```\n")
    (folder / "book" / "other.md").write_text("# Other\n\n```{bibliography}\n```\n")
    nbformat.write(notebook(), folder / "book" / "chapter.ipynb")
    result = build_book(folder, folder)
    assert result.returncode == 0, result.stdout
    return folder / "_build" / "html" / "book"


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport=DESK)
    yield context
    context.close()


@pytest.fixture
def visit(context, small_site):
    """Open a page of the small book; whatever its console says is a failure."""
    said = []

    def open_it(name="chapter", address=""):
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{(small_site / name).as_uri()}.html{address}")
        page.wait_for_function("[...document.querySelectorAll('.explorable')].every((root) => root.figure)")
        return page

    yield open_it
    assert said == []


def code(page):
    """The code that is on the page."""
    return [pre.inner_text().strip() for pre in page.locator(".cell_input pre").all() if pre.is_visible()]


def go_to(page, title):
    """Scroll to a heading."""
    heading = page.get_by_role("heading", name=title)
    heading.evaluate("(element) => element.scrollIntoView({ behavior: 'instant' })")
    return heading


ALL = ["import numpy as np", "lab = explore(...)", "x = 2 * x", "walk = explore(...)"]  # that of a quiz is its answers


def test_lessons_are_on_the_page_and_all_code_with_the_switch_which_is_remembered(visit):
    page = visit()
    switch = page.get_by_role("switch", name="Code")
    assert code(page) == ["x = 2 * x"] and not switch.is_checked()
    assert not page.get_by_text("In Jupyter only.").is_visible()
    switch.check()
    assert code(page) == ALL and page.get_by_text("In Jupyter only.").is_visible()
    page.reload()
    assert code(page) == ALL and switch.is_checked()
    switch.uncheck()
    assert code(visit()) == ["x = 2 * x"]


def test_an_address_can_ask_for_the_code(visit):
    page = visit(address="?code")
    assert code(page) == ALL
    assert code(visit()) == ["x = 2 * x"]  # whoever was sent there has not moved the switch


def test_what_is_read_stays_in_place_when_code_unfolds_above_it(visit):
    page = visit()
    heading = go_to(page, "Exercises")
    before = heading.bounding_box()["y"]
    page.get_by_role("switch", name="Code").evaluate("(element) => element.click()")  # without scrolling to it
    assert heading.bounding_box()["y"] == pytest.approx(before, abs=2)


def test_without_scripts_the_lessons_stay_and_all_that_opens_can_be_opened(browser, small_site):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto((small_site / "chapter.html").as_uri())
    assert code(page) == ["x = 2 * x"]
    assert not page.get_by_role("switch").is_visible()
    page.get_by_text("What happens").click()
    assert page.get_by_text("It goes on.").is_visible()
    context.close()


def test_on_paper_lessons_alone_and_everything_open(visit):
    page = visit(address="?code")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert code(page) == ["x = 2 * x"]
    assert page.get_by_text("It goes on.").is_visible() and page.get_by_text("The range is open.").is_visible()


def test_a_button_in_a_sentence_sets_its_figure_and_all_else_as_at_first(visit):
    page = visit()
    values = lambda: page.locator("[data-figure=lab]").evaluate("(root) => root.figure.values()")
    page.get_by_role("button", name="down and steep").click()
    assert values() == {"x": 0.25, "steep": True}
    up = page.get_by_role("button", name="far up")
    up.focus()
    page.keyboard.press("Enter")
    assert values() == {"x": 0.75, "steep": False}
    assert up.get_attribute("aria-pressed") == "true"
    page.get_by_role("slider", name="x").fill("0.5")
    assert up.get_attribute("aria-pressed") == "false"


def test_a_button_lets_a_figure_run_from_its_start(visit):
    page = visit()
    for _ in range(2):
        page.get_by_role("button", name="Three steps").click()
        state = page.locator("[data-figure=walk]").evaluate("(root) => root.figure.state()")
        assert state["n"] == [pytest.approx(3 * 1.5)]


def test_a_figure_stands_beside_its_text_on_a_wide_screen_and_above_it_on_a_phone(visit):
    page = visit()
    left, right = page.locator(".beside > .cell").bounding_box(), page.locator(".beside-text").bounding_box()
    assert left["x"] + left["width"] < right["x"] and abs(left["y"] - right["y"]) < 30
    page.set_viewport_size({"width": 360, "height": 740})
    above, below = page.locator(".beside > .cell").bounding_box(), page.locator(".beside-text").bounding_box()
    assert above["y"] + above["height"] <= below["y"]


def test_a_page_says_at_its_start_what_is_in_it_and_at_its_end_where_to_go_on(visit):
    page = visit()
    assert page.locator(".facts").inner_text().split("\n")[:3] == ["5 minutes", "2 figures", "2 exercises"]
    page.get_by_role("link", name="Go on: Other").click()
    assert page.title().startswith("Other")
    assert not page.locator(".onward").is_visible()


def test_a_note_is_a_line_that_opens_in_place(visit):
    page = visit()
    line, words = page.locator("details.lecture-note summary"), page.get_by_text("The range is open.")
    expect(line).to_have_text("Slides 8, 9: the ranges are open (E13)")
    assert not words.is_visible()
    line.press("Enter")
    assert words.is_visible()
    assert visit(address="#e13").get_by_text("The range is open.").is_visible()  # what an address names is open


def test_a_note_stands_beside_its_paragraph_or_below_it(visit):
    page = visit()
    note, text = page.locator("details.lecture-note"), page.locator(".noted > p")
    top = lambda element: element.bounding_box()["y"]
    expect(text).to_contain_text("See Hornik")
    assert top(note) == pytest.approx(top(text), abs=8) or page.locator(".beside .noted").count()
    page.set_viewport_size({"width": 360, "height": 740})
    assert top(note) > top(text)


def test_a_prediction_stands_at_the_head_of_the_text_and_moves_its_figure(visit):
    page = visit()
    asked = page.locator(".beside-text > .explorable-asked .explorable-prediction")
    values = "document.querySelector('[data-figure=lab]').figure.values().x"
    asked.get_by_role("button", name="down").click()
    page.wait_for_function(f"{values} === 1")
    page.reload()
    expect(asked.locator("output")).to_contain_text("Not so.")
    assert page.evaluate(values) == 0.5  # what was answered before moves nothing


def test_from_a_figure_out_of_sight_a_button_leads_back_to_the_sentence(visit):
    page = visit()
    page.set_viewport_size({"width": 360, "height": 740})
    button = page.get_by_role("button", name="Three steps")
    page.add_style_tag(content=".reveal { margin-top: 3000px } .way-back { bottom: 50vh }")
    button.evaluate("(element) => document.querySelector('.reveal').after(element)")
    button.click()
    back = page.get_by_role("button", name="Back to the text")
    back.click()
    expect(button).to_be_in_viewport()
    expect(button).to_be_focused()
    expect(back).to_have_count(0)


def test_references_fold(visit):
    page = visit()
    assert not page.get_by_text("universal approximators").is_visible()
    page.get_by_text("Works cited on this page").click()
    assert page.get_by_text("universal approximators").is_visible()


def answer_in(page, label, text):
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")


def test_all_answers_of_a_figure_open_what_was_to_be_found_out(visit):
    page = visit()
    assert not page.get_by_text("It goes on.").is_visible()
    answer_in(page, "Where is it after three steps?", "3")
    assert not page.get_by_text("It goes on.").is_visible()
    answer_in(page, "And after five?", "5")
    expect(page.get_by_text("It goes on.")).to_be_visible()


def test_exercises_tick_goals_and_pages(visit):
    page = visit()
    count, think = page.get_by_label("Count to three"), page.get_by_label("Think", exact=True)
    contents = page.locator(".bd-sidenav li.current > a").first
    assert not count.is_checked()
    answer_in(page, "How many lines?", "3")
    expect(count).to_be_checked()
    expect(page.locator(".facts")).to_contain_text("1 of 4 questions answered")
    expect(contents).to_have_text("Chapter (begun)")
    think.check()
    answer_in(page, "Where is it after three steps?", "3")
    answer_in(page, "And after five?", "5")
    page.get_by_role("button", name="up", exact=True).click()
    expect(contents).to_have_text("Chapter (done)")  # what a solution asks is left out
    count.uncheck()
    page = visit()
    expect(page.get_by_label("Think", exact=True)).to_be_checked()
    expect(page.get_by_label("Count to three")).not_to_be_checked()  # the reader's own word counts
    expect(page.locator(".onward")).to_contain_text("All questions of this page are answered.")


def test_the_front_page_knows_where_the_reader_was_and_can_forget(visit):
    page = visit()
    answer_in(page, "How many lines?", "3")
    go_to(page, "Exercises")
    page.wait_for_function("localStorage.getItem('mlp:place')?.includes('Exercises')")
    front = visit("page")
    link = front.get_by_role("link", name="Chapter: Exercises")
    assert link.get_attribute("href").endswith("book/chapter.html#exercises")
    front.get_by_role("button", name="Forget everything").click()
    assert front.get_by_text("Forgotten.").is_visible()
    assert front.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mlp:'))") == []
    assert not visit().get_by_label("Count to three").is_checked()


def test_a_browser_that_keeps_nothing_breaks_nothing(context, visit):
    refuse = "(key) => { if (key.startsWith('mlp:')) throw new Error('forbidden'); return null; }"
    context.add_init_script(f"for (const name of ['getItem', 'setItem']) Storage.prototype[name] = {refuse}")
    page = visit()
    page.get_by_role("switch", name="Code").check()
    assert code(page) == ALL
    page.get_by_label("Think", exact=True).check()
    answer_in(page, "Where is it after three steps?", "3")
    answer_in(page, "And after five?", "5")
    expect(page.get_by_text("It goes on.")).to_be_visible()
    visit("page").get_by_role("button", name="Forget everything").click()


WRONG = {
    "{try}`no settings`": "a button needs words, a figure and settings: z = 2 <lab: z0=2>; got no settings",
    "{try}`up <lob: x=1>`": "a button sets the figure lob; on this page are lab, typed",
    "{try}`up <lab: y=1>`": "a button sets y=1, which lab does not take",
    "{try}`up <lab: x=7>`": "a button sets x=7, which lab does not take",
    "{try}`up <lab: steep=1>`": "a button sets steep=1, which lab does not take",
    "{try}`up <lab: step=2>`": "a button sets step=2, which lab does not take",
    "{try}`up <typed: f=z[0]>`": "a button sets f=z[0], which typed does not take",
}


def test_the_build_warns_of_buttons_that_set_what_is_not_there(small_book, build_book):
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: book/page\n")
    typed = explore(Figure(), name="typed", f=formula("z", of="z"))(lambda f: {"y": f(1)})
    figures = [cell("lab", "drawing", lab()), cell("typed", "drawing", typed)]
    buttons = " ".join([*WRONG, "{try}`the larger <typed: f=np.maximum(z, -z)>`"])
    cells = [v4.new_markdown_cell("# Page"), *figures, v4.new_markdown_cell(buttons)]
    nbformat.write(v4.new_notebook(cells=cells), small_book / "book" / "page.ipynb")
    said = " ".join(build_book(small_book, small_book).stdout.split())
    for words in WRONG.values():
        assert words in said
    assert said.count("which typed does not take") == 1
