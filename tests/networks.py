"""Networks and targets for tests that need some, but none in particular."""

import numpy as np

import mlp


def randomized(net, seed=0):
    """Give every parameter, biases too, a random value."""
    rng = np.random.default_rng(seed)
    return net.from_vector(0.5 * rng.standard_normal(net.n_parameters))


def targets(net, m, cost="squared_error", seed=0):
    """Make random targets that fit the cost: any numbers, probabilities, or rows that sum to 1."""
    rng = np.random.default_rng(seed)
    if cost == "squared_error":
        return rng.standard_normal((m, net.sizes[-1]))
    Y = rng.uniform(0.0, 1.0, (m, net.sizes[-1]))
    return Y / Y.sum(axis=1, keepdims=True) if net.f[-1] is mlp.softmax else Y
