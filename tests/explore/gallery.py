"""Figures of every kind, as their authors would write them: what the tests move and what a reader may look at."""

import matplotlib

matplotlib.use("agg")

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches

import mlp
from mlp.explore import answer, explore, formula, pad, pick, points, predict
from mlp.explore.draw.palette import BLUE, GREEN, PURPLE, VERMILION, YELLOW

STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 11,
    "xtick.labelsize": "small",
    "ytick.labelsize": "small",
    "axes.titlelocation": "left",
    "axes.titlesize": "medium",
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}


def activation():
    """Two panels, a choice, texts that calculate, a caption, a question."""
    with plt.rc_context(STYLE):
        fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3), sharex=True)
        z = np.linspace(-6, 6, 201)
        (curve,) = left.plot(z, np.tanh(z), color=BLUE)
        (tangent,) = left.plot([-1, 1], [0, 0], color=VERMILION, linestyle="--")
        (dot,) = left.plot(0, 0, "o", color=YELLOW, markeredgecolor="black", markersize=9, label="dot", clip_on=False)
        value = left.text(-5.8, 0.8, "$f(z)$ = {:.3f}", color=BLUE)
        left.set(title="Activation $f(z)$", xlabel="$z$", ylim=(-1.2, 1.2), xlim=(-6, 6))
        (slopes,) = right.plot(z, 1 - np.tanh(z) ** 2, color=VERMILION)
        (slope_dot,) = right.plot(0, 1, "o", color=YELLOW, markeredgecolor="black", markersize=9)
        area = right.fill_between(z, 0 * z, 0 * z, color=VERMILION, alpha=0.2, linewidth=0)
        right.set(title="Slope $f'(z)$", xlabel="$z$", ylim=(-0.1, 1.2))

    @explore(
        fig,
        name="lab",
        f={"tanh": mlp.tanh, "sigmoid": mlp.sigmoid, "ReLU": mlp.relu},
        z0=(-6.0, 6.0, 0.1),
        zone=ipywidgets.Checkbox(False, description="area up to z"),
        drag={dot: "z0"},
        caption="At z = {z0:.1f} the unit says {a:.3f}; its slope is {slope:.3f}.",
        ask=answer("How steep is f here?", "slope", {"that is f, not f'": "a"}),
    )
    def lab(f, z0, zone):
        a, slope = f(z0), f.derivative(z0)
        return {
            curve: (z, f(z)),
            tangent: (z0 + np.array([-1.0, 1.0]), a + slope * np.array([-1.0, 1.0])),
            dot: (z0, a),
            value: a,
            slopes: (z, f.derivative(z)),
            slope_dot: (z0, slope),
            area: {"x": z, "y1": np.where(z < z0, f.derivative(z), 0), "y2": 0.0, "visible": zone},
            "a": a,
            "slope": slope,
        }

    return lab


def bowl():
    """State: gradient descent from where the reader drags the start to, over a picture of the cost."""
    with plt.rc_context(STYLE):
        fig, (plane, course) = plt.subplots(1, 2, figsize=(7.2, 3.3), width_ratios=(1.2, 1))
        w = np.linspace(-2, 2, 41)
        picture = plane.imshow(
            np.zeros((41, 41)), extent=(-2, 2, -2, 2), origin="lower", cmap="Blues", vmin=0, vmax=12, aspect="auto"
        )
        (trail,) = plane.plot([0], [0], ".-", color=PURPLE)
        (start,) = plane.plot(1.5, 1, "o", color=YELLOW, markeredgecolor="black", markersize=9, label="start")
        plane.set(xlabel="$w_1$", ylabel="$w_2$", title="Cost $J(w)$", xlim=(-2, 2), ylim=(-2, 2))
        (costs,) = course.plot([0], [1], color=VERMILION)
        words = course.text(0.97, 0.95, "J = {:.3g}", ha="right", va="top", transform=course.transAxes)
        course.set(yscale="log", xlim=(0, 60), ylim=(1e-8, 1e2), xlabel="step", title="Cost over steps")
        time = np.arange(61)

    def cost(w1, w2, curvature):
        return w1**2 / 2 + curvature * w2**2 / 2

    def begin(w1, w2, curvature):
        w = np.stack([w1, w2])
        return {
            "w": w,
            "t": 0.0,
            "trail": np.where(time[:, None] == 0, w, np.nan),
            "J": np.where(time == 0, cost(w1, w2, curvature), np.nan),
        }

    def step(state, learning_rate, curvature, w1, w2):
        slope = np.stack([state["w"][0], curvature * state["w"][1]])
        w, t = state["w"] - learning_rate * slope, state["t"] + 1
        return {
            "w": w,
            "t": t,
            "trail": np.where(time[:, None] == t, w, state["trail"]),
            "J": np.where(time == t, cost(w[0], w[1], curvature), state["J"]),
        }

    @explore(
        fig,
        name="bowl",
        state=begin,
        step=step,
        drag={start: ("w1", "w2")},
        caption="Step {t:.0f}: J = {J:.4g}",
        presets={"crawls": {"learning_rate": 0.01}, "diverges": {"learning_rate": 1.0}},
        learning_rate=ipywidgets.FloatLogSlider(value=0.1, min=-3, max=1, step=0.1, description="learning rate"),
        curvature=(1.0, 6.0, 0.5),
        w1=(-2.0, 2.0, 0.1),
        w2=(-2.0, 2.0, 0.1),
    )
    def draw(state, learning_rate, curvature, w1=1.5, w2=1.0):
        J = cost(state["w"][0], state["w"][1], curvature)
        return {
            picture: cost(w[None, :], w[:, None], curvature),
            trail: (state["trail"][:, 0], state["trail"][:, 1]),
            start: (w1, w2),
            costs: (time, state["J"]),
            words: J,
            "J": J,
            "t": state["t"],
        }

    return draw


def network():
    """A network: edges with width and colour, nodes by activation, numbers on them."""
    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=(5.6, 3))
        columns = [np.stack([np.full(n, i), np.linspace(1, -1, n + 2)[1:-1]], axis=1) for i, n in enumerate((2, 4, 1))]
        nodes = np.concatenate(columns)
        pairs = [(a, b) for k in (0, 1) for b in columns[k + 1] for a in columns[k]]
        edges = matplotlib.collections.LineCollection(pairs, colors="black", zorder=1)
        ax.add_collection(edges)
        dots = ax.scatter(*nodes.T, c=np.zeros(7), cmap="RdBu", vmin=-1, vmax=1, s=600, edgecolors="black", zorder=2)
        words = ax.text(2, -0.45, "{:+.2f}", ha="center")
        ax.set(xlim=(-0.4, 2.4), ylim=(-1, 1))
        ax.axis("off")
        net = mlp.Network([2, 4, 1], seed=3)
        weights = np.concatenate([net.W[1].ravel(), net.W[2].ravel()])
        purple, vermilion = (np.array(matplotlib.colors.to_rgb(c)) for c in (PURPLE, VERMILION))

    @explore(fig, x1=(-1.0, 1.0, 0.05), x2=(-1.0, 1.0, 0.05), gain=(0.0, 3.0, 0.1))
    def show(x1=0.5, x2=-0.5, gain=1.0):
        x = np.stack([x1, x2])
        hidden = np.tanh(gain * (net.W[1] @ x))
        out = net.W[2] @ hidden
        scaled = gain * weights
        return {
            edges: {"linewidths": np.abs(scaled) * 2, "colors": np.where(scaled[:, None] > 0, purple, vermilion)},
            dots: {"array": np.concatenate([x, hidden, np.tanh(out)])},
            words: out[0],
        }

    return show


def bars():
    """Bars, a rectangle, a polygon, an ellipse, a legend, fixed words, a choice, a number field, a button."""
    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=(5.6, 3))
        x = np.arange(8)
        columns = ax.bar(x, x, color=BLUE, label="columns")
        zone = ax.axvspan(0, 2, color=YELLOW, alpha=0.25, linewidth=0)
        (triangle,) = ax.fill([0, 1, 2], [5, 6, 5], color=GREEN)
        (outline,) = ax.plot(x, x, "o-", color="black", label="outline")
        words = ax.text(0.02, 0.97, "{}", transform=ax.transAxes, va="top")
        number = ax.text(0.98, 0.97, "highest: {}", transform=ax.transAxes, va="top", ha="right")
        cloud = ax.scatter(x, x, color=VERMILION, s=30, marker="s")
        spot = ax.add_patch(matplotlib.patches.Ellipse((6.5, 7), 1, 1.5))
        key = ax.legend([triangle], ["a triangle"], loc="center left")
        ax.set(xlim=(-0.6, 7.6), ylim=(0, 10))

    @explore(
        fig,
        level=(0.0, 10.0, 0.5),
        shape=ipywidgets.RadioButtons(options=["hill", "ramp"], description="shape"),
        width=ipywidgets.BoundedFloatText(value=1, min=0.1, max=4, step=0.1, description="width of zone"),
        again=ipywidgets.Button(description="Again"),
    )
    def show(level, shape, width, again):
        heights = level * (np.exp(-((x - 3.5) ** 2) / 4) if shape == "hill" else x / 7)
        return {
            columns: {
                "heights": heights,
                "facecolors": np.where((heights > 3)[:, None], [0.84, 0.37, 0], [0, 0.45, 0.7]),
            },
            zone: {"x": 3.5 - width / 2, "width": width},
            triangle: np.stack([np.stack([2.0 + again, level / 2]), np.stack([3.0, 8.0]), np.stack([4 + width, 5.0])]),
            outline: {"ydata": heights / 2, "color": np.where(level > 5, [0.8, 0.2, 0.1], [0.1, 0.2, 0.8])},
            spot: {"facecolor": np.stack([level / 10, 0.2, 1 - level / 10])},
            key: {"visible": level > 2},
            words: f"a {shape}",
            number: np.argmax(heights),
            cloud: np.stack([x + 0 * level, heights], axis=1),
        }

    return show


def sizes():
    """A choice that decides shapes: more and fewer points, with gaps, and a text that moves."""
    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=(5, 3))
        (line,) = ax.plot([1, 2], [1, 2], "s-", color=PURPLE)
        cloud = ax.scatter([1] * 12, [2] * 12, c=[0.0] * 12, norm="log", vmin=0.1, vmax=10, s=20)
        rays = matplotlib.collections.LineCollection([[(1, 1), (2, 2)]], colors=GREEN, linestyles="--")
        ax.add_collection(rays)
        note = ax.text(1, 1, "n = {}", rotation=30, rotation_mode="anchor")
        ax.set(xscale="log", xlim=(0.5, 50), ylim=(-2, 6))

    @explore(fig, n=[12, 3, 30])
    def show(n):
        x = np.arange(1, n + 1)
        y = np.where(x % 4 == 0, np.nan, np.sqrt(x))
        return {
            line: (x, y),
            cloud: {"offsets": np.stack([x, -y / 3], axis=1), "array": x / 3},
            rays: {
                "segments": np.stack([np.stack([x, y], axis=1), np.stack([x, 0 * y], axis=1)], axis=1),
                "linewidths": 1.0 + x % 3,
            },
            note: {"text": np.int64(n), "position": (n / 2, 5.0), "alpha": 0.5},
        }

    return show


def walk():
    """A walk of four steps whose caption has a case for each, and questions that follow each other."""
    fig, ax = plt.subplots(figsize=(4, 3))
    (dot,) = ax.plot(0, 0, "o")
    ax.set(xlim=(-1, 4), ylim=(-3, 3))

    def caption(t, z):
        return ["At the start.", "z is {1:.1f}.", "Its square is {2:.1f}."], t, z, z * z

    @explore(
        fig,
        caption=caption,
        ask=[
            answer("What is 2z?", lambda z: 2 * z, {"that is z": lambda z: z}),
            answer("What is two and two?", 4, {"that is 22": 22}),
            answer("And half of that?", 2),
        ],
        t=ipywidgets.Play(min=0, max=3, description="step"),
        z=(-2.0, 2.0, 0.5),
    )
    def figure(t=0, z=-1.0):
        return {dot: (t, z)}

    return figure


def guess():
    """A prediction, and a question behind it."""
    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=(5, 3))
        layers = np.arange(6)
        (arrives,) = ax.plot(layers, 1.0 - layers / 10, "o-", color=VERMILION)
        ax.set(xlabel="layer", ylabel="what arrives", ylim=(-0.05, 1.05))

    @explore(
        fig,
        name="guess",
        caption="At z = {z:.1f} a share of {share:.6f} arrives.",
        ask=[
            predict(
                "Five sigmoid units stand at z = 2, one behind the other. How much of a gradient arrives?",
                {
                    "a tenth": "That is what one unit lets through",
                    "a fiftieth": "",
                    "a hundred-thousandth": "A tenth of a tenth, five times.",
                },
                right=2,
            ),
            answer("Which share does one unit let through?", "slope", {"that is a": "a"}),
        ],
        z=(-6.0, 6.0, 0.5),
    )
    def show(z=2.0):
        a = mlp.sigmoid(z)
        slope = mlp.sigmoid.derivative(z)
        return {arrives: (layers, slope**layers), "slope": slope, "a": a, "share": slope**5}

    return show


def flow():
    """Arrows that turn and stretch: one of no length in the middle, very short ones beside it, and a few that move."""
    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=(5.6, 3.4))
        x, y = (side.ravel() for side in np.meshgrid(np.arange(-2.0, 3.0), np.arange(-2.0, 3.0)))
        far = np.hypot(x, y) ** 3
        field = ax.quiver(x, y, x, y, far, cmap="viridis", scale=40, label="field")
        paths = ax.quiver([0] * 3, [0] * 3, [1] * 3, [1] * 3, color=VERMILION, angles="xy", scale_units="xy", scale=1)
        ax.set(xlim=(-3, 3), ylim=(-2.9, 2.9), xlabel="$x$", ylabel="$y$", title="Flow")
        starts = np.array([[-2.4, -1.5], [0.5, 2.4], [2.5, -0.5]])

    kinds = {"whirl": (0.0, -1.0, 1.0, 0.0), "saddle": (1.0, 0.0, 0.0, -1.0), "source": (1.0, 0.0, 0.0, 1.0)}

    @explore(fig, kind=kinds, turn=(-180, 180, 5), stretch=(0.1, 2.0, 0.05))
    def show(kind, turn=20, stretch=1.0):
        a, b, c, d = kind
        angle = turn * np.pi / 180

        def at(x, y):
            u, v = stretch * (a * x + b * y), stretch * (c * x + d * y)
            return u * np.cos(angle) - v * np.sin(angle), u * np.sin(angle) + v * np.cos(angle)

        u, v = at(x, y)
        step, rise = at(*starts.T)
        return {
            field: {"u": u * far / 8, "v": v * far / 8, "array": stretch * far},
            paths: {"u": step / 4, "v": rise / 4, "offsets": starts + np.stack([step, rise], axis=1) / 9},
        }

    return show


def shapes():
    """Circles, an ellipse, a wedge, a picture in colours, and a note that goes along with its point."""
    with plt.rc_context(STYLE):
        fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3))
        circle = left.add_patch(patches.Circle((1, 1), 0.5, facecolor=YELLOW, edgecolor="black", alpha=0.8))
        ellipse = left.add_patch(patches.Ellipse((3, 1), 1, 2, facecolor="white", edgecolor=BLUE, linewidth=2))
        wedge = left.add_patch(patches.Wedge((2, 2), 0.4, 30, 330, facecolor=GREEN))
        dots = left.scatter([0.5, 2, 3.5], [0.3, 0.3, 0.3], s=40, color=PURPLE, edgecolors="black")
        arrow = {"arrowstyle": "->", "color": VERMILION}
        note = left.annotate("here", (1, 1), (12, 30), textcoords="offset points", arrowprops=arrow)
        left.set(xlim=(0, 4), ylim=(0, 3))
        picture = right.imshow(np.zeros((8, 10, 3)))
        share = np.add.outer(np.linspace(0, 1, 8), np.linspace(0, 1, 10)) / 2

    @explore(fig, x=(0.0, 4.0, 0.1), size=(0.1, 1.0, 0.05))
    def show(x=1.0, size=0.5):
        return {
            circle: {"center": (x, 1.0), "radius": size},
            ellipse: {"center": (3, x / 2), "width": size, "height": 2 * size, "angle": 90 * x},
            wedge: {"facecolor": (size, 0.5, 0.2)},
            dots: {"sizes": 160 * size},
            note: {"xy": (x, 1.0), "color": (0.1, 0.1, size)},
            picture: np.stack([share, size * share, 1 - share], axis=2),
        }

    return show


def typed():
    """A formula that a reader types, its slope, and a state that it moves."""
    with plt.rc_context(STYLE):
        fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3))
        z, h = np.linspace(-3, 3, 61), 1e-5
        (curve,) = left.plot(z, z, color=BLUE)
        (slopes,) = left.plot(z, z, color=VERMILION, linestyle="--")
        left.set(xlabel="$z$", ylim=(-3, 3))
        picture = right.imshow(np.zeros((5, 7)), cmap="viridis", vmin=-2, vmax=2)
        value = right.set_title("$f(w)$ = {:.3f}")

    @explore(
        fig,
        name="typed",
        state=lambda w0: {"w": w0},
        step=lambda state, f: {"w": state["w"] - 0.5 * f(state["w"])},
        caption="f(z) = {f}; w = {w:.3f}",
        presets={"a step": {"f": "1 * (z > 0)"}},
        f=formula("z * (z > 0)", of="z"),
        w0=(-2.0, 2.0, 0.1),
    )
    def show(state, f, w0=1.5):
        w = state["w"]
        return {
            curve: (z, f(z)),
            slopes: (z, (f(z + h) - f(z - h)) / (2 * h)),
            picture: f(w * np.linspace(-1, 1, 7) + np.linspace(-2, 2, 5)[:, None]),
            value: f(w),
            "w": w,
        }

    return show


def drawn():
    """What the reader draws: points of two kinds with the line through them, on a logarithmic axis, and a picture."""
    with plt.rc_context(STYLE):
        fig, (plane, image) = plt.subplots(1, 2, figsize=(7.2, 3), width_ratios=(1.6, 1))
        crosses = plane.scatter([0] * 12, [1] * 12, c=VERMILION, marker="x", label="crosses")
        dots = plane.scatter([0] * 12, [1] * 12, c=BLUE, label="dots")
        (level,) = plane.plot([-2, 2], [1, 1], color="black")
        plane.set(xlim=(-2, 2), yscale="log", ylim=(0.1, 10), title="Points")
        picture = image.imshow(np.zeros((6, 8)), cmap="Blues", vmin=0, vmax=1, origin="lower")
        image.set(title="Ink", xticks=[], yticks=[])
        ready = np.where(np.arange(12)[:, None] == 0, [0.5, 5.0, 1.0], np.nan)

    @explore(
        fig,
        name="drawn",
        caption=lambda which, ink: (["ready", "own"], which, ink.mean()),
        presets={"two": {"own": [[-1, 1, 0], [1, 2, 1]]}, "none": {"own": []}},
        which=pick("ready", "own"),
        own=points(12, plane, ["cross", "dot"], sets={"which": "own"}, label="your points"),
        ink=pad((6, 8), picture),
    )
    def show(own, which, ink):
        own = np.where(which, own, ready)
        y, kind = own[:, 1], own[:, 2]
        there = kind >= 0
        mean = np.sum(np.where(there, y, 0)) / np.maximum(np.sum(there), 1)
        return {
            crosses: {"offsets": np.where(kind[:, None] == 0, own[:, :2], np.nan), "visible": np.any(kind == 0)},
            dots: {"offsets": np.where(kind[:, None] == 1, own[:, :2], np.nan), "visible": np.any(kind == 1)},
            level: ([-2, 2], np.stack([mean, mean])),
            picture: ink,
            "ink_mean": ink.mean(),
        }

    return show


ALL = (activation, bowl, network, bars, sizes, walk, guess, flow, shapes, typed, drawn)


def page(figures):
    """Write all figures into one page."""
    from mlp.explore import assets

    bodies = "".join(figure.body for figure in figures)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }"
        "body { margin: 1.5rem auto; max-width: 46rem; padding: 0 1rem }</style></head>"
        f"<body>{assets()}{bodies}</body></html>"
    )
