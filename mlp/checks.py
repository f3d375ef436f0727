"""What a user passes is checked here, once, before anything changes.

Every message names the parameter, the values it may have and the value received.

NumPy's arrays and numbers are checked by value. Arrays of other libraries that speak NumPy's dispatch protocols
(NEP 13 and NEP 18: CuPy, Dask, the stand-ins of ``mlp.explore``) are passed on as they are, checked by shape alone:
their values may be elsewhere, or may not exist yet.
"""

from numbers import Integral, Real

import numpy as np


def is_foreign(value):
    """Say whether `value` is an array of another library that speaks both of NumPy's dispatch protocols."""
    speaks = hasattr(value, "__array_ufunc__") and hasattr(value, "__array_function__")
    return speaks and not isinstance(value, (np.ndarray, np.generic))


def number(name, value, above=None, at_least=None, below=None):
    """Return `value` as a Python float, which never turns a float32 array into float64."""
    if is_foreign(value):
        return value
    bounds = ((">", above), (">=", at_least), ("<", below))
    allowed = " ".join(["a finite number", " and ".join(f"{sign} {b}" for sign, b in bounds if b is not None)]).strip()
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not isinstance(value, Real) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be {allowed}; got {_show(value)}")
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
        raise ValueError(f"{name} must be {allowed}; got {value!r}")
    return number


def integer(name, value, at_least=0):
    """Return `value` as a Python int."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} must be an integer >= {at_least}; got {_show(value)}")
    if value < at_least:
        raise ValueError(f"{name} must be an integer >= {at_least}; got {value}")
    return int(value)


def generator(seed):
    """Make the random generator that a seed stands for."""
    if isinstance(seed, np.random.Generator):
        return seed
    return np.random.default_rng(None if seed is None else integer("seed", seed))


def one_of(name, value, known, kind):
    """Look a name up in the dictionary `known`; pass an object of class `kind` on as it is.

    A class (``mlp.leaky_relu``, ``mlp.glorot``) stands for its object with default arguments.
    """
    if isinstance(value, str):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}; got {value!r}")
        value = known[value]
    if isinstance(value, type) and issubclass(value, kind):
        value = value()
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be one of {', '.join(known)}, or an object of a class derived from mlp.{kind.__name__}; "
            f"got {_show(value)}"
        )
    return value


def real_array(name, value, dtype=float):
    """Return `value` as a NumPy array of `dtype`, which must hold finite real numbers."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array of numbers; got rows of different lengths") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be an array of real numbers; got one of dtype {array.dtype}")
    with np.errstate(over="ignore"):
        array = array.astype(dtype, copy=False)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite; {name}{list(where)} is {np.asarray(value)[where]}")
    return array


def examples(name, value, columns, dtype=float):
    """Return `value` as a matrix of shape (m, columns): one example a row."""
    array = value if is_foreign(value) else real_array(name, value, dtype)
    if len(array.shape) != 2 or array.shape[1] != columns or array.shape[0] == 0:
        hint = ""
        if array.shape == (columns,):
            hint = f"; a single example is {name}[np.newaxis]"
        elif columns == 1 and len(array.shape) == 1:
            hint = f"; a column is {name}[:, np.newaxis]"
        raise ValueError(f"{name} must have shape (m, {columns}), one example a row; got shape {array.shape}{hint}")
    return array


def _show(value):
    """Describe a value of the wrong type in a few words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
