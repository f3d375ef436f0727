"""Figures that a reader can move with no kernel: NumPy code is traced to a tape, which the page plays.

    fig, ax = plt.subplots()
    z = np.linspace(-6, 6, 121)
    ax.plot(z, np.tanh(z))
    dot, = ax.plot(0, 0, "o")

    @explore(fig, z0=(-6.0, 6.0, 0.1))
    def figure(z0):
        return {dot: (z0, np.tanh(z0))}

Read it in this order: `trace` (from NumPy code to a tape), `tape`, `stand_ins` and `functions` (how); `marks` and
`scene` (from a Matplotlib figure to SVG with moving parts); `controls` and `explorable` (the widget and its page);
`explore.js` (what plays the tape there). It knows nothing of networks: figures of them are in `mlp.figures`.
"""

from .explorable import Answer, Explorable, answer, assets, explore, quiz
from .trace import TraceError, bundle, trace

__all__ = [
    "Answer",
    "Explorable",
    "TraceError",
    "answer",
    "assets",
    "bundle",
    "explore",
    "quiz",
    "trace",
]
