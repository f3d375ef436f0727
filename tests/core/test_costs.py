"""The two costs: values by hand, slopes by difference, targets that do not fit."""

import copy

import numpy as np
import pytest

import mlp


def one_output(z, output="sigmoid"):
    """A network whose output unit has z as its weighted sum, whatever the input."""
    z = np.atleast_1d(z)
    net = mlp.Network([1, len(z)], output=output, initializer="zeros")
    net.b[1] = z
    return net


def test_squared_error_is_half_the_sum_over_outputs_and_the_mean_over_examples():
    net = one_output([0.2, 0.4, 0.9], "linear")
    assert mlp.cost(net, [[0.0]], [[0.0, 0.0, 1.0]]) == pytest.approx(0.105)
    assert mlp.cost(net, [[0.0], [0.0]], [[0.0, 0.0, 1.0], [0.2, 0.4, 0.9]]) == pytest.approx(0.105 / 2)


def test_cross_entropy_by_hand():
    p = 1 / (1 + np.exp(-0.7))
    net = one_output(0.7)
    assert mlp.cost(net, [[0.0]], [[1.0]], "cross_entropy") == pytest.approx(-np.log(p))
    assert mlp.cost(net, [[0.0]], [[0.3]], "cross_entropy") == pytest.approx(-0.3 * np.log(p) - 0.7 * np.log(1 - p))
    net = one_output([2.0, 1.0, 0.1], "softmax")
    assert mlp.cost(net, [[0.0]], [[1.0, 0.0, 0.0]], "cross_entropy") == pytest.approx(0.417030, abs=1e-6)


def test_saturation_kills_delta_for_the_squared_error_only():
    """A sigmoid output at z = -5 that should say 1 (audit, E14)."""
    net = one_output(-5.0)
    squared = mlp.backprop(net, [[0.0]], [[1.0]]).delta[2][0, 0]
    entropy = mlp.backprop(net, [[0.0]], [[1.0]], "cross_entropy").delta[2][0, 0]
    assert squared == pytest.approx(-0.0066036, abs=1e-7)
    assert entropy == pytest.approx(-0.9933071, abs=1e-7)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("z", [-1e4, 1e4])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_cross_entropy_is_finite_and_exact_far_out(z, y, dtype):
    net = mlp.Network([1, 1], output="sigmoid", initializer="zeros", dtype=dtype)
    net.b[1] = [z]
    right = (z > 0) == (y == 1)
    assert mlp.cost(net, [[0.0]], [[y]], "cross_entropy") == (0 if right else 1e4)
    net = mlp.Network([1, 2], output="softmax", initializer="zeros", dtype=dtype)
    net.b[1] = [0, z]
    assert mlp.cost(net, [[0.0]], [[1 - y, y]], "cross_entropy") == (0 if right else 1e4)


def test_small_costs_keep_their_digits():
    assert mlp.cost(one_output(40.0), [[0.0]], [[1.0]], "cross_entropy") == pytest.approx(np.exp(-40), rel=1e-10)


@pytest.mark.parametrize("output", ["linear", "tanh", "relu", "maxout"])
def test_cross_entropy_needs_probabilities(output):
    with pytest.raises(ValueError, match=r"needs output='sigmoid' or 'softmax'; got output="):
        mlp.cost(mlp.Network([1, 1], output=output), [[0.0]], [[1.0]], "cross_entropy")


@pytest.mark.parametrize("function", [mlp.cost, mlp.backprop, mlp.gradient_descent, mlp.check_gradients])
def test_labels_that_are_no_probabilities(function):
    with pytest.raises(ValueError, match=r"Y must lie in \[0, 1\] for cross_entropy; got -1\.0"):
        function(one_output(0.0), [[0.0]], [[-1.0]], cost="cross_entropy")
    with pytest.raises(ValueError, match=r"each row of Y must sum to 1 .* Y\[1\] sums to 2"):
        function(one_output([0.0, 0.0], "softmax"), [[0.0], [0.0]], [[1.0, 0.0], [1.0, 1.0]], cost="cross_entropy")


class AbsoluteError(mlp.Cost):
    """A user's own cost is two formulas."""

    name = "absolute_error"

    def total(self, f, z, a, Y):
        return np.abs(a - Y).sum()

    def delta(self, f, z, a, Y):
        return f.pull_back(z, a, np.sign(a - Y))


def test_a_users_own_cost(net, data):
    assert mlp.check_gradients(net, *data, cost=AbsoluteError(), weight_decay=0.1).worst < 1e-6


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_deep_copy_is_as_good_as_the_network(output):
    net = copy.deepcopy(mlp.Network([2, 2], output=output))
    assert mlp.check_gradients(net, [[0.0, 1.0]], [[0.0, 1.0]], "cross_entropy").worst < 1e-8
