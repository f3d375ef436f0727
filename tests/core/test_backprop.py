"""Backpropagation against numbers computed elsewhere, another library's derivatives and the lecture's own loop."""

import json
from pathlib import Path

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import randomized, targets

import mlp

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))
GOLDEN_ACTIVATIONS = {"identity": "linear"}


def golden(name):
    """Build a golden network; its file holds examples as columns."""
    case = GOLDEN[name]
    *hidden, output = (GOLDEN_ACTIVATIONS.get(f, f) for f in name.split("_")[1:])
    X, Y = np.array(case.get("X", case.get("x"))).T, np.array(case.get("Y", case.get("y"))).T
    net = mlp.Network([X.shape[1], *(len(b) for b in case["b"])], list(hidden), output)
    for l in range(1, net.L):
        net.W[l], net.b[l] = case["W"][l - 1], np.ravel(case["b"][l - 1])
    return case, net, X, Y.reshape(len(X), -1)


def close(actual, desired):
    np.testing.assert_allclose(actual, desired, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in GOLDEN if name.startswith("netA")])
def test_golden_network_of_one_example(name):
    case, net, X, Y = golden(name)
    forward, g = net.forward(X), mlp.backprop(net, X, Y)
    for l in range(2, net.L + 1):
        close(forward.z[l], np.transpose(case["z"][l - 2]))
        close(forward.a[l], np.transpose(case["a"][l - 1]))
        close(g.delta[l], np.transpose(case["delta"][l - 2]))
        close(g.dW[l - 1], case["gW"][l - 2])
        close(g.db[l - 1], np.ravel(case["gb"][l - 2]))
    close(g.J, case["J"])
    close(mlp.cost(net, X, Y), case["J"])


@pytest.mark.parametrize("name", [name for name in GOLDEN if name.startswith("netB")])
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_golden_network_of_four_examples(name, weight_decay):
    case, net, X, Y = golden(name)
    g = mlp.backprop(net, X, Y, weight_decay=weight_decay)
    expected = case[f"lam{weight_decay}"]
    close(net.predict(X), np.reshape(case["h"], (-1, 1)))
    for l in range(1, net.L):
        close(g.delta[l + 1], np.transpose(case["delta_per_example"][l - 1]))
        close(g.dW[l], expected["gW"][l - 1])
        close(g.db[l], np.ravel(expected["gb"][l - 1]))
    close(g.J, expected["J"])
    close(g.J_data, case["J1"])


def test_one_step_on_the_golden_network_updates_all_layers_at_once():
    """Layer by layer, with gradients computed anew in between, J would be 0.37842 (audit, appendix A)."""
    _, net, X, Y = golden("netB_tanh_tanh_identity")
    mlp.step(net, mlp.backprop(net, X, Y, weight_decay=0.1), learning_rate=0.1)
    close(mlp.cost(net, X, Y, weight_decay=0.1), 0.3776135999341723)


# The forward pass and J once more, from the formulas, for a library that differentiates programs.
AUTOGRAD = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "maxout": lambda z: anp.maximum(z[:, : z.shape[1] // 2], z[:, z.shape[1] // 2 :]),
    "linear": lambda z: z,
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
    "gelu": lambda z: z / 2 * (1 + anp.tanh(anp.sqrt(2 / anp.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z / (1 + anp.exp(-z)),
}


def test_every_activation_has_its_formula_here():
    assert set(AUTOGRAD) == set(mlp.activations.ACTIVATIONS)


def autograd_J(parameters, names, X, Y, cost, weight_decay):
    a = X
    for (W, b), name in zip(parameters, names, strict=True):
        a = AUTOGRAD[name](anp.dot(a, W.T) + b)
    if cost == "squared_error":
        each = anp.sum((a - Y) ** 2, axis=1) / 2
    elif names[-1] == "softmax":
        each = -anp.sum(Y * anp.log(a), axis=1)
    else:
        each = -anp.sum(Y * anp.log(a) + (1 - Y) * anp.log(1 - a), axis=1)
    return anp.mean(each) + weight_decay / 2 * sum(anp.sum(W**2) for W, b in parameters)


PAIRS = [
    (activation, output, cost)
    for activation in AUTOGRAD
    for output, cost in [
        *((output, "squared_error") for output in AUTOGRAD),
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
    ]
]
ARCHITECTURE = {
    "sizes": st.tuples(st.integers(1, 3), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.sampled_from([1, 3])),
    "m": st.sampled_from([1, 7]),
    "weight_decay": st.sampled_from([0.0, 0.3]),
    "seed": st.integers(0, 10**6),
}


def draw(activation, output, cost, sizes, m, seed):
    s_1, hidden, s_L = sizes
    net = randomized(mlp.Network([s_1, *hidden, s_L], activation, output), seed)
    return net, np.random.default_rng(seed).standard_normal((m, s_1)), targets(net, m, cost, seed)


@pytest.mark.parametrize(("activation", "output", "cost"), PAIRS)
@settings(max_examples=5)  # the next test, stricter, takes more
@given(**ARCHITECTURE)
def test_gradient_is_the_centred_difference(activation, output, cost, sizes, m, weight_decay, seed):
    net, X, Y = draw(activation, output, cost, sizes, m, seed)
    report = mlp.check_gradients(net, X, Y, cost, weight_decay)
    assert report.worst < 1e-6, report


@pytest.mark.parametrize(("activation", "output", "cost"), PAIRS)
@settings(max_examples=15)
@given(**ARCHITECTURE)
def test_gradient_is_the_one_automatic_differentiation_finds(activation, output, cost, sizes, m, weight_decay, seed):
    net, X, Y = draw(activation, output, cost, sizes, m, seed)
    g = mlp.backprop(net, X, Y, cost, weight_decay)
    parameters = list(zip(net.W[1:], net.b[1:], strict=True))
    names = [f.name for f in net.f[2:]]
    expected = autograd.grad(autograd_J)(parameters, names, X, Y, cost, weight_decay)
    assert pytest.approx(autograd_J(parameters, names, X, Y, cost, weight_decay), rel=1e-12) == g.J
    for l, (dW, db) in enumerate(expected, start=1):
        np.testing.assert_allclose(g.dW[l], dW, rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(g.db[l], db, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("cost", ["squared_error", "cross_entropy"])
@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
def test_the_batch_is_the_lectures_accumulation_over_examples(data, cost, weight_decay):
    net = randomized(mlp.Network([3, 4, 2, 2], ["tanh", "maxout"], "sigmoid"))
    X, Y = data[0], targets(net, 7, cost)
    batch = mlp.backprop(net, X, Y, cost, weight_decay)
    loop = mlp.backprop_by_accumulation(net, X, Y, cost, weight_decay)
    close([loop.J, loop.J_data, loop.J_decay], [batch.J, batch.J_data, batch.J_decay])
    for l in range(1, net.L):
        close(loop.dW[l], batch.dW[l])
        close(loop.db[l], batch.db[l])
        close(loop.delta[l + 1], batch.delta[l + 1])


def test_the_accumulator_starts_from_zero_at_every_iteration():
    """As printed, the lecture sets Delta W to 0 once; then 1/2 w^2 goes .9, .71, .449, ... and never settles (E66)."""

    def descend(reset_each_time, iterations):
        net = mlp.Network([1, 1], initializer="zeros")  # h = w x + b with x = 1, y = 0 and b held at 0
        net.W[1] = [[1.0]]
        Delta_W, w = np.zeros((1, 1)), []
        for _ in range(iterations):
            if reset_each_time:
                Delta_W[:] = 0
            Delta_W += mlp.backprop(net, [[1.0]], [[0.0]]).dW[1]
            net.W[1] -= 0.1 * Delta_W
            w.append(net.W[1].item())
        return np.array(w)

    np.testing.assert_allclose(descend(False, 5), [0.9, 0.71, 0.449, 0.1431, -0.17711], atol=1e-5)
    np.testing.assert_allclose(descend(True, 40), 0.9 ** np.arange(1, 41), rtol=1e-12)
    assert np.abs(descend(False, 400)[-70:]).max() > 0.9

    ours, w = mlp.Network([1, 1], initializer="zeros"), []
    ours.W[1] = [[1.0]]
    for _ in range(5):
        g = mlp.backprop_by_accumulation(ours, [[1.0]], [[0.0]])
        g.db[1][:] = 0
        mlp.step(ours, g, 0.1)
        w.append(ours.W[1].item())
    np.testing.assert_allclose(w, 0.9 ** np.arange(1, 6), rtol=1e-12)


def test_delta_belongs_to_an_example_and_the_mean_enters_once(net, data):
    X, Y = data
    g = mlp.backprop(net, X, Y)
    alone = mlp.backprop(net, X[2:3], Y[2:3])
    np.testing.assert_allclose(g.delta[2][2], alone.delta[2][0], rtol=1e-13)
    np.testing.assert_allclose(g.db[1], g.delta[2].mean(axis=0), rtol=1e-13)


def test_biases_are_not_decayed(net, data):
    g, g_0 = mlp.backprop(net, *data, weight_decay=0.3), mlp.backprop(net, *data)
    for l in range(1, net.L):
        np.testing.assert_allclose(g.dW[l] - g_0.dW[l], 0.3 * net.W[l], rtol=1e-10, atol=1e-15)
        np.testing.assert_array_equal(g.db[l], g_0.db[l])
    assert g.J_decay == pytest.approx(0.15 * sum((W**2).sum() for W in net.W[1:]))
    assert pytest.approx(g.J_data + g.J_decay) == g.J


def test_backprop_changes_nothing(net, data):
    theta, X, Y = net.to_vector(), data[0].copy(), data[1].copy()
    mlp.backprop(net, X, Y, weight_decay=0.1)
    for before, after in ((theta, net.to_vector()), (data[0], X), (data[1], Y)):
        np.testing.assert_array_equal(before, after)


def test_step_is_in_place_and_follows_the_formula(net, data):
    g, before, W_1 = mlp.backprop(net, *data), net.copy(), net.W[1]
    mlp.step(net, g, learning_rate=0.5)
    assert net.W[1] is W_1
    for l in range(1, net.L):
        np.testing.assert_allclose(net.W[l], before.W[l] - 0.5 * g.dW[l], rtol=1e-15)
        np.testing.assert_allclose(net.b[l], before.b[l] - 0.5 * g.db[l], rtol=1e-15)


@pytest.mark.parametrize("learning_rate", [0.1, np.float64(0.1), np.array(0.1)])
@pytest.mark.parametrize("activation", sorted(AUTOGRAD))
def test_float32_stays_float32(activation, learning_rate):
    net = mlp.Network([3, 4, 2], activation, "sigmoid", dtype=np.float32)
    X, Y = np.zeros((5, 3)), np.zeros((5, 2))
    for cost in ("squared_error", "cross_entropy"):
        g = mlp.backprop(net, X, Y, cost, weight_decay=np.float64(0.1))
        mlp.step(net, g, learning_rate)
        arrays = *g.dW[1:], *g.db[1:], *g.delta[2:], *net.W[1:], *net.b[1:]
        assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


@pytest.mark.parametrize("function", [mlp.cost, mlp.backprop, mlp.backprop_by_accumulation, mlp.check_gradients])
@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            {"Y": np.zeros(7)},
            ValueError,
            r"Y must have shape \(m, 1\).*got shape \(7,\); a column is Y\[:, np\.newaxis\]",
        ),
        ({"Y": np.zeros((7, 2))}, ValueError, r"Y must have shape \(m, 1\), one example a row; got shape \(7, 2\)"),
        ({"Y": np.zeros((6, 1))}, ValueError, "X and Y must have the same number of rows; got 7 and 6"),
        ({"Y": np.full((7, 1), np.inf)}, ValueError, r"Y must be finite; Y\[0, 0\] is inf"),
        ({"X": np.full((7, 3), np.nan)}, ValueError, r"X must be finite; X\[0, 0\] is nan"),
        ({"X": np.zeros((7, 4))}, ValueError, r"X must have shape \(m, 3\)"),
        ({"cost": "mse"}, ValueError, "cost must be one of squared_error, cross_entropy; got 'mse'"),
        (
            {"cost": None},
            TypeError,
            "cost must be one of squared_error, cross_entropy, or an object of a class derived",
        ),
        ({"weight_decay": -0.1}, ValueError, "weight_decay must be a finite number >= 0; got -0.1"),
        ({"weight_decay": "much"}, TypeError, r"weight_decay must be a finite number >= 0; got 'much' \(str\)"),
    ],
)
def test_bad_arguments(net, data, function, change, error, message):
    with pytest.raises(error, match=message):
        function(net, **{"X": data[0], "Y": data[1], **change})


@pytest.mark.parametrize("learning_rate", [0, -0.1, np.nan, np.inf])
def test_bad_learning_rates(net, data, learning_rate):
    theta = net.to_vector()
    with pytest.raises(ValueError, match="learning_rate must be a finite number > 0; got "):
        mlp.step(net, mlp.backprop(net, *data), learning_rate)
    np.testing.assert_array_equal(net.to_vector(), theta)


@pytest.mark.parametrize("sizes", [[3, 1, 1], [3, 4, 2], [3, 4, 4, 1, 1]])
def test_the_gradient_of_another_network_changes_nothing(net, data, sizes):
    other, theta = mlp.Network(sizes), net.to_vector()
    g = mlp.backprop(other, data[0], np.zeros((7, sizes[-1])))
    with pytest.raises(ValueError, match="g must be a gradient of Network"):
        mlp.step(net, g, 0.1)
    np.testing.assert_array_equal(net.to_vector(), theta)
