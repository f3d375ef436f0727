"""A processor that rounds otherwise, for tests: NumPy's last bits, changed.

    import last_bits            from then on, in this process

IEEE 754 fixes how sums, products and square roots round; it leaves open the last bits of exp, tanh and their like, and
those of what a library of linear algebra computes. A long training run makes whole digits of them. Whatever a notebook
prints must be the same with this module and without it: then it is the same on processors that are not at hand.

Random numbers are nudged as well, so that a run without exp and tanh starts from other last bits too. LAST_BITS of the
environment, 0, 1 or 2, chooses one of three such processors.
"""

import functools
import os

import numpy as np

from mlp.explore.tracing.rounding import (
    STEPS,
    nudge,
)  # and with it the tables of stand-ins, which hold NumPy's own functions

FUNCTIONS = "exp expm1 log log10 log1p log2 sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh cbrt".split()
LINALG = "eigh eigvalsh inv lstsq pinv solve svd".split()


STIR = np.uint64([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9][int(os.environ.get("LAST_BITS", "0"))])


def nudged(x):
    """Move each float by up to `STEPS` units in the last place, the same one always by the same.

    Round numbers stay: every processor gets those right.
    """
    if not isinstance(x, (float, np.ndarray)) or np.asarray(x).dtype != float:
        return x
    with np.errstate(over="ignore"):
        scattered = np.array(x).view(np.uint64) * STIR >> np.uint64(40)  # its bits, stirred
    return nudge(x, scattered % (2 * STEPS + 1) - float(STEPS))[()]


def nudging(function):
    """Make a function whose results are nudged."""

    @functools.wraps(function)
    def other(*arguments, out=None, **options):
        y = function(*arguments, **options)
        if out is None:
            return type(y)(*map(nudged, y)) if hasattr(y, "_fields") else nudged(y)
        target = out[0] if isinstance(out, tuple) else out
        target[...] = nudged(y)
        return target

    return other


class Generator(np.random.Generator):
    """A generator of random numbers whose normal and uniform numbers are nudged."""

    def standard_normal(self, *arguments, **options):
        return nudged(super().standard_normal(*arguments, **options))

    def normal(self, *arguments, **options):
        return nudged(super().normal(*arguments, **options))

    def uniform(self, *arguments, **options):
        return nudged(super().uniform(*arguments, **options))

    def random(self, *arguments, **options):
        return nudged(super().random(*arguments, **options))


def default_rng(seed=None, draws=np.random.default_rng):
    """Make a generator that draws what NumPy's own draws, but for the last bits."""
    return seed if isinstance(seed, Generator) else Generator(draws(seed).bit_generator)


for name in FUNCTIONS:
    setattr(np, name, nudging(getattr(np, name)))
for name in LINALG:
    setattr(np.linalg, name, nudging(getattr(np.linalg, name)))
np.random.default_rng = default_rng
