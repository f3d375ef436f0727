"""The reader's own digit: what is drawn on the pad is read as NumPy reads it, centred or not."""

import re

import numpy as np
import pytest
from pages import moving_page
from sklearn.datasets import load_digits

import mlp

FIGURE = "document.querySelector('[data-figure=own]').figure"
FINE = 16  # parts of a cell along each side


@pytest.fixture
def page(browser, addresses):
    with moving_page(browser, addresses, "book/digits") as page:
        yield page


@pytest.fixture(scope="module")
def read():
    """The network of the page, trained here: a function from 8 x 8 squares, from 0 to 1, to ten probabilities."""
    data = load_digits()
    train = np.random.default_rng(0).permutation(len(data.images))[:1347]
    X, Y = data.data[train] / 16, mlp.one_hot(data.target[train], 10)
    mean = X.mean(axis=0)
    net = mlp.Network([64, 32, 32, 10], "relu", "softmax", "he", seed=0)
    mlp.gradient_descent(net, X - mean, Y, 0.5, 300, "cross_entropy")
    net = net.from_vector(net.to_vector().round(3))
    return lambda squares: net.predict(squares.reshape(1, 64) - mean)[0]


def squares(ink, centre):
    """Count the ink in 8 x 8 squares: of the whole pad, or of a square as large as the drawing, around its middle."""
    fine = np.pad(np.kron(ink, np.ones((FINE, FINE))), 16 * FINE)  # paper on all sides
    first, side = np.array([16, 16]), 16
    if centre:
        places = np.argwhere(ink > 0)
        low, high = places.min(axis=0), places.max(axis=0) + 1
        side = (high - low).max()
        first = 16 + (low + high - side) / 2
    top, left = (first * FINE).astype(int)
    window = fine[top : top + side * FINE, left : left + side * FINE]
    return window.reshape(8, side * FINE // 8, 8, -1).mean(axis=(1, 3))


def draw(page, *places):
    """Draw a stroke from place to place, in cells."""
    box = page.locator("[data-figure=own] .explorable-surface").bounding_box()
    for k, (x, y) in enumerate(places):
        page.mouse.move(box["x"] + box["width"] * x / 16, box["y"] + box["height"] * y / 16, steps=4)
        if not k:
            page.mouse.down()
    page.mouse.up()


@pytest.mark.parametrize("centre", [False, True])
def test_a_stroke_is_read_as_numpy_reads_it(page, read, centre):
    own = page.locator("[data-figure=own]")
    own.scroll_into_view_if_needed()
    own.get_by_role("button", name="Clear").click()
    assert "Nothing is drawn" in own.locator(".explorable-caption").inner_text()
    draw(page, (2, 2), (8, 2.5), (5, 9))  # a small 7, off the middle
    own.get_by_label("centre and enlarge it").set_checked(centre)
    ink = np.array(page.evaluate(f"{FIGURE}.values().drawing"))
    assert (ink[2, 2:8] > 0.5).all() and not ink[:, 12:].any()  # where it was drawn
    p = read(squares(ink, centre))
    np.testing.assert_allclose(page.evaluate(f"{FIGURE}.outputs().p.data"), p, atol=1e-9)
    said = own.locator(".explorable-caption").inner_text()
    assert re.search(r"(reads|hesitates:) an? (\d)", said)[2] == str(p.argmax())


def test_more_ink_at_the_plus_makes_it_more_the_chosen_digit(page, read):
    page.evaluate(f"{FIGURE}.set({{ towards: '3' }})")
    outputs = page.evaluate(f"{FIGURE}.outputs()")
    shown, seen = (np.reshape(outputs[name]["data"], (8, 8)) for name in ("image5.array", "image2.array"))
    h, slopes = 1e-4, np.zeros((8, 8))
    for place in np.ndindex(8, 8):
        step = np.zeros((8, 8))
        step[place] = h
        slopes[place] = (np.log(read(seen + step)[3]) - np.log(read(seen - step)[3])) / (2 * h)
    np.testing.assert_allclose(shown, slopes / np.abs(slopes).max(), atol=1e-4)
    y, x = np.unravel_index(shown.argmax(), (8, 8))
    assert [outputs[f"line1.{axis}data"]["data"] for axis in "xy"] == [[x], [y]]
    said = page.locator("[data-figure=own] .explorable-caption").inner_text()
    assert f"For a 3, ink would help most in row {y + 1}, column {x + 1}." in said


def test_pad_verdict_controls_and_caption_stand_on_one_screen(page):
    page.set_viewport_size({"width": 1280, "height": 720})
    own = page.locator("[data-figure=own]")
    picture, caption = (own.locator(part).bounding_box() for part in (".explorable-picture", "figcaption"))
    assert caption["y"] + 24 - picture["y"] <= 640  # to the end of its first line


@pytest.mark.parametrize("name", ["a 1 at the edge", "a flat 0"])
def test_the_picture_tells_the_verdict_and_only_bars_that_are_seen_have_numbers(page, name):
    own = page.locator("[data-figure=own]")
    own.get_by_role("button", name=name).click()
    p = np.array(page.evaluate(f"{FIGURE}.outputs().p.data"))
    assert own.get_by_text(f"read as {p.argmax()}, with {min(p.max(), 0.999):.1%}").is_visible()
    numbers = own.get_by_text(re.compile(r"^\d+%$"))
    assert numbers.all_text_contents() == [f"{share:.0%}" for share in p]  # all of them are there to be heard
    opacity = numbers.evaluate_all("all => all.map(own => +getComputedStyle(own).fillOpacity)")
    assert opacity == (p >= 0.01).tolist()


def test_an_8_has_its_own_article(page):
    caption = page.locator("[data-figure=own] .explorable-caption")
    eight = np.zeros((16, 16))
    eight[1:15, 4:12] = 1
    eight[4:7, 7:9] = eight[9:12, 7:9] = 0
    page.evaluate(f"ink => {FIGURE}.set({{ drawing: ink, towards: '8' }})", eight.tolist())
    assert re.search(r"(reads|hesitates:) an 8.* For an 8,", caption.inner_text())
