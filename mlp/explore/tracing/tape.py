"""A tape: the array operations that a function consists of, played by NumPy here and by the player in a page.

An operation is ``(name, arguments, static)``: a name of `OPERATIONS`, the nodes it reads and fixed integers (a shape,
axes). Nodes are counted: first the inputs 0, 1, ..., then each operation's result; constant k is the node ~k = -1 - k.
The operations are few, so that the page's player stays small. All that NumPy can do besides is written in terms of
them, in `functions`; booleans are 0 and 1 there, and what "and", "or", "any" and "all" do is minimum and maximum.

What the page gets, from `bundle`::

    {"constants": [0.5, {"shape": [2, 2], "data": [1, 2, 3, 4]}, ...],
     "programs": [{"inputs": [["z0", []]], "ops": [["exp", 0], ["reshape", 1, [1, 1]], ...], "outputs": [["y", 2]]}],
     "tapes": [[0, [0, 1]], ...]}       the number of a program, and where in the table its constants are

Data are numbers in a list; float64 in base64; or, where there are at most 256 different ones, {"values": [...],
"index": bytes in base64}: whichever is shortest.
"""

import base64
import dataclasses
import json
import math

import numpy as np


def _slice(x, *triples):
    """Take ``count`` elements from ``start`` on in steps of ``step``, for each axis (start, step, count)."""
    index = []
    for start, step, count in zip(triples[0::3], triples[1::3], triples[2::3], strict=True):
        stop = start + step * count
        index.append(slice(start, None if stop < 0 else stop, step))
    return x[tuple(index)]


def _along_last(function):
    return lambda x: function(x, axis=-1)


VIEWS = {
    "reshape": lambda x, *shape: np.reshape(x, shape),
    "transpose": lambda x, *axes: np.transpose(x, axes),
    "broadcast": lambda x, *shape: np.broadcast_to(x, shape),
    "slice": _slice,
}
OPERATIONS = VIEWS | {
    # One argument, and named as in JavaScript's Math.
    "abs": np.abs,
    "acos": np.arccos,
    "acosh": np.arccosh,
    "asin": np.arcsin,
    "asinh": np.arcsinh,
    "atan": np.arctan,
    "atanh": np.arctanh,
    "cbrt": np.cbrt,
    "ceil": np.ceil,
    "cos": np.cos,
    "cosh": np.cosh,
    "exp": np.exp,
    "expm1": np.expm1,
    "floor": np.floor,
    "log": np.log,
    "log10": np.log10,
    "log1p": np.log1p,
    "log2": np.log2,
    "sign": np.sign,
    "sin": np.sin,
    "sinh": np.sinh,
    "sqrt": np.sqrt,
    "tan": np.tan,
    "tanh": np.tanh,
    "trunc": np.trunc,
    # Two arguments in JavaScript's Math.
    "atan2": np.arctan2,
    "hypot": np.hypot,
    # Element by element, of the player's own.
    "add": np.add,
    "divide": np.divide,
    "equal": np.equal,
    "floor_divide": np.floor_divide,
    "heaviside": np.heaviside,
    "less": np.less,
    "less_equal": np.less_equal,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "multiply": np.multiply,
    "negative": np.negative,
    "not_equal": np.not_equal,
    "power": np.power,
    "remainder": np.remainder,
    "rint": np.rint,
    "subtract": np.subtract,
    "where": np.where,
    # A type that only NumPy has to know of.
    "float": lambda x: x.astype(float),
    "int": lambda x: x.astype(np.int64),
    # Along the last axis.
    "argmax": _along_last(np.argmax),
    "argmin": _along_last(np.argmin),
    "cumprod": _along_last(np.cumprod),
    "cumsum": _along_last(np.cumsum),
    "max": _along_last(np.max),
    "min": _along_last(np.min),
    "prod": _along_last(np.prod),
    "sort": _along_last(np.sort),
    "sum": _along_last(np.sum),
    # The rest: matrices, rows of x by number, and arrays one after the other along an axis.
    "matmul": np.matmul,
    "take": lambda x, rows: np.take(x, rows, axis=0),
    # A function that is an input, of numbers.
    "apply": lambda function, x: function[()](x),
    "concatenate": lambda *xs: np.concatenate(xs[:-1], axis=xs[-1]),
}


@dataclasses.dataclass(frozen=True)
class Leaf:
    """The place of output `index` in the structure that a function returned."""

    index: int


def map_leaves(function, value, path=()):
    """Rebuild nested dicts, tuples, lists and dataclasses, with ``function(path, leaf)`` in place of each leaf."""
    if isinstance(value, dict):
        return {key: map_leaves(function, v, (*path, key)) for key, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, (type, Leaf)):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return type(value)(**map_leaves(function, fields, path))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return type(value)(**map_leaves(function, value._asdict(), path))
    if isinstance(value, (tuple, list)):
        items = [map_leaves(function, v, (*path, i)) for i, v in enumerate(value)]
        return tuple(items) if isinstance(value, tuple) else items
    return function(path, value)


def leaves(value):
    """List the (path, leaf) of every leaf but None."""
    found = []
    map_leaves(lambda path, leaf: found.append((path, leaf)), value)
    return [(path, leaf) for path, leaf in found if leaf is not None]


def name_of(path):
    """Join the keys of a path by dots."""
    return ".".join(map(str, path))


class Tape:
    """The operations of a function, its constants, and the structure of what it returns; `trace` makes it.

    Attributes
    ----------
    inputs, outputs : dict
        The shape of each by name, in order.
    paths : list of tuple
        The keys of each output, in order: what its name is made of.
    structure
        What the function returned, with ``Leaf(i)`` in place of output i.
    constants : list of array
    ops : list of (name, arguments, static)
    """

    def __init__(self, inputs, dtypes, constants, ops, nodes, outputs, paths, structure):
        self.inputs, self.outputs, self.paths, self.structure = inputs, outputs, paths, structure
        self.constants, self.ops = constants, ops
        self._dtypes, self._nodes = dtypes, nodes

    def evaluate(self, **values):
        """Compute what the function returns, by NumPy, in the function's own structure.

        Parameters
        ----------
        **values
            The function's arguments, nested as they were (or by name: ``evaluate(**{"state.W": W})``).

        Raises
        ------
        TypeError, ValueError
            Where an input is missing, unknown, or of another shape than in the trace.
        """
        results = list(self.play(OPERATIONS, values).values())
        return map_leaves(lambda path, leaf: results[leaf.index] if isinstance(leaf, Leaf) else leaf, self.structure)

    def play(self, operations, values):
        """Compute the outputs as {name: array}, by these operations; values as for `evaluate`."""
        given = {name_of(path): leaf for path, leaf in leaves(values)}
        if set(given) != set(self.inputs):
            raise TypeError(f"the inputs are {', '.join(self.inputs) or 'none'}; got {', '.join(given) or 'none'}")
        nodes = [self._checked(name, given[name]) for name in self.inputs]
        with np.errstate(all="ignore"):
            for op, arguments, static in self.ops:
                arrays = (nodes[a] if a >= 0 else self.constants[~a] for a in arguments)
                nodes.append(operations[op](*arrays, *static))
        results = [nodes[i] if i >= 0 else self.constants[~i] for i in self._nodes]
        # Copies, and NumPy's numbers where there are no axes.
        return {name: np.array(result)[()] for name, result in zip(self.outputs, results, strict=True)}

    def is_like(self, other):
        """Say whether another tape has the same operations and constants, bit by bit."""
        mine, others = ([c.tobytes() for c in tape.constants] for tape in (self, other))
        return self.ops == other.ops and self.outputs == other.outputs and mine == others

    def _checked(self, name, value):
        array = np.asarray(value)
        if array.shape != self.inputs[name]:
            raise ValueError(f"{name} must have shape {self.inputs[name]}, as in the trace; got {array.shape}")
        if not np.can_cast(array.dtype, self._dtypes[name], "same_kind"):
            raise TypeError(f"{name} must be of type {self._dtypes[name]}, as in the trace; got {array.dtype}")
        return array.astype(self._dtypes[name])

    def __repr__(self):
        inputs, outputs = (", ".join(f"{k}{list(s) or ''}" for k, s in d.items()) for d in (self.inputs, self.outputs))
        return f"Tape({inputs} -> {outputs}: {len(self.ops)} operations)"


def bundle(tapes):
    """Write tapes as one object that JSON can hold: equal constants, and equal programs, are stored once.

    Parameters
    ----------
    tapes : sequence of Tape
        Whatever a page shall play.

    Returns
    -------
    dict
        As this module's first lines describe; ``json.dumps(bundle(tapes), allow_nan=False)`` never fails.
    """
    constants, programs, table = {}, {}, []
    for tape in tapes:
        program = json.dumps(_program(tape))
        used = [_number_of(constants, json.dumps(encode(c))) for c in tape.constants]
        table.append([_number_of(programs, program), used])
    return {
        "constants": [json.loads(text) for text in constants],
        "programs": [json.loads(text) for text in programs],
        "tapes": table,
    }


def _number_of(table, key):
    return table.setdefault(key, len(table))


def _program(tape):
    return {
        "inputs": [[name, None if tape._dtypes[name].hasobject else list(s)] for name, s in tape.inputs.items()],
        "ops": [[op, *arguments, *([list(static)] if static else [])] for op, arguments, static in tape.ops],
        "outputs": [[name, node] for name, node in zip(tape.outputs, tape._nodes, strict=True)],
    }


def encode(array):
    """Write a constant for JSON, as short as it gets without losing a bit: see this module's first lines."""
    array = np.asarray(array, float)
    numbers = [_json_number(x) for x in array.ravel().tolist()]
    if array.ndim == 0:
        return numbers[0]
    forms = [numbers, base64.b64encode(array.astype("<f8").tobytes()).decode()]
    bits, index = np.unique(array.view(np.int64), return_inverse=True)  # the bits, for -0 and NaN are values too
    if len(bits) <= 256:
        values = [_json_number(x) for x in bits.view(float).tolist()]
        forms.append({"values": values, "index": base64.b64encode(index.astype(np.uint8).tobytes()).decode()})
    return {"shape": list(array.shape), "data": min(forms, key=lambda form: len(json.dumps(form)))}


def _json_number(x):
    """Write a float for JSON: an integer where it is one (but not -0), a word where JSON has no number."""
    if not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
    return int(x) if x == int(x) and abs(x) < 2**53 and (x or math.copysign(1, x) > 0) else x
