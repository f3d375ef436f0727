"""The playground: a network whose layers, data, costs and rules the reader changes while it learns::

    playground(name="playground")

What it computes is said in `masked`, how it is seen in `maps`. Here are what the reader moves, the words, and what
there is to take away: lines of Python that make the same run, and the parameters as `mlp.load` reads them.
"""

import json
from itertools import pairwise

import ipywidgets
import numpy as np

from ..explore import explore, pick, points
from ..io import FORMAT
from .maps import Picture, numbers_of
from .masked import (
    ACTIVATIONS,
    BATCHES,
    DATA,
    INPUTS,
    LABELS,
    MOST_LAYERS,
    MOST_UNITS,
    OWN,
    POINTS,
    RULE_NAMES,
    SEEDS,
    UNITS,
    advance,
    begin,
    chosen,
    costs_of,
    gradient_of,
    masks_of,
    network_at,
    points_of,
    there,
    write_weight,
)
from .worked import taking

NAMES = ["output", *LABELS.values()]
NAMES += [f"layer {l}, unit {i}" for l in range(2, MOST_LAYERS + 2) for i in range(1, MOST_UNITS + 1)]
SOURCES = ["bias", *(f"{j}" for j in range(1, MOST_UNITS + 1))]
GROUPS = {
    "Data": ["data", "noise", "test_share", "batch", "show_test"],
    "Inputs": list(INPUTS),
    "Look at": ["unit", "weight_from", "weight", "discrete"],
    "Points of your own": ["own"],
    "Network": ["layers", *UNITS, "activation"],
    "Learning": ["learning_rate", "rule", "weight_decay", "l1", "seed"],
}


def playground(*, presets=None, ask=None, title=None, name=None):
    """Make the playground.

    Parameters
    ----------
    presets, ask, title, name
        As for `explore`.

    Returns
    -------
    Explorable
    """
    picture = Picture()
    controls = _controls(picture.plane)
    of_values = taking(["state", *controls])

    def of_state(function):
        return taking(list(controls), state=True)(lambda values: function(values["state"], values))

    @of_state
    def draw(state, values):
        return picture.data(state, values) | {"weight_now": weight_now(state, values)}

    return explore(
        picture.fig, name=name, title=title, ask=ask, presets=presets, groups=GROUPS, point=_pointed(picture),
        state=taking([*INPUTS, "layers", *UNITS, "activation", "seed"])(begin), step=of_state(advance),
        steps_per_frame=5, restarts=["data", "noise", "test_share", "batch", "own"], caption=of_values(caption),
        edit={"weight": ("weight_now", of_state(write_weight))},
        script=of_values(script), arrays=of_values(arrays), **controls,
    )(draw)  # fmt: skip


def _controls(plane):
    """Make what the reader moves; points of the reader's own are made in the plane."""
    slider, log, field = ipywidgets.FloatSlider, ipywidgets.FloatLogSlider, ipywidgets.BoundedFloatText
    small = {"min": 0, "max": 0.1, "step": 0.001, "readout_format": ".3f"}
    sizes = dict(zip(UNITS, [4, 2, 2, 2], strict=True))
    return {
        "data": pick(*DATA, OWN),
        "noise": slider(value=0.1, min=0, max=1, step=0.05),
        "test_share": slider(value=0.5, min=0, max=0.9, step=0.1, readout_format=".0%", description="testing"),
        "batch": pick(*BATCHES),
        "show_test": ipywidgets.Checkbox(value=False, description="show test points"),
        "own": points(POINTS, plane, ["orange", "blue"], sets={"data": OWN}, label="own points"),
        **{x: ipywidgets.Checkbox(value=x in ("x_1", "x_2"), description=label) for x, label in LABELS.items()},
        "unit": pick(*NAMES),
        "weight_from": pick(*SOURCES),
        "weight": field(value=0.0, min=-100, max=100, step=0.1),
        "discrete": ipywidgets.Checkbox(value=False, description="classes only"),
        "layers": ipywidgets.Dropdown(
            options={f"{n}": n for n in range(MOST_LAYERS + 1)}, value=2, description="hidden layers"
        ),
        **{
            n: ipywidgets.IntSlider(value=size, min=1, max=MOST_UNITS, description=f"layer {n[2]}")
            for n, size in sizes.items()
        },
        "activation": ipywidgets.Dropdown(options=ACTIVATIONS),
        "learning_rate": log(value=0.3, min=-4, max=1, step=0.1, readout_format=".2g", description="learning rate"),
        "rule": pick(*RULE_NAMES),
        "weight_decay": slider(value=0.0, description="λ (L2)", **small),
        "l1": slider(value=0.0, description="L1", **small),
        "seed": ipywidgets.IntSlider(value=0, max=SEEDS - 1),
    }


def _pointed(picture):
    """Say what pointing at a unit, or at a line, chooses."""
    lines = [numbers_of(column, MOST_LAYERS) for column in range(MOST_LAYERS + 1)]
    return {picture.units: {"unit": NAMES}} | {
        artist: {"unit": [NAMES[unit] for unit, _ in own], "weight_from": [SOURCES[source] for _, source in own]}
        for artist, own in zip(picture.touched, lines, strict=True)
    }


def weight_now(state, values):
    """Find the weight that is chosen; NaN where it is not there."""
    place = chosen(values)
    return np.where(place.sum() == 1, (place * state["theta"]).sum(), np.nan)


# ---- Words ----

WORDS = "Step {1:.0f}: J = {2:.4f}, of it {3:.4f} for the size of the weights. %s Norm of the gradient: {5:.1e}."
RIGHT = WORDS % "Of the points for testing {4:.1%} are right."
FIT = WORDS % "On the points for testing the cost is {4:.4f}."


def caption(values):
    """Say in words where the run stands."""
    state, points = values["state"], points_of(values)
    net = network_at(state, values, points)
    forward = net.feed_forward(points.X)
    costs, g = costs_of(values, net, points, forward), gradient_of(state, values)
    right = (points.test & ((forward.a[-1] >= 0.5) == (points.Y == 1))).sum() / np.maximum(points.test.sum(), 1)
    said = np.where(points.numbers, costs["J_test"], right)
    J = costs["J_train"] + costs["J_decay"]
    return [RIGHT, FIT], 1 * points.numbers, state["t"], J, costs["J_decay"], said, np.sqrt((g * g).sum())


# ---- What is taken away ----


def script(values):
    """Write the lines of Python that make the run again, as captions are written."""
    state, layers, numbers = values["state"], values["layers"], 1 * points_of(values).numbers
    sizes = [mask.sum() for mask in masks_of(values)[:-1]]
    size = np.take(list(BATCHES.values()), values["batch"])
    makers = [f"X, Y = mlp.datasets.{source.make.__name__}({POINTS}, noise={{1}})" for source in DATA.values()]
    makers.append("X, Y = np.split(np.array({2}), [2], axis=1)")
    scales = [f"X = {source.scale} * (X - np.array({list(source.centre)}))" for source in DATA.values()]
    orders = [f"order = np.random.default_rng(0).permutation({POINTS})", "order = np.arange(len(X))"]
    on = np.where(masks_of(values)[0] == 1, np.arange(len(INPUTS)), np.nan)
    named = "".join(f"{{{i + 1}:d}}, " for i in range(layers + 1))
    made = f'net = mlp.Network([{named}1], {_python(values["activation"])}, "{{output}}", seed={{{layers + 2}:d}})'
    names = [made.replace("{output}", output) for output in ("sigmoid", "linear")]
    kinds = [
        f'    g = mlp.backprop(net, X[rows], Y[rows], "{cost}", weight_decay={{1}})'
        for cost in ("cross_entropy", "squared_error")
    ]
    first = np.where(there(masks_of(values)) == 1, state["first"], np.nan)
    return [
        "import numpy as np",
        "import mlp",
        "",
        (["", "# Settings were changed on the way; this is the run with the present ones."], state["changed"]),
        (makers, values["data"], values["noise"], values["own"]),
        ([*scales, ""], values["data"]),
        (orders, 1 * (values["data"] == len(DATA))),
        "x1, x2 = X[order].T",
        "X = np.column_stack([x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)])",
        ("X, Y = X[:, {0:d}], Y[order]", on),
        ("share, k = {0}, np.arange(len(X))", values["test_share"]),
        "test = np.floor((k + 1) * share) > np.floor(k * share)",
        "X, Y, X_test, Y_test = X[~test], Y[~test], X[test], Y[test]",
        (names, numbers, *sizes, values["seed"]),
        (["", "net = net.from_vector({1})"], state["edited"], first),
        ([f"rule = mlp.rules.{name}()" for name in RULE_NAMES], values["rule"]),
        "past = tuple(np.zeros(net.n_parameters) for _ in rule.remembers)",
        (["size = len(X)", "size = min({1:d}, len(X))"], np.minimum(size, 1), size),
        ("for t in range({0:d}):", state["t"]),
        "    rows = (t * size + np.arange(size)) % len(X)",
        (kinds, numbers, values["weight_decay"]),
        (
            ["    dW = g.dW[1:]", "    dW = [dW + {1} * np.sign(W) for dW, W in zip(g.dW[1:], net.W[1:])]"],
            1 * (values["l1"] > 0),
            values["l1"],
        ),
        "    d = np.concatenate([np.append(dW, db) for dW, db in zip(dW, g.db[1:])])",
        "    d, past = rule.direction(d, past, t + 1)",
        ("    net = net.from_vector(net.to_vector() - {0} * d)", values["learning_rate"]),
    ]


def _python(f):
    """Write an activation as it is handed to a network."""
    return f'"{f.name}"' if not f.arguments else f"mlp.{f}"


def arrays(values):
    """Find the parameters, NaN where a unit is not there, and what `mlp.save` says of a network besides."""
    layers, numbers, masks = values["layers"], 1 * points_of(values).numbers, masks_of(values)
    net = network_at(values["state"], values, points_of(values))
    hidden = [[values["activation"].name, *values["activation"].arguments]] * layers
    about = [
        json.dumps({"format": FORMAT, "sizes": ["sizes"], "dtype": "float64", "f": [*hidden, [output]]})
        for output in ("sigmoid", "linear")
    ]
    sizes = ", ".join(f"{{{i + 1}:d}}" for i in range(layers + 2))
    about = [text.replace("{", "{{").replace("}", "}}").replace('"sizes"]', f"{sizes}]") for text in about]
    found = {"about": (about, numbers, *(mask.sum() for mask in masks))}
    for l, (here, above) in enumerate(pairwise(masks), start=1):
        found[f"W[{l}]"] = np.where((above[:, np.newaxis] * here) == 1, net.W[l], np.nan)
        found[f"b[{l}]"] = np.where(above == 1, net.b[l], np.nan)
    return found
