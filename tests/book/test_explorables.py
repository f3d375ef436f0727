"""Every figure that moves in the built book: its page against NumPy, Matplotlib and what the notebook has stored.

Chapters run here a second time, beside nbval: `make test` has them run as on another processor, so that what they print
is seen not to depend on it.
"""

import io
import json
import linecache
import re
from contextlib import ExitStack, chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

mpl.use("agg")

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from pages import CHAPTERS, READY, ROOT, code_of
from parity import assert_same, check_places, drawings, numbers_of, play

from mlp.explore import Explorable

SETTINGS, STEPS = 25, 200
FIGURE = re.compile(r'<figure class="explorable".*?</figure>', re.DOTALL)


def stored_by(cell):
    """Read what a cell has stored: what it prints, and each of its figures as text."""
    printed = [output.text for output in cell.outputs if output.output_type == "stream"]
    bundles = [output.data for output in cell.outputs if "data" in output]
    return "".join(printed), [data["text/plain"] for data in bundles if FIGURE.search(data.get("text/html", ""))]


FIGURES = [(name, i) for name in CHAPTERS for i in range(sum(len(stored_by(cell)[1]) for cell in code_of(name)))]


def name_of(parameter):
    """Name a figure in a test's own name."""
    name, i = parameter
    return f"{Path(name).name}-{i}"


@dataclass
class Chapter:
    """A notebook that has run, beside its page.

    Attributes
    ----------
    figures : list of Explorable
    said_by_cells : list of str
        For each cell what it prints, and after it each of its figures as text.
    page : playwright.sync_api.Page
    said : list of str
        What the page has logged, and for what it has asked.
    """

    figures: list
    said_by_cells: list
    page: object
    said: list


def run(name):
    """Run a notebook's code from the top; list its figures, and what each cell prints and shows of them."""
    made, said, namespace = [], [], {"__name__": "__main__"}
    ipywidgets.Widget.on_widget_constructed(lambda own: isinstance(own, Explorable) and made.append(own))
    try:
        with chdir(ROOT / "book"), mpl.rc_context():
            for k, cell in enumerate(code_of(name)):
                before, printed, file = len(made), io.StringIO(), f"{name}.ipynb, cell {k}"
                linecache.cache[file] = len(cell.source), None, cell.source.splitlines(keepends=True), file
                with redirect_stdout(printed):
                    exec(compile(cell.source, file, "exec"), namespace)  # an error message can quote its line
                said.append((printed.getvalue(), [repr(figure) for figure in made[before:]]))
    finally:
        ipywidgets.Widget.on_widget_constructed(None)
        plt.close("all")
    return made, said


@contextmanager
def opened(browser, site, name, change=lambda html: html):
    """Open a built page from the disk, with no network; gives the page, and the list of what it says and asks for."""
    said, address = [], f"{site.as_uri()}/{name}.html"

    def guard(route):
        url = route.request.url
        if url == address:
            route.fulfill(body=change((site / f"{name}.html").read_text("utf-8")), content_type="text/html")
        elif url.startswith((site.as_uri(), "data:")):
            route.continue_()
        else:
            said.append(url)
            route.abort()

    context = browser.new_context(offline=True)
    page = context.new_page()
    page.route("**/*", guard)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        page.goto(address)
        page.wait_for_function(READY)
        yield page, said
    finally:
        context.close()


@pytest.fixture(scope="module")
def chapters(browser, site):
    """The chapters, each opened and run when a test first asks for it; a test gets it by its name."""
    found = {}
    with ExitStack() as stack:

        def chapter(name):
            if name not in found:
                page, said = stack.enter_context(opened(browser, site, name))
                found[name] = Chapter(*run(name), page, said)
            return found[name]

        yield chapter


@pytest.fixture(params=FIGURES, ids=name_of)
def moving(request, chapters):
    """A figure and its element in the page, which must stay silent throughout."""
    name, i = request.param
    chapter = chapters(name)
    yield chapter.figures[i], chapter.page.locator(".explorable").nth(i)
    assert chapter.said == []


def draw(figure, generator):
    """Draw a random setting of all controls."""
    return {name: control.random(generator) for name, control in figure.controls.items()}


def draw_settings(figure, generator):
    """Draw random settings, and one more for every option of a choice that none of them took."""
    settings = [draw(figure, generator) for _ in range(SETTINGS)]
    for name, control in figure.controls.items():
        taken = [values[name] for values in settings] if control.options else []
        settings += [draw(figure, generator) | {name: option} for option in control.options if option not in taken]
    return settings


def start(figure, values):
    """The state that a figure starts from by NumPy, or None where it keeps none."""
    return figure.start(**values) if keeps_state(figure) else None


def keeps_state(figure):
    return "step" in figure.program.kinds


def walk(figure, generator):
    """Take steps by NumPy; begin again at another setting every fifty steps, and where the state diverges."""
    visits, state = [], None
    for t in range(STEPS):
        if t % 50 == 0 or not all(np.isfinite(value).all() for value in state.values()):
            values = draw(figure, generator)
            state = figure.start(**values)
        visits.append((values, state))
        state = figure.step(state, **values)
    return visits


def after(figure, values, state):
    """The state after one step by NumPy, which is not taken where a number would be lost."""
    following = figure.step(state, **values)
    kept = all((np.isfinite(following[name]) | ~np.isfinite(value)).all() for name, value in state.items())
    return following if kept else state


def flat(state):
    """A state as the page gives it, each of its arrays as a list."""
    return {name: np.ravel(value) for name, value in (state or {}).items()}


def compare(figure, root):
    """Let the page visit settings and states, and compare starts, outputs and single steps with NumPy's."""
    generator = np.random.default_rng(0)
    visits = [(values, start(figure, values)) for values in draw_settings(figure, generator)]
    visits += walk(figure, generator) if keeps_state(figure) else []
    for (values, state), (first, outputs, following) in zip(visits, play(root, visits, steps=True), strict=True):

        def rounding(what, state=state, values=values):
            return lambda: figure.rounding(what, state, **values)

        assert_same(outputs, numbers_of(figure.outputs(state, **values)), f"at {values}", rounding("draw"))
        if keeps_state(figure):
            assert_same(first, flat(figure.start(**values)), f"at the start, {values}", rounding("start"))
            assert_same(following, flat(after(figure, values, state)), f"after a step, {values}", rounding("step"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_stores_and_shows_what_its_code_makes(chapters, name):
    chapter = chapters(name)
    for cell, said in zip(code_of(name), chapter.said_by_cells, strict=True):
        if "nbval-ignore-output" not in cell.metadata.get("tags", []):
            assert said == stored_by(cell)
    assert chapter.page.locator(".explorable").count() == len(chapter.figures)
    assert chapter.said == []


def test_numbers_and_steps_are_numpys(moving):
    compare(*moving)


def test_marks_are_where_matplotlib_draws_them(moving):
    figure, root = moving
    generator = np.random.default_rng(1)
    visits = [(values, start(figure, values)) for values in draw_settings(figure, generator)[:3]]
    visits += walk(figure, generator)[20::90] if keeps_state(figure) else []
    for values, state in visits:
        play(root, [(values, state)])
        for ours, own in drawings(figure, root, figure.outputs(state, **values)):
            check_places(ours, own)


@pytest.mark.parametrize("parameter", FIGURES, ids=name_of)
def test_a_figure_adds_little_to_its_page(site, parameter):
    """At most 70 KB besides its data: the constants of its tapes, and the markers and images that stand for them.

    The playground has a program for each number of layers and each activation: twenty figures in one.
    """
    name, i = parameter
    html = FIGURE.findall((site / f"{name}.html").read_text("utf-8"))[i]
    html = re.sub(r"<use [^>]*/>|data:image/png;base64,[^\"]*", "", html)
    tapes = json.loads(re.search(r"<script[^>]*>(.*)</script>", html, re.DOTALL)[1])["tapes"]
    data = json.dumps(tapes["constants"], separators=(",", ":"))
    size = len(html.encode()) - len(data)
    assert size <= (580_000 if name.endswith("playground") and i == 0 else 70_000)


# In one program of the page, an operation becomes another one.
FAULTS = [
    ("book/activation_lab", "tanh", "sin"),
    ("book/activation_lab", "minimum", "maximum"),
    ("book/learning_rate_lab", "less_equal", "less"),
    ("book/playground", "log1p", "log"),
]


@pytest.mark.parametrize("name, right, wrong", FAULTS)
def test_a_planted_fault_is_found(browser, site, chapters, name, right, wrong):
    def change(html):
        assert f'["{right}",' in html
        return html.replace(f'["{right}",', f'["{wrong}",', 1)

    with opened(browser, site, name, change) as (page, _), pytest.raises(AssertionError):  # noqa: PT012
        for i, figure in enumerate(chapters(name).figures):
            compare(figure, page.locator(".explorable").nth(i))
