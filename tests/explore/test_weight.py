"""A figure that will be slow says so when it is made, and what to do."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp.explore import explore

MANY = np.linspace(0, 1, 3000)
FAR_MORE = np.linspace(0, 1, 120_000).reshape(2, -1)
VERY_MANY = np.linspace(0, 1, 300_000)

HEAVY = {
    "a scatter of 3,000, each of its own size": (
        lambda ax: ax.scatter(MANY, MANY, s=MANY),
        lambda k: np.stack([MANY, k * MANY], axis=1),
        "scatter 'scatter1' has 3,000 elements .* from 2,000 on .* Make it fewer: show a part of them, or an image",
    ),
    "a scatter of 60,000": (
        lambda ax: ax.scatter(*FAR_MORE),
        lambda k: np.stack([FAR_MORE[0], k * FAR_MORE[1]], axis=1),
        "scatter 'scatter1' has 60,000 markers; from 50,000 on",
    ),
    "a line with 3,000 markers": (
        lambda ax: ax.plot(MANY, MANY, "o")[0],
        lambda k: (MANY, k * MANY),
        "line 'line1' has 3,000 elements",
    ),
    "a line of 300,000": (
        lambda ax: ax.plot(VERY_MANY, VERY_MANY)[0],
        lambda k: (VERY_MANY, k * VERY_MANY),
        "line 'line1' has 300,000 points",
    ),
    "a large product of matrices": (
        lambda ax: ax.plot(0, 0)[0],
        lambda k: (0, np.sum((k * np.ones((300, 300))) @ np.ones((300, 300)))),
        r"each setting computes 27,\d+,\d+ numbers; from 10,000,000 on .* compute what no control changes outside",
    ),
}


@pytest.mark.parametrize("what", HEAVY)
def test_what_will_be_slow_is_said_with_what_to_do(what):
    make, move, words = HEAVY[what]
    fig, ax = plt.subplots()
    artist = make(ax)
    with pytest.warns(UserWarning, match=words):
        explore(fig, k=(0.0, 1.0))(lambda k: {artist: move(k)})


def test_a_line_of_1e5_points_and_a_scatter_of_2e4_are_fast_enough():
    fig, ax = plt.subplots()
    x = np.linspace(0, 1, 100_000)
    (line,), dots = ax.plot(x, x), ax.scatter(x[::5], x[::5])
    explore(fig, k=(0.0, 1.0))(lambda k: {line: (x, np.sin(x + k)), dots: np.stack([x[::5], x[::5] * k], axis=1)})
