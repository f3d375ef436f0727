"""The rules of the step: each is its formula, goes on where it stopped, and leaves alone whoever shares it."""

import pickle

import numpy as np
import pytest

import mlp
from mlp.rules import RULES

ALPHA, STEPS = 0.05, 30


def flat(g):
    """A gradient as a vector, in the order of ``net.to_vector()``."""
    return np.concatenate([d.ravel() for l in range(1, len(g.dW)) for d in (g.dW[l], g.db[l])])


def walk(net, data, rule):
    """Train by formulas on the vector of all parameters; `rule(g, t, theta)` says what is subtracted."""
    theta = net.to_vector()
    for t in range(1, STEPS + 1):
        theta = theta - ALPHA * rule(flat(mlp.backprop(net.from_vector(theta), *data)), t, theta)
    return theta


def is_weight(net):
    """For each parameter 1 where it is a weight, and 0 where it is a bias."""
    ones = [np.full(p.shape, own) for l in range(1, net.L) for p, own in ((net.W[l], 1.0), (net.b[l], 0.0))]
    return np.concatenate([each.ravel() for each in ones])


def by_formula(name, net):
    """The rule as its paper has it, over one long vector, with a memory of its own."""
    v, m, s = np.zeros((3, net.n_parameters))
    weights = is_weight(net)

    def adam(g, t, theta):
        nonlocal m, s
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        return (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)

    def momentum(g, t, theta):
        nonlocal v
        v = 0.9 * v + g
        return v

    return {
        "plain": lambda g, t, theta: g,
        "momentum": momentum,
        "nesterov": lambda g, t, theta: g + 0.9 * momentum(g, t, theta),
        "adam": adam,
        "adamw": lambda g, t, theta: adam(g, t, theta) + 0.01 * theta * weights,
    }[name]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_its_formula(net, data, name):
    expected = walk(net, data, by_formula(name, net))
    history = mlp.gradient_descent(net, *data, ALPHA, STEPS, rule=name)
    np.testing.assert_allclose(net.to_vector(), expected, rtol=1e-12, atol=1e-14)
    assert (history.memory.rule, history.memory.t) == (name, STEPS)


def test_plain_is_the_lectures_step_and_momentum_a_short_form(net, data):
    by_steps, short, long = net.copy(), net.copy(), net.copy()
    mlp.gradient_descent(net, *data, ALPHA, 3)
    for _ in range(3):
        mlp.step(by_steps, mlp.backprop(by_steps, *data), ALPHA)
    np.testing.assert_array_equal(net.to_vector(), by_steps.to_vector())
    mlp.gradient_descent(short, *data, ALPHA, 3, momentum=0.5)
    mlp.gradient_descent(long, *data, ALPHA, 3, rule=mlp.momentum(0.5))
    np.testing.assert_array_equal(short.to_vector(), long.to_vector())


@pytest.mark.parametrize("name", RULES)
def test_a_run_that_resumes_is_the_run_that_never_stopped(tmp_path, net, data, name):
    through, options = net.copy(), {"rule": name, "batch_size": 2, "learning_rate": mlp.cosine(0.1, 20)}
    mlp.gradient_descent(through, *data, iterations=15, **options)
    mlp.save(tmp_path / "net.npz", net, mlp.gradient_descent(net, *data, iterations=6, **options))
    net, history = mlp.load(tmp_path / "net.npz")
    mlp.gradient_descent(net, *data, iterations=9, resume=history, **options)
    np.testing.assert_array_equal(net.to_vector(), through.to_vector())


def test_another_rule_begins_with_nothing_to_remember(net, data):
    history = mlp.gradient_descent(net, *data, ALPHA, 5, rule="adam")
    other = net.copy()
    resumed = mlp.gradient_descent(net, *data, ALPHA, 5, rule="nesterov", resume=history)
    mlp.gradient_descent(other, *data, ALPHA, 5, rule="nesterov")
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())
    assert (resumed.memory.t, history.memory.t) == (5, 5)


def test_one_rule_serves_many_networks(net, data):
    rule, other = mlp.adam(0.8), net.copy()
    for own in (net, other):
        mlp.gradient_descent(own, *data, ALPHA, 5, rule=rule)
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())


def test_a_rule_of_your_own(net, data):
    class Signs(mlp.Rule):
        name = "signs"

        def direction(self, g, past, t):
            return np.sign(g), past

    before = net.to_vector()
    signs = np.sign(flat(mlp.backprop(net, *data)))
    mlp.gradient_descent(net, *data, ALPHA, 1, rule=Signs())
    np.testing.assert_allclose(net.to_vector(), before - ALPHA * signs, rtol=1e-15)


def test_a_learning_rate_may_change(net, data):
    """It is asked for the number of the update, and for none that is not made."""
    asked, other = [], net.copy()
    rates = [0.1, 0.05, 0.0]
    mlp.gradient_descent(net, *data, lambda t: asked.append(t) or rates[t], 3)
    assert asked == [0, 1, 2]
    for rate in rates[:2]:
        mlp.step(other, mlp.backprop(other, *data), rate)
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())


def test_a_cosine_falls_to_its_end_and_stays():
    alpha = mlp.cosine(0.5, 100, end=0.1)
    np.testing.assert_allclose([alpha(t) for t in (0, 50, 100, 1000)], [0.5, 0.3, 0.1, 0.1])


def test_a_cosine_can_be_sent_to_another_process():
    alpha = mlp.cosine(0.5, 100, end=0.1)
    assert [pickle.loads(pickle.dumps(alpha))(t) for t in range(9)] == [alpha(t) for t in range(9)]


@pytest.mark.parametrize("name", ["nesterov", "adam", "adamw"])
def test_divergence_leaves_finite_parameters(net, data, name):
    with pytest.raises(mlp.DivergenceError, match="learning_rate = 1e"):
        mlp.gradient_descent(net, *data, 1e200, 50, rule=name)
    assert np.isfinite(net.to_vector()).all()


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: mlp.momentum(1), "mu must be a finite number >= 0 and < 1; got 1"),
        (lambda: mlp.adam(beta2=1), "beta2 must be a finite number >= 0 and < 1; got 1"),
        (lambda: mlp.adam(epsilon=0), "epsilon must be a finite number > 0; got 0"),
        (lambda: mlp.adamw(decay=-1), "decay must be a finite number >= 0; got -1"),
        (lambda: mlp.cosine(0.5, 0), "iterations must be an integer >= 1; got 0"),
    ],
)
def test_bad_parameters(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_rules_print_as_they_are_made():
    assert [repr(mlp.momentum(0.5)), repr(mlp.adam()), repr(mlp.rules.plain())] == [
        "momentum(0.5)", "adam(0.9, 0.999, 1e-08)", "plain"
    ]  # fmt: skip
