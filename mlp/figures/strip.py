"""What a step is made of, below the network or beside it: a curve, bars, a table, the path of J.

Each takes its place in the strip at its own steps, and says in ``data`` what its artists show at step k.
"""

from functools import partial

import numpy as np

from .. import activations
from .drawing import ACTIVATION, GRADIENT, INK, READER, SMALL, TARGET, WIDTH, placed, rounded_frames
from .number import Number, letter
from .walk import activation_of

DEAF = 0.01  # a unit whose |f'(z)| is smaller does not listen
MOST_UPDATES = 200  # of which the path of J is kept


class Curve:
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


def _text(ax, x, y, words, **style):
    return ax.text(x, y, words, **{"color": INK, "fontsize": SMALL, "va": "center", **style})


class Factors:
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
        self.one = _text(ax, self.ZERO + self.LONG, 91, "1", ha="center")
        self.values = [_text(ax, WIDTH - 2, y, "{:.3g}", ha="right") for y in self.ROWS]
        self.labels = [
            {kind: _text(ax, 2, y, words) for kind, words in labels.items()}
            for y, labels in zip(self.ROWS, self.LABELS, strict=True)
        ]
        self.deaf = _text(ax, 2, self.ROWS[1], self.DEAF)
        self.J = {
            "J": _text(ax, 2, 108, "$J$ = {:.4g}"),
            "J_after": _text(ax, WIDTH - 2, 108, "after the update {:.4g}", ha="right"),
        }
        self.verdicts = [_text(ax, 2, 10, words, color=colour, gid=name) for name, words, colour in self.VERDICTS]
        self.numerical = _text(ax, WIDTH - 2, 10, "measured {:.4g}", ha="right")

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
            data[text] = {"text": found[name], "visible": k >= steps.first_shown[name]}
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


class Outer:
    """At gradients: the column delta, the row a, with a 1 for the bias, and the table of their products."""

    DELTA, LEFT, APART = 94, 150, 51  # points: where the column stands, where the table begins, and how far on it goes
    TOP, DOWN = 90, 20

    def __init__(self, ax, sizes):
        self.sizes = sizes
        self.rows, self.columns = max(sizes[1:]), max(sizes[:-1]) + 1
        text = partial(_text, ax)
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
        entries = [self._entries(step) for step in steps]
        first = steps.first_shown
        seen = np.array([[name != "" and first.get(name, 0) <= n for name in row] for n, row in enumerate(entries)])
        numbers, seen_now = found.choose(entries, k), np.take(seen, k, axis=0)
        places = np.array([self._framed(step, row) for step, row in zip(steps, entries, strict=True)])
        there = {"visible": np.take(seen[:, 0], k)}
        texts = enumerate(self.texts)
        return {
            **{text: {"text": np.take(numbers, n), "visible": np.take(seen_now, n)} for n, text in texts},
            **dict.fromkeys((self.cross, *self.words), there),
            self.frames: placed(np.take(places, k, axis=0)),
        }

    def _framed(self, step, entries):
        """Place the frames around the two factors and their product."""
        if not any(entries):
            return np.full((3, 2), np.nan)
        return [self.texts[entries.index(name)].get_position() for name in step.factors]


class Path:
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
