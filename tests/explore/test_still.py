"""Where a figure is seen without its page: a still picture with its words."""

import base64
import io
import json

import gallery
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.image import imread
from nbconvert import HTMLExporter, LatexExporter
from PIL import Image

from mlp.explore import answer, explore, predict, quiz
from mlp.explore.figure.player import loader

WIDGET = "application/vnd.jupyter.widget-view+json"


def bundle(figure):
    """What a notebook gets of a figure, by MIME type."""
    return figure._repr_mimebundle_()[0]


def notebook(figure):
    """A notebook that was run by a program, with no state of widgets in it."""
    cell = nbformat.v4.new_code_cell("figure")
    cell.outputs = [nbformat.v4.new_output("display_data", bundle(figure))]
    return nbformat.v4.new_notebook(cells=[cell])


@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def test_a_converted_notebook_shows_one_picture_of_a_figure_with_its_caption(page):
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook(gallery.activation()))
    page.set_content(html)
    assert page.locator(".explorable svg").first.is_visible()
    assert page.get_by_text("At z = 0.0 the unit says 0.000").is_visible()
    assert not page.locator(".explorable-still").is_visible()


def test_latex_gets_the_picture():
    latex, resources = LatexExporter().from_notebook_node(notebook(gallery.activation()))
    (name, picture), *_ = resources["outputs"].items()
    assert picture.startswith(b"\x89PNG") and f"{{{name}}}" in latex


def test_a_washed_page_shows_the_still_what_is_asked_and_the_way_out(page):
    """As JupyterLab shows an untrusted notebook, see test_jupyterlab: no style sheet, no drawing, no script."""
    html = bundle(gallery.activation())["text/html"]
    page.set_content(html)
    page.evaluate("document.querySelectorAll('style, svg, script').forEach((element) => element.remove())")
    shown = page.locator(".explorable-still")
    assert shown.locator("img").evaluate("(image) => image.complete && image.naturalWidth > 500")
    assert shown.get_by_text("How steep is f here?").is_visible()
    assert shown.get_by_text('lab.save("figure.html")').is_visible()


def test_a_widget_that_no_kernel_answers_shows_its_figure(page):
    """As in a page that a program has made of a notebook with the state of its widgets."""
    figure = gallery.activation()
    state = json.dumps(figure.get_state(["body"]))
    page.set_content('<div id="here"></div>')
    page.evaluate(f"""async () => {{
      const url = URL.createObjectURL(new Blob([{json.dumps(loader())}], {{ type: "text/javascript" }}));
      const {{ default: widget }} = await import(url);
      const state = {state};
      const model = {{ get: (name) => state[name], on() {{}}, send() {{}} }};
      widget.render({{ model, el: document.getElementById("here") }});
    }}""")
    assert page.locator("#here svg").first.is_visible()
    assert page.get_by_text("At z = 0.0 the unit says 0.000").is_visible()


def test_the_still_is_the_picture_at_first_and_its_words_stand_below():
    with plt.rc_context({"font.size": 12}):
        fig, ax = plt.subplots(figsize=(5, 3))
        ax.set(xlim=(0, 1), ylim=(0, 1))
        (dot,) = ax.plot(0.5, 0.5, "s", markersize=30, color="red")
    figure = explore(fig, x=(0.0, 1.0, 0.25), caption="x is {x:.2f}, " + 12 * "and so it goes on ")(
        lambda x: {dot: (x, x)}
    )
    figure.x = 1.0  # moves the widget; the still stays at first
    png = base64.b64decode(bundle(figure)["image/png"])
    picture = imread(io.BytesIO(png))[..., :3]
    height, width = picture.shape[:2]
    assert width == pytest.approx(5 * 96, abs=40) and height > 3 * 96  # the caption did not fit in a line
    red = np.argwhere((picture == [1, 0, 0]).all(axis=-1))
    left, bottom = ax.transAxes.transform((0.5, 0.5)) / fig.dpi * 96
    assert red.mean(axis=0) == pytest.approx([3 * 96 - bottom, left], abs=30)  # its margins are cut
    below = picture[3 * 96 :]
    assert (below < 0.3).any() and (below[:, -3:] > 0.9).all()  # words, none cut off
    assert Image.open(io.BytesIO(png)).info == {}  # no date, no version: the same bytes next time
    assert fig.texts == []


def test_a_title_is_in_the_still_and_names_it_and_its_page(tmp_path):
    plain, titled = (
        explore(plt.subplots()[0], title=title, name="lab", caption="z is {z:.1f}", z=(0.0, 1.0))(lambda z: {"y": z})
        for title in (None, 'Is it "listening"?')
    )
    words = [
        imread(io.BytesIO(base64.b64decode(bundle(own)["image/png"])))[-40:, :, 0] < 0.5 for own in (plain, titled)
    ]
    assert words[1].sum() > 1.5 * words[0].sum()
    assert '<img alt="Is it &quot;listening&quot;?" ' in bundle(titled)["text/html"]
    assert '<img alt="Figure lab" ' in bundle(plain)["text/html"]
    for figure, title in ((plain, "lab"), (titled, "Is it &quot;listening&quot;?")):
        figure.save(tmp_path / "page.html")
        assert f"<title>{title}</title>" in (tmp_path / "page.html").read_text("utf-8")


def test_a_figure_without_a_paper_of_its_own_is_painted_on_white():
    with plt.rc_context({"figure.facecolor": "none", "axes.facecolor": "none"}):
        fig = plt.figure()
        fig.add_subplot()
    figure = explore(fig, x=(0.0, 1.0))(lambda x: {"y": x})
    assert imread(io.BytesIO(base64.b64decode(bundle(figure)["image/png"])))[0, 0, :3].tolist() == [1, 1, 1]


def test_of_a_quiz_the_words_are_left():
    data = bundle(quiz(answer("How many weights has a network 3-3-1?", 12), answer("And < 2 biases?", 4)))
    guess = bundle(quiz(predict("Up & down?", ["up", "down"], 0)))["text/html"]
    assert "<p>Up &amp; down? ☐ up ☐ down</p>" in guess
    assert "image/png" not in data and "<img" not in data["text/html"]
    assert (
        "<p>How many weights has a network 3-3-1? (1 of 2)</p><p>And &lt; 2 biases? (2 of 2)</p>" in data["text/html"]
    )
