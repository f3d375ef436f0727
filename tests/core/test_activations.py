"""Every activation against its textbook formula, its derivative against a difference, and its limits."""

import numpy as np
import pytest

import mlp
from mlp.activations import ACTIVATIONS, Elementwise

Z = np.linspace(-4, 4, 41) + 0.01  # keeps off the corners at 0
FORMULAS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "relu": lambda z: (z > 0) * z,
    "leaky_relu": lambda z: (z < 0) * 0.01 * z + (z >= 0) * z,
    "linear": lambda z: z,
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    "gelu": lambda z: z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z / (1 + np.exp(-z)),
}


ALL = list(ACTIVATIONS.values())
ELEMENTWISE = [f for f in ALL if isinstance(f, Elementwise)]


@pytest.mark.parametrize("name", FORMULAS)
def test_value_is_the_formula(name):
    np.testing.assert_allclose(ACTIVATIONS[name](Z), FORMULAS[name](Z), rtol=1e-13, atol=1e-15)


def test_every_activation_is_a_name_of_the_package():
    assert set(ACTIVATIONS) <= set(mlp.__all__)


def test_every_elementwise_activation_has_a_formula_here():
    assert set(FORMULAS) == {f.name for f in ELEMENTWISE}


@pytest.mark.parametrize("f", ELEMENTWISE, ids=repr)
def test_derivative_is_the_slope(f):
    h = 1e-6
    np.testing.assert_allclose(f.derivative(Z), (f(Z + h) - f(Z - h)) / (2 * h), rtol=1e-8, atol=1e-9)
    np.testing.assert_array_equal(f.derivative(Z), f.derivative(Z, f(Z)))


@pytest.mark.parametrize("f", [*ALL, mlp.leaky_relu(0.3), mlp.maxout(3)], ids=repr)
def test_pull_back_is_the_transposed_jacobian(f):
    rng = np.random.default_rng(0)
    z = rng.standard_normal((5, 6))
    dJ_da = rng.standard_normal(f(z).shape)
    h = 1e-6
    J = lambda z: (dJ_da * f(z)).sum(axis=1)
    slopes = np.stack([(J(z + h * e) - J(z - h * e)) / (2 * h) for e in np.eye(6)], axis=1)
    np.testing.assert_allclose(f.pull_back(z, f(z), dJ_da), slopes, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("f", ALL, ids=repr)
def test_extreme_inputs_give_finite_numbers_of_the_same_dtype(f, dtype):
    z = np.array([[-1e4, -50.0, 0.0, 50.0, 88.0, 1e4]], dtype)
    a = f(z)
    back = f.pull_back(z, a, np.ones_like(a))
    assert np.isfinite(a).all()
    assert np.isfinite(back).all()
    assert a.dtype == back.dtype == dtype
    if isinstance(f, Elementwise):
        assert f.derivative(z).dtype == dtype


def test_checked_numbers():
    """Values from the lecture's audit."""
    assert mlp.sigmoid(2.0) == pytest.approx(0.880797077978, abs=1e-12)
    assert mlp.sigmoid.derivative(2.0) == pytest.approx(0.104993585404, abs=1e-12)
    assert mlp.tanh(2.0) == pytest.approx(0.964027580076, abs=1e-12)
    assert mlp.tanh.derivative(2.0) == pytest.approx(0.0706508248532, abs=1e-12)
    assert mlp.tanh(0.7) == pytest.approx(2 * mlp.sigmoid(1.4) - 1, abs=1e-15)
    z, e_Y = np.array([2.0, 1.0, 0.1]), np.array([1.0, 0.0, 0.0])
    np.testing.assert_allclose(mlp.softmax(z) - e_Y, [-0.340999, 0.242433, 0.098566], atol=1e-6)


def test_sigmoid_keeps_its_digits_far_to_the_left():
    assert mlp.sigmoid(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-14)


def test_relu_has_slope_zero_at_zero_and_leaky_relu_its_slope():
    assert mlp.relu.derivative(0.0) == 0
    assert mlp.leaky_relu(0.1).derivative(0.0) == pytest.approx(0.1)


@pytest.mark.parametrize("slope", [0.01, 0.3, -2.0, 999999.9])
def test_leaky_relu_has_slope_one_where_it_is_active(slope):
    np.testing.assert_allclose(mlp.leaky_relu(slope).derivative(np.array([-2.0, 2.0])), [slope, 1.0], rtol=1e-9)


@pytest.mark.parametrize(
    ("special", "w_1", "b_1", "w_2", "b_2"),
    [
        (mlp.relu, 0.0, 0.0, 1.0, 0.0),
        (lambda z: mlp.relu(z + 0.3), 0.0, 0.0, 1.0, 0.3),
        (mlp.leaky_relu(0.01), 0.01, 0.0, 1.0, 0.0),
        (np.abs, -1.0, 0.0, 1.0, 0.0),
    ],
    ids=["relu", "relu with bias", "leaky_relu", "abs"],
)
def test_maxout_reproduces(special, w_1, b_1, w_2, b_2):
    net = mlp.Network([1, 1], output=mlp.maxout(2))
    net.W[1] = [[w_1], [w_2]]
    net.b[1] = [b_1, b_2]
    x = Z[:, np.newaxis]
    np.testing.assert_allclose(net.predict(x), special(x), atol=2e-17)


def test_maxout_ties_go_to_the_first_piece():
    z = np.zeros((1, 4))  # two units, two pieces
    np.testing.assert_array_equal(mlp.maxout(2).pull_back(z, z[:, :2], np.array([[3.0, 5.0]])), [[3.0, 5.0, 0.0, 0.0]])


def test_maxout_pieces_lie_one_after_the_other():
    np.testing.assert_array_equal(mlp.maxout(3)(np.array([[1.0, 2.0, 5.0, 0.0, 3.0, 4.0]])), [[5.0, 4.0]])


@pytest.mark.parametrize("dead", [-1.0, 0.0])
def test_leaky_relu_lets_a_gradient_through_where_relu_does_not(dead):
    z = np.array([[dead]])
    assert mlp.relu.pull_back(z, mlp.relu(z), np.ones((1, 1))) == 0
    assert mlp.leaky_relu(0.1).pull_back(z, None, np.ones((1, 1))) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: mlp.leaky_relu(Z), TypeError, r"leaky_relu\(0\.1\)\(z\)"),
        (lambda: mlp.leaky_relu([1.0, 2.0]), TypeError, r"leaky_relu\(0\.1\)\(z\)"),
        (
            lambda: mlp.leaky_relu(np.nan),
            ValueError,
            "slope must be a finite number > -1000000.0 and < 1000000.0; got nan",
        ),
        (lambda: mlp.leaky_relu("0.1"), TypeError, "slope must be a finite number .*; got '0.1'"),
        (lambda: mlp.leaky_relu(1e17), ValueError, "slope must be .* < 1000000.0; got 1e\\+17"),
        (lambda: mlp.maxout(1), ValueError, "k must be an integer >= 2; got 1"),
        (lambda: mlp.maxout(2.0), TypeError, "k must be an integer >= 2; got 2.0"),
        (lambda: mlp.maxout(Z), TypeError, r"maxout\(2\)\(z\)"),
    ],
)
def test_errors_say_what_is_allowed(make, error, message):
    with pytest.raises(error, match=message):
        make()
