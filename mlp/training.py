"""Gradient descent: the loop around `backprop` and `step`, and what a reader of its progress wants to know::

    for t = 1..T:   g = backprop(net, X, Y);   step(net, g, learning_rate)

One iteration is one update. With all examples in each update this is the lecture's batch gradient descent; mini-batches
and other rules of the step (`mlp.rules`) are options.

Lecture: "Gradient Descent (GD)", "Gradient Descent Algorithm".
"""

import math
import signal
import threading
from contextlib import contextmanager, nullcontext
from numbers import Real

import numpy as np

from . import checks, rules
from .backprop import check_data, check_finite, check_shapes, gradients, objective
from .history import History


class StopTraining(Exception):
    """Raised by a monitor to end training here; its message becomes ``history.stopped``."""


class DivergenceError(ArithmeticError):
    """Training went to infinity; the network keeps its last finite parameters.

    Attributes
    ----------
    iteration : int
        The update that could not be made.
    learning_rate : float
    history : History
        Everything up to and with that iteration.
    """

    def __init__(self, iteration, learning_rate, history):
        super().__init__(
            f"training diverged at iteration {iteration} with learning_rate = {learning_rate:g} "
            f"(J = {history['J'][-1]:g}); try a smaller learning rate. The network keeps its last finite parameters, "
            "and this error carries the history."
        )
        self.iteration, self.learning_rate, self.history = iteration, learning_rate, history

    def __reduce__(self):
        return type(self), (self.iteration, self.learning_rate, self.history)


def gradient_descent(
    net,
    X,
    Y,
    learning_rate=0.1,
    iterations=1000,
    cost="squared_error",
    weight_decay=0.0,
    batch_size=None,
    momentum=0.0,
    validation=None,
    monitors=(),
    seed=0,
    resume=None,
    progress=False,
    shuffle=True,
    rule="plain",
):
    """Train `net` in place: `iterations` times W := W - learning_rate dJ/dW, b := b - learning_rate dJ/db.

    Parameters
    ----------
    net : Network
        Its parameters change in place.
    X, Y : arrays of shape (m, s_1) and (m, s_L)
        Inputs and targets, one example a row.
    learning_rate : float or callable
        The lecture's alpha, greater than 0; or a function of t = 0, 1, ... that returns it for update t, at least 0,
        such as ``mlp.cosine(0.5, 1000)``. In a run that resumes, t goes on.
    iterations : int
        How many updates to make.
    cost : str or Cost
        "squared_error" or "cross_entropy" (sigmoid and softmax outputs).
    weight_decay : float
        The lecture's lambda, at least 0.
    batch_size : int or None
        How many examples an update looks at, 1..m; None: all of them. Each epoch goes through all examples once (its
        last batch may be smaller) in an order of its own.
    momentum : float
        mu in [0, 1), short for ``rule=mlp.momentum(mu)``: the step follows v := mu v + gradient, not the gradient.
    validation : pair (X, Y) or None
        Held-out data; their J is recorded at every iteration as ``history["J_validation"]``.
    monitors : callable or sequence of callables
        Each is called as ``monitor(net, t, g)`` before update t, and once after the last; it may return a dictionary of
        numbers to record, or raise `StopTraining`. See `mlp.monitors`.
    seed : int
        Decides the order of the examples in every epoch; a run that resumes keeps its own.
    resume : History or None
        Go on where this run stopped, with its order of examples and, if the rule is the same, with what it remembers;
        the result contains both runs.
    progress : bool
        Show a progress bar (needs tqdm).
    shuffle : bool
        Whether each epoch has an order of its own; False: the order of the rows.
    rule : str or Rule
        What the step makes of the gradient: "plain" (the lecture's, nothing), "momentum", "nesterov", "adam", "adamw",
        or ``mlp.adam(beta2=0.99)`` for other parameters. See `mlp.rules`.

    Returns
    -------
    History
        ``history["J"]`` and ``history["gradient_norm"]`` have one entry for each update and one after the last.
        Ctrl-C ends training after the update under way and returns what there is, ``history.stopped == "interrupted"``.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not as described; nothing has changed then.
    DivergenceError
        Where J or the step is no longer finite.
    Exception
        What a monitor or a learning rate of your own raises; the error's attribute ``history`` is what there is.

    Notes
    -----
    Lecture: "Gradient Descent Algorithm". The sum Delta W that its slide keeps starts from 0 at every iteration.

    Examples
    --------
    >>> from mlp import Network
    >>> history = gradient_descent(Network([1, 1]), [[0.0], [1.0]], [[1.0], [3.0]], learning_rate=0.5, iterations=100)
    >>> len(history["J"]), round(history["J"][-1], 5)
    (101, 0.0)
    """
    X, Y, cost, weight_decay = check_data(net, X, Y, cost, weight_decay, checks.real_numbers)
    rate = _rate(learning_rate)
    iterations = checks.integer("iterations", iterations)
    rule = _rule(rule, momentum)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
        if batch_size > len(X):
            raise ValueError(
                f"batch_size must be at most m = {len(X)}, the number of examples; got {checks.printed(batch_size)}"
            )
    if validation is not None:
        X_validation, Y_validation = _apart(net, *_pair(net, validation, cost))
    monitors = _callables(monitors)
    progress, shuffle = checks.truth("progress", progress), checks.truth("shuffle", shuffle)
    check_finite("net.", net.W, net.b)
    X, Y = _apart(net, X, Y)
    history = _begin(resume, checks.integer("seed", seed), net)
    start = history.iterations
    end = start + iterations
    history.forget(start)
    history.memory = _memory(history, rule, net)
    largest_step = math.sqrt(np.finfo(net.dtype).max)  # after a longer one, squares of weights are infinite
    largest_norm = largest_step if rule.remembers else math.inf  # so that what is remembered stays finite
    batches = _batches(X, Y, batch_size, history.seed, start, shuffle, net.dtype)
    before = _Before(net, history)
    g, warnings = None, np.geterr()

    with np.errstate(all="ignore"), _ctrl_c_waits() as pressed, _bar(progress, iterations) as bar:
        try:
            for t in range(start, end + 1):
                g = gradients(net, *next(batches), cost, weight_decay, into=None if monitors else g)
                norm = _norm(g)
                values = {"J": g.J, "gradient_norm": norm}
                if validation is not None:
                    forward = net.feed_forward(X_validation)
                    values["J_validation"] = sum(objective(net, forward, Y_validation, cost, weight_decay))
                history.record(t, values)
                if monitors:
                    with np.errstate(**warnings):
                        for monitor in monitors:
                            history.record(t, _returned(monitor, monitor(net, t, g)))
                    norm = _norm_after(net, g, norm)
                if t < end or t == start:
                    alpha = rate(t)
                small = norm < largest_norm and alpha * max(norm, 1) < largest_step
                if not math.isfinite(g.J) or (t < end and not small):
                    check_finite("net.", net.W, net.b)  # no learning rate makes NaN of them, but a monitor may have
                    if not math.isfinite(g.J):
                        before.restore()
                    history.stopped = "diverged"
                    raise DivergenceError(t, alpha, history)
                if pressed or t == end:
                    break
                rules.take(rule, history.memory, net, g, alpha, into=before.keep(t))
                if bar is not None:
                    bar.set_postfix_str(f"J={g.J:.4g}", refresh=False)
                    bar.update()
        except KeyboardInterrupt:
            if start not in history.at.get("J", ()):  # nothing has begun
                raise
            history.stopped = "interrupted"
        except StopTraining as reason:
            history.stopped = str(reason) or "stopped"
        except Exception as error:
            error.history = history
            history.stopped = history.stopped or f"{type(error).__name__}: {error}"
            raise
        finally:
            before.settle()
    if pressed:
        history.stopped = "interrupted"
    return history


class _Before:
    """A network, and what its rule remembers, as they were before the last update, to go back to if it is cut short.

    There are two arrays for each parameter, one with its number now, one for that after the update. In the end it is in
    the one that the network had in the beginning, which others may hold, too.
    """

    def __init__(self, net, history):
        self.net, self.history, self.t = net, history, None
        self.own = net.W[1:], net.b[1:]
        self.pairs = [[(p if _is_writeable(p) else _like(p), _like(p)) for p in parameters] for parameters in self.own]

    def keep(self, t):
        """Keep everything as it is before update t; returns the arrays for after it."""
        net, memory, self.t = self.net, self.history.memory, None  # None while what is kept is not whole
        self.parameters = net.W[1:], net.b[1:]
        self.memory = memory.W, memory.b, memory.t
        self.t = t
        return [
            [other if now is one else one for (one, other), now in zip(pairs, parameters, strict=True)]
            for pairs, parameters in zip(self.pairs, self.parameters, strict=True)
        ]

    def restore(self):
        """Undo the update, if one was made."""
        if self.t is None:
            return
        for parameters, kept in zip((self.net.W, self.net.b), self.parameters, strict=True):
            parameters.become(kept)
        memory = self.history.memory
        memory.W, memory.b, memory.t = self.memory

    def settle(self):
        """Make network and history a pair, from which training can be resumed, wherever it was cut short."""
        if self.t == self.history.iterations:
            self.restore()
        self.history.forget(self.history.iterations + 1)
        for parameters, own in zip((self.net.W, self.net.b), self.own, strict=True):
            parameters.become([_written(array, now) for array, now in zip(own, parameters[1:], strict=True)])


def _is_writeable(array):
    """Say whether numbers may be written into an array."""
    return isinstance(array, np.ndarray) and array.flags.writeable


def _like(array):
    """Make an array like another, for numbers to come; None where it is not NumPy's."""
    return np.empty_like(array) if isinstance(array, np.ndarray) else None


def _written(array, now):
    """Write numbers into an array, if that can be, and return where they are."""
    if array is now or not _is_writeable(array):
        return now
    array[...] = now
    return array


def _norm(g):
    """Compute the Euclidean norm of the whole gradient, also where its square overflows."""
    arrays = g.dW[1:] + g.db[1:]
    length = lambda arrays: math.sqrt(sum([float(np.vdot(d, d)) for d in arrays]))
    norm = length(arrays)
    if norm == math.inf:
        largest = max(float(abs(d).max()) for d in arrays)
        norm = largest * length([d / largest for d in arrays]) if largest < math.inf else norm
    return norm


def _norm_after(net, g, before):
    """Compute the norm of a gradient that monitors had in hand: they may change it, but not spoil it."""
    check_shapes(net, g)
    norm = _norm(g)
    if math.isfinite(before) and not math.isfinite(norm):
        check_finite("g.d", g.dW, g.db)
    return norm


def _apart(net, *data):
    """Return data that stay as they are while `net` learns, even if they are its own parameters (``X = net.W[1]``)."""

    def shared(array):
        return not checks.is_foreign(array) and any(np.may_share_memory(array, p) for p in net.W[1:] + net.b[1:])

    return [array.copy() if shared(array) else array for array in data]


def _rate(learning_rate):
    """Return the learning rate as a function of t, whose values are checked."""
    if callable(learning_rate):
        return lambda t: checks.number(f"learning_rate({t})", learning_rate(t), at_least=0)
    learning_rate = checks.number("learning_rate", learning_rate, above=0)
    return lambda t: learning_rate


def _rule(rule, momentum):
    """Look up the rule; `momentum` is short for one."""
    rule = checks.one_of("rule", rule, rules.RULES, rules.Rule)
    momentum = checks.number("momentum", momentum, at_least=0, below=1)
    if not momentum:
        return rule
    if not isinstance(rule, rules.Plain):
        raise ValueError(
            f"momentum={momentum} is short for rule=mlp.momentum({momentum}); give one of the two, got rule={rule}"
        )
    return rules.momentum(momentum)


def _memory(history, rule, net):
    """Return what the rule goes on with: its memory of the run that resumes, or a new one."""
    old, new = history.memory, rules.begin(rule, net)
    if old is None or old.rule != new.rule:
        return new
    remembered = [len(past) for past in old.W[1:] + old.b[1:]]
    if remembered != [len(past) for past in new.W[1:] + new.b[1:]]:
        raise ValueError(f"resume must remember {rule.remembers} of each parameter; got arrays in numbers {remembered}")
    return old


def _batches(X, Y, batch_size, seed, t, shuffle, dtype=float):
    """Yield the examples of update t, t + 1, ... without end.

    The order of an epoch depends on the seed and the epoch's number alone, so that any update can be made again.
    """
    convert = lambda X: X if checks.is_foreign(X) else X.astype(dtype, copy=False)  # a batch at a time saves memory
    if batch_size is None:
        X = convert(X)
        while True:
            yield X, Y
    per_epoch = math.ceil(len(X) / batch_size)
    epoch, first = divmod(t, per_epoch)
    while True:
        order = np.random.default_rng((seed, epoch)).permutation(len(X)) if shuffle else None
        for i in range(first, per_epoch):
            rows = slice(i * batch_size, (i + 1) * batch_size)
            rows = order[rows] if shuffle else rows
            yield convert(X[rows]), Y[rows]
        epoch, first = epoch + 1, 0


def _begin(resume, seed, net):
    """Make a new history, or a copy of the one to go on from."""
    if resume is None:
        history = History(seed)
    elif isinstance(resume, History):
        resume.check("resume", net)
        history = resume.copy()
    else:
        raise TypeError(f"resume must be the History of an earlier run; got {type(resume).__name__}")
    history.stopped, history.sizes = None, net.sizes
    return history


def _pair(net, validation, cost):
    """Check held-out data as the training data are checked."""
    try:
        X, Y = validation
    except Exception as error:
        raise TypeError(f"validation must be a pair (X, Y); got {checks.described(validation)}") from error
    try:
        return check_data(net, X, Y, cost, 0.0)[:2]
    except (TypeError, ValueError) as error:
        raise type(error)(f"validation: {error}") from error


def _callables(monitors):
    """Return one monitor, or several, as a tuple."""
    call = "monitor(net, t, g)"
    monitors = (monitors,) if callable(monitors) else checks.sequence("monitors", monitors, f"functions {call}")
    return tuple(checks.function(f"monitors[{i}]", monitor, call) for i, monitor in enumerate(monitors))


def _returned(monitor, values):
    """Check what a monitor returned."""
    fits = isinstance(values, dict) and all(isinstance(k, str) and _is_number(v) for k, v in values.items())
    if values is not None and not fits:
        raise TypeError(
            "a monitor must return None or a dictionary of numbers; "
            f"{checks.printed(monitor)} returned {checks.printed(values)}"
        )
    return values or {}


def _is_number(value):
    """Say whether `value` is a real number, finite or not."""
    try:
        return isinstance(value, (Real, np.bool_)) and isinstance(float(value), float)
    except (TypeError, OverflowError):  # a duration, or an integer of more digits than a float can have
        return False


@contextmanager
def _ctrl_c_waits():
    """Hold Ctrl-C back so that no update stays half made; yields a list that is no longer empty once it was pressed.

    Pressed a second time it interrupts at once, and once only. Other threads and programs with a handler of their own
    are left alone.
    """
    pressed = []
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if not ours:
        yield pressed
        return

    def handler(number, frame):
        pressed.append(number)
        if len(pressed) == 2:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, handler)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _bar(progress, iterations):
    """Make a progress bar, or a context that yields None."""
    if not progress:
        return nullcontext()
    try:
        from tqdm import tqdm
    except ImportError as error:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from error
    return tqdm(total=iterations, unit=" updates")
