"""The cost J, its gradient by backpropagation, and the step downhill: pure functions of a network and data::

    J          = (1/m) sum_k J(x_k, y_k) + lambda/2 sum_l ||W^(l)||^2
    delta^(l)  = dJ(x, y) / dz^(l), one row an example
    delta^(L)  = (a^(L) - y) f'(z^(L))                          for the squared error
    delta^(l)  = (W^(l)^T delta^(l+1)) f'(z^(l))                for l = L-1, ..., 2
    dJ/dW^(l)  = (1/m) sum_k delta^(l+1) a^(l)^T + lambda W^(l)
    dJ/db^(l)  = (1/m) sum_k delta^(l+1)

`cost` and `backprop` change nothing; `step` changes the parameters. With examples as rows the sum over k is one matrix
product, ``delta[l + 1].T @ a[l]``. The mean over examples enters once, where gradients are averaged.

Lecture: "Backpropagation Algorithm", "Error Term", "Why Do We Care for Error Term?", "Gradient Descent".
"""

from dataclasses import dataclass

import numpy as np

from . import checks
from .costs import COSTS, Cost
from .network import UNDERFLOW, Network
from .rules import minus


@dataclass(slots=True)
class Gradients:
    """What `backprop` finds, by layer; gradients mirror the parameters' shapes.

    Attributes
    ----------
    J, J_data, J_decay : float
        The objective and its two parts, J = J_data + J_decay.
    delta : list
        ``delta[l]``, shape (m, s_l) like z^(l), for l = 2..L: each example's own dJ(x_k, y_k)/dz^(l), without 1/m.
    dW, db : list
        ``dW[l]`` = dJ/dW^(l) and ``db[l]`` = dJ/db^(l) for l = 1..L-1; slot 0 is None.
    """

    J: float
    J_data: float
    J_decay: float
    delta: list
    dW: list
    db: list


@UNDERFLOW
def cost(net, X, Y, cost="squared_error", weight_decay=0.0):
    """Compute J = (1/m) sum_k J(x_k, y_k) + weight_decay/2 sum_l ||W^(l)||^2.

    Parameters
    ----------
    net : Network
        Stays as it is.
    X : array of shape (m, s_1)
        Inputs, one example a row.
    Y : array of shape (m, s_L)
        Targets, one example a row.
    cost : str or Cost
        "squared_error", 1/2 ||a - y||^2, or "cross_entropy" (sigmoid and softmax outputs).
    weight_decay : float
        The lecture's lambda, at least 0. Biases are exempt.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        Where shapes, values or names are not as described.

    Notes
    -----
    Lecture: "Backpropagation Algorithm", the cost of m examples with weight decay.
    """
    X, Y, cost, weight_decay = check_data(net, X, Y, cost, weight_decay)
    J_data, J_decay = objective(net, net.feed_forward(X), Y, cost, weight_decay)
    return J_data + J_decay


@UNDERFLOW
def backprop(net, X, Y, cost="squared_error", weight_decay=0.0):
    """Compute J and its gradient with respect to every parameter, by one pass forward and one back.

    Parameters
    ----------
    net, X, Y, cost, weight_decay
        As for `cost`.

    Returns
    -------
    Gradients

    Raises
    ------
    TypeError, ValueError
        As `cost` does.

    Notes
    -----
    Lecture: "Backpropagation Algorithm" in its matrix form. Its W^T delta is ``delta @ W`` here: examples are rows.

    Examples
    --------
    >>> from mlp import Network
    >>> g = backprop(Network([2, 3, 1]), [[0.0, 1.0]], [[1.0]])
    >>> g.dW[1].shape, g.db[1].shape, g.delta[2].shape
    ((3, 2), (3,), (1, 3))
    """
    return gradients(net, *check_data(net, X, Y, cost, weight_decay))


def gradients(net, X, Y, cost, weight_decay, into=None):
    """Compute what `backprop` does, unchecked; `into` is a gradient no longer needed, whose dW are written over."""
    forward = net.feed_forward(X)
    z, a, L, m = forward.z, forward.a, net.L, X.shape[0]
    delta, dW, db = [None] * (L + 1), into.dW if into else [None] * L, [None] * L
    delta[L] = cost.delta(net.f[L], z[L], a[L], Y)
    for l in range(L - 1, 1, -1):
        delta[l] = net.f[l].pull_back(z[l], a[l], delta[l + 1] @ net.W[l])
    mean = np.full_like(Y[:, 0], 1 / m)  # faster than delta.mean(axis=0)
    for l in range(1, L):
        dW[l] = np.matmul(delta[l + 1].T, a[l], out=dW[l])  # sums over examples
        dW[l] /= m
        dW[l] += weight_decay * net.W[l]
        db[l] = mean @ delta[l + 1]
    J_data, J_decay = objective(net, forward, Y, cost, weight_decay)
    return Gradients(J_data + J_decay, J_data, J_decay, delta, dW, db)


def objective(net, forward, Y, cost, weight_decay):
    """Compute the two parts of J from a forward pass, unchecked."""
    L = net.L
    J_data = cost.total(net.f[L], forward.z[L], forward.a[L], Y) / Y.shape[0]
    return J_data, decay(net, weight_decay)


def decay(net, weight_decay):
    """Compute lambda/2 sum_l ||W^(l)||^2."""
    if isinstance(weight_decay, float) and weight_decay == 0 and not checks.is_foreign(net.W[1]):
        return net.dtype.type(0)  # even where the sum overflows
    return 0.5 * weight_decay * sum(w @ w for w in (W.reshape(-1) for W in net.W[1:]))


@UNDERFLOW
def backprop_by_accumulation(net, X, Y, cost="squared_error", weight_decay=0.0):
    """Compute what `backprop` does as the lecture derives it: one example at a time, added up in Delta W.

    ::

        Delta W := 0, Delta b := 0                              (at every iteration)
        for k = 1..m:   Delta W := Delta W + delta^(l+1) a^(l)^T,   Delta b := Delta b + delta^(l+1)
        dJ/dW = Delta W / m + lambda W,     dJ/db = Delta b / m

    It is slower than `backprop` by about a factor m and agrees with it up to rounding. Parameters, result and errors
    are those of `backprop`.

    Notes
    -----
    Lecture: "Gradient Descent Algorithm". There the two accumulators are set to 0 once, before the first iteration;
    they have to start from 0 at each.
    """
    X, Y, cost, weight_decay = check_data(net, X, Y, cost, weight_decay)
    each = [gradients(net, X[k : k + 1], Y[k : k + 1], cost, 0.0) for k in range(len(X))]
    m, layers = len(each), range(1, net.L)
    Delta_W = [None] + [np.zeros_like(net.W[l]) for l in layers]
    Delta_b = [None] + [np.zeros_like(net.b[l]) for l in layers]
    for g in each:
        for l in layers:
            Delta_W[l] = Delta_W[l] + g.dW[l]
            Delta_b[l] = Delta_b[l] + g.db[l]
    J_data = sum(g.J_data for g in each) / m
    J_decay = decay(net, weight_decay)
    return Gradients(
        J=J_data + J_decay,
        J_data=J_data,
        J_decay=J_decay,
        delta=[None, None] + [np.concatenate([g.delta[l] for g in each]) for l in range(2, net.L + 1)],
        dW=[None] + [Delta_W[l] / m + weight_decay * net.W[l] for l in layers],
        db=[None] + [Delta_b[l] / m for l in layers],
    )


@UNDERFLOW
def step(net, g, learning_rate):
    """Take one step of gradient descent: W := W - learning_rate dJ/dW, b := b - learning_rate dJ/db, all at once.

    Parameters
    ----------
    net : Network
        Its parameters change in place.
    g : Gradients
        The gradient at the current parameters.
    learning_rate : float
        The lecture's alpha, greater than 0.

    Raises
    ------
    TypeError, ValueError
        Where learning_rate is not a finite number > 0, or g belongs to a network of other sizes or is not finite.

    Notes
    -----
    Lecture: "Gradient Descent (GD)".
    """
    checks.instance("net", net, Network)
    checks.instance("g", g, Gradients)
    learning_rate = checks.number("learning_rate", learning_rate, above=0, foreign=True)
    check_shapes(net, g)
    check_finite("g.d", g.dW, g.db)
    descend(net, g, learning_rate)


def descend(net, g, learning_rate):
    """Take the step, unchecked."""
    for l in range(1, net.L):
        net.W[l] = minus(net.W[l], learning_rate * g.dW[l])
        net.b[l] = minus(net.b[l], learning_rate * g.db[l])


def check_data(net, X, Y, cost, weight_decay, read=checks.real_array):
    """Check what `cost`, `backprop` and the trainer have in common, and return it ready for use; `read` reads X."""
    checks.instance("net", net, Network)
    X = checks.examples("X", X, net.sizes[0], net.dtype, read)
    Y = checks.examples("Y", Y, net.sizes[-1], net.dtype)
    if X.shape[0] != Y.shape[0]:
        raise ValueError(f"X and Y must have the same number of rows; got {X.shape[0]} and {Y.shape[0]}")
    cost = checks.one_of("cost", cost, COSTS, Cost)
    cost.check(net.f[-1], Y)
    return X, Y, cost, checks.number("weight_decay", weight_decay, at_least=0, foreign=True)


def check_shapes(net, g):
    """Check that `g` is a gradient of `net`."""
    for name, gradient, parameters in (("dW", g.dW, net.W), ("db", g.db, net.b)):
        shapes = [getattr(d, "shape", None) for d in gradient]
        if shapes != [getattr(p, "shape", None) for p in parameters]:
            raise ValueError(f"g must be a gradient of {net}; the shapes of g.{name} are {shapes}")


def check_finite(name, W, b):
    """Check that all of a gradient, or of a network's parameters, is finite: either may have been written into."""
    for letter, arrays in (("W", W), ("b", b)):
        for l, array in enumerate(arrays[1:], start=1):
            if not checks.is_foreign(array):
                checks.finite(f"{name}{letter}[{l}]", array)
