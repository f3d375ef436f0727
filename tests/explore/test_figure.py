"""What a reader sees: the gallery in a browser, against NumPy's numbers and Matplotlib's own drawing."""

import gzip
import re

import gallery
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from answers import NO_NUMBER
from parity import assert_same, check_looks, check_places, drawings, numbers_of, play, settings

import mlp
from mlp.explore import answer, explore, marks, quiz
from mlp.explore.draw.palette import VERMILION
from mlp.explore.figure.controls import words
from mlp.explore.figure.player import player
from mlp.figures import draw_network
from mlp.figures.drawing import LINE
from mlp.figures.worked import taking


def compare(figure, page, state=None, **values):
    """Set the controls in the page and compare what is drawn, and the numbers behind it, with Matplotlib and NumPy."""
    root, expected = page.locator(".explorable"), figure.outputs(state, **values)
    [(_, outputs, _)] = play(root, [(values, state)])
    assert_same(outputs, numbers_of(expected))
    for ours, own in drawings(figure, root, expected):
        check_places(ours, own)
        check_looks(ours, own)


@pytest.mark.parametrize("make", gallery.ALL, ids=lambda make: make.__name__)
def test_every_setting_is_drawn_as_matplotlib_draws_it(open_page, make):
    figure = make()
    page = open_page(figure)
    generator = np.random.default_rng(0)
    for _ in range(8):
        compare(figure, page, **{name: c.random(generator) for name, c in figure.controls.items()})


ARROWS = [
    {},
    {"angles": "xy"},
    {"angles": "xy", "scale_units": "xy", "pivot": "mid"},
    {"scale_units": "xy", "scale": 2, "pivot": "tip", "units": "dots", "width": 3},
    {"scale_units": "inches", "units": "inches", "headwidth": 4, "headlength": 3, "headaxislength": 2},
    {"scale_units": "x", "units": "y", "minlength": 3, "minshaft": 2},
    {"minlength": 0, "minshaft": 0, "linewidths": 1, "edgecolors": "black"},
]


@pytest.mark.parametrize("options", ARROWS, ids=str)
@pytest.mark.parametrize("one", [False, True], ids=["many", "one"])
def test_arrows_of_every_sort_are_matplotlibs_arrows(open_page, options, one):
    fig, ax = plt.subplots(figsize=(5, 3))
    u, v = (
        np.array([[1.0]] * 2) if one else np.array([[1.0, -0.3, 0.0, 1e-3, 0.04, np.nan], [2.0, 0.0, 0.0, 1, -0.01, 1]])
    )
    arrows = ax.quiver(np.arange(len(u)) + 1, np.arange(len(u)) + 1, u, v, color=VERMILION, **options)
    ax.set(xlim=(0, 9), ylim=(9, -2))
    if "xy" not in options.values() and "scale_units" not in options:
        ax.set(xscale="log", xlim=(0.5, 20))

    @explore(fig, s=(-2.0, 2.0))
    def figure(s=1.0):
        return {arrows: (s * u, v)}

    page = open_page(figure)
    compare(figure, page)
    compare(figure, page, s=-0.7)


def test_the_gallery_has_every_kind_of_mark_and_the_page_knows_it():
    shown = {type(mark) for make in gallery.ALL for mark in make().program.scene.marks.values()}
    assert shown == {kind for _, kind in marks.KINDS} | {marks.Mark}
    known = re.search(r"const KINDS = \{(.*?)\}", player(), re.DOTALL)[1]
    assert set(re.findall(r"(\w+):", known)) == {kind.kind for kind in shown} | {"cloud"}  # of very many points


def test_steps_are_numpys_steps(open_page):
    figure = gallery.bowl()
    page = open_page(figure)
    generator = np.random.default_rng(1)
    state = figure.start()
    for _ in range(8):
        values = {"learning_rate": 10 ** generator.uniform(-3, -0.6), "curvature": float(generator.integers(2, 12)) / 2}
        compare(figure, page, state, **values)
        state = figure.step(state, **values)
        page.evaluate("() => document.querySelector('.explorable').figure.step()")
        got = page.evaluate("() => document.querySelector('.explorable').figure.state().w")
        np.testing.assert_allclose(got, state["w"], rtol=1e-12)


FAULTS = {
    "a scale": (gallery.activation, "m[2 * i] *", "1.001 * m[2 * i] *"),
    "a logarithm": (gallery.bowl, "x : x <= 0", "Math.log(x) : x <= 0"),
    "a pixel": (gallery.bowl, "Math.floor(share * n)", "Math.round(share * n)"),
    "a corner": (gallery.bars, "[u + w, v + h]", "[u + w, v]"),
    "a colour": (gallery.network, "Math.round(255 * x)", "Math.round(250 * x)"),
    "a width": (gallery.network, "setWidths((i) => nth(width, i))", "setWidths(() => nth(width, 0))"),
    "what is hidden": (gallery.activation, "values.visible.data[0] ?", "!values.visible.data[0] ?"),
    "a head": (gallery.flow, "wide / 2]", "wide / 2.1]"),
    "a digit": (gallery.activation, "fixed(x, 0),\n  f: fixed", "fixed(x, 0),\n  f: (x, n) => fixed(x, n - 1)"),
    "a number": (gallery.activation, "?? Number)(value", "?? ((x) => 1e-7 + x))(value"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(open_page, monkeypatch, fault):
    make, right, wrong = FAULTS[fault]
    source = player()
    assert source.count(right) == 1
    monkeypatch.setattr("mlp.explore.figure.player.player", lambda: source.replace(right, wrong))
    figure = make()
    page = open_page(figure)
    generator = np.random.default_rng(3)

    def compare_twice():
        compare(figure, page)
        compare(figure, page, **{name: c.random(generator) for name, c in figure.controls.items()})

    with pytest.raises(AssertionError):
        compare_twice()


def test_the_player_and_a_figure_are_small():
    assert len(gzip.compress(player().encode(), 9)) <= 37_500
    assert max(len(make().body) for make in gallery.ALL) <= 60_000


def test_figures_in_view_come_first(browser, tmp_path):
    """On a page of many: its reader, who came to the last one, does not wait for those before."""
    figures = [explore(plt.subplots()[0], name=f"f{i}", k=(0, 9))(lambda k: {"y": k}) for i in range(8)]
    file = tmp_path / "page.html"
    file.write_text(gallery.page(figures).replace("</body>", "<script>scrollTo(0, 1e9)</script></body>"), "utf-8")
    page = browser.new_page()
    page.add_init_script("""
        window.order = [];
        Object.defineProperty(HTMLElement.prototype, "figure", { set(figure) {
            order.push(this.dataset.figure);
            Object.defineProperty(this, "figure", { value: figure });
        } });
    """)
    page.goto(file.as_uri())
    page.wait_for_function("order.length === 8")
    order = page.evaluate("order")
    assert order.index("f7") < order.index("f0")
    assert order[-1] != "f7"
    page.close()


def settle(page):
    """Wait until what a reader has done is drawn: the first change at once, further ones in the next frame."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_controls_are_native_labelled_and_have_their_own_limits(open_page):
    page = open_page(gallery.bowl())
    slider = page.get_by_label("learning rate")
    assert [slider.get_attribute(name) for name in ("type", "min", "max", "step")] == ["range", "-3", "1", "0.1"]
    assert slider.input_value() == "-1"
    slider.press("ArrowRight")
    assert settings(page)["learning_rate"] == pytest.approx(10**-0.9)
    page.get_by_label("w1", exact=True).fill("-1.5")
    assert settings(page)["w1"] == -1.5


def test_every_kind_of_control_moves_the_figure(open_page):
    page = open_page(gallery.bars())
    page.get_by_label("shape").select_option("ramp")
    page.get_by_label("width of zone").fill("2.5")
    page.get_by_label("width of zone").press("Enter")
    page.get_by_role("button", name="Again").click(click_count=2)
    page.get_by_label("level").press("Home")
    assert settings(page) == {"level": 0, "shape": "ramp", "width": 2.5, "again": 2}
    assert page.locator("svg text", has_text="a ramp").count() == 1
    page.get_by_role("button", name="Default settings").click()
    assert settings(page) == {"level": 5, "shape": "hill", "width": 1, "again": 0}
    assert page.get_by_role("button", name="Default settings").get_attribute("aria-disabled") == "true"


def labels(page, of):
    """The labels of the controls in a part of a page, as they follow each other."""
    return page.locator(f"{of} > .explorable-control > label").all_text_contents()


FOLDS = {  # controls, those that a handle moves as well, those in sight, those folded
    "five": ("a b c d e", "d e", "a b c d e", ""),
    "six, for one alone makes no fold": ("a b c d e f", "", "a b c d", "e f"),
    "seven": ("a b c d e f g", "", "a b c d e", "f g"),
    "dragged ones": ("a p b q c d", "p q", "a b c d", "p q"),
    "one dragged": ("p a b c d e", "p", "a b c d", "p e"),
    "one of a pair": ("a b c d p_1 p_2 q_1 q_2", "", "a b c d", "p₁ p₂ q₁ q₂"),
}


@pytest.mark.parametrize("names, dragged, seen, folded", FOLDS.values(), ids=FOLDS)
def test_of_many_controls_the_first_five_stay_in_sight(open_page, names, dragged, seen, folded):
    fig, ax = plt.subplots()
    dots = {name: ax.plot(0.5, 0, "o")[0] for name in dragged.split()}

    @taking(names.split())
    def update(values):
        return {dot: (values[name], 0.0) for name, dot in dots.items()} | {"sum": sum(values.values())}

    drag = {dot: (name, None) for name, dot in dots.items()}
    page = open_page(explore(fig, drag=drag, **dict.fromkeys(names.split(), (0.0, 1.0)))(update))
    assert labels(page, ".explorable > .explorable-controls") == seen.split()
    assert labels(page, "details > .explorable-controls") == folded.split()


def test_what_is_folded_opens_by_keyboard_and_moves_the_figure(open_page):
    fig, ax = plt.subplots()
    (dot,) = ax.plot(0.5, 0.5, "o")

    @explore(fig, drag={dot: ("x", "y")}, **dict.fromkeys("xyabcde", (0.0, 1.0)))
    def figure(x, y, a, b, c, d, e):
        return {dot: (x, y), "sum": a + b + c + d + e}

    page = open_page(figure)
    slider = page.locator("details").get_by_label("x", exact=True)
    assert not slider.is_visible()
    page.get_by_label("e", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert settings(page)["x"] == 1.0
    page.get_by_role("button", name="Default settings").click()
    assert slider.is_visible()  # stays open
    assert slider.input_value() == "0.5"


MATRICES = {  # each by its name, row by row
    "a matrix": {"W": ["W_11 W_12 W_13", "W_21 W_22 W_23"]},
    "a row": {"W": ["W_11 W_12"]},
    "a column": {"b": ["b_1", "b_2", "b_3"]},
    "two": {"W": ["W_11", "W_21"], "b": ["b_1", "b_2"]},
    "none": {},
}


@pytest.mark.parametrize("matrices", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("width", [360, 1280])
def test_fields_of_a_matrix_stand_as_one(open_page, matrices, width):
    rows = {name: [row.split() for row in own] for name, own in matrices.items()}
    names = ["x", "y_1", *np.concatenate([[], *(np.ravel(own) for own in rows.values())]).astype(str)]
    fields = {name: ipywidgets.FloatText(0.5) for name in names}
    update = taking(names)(lambda values: {"sum": sum(values.values())})
    page = open_page(explore(plt.subplots()[0], **fields)(update), viewport={"width": width, "height": 700})
    assert page.locator(".explorable-matrix").count() == len(rows)
    for name, own in rows.items():
        group = page.get_by_role("group", name=name, exact=True)
        assert group.locator("> span").inner_text() == f"{name} ="
        boxes = [[group.get_by_label(words(entry), exact=True).bounding_box() for entry in row] for row in own]
        x, y = (np.array([[box[axis] for box in row] for row in boxes]) for axis in "xy")
        assert (np.ptp(x, axis=0) == 0).all()
        assert (np.ptp(y, axis=1) == 0).all()
        assert (np.diff(x, axis=1) > 0).all()
        assert (np.diff(y, axis=0) > 0).all()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_dot_is_dragged_by_mouse_and_keyboard(open_page):
    page = open_page(gallery.bowl())
    handle = page.get_by_role("slider", name="w1, w2")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y + 40, steps=4)
    page.mouse.up()
    moved = settings(page)
    assert moved["w1"] < 1.3
    assert moved["w2"] < 0.9
    settle(page)
    new = handle.bounding_box()
    assert (new["x"] - box["x"], new["y"] - box["y"]) == pytest.approx((-80, 40), abs=5)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    assert settings(page)["w1"] == pytest.approx(moved["w1"] - 0.1)
    assert settings(page)["w2"] == pytest.approx(min(2, moved["w2"] + 1))
    settle(page)
    assert handle.get_attribute("aria-valuetext") == f"w1 {settings(page)['w1']:.1f}, w2 {settings(page)['w2']:.1f}"


def test_a_dot_that_was_dragged_has_no_square_around_it_and_one_that_keys_move_has_a_ring(open_page):
    page = open_page(gallery.bowl())
    handle = page.get_by_role("slider", name="w1, w2")

    def looks():
        return handle.evaluate("(e) => [getComputedStyle(e).outlineStyle, getComputedStyle(e).stroke !== 'none']")

    page.get_by_role("button", name="crawls").click()  # from now on the reader's focus is the pointer's
    handle.hover()
    page.mouse.down()
    page.mouse.up()
    assert handle.evaluate("(e) => e === document.activeElement")
    assert looks() == ["none", False]
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert looks() == ["none", True]


def test_a_dot_is_dragged_by_a_finger_and_the_page_stays(open_page):
    page = open_page(gallery.bowl(), gallery.bowl(), viewport={"width": 360, "height": 500}, has_touch=True)
    before, box = settings(page), page.get_by_role("slider", name="w1, w2").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    client = page.context.new_cdp_session(page)

    def touch(kind, *points):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    for i in range(1, 9):
        touch("touchMove", (x - 6 * i, y + 5 * i))
    touch("touchEnd")
    settle(page)
    new = page.get_by_role("slider", name="w1, w2").first.bounding_box()
    assert (new["x"] - box["x"], new["y"] - box["y"]) == pytest.approx((-48, 40), abs=5)
    assert settings(page) != before
    assert page.evaluate("scrollY") == 0


def test_a_number_field_keeps_to_its_limits_and_is_never_empty(open_page):
    page = open_page(gallery.bars())
    field = page.get_by_label("width of zone")
    for typed, value in (("2.5", 2.5), ("", 2.5), ("1e9", 4), ("-1e9", 0.1)):
        field.fill(typed)
        field.press("Enter")
        assert settings(page)["width"] == value
        assert float(field.input_value()) == value


def test_a_caption_keeps_the_room_that_it_has_once_needed(open_page):
    with plt.rc_context(gallery.STYLE):
        fig, ax = plt.subplots()
        (dot,) = ax.plot(0, 0, "o")
    words = ["Short.", "Long, longer than a line of a phone is wide, whatever the size of its letters may be."]

    @explore(fig, caption=lambda z: (words, np.where(z > 0, 1, 0)), z=(-1, 1))
    def figure(z=0):
        return {dot: (z, 0)}

    page = open_page(figure, viewport={"width": 360, "height": 700})
    caption = page.locator("figcaption")

    def height(z):
        page.evaluate("z => document.querySelector('.explorable').figure.set({ z })", z)
        page.wait_for_timeout(700)
        return caption.bounding_box()["height"]

    low, high = height(0), height(1)
    assert high > 1.5 * low
    assert height(0) == high
    page.set_viewport_size({"width": 1200, "height": 700})
    assert height(1) < high


def test_state_runs_pauses_goes_back_and_resets(open_page):
    page = open_page(gallery.bowl())
    start = page.evaluate("() => document.querySelector('.explorable').figure.state()")
    for _ in range(3):
        page.get_by_role("button", name="Step").click()
    third = page.evaluate("() => document.querySelector('.explorable').figure.state().w")
    page.get_by_role("button", name="Run").click()
    page.wait_for_function("() => document.querySelector('.explorable').figure.state().t[0] > 10")
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Step", exact=True).fill("3")
    assert page.evaluate("() => document.querySelector('.explorable').figure.state().w") == third
    page.get_by_role("button", name="Back").click()
    settle(page)
    assert page.locator("figcaption").inner_text().startswith("Step 2:")
    page.get_by_role("button", name="Reset", exact=True).click()
    assert page.evaluate("() => document.querySelector('.explorable').figure.state()") == start


FRAMES = """() => {
  const waiting = [];
  window.requestAnimationFrame = (frame) => waiting.push(frame);
  window.frames = (n) => Array.from({ length: n }, () => {
    waiting.splice(0).forEach((frame) => frame(0));
    return document.querySelector(".explorable").figure.state().t[0];
  });
}"""


def counting(steps_per_frame, **options):
    """A figure that counts its steps."""
    fig, ax = plt.subplots()
    (dot,) = ax.plot(0, 0, "o")

    def step(state):
        return {"t": state["t"] + 1}

    return explore(fig, state={"t": 0.0}, step=step, steps_per_frame=steps_per_frame, **options)(
        lambda state: {dot: (state["t"], 0)}
    )


@pytest.fixture
def lit():
    """A figure whose caption names two numbers of its picture."""
    fig, ax = plt.subplots()
    z, zz = ax.text(0.2, 0.5, "{:.1f}"), ax.text(0.8, 0.5, "{:.1f}")
    words = {z: "z", zz: "z²"}
    return explore(fig, caption="A quiz asks for z and z²: {z:.1f}·{z:.1f}.", lights=words, z=(0.0, 4.0, 0.5))(
        lambda z: {**dict(zip(words, (z, z * z), strict=True))}
    )


LIT = "() => [...document.querySelectorAll('.is-lit')].map(({ textContent }) => textContent)"


def test_words_of_the_caption_and_what_they_name_light_up_together(open_page, lit):
    page = open_page(lit)
    words = page.locator(".explorable-word")
    assert words.all_text_contents() == ["z", "z²"]  # not in "quiz"; and the longer one is not taken apart
    page.evaluate("document.querySelector('.explorable').figure.set({ z: 3 })")
    words.nth(1).focus()
    assert page.evaluate(LIT) == ["9.0", "z²"]
    words.nth(1).evaluate("(word) => word.blur()")
    page.locator("svg text", has_text="3.0").hover()
    assert page.evaluate(LIT) == ["3.0", "z"]
    page.evaluate("document.querySelector('.explorable').figure.set({ z: 4 })")
    assert page.evaluate(LIT) == []
    assert page.locator("figcaption").text_content().endswith("A quiz asks for z and z²: 4.0·4.0.")


def test_a_click_on_a_number_leads_to_its_field(open_page):
    fig, ax = plt.subplots()
    texts = [ax.text(0.5, 0.15 * i, "{:.2f}", gid=name) for i, name in enumerate("abcdefg")]
    fields = {name: ipywidgets.BoundedFloatText(value=i, min=-9, max=9) for i, name in enumerate("abcdefg")}

    @explore(fig, **fields)
    def figure(a, b, c, d, e, f, g):
        return dict(zip(texts, (a, b, c, d, e, f, g), strict=True))

    page = open_page(figure)
    for name in ("b", "g"):  # in sight, and folded
        page.locator("svg text", has_text=f"{'abcdefg'.index(name)}.00").click()
        page.keyboard.type("7.5")
        page.keyboard.press("Enter")
        assert page.evaluate(VALUES)[name] == 7.5
    assert page.locator("details[open]").count() == 1


VALUES = "document.querySelector('.explorable').figure.values()"


def test_an_author_names_the_step(open_page):
    page = open_page(counting(1, step_name="Again"))
    slider = page.get_by_role("slider", name="Again")
    page.get_by_role("button", name="Again").click()
    assert slider.input_value() == "1"
    page.get_by_role("button", name="Undo").click()
    assert slider.input_value() == "0"
    assert page.get_by_role("button").all_text_contents()[:4] == ["Run", "Again", "Undo", "Reset"]


def test_a_run_is_slow_at_first_and_later_as_fast_as_its_author_says(open_page):
    for steps in (1, 6):
        page = open_page(counting(steps))
        page.evaluate(FRAMES)
        page.get_by_role("button", name="Run").click()
        t = np.array(page.evaluate("frames(400)"))
        assert t[0] == 1
        assert t[8] - t[0] == pytest.approx(2 * steps, abs=0.6 * steps)
        assert t[-1] - t[-41] == pytest.approx(1.15 * 40 * steps, rel=0.1)
        a_while = np.diff(t[::20])
        assert (a_while[1:] >= a_while[:-1] - 1).all()


def test_a_reader_sets_the_speed_of_runs(open_page):
    page = open_page(counting(2))
    page.evaluate(FRAMES)
    speed, taken = page.get_by_role("combobox", name="Speed"), {}
    assert speed.input_value() == "normal"
    for name in ("normal", "fast", "slow", "slow"):
        if name != speed.input_value():
            speed.select_option(name)
        page.get_by_role("button", name="Run").click()
        taken[name] = page.evaluate("frames(100)")[-1]
        page.get_by_role("button", name="Reset", exact=True).click()  # keeps the speed
        page.evaluate("frames(1)")
    assert taken["slow"] < 0.5 * taken["normal"] < 0.2 * taken["fast"]
    assert speed.input_value() == "slow"


def test_divergence_is_said_and_can_be_undone(open_page):
    page = open_page(gallery.bowl())
    page.evaluate("() => document.querySelector('.explorable').figure.set({ learning_rate: 10, curvature: 6 })")
    page.evaluate("() => document.querySelector('.explorable').figure.step(1000)")
    message = page.get_by_role("alert")
    assert re.match(r"Diverged at step \d+", message.inner_text())
    assert page.get_by_role("button", name="Run").get_attribute("aria-disabled") == "true"
    assert np.isfinite(page.evaluate("() => document.querySelector('.explorable').figure.state().w")).all()
    page.get_by_role("button", name="Reset", exact=True).click()
    assert message.inner_text() == ""
    assert page.get_by_role("button", name="Run").get_attribute("aria-disabled") == "false"


def test_a_question_knows_the_answer_and_the_slip(open_page):
    page = open_page(gallery.activation())
    page.evaluate("() => document.querySelector('.explorable').figure.set({ z0: 1 })")
    for typed, verdict in (
        ("0,42", "Right."),
        ("42/100", "Right."),
        ("0.7616", "Not yet: that is f, not f'."),
        ("3", "Not yet."),
        ("?", NO_NUMBER),
    ):
        page.get_by_label("How steep is f here?").fill(typed)
        page.get_by_role("button", name="Check").click()
        assert page.locator(".explorable-question output").inner_text() == verdict


def test_a_walk_goes_on_and_back_and_each_step_has_its_caption(open_page):
    page = open_page(gallery.walk())
    caption = page.locator("figcaption")
    back, on = (page.get_by_role("button", name=name) for name in ("Back", "Next"))
    assert caption.inner_text() == "At the start."
    assert back.get_attribute("aria-disabled") == "true"
    on.click()
    assert caption.inner_text() == "z is −1.0."
    for _ in range(9):  # there is no step after the last one, which shows what the one before it shows
        on.press("Enter")
    assert settings(page)["t"] == 3
    settle(page)
    assert on.get_attribute("aria-disabled") == "true"
    assert caption.inner_text() == "Its square is 1.0."
    back.press("Enter")
    assert settings(page)["t"] == 2


def test_questions_follow_each_other(open_page):
    page = open_page(gallery.walk())
    first, second, third = page.locator("form.explorable-question").all()

    def reply(form, typed):
        form.get_by_role("textbox").fill(typed)
        form.get_by_role("button", name="Check").click()
        return form.locator("output").inner_text()

    assert not second.is_visible()
    assert reply(first, "-1") == "Not yet: that is z."
    assert not second.is_visible()
    assert reply(first, "−2") == "Right."
    assert (second.is_visible(), third.is_visible()) == (True, False)
    assert reply(second, "22") == "Not yet: that is 22."
    assert reply(second, "4") == "Right."
    assert reply(third, "0,002") == "Not yet."
    assert reply(third, "") == NO_NUMBER
    assert reply(third, "2,000") == "Right."  # a comma before decimals, or between thousands
    assert reply(third, "2 000/1,000") == "Right."
    page.evaluate("() => document.querySelector('.explorable').figure.set({ z: 0 })")
    assert reply(first, "0") == "Right."  # for 0 there is no relative error
    page.get_by_label("z", exact=True).press("ArrowLeft")  # other numbers, other answers
    assert not second.is_visible()
    assert first.locator("output").inner_text() == ""
    assert reply(first, "-2") == "Not yet."
    assert reply(first, "-1") == "Right."


def test_a_quiz_has_questions_and_no_picture(open_page):
    page = open_page(quiz(answer("How many weights has a network 3-3-1?", 12, {"these are the biases": 4})))
    assert page.locator("svg, figcaption, .explorable-controls").count() == 0
    page.get_by_label("How many weights").fill("4")
    page.get_by_role("button", name="Check").click()
    assert page.locator("output").inner_text() == "Not yet: these are the biases."


def test_an_alpha_that_moves_is_not_drawn_twice(open_page):
    fig, ax = plt.subplots()
    dots = ax.scatter([0, 1], [0, 1])
    page = open_page(explore(fig, a=(0.0, 1.0, 0.1))(lambda a=0.2: {dots: {"alpha": a}}))
    mark = page.locator("[data-mark='0']")
    looks = mark.locator("use").first.evaluate(
        "(u) => { const s = getComputedStyle(u); return [s.opacity, s.fillOpacity, s.strokeOpacity] }"
    )
    assert looks == ["1", "0.2", "0.2"]
    assert dots.get_alpha() == 0.2


def test_the_address_keeps_the_settings(open_page):
    page = open_page(gallery.activation(), address="#lab.z0=1.5&lab.f=ReLU&other.x=3&lab.zone=true&lab.z0")
    assert settings(page) == {"f": "ReLU", "z0": 1.5, "zone": True}
    page.get_by_label("f", exact=True).select_option("sigmoid")
    page.wait_for_function("() => location.hash.includes('sigmoid')")
    assert page.evaluate("() => location.hash") == "#other.x=3&lab.f=sigmoid&lab.z0=1.5&lab.zone=true"
    page.evaluate("() => { location.hash = '#lab.z0=-2' }")
    page.wait_for_function("() => document.querySelector('.explorable').figure.values().z0 === -2")


def test_the_caption_is_spoken_at_rest(open_page):
    page = open_page(gallery.activation())
    page.locator("input[type=range]").press("ArrowRight")
    spoken = page.locator("[aria-live=polite]")
    assert page.locator("figcaption").inner_text() == "At z = 0.1 the unit says 0.100; its slope is 0.990."
    assert "0.1 the" not in spoken.text_content()
    page.wait_for_function("() => document.querySelector('[aria-live=polite]').textContent.includes('0.1 the')")


def test_a_title_begins_the_caption_and_stays(open_page):
    fig, ax = plt.subplots()
    (dot,) = ax.plot(0, 0, "o")

    @explore(fig, title="A unit & its <input>", caption="z is {z:.1f}.", z=(-1.0, 1.0))
    def figure(z):
        return {dot: (z, 0)}

    page = open_page(figure)
    page.get_by_label("z", exact=True).press("ArrowRight")
    caption = page.locator("figcaption")
    assert caption.inner_text() == "A unit & its <input>. z is 0.1."
    assert caption.locator("b").inner_text() == "A unit & its <input>."
    assert page.get_by_role("group", name="A unit & its <input>", exact=True).count() == 2  # the figure and its drawing
    page.locator(".explorable-number").evaluate("(number) => number.textContent = 'Figure 2.1'")
    page.get_by_label("z", exact=True).press("ArrowRight")
    assert caption.inner_text() == "Figure 2.1 A unit & its <input>. z is 0.2."
    page.wait_for_function("() => document.querySelector('[aria-live=polite]').textContent === 'z is 0.2.'")


def test_a_figure_with_a_title_alone_has_a_caption(open_page):
    figure = explore(plt.subplots()[0], title="What is left?", z=(-1.0, 1.0))(lambda z: {"y": z})
    page = open_page(figure)
    assert page.locator("figcaption").inner_text() == "What is left?"
    assert page.locator("figcaption [class]").evaluate_all("(all) => all.map((e) => e.className)") == [
        "explorable-number",
        "explorable-caption",
    ]


def test_the_same_figure_twice_has_its_own_ids(open_page):
    figure = gallery.activation()
    page = open_page(figure, figure)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    lost = page.evaluate(
        "() => [...document.querySelectorAll('[href^=\"#\"], [clip-path]')].map((e) => e.getAttribute('href') ?? "
        "e.getAttribute('clip-path').slice(4, -1)).filter((ref) => !document.querySelector(ref))"
    )
    assert lost == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_page_and_letters_stay_legible(open_page, width):
    page = open_page(*(make() for make in gallery.ALL), viewport={"width": width, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('svg text')].map((t) => parseFloat(getComputedStyle(t).fontSize)"
        " * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b))"
    )
    assert min(sizes) >= 10.5


def test_a_marker_that_is_nowhere_at_first_appears(open_page):
    fig, ax = gallery.plt.subplots()
    (dot,) = ax.plot(0, 0, "o-")
    ax.set(xlim=(-3, 3), ylim=(-2, 2))
    figure = explore(fig, x=(-2.0, 2.0))(lambda x=-1.0: {dot: ([0.0, 0.5], np.where(x > 0, x, np.nan))})
    gallery.plt.close(fig)
    page = open_page(figure)
    assert page.locator("[data-mark] use:visible").count() == 0
    compare(figure, page, x=1.5)


def test_without_javascript_and_in_print_it_is_the_plain_figure(browser, tmp_path):
    (tmp_path / "page.html").write_text(gallery.page([gallery.bowl()]), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.locator("svg image, svg img").count() == 1
    assert page.locator("button, input").count() == 0
    assert page.locator("figcaption").inner_text() == "Step 0: J = 2.875"
    context.close()


def test_print_shows_no_controls(open_page):
    page = open_page(gallery.bowl())
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible").count() == 0


def test_dashes_keep_step_with_the_width_of_their_line(open_page):
    """A weight that turns negative gets a dashed line; before, its dashes are those of a thicker line, and few."""
    fig, ax = plt.subplots()
    drawing, net = draw_network(ax, [1, 1]), mlp.Network([1, 1])

    @explore(fig, w=(-2.0, 2.0))
    def figure(w=1.0):
        return drawing.data(net.from_vector(np.stack([w, 0.0])))

    page = open_page(figure)
    dashes = []
    for w in (1.0, -0.1, -1.0, 1.0):
        page.evaluate("(w) => document.querySelector('.explorable').figure.set({ w })", w)
        dashed = page.locator("path[style*=stroke-dasharray]")
        dashes.append(
            [float(d) for d in re.findall(r"[\d.]+", dashed.evaluate("(path) => path.style.strokeDasharray"))]
        )
    np.testing.assert_allclose(dashes, np.outer([0.5, 0.5, LINE, 0.5], [2, 1.5]))
