"""Stand-ins: what a traced function gets instead of numbers and arrays, and what it may not do with them.

A `Traced` speaks NumPy's own protocols, `__array_ufunc__` (NEP 13) and `__array_function__` (NEP 18), so NumPy code
runs on it unchanged, and each operation is noted by a `Recorder`. It carries an example of the value it stands for:
NumPy itself decides shape and type of every result, and whatever `functions` writes in terms of a few operations is
compared with NumPy's own answer on the spot. Where a stand-in cannot do what an array would (become a Python float,
decide an ``if``, fill a plain array), there is a `TraceError` at the author's line, never a wrong figure.
"""

import linecache
import math
import operator
import os
import re
import sys
import sysconfig
import weakref

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from .integers import BOOLEAN, LARGEST, range_after, range_of
from .tape import OPERATIONS, VIEWS, map_leaves

UFUNCS, REDUCTIONS, FUNCTIONS = {}, {}, {}  # NumPy's function -> ours; filled by `functions`

_PACKAGE = os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))
_LIBRARIES = tuple(folder + os.sep for folder in (_PACKAGE, os.path.dirname(np.__file__), sysconfig.get_path("stdlib")))
_TYPES = _FLOAT, _INT, _BOOL = np.dtype(float), np.dtype(np.int64), np.dtype(bool)


class TraceError(TypeError):
    """A traced function did what the page could not do; the message has the line, the operation and the way out."""


class _NoSuchMethod(TraceError, AttributeError):
    """The same for a method, so that ``hasattr`` says no."""


refusals = []  # since the trace began: code between here and there may have caught one, or made another error of it


def refuse(what, way_out, kind=TraceError):
    """Make the error for `what`, at the author's line."""
    file, line, expression = _author()
    source = linecache.getline(file, line).strip()
    what = f"`{expression}`: {what}" if expression else what
    error = kind(f"{what}.\n  {file}:{line}: {source}\n  Instead: {way_out}.")
    if kind is TraceError:
        refusals.append(error)
    return error


def _author():
    """Find the author's expression: the innermost one that belongs to no library. Its file, line and words."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename.startswith((*_LIBRARIES, "<frozen", "<__array")):
        frame = frame.f_back
    line, end, first, last = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    file, expression = frame.f_code.co_filename, ""
    if line is not None and line == end and None not in (first, last):
        expression = linecache.getline(file, line).encode()[first:last].decode(errors="replace")
    return file, line or frame.f_lineno, expression


class Recorder:
    """Notes operations, each once: the same operation on the same nodes is the same node."""

    def __init__(self):
        self.nodes, self.numbers = [], {}
        self.constants, self.constant_numbers = [], {}
        self.fixed = set()  # the nodes that depend on no input
        self.open, self.depth = True, 0

    def add(self, op, arguments, static):
        """Number an operation."""
        node = op, arguments, static
        if node not in self.numbers:
            self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self.numbers[node]

    def constant(self, array):
        """Number a constant: ~k. An axis along which nothing changes is stored once and broadcast."""
        small = _without_repeats(array)
        key = (small.dtype.char, small.shape, small.tobytes())
        if key not in self.constant_numbers:
            self.constant_numbers[key] = len(self.constants)
            self.constants.append(small.copy())
        node = ~self.constant_numbers[key]
        self.fixed.add(node)
        if small.shape != array.shape:
            node = self.add("broadcast", (node,), array.shape)
            self.fixed.add(node)
        return node


def _without_repeats(array):
    bits = array.copy().view(np.int64) if array.dtype == _FLOAT else array  # -0 and NaN are values too
    for axis in range(array.ndim):
        first = bits.take([0], axis) if bits.shape[axis] > 1 else bits
        if first.shape != bits.shape and (bits == first).all():
            bits = first
    bits = bits.reshape(()) if bits.size == 1 else bits
    return np.ascontiguousarray(bits).reshape(bits.shape).view(array.dtype)


def record(op, *arguments, static=()):
    """Note an operation of the tape on stand-ins, arrays and numbers, and return the stand-in of its result."""
    recorder = next((a._recorder for a in arguments if isinstance(a, Traced)), None)
    values = [a._value if isinstance(a, Traced) else _plain_array(a) for a in arguments]
    with np.errstate(all="ignore"):
        value = np.asarray(OPERATIONS[op](*values, *static))
    if recorder is None:
        return value
    if value.dtype not in _TYPES:
        raise refuse(f"the result is of type {value.dtype}, but the page computes in float64", ".astype(float) before")
    if value.dtype == _FLOAT:
        arguments = [_without_signed_zero(a) for a in arguments]
    nodes = []
    for argument, array in zip(arguments, values, strict=True):
        if not isinstance(argument, Traced):
            if value.dtype == _INT and np.asarray(argument).dtype not in _TYPES:
                raise refuse(
                    f"a constant of type {np.asarray(argument).dtype} meets a traced integer, and the result's type "
                    "would depend on whether that is Python's or NumPy's",
                    ".astype(int) before",
                )
            nodes.append(recorder.constant(array))
        elif argument._recorder is recorder and recorder.open:
            nodes.append(argument._node)
        else:
            raise refuse("a stand-in of an earlier trace", "use only what this call of the function was given")
    static = tuple(map(int, static))
    if recorder.fixed.issuperset(nodes):
        node = recorder.constant(value)
    elif (op in ("reshape", "broadcast") and value.shape == values[0].shape) or static == _unchanged(op, value):
        node = nodes[0]
    else:
        node = recorder.add(op, tuple(nodes), static)
    result = Traced(recorder, node, value)
    if op in VIEWS and isinstance(arguments[0], Traced):
        result._look_at(arguments[0])
    return _held(result, op, arguments, values, static) if value.dtype == _INT else result


def _unchanged(op, value):
    """Return the axes of a transposition that changes nothing."""
    return tuple(range(value.ndim)) if op == "transpose" else None


def _without_signed_zero(argument):
    signed = isinstance(argument, Traced) and argument._range and argument._range.signed_zero
    return record("int", argument) if signed else argument


def _held(result, op, arguments, values, static):
    """Note how far an integer may go, and see to what the page cannot hold, see `integers`."""
    pairs = zip(arguments, values, strict=True)
    ranges = [a._range if isinstance(a, Traced) else range_of(v) for a, v in pairs if v.dtype != _FLOAT]
    result._range = range_after(op, ranges, values[0].shape[-1] if values[0].ndim else 1)
    too_large = result._range.most > LARGEST
    if too_large or op == "int":
        with np.errstate(all="ignore"):
            check_integers(OPERATIONS[op](*(v * 1.0 for v in values), *static) if too_large else values[0])
    return record("int", result) if too_large else result


def check_integers(array):
    """Check that the page holds these integers, given as such or as the floats that they are to be made of."""
    if not (np.abs(array * 1.0) <= LARGEST).all():
        raise refuse(
            "NaN as an integer, or one beyond 2**53 (about 9e15): the page's numbers are float64, which hold no such",
            "the same in float64 (2.0 for 2, .astype(float)), where that is exact enough; smaller factors; or a table "
            "made before, and np.take",
        )


def _unchanged(op, value):
    """Return the axes of a transposition that changes nothing."""
    return tuple(range(value.ndim)) if op == "transpose" else None


def _plain_array(value):
    """Return a constant as an array of float64, int64 or bool."""
    if isinstance(value, np.ndarray) and type(value) not in (np.ndarray, np.memmap):
        raise refuse(
            f"a {type(value).__name__} meets a traced value, which knows an array's rules only, and no masks",
            "np.asarray(...) of it, or .filled(np.nan) of a masked array, before",
        )
    array = np.asarray(value)
    if array.dtype not in (_FLOAT, _BOOL) and array.dtype.kind not in "iu":
        raise refuse(f"a constant of type {array.dtype} meets a traced value", ".astype(float) for real numbers")
    if array.dtype.kind in "iu":
        check_integers(array)
    return in_one_of_three_types(array)


def in_one_of_three_types(array):
    """Convert real numbers to float64, all integers to int64, and leave booleans."""
    return array.astype({"b": _BOOL, "f": _FLOAT}.get(array.dtype.kind, _INT), copy=False)


def example_of(value):
    """Replace stand-ins by their example values, in dicts, tuples, lists and slices."""

    def plain(path, leaf):
        if isinstance(leaf, slice):
            return slice(*(example_of(x) for x in (leaf.start, leaf.stop, leaf.step)))
        if not isinstance(leaf, Traced):
            return leaf
        return leaf._value[()] if leaf._is_number else leaf._value

    return map_leaves(plain, value)


def imitate(name, function, imitation, arguments, options):
    """Call our version of a NumPy function and see that it does what NumPy's own does on the example values."""
    recorder = next(a._recorder for a in _traced((arguments, options)))
    recorder.depth += 1
    try:
        if recorder.depth > 1:
            return imitation(*arguments, **options)
        with np.errstate(all="ignore"):
            expected = _by_numpy(name, function, arguments, options)
        try:
            result = imitation(*arguments, **options)
        except TraceError:
            raise
        except Unsupported as reason:
            raise refuse(f"{name} {reason}, which the page does not know", "write it with simpler operations") from None
        except Exception as reason:  # where NumPy has none
            raise refuse(*_other(name)) from reason
    finally:
        recorder.depth -= 1
    if not _same(example_of(result), expected):
        raise refuse(*_other(name))
    if not isinstance(result, Traced):
        return result
    result._is_number = not isinstance(expected, np.ndarray)
    return result if result._is_number else _in_memory(result, expected, arguments)


def _by_numpy(name, function, arguments, options):
    try:
        return function(*example_of(arguments), **example_of(options))
    except (TypeError, ValueError) as error:
        if not all(isinstance(a, int | float) or (isinstance(a, Traced) and not a.ndim) for a in arguments):
            raise
        raise refuse(f"{name} of traced numbers, which are NumPy's, not Python's: {error}", "1 * or 1.0 * it") from None


def _other(name):
    return f"{name} on these arguments is not what the page would do", "write it with simpler operations"


def _in_memory(result, expected, arguments):
    """Let a result share memory with an argument where NumPy's does, and else have its own."""
    for argument in _traced(arguments):
        if np.may_share_memory(expected, argument._value):
            if result is not argument and result._base is None:
                result._look_at(argument)
            return result
    own = result.copy()
    own._is_number = False
    return own


class Unsupported(Exception):
    """What an imitation cannot do."""


def _traced(value):
    found = []
    map_leaves(lambda path, leaf: found.append(leaf), value)
    return [leaf for leaf in found if isinstance(leaf, Traced)]


def _same(a, b):
    """Say whether two results have the same structure, shapes, types and (up to rounding) values."""
    if isinstance(a, (tuple, list)) or isinstance(b, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(_same, a, b))
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    with np.errstate(all="ignore"):
        size = np.abs(b[np.isfinite(b)]).max(initial=0)
        return bool(((a == b) | (np.abs(a * 1.0 - b) <= 1e-9 * size) | (np.isnan(a) & np.isnan(b))).all())


class Traced:
    """The stand-in of a number or an array; see this module's first lines."""

    __slots__ = ("__weakref__", "_base", "_is_number", "_node", "_range", "_recorder", "_value", "_views")

    def __init__(self, recorder, node, value, range=None):
        self._recorder, self._node, self._value = recorder, node, value
        self._range = BOOLEAN if value.dtype == _BOOL else range  # how far an integer may go
        self._is_number = not value.ndim  # or an array without axes, which ``+=`` changes in place
        self._base, self._views = None, []  # whose memory NumPy's array would share, and who shares this one's

    shape = property(lambda self: self._value.shape)
    ndim = property(lambda self: self._value.ndim)
    size = property(lambda self: self._value.size)
    dtype = property(lambda self: self._value.dtype)
    T = property(lambda self: self.transpose())
    real = property(lambda self: self)

    def __array_ufunc__(self, ufunc, method, *arguments, **options):
        name = f"np.{ufunc.__name__}" + ("" if method == "__call__" else f".{method}")
        target = (options.pop("out", None) or (None,))[0]
        if target is not None:
            raise refuse(
                f"{name} would write traced values into an array that exists already",
                "a new array, y = y + s in place of y += s",
            )
        table = {"__call__": UFUNCS, "reduce": REDUCTIONS}.get(method, {})
        imitation, function = table.get(ufunc), ufunc if method == "__call__" else getattr(ufunc, method)
        if method == "accumulate" and ufunc in (np.add, np.multiply):
            imitation = {np.add: np.cumsum, np.multiply: np.cumprod}[ufunc]
            options.setdefault("axis", 0)
        if method == "outer":
            imitation = _outer(ufunc)
        if imitation is None:
            raise _unknown(name)
        if options and method == "__call__":
            raise refuse(f"{name} with {', '.join(options)}", "np.where for where, .astype(float) for dtype")
        if method == "reduce":
            options = {"axis": 0} | {key: value for key, value in options.items() if key == "axis" or value is not None}
            if set(options) - {"axis", "keepdims"}:
                raise refuse(f"{name} with {', '.join(options)}", "np.where for where, .astype(float) for dtype")
        return imitate(name, function, imitation, arguments, options)

    def __array_function__(self, function, types, arguments, options):
        name = f"{function.__module__.replace('numpy', 'np')}.{function.__name__}"
        if function is np.copyto:  # what np.full and np.full_like come down to
            raise refuse(*_REFUSED["__array__"])
        if function not in FUNCTIONS:
            raise _unknown(name)
        signature, imitation = FUNCTIONS[function]
        try:
            signature.bind(*arguments, **options)
        except TypeError as error:
            raise refuse(f"{name}: {error}, as far as the page knows it", "write it with simpler operations") from None
        return imitate(name, function, imitation, arguments, options)

    # What has a shape but no values can be indexed, iterated over and reshaped.

    def __len__(self):
        if not self.ndim:
            raise TypeError("len() of a traced number")
        return self.shape[0]

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __getitem__(self, key):
        def check(path, item):
            if isinstance(item, Traced) and item.dtype == _BOOL:
                raise refuse("how many elements a traced mask selects is not known", _MASK)
            if isinstance(item, Traced) and item.dtype == _FLOAT:
                raise refuse("an index of type float64", ".astype(int)")
            if isinstance(item, slice) and _traced([item.start, item.stop, item.step]):
                raise refuse("a slice with traced bounds has no fixed shape", _CHOICE)

        map_leaves(check, key)
        if isinstance(key, list) and _traced(key):
            raise refuse("an index list of traced values", "np.stack([...]) as the index")
        return imitate("indexing", operator.getitem, _getitem, (self, key), {})

    def reshape(self, *shape, order="C"):
        """Do what an array's reshape does."""
        shape = shape[0] if len(shape) == 1 else shape
        if _traced(shape):
            raise refuse("a traced shape", _CHOICE)
        if order != "C":
            raise refuse(f"reshape with order={order!r}", "transpose before and after")
        result = record("reshape", self, static=np.reshape(self._value, shape).shape)
        result._is_number = False
        return result

    def transpose(self, *axes):
        """Do what an array's transpose does."""
        axes = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
        axes = tuple(range(self.ndim))[::-1] if not axes else normalize_axis_tuple(axes, self.ndim)
        return self if self.ndim < 2 else record("transpose", self, static=axes)

    def astype(self, dtype, copy=True):
        """Do what an array's astype does, for float, int and bool."""
        dtype = np.dtype(dtype)
        if dtype not in _TYPES:
            raise refuse(f"astype({dtype}): the page computes in float64", ".astype(float), int or bool")
        if dtype == self.dtype:
            return self.copy() if copy else self
        if dtype == _BOOL:
            return np.not_equal(self, 0)
        return record("float" if dtype == _FLOAT else "int", self)

    def copy(self, order="C"):
        """Make a stand-in of its own, which ``+=`` on this one leaves alone."""
        return Traced(self._recorder, self._node, self._value, self._range)

    def constant(self, array):
        """Make the stand-in of a constant."""
        return Traced(self._recorder, self._recorder.constant(array), array, range_of(array))

    def _look_at(self, other):
        """Note that this shares the memory of `other`, as a view does."""
        self._base = other
        other._views.append(weakref.ref(self))

    def flatten(self):
        """Do what an array's flatten does."""
        return self.reshape(-1).copy()

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __round__(self, digits=None):
        if digits is not None and self.dtype == _FLOAT:
            raise refuse("round() to digits: Python's and NumPy's differ, at 0.35 for one", "np.round(s, digits)")
        return np.round(self, digits or 0) if digits is not None or self.ndim else np.rint(self).astype(int)

    def __repr__(self):
        return f"<traced {self.dtype} {f'array of shape {self.shape}' if self.ndim else 'number'}>"

    def __getattr__(self, name):
        if name.startswith("__") or not hasattr(np.ndarray, name):
            raise AttributeError(f"a traced value has no attribute {name!r}")
        raise refuse(f".{name} is nothing a traced value has", _WAYS.get(name, "a NumPy function"), _NoSuchMethod)

    def __setitem__(self, key, value):
        raise refuse(*_BRACKETS)

    def _assign(self, ufunc, other):
        """Do ``self += other`` and the like: a new number, or the same array with other values."""
        _check_copies(self, ufunc, other)
        result = ufunc(self, other)
        if self._is_number:
            return result
        if self._base is not None or any(view() is not None for view in self._views):
            raise refuse(
                "in place this changes other arrays too, which are views of the same memory", "y = y + s, a new array"
            )
        with np.errstate(all="ignore"):
            ufunc(self._value.copy(), example_of(other), out=self._value.copy())  # NumPy's own errors
        if result.shape != self.shape:
            raise refuse("in place this would need another shape", "y = y @ s, a new array")
        result = result.astype(self.dtype, copy=False)
        self._node, self._value, self._range = result._node, result._value, result._range
        return self


class TracedFunction:
    """The stand-in of a function that computes each number of an array by itself.

    Parameters
    ----------
    traced : Traced
        The input that it is.
    """

    def __init__(self, traced):
        self._traced = traced

    def __call__(self, x):
        return record("apply", self._traced, x)

    def __repr__(self):
        return f"<traced function {self._traced._value}>"


_CHOICE = "make what decides a shape, a loop or an index a choice control (one tape a value)"
_MASK = "np.sum(mask) to count, np.where(mask, x, 0) to add up, np.where(mask, x, np.nan) to draw or for a histogram"
_WAYS = {"item": "the stand-in itself", "tolist": "the stand-in itself, or list(...) of it", "sort": "np.sort, a copy"}
_REFUSED = {
    "__bool__": (
        "a decision on a traced value (if, while, and, or, not, in, min(), max(), sorted())",
        "np.where(condition, a, b); & | ~ between conditions; np.minimum and np.maximum; or make it a choice control",
    ),
    "__float__": (
        "a traced value cannot become a Python float, as float() and the functions of `math` want it",
        "the stand-in itself, and NumPy's functions: np.sin, not math.sin; for digits, a text artist with a format",
    ),
    "__int__": ("a traced value cannot become a Python int", ".astype(int), np.floor or np.trunc"),
    "__index__": ("a traced value as range, length or shape", _CHOICE),
    "__complex__": ("a traced value cannot become complex", "real and imaginary part as two arrays"),
    "__hash__": ("a traced value as a key or in a set", "np.where or np.take; or make it a choice control"),
    "__format__": (
        "a traced value has no digits yet: an f-string or format() would be the same at every setting",
        "return the number for a text artist whose own string is the format, such as 'J = {:.4f}'",
    ),
    "__array__": (
        "NumPy wants the values of a traced array here, to put them into a plain one (np.array, np.asarray, np.full, "
        "np.full_like, np.vectorize)",
        "np.stack([...]) or np.concatenate for np.array; np.broadcast_to(s, shape) for np.full; NumPy's own functions "
        "for a vectorised one; a choice control for what decides a shape",
    ),
}
_BRACKETS = (  # y[i] = s and y[s], whatever Python and NumPy make of them
    "a traced value written into an array or a list, or used there as index, slice bound or mask",
    "np.where(mask, new, old), or np.stack of the parts, to write; np.take(array, i, axis=0) to read; "
    f"for a mask {_MASK}; else {_CHOICE}",
)


def _unknown(name):
    return refuse(f"{name} is not among the functions the page knows", "write it with simpler operations")


def _refusal(name):
    def method(self, *arguments, **options):
        in_brackets = re.search(r"[\w\])]\[.*\]$", _author()[2])
        raise refuse(*(_BRACKETS if in_brackets else _REFUSED[name]))

    return method


def _infix(name, ufunc, swapped):
    def method(self, other):
        if other is None or (isinstance(other, str) and name in ("eq", "ne")):
            return NotImplemented
        _check_copies(self, ufunc, other)
        return ufunc(other, self) if swapped else ufunc(self, other)

    return method


def _check_copies(number, ufunc, other):
    if ufunc is np.multiply and isinstance(other, (str, list, tuple)) and not number.ndim and number.dtype != _FLOAT:
        raise refuse("a traced number of copies", _CHOICE)


def _outer(ufunc):
    return lambda a, b: ufunc(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)


_INFIX = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.divide,
    "floordiv": np.floor_divide,
    "mod": np.remainder,
    "divmod": np.divmod,
    "pow": np.power,
    "matmul": np.matmul,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
}
_COMPARISONS = {
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
_PREFIX = {"neg": np.negative, "pos": np.positive, "abs": np.absolute, "invert": np.invert}
_ROUNDING = {"floor": np.floor, "ceil": np.ceil, "trunc": np.trunc}
_METHODS = (
    "sum mean max min argmax argmin any all cumsum cumprod prod var std ptp round clip ravel dot squeeze swapaxes take "
    "repeat diagonal trace compress nonzero searchsorted"
).split()


def _method(name):
    return lambda self, *arguments, **options: getattr(np, name)(self, *arguments, **options)


def _complete():
    """Give `Traced` its operators and methods, by the tables above."""
    for name, ufunc in _INFIX.items():
        setattr(Traced, f"__{name}__", _infix(name, ufunc, False))
        setattr(Traced, f"__r{name}__", _infix(name, ufunc, True))
        if name != "divmod":
            setattr(Traced, f"__i{name}__", lambda self, other, ufunc=ufunc: self._assign(ufunc, other))
    for name, ufunc in _COMPARISONS.items():
        setattr(Traced, f"__{name}__", _infix(name, ufunc, False))
    for name, ufunc in _PREFIX.items():
        setattr(Traced, f"__{name}__", lambda self, ufunc=ufunc: ufunc(self))
    for name, ufunc in _ROUNDING.items():
        setattr(Traced, f"__{name}__", lambda self, ufunc=ufunc: ufunc(self).astype(int))
    for name in _METHODS:
        if hasattr(np.ndarray, name):
            setattr(Traced, name, _method(name))
    for name in _REFUSED:
        setattr(Traced, name, _refusal(name))


_complete()


def _getitem(x, key):
    """Index: by numbers, slices, ellipsis and newaxis; by arrays of integers, traced or not; by constant masks."""
    items = []
    for item in key if isinstance(key, tuple) else (key,):
        item = np.asarray(item) if isinstance(item, (list, np.ndarray)) else item
        if isinstance(item, np.ndarray) and item.dtype == bool:
            items += np.nonzero(item)
        else:
            items.append(item)
    missing = x.ndim - sum(item is not None and item is not Ellipsis for item in items)
    at = next((i for i, item in enumerate(items) if item is Ellipsis), len(items))
    items[at : at + 1] = [slice(None)] * missing
    if any(isinstance(item, (np.ndarray, Traced)) for item in items):
        return _gather(x, items)
    return _basic(x, items)


def _basic(x, items):
    triples, shape, axis = [], [], 0
    for item in items:
        if item is None:
            shape.append(1)
            continue
        size = x.shape[axis]
        axis += 1
        if isinstance(item, slice):
            start, stop, step = item.indices(size)
            count = len(range(start, stop, step))
            triples += [start, step, count] if count else [0, 1, 0]
            shape.append(count)
        else:
            triples += [operator.index(item) % size, 1, 1]
    if any(triples[3 * i : 3 * i + 3] != [0, 1, size] for i, size in enumerate(x.shape)):
        x = record("slice", x, static=triples)
    return record("reshape", x, static=shape)


def _gather(x, items):
    """Index by arrays of integers: the axes they belong to become one, from which elements are taken by number."""
    wanted = [i for i, item in enumerate(items) if not (item is None or isinstance(item, slice))]
    index = np.broadcast_arrays(*(items[i] for i in wanted))
    rest = [slice(None) if i in wanted else item for i, item in enumerate(items)]
    x = _basic(x, rest)
    together = wanted[-1] - wanted[0] + 1 == len(wanted)
    place = wanted[0] if together else 0
    order = wanted + [i for i in range(x.ndim) if i not in wanted]
    sizes = [x.shape[i] for i in wanted]
    x = x.transpose(order).reshape(-1, *(x.shape[i] for i in order[len(wanted) :]))
    result = record("take", x, _row_number(index, sizes))
    return np.moveaxis(result, range(index[0].ndim), range(place, place + index[0].ndim))


def _row_number(index, sizes):
    """Count the elements of several axes in one number; one that is out of range stays out of range."""
    if len(index) == 1:
        return index[0]
    number, inside = 0, True
    for i, size in zip(index, sizes, strict=True):
        number = number * size + np.where(i < 0, i + size, i)
        inside = inside & (i >= -size) & (i < size)
    return np.where(inside, number, math.prod(sizes))
