"""Cost functions: what an output costs, and the slope delta^(L) with which backpropagation begins.

A cost owns both its value and its slope, so that they cannot differ in scale. For one example::

    squared error      J = 1/2 sum_i (a_i - y_i)^2                    delta^(L) = dJ/da pulled back through f
    cross-entropy      J = - log of the probability given to y        delta^(L) = a - y

with z = z^(L), a = f(z) = h(x) and f = f^(L). Shapes: z, a and Y are (m, s_L), one example a row.

Lecture: "Backpropagation Algorithm" (the cost), "Error Term" (delta at the last layer).
"""

import numpy as np

from . import checks
from .activations import Sigmoid, Softmax


class Cost:
    """What a network needs of a cost; derive from it to add one."""

    name = "cost"

    def check(self, f, Y):
        """Raise ValueError where the output activation f or the targets Y do not go with this cost."""

    def total(self, f, z, a, Y):
        """Add up the costs of all examples (their mean is the data term of J)."""
        raise NotImplementedError(f"{type(self).__name__} must define total(self, f, z, a, Y)")

    def delta(self, f, z, a, Y):
        """Compute delta^(L) = dJ/dz^(L) of each example, shape (m, s_L)."""
        raise NotImplementedError(f"{type(self).__name__} must define delta(self, f, z, a, Y)")

    def __repr__(self):
        return self.name


class SquaredError(Cost):
    """The lecture's cost of an example, 1/2 ||a - y||^2, summed (not averaged) over the outputs."""

    name = "squared_error"

    def total(self, f, z, a, Y):
        error = a - Y
        return 0.5 * (error * error).sum()

    def delta(self, f, z, a, Y):
        """Compute (a - y) f'(z): how wrong, times whether the unit is listening."""
        return f.pull_back(z, a, a - Y)


class CrossEntropy(Cost):
    """The negative logarithm of the probability that a sigmoid or softmax output gives to the target.

    Sigmoid: - sum_i (y_i log a_i + (1 - y_i) log(1 - a_i)), each output a question of its own, 0 <= y_i <= 1.
    Softmax: - sum_i y_i log a_i, one question with K answers, y one-hot or any row of probabilities.

    It is computed from z, not from a, so that it stays finite where a rounds to 0 or 1. In delta the slope
    of f cancels: a saturated output that is wrong learns as fast as any other.
    """

    name = "cross_entropy"

    def check(self, f, Y):
        if type(f) not in (Sigmoid, Softmax):
            raise ValueError(f"cost='cross_entropy' needs output='sigmoid' or 'softmax'; got output={f!r}")
        if checks.is_foreign(Y):
            return
        outside = (Y < 0) | (Y > 1)
        if outside.any():
            raise ValueError(f"Y must lie in [0, 1] for cross_entropy; got {Y[outside][0]}")
        if type(f) is Softmax:
            sums = Y.sum(axis=1)
            wrong = np.abs(sums - 1) > 1e-6 * Y.shape[1]
            if wrong.any():
                raise ValueError(
                    "each row of Y must sum to 1 for cross_entropy with a softmax output (see mlp.one_hot); "
                    f"Y[{int(np.argmax(wrong))}] sums to {sums[wrong][0]}"
                )

    def total(self, f, z, a, Y):
        if type(f) is Sigmoid:
            return (np.maximum(z, 0) - z * Y + np.log1p(np.exp(-np.abs(z)))).sum()
        shifted = z - np.max(z, axis=-1, keepdims=True)
        return np.log(np.exp(shifted).sum(axis=-1)).sum() - (Y * shifted).sum()

    def delta(self, f, z, a, Y):
        """Compute a - y."""
        return a - Y


squared_error = SquaredError()
cross_entropy = CrossEntropy()

COSTS = {cost.name: cost for cost in (squared_error, cross_entropy)}
