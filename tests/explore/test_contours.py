"""Contour lines that can move, against Matplotlib's own."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp.explore import contour_lines

FIELDS = {
    "bowl": lambda x, y: x**2 + 2 * y**2,
    "saddle": lambda x, y: x * y,
    "waves": lambda x, y: np.sin(3 * x) * np.cos(2 * y),
    "noise": lambda x, y: np.random.default_rng(0).standard_normal(np.broadcast(x, y).shape),
}


def pieces_of(x, y):
    """List the pieces of a line with gaps, each as its two ends in order."""
    points = np.stack([x, y], axis=1).reshape(-1, 3, 2)[:, :2]
    return sorted_pieces(points[np.isfinite(points).all(axis=(1, 2))])


def sorted_pieces(pieces):
    pieces = [sorted(map(tuple, np.round(piece, 9))) for piece in pieces]
    return np.array(sorted(piece for piece in pieces if piece[0] != piece[1]))


@pytest.mark.parametrize("level", [-0.6, 0.05, 0.7])
@pytest.mark.parametrize("name", FIELDS)
def test_they_are_matplotlibs_contour_lines(name, level):
    x, y = np.linspace(-2, 2, 9), np.linspace(-1, 1.5, 8)
    z = FIELDS[name](x, y[:, np.newaxis])
    theirs = [
        piece for line in plt.contour(x, y, z, [level]).allsegs[0] for piece in np.stack([line[:-1], line[1:]], axis=1)
    ]
    ours = pieces_of(*contour_lines(x, y, z, level))
    np.testing.assert_allclose(ours.reshape(-1, 2, 2), sorted_pieces(theirs).reshape(-1, 2, 2), atol=1e-8)


def test_a_function_that_never_has_the_value_has_no_line():
    x, _ = contour_lines([0, 1], [0, 1], np.zeros((2, 2)), 1.0)
    assert x.shape == (6,)
    assert np.isnan(x).all()


def test_it_says_which_shapes_do_not_fit():
    with pytest.raises(ValueError, match=r"a row for each y and a column for each x.*got x of shape \(3,\), y \(2,\)"):
        contour_lines([0, 1, 2], [0, 1], np.zeros((3, 2)), 0.5)
