"""The drawing of a network: what is where, how thick, and what it says."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import mlp
from mlp.explore import explore
from mlp.explore.draw.svg import outline_of
from mlp.figures import draw_network
from mlp.figures.drawing import LINE, THINNEST, WIDEST, WIDTH, WorkedNetwork, weights_of


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


def test_a_bias_has_paper_around_it_where_lines_pass(ax):
    drawing = draw_network(ax, [2, 3, 1])
    for text in drawing.biases[1] + drawing.biases[2]:
        assert outline_of(text) == {"linewidth": 3, "foreground": "white"}


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


@pytest.fixture(params=[(2, 1), (2, 2, 1), (3, 3, 1), (3, 3, 3), (1, 3, 2), (2, 2, 2, 1), (2, 2, 2, 2)], ids=str)
def worked(request):
    fig = plt.figure(figsize=(WIDTH / 72, WorkedNetwork.height(request.param) / 72), layout="none")
    yield WorkedNetwork(fig.add_axes((0, 0, 1, 1)), request.param)
    plt.close(fig)


def test_a_worked_network_has_a_place_for_every_number(worked):
    net = mlp.Network(worked.sizes)
    units = sum(worked.sizes[1:])
    back = net.n_weights - net.W[1].size  # nothing comes back to the inputs
    assert len(worked.texts) == worked.sizes[0] + worked.sizes[-1] + 3 * units + 2 * net.n_parameters + back
    assert len(worked.positive.get_segments()) == len(worked.negative.get_segments()) == net.n_weights
    assert all(text.get_gid() == name for name, text in worked.texts.items())


def test_in_a_worked_network_no_number_stands_on_another(worked):
    """A number of five characters is 35 points wide on a telephone, and 13 high; W delta stands where dW will."""
    places = {name: np.array(text.get_position()) for name, text in worked.texts.items() if name.letter != "back"}
    names = list(places)
    for n, one in enumerate(names):
        for other in names[:n]:
            if worked.stacked and one.letter == other.letter == "dW":  # seen one at a time
                continue
            apart = np.abs(places[one] - places[other])
            assert apart[0] >= 35 or apart[1] >= 12.9, (one, other)


def test_a_worked_network_stays_within_its_width(worked):
    x = np.array([place[0] for place in worked.centres.values()])
    assert x.min() >= 21 and x.max() <= WIDTH - worked.unit[0] / 2
    assert worked.top + 62 <= WorkedNetwork.height(worked.sizes)


def test_the_number_of_a_weight_stands_on_its_line(worked):
    for l, i, j in weights_of(worked.sizes):
        (x0, y0), (x1, y1) = worked.ends(l, i, j)
        x, y = worked.texts[f"W{l}_{i}{j}"].get_position()
        assert x0 < x < x1
        assert y - 5 == pytest.approx(y0 + (x - x0) / (x1 - x0) * (y1 - y0))


def test_only_what_is_given_can_be_kept(worked):
    worked.keep(["W1_11", "x_1"])
    assert set(worked.texts) == {"W1_11", "x_1"}
    ax = worked.positive.axes
    assert {text.get_gid() for text in ax.texts if text.get_gid()} == {"W1_11", "x_1"}


def test_weights_are_listed_in_the_order_of_the_matrices():
    assert list(weights_of((2, 2, 1))) == [(1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2)]
