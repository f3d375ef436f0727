"""The numbers of a worked example by name: what is given, and what forward, backprop and the update make of it::

    given_numbers(sizes, None, None, None)      {"x_1": 1.0, ..., "W1_11": 0.1, ..., "y_1": 1.0}
    problem(sizes, f, f, values)                the same as a network, an input and a target
    worked_numbers(net, X, Y, 0.5)["dW1_12"]    computed by `mlp` itself

A figure for a network of any small size has as many controls as the network has numbers; `taking` gives functions of
a dictionary the parameters that `explore` looks for.
"""

import inspect

import ipywidgets
import numpy as np

from ..backprop import backprop, cost
from ..backprop import step as descend
from ..network import Network
from .drawing import weights_of
from .number import Number, symbol

# ---- What is given ----


def parameters_of(sizes):
    """Name the parameters in the order of ``net.to_vector()``."""
    weights = list(weights_of(sizes))
    names = []
    for l in range(1, len(sizes)):
        names += [Number("W", l, i, j) for layer, i, j in weights if layer == l]
        names += [Number("b", l, i) for i in range(1, sizes[l] + 1)]
    return names


def given_numbers(sizes, parameters, x, y):
    """List the input, the parameters and the target by name; None: round numbers."""
    names = parameters_of(sizes)
    if parameters is not None and parameters.sizes != sizes:
        raise ValueError(f"parameters must be a network of sizes {sizes}; got {parameters}")
    theta = ROUND[: len(names)] if parameters is None else parameters.to_vector()
    x = _vector("x", (1.0, 0.5, -1.0)[: sizes[0]] if x is None else x, sizes[0])
    y = _vector("y", [1.0] * sizes[-1] if y is None else y, sizes[-1])
    return {
        **{Number("x", 0, j): value for j, value in enumerate(x, start=1)},
        **{name: float(value) for name, value in zip(names, theta, strict=True)},
        **{Number("y", 0, i): value for i, value in enumerate(y, start=1)},
    }


ROUND = np.array([1, -2, 3, 4, 5, -6, -7, 8, 9, 1, -1, 2, 5, -4, 3, 2, -3, 6, 4, -5, 7, 1, 3, -2]) / 10


def _vector(name, values, size):
    values = np.asarray(values, float)
    if values.shape != (size,):
        raise ValueError(f"{name} must be {size} numbers; got shape {values.shape}")
    return values.tolist()


def number_field(name, value, least=-10, most=10):
    """Make a number field for a number of this name; what is no setting of gradient descent has these limits."""
    if name == "learning_rate":
        return ipywidgets.BoundedFloatText(value=value, min=0.001, max=100, step=0.1, description=symbol(name))
    if name == "weight_decay":
        return ipywidgets.BoundedFloatText(value=value, min=0, max=100, step=0.1, description=symbol(name))
    return ipywidgets.BoundedFloatText(value=value, min=least, max=most, step=0.1, description=symbol(name))


def taking(names, state=False):
    """Give a function of a dictionary of values these parameters, and before them, if wished, the state."""

    def decorate(function):
        def with_names(*first, **values):
            return function(values | dict(zip(["state"], first, strict=False)))

        names_in_order = (["state"] if state else []) + list(names)
        parameters = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names_in_order]
        with_names.__signature__ = inspect.Signature(parameters)
        return with_names

    return decorate


# ---- What is computed ----


def parameters_from(sizes, values):
    """Put together the vector of all parameters from numbers with names."""
    return np.stack([values[name] for name in parameters_of(sizes)])


def problem(sizes, hidden, last, values, theta=None):
    """Put together a network, an input and a target from numbers with names; `theta` stands for all parameters."""
    theta = parameters_from(sizes, values) if theta is None else theta
    X = np.stack([values[Number("x", 0, j)] for j in range(1, sizes[0] + 1)]).reshape(1, -1)
    Y = np.stack([values.get(Number("y", 0, i), 0.0) for i in range(1, sizes[-1] + 1)]).reshape(1, -1)
    return Network(sizes, hidden, last).from_vector(theta), X, Y


class Numbers:
    """Numbers with names: a vector, and where in it each of them is.

    Parameters
    ----------
    groups : sequence of (names, array)
    """

    def __init__(self, groups):
        groups = list(groups)
        self.names = [name for names, _ in groups for name in names]
        self.vector = rounded(np.concatenate([np.reshape(array, -1) for _, array in groups]))
        self._place = {name: n for n, name in enumerate(self.names)}

    def __contains__(self, name):
        return name in self._place

    def __getitem__(self, name):
        return np.take(self.vector, self._place[name])

    def choose(self, names, k):
        """Take the number that the k-th of the names, or of rows of names, belongs to; an empty name means any."""
        places = np.vectorize(lambda name: self._place.get(name, 0))(np.array(names))
        return np.take(self.vector, np.take(places, k, axis=0))


def rounded(x):
    """Round to ten decimals; where units saturate, what 1 - a has left beyond them is rounding error."""
    return np.round(x, 10) + 0.0  # no -0


def worked_numbers(net, X, Y, learning_rate, loss="squared_error"):
    """Compute every number of a walk forward, back and downhill.

    Parameters
    ----------
    net : Network
        With an f' in each layer.
    X, Y : array of shape (1, s_1), (1, s_L)
        One example.
    learning_rate : float
        The lecture's alpha.
    loss : str
        The cost; with "cross_entropy" the output is softmax, and the slope of its f cancels, so that 1 stands for it.

    Returns
    -------
    Numbers
        Besides those of the drawing ``slope2_1``, which is f'(z_1^(2)); ``from2_1``, what is multiplied by it, the
        error or the sum sent back, and ``back2_21``, the term of that sum that comes along W_21^(2); with softmax
        ``rest3_1``, the logarithm of what the other outputs have; ``new_W1_12`` and ``again_z2_1``, ... after the
        update; ``J``, ``J_after``, ``learning_rate``, ``one`` and ``cancelled``.
    """
    L, forward, g = net.L, net.forward(X), backprop(net, X, Y, loss)
    after = net.copy()
    descend(after, g, learning_rate)
    again = after.forward(X)
    hidden = range(2, L)
    terms = [None, None, *(g.delta[l + 1].T * net.W[l] for l in hidden)]
    origin = [None, None, *(g.delta[l + 1] @ net.W[l] for l in hidden), forward.a[L] - Y]
    slope = [None, None, *(net.f[l].derivative(forward.z[l], forward.a[l]) for l in hidden)]
    softmax = loss == "cross_entropy"
    slope.append(np.ones_like(forward.a[L]) if softmax else net.f[L].derivative(forward.z[L], forward.a[L]))
    rest = [_of_others(forward.z[L])] if softmax else []
    return Numbers([
        *_known(net, X, forward), *_by_unit("y", [Y]),
        *_by_unit("from", origin), *_by_unit("slope", slope), *_by_unit("delta", g.delta),
        *_by_line("back", terms), *_by_unit("rest", [None] * L + rest),
        *_by_line("dW", g.dW), *_by_unit("db", g.db),
        *_renamed("new_", _parameters(after)), *_renamed("again_", _computed(again)),
        *_renamed("minus_", _by_unit("y", [-Y])),
        (NAMED, np.stack([g.J, cost(after, X, Y, loss), learning_rate, 1.0, 1.0])),
    ])  # fmt: skip


NAMED = "J", "J_after", "learning_rate", "one", "cancelled"


def _of_others(z):
    """Compute for each output the logarithm of the sum of exp(z) of the others."""
    others = np.where(np.eye(z.shape[1], dtype=bool), -1e9, z)
    greatest = np.max(others, axis=1, keepdims=True)
    return (greatest + np.log(np.exp(others - greatest).sum(axis=1, keepdims=True))).T


def forward_numbers(net, X):
    """Compute the numbers of a walk forward; ``sum2_12`` is what the first two terms of z_1^(2) make together."""
    forward = net.forward(X)
    sums = [np.cumsum(net.W[l] * forward.a[l], axis=1) for l in range(1, net.L)]
    return Numbers([*_known(net, X, forward), *_by_line("sum", [None, None, *sums])])


def _known(net, X, forward):
    """Name the input, the parameters, and what the way forward computes."""
    yield from _by_unit("x", [X])
    yield from _parameters(net)
    yield from _computed(forward)


def _parameters(net):
    yield from _by_line("W", net.W)
    yield from _by_unit("b", net.b)


def _computed(forward):
    yield from _by_unit("z", forward.z)
    yield from _by_unit("a", [None, None, *forward.a[2:]])


def _renamed(prefix, groups):
    for names, array in groups:
        yield [prefix + name for name in names], array


def _by_unit(letter, layers):
    """Name the numbers of units: for each layer that has some a vector, or a row of a batch of one."""
    for l, layer in enumerate(layers):
        if layer is not None:
            yield [Number(letter, l, i) for i in range(1, layer.shape[-1] + 1)], layer


def _by_line(letter, layers):
    """Name the numbers of lines: for each layer of weights that has some a matrix."""
    for l, M in enumerate(layers):
        if M is not None:
            yield [Number(letter, l, i + 1, j + 1) for i, j in np.ndindex(M.shape)], M
