"""Small pictures with one of everything that Matplotlib's users draw, still and moved, to be compared pixel by pixel.

A picture is a function that draws into axes. What it returns is a function of k that moves its artists, from k = 0 to
k = 1, or nothing where all stands still.
"""

import datetime

import matplotlib as mpl
import matplotlib.patheffects as effects
import matplotlib.pyplot as plt
import numpy as np

from mlp.explore import contour_lines, explore
from mlp.explore.draw.palette import BLUE, GREEN, PURPLE, VERMILION

SIZE = (2.5, 1.875)  # inches: 180 x 135 points
PICTURES = {}

X = np.linspace(0, 3, 13)
Y = np.sin(2 * X)
LEVELS = np.linspace(-1, 1, 13)
GRID = np.add.outer(np.sin(np.arange(5.0)), np.cos(np.arange(7.0)))


def picture(draw=None, *, style=(), **subplot):
    """Add a picture to `PICTURES`, in a style and with keywords for its axes."""
    if draw is None:
        return lambda draw: picture(draw, style=style, **subplot)

    def make():
        with plt.style.context(style):
            fig, ax = plt.subplots(figsize=SIZE, subplot_kw=subplot)
            move = draw(ax)
            if move is None:  # something in a figure must move
                number = fig.text(0.98, 0.02, "{:.0f}", fontsize=6)

                def move(k):
                    return {number: k}

            fig.subplots_adjust(0.18, 0.16, 0.92, 0.9)

            @explore(fig, k=(0.0, 1.0))
            def show(k=0.0):
                return move(k)

            plt.close(fig)
        return show

    PICTURES[draw.__name__] = make
    return draw


# ---- Lines ----


@picture
def line_half_seen(ax):
    (line,) = ax.plot(X, Y, color=BLUE, alpha=0.3, linewidth=6)
    return lambda k: {line: (X, Y * (1 - k))}


@picture
def line_half_seen_coloured(ax):
    (line,) = ax.plot(X, Y, color=BLUE, alpha=0.3, linewidth=6)
    return lambda k: {line: {"color": np.stack([k, 0.5, 0.2])}}


@picture
def line_dashed_wider(ax):
    (line,) = ax.plot(X, Y, "--", color=VERMILION)
    return lambda k: {line: {"linewidth": 1 + 4 * k}}


@picture
def line_dash_dotted(ax):
    (line,) = ax.plot(X, Y, "-.", color=GREEN, dash_capstyle="round")
    return lambda k: {line: (X + k, Y)}


@picture
def line_round_ends(ax):
    (line,) = ax.plot([0, 1, 2], [0, 1, 0], color=PURPLE, linewidth=9, solid_capstyle="round", solid_joinstyle="miter")
    ax.set(xlim=(-1, 3), ylim=(-1, 2))
    return lambda k: {line: ([0, 1, 2], np.stack([0 * k, 1 - 1.5 * k, 0 * k]))}


@picture
def line_and_markers_coloured(ax):
    (line,) = ax.plot(X[::3], Y[::3], "o-", color=BLUE, markersize=8)
    return lambda k: {line: {"color": np.stack([k, 0.4, 0.7 - 0.7 * k])}}


@picture
def markers_of_their_own_colours(ax):
    (line,) = ax.plot(X[::3], Y[::3], "s-", color=BLUE, markersize=9, mfc="gold", mec="red", mew=2)
    return lambda k: {line: {"color": np.stack([k, 0.4, 0.7 - 0.7 * k]), "linewidth": 1.5 + 4 * k}}


@picture
def markers_alone(ax):
    (line,) = ax.plot(X, Y, "^", color=GREEN, markersize=7, alpha=0.5)
    return lambda k: {line: (X, -Y * k)}


@picture
def markers_without_faces(ax):
    (line,) = ax.plot(X[::2], Y[::2], "D", mfc="none", mec=PURPLE, mew=1.5)
    return lambda k: {line: {"xdata": X[::2], "ydata": Y[::2] + k, "color": np.stack([0 * k, 0 * k, 1.0 + 0 * k])}}


@picture
def crosses(ax):
    (line,) = ax.plot(X[::2], Y[::2], "x", color="crimson", markersize=9, mew=2.5)
    return lambda k: {line: {"color": np.stack([0.1, 0.6 * k, 0.6])}}


@picture
def markers_half_filled(ax):
    ax.plot(X[::3], Y[::3], "o", fillstyle="left", color=BLUE, markerfacecoloralt="orange", markersize=10)


@picture
def gap_coloured(ax):
    ax.plot(X, Y, "--", color=BLUE, gapcolor="orange", linewidth=4)


@picture
def line_with_gaps(ax):
    (line,) = ax.plot(X, np.where(np.abs(X - 1.5) < 0.3, np.nan, Y), color=BLUE)
    return lambda k: {line: (X, np.where(np.abs(X - 1 - k) < 0.3, np.nan, Y))}


@picture
def a_line_of_very_many_points(ax):
    x = np.linspace(0, 3, 20_001)
    y = np.sin(2 * x) + np.where(np.arange(len(x)) % 1000, 0.05 * np.sin(300 * x), 0.6)
    (line,) = ax.plot(x, y, color=BLUE)
    return lambda k: {line: (x + 0.2 * k, np.where(np.abs(x - 1) < 0.2 * k, np.nan, y * (1 - k / 2)))}


@picture
def a_curve_of_very_many_points(ax):
    t = np.linspace(0, 40, 8001)
    (line,) = ax.plot(np.sin(t), np.cos(1.1 * t), color=PURPLE, linewidth=1)
    return lambda k: {line: (np.sin(t), np.cos((1.1 + 0.03 * k) * t))}


@picture
def steps_and_every_other_marker(ax):
    ax.step(X, Y, where="mid", color=BLUE)
    ax.plot(X, Y - 1, "o-", markevery=3, color=VERMILION)


@picture
def outlined_line(ax):
    ax.plot(X, Y, color="white", linewidth=3, path_effects=[effects.withStroke(linewidth=6, foreground="black")])


@picture
def an_animated_line(ax):
    (line,) = ax.plot(X, Y, color=BLUE, animated=True)
    ax.plot(X, Y - 0.5, color=GREEN, animated=True)
    return lambda k: {line: (X, Y + k / 2)}


@picture
def order_of_painting(ax):
    (line,) = ax.plot(X, Y, color=BLUE, linewidth=9, zorder=1)
    ax.plot(X, -Y, color="orange", linewidth=9, zorder=3)
    ax.fill_between(X, -0.5, 0.5, color="lightgray", zorder=2)
    return lambda k: {line: (X, Y * (1 - k))}


# ---- Scatters ----


@picture
def scatter_by_number(ax):
    dots = ax.scatter(X, Y, c=X, s=60)
    return lambda k: {dots: {"array": np.sin(X + 3 * k)}}


@picture
def scatter_by_number_that_stands(ax):
    ax.scatter(X, Y, c=X, s=60, cmap="plasma")


@picture
def scatter_by_number_with_edges(ax):
    dots = ax.scatter(X, Y, c=X, s=70, edgecolors="black", linewidths=1.5, alpha=0.6)
    return lambda k: {dots: {"array": np.sin(X + 3 * k)}}


@picture
def scatter_moved(ax):
    dots = ax.scatter(X, Y, c=[BLUE, "orange"] * 6 + [GREEN], marker="s", alpha=0.5, s=80)
    return lambda k: {dots: np.stack([X, Y * (1 - k)], axis=1)}


@picture
def scatter_coloured(ax):
    dots = ax.scatter(X, Y, color=BLUE, s=80, alpha=0.4)
    return lambda k: {dots: {"facecolors": np.stack([X / 3, 0.5 + 0 * X, k + 0 * X], axis=1)}}


@picture
def scatter_coloured_with_its_edges(ax):
    dots = ax.scatter(X, Y, c=[BLUE], s=80, linewidths=3)
    return lambda k: {dots: {"facecolors": np.stack([X / 3, 0.5 + 0 * X, k + 0 * X], axis=1)}}


@picture
def area_coloured_with_its_edge(ax):
    area = ax.fill_between(X, Y, facecolor=BLUE, linewidth=5)
    return lambda k: {area: {"facecolor": np.stack([1.0, 0.3 * k, 0.2])}}


@picture
def arrows_coloured_with_their_edges(ax):
    arrows = ax.quiver(X, Y, 1 + X, Y, facecolors=[BLUE], linewidths=2, scale=30)
    return lambda k: {arrows: {"facecolors": np.stack([1.0, 0.3 * k, 0.2])}}


CLOUD = np.random.default_rng(0).standard_normal((2, 2500))


@picture
def a_cloud(ax):
    dots = ax.scatter(*CLOUD, color=BLUE, s=6, alpha=0.3)
    return lambda k: {dots: np.stack([CLOUD[0] + k, CLOUD[1] * (1 - k / 2)], axis=1)}


@picture
def a_cloud_by_number(ax):
    dots = ax.scatter(*CLOUD, c=CLOUD[0], s=9, marker="^", edgecolors="black", linewidths=0.5)
    return lambda k: {dots: {"array": CLOUD[0] * (1 - k) + k * CLOUD[1]}}


@picture
def a_cloud_that_fades(ax):
    ax.set(xscale="log", xlim=(0.1, 10))
    ax.xaxis.set_major_formatter("{x:g}")
    dots = ax.scatter(np.exp(CLOUD[0]), CLOUD[1], c=CLOUD[1], s=25, cmap="coolwarm", linewidths=0)
    return lambda k: {dots: {"array": CLOUD[1] + k, "alpha": 1 - 0.7 * k}}


@picture
def a_cloud_coloured(ax):
    dots = ax.scatter(*CLOUD, c=["orange"], s=16)
    return lambda k: {dots: {"facecolors": np.stack([0.1, 0.5 * k, 0.4])}}


@picture
def scatter_sizes(ax):
    dots = ax.scatter(X, Y, s=20, color=PURPLE, edgecolors="black")
    return lambda k: {dots: {"sizes": 20 + 100 * k * X}}


@picture
def scatter_of_all_sizes(ax):
    dots = ax.scatter(X, Y, s=10 + 30 * X, c=Y, marker="^", cmap="coolwarm")
    return lambda k: {dots: {"offsets": np.stack([X, -Y * k], axis=1), "sizes": 10 + 30 * (3 - X) * (1 + k)}}


@picture
def scatter_of_pluses(ax):
    dots = ax.scatter(X, Y, c=X, marker="+", s=90, linewidths=2)
    return lambda k: {dots: {"array": np.cos(X + 3 * k)}}


@picture
def scatter_on_logarithmic_axes(ax):
    ax.set(xscale="log", yscale="log", xlim=(0.5, 200), ylim=(0.5, 200))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:g}")
    dots = ax.scatter(2**X, 4**X, color=BLUE, s=40)
    return lambda k: {dots: np.stack([2 ** (X * (1 + k)), 4 ** (X * (1 + k / 4))], axis=1)}


@picture
def hexagons(ax):
    rng = np.random.default_rng(0)
    ax.hexbin(*rng.standard_normal((2, 300)), gridsize=8)


# ---- Fields and images ----


def turned_over(image):
    """From the grid to its rows in the other order."""
    return lambda k: {image: GRID * (1 - k) + k * GRID[::-1]}


@picture
def an_image(ax):
    image = ax.imshow(GRID, cmap="RdBu")
    return turned_over(image)


@picture
def an_image_half_seen(ax):
    image = ax.imshow(GRID, alpha=0.4, origin="lower", extent=(0, 3, -1, 1), aspect="auto")
    ax.plot(X, Y, color="black")
    return lambda k: {image: GRID * (1 - 2 * k)}


@picture
def an_image_that_fades(ax):
    image = ax.imshow(GRID)
    return lambda k: {image: {"array": GRID, "alpha": 1 - 0.7 * k}}


@picture
def an_image_in_colours(ax):
    rgb = np.stack(
        [np.outer(np.arange(5), np.ones(6)) / 4, np.outer(np.ones(5), np.arange(6)) / 5, 0.3 * np.ones((5, 6))], 2
    )
    image = ax.imshow(rgb)
    return lambda k: {image: rgb * (1 - k) + k * rgb[::-1]}


@picture
def an_image_with_holes(ax):
    see = np.ones((4, 4, 4))
    see[..., 1] = see[..., 3] = np.arange(16).reshape(4, 4) / 15
    image = ax.imshow(see)
    return lambda k: {image: np.stack([see[..., 0], see[..., 1], see[..., 2], see[..., 3] * (1 - k / 2)], axis=2)}


@picture
def an_image_on_its_head(ax):
    image = ax.imshow(GRID, origin="upper", extent=(3, 0, 1, -1), aspect="auto")
    return lambda k: {image: GRID + k * np.arange(7) / 7}


@picture
def an_image_bilinear(ax):
    ax.imshow(GRID, interpolation="bilinear")


@picture
def an_image_bicubic(ax):
    ax.imshow(GRID, interpolation="bicubic")


@picture
def a_smooth_image(ax):
    image = ax.imshow(GRID, cmap="RdBu", interpolation="bilinear", vmin=-2, vmax=2)
    return turned_over(image)


@picture
def a_smooth_image_on_its_head(ax):
    image = ax.imshow(GRID, interpolation="bilinear", origin="upper", extent=(3, 0, 1, -1), aspect="auto")
    return lambda k: {image: GRID + k * np.arange(7) / 7}


@picture
def a_smooth_image_with_a_step(ax):
    image = ax.imshow(GRID, cmap="RdBu", interpolation="bilinear", vmin=-0.1, vmax=0.1)
    return turned_over(image)


@picture
def a_smooth_image_with_a_hole(ax):
    hole = np.where(np.arange(35).reshape(5, 7) == 17, np.nan, GRID)
    image = ax.imshow(hole, interpolation="bilinear")
    return lambda k: {image: hole * (1 - k)}


@picture
def a_smooth_image_in_colours(ax):
    rgb = np.stack([np.outer(np.arange(5), np.ones(6)) / 4, np.outer(np.ones(5), np.arange(6)) / 5, np.eye(5, 6)], 2)
    image = ax.imshow(rgb, interpolation="bilinear")
    return lambda k: {image: rgb * (1 - k) + k * rgb[::-1]}


@picture
def an_image_on_a_logarithmic_axis(ax):
    ax.imshow(GRID, extent=(1, 1000, 0, 1), aspect="auto")
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter("{x:g}")


@picture
def a_mesh(ax):
    ax.pcolormesh(GRID)


@picture
def a_mesh_gouraud(ax):
    ax.pcolormesh(np.arange(7), np.arange(5), GRID, shading="gouraud")


@picture
def a_colour_bar(ax):
    image = ax.imshow(GRID, aspect="auto")
    ax.figure.colorbar(image)
    return lambda k: {image: GRID * (1 - k)}


@picture
def filled_contours(ax):
    ax.contourf(GRID)
    ax.contour(GRID, colors="black")


@picture
def contour_labels(ax):
    ax.clabel(ax.contour(GRID, cmap="viridis"), colors="black")


@picture
def moving_contour(ax):
    x, y = np.linspace(-2, 2, 25), np.linspace(-1, 1, 17)
    lines = [ax.plot([], [], color=colour)[0] for colour in (BLUE, VERMILION)]
    ax.set(xlim=(-2, 2), ylim=(-1, 1))

    def move(k):
        z = np.add.outer(y**2 * (1 + k), x**2 - k * x)
        return {line: contour_lines(x, y, z, level) for line, level in zip(lines, (0.4, 1.1), strict=True)}

    return move


@picture
def triangles(ax):
    ax.tripcolor([0, 1, 2, 0.5, 1.5], [0, 0, 0, 1, 1], [0, 1, 2, 3, 4])


@picture
def triangles_gouraud(ax):
    ax.tripcolor([0, 1, 2, 0.5, 1.5], [0, 0, 0, 1, 1], [0, 1, 2, 3, 4], shading="gouraud")


@picture
def arrows_by_number(ax):
    x, y = (side.ravel() for side in np.meshgrid(np.arange(4.0), np.arange(3.0)))
    arrows = ax.quiver(x, y, 1 + y, x - 1, x, scale=15)
    ax.set(xlim=(-1, 4), ylim=(-1, 3))
    return lambda k: {arrows: {"u": 1 + y * (1 - k), "v": x - 1 - k, "array": x + 2 * k}}


@picture
def streams(ax):
    y, x = np.mgrid[-1:1:9j, -1:1:9j]
    ax.streamplot(x, y, -y, x, density=0.4)


# ---- Areas ----


@picture
def an_area(ax):
    area = ax.fill_between(X, Y, alpha=0.4, color=BLUE)
    ax.set_ylim(-1.2, 1.2)
    return lambda k: {area: (X, Y * (1 - 2 * k))}


@picture
def an_area_coloured(ax):
    area = ax.fill_between(X, Y, alpha=0.4, facecolor=BLUE, edgecolor="black")
    return lambda k: {area: {"facecolor": np.stack([1.0, 0.3 * k, 0.2])}}


@picture
def an_area_hatched(ax):
    ax.fill_between(X, Y, 2, hatch="//", facecolor="lightblue", edgecolor=BLUE)
    ax.fill_between(X, -2, Y, step="mid", color="orange", alpha=0.3)


@picture
def bars(ax):
    boxes = ax.bar([1, 2, 3], [1, 2, 3], color=[BLUE, "orange", GREEN], edgecolor="black", linewidth=2, alpha=0.6)
    return lambda k: {boxes: np.stack([1 + 2 * k, 2 - k, 3 - 2 * k])}


@picture
def bars_coloured(ax):
    boxes = ax.bar([1, 2, 3], [1, 2, 3], color=BLUE, alpha=0.5)
    return lambda k: {boxes: {"facecolors": np.stack([1.0, 0.3 * k, 0.2])}}


@picture
def bars_hatched(ax):
    boxes = ax.barh([1, 2, 3], [1, 2, 3], color="lightblue", hatch="x", edgecolor=BLUE)
    ax.set_xlim(0, 4)
    return lambda k: {boxes: np.stack([1 + 2 * k, 2 - k, 3 - 2 * k])}


@picture
def error_bars(ax):
    ax.errorbar(X[::3], Y[::3], yerr=0.3, xerr=0.1, fmt="o", capsize=4, color=BLUE)


@picture
def stairs_and_stems(ax):
    ax.stairs([1, 3, 2, 1], fill=True, color="lightgreen")
    ax.stem([0.5, 1.5, 2.5], [2, 1, 3])


@picture
def a_pie(ax):
    ax.pie([1, 2, 3], labels=["a", "b", "c"], autopct="%d", colors=["gold", "lightblue", "pink"])


@picture
def boxes_and_violins(ax):
    data = np.random.default_rng(0).standard_normal((40, 2))
    ax.boxplot(data, positions=[1, 2])
    ax.violinplot(data, positions=[3, 4])


@picture
def a_circle(ax):
    circle = ax.add_patch(mpl.patches.Circle((1, 1), 0.5, facecolor="gold", edgecolor="black", linewidth=2, alpha=0.7))
    ax.set(xlim=(0, 4), ylim=(0, 3))
    return lambda k: {circle: {"center": np.stack([1 + 2 * k, 1 + k]), "radius": 0.5 + 0.4 * k}}


@picture
def an_ellipse(ax):
    round_one = ax.add_patch(mpl.patches.Ellipse((2, 1.5), 2, 1, angle=30, facecolor="none", edgecolor=BLUE, ls="--"))
    ax.set(xlim=(0, 4), ylim=(0, 3))
    return lambda k: {
        round_one: {"center": np.stack([2 - k, 1.5]), "width": 2 - k, "height": 1 + k, "angle": 30 + 90 * k}
    }


@picture
def patches_of_all_sorts(ax):
    for i, patch in enumerate(
        [
            mpl.patches.Wedge((0.5, 0.5), 0.4, 20, 300, hatch="..", fc="white", ec=BLUE),
            mpl.patches.RegularPolygon((1.5, 0.5), 6, radius=0.4, fc="orange"),
            mpl.patches.FancyBboxPatch((2.2, 0.2), 0.6, 0.6, boxstyle="round,pad=0.1", fc="pink"),
            mpl.patches.FancyArrowPatch((0.2, 1.2), (2.8, 1.8), mutation_scale=15, connectionstyle="arc3,rad=.3"),
            mpl.patches.Arc((1.5, 1.5), 1, 0.6, theta1=0, theta2=200),
        ]
    ):
        ax.add_patch(patch).set_zorder(i)
    ax.set(xlim=(0, 3), ylim=(0, 2))


@picture
def a_rectangle(ax):
    box = ax.add_patch(mpl.patches.Rectangle((1, 1), 1, 1, facecolor=BLUE, alpha=0.3, edgecolor="black"))
    ax.set(xlim=(0, 4), ylim=(0, 3))
    return lambda k: {box: {"x": 1 + k, "width": 1 + k, "facecolor": np.stack([1.0, 0.5 * k, 0.1])}}


@picture
def a_polygon_hatched(ax):
    corners = np.array([[0.0, 0], [2, 0.5], [1, 2]])
    shape = ax.add_patch(mpl.patches.Polygon(corners, hatch="/", facecolor="lightyellow", edgecolor=PURPLE, lw=2))
    ax.set(xlim=(-1, 4), ylim=(-1, 3))
    return lambda k: {shape: corners + k * np.array([1.5, 0.3])}


@picture
def an_arrow(ax):
    arrow = ax.arrow(0, 0, 1, 1, width=0.1, color=VERMILION, length_includes_head=True)
    ax.set(xlim=(-1, 4), ylim=(-1, 3))
    return lambda k: {arrow: arrow.get_xy() * (1 + k)}


# ---- Lines by the dozen ----


@picture
def segments_by_number(ax):
    ends = np.stack([np.stack([X, Y], 1), np.stack([X, Y + 1], 1)], axis=1)
    lines = ax.add_collection(mpl.collections.LineCollection(ends, array=X, linewidths=3, alpha=0.7))
    ax.set(xlim=(-1, 4), ylim=(-2, 3))
    return lambda k: {lines: {"segments": ends + np.stack([k, 0.5 * k]), "array": 3 - X * k}}


@picture
def segments_coloured(ax):
    ends = np.stack([np.stack([X, Y], 1), np.stack([X, Y + 1], 1)], axis=1)
    lines = ax.add_collection(
        mpl.collections.LineCollection(ends, colors=[BLUE, "orange"], linestyles="dashed", alpha=0.5)
    )
    ax.set(xlim=(-1, 4), ylim=(-2, 3))
    return lambda k: {lines: {"colors": np.stack([k, 0.2, 0.8]), "linewidths": 1.5 + 2 * k}}


# ---- Words ----


@picture
def a_text(ax):
    words = ax.text(0.1, 0.6, "k = {:.2f}", fontsize=14, color=BLUE)
    return lambda k: {words: k}


@picture
def a_text_in_a_box(ax):
    words = ax.text(
        0.1, 0.6, "k is\n{:.2f}", bbox={"facecolor": "lightyellow", "edgecolor": "red", "boxstyle": "round"}
    )
    return lambda k: {words: {"text": k, "position": np.stack([0.1 + k / 2, 0.6]), "color": np.stack([k, 0.1, 0.1])}}


@picture
def texts_held_and_turned(ax):
    ax.text(0.5, 0.8, "centre\nof two lines", ha="center", va="center", fontsize=12, weight="bold")
    ax.text(0.1, 0.1, "turned", rotation=40, style="italic", alpha=0.5)
    ax.text(0.9, 0.1, "$\\alpha_1^2 = \\frac{1}{2}$", ha="right", fontsize=12)


@picture
def an_outlined_text(ax):
    words = ax.text(0.1, 0.5, "k = {:.1f}", fontsize=20, color="white")
    words.set_path_effects([effects.withStroke(linewidth=3, foreground="black")])
    return lambda k: {words: {"text": k, "position": np.stack([0.1 + k / 4, 0.5])}}


@picture
def a_note_with_its_arrow(ax):
    ax.plot(X, Y, color=BLUE)
    ax.set(xlim=(0, 3), ylim=(-1.5, 2))
    note = ax.annotate(
        "here", (1, np.sin(2)), (15, 25), textcoords="offset points", arrowprops={"arrowstyle": "->", "color": "red"}
    )
    return lambda k: {note: {"xy": np.stack([1 + k, np.sin(2 + 2 * k)])}}


@picture
def notes_that_stand(ax):
    ax.annotate("top", (0.8, 1), (1.6, 1.3), arrowprops={"arrowstyle": "-|>", "connectionstyle": "arc3,rad=0.3"})
    ax.annotate("boxed", (2.4, -1), (0.2, -0.6), arrowprops={"shrink": 0.05}, bbox={"fc": "pink"})
    ax.plot(X, Y)


@picture
def a_legend(ax):
    (line,) = ax.plot(X, Y, color=BLUE, label="sine")
    ax.plot(X, -Y, "o--", color="orange", label="minus it")
    ax.legend(loc="upper right", title="Curves", framealpha=0.9, shadow=True)
    return lambda k: {line: (X, Y * (1 - k))}


@picture
def a_table(ax):
    ax.axis("off")
    ax.table([["1", "2"], ["3", "4"]], colLabels=["a", "b"], loc="center", cellColours=[["pink", "w"], ["w", "gold"]])


# ---- Axes ----


@picture
def twin_axes(ax):
    ax.plot(X, Y, color=BLUE)
    other = ax.twinx()
    (line,) = other.plot(X, 100 * Y, color=VERMILION)
    other.tick_params(axis="y", colors=VERMILION)
    return lambda k: {line: (X, 100 * Y * (1 - k))}


@picture
def logarithmic_axes(ax):
    (line,) = ax.loglog(1 + X, 10**X, color=BLUE)
    ax.xaxis.set_minor_formatter("")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:g}")
    ax.grid(which="both", alpha=0.5)
    return lambda k: {line: (1 + X, 10 ** (X * (1 - k / 2)))}


@picture
def symmetric_logarithmic_axis(ax):
    ax.plot(X, 100 * Y)
    ax.set_yscale("symlog")
    ax.yaxis.set_major_formatter("{x:g}")


@picture
def an_inset(ax):
    ax.plot(X, Y)
    inset = ax.inset_axes([0.55, 0.6, 0.4, 0.35])
    (line,) = inset.plot(X, Y**2, color="red")
    ax.indicate_inset_zoom(inset)
    return lambda k: {line: (X, Y**2 * (1 - k))}


@picture
def spines_and_ticks(ax):
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["left"].set_position("zero")
    ax.tick_params(direction="in", length=8, color="red", labelsize=7)
    ax.axhspan(-0.5, 0.5, color="lightblue", alpha=0.5)
    ax.axvline(1, color=GREEN, linestyle=":")
    ax.plot(X, Y)


@picture
def dates(ax):
    ax.plot([datetime.date(2020, month, 1) for month in (1, 4, 7)], [1, 3, 2])
    ax.xaxis.set_major_formatter(mpl.dates.DateFormatter("%b"))
    ax.tick_params(axis="x", rotation=30)


@picture
def coloured_paper(ax):
    ax.figure.set_facecolor("lightyellow")
    ax.set_facecolor("lavender")
    (line,) = ax.plot(X, Y, color=BLUE)
    ax.set_title("On yellow paper")
    return lambda k: {line: (X, Y * (1 - k))}


@picture(style="dark_background")
def dark_paper(ax):
    (line,) = ax.plot(X, Y)
    ax.set_title("In the dark")
    ax.legend([line], ["sine"])
    return lambda k: {line: (X, Y * (1 - k))}


@picture(style="ggplot")
def the_style_ggplot(ax):
    (line,) = ax.plot(X, Y)
    ax.set(xlabel="x", title="Style")
    return lambda k: {line: (X, Y * (1 - k))}


@picture(projection="polar")
def polar_axes(ax):
    ax.plot(2 * X, 1 + Y)
    ax.fill(2 * X, 0.5 + 0.3 * Y, alpha=0.3)


@picture(projection="3d")
def axes_in_three_dimensions(ax):
    x, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))
    ax.plot_surface(x, y, x * y, cmap="viridis")
    ax.plot([-1, 1], [-1, 1], [0, 0], color="red")
