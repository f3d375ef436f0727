"""The network stepper: forward propagation, every delta, every gradient and the update, number by number::

    stepper([2, 2, 1], x=[1.0, 0.5], y=[1.0], name="backprop")
    stepper([3, 3, 1], backward=False)                              forward only, and each term of each sum
    stepper([2, 2, 2], cost=["squared_error", "cross_entropy"])     the reader chooses; the second one has softmax
    stepper([2, 2, 2], again=True)                                  one update after the other, and the path of J

What the steps are is said in `walk`, what the numbers are in `worked`, what stands below the network in `strip`. Here
it is put together: the controls, the drawing of the network, and a gradient check. Activations and bugs that the reader
can choose all run in one program of the page (`OneOf`, `Sabotaged`), which keeps the page small; costs have their own.
"""

import re

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
    MOST_UNITS,
    WIDTH,
    WorkedNetwork,
    placed,
    small,
    weights_of,
)
from .number import Number, letter
from .strip import DEAF, MOST_UPDATES, Curve, Factors, Outer, Path
from .walk import FALLS, RISES, STAYS, WRONG, walk
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
    costs, pairs = _costs(cost, sizes, backward), _pairs(activation, output)
    y, rest = _targets(y, sizes[-1]) if "cross_entropy" in costs.values() else (y, None)
    given = given_numbers(sizes, parameters, x, y)
    given.pop(rest, None)
    if backward:
        given["learning_rate"] = checks.number("learning_rate", learning_rate, above=0)
    else:
        given = {own: value for own, value in given.items() if own.letter != "y"}
    lesson = _Lesson(sizes, list(pairs.values()), costs, rest, backward)
    picture = _Picture(*_paper(sizes, wide), sizes, backward)
    path = Path(picture.strip) if again else None
    choices = {"activation": _numbers(pairs), "cost": costs, "bug": _numbers(BUGS) if backward else {}}
    choices = {own: options for own, options in choices.items() if len(options) > 1 or own == "activation"}
    names, last = ["k", *given, *choices], lesson.n_steps - 1

    @taking(names, state=again)
    def update(values):
        steps, net, X, Y, found = lesson.compute(values)
        check = _check(net, X, Y, lesson.cost_of(values), steps, values["k"], found) if backward else None
        data = picture.data(steps, found, values["k"], net, check)
        return data | path.data(values["state"], found, values["k"] - (last - 1)) if again else data

    limits = {"y": (0, 1)} if rest else {}
    fields = {own: number_field(own, value, *limits.get(letter(own), ())) for own, value in given.items()}
    controls = {  # a page folds what is behind the fifth
        "k": ipywidgets.Play(min=0, max=last, value=_step(step, last), description="step"),
        **{own: field for own, field in fields.items() if letter(own) in ("x", "y")},
        **{
            own: ipywidgets.Dropdown(options=options, description={"bug": "plant a bug"}.get(own, own))
            for own, options in choices.items()
        },
        **fields,
    }
    first = {"k": step, **given, **{own: next(iter(options)) for own, options in choices.items()}}
    presets = {label: first | preset for label, preset in (presets or {}).items()}
    texts = picture.network.texts
    lights = {texts[own]: own.symbol for own in texts if own.letter != "back"}
    if again:
        controls |= {
            "state": taking(parameters_of(sizes))(lesson.begin),
            "step": taking(names[1:], state=True)(lesson.once),
            "restarts": [own for own in names if own not in ("k", "learning_rate", "bug")],
            "step_name": "Again",
        }
    caption = taking(names, state=again)(lesson.caption)
    fig = picture.fig
    return explore(fig, title=title, name=name, caption=caption, lights=lights, ask=ask, presets=presets, **controls)(
        update
    )


class _Lesson:
    """What the reader steps through: the network and data of a setting, its numbers, the words of its steps.

    Parameters
    ----------
    sizes : tuple of int
    pairs : list of (f of the hidden layers, f of the last layer)
        Among which the setting chooses.
    costs : dict
        Likewise, by what they are called.
    rest : Number or None
        The target that the others leave of 1.
    backward : bool
    """

    def __init__(self, sizes, pairs, costs, rest, backward):
        self.sizes, self.pairs, self.rest, self.backward = sizes, pairs, rest, backward
        self.walks = {cost: walk(sizes, backward, cost) for cost in costs.values()}
        self.n_steps = len(next(iter(self.walks.values())))
        words = [step.words for steps in self.walks.values() for step in steps if step.words != FALLS]
        self.words = list(dict.fromkeys(words)) + ([FALLS, RISES, STAYS, WRONG] if backward else [])

    def cost_of(self, values):
        """Name the cost of a setting."""
        return values.get("cost", next(iter(self.walks)))

    def problem(self, values):
        """Make the network that the reader has set, or that updates have made of it, its input and target."""
        pick = np.eye(len(self.pairs))[[values["activation"]]]
        hidden, last = (OneOf(functions, pick) for functions in zip(*self.pairs, strict=True))
        if self.backward:
            pick = np.eye(len(BUGS), dtype=int)[[values["bug"]]]
            hidden, last = (Sabotaged(f, pick) for f in (hidden, last))
        if self.cost_of(values) == "cross_entropy":
            last = activations.softmax
        if self.rest:
            values = values | {self.rest: 1 - sum(values[Number("y", 0, i)] for i in range(1, self.sizes[-1]))}
        theta = values["state"]["theta"] if "state" in values else None
        return problem(self.sizes, hidden, last, values, theta)

    def compute(self, values):
        """List the steps, and compute all numbers."""
        (net, X, Y), cost = self.problem(values), self.cost_of(values)
        found = worked_numbers(net, X, Y, values["learning_rate"], cost) if self.backward else forward_numbers(net, X)
        return self.walks[cost], net, X, Y, found

    def begin(self, values):
        """Make the state before the first update."""
        return {"theta": parameters_from(self.sizes, values), "J": np.full(MOST_UPDATES + 1, np.nan), "updates": 0}

    def once(self, values):
        """Make one update."""
        (net, X, Y), state = self.problem(values), values["state"]
        g = backprop(net, X, Y, self.cost_of(values))
        descend(net, g, values["learning_rate"])
        path = np.where(np.arange(MOST_UPDATES + 1) == state["updates"], g.J, state["J"])
        return {"theta": net.to_vector(), "J": path, "updates": state["updates"] + 1}

    def caption(self, values):
        """Say what step k computes, and after the update how it has turned out."""
        steps, *_, found = self.compute(values)
        k = np.take(np.array([self.words.index(step.words) for step in steps]), values["k"])
        if self.backward:
            ending = self._ending(found, values["bug"])
            k = k + (values["k"] == self.n_steps - 1) * ending
        used = list(dict.fromkeys(re.findall(r"{(\w+)", "".join(self.words))))
        return [_numbered(text, used) for text in self.words], k, *(found[name] for name in used)

    @staticmethod
    def _ending(found, bug):
        """Number the words after the update: 0 for FALLS, 1 for RISES, 2 for STAYS, 3 for WRONG."""
        J, J_after = found["J"], found["J_after"]
        ending = np.where(np.abs(J_after - J) <= 1e-3 * J, 2, np.where(J_after > J, 1, 0))
        spoiled = np.eye(2)[[min(bug, 1)]]  # picked, so that the page needs one program for all bugs
        return picked(spoiled, [np.stack([ending]).reshape(1, 1), np.array([[3.0]])])[0, 0]


def _step(step, last):
    """Check the step to begin with."""
    step = checks.integer("step", step, at_least=0)
    if step > last:
        raise ValueError(f"step must be from 0 to {last}; got {step}")
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
        self.strips = [Curve(strip, len(sizes)), *([Factors(strip), Outer(strip, sizes)] if backward else [])]
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
        return steps.first_shown.get(name, 0) <= n and not outdated

    def _marks(self, steps, found, k):
        """Move the frame to the unit, make lines stand out, lock units that do not listen."""
        network, nowhere = self.network, (np.nan, np.nan)
        frames = np.array([[network.centres.get(step.unit, nowhere)] for step in steps])
        thick = np.full((len(steps), MOST_UNITS, 2, 2), np.nan)
        for n, step in enumerate(steps):
            for m, line in enumerate(step.lines):
                thick[n, m] = network.ends(*line)
        return {
            network.outline: placed(np.take(frames, k, axis=0)),
            network.thick: np.take(thick, k, axis=0),
            network.labels: placed(np.take(self._under(steps, "W"), k, axis=0)),
            network.ground: placed(np.take(self._under(steps, "dW", "back"), k, axis=0)),
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
        there = np.array([steps.first_shown[Number("a", *unit)] for unit in units]) <= k
        return placed(np.where(((np.abs(slope) < DEAF) & there)[:, np.newaxis], places, np.nan))
