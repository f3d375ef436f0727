"""The gradient check: is backpropagation right? Ask the cost itself::

    D(h) = (J(theta + h e_i) - J(theta - h e_i)) / 2h          the centred difference
    dJ/dtheta_i  ~  (4 D(h) - D(2h)) / 3                       two of them, so that their errors of order h^2 cancel

What is left is an error of order h^4 from the curve and of order eps/h from rounding; in float64 h = 1e-4 keeps both
small. Where f has a corner (ReLU at 0, a tie in maxout) and the points of a difference lie on different pieces of f, it
is no estimate of a derivative: such parameters are skipped, and the report says how many.

Lecture: left out there; UFLDL's tutorial, which it follows, has it as "Gradient checking".
"""

from dataclasses import dataclass

import numpy as np

from . import checks
from .backprop import check_data, gradients, objective


@dataclass(frozen=True)
class GradientReport:
    """The outcome of a gradient check.

    Attributes
    ----------
    worst : float
        The largest relative error of a parameter: abs(analytic - numerical), beyond what rounding explains, over the
        largest derivative of the same array, W^(l) or b^(l). Not a number where nothing could be checked.
    name : str
        The parameter with that error, as in ``W[2][0, 3]``.
    analytic, numerical : float
        Its two derivatives, by backpropagation and by centred difference.
    relative_error : float
        Of the whole gradient: ||analytic - numerical|| / (||analytic|| + ||numerical||).
    checked, skipped : int
        How many parameters were compared, and how many were not because of a corner of f.
    h : float
        The step of the differences.
    """

    worst: float
    name: str
    analytic: float
    numerical: float
    relative_error: float
    checked: int
    skipped: int
    h: float

    def __str__(self):
        skipped = f", {self.skipped} skipped (a corner of f within {2 * self.h:g})" if self.skipped else ""
        if not self.checked:
            return f"no parameter checked{skipped}"
        return (
            f"{self.checked} parameters checked{skipped}; worst relative error {self.worst:.1e} at {self.name}: "
            f"backprop {self.analytic:.8g}, difference {self.numerical:.8g}"
        )


def check_gradients(net, X, Y, cost="squared_error", weight_decay=0.0, h=1e-4, sample=None, seed=0):
    """Compare backpropagation with centred differences of the cost, parameter by parameter.

    A right gradient gives ``report.worst`` below 1e-6 and mostly below 1e-9; a wrong one 1e-3 and more, as a rule.

    Parameters
    ----------
    net, X, Y, cost, weight_decay
        As for `backprop`. The check computes in float64, on a copy of `net`.
    h : float
        The step of the differences, from 1e-8 up to 0.1.
    sample : int or None
        Check this many parameters, drawn at random; None: all of them.
    seed : int
        Decides which parameters are drawn.

    Returns
    -------
    GradientReport
        ``print(report)`` says it in a sentence.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not as described.
    """
    net = _in_float64(net)
    X, Y, cost, weight_decay = check_data(net, X, Y, cost, weight_decay)
    h = checks.number("h", h, at_least=1e-8, below=0.1)
    analytic = _flat(gradients(net, X, Y, cost, weight_decay), net)
    names = _names(net)
    chosen = range(net.n_parameters)
    if sample is not None:
        size = min(checks.integer("sample", sample, at_least=1), net.n_parameters)
        chosen = np.sort(checks.generator(seed).choice(net.n_parameters, size, replace=False))

    parameters = [p for l in range(1, net.L) for p in (net.W[l], net.b[l])]
    places = [(p, index) for p in parameters for index in np.ndindex(p.shape)]
    compared, numerical = [], []
    for i in chosen:
        (p, index), J, regions = places[i], {}, []
        theta_i = p[index]
        for steps in (-2, -1, 1, 2):
            p[index] = theta_i + steps * h
            forward = net.feed_forward(X)
            J[steps] = sum(objective(net, forward, Y, cost, weight_decay))
            regions.append([net.f[l].region(forward.z[l]) for l in range(2, net.L + 1)])
        p[index] = theta_i
        if all(np.array_equal(region[0], other) for region in zip(*regions, strict=True) for other in region[1:]):
            compared.append(i)
            numerical.append((4 * (J[1] - J[-1]) / (2 * h) - (J[2] - J[-2]) / (4 * h)) / 3)

    skipped = len(chosen) - len(compared)
    if not compared:
        return GradientReport(np.nan, "", np.nan, np.nan, np.nan, 0, skipped, h)
    a, n = analytic[compared], np.array(numerical)
    arrays = np.array([names[i].split("]")[0] for i in compared])
    scale = np.empty_like(n)
    for array in set(arrays):
        scale[arrays == array] = np.abs(n[arrays == array]).max()
    noise = 10 * np.finfo(float).eps * abs(J[1]) / h  # what rounding of J does to a difference
    error = np.maximum(np.abs(a - n) - noise, 0) / np.maximum(scale, np.finfo(float).tiny)
    i = int(np.argmax(error))
    norms = np.linalg.norm(a) + np.linalg.norm(n)
    return GradientReport(
        worst=float(error[i]),
        name=names[compared[i]],
        analytic=float(a[i]),
        numerical=float(n[i]),
        relative_error=float(np.linalg.norm(a - n) / norms) if norms else 0.0,
        checked=len(compared),
        skipped=skipped,
        h=h,
    )


def _in_float64(net):
    """Copy the network with parameters in float64."""
    copy = net.copy()
    copy.dtype = np.dtype(float)
    copy.set_parameters([W.astype(float) for W in net.W[1:]], [b.astype(float) for b in net.b[1:]])
    return copy


def _flat(g, net):
    """Write a gradient as a vector, in the order of ``net.to_vector()``."""
    return np.concatenate([d.reshape(-1) for l in range(1, net.L) for d in (g.dW[l], g.db[l])])


def _names(net):
    """Name every parameter, in the order of ``net.to_vector()``: W[1][0, 0], W[1][0, 1], ..., b[1][0], ..."""
    return [
        f"{letter}[{l}][{', '.join(map(str, index))}]"
        for l in range(1, net.L)
        for letter, p in (("W", net.W[l]), ("b", net.b[l]))
        for index in np.ndindex(p.shape)
    ]
