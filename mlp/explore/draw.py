"""One way to draw a network: left to right, a circle a unit, a line a weight, numbers where they belong.

Inputs are at the left, layer numbers above. A line's width is |w|, and a negative weight is dashed; so the drawing says
the same without colour. On each unit stands its activation, below it its bias.

    drawing = draw_network(ax, [2, 4, 1])
    drawing.show(net, X[:1])                        sets everything, for a figure that stays still
    return {**drawing.data(net, X[:1]), ...}        the same as data, for the update function of a figure that moves
"""

import numpy as np
from matplotlib.collections import LineCollection

WEIGHT, ACTIVATION, INK = "#9b4f7f", "#0072b2", "#222832"
APART = 1.7  # from layer to layer, where units of a layer are 1 apart
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
            segments = [(start, end) for end in self.centres[l + 1] for start in self.centres[l]]
            for lines, style in ((self.positive, "-"), (self.negative, (0, (2, 1.5)))):
                lines.append(LineCollection(segments, colors=WEIGHT, linewidths=LINE, linestyles=[style], zorder=1))
                ax.add_collection(lines[l])
            self.negative[l].set_linewidths(np.full(len(segments), THINNEST))
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
            w = LINE * net.W[l].reshape(-1)
            data[self.positive[l]] = {"linewidths": np.clip(w, THINNEST, WIDEST)}
            data[self.negative[l]] = {"linewidths": np.clip(-w, THINNEST, WIDEST)}
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
