"""The playground: a network whose layers, data, costs and rules the reader changes while it learns::

    playground(name="playground")

What it computes is said in `masked`. Here is how it is seen: a map of the plane in every unit, the points, the curves
of J; and what the reader moves.
"""

import ipywidgets
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from ..explore import explore, pick
from ..explore.draw.palette import BLUE, GREEN, INK, PURPLE, VERMILION, YELLOW
from ..monitors import SMALL_SLOPE
from .drawing import LINE, THINNEST, WIDEST
from .masked import (
    ACTIVATIONS,
    BATCHES,
    DATA,
    INPUTS,
    MOST_LAYERS,
    MOST_UNITS,
    RULE_NAMES,
    SEEDS,
    UNITS,
    WHEN,
    advance,
    begin,
    costs_of,
    gradient_of,
    inputs_of,
    masks_of,
    network_at,
    points_of,
)
from .worked import taking

CELLS, COARSE, GAP = 48, 3, 2  # of the large map along a side; of a unit's map every third; of these between two maps
SMALL = CELLS // COARSE
EDGE = 6.0  # the plane is from -6 to 6
SIDE, COLUMN, MARGIN = 28, 67, 20  # points: of a unit's map, from a layer to the next, at the sides
PITCH = SIDE * (SMALL + GAP) / SMALL  # from a unit to the one below
HEAD, FOOT, PANEL = 22, 26, 186
TALL, BROAD = HEAD + PITCH * MOST_UNITS + FOOT, 2 * MARGIN + SIDE + COLUMN * MOST_LAYERS

CENTRES = (np.arange(CELLS) + 0.5) / CELLS * 2 * EDGE - EDGE
PLACES = np.stack(np.meshgrid(CENTRES, CENTRES), axis=-1).reshape(-1, 2)
NAMES = ["output", "x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]
NAMES += [f"layer {l}, unit {i}" for l in range(2, MOST_LAYERS + 2) for i in range(1, MOST_UNITS + 1)]


def place(column, i):
    """Find the centre of unit i of a column, from 0, in points."""
    return MARGIN + SIDE / 2 + COLUMN * column, TALL - HEAD - PITCH * (i + 0.5)


class Picture:
    """The network with a map in each unit, the plane with the points, and the curves of J."""

    def __init__(self):
        wide = BROAD + 2 * PANEL + 70
        self.fig = Figure(figsize=(wide / 72, TALL / 72), layout="none")
        bottom, height = (FOOT + 12) / TALL, PANEL / TALL
        network = self.fig.add_axes((0, 0, BROAD / wide, 1))
        plane = self.fig.add_axes(((BROAD + 20) / wide, bottom, PANEL / wide, height))
        course = self.fig.add_axes(((BROAD + PANEL + 64) / wide, bottom, PANEL / wide, height))
        self._draw_network(network)
        self._draw_plane(plane)
        self._draw_course(course)

    def _draw_network(self, ax):
        ax.set(xlim=(0, BROAD), ylim=(0, TALL))
        ax.axis("off")
        columns = range(MOST_LAYERS + 1)
        counts = [len(INPUTS), *[MOST_UNITS] * MOST_LAYERS]
        places = [np.array([place(c, i) for i in range(counts[c])]) for c in columns]
        right, left = np.array([SIDE / 2, 0]), np.array([-SIDE / 2, 0])
        self.links = [
            _links(ax, [(start + right, end + left) for end in places[c + 1] for start in places[c]])
            for c in range(MOST_LAYERS)
        ]
        end = np.array([BROAD, TALL / 2])
        self.ends = [np.array([(start + right, end) for start in places[c]]) for c in columns]
        self.last = _links(ax, np.concatenate([self.ends[1]]))
        self.maps = [_column(ax, c) for c in columns]
        style = {"marker": "s", "facecolors": "none"}
        self.places = np.concatenate(places)
        self.frames = ax.scatter(*self.places.T, s=SIDE**2, edgecolors=INK, linewidths=0.8, zorder=3, **style)
        self.seen = ax.scatter(*self.places[:1].T, s=(SIDE + 4) ** 2, edgecolors=YELLOW, linewidths=3, zorder=4, **style)
        words = {"ha": "center", "va": "center", "fontsize": 9}
        self.heads = [
            ax.text(place(c, 0)[0], TALL - HEAD / 2, text, **words)
            for c, text in zip(columns, ["inputs", *["{:.0f} units"] * MOST_LAYERS], strict=True)
        ]
        self.feet = [
            ax.text(place(c, 0)[0], FOOT / 2, "{:.0%} dead\n{:.0%} saturated", **words | {"fontsize": 8})
            for c in columns[1:]
        ]

    def _draw_plane(self, ax):
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="$x_1$", ylabel="$x_2$", xticks=[-5, 0, 5], yticks=[-5, 0, 5])
        extent = (-EDGE, EDGE, -EDGE, EDGE)
        style = {"extent": extent, "origin": "lower", "cmap": "classes", "vmin": -1, "vmax": 1}
        self.surface = ax.imshow(np.zeros((CELLS, CELLS)), interpolation="bilinear", **style)
        self.title = ax.set_title("{}", fontsize=9)
        self.points = {}
        for kind, marker, colour in ((0, "o", VERMILION), (1, "s", BLUE)):
            for part, face, edge in (("train", colour, "white"), ("test", "white", colour)):
                self.points[part, kind] = ax.scatter(
                    np.zeros(200), np.zeros(200), s=16, marker=marker, facecolors=face, edgecolors=edge, linewidths=0.8
                )

    def _draw_course(self, ax):
        ax.set(xlim=(1, WHEN[-1]), ylim=(1e-4, 3), xscale="log", yscale="log", xlabel="steps")
        ax.set_title("$J$", fontsize=9)
        self.curves = {
            "J_train": ax.plot(WHEN, 0 * WHEN + 1, color=INK, label="train")[0],
            "J_test": ax.plot(WHEN, 0 * WHEN + 1, color=GREEN, linestyle="--", label="test")[0],
            "J_decay": ax.plot(WHEN, 0 * WHEN + 1, color=PURPLE, linestyle=":", label="of the weights")[0],
        }
        ax.legend(loc="lower left", fontsize=8, frameon=False)

    # ---- What it shows ----

    def data(self, state, values):
        """Say what every artist shall show."""
        points, masks, layers = points_of(values), masks_of(values), values["layers"]
        net = network_at(state, values, points)
        forward = net.feed_forward(points.X)
        grid = inputs_of(PLACES + 0 * values["seed"])  # so the page works them out, and need not be sent them
        over = net.feed_forward(grid).a[1:]
        over[0] = grid / np.abs(grid).max(axis=0) * (0.25 + 0.75 * masks[0])
        over[-1] = np.where(points.numbers, over[-1], 2 * over[-1] - 1)
        return {
            **self._maps(over, [np.ones(len(INPUTS), dtype=int), *masks[1:-1]]),
            **self._links(net, layers),
            **self._words(net, forward, masks, points),
            **self._plane(over, values, points),
            **self._course(state, costs_of(values, net, points, forward)),
        }

    def _maps(self, over, there):
        data = {}
        for c, image in enumerate(self.maps):
            if c < len(there):
                data[image] = stacked(np.where(there[c] == 1, over[c], np.nan))
            else:
                data[image] = np.full((MOST_UNITS * (SMALL + GAP), SMALL), np.nan)
        return data

    def _links(self, net, layers):
        data = {}
        for c, lines in enumerate(self.links):
            W = net.W[c + 1].reshape(-1) if c < layers else np.zeros(len(lines[0].get_paths()))
            data |= widths(lines, W)
        n = len(INPUTS) if layers == 0 else MOST_UNITS
        W = np.concatenate([net.W[-1].reshape(-1), np.zeros(MOST_UNITS - n)])
        for artist, change in widths(self.last, W).items():
            data[artist] = {**change, "segments": self.ends[layers][np.arange(MOST_UNITS) % n]}
        return data

    def _words(self, net, forward, masks, points):
        data, shown = {}, [np.ones(len(INPUTS), dtype=int)]
        for c in range(1, MOST_LAYERS + 1):
            head, foot = self.heads[c], self.feet[c - 1]
            if c >= len(masks) - 1:
                data |= {head: {"text": 0, "visible": False}, foot: {"text": (0, 0), "visible": False}}
                shown.append(np.zeros(MOST_UNITS, dtype=int))
                continue
            slope, mask = net.f[c + 1].derivative(forward.z[c + 1]), masks[c]
            count = mask.sum()
            silent = np.where(points.train, slope == 0, True).all(axis=0)
            quiet = (points.train & (np.abs(slope) < SMALL_SLOPE)).sum(axis=0) / np.maximum(points.train.sum(), 1)
            shares = tuple((mask * share).sum() / count for share in (silent, quiet))
            data |= {head: {"text": count, "visible": True}, foot: {"text": shares, "visible": True}}
            shown.append(mask)
        shown = np.concatenate(shown)[:, np.newaxis]
        return data | {self.frames: np.where(shown == 1, self.places, np.nan)}

    def _plane(self, over, values, points):
        which = values["unit"]
        big = over[-1][:, 0] * (which == 0)
        begin = 1
        for a in over[:-1]:
            n = a.shape[1]
            chosen = 1.0 * (np.arange(begin, begin + n) == which)
            big = big + a @ chosen
            begin += n
        big = np.where(values["discrete"], np.sign(big), big)
        spot = np.take(np.concatenate([[[np.nan, np.nan]], self.places]), which, axis=0)
        data = {self.surface: big.reshape(CELLS, CELLS), self.seen: np.stack([spot])}
        X, high = points.X[:, :2], points.Y > np.where(points.numbers, 0.0, 0.5)
        for (part, kind), artist in self.points.items():
            inside = getattr(points, part) & (high if kind else ~high)
            inside = inside & (part == "train" or values["show_test"])
            data[artist] = np.where(inside, X, np.nan)
        return data

    def _course(self, state, costs):
        t = state["t"]
        now = np.minimum(WHEN, np.maximum(t, 1))
        return {self.curves[name]: (now, np.where(t <= WHEN, J, state[name])) for name, J in costs.items()}


def stacked(a):
    """Stack the coarse maps of units, of activations a of shape (cells^2, units), top unit first, gaps between them."""
    maps = a.reshape(CELLS, CELLS, -1)[::-1][COARSE // 2 :: COARSE, COARSE // 2 :: COARSE].transpose(2, 0, 1)
    n = maps.shape[0]
    gap = np.full((n, GAP // 2, SMALL), np.nan)
    rows = np.concatenate([gap, maps, gap], axis=1).reshape(n * (SMALL + GAP), SMALL)
    return np.concatenate([rows, np.full(((MOST_UNITS - n) * (SMALL + GAP), SMALL), np.nan)])


def widths(lines, W):
    """Say how wide solid and dashed lines are: those of positive and of negative weights."""
    return {
        artist: {"linewidths": np.clip(sign * LINE * W, THINNEST, WIDEST)}
        for artist, sign in zip(lines, (1, -1), strict=True)
    }


def _links(ax, segments):
    """Draw lines twice: solid for positive weights, dashed for negative ones."""
    both = [
        LineCollection(segments, colors=PURPLE, linewidths=THINNEST, linestyles=[style], zorder=1)
        for style in ("-", (0, (2, 1.5)))
    ]
    for lines in both:
        ax.add_collection(lines)
    return both


def _column(ax, column):
    """Draw the maps of a column as one image."""
    x, top = place(column, 0)[0], TALL - HEAD
    extent = (x - SIDE / 2, x + SIDE / 2, top - PITCH * MOST_UNITS, top)
    nothing = np.full((MOST_UNITS * (SMALL + GAP), SMALL), np.nan)
    style = {"cmap": "classes", "vmin": -1, "vmax": 1, "aspect": "auto"}
    return ax.imshow(nothing, extent=extent, zorder=2, **style)


WORDS = (
    "Step {{1:.0f}}: J = {{2:.4f}}, of it {{3:.4f}} for the size of the weights; {} Norm of the gradient: {{5:.1e}}."
)
RIGHT = WORDS.format("{4:.1%} of the points to test with are right.")
FIT = WORDS.format("on the points to test with it is {4:.4f}.")


def caption(values):
    """Say in words where the run stands."""
    state = values["state"]
    points = points_of(values)
    net = network_at(state, values, points)
    forward = net.feed_forward(points.X)
    costs = costs_of(values, net, points, forward)
    g = gradient_of(state, values)
    right = (points.test & ((forward.a[-1] >= 0.5) == (points.Y == 1))).sum() / np.maximum(points.test.sum(), 1)
    said = np.where(points.numbers, costs["J_test"], right)
    J = costs["J_train"] + costs["J_decay"]
    return [RIGHT, FIT], 1 * points.numbers, state["t"], J, costs["J_decay"], said, np.sqrt((g * g).sum())


def playground(*, ask=None, title=None, name=None):
    """Make the playground.

    Parameters
    ----------
    ask, title, name
        As for `explore`.

    Returns
    -------
    Explorable
    """
    picture = Picture()
    sizes = {n: ipywidgets.IntSlider(value=4 if n == "n_2" else 2, min=1, max=MOST_UNITS, description=f"layer {n[2]}") for n in UNITS}
    controls = {
        "data": pick(*DATA),
        "noise": ipywidgets.FloatSlider(value=0.1, min=0, max=0.5, step=0.05, description="noise"),
        "test_share": ipywidgets.FloatSlider(value=0.5, min=0, max=0.9, step=0.1, description="to test"),
        "batch": pick(*BATCHES),
        "show_test": False,
        **{x: ipywidgets.Checkbox(value=x in ("x_1", "x_2"), description=label) for x, label in zip(INPUTS, NAMES[1:8], strict=True)},
        "layers": ipywidgets.Dropdown(options={str(n): n for n in range(MOST_LAYERS + 1)}, value=2, description="hidden layers"),
        **sizes,
        "activation": ipywidgets.Dropdown(options=ACTIVATIONS, description="activation"),
        "learning_rate": ipywidgets.FloatLogSlider(value=0.03, min=-4, max=1, step=0.1, readout_format=".2g", description="learning rate"),
        "rule": pick(*RULE_NAMES),
        "weight_decay": ipywidgets.FloatSlider(value=0.0, max=0.1, step=0.001, readout_format=".3f", description="L2"),
        "l1": ipywidgets.FloatSlider(value=0.0, max=0.1, step=0.001, readout_format=".3f", description="L1"),
        "seed": (0, SEEDS - 1),
        "unit": pick(*NAMES),
        "discrete": False,
    }
    of_state = taking(list(controls), "state")
    return explore(
        picture.fig, name=name, title=title, ask=ask,
        state=taking([*INPUTS, "layers", *UNITS, "activation", "seed"])(begin),
        restarts=["data", "noise", "test_share", "batch"],
        step=of_state(advance), caption=taking(["state", *controls])(caption), steps_per_frame=5, **controls,
    )(of_state(picture.data))
