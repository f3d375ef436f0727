"""Gradient descent: what it does to a network, what it remembers, and how it ends."""

import builtins
import pickle
import signal
import sys
import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context

import numpy as np
import pytest
from networks import randomized

import mlp

X_XOR, Y_XOR = mlp.datasets.xor()


def fresh():
    return mlp.Network([2, 4, 1], output="sigmoid")


def test_it_learns_xor():
    net = fresh()
    history = mlp.gradient_descent(net, X_XOR, Y_XOR, learning_rate=3.0, iterations=3000)
    assert history["J"][-1] < 0.01
    assert mlp.accuracy(net, X_XOR, Y_XOR) == 1


def test_one_iteration_is_one_step(net, data):
    other = net.copy()
    history = mlp.gradient_descent(net, *data, learning_rate=0.1, iterations=3, weight_decay=0.2)
    J = []
    for _ in range(3):
        g = mlp.backprop(other, *data, weight_decay=0.2)
        J.append(g.J)
        mlp.step(other, g, 0.1)
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())
    assert history["J"] == [*J, mlp.cost(other, *data, weight_decay=0.2)]
    assert history.iterations == 3


def test_it_works_in_place(net, data):
    W_1 = net.W[1]
    before = W_1.copy()
    mlp.gradient_descent(net, *data, iterations=1)
    assert net.W[1] is W_1
    assert (before != W_1).all()


def test_no_iterations_record_the_start(net, data):
    theta = net.to_vector()
    assert mlp.gradient_descent(net, *data, iterations=0)["J"] == [mlp.cost(net, *data)]
    np.testing.assert_array_equal(net.to_vector(), theta)


def test_gradient_norm_is_that_of_the_whole_gradient(net, data):
    g = mlp.backprop(net, *data)
    norm = np.sqrt(sum((d**2).sum() for d in (*g.dW[1:], *g.db[1:])))
    assert mlp.gradient_descent(net, *data, iterations=0)["gradient_norm"] == pytest.approx([norm])


def test_momentum_adds_up_past_gradients(net, data):
    other = net.copy()
    mlp.gradient_descent(net, *data, learning_rate=0.1, iterations=5, momentum=0.9)
    velocity = np.zeros(other.n_parameters)
    for _ in range(5):
        g = mlp.backprop(other, *data)
        velocity = 0.9 * velocity + np.concatenate([d.ravel() for l in (1, 2, 3) for d in (g.dW[l], g.db[l])])
        other = other.from_vector(other.to_vector() - 0.1 * velocity)
    np.testing.assert_allclose(net.to_vector(), other.to_vector(), rtol=1e-13)


def test_a_gradient_that_a_monitor_keeps_is_not_written_over(net, data):
    kept, alone = [], net.copy()

    def keep(net, t, g):
        kept.append((g, [dW.copy() for dW in g.dW[1:]]))

    mlp.gradient_descent(net, *data, iterations=3, weight_decay=0.1, monitors=keep)
    for g, dW in kept:
        for own, then in zip(g.dW[1:], dW, strict=True):
            np.testing.assert_array_equal(own, then)
    mlp.gradient_descent(alone, *data, iterations=3, weight_decay=0.1)  # where nobody looks, it is
    np.testing.assert_array_equal(alone.to_vector(), net.to_vector())


def test_an_epoch_goes_through_all_examples_once(net):
    X, Y, seen = np.arange(21.0).reshape(7, 3), np.zeros((7, 1)), []
    original = mlp.training.gradients

    def spy(net, X, *rest, **options):
        seen.append(X[:, 0].tolist())
        return original(net, X, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mlp.training, "gradients", spy)
        mlp.gradient_descent(net, X, Y, learning_rate=1e-9, iterations=5, batch_size=3)
        mlp.gradient_descent(net, X, Y, learning_rate=1e-9, iterations=2, batch_size=3, shuffle=False)
    first, second, in_order = seen[0:3], seen[3:6], seen[6:9]
    assert [len(batch) for batch in first] == [3, 3, 1]
    assert sorted(sum(first, [])) == sorted(sum(second, [])) == X[:, 0].tolist()
    assert first != second
    assert sum(in_order, []) == X[:, 0].tolist()


def test_the_last_entry_belongs_to_the_batch_that_would_come_next(net, data):
    history = mlp.gradient_descent(net, *data, iterations=2, batch_size=3, shuffle=False)
    assert history["J"][-1] == mlp.cost(net, data[0][6:], data[1][6:])


@pytest.mark.parametrize("options", [{}, {"batch_size": 3}, {"momentum": 0.9}, {"batch_size": 2, "momentum": 0.5}])
def test_the_seed_decides_everything(options):
    runs = []
    for _ in range(2):
        net = fresh()
        history = mlp.gradient_descent(net, X_XOR, Y_XOR, iterations=50, seed=3, **options)
        runs.append((net.to_vector().tolist(), history["J"]))
    assert runs[0] == runs[1]


def test_another_seed_is_another_order():
    runs = [mlp.gradient_descent(fresh(), X_XOR, Y_XOR, iterations=20, batch_size=1, seed=s)["J"] for s in (0, 1)]
    assert runs[0] != runs[1]


@pytest.mark.parametrize("options", [{}, {"batch_size": 3, "momentum": 0.9, "validation": (X_XOR, Y_XOR)}])
def test_resuming_is_as_if_it_had_never_stopped(options, tmp_path):
    through, halves = fresh(), fresh()
    whole = mlp.gradient_descent(through, X_XOR, Y_XOR, iterations=50, seed=5, **options)
    first = mlp.gradient_descent(halves, X_XOR, Y_XOR, iterations=20, seed=5, **options)
    mlp.save(tmp_path / "half.npz", halves, first)
    halves, loaded = mlp.load(tmp_path / "half.npz")
    both = mlp.gradient_descent(halves, X_XOR, Y_XOR, iterations=30, resume=loaded, **options)
    np.testing.assert_array_equal(halves.to_vector(), through.to_vector())
    assert both == whole
    assert both.at == whole.at
    assert both.iterations == 50
    assert loaded.iterations == 20  # the history that was handed in stays as it was
    assert loaded == first


def test_held_out_data_is_watched(net, data):
    held_out = data[0][:2] + 1, data[1][:2]
    history = mlp.gradient_descent(net, *data, iterations=4, validation=held_out, weight_decay=0.1)
    assert len(history["J_validation"]) == 5
    assert history["J_validation"][-1] == mlp.cost(net, *held_out, weight_decay=0.1)


def test_monitors_see_the_network_before_each_update_and_after_the_last(net, data):
    seen = []

    def monitor(net, t, g):
        seen.append((t, net.W[1][0, 0]))
        return {"J_again": g.J} if t % 2 == 0 else None

    start = net.W[1][0, 0]
    history = mlp.gradient_descent(net, *data, iterations=3, monitors=monitor)
    assert [t for t, _ in seen] == [0, 1, 2, 3]
    assert (seen[0][1], seen[3][1]) == (start, net.W[1][0, 0])
    assert history["J_again"] == history["J"][::2]
    assert history.at["J_again"] == [0, 2]


def test_a_monitor_ends_training(net, data):
    def enough(net, t, g):
        if t == 2:
            raise mlp.StopTraining("enough")

    history = mlp.gradient_descent(net, *data, iterations=100, monitors=[enough])
    assert (history.stopped, history.iterations) == ("enough", 2)


@pytest.fixture
def at_a_terminal():
    """Ctrl-C means what it does at a terminal; a process in the background is started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c(net, t, g):
    if t == 2:
        signal.raise_signal(signal.SIGINT)


def raise_interrupt(net, t, g):
    if t == 2:
        raise KeyboardInterrupt


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("interrupt", [press_ctrl_c, raise_interrupt])
def test_ctrl_c_loses_nothing(interrupt):
    stopped, through = fresh(), fresh()
    history = mlp.gradient_descent(stopped, X_XOR, Y_XOR, iterations=9, momentum=0.5, monitors=interrupt)
    assert (history.stopped, history.iterations) == ("interrupted", 2)
    history = mlp.gradient_descent(stopped, X_XOR, Y_XOR, iterations=7, momentum=0.5, resume=history)
    whole = mlp.gradient_descent(through, X_XOR, Y_XOR, iterations=9, momentum=0.5)
    np.testing.assert_array_equal(stopped.to_vector(), through.to_vector())
    assert history == whole
    assert history.stopped is None
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("at_a_terminal")
def test_ctrl_c_within_an_update_waits_until_it_is_made(net, data, monkeypatch):
    original = mlp.rules.take

    def take(*arguments, **options):
        signal.raise_signal(signal.SIGINT)
        original(*arguments, **options)

    monkeypatch.setattr(mlp.rules, "take", take)
    other = net.copy()
    history = mlp.gradient_descent(net, *data, iterations=9)
    mlp.step(other, mlp.backprop(other, *data), 0.1)
    assert (history.stopped, history.iterations) == ("interrupted", 1)
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())


@pytest.mark.usefixtures("at_a_terminal")
def test_ctrl_c_twice_interrupts_at_once(net, data, monkeypatch):
    def take(*arguments, **options):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("not reached")

    monkeypatch.setattr(mlp.rules, "take", take)
    assert mlp.gradient_descent(net, *data, iterations=9).stopped == "interrupted"


def at_line(n, press, train):
    """Call `press` at the n-th line of the package that `train` executes, and return how many lines there were."""
    lines = 0

    def executed(frame, event, arg):
        nonlocal lines
        lines += event == "line"
        if event == "line" and lines == n:
            press()
        return executed

    before = sys.gettrace()
    sys.settrace(lambda frame, event, arg: executed if frame.f_globals.get("__name__", "").startswith("mlp") else None)
    try:
        train()
    finally:
        sys.settrace(before)
    return lines


def once():
    signal.raise_signal(signal.SIGINT)


def twice():
    once()
    once()


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("press", [once, twice])
@pytest.mark.parametrize("rule", mlp.rules.RULES)
def test_ctrl_c_at_any_line_leaves_a_pair_that_resumes_exactly(press, rule):
    options = {"rule": rule, "batch_size": 3, "validation": (X_XOR, Y_XOR), "learning_rate": 0.5}
    through, updates = fresh(), 3
    whole = mlp.gradient_descent(through, X_XOR, Y_XOR, iterations=updates, **options)

    def train(net):
        histories.append(mlp.gradient_descent(net, X_XOR, Y_XOR, iterations=updates, **options))

    net, histories = fresh(), []
    lines = at_line(0, press, lambda: train(net))
    for n in range(1, lines, 17):
        net, histories = fresh(), []
        try:
            at_line(n, press, lambda net=net: train(net))
        except KeyboardInterrupt:  # before the first update or after the last: no history, and it says so
            assert any(np.array_equal(net.to_vector(), other.to_vector()) for other in (fresh(), through))
            continue
        (history,) = histories
        assert history.stopped == "interrupted"
        assert len({len(history[name]) for name in history}) == 1
        left = updates - history.iterations
        history = mlp.gradient_descent(net, X_XOR, Y_XOR, iterations=left, resume=history, **options)
        np.testing.assert_array_equal(net.to_vector(), through.to_vector())
        assert (history, history.at) == (whole, whole.at)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("at_a_terminal")
def test_ctrl_c_beside_a_monitor_that_ends_training_is_not_swallowed(net, data):
    def enough(net, t, g):
        once()
        raise mlp.StopTraining("enough")

    assert mlp.gradient_descent(net, *data, monitors=enough).stopped == "interrupted"


def test_an_update_that_fails_is_taken_back(net, data):
    class Failing(mlp.Rule):
        name = "failing"

        def direction(self, g, past, t):
            if t == 3 and len(g) == 1:
                raise MemoryError
            return g, past

    with pytest.raises(MemoryError) as caught:
        mlp.gradient_descent(net, *data, rule=Failing(), iterations=9)
    history = caught.value.history
    assert history.iterations == 2
    assert history["J"][-1] == mlp.cost(net, *data)


EVERY_WAY_TO_DIVERGE = [
    pytest.mark.parametrize("dtype", [np.float64, np.float32]),
    pytest.mark.parametrize("learning_rate", [5.0, 1e6, 1e37, 1e300, 1.7e308]),
    pytest.mark.parametrize("momentum", [0.0, 0.9]),
]


def every_way_to_diverge(test):
    for mark in EVERY_WAY_TO_DIVERGE:
        test = mark(test)
    return test


@every_way_to_diverge
def test_divergence_is_an_error_that_keeps_what_there_is(dtype, learning_rate, momentum, data):
    net = randomized(mlp.Network([3, 4, 4, 1], "linear", dtype=dtype))
    with pytest.raises(ArithmeticError) as caught:
        mlp.gradient_descent(net, *data, learning_rate, iterations=3000, momentum=momentum)
    error = caught.value
    assert isinstance(error, mlp.DivergenceError)
    assert f"diverged at iteration {error.iteration} with learning_rate = {learning_rate:g}" in str(error)
    assert error.learning_rate == learning_rate
    assert len(error.history["J"]) == error.iteration + 1
    assert np.isfinite(error.history["J"][:-1]).all()
    assert error.history.stopped == "diverged"
    assert np.isfinite(net.to_vector()).all()


@every_way_to_diverge
@pytest.mark.parametrize("activation", ["relu", "gelu", "maxout", "sigmoid"])
def test_parameters_stay_finite_whatever_happens(dtype, learning_rate, momentum, activation, data):
    net = randomized(mlp.Network([3, 4, 4, 1], activation, dtype=dtype))
    with suppress(mlp.DivergenceError):
        mlp.gradient_descent(net, *data, learning_rate, iterations=300, momentum=momentum)
    assert np.isfinite(net.to_vector()).all()


@every_way_to_diverge
def test_what_is_kept_at_divergence_has_a_finite_J(dtype, learning_rate, momentum, data):
    net = randomized(mlp.Network([3, 4, 4, 1], "relu", dtype=dtype))
    with suppress(mlp.DivergenceError):
        mlp.gradient_descent(net, *data, learning_rate, iterations=300, momentum=momentum)
    assert np.isfinite(mlp.cost(net, *data))


def test_a_rate_that_is_no_float32_leaves_a_network_at_rest_as_it_is():
    net = mlp.Network([1, 1], initializer="zeros", dtype=np.float32)
    with pytest.raises(mlp.DivergenceError):
        mlp.gradient_descent(net, [[0.0]], [[0.0]], learning_rate=1e300, iterations=1)
    assert np.isfinite(net.to_vector()).all()


def test_one_can_go_on_after_divergence_with_a_smaller_rate(data):
    net = mlp.Network([3, 1])
    with pytest.raises(mlp.DivergenceError) as caught:
        mlp.gradient_descent(net, *data, learning_rate=1e200, iterations=10)
    net = mlp.Network([3, 1])
    history = mlp.gradient_descent(net, *data, learning_rate=0.1, iterations=5, resume=caught.value.history)
    assert np.isfinite(history["J"]).all()


@pytest.mark.parametrize("learning_rate", [0.1, np.float64(0.1)])
def test_float32_stays_float32(data, learning_rate):
    net = mlp.Network([3, 4, 1], dtype=np.float32)
    history = mlp.gradient_descent(net, *data, learning_rate, iterations=3, momentum=0.9, batch_size=4)
    velocity = [v for (v,) in history.memory.W[1:] + history.memory.b[1:]]
    assert {p.dtype for p in (*net.W[1:], *net.b[1:], *velocity)} == {np.dtype(np.float32)}


def test_a_program_that_handles_ctrl_c_itself_is_left_alone(net, data):
    handler = lambda number, frame: None
    before = signal.signal(signal.SIGINT, handler)
    try:
        seen = []
        mlp.gradient_descent(net, *data, iterations=0, monitors=lambda *_: seen.append(signal.getsignal(signal.SIGINT)))
        assert seen == [handler]
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_progress_bar_when_asked_for(net, data, capsys):
    mlp.gradient_descent(net, *data, iterations=3)
    assert capsys.readouterr().err == ""
    mlp.gradient_descent(net, *data, iterations=3, progress=True)
    assert "3/3" in capsys.readouterr().err


def test_the_progress_bar_says_what_it_needs(net, data, monkeypatch):
    def no_tqdm(name, *rest):
        if name == "tqdm":
            raise ImportError(name)
        return original(name, *rest)

    original = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", no_tqdm)
    with pytest.raises(ImportError, match="progress=True needs tqdm: pip install tqdm"):
        mlp.gradient_descent(net, *data, progress=True)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number > 0; got 0"),
        ({"learning_rate": "fast"}, TypeError, r"learning_rate must be a finite number > 0; got 'fast' \(str\)"),
        ({"learning_rate": True}, TypeError, r"learning_rate .* got True \(bool\)"),
        ({"iterations": -1}, ValueError, "iterations must be an integer >= 0; got -1"),
        ({"iterations": 10.0}, TypeError, "iterations must be an integer >= 0; got 10.0"),
        ({"weight_decay": -1}, ValueError, "weight_decay must be a finite number >= 0; got -1"),
        ({"batch_size": 8}, ValueError, "batch_size must be at most m = 7, the number of examples; got 8"),
        ({"batch_size": 0}, ValueError, "batch_size must be an integer >= 1; got 0"),
        ({"momentum": 1.0}, ValueError, "momentum must be a finite number >= 0 and < 1; got 1.0"),
        ({"momentum": 0.9, "rule": "adam"}, ValueError, r"momentum=0.9 is short for rule=mlp.momentum\(0.9\)"),
        ({"rule": "sgd"}, ValueError, "rule must be one of plain, momentum, .*; got 'sgd'"),
        ({"rule": 0.9}, TypeError, "rule must be one of plain, .*, or an object of a class derived from mlp.Rule"),
        ({"learning_rate": lambda t: -1}, ValueError, r"learning_rate\(0\) must be a finite number >= 0; got -1"),
        ({"seed": -1}, ValueError, "seed must be an integer >= 0; got -1"),
        ({"seed": None}, TypeError, "seed must be an integer >= 0; got None"),
        ({"cost": "mse"}, ValueError, "cost must be one of"),
        ({"Y": np.zeros(7)}, ValueError, r"Y must have shape \(m, 1\)"),
        ({"validation": 3}, TypeError, r"validation must be a pair \(X, Y\)"),
        ({"validation": (np.zeros((2, 3)), np.zeros(2))}, ValueError, r"validation: Y must have shape \(m, 1\)"),
        ({"monitors": ["dead"]}, TypeError, r"monitors\[0\] must be a function monitor\(net, t, g\); got 'dead'"),
        ({"resume": {"J": [1.0]}}, TypeError, "resume must be the History of an earlier run; got dict"),
    ],
)
def test_bad_arguments_change_nothing(net, data, change, error, message):
    theta = net.to_vector()
    with pytest.raises(error, match=message):
        mlp.gradient_descent(net, **{"X": data[0], "Y": data[1], **change})
    np.testing.assert_array_equal(net.to_vector(), theta)


def test_the_velocity_of_another_network_is_refused(net, data):
    history = mlp.gradient_descent(mlp.Network([3, 2, 1]), *data, iterations=1, momentum=0.9)
    with pytest.raises(ValueError, match="resume must belong to a network like"):
        mlp.gradient_descent(net, *data, momentum=0.9, resume=history)


def test_a_monitor_that_returns_a_number_is_told_how(net, data):
    with pytest.raises(TypeError, match="a monitor must return None or a dictionary of numbers"):
        mlp.gradient_descent(net, *data, monitors=lambda net, t, g: g.J)


def test_divergence_in_the_last_update_is_divergence(data):
    X, Y = 10 * data[0], data[1]
    with pytest.raises(mlp.DivergenceError) as caught:
        mlp.gradient_descent(mlp.Network([3, 1]), X, Y, learning_rate=1.0, iterations=3000)
    last = caught.value.iteration
    assert not np.isfinite(caught.value.history["J"][-1])
    with pytest.raises(mlp.DivergenceError, match=f"at iteration {last}"):
        mlp.gradient_descent(mlp.Network([3, 1]), X, Y, learning_rate=1.0, iterations=last)


def test_divergence_survives_another_process():
    history = mlp.History()
    history.record(0, {"J": np.inf})
    error = pickle.loads(pickle.dumps(mlp.DivergenceError(3, 0.5, history)))
    assert (error.iteration, error.learning_rate, error.history) == (3, 0.5, history)


@pytest.mark.parametrize("values", [{"J": 7.0}, {2: 1.0}, {"a": None}, {"a": np.ones(2)}])
def test_a_monitor_cannot_spoil_the_history(net, data, values):
    with pytest.raises((TypeError, ValueError), match="a monitor must return|'J' is recorded twice"):
        mlp.gradient_descent(net, *data, monitors=lambda net, t, g: values)


def test_a_monitor_may_use_any_name(net, data):
    history = mlp.gradient_descent(net, *data, iterations=1, monitors=lambda net, t, g: {"t": t, "self": 0})
    assert history["t"] == [0.0, 1.0]


def test_a_batch_size_of_few_bits(data):
    X, Y = np.zeros((300, 3)), np.zeros((300, 1))
    assert mlp.gradient_descent(mlp.Network([3, 1]), X, Y, iterations=4, batch_size=np.uint8(200)).iterations == 4


def test_momentum_that_is_switched_off_is_forgotten(net, data):
    history = mlp.gradient_descent(net, *data, iterations=2, momentum=0.9)
    history = mlp.gradient_descent(net, *data, iterations=2, resume=history)
    assert (history.memory.rule, history.memory.W[1]) == ("plain", ())


def test_every_seed_and_epoch_has_an_order_of_its_own():
    X = np.arange(8.0)[:, np.newaxis]

    def order(seed, epoch):
        return next(mlp.training._batches(X, X, 8, seed, epoch, shuffle=True))[0][:, 0].tolist()

    assert len({tuple(order(seed, epoch)) for seed in range(3) for epoch in range(3)}) == 9


def test_held_out_targets_are_checked_for_the_cost():
    with pytest.raises(ValueError, match=r"validation: Y must lie in \[0, 1\] for cross_entropy; got 2\.0"):
        mlp.gradient_descent(fresh(), X_XOR, Y_XOR, cost="cross_entropy", validation=(X_XOR, 2 * Y_XOR))


@pytest.mark.usefixtures("at_a_terminal")
def test_training_works_beside_the_main_thread():
    with ThreadPoolExecutor(1) as pool:
        history = pool.submit(mlp.gradient_descent, fresh(), X_XOR, Y_XOR, iterations=2).result()
    assert history.iterations == 2


@pytest.mark.parametrize("rule", mlp.rules.RULES)
def test_read_only_parameters_are_trained(data, rule):
    """Joblib hands them to its workers, and so do files that are mapped into memory."""
    net, other = (randomized(mlp.Network([3, 4, 4, 1])) for _ in range(2))
    frozen = [*net.W[1:], *net.b[1:]]
    for p in frozen:
        p.flags.writeable = False
    before = [p.copy() for p in frozen]
    for own in (net, other):
        history = mlp.gradient_descent(own, *data, iterations=5, rule=rule)
        mlp.step(own, mlp.backprop(own, *data), 0.1)
    np.testing.assert_array_equal(net.to_vector(), other.to_vector())
    for p, then in zip(frozen, before, strict=True):
        np.testing.assert_array_equal(p, then)
    assert history.iterations == 5


def fail_at_2(net, t, g):
    if t == 2:
        raise LookupError("not found")


@pytest.mark.parametrize(
    "options", [{"monitors": fail_at_2}, {"learning_rate": lambda t: 0.1 if t < 2 else fail_at_2(None, t, None)}]
)
def test_an_error_of_a_users_own_carries_the_history(options):
    stopped, through = fresh(), fresh()
    with pytest.raises(LookupError, match="not found") as caught:
        mlp.gradient_descent(stopped, X_XOR, Y_XOR, iterations=9, momentum=0.5, **options)
    history = caught.value.history
    assert (history.iterations, history.stopped) == (2, "LookupError: not found")
    history = mlp.gradient_descent(stopped, X_XOR, Y_XOR, iterations=7, momentum=0.5, resume=history)
    assert history == mlp.gradient_descent(through, X_XOR, Y_XOR, iterations=9, momentum=0.5)
    np.testing.assert_array_equal(stopped.to_vector(), through.to_vector())


def clip_by_zero(net, t, g):
    if t == 2:
        with np.errstate(all="ignore"):
            g.dW[1] /= 0.0


def transpose(net, t, g):
    if t == 2:
        g.dW[1] = g.dW[1].T


def spoil(net, t, g):
    if t == 2:
        net.W[1][0, 1] = np.nan


@pytest.mark.parametrize(
    ("monitor", "message"),
    [
        (clip_by_zero, r"g\.dW\[1\] must be finite; g\.dW\[1\]\[0, 0\] is -?inf"),
        (transpose, r"g must be a gradient of Network\(\[3, 4, 4, 1\], .*; the shapes of g.dW are"),
        (spoil, r"net\.W\[1\] must be finite; net\.W\[1\]\[0, 1\] is nan"),
    ],
)
def test_what_a_monitor_spoils_is_no_divergence(net, data, monitor, message):
    with pytest.raises(ValueError, match=message) as caught:
        mlp.gradient_descent(net, *data, iterations=9, monitors=monitor)
    assert caught.value.history.iterations >= 2
    np.testing.assert_equal(np.isnan(net.to_vector()).sum(), monitor is spoil)


def test_a_monitor_may_clip_the_gradient(net, data):
    def clip(net, t, g):
        for d in (*g.dW[1:], *g.db[1:]):
            np.clip(d, -1e-3, 1e-3, out=d)

    before = net.to_vector()
    mlp.gradient_descent(net, *data, 0.1, iterations=5, monitors=clip)
    assert 0 < np.abs(net.to_vector() - before).max() <= 5 * 0.1 * 1e-3 * (1 + 1e-12)


def test_monitors_hear_what_numpy_warns_of(net, data):
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        mlp.gradient_descent(net, *data, iterations=0, monitors=lambda net, t, g: {"a": np.log(np.zeros(1))[0]})
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        mlp.gradient_descent(net, *data, iterations=0, monitors=lambda net, t, g: {"a": np.log(np.zeros(1))[0]})


def test_parameters_that_are_no_numbers_are_not_blamed_on_the_learning_rate(net, data):
    net.b[2][1] = np.nan
    with pytest.raises(ValueError, match=r"net\.b\[2\] must be finite; net\.b\[2\]\[1\] is nan"):
        mlp.gradient_descent(net, *data)


def test_data_that_are_the_networks_own_parameters_stay_as_they_were():
    net, other = (randomized(mlp.Network([3, 3, 1])) for _ in range(2))
    X, Y = net.W[1].copy(), np.ones((3, 1))
    watched = mlp.gradient_descent(net, net.W[1], Y, iterations=5, validation=(net.W[1], Y))
    assert watched == mlp.gradient_descent(other, X, Y, iterations=5, validation=(X, Y))


def test_a_steep_gradient_is_no_divergence_in_float32():
    """Its square is beyond float32, but not the step."""
    net = mlp.Network([1, 1], initializer="zeros", dtype=np.float32)
    history = mlp.gradient_descent(net, [[1e3]], [[1e18]], learning_rate=1e-7, iterations=3)
    assert history["gradient_norm"][0] == pytest.approx(1e21, rel=1e-5)
    assert net.predict([[1e3]]).item() == pytest.approx(2.71e17, rel=1e-3)
    for rule in ("momentum", "nesterov", "adam"):  # which would remember it, and its square
        with pytest.raises(mlp.DivergenceError):
            mlp.gradient_descent(net, [[1e3]], [[1e18]], learning_rate=1e-7, iterations=3, rule=rule)
        assert np.isfinite(net.to_vector()).all()


@pytest.mark.parametrize("activation", mlp.activations.ACTIVATIONS)
def test_what_underflows_is_zero_and_no_error(activation):
    net = mlp.Network([1, 2, 2], activation, "softmax")
    net.W[1][:] = 1.0
    X, Y = np.array([[-800.0], [1e-200], [800.0]]), mlp.one_hot([0, 1, 0], 2)
    with np.errstate(all="raise"):
        net.predict(X)
        assert mlp.cost(net, X, Y, "cross_entropy") > 0
        mlp.step(net, mlp.backprop(net, X, Y, "cross_entropy"), 1e-3)
        mlp.gradient_descent(net, X, Y, 1e-3, iterations=2, cost="cross_entropy", monitors=mlp.gradient_norms())


def test_no_weight_decay_is_none_even_of_huge_weights():
    net = mlp.Network([1, 1], output="sigmoid")
    net.W[1][:] = 1e200
    assert mlp.cost(net, [[1.0]], [[1.0]]) == 0
    assert mlp.gradient_descent(net, [[1.0]], [[1.0]], iterations=1)["J"] == [0, 0]


def test_a_step_that_is_no_number_is_refused(net, data):
    theta, g = net.to_vector(), mlp.backprop(net, *data)
    g.db[2][0] = np.nan
    with pytest.raises(ValueError, match=r"g\.db\[2\] must be finite; g\.db\[2\]\[0\] is nan"):
        mlp.step(net, g, 0.1)
    np.testing.assert_array_equal(net.to_vector(), theta)


def run(seed):
    """Train as a worker does."""
    net = mlp.Network([2, 4, 1], output="sigmoid", seed=seed)
    history = mlp.gradient_descent(net, X_XOR, Y_XOR, iterations=20, batch_size=2, rule="adam", seed=seed)
    return net.to_vector().tolist(), history


@pytest.mark.parametrize(
    "pool",
    [
        lambda: ThreadPoolExecutor(2),
        lambda: ProcessPoolExecutor(2, get_context("spawn")),
    ],
    ids=["threads", "processes"],
)
def test_trainings_side_by_side_are_as_one_after_the_other(pool):
    with pool() as workers:
        assert list(workers.map(run, [0, 1])) == [run(0), run(1)]


FOREIGN = {
    "another output": (
        [3, 4, 4, 2],
        None,
        r"resume must belong to a network like .*; got that of one of sizes \[3, 4, 4, 2\]",
    ),
    "another shape": ([3, 2, 1], None, "resume must belong to a network like"),
    "no times": (None, lambda h: h.setdefault("mine", [1.0]), r"resume\['mine'\] must be .*; got 1 .* at 0 iterations"),
    "times that go down": (
        None,
        lambda h: h.extend("mine", [2, 1], [0.0, 0.0]),
        r"resume\['mine'\] must be .* going up",
    ),
    "text": (None, lambda h: h["J"].__setitem__(0, "low"), r"resume\['J'\] must be real numbers"),
    "a J too few": (None, lambda h: h["J"].pop(), r"resume\['J'\] must be .*; got 2 .* at 3 iterations"),
    "a velocity of nan": (None, lambda h: h.memory.b[3][0].fill(np.nan), "what resume remembers must be finite"),
    "one velocity for two": (None, lambda h: h.memory.b.__setitem__(3, ()), "resume must remember as much of each"),
    "a velocity of float32": (None, lambda h: h.memory.b.__setitem__(3, (np.zeros(1, "f"),)), "resume must belong to"),
}


@pytest.mark.parametrize(("sizes", "spoil", "message"), FOREIGN.values(), ids=FOREIGN)
def test_a_history_of_something_else_is_no_start(net, data, sizes, spoil, message):
    other = mlp.Network(sizes) if sizes else net
    Y = np.zeros((7, other.sizes[-1]))
    history = mlp.gradient_descent(other, data[0], Y, iterations=2, momentum=0.5)
    if spoil:
        spoil(history)
    theta = net.to_vector()
    for rule in ("plain", "momentum"):
        with pytest.raises(ValueError, match=message):
            mlp.gradient_descent(net, *data, rule=rule, resume=history)
    np.testing.assert_array_equal(net.to_vector(), theta)


def test_what_a_rule_of_this_name_does_not_remember_is_refused(net, data):
    history = mlp.gradient_descent(net, *data, iterations=1, rule="adam")
    history.memory.rule = "momentum"
    with pytest.raises(ValueError, match=r"resume must remember \('v',\) of each parameter; got"):
        mlp.gradient_descent(net, *data, rule="momentum", resume=history)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_of_data_of_another_dtype_a_batch_is_converted_and_not_all(dtype):
    X, Y = np.ones((50_000, 40), dtype), np.zeros((50_000, 1))
    tracemalloc.start()
    mlp.gradient_descent(mlp.Network([40, 1]), X, Y, 1e-6, iterations=3, batch_size=100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5e6  # the order of the examples and a block; X itself has 2 MB and more


def test_a_long_run_leaves_little_behind():
    net, X, steps = mlp.Network([1, 1]), [[1.0]], 3000
    tracemalloc.start()
    history = mlp.gradient_descent(net, X, X, 0.01, steps, monitors=mlp.every(10, mlp.gradient_norms()))
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert size < 40 * sum(map(len, history.values())) + 10_000


@pytest.mark.parametrize("iterations", [0, 1, 4, 5])
@pytest.mark.parametrize("rule", mlp.rules.RULES)
def test_parameters_stay_in_the_arrays_that_others_hold(net, data, rule, iterations):
    held = net.W[1], net.b[1]
    mlp.gradient_descent(net, *data, iterations=iterations, rule=rule)
    assert net.W[1] is held[0]
    assert net.b[1] is held[1]
