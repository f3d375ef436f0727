"""The picture of the playground: a network with a map of the plane in every unit, the points, and the curves of J."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from ..explore.draw.palette import BLUE, GREEN, INK, PURPLE, VERMILION, YELLOW
from ..monitors import SMALL_SLOPE
from .drawing import all_to_all, placed, weight_lines, weight_widths
from .masked import (
    CURVES,
    DATA,
    INPUTS,
    LABELS,
    MOST_LAYERS,
    MOST_UNITS,
    POINTS,
    WHEN,
    chosen,
    costs_of,
    inputs_of,
    masks_of,
    network_at,
    points_of,
)

CELLS, COARSE, GAP = 48, 3, 2  # of the large map along a side; of a unit's map every third; of these between two maps
SMALL = CELLS // COARSE
EDGE = 6.0  # the plane is from -6 to 6
SIDE, COLUMN, MARGIN, LEFT = 28, 67, 20, 38  # points: of a unit's map, from a layer to the next, at the sides
PITCH = SIDE * (SMALL + GAP) / SMALL  # from a unit to the one below
HEAD, FOOT, PANEL = 22, 30, 190
FEET = {FOOT - 6: "dead", 8: "saturated"}  # at what height which shares of a layer stand
LINE, WIDEST = 1.2, 4.0  # points: the width of a weight of size 1, and of the largest
TALL, BROAD = HEAD + PITCH * MOST_UNITS + FOOT, LEFT + MARGIN + SIDE + COLUMN * (MOST_LAYERS + 1)
END = BROAD - MARGIN - SIDE / 2, TALL - HEAD - PITCH * MOST_UNITS / 2  # where the output unit is

COLUMNS = [len(INPUTS), *[MOST_UNITS] * MOST_LAYERS]  # how many units have a place in each
CENTRES = (np.arange(CELLS) + 0.5) / CELLS * 2 * EDGE - EDGE
PLANE = np.stack(np.meshgrid(CENTRES, CENTRES), axis=-1).reshape(-1, 2)


def place(column, i):
    """Find the centre of unit i of a column, from 0, in points."""
    return LEFT + SIDE / 2 + COLUMN * column, TALL - HEAD - PITCH * (i + 0.5)


PLACES = [np.array([place(column, i) for i in range(count)]) for column, count in enumerate(COLUMNS)]
UNITS_AT = np.concatenate([[END], *PLACES])  # of all units, the output first


def links(column, layers):
    """List the lines from the units of a column to all units of the next layer, which has rows of weights."""
    ends = np.array([END]) if column == layers else PLACES[column + 1]
    rim = np.array([SIDE / 2, 0])
    return np.array(all_to_all(PLACES[column] + rim, ends - rim))


def numbers_of(column, layers):
    """List for these lines the number of the unit that each leads to, and the number of that which it comes from."""
    first = 0 if column == layers else 1 + sum(COLUMNS[: column + 1])
    ends = 1 if column == layers else COLUMNS[column + 1]
    return [(first + i, j) for i in range(ends) for j in range(1, COLUMNS[column] + 1)]


class Picture:
    """The artists, and what they show."""

    def __init__(self):
        wide = BROAD + 2 * PANEL + 92
        self.fig = Figure(figsize=(wide / 72, TALL / 72), layout="none")
        bottom, height = (TALL - PANEL) / 2 / TALL, PANEL / TALL
        self._draw_network(self.fig.add_axes((0, 0, BROAD / wide, 1)))
        self._draw_plane(self.fig.add_axes(((BROAD + 40) / wide, bottom, PANEL / wide, height)))
        self._draw_course(self.fig.add_axes(((BROAD + PANEL + 86) / wide, bottom, PANEL / wide, height)))

    def _draw_network(self, ax):
        ax.set(xlim=(0, BROAD), ylim=(0, TALL))
        ax.axis("off")
        between = [links(column, MOST_LAYERS) for column in range(MOST_LAYERS)]
        last = links(MOST_LAYERS, MOST_LAYERS)
        self.marked = _lines(ax, last[:1], YELLOW, linewidths=7, zorder=0)
        self.links = [weight_lines(ax, segments) for segments in between]
        self.last = weight_lines(ax, last)
        self.touched = [_lines(ax, segments, INK, linewidths=7, alpha=0) for segments in [*between, last]]
        self.maps = [_column(ax, column) for column in range(MOST_LAYERS + 1)]
        self.end = _map(ax, np.zeros((SMALL, SMALL)), *END)
        style = {"marker": "s", "facecolors": [(1, 1, 1, 0)]}
        self.units = ax.scatter(*UNITS_AT.T, s=SIDE**2, edgecolors=INK, linewidths=0.8, zorder=3, **style)
        self.seen = ax.scatter(*END, s=(SIDE + 4) ** 2, edgecolors=YELLOW, linewidths=3, zorder=4, **style)
        words = {"ha": "center", "va": "center", "fontsize": 9}
        ax.text(place(0, 0)[0], TALL - HEAD / 2, "inputs", **words)
        ax.text(END[0], END[1] + SIDE / 2 + 10, "output", **words)
        for (x, y), name in zip(PLACES[0], LABELS.values(), strict=True):
            ax.text(x - SIDE / 2 - 5, y, name, ha="right", va="center", fontsize=8)
        self.heads = [
            ax.text(place(c, 0)[0], TALL - HEAD / 2, "{:d} units", **words) for c in range(1, MOST_LAYERS + 1)
        ]
        small = words | {"fontsize": 8}
        for y, name in FEET.items():
            ax.text(LEFT + SIDE, y, name, **small | {"ha": "right"})
        self.feet = [[ax.text(place(c, 0)[0], y, "{:.0%}", **small) for y in FEET] for c in range(1, MOST_LAYERS + 1)]

    def _draw_plane(self, ax):
        self.plane, ticks = ax, [-5, 0, 5]
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="$x_1$", ylabel="$x_2$", xticks=ticks, yticks=ticks)
        ax.set_title("what the unit in the frame says", fontsize=9, loc="left")
        extent = (-EDGE, EDGE, -EDGE, EDGE)
        style = {"extent": extent, "origin": "lower", "cmap": "classes", "vmin": -1, "vmax": 1}
        self.surface = ax.imshow(np.zeros((CELLS, CELLS)), interpolation="bilinear", **style)
        self.points = {}
        for kind, marker, colour in ((0, "o", VERMILION), (1, "s", BLUE)):
            for part, face, edge in (("train", colour, "white"), ("test", "white", colour)):
                style = {"s": 18, "marker": marker, "facecolors": face, "edgecolors": edge, "linewidths": 0.8}
                self.points[part, kind] = ax.scatter(*np.zeros((2, POINTS)), **style)

    def _draw_course(self, ax):
        ax.set(xlim=(1, WHEN[-1]), ylim=(1e-4, 3), xscale="log", yscale="log", xlabel="steps")
        ax.set_title("the cost $J$, and its part for weights", fontsize=9, loc="left")
        styles = (INK, "-", "train"), (GREEN, "--", "test"), (PURPLE, ":", "weights")
        self.curves = {
            name: ax.plot(WHEN, 0 * WHEN + 1, color=colour, linestyle=style, label=label)[0]
            for name, (colour, style, label) in zip(CURVES, styles, strict=True)
        }
        ax.legend(loc="lower left", fontsize=8, frameon=False)

    # ---- What they show ----

    def data(self, state, values):
        """Say what every artist shall show."""
        points, masks = points_of(values), masks_of(values)
        net = network_at(state, values, points)
        forward = net.feed_forward(points.X)
        grid = inputs_of(PLANE + 0 * values["seed"])  # so the page works them out, and need not be sent them
        said = net.feed_forward(grid).a[1:]
        said[0] = grid / np.abs(grid).max(axis=0)
        said[-1] = np.where(points.numbers, said[-1], 2 * said[-1] - 1)
        return {
            **self._maps(said, masks),
            **self._links(net, values),
            **self._layers(net, forward, masks, points),
            **self._plane(said, values, points),
            **self._course(state, costs_of(values, net, points, forward)),
        }

    def _maps(self, said, masks):
        faint = said[0] * (0.2 + 0.8 * masks[0])  # inputs that are off
        columns = [faint, *(np.where(mask == 1, a, np.nan) for mask, a in zip(masks[1:-1], said[1:-1], strict=True))]
        nothing = {"array": np.zeros((MOST_UNITS * (SMALL + GAP), SMALL)), "visible": False}
        maps = [{"array": stacked(a), "visible": True} for a in columns] + [nothing] * (len(self.maps) - len(columns))
        return {**dict(zip(self.maps, maps, strict=True)), self.end: coarse(said[-1])[0]}

    def _links(self, net, values):
        layers, data = values["layers"], {}
        for column in range(MOST_LAYERS):
            there = column < layers
            W = net.W[column + 1].reshape(-1) if there else np.zeros(MOST_UNITS * COLUMNS[column])
            data |= weight_widths(*self.links[column], W, LINE, WIDEST)
            data[self.touched[column]] = {"segments": links(column, MOST_LAYERS), "visible": there}
        segments = np.concatenate([links(layers, layers), np.full((1, 2, 2), np.nan)])[:MOST_UNITS]
        W = np.concatenate([net.W[-1].reshape(-1), np.zeros(1)])[:MOST_UNITS]
        for artist, change in weight_widths(*self.last, W, LINE, WIDEST).items():
            data[artist] = {**change, "segments": segments}
        return data | {self.touched[-1]: segments, self.marked: self._marked(values)}

    @staticmethod
    def _marked(values):
        """Find the line of the weight that is chosen; a bias has none."""
        layers = values["layers"]
        lines = np.full((len(UNITS_AT) * (MOST_UNITS + 1), 2, 2), np.nan)
        for column in range(layers + 1):
            for (unit, source), line in zip(numbers_of(column, layers), links(column, layers), strict=True):
                lines[unit * (MOST_UNITS + 1) + source] = line
        line = np.take(lines, values["unit"] * (MOST_UNITS + 1) + values["weight_from"], axis=0)
        seen = (chosen(values).sum() == 1) & (values["weight_from"] > 0)
        return {"segments": np.stack([np.where(seen, line, np.nan)]), "visible": seen}

    def _layers(self, net, forward, masks, points):
        data, train = {}, points.train
        for l, (head, feet) in enumerate(zip(self.heads, self.feet, strict=True), start=1):
            if l >= len(masks) - 1:
                data |= {text: {"text": 0, "visible": False} for text in (head, *feet)}
                continue
            slope, count = net.f[l + 1].derivative(forward.z[l + 1], forward.a[l + 1]), masks[l].sum()
            dead = ((slope == 0) | ~train).all(axis=0)
            saturated = ((np.abs(slope) < SMALL_SLOPE) & train).sum(axis=0) / np.maximum(train.sum(), 1)
            data[head] = {"text": count, "visible": True}
            for foot, share in zip(feet, (dead, saturated), strict=True):
                data[foot] = {"text": (masks[l] * share).sum() / count, "visible": True}
        missing = [np.zeros(MOST_UNITS, dtype=int)] * (MOST_LAYERS + 2 - len(masks))
        there = np.concatenate([[1], np.ones(len(INPUTS), dtype=int), *masks[1:-1], *missing])
        return data | {self.units: np.where(there[:, np.newaxis] == 1, UNITS_AT, np.nan)}

    def _plane(self, said, values, points):
        unit = values["unit"]
        surface, first = said[-1][:, 0] * (unit == 0), 1
        for a, count in zip(said[:-1], COLUMNS, strict=False):
            surface = surface + a @ (1.0 * (np.arange(first, first + count) == unit))
            first += count
        surface = np.where(values["discrete"], np.sign(surface), surface)
        data = {self.surface: surface.reshape(CELLS, CELLS), self.seen: np.stack([np.take(UNITS_AT, unit, axis=0)])}
        X, high = points.X[:, :2], points.Y > np.where(points.numbers, 0.0, 0.5)
        for (part, kind), artist in self.points.items():
            seen = getattr(points, part) & (high if kind else ~high)
            there = part == "train" or values["show_test"] | (values["data"] == len(DATA))
            data[artist] = placed(np.where(seen & there, X, np.nan))
        return data

    def _course(self, state, costs):
        t = state["t"]
        now = np.minimum(WHEN, np.maximum(t, 1))
        return {self.curves[name]: (now, np.where(t <= WHEN, J, state[name])) for name, J in costs.items()}


def coarse(a):
    """Thin out maps, of activations of shape (cells^2, units): to (units, rows, columns), the top row first."""
    return a.reshape(CELLS, CELLS, -1)[::-1][COARSE // 2 :: COARSE, COARSE // 2 :: COARSE].transpose(2, 0, 1)


def stacked(a):
    """Stack the coarse maps of a column, the top unit first, with gaps between them."""
    maps = coarse(a)
    n = maps.shape[0]
    gap = np.full((n, GAP // 2, SMALL), np.nan)
    rows = np.concatenate([gap, maps, gap], axis=1).reshape(n * (SMALL + GAP), SMALL)
    return np.concatenate([rows, np.full(((MOST_UNITS - n) * (SMALL + GAP), SMALL), np.nan)])


def _lines(ax, segments, colour, **style):
    return ax.add_collection(LineCollection(segments, colors=colour, **style))


def _map(ax, numbers, x, y):
    """Draw an image of a unit's width, with its centre at (x, y)."""
    high = SIDE / SMALL * len(numbers) / 2
    style = {"cmap": "classes", "vmin": -1, "vmax": 1, "aspect": "auto", "zorder": 2}
    return ax.imshow(numbers, extent=(x - SIDE / 2, x + SIDE / 2, y - high, y + high), **style)


def _column(ax, column):
    """Draw the maps of a column as one image."""
    numbers = np.full((MOST_UNITS * (SMALL + GAP), SMALL), np.nan)
    return _map(ax, numbers, place(column, 0)[0], TALL - HEAD - PITCH * MOST_UNITS / 2)
