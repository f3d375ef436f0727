"""Class labels as targets, and the share that is right."""

import numpy as np
import pytest

import mlp


def test_one_hot():
    np.testing.assert_array_equal(mlp.one_hot([2, 0, 1], 3), np.eye(3)[[2, 0, 1]])


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([3], ValueError, r"labels must lie in 0\.\.2; got 3"),
        ([-1], ValueError, r"labels must lie in 0\.\.2; got -1"),
        ([1.0], TypeError, "labels must be integers; got dtype float64"),
        ([[1]], ValueError, r"labels must have shape \(m,\); got shape \(1, 1\)"),
    ],
)
def test_labels_that_are_none(labels, error, message):
    with pytest.raises(error, match=message):
        mlp.one_hot(labels, 3)


def copying(outputs):
    """A linear network that hands its inputs on."""
    net = mlp.Network([outputs, outputs])
    net.W[1] = np.eye(outputs)
    return net


def test_accuracy_of_several_outputs_goes_by_the_largest():
    h = [[0.1, 0.9, 0.0], [0.4, 0.3, 0.3], [0.0, 0.1, 0.2], [-3.0, -2.0, -1.0]]
    assert mlp.accuracy(copying(3), h, mlp.one_hot([1, 0, 1, 2], 3)) == 0.75


def test_accuracy_of_one_output_goes_by_one_half():
    h = [[0.49], [0.5], [0.9], [0.1]]
    assert mlp.accuracy(copying(1), h, [[0.0], [1.0], [0.0], [0.0]]) == 0.75


def test_accuracy_refuses_what_it_would_get_wrong():
    with pytest.raises(ValueError, match="Y must hold 0 and 1 for accuracy; got -1"):
        mlp.accuracy(copying(1), [[0.0]], [[-1.0]])
    with pytest.raises(ValueError, match=r"Y must have shape \(m, 3\)"):
        mlp.accuracy(copying(3), np.zeros((2, 3)), [0, 1])
    with pytest.raises(ValueError, match="same number of rows; got 2 and 1"):
        mlp.accuracy(copying(3), np.zeros((2, 3)), np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1.0, 1.0, 0.0], r"each row of Y must have a single 1, .* Y\[1\] has 2"),
        ([0.0, 0.0, 0.0], r"each row of Y must have a single 1, .* Y\[1\] has 0"),
        ([0.2, 0.3, 0.5], r"Y must hold 0 and 1 for accuracy; got 0\.2"),
    ],
)
def test_accuracy_is_of_rows_with_one_class(row, message):
    with pytest.raises(ValueError, match=message):
        mlp.accuracy(copying(3), np.eye(3)[:2], [[1.0, 0.0, 0.0], row])


def test_outputs_that_are_no_numbers_are_neither_right_nor_wrong():
    net = copying(3)
    net.W[1][0, 0] = np.nan
    with pytest.raises(ValueError, match="net must predict numbers for accuracy; its output is nan"):
        mlp.accuracy(net, np.eye(3), np.eye(3))
