"""What a user passes is checked here, once, before anything changes.

Every message names the parameter, the values it may have and the value received.

NumPy's arrays and numbers are checked by value. Arrays of other libraries that speak NumPy's dispatch protocols
(NEP 13 and NEP 18: CuPy, Dask, the stand-ins of ``mlp.explore``) are passed on as they are, checked by shape alone:
their values may be elsewhere, or may not exist yet. What speaks half of the protocols is converted, as a list is.
"""

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np


def is_foreign(value):
    """Say whether `value` is an array of another library that speaks both of NumPy's dispatch protocols."""
    kind = type(value)
    if issubclass(kind, (np.ndarray, np.generic)):
        return False
    speaks = callable(getattr(kind, "__array_ufunc__", None)) and callable(getattr(kind, "__array_function__", None))
    return speaks and isinstance(getattr(value, "shape", None), tuple)


def number(name, value, above=None, at_least=None, below=None, hint="", foreign=False):
    """Return `value` as a Python float, which never turns a float32 array into float64.

    Where formulas alone use it, it may be `foreign`, an array without axes of another library.
    """
    if foreign and is_foreign(value) and value.shape == ():
        return value
    bounds = ((">", above), (">=", at_least), ("<", below))
    allowed = " ".join(["a finite number", " and ".join(f"{sign} {b}" for sign, b in bounds if b is not None)]).strip()
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not isinstance(value, Real) or isinstance(value, (bool, np.timedelta64)):  # a duration is an integer to NumPy
        raise TypeError(f"{name} must be {allowed}; got {described(value)}{hint}")
    try:
        number = float(value)
    except OverflowError:  # an integer with more digits than a float can have
        number = np.inf
    fits = (
        np.isfinite(number)
        and (above is None or number > above)
        and (at_least is None or number >= at_least)
        and (below is None or number < below)
    )
    if not fits:
        raise ValueError(f"{name} must be {allowed}; got {printed(value)}")
    return number


def integer(name, value, at_least=0, hint=""):
    """Return `value` as a Python int."""
    if not isinstance(value, Integral) or isinstance(value, (bool, np.timedelta64)):
        raise TypeError(f"{name} must be an integer >= {at_least}; got {described(value)}{hint}")
    if value < at_least:
        raise ValueError(f"{name} must be an integer >= {at_least}; got {printed(value)}")
    return int(value)


def room(name, value, *shape):
    """Refuse a `value` that asks for an array of this shape if no memory holds it."""
    try:
        np.empty(shape)  # takes no memory until it is written
    except (MemoryError, ValueError) as error:
        raise ValueError(f"{name} must be small enough for arrays to fit into memory; got {printed(value)}") from error


def truth(name, value):
    """Return `value`, which must be True or False (or 1 or 0), as a Python bool."""
    if not isinstance(value, (Integral, np.bool_)) or value not in (0, 1):
        raise TypeError(f"{name} must be True or False; got {described(value)}")
    return bool(value)


def float_type(value):
    """Return the NumPy dtype that `value` stands for, one of the two that a network may have."""
    try:
        dtype = np.dtype(value if isinstance(value, (str, type, np.dtype)) else object)
    except Exception:  # no dtype, or none that this NumPy knows
        dtype = np.dtype(object)
    if dtype not in (np.dtype(np.float64), np.dtype(np.float32)):
        raise ValueError(f"dtype must be float (64 bits) or numpy.float32; got {printed(value)}")
    return dtype


def instance(name, value, kind):
    """Return `value`, which must be an object of a class of this package."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be an mlp.{kind.__name__}; got {described(value)}")
    return value


def function(name, value, call):
    """Return `value`, which must be callable as `call` says."""
    if not callable(value):
        raise TypeError(f"{name} must be a function {call}; got {described(value)}")
    return value


def generator(seed):
    """Make the random generator that a seed stands for."""
    if isinstance(seed, np.random.Generator):
        return seed
    hint = "; None and a numpy.random.Generator will do, too"
    return np.random.default_rng(None if seed is None else integer("seed", seed, hint=hint))


def one_of(name, value, known, kind):
    """Look a name up in the dictionary `known`; pass an object of class `kind` on as it is.

    A class (``mlp.leaky_relu``, ``mlp.glorot``) stands for its object with default arguments.
    """
    if isinstance(value, str):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}; got {printed(value)}")
        value = known[value]
    if isinstance(value, type) and issubclass(value, kind):
        value = value()
    if not isinstance(value, kind) or type(value) is kind:
        raise TypeError(
            f"{name} must be one of {', '.join(known)}, or an object of a class derived from mlp.{kind.__name__}; "
            f"got {described(value)}"
        )
    return value


def sequence(name, value, of):
    """Return a sequence as a tuple: what has no order (a set), or perhaps no end (a generator), is none."""
    ordered = isinstance(value, Sequence) or (isinstance(value, np.ndarray) and value.ndim > 0)
    if not ordered or isinstance(value, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"{name} must be a sequence of {of}; got {described(value)}")
    return tuple(value)


def as_array(name, value):
    """Read `value` as a NumPy array, whatever it holds."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(part, np.ma.MaskedArray) and np.ma.is_masked(part) for part in parts):
        raise TypeError(
            f"{name} must be an array without masked values; got {described(value)}: "
            f"fill them in, {name}.filled(0), or leave their rows out"
        )
    try:
        return np.asarray(value)
    except MemoryError:
        raise
    except Exception as error:  # rows that do not make an array, or whatever the __array__ of another library raises
        got = "rows of different lengths" if "inhomogeneous" in str(error) else f"{described(value)}: {error}"
        raise (ValueError if isinstance(error, ValueError) else TypeError)(
            f"{name} must be an array of numbers; got {got}"
        ) from error


def real_array(name, value, dtype=float):
    """Return `value` as a NumPy array of `dtype`, which must hold finite real numbers."""
    array = real_numbers(name, value, dtype)
    with np.errstate(under="ignore"):
        return array.astype(dtype, copy=False)


def real_numbers(name, value, dtype=float):
    """Return `value` as a NumPy array of its own dtype, which must hold real numbers that are finite as `dtype`."""
    array = as_array(name, value)
    if array.dtype.kind not in "biuf":
        hint = f"; convert it, {name}.toarray()" if hasattr(value, "toarray") else ""
        if array.dtype == object and array.ndim and not hint:
            hint = f"; where it holds numbers alone, np.array({name}, float) converts it"
        raise TypeError(f"{name} must be an array of real numbers; got one of dtype {array.dtype}{hint}")
    finite(name, array, dtype)
    return array


@np.errstate(over="ignore", under="ignore")
def finite(name, array, dtype=None):
    """Refuse an array that has NaN or infinity, or would have as `dtype`."""
    dtype = np.dtype(dtype or array.dtype)
    start = 0
    for block in _blocks(array, dtype):
        fits = np.isfinite(block)
        if not fits.all():
            where = tuple(int(i) for i in np.unravel_index(start + fits.argmin(), array.shape))
            hint = f", too large for {dtype}" if np.isfinite(array[where]) else ""
            raise ValueError(f"{name} must be finite; {name}{list(where)} is {array[where]}{hint}")
        start += block.size


def _blocks(array, dtype, size=2**16):
    """Return the numbers of an array, row by row, as `dtype`, in blocks: all at once may not fit into memory."""
    if array.size <= size:
        return [array.astype(dtype, copy=False).reshape(-1)]
    flags = ["external_loop", "buffered"]
    return np.nditer(array, flags, op_dtypes=dtype, order="C", casting="unsafe", buffersize=size)


def examples(name, value, columns, dtype=float, read=real_array):
    """Return `value`, read as an array, as a matrix of shape (m, columns): one example a row."""
    array = value if is_foreign(value) else read(name, value, dtype)
    if len(array.shape) != 2 or array.shape[1] != columns or array.shape[0] == 0:
        hint = ""
        if array.shape == (columns,):
            hint = f"; a single example is {name}[np.newaxis]"
        elif columns == 1 and len(array.shape) == 1:
            hint = f"; a column is {name}[:, np.newaxis]"
        if name == "Y" and columns > 1 and array.shape in ((array.size,), (array.size, 1)):
            hint += f"; labels 0..{columns - 1} become such rows by mlp.one_hot({name}, {columns})"
        raise ValueError(f"{name} must have shape (m, {columns}), one example a row; got shape {array.shape}{hint}")
    return array


def described(value):
    """Describe a value of the wrong type in a few words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"{printed(value)} ({type(value).__name__})"


def printed(value):
    """Print any value in a few words, even one that does not print."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # an integer of more digits than Python writes, or a repr of the user's own
        return "a value that does not print"
    return text if len(text) <= 60 else text[:57] + "..."
