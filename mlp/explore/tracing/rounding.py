"""How far the results of a tape may move from one processor to the next.

IEEE 754 fixes how a sum, a product and a square root round, so all processors and all pages agree on these. It leaves
open the last bits of exp, tanh and their like, and NumPy leaves open in which order many numbers are added up. Where
such bits cancel, what remains is noise, such as 1e-17 here and -3e-17 there for a gradient that is 0. `rounding` finds
out by playing the tape again, several times, with other last bits (D. S. Parker, Monte Carlo Arithmetic, UCLA, 1997).
"""

import numpy as np

from .tape import OPERATIONS

REPEATS, STEPS = 8, 2  # how often, and by how many units in the last place
SUMS = ("cumprod", "cumsum", "matmul", "prod", "sum")
FUNCTIONS = (
    "acos", "acosh", "apply", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp", "expm1", "hypot",
    "log", "log10", "log1p", "log2", "power", "sin", "sinh", "tan", "tanh",
)  # fmt: skip


def rounding(tape, **values):
    """Find how far each output of a tape may move, by rounding alone.

    Parameters
    ----------
    tape : Tape
        What is played.
    **values
        As for `Tape.evaluate`.

    Returns
    -------
    dict
        By name of the output, the farthest that one of its numbers moved.
    """
    expected = tape.play(OPERATIONS, values)
    operations = other_operations(np.random.default_rng(0))
    moved = dict.fromkeys(expected, 0.0)
    for _ in range(REPEATS):
        for name, other in tape.play(operations, values).items():
            with np.errstate(invalid="ignore"):
                change = np.abs(np.subtract(other, expected[name], dtype=float))
            moved[name] = np.fmax.reduce(change, axis=None, initial=moved[name])  # NaN: nothing that moves
    return moved


def other_operations(generator):
    """Make a table of operations as another processor might have them, with last bits drawn at random."""

    def nudged(x):
        return nudge(x, generator.integers(-STEPS, STEPS + 1, np.shape(x)))

    own = {name: lambda *xs, f=OPERATIONS[name]: nudged(f(*xs)) for name in FUNCTIONS}
    own |= {name: lambda *xs, f=OPERATIONS[name]: f(*map(nudged, xs)) for name in SUMS}
    return OPERATIONS | own


def nudge(x, steps):
    """Move floats by some units in the last place; round numbers stay, for every processor gets those right."""
    x = np.asarray(x)
    if x.dtype != float:
        return x
    with np.errstate(all="ignore"):
        moved = x + steps * np.spacing(x)
        stays = (np.ldexp(x, 20) == np.rint(np.ldexp(x, 20))) | ~np.isfinite(moved)
    return np.where(stays, x, moved)
