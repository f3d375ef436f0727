"""What `rounding` finds out: the numbers that would be others on another processor, and no more than these."""

import numpy as np
import pytest

from mlp.explore import trace
from mlp.explore.tracing.rounding import FUNCTIONS, SUMS, rounding
from mlp.explore.tracing.tape import OPERATIONS


def moved(function, **values):
    return rounding(trace(lambda **inputs: {"y": function(*inputs.values())}, values), **values)["y"]


def test_what_every_processor_gets_right_does_not_move():
    x = np.array([0.1, 0.2, 0.3])
    assert moved(lambda x: (x * 3 - 0.3) / 7 + np.sqrt(x), x=x) == 0
    assert moved(lambda x: np.where(x < 0.2, 1.0, 0.0), x=x) == 0
    assert moved(np.exp, x=0.0) == moved(np.sum, x=np.array([1.5, -2.0, 0.25])) == 0


def test_last_bits_of_functions_and_of_sums_move():
    for function, x in ((np.tanh, 0.3), (np.exp, 1.1), (np.sum, np.full(9, 0.1)), (lambda x: x @ x, np.full(9, 0.3))):
        largest = np.abs(function(x))
        assert 0 < moved(function, x=x) < 9e-16 * largest


def test_what_is_left_when_digits_cancel_is_known_as_noise():
    """The slope of a parabola at its lowest point, by centred difference: every digit is rounding."""
    weights, data = np.array([0.1, -0.3, 0.2]), np.array([[0.7, 0.7, 0.7]])
    assert moved(lambda w: (data @ w)[0] - 0.0, w=weights) > abs((data @ weights)[0]) / 2
    assert moved(lambda z: np.sin(z) ** 2 + np.cos(z) ** 2 - 1, z=0.7) > 1e-17
    assert moved(lambda z: np.sin(z), z=np.pi) < 1e-30  # the sine of the float next to pi, which has digits


def test_a_step_over_an_edge_that_rounding_decides_is_seen():
    assert moved(lambda z: np.heaviside(np.exp(np.log(z)) - z, 0.5), z=0.7) >= 0.5


@pytest.mark.filterwarnings("error")
def test_what_is_not_a_number_does_not_count():
    assert moved(lambda x: np.log(x), x=np.array([-1.0, 0.0, np.inf, 2.5])) < 1e-15


def test_every_operation_whose_last_bits_are_open_is_one_of_the_tape():
    exact = {
        "abs",
        "add",
        "subtract",
        "multiply",
        "divide",
        "negative",
        "sqrt",
        "where",
        "take",
        "floor",
        "rint",
        "max",
    }
    assert {*FUNCTIONS, *SUMS} <= set(OPERATIONS)
    assert not exact & {*FUNCTIONS, *SUMS}


def test_what_is_not_there_does_not_move():
    tape = trace(lambda x: {"gone": x * np.nan, "half": np.exp(x) * np.array([np.nan, 1.0])}, {"x": 1.5})
    moved = rounding(tape, x=1.5)
    assert moved["gone"] == 0
    assert 0 < moved["half"] < 1e-14
