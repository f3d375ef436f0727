"""What a reader sees: the gallery in a browser, against NumPy's numbers and Matplotlib's own drawing."""

import gzip
import io
import re
from contextlib import contextmanager
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from explore import gallery
from matplotlib.backends.backend_svg import RendererSVG

from mlp.explore import explorable

DRAWN = """() => [...document.querySelectorAll("[data-mark]")].map((group) => {
  const shapes = [...group.querySelectorAll("path, use")].filter((p) => !p.closest("defs"));
  const frames = [...group.querySelectorAll("foreignObject")], canvases = [...group.querySelectorAll("canvas")];
  return {
  mark: Number(group.dataset.mark),
  hidden: group.getAttribute("display") === "none",
  paths: shapes.filter((p) => p.tagName === "path").map((p) => p.getAttribute("d")),
  places: [...group.querySelectorAll("use")].filter((u) => u.getAttribute("display") !== "none")
    .map((u) => [u.getAttribute("x"), u.getAttribute("y")].map(Number)),
  fills: shapes.map((p) => p.getAttribute("display") === "none" ? "" : getComputedStyle(p).fill),
  strokes: shapes.map((p) => [getComputedStyle(p).stroke, getComputedStyle(p).strokeWidth]),
  words: [...group.querySelectorAll("text")].map((t) => t.textContent),
  image: frames.map((f) => ["x", "y", "width", "height"].map((a) => Number(f.getAttribute(a)))),
  pixels: canvases.map((c) => [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data]),
};})"""


@pytest.fixture
def open_page(browser, tmp_path):
    """Open figures from a file, with no network; whatever the console says is a failure."""
    said, pages = [], []

    def open_it(*figures, address="", **options):
        file = tmp_path / "page.html"
        file.write_text(gallery.page(figures), encoding="utf-8")
        context = browser.new_context(**options)
        page = context.new_page()
        context.route(
            re.compile("^(?!file:|data:|blob:)"), lambda route: (said.append(route.request.url), route.abort())
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri() + address)
        page.wait_for_function("[...document.querySelectorAll('.explorable')].every((e) => e.figure)")
        pages.append(context)
        return page

    yield open_it
    for context in pages:
        context.close()
    assert said == []


def numbers(path):
    return np.array(re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", path), float).reshape(-1, 2)


@contextmanager
def whole_paths():
    """Keep Matplotlib from cutting lines off at the edge of the figure, which clip paths do anyway."""
    convert = RendererSVG._convert_path
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RendererSVG, "_convert_path", lambda self, path, transform=None, clip=None, **options: convert(
            self, path, transform, **options))  # fmt: skip
        yield


def drawn_by_matplotlib(figure, outputs):
    """Set the artists as their user would, save the figure as SVG, and read where everything is."""
    fig, marks = figure._scene.fig, figure._scene.marks.values()
    gids = [(part, part.get_gid()) for mark in marks for part in mark.parts]
    for i, mark in enumerate(marks):
        for j, part in enumerate(mark.parts):
            part.set_gid(f"part-{i}-{j}")
    file = io.StringIO()
    settings = {"svg.fonttype": "none", "path.simplify": False, "image.composite_image": False}
    fig.set_layout_engine("none")  # axes stay where the page has them
    with mpl.rc_context(settings), whole_paths():
        figure._scene.set(dict(outputs))
        fig.savefig(file, format="svg")
    for part, gid in gids:
        part.set_gid(gid)
    tree = ElementTree.fromstring(file.getvalue())
    for element in tree.iter():
        element.tag = element.tag.split("}")[-1]
    groups = {e.get("id"): e for e in tree.iter() if (e.get("id") or "").startswith("part-")}
    found = []
    for i, mark in enumerate(marks):
        for j, part in enumerate(mark.parts):
            group = groups.get(f"part-{i}-{j}", ElementTree.Element("g"))
            in_defs = {id(p) for d in group.iter("defs") for p in d.iter()}
            paths = [e.get("d") or "" for e in group.iter("path") if id(e) not in in_defs]
            uses = [[float(e.get("x")), float(e.get("y"))] for e in group.iter("use")]
            words = ["".join(e.itertext()).strip() for e in group.iter("text")]
            defined = [e.get("d") for e in group.iter("path") if id(e) in in_defs]
            found.append({"mark": i, "part": part, "paths": paths, "places": uses, "words": words, "defined": defined})
    return found


def compare(figure, page, state=None, **values):
    """Set the controls in the page and compare what is drawn, and the numbers behind it, with Matplotlib and NumPy."""
    page.evaluate("(values) => document.querySelector('.explorable').figure.set(values)", values)
    if state is not None:
        plain = {key: np.asarray(value).ravel().tolist() for key, value in state.items()}
        plain = {key: [None if np.isnan(v) else v for v in value] for key, value in plain.items()}
        page.evaluate(
            "(state) => document.querySelector('.explorable').figure.setState(Object.fromEntries("
            "Object.entries(state).map(([k, v]) => [k, v.map((x) => x ?? NaN)])))",
            plain,
        )
    expected = figure.outputs(state, **values)
    raw = page.evaluate(
        "() => Object.entries(document.querySelector('.explorable').figure.outputs()).map(([name, o]) => "
        "[name, o.shape, o.data.map((x) => Number.isNaN(x) ? 'nan' : x)])"
    )
    assert [name for name, *_ in raw] == [k for k, v in expected.items() if not isinstance(v, str)]
    for name, shape, data in raw:
        numpy = np.asarray(expected[name], float)
        got = np.array([np.nan if v == "nan" else v for v in data], float).reshape(shape)
        assert got.shape == numpy.shape
        np.testing.assert_allclose(got, numpy, rtol=0, atol=1e-9 * max(1e-300, np.nanmax(np.abs(numpy), initial=0)))
    seen = page.evaluate(DRAWN)
    theirs = drawn_by_matplotlib(figure, expected)
    assert len(seen) == len(theirs)
    for ours, own in zip(sorted(seen, key=lambda s: s["mark"]), theirs, strict=True):
        check_drawing(ours, own)


def check_drawing(ours, own):
    artist = own["part"]
    if not artist.get_visible():
        assert ours["hidden"]
        return
    if ours["image"]:
        extent = np.array(artist.get_window_extent().extents) * 72 / artist.figure.dpi
        height = artist.figure.get_figheight() * 72
        box = [extent[0], height - extent[3], extent[2] - extent[0], extent[3] - extent[1]]
        np.testing.assert_allclose(ours["image"][0], box, atol=0.01)
        rgba = artist.cmap(artist.norm(artist.get_array()), bytes=True)
        assert np.array_equal(np.array(ours["pixels"][0]).reshape(rgba.shape), rgba)
        return
    assert not ours["hidden"]
    assert ours["paths"] or ours["places"] or ours["words"]
    if isinstance(artist, mpl.collections.PolyCollection):  # Matplotlib writes it as a marker at a place
        (mine,), (theirs,), (place,) = ours["paths"], own["defined"], own["places"]
        np.testing.assert_allclose(numbers(mine), numbers(theirs) + place, atol=0.01)
        return
    assert len(ours["paths"]) >= len(own["paths"])
    assert not any(ours["paths"][len(own["paths"]) :])  # those left over from another choice are empty
    for mine, theirs in zip(ours["paths"], own["paths"], strict=False):
        assert numbers(mine).shape == numbers(theirs).shape
        np.testing.assert_allclose(numbers(mine), numbers(theirs), atol=0.01)
        assert re.sub(r"[^MLQCz]", "", mine) == re.sub(r"[^MLQCz]", "", theirs)
    places = [place for place in ours["places"] if min(place) >= 0]  # Matplotlib leaves out what is off the canvas
    np.testing.assert_allclose(np.reshape(places, (-1, 2)), np.reshape(own["places"], (-1, 2)), atol=0.01)
    if artist.get_label() == "outline":
        for colour in [*ours["fills"][1:], *(stroke for stroke, _ in ours["strokes"])]:
            assert css(colour) == pytest.approx(rgb(artist.get_color()), abs=1)
    if isinstance(artist, mpl.text.Text):
        assert "".join(ours["words"]) == artist.get_text().replace("$", "")
    if isinstance(artist, mpl.collections.Collection) and ours["fills"]:
        for i, fill in enumerate(ours["fills"]):
            face = artist.get_facecolor()
            if len(face) and artist.get_array() is not None and fill:
                assert css(fill) == pytest.approx(rgb(face[i % len(face)]), abs=1)
        if isinstance(artist, mpl.collections.LineCollection):
            widths = artist.get_linewidth()
            for i, (stroke, width) in enumerate(ours["strokes"]):
                edge = artist.get_edgecolor()
                assert css(stroke) == pytest.approx(rgb(edge[i % len(edge)]), abs=1)
                assert float(width.removesuffix("px")) == pytest.approx(widths[i % len(widths)], rel=1e-5)
    if isinstance(artist, mpl.patches.Rectangle) and artist.get_alpha() is None:
        assert css(ours["fills"][0]) == pytest.approx(rgb(artist.get_facecolor()), abs=1)


def css(colour):
    return [int(v) for v in re.findall(r"\d+", colour)[:3]]


def rgb(rgba):
    return [round(255 * v) for v in rgba[:3]]


@pytest.mark.parametrize("make", gallery.ALL, ids=lambda make: make.__name__)
def test_every_setting_is_drawn_as_matplotlib_draws_it(open_page, make):
    figure = make()
    page = open_page(figure)
    generator = np.random.default_rng(0)
    for _ in range(8):
        compare(figure, page, **{name: c.random(generator) for name, c in figure.controls.items()})


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
    "a width": (
        gallery.network,
        'style("strokeWidth", (i) => nth(width, i))',
        'style("strokeWidth", () => nth(width, 0))',
    ),
    "what is hidden": (gallery.activation, "next.visible.data[0] ?", "!next.visible.data[0] ?"),
    "a digit": (gallery.activation, "fixed(x, 0),\n  f: fixed", "fixed(x, 0),\n  f: (x, n) => fixed(x, n - 1)"),
    "a number": (gallery.activation, "[control.name, +values", "[control.name, 1e-7 + values"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(open_page, monkeypatch, fault):
    make, right, wrong = FAULTS[fault]
    source = explorable.player()
    assert source.count(right) == 1
    monkeypatch.setattr(explorable, "player", lambda: source.replace(right, wrong))
    figure = make()
    page = open_page(figure)
    generator = np.random.default_rng(3)

    def compare_twice():
        compare(figure, page)
        compare(figure, page, **{name: c.random(generator) for name, c in figure.controls.items()})

    with pytest.raises(AssertionError):
        compare_twice()


def test_the_player_and_a_figure_are_small():
    assert len(gzip.compress(explorable.player().encode(), 9)) <= 15 * 1024
    assert max(len(make()._body) for make in gallery.ALL) <= 60_000


def settings(page):
    return page.evaluate("() => document.querySelector('.explorable').figure.values()")


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
    new = handle.bounding_box()
    assert (new["x"] - box["x"], new["y"] - box["y"]) == pytest.approx((-80, 40), abs=5)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    assert settings(page)["w1"] == pytest.approx(moved["w1"] - 0.1)
    assert settings(page)["w2"] == pytest.approx(min(2, moved["w2"] + 1))
    assert handle.get_attribute("aria-valuetext") == f"w1 {settings(page)['w1']:.1f}, w2 {settings(page)['w2']:.1f}"
    assert handle.evaluate("(e) => getComputedStyle(e).touchAction") == "none"


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
    assert page.locator("figcaption").inner_text().startswith("Step 2:")
    page.get_by_role("button", name="Reset", exact=True).click()
    assert page.evaluate("() => document.querySelector('.explorable').figure.state()") == start


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
        ("?", "Type a number."),
    ):
        page.get_by_label("How steep is f here?").fill(typed)
        page.get_by_role("button", name="Check").click()
        assert page.locator(".explorable-question output").inner_text() == verdict


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
    figure = explorable.explore(fig, x=(-2.0, 2.0))(lambda x=-1.0: {dot: ([0.0, 0.5], np.where(x > 0, x, np.nan))})
    gallery.plt.close(fig)
    page = open_page(figure)
    assert page.locator("[data-mark] use:visible").count() == 0
    compare(figure, page, x=1.5)


def test_a_dot_is_dragged_by_touch(open_page):
    page = open_page(gallery.activation(), has_touch=True)
    box = page.locator(".explorable-handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for i in range(1, 5):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + 10 * i, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert settings(page)["z0"] > 0.5


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
