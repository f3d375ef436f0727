"""The steps through a small network: every weighted sum, activation, delta and gradient, then the update.

A step says in a format over names of numbers (`worked`) what it computes, and what of the drawing it brings:
"z₁⁽²⁾ = W₁₁⁽¹⁾ x₁ + ... = {W1_11:+.4g}·({x_1:.4g}) ... = {z2_1:.4g}."
"""

from dataclasses import dataclass
from functools import cached_property

from .drawing import weights_of
from .number import Number, letter, symbol
from .worked import parameters_of


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

    def finds(self, kind):
        """Tell whether it brings a number of this letter to light."""
        return any(letter(name) == kind for name in self.shows)


class Walk(list):
    """The steps, in order."""

    @cached_property
    def first_shown(self):
        """The step at which each number comes to light."""
        return {name: k for k, step in reversed(list(enumerate(self))) for name in step.shows}


START = (
    "Given are the input, the weights of the lines, the biases b below the units{}. Everything else is computed from "
    "them. Next makes the first step."
)
FALLS = (
    "Forward once more, with the new parameters. J falls from {J:.4g} to {J_after:.4g}: one step of gradient descent, "
    "downhill."
)
RISES = (
    "Forward once more, with the new parameters. J was {J:.4g} and is now {J_after:.4g}: it rises. The gradient says "
    "which way is down; with this learning rate the step went too far, or the gradient is wrong."
)
STAYS = (
    "Forward once more, with the new parameters. J hardly moves: {J:.6g} before, {J_after:.6g} after. Where no unit "
    "listens or nothing is wrong, the gradient is next to 0; where α is tiny, the step is."
)
WRONG = (
    "Forward once more, with the new parameters. J was {J:.4g} and is now {J_after:.4g}, by a gradient that the bug "
    "has spoiled. Whether J falls is no proof."
)


def walk(sizes, backward=True, cost="squared_error"):
    """List the steps through a network of these sizes; with "cross_entropy" its output is softmax."""
    if not backward:
        return Walk([Step(START.format("")), *_forward(sizes, every_term=True)])
    softmax = cost == "cross_entropy"
    steps = [Step(START.format(" and the target")), *_forward(sizes, softmax=softmax)]
    steps.append(_cross_entropy(sizes) if softmax else _squared_error(sizes))
    units = [(l, i) for l in range(len(sizes), 1, -1) for i in range(1, sizes[l - 1] + 1)]
    steps += [_alone(l, i) if softmax and l == len(sizes) else _delta(sizes, l, i) for l, i in units]
    for layer in range(len(sizes) - 1, 0, -1):
        steps += [_gradient(l, i, j) for l, i, j in weights_of(sizes) if l == layer]
        steps += [_bias(layer, i) for i in range(1, sizes[layer] + 1)]
    example = next(iter(parameters_of(sizes)))
    update = (
        f"Update, all parameters at once: each one minus α times its gradient. {symbol(example)} := "
        f"{symbol(example)} − α {symbol(example.gradient)} = {{{example}:.4g}} − {{learning_rate:.4g}} · "
        f"({{{example.gradient}:.4g}}) = {{new_{example}:.4g}}, and so on. The drawing shows the new numbers."
    )
    return Walk([*steps, Step(update), Step(FALLS, shows=("J_after",))])


def _forward(sizes, every_term=False, softmax=False):
    """List the steps forward: of each unit z, with its terms one by one if wished, then a; softmax needs every z."""
    L = len(sizes)
    for l in range(2, L + 1):
        for i in range(1, sizes[l - 1] + 1):
            yield from _sum(sizes, l, i, every_term)
            if not (softmax and l == L):
                yield _activation(l, i)
    if softmax:
        yield from (_share(sizes, i) for i in range(1, sizes[-1] + 1))


def _sum(sizes, l, i, every_term):
    """List the steps that find z of unit i in layer l."""
    terms = [(Number("W", l - 1, i, j), activation_of(l - 1, j)) for j in range(1, sizes[l - 2] + 1)]
    lines = tuple((l - 1, i, j) for j in range(1, sizes[l - 2] + 1))
    z, bias = Number("z", l, i), Number("b", l - 1, i)
    if every_term:
        yield from _terms(l, i, terms, lines)
    words = (
        f"Weighted sum of unit {i} in layer {l}: {symbol(z)} = {_product(terms)} + {symbol(bias)} "
        f"= {_filled(terms)} {{{bias}:+.4g}} = {{{z}:.4g}}."
    )
    if every_term:
        so_far = Number("sum", l, i, len(terms))
        words = f"Then the bias: {symbol(z)} = {{{so_far}:.4g}} {{{bias}:+.4g}} = {{{z}:.4g}}."
    yield Step(words, (z,), (l, i), () if every_term else lines, sum=z)


def _activation(l, i):
    z, a = Number("z", l, i), Number("a", l, i)
    words = f"Its activation: {symbol(a)} = f({symbol(z)}) = f({{{z}:.4g}}) = {{{a}:.4g}}."
    return Step(words, (a,), (l, i), sum=z)


def _share(sizes, i):
    """Make the step that finds a of output i by softmax, its share of the sum over all outputs."""
    L = len(sizes)
    own, a = Number("z", L, i), Number("a", L, i)
    each = [Number("z", L, j) for j in range(1, sizes[-1] + 1)]
    symbols, filled = (
        f"exp({write(own)}) / [{' + '.join(f'exp({write(z)})' for z in each)}]"
        for write in (symbol, "{{{}:.4g}}".format)
    )
    words = f"Softmax, the share of output {i}: {symbol(a)} = {symbols} = {filled} = {{{a}:.4g}}."
    return Step(words, (a,), (L, i), sum=own)


def _terms(l, i, terms, lines):
    """List the steps that add up the terms of one weighted sum."""
    for j, (term, line) in enumerate(zip(terms, lines, strict=True), start=1):
        so_far = Number("sum", l, i, j)
        words = f"Unit {i} of layer {l}, term {j} of {len(terms)}: {_product([term])} = {_filled([term])}"
        words += f" = {{{so_far}:.4g}}." if j == 1 else f". Sum so far: {{{so_far}:.4g}}."
        yield Step(words, (Number("z", l, i),) if j == 1 else (), (l, i), (line,), sum=so_far)


def _squared_error(sizes):
    L, units = len(sizes), range(1, sizes[-1] + 1)
    errors = [_error(L, i) for i in units]
    symbols, filled = (" + ".join(f"{own}²" for own in written) for written in zip(*errors, strict=True))
    if sizes[-1] > 1:
        symbols, filled = f"[{symbols}]", f"[{filled}]"
    return Step(f"The cost compares output and target: J = ½ {symbols} = ½ {filled} = {{J:.4g}}.", ("J",))


def _cross_entropy(sizes):
    pairs = [(Number("y", 0, i), Number("a", len(sizes), i)) for i in range(1, sizes[-1] + 1)]
    symbols = " + ".join(f"{symbol(y)} ln({symbol(a)})" for y, a in pairs)
    filled = " + ".join(f"{{{y}:.4g}}·ln({{{a}:.4g}})" for y, a in pairs)
    words = f"The cost asks how probable the target was: J = −[{symbols}] = −[{filled}] = {{J:.4g}}."
    return Step(words, ("J",))


def _error(L, i):
    """Write a − y of an output in symbols, and with the numbers plugged in."""
    a, y = Number("a", L, i), Number("y", 0, i)
    return f"({symbol(a)} − {symbol(y)})", f"({{{a}:.4g}} {{minus_{y}:+.4g}})"


def _delta(sizes, l, i):
    """Make the step that finds delta of unit i in layer l: two factors and their product."""
    z, delta, slope = (Number(letter, l, i) for letter in ("z", "delta", "slope"))
    if l == len(sizes):
        opening, lines = "How wrong is it, times f′ (is it listening?)", ()
        symbols, filled = _error(l, i)
    else:
        opening = "What comes back along the lines, times f′ (is it listening?)"
        lines = tuple((l, k, i) for k in range(1, sizes[l] + 1))
        terms = [(Number("W", l, k, i), Number("delta", l + 1, k)) for _, k, _ in lines]
        symbols, filled = f"({_product(terms)})", f"({_filled(terms)})"
    words = f"{opening}: {symbol(delta)} = {symbols} · f′({symbol(z)}) = {filled} · {{{slope}:.4g}} = {{{delta}:.4g}}."
    return Step(words, (delta,), (l, i), lines, (Number("from", l, i), slope, delta), Number("b", l - 1, i))


def _alone(L, i):
    """Make the step that finds delta of output i with softmax and cross-entropy: how wrong it is, and nothing else."""
    (symbols, filled), delta = _error(L, i), Number("delta", L, i)
    words = (
        "How wrong is it? With softmax and cross-entropy the slope of f cancels: "
        f"{symbol(delta)} = {symbols} = {filled} = {{{delta}:.4g}}."
    )
    return Step(words, (delta,), (L, i), (), (Number("from", L, i), "cancelled", delta), Number("b", L - 1, i))


def _gradient(l, i, j):
    """Make the step that finds the derivative by W_ij^(l)."""
    weight, delta, a = Number("W", l, i, j), Number("delta", l + 1, i), activation_of(l, j)
    g = weight.gradient
    words = (
        f"δ at the line's end times a at its start: {symbol(g)} = {symbol(delta)} {symbol(a)} "
        f"= ({{{delta}:.4g}})·({{{a}:.4g}}) = {{{g}:.4g}}."
    )
    return Step(words, (g,), None, ((l, i, j),), (delta, a, g), weight)


def _bias(l, i):
    """Make the step that finds the derivative by b_i^(l)."""
    bias, delta = Number("b", l, i), Number("delta", l + 1, i)
    g = bias.gradient
    words = f"A bias is a weight whose input is always 1: {symbol(g)} = {symbol(delta)} = {{{g}:.4g}}."
    return Step(words, (g,), (l + 1, i), (), (delta, "one", g), bias)


def activation_of(l, j):
    """Name the activation of unit j in layer l; in layer 1 it is the input."""
    return Number("x", 0, j) if l == 1 else Number("a", l, j)


def _product(terms):
    """Write a sum of products in symbols."""
    return " + ".join(f"{symbol(w)} {symbol(a)}" for w, a in terms)


def _filled(terms):
    """Write a sum of products with the numbers plugged in."""
    return " ".join(f"{{{w}:+.4g}}·({{{a}:.4g}})" for w, a in terms)
