"""The network: its layers, its parameters W and b, and the forward pass.

Symbols, as in the lecture (UFLDL's notation)::

    L           number of layers, counting the input layer 1 and the output layer L
    s_l         number of units of layer l
    W^(l)       weights from layer l to layer l+1, shape (s_(l+1), s_l): W_ij goes to unit i, from unit j
    b^(l)       biases of layer l+1, shape (s_(l+1),)
    z^(l)       weighted sums of layer l = 2..L
    a^(l)       activations of layer l; a^(1) = x, the input, and a^(L) = h(x), the output
    f^(l)       activation function of layer l = 2..L

Indices in code are the lecture's: ``net.W[1]`` is W^(1). Slot 0 of each list is None.
In formulas x is a column; in code an example is a row, X has shape (m, s_1), so W x + b reads ``X @ W.T + b``.

Lecture: "Feedforward Neural Networks", "Conventions for Feedforward Neural Networks".
"""

import copy
from typing import NamedTuple

import numpy as np

from . import checks
from .activations import ACTIVATIONS, Activation
from .initializers import INITIALIZERS, Initializer

INTEGERS = (int, np.integer)
UNDERFLOW = np.errstate(under="ignore")  # what underflows is 0, and rightly so


class Forward(NamedTuple):
    """Everything a forward pass computes, by layer.

    Attributes
    ----------
    z : list
        ``z[l]`` is z^(l), shape (m, s_l), for l = 2..L; slots 0 and 1 are None. With maxout(k): (m, k s_l).
    a : list
        ``a[l]`` is a^(l), shape (m, s_l), for l = 1..L; ``a[1]`` is the input, ``a[L]`` the output; slot 0 is None.
    """

    z: list
    a: list


class Parameters(list):
    """The arrays of all layers, by the lecture's index: slot 0 is None, ``net.W[1]`` is W^(1).

    ``net.W[1] = array`` stores a copy, in the network's dtype, if the shape is right (ValueError if not);
    ``net.W[1][0, 2] = 0.3`` writes into the array itself. There is always one array for each l = 1..L-1.
    """

    def __init__(self, name, arrays, dtype):
        super().__init__([None, *arrays])
        self.name, self.dtype = name, dtype

    def __setitem__(self, l, value):
        if not isinstance(l, INTEGERS) or isinstance(l, bool) or not 1 <= abs(l) < len(self):
            raise IndexError(f"{self.name}[l] has l = 1..{len(self) - 1}; got l = {checks.printed(l)}")
        if value is self[l]:  # what `W[l] -= change` hands back
            return
        if not checks.is_foreign(value):
            value = np.array(checks.real_array(f"{self.name}[{l}]", value, self.dtype))
        if value.shape != self[l].shape:
            raise ValueError(f"{self.name}[{l}] must have shape {self[l].shape}; got shape {value.shape}")
        super().__setitem__(l, value)

    def become(self, arrays):
        """Take other arrays, of the same shapes, in place of all, unchecked and not copied."""
        super().__setitem__(slice(1, None), arrays)

    def _fixed(self, *_):
        raise TypeError(
            f"{self.name} must have one array for each l = 1..{len(self) - 1}, in this order; "
            f"change one with {self.name}[l] = array, their number with a new Network"
        )

    append = extend = insert = pop = remove = clear = reverse = sort = __delitem__ = __iadd__ = __imul__ = _fixed

    def __reduce__(self):  # a list is unpickled by `extend`
        return type(self), (self.name, self[1:], self.dtype)


class Network:
    """A feedforward network: each unit is linked to every unit of the next layer, and to no other.

    Parameters
    ----------
    sizes : sequence of int
        s_1, ..., s_L: the number of units of each layer, inputs first; at least two layers of at least one unit.
    activation : str or Activation or list of them
        f of the hidden layers: one for all, or one for each of the L - 2. A name such as "tanh", or an object such as
        ``mlp.leaky_relu(0.1)``; `mlp.activations` has them all.
    output : str or Activation
        f of the last layer: "linear" for any real number, "sigmoid" for a probability, "softmax" for classes.
    initializer : str or Initializer or list of them
        How W starts: one rule for all, or one for each of the L - 1 weight layers. Names: zeros, gaussian, glorot,
        he; ``mlp.glorot(gain=4)`` for another gain. Biases start at 0.
    seed : int or None or numpy.random.Generator
        Where the random weights come from: the same seed gives the same weights; None gives new ones every time.
    dtype : float or numpy.float32
        The type of every number in the network.

    Attributes
    ----------
    W, b : list
        ``W[l]`` has shape (s_(l+1), s_l) and ``b[l]`` has shape (s_(l+1),) for l = 1..L-1; slot 0 is None.
        With maxout(k) in layer l+1 both have k s_(l+1) rows, piece by piece.
    f : list
        ``f[l]`` is the activation function of layer l = 2..L; slots 0 and 1 are None.
    sizes : tuple of int
        s_1, ..., s_L.
    L : int
        The number of layers, counting input and output.

    Raises
    ------
    TypeError, ValueError
        Where a parameter is not as described; the message says which, what is allowed and what was given.

    Examples
    --------
    >>> net = Network([3, 4, 4, 1])
    >>> net.W[1].shape, net.b[1].shape, net.n_parameters
    ((4, 3), (4,), 41)
    """

    def __init__(self, sizes, activation="tanh", output="linear", initializer="glorot", seed=0, dtype=float):
        self.sizes = checked_sizes(sizes)
        self.L = len(self.sizes)
        self.dtype = checks.float_type(dtype)
        hidden = _per_layer("activation", activation, self.L - 2, ACTIVATIONS, Activation)
        self.f = [None, None, *hidden, checks.one_of("output", output, ACTIVATIONS, Activation)]
        rules = [None, *_per_layer("initializer", initializer, self.L - 1, INITIALIZERS, Initializer)]
        rng = checks.generator(seed)
        W = []
        for l in range(1, self.L):
            f, fan_in, fan_out = self.f[l + 1], self.sizes[l - 1], self.sizes[l]
            _check_activation("output" if l + 1 == self.L else "activation", f, fan_out, self.dtype)
            W.append(_drawn(rules[l], rng, fan_in, fan_out, f.pieces, self.dtype))
        self.set_parameters(W, [np.zeros(len(w), self.dtype) for w in W])

    def set_parameters(self, W, b):
        """Take the arrays of all layers as the parameters, unchecked."""
        self.W, self.b = Parameters("W", W, self.dtype), Parameters("b", b, self.dtype)

    @UNDERFLOW
    def forward(self, X):
        """Compute every weighted sum and activation: z^(l+1) = W^(l) a^(l) + b^(l), a^(l+1) = f(z^(l+1)).

        Parameters
        ----------
        X : array of shape (m, s_1)
            Inputs, one example a row.

        Returns
        -------
        Forward
            ``z[2..L]`` and ``a[1..L]``, each of shape (m, s_l).

        Notes
        -----
        Lecture: "Feedforward Neural Networks", the recursion of its last slide.
        """
        return self.feed_forward(checks.examples("X", X, self.sizes[0], self.dtype))

    def feed_forward(self, X):
        """Compute what `forward` does, unchecked."""
        z, a = [None, None], [None, X]
        for l in range(1, self.L):
            z.append(a[l] @ self.W[l].T + self.b[l])
            a.append(self.f[l + 1](z[l + 1]))
        return Forward(z, a)

    def predict(self, X):
        """Compute the outputs h(x) = a^(L) for the inputs X of shape (m, s_1); their shape is (m, s_L)."""
        return self.forward(X).a[self.L]

    def to_vector(self):
        """Write all parameters into one new vector: W^(1) row by row, b^(1), W^(2), b^(2), ..."""
        return np.concatenate([p.reshape(-1) for l in range(1, self.L) for p in (self.W[l], self.b[l])])

    def from_vector(self, theta):
        """Make a new network of this architecture with the parameters `theta`, in the order of `to_vector`.

        Raises
        ------
        ValueError
            Where theta is not a vector of `n_parameters` numbers.
        """
        if not checks.is_foreign(theta):
            theta = np.array(checks.real_array("theta", theta, self.dtype))
        if theta.shape != (self.n_parameters,):
            raise ValueError(f"theta must have shape ({self.n_parameters},); got shape {theta.shape}")
        arrays, start = [], 0
        for l in range(1, self.L):
            for p in (self.W[l], self.b[l]):
                size = int(np.prod(p.shape))
                arrays.append(theta[start : start + size].reshape(p.shape))
                start += size
        other = copy.copy(self)
        other.f = list(self.f)
        other.set_parameters(arrays[0::2], arrays[1::2])
        return other

    def copy(self):
        """Make a network of the same architecture with parameters of its own."""
        return self.from_vector(self.to_vector())

    @property
    def n_weights(self):
        """Count #W, the links between units: the sum of s_(l+1) s_l (times k for maxout)."""
        return sum(int(np.prod(w.shape)) for w in self.W[1:])

    @property
    def n_biases(self):
        """Count #b, the units that are not inputs: the sum of s_2, ..., s_L (times k for maxout)."""
        return sum(int(np.prod(b.shape)) for b in self.b[1:])

    @property
    def n_parameters(self):
        """Count #W + #b."""
        return self.n_weights + self.n_biases

    def __repr__(self):
        hidden = f"activation={self.f[2:-1]}, " if self.L > 2 else ""
        return f"Network({list(self.sizes)}, {hidden}output={self.f[-1]}): {self.n_parameters} parameters"

    def summary(self):
        """Describe the network in a table, a line a layer, with the shapes and numbers of its parameters.

        Examples
        --------
        >>> print(Network([3, 4, 4, 1]).summary())
        3-4-4-1 network: L = 4 layers with the input, 3 without
        layer  units  f            W^(l-1)   b^(l-1)  parameters
            1      3  (input)
            2      4  tanh           4 x 3         4          16
            3      4  tanh           4 x 4         4          20
            4      1  linear         1 x 4         1           5
        #W + #b = 32 + 9 = 41
        """
        shapes = [f"{rows} x {columns}" for rows, columns in (W.shape for W in self.W[1:])]
        f_width = max(11, *(len(repr(f)) for f in self.f[2:]))
        W_width = max(9, *(len(shape) + 2 for shape in shapes))
        lines = [
            f"{'-'.join(map(str, self.sizes))} network: L = {self.L} layers with the input, {self.L - 1} without",
            f"layer  units  {'f':{f_width}}{'W^(l-1)':>{W_width}}   b^(l-1)  parameters",
            f"{1:5}{self.sizes[0]:7}  (input)",
        ]
        for l, (shape, W) in enumerate(zip(shapes, self.W[1:], strict=True), start=2):
            rows, columns = W.shape
            row = f"{l:5}{self.sizes[l - 1]:7}  {self.f[l]!r:{f_width}}{shape:>{W_width}}"
            lines.append(f"{row}{rows:10}{rows * (columns + 1):12}")
        lines.append(f"#W + #b = {self.n_weights} + {self.n_biases} = {self.n_parameters}")
        return "\n".join(lines)


def checked_sizes(sizes):
    """Check the sizes of the layers and return them as a tuple."""
    sizes = checks.sequence("sizes", sizes, "integers >= 1, inputs first")
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least two layers, inputs and outputs; got {list(sizes)}")
    return tuple(checks.integer(f"sizes[{i}]", size, at_least=1) for i, size in enumerate(sizes))


def _per_layer(name, value, count, known, kind):
    """Look up one value for all layers, or one for each of `count` layers."""
    if isinstance(value, (list, tuple)):
        if len(value) != count:
            raise ValueError(f"{name} must be one for all layers or a list of {count}; got a list of {len(value)}")
        return [checks.one_of(f"{name}[{i}]", v, known, kind) for i, v in enumerate(value)]
    return [checks.one_of(name, value, known, kind)] * count


def _check_activation(name, f, size, dtype):
    """Try an activation of a user's own on one example: it must turn (m, k s) into (m, s), and leave its z alone."""
    if f in ACTIVATIONS.values():
        return
    name = f"{name} {checks.printed(f)}"
    columns = size * checks.integer(f"the pieces of {name}", f.pieces, at_least=1)
    checks.room(f"the pieces of {name}", f.pieces, columns)
    z = np.linspace(-1, 1, columns, dtype=dtype)[np.newaxis]
    before = z.copy()
    with np.errstate(all="ignore"):
        a = f(z)
    if getattr(a, "shape", None) != (1, size) or not np.array_equal(z, before):
        raise ValueError(
            f"{name} must compute an a of shape (m, {size}) from z of shape (m, {columns}), and not change z; "
            f"got {checks.described(a)} for {before}"
        )


def _drawn(initializer, rng, fan_in, fan_out, pieces, dtype):
    """Draw the weights of one layer, which may be by a rule of a user's own."""
    shape = (pieces * fan_out, fan_in)
    checks.room("sizes", shape, *shape)
    with np.errstate(over="ignore"):
        W = initializer(rng, fan_in, fan_out, pieces)
    name = f"what initializer {checks.printed(initializer)} draws"
    if not checks.is_foreign(W):
        W = checks.real_array(name, W, dtype)
    if W.shape != shape:
        raise ValueError(f"{name} must have shape {shape}; got shape {W.shape}")
    return W.astype(dtype)
