"""The reader's own activation: a formula that is typed is drawn with its slope, and trains a network as NumPy does."""

import numpy as np
import pytest
from pages import moving_page

import mlp

FIGURE = "document.querySelector('[data-figure=own]').figure"


class Wave(mlp.activations.Elementwise):
    """What the test types, with its exact slope."""

    def __call__(self, z):
        return np.sin(2 * z)

    def derivative(self, z, a=None):
        return 2 * np.cos(2 * z)


@pytest.fixture
def page(browser, addresses):
    with moving_page(browser, addresses, "book/activation_lab") as page:
        yield page


def type_in(figure, text):
    field = figure.get_by_role("textbox", name="f(z) =")
    field.fill(text)
    field.press("Enter")


def theta(page):
    return np.array(page.evaluate(f"{FIGURE}.state().theta"))


def test_a_formula_that_is_typed_is_drawn_and_learns_as_in_numpy(page):
    own = page.locator("[data-figure=own]")
    type_in(own, "np.sin(2 * z)")
    outputs = page.evaluate(f"{FIGURE}.outputs()")
    z, f, slope = (np.array(outputs[name]["data"]) for name in ("line1.xdata", "line1.ydata", "line2.ydata"))
    np.testing.assert_allclose(f, Wave()(z), atol=1e-12)
    np.testing.assert_allclose(slope, Wave().derivative(z), atol=1e-8)
    run = own.get_by_role("button", name="Run")
    run.press("Enter")
    page.wait_for_function(f"{FIGURE}.state().t[0] > 30")
    own.get_by_role("button", name="Pause").press("Enter")
    steps = int(page.evaluate(f"{FIGURE}.state().t[0]"))
    X, Y = mlp.datasets.circles(100)
    X = X - X.mean(axis=0)
    X = (X / np.abs(X).max()).round(3)
    start = mlp.Network([2, 8, 1], "tanh", seed=0).to_vector()
    net = mlp.Network([2, 8, 1], Wave(), output="sigmoid").from_vector(start)
    run = mlp.gradient_descent(net, X, Y, 1.0, steps, "cross_entropy")
    np.testing.assert_allclose(theta(page), net.to_vector(), rtol=1e-6)
    assert f"Step {steps}: J = {run['J'][-1]:.4f}; " in own.locator(".explorable-caption").inner_text()


def test_what_is_no_formula_is_said_and_the_figure_keeps_its_own(page):
    own = page.locator("[data-figure=own]")
    type_in(own, "np.sinus(z)")
    assert own.get_by_text("Not yet: np.sinus is not known here. Still shown: np.tanh(z)").is_visible()
    before = theta(page)
    own.get_by_role("button", name="1 * (z > 0)").first.press("Enter")
    page.evaluate(f"{FIGURE}.step(5)")
    moved = theta(page) != before
    assert moved.any()
    assert not moved[:24].any()  # the weights and biases of the hidden layer, to which nothing comes back
    assert "Nothing arrives at the first weights" in own.locator(".explorable-caption").inner_text()
