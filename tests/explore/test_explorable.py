"""What an author sees: controls as interact has them, traits, numbers, clear errors; and what a notebook keeps."""

import json
import re

import gallery
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets
from matplotlib.collections import LineCollection
from parity import assert_same

from mlp.explore import TraceError, answer, explore, pick
from mlp.explore.draw import typeset
from mlp.explore.figure import controls
from mlp.explore.figure.player import player


@pytest.fixture
def drawing():
    """A figure with a dot and a text."""
    fig, ax = plt.subplots()
    (dot,) = ax.plot(0, 0, "o", label="dot")
    ax.set(xlim=(-6, 6), ylim=(-2, 2))
    yield fig, dot, ax.text(0, 0, "y = {:.2f}")
    plt.close("all")


def test_a_figure_is_a_function_of_its_controls(drawing):
    fig, dot, text = drawing

    @explore(fig, z0=(-6.0, 6.0, 0.1), gain=2)
    def lab(z0, gain):
        return {dot: (z0, np.tanh(gain * z0)), text: np.tanh(gain * z0), "y": gain}

    assert (lab.z0, lab.gain) == (0.0, 2)
    assert lab.evaluate(z0=0.5) == {dot: (0.5, np.tanh(1.0)), text: np.tanh(1.0), "y": 2}
    lab.z0 = 1.5
    assert lab.evaluate()[dot][0] == 1.5
    assert lab.outputs()["dot.ydata"] == np.tanh(3.0)
    assert repr(lab) == "Explorable(z0=1.5, gain=2): dot.xdata=1.5, dot.ydata=0.99505, text1.text0=0.99505, y=2"
    assert text.get_text() == "y = {:.2f}"  # so that the figure can be explored again


def test_controls_are_traits_that_know_their_range(drawing):
    fig, dot, _ = drawing
    lab = explore(fig, z0=(-6.0, 6.0, 0.1), f={"tanh": np.tanh, "sin": np.sin})(lambda z0, f: {dot: (z0, f(z0))})
    seen = []
    lab.observe(lambda change: seen.append(change["new"]), "z0")
    lab.z0 = 2
    lab.f = np.sin
    assert seen == [2.0]
    assert lab.f == "sin"
    assert lab.evaluate(f="tanh")[dot][1] == np.tanh(2.0)
    with pytest.raises(traitlets.TraitError, match="z0 must be from -6 to 6; got 6.5"):
        lab.z0 = 6.5
    with pytest.raises(traitlets.TraitError, match="f must be one of 'tanh', 'sin'; got 'cos'"):
        lab.f = "cos"
    with pytest.raises(ValueError, match="z0 must be from -6 to 6; got 7"):
        lab.evaluate(z0=7)


def test_evaluate_gives_back_what_update_returned_in_the_form_of_each_choice():
    fig, ax = plt.subplots()
    x = np.arange(3.0)
    (line,) = ax.plot(x, x)
    text, scatter, bars = ax.text(0, 0, "{:.1f} of {:.1f}"), ax.scatter(x, x), ax.bar(x, x)
    fill, lines = ax.fill_between(x, x, 2 * x), ax.add_collection(LineCollection(np.zeros((2, 2, 2))))
    (polygon,) = ax.fill([0, 1, 1], [0, 0, 1])
    arrows = ax.quiver(x, x, x, x)

    def update(plain, s):
        corners, points = s * np.array([[0, 1], [1, 0], [1, 1]]), np.stack([x, s * x], axis=1)
        pieces = s * np.arange(8.0).reshape(2, 2, 2)
        if plain:
            return {line: (x, s * x), text: (s, 2 * s), scatter: points, bars: s * x, fill: (x, s * x, 2 * x),
                    lines: pieces, polygon: corners, arrows: (x, s * x)}  # fmt: skip
        return {line: {"xdata": x, "ydata": s * x}, text: {"text": (s, 2 * s)}, scatter: {"offsets": points},
                bars: {"heights": s * x}, fill: {"x": x, "y1": s * x, "y2": 2 * x}, lines: {"segments": pieces},
                polygon: {"xy": corners}, arrows: {"u": x, "v": s * x}}  # fmt: skip

    figure = explore(fig, plain={"tuples": True, "dictionaries": False}, s=(0.0, 1.0))(update)
    for choice, plain in [("tuples", True), ("dictionaries", False), ("tuples", True)]:
        np.testing.assert_equal(figure.evaluate(plain=choice, s=0.3), update(plain, 0.3))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((0, 10), {"kind": "range", "min": 0, "max": 10, "step": 1, "value": 5, "integer": True}),
        ((0.0, 1.0), {"kind": "range", "min": 0, "max": 1, "step": 0.1, "value": 0.5}),
        ((-6.0, 6.0, 0.5), {"kind": "range", "step": 0.5, "value": 0, "format": ".1f"}),
        (3, {"kind": "range", "min": -3, "max": 9, "value": 3}),
        (0.0, {"kind": "range", "min": 0, "max": 1, "value": 0}),
        (True, {"kind": "checkbox", "value": True}),
        (["a", "b"], {"kind": "choice", "options": ["a", "b"], "value": "a"}),
        ({"one": 1, "two": 2}, {"kind": "choice", "options": ["one", "two"]}),
        (
            ipywidgets.FloatLogSlider(value=0.1, min=-4, max=1, step=0.2, description="rate"),
            {"kind": "range", "base": 10, "min": -4, "max": 1, "step": 0.2, "value": 0.1, "label": "rate"},
        ),
        (ipywidgets.IntSlider(value=2, min=1, max=5), {"kind": "range", "integer": True, "value": 2, "format": "d"}),
        (ipywidgets.BoundedFloatText(value=1.5, min=0, max=3), {"kind": "number", "min": 0, "max": 3, "value": 1.5}),
        (ipywidgets.FloatText(value=7), {"kind": "number", "value": 7}),
        (ipywidgets.Dropdown(options=[("x", 1), ("y", 2)], value=2), {"kind": "choice", "value": "y"}),
        (ipywidgets.ToggleButtons(options=["p", "q"]), {"kind": "choice", "options": ["p", "q"]}),
        (ipywidgets.Checkbox(True, description="on"), {"kind": "checkbox", "value": True, "label": "on"}),
        (ipywidgets.Play(min=1, max=4, value=2), {"kind": "range", "min": 1, "max": 4, "value": 2, "walk": True}),
        (ipywidgets.Button(description="Again"), {"kind": "button", "value": 0, "label": "Again"}),
        (pick("p", "q", label="side"), {"kind": "pick", "options": ["p", "q"], "label": "side"}),
    ],
    ids=str,
)
def test_abbreviations_and_widgets_become_controls(given, expected):
    described = controls.make("x", given).describe()
    assert {key: described[key] for key in expected} == expected


def test_a_parameters_default_is_the_first_value(drawing):
    fig, dot, _ = drawing
    lab = explore(fig, z0=(-6.0, 6.0, 0.1), on=False)(lambda z0=1.5, on=True: {dot: {"xdata": z0, "visible": on}})
    assert (lab.z0, lab.on) == (1.5, True)


@pytest.mark.parametrize(
    ("controls", "update", "error", "says"),
    [
        ({"z1": (0, 1)}, lambda z0=1: {}, TypeError, "no parameter 'z1' for this control; it has z0"),
        ({}, lambda z0: {}, TypeError, "parameter 'z0', for which explore was given no control"),
        ({"layout": (0, 1)}, lambda layout: {}, ValueError, "a control cannot be called 'layout'"),
        ({"z0": (1, 0)}, lambda z0: {}, ValueError, r"z0 must be \(min, max\) with min < max; got \(1, 0\)"),
        ({"z0": "abc"}, lambda z0: {}, TypeError, "z0 must be .* got 'abc'"),
        ({"z0": ipywidgets.ColorPicker()}, lambda z0: {}, TypeError, "z0 cannot be a ColorPicker"),
        ({"z0": (0, 1)}, lambda z0: None, TypeError, r"must return \{artist: new data\}; got NoneType"),
        ({"z0": (0, 1)}, lambda z0: {}, ValueError, r"returned nothing that moves; return \{artist: new data\}"),
        ({"z0": (0, 1)}, lambda z0: {3: z0}, TypeError, "must be artists of the figure, or words; got 3"),
        ({"z0": (0, 1)}, lambda z0: {"z0": z0}, ValueError, "not the name of a control; got 'z0'"),
        (
            {"a": list(range(9)), "b": list(range(9))},
            lambda a, b: {},
            ValueError,
            r"a \(9\) x b \(9\) make 81 combinations.*at most 64",
        ),
    ],
)
def test_mistakes_are_errors_that_say_what_is_allowed(drawing, controls, update, error, says):
    with pytest.raises(error, match=says):
        explore(drawing[0], **controls)(update)


def test_mistakes_with_artists_are_errors_too(drawing):
    fig, dot, text = drawing
    other = plt.figure().add_subplot().plot([0])[0]
    tries = [
        ({other: (0.0, 0.0)}, ValueError, "not in the figure"),
        ({dot: 1.0}, TypeError, r"line 'dot' takes a tuple \(x, y\); got float"),
        (
            {dot: {"size": 1.0}},
            ValueError,
            "line 'dot' takes xdata, ydata, color, linewidth, visible, alpha; got 'size'",
        ),
        ({dot: ([1, 2, 3], [1, 2])}, ValueError, "must have the same length; got 3 and 2"),
        ({dot: (np.ones((2, 2)), 1.0)}, ValueError, r"must have 0 or 1 axes; got shape \(2, 2\)"),
        ({text: (1.0, 2.0)}, ValueError, r"must have one field such as \{:.2f\} for each of 2 values"),
        ({dot: ("a", "b")}, TypeError, "must be numbers"),
    ]
    for returned, error, says in tries:
        with pytest.raises(error, match=says):
            explore(fig, z0=(0.0, 1.0))(lambda z0, returned=returned: returned)
    with pytest.raises(TypeError, match="fig must be a matplotlib.figure.Figure; got AxesSubplot|got Axes"):
        explore(fig.axes[0], z0=(0.0, 1.0))(lambda z0: {})


def test_mistakes_with_arrows():
    two = np.ones(2)
    tries = [
        ({}, two, TypeError, r"quiver 'quiver1' takes a tuple \(u, v\); got an array of shape \(2,\)"),
        ({}, (two, np.ones(3)), ValueError, r"v of .*, of 2 arrows, must have shape \(2,\); got \(3,\)"),
        ({}, {"u": two, "v": two, "offsets": np.ones((3, 2))}, ValueError, r"must have shape \(2, 2\); got \(3, 2\)"),
        ({}, {"u": two}, ValueError, "moves with u and v together; got u"),
        ({}, {"offsets": np.ones((2, 2))}, ValueError, "moves with u and v together; got offsets"),
        ({"angles": [10, 20]}, (two, two), TypeError, "angles='uv' or 'xy', not an array of angles; turn u and v"),
        ({"angles": "xy"}, (two, two), ValueError, "in logarithmic axes, .* take angles='uv'"),
        ({"scale": np.nan}, (two, two), ValueError, "needs a scale, and Matplotlib found nan; give ax.quiver one"),
    ]
    for options, returned, error, says in tries:
        fig, ax = plt.subplots()
        arrows = ax.quiver([1, 2], [1, 2], two, two, **options)
        ax.set_xscale("log")
        with pytest.raises(error, match=says):
            explore(fig, z0=(0.0, 1.0))(lambda z0, arrows=arrows, returned=returned: {arrows: returned})
    plt.close("all")


def test_mistakes_with_captions_drags_presets_and_steps(drawing):
    fig, dot, _ = drawing
    tries = [
        ({"caption": "{nothing}"}, "the caption '{nothing}' names 'nothing'; known are z0"),
        ({"caption": "{z0:x}"}, "specification 'x'"),
        ({"drag": {fig: "z0"}}, "drag must name lines that update moves"),
        ({"drag": {dot: "z9"}}, r"drag must name controls \(z0\); got 'z9'"),
        ({"presets": {"a": {"z9": 1}}}, "presets must name controls"),
        ({"presets": {"a": {"z0": 100}}}, "z0 must be from 0 to 1; got 100"),
        ({"name": "two words"}, "name must be an identifier"),
        ({"title": " "}, "title must be a few words, such as .*; got ' '"),
        ({"ask": answer("?", "J")}, "answer must be a number, a function, or the name of an output"),
    ]
    for options, says in tries:
        with pytest.raises(ValueError, match=says):
            explore(fig, z0=(0.0, 1.0), **options)(lambda z0: {dot: (z0, z0)})
    with pytest.raises(TypeError, match="state and step go together"):
        explore(fig, state=1.0)(lambda state: {dot: (state, state)})
    with pytest.raises(ValueError, match=r"step changes the shape of the state's w from \(2,\) to \(3,\)"):
        explore(fig, state={"w": np.zeros(2)}, step=lambda state: {"w": np.zeros(3)})(lambda state: {dot: (0, 0)})
    with pytest.raises(
        ValueError, match="step makes float64 of the state's n, which is int64; start from such a number"
    ):
        explore(fig, state={"n": 0}, step=lambda state: {"n": state["n"] + 0.5})(lambda state: {dot: (0, 0)})


def test_a_caption_shows_the_case_that_its_number_names(drawing):
    fig, dot, _ = drawing

    def caption(z0):
        return ["negative: {1:.2f}", "positive: {1:.2f}"], z0 > 0, z0

    for z0, shown in ((-1.5, "negative: −1.50"), (1.5, "positive: 1.50")):
        lab = explore(fig, caption=caption, z0=(-6.0, 6.0, 0.1))(lambda z0=z0: {dot: (z0, z0)})
        assert f">{shown}</span></figcaption>" in lab.html()


def test_a_network_is_a_state():
    import mlp

    X, Y = mlp.datasets.xor(20, seed=0) if hasattr(mlp.datasets, "xor") else (np.eye(2), np.ones((2, 1)))
    net = mlp.Network([X.shape[1], 3, 1], seed=1)
    fig, ax = plt.subplots()
    (curve,) = ax.plot(np.zeros(3))

    def step(state, rate):
        mlp.step(state, mlp.backprop(state, X, np.reshape(Y, (len(X), -1))[:, :1]), rate)
        return state

    lab = explore(fig, state=net, step=step, rate=(0.01, 1.0, 0.01))(
        lambda state, rate: {curve: ([0, 1, 2], state.W[1][:, 0])}
    )
    before = {key: value.copy() for key, value in lab.start().items()}
    after = lab.step(rate=0.5)
    g = mlp.backprop(net, X, np.reshape(Y, (len(X), -1))[:, :1])
    np.testing.assert_allclose(after["W.1"], net.W[1] - 0.5 * g.dW[1], rtol=1e-12)
    assert all(np.array_equal(before[key], lab.start()[key]) for key in before)


def test_a_notebook_keeps_the_picture_and_the_tape_but_no_player(drawing):
    fig, dot, _ = drawing
    lab = explore(fig, z0=(-6.0, 6.0), caption='</script> & "{z0:.1f}"', name="lab")(lambda z0: {dot: (z0, z0)})
    data, _ = lab._repr_mimebundle_()
    assert data["text/plain"] == "Explorable lab(z0=0): dot.xdata=0, dot.ydata=0"
    assert data["text/html"].count("</script>") == 1
    assert "halfToEven" not in data["text/html"]
    assert "&lt;/script&gt; &amp; &quot;0.0&quot;" in data["text/html"]
    saved = json.loads(re.search(r'<script type="application/json">(.*?)</script>', data["text/html"])[1])
    assert saved["captions"] == [['</script> & "', ["z0", ".1f"], '"']]
    assert "halfToEven" not in json.dumps(lab.get_state(), default=str)
    assert lab.html().count("halfToEven") > 0


def test_the_html_is_the_same_every_time():
    assert gallery.activation().body == gallery.activation().body


MODEL = """async ([loader, message, values]) => {
  const blob = URL.createObjectURL(new Blob([loader], { type: "text/javascript" }));
  const heard = {};
  window.sent = [];
  window.model = {
    get: (key) => values[key],
    set: (key, value) => { values[key] = value; sent.push([key, value]); },
    save_changes: () => sent.push("saved"),
    on: (event, callback) => { (heard[event] ??= []).push(callback); },
    send: (question) => { sent.push(question); heard["msg:custom"].forEach((callback) => callback(message)); },
    python: (key, value) => { values[key] = value; heard[`change:${key}`].forEach((callback) => callback()); },
  };
  const el = document.body.appendChild(document.createElement("div"));
  (await import(blob)).default.render({ model, el });
}"""


def test_the_widget_and_python_follow_each_other(browser, drawing):
    fig, dot, _ = drawing
    lab = explore(fig, z0=(-6.0, 6.0, 0.1))(lambda z0: {dot: (z0, np.tanh(z0))})
    lab.z0 = 2.0
    replies = []
    lab.send = replies.append
    lab._handle_custom_msg({"wants": "player"}, [])
    page = browser.new_page()
    page.evaluate(MODEL, [lab._esm, replies[0], {"z0": lab.z0, "body": lab.body}])
    page.wait_for_function("() => document.querySelector('.explorable')?.figure")
    figure = "document.querySelector('.explorable').figure"
    assert page.evaluate("() => sent") == [{"wants": "player"}]
    assert page.evaluate(f"() => {figure}.outputs()['dot.ydata'].data[0]") == pytest.approx(np.tanh(2.0))
    page.get_by_label("z0").press("ArrowRight")
    assert page.evaluate("() => sent.slice(1)") == [["z0", 2.1], "saved"]
    page.evaluate("() => model.python('z0', -1)")
    assert page.evaluate(f"() => {figure}.values()") == {"z0": -1}
    assert page.evaluate("() => sent.length") == 3
    page.close()


def test_numbers_are_written_as_python_writes_them(browser):
    numbers = [0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 1.005, 1e21, 123456789.0, 1e-5, 9.995, 99.5, 1e100, 3.0]
    numbers += list(np.random.default_rng(0).normal(size=40) * 10.0 ** np.arange(-20, 20))
    specifications = ["", ".0f", ".1f", ".2f", "+.3f", "8.2f", "f", ".0e", ".2e", "g", ".3g", ".0%", " .1%", ".10g"]
    page = browser.new_page()
    rows = page.evaluate(
        """async ([player, numbers, specifications]) => {
          const code = URL.createObjectURL(new Blob([player], { type: "text/javascript" }));
          const { format, written } = await import(code);
          const all = numbers.map((x) => x === "-0" ? -0 : x);
          return [format, written].map((way) => all.map((x) => specifications.map((s) => way(x, s))));
        }""",
        [player(), ["-0" if x == 0 and np.signbit(x) else float(x) for x in numbers], specifications],
    )
    page.close()
    for x, plain, for_readers in zip(numbers, *rows, strict=True):
        assert plain == [format(float(x), s) for s in specifications], x
        assert for_readers == [typeset.written(float(x), s) for s in specifications], x


SHOWN = [
    (-0.001, ".2f", "0.00"),
    (-0.004, "+.2f", "+0.00"),
    (-0.001, " .0%", " 0%"),
    (-0.0, "", "0.0"),
    (-0.0, ".1e", "0.0e+00"),
    (-0.01, ".2f", "\u22120.01"),
    (1e-5, ".0e", "1e\u221205"),
    (-7, "d", "\u22127"),
]


@pytest.mark.parametrize(("x", "spec", "shown"), SHOWN)
def test_a_minus_is_no_hyphen_and_zero_has_none(x, spec, shown):
    assert typeset.written(x, spec) == shown


def line_and_dot():
    fig, ax = plt.subplots()
    (line,), (dot,) = ax.plot([0, 1], [0, 1]), ax.plot(0, 0, "o")
    return fig, ax, line, dot


@pytest.mark.parametrize("interpolation", ["bicubic", "hanning", "lanczos"])
def test_an_image_that_moves_is_in_squares_or_smooth(interpolation):
    fig, ax = plt.subplots()
    image = ax.imshow(np.eye(3), interpolation=interpolation)
    says = f"an image that moves is drawn with interpolation 'nearest', or .* 'bilinear'; got '{interpolation}'"
    with pytest.raises(ValueError, match=says):
        explore(fig, k=(0.0, 1.0))(lambda k: {image: k * np.eye(3)})


def test_random_numbers_that_would_stay_as_they_are_are_refused():
    fig, _, _, dot = line_and_dot()
    rng = np.random.default_rng(0)
    with pytest.raises(TraceError, match="does not do the same twice; random numbers"):
        explore(fig, a=(0.0, 1.0, 0.1))(lambda a: {dot: (a, rng.normal())})


def test_changes_of_the_figure_itself_are_refused():
    fig, ax, _, dot = line_and_dot()

    def update(a):
        ax.set_title("once")
        return {dot: (a, 0)}

    with pytest.raises(ValueError, match=r"changes Text\(.*once.*\) with a method of its own .* Return the new data"):
        explore(fig, a=(0.0, 1.0, 0.1))(update)


@pytest.mark.parametrize("names", ["f", ("f", None)])
def test_a_marker_drags_no_choice(names):
    fig, ax = plt.subplots()
    (dot,) = ax.plot(0, 0, "o")
    with pytest.raises(ValueError, match="drag needs sliders or number fields; f is a choice"):
        explore(fig, f=["a", "b"], drag={dot: names})(lambda f: {dot: (0.0, 0.0)})


def test_a_marker_is_dragged_along_the_axis_on_which_its_control_lies():
    fig, _, line, dot = line_and_dot()
    controls = {"a": (0.0, 4.0, 0.1), "b": (0.0, 4.0, 0.1)}

    def update(a=1.0, b=2.0):
        return {dot: (3, b), line: ([0, a], [0, b])}

    assert explore(fig, drag={dot: "b"}, **controls)(update).description["drag"][0]["controls"] == [None, "b"]
    with pytest.raises(ValueError, match="a marker that drags a must be drawn where a is, at 1; it is at 2"):
        explore(fig, drag={dot: "a"}, **controls)(update)
    with pytest.raises(ValueError, match="a marker that drags a must be drawn where a is, at 1; it is at 3"):
        explore(fig, drag={dot: ("a", "b")}, **controls)(update)


def test_a_marker_may_be_dragged_by_very_little():
    fig, _, _, dot = line_and_dot()
    figure = explore(fig, a=(0.0, 1e-9, 1e-10), drag={dot: "a"})(lambda a: {dot: (0, a)})
    assert figure.description["drag"][0]["controls"] == [None, "a"]


def test_colours_that_mean_a_number_are_true_in_the_page():
    fig, ax, _, dot = line_and_dot()
    ax.pcolormesh([[0.0, 0.5, 1.0]], cmap="gray", vmin=0, vmax=1)
    figure = explore(fig, a=(0.0, 1.0, 0.1))(lambda a: {dot: (a, 0)})
    cells = re.findall(r"<path [^>]*crispEdges[^>]*>", figure.html())
    assert [re.search('fill: (.*?)[;"]', cell)[1] for cell in cells] == ["#000000", "#808080", "#ffffff"]


def test_digits_that_another_processor_would_not_have_are_not_told():
    fig, _, _, dot = line_and_dot()

    def update(h=0.5):
        exact = np.exp(1.1)
        return {dot: (h, exact), "error": (np.exp(1.1 + 1e-6 * h) - np.exp(1.1 - 1e-6 * h)) / (2e-6 * h) - exact}

    figure = explore(fig, h=(0.1, 1.0, 0.1))(update)
    assert repr(figure).endswith("line1.ydata=3.0042, error=noise")
    assert figure.rounding(h=1.0)["error"] < figure.rounding(h=0.1)["error"]


def test_pages_and_numpy_may_differ_by_rounding_alone():
    numpy = {"sum": np.array(1.0), "error": np.array(-7e-12)}
    assert_same({"sum": np.array(1.0), "error": np.array(3e-11)}, numpy, rounding=lambda: {"sum": 0, "error": 1e-11})
    for page in ({"sum": 1.0, "error": 1e-9}, {"sum": 1.0 + 1e-8, "error": 0.0}):
        with pytest.raises(AssertionError, match=r"sum|error"):
            assert_same(
                {name: np.array(value) for name, value in page.items()},
                numpy,
                rounding=lambda: {"sum": 0, "error": 1e-11},
            )
