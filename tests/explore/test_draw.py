"""The drawing of a network: what is where, how thick, and what it says."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import mlp
from mlp.explore import draw_network, explore
from mlp.explore.draw import LINE, THINNEST, WIDEST


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def test_every_unit_and_every_weight_is_drawn(ax):
    drawing = draw_network(ax, [3, 4, 4, 1])
    assert [len(units.get_offsets()) for units in drawing.units[1:]] == [3, 4, 4, 1]
    assert sum(len(lines.get_segments()) for lines in drawing.positive[1:]) == 32
    assert [len(texts) for texts in drawing.biases[1:]] == [4, 4, 1]


def test_a_line_runs_to_unit_i_from_unit_j_in_the_order_of_the_matrix(ax):
    drawing = draw_network(ax, [2, 3])
    start, end = drawing.positive[1].get_segments()[1 * 2 + 0]  # W_10: to unit 1 from unit 0
    np.testing.assert_array_equal(start, drawing.centres[1][0])
    np.testing.assert_array_equal(end, drawing.centres[2][1])
    assert start[0] < end[0]  # inputs at the left
    assert drawing.centres[1][0, 1] > drawing.centres[1][1, 1]  # unit 0 on top


def test_width_is_the_size_of_a_weight_and_dashes_its_sign(ax):
    net = mlp.Network([2, 2])
    net.W[1] = [[1.0, -2.0], [0.0, 100.0]]
    drawing = draw_network(ax, [2, 2])
    drawing.show(net)
    np.testing.assert_allclose(drawing.positive[1].get_linewidths(), [LINE, THINNEST, THINNEST, WIDEST])
    np.testing.assert_allclose(drawing.negative[1].get_linewidths(), [THINNEST, 2 * LINE, THINNEST, THINNEST])
    assert drawing.positive[1].get_linestyles()[0][1] is None
    assert drawing.negative[1].get_linestyles()[0][1] is not None


def test_units_say_their_activation_and_bias(ax):
    net = mlp.Network([1, 2, 1], "relu")
    net.W[1], net.b[1] = [[1.0], [-1.0]], [0.5, 0.25]
    drawing = draw_network(ax, [1, 2, 1])
    drawing.show(net, [[2.0]])
    assert [text.get_text() for text in drawing.activations[2]] == ["2.50", "0.00"]
    assert [text.get_text() for text in drawing.biases[1]] == ["+0.50", "+0.25"]
    drawing.show(net, [[1.0]])  # and again, with other numbers
    assert [text.get_text() for text in drawing.activations[2]] == ["1.50", "0.00"]


def test_numbers_can_be_left_out(ax):
    drawing = draw_network(ax, [2, 3, 1], numbers=False)
    assert [text.get_text() for text in ax.texts] == ["1", "2", "3"]
    assert set(drawing.data(mlp.Network([2, 3, 1]), [[0.0, 1.0]])) == {*drawing.positive[1:], *drawing.negative[1:]}


def test_it_moves(ax):
    net = mlp.Network([2, 3, 1], seed=1)
    drawing = draw_network(ax, net.sizes)

    @explore(ax.figure, x_1=(-1.0, 1.0, 0.1))
    def figure(x_1):
        return drawing.data(net, np.stack([x_1, 0 * x_1]).reshape(1, 2))

    shown = figure.evaluate(x_1=0.5)
    a = net.forward([[0.5, 0.0]]).a
    assert shown[drawing.activations[3][0]] == pytest.approx(a[3][0, 0], rel=1e-12)


def test_another_network_is_refused(ax):
    drawing = draw_network(ax, [2, 3, 1])
    with pytest.raises(ValueError, match=r"drawn is a network of sizes \(2, 3, 1\); got \(2, 4, 1\)"):
        drawing.show(mlp.Network([2, 4, 1]))
