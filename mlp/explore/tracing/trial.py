"""A trial: called with numbers, a function must do what its tape does.

Some decisions never ask a stand-in for its value: ``s is True``, ``isinstance(s, float)``, ``np.isscalar(s)``,
``hasattr``, ``str(s)``. So the function is called once more with the examples themselves, and with others near by. What
neither shows is not seen: a branch that they do not take, ``isinstance(k, int)``, today's date.
"""

import copy
import warnings

import numpy as np

from .rounding import rounding
from .tape import leaves, map_leaves, name_of


def difference(tape, function, inputs):
    """Find an output that is another number when the function is called with numbers: its words, or None."""
    for values in (inputs, map_leaves(_near, inputs)):
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                called = dict(leaves(function(**copy.deepcopy(map_leaves(_plain, values)))))
            played = dict(leaves(tape.evaluate(**values)))
        except Exception:  # these numbers are not meant for it, or NumPy says so itself
            continue
        if set(called) != set(played):
            return "other outputs than when it is traced"
        for path, own in called.items():
            # The last bits of sums and functions may explain it.
            if not _is_same(own, played[path]) and not _is_same(own, played[path], _room(tape, values)):
                return f"{name_of(path)} = {own!r} at {values}, and {played[path]!r} when it is traced"
    return None


def _plain(path, example):
    """Give a number as a control does: a checkbox is Python's, all others are NumPy's."""
    if example is None:
        return None
    value = np.asarray(example)
    return bool(value) if value.dtype == bool and not value.ndim else np.array(value)[()]


def _near(path, example):
    if example is None or callable(example):
        return example
    value = np.asarray(example)
    if value.dtype == bool:
        return ~value
    if value.dtype.kind in "iu":
        return np.where(value > 0, value - 1, value + 1)
    return 0.75 * value + np.linspace(0.1, 0.2, value.size).reshape(value.shape)


def _is_same(a, b, room=0.0):
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype.kind not in "biuf":
        return False
    largest = np.abs(b[np.isfinite(b)] * 1.0).max(initial=0)
    return np.allclose(a, b, rtol=0, atol=max(room, 1e-9 * largest), equal_nan=True)


def _room(tape, values):
    return 10 * max(rounding(tape, **values).values(), default=0)
