"""Figures that a reader can move with no kernel: NumPy code is traced to a tape, which the page plays::

    fig, ax = plt.subplots()
    z = np.linspace(-6, 6, 121)
    ax.plot(z, np.tanh(z))
    dot, = ax.plot(0, 0, "o")

    @explore(fig, z0=(-6.0, 6.0, 0.1))
    def figure(z0):
        return {dot: (z0, np.tanh(z0))}

Five rooms, best read in this order: `tracing` (from NumPy code to a tape); `marks` (how artists move, one file a kind);
`draw` (from a Matplotlib figure to SVG with moving parts); `figure` (controls, the author's functions, widget and
page); `player` (the page's side, ES modules). It knows nothing of networks: figures of them are in `mlp.figures`.
"""

from .contours import contour_lines
from .draw import maps
from .figure.controls import pad, pick, points
from .figure.explorable import Answer, Explorable, Lines, Prediction, answer, choose, explore, predict, quiz, write
from .figure.player import assets
from .figure.questions import some_numbers
from .lines.formula import formula
from .tracing.trace import TraceError, bundle, trace

maps.register()

__all__ = [
    "Answer",
    "Explorable",
    "Lines",
    "Prediction",
    "TraceError",
    "answer",
    "assets",
    "bundle",
    "choose",
    "contour_lines",
    "explore",
    "formula",
    "pad",
    "pick",
    "points",
    "predict",
    "quiz",
    "some_numbers",
    "trace",
    "write",
]
