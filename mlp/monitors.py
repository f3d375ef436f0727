"""Monitors: what to watch while a network trains.

A monitor is a callable ``monitor(net, t, g)``: it gets the network and the gradient `g` just before update t, and once
more after the last. What it returns, None or a dictionary of numbers, goes into the history by name; to end training it
raises `StopTraining`. Any function will do; these are the ones most often asked for::

    history = mlp.gradient_descent(net, X, Y, monitors=[every(10, dead_units(X)), gradient_norms()])
    plt.plot(history.at["dead[2]"], history["dead[2]"])

Lecture: "Practical Remarks on Activation" (monitor the fraction of dead units).
"""

from functools import partial

import numpy as np

from . import checks
from .activations import Elementwise
from .backprop import cost as objective
from .training import StopTraining

SMALL_SLOPE = 0.01
QUIET = np.errstate(all="ignore")  # a run that diverges is the trainer's to report


def dead_units(X):
    """Watch the share of dead units of each hidden layer, as ``dead[l]``: f'(z) = 0 for every example of X.

    The data give such a unit's weights no gradient. It can only wake by what else moves them (weight decay, momentum)
    or by a change in the layers below. Layers whose f is not element-wise have no entry.
    """
    return _HiddenSlopes(dead_units, X, "dead", lambda slope: (slope == 0).all(axis=0).mean())


def saturated_units(X):
    """Watch the share of saturated activations of each hidden layer, as ``saturated[l]``: abs(f'(z)) < 0.01.

    The share is over all units and all examples of X. For the sigmoid this is abs(z) > 4.58, for tanh abs(z) > 2.99.
    """
    return _HiddenSlopes(saturated_units, X, "saturated", lambda slope: (np.abs(slope) < SMALL_SLOPE).mean())


class _HiddenSlopes:
    """Record share(f'(z)) for each element-wise hidden layer, with f'(z) of shape (m, s_l); `make` makes it of X."""

    def __init__(self, make, X, name, share):
        self.make, self.X, self.name, self.share = make, X, name, share

    @QUIET
    def __call__(self, net, t, g):
        z, a = net.forward(self.X)
        return {
            f"{self.name}[{l}]": self.share(net.f[l].derivative(z[l], a[l]))
            for l in range(2, net.L)
            if isinstance(net.f[l], Elementwise)
        }

    def __reduce__(self):  # in another process it is made anew: a formula cannot be sent
        return self.make, (self.X,)


def gradient_norms():
    """Watch the norm of the gradient of each weight matrix, as ``norm_dW[l]``."""
    return _gradient_norms


@QUIET
def _gradient_norms(net, t, g):
    return {f"norm_dW[{l}]": float(np.linalg.norm(g.dW[l])) for l in range(1, net.L)}


class EarlyStopping:
    """Stop when J on held-out data has not improved for `patience` updates; keep a copy of the best network.

    Parameters
    ----------
    X, Y : arrays of shape (m, s_1) and (m, s_L)
        Held-out data.
    patience : int
        How many updates without improvement to allow, at least 1.
    cost : str or Cost
        As in `gradient_descent`; weight decay is left out.

    Attributes
    ----------
    best : Network
        A copy of the network at its best; the network in training is not set back to it.
    best_t : int
        The iteration of `best`.
    best_J : float
        J of `best` on the held-out data.
    """

    def __init__(self, X, Y, patience=100, cost="squared_error"):
        self.X, self.Y, self.cost = X, Y, cost
        self.patience = checks.integer("patience", patience, at_least=1)
        self._forget()

    def _forget(self):
        self.t, self.best, self.best_t, self.best_J = 0, None, 0, np.inf

    @QUIET
    def __call__(self, net, t, g):
        if t == 0 or t < self.t:  # another run
            self._forget()
        self.t = t
        J = float(objective(net, self.X, self.Y, self.cost))
        if J < self.best_J:
            self.best, self.best_t, self.best_J = net.copy(), t, J
        elif t - self.best_t >= self.patience:
            raise StopTraining("early stopping")
        return {"J_held_out": J}


def early_stopping(X, Y, patience=100, cost="squared_error"):
    """Make an `EarlyStopping` monitor."""
    return EarlyStopping(X, Y, patience, cost)


def every(n, monitor):
    """Call `monitor` at iterations 0, n, 2n, ... only."""
    n = checks.integer("n", n, at_least=1)
    return partial(_every, n, checks.function("monitor", monitor, "monitor(net, t, g)"))


def _every(n, monitor, net, t, g):
    return monitor(net, t, g) if t % n == 0 else None
