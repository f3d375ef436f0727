"""The network stepper: forward propagation, every delta, every gradient and the update, number by number.

    stepper([2, 2, 1], x=[1.0, 0.5], y=[1.0], name="backprop")
    stepper([3, 3, 1], backward=False)                              forward only, and each term of each sum

Numbers have names in the lecture's indices: "W1_12" is W_12^(1), "delta2_1" is delta_1^(2), "dW1_12" is dJ/dW_12^(1).
`walk` lists the steps; each says in a format over these names what is computed, and what of the drawing it brings.
`worked_numbers` computes them all, with `mlp` itself; the step decides which of them are seen.
"""

import inspect
import re
from dataclasses import dataclass
from itertools import pairwise

import ipywidgets
import numpy as np
from matplotlib.figure import Figure

from .. import activations, checks
from ..activations import ACTIVATIONS, Elementwise
from ..backprop import backprop, cost
from ..backprop import step as descend
from ..network import Network
from .draw import ACTIVATION, GRADIENT, INK, MOST_UNITS, READER, SMALL, TARGET, WIDTH, WorkedNetwork, small, weights_of
from .explorable import explore

DEAF = 0.01  # a unit whose |f'(z)| is smaller does not listen
H = 1e-5  # the step of the centred difference
FROM, TO = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def stepper(sizes, *, activation=("sigmoid", "tanh", "relu"), output=None, parameters=None, x=None, y=None,
            learning_rate=0.5, backward=True, name=None):  # fmt: skip
    """Make a figure in which the reader steps through a small network, forward and back.

    Parameters
    ----------
    sizes : sequence of int
        s_1, ..., s_L: at most three layers of at most three units, so that every number can be read on a telephone.
    activation : str or Elementwise, or list of them
        f of the hidden layers, names as for `mlp.Network`: what the reader can choose from.
    output : str or Elementwise or None
        f of the last layer; None: the same f, but linear after ReLU, as an output of 0 would have no slope.
    parameters : Network or None
        The weights and biases to begin with; None: small round numbers.
    x, y : sequence of float or None
        The input and the target to begin with; None: round numbers.
    learning_rate : float
        The lecture's alpha to begin with.
    backward : bool
        False: forward only, term by term.
    name : str or None
        As for `explore`.

    Returns
    -------
    Explorable
        Its controls are k, the step, and the numbers given: ``x_1``, ``y_1``, ``W1_12``, ``b1_2``, ...

    Raises
    ------
    ValueError
        Where the network is too large, or numbers do not fit its sizes.
    """
    sizes = small(sizes)
    steps = walk(sizes, backward)
    given = given_numbers(sizes, parameters, x, y)
    if backward:
        given["learning_rate"] = checks.number("learning_rate", learning_rate, above=0)
    else:
        given = {own: value for own, value in given.items() if own[0] != "y"}
    pairs = _pairs(activation, output)
    fig = Figure(figsize=(WIDTH / 72, (WorkedNetwork.height(sizes) + STRIP) / 72))
    ax = fig.add_axes((0, 0, 1, 1))
    picture = _Picture(ax, sizes, steps, backward)
    names = ["k", *given, "activation", *(["bug"] if backward else [])]

    def compute(values):
        """Make the network that the reader has set, and compute all numbers."""
        pick = np.eye(len(pairs))[[values["activation"]]]
        hidden, last = (OneOf(functions, pick) for functions in zip(*pairs.values(), strict=True))
        if backward:
            pick = np.eye(len(BUGS), dtype=int)[[values["bug"]]]
            hidden, last = (Sabotaged(f, pick) for f in (hidden, last))
        net, X, Y = problem(sizes, hidden, last, values)
        found = worked_numbers(net, X, Y, values["learning_rate"]) if backward else forward_numbers(net, X)
        return net, X, Y, found

    @taking(names)
    def caption(values):
        *_, found = compute(values)
        k, texts = values["k"], [step.words for step in steps]
        if backward:
            k = k + ((k == len(steps) - 1) & (found["J_after"] > found["J"]))
            texts.append(RISES)
        used = list(dict.fromkeys(re.findall(r"{(\w+)", "".join(texts))))
        return [_numbered(text, used) for text in texts], k, *(found[name] for name in used)

    @taking(names)
    def update(values):
        net, X, Y, found = compute(values)
        check = _check(net, X, Y, steps, values["k"], found) if backward else None
        return picture.data(found, values["k"], net, check)

    controls = {
        "k": ipywidgets.Play(min=0, max=len(steps) - 1, value=0, description="step"),
        **{own: number_field(own, value) for own, value in given.items()},
        "activation": ipywidgets.Dropdown(options=_numbers(pairs), description="activation"),
    }
    if backward:
        controls["bug"] = ipywidgets.Dropdown(options=_numbers(BUGS), description="plant a bug")
    return explore(fig, name=name, caption=caption, **controls)(update)


def number_field(name, value):
    """Make a number field for a number of this name."""
    if name == "learning_rate":
        return ipywidgets.BoundedFloatText(value=value, min=0.001, max=100, step=0.1, description=symbol(name))
    if name == "weight_decay":
        return ipywidgets.BoundedFloatText(value=value, min=0, max=100, step=0.1, description=symbol(name))
    return ipywidgets.FloatText(value=value, step=0.1, description=symbol(name))


# ---- What is given ----


def parameters_of(sizes):
    """Name the parameters in the order of ``net.to_vector()``."""
    weights = list(weights_of(sizes))
    names = []
    for l in range(1, len(sizes)):
        names += [f"W{l}_{i}{j}" for layer, i, j in weights if layer == l]
        names += [f"b{l}_{i}" for i in range(1, sizes[l] + 1)]
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
        **{f"x_{j}": value for j, value in enumerate(x, start=1)},
        **{name: float(value) for name, value in zip(names, theta, strict=True)},
        **{f"y_{i}": value for i, value in enumerate(y, start=1)},
    }


ROUND = np.array([1, -2, 3, 4, 5, -6, -7, 8, 9, 1, -1, 2, 5, -4, 3, 2, -3, 6, 4, -5, 7, 1, 3, -2]) / 10


def _vector(name, values, size):
    values = np.asarray(values, float)
    if values.shape != (size,):
        raise ValueError(f"{name} must be {size} numbers; got shape {values.shape}")
    return values.tolist()


def _pairs(activation, output):
    """List the pairs (f of the hidden layers, f of the last layer) among which the reader can choose, by name."""
    given = [activation] if isinstance(activation, str | Elementwise) else activation
    pairs = {}
    for i, one in enumerate(given):
        f = checks.one_of(f"activation[{i}]", one, ACTIVATIONS, Elementwise)
        last = output if output is not None else activations.linear if f is activations.relu else f
        last = checks.one_of("output", last, ACTIVATIONS, Elementwise)
        pairs[f"{f}" if f is last else f"{f}, output {last}"] = f, last
    return pairs


def taking(names):
    """Give a function of a dictionary of values these parameters."""

    def decorate(function):
        def with_names(**values):
            return function(values)

        parameters = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
        with_names.__signature__ = inspect.Signature(parameters)
        return with_names

    return decorate


# ---- What is computed ----


class OneOf(Elementwise):
    """One of several activations, for one example, a row: `pick`, of shape (1, n), is 1 for that one, 0 for the others.

    All are computed and one is taken, so that the page needs one program for all of them.
    """

    def __init__(self, functions, pick):
        self.functions, self.pick = functions, pick

    def __call__(self, z):
        return self._take([f(z) for f in self.functions])

    def derivative(self, z, a=None):
        return self._take([f.derivative(z) for f in self.functions])

    def region(self, z):
        return self._take([0 * z if (region := f.region(z)) is None else 1 * region for f in self.functions])

    def _take(self, results):
        return picked(self.pick, results)


class Sabotaged(Elementwise):
    """An activation in whose derivative a bug was planted: `pick` is 1 for one of `BUGS` and 0 for the others."""

    def __init__(self, f, pick):
        self.f, self.pick = f, pick

    def __call__(self, z):
        return self.f(z)

    def derivative(self, z, a=None):
        return picked(self.pick, [self.f.derivative(z), np.ones_like(z), self.f.derivative(self.f(z))])

    def region(self, z):
        return self.f.region(z)


BUGS = "no bug", "f′ forgotten", "f′(a) instead of f′(z)"


def _numbers(names):
    """Number the options of a choice."""
    return {name: i for i, name in enumerate(names)}


def picked(pick, results):
    """Take one of several arrays of shape (1, s)."""
    return pick @ np.concatenate(results)


def problem(sizes, hidden, last, values):
    """Put together a network, an input and a target from numbers with names."""
    theta = np.stack([values[name] for name in parameters_of(sizes)])
    X = np.stack([values[f"x_{j}"] for j in range(1, sizes[0] + 1)]).reshape(1, -1)
    Y = np.stack([values.get(f"y_{i}", 0.0) for i in range(1, sizes[-1] + 1)]).reshape(1, -1)
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
        self.vector = np.concatenate([np.reshape(array, -1) for _, array in groups])
        self._place = {name: n for n, name in enumerate(self.names)}

    def __contains__(self, name):
        return name in self._place

    def __getitem__(self, name):
        return np.take(self.vector, self._place[name])

    def choose(self, names, k):
        """Take the number that the k-th of the names, or of rows of names, belongs to; an empty name means any."""
        places = np.vectorize(lambda name: self._place.get(name, 0))(np.array(names))
        return np.take(self.vector, np.take(places, k, axis=0))


def worked_numbers(net, X, Y, learning_rate):
    """Compute every number of a walk forward, back and downhill.

    Parameters
    ----------
    net : Network
        With an f' in each layer.
    X, Y : array of shape (1, s_1), (1, s_L)
        One example.
    learning_rate : float

    Returns
    -------
    Numbers
        Besides those of the drawing ``slope2_1``, which is f'(z_1^(2)); ``from2_1``, what is multiplied by it, the error
        or the sum sent back; ``new_W1_12`` and ``again_z2_1``, ... after the update; ``J``, ``J_after``,
        ``learning_rate`` and ``one``.
    """
    L, forward, g = net.L, net.forward(X), backprop(net, X, Y)
    after = net.copy()
    descend(after, g, learning_rate)
    again = after.forward(X)
    hidden = range(2, L)
    origin = [None, None, *(g.delta[l + 1] @ net.W[l] for l in hidden), forward.a[L] - Y]
    slope = [None, None, *(net.f[l].derivative(forward.z[l], forward.a[l]) for l in (*hidden, L))]
    return Numbers([
        *_known(net, X, forward), *_by_unit("y", [Y]),
        *_by_unit("from", origin), *_by_unit("slope", slope), *_by_unit("delta", g.delta),
        *_by_line("dW", g.dW), *_by_unit("db", g.db),
        *_renamed("new_", _parameters(after)), *_renamed("again_", _computed(again)),
        *_renamed("minus_", _by_unit("y", [-Y])),
        (("J", "J_after", "learning_rate", "one"), np.stack([g.J, cost(after, X, Y), learning_rate, 1.0])),
    ])  # fmt: skip


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
            yield [f"{letter}{l or ''}_{i}" for i in range(1, layer.shape[-1] + 1)], layer


def _by_line(letter, layers):
    """Name the numbers of lines: for each layer of weights that has some a matrix."""
    for l, M in enumerate(layers):
        if M is not None:
            yield [f"{letter}{l}_{i + 1}{j + 1}" for i, j in np.ndindex(M.shape)], M


def _check(net, X, Y, steps, k, found):
    """Compare the derivative that step k finds with a centred difference of the cost.

    Returns
    -------
    numerical : float
    verdict : int
        0: nothing to check; 1: they agree; 2: they differ; 3: f has a corner between the two points.
    """
    names = parameters_of(net.sizes)
    which = np.array([names.index(step.checks) if step.checks else len(names) for step in steps])
    direction = np.take(H * np.eye(len(names) + 1)[which, :-1], k, axis=0)
    up, down = (net.from_vector(net.to_vector() + sign * direction) for sign in (1, -1))
    numerical = np.round((cost(up, X, Y) - cost(down, X, Y)) / (2 * H), 8)
    analytic = found.choose([f"d{step.checks}" for step in steps], k)
    tolerance = 1e-7 + 1e-6 * np.maximum(np.abs(analytic), np.abs(numerical))
    verdict = np.where(np.abs(analytic - numerical) <= tolerance, 1, 2)
    verdict = np.where(_same_pieces(up, down, X), verdict, 3)
    return numerical, np.where(np.take(which < len(names), k), verdict, 0)


def _same_pieces(up, down, X):
    """Find whether two networks have every unit on the same smooth piece of f."""
    z, other = up.forward(X).z, down.forward(X).z
    moved = [np.abs(f.region(z[l]) - f.region(other[l])).sum() for l, f in enumerate(up.f) if f is not None]
    return sum(moved) == 0


# ---- The steps ----


@dataclass(frozen=True)
class Step:
    """One step of the walk.

    Attributes
    ----------
    words : str
        What it computes: a format over the names of numbers.
    shows : tuple of str
        The numbers that it brings to light.
    unit : (l, i) or None
        The unit that it is about.
    lines : tuple of (l, i, j)
        The weights that take part.
    factors : tuple of str
        Two numbers and their product.
    checks : str or None
        The parameter whose derivative it finds.
    sum : str or None
        On the way forward, the number that stands in the unit's left half.
    """

    words: str
    shows: tuple = ()
    unit: tuple | None = None
    lines: tuple = ()
    factors: tuple = ()
    checks: str | None = None
    sum: str | None = None


START = (
    "Given are the input, the weights on the lines, the biases b below the units{}. Everything else is computed from "
    "them. Next makes the first step."
)
FALLS = (
    "Forward once more, with the new parameters. J falls from {J:.4g} to {J_after:.4g}: the step went downhill. "
    "One step of gradient descent is complete."
)
RISES = (
    "Forward once more, with the new parameters. J was {J:.4g} and is now {J_after:.4g}: it rises. The gradient says "
    "which way is down; with this learning rate the step went too far, or the gradient is wrong."
)


def walk(sizes, backward=True):
    """List the steps through a network of these sizes."""
    if not backward:
        return [Step(START.format("")), *_forward(sizes, every_term=True)]
    steps = [Step(START.format(" and the target")), *_forward(sizes), _cost(sizes)]
    steps += [_delta(sizes, l, i) for l in range(len(sizes), 1, -1) for i in range(1, sizes[l - 1] + 1)]
    for layer in range(len(sizes) - 1, 0, -1):
        steps += [_gradient(l, i, j) for l, i, j in weights_of(sizes) if l == layer]
        steps += [_bias(layer, i) for i in range(1, sizes[layer] + 1)]
    example = next(iter(parameters_of(sizes)))
    update = (
        f"Update, all parameters at once: each one minus α times its gradient. {symbol(example)} := "
        f"{symbol(example)} − α {symbol('d' + example)} = {{{example}:.4g}} − {{learning_rate:.4g}} · "
        f"({{d{example}:.4g}}) = {{new_{example}:.4g}}, and so on. The drawing shows the new numbers."
    )
    return [*steps, Step(update), Step(FALLS, shows=("J_after",))]


def _forward(sizes, every_term=False):
    """List the steps forward: of each unit z, with its terms one by one if wished, then a."""
    for l in range(2, len(sizes) + 1):
        for i in range(1, sizes[l - 1] + 1):
            terms = [(f"W{l - 1}_{i}{j}", _a(l - 1, j)) for j in range(1, sizes[l - 2] + 1)]
            lines = tuple((l - 1, i, j) for j in range(1, sizes[l - 2] + 1))
            z, a, bias = f"z{l}_{i}", f"a{l}_{i}", f"b{l - 1}_{i}"
            if every_term:
                yield from _terms(l, i, terms, lines)
            words = (
                f"Weighted sum of unit {i} in layer {l}: {symbol(z)} = {_product(terms)} + {symbol(bias)} "
                f"= {_filled(terms)} {{{bias}:+.4g}} = {{{z}:.4g}}."
            )
            if every_term:
                words = f"Then the bias: {symbol(z)} = {{sum{l}_{i}{len(terms)}:.4g}} {{{bias}:+.4g}} = {{{z}:.4g}}."
            yield Step(words, (z,), (l, i), () if every_term else lines, sum=z)
            words = f"Its activation: {symbol(a)} = f({symbol(z)}) = f({{{z}:.4g}}) = {{{a}:.4g}}."
            yield Step(words, (a,), (l, i), sum=z)


def _terms(l, i, terms, lines):
    """List the steps that add up the terms of one weighted sum."""
    for j, (term, line) in enumerate(zip(terms, lines, strict=True), start=1):
        so_far = f"sum{l}_{i}{j}"
        words = f"Unit {i} of layer {l}, term {j} of {len(terms)}: {_product([term])} = {_filled([term])}"
        words += f" = {{{so_far}:.4g}}." if j == 1 else f". Sum so far: {{{so_far}:.4g}}."
        yield Step(words, (f"z{l}_{i}",) if j == 1 else (), (l, i), (line,), sum=so_far)


def _cost(sizes):
    L, units = len(sizes), range(1, sizes[-1] + 1)
    symbols = " + ".join(f"({symbol(f'a{L}_{i}')} − {symbol(f'y_{i}')})²" for i in units)
    filled = " + ".join(f"({{a{L}_{i}:.4g}} {{minus_y_{i}:+.4g}})²" for i in units)
    if sizes[-1] > 1:
        symbols, filled = f"[{symbols}]", f"[{filled}]"
    return Step(f"The cost compares output and target: J = ½ {symbols} = ½ {filled} = {{J:.4g}}.", ("J",))


def _delta(sizes, l, i):
    """Make the step that finds delta of unit i in layer l: two factors and their product."""
    z, delta = f"z{l}_{i}", f"delta{l}_{i}"
    if l == len(sizes):
        opening, lines = "How wrong is it, times is it listening", ()
        symbols = f"({symbol(f'a{l}_{i}')} − {symbol(f'y_{i}')})"
        filled = f"({{a{l}_{i}:.4g}} {{minus_y_{i}:+.4g}})"
    else:
        opening = "What comes back along the lines, times is it listening"
        lines = tuple((l, k, i) for k in range(1, sizes[l] + 1))
        terms = [(f"W{l}_{k}{i}", f"delta{l + 1}_{k}") for _, k, _ in lines]
        symbols, filled = f"({_product(terms)})", f"({_filled(terms)})"
    words = (
        f"{opening}: {symbol(delta)} = {symbols} · f′({symbol(z)}) = {filled} · {{slope{l}_{i}:.4g}} "
        f"= {{{delta}:.4g}}."
    )
    return Step(words, (delta,), (l, i), lines, (f"from{l}_{i}", f"slope{l}_{i}", delta), f"b{l - 1}_{i}")


def _gradient(l, i, j):
    """Make the step that finds the derivative by W_ij^(l)."""
    weight, delta, a = f"W{l}_{i}{j}", f"delta{l + 1}_{i}", _a(l, j)
    words = (
        f"δ at its end times a at its start: {symbol('d' + weight)} = {symbol(delta)} {symbol(a)} "
        f"= ({{{delta}:.4g}})·({{{a}:.4g}}) = {{d{weight}:.4g}}."
    )
    return Step(words, (f"d{weight}",), None, ((l, i, j),), (delta, a, f"d{weight}"), weight)


def _bias(l, i):
    """Make the step that finds the derivative by b_i^(l)."""
    bias, delta = f"b{l}_{i}", f"delta{l + 1}_{i}"
    words = f"A bias is a weight whose input is always 1: {symbol('d' + bias)} = {symbol(delta)} = {{d{bias}:.4g}}."
    return Step(words, (f"d{bias}",), (l + 1, i), (), (delta, "one", f"d{bias}"), bias)


def _a(l, j):
    """Name the activation of unit j in layer l; in layer 1 it is the input."""
    return f"x_{j}" if l == 1 else f"a{l}_{j}"


def _product(terms):
    """Write a sum of products in symbols."""
    return " + ".join(f"{symbol(w)} {symbol(a)}" for w, a in terms)


def _filled(terms):
    """Write a sum of products with the numbers plugged in."""
    return " ".join(f"{{{w}:+.4g}}·({{{a}:.4g}})" for w, a in terms)


def symbol(name):
    """Write the symbol of a number.

    Examples
    --------
    >>> symbol("W1_12"), symbol("delta2_1"), symbol("x_2"), symbol("dW1_12")
    ('W₁₂⁽¹⁾', 'δ₁⁽²⁾', 'x₂', '∂J/∂W₁₂⁽¹⁾')
    """
    if name in ("learning_rate", "weight_decay"):
        return {"learning_rate": "α", "weight_decay": "λ"}[name]
    derivative, letter, l, units = re.fullmatch(r"(d(?!elta))?([A-Za-z]+)(\d?)_(\d+)", name).groups()
    letter = {"delta": "δ"}.get(letter, letter)
    above = f"⁽{l.translate(TO)}⁾" if l else ""
    return f"{'∂J/∂' if derivative else ''}{letter}{units.translate(FROM)}{above}"


def _numbered(text, names):
    """Turn the names in a format into numbers of fields, after the number of the format itself."""
    return re.sub(r"{(\w+)", lambda match: f"{{{1 + names.index(match[1])}", text)


# ---- The picture ----

STRIP = 118  # points below the network


class _Picture:
    """The drawing of the network, and below it what the step is made of."""

    def __init__(self, ax, sizes, steps, backward):
        self.sizes, self.steps, self.backward = sizes, steps, backward
        self.network = WorkedNetwork(ax, sizes, STRIP, backward)
        self.first = {name: k for k, step in reversed(list(enumerate(steps))) for name in step.shows}
        self.curve = _Curve(ax, steps)
        self.strips = [self.curve, *([_Factors(ax, steps)] if backward else [])]
        for artist in ax.get_children():
            artist.set_clip_on(False)

    def data(self, found, k, net, check):
        """Say what every artist shall show at step k."""
        names, steps = [name for name in self.network.texts if name in found], range(len(self.steps))
        numbers = found.choose([[self._standing(name, n) for name in names] for n in steps], k)
        seen = np.take(np.array([[self._seen(name, n) for name in names] for n in steps]), k, axis=0)
        data = {
            self.network.texts[name]: {"text": np.take(numbers, n), "visible": np.take(seen, n)}
            for n, name in enumerate(names)
        }
        weights = [names.index(f"W{l}_{i}{j}") for l, i, j in weights_of(self.sizes)]
        data |= self.network.lines(np.take(numbers, np.array(weights)))
        data |= self._marks(found, k)
        for strip in self.strips:
            data |= strip.data(found, k, net, check)
        return data

    def _standing(self, name, n):
        """Name the number that stands at step n in the place of a number: a sum so far, or what the update made of it."""
        last = len(self.steps) - 1
        if not self.backward:
            so_far = [step.sum for step in self.steps[: n + 1] if step.sum and "z{}_{}".format(*step.unit) == name]
            return so_far[-1] if so_far else name
        if name[0] in "Wb" and n >= last - 1:
            return f"new_{name}"
        return f"again_{name}" if name[0] in "za" and n == last else name

    def _seen(self, name, n):
        """Tell whether a number is seen at step n: once it is found, and what belongs to the old J only as long as that."""
        ends = self.backward and name[0] == "d" and n == len(self.steps) - 1
        return self.first.get(name, 0) <= n and not ends

    def _marks(self, found, k):
        """Move the frame to the unit, make lines stand out, lock units that do not listen."""
        network, nowhere = self.network, (np.nan, np.nan)
        frames = np.array([network.centres.get(step.unit, nowhere) for step in self.steps])
        grounds = np.full((len(self.steps), 1, 2), np.nan)
        thick = np.full((len(self.steps), MOST_UNITS, 2, 2), np.nan)
        for n, step in enumerate(self.steps):
            if step.shows[:1] == (f"d{step.checks}",) and step.lines:
                grounds[n, 0] = network.texts[step.shows[0]].get_position()
            for m, line in enumerate(step.lines):
                thick[n, m] = network.ends(*line)
        return {
            network.outline: np.take(frames, k, axis=0).reshape(1, 2),
            network.thick: np.take(thick, k, axis=0),
            network.ground: np.take(grounds, k, axis=0),
            network.locks: self._locks(found, k),
        }

    def _locks(self, found, k):
        """Place the locks: at units whose f' is small, as soon as their a is there."""
        places = np.array(self.network.locks.get_offsets())
        if not self.backward:
            return np.full_like(places, np.nan)
        units = [f"{l}_{i}" for l, i in self.network.centres if l > 1]
        slope = np.stack([found[f"slope{unit}"] for unit in units])
        there = np.array([self.first[f"a{unit}"] for unit in units]) <= k
        return np.where(((np.abs(slope) < DEAF) & there)[:, np.newaxis], places, np.nan)


class _Curve:
    """On the way forward: z on its axis, and a on the curve of f."""

    LEFT, FLOOR, UNIT, TALL = 70, 48, 24, 38  # points: where the axes begin, and how much one unit of z and of a is
    FAR, HIGH = 4, 1.4  # the greatest z and a that are drawn

    def __init__(self, ax, steps):
        self.steps = steps
        self.z = np.linspace(-self.FAR, self.FAR, 41)
        gap = np.nan
        axes = self._at(np.array([-self.FAR, self.FAR, gap, 0, 0]), np.array([0, 0, gap, -1, self.HIGH]))
        (self.axes,) = ax.plot(*axes, color=INK, linewidth=0.8)
        (self.curve,) = ax.plot(*self._at(self.z, self.z / 4), color=ACTIVATION, linewidth=1.8)
        (self.dot,) = ax.plot(*self._at(0.0, 0.0), "o", color=READER, markeredgecolor=INK, markersize=8)
        style = {"va": "center", "fontsize": SMALL, "color": INK}
        self.words = [
            ax.text(*self._at(self.FAR + 0.2, 0), "$z$", **style),
            ax.text(*self._at(0.2, self.HIGH), "$a = f(z)$", **style),
            ax.text(*self._at(0.2, 1), "1", **style),
            ax.text(*self._at(-self.FAR, -0.3), "−4", **style),
        ]

    def _at(self, z, a):
        return self.LEFT + self.UNIT * (z + self.FAR), self.FLOOR + self.TALL * a

    def data(self, found, k, net, check):
        """Say what the artists shall show at step k."""
        steps = self.steps
        seen = np.take(np.array([step.sum is not None for step in steps]), k)
        at_last = np.take(np.array([step.unit is not None and step.unit[0] == net.L for step in steps]), k)
        active = np.take(np.array([step.sum is not None and step.shows[:1] == (f"a{step.sum[1:]}",) for step in steps]), k)
        both = np.concatenate([f(self.z[np.newaxis])[0] for f in (net.f[2], net.f[net.L])])
        curve = np.take(both, np.arange(len(self.z)) + at_last * len(self.z))
        z = np.clip(found.choose([step.sum or "" for step in steps], k), -self.FAR, self.FAR)
        a = np.where(at_last, *(f(z.reshape(1, 1))[0, 0] for f in (net.f[net.L], net.f[2])))
        x, y = self._at(z, np.where(active, np.clip(a, -self.HIGH, self.HIGH), 0))
        inside = np.where(np.abs(curve) <= self.HIGH, curve, np.nan)
        return {
            self.curve: {"ydata": self._at(self.z, inside)[1], "visible": seen},
            self.dot: {"xdata": x, "ydata": y, "visible": seen},
            **{artist: {"visible": seen} for artist in (self.axes, *self.words)},
        }


class _Factors:
    """On the way back: two factors and their product as bars, J before and after, and the gradient check."""

    ZERO, LONG = 212, 56  # points: where the bars begin, and how long one is that means 1
    ROWS = (74, 54, 34)
    LABELS = (
        (("from", "how wrong: $a - y$"), ("back", "sent back: sum of $W\\delta$"), ("delta", "$\\delta$ where the line ends")),
        (("slope", "listening? $f'(z)$"), ("deaf", "locked: $f'(z)$ near 0"), ("a", "$a$ where it begins"), ("one", "input of a bias")),
        (("delta", "product: $\\delta$"), ("d", "product: gradient")),
    )  # fmt: skip
    VERDICTS = (
        ("✓ gradient check: agrees", TARGET), ("✗ gradient check: differs", GRADIENT), ("? a corner of $f$: no check", INK),
    )  # fmt: skip

    def __init__(self, ax, steps):
        self.steps = steps
        small = {"fontsize": SMALL, "va": "center"}
        self.bars = ax.barh(self.ROWS, [1] * 3, 11, self.ZERO, color=[GRADIENT, ACTIVATION, GRADIENT], zorder=2)
        scale = [(x, y) for x in (-1, 0, 1) for y in (24, 84, np.nan)]
        (self.scale,) = ax.plot(*np.transpose([(self.ZERO + self.LONG * x, y) for x, y in scale]), color=INK, linewidth=0.5)
        self.one = ax.text(self.ZERO + self.LONG, 91, "1", ha="center", color=INK, **small)
        self.values = [ax.text(WIDTH - 2, y, "{:.3g}", ha="right", color=INK, **small) for y in self.ROWS]
        self.labels = {
            (row, kind): ax.text(2, y, words, color=INK, **small)
            for row, (y, labels) in enumerate(zip(self.ROWS, self.LABELS, strict=True))
            for kind, words in labels
        }
        self.J = ax.text(2, 108, "$J$ = {:.4g}", color=INK, **small)
        self.J_after = ax.text(WIDTH - 2, 108, "after the update {:.4g}", ha="right", color=INK, **small)
        self.verdicts = [ax.text(2, 10, words, color=colour, **small) for words, colour in self.VERDICTS]
        self.numerical = ax.text(WIDTH - 2, 10, "difference {:.4g}", ha="right", color=INK, **small)

    def data(self, found, k, net, check):
        """Say what the artists shall show at step k."""
        steps = self.steps
        seen = np.take(np.array([bool(step.factors) for step in steps]), k)
        factors = found.choose([step.factors or ("", "", "") for step in steps], k)
        data = {self.bars: {"widths": np.where(seen, self.LONG * np.clip(factors, -1, 1), 0)}, self.scale: {"visible": seen}}
        data |= {self.one: {"visible": seen}}
        data |= {text: {"text": factors[row], "visible": seen} for row, text in enumerate(self.values)}
        deaf = np.abs(factors[1]) < DEAF
        for (row, kind), text in self.labels.items():
            of_kind = np.array([bool(step.factors) and self._kind(step, row) == kind.replace("deaf", "slope") for step in steps])
            visible = np.take(of_kind, k)
            if kind in ("slope", "deaf"):
                visible = visible & (deaf if kind == "deaf" else ~deaf)
            data[text] = {"visible": visible}
        numerical, verdict = check
        shown = [np.argmax([name in step.shows for step in steps]) for name in ("J", "J_after")]
        data |= {self.J: {"text": found["J"], "visible": k >= shown[0]}}
        data |= {self.J_after: {"text": found["J_after"], "visible": k >= shown[1]}}
        data |= {text: {"visible": verdict == n} for n, text in enumerate(self.verdicts, start=1)}
        return data | {self.numerical: {"text": numerical, "visible": verdict > 0}}

    @staticmethod
    def _kind(step, row):
        """Tell what kind of number stands in a row: its name without indices."""
        name = step.factors[row]
        if row == 0 and name.startswith("from"):
            return "back" if step.lines else "from"
        kind = re.match(r"[a-z]+", name)[0]
        return {"x": "a", "dW": "d", "db": "d"}.get(kind, kind)


assert pairwise
