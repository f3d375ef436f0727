"""One way to draw a network: left to right, a circle a unit, a line a weight, numbers where they belong.

Inputs are at the left, layer numbers above. A line's width is |w|, and a negative weight is dashed; so the drawing says
the same without colour. On each unit stands its activation, below it its bias::

    drawing = draw_network(ax, [2, 4, 1])
    drawing.show(net, X[:1])                        sets everything, for a figure that stays still
    return {**drawing.data(net, X[:1]), ...}        the same as data, for the update function of a figure that moves

A worked example wants more numbers: weights on the lines and gradients below them, z and a side by side in a unit,
delta above it and its bias below. `WorkedNetwork` has room for them all, in a small network.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from .. import network
from ..explore.draw.palette import BLUE, GREEN, INK, PURPLE, VERMILION, YELLOW
from .number import Number

ACTIVATION, GRADIENT, TARGET, WEIGHT, READER = BLUE, VERMILION, GREEN, PURPLE, YELLOW
APART = 1.7  # from layer to layer, where units of a layer are 1 apart
HANDLE = {"color": "C4", "markeredgecolor": "k", "markersize": 11, "clip_on": False}  # a point that a reader drags
LINE = 2.5  # width of the line of a weight of size 1, in points
THINNEST, WIDEST = 1e-3, 6.0  # the thinnest is not seen; Matplotlib has no dashes of width 0


class NetworkDrawing:
    """The artists of a network that `draw_network` has drawn.

    Attributes
    ----------
    units : list
        ``units[l]`` are the circles of layer l, a scatter; slot 0 is None.
    positive, negative : list
        ``positive[l]`` and ``negative[l]`` are the lines of W^(l), to unit i from unit j, in the order of
        ``W.reshape(-1)``. A weight's line is in both; in that of the other sign it is too thin to be seen.
        Slot 0 is None.
    activations, biases : list
        ``activations[l][i]`` and ``biases[l][i]`` are the texts on and below unit i of layer l (of layer l + 1 for b).
    centres : list
        ``centres[l]``, shape (s_l, 2), is where the circles of layer l are; slot 0 is None.
    """

    def __init__(self, ax, sizes, numbers=True, radius=0.34):
        self.sizes = tuple(sizes)
        L = len(self.sizes)
        self.centres = [None, *(_column(APART * l, size) for l, size in enumerate(self.sizes))]
        self.positive, self.negative = [None], [None]
        for l in range(1, L):
            positive, negative = weight_lines(ax, all_to_all(self.centres[l], self.centres[l + 1]))
            self.positive.append(positive)
            self.negative.append(negative)
        self.units = [None]
        self.activations, self.biases = [None], [None]
        size = (2 * radius * _points_a_unit(ax, self.sizes)) ** 2
        for l in range(1, L + 1):
            x, y = self.centres[l].T
            self.units.append(
                ax.scatter(x, y, s=size, facecolors="white", edgecolors=ACTIVATION, linewidths=1.5, zorder=2)
            )
            ax.text(APART * (l - 1), _top(self.sizes) + 0.75, f"{l}", ha="center", va="center", fontsize="small")
            if numbers:
                self.activations.append([_text(ax, *at, "{:.2f}", ACTIVATION) for at in self.centres[l]])
            if numbers and l > 1:
                below = self.centres[l] - [0, radius + 0.15]
                self.biases.append([_text(ax, *at, "{:+.2f}", WEIGHT) for at in below])
                for text in self.biases[-1]:  # lines pass there
                    text.set_path_effects([withStroke(linewidth=3, foreground="white")])
        ax.set(
            xlim=(-0.5, APART * (L - 1) + 0.5), ylim=(-_top(self.sizes) - 0.7, _top(self.sizes) + 0.95), aspect="equal"
        )
        ax.axis("off")
        texts = [text for layer in self.activations + self.biases for text in layer or ()]
        self._formats = {text: text.get_text() for text in texts}

    def data(self, net, x=None):
        """Say what every artist shall show for the parameters of `net` and, where there is one, the input x.

        Parameters
        ----------
        net : Network
            Of the sizes that are drawn.
        x : array of shape (1, s_1) or None
            For the activations.

        Returns
        -------
        dict
            {artist: new data}, as an update function of `explore` returns it.
        """
        if net.sizes != self.sizes:
            raise ValueError(f"drawn is a network of sizes {self.sizes}; got {net.sizes}")
        data = {}
        for l in range(1, len(self.sizes)):
            data |= weight_widths(self.positive[l], self.negative[l], net.W[l].reshape(-1))
            if len(self.biases) > 1:
                data.update({text: net.b[l][i] for i, text in enumerate(self.biases[l])})
        if x is not None and len(self.activations) > 1:
            a = net.forward(x).a
            for l in range(1, len(self.sizes) + 1):
                data.update({text: a[l][0, i] for i, text in enumerate(self.activations[l])})
        return data

    def show(self, net, x=None):
        """Set every artist to what `data` says."""
        for artist, value in self.data(net, x).items():
            if isinstance(value, dict):
                artist.set(**value)
            else:
                artist.set_text(self._formats[artist].format(value))


def draw_network(ax, sizes, numbers=True):
    """Draw a network into an axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        It loses its frame and gets limits of its own.
    sizes : sequence of int
        s_1, ..., s_L, as for `mlp.Network`.
    numbers : bool
        Whether activations and biases are written on and below the units.

    Returns
    -------
    NetworkDrawing
    """
    return NetworkDrawing(ax, sizes, numbers)


# Of a worked network, in points of a page that is as wide as a telephone: text has its own size there, and must fit.
WIDTH, ROW = 330, 108
INPUT, UNIT, HEIGHT = 42, 80, 30  # widths of an input and of a unit, and the height of both
NARROW, TALL = 46, 40  # width and height of a unit whose halves stand above each other, where there are four layers
ABOVE, BELOW = 67, 60  # room above the highest units and below the lowest
MOST_UNITS = 3
MOST_LAYERS = {3: 3, 2: 4}  # of so many units
ROUND = 15  # greatest radius of a corner
MOST_NUMBERS = 6  # on the lines of a layer


class WorkedNetwork:
    """A small network with room for every number of a worked example.

    A unit has two halves: z at the left, where its inputs arrive, and a at the right; where there are four layers, z
    above a. Weights stand on the lines, and
    the derivative of J by a weight below it, or what comes back along the line; delta stands above a unit, its bias and
    the derivative by it below.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its unit of length becomes a point; it should be `WIDTH` wide, and ``height(sizes)`` high and a bit.
    sizes : sequence of int
        At most three layers of at most three units, or four of at most two.
    bottom : float
        How much is left free below the network.
    backward : bool
        Whether it has room for targets, deltas and gradients, too.

    Attributes
    ----------
    texts : dict
        The text of each number, by its name (and gid) in the lecture's indices: ``"x_1"``, ``"y_1"``, ``"W1_12"``,
        ``"b1_1"``, ``"z2_1"``, ``"a2_1"``, ``"delta2_1"``, ``"dW1_12"``, ``"db1_1"``, ``"back2_21"``.
    positive, negative : LineCollection
        The lines of all weights, W^(1) row by row, then W^(2).
    outline : PathCollection
        A frame around one unit, the reader's place.
    thick : LineCollection
        What makes up to `MOST_UNITS` of the lines stand out, behind them.
    labels, ground : PathCollection
        Clean paper for weights and, on top of what stands out, for their gradients.
    locks : PathCollection
        A lock at units that do not listen.
    centres : dict
        Where each unit is, by (l, i) as in the lecture.

    Raises
    ------
    ValueError
        Where the network is too large to be read.
    """

    def __init__(self, ax, sizes, bottom=0, backward=True):
        self.sizes, self.backward = small(sizes), backward
        self.stacked = len(self.sizes) > 3
        self.unit = (NARROW, TALL) if self.stacked else (UNIT, HEIGHT)
        self.half = (0, TALL / 4) if self.stacked else (-UNIT / 4, 0)  # to z from the middle of a unit; a is opposite
        self.top = bottom + BELOW + ROW * (max(self.sizes) - 1)
        ax.set(xlim=(0, WIDTH), ylim=(0, self.top + ABOVE))
        ax.axis("off")
        middle = bottom + BELOW + ROW * (max(self.sizes) - 1) / 2
        self.centres = {
            (l, i): (x, middle + ROW * ((size + 1) / 2 - i))
            for l, (x, size) in enumerate(zip(self._columns(), self.sizes, strict=True), start=1)
            for i in range(1, size + 1)
        }
        self.texts = {}
        self._draw_lines(ax)
        self._draw_units(ax)
        self._draw_headings(ax)

    def _columns(self):
        """Place the layers: inputs at the left edge, the last units at the right one, gaps of one width between."""
        widths = np.array([INPUT] + [self.unit[0]] * (len(self.sizes) - 1))
        gap = (WIDTH - 2 - widths.sum()) / (len(widths) - 1)
        return 1 + np.cumsum(widths + gap) - gap - widths / 2

    def ends(self, l, i, j):
        """Find where the line of W_ij^(l) begins and ends, at the rims of its units."""
        (x0, y0), (x1, y1) = self.centres[l, j], self.centres[l + 1, i]
        width = self.unit[0]
        return (x0 + (INPUT if l == 1 else width) / 2, y0), (x1 - width / 2, y1)

    def _draw_lines(self, ax):
        lines = list(weights_of(self.sizes))
        segments = np.array([self.ends(*line) for line in lines])
        self.thick = LineCollection(segments[:MOST_UNITS], colors=READER, linewidths=8, zorder=0)
        ax.add_collection(self.thick)
        self.positive, self.negative = weight_lines(ax, segments)
        shares = np.array([1 / (self.sizes[l] + 1) for l, _, _ in lines])[:, np.newaxis]
        places = (1 - shares) * segments[:, 0] + shares * segments[:, 1]  # so they are equally far apart
        self.labels = rounded_frames(ax, np.add(places, [0, 5]), 34, 12, edgecolors="none", zorder=1.5)
        self.ground = rounded_frames(ax, np.add(places[:1], [6, -8.5]), 46, 13, edgecolors="white", zorder=1.5)
        for (l, i, j), (x, y) in zip(lines, places, strict=True):
            self._number(ax, Number("W", l, i, j), x, y + 5, "{:.2f}", WEIGHT)
            if self.backward:
                place = self._beside(l, i, j, x, y)
                self._number(ax, Number("dW", l, i, j), *place, "{:.2g}", GRADIENT)
            if self.backward and l > 1:
                self._number(ax, Number("back", l, i, j), *place, "{:.2g}" if self.stacked else "← {:.2g}", GRADIENT)

    def _beside(self, l, i, j, x, y):
        """Place a derivative below its weight, or above where a narrow line goes up, and delta stands below."""
        if not self.stacked:
            return x + 6, y - 8.5
        goes_up = self.centres[l + 1, i][1] > self.centres[l, j][1]
        return x + 8, y + 18.5 if goes_up else y - 8.5

    def _draw_units(self, ax):
        inputs, units = (
            [place for (l, _), place in self.centres.items() if (l == 1) is first] for first in (True, False)
        )
        (w, h), half = self.unit, self.half
        self.outline = rounded_frames(ax, [self.centres[2, 1]], w + 8, h + 8, edgecolors=READER, linewidths=3)
        rounded_frames(ax, inputs, INPUT, HEIGHT, edgecolors=ACTIVATION, linewidths=1.5)
        rounded_frames(ax, units, w, h, edgecolors=ACTIVATION, linewidths=1.5)
        middle = np.array((w / 2, 0) if self.stacked else (0, h / 2))
        halves = [unit + way * middle for unit in units for way in (-1, 1, np.nan)]  # NaN: the pen is lifted
        ax.plot(*np.transpose(halves), color=ACTIVATION, linewidth=0.8, zorder=2)
        places = np.add(units, (w / 2 - 3, 0) if self.stacked else (w / 2 - 5, h / 2 + 8))
        self.locks = ax.scatter(*places.T, s=15**2, marker=LOCK, color=INK, linewidth=0, zorder=3, gid="locks")
        for (l, i), (x, y) in self.centres.items():
            if l == 1:
                self._number(ax, Number("x", 0, i), x, y, "{:.2f}", ACTIVATION)
                continue
            self._number(ax, Number("z", l, i), *np.add((x, y), half), "{:.2f}", ACTIVATION)
            self._number(ax, Number("a", l, i), *np.subtract((x, y), half), "{:.2f}", ACTIVATION)
            self._number(ax, Number("b", l - 1, i), x, y - h / 2 - 12, "$b$ {:.2f}", WEIGHT)
            if self.backward:
                digits = "{:.2g}" if self.stacked else "{:.3g}"
                self._number(ax, Number("delta", l, i), x - 4, y + h / 2 + 12, f"$\\delta$ {digits}", GRADIENT)
                self._number(ax, Number("db", l - 1, i), x, y - h / 2 - 25, "{:.3g}", GRADIENT)
            if self.backward and l == len(self.sizes):
                words = f"{'$y$' if self.stacked else 'target'} {{:.2f}}"
                self._number(ax, Number("y", 0, i), x, y - h / 2 - 38, words, TARGET)

    def _draw_headings(self, ax):
        for l in range(1, len(self.sizes) + 1):
            x = self.centres[l, 1][0]
            ax.text(x, self.top + 60, f"layer {l}", ha="center", va="center", fontsize=SMALL)
            halves = [(x + self.half[0], "$z$"), (x - self.half[0], "$a$")]
            if l == 1 or self.stacked:
                halves = [(x, "$x$" if l == 1 else "$z$, $a$")]
            for at, symbol in halves:
                ax.text(at, self.top + 44, symbol, ha="center", va="center", fontsize=SMALL, color=ACTIVATION)

    def _number(self, ax, name, x, y, form, colour):
        style = {"ha": "center", "va": "center", "fontsize": SMALL, "zorder": 4}
        text = self.texts[name] = ax.text(x, y, form, color=colour, gid=name, **style)
        if self.stacked and name.letter in ("b", "delta"):  # lines pass there
            text.set_path_effects([withStroke(linewidth=3, foreground="white")])

    def lines(self, weights):
        """Say how thick and dashed the lines are for the weights, a vector: W^(1) row by row, then W^(2)."""
        return weight_widths(self.positive, self.negative, weights)

    def keep(self, names):
        """Remove what moves, and every number but these, for a drawing that says what is given."""
        for artist in (self.outline, self.thick, self.ground, self.locks):
            artist.remove()
        for name in set(self.texts) - set(names):
            self.texts.pop(name).remove()

    def is_crowded(self, l):
        """Tell whether layer l has more lines than can all have their numbers."""
        return self.sizes[l - 1] * self.sizes[l] > MOST_NUMBERS

    @staticmethod
    def height(sizes):
        """Compute how high the network is, in points."""
        return ABOVE + BELOW + ROW * (max(small(sizes)) - 1)


SMALL = 10.5  # points, of numbers
LOCK = Path(
    [(-5, -6), (5, -6), (5, 1), (3, 1), (3, 3), (0, 7), (-3, 3), (-3, 1), (-5, 1), (-5, -6),
     (-1.4, 1), (-1.4, 3), (0, 5), (1.4, 3), (1.4, 1), (-1.4, 1)],
    [Path.MOVETO, *[Path.LINETO] * 8, Path.CLOSEPOLY, Path.MOVETO, *[Path.LINETO] * 4, Path.CLOSEPOLY],
)  # fmt: skip


def small(sizes):
    """Check that every number of a network of these sizes can be read in a narrow page, and return them."""
    sizes = network.checked_sizes(sizes)
    if not any(max(sizes) <= units and len(sizes) <= layers for units, layers in MOST_LAYERS.items()):
        room = ", or ".join(f"{layers} layers of {units} units" for units, layers in MOST_LAYERS.items())
        raise ValueError(f"a worked example has room for {room}, inputs and outputs among them; got {list(sizes)}")
    return sizes


def weights_of(sizes):
    """List the weights of a network as (l, i, j), in the lecture's indices: W^(1) row by row, then W^(2), ..."""
    for l in range(1, len(sizes)):
        for i in range(1, sizes[l] + 1):
            for j in range(1, sizes[l - 1] + 1):
                yield l, i, j


def placed(offsets):
    """Show markers where they have a place."""
    return {"offsets": offsets, "visible": ~np.isnan(offsets).all()}


def rounded_frames(ax, places, width, height, **style):
    """Draw rectangles with round corners around places."""
    r = min(height / 2, ROUND)
    angles = np.linspace(-np.pi / 2, np.pi / 2, 9)
    up = np.sign(angles) * (height / 2 - r)
    right = np.stack([width / 2 - r + r * np.cos(angles), up + r * np.sin(angles)], axis=1)
    outline = Path(np.concatenate([right, -right, right[:1]]), closed=True)
    return ax.scatter(*np.transpose(places), s=width**2, marker=outline, facecolors="white", **{"zorder": 2, **style})


def all_to_all(starts, ends):
    """List the lines of a layer of weights, to unit i from unit j, in the order of ``W.reshape(-1)``."""
    return [(start, end) for end in ends for start in starts]


def weight_lines(ax, segments):
    """Draw each line twice: solid for a positive weight, dashed for a negative one."""
    solid, dashed = (
        LineCollection(segments, colors=WEIGHT, linewidths=LINE, linestyles=[style], zorder=1)
        for style in ("-", (0, (2, 1.5)))
    )
    dashed.set_linewidths(np.full(len(segments), THINNEST))
    ax.add_collection(solid)
    ax.add_collection(dashed)
    return solid, dashed


def weight_widths(positive, negative, w, line=LINE, widest=WIDEST):
    """Say how wide the two sets of lines are for weights w: `line` points for a weight of size 1, at most `widest`."""
    return {
        lines: {"linewidths": np.clip(sign * line * w, THINNEST, widest)}
        for lines, sign in ((positive, 1), (negative, -1))
    }


def _column(x, size):
    """Place the units of one layer above each other, centred at 0."""
    return np.stack([np.full(size, float(x)), (size - 1) / 2 - np.arange(size)], axis=1)


def _top(sizes):
    return (max(sizes) - 1) / 2


def _points_a_unit(ax, sizes):
    """Compute how many points of the drawn figure one unit of length in the axes has."""
    box = ax.get_position().size * ax.figure.get_size_inches() * 72
    return min(box[0] / (APART * (len(sizes) - 1) + 1), box[1] / (2 * _top(sizes) + 1.65))


def _text(ax, x, y, form, colour):
    return ax.text(x, y, form, color=colour, ha="center", va="center", fontsize="x-small")
