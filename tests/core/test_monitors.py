"""Monitors on networks small enough to count by hand."""

import pickle

import numpy as np
import pytest

import mlp


def history_of(net, X, monitor, iterations=0, **options):
    return mlp.gradient_descent(
        net, X, np.zeros((len(X), net.sizes[-1])), 0.01, iterations, monitors=monitor, **options
    )


def test_a_dead_unit_is_silent_for_every_example():
    net = mlp.Network([1, 4, 1], "relu")
    net.W[1] = [[1.0], [-1.0], [0.0], [0.0]]
    net.b[1] = [0.0, 0.0, -1.0, 1.0]
    X = np.array([[1.0], [2.0]])  # unit 1 active, unit 2 negative throughout, unit 3 below, unit 4 above 0
    assert history_of(net, X, mlp.dead_units(X))["dead[2]"] == [0.5]
    X = np.array([[1.0], [-1.0]])  # now the second one wakes up once
    assert history_of(net, X, mlp.dead_units(X))["dead[2]"] == [0.25]


def test_leaky_units_never_die_and_maxout_has_no_entry():
    X = np.ones((2, 1))
    net = mlp.Network([1, 3, 3, 3, 1], ["leaky_relu", "maxout", "relu"])
    history = history_of(net, X, mlp.dead_units(X))
    assert history["dead[2]"] == [0.0]
    assert "dead[3]" not in history
    assert "dead[4]" in history


def test_saturation_is_a_slope_below_one_percent():
    net = mlp.Network([1, 1, 1], "sigmoid")
    net.W[1] = [[1.0]]
    X = np.array([[4.5], [4.6], [-4.6], [0.0]])  # abs(z) > 4.585 is saturated
    assert history_of(net, X, mlp.saturated_units(X))["saturated[2]"] == [0.5]


def test_gradient_norms_by_layer(net, data):
    g = mlp.backprop(net, *data)
    history = mlp.gradient_descent(net, *data, iterations=0, monitors=mlp.gradient_norms())
    assert [history[f"norm_dW[{l}]"][0] for l in (1, 2, 3)] == pytest.approx(
        [np.linalg.norm(g.dW[l]) for l in (1, 2, 3)]
    )


def test_every_n_iterations():
    history = history_of(mlp.Network([1, 1]), np.ones((2, 1)), mlp.every(4, mlp.gradient_norms()), iterations=10)
    assert history.at["norm_dW[1]"] == [0, 4, 8]
    assert len(history["J"]) == 11


def test_early_stopping_keeps_the_best_network():
    """Held-out targets that contradict the training data: J there falls, then rises."""
    X, Y = np.array([[1.0]]), np.array([[1.0]])
    net = mlp.Network([1, 1], initializer="zeros")
    stopper = mlp.early_stopping(X, 0.5 * Y, patience=5)
    history = mlp.gradient_descent(net, X, Y, learning_rate=0.01, iterations=1000, monitors=stopper)
    assert history.stopped == "early stopping"
    assert history.iterations == stopper.best_t + 5
    assert stopper.best.predict(X).item() == pytest.approx(0.5, abs=0.01)
    assert net.predict(X).item() > stopper.best.predict(X).item()
    assert history["J_held_out"][stopper.best_t] == min(history["J_held_out"]) == stopper.best_J


def test_bad_settings():
    with pytest.raises(ValueError, match="n must be an integer >= 1; got 0"):
        mlp.every(0, mlp.gradient_norms())
    with pytest.raises(ValueError, match="patience must be an integer >= 1; got 0"):
        mlp.early_stopping([[0.0]], [[0.0]], patience=0)


def test_early_stopping_leaves_divergence_to_the_trainer():
    X, Y = np.ones((2, 1)), np.full((2, 1), 1e200)
    with pytest.raises(mlp.DivergenceError):
        mlp.gradient_descent(mlp.Network([1, 1]), X, Y, monitors=mlp.early_stopping(X, Y))


def test_early_stopping_begins_anew_with_a_new_run():
    X, Y = np.ones((1, 1)), np.ones((1, 1))
    stopper = mlp.early_stopping(X, Y, patience=3)
    for _ in range(2):
        mlp.gradient_descent(mlp.Network([1, 1]), X, Y, learning_rate=0.1, iterations=50, monitors=stopper)
        assert stopper.best_t == 50


@pytest.mark.parametrize("iterations", [0, 5])
def test_early_stopping_forgets_a_run_whose_best_was_its_start(iterations):
    X, Y = np.ones((1, 1)), np.ones((1, 1))
    perfect, other = mlp.Network([1, 1]), mlp.Network([1, 1], initializer="zeros")
    perfect.W[1] = [[1.0]]
    stopper = mlp.early_stopping(X, Y, patience=3)
    mlp.gradient_descent(perfect, X, Y, iterations=iterations, monitors=stopper)
    assert (stopper.best_t, stopper.best_J) == (0, 0.0)
    mlp.gradient_descent(other, X, Y, learning_rate=0.1, iterations=5, monitors=stopper)
    assert stopper.best_t == 5
    assert stopper.best.W[1] == other.W[1]


def test_early_stopping_goes_on_with_a_run_that_resumes():
    X, Y = np.array([[1.0]]), np.array([[1.0]])
    stopper = mlp.early_stopping(X, 0.5 * Y, patience=60)
    net = mlp.Network([1, 1], initializer="zeros")
    history = mlp.gradient_descent(net, X, Y, 0.01, iterations=100, monitors=stopper)
    best_t = stopper.best_t
    history = mlp.gradient_descent(net, X, Y, 0.01, iterations=100, monitors=stopper, resume=history)
    assert 0 < best_t == stopper.best_t < 100
    assert (history.stopped, history.iterations) == ("early stopping", best_t + 60)


@pytest.mark.parametrize(
    "make",
    [
        lambda X: mlp.dead_units(X),
        lambda X: mlp.saturated_units(X),
        lambda X: mlp.gradient_norms(),
        lambda X: mlp.every(2, mlp.dead_units(X)),
        lambda X: mlp.early_stopping(X, X, patience=5),
    ],
)
def test_monitors_can_be_sent_to_another_process(make):
    X = np.array([[-1.0], [2.0]])
    monitor = make(X)
    sent, here = (
        mlp.gradient_descent(mlp.Network([1, 3, 1], "relu"), X, X, iterations=3, monitors=m)
        for m in (pickle.loads(pickle.dumps(monitor)), monitor)
    )
    assert sent == here


def test_early_stopping_uses_its_cost():
    X, Y = np.ones((1, 1)), np.ones((1, 1))
    net = mlp.Network([1, 1], output="sigmoid")
    history = history_of(net, X, mlp.early_stopping(X, Y, cost="cross_entropy"))
    assert history["J_held_out"] == [mlp.cost(net, X, Y, "cross_entropy")]


def test_saturation_goes_by_the_size_of_the_slope():
    class Falling(mlp.Elementwise):
        name = "falling"

        def __call__(self, z):
            return -z

        def derivative(self, z, a=None):
            return -np.ones_like(z)

    net = mlp.Network([1, 2, 1], Falling())
    assert history_of(net, np.ones((2, 1)), mlp.saturated_units(np.ones((2, 1))))["saturated[2]"] == [0.0]
