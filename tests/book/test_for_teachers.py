"""What the page for teachers promises: links to states of figures, and recipes that can be copied."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from pages import ROOT

from mlp.explore import Explorable, explore

PAGE = (ROOT / "book" / "for_teachers.md").read_text("utf-8")


def recipes(language):
    """The blocks of code in one language."""
    blocks = re.findall(rf"^(`{{3,}}){language}\n(.*?)^\1$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return [block for _, block in blocks]


@pytest.fixture
def page(browser):
    """A page without a network."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def test_the_link_opens_a_figure_in_the_state_it_names(page, addresses):
    page.goto(f"{addresses['file']}/book/for_teachers.html")
    page.locator("#state-link").click()
    page.wait_for_url("**/activation_lab.html#*")
    figure = page.locator(".explorable").first
    page.wait_for_function("document.querySelector('.explorable').figure")
    values = figure.evaluate("element => element.figure.values()")
    assert (values["f"], values["z0"]) == ("ReLU", -3)
    assert "f\N{PRIME}(z) = 0.00000" in figure.locator("figcaption").inner_text()


def test_a_saved_figure_can_be_framed_in_a_slide(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fig, ax = plt.subplots()
    (wave,) = ax.plot([0, 1], [0, 1])

    @explore(fig, name="wave", k=(1.0, 5.0, 0.5))
    def figure(k=2.0):
        return {wave: ([0, 1], np.stack([0 * k, k]))}

    [save] = [code for code in recipes("python") if "save" in code]
    [frame] = recipes("html")
    exec(save, {"figure": figure})
    Path("slide.html").write_text(f"<!DOCTYPE html>{frame}")
    page.goto((tmp_path / "slide.html").as_uri(), wait_until="load")
    shown = page.frame_locator("iframe").locator(".explorable")
    shown.locator("input").first.wait_for()
    assert shown.evaluate("element => element.figure.values()") == {"k": 4}


def test_the_recipes_for_exercises_and_notes_build(small_book, build_book):
    start, end, note = recipes("markdown")
    words = f"# Page\n\n{note}\n## Exercises\n\n{start}\n{end}"
    (small_book / "book" / "page.md").write_text(words)
    result = build_book(small_book, small_book)
    assert result.returncode == 0, result.stdout
    built = (small_book / "_build" / "html" / "book" / "page.html").read_text("utf-8")
    for part in ("Count the waves", "Solution to", "Note on the lecture (E76)", "In the lecture: slides 8"):
        assert part in built


def test_the_recipe_for_answer_boxes_runs():
    [code] = [code for code in recipes("python") if "quiz" in code]
    names = {}
    exec(f"from mlp.explore import answer, quiz\nquiz_ = {code}", names)
    assert isinstance(names["quiz_"], Explorable)


def test_what_the_page_names_exists():
    for path in re.findall(r"`((?:book|tests|\.ci)/[\w/.]+)`", PAGE):
        assert (ROOT / path).exists() or "my_chapter" in path, path
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / "book").glob("*.py"))
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "book" / "_ext").glob("*.py"))
    for message in re.findall(r"^\| `([^`]+)`", PAGE, flags=re.MULTILINE):
        known = ("Cell outputs differ", "undefined label", "TraceError")  # of nbval, of Sphinx, of mlp.explore
        assert message in known or message in tests + sources, message
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z]+)", PAGE, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
