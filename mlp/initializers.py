"""Initial weights: W^(l) ~ N(0, sigma^2) with a sigma chosen from the layer's fan-in s_l and fan-out s_(l+1); b = 0::

    zeros       sigma = 0                              so that the symmetry it never breaks can be watched
    gaussian    sigma = 0.01 gain                      the lecture's "random small values"
    glorot      sigma = gain sqrt(2 / (s_l + s_(l+1)))   keeps the size of signals for tanh (Glorot and Bengio, 2010)
    he          sigma = gain sqrt(2 / s_l)             the same for ReLU, which silences half (He and others, 2015)

Lecture: "Backpropagation Algorithm" (initialise with random small values, not with zeros).
"""

import numpy as np

from . import checks


class Initializer:
    """Draw the weights of one layer; derive from it and give `sigma` to add a rule.

    Parameters
    ----------
    gain : float
        A factor on every weight, at least 0.
    """

    name = "initializer"

    def __init__(self, gain=1.0):
        self.gain = checks.number("gain", gain, at_least=0)

    def sigma(self, fan_in, fan_out):
        """Compute the standard deviation of a weight for gain 1."""
        raise NotImplementedError(f"{type(self).__name__} must define sigma(self, fan_in, fan_out)")

    def __call__(self, rng, fan_in, fan_out, pieces=1):
        """Draw W of shape (pieces * fan_out, fan_in) from the generator `rng`."""
        return self.gain * self.sigma(fan_in, fan_out) * rng.standard_normal((pieces * fan_out, fan_in))

    def __repr__(self):
        return self.name if self.gain == 1 else f"{self.name}({self.gain})"


class Zeros(Initializer):
    """Every weight 0: units of one hidden layer start alike, and stay alike."""

    name = "zeros"

    def sigma(self, fan_in, fan_out):
        """Compute 0."""
        return 0.0


class Gaussian(Initializer):
    """Small random weights of one size for every layer, sigma = 0.01."""

    name = "gaussian"

    def sigma(self, fan_in, fan_out):
        """Compute 0.01."""
        return 0.01


class Glorot(Initializer):
    """sigma = sqrt(2 / (fan_in + fan_out)).

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
    """

    name = "glorot"

    def sigma(self, fan_in, fan_out):
        """Compute sqrt(2 / (fan_in + fan_out))."""
        return np.sqrt(2 / (fan_in + fan_out))


class He(Initializer):
    """sigma = sqrt(2 / fan_in).

    References
    ----------
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015.
    """

    name = "he"

    def sigma(self, fan_in, fan_out):
        """Compute sqrt(2 / fan_in)."""
        return np.sqrt(2 / fan_in)


zeros = Zeros
gaussian = Gaussian
glorot = Glorot
he = He

INITIALIZERS = {rule.name: rule for rule in (zeros(), gaussian(), glorot(), he())}
