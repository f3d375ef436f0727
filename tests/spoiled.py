"""Random networks with right gradients, and the same gradients spoiled: for counting what the gradient check finds.

python tests/spoiled.py [networks] [seed]
"""

import copy
import sys

import numpy as np

import mlp
from mlp import gradcheck
from mlp.activations import ACTIVATIONS

SPOILS = {
    "doubled": lambda d, rng: 2 * d,
    "of the wrong sign": lambda d, rng: -d,
    "zero": lambda d, rng: 0 * d,
    "a thousandth too large": lambda d, rng: 1.001 * d,
    "all a bit wrong": lambda d, rng: d * (1 + 0.05 * rng.standard_normal(d.shape)),
    "one entry too large": lambda d, rng: (
        d * np.where(np.arange(d.size).reshape(d.shape) == rng.integers(d.size), 1.5, 1)
    ),
}


def problems(count, seed):
    """Draw networks of all sorts with data: also saturated ones, and such as are at a minimum, or very near."""
    rng = np.random.default_rng(seed)
    names = sorted(ACTIVATIONS)
    while count:
        cost = str(rng.choice(["squared_error", "cross_entropy"]))
        sizes = [int(n) for n in rng.integers(1, 5, rng.integers(2, 5))]
        output = str(rng.choice(names if cost == "squared_error" else ["sigmoid", "softmax"]))
        sizes[-1] += sizes[-1] == 1 and output == "softmax"
        net = mlp.Network(sizes, [str(name) for name in rng.choice(names, len(sizes) - 2)], output, seed=rng)
        scale, biases = 10.0 ** rng.choice([-2, -1, -0.5, 0, 0, 0.5, 1]), rng.integers(2)
        for l in range(1, net.L):
            net.W[l], net.b[l] = scale * net.W[l], biases * scale * rng.standard_normal(net.b[l].shape)
        X = 10.0 ** rng.choice([-3, -1, 0, 0, 0, 1, 3]) * rng.standard_normal((rng.integers(1, 9), sizes[0]))
        h = net.predict(X)
        if output == "softmax" and cost == "cross_entropy":
            Y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], len(X))]
        elif cost == "cross_entropy":
            Y = rng.integers(0, 2, h.shape).astype(float)
        else:
            Y = [h, h + 1e-6 * rng.standard_normal(h.shape), rng.standard_normal(h.shape)][rng.integers(3)]
        yield net, X, Y, cost, float(rng.choice([0, 0, 1e-3, 0.1, 10]))
        count -= 1


def spoiled(g, rng):
    """Spoil a gradient in every way, one array at a time; leave out what comes to nothing."""
    for letter, arrays in (("dW", g.dW), ("db", g.db)):
        for l, d in enumerate(arrays):
            for spoil in SPOILS.values() if d is not None else ():
                wrong = spoil(d, rng)
                if np.abs(wrong - d).max() > 1e-5 * np.abs(d).max():
                    other = copy.deepcopy(g)
                    getattr(other, letter)[l] = wrong
                    yield other


def count(networks, seed):
    """Count right gradients and those flagged, wrong ones, those missed, and those missed without a word."""
    counts = dict.fromkeys(("right", "flagged", "wrong", "missed", "missed in silence"), 0)
    rng, gradients = np.random.default_rng(seed), gradcheck.gradients
    for net, X, Y, cost, weight_decay in problems(networks, seed):
        report = mlp.check_gradients(net, X, Y, cost, weight_decay)
        counts["right"] += 1
        counts["flagged"] += report.worst >= 1e-6
        for wrong in spoiled(mlp.backprop(net, X, Y, cost, weight_decay), rng):
            gradcheck.gradients = lambda *arguments, wrong=wrong: wrong
            try:
                report = mlp.check_gradients(net, X, Y, cost, weight_decay)
            finally:
                gradcheck.gradients = gradients
            counts["wrong"] += 1
            counts["missed"] += not report.worst >= 1e-6
            counts["missed in silence"] += not report.worst >= 1e-6 and report.undecided + report.skipped == 0
    return counts


if __name__ == "__main__":
    print(count(*map(int, sys.argv[1:])))
