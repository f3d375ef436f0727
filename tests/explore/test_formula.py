"""A formula that a reader types: the page computes what Python does, says what it cannot, and keeps the last one."""

import re

import fuzz
import gallery
import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets
from barriers import find, prepare
from lines import Writer, are_near
from parity import settings

from mlp.explore import explore, formula, trace
from mlp.explore.figure import controls

COMPUTE = """([texts, shape, data]) => texts.map((text) => {
    try {
        const out = { ...fresh(shape), data: new Float64Array(data.length) };
        formula(text, "z")(out, view(Float64Array.from(data), shape))();
        return [...out.data].map((x) => Number.isFinite(x) ? x : `${x}`);
    } catch ({ message }) {
        return message;
    }
})"""
Z = np.array([[0.7, -1.3, 2.9], [-0.2, 1.6, 0.4]])


@pytest.fixture(scope="module")
def page(browser):
    page = fuzz.open_page(browser, "formula", "fresh", "view")
    yield page
    page.close()


def run(page, texts, z=Z):
    """Compute formulas in the page: of each the numbers, or the words in which it is refused."""
    return page.evaluate(COMPUTE, [texts, list(np.shape(z)), np.ravel(z).tolist()])


def computed(text, z=Z):
    """Compute a formula by Python; None where it is refused."""
    try:
        return formula(text, of="z")(z)
    except ValueError:
        return None


def agrees(text, made):
    own = computed(text)
    if own is None or isinstance(made, str):
        return own is None and isinstance(made, str)
    nudged = computed(text, Z * (1 + 1e-14))
    return not are_near(own, nudged, 1e-12) or are_near(own, np.array(made, float).reshape(Z.shape), 1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_random_formulas_compute_the_same_and_are_refused_alike(page, seed):
    writer = Writer(seed)
    texts = [writer.expression(["z"], int(writer.rng.integers(4))).replace("\n", "") for _ in range(500)]
    texts = [text.split("#")[0] for text in texts]
    taken = [text for text in texts if computed(text) is not None]
    assert 150 < len(taken) < 450
    assert [text for text, made in zip(texts, run(page, texts), strict=True) if not agrees(text, made)] == []


def test_what_is_infinite_or_no_number_is_so_in_the_page(page):
    z = np.array([0.0, -0.0, 1.0, -1.0, 1e300, -np.inf, np.inf, np.nan])
    texts = ["z", "1 / z", "np.log(z)", "np.exp(z)", "z**3", "z - z", "np.maximum(z, 0)", "z * (z > 0)", "3"]
    for text, made in zip(texts, run(page, texts, z), strict=True):
        np.testing.assert_allclose(np.array(made, float), formula(text, of="z")(z), rtol=1e-12, err_msg=text)


def test_a_formula_is_of_arrays_of_any_shape():
    for text in ("np.tanh(z)", "1"):
        f = formula(text, of="z")
        assert f(2.0).shape == ()
        assert f(np.int64(2)).dtype == f(np.zeros((0, 2))).dtype == float
        assert f(np.ones((2, 1, 3))).shape == (2, 1, 3)
    assert repr(f) == "formula('1', of='z')"


BY_ITSELF = (
    "a formula computes each number by itself, without sums, indices, @ and .T; the larger of two is np.maximum(a, b)"
)
REFUSED = {  # what is said of a formula of z, by Python and by the page
    "z * x": "x is not known here; there is z",
    "z > 0": "a mask has no numbers; write 1 * (z > 0) to have zeros and ones",
    "z = 2": "write what z is, and not z =",
    "": "a formula is one expression, such as np.tanh(z)",
    "# z": "a formula is one expression, such as np.tanh(z)",
    "z - z.mean()": BY_ITSELF,
    "np . max(z, 0)": BY_ITSELF,
    "np.outer(z, z)": BY_ITSELF,
    "z[0]": BY_ITSELF,
    "z @ z": BY_ITSELF,
    "z.T": BY_ITSELF,
    "1e999 * z": "this number is too large",
    "z" + " + z" * 50: "a formula has 200 characters at most",
}


@pytest.mark.parametrize("text", REFUSED)
def test_python_and_the_page_refuse_in_the_same_words(page, text):
    with pytest.raises(ValueError, match=f"^{re.escape(REFUSED[text])}$"):
        formula(text, of="z")
    assert run(page, [text]) == [REFUSED[text]]


def test_the_longest_formulas_are_computed(page):
    texts = ["-" * 199 + "z", "(" * 99 + "z" + ")" * 99, "z" + "**z" * 66, "np.exp(" * 24 + "z" + ")" * 24]
    assert all(agrees(text, made) for text, made in zip(texts, run(page, texts), strict=True))


@pytest.mark.parametrize(
    ("text", "of", "error", "says"),
    [
        (5, "z", TypeError, r"text must be a formula of z, such as 'np.tanh\(z\)'; got 5"),
        ("z", "2z", ValueError, "of must be the name of the formula's argument, such as 'z'; got '2z'"),
        ("np", "np", ValueError, "of must be .* got 'np'"),
        ("z", None, ValueError, "of must be .* got None"),
        ("tanh(z)", "z", ValueError, "write np.tanh for tanh"),
    ],
)
def test_mistakes_of_authors_say_what_is_allowed(text, of, error, says):
    with pytest.raises(error, match=says):
        formula(text, of=of)


def typed(f="z**2", function=lambda f: {"y": f(2.0)}, **options):
    return explore(plt.figure(figsize=(1, 1)), name="lab", f=formula(f, of="z"), **options)(function)


def test_in_python_the_control_is_a_trait_that_checks_its_text():
    figure = typed()
    assert figure.f == "z**2"
    figure.f = "z + 1"
    assert figure.evaluate()["y"] == 3
    assert figure.evaluate(f="5")["y"] == 5
    with pytest.raises(traitlets.TraitError, match=r"f must be a formula of z, .*; got 'y': y is not known"):
        figure.f = "y"
    with pytest.raises(traitlets.TraitError, match="f must be the text of a formula of z; got <ufunc 'tanh'>"):
        figure.f = np.tanh
    with pytest.raises(ValueError, match="got 'y': y is not known here"):
        typed(presets={"y": {"f": "y"}})
    assert controls.make("f", formula("z", of="z"), default="2 * z").value == "2 * z"


def test_a_formula_is_called_and_nothing_else_is_done_with_it():
    with pytest.raises(TypeError, match="unsupported operand"):
        typed(function=lambda f: {"y": f + 1})
    with pytest.raises(TypeError, match="returned at 'y' neither a number nor an array: <traced function form"):
        typed(function=lambda f: {"y": f})


def test_any_function_of_numbers_can_be_the_input_of_a_tape():
    tape = trace(lambda f, x: {"y": f(x) - f(1), "z": f(np.ones(2))}, {"f": np.tanh, "x": np.zeros((2, 3))})
    played = tape.evaluate(f=np.square, x=np.full((2, 3), 2.0))
    assert played["y"].tolist() == [[3.0] * 3] * 2
    assert played["z"].tolist() == [1.0, 1.0]


def test_a_formula_acts_as_it_is_typed_and_on_enter(open_page):
    figure = gallery.typed()
    page = open_page(figure)
    field, caption = page.get_by_label("f(z) ="), page.locator(".explorable-caption")
    field.press("End")
    field.press_sequentially(" + 1")
    page.wait_for_function("document.querySelector('.explorable').figure.values().f.endsWith('1')")
    field.fill("np.sin(z)")
    field.press("Enter")
    assert settings(page)["f"] == "np.sin(z)"
    assert caption.inner_text() == "f(z) = np.sin(z); w = 1.500"
    page.get_by_role("button", name="Step", exact=True).press("Enter")
    [w] = figure.step(f="np.sin(z)").values()
    assert caption.inner_text() == f"f(z) = np.sin(z); w = {w:.3f}"
    page.wait_for_function("location.hash === '#typed.f=np.sin(z)'")
    page.get_by_role("button", name="a step").click()
    assert field.input_value() == "1 * (z > 0)"
    page.get_by_role("button", name="Default settings").click()
    assert field.input_value() == settings(page)["f"] == "z * (z > 0)"


def test_what_cannot_be_read_is_said_and_the_last_formula_stays(open_page):
    page = open_page(gallery.typed(), address="#typed.f=z%2B1&typed.w0=no")
    field, said = page.get_by_label("f(z) ="), page.locator(".explorable-formula output")
    assert field.input_value() == "z+1"
    for text, words in (REFUSED | {"np.tanh(z": ") is missing", "tanh": "tanh is not known here; there is z"}).items():
        page.evaluate("text => { document.querySelector('[type=text]').value = text }", text)  # a longer one, too
        field.press("Enter")
        field.dispatch_event("change")
        assert said.inner_text() == f"Not yet: {words}. Still shown: z+1"
        assert field.get_attribute("aria-invalid") == "true"
        assert field.get_attribute("aria-describedby") == said.get_attribute("id")
        assert settings(page)["f"] == "z+1"
    field.fill("z+1")
    field.press("Enter")
    assert said.inner_text() == ""
    assert field.get_attribute("aria-invalid") == "false"
    field.fill("z +")
    page.get_by_text("Not yet: the line ends too early. Still shown: z+1").wait_for()


def test_an_address_with_no_formula_is_not_followed(open_page):
    page = open_page(gallery.typed(), address="#typed.f=alert(1)")
    assert settings(page)["f"] == "z * (z > 0)"
    with pytest.raises(Exception, match="functions are NumPy's"):
        page.evaluate("document.querySelector('.explorable').figure.set({ f: 'alert(1)' })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(open_page, scheme):
    page = open_page(gallery.typed(), color_scheme=scheme)
    page.add_style_tag(content="html { background: Canvas }")  # which axe-core takes for white otherwise
    page.get_by_label("f(z) =").fill("z +")
    page.get_by_text("Not yet").wait_for()
    prepare(page)
    assert find(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]) == []
