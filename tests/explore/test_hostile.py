"""What an author may give without a thought, and what an address may say: it works as meant, or is refused in words."""

import json
import math
from fractions import Fraction
from html import escape
from inspect import Parameter, Signature

import gallery
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import (
    BoundedFloatText,
    BoundedIntText,
    Button,
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    FloatText,
    IntSlider,
    IntText,
    Play,
    RadioButtons,
    Select,
    SelectionSlider,
    ToggleButton,
)
from matplotlib.figure import Figure

from mlp.explore import answer, explore, formula
from mlp.explore.figure import controls
from mlp.explore.lines.formula import Formula

TAKEN = {
    "a wavelength": (380e-9, 780e-9),
    "a charge": (1e-19, 1e-18, 1e-20),
    "a capacitance": (1e-12, 1e-9, 1e-12),
    "an odd step": (1.1e21, 1.7e21, 2.5e17),
    "around a small number": 1e-13,
    "around a float32": np.float32(0.1),
    "around an int8": np.int8(100),
    "around a uint8": np.uint8(3),
    "around a fraction": Fraction(1, 3),
    "below zero": -2e5,
    "Avogadro's": (1e23, 1e24),
    "up to the greatest": (-1e300, 1e300),
    "across zero": (-0.3, 0.3, 0.1),
    "a step of a third": (0.0, 1.0, 1 / 3),
    "integers that a page can hold": (0, 2**53 - 1),
    "NumPy's integers": (np.int16(0), np.uint8(200)),
    "a logarithmic slider": FloatLogSlider(value=1e-30, min=-40, max=40, step=0.5),
    "a logarithmic slider of twos": FloatLogSlider(value=8, base=2, min=-3, max=9, step=1),
    "a slider of one value": IntSlider(value=4, min=4, max=4),
    "a slider without a step": FloatSlider(value=0.25, min=0, max=1, step=None),
    "a small one without a step": FloatSlider(value=2e-9, min=1e-9, max=5e-9, step=None),
    "a small one as ipywidgets has it": FloatSlider(value=2e-9, min=1e-9, max=5e-9, step=1e-9),
    "a slider that shows integers": FloatSlider(value=2.5, min=0, max=9, step=0.5, readout_format="d"),
    "a walk down": Play(value=0, min=-7, max=0, step=7),
    "a field": FloatText(value=-1e-17),
    "a field of integers": IntText(value=10**15 + 1),
    "a bounded field": BoundedFloatText(value=1e-12, min=0, max=1e-9, step=1e-13),
    "a bounded field of integers": BoundedIntText(value=2, min=-3, max=3),
    "a button": Button(description="<b>&amp;</b>"),
    "NumPy's truth": np.True_,
    "a checkbox": Checkbox(value=True, description="\N{ZERO WIDTH SPACE}"),
    "a toggle": ToggleButton(value=False),
    "a word and a number": ["2", 1],
    "true and the word": [True, "true"],
    "one and true": [1, True, None],
    "NumPy's numbers": list(np.arange(1, 4)),
    "NumPy's truths": [np.False_, np.True_],
    "no numbers": [math.nan, math.inf, -math.inf, 1e-7, 1e20],
    "words with spaces": [" a ", "b  b", ""],
    "words of HTML": ["<b>", "&amp;", '"', "</script>"],
    "words of addresses": ["a=b&c#d", "50 %", "+", "é"],
    "words that objects have": ["constructor", "__proto__", "toString"],
    "each other's names": {"a": "b", "b": "a"},
    "numbers by numbers": {1: 2, 2: 1},
    "functions": [np.sin, np.cos],
    "a dropdown whose first is not chosen": Dropdown(options=[("one", 1), ("none", None)], value=None),
    "nothing selected": Select(options=["a", "b"], value=None),
    "radio buttons": RadioButtons(options=[0.5, 1.0, 2.0], value=1.0),
    "a slider of options": SelectionSlider(options=[1, 10, 100], value=10),
    "a formula": formula("z + 1", of="z"),
    "a formula of words of HTML": formula("1 * (x<2) + 3  # </script> & 50 %", of="x"),
    "a formula of a letter": formula("π**2 - np.pi", of="π"),
}
REFUSED = {
    "infinity": ((0.0, math.inf), "x must have limits and a step up to 1e.300 in size; got min=0.0, max=inf"),
    "an infinite step": ((0.0, 1.0, math.inf), "x must have limits and a step up to 1e.300"),
    "not a number": ((math.nan, 1.0), r"x must be \(min, max\) with min < max; got \(nan, 1.0\)"),
    "not a step": ((0.0, 1.0, math.nan), "x must have limits and a step up to"),
    "no step": ((0, 10, 0), "x must have a step > 0; got 0"),
    "a step back": ((0.0, 10.0, -1.0), "x must have a step > 0; got -1"),
    "a step beyond": ((0.0, 1.0, 5.0), "x must have a step that fits between 0.0 and 1.0; got 5.0"),
    "backwards": ((1, 0), "with min < max"),
    "an integer too many": (
        (0, 2**53),
        "x must have limits and a step up to 9.0072e.15 in size; got min=0, max=900719",
    ),
    "too great for a float": ((0.5, 10**400), "x must have limits and a step up to 1e.300"),
    "around infinity": (math.inf, r"with min < max; got|in size; got"),
    "around nothing": (math.nan, "with min < max; got"),
    "around the greatest": (1e308, "in size; got"),
    "a slider without a step": (FloatSlider(step=0), "x must have a step > 0; got 0"),
    "a field of nothing": (FloatText(value=math.nan), "x must be from -1e.300 to 1e.300; got nan"),
    "a field that is too great": (IntText(value=2**60), "x must be from -9.*e.15 to 9.*e.15; got"),
    "a base of one": (FloatLogSlider(base=1.0, value=1.0), "x must have a base > 1"),
    "powers that vanish": (
        FloatLogSlider(min=-320, max=0),
        "powers of it from 1e-300 to 1e300; got base=10.0, min=-320",
    ),
    "an empty dropdown": (Dropdown(), r"x must have one option at least; got \(\)"),
    "an empty list": ([], "x must be .*, a list or dictionary of choices"),
    "a word like a number": (
        ["1", 1],
        r"x has two options that read 1, .*; give each a name, \{'one': ..., 'another': ...\}",
    ),
    "the same twice": (["a", "b", "a"], "x has two options that read a"),
    "the same number twice": ([1, 2, 1.0], "x has two options that read 1"),
    "names that read alike": ({1: "a", "1": "b"}, "x has two options that read 1"),
    "spaces that nobody sees": (["a b", "a  b "], "x has two options that read a b"),
    "an array": (np.arange(3), "x must be .* got array"),
    "a word": ("abc", "x must be .* got 'abc'"),
    "a complex number": (1j, "x must be .* got 1j"),
    "a set": ({1, 2}, r"x must be .* got \{1, 2\}"),
}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN)
def test_values_that_a_control_holds(given):
    control = controls.make("x", given)
    assert json.loads(json.dumps(control.describe(), allow_nan=False))["value"] == control.value
    generator = np.random.default_rng(0)
    for value in [control.value, *(control.random(generator) for _ in range(20))]:
        assert control.check(value) == value
        assert type(control.check(value)) is type(value)


def test_the_table_has_every_kind_of_control():
    assert {type(controls.make("x", given)) for given in TAKEN.values()} == set(controls.KINDS)


@pytest.mark.parametrize(("given", "says"), REFUSED.values(), ids=REFUSED)
def test_values_that_no_control_holds(given, says):
    with pytest.raises((TypeError, ValueError), match=says):
        controls.make("x", given)


def shown(name, given):
    """A figure that says what its control is, and what update gets."""

    chosen = isinstance(controls.make(name, given), controls.Choice)

    def update(**values):
        own = values[name]
        return {"y": str(own) if chosen else own(0.5) if isinstance(given, Formula) else own}

    update.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY)])
    return explore(Figure((1, 1)), name=f"of_{name}", caption=f"{{{name}}}: {{y}}", **{name: given})(update)


@pytest.fixture(scope="module")
def figures():
    return [shown(f"x{i}", given) for i, given in enumerate(TAKEN.values())]


READ = """() => [...document.querySelectorAll(".explorable")].map((root) => {
  const input = root.querySelector("select, .explorable-control input");
  const caption = root.querySelector(".explorable-caption");
  return [root.figure.values(), caption?.textContent, input?.selectedIndex ?? input?.value];
})"""
SET = "all => document.querySelectorAll('.explorable').forEach((root, i) => root.figure.set(all[i]))"


def drawn(figures, generator):
    """Draw a value for the one control of each figure."""
    return [{name: own.random(generator) for name, own in figure.controls.items()} for figure in figures]


def compare(page, figures, values):
    """Compare values, captions and choices in a page with Python's."""
    for figure, own, (got, caption, place) in zip(figures, values, page.evaluate(READ), strict=True):
        ((name, value),) = own.items()
        options = list(figure.controls[name].options)
        assert got == {name: value if isinstance(value, str) else pytest.approx(value, rel=1e-15, abs=0)}
        assert caption == figure.program.caption(own, figure.outputs(**own))
        assert not options or place == options.index(value)


def test_a_page_holds_and_says_what_python_does(open_page, figures):
    page, generator = open_page(*figures), np.random.default_rng(0)
    compare(page, figures, [figure.program.first for figure in figures])
    for _ in range(4):
        values = drawn(figures, generator)
        page.evaluate(SET, values)
        compare(page, figures, values)


def test_an_address_brings_back_what_it_was_written_from(open_page, figures):
    page, values = open_page(*figures), drawn(figures, np.random.default_rng(1))
    page.evaluate(SET, values)
    moved = [own for own, figure in zip(values, figures, strict=True) if own != figure.program.first]
    page.wait_for_function("name => location.hash.includes(`${name}=`)", arg=next(iter(moved[-1])))
    compare(open_page(*figures, address=page.evaluate("() => location.hash")), figures, values)


def test_every_slider_moves_and_says_so(open_page, figures):
    page = open_page(*figures)
    for slider in page.locator(".explorable-range").filter(has=page.locator("input:not([min='4'])")).all():
        control, text = slider.locator("input"), slider.locator("output")
        before = control.input_value(), text.inner_text()
        control.press("ArrowRight")
        assert control.input_value() != before[0]
        assert text.inner_text() != before[1]


def test_keys_come_before_values():
    control = controls.make("x", TAKEN["each other's names"])
    assert (control.check("a"), control.check("b")) == ("a", "b")
    control = controls.make("n", list(np.arange(1, 4)), default=2)
    assert control.value == control.check(np.int64(2)) == 2
    assert controls.make("n", [0.5, 1.0], default=1).value == 1
    assert controls.make("n", {"small": 1000, "large": 2000}, default=int("2000")).value == "large"


NAMES = ["constructor", "toString", "valueOf", "hasOwnProperty", "π", "größe", "x_1", "W1_12", "None_", "data", "value"]


@pytest.mark.parametrize("name", ["__proto__", "__init__", "_name", "_x", "controls", "body", "layout", "comm"])
def test_names_that_a_figure_needs_itself(name):
    with pytest.raises(ValueError, match=f"a control cannot be called '{name}', .*; take another name"):
        shown(name, (0.0, 1.0))


def test_controls_may_have_any_other_name(open_page):
    figures = [shown(name, (0, 50)) for name in NAMES]
    page, values = open_page(*figures), [{name: k} for k, name in enumerate(NAMES)]
    page.evaluate(SET, values)
    compare(page, figures, values)
    page.wait_for_function("() => location.hash.includes('value=10')")
    compare(open_page(*figures, address=page.evaluate("() => location.hash")), figures, values)
    page.evaluate(SET, [{name: 20} for name in NAMES])
    page.wait_for_function("() => location.hash.includes('value=20')")
    assert page.evaluate("() => location.hash").count("=") == len(NAMES)


def test_outputs_may_have_any_name(open_page):
    names, figures = ["__proto__", "constructor", "toString", "state", "caption", "values"], []
    for name in names:
        figures.append(
            explore(Figure((1, 1)), z=(0.0, 9.0), f=["word", "number"], caption=f"{{{name}}}")(
                lambda z, f, name=name: {name: f if f == "word" else 2 * z}
            )
        )
    page = open_page(*figures)
    for f, said in (("word", "word"), ("number", "6.0")):
        page.evaluate(SET, [{"z": 3, "f": f}] * len(names))
        assert page.locator(".explorable-caption").all_text_contents() == [said] * len(names)


def test_an_address_says_what_a_control_can_be(open_page):
    figures = [
        explore(Figure((1, 1)), name="lab", k=(0, 9), z=(0.0, 1.0), free=IntText(5))(lambda k, z, free: {"y": k + z}),
        explore(Figure((1, 1)), name="π", f=["a", "b"], on=False)(lambda f, on: {"y": on}),
    ]
    wrong = "lab.k=2.5&lab.k=10&lab.k=&lab.k&lab.k=k&lab.z=-1e-12&lab.z=Infinity&lab.free=1e99&lab.free=NaN&π.f=c&%=%&π"
    page = open_page(*figures, address=f"#{wrong}")
    assert [value for value, *_ in page.evaluate(READ)] == [figure.program.first for figure in figures]
    page = open_page(*figures, address="#lab.k=3&lab.z=1e-3&π.f=b&π.on=true&lab.free=-7")
    assert [value for value, *_ in page.evaluate(READ)] == [{"k": 3, "z": 1e-3, "free": -7}, {"f": "b", "on": True}]


def test_figures_of_one_name_keep_their_own_settings(open_page):
    one, two = (explore(Figure((1, 1)), name="lab", k=(0, 9))(lambda k: {"y": k}) for _ in range(2))
    page = open_page(one, two, address="#a-place")
    page.evaluate(SET, [{"k": 1}, {"k": 2}])
    page.wait_for_function("() => location.hash.includes('k=1') && location.hash.includes('k=2')")
    assert page.evaluate("() => location.hash") == "#a-place&lab.k=1&lab.2.k=2"
    page.evaluate(SET, [{"k": 7}, {"k": 2}])
    page.wait_for_function("() => location.hash.includes('k=7')")
    page = open_page(one, two, address=page.evaluate("() => location.hash"))
    assert [value for value, *_ in page.evaluate(READ)] == [{"k": 7}, {"k": 2}]


def test_a_page_without_an_address_is_alive_too(open_page, tmp_path):
    inner = escape(gallery.page([shown("z", (0, 9))]))
    (tmp_path / "outer.html").write_text(f'<iframe srcdoc="{inner}"></iframe>', encoding="utf-8")
    page = open_page(shown("z", (0, 9)))
    page.goto((tmp_path / "outer.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("input[type=range]").press("ArrowRight")
    frame.locator("[aria-live=polite]", has_text="5: 5").wait_for(state="attached")


CAPTIONS = {
    "plain words": (lambda z: "hello", "hello"),
    "words alone in a tuple": (lambda z: ("hello",), "hello"),
    "values": (lambda z: ("{:.1f} {:.0f}", z, z), "2.5 2"),
    "values in a tuple": (lambda z: ("{0:.1f} {0:.0f}", (z,)), "2.5 2"),
    "truth values": (lambda z: ("{} {:d}", z > 1, z > 1), "1 1"),
    "a word as a value": (lambda z: ("{}", "word"), "word"),
    "cases": (lambda z: (["a", "b {1:.1f}"], z > 1, z), "b 2.5"),
    "cases by a float": (lambda z: (["a", "b", "c", "d"], z), "c"),
    "cases beyond the last": (lambda z: (["a", "b"], (100 * z).astype(int)), "b"),
    "names": ("{z:.2f} {on} {on:.1f} {n} {n:.1f}", "2.50 True 1.0 1 1.0"),
    "HTML": ("<b>&amp;</b> {{}}", "<b>&amp;</b> {}"),
}
REFUSED_CAPTIONS = {
    "a value that is missing": (lambda z: ("{} {}", z), "the caption '{} {}' names '1'; known are 0"),
    "a name": (lambda z: ("{z}", z), "the caption '{z}' names 'z'; known are 0"),
    "text of a value": (lambda z: "z is " + str(z), "traced value"),
    "text of a value in a tuple": (lambda z: ("z is " + str(z),), "traced value"),
    "nothing": (lambda z: None, "must return a format string and its values, .* got None"),
    "a number": (lambda z: z, "must return a format string"),
    "no format": (lambda z: (), r"must return a format string .* got \(\)"),
    "a list": (lambda z: ["a", "b"], "must return a format string"),
    "cases without a number": (lambda z: (["a", "b"],), "the number of the one to show"),
    "no cases": (lambda z: ([], 0), "must return a format string"),
    "cases by a word": (lambda z: (["a", "b"], "b"), "the number of the one to show"),
    "cases by many numbers": (lambda z: (["a", "b"], np.stack([z, z])), "the number of the one to show"),
    "cases that are numbers": (lambda z: ([1, 2], z), "must return a format string"),
    "an array": (lambda z: ("{}", np.stack([z, z])), r"shows single numbers and words; got for caption.0 array\(\[2.5"),
    "no value": (lambda z: ("{}", None), "shows single numbers and words; got for caption.0 None"),
    "digits of a word": (lambda z: ("{:.2f}", "word"), "word cannot be written as '.2f'"),
    "an integer that is none": (lambda z: ("{:d}", z), "2.5 cannot be written as 'd': d is for integers"),
    "neither words nor a function": (5, "caption must be a format string or a function; got 5"),
    "an array by name": ("{y}", "shows single numbers and words; got for y array"),
}


def captioned(caption):
    return explore(Figure((1, 1)), caption=caption, z=(0.0, 5.0, 0.5), on=True, n=[1, 2.5])(
        lambda z, on, n: {"y": np.stack([z, z])}
    )


def test_captions_that_say_what_was_meant(open_page):
    figures = [captioned(caption) for caption, _ in CAPTIONS.values()]
    said = [own for _, own in CAPTIONS.values()]
    assert [figure.program.caption(figure.program.first, figure.outputs()) for figure in figures] == said
    page = open_page(*figures)
    assert page.locator(".explorable-caption").all_text_contents() == said
    page.evaluate(SET, [{"n": 2.5}] * len(figures))
    assert page.locator(".explorable-caption", has_text="True").text_content() == "2.50 True 1.0 2.5 2.5"


LARGE = {  # x, and what a caption and a text say of it
    999999.0: "999999.00 99999900% 1e+06",
    1234567.8: "1.235e+06 1.235e+08% 1.23e+06",
    -4e200: "−4e+200 −4e+202% −4e+200",
    np.inf: "∞ ∞% ∞",
    -np.inf: "−∞ −∞% −∞",
    np.nan: "undefined undefined% undefined",
}


def test_large_numbers_and_those_that_are_none_are_told_briefly(open_page):
    fig, ax = plt.subplots()
    form = "{:.2f} {:.0%} {:.3g}"
    text = ax.text(0, 0, "{:.2f}")
    numbers = np.array(list(LARGE))
    figure = explore(fig, caption=lambda k: (form, *3 * (np.take(numbers, k),)), k=(0, 5))(
        lambda k: {text: np.take(numbers, k)}
    )
    page = open_page(figure)
    for k, said in enumerate(LARGE.values()):
        assert figure.program.caption({"k": k}, figure.outputs(k=k)) == said
        page.evaluate(SET, [{"k": k}])
        assert page.locator(".explorable-caption").inner_text() == said
        assert page.locator("svg [data-mark] text").text_content() == said.split()[0]


def test_a_slider_of_large_numbers_tells_each_from_the_next(open_page):
    page = open_page(explore(Figure((1, 1)), n=(0.0, 2e6, 1.0))(lambda n: {"y": n}))
    page.evaluate(SET, [{"n": 1234567}])
    assert page.locator("output").inner_text() == "1234567"


@pytest.mark.parametrize(("caption", "says"), REFUSED_CAPTIONS.values(), ids=REFUSED_CAPTIONS)
def test_captions_that_are_refused(caption, says):
    with pytest.raises((TypeError, ValueError), match=says):
        captioned(caption)


def test_parts_of_a_state_may_have_any_name(open_page):
    state = {"__proto__": 1.0, "constructor": np.ones(2), "": 2, 3: {"toString": 0.5}}
    figure = explore(Figure((1, 1)), state=state, step=lambda state: state | {"__proto__": state["__proto__"] / 2})(
        lambda state: {"y": state["__proto__"] + state[3]["toString"]}
    )
    page = open_page(figure)
    after = page.evaluate("() => { const { figure } = document.querySelector('.explorable'); figure.step(); return "
                          "[Object.entries(figure.state()), figure.outputs().y.data] }")  # fmt: skip
    assert after == [[["__proto__", [0.5]], ["constructor", [1, 1]], ["value", [2]], ["3.toString", [0.5]]], [1.0]]


def test_what_comes_after_a_table_has_ended(open_page):
    noise = np.array([1.0, 2.0])

    def walk(mode):
        return explore(
            Figure((1, 1)),
            state={"t": 0, "x": 0.0},
            step=lambda state: {"t": state["t"] + 1, "x": state["x"] + np.take(noise, state["t"], mode=mode)},
        )(lambda state: {"x": state["x"]})

    ends, goes_on = walk("raise"), walk("wrap")
    with pytest.raises(IndexError, match="index 2 is out of bounds"):
        ends.step({"t": 2, "x": 3.0})
    assert goes_on.step({"t": 2, "x": 3.0}) == {"t": 3, "x": 4.0}
    page = open_page(ends, goes_on)
    page.evaluate("() => document.querySelectorAll('.explorable').forEach((root) => root.figure.step(3))")
    assert page.get_by_role("alert").all_text_contents() == ["Diverged at step 3. Reset starts again.", ""]


MISTAKES = {
    "names of parts": (
        {"state": {"a.b": 1.0, "a": {"b": 2.0}}},
        "two parts of the state are called a.b; give their keys",
    ),
    "keys of parts": ({"state": {1: 1.0, "1": 2.0}}, "two parts of the state are called 1"),
    "no state": ({"state": {"a": None}}, r"a state must hold numbers or arrays; got \{'a': None\}"),
    "half a step": ({"state": 1.0, "steps_per_frame": 2.5}, "steps_per_frame must be an integer >= 1; got 2.5"),
    "a step without a name": ({"state": 1.0, "step_name": " "}, "step_name must be words; got ' '"),
    "an answer of many": ({"ask": answer("?", np.ones(2))}, r"answer must be a number, .* got array\(\[1., 1.\]\)"),
    "an output of many": ({"ask": answer("?", "v")}, "an answer is a single number; v is"),
    "an answer in words": ({"ask": answer("?", lambda z: "word")}, "an answer is a single number; <lambda> is 'word'"),
    "a question without an answer": (
        {"ask": "How many?"},
        r"ask must be answer\(...\), predict\(...\) or write\(...\), or a list of such; got 'How many",
    ),
    "light on nothing": ({"lights": {"dot": "z"}}, "lights must name artists that update moves; got 'dot'"),
    "a list of names": ({"drag": ["z"]}, r"drag must be a dictionary; got \['z'\]"),
    "a list of settings": ({"presets": [{"z": 1}]}, "presets must be a dictionary; got"),
    "a setting without a name": ({"presets": {"one": 1}}, "each of presets must be a dictionary; got 1"),
    "a slip that is nothing": (
        {"ask": answer("?", 1, {"slip": lambda z: None})},
        "an answer is a single number; .* None",
    ),
}


@pytest.mark.parametrize(("options", "says"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_with_states_and_answers(options, says):
    step = (lambda state: state) if "state" in options else None
    draw = (lambda state, z: {"y": z}) if "state" in options else (lambda z: {"y": z, "v": np.stack([z, z])})
    with pytest.raises((TypeError, ValueError), match=says):
        explore(Figure((1, 1)), step=step, z=(0.0, 1.0), **options)(draw)


def by_place(z, /):
    return {"y": z}


@pytest.mark.parametrize("update", [lambda *z: {"y": 1.0}, lambda **z: {"y": 1.0}, by_place, np.tanh])
def test_update_takes_its_controls_by_name(update):
    with pytest.raises(TypeError, match="must take each control by its name; got the parameter"):
        explore(Figure((1, 1)), z=(0.0, 1.0))(update)


def test_questions_are_words():
    for words, slips in ((5, None), ("?", {7: 7})):
        with pytest.raises(TypeError, match="a question and what is said to slips must be words; got"):
            answer(words, 1.0, slips)


def test_a_number_of_numpys_and_a_single_name_are_taken():
    figure = explore(
        Figure((1, 1)),
        state=1.0,
        step=lambda state: state,
        restarts="rate",
        steps_per_frame=np.int64(3),
        rate=(0.0, 1.0),
    )(lambda state, rate: {"y": rate})
    assert figure.description["state"] == {"restarts": ["rate"], "perFrame": 3}
