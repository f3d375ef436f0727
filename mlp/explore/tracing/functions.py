"""What the page knows of NumPy: each function in terms of the few operations of a tape.

Three tables map NumPy's functions to ours: `UFUNCS`, `REDUCTIONS` (``ufunc.reduce``) and `FUNCTIONS`. Ours, which have
NumPy's names and meaning, leave out the arguments that they cannot honour (dtype, where, ...); `stand_ins` refuses
those at the author's line, and compares each result with NumPy's own. To teach the page one more function, write it
here with functions that it knows already.
"""

import inspect
import math
from functools import partial

import numpy as np
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from .stand_ins import FUNCTIONS, REDUCTIONS, UFUNCS, Traced, Unsupported, record, refuse

# ---- Element by element ----

_OPERATION = {
    np.absolute: "abs",
    np.arccos: "acos",
    np.arccosh: "acosh",
    np.arcsin: "asin",
    np.arcsinh: "asinh",
    np.arctan: "atan",
    np.arctanh: "atanh",
    np.arctan2: "atan2",
} | {
    getattr(np, name): name
    for name in (
        "cbrt ceil cos cosh divide equal exp expm1 floor heaviside hypot less less_equal log log10 log1p log2 maximum "
        "minimum not_equal rint sign sin sinh sqrt subtract tan tanh trunc"
    ).split()
}
UFUNCS |= {ufunc: partial(record, name) for ufunc, name in _OPERATION.items()}


def _are(kind, *arrays):
    return all((a if isinstance(a, Traced) else np.asarray(a)).dtype.kind in kind for a in arrays)


def _truth(x):
    return x if _are("b", x) else np.not_equal(x, 0)


def _and(a, b):
    return record("minimum", _truth(a), _truth(b))


def _or(a, b):
    return record("maximum", _truth(a), _truth(b))


def _xor(a, b):
    return record("not_equal", _truth(a), _truth(b))


def _not(x):
    return record("equal", x, False if _are("b", x) else 0)


def _of_booleans(function):
    def only(*arrays):
        if not _are("b", *arrays):
            raise Unsupported("on the bits of integers")
        return function(*arrays)

    return only


def _whole(op):
    """Divide integers as NumPy does: by 0 it is 0. Numbers with a fraction have infinity and NaN for that."""

    def divide(a, b):
        if not _are("biu", a, b):
            return record(op, a, b)
        return np.where(np.equal(b, 0), 0, record(op, a, np.where(np.equal(b, 0), 1, b)))

    return divide


def _add(a, b):
    if not _are("b", a, b):
        return record("add", a, b)
    if np.ndim(a) == np.ndim(b) == 0:
        raise refuse(
            "a sum of two truth values, which Python counts, and of which NumPy says whether one is true",
            "1 * a + b to count, a | b for either",
        )
    return record("maximum", a, b)


def _power(a, b):
    if not isinstance(b, Traced) and np.ndim(b) == 0 and b == 2:
        return a * a
    if not isinstance(b, Traced) and np.size(b) == 1 and np.all(np.equal(b, 0.5)) and np.ndim(a) >= max(np.ndim(b), 1):
        return np.sqrt(a)
    if _are("biu", a, b) and isinstance(b, Traced):
        raise Unsupported("of integers with a traced exponent (write 2.0 for 2)")
    return record("power", a, b)


def _fmod(a, b):
    rest = np.where(np.less(a, 0), -1, 1) * np.remainder(np.abs(a), np.abs(b))
    return rest if _are("biu", a, b) else np.where(np.equal(rest, 0), np.multiply(a, 0.0), rest)


def _logaddexp(a, b):
    return np.where(np.equal(a, b), a + math.log(2), np.maximum(a, b) + np.log1p(np.exp(-np.abs(np.subtract(a, b)))))


UFUNCS |= {
    np.add: _add,
    np.multiply: lambda a, b: record("minimum" if _are("b", a, b) else "multiply", a, b),
    np.remainder: _whole("remainder"),
    np.floor_divide: _whole("floor_divide"),
    np.divmod: lambda a, b: (np.floor_divide(a, b), np.remainder(a, b)),
    np.power: _power,
    np.float_power: lambda a, b: np.power(np.multiply(a, 1.0), b),
    np.negative: lambda x: np.subtract(0, x) if _are("iu", x) else record("negative", x),
    np.positive: lambda x: x.copy(),
    np.conjugate: lambda x: x.copy(),
    np.square: lambda x: x * x,
    np.reciprocal: lambda x: 1 / x,
    np.fabs: lambda x: np.abs(x.astype(float)),
    np.exp2: lambda x: np.power(2.0, x),
    np.logaddexp: _logaddexp,
    np.deg2rad: lambda x: x * (np.pi / 180),
    np.radians: lambda x: x * (np.pi / 180),
    np.rad2deg: lambda x: x * (180 / np.pi),
    np.degrees: lambda x: x * (180 / np.pi),
    np.greater: lambda a, b: np.less(b, a),
    np.greater_equal: lambda a, b: np.less_equal(b, a),
    np.isnan: lambda x: np.not_equal(x, x),
    np.isinf: lambda x: np.equal(np.abs(x), np.inf),
    np.isfinite: lambda x: np.less(np.abs(x), np.inf),
    np.fmax: lambda a, b: np.where(np.isnan(a), b, np.where(np.isnan(b), a, np.maximum(a, b))),
    np.fmin: lambda a, b: np.where(np.isnan(a), b, np.where(np.isnan(b), a, np.minimum(a, b))),
    np.fmod: _fmod,
    np._core.umath.clip: lambda x, low, high: np.minimum(np.maximum(x, low), high),  # what array.clip comes down to
    np.vecdot: lambda a, b: np.sum(np.multiply(a, b), axis=-1),
    np.logical_and: _and,
    np.logical_or: _or,
    np.logical_xor: _xor,
    np.logical_not: _not,
    np.bitwise_and: _of_booleans(_and),
    np.bitwise_or: _of_booleans(_or),
    np.bitwise_xor: _of_booleans(_xor),
    np.invert: _of_booleans(_not),
}


def like(*functions):
    """Register an imitation of NumPy's `functions`."""

    def register(imitation):
        FUNCTIONS.update({function: (inspect.signature(imitation), imitation) for function in functions})
        return imitation

    return register


@like(np.where)
def where(condition, x, y, /):
    return record("where", _truth(condition), x, y)


@like(np.clip)
def clip(a, a_min=None, a_max=None, *, min=None, max=None):
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    a = a if low is None else np.maximum(a, low)
    return a if high is None else np.minimum(a, high)


@like(np.round, np.around)
def round_(a, decimals=0):
    if _are("iu", a) and decimals >= 0:
        return a.copy()
    scale = 10.0 ** abs(decimals)
    return np.rint(a) if decimals == 0 else np.rint(a * scale) / scale if decimals > 0 else np.rint(a / scale) * scale


@like(np.sinc)
def sinc(x):
    return np.where(np.equal(x, 0), 1.0, np.sin(np.pi * x) / (np.pi * x))


@like(np.nan_to_num)
def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    if not copy:
        raise Unsupported("in place (copy=False)")
    if _are("biu", x):
        return x.copy()
    largest = np.finfo(float).max
    y = np.where(np.isnan(x), nan, x)
    y = np.where(np.equal(x, np.inf), largest if posinf is None else posinf, y)
    return np.where(np.equal(x, -np.inf), -largest if neginf is None else neginf, y)


@like(np.select)
def select(condlist, choicelist, default=0):
    result = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        result = np.where(condition, choice, result)
    return result


@like(np.isclose)
def isclose(a, b, rtol=1e-05, atol=1e-08):
    return (np.abs(np.subtract(a, b)) <= atol + rtol * np.abs(b)) & np.isfinite(b) | np.equal(a, b)


@like(np.allclose)
def allclose(a, b, rtol=1e-05, atol=1e-08):
    return np.all(np.isclose(a, b, rtol, atol))


@like(np.array_equal)
def array_equal(a1, a2):
    return np.all(np.equal(a1, a2)) if np.shape(a1) == np.shape(a2) else False


# ---- Shapes ----

FUNCTIONS |= {
    np.shape: (inspect.signature(lambda a: 0), lambda a: a.shape),
    np.ndim: (inspect.signature(lambda a: 0), lambda a: a.ndim),
    np.size: (
        inspect.signature(lambda a, axis=None: 0),
        lambda a, axis=None: a.size if axis is None else a.shape[axis],
    ),
}


@like(np.copy)
def copy(a):
    return a.copy()


@like(np.astype)
def astype(x, dtype, /):
    return x.astype(dtype)


@like(np.reshape)
def reshape(a, /, shape, order="C"):
    return a.reshape(shape, order=order)


@like(np.ravel)
def ravel(a):
    return a.reshape(-1)


@like(np.transpose)
def transpose(a, axes=None):
    return a.transpose() if axes is None else a.transpose(tuple(axes))


@like(np.matrix_transpose)
def matrix_transpose(x):
    return np.swapaxes(x, -1, -2)


@like(np.moveaxis)
def moveaxis(a, source, destination):
    source, destination = normalize_axis_tuple(source, a.ndim), normalize_axis_tuple(destination, a.ndim)
    order = [axis for axis in range(a.ndim) if axis not in source]
    for place, axis in sorted(zip(destination, source, strict=True)):
        order.insert(place, axis)
    return a.transpose(tuple(order))


@like(np.swapaxes)
def swapaxes(a, axis1, axis2):
    order = list(range(a.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return a.transpose(tuple(order))


@like(np.expand_dims)
def expand_dims(a, axis):
    axes = normalize_axis_tuple(axis, a.ndim + (len(axis) if isinstance(axis, (tuple, list)) else 1))
    sizes = iter(a.shape)
    return a.reshape(tuple(1 if i in axes else next(sizes) for i in range(a.ndim + len(axes))))


@like(np.squeeze)
def squeeze(a, axis=None):
    axes = [i for i, n in enumerate(a.shape) if n == 1] if axis is None else normalize_axis_tuple(axis, a.ndim)
    return a.reshape(tuple(n for i, n in enumerate(a.shape) if i not in axes))


@like(np.broadcast_to)
def broadcast_to(array, shape):
    return record("broadcast", array, static=(shape,) if isinstance(shape, int) else shape)


@like(np.broadcast_arrays)
def broadcast_arrays(*args):
    shape = np.broadcast_shapes(*map(np.shape, args))
    return tuple(np.broadcast_to(a, shape) for a in args)


@like(np.atleast_1d)
def atleast_1d(*arys):
    arys = tuple(np.reshape(a, (1,)) if np.ndim(a) == 0 else a for a in arys)
    return arys[0] if len(arys) == 1 else arys


@like(np.atleast_2d)
def atleast_2d(*arys):
    arys = tuple(np.reshape(a, (1, -1)) if np.ndim(a) < 2 else a for a in arys)
    return arys[0] if len(arys) == 1 else arys


@like(np.flip)
def flip(m, axis=None):
    axes = range(m.ndim) if axis is None else normalize_axis_tuple(axis, m.ndim)
    return m[tuple(slice(None, None, -1 if i in axes else 1) for i in range(m.ndim))]


@like(np.meshgrid)
def meshgrid(*xi, indexing="xy"):
    shapes = [tuple(-1 if i == j else 1 for j in range(len(xi))) for i in range(len(xi))]
    grids = np.broadcast_arrays(*(np.reshape(x, shape) for x, shape in zip(xi, shapes, strict=True)))
    return tuple(np.swapaxes(g, 0, 1) if indexing == "xy" and len(xi) > 1 else g for g in grids)


@like(np.zeros_like)
def zeros_like(a, dtype=None):
    return np.full_like(a, 0, dtype)


@like(np.ones_like)
def ones_like(a, dtype=None):
    return np.full_like(a, 1, dtype)


@like(np.full_like)
def full_like(a, fill_value, dtype=None):
    """Make a stand-in even of what is constant, so that ``total = np.zeros_like(x); total += x`` works."""
    filled = np.broadcast_to(fill_value, a.shape).astype(a.dtype if dtype is None else dtype)
    return filled.copy() if isinstance(filled, Traced) else a.constant(filled)


@like(np.result_type)
def result_type(*arrays_and_dtypes):
    return np.result_type(*(a.dtype if isinstance(a, Traced) else a for a in arrays_and_dtypes))


@like(np.linspace)
def linspace(start, stop, num=50, endpoint=True):
    steps = num - 1 if endpoint else num
    i = np.arange(num).reshape(-1, *[1] * np.ndim(np.add(start, stop)))
    y = start + i * (np.subtract(stop, start) / max(steps, 1))
    return np.where(i == steps, stop, y) if endpoint and num > 1 else y


@like(np.logspace)
def logspace(start, stop, num=50, endpoint=True, base=10.0):
    return np.power(base, np.linspace(start, stop, num, endpoint))


# ---- Arrays put together and taken apart ----


@like(np.concatenate)
def concatenate(arrays, axis=0):
    if axis is None:
        arrays, axis = [np.ravel(a) for a in arrays], 0
    return record("concatenate", *arrays, static=(normalize_axis_index(axis, np.ndim(arrays[0])),))


@like(np.stack)
def stack(arrays, axis=0):
    return np.concatenate([np.expand_dims(a, axis) for a in arrays], axis)


@like(np.vstack)
def vstack(tup):
    return np.concatenate([np.atleast_2d(a) for a in tup])


@like(np.hstack)
def hstack(tup):
    parts = [np.atleast_1d(a) for a in tup]
    return np.concatenate(parts, 0 if np.ndim(parts[0]) == 1 else 1)


@like(np.dstack)
def dstack(tup):
    parts = [np.atleast_2d(a) for a in tup]
    return np.concatenate([np.expand_dims(a, -1) if np.ndim(a) == 2 else a for a in parts], 2)


@like(np.column_stack)
def column_stack(tup):
    return np.concatenate([np.reshape(a, (-1, 1)) if np.ndim(a) < 2 else a for a in tup], 1)


@like(np.append)
def append(arr, values, axis=None):
    return np.concatenate([arr, values], axis)


@like(np.roll)
def roll(a, shift, axis=None):
    if axis is None:
        return np.reshape(np.roll(np.ravel(a), shift, 0), a.shape)
    return take(a, (np.arange(a.shape[axis]) - shift) % a.shape[axis], axis)


@like(np.repeat)
def repeat(a, repeats, axis=None):
    if isinstance(repeats, Traced):
        raise Unsupported("a traced number of times")
    a, axis = (np.ravel(a), 0) if axis is None else (a, axis)
    return take(a, np.repeat(np.arange(a.shape[axis]), repeats), axis)


@like(np.tile)
def tile(A, reps):
    if not isinstance(A, Traced):
        raise Unsupported("a traced number of times")
    index = np.tile(np.arange(A.size).reshape(A.shape), reps)
    return take(np.ravel(A), index)


@like(np.take)
def take(a, indices, axis=None, mode="raise"):
    a, axis = (np.ravel(a), 0) if axis is None else (a, normalize_axis_index(axis, np.ndim(a)))
    size, ndim = np.shape(a)[axis], np.ndim(indices)
    indices = {"clip": lambda i: np.clip(i, 0, size - 1), "wrap": lambda i: i % size}.get(mode, lambda i: i)(indices)
    result = record("take", np.moveaxis(a, axis, 0), indices)
    return np.moveaxis(result, range(ndim), range(axis, axis + ndim))


@like(np.diagonal)
def diagonal(a, offset=0):
    if np.ndim(a) != 2:
        raise Unsupported("of more than two axes")
    rows = np.arange(max(-offset, 0), min(a.shape[0], a.shape[1] - offset))
    return a[rows, rows + offset]


@like(np.diag)
def diag(v, k=0):
    if v.ndim == 2:
        return np.diagonal(v, k)
    mask = np.diag(np.ones(v.size, bool), k)
    return np.where(mask, take(v, np.clip(np.cumsum(mask).reshape(mask.shape) - 1, 0, v.size - 1)), v.dtype.type(0))


@like(np.trace)
def trace(a, offset=0):
    return np.sum(np.diagonal(a, offset))


@like(np.tril)
def tril(m, k=0):
    return np.where(np.tri(*m.shape[-2:], k=k, dtype=bool), m, m.dtype.type(0))


@like(np.triu)
def triu(m, k=0):
    return np.where(np.tri(*m.shape[-2:], k=k - 1, dtype=bool), m.dtype.type(0), m)


# ---- Along an axis ----


def _axes(x, axis):
    """List the axes that are meant; a number has none, and to NumPy it is a row of one all the same."""
    if axis is not None and not x.ndim:
        normalize_axis_tuple(axis, 1)
    return tuple(range(x.ndim)) if axis is None or not x.ndim else normalize_axis_tuple(axis, x.ndim)


def _row(x):
    return x if x.ndim else x.reshape(1)


def _reduce(op, x, axis, keepdims):
    """Make the axes to be reduced the last one, and reduce that."""
    axes = _axes(x, axis)
    kept = tuple(i for i in range(x.ndim) if i not in axes)
    rows = tuple(x.shape[i] for i in kept)
    result = record(op, x.transpose(kept + axes).reshape(*rows, math.prod(x.shape[i] for i in axes)))
    return result.reshape(tuple(1 if i in axes else n for i, n in enumerate(x.shape))) if keepdims else result


def _reduction(op):
    return lambda a, axis=None, keepdims=False: _reduce(op, a, axis, keepdims)


like(np.sum)(_reduction("sum"))
like(np.prod)(_reduction("prod"))
like(np.max, np.amax)(_reduction("max"))
like(np.min, np.amin)(_reduction("min"))


@like(np.any)
def any_(a, axis=None, keepdims=False):
    return (
        _reduce("max", _truth(a), axis, keepdims) if _count(a, axis) else np.sum(_truth(a), axis, keepdims=keepdims) > 0
    )


@like(np.all)
def all_(a, axis=None, keepdims=False):
    if not _count(a, axis):
        return ~np.any(a, axis, keepdims=keepdims)
    return _reduce("min", _truth(a), axis, keepdims)


@like(np.count_nonzero)
def count_nonzero(a, axis=None, *, keepdims=False):
    return np.sum(_truth(a), axis, keepdims=keepdims)


def _position(op):
    def function(a, axis=None, *, keepdims=False):
        if not a.ndim:
            return np.squeeze(function(_row(a), axis))
        result = record(op, np.ravel(a) if axis is None else np.moveaxis(a, axis, -1))
        if not keepdims:
            return result
        return result.reshape((1,) * a.ndim) if axis is None else np.expand_dims(result, axis)

    return function


like(np.argmax)(_position("argmax"))
like(np.argmin)(_position("argmin"))


def _running(op):
    def function(a, axis=None):
        a, axis = (np.ravel(a), 0) if axis is None else (_row(a), axis)
        return np.moveaxis(record(op, np.moveaxis(a, axis, -1)), -1, axis)

    return function


like(np.cumsum)(_running("cumsum"))
like(np.cumprod)(_running("cumprod"))

REDUCTIONS |= {
    np.add: np.sum,
    np.multiply: np.prod,
    np.maximum: np.max,
    np.minimum: np.min,
    np.logical_and: np.all,
    np.logical_or: np.any,
}


def _count(a, axis):
    return math.prod(a.shape[i] for i in _axes(a, axis))


@like(np.mean)
def mean(a, axis=None, keepdims=False):
    return np.sum(a, axis, keepdims=keepdims) / _count(a, axis)


@like(np.var)
def var(a, axis=None, ddof=0, keepdims=False):
    error = a - np.mean(a, axis, keepdims=True)
    return np.sum(error * error, axis, keepdims=keepdims) / max(_count(a, axis) - ddof, 0)


@like(np.std)
def std(a, axis=None, ddof=0, keepdims=False):
    return np.sqrt(np.var(a, axis, ddof=ddof, keepdims=keepdims))


@like(np.ptp)
def ptp(a, axis=None, keepdims=False):
    return np.max(a, axis, keepdims=keepdims) - np.min(a, axis, keepdims=keepdims)


@like(np.average)
def average(a, axis=None, weights=None):
    if weights is None:
        return np.mean(a, axis)
    if np.ndim(a) != np.ndim(weights):
        weights = np.reshape(weights, [n if i == axis % np.ndim(a) else 1 for i, n in enumerate(np.shape(a))])
    return np.sum(np.multiply(a, weights), axis) / np.sum(np.broadcast_to(weights, np.shape(a)), axis)


@like(np.sort)
def sort(a, axis=-1):
    return _running("sort")(a, axis)


def _ordered(a, axis):
    """Sort along these axes together, and put them first, as one."""
    axes = _axes(a, axis)
    rest = tuple(n for i, n in enumerate(a.shape) if i not in axes)
    return np.sort(np.moveaxis(a, axes, range(len(axes))).reshape((-1, *rest)), axis=0)


@like(np.median)
def median(a, axis=None):
    ordered = _ordered(1 * a if _are("b", a) else a, axis)
    n = len(ordered)
    middle = (ordered[n // 2 - 1] + ordered[n // 2]) / 2 if n % 2 == 0 else ordered[n // 2]
    return np.where(np.isnan(ordered[-1]), np.nan, middle)


@like(np.percentile)
def percentile(a, q, axis=None):
    return np.quantile(a, np.divide(q, 100), axis)


@like(np.quantile)
def quantile(a, q, axis=None):
    ordered = _ordered(a, axis)
    last = len(ordered) - 1
    place = np.multiply(q, last)
    before = np.floor(place).astype(int)
    low, high = (take(ordered, i, 0) for i in (before, np.minimum(before + 1, last)))
    part = np.reshape(place - before, np.shape(q) + (1,) * (ordered.ndim - 1))
    between = np.where(part >= 0.5, high - (high - low) * (1 - part), low + (high - low) * part)
    return np.where(np.isnan(ordered[-1]), np.nan, between)


@like(np.histogram)
def histogram(a, bins=10, range=None, density=False):
    a = np.reshape(a, (-1,))
    if np.ndim(bins) == 0:
        low, high = (np.min(a), np.max(a)) if range is None else range
        half = np.where(np.equal(low, high), 0.5, 0.0)
        bins = np.linspace(low - half, high + half, bins + 1)
    bins = bins if isinstance(bins, Traced) else np.asarray(bins)
    below = np.sum(np.less(a, np.expand_dims(bins, 1)), axis=1)
    below = np.where(np.arange(below.size) == below.size - 1, np.sum(np.less_equal(a, bins[-1])), below)
    counts = np.diff(below)
    return (counts / np.diff(bins) / np.sum(counts) if density else counts), bins


@like(np.diff)
def diff(a, n=1, axis=-1):
    for _ in range(n):
        a = np.moveaxis(a, axis, 0)
        change = np.not_equal if _are("b", a) else np.subtract
        a = np.moveaxis(change(a[1:], a[:-1]), 0, axis)
    return a


@like(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    axes = range(x.ndim) if axis is None else normalize_axis_tuple(axis, x.ndim)
    if ord is None or (ord == 2 and len(axes) == 1) or (ord == "fro" and len(axes) == 2):
        return np.sqrt(np.sum(np.multiply(x, x), axis, keepdims=keepdims) * 1.0)
    if len(axes) != 1 or ord not in (1, np.inf, -np.inf):
        raise Unsupported(f"with ord={ord!r} for {len(axes)} axes")
    function = {1: np.sum, np.inf: np.max, -np.inf: np.min}[ord]
    return function(np.abs(x * 1.0), axis, keepdims=keepdims)


# ---- Products ----


def matmul(a, b):
    """Multiply matrices; vectors become matrices, and stacks of matrices are added up."""
    if _are("b", a, b):
        return np.not_equal(matmul(np.multiply(a, 1), b), 0)
    vector_a, vector_b = np.ndim(a) == 1, np.ndim(b) == 1
    a = np.reshape(a, (1, -1)) if vector_a else a
    b = np.reshape(b, (-1, 1)) if vector_b else b
    if np.ndim(a) == np.ndim(b) == 2:
        product = record("matmul", a, b)
    else:
        product = np.sum(np.expand_dims(a, -1) * np.expand_dims(b, -3), axis=-2)
    shape = product.shape
    shape = shape[:-2] + (() if vector_a else shape[-2:-1]) + (() if vector_b else shape[-1:])
    return product.reshape(shape)


UFUNCS[np.matmul] = matmul


@like(np.dot)
def dot(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return np.multiply(a, b)
    if np.ndim(b) > 2 or (np.ndim(a) > 2 and np.ndim(b) > 1):
        raise Unsupported("of more than two axes")
    return np.matmul(a, b)


@like(np.vdot)
def vdot(a, b, /):
    return np.dot(np.ravel(a), np.ravel(b))


@like(np.inner)
def inner(a, b, /):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return np.multiply(a, b)
    return np.dot(a, b if np.ndim(b) < 2 else np.swapaxes(b, -1, -2))


@like(np.outer)
def outer(a, b):
    return np.multiply(np.reshape(a, (-1, 1)), np.reshape(b, (1, -1)))


@like(np.cross)
def cross(a, b):
    if np.shape(a)[-1] != 3 or np.shape(b)[-1] != 3:
        raise Unsupported("of vectors with other than three components")
    (a0, a1, a2), (b0, b1, b2) = (
        np.moveaxis(np.asanyarray(x) if not isinstance(x, Traced) else x, -1, 0) for x in (a, b)
    )
    return np.stack([a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0], axis=-1)


# ---- Curves ----


@like(np.polyval)
def polyval(p, x):
    y = np.zeros(np.shape(x))
    for coefficient in p:
        y = y * x + coefficient
    return y


@like(np.trapezoid)
def trapezoid(y, x=None, dx=1.0):
    heights = y[..., 1:] + y[..., :-1]
    return np.sum((dx if x is None else np.diff(x)) * heights / 2.0, axis=-1)


def _position_in(a, v, before):
    return np.sum(before(a, np.expand_dims(v, -1)), axis=-1)


@like(np.searchsorted)
def searchsorted(a, v, side="left"):
    # NaN comes after all numbers.
    if side == "left":
        return _position_in(a, v, lambda a, v: np.less(a, v) | np.isnan(v) & np.equal(a, a))
    return _position_in(a, v, lambda a, v: np.less_equal(a, v) | np.isnan(v))


@like(np.interp)
def interp(x, xp, fp, left=None, right=None):
    i = np.clip(_position_in(xp, x, np.less_equal) - 1, 0, np.shape(xp)[0] - 2)
    x0, x1, y0, y1 = (take(p, j) for p in (xp, fp) for j in (i, i + 1))
    slope = (y1 - y0) / (x1 - x0)
    y = y0 + slope * (x - x0)
    if isinstance(fp, Traced) or not np.isfinite(fp).all():  # of infinities NumPy makes what it can
        y = np.where(np.isnan(y), slope * (x - x1) + y1, y)
        y = np.where(np.isnan(y) & np.equal(y0, y1), y0, y)
        y = np.where(np.equal(x, x0), y0, y)
    y = np.where(np.less(x, xp[0]), fp[0] if left is None else left, y)
    return np.where(
        np.greater_equal(x, xp[-1]), fp[-1] if right is None else np.where(np.equal(x, xp[-1]), fp[-1], right), y
    )
