"""The network stepper: forward propagation, every delta, every gradient and the update, number by number::

    stepper([2, 2, 1], x=[1.0, 0.5], y=[1.0], name="backprop")
    stepper([3, 3, 1], backward=False)                              forward only, and each term of each sum
    stepper([2, 2, 2], cost=["squared_error", "cross_entropy"])     the reader chooses; the second one has softmax
    stepper([2, 2, 2], again=True)                                  one update after the other, and the path of J

What the steps are is said in `walk`, what the numbers are in `worked`. Here is how they are seen: the drawing of the
network, a strip below it, and a gradient check. Activations and bugs that the reader can choose all run in one program
of the page (`OneOf`, `Sabotaged`), which keeps the page small.
"""

import re
from functools import partial

import ipywidgets
import numpy as np
from matplotlib.figure import Figure

from .. import activations, checks
from ..activations import ACTIVATIONS, Elementwise
from ..backprop import backprop
from ..backprop import cost as total_cost
from ..backprop import step as descend
from ..explore import explore
from ..gradcheck import centred_difference
from .drawing import (
    ACTIVATION,
    GRADIENT,
    INK,
    MOST_UNITS,
    READER,
    SMALL,
    TARGET,
    WIDTH,
    WorkedNetwork,
    rounded_frames,
    small,
    weights_of,
)
from .number import Number, letter
from .walk import FALLS, RISES, STAYS, WRONG, activation_of, first_shown, walk
from .worked import (
    forward_numbers,
    given_numbers,
    number_field,
    parameters_from,
    parameters_of,
    problem,
    taking,
    worked_numbers,
)

DEAF = 0.01  # a unit whose |f'(z)| is smaller does not listen
H = 1e-5  # the step of the centred difference
BUGS = "no bug", "f′ forgotten", "f′(a) instead of f′(z)"
COSTS = {"squared_error": "squared error", "cross_entropy": "cross-entropy, with softmax"}


def stepper(sizes, *, activation=("sigmoid", "tanh", "relu"), output=None, cost="squared_error", parameters=None,
            x=None, y=None, learning_rate=0.5, backward=True, again=False, step=0, wide=False, presets=None, ask=None,
            title=None, name=None):  # fmt: skip
    """Make a figure in which the reader steps through a small network, forward and back.

    Parameters
    ----------
    sizes : sequence of int
        s_1, ..., s_L: at most three layers of at most three units, or four of at most two, so that every number can be
        read on a telephone.
    activation : str or Elementwise, or list of them
        f of the hidden layers, names as for `mlp.Network`: what the reader can choose from.
    output : str or Elementwise or None
        f of the last layer; None: the same f, but linear after ReLU, as an output of 0 would have no slope.
    cost : str or list of str
        "squared_error", or "cross_entropy", whose output is softmax; a list: what the reader can choose from. With
        cross-entropy targets are probabilities, and the last one is what the others leave of 1.
    parameters : Network or None
        The weights and biases to begin with; None: small round numbers.
    x, y : sequence of float or None
        The input and the target to begin with; None: round numbers.
    learning_rate : float
        The lecture's alpha to begin with.
    backward : bool
        False: forward only, term by term.
    again : bool
        True: the reader can go on from the updated parameters, one update after the other, and see the path of J. The
        fields say where they begin. A change of anything but alpha and the bug starts again.
    step : int
        The step to begin with.
    wide : bool
        True: what a step is made of stands beside the network; False: below it.
    presets : dict or None
        As for `explore`; what a preset does not name it sets to what it was at the beginning.
    ask, title, name
        As for `explore`.

    Returns
    -------
    Explorable
        Its controls are k, the step, and the numbers given: ``x_1``, ``y_1``, ``W1_12``, ``b1_2``, ...

    Raises
    ------
    TypeError, ValueError
        Where the network is too large, or numbers do not fit its sizes.
    """
    sizes = small(sizes)
    if again and not backward:
        raise ValueError("again=True needs backward=True: without a gradient there is no update")
    costs = _costs(cost, sizes, backward)
    walks = {loss: walk(sizes, backward, loss) for loss in costs.values()}
    loss, steps = next(iter(walks.items()))
    y, rest = _targets(y, sizes[-1]) if "cross_entropy" in walks else (y, None)
    given = given_numbers(sizes, parameters, x, y)
    given.pop(rest, None)
    if backward:
        given["learning_rate"] = checks.number("learning_rate", learning_rate, above=0)
    else:
        given = {own: value for own, value in given.items() if own.letter != "y"}
    pairs = _pairs(activation, output)
    picture = _Picture(*_paper(sizes, wide), sizes, backward)
    path = _Path(picture.strip) if again else None
    texts = picture.network.texts
    lights = {texts[own]: own.symbol for own in texts if own.letter != "back"}
    choices = {"activation": _numbers(pairs), "cost": costs, "bug": _numbers(BUGS) if backward else {}}
    choices = {own: options for own, options in choices.items() if len(options) > 1 or own == "activation"}
    names = ["k", *given, *choices]

    def given_problem(values):
        """Make the network that the reader has set, or that updates have made of it, and name its cost."""
        pick = np.eye(len(pairs))[[values["activation"]]]
        hidden, last = (OneOf(functions, pick) for functions in zip(*pairs.values(), strict=True))
        if backward:
            pick = np.eye(len(BUGS), dtype=int)[[values["bug"]]]
            hidden, last = (Sabotaged(f, pick) for f in (hidden, last))
        own = values.get("cost", loss)
        if own == "cross_entropy":
            last = activations.softmax
        if rest:
            values = values | {rest: 1 - sum(values[name] for name in given if letter(name) == "y")}
        theta = values["state"]["theta"] if "state" in values else None
        return own, *problem(sizes, hidden, last, values, theta)

    def compute(values):
        """Compute all numbers."""
        own, net, X, Y = given_problem(values)
        found = worked_numbers(net, X, Y, values["learning_rate"], own) if backward else forward_numbers(net, X)
        return own, net, X, Y, found

    @taking(parameters_of(sizes))
    def begin(values):
        return {"theta": parameters_from(sizes, values), "J": np.full(MOST_UPDATES + 1, np.nan), "updates": 0}

    @taking(names[1:], state=again)
    def once(values):
        own, net, X, Y = given_problem(values)
        g, state = backprop(net, X, Y, own), values["state"]
        descend(net, g, values["learning_rate"])
        path = np.where(np.arange(MOST_UPDATES + 1) == state["updates"], g.J, state["J"])
        return {"theta": net.to_vector(), "J": path, "updates": state["updates"] + 1}

    words = list(dict.fromkeys(step.words for steps in walks.values() for step in steps if step.words != FALLS))
    words += [FALLS, RISES, STAYS, WRONG] if backward else []
    used = list(dict.fromkeys(re.findall(r"{(\w+)", "".join(words))))

    @taking(names, state=again)
    def caption(values):
        own, *_, found = compute(values)
        k = np.take(np.array([words.index(step.words) for step in walks[own]]), values["k"])
        if backward:
            J, J_after = found["J"], found["J_after"]
            ending = np.where(np.abs(J_after - J) <= 1e-3 * J, 2, np.where(J_after > J, 1, 0))
            spoiled = np.eye(2)[[min(values["bug"], 1)]]  # picked, so that the page needs one program for all bugs
            ending = picked(spoiled, [np.stack([ending]).reshape(1, 1), np.array([[3.0]])])[0, 0]
            k = k + (values["k"] == len(steps) - 1) * ending
        return [_numbered(text, used) for text in words], k, *(found[name] for name in used)

    @taking(names, state=again)
    def update(values):
        own, net, X, Y, found = compute(values)
        check = _check(net, X, Y, own, walks[own], values["k"], found) if backward else None
        data = picture.data(walks[own], found, values["k"], net, check)
        return data | path.data(values["state"], found, values["k"] - (len(steps) - 2)) if again else data

    limits = {"y": (0, 1)} if rest else {}
    fields = {own: number_field(own, value, *limits.get(letter(own), ())) for own, value in given.items()}
    controls = {  # a page folds what is behind the fifth
        "k": ipywidgets.Play(min=0, max=len(steps) - 1, value=_step(step, steps), description="step"),
        **{own: field for own, field in fields.items() if letter(own) in ("x", "y")},
        **{
            own: ipywidgets.Dropdown(options=options, description={"bug": "plant a bug"}.get(own, own))
            for own, options in choices.items()
        },
        **fields,
    }
    first = {"k": step, **given, **{own: next(iter(options)) for own, options in choices.items()}}
    presets = {label: first | preset for label, preset in (presets or {}).items()}
    if again:
        restarts = [own for own in names if own not in ("k", "learning_rate", "bug")]
        controls |= {"state": begin, "step": once, "restarts": restarts, "step_name": "Again"}
    fig = picture.fig
    return explore(fig, title=title, name=name, caption=caption, lights=lights, ask=ask, presets=presets, **controls)(
        update
    )


def _step(step, steps):
    """Check the step to begin with."""
    step = checks.integer("step", step, at_least=0)
    if step >= len(steps):
        raise ValueError(f"step must be from 0 to {len(steps) - 1}; got {step}")
    return step


def _costs(given, sizes, backward):
    """List the costs among which the reader can choose, by what they are called."""
    given = [given] if isinstance(given, str) else list(given)
    for one in given:
        if one not in COSTS:
            raise ValueError(f"cost must be one of {', '.join(COSTS)}, or a list of them; got {one!r}")
    if "cross_entropy" in given and (sizes[-1] < 2 or not backward):
        raise ValueError(
            f"cost='cross_entropy' needs two outputs, and a way back; got sizes {list(sizes)} and backward={backward}"
        )
    return {COSTS[one]: one for one in given}


def _targets(y, size):
    """Check the targets as probabilities, and name the last one, which the others leave; None: the first class."""
    y = np.eye(size)[0] if y is None else y
    if np.min(y) < 0 or not np.isclose(np.sum(y), 1):
        raise ValueError(f"y must be probabilities for cost='cross_entropy', as [1, 0]; got {y}")
    return y, Number("y", 0, size)


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


class OneOf(Elementwise):
    """One of several activations, for one example, a row: `pick`, of shape (1, n), is 1 for that one, 0 for the others.

    All are computed and one is taken, so that the page needs one program for all of them.
    """

    def __init__(self, functions, pick):
        self.functions, self.pick = functions, pick

    def __call__(self, z):
        return picked(self.pick, [f(z) for f in self.functions])

    def derivative(self, z, a=None):
        return picked(self.pick, [f.derivative(z) for f in self.functions])

    def region(self, z):
        regions = [f.region(z) for f in self.functions]
        return picked(self.pick, [0 * z if region is None else 1 * region for region in regions])


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


def _numbers(names):
    """Number the options of a choice."""
    return {name: i for i, name in enumerate(names)}


def picked(pick, results):
    """Take one of several arrays of shape (1, s)."""
    return pick @ np.concatenate(results)


def _check(net, X, Y, loss, steps, k, found):
    """Compare the derivative that step k finds with a centred difference of the cost.

    Returns
    -------
    numerical : float
    verdict : int
        0: nothing to check; 1: they agree; 2: they differ; 3: f has a corner between the two points.
    """
    names = parameters_of(net.sizes)
    which = np.array([names.index(step.checks) if step.checks else len(names) for step in steps])
    direction = np.take(np.eye(len(names) + 1)[which, :-1], k, axis=0)
    sides = {s: net.from_vector(net.to_vector() + s * direction) for s in (H, -H)}
    certain = 1e-8 + 1e-7 * found["J"]  # smaller digits may be rounding errors of J
    numerical = certain * np.rint(centred_difference(lambda s: total_cost(sides[s], X, Y, loss), H) / certain)
    analytic = found.choose([step.checks.gradient if step.checks else "" for step in steps], k)
    tolerance = 1e-7 + certain + 1e-6 * np.maximum(np.abs(analytic), np.abs(numerical))
    verdict = np.where(np.abs(analytic - numerical) <= tolerance, 1, 2)
    verdict = np.where(_same_pieces(*sides.values(), X), verdict, 3)
    return numerical, np.where(np.take(which < len(names), k), verdict, 0)


def _same_pieces(up, down, X):
    """Find whether two networks have every unit on the same smooth piece of f."""
    z, other = up.forward(X).z, down.forward(X).z
    layers = [l for l, f in enumerate(up.f) if f not in (None, activations.softmax)]
    moved = [np.abs(up.f[l].region(z[l]) - up.f[l].region(other[l])).sum() for l in layers]
    return sum(moved) == 0


def _numbered(text, names):
    """Turn the names in a format into numbers of fields; field 0 is the number of the format itself."""
    return re.sub(r"{(\w+)", lambda match: f"{{{1 + names.index(match[1])}", text)


# ---- The picture ----

STRIP = 118  # points, the height of what a step is made of
BETWEEN = 24  # points between the network and what stands beside it


def _paper(sizes, wide):
    """Lay out the network and the strip with what a step is made of, in points: two axes side by side, or one."""
    tall = WorkedNetwork.height(sizes)
    if not wide:
        ax = Figure(figsize=(WIDTH / 72, (tall + STRIP) / 72), layout="none").add_axes((0, 0, 1, 1))
        return ax, ax
    across = 2 * WIDTH + BETWEEN
    fig = Figure(figsize=(across / 72, tall / 72), layout="none")
    left = fig.add_axes((0, 0, WIDTH / across, 1))
    right = fig.add_axes((1 - WIDTH / across, (tall - STRIP) / 2 / tall, WIDTH / across, STRIP / tall))
    right.set(xlim=(0, WIDTH), ylim=(0, STRIP))
    right.axis("off")
    return left, right


class _Picture:
    """The drawing of the network, and below or beside it what the step is made of."""

    def __init__(self, ax, strip, sizes, backward):
        self.fig, self.strip, self.sizes, self.backward = ax.figure, strip, sizes, backward
        self.network = WorkedNetwork(ax, sizes, STRIP if strip is ax else 0, backward)
        self.strips = [_Curve(strip, len(sizes)), *([_Factors(strip), _Outer(strip, sizes)] if backward else [])]
        for artist in [*ax.get_children(), *strip.get_children()]:
            artist.set_clip_on(False)

    def data(self, steps, found, k, net, check):
        """Say what every artist shall show at step k."""
        names = [name for name in self.network.texts if name in found]
        each = range(len(steps))
        numbers = found.choose([[self._standing(name, steps, n) for name in names] for n in each], k)
        seen = np.take(np.array([[self._seen(name, steps, n) for name in names] for n in each]), k, axis=0)
        data = {
            self.network.texts[name]: {"text": np.take(numbers, n), "visible": np.take(seen, n)}
            for n, name in enumerate(names)
        }
        weights = [names.index(Number("W", *line)) for line in weights_of(self.sizes)]
        data |= self.network.lines(np.take(numbers, np.array(weights)))
        data |= self._marks(steps, found, k)
        for strip in self.strips:
            data |= strip.data(steps, found, k, net, check)
        return data

    def _standing(self, name, steps, n):
        """Name the number that stands at step n where a number has its place: a sum so far, what an update has made."""
        last = len(steps) - 1
        if not self.backward:
            so_far = [step.sum for step in steps[: n + 1] if step.sum and Number("z", *step.unit) == name]
            return so_far[-1] if so_far else name
        if name.letter in ("W", "b") and n >= last - 1:
            return f"new_{name}"
        return f"again_{name}" if name.letter in ("z", "a") and n == last else name

    def _seen(self, name, steps, n):
        """Tell whether a number is seen at step n: once it is found, and deltas and gradients not after the update.

        What comes back along a line is seen in the sum that it is a term of. Where a layer has very many lines, only
        those that the step is about have their numbers; where there are four layers, so it is with gradients.
        """
        here = (name.l, *name.units) in steps[n].lines
        if name.letter == "back":
            return here and steps[n].finds("delta")
        if name.letter in ("W", "dW") and self.network.is_crowded(name.l) and not here:
            return False
        if name.letter in ("dW", "db") and self.network.stacked:
            return name in steps[n].shows
        outdated = self.backward and name.letter in ("delta", "dW", "db") and n == len(steps) - 1
        return first_shown(steps).get(name, 0) <= n and not outdated

    def _marks(self, steps, found, k):
        """Move the frame to the unit, make lines stand out, lock units that do not listen."""
        network, nowhere = self.network, (np.nan, np.nan)
        frames = np.array([[network.centres.get(step.unit, nowhere)] for step in steps])
        thick = np.full((len(steps), MOST_UNITS, 2, 2), np.nan)
        for n, step in enumerate(steps):
            for m, line in enumerate(step.lines):
                thick[n, m] = network.ends(*line)
        return {
            network.outline: _places(np.take(frames, k, axis=0)),
            network.thick: np.take(thick, k, axis=0),
            network.labels: _places(np.take(self._under(steps, "W"), k, axis=0)),
            network.ground: _places(np.take(self._under(steps, "dW", "back"), k, axis=0)),
            network.locks: self._locks(steps, found, k),
        }

    def _under(self, steps, *kinds):
        """List for every step where a weight, or what stands below it, needs clean paper."""
        lines, texts = list(weights_of(self.sizes)), self.network.texts
        places = np.full((len(steps), len(lines), 2), np.nan)
        for n, m in np.ndindex(places.shape[:2]):
            for name in (Number(kind, *lines[m]) for kind in kinds):
                if name in texts and self._seen(name, steps, n):
                    places[n, m] = texts[name].get_position()
        return places

    def _locks(self, steps, found, k):
        """Place the locks: at units whose f' is small, as soon as their a is there."""
        places = np.array(self.network.locks.get_offsets())
        if not self.backward:
            return {"visible": False}
        units = [unit for unit in self.network.centres if unit[0] > 1]
        slope = np.stack([found[Number("slope", *unit)] for unit in units])
        there = np.array([first_shown(steps)[Number("a", *unit)] for unit in units]) <= k
        return _places(np.where(((np.abs(slope) < DEAF) & there)[:, np.newaxis], places, np.nan))


def _places(offsets):
    """Show markers where they have a place."""
    return {"offsets": offsets, "visible": ~np.isnan(offsets).all()}


class _Curve:
    """On the way forward: z on its axis, and a on the curve of f."""

    LEFT, FLOOR, UNIT, TALL = 70, 48, 24, 24  # points: where the axes begin, and how much one unit of z and of a is
    FAR, HIGH = 4, 2.2  # the greatest z and a that are drawn

    def __init__(self, ax, L):
        self.L = L
        self.z = np.linspace(-self.FAR, self.FAR, 33)
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

    def data(self, steps, found, k, net, check):
        """Say what the artists shall show at step k."""
        table = [(step.sum, step.finds("a"), step.unit and step.unit[0] == self.L) for step in steps]
        seen, active, last = (np.take(column, k) for column in np.array(table, bool).T)
        hidden, output = net.f[2], net.f[self.L]
        if output is activations.softmax:
            output = _share(found, steps, k, self.L)
        both = np.concatenate([f(self.z[np.newaxis])[0] for f in (hidden, output)])
        curve = np.take(both, np.arange(len(self.z)) + last * len(self.z))
        z = np.clip(found.choose([step.sum or "" for step in steps], k), -self.FAR, self.FAR)
        a = np.where(last, *(f(z.reshape(1, 1))[0, 0] for f in (output, hidden)))
        inside_now = (np.abs(a) <= self.HIGH) & (np.abs(z) < self.FAR)
        x, y = self._at(z, np.where(active, np.clip(a, -self.HIGH, self.HIGH), 0))
        inside = np.where(np.abs(curve) <= self.HIGH, curve, np.nan)
        return {
            self.curve: {"ydata": self._at(self.z, inside)[1], "visible": seen},
            self.dot: {"xdata": x, "ydata": y, "visible": seen & (~active | inside_now)},
            **{artist: {"visible": seen} for artist in (self.axes, *self.words)},
        }


def _share(found, steps, k, L):
    """Make the softmax of the output that step k is about a function of its own z, the others staying as they are."""
    rest = found.choose([Number("rest", *step.unit) if step.unit and step.unit[0] == L else "" for step in steps], k)
    return lambda z: activations.sigmoid(z - rest)


def _strip_text(ax, x, y, words, **style):
    return ax.text(x, y, words, **{"color": INK, "fontsize": SMALL, "va": "center", **style})


class _Factors:
    """On the way back: the two factors of a delta as bars, J before and after, and the gradient check."""

    ZERO, LONG = 206, 52  # points: where the bars begin, and how long one is that means 1
    ROWS = (74, 54, 34)
    LABELS = (
        {
            "from": "how wrong: $a$ − $y$",
            "back": "sent back: sum of $W\\delta$",
        },
        {"slope": "listening? $f'(z)$", "cancelled": "the slope cancels"},
        {"delta": "product: $\\delta$"},
    )
    DEAF = "locked: $f'(z)$ near 0"
    VERDICTS = (
        ("agrees", "✓ gradient check: agrees", TARGET),
        ("differs", "✗ gradient check: differs", GRADIENT),
        ("corner", "? a corner of $f$: no check", INK),
    )

    def __init__(self, ax):
        self.bars = ax.barh(self.ROWS, [1] * 3, 11, self.ZERO, color=[GRADIENT, ACTIVATION, GRADIENT], zorder=2)
        scale = [(self.ZERO + self.LONG * x, y) for x in (-1, 0, 1) for y in (24, 84, np.nan)]
        (self.scale,) = ax.plot(*np.transpose(scale), color=INK, linewidth=0.5)
        self.one = _strip_text(ax, self.ZERO + self.LONG, 91, "1", ha="center")
        self.values = [_strip_text(ax, WIDTH - 2, y, "{:.3g}", ha="right") for y in self.ROWS]
        self.labels = [
            {kind: _strip_text(ax, 2, y, words) for kind, words in labels.items()}
            for y, labels in zip(self.ROWS, self.LABELS, strict=True)
        ]
        self.deaf = _strip_text(ax, 2, self.ROWS[1], self.DEAF)
        self.J = {
            "J": _strip_text(ax, 2, 108, "$J$ = {:.4g}"),
            "J_after": _strip_text(ax, WIDTH - 2, 108, "after the update {:.4g}", ha="right"),
        }
        self.verdicts = [_strip_text(ax, 2, 10, words, color=colour, gid=name) for name, words, colour in self.VERDICTS]
        self.numerical = _strip_text(ax, WIDTH - 2, 10, "measured {:.4g}", ha="right")

    def data(self, steps, found, k, net, check):
        """Say what the artists shall show at step k."""
        seen = np.take(np.array([step.finds("delta") for step in steps]), k)
        factors = found.choose([step.factors or ("",) * 3 for step in steps], k)
        data = {
            self.bars: {"widths": np.where(seen, self.LONG * np.clip(factors, -1, 1), 0)},
            self.scale: {"visible": seen},
            self.one: {"visible": seen},
            **{text: {"text": factors[row], "visible": seen} for row, text in enumerate(self.values)},
            **self._labels(steps, k, np.abs(factors[1]) < DEAF),
        }
        for name, text in self.J.items():
            data[text] = {"text": found[name], "visible": k >= first_shown(steps)[name]}
        numerical, verdict = check
        data |= {text: {"visible": verdict == n} for n, text in enumerate(self.verdicts, start=1)}
        return data | {self.numerical: {"text": numerical, "visible": verdict > 0}}

    def _labels(self, steps, k, deaf):
        """Say which label each row has; a slope that is almost 0 has one of its own."""
        data = {}
        for row, labels in enumerate(self.labels):
            kinds = [_kind(step, row) for step in steps]
            for kind, text in labels.items():
                data[text] = {"visible": np.take(np.array([own == kind for own in kinds]), k)}
        listens = data[self.labels[1]["slope"]]["visible"]
        data[self.labels[1]["slope"]] = {"visible": listens & ~deaf}
        return data | {self.deaf: {"visible": listens & deaf}}


def _kind(step, row):
    """Tell what kind of number stands in a row of factors."""
    kind = letter(step.factors[row]) if step.finds("delta") else None
    return "back" if kind == "from" and step.lines else kind


class _Outer:
    """At gradients: the column delta, the row a, with a 1 for the bias, and the table of their products."""

    DELTA, LEFT, APART = 94, 150, 51  # points: where the column stands, where the table begins, and how far on it goes
    TOP, DOWN = 90, 20

    def __init__(self, ax, sizes):
        self.sizes = sizes
        self.rows, self.columns = max(sizes[1:]), max(sizes[:-1]) + 1
        text = partial(_strip_text, ax)
        self.words = [
            text(2, self.TOP, "$a$ at start"),
            text(2, self.TOP - self.DOWN, "$\\delta$ at end"),
            text(*self._at(-1, -1), "$\\delta a^T$", ha="center"),
        ]
        self.texts = [
            *(text(*self._at(r, -1), "{:.3g}", color=GRADIENT, ha="center") for r in range(self.rows)),
            *(text(*self._at(-1, c), "{:.3g}", color=ACTIVATION, ha="center") for c in range(self.columns)),
            *(text(*self._at(r, c), "{:.2g}", color=GRADIENT, ha="center") for r, c in self._cells()),
        ]
        (x, y), gap = self._at(-0.5, -0.48), np.nan
        right, low = self._at(self.rows - 0.5, self.columns - 0.5)
        (self.cross,) = ax.plot([self.DELTA - 24, right, gap, x, x], [y, y, gap, self.TOP + 8, low], color=INK, lw=0.5)
        self.frames = rounded_frames(ax, [self._at(0, 0)] * 3, 50, 18, edgecolors=READER, linewidths=2)

    def _cells(self):
        return np.ndindex(self.rows, self.columns)

    def _at(self, row, column):
        """Place an entry; row -1 is that of a, column -1 that of delta."""
        x = self.LEFT + self.APART * column if column > -1 else self.DELTA + (column + 1) * self.APART
        return x, self.TOP - self.DOWN * (row + 1)

    def _entries(self, step):
        """Name what stands at a step in the column, in the row and in the table; an empty name is no number."""
        if not (step.finds("dW") or step.finds("db")):
            return [""] * len(self.texts)
        l = step.shows[0].l
        deltas = [Number("delta", l + 1, r + 1) if r < self.sizes[l] else "" for r in range(self.rows)]
        inputs = [activation_of(l, c + 1) for c in range(self.sizes[l - 1])] + ["one"]
        inputs += [""] * (self.columns - len(inputs))
        products = [self._product(l, r, c) for r, c in self._cells()]
        return deltas + inputs + products

    def _product(self, l, r, c):
        """Name the derivative that stands in a cell of the table."""
        if r >= self.sizes[l] or c > self.sizes[l - 1]:
            return ""
        return Number("db", l, r + 1) if c == self.sizes[l - 1] else Number("dW", l, r + 1, c + 1)

    def data(self, steps, found, k, net, check):
        """Say what the artists shall show at step k."""
        first = first_shown(steps)
        entries = [self._entries(step) for step in steps]
        seen = np.array([[name != "" and first.get(name, 0) <= n for name in row] for n, row in enumerate(entries)])
        numbers, seen_now = found.choose(entries, k), np.take(seen, k, axis=0)
        places = np.array([self._framed(step, row) for step, row in zip(steps, entries, strict=True)])
        there = {"visible": np.take(seen[:, 0], k)}
        texts = enumerate(self.texts)
        return {
            **{text: {"text": np.take(numbers, n), "visible": np.take(seen_now, n)} for n, text in texts},
            **dict.fromkeys((self.cross, *self.words), there),
            self.frames: _places(np.take(places, k, axis=0)),
        }

    def _framed(self, step, entries):
        """Place the frames around the two factors and their product."""
        if not any(entries):
            return np.full((3, 2), np.nan)
        return [self.texts[entries.index(name)].get_position() for name in step.factors]


MOST_UPDATES = 200  # of which the path of J is kept


class _Path:
    """At the update and after it: J before each update so far, and where it stands now."""

    LEFT, FLOOR, LONG, TALL = 30, 14, 270, 78  # points
    LEAST = 10  # updates for which there is room from the beginning

    def __init__(self, ax):
        style = {"fontsize": SMALL, "color": INK, "va": "center", "clip_on": False}
        corner = [self.LEFT, self.LEFT, self.LEFT + self.LONG], [self.FLOOR + self.TALL, self.FLOOR, self.FLOOR]
        (self.axes,) = ax.plot(*corner, color=INK, linewidth=0.8, clip_on=False)
        (self.curve,) = ax.plot([0, 1], [0, 1], "-", color=INK, linewidth=1.8, clip_on=False)
        (self.dot,) = ax.plot(0, 0, "o", color=READER, markeredgecolor=INK, markersize=8, clip_on=False)
        self.name = ax.text(self.LEFT - 8, self.FLOOR + self.TALL - 6, "$J$", ha="right", **style)
        self.count = ax.text(self.LEFT + self.LONG, self.FLOOR - 9, "updates: {}", ha="right", **style)

    def data(self, state, found, done):
        """Say what the artists shall show; `done` is 0 at the update, 1 after it, and less before."""
        t, now = np.arange(MOST_UPDATES + 1), state["updates"] + (done > 0)
        J = np.where(done > 0, found["J_after"], found["J"])
        known = np.where(t == state["updates"], found["J"], state["J"])
        known = np.where(t == now, J, known)
        most = np.max(np.where(np.isnan(known), 0, known)) + 1e-12
        x = self.LEFT + self.LONG * t / np.maximum(now, self.LEAST)
        at = np.minimum(now, MOST_UPDATES)
        seen = {"visible": done >= 0}
        return {
            self.curve: {"xdata": x, "ydata": self.FLOOR + self.TALL * known / most, **seen},
            self.dot: {"xdata": np.take(x, at), "ydata": self.FLOOR + self.TALL * J / most, **seen},
            self.count: {"text": now, **seen},
            self.axes: seen,
            self.name: seen,
        }
