"""The gradient check: is backpropagation right? Ask the cost itself::

    D(h) = (J(theta + h e_i) - J(theta - h e_i)) / 2h          the centred difference
         = dJ/dtheta_i + c h^2 + ...                           a parabola through some of them leads to the derivative

How far the differences lie off the parabola says how far it can be trusted: where h is small, J's rounding scatters
them; where it is large, the curve is more than a parabola. A parameter whose differences say too little is asked again
with smaller and larger steps. Where none of them could tell a right derivative from a wrong one, it is undecided.
Where f has a corner (ReLU at 0, a tie in maxout) and the points of a difference lie on different pieces of f, it is no
estimate of a derivative: such parameters are skipped. The report counts both.

Lecture: left out there; UFLDL's tutorial, which it follows, has it as "Gradient checking".
"""

from dataclasses import dataclass

import numpy as np

from . import checks
from .backprop import check_data, gradients, objective
from .network import Network

STEPS = np.array([1, 4 / 3, 5 / 3, 2])  # of the differences, in units of h
PARABOLA = np.stack([np.ones(4), STEPS**2], axis=1)  # D = PARABOLA @ (derivative, c h^2)
FIT = np.linalg.pinv(PARABOLA)
SAFETY = 10  # how much farther than its differences lie off the parabola a derivative may be from the truth
ENOUGH = 1e-6  # of an array's largest derivative: a doubt that decides


@dataclass(frozen=True)
class GradientReport:
    """The outcome of a gradient check.

    Attributes
    ----------
    worst : float
        The largest relative error of a parameter: abs(analytic - numerical) over the largest derivative of the same
        array, W^(l) or b^(l); of one that is undecided only what is beyond doubt. Not a number where none was compared.
    name : str
        The parameter with that error, as in ``W[2][0, 3]``.
    analytic, numerical : float
        Its two derivatives, by backpropagation and by centred differences.
    relative_error : float
        Of the whole gradient: ||analytic - numerical|| / (||analytic|| + ||numerical||).
    checked, undecided, skipped : int
        How many parameters were decided; how many were not, as J's rounding hides a derivative so small; and how many
        were not compared because of a corner of f.
    h : float
        The step of the differences, to begin with.
    """

    worst: float
    name: str
    analytic: float
    numerical: float
    relative_error: float
    checked: int
    undecided: int
    skipped: int
    h: float

    def __str__(self):
        rest = (
            f", {self.undecided} undecided (their derivatives are lost in the rounding of J)" if self.undecided else ""
        )
        rest += f", {self.skipped} skipped (a corner of f within {2 * self.h:g})" if self.skipped else ""
        if not self.name:
            return f"no parameter checked{rest}"
        return (
            f"{self.checked} parameters checked{rest}; worst relative error {self.worst:.1e} at {self.name}: "
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
    net = _in_float64(checks.instance("net", net, Network))
    X, Y, cost, weight_decay = check_data(net, X, Y, cost, weight_decay)
    h = checks.number("h", h, at_least=1e-8, below=0.1)
    chosen = np.arange(net.n_parameters)
    if sample is not None:
        size = min(checks.integer("sample", sample, at_least=1), len(chosen))
        chosen = np.sort(checks.generator(seed).choice(len(chosen), size, replace=False))

    places = _places(net, chosen)
    g = gradients(net, X, Y, cost, weight_decay)
    analytic = np.array([{"W": g.dW, "b": g.db}[letter][l][index] for letter, l, index in places])
    numerical, doubt = np.zeros(len(places)), np.full(len(places), np.inf)
    for step in dict.fromkeys(min(h * factor, 0.1) for factor in (1, 0.1, 10, 100)):
        asked = np.flatnonzero(~(doubt <= ENOUGH * _scale(numerical, places)))
        estimates = [_estimate(_Objective(net, X, Y, cost, weight_decay, places[i]), step) for i in asked]
        usual = np.median([off for _, off in estimates if off < np.inf] or [np.inf])  # J is rounded alike for all
        for i, (derivative, off) in zip(asked, estimates, strict=True):
            if SAFETY * max(off, usual) < doubt[i]:
                numerical[i], doubt[i] = derivative, SAFETY * max(off, usual)

    compared = np.isfinite(doubt)
    scale = _scale(numerical, places)
    decided = compared & (doubt <= ENOUGH * scale)
    counts = {"undecided": int((compared & ~decided).sum()), "skipped": int((~compared).sum()), "h": h}
    if not compared.any():
        return GradientReport(np.nan, "", np.nan, np.nan, np.nan, 0, **counts)
    error = np.abs(analytic - numerical)
    error = np.where(decided, error, np.maximum(error - doubt, 0)) / np.maximum(scale, np.finfo(float).tiny)
    i = int(np.argmax(np.where(compared, error, -1.0)))
    a, n = analytic[compared], numerical[compared]
    norms = np.linalg.norm(a) + np.linalg.norm(n)
    letter, l, index = places[i]
    return GradientReport(
        worst=float(error[i]),
        name=f"{letter}[{l}][{', '.join(map(str, index))}]",
        analytic=float(analytic[i]),
        numerical=float(numerical[i]),
        relative_error=float(np.linalg.norm(a - n) / norms) if norms else 0.0,
        checked=int(decided.sum()),
        **counts,
    )


def centred_difference(J, h):
    """Compute (J(h) - J(-h)) / 2h, where J is a function of the step away from theta."""
    return (J(h) - J(-h)) / (2 * h)


class _Objective:
    """J as a function of the step s away from one parameter; it remembers whether f had a corner on the way.

    And how far J is rounded, at least: as any number, and as the output is. The squared error turns errors eps a of the
    output into eps |(a - y) . a| / m, which is at most eps sqrt(2 J) ||a|| / sqrt(m) (Cauchy and Schwarz).
    """

    def __init__(self, net, X, Y, cost, weight_decay, place):
        letter, l, index = place
        self.parameters, self.index = getattr(net, letter)[l], index
        self.net, self.X, self.rest = net, X, (Y, cost, weight_decay)
        self.pieces, self.smooth, self.rounding = None, True, 0.0

    def __call__(self, s):
        theta = self.parameters[self.index]
        self.parameters[self.index] = theta + s
        forward = self.net.feed_forward(self.X)
        J = sum(objective(self.net, forward, *self.rest))
        self.parameters[self.index] = theta
        pieces = [self.net.f[l].region(forward.z[l]) for l in range(2, self.net.L + 1)]
        self.smooth &= self.pieces is None or all(map(np.array_equal, pieces, self.pieces))
        a = forward.a[self.net.L]
        size = abs(J) + np.sqrt(2 * abs(J)) * np.linalg.norm(a) / np.sqrt(len(a))
        self.pieces, self.rounding = pieces, max(self.rounding, np.finfo(float).eps * size)
        return J


def _estimate(J, h):
    """Lead a parabola through differences with steps from h to 2h: the derivative, and how far they lie off it.

    They lie infinitely far off where the points of the differences are on different pieces of f.
    """
    differences = np.array([centred_difference(J, step) for step in STEPS * h])
    if not np.isfinite(differences).all():
        return 0.0, np.finfo(float).max
    parabola = FIT @ differences
    off = np.abs(differences - PARABOLA @ parabola).max() + J.rounding / h
    return parabola[0], off if J.smooth else np.inf


def _in_float64(net):
    """Copy the network with parameters in float64."""
    copy = net.copy()
    copy.dtype = np.dtype(float)
    copy.set_parameters([W.astype(float) for W in net.W[1:]], [b.astype(float) for b in net.b[1:]])
    return copy


def _places(net, chosen):
    """Find the parameters with some numbers, in the order of ``net.to_vector()``: (letter, l, index) of each."""
    arrays = [(letter, l, p.shape) for l in range(1, net.L) for letter, p in (("W", net.W[l]), ("b", net.b[l]))]
    ends = np.cumsum([np.prod(shape) for _, _, shape in arrays])
    places = []
    for i, k in zip(chosen, np.searchsorted(ends, chosen, side="right"), strict=True):
        letter, l, shape = arrays[k]
        index = np.unravel_index(i - ends[k] + np.prod(shape), shape)
        places.append((letter, l, tuple(map(int, index))))
    return places


def _scale(derivatives, places):
    """Find for each parameter the largest derivative of its array."""
    arrays = np.array([f"{letter}{l}" for letter, l, _ in places])
    scale = np.empty_like(derivatives)
    for array in set(arrays):
        scale[arrays == array] = np.abs(derivatives[arrays == array]).max()
    return scale
