"""The cheat sheet is one sheet of paper, and its formulas are those of the package."""

import re

import numpy as np
import pytest
from pages import ROOT

import mlp

SHEET = (ROOT / "book" / "cheat_sheet.md").read_text("utf-8")


def pages(pdf):
    """Count the pages of a PDF file, and check the count by the one that the file states."""
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert count == int(re.search(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)[1])
    return count


@pytest.fixture
def sheet(browser, addresses):
    """Open the page as a reader does who likes it dark."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{addresses['file']}/book/cheat_sheet.html", wait_until="networkidle")
    page.evaluate("window.MathJax.startup.promise.then(() => null)")
    yield page
    context.close()


def test_counting_pages_can_see_two(browser):
    page = browser.new_page()
    page.set_content('<p>One</p><p style="break-before: page">Two</p>')
    assert pages(page.pdf(format="A4")) == 2
    page.close()


def test_it_prints_on_one_sheet(sheet):
    assert pages(sheet.pdf(format="A4")) == 1


def test_paper_shows_the_text_alone_and_is_white(sheet):
    sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet.emulate_media(media="print")
    for part in (".bd-sidebar-primary", ".bd-header-article", ".bd-sidebar-secondary", "#jb-print-docs-body", "footer"):
        assert not any(element.is_visible() for element in sheet.locator(part).all()), part
    assert sheet.locator("article h1").is_visible()
    assert sheet.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sheet.emulate_media(media="screen")
    sheet.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sheet.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("width", [360, 1280])
def test_no_formula_or_table_is_cut_off(sheet, width):
    """On a phone as on a desk, nothing in the text is wider than its place."""
    sheet.set_viewport_size({"width": width, "height": 800})
    wide = "e => [e.scrollWidth - e.clientWidth, e.textContent.trim().slice(0, 60)]"
    for kind in ("mjx-container[display]", "table", "section"):
        found = [element.evaluate(wide) for element in sheet.locator(f"#cheat-sheet {kind}").all()]
        assert found
        assert [each for each in found if each[0] > 1] == []


Z = np.array([[-2.0, -0.5, 0.3, 1.7]])
E = np.exp
# A row of the sheet, and what it says, in Python.
FORMULAS = {
    r"| `sigmoid` | $1 / (1 + e^{-z})$ | $a (1 - a)$ |": (
        mlp.sigmoid,
        lambda z: 1 / (1 + E(-z)),
        lambda z, a: a * (1 - a),
    ),
    r"| `tanh` | $(e^z - e^{-z}) / (e^z + e^{-z})$ | $1 - a^2$ |": (
        mlp.tanh,
        lambda z: (E(z) - E(-z)) / (E(z) + E(-z)),
        lambda z, a: 1 - a**2,
    ),
    r"| `relu` | $\max(0, z)$ | $1$ if $z > 0$, else $0$ |": (
        mlp.relu,
        lambda z: np.maximum(0, z),
        lambda z, a: np.where(z > 0, 1, 0),
    ),
    r"| `leaky_relu(s)` | $z$ if $z \ge 0$, else $s z$ | $1$ if $z > 0$, else $s$ |": (
        mlp.leaky_relu(0.1),
        lambda z: np.where(z >= 0, z, 0.1 * z),
        lambda z, a: np.where(z > 0, 1, 0.1),
    ),
    r"| `linear` | $z$ | $1$ |": (mlp.linear, lambda z: z, lambda z, a: 1 + 0 * z),
}


@pytest.mark.parametrize("row", FORMULAS, ids=lambda row: row.split("`")[1])
def test_activations_are_as_the_sheet_says(row):
    f, value, slope = FORMULAS[row]
    assert f"\n{row}" in SHEET
    np.testing.assert_allclose(f(Z), value(Z))
    np.testing.assert_allclose(f.derivative(Z), slope(Z, f(Z)))


def test_softmax_is_as_the_sheet_says():
    row = r"| `softmax` | $a_i = e^{z_i} / \sum_j e^{z_j}$ | $\partial a_i / \partial z_j = a_i ([i{=}j] - a_j)$ |"
    assert f"\n{row}" in SHEET
    a = mlp.softmax(Z)
    np.testing.assert_allclose(a, E(Z) / E(Z).sum())
    jacobian = a[0][:, np.newaxis] * (np.eye(4) - a[0])
    back = [mlp.softmax.pull_back(Z, a, np.eye(4)[[i]])[0] for i in range(4)]
    np.testing.assert_allclose(back, jacobian, atol=1e-15)


@pytest.mark.parametrize(("output", "delta"), [("linear", "a - y"), ("sigmoid", r"(a - y) \circ f'(z)")])
def test_squared_errors_have_the_delta_of_the_sheet(output, delta):
    assert rf"| `{output}` | $\frac12 \lVert a - y \rVert^2$ | ${delta}$ |" in SHEET
    f, Y = getattr(mlp, output), np.array([[0.1, 0.9, 0.4, 0.0]])
    a = f(Z)
    np.testing.assert_allclose(mlp.squared_error.total(f, Z, a, Y), 0.5 * ((a - Y) ** 2).sum())
    np.testing.assert_allclose(mlp.squared_error.delta(f, Z, a, Y), (a - Y) * f.derivative(Z))


def test_cross_entropies_are_as_the_sheet_says():
    assert r"| `sigmoid` | $-\sum_i \bigl(y_i \ln a_i + (1 - y_i) \ln(1 - a_i)\bigr)$ | $a - y$ |" in SHEET
    assert r"| `softmax` | $-\sum_i y_i \ln a_i$, with $\sum_i y_i = 1$ | $a - y$ |" in SHEET
    Y = np.array([[0.2, 0.5, 0.2, 0.1]])
    a = mlp.sigmoid(Z)
    by_hand = -(Y * np.log(a) + (1 - Y) * np.log(1 - a)).sum()
    np.testing.assert_allclose(mlp.cross_entropy.total(mlp.sigmoid, Z, a, Y), by_hand)
    np.testing.assert_allclose(mlp.cross_entropy.delta(mlp.sigmoid, Z, a, Y), a - Y)
    a = mlp.softmax(Z)
    np.testing.assert_allclose(mlp.cross_entropy.total(mlp.softmax, Z, a, Y), -(Y * np.log(a)).sum())
    np.testing.assert_allclose(mlp.cross_entropy.delta(mlp.softmax, Z, a, Y), a - Y)


def test_initial_weights_and_numbers_are_as_the_sheet_says():
    assert r"\#W = \sum_{l=1}^{L-1} s_{l+1} s_l, \qquad \#b = \sum_{l=1}^{L-1} s_{l+1}" in SHEET
    assert r"\sigma^2 &= \frac{2}{s_l + s_{l+1}} && \text{(Glorot, for tanh)}" in SHEET
    assert r"\sigma^2 &= \frac{2}{s_l} && \text{(He, for ReLU)}" in SHEET
    s = 3, 4, 4, 1
    net = mlp.Network(s)
    assert net.n_weights == sum(s[l] * s[l - 1] for l in range(1, 4))
    assert net.n_biases == sum(s[1:])
    assert mlp.glorot().sigma(3, 4) ** 2 == pytest.approx(2 / 7)
    assert mlp.he().sigma(3, 4) ** 2 == pytest.approx(2 / 3)
