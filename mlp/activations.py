"""Activation functions: a = f(z), and how a gradient is pulled back through f.

An activation is a callable object, ``a = f(z)``. Backpropagation needs one thing more of it::

    pull_back(z, a, dJ_da) = dJ/dz        given z, a = f(z) and dJ/da

For an f that acts on each z_i alone this is dJ/da * f'(z) (`Elementwise`). Maxout and softmax mix several z_i;
they pull back by their own rule, which is why the rule, not f', is what a network asks for.

All of it is array code without a branch on values, so that it runs on any array that speaks NumPy's protocols.
Shapes: z is (..., s), its last axis the units of a layer; a and the gradients are alike (maxout: z is (..., k s)).

Lecture: "Activation Functions", "Derivatives of Activation Functions".
"""

import numpy as np

from . import checks


class Activation:
    """What a network needs of an activation function; derive from it, or from `Elementwise`, to add one.

    Attributes
    ----------
    name : str
        As in ``Network(activation=name)``.
    arguments : tuple
        What the object was made with, so that it can be printed, saved and made again.
    pieces : int
        How many z a unit has: 1, but for maxout.
    """

    name = "activation"
    arguments = ()
    pieces = 1

    def __call__(self, z):
        """Compute a = f(z)."""
        raise NotImplementedError(f"{type(self).__name__} must define __call__(self, z), which computes f(z)")

    def pull_back(self, z, a, dJ_da):
        """Compute dJ/dz from z, a = f(z) and dJ/da."""
        raise NotImplementedError(f"{type(self).__name__} must define pull_back(self, z, a, dJ_da)")

    def region(self, z):
        """Number the smooth pieces of f that the z lie on (None: f is smooth), for the gradient check."""
        return None

    def __repr__(self):
        return self.name + (f"({', '.join(map(repr, self.arguments))})" if self.arguments else "")


class Elementwise(Activation):
    """An f that acts on each z_i alone: f' is all that is needed, and dJ/dz = dJ/da * f'(z).

    Examples
    --------
    A user's own activation is two formulas:

    >>> class Sine(Elementwise):
    ...     name = "sine"
    ...     def __call__(self, z):
    ...         return np.sin(z)
    ...     def derivative(self, z, a=None):
    ...         return np.cos(z)
    """

    def derivative(self, z, a=None):
        """Compute f'(z); a = f(z) may be handed in where it is known already."""
        raise NotImplementedError(
            f"{type(self).__name__} must define derivative(self, z, a=None), which computes f'(z)"
        )

    def pull_back(self, z, a, dJ_da):
        """Compute dJ/dz = dJ/da * f'(z), element by element."""
        return dJ_da * self.derivative(z, a)


class Linear(Elementwise):
    """The identity, f(z) = z: the output of a network that predicts any real number."""

    name = "linear"

    def __call__(self, z):
        return z

    def derivative(self, z, a=None):
        """Compute f'(z) = 1."""
        return np.ones_like(z)

    def pull_back(self, z, a, dJ_da):
        """Compute dJ/dz = dJ/da."""
        return dJ_da


class Sigmoid(Elementwise):
    """The logistic sigmoid, f(z) = 1 / (1 + e^-z), in (0, 1).

    Written with e^-|z|, which never overflows: 1 / (1 + e^-z) for z >= 0, e^z / (1 + e^z) for z < 0.
    """

    name = "sigmoid"

    def __call__(self, z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, e) / (1 + e)

    def derivative(self, z, a=None):
        """Compute f'(z) = a (1 - a), at most 1/4."""
        a = self(z) if a is None else a
        return a * (1 - a)


class Tanh(Elementwise):
    """The hyperbolic tangent, f(z) = (e^z - e^-z) / (e^z + e^-z), in (-1, 1)."""

    name = "tanh"

    def __call__(self, z):
        return np.tanh(z)

    def derivative(self, z, a=None):
        """Compute f'(z) = 1 - a^2."""
        a = self(z) if a is None else a
        return 1 - a * a


class ReLU(Elementwise):
    """The rectified linear unit, f(z) = max(0, z)."""

    name = "relu"

    def __call__(self, z):
        return np.maximum(z, 0)

    def derivative(self, z, a=None):
        """Compute f'(z): 1 for z > 0, else 0 (at 0 it is a convention, the lecture's)."""
        return np.heaviside(z, 0)

    def region(self, z):
        return z > 0


STEEP = 1e6  # beyond it, 1 - slope loses the 1


class LeakyReLU(Elementwise):
    """The leaky ReLU, f(z) = slope * z for z < 0 and z for z >= 0.

    Parameters
    ----------
    slope : float
        The lecture's a: small and positive, so that a unit that is not active still learns. At most 1e6, either way.

    Examples
    --------
    >>> leaky_relu(0.1)(np.array([-2.0, 3.0]))
    array([-0.2,  3. ])
    """

    name = "leaky_relu"

    def __init__(self, slope=0.01):
        hint = ": leaky_relu(0.1)(z), not leaky_relu(z)"
        self.slope = checks.number("slope", slope, above=-STEEP, below=STEEP, hint=hint, foreign=True)
        self.arguments = (self.slope,)

    def __call__(self, z):
        return np.where(z < 0, self.slope * z, z)

    def derivative(self, z, a=None):
        """Compute f'(z): 1 for z > 0, else the slope (at 0, as for ReLU, a convention)."""
        return self.slope + (1 - self.slope) * np.heaviside(z, 0)

    def region(self, z):
        return z > 0


class Maxout(Activation):
    """The largest of k linear pieces, f(z)_i = max_p z_pi.

    It has no formula in a single z: a unit has k weighted sums, so W^(l) has k s_(l+1) rows, first those of piece 1,
    then those of piece 2, and so on, and a layer has k times the parameters. Where pieces tie, the first one wins.
    With w_1 = 0, b_1 = 0 it is ReLU; with w_1 = slope * w_2, leaky ReLU; with w_1 = -w_2, the absolute value.

    Parameters
    ----------
    k : int
        The number of pieces, at least 2.

    Examples
    --------
    >>> maxout(2)(np.array([-3.0, 1.0, 0.0, 0.0]))      # two units: max(-3, 0), max(1, 0)
    array([0., 1.])

    References
    ----------
    Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks", ICML 2013.
    """

    name = "maxout"

    def __init__(self, k=2):
        self.pieces = checks.integer("k", k, at_least=2, hint=": maxout(2)(z), not maxout(z)")
        self.arguments = (self.pieces,)

    def _by_piece(self, z):
        """Reshape z from (..., k s) to (..., k, s)."""
        return z.reshape((*z.shape[:-1], self.pieces, z.shape[-1] // self.pieces))

    def __call__(self, z):
        return np.max(self._by_piece(z), axis=-2)

    def region(self, z):
        """Find the piece that wins, counted from 0, for each unit."""
        return np.argmax(self._by_piece(z), axis=-2)

    def pull_back(self, z, a, dJ_da):
        """Hand dJ/da to the piece that won; the others get 0."""
        winner = self.region(z)
        shares = [(winner == piece) * dJ_da for piece in range(self.pieces)]
        return np.concatenate(shares, axis=-1)


class Softmax(Activation):
    """Probabilities of classes, f(z)_i = e^z_i / sum_j e^z_j: positive, and a row sums to 1."""

    name = "softmax"

    def __call__(self, z):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)

    def pull_back(self, z, a, dJ_da):
        """Compute dJ/dz_i = a_i (dJ/da_i - sum_j a_j dJ/da_j): every a_i depends on every z_j."""
        return a * (dJ_da - np.sum(a * dJ_da, axis=-1, keepdims=True))


class Softplus(Elementwise):
    """The softplus, f(z) = log(1 + e^z): ReLU with its corner rounded off."""

    name = "softplus"

    def __call__(self, z):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))

    def derivative(self, z, a=None):
        """Compute f'(z), the sigmoid."""
        return sigmoid(z)


class ELU(Elementwise):
    """The exponential linear unit with alpha = 1, f(z) = z for z > 0 and e^z - 1 for z <= 0.

    References
    ----------
    Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2016.
    """

    name = "elu"

    def __call__(self, z):
        return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))

    def derivative(self, z, a=None):
        """Compute f'(z): 1 for z > 0, else e^z."""
        return np.exp(np.minimum(z, 0))

    def region(self, z):
        return z > 0


FAR = 1e4  # where GELU's gate has long been 0 or 1, and z^3 is still a number


class GELU(Elementwise):
    """The Gaussian error linear unit in its tanh form, f(z) = z/2 (1 + tanh u), u = sqrt(2/pi) (z + 0.044715 z^3).

    Written as z sigmoid(2u), which is the same and keeps its digits for negative z.

    References
    ----------
    Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016.
    """

    name = "gelu"

    def _gate(self, z):
        z = np.clip(z, -FAR, FAR)
        return sigmoid(2 * (2 / np.pi) ** 0.5 * (z + 0.044715 * (z * z * z)))

    def __call__(self, z):
        return z * self._gate(z)

    def derivative(self, z, a=None):
        """Compute f'(z) = s + z s (1 - s) 2u'(z) with s = sigmoid(2u)."""
        s = self._gate(z)
        z = np.clip(z, -FAR, FAR)
        return s + z * s * (1 - s) * (2 * (2 / np.pi) ** 0.5 * (1 + 3 * 0.044715 * (z * z)))


class SiLU(Elementwise):
    """The sigmoid linear unit, f(z) = z sigmoid(z), also called swish.

    References
    ----------
    Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", Neural Networks 107 (2018).
    """

    name = "silu"

    def __call__(self, z):
        return z * sigmoid(z)

    def derivative(self, z, a=None):
        """Compute f'(z) = s + z s (1 - s) with s = sigmoid(z)."""
        s = sigmoid(z)
        return s + z * s * (1 - s)


sigmoid = Sigmoid()
tanh = Tanh()
relu = ReLU()
leaky_relu = LeakyReLU
maxout = Maxout
linear = Linear()
softmax = Softmax()
softplus = Softplus()
elu = ELU()
gelu = GELU()
silu = SiLU()

ACTIVATIONS = {
    f.name: f for f in (sigmoid, tanh, relu, leaky_relu(), maxout(), linear, softmax, softplus, elu, gelu, silu)
}
