"""The run of the playground: a network of any size up to the largest, its data, its costs and its steps, by masks.

There is one program for each number of layers and each activation, that of the largest layers. Of a unit that is not
there all weights and the bias begin at 0, and a mask takes their gradient away, so that they stay 0: whatever it says,
nobody hears it, and no delta reaches it. All other numbers are those of a `Network` of the smaller sizes, and its first
weights are those of its seed.

A step is the gradient of `mlp.backprop`, the direction d of a rule of `mlp.rules`, and theta := theta - alpha d, where
theta holds all parameters. Functions take `values`, what the controls of the playground say, by name.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .. import datasets
from ..activations import Elementwise, leaky_relu, relu, sigmoid, tanh
from ..backprop import backprop
from ..costs import Cost
from ..initializers import glorot
from ..network import Network
from ..rules import RULES

MOST_UNITS, MOST_LAYERS, POINTS, SEEDS = 8, 4, 200, 10


class Source(NamedTuple):
    """Where points come from: a function of `mlp.datasets`, then X := scale (X - centre)."""

    make: object
    scale: float
    centre: tuple = (0.0, 0.0)
    numbers: bool = False  # whether the targets are numbers, not classes


OWN = "your own"  # data that the reader makes by clicks
DATA = {
    "circles": Source(datasets.circles, 2.0),
    "XOR": Source(datasets.xor, 6.0, (0.5, 0.5)),
    "spirals": Source(datasets.spirals, 2.5),
    "two clouds": Source(datasets.gaussians, 2.0),
    "moons": Source(datasets.moons, 3.0, (0.5, 0.25)),
    "a plane": Source(datasets.plane, 5.0, numbers=True),
    "hills": Source(datasets.hills, 5.0, numbers=True),
}
INPUTS = {
    "x_1": lambda x1, x2: x1,
    "x_2": lambda x1, x2: x2,
    "x_1_squared": lambda x1, x2: x1 * x1,
    "x_2_squared": lambda x1, x2: x2 * x2,
    "x_1_x_2": lambda x1, x2: x1 * x2,
    "sin_x_1": lambda x1, x2: np.sin(x1),
    "sin_x_2": lambda x1, x2: np.sin(x2),
}
LABELS = dict(zip(INPUTS, ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"], strict=True))
ACTIVATIONS = {"tanh": tanh, "ReLU": relu, "leaky ReLU": leaky_relu(0.1), "sigmoid": sigmoid}
RULE_NAMES = "plain", "momentum", "adam"
BATCHES = {"all": 0, "1": 1, "5": 5, "10": 10, "20": 20, "50": 50}


# ---- Output and cost ----


class Output(Elementwise):
    """The sigmoid, or where the targets are numbers the identity."""

    def __init__(self, numbers):
        self.numbers = numbers

    def __call__(self, z):
        return np.where(self.numbers, z, sigmoid(z))


class Weighted(Cost):
    """The cross-entropy, or where the targets are numbers the squared error, of examples that count differently.

    With the output that belongs to it either has delta^(L) = a - y. The weights, shape (m, 1), add up to m: in a batch
    of b examples each has m / b, and the others have 0.
    """

    def __init__(self, numbers, weights):
        self.numbers, self.weights = numbers, weights

    def of_each(self, z, a, Y):
        """Compute the cost of each example, shape (m, 1)."""
        error = a - Y
        cross_entropy = np.maximum(z, 0) - z * Y + np.log1p(np.exp(-np.abs(z)))
        return np.where(self.numbers, 0.5 * (error * error), cross_entropy)

    def total(self, f, z, a, Y):
        return (self.weights * self.of_each(z, a, Y)).sum()

    def delta(self, f, z, a, Y):
        return self.weights * (a - Y)


# ---- Data ----


class Examples(NamedTuple):
    """The points at hand, a column each but for X: which are there to train with, and which to test."""

    X: np.ndarray  # (m, 7), the seven inputs
    Y: np.ndarray
    train: np.ndarray
    test: np.ndarray
    numbers: np.ndarray  # whether the targets are numbers


def mixed(source, noise):
    """Make the points of a source, mixed: X of shape (200, 2), Y of shape (200, 1)."""
    X, Y = source.make(POINTS, noise=noise)
    order = np.random.default_rng(0).permutation(POINTS)
    return source.scale * (X - np.array(source.centre))[order], Y[order]


def inputs_of(X):
    """Compute the seven inputs of points, shape (m, 7)."""
    return np.stack([f(X[:, 0], X[:, 1]) for f in INPUTS.values()], axis=1)


PLACES, TARGETS = map(np.stack, zip(*(mixed(source, 0.0) for source in DATA.values()), strict=True))
BLUR, SHAKE = map(np.stack, zip(*(mixed(source, 1.0) for source in DATA.values()), strict=True))
BLUR, SHAKE = BLUR - PLACES, SHAKE - TARGETS  # what a noise of 1 adds
HAS_NUMBERS = np.array([source.numbers for source in DATA.values()])


def points_of(values):
    """Find the points at hand, and take them apart: every 1 / test_share-th is for testing."""
    own, number = values["own"], np.minimum(values["data"], len(DATA) - 1)
    is_own = values["data"] == len(DATA)
    X, Y = (
        np.take(clean, number, axis=0) + values["noise"] * np.take(noise, number, axis=0)
        for clean, noise in ((PLACES, BLUR), (TARGETS, SHAKE))
    )
    there = np.where(is_own, ~np.isnan(own[:, 2:]), True)
    X, Y = np.where(is_own, own[:, :2], X), np.where(is_own, own[:, 2:], Y)
    k, share = np.arange(POINTS)[:, np.newaxis], values["test_share"]
    test = np.floor((k + 1) * share) > np.floor(k * share)
    X, Y = np.where(there, X, 0.0), np.where(there, Y, 0.0)
    return Examples(inputs_of(X), Y, there & ~test, there & test, ~is_own & np.take(HAS_NUMBERS, number))


def batch_weights(train, size, t):
    """Weight the examples for the batch of step t: `size` of those to train with, one after the other; 0: all of them.

    Of m of these number r is in it where (r - t size) mod m < size.
    """
    m = np.maximum(train.sum(), 1)
    size = np.where(size == 0, m, np.minimum(size, m))
    number = np.cumsum(train)[:, np.newaxis] - 1
    inside = train & ((number - t * size) % m < size)
    return inside * (len(train) / size)


# ---- The network ----


def sizes_of(layers):
    """List the sizes of the largest network with so many hidden layers."""
    return [len(INPUTS), *[MOST_UNITS] * layers, 1]


def on_inputs(inputs):
    """Say which inputs are on, as 0 and 1; where none is, the first is."""
    on = np.stack([1 * one for one in inputs])
    return np.maximum(on, (np.arange(len(INPUTS)) == 0) * (on.sum() == 0))


DRAWN = sum(a * b for a, b in pairwise(sizes_of(MOST_LAYERS)))
STREAMS = np.concatenate([np.random.default_rng(seed).standard_normal(DRAWN) for seed in range(SEEDS)])


def as_vector(matrices, vectors):
    """Write a matrix and a vector of each layer as one vector, in the order of `Network.to_vector`."""
    layers = zip(matrices, vectors, strict=True)
    return np.concatenate([part for matrix, vector in layers for part in (matrix.reshape(-1), vector)])


def there(masks):
    """Say of every parameter whether it is there, as 0 and 1, in the order of theta."""
    return as_vector([above[:, np.newaxis] * here for here, above in pairwise(masks)], masks[1:])


def first_parameters(masks, seed):
    """Find theta of ``Network(sizes, seed=seed)``, of the units that are there, in the place of the largest network.

    Its weights are drawn one after the other, layer by layer and row by row; so each is found by its number.
    """
    begin, weights = seed * DRAWN, []
    for here, above in pairwise(masks):
        fan_in, fan_out = here.sum(), above.sum()
        number = begin + (np.cumsum(above)[:, np.newaxis] - 1) * fan_in + np.cumsum(here) - 1
        there = above[:, np.newaxis] * here
        drawn = np.take(STREAMS, np.where(there == 1, number, 0))
        weights.append(there * (glorot().sigma(fan_in, fan_out) * drawn))
        begin = begin + fan_in * fan_out
    return as_vector(weights, [np.zeros(len(above)) for above in masks[1:]])


def direction(rule, g, state, t):
    """Find the direction of the rule of this number, and what all of them remember."""
    v, (v,) = RULES["momentum"].direction(g, (state["v"],), t)
    d, (m, s) = RULES["adam"].direction(g, (state["m"], state["s"]), t)
    return np.where(rule == 0, g, np.where(rule == 1, v, d)), {"v": v, "m": m, "s": s}


# ---- The run ----

WHEN = np.unique(np.geomspace(1, 20000, 110).round())  # steps on the curves of J
CURVES = "J_train", "J_test", "J_decay"
UNITS = [f"n_{l}" for l in range(2, MOST_LAYERS + 2)]


def masks_of(values):
    """List for each layer, inputs first, which units are there, as 0 and 1."""
    units = [values[name] for name in UNITS[: values["layers"]]]
    hidden = [1 * (np.arange(MOST_UNITS) < size) for size in units]
    return [on_inputs([values[name] for name in INPUTS]), *hidden, np.ones(1, dtype=int)]


def network_at(state, values, points):
    """Make the largest network with so many layers, with the parameters of a state."""
    net = Network(sizes_of(values["layers"]), values["activation"], Output(points.numbers), "zeros")
    return net.from_vector(state["theta"])


def begin(values):
    """Make the state at step 0, with the parameters of the seed."""
    return begin_at(first_parameters(masks_of(values), values["seed"]), 0)


def begin_at(theta, edited):
    """Make the state at step 0: a rule that remembers nothing, no curves yet, and no settings that were changed."""
    nothing = dict.fromkeys("vms", 0 * theta) | dict.fromkeys(CURVES, 0 * WHEN)
    return {"t": 0, "theta": theta, "first": theta, "edited": edited, "settings": np.zeros(4), "changed": 0, **nothing}


def settings_of(values):
    """List the settings whose change does not start the run anew."""
    return np.stack([1.0 * values[name] for name in ("learning_rate", "rule", "weight_decay", "l1")])


def costs_of(values, net, points, forward):
    """Compute the cost of the points to train with, of those to test with, and what the weights cost besides."""
    each = Weighted(points.numbers, 1.0).of_each(forward.z[-1], forward.a[-1], points.Y)
    train, test = ((part * each).sum() / np.maximum(part.sum(), 1) for part in (points.train, points.test))
    squares, sizes = (sum(part(W).sum() for W in net.W[1:]) for part in (np.square, np.abs))
    return {"J_train": train, "J_test": test, "J_decay": 0.5 * values["weight_decay"] * squares + values["l1"] * sizes}


def gradient_of(state, values):
    """Compute the gradient of the batch of this step, with what the weights cost, as a vector."""
    points = points_of(values)
    net = network_at(state, values, points)
    weights = batch_weights(points.train, np.take(list(BATCHES.values()), values["batch"]), state["t"])
    g = backprop(net, points.X, points.Y, Weighted(points.numbers, weights), values["weight_decay"])
    dW = [dW + values["l1"] * np.sign(W) for dW, W in zip(g.dW[1:], net.W[1:], strict=True)]
    return there(masks_of(values)) * as_vector(dW, g.db[1:])


def advance(state, values):
    """Take one step; the curves learn what J was before it."""
    points, t = points_of(values), state["t"] + 1
    net = network_at(state, values, points)
    costs = costs_of(values, net, points, net.feed_forward(points.X))
    curves = {name: np.where(state["t"] <= WHEN, J, state[name]) for name, J in costs.items()}
    d, remembered = direction(values["rule"], gradient_of(state, values), state, t)
    now = settings_of(values)
    return {
        **{"t": t, "theta": state["theta"] - values["learning_rate"] * d, "first": state["first"]},
        **{"edited": state["edited"], "settings": now},
        "changed": np.maximum(state["changed"], 1 * ((state["t"] > 0) & (now != state["settings"]).any())),
        **remembered,
        **curves,
    }


# ---- One weight ----


def index_of(layers):
    """Find where in theta each weight is: for each unit, the output first, its bias and then its weights, or -1."""
    found = np.full((1 + len(INPUTS) + MOST_UNITS * MOST_LAYERS, MOST_UNITS + 1), -1)
    number = 0
    for l, (fan_in, fan_out) in enumerate(pairwise(sizes_of(layers))):
        first = 0 if l == layers else 1 + len(INPUTS) + MOST_UNITS * l
        rows = found[first : first + fan_out]
        rows[:, 1 : 1 + fan_in] = number + np.arange(fan_out * fan_in).reshape(fan_out, fan_in)
        number += fan_out * fan_in
        rows[:, 0] = number + np.arange(fan_out)
        number += fan_out
    return found


def chosen(values):
    """Find the place in theta of the weight that is chosen, as 0 and 1; nowhere where it is not there."""
    table = index_of(values["layers"])
    number = np.take(np.take(table, values["unit"], axis=0), values["weight_from"])
    return there(masks_of(values)) * (np.arange(table.max() + 1) == number)


def write_weight(state, values):
    """Begin anew, from the present parameters with the chosen one set to what the reader has typed."""
    place = chosen(values)
    return begin_at(np.where(place == 1, values["weight"], state["theta"]), 1)
