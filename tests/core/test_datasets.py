"""The data sets: shapes, classes, seeds, and the geometry their names promise."""

import numpy as np
import pytest

from mlp import datasets

TWO_CLASSES = [datasets.circles, datasets.spirals, datasets.moons, datasets.gaussians, datasets.xor]


@pytest.mark.parametrize("make", TWO_CLASSES)
@pytest.mark.parametrize("m", [10, 11, 200])
def test_two_classes(make, m):
    X, Y = make(m)
    assert (X.shape, Y.shape) == ((m, 2), (m, 1))
    assert abs((Y == 0).sum() - (Y == 1).sum()) <= (3 if make is datasets.xor else 1)
    assert (np.diff(Y, axis=0) >= 0).all()  # class 0 comes first
    assert np.isfinite(X).all()


@pytest.mark.parametrize("make", [*TWO_CLASSES, datasets.sine, datasets.plane, datasets.hills])
def test_the_seed_decides(make):
    same, again, other = make(20, seed=1), make(20, seed=1), make(20, seed=2)
    np.testing.assert_array_equal(np.hstack(same), np.hstack(again))
    assert (np.hstack(same) != np.hstack(other)).any()


@pytest.mark.parametrize("make", [*TWO_CLASSES, datasets.sine, datasets.plane, datasets.hills])
def test_the_noise_has_the_size_asked_for(make):
    difference = np.hstack(make(2000, noise=0.2, seed=3)) - np.hstack(make(2000, noise=0.0, seed=3))
    assert difference[:, -2 if make is datasets.spirals else 0 :].any()
    changed = difference[:, difference.any(axis=0)]
    assert changed.std() == pytest.approx(0.2, rel=0.05)


def test_xor_is_four_points():
    X, Y = datasets.xor()
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert Y.tolist() == [[0], [1], [1], [0]]


def test_circles_are_apart():
    X, Y = datasets.circles(1000, noise=0)
    radius = np.hypot(*X.T)
    assert radius[Y[:, 0] == 0].max() <= 1
    assert 1.5 <= radius[Y[:, 0] == 1].min() <= radius.max() <= 2.5
    assert np.median(radius[Y[:, 0] == 0]) == pytest.approx(np.sqrt(0.5), abs=0.05)  # half the area is within


def test_spirals_are_each_others_half_turn():
    X, Y = datasets.spirals(100, noise=0)
    np.testing.assert_allclose(X[Y[:, 0] == 0], -X[Y[:, 0] == 1], atol=1e-14)
    assert np.hypot(*X.T).max() == pytest.approx(2)


def test_several_clouds_come_one_hot():
    X, Y = datasets.gaussians(30, classes=3, noise=0)
    assert Y.shape == (30, 3)
    assert (Y.sum(axis=1) == 1).all()
    np.testing.assert_allclose(np.hypot(*X.T), 1.5)


@pytest.mark.parametrize(
    ("make", "f"),
    [
        (datasets.plane, lambda x: (x[0] + x[1]) / 2),
        (datasets.hills, lambda x: np.sin(np.pi * x[0]) * np.sin(np.pi * x[1])),
    ],
)
def test_surfaces_without_noise_are_their_formulas(make, f):
    X, Y = make(50, noise=0)
    assert np.abs(X).max() <= 1
    np.testing.assert_allclose(Y[:, 0], [f(x) for x in X], atol=1e-15)
    np.testing.assert_allclose(make(50, noise=0.1)[0], X)


def test_sine_without_noise_is_a_sine():
    X, Y = datasets.sine(9, noise=0)
    np.testing.assert_allclose(Y, np.sin(np.pi * X), atol=1e-15)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: datasets.circles(1), "m must be an integer >= 2; got 1"),
        (lambda: datasets.moons(noise=-1), r"noise must be a finite number >= 0 and < 1e\+300; got -1"),
        (lambda: datasets.spirals(turns=0), r"turns must be a finite number > 0 and < 1e\+300; got 0"),
        (lambda: datasets.gaussians(classes=1), "classes must be an integer >= 2; got 1"),
    ],
)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_moons_reach_into_each_other():
    X, Y = datasets.moons(200, noise=0)
    lower = X[Y[:, 0] == 1]
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1)
    assert lower[:, 1].min() == pytest.approx(-0.5, abs=0.01)


def test_noisy_xor_lies_around_the_right_corners():
    X, Y = datasets.xor(100, noise=0.0)
    np.testing.assert_array_equal(X.sum(axis=1, keepdims=True) == 1, Y == 1)
    assert {tuple(x) for x in X} == {(0, 0), (0, 1), (1, 0), (1, 1)}
