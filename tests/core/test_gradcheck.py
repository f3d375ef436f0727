"""The gradient check must find what is wrong, name it, and be honest about corners."""

import numpy as np
import pytest
import spoiled
from networks import randomized, targets

import mlp


class SlightlyWrongTanh(mlp.Elementwise):
    name = "slightly_wrong_tanh"

    def __call__(self, z):
        return np.tanh(z)

    def derivative(self, z, a=None):
        return 1.0005 * (1 - np.tanh(z) ** 2)


class HalfDecay(mlp.Cost):
    """The squared error with the slope of a cost half its size."""

    name = "half"
    total = mlp.squared_error.total

    def delta(self, f, z, a, Y):
        return 0.5 * f.pull_back(z, a, a - Y)


def test_a_right_gradient_passes(net, data):
    report = mlp.check_gradients(net, *data, weight_decay=0.1)
    assert report.worst < 1e-9
    assert report.relative_error < 1e-10
    assert (report.checked, report.skipped) == (41, 0)
    assert str(report).startswith("41 parameters checked; worst relative error")


def test_a_derivative_wrong_by_a_twentieth_of_a_percent_is_found(data):
    net = randomized(mlp.Network([3, 4, 4, 1], [SlightlyWrongTanh(), "tanh"]))
    report = mlp.check_gradients(net, *data)
    assert report.worst == pytest.approx(0.0005, rel=1e-3)
    assert report.name.startswith(("W[1]", "b[1]"))  # below the wrong layer


def test_a_wrong_output_slope_is_found(net, data):
    assert mlp.check_gradients(net, *data, cost=HalfDecay()).worst > 0.4


def test_a_wrong_gradient_is_found_in_a_layer_where_all_gradients_are_small():
    net = randomized(mlp.Network([3, 4, 4, 1], [SlightlyWrongTanh(), "sigmoid"]))
    net.W[2] *= 1e-2
    X, Y = np.random.default_rng(0).standard_normal((7, 3)), np.zeros((7, 1))
    assert mlp.check_gradients(net, X, Y).worst > 1e-5


def test_corners_are_skipped_and_counted():
    net = mlp.Network([1, 2, 1], "relu")
    net.W[1], net.b[1] = [[1.0], [1.0]], [0.0, 1.0]
    net.W[2] = [[1.0, 1.0]]
    report = mlp.check_gradients(net, [[1e-7]], [[0.0]])
    assert report.worst < 1e-6
    # b_1 of the first unit moves z over 0; its weight, times x = 1e-7, does not reach it; neither do the others. That
    # weight and the one after it have derivatives of 1e-7, beside 1 and 1: too small to be told from J's rounding.
    assert (report.checked, report.undecided, report.skipped) == (4, 2, 1)
    assert "2 undecided (their derivatives are lost in the rounding of J), 1 skipped (a corner of f" in str(report)


def test_ties_of_maxout_are_corners():
    net = mlp.Network([1, 1], output="maxout", initializer="zeros")
    assert mlp.check_gradients(net, [[1.0]], [[1.0]]).checked == 0


def test_a_sample_of_parameters(net, data):
    report = mlp.check_gradients(net, *data, sample=5)
    assert report.checked == 5
    assert report == mlp.check_gradients(net, *data, sample=5)
    assert mlp.check_gradients(net, *data, sample=1000).checked == 41


def test_a_float32_network_is_checked_in_float64(data):
    net = randomized(mlp.Network([3, 4, 1], output="sigmoid", dtype=np.float32))
    assert mlp.check_gradients(net, data[0], targets(net, 7, "cross_entropy"), "cross_entropy").worst < 1e-8
    assert net.W[1].dtype == np.float32


def test_zero_gradients_agree():
    net = mlp.Network([2, 2, 1], initializer="zeros", output="sigmoid")
    X, Y = mlp.datasets.xor()
    report = mlp.check_gradients(net, X, Y)
    assert report.worst < 1e-6


@pytest.mark.parametrize(("name", "value"), [("h", 0.0), ("h", np.nan), ("sample", 0)])
def test_bad_settings(net, data, name, value):
    with pytest.raises(ValueError, match=f"{name} must be"):
        mlp.check_gradients(net, *data, **{name: value})


class TwiceTanh(SlightlyWrongTanh):
    name = "twice_tanh"

    def derivative(self, z, a=None):
        return 2 * (1 - np.tanh(z) ** 2)


def test_a_factor_of_two_is_found_where_the_objective_is_large(data):
    net = randomized(mlp.Network([3, 4, 1], TwiceTanh()))
    net.W[1] *= 20
    assert mlp.check_gradients(net, *data, weight_decay=1e3).worst > 0.1


def test_nothing_checked_is_not_a_pass():
    report = mlp.check_gradients(mlp.Network([1, 1], output="maxout", initializer="zeros"), [[1.0]], [[1.0]])
    assert not report.worst < 1e-6
    assert str(report) == "no parameter checked, 4 skipped (a corner of f within 0.0002)"


def test_no_right_gradient_is_flagged_and_no_wrong_one_is_missed_in_silence():
    counts = spoiled.count(networks=12, seed=1)
    assert counts["wrong"] > 150
    assert (counts["flagged"], counts["missed in silence"]) == (0, 0)
    assert counts["missed"] <= 0.02 * counts["wrong"]


def test_at_a_minimum_it_does_not_cry_wolf(net, data):
    report = mlp.check_gradients(net, data[0], net.predict(data[0]))
    assert report.worst < 1e-6
    assert (report.checked, report.undecided) == (0, 41)


def test_a_gradient_that_rounding_hides_is_undecided(data):
    """With all units saturated dJ/dW^(1) is below the rounding of J, so that forgetting it is no error to be seen."""
    net = randomized(mlp.Network([3, 4, 1]))
    net.b[1] = [15.0] * 4
    assert mlp.check_gradients(net, *data).undecided >= 12


def test_a_sample_of_a_large_network_names_those_parameters_alone():
    net = mlp.Network([1000, 1000, 1])
    report = mlp.check_gradients(net, np.ones((1, 1000)), [[1.0]], sample=3)
    assert report.checked + report.undecided == 3
