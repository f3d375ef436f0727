"""Arrays that a reader makes in the picture: points in axes, and an image to draw into."""

import barriers
import gallery
import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp.explore import explore, pad, points

NONE = np.full(3, np.nan)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def page(open_page):
    return open_page(gallery.drawn())


def values(page):
    return page.evaluate("document.querySelector('.explorable').figure.values()")


def plane(page):
    return page.locator(".explorable-surface").first


def image(page):
    return page.locator(".explorable-surface").last


def at(surface, x, y):
    """Find a place, in shares of the surface from its top left."""
    box = surface.bounding_box()
    return {"x": x * box["width"], "y": y * box["height"]}


def figure_of(**control):
    """A figure that moves a line in one axes, and has a still image in the other."""
    fig, (left, right) = plt.subplots(1, 2)
    (line,) = left.plot([0, 1], [0, 1])
    still = right.imshow(np.eye(2))
    left.set(xlim=(0, 4), ylim=(3, 0))
    return explore(fig, own=control["make"](left, still))(lambda own: {line: (np.arange(2), np.ones(2)), "y": own})


def test_python_holds_an_array_that_nobody_can_change():
    figure = gallery.drawn()
    figure.own = [[0, 1, 1], [-1, 2, 0]]
    assert figure.own.shape == (12, 3)
    np.testing.assert_array_equal(figure.own[:3], [[0, 1, 1], [-1, 2, 0], NONE])
    figure.own = [[0, 1, 1], NONE, [-1, 2, 0]]  # those that are there come first
    np.testing.assert_array_equal(figure.own[:3], [[0, 1, 1], [-1, 2, 0], NONE])
    with pytest.raises(ValueError, match="read-only"):
        figure.own[0] = 0
    assert figure.evaluate(ink=np.ones((6, 8)))["ink_mean"] == 1
    assert figure.get_state("own")["own"] == [[0, 1, 1], [-1, 2, 0]]
    figure.set_state({"own": [[1, 1, 0]]})  # as the page tells a kernel
    np.testing.assert_array_equal(figure.own[:2], [[1, 1, 0], NONE])


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("own", [[0, 1]], r"own must have rows x, y, kind; got an array of shape \(1, 2\)"),
        ("own", [[0, 1, 0]] * 13, "own must have at most 12 points; got 13"),
        ("own", [[9, 1, 0]], r"within the axes, from \[-2.0, 0.1\] to \[2.0, 10.0\]; got \[9.0, 1.0\]"),
        ("own", [[0, np.nan, 0]], "within the axes"),
        ("own", [[0, 1, 2]], "kinds from 0 to 1; got 2"),
        ("own", [[0, 1, 0.5]], "kinds from 0 to 1; got 0.5"),
        ("ink", np.ones((8, 6)), r"in the shape \(6, 8\); got numbers from 1 to 1, in the shape \(8, 6\)"),
        ("ink", np.full((6, 8), 1.5), "ink must have numbers from 0 to 1"),
        ("ink", np.full((6, 8), np.nan), "ink must have numbers from 0 to 1"),
    ],
)
def test_values_that_nobody_can_draw(name, value, says):
    with pytest.raises(ValueError, match=says):
        gallery.drawn().outputs(**{name: value})


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda ax, image: points(0, ax), "most must be an integer >= 1; got 0"),
        (lambda ax, image: points(3, ax, kinds=["a", "a"]), "kinds must be .* no two alike"),
        (lambda ax, image: points(3, image), "own must be on axes with a line or a scatter that update moves; got"),
        (lambda ax, image: points(3, ax, sets={"f": 1}), r"sets must name controls \(own\); got 'f'"),
        (lambda ax, image: pad((3,), image), r"shape must be two integers >= 1, rows and columns; got \(3,\)"),
        (lambda ax, image: pad((3, 3), image, brush=0), "brush must be > 0; got 0"),
        (lambda ax, image: pad((3, 3), image), "own must be on an image that update moves; got"),
    ],
)
def test_mistakes_with_what_is_drawn(make, says):
    with pytest.raises(ValueError, match=says):
        figure_of(make=make)


def test_a_click_adds_a_point_and_another_takes_it_away(page):
    page.get_by_label("a click adds").select_option("dot")
    plane(page).click(position=at(plane(page), 0.5, 0.5))
    plane(page).click(position=at(plane(page), 0.75, 0.25))
    [(x, y, kind), other] = values(page)["own"]
    assert (x, y, kind) == (pytest.approx(0, abs=0.02), pytest.approx(1, rel=0.03), 1)
    assert other == [pytest.approx(1, abs=0.02), pytest.approx(10**0.5, rel=0.03), 1]
    assert values(page)["which"] == "own"  # what `sets` says
    assert page.get_by_text("2 of 12 points").is_visible()
    plane(page).click(position=at(plane(page), 0.505, 0.495))
    assert values(page)["own"] == [other]
    page.get_by_role("group", name="your points").get_by_role("button", name="Clear").click()
    assert values(page)["own"] == []


def test_a_tap_adds_a_point_and_inks_a_cell(open_page):
    page = open_page(gallery.drawn(), has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    plane(page).tap(position=at(plane(page), 0.5, 0.5))
    assert len(values(page)["own"]) == 1
    image(page).tap(position=at(image(page), 0.5 / 8, 0.5 / 6))
    assert np.argwhere(values(page)["ink"]).tolist() == [[5, 0]]


def test_keys_move_a_cross_hair_and_add_points(page):
    plane(page).focus()
    for key in ("Shift+ArrowRight", "ArrowUp", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    [(x, y, kind)] = values(page)["own"]
    assert (x, y, kind) == (pytest.approx(0.4), pytest.approx(1), 0)
    assert page.get_by_text("x 0.4, y 1: cross; 1 of 12 points").is_visible()
    page.keyboard.press("Space")
    assert values(page)["own"] == []
    assert page.get_by_text("x 0.4, y 1: nothing; 0 of 12 points").is_visible()


def test_there_is_no_room_for_more(page):
    full = [[x, 1, 0] for x in np.linspace(-1.5, 1.5, 12)]
    page.evaluate("rows => document.querySelector('.explorable').figure.set({ own: rows })", full)
    plane(page).click(position=at(plane(page), 0.5, 0.1))
    assert values(page)["own"] == full
    assert page.get_by_text("12 of 12 points: remove one first").is_visible()


PASTED = {
    "x,y,kind\n0, 1, 0\n1;2;1": ([[0, 1, 0], [1, 2, 1]], "2 of 12 points"),
    "0\t1\tdot\n\n 1 2 ": ([[0, 1, 1], [1, 2, 0]], "2 of 12 points"),
    "0 1 0\none two\n9 1 0\n1 1 7": (
        [[0, 1, 0]],
        "1 of 12 points. Line 2 is not x, y, kind. Line 3 lies outside. Line 4 is not x, y, kind",
    ),
    "0 1\n" * 13: ([[0, 1, 0]] * 12, "12 of 12 points. 1 more have no room"),
    "0.123456 1.23456 0": ([[0.123, 1.23, 0]], "1 of 12 points"),
}


@pytest.mark.parametrize("text", PASTED)
def test_numbers_are_pasted(page, text):
    rows, says = PASTED[text]
    page.get_by_text("Paste numbers").click()
    page.get_by_label("rows x, y, kind").fill(text)
    page.get_by_role("button", name="Set points").click()
    assert values(page)["own"] == rows
    assert page.locator(".explorable-points output").inner_text() == says


@pytest.mark.parametrize("text", ["hello", " ", "x y kind"])
def test_where_no_number_is_read_the_points_stay(page, text):
    page.evaluate("document.querySelector('.explorable').figure.set({ own: [[1, 2, 0]] })")
    page.get_by_text("Paste numbers").click()
    page.get_by_label("rows x, y, kind").fill(text)
    page.get_by_role("button", name="Set points").click()
    assert values(page)["own"] == [[1, 2, 0]]
    assert page.locator(".explorable-points output").inner_text() == "1 of 12 points. No line is x, y, kind"


def drag(page, *places, button="left"):
    box = image(page).bounding_box()
    for k, (x, y) in enumerate(places):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=3)
        if not k:
            page.mouse.down(button=button)
    page.mouse.up(button=button)


def test_a_stroke_is_as_wide_as_a_cell(page):
    drag(page, (0.5 / 8, 5.5 / 6), (4.5 / 8, 5.5 / 6))  # along the lowest row, which is the first one
    page.mouse.move(*(side + 20 for side in list(image(page).bounding_box().values())[:2]))  # nothing is pressed
    ink = np.array(values(page)["ink"])
    assert (ink[0, :5] > 0.9).all()
    assert (ink[0, 6:] == 0).all() and (ink[1:] < 0.1).all()
    drag(page, (2.5 / 8, 5.5 / 6), (2.6 / 8, 5.5 / 6), button="right")
    ink = np.array(values(page)["ink"])
    assert ink[0, 2] < 0.1 and ink[0, 0] > 0.9
    page.get_by_label("eraser").check()
    drag(page, (0, 5.5 / 6), (1, 5.5 / 6))
    assert np.max(values(page)["ink"]) < 0.1


def test_keys_draw(page):
    image(page).focus()
    for key in ("ArrowUp", "Space", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    ink = np.array(values(page)["ink"])
    assert sorted(zip(*np.nonzero(ink), strict=True)) == [(4, 3), (4, 4)]
    assert page.get_by_text("row 5, column 4: ink 100 %").is_visible()
    page.keyboard.press("Enter")
    assert np.array(values(page)["ink"])[4].tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    page.get_by_role("group", name="ink").get_by_role("button", name="Clear").click()
    assert np.sum(values(page)["ink"]) == 0


def test_the_address_keeps_what_was_drawn(page, open_page):
    plane(page).click(position=at(plane(page), 0.3, 0.4))
    drag(page, (0.1, 0.1), (0.9, 0.7))
    page.wait_for_function("location.hash.includes('ink')")
    drawn, address = values(page), page.evaluate("location.hash")
    assert len(address) < 120
    again = open_page(gallery.drawn(), address=address)
    assert values(again) == drawn
    again.get_by_role("button", name="Default settings").click()
    again.wait_for_function("location.hash === ''")
    assert values(again)["own"] == []


@pytest.mark.parametrize("wrong", ["own=1_2", "own=9_1_0", "own=0_1_5", "own=a_b_c", "ink=!", "ink=" + "0" * 49])
def test_an_address_says_what_can_be_drawn(open_page, wrong):
    figure = gallery.drawn()
    page = open_page(figure, address=f"#drawn.{wrong}")
    assert values(page) == {"which": "ready", "own": [], "ink": figure.ink.tolist()}


def test_a_preset_sets_points_and_figure_set_takes_arrays(page):
    page.get_by_role("button", name="two").click()
    assert values(page)["own"] == [[-1, 1, 0], [1, 2, 1]]
    page.evaluate("document.querySelector('.explorable').figure.set({ own: [[0, 1, 1], [NaN, NaN, NaN]] })")
    assert values(page)["own"] == [[0, 1, 1]]


def test_nobody_is_kept_out(page):
    page.get_by_text("Paste numbers").click()
    barriers.prepare(page)
    assert barriers.find(page, runOnly=["wcag2a", "wcag2aa"]) == []
