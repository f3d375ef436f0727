"""Figures of networks, made with `mlp.explore`, and tables of what was computed::

    draw_network(ax, [2, 4, 1])     circles, lines and numbers, still or moving
    stepper([2, 2, 1])              forward, every delta, every gradient and the update, number by number
    hand_calculation([2, 2, 1])     asks for each number, and knows the usual slips
    bug_menu()                      what a gradient check and training make of a bug
    playground()                    a network whose layers, data, costs and rules the reader changes while it learns
    ax.plot(0, 0, "o", **HANDLE)    a point as all points look that a reader drags
    table({"$z$": z}, "...")        a table of numbers, with a caption

Read it in this order: `drawing` (how a network looks), `worked` (the numbers of an example, by name), `walk` (the steps
through them), `strip` (what a step is made of), `stepper`, `exercises`; `masked`, `maps` and `playground` are the
playground; `table` stands by itself.
"""

from .drawing import HANDLE, NetworkDrawing, draw_network
from .exercises import bug_menu, hand_calculation
from .playground import playground
from .stepper import stepper
from .table import table

__all__ = ["HANDLE", "NetworkDrawing", "bug_menu", "draw_network", "hand_calculation", "playground", "stepper", "table"]
