"""Integers in a page, whose only numbers are float64: these hold every integer up to 2**53, and a zero with a minus.

How far an integer may go follows from the operation that makes it, and from how far those before it may go. Where that
is beyond 2**53, the operation "int" is put behind, which in a page makes NaN of what is too large. The same makes 0 of
-0, where an integer that may be -0 becomes a float. A number among the inputs is a control, and is taken to stay within
`CONTROL`, so that its square needs no such care; what a state holds may grow.
"""

from typing import NamedTuple

import numpy as np

LARGEST, CONTROL = 2.0**53, 2.0**24


class Range(NamedTuple):
    """How far an integer may go, and whether its zero may have a minus in a page."""

    low: float
    high: float
    signed_zero: bool = False

    @property
    def most(self):
        return max(abs(self.low), abs(self.high))


BOOLEAN, CONTROLLED, UNKNOWN = Range(0.0, 1.0), Range(-CONTROL, CONTROL), Range(-LARGEST, LARGEST)


def range_of(array):
    """Find the range of a constant."""
    return Range(float(array.min()), float(array.max())) if array.size else Range(0.0, 0.0)


def range_after(op, ranges, n):
    """Find the range of what an operation makes of integers; n is the length of the first one's last axis."""
    rule = _RULES.get(op, lambda *ranges: _union(*ranges[:-1]))
    signed = any(r.signed_zero for r in ranges) or (op in _SIGNED_ZERO and _SIGNED_ZERO[op](*ranges))
    return Range(*rule(*ranges, n)[:2], signed and op not in ("int", "abs"))


def _union(*ranges):
    return Range(min(r.low for r in ranges), max(r.high for r in ranges))


def _product(a, b, n):
    found = [x * y for x in a[:2] for y in b[:2]]
    return Range(min(found), max(found))


def _times(a, n):
    return _union(Range(n * a.low, n * a.high), a)


def _power(a, b, n):
    with np.errstate(over="ignore"):
        most = float(np.power(max(a.most, 1.0), max(b.high, 1.0)))
    return Range(-most if a.low < 0 else 0.0, most)


def _repeated(a, n):
    return _power(a, Range(n, n), n)


_RULES = {
    "abs": lambda a, n: Range(0.0, a.most),
    "add": lambda a, b, n: Range(a.low + b.low, a.high + b.high),
    "argmax": lambda *rest: Range(0.0, rest[-1]),
    "argmin": lambda *rest: Range(0.0, rest[-1]),
    "cumprod": _repeated,
    "cumsum": _times,
    "floor_divide": lambda a, b, n: Range(-a.most, a.most),
    "int": lambda *rest: UNKNOWN,
    "matmul": lambda a, b, n: _times(_product(a, b, n), n),
    "maximum": lambda a, b, n: Range(max(a.low, b.low), max(a.high, b.high)),
    "minimum": lambda a, b, n: Range(min(a.low, b.low), min(a.high, b.high)),
    "multiply": _product,
    "power": _power,
    "prod": _repeated,
    "remainder": lambda a, b, n: Range(min(b.low, 0.0), max(b.high, 0.0)),
    "subtract": lambda a, b, n: Range(a.low - b.high, a.high - b.low),
    "sum": _times,
    "take": lambda x, rows, n: x,
}
_SIGNED_ZERO = {
    "cumprod": lambda a: a.low < 0 <= a.high,
    "floor_divide": lambda a, b: b.low < 0,
    "multiply": lambda a, b: (a.low < 0 and b.low <= 0 <= b.high) or (b.low < 0 and a.low <= 0 <= a.high),
    "prod": lambda a: a.low < 0 <= a.high,
    "remainder": lambda a, b: b.low < 0,
}
