"""Tracing: run a NumPy function once on stand-ins, and keep what it did as a tape of array operations::

    tape = trace(function, {"z0": 1.0, "state": {"W": W, "b": b}})      examples: only type and shape matter
    tape.inputs                 {"z0": (), "state.W": (8, 2), "state.b": (8,)}      names and shapes, in order
    tape.outputs                {"line.0": (100,), "line.1": (100,), ...}           names and shapes, in order
    tape.paths                  [(artist, 0), (artist, 1), ...]                     the same as keys, not words
    tape.structure              what the function returned, with Leaf(i) in place of output i;
                                strings and None stay as they are (a colour, a fixed text)
    tape.evaluate(z0=2.0, state={...})      the function again, replayed by NumPy, in its own structure
    bundle([tape, ...])         what JSON can hold of one or several tapes: programs and constants stored once

and in the page (the player)::

    const player = load(bundle, i = 0)      plays tape i
    player.inputs                           [{name, shape}, ...]
    player.outputs                          [{name, shape, data, changed}, ...]
    player.run({z0: 2, "state.W": array})   sets what is named (the rest stays as it was), computes what depends on
                                            it, and returns player.outputs: data is a Float64Array in C order,
                                            overwritten by the next run; a number has shape [] and is data[0];
                                            booleans are 0 and 1; changed says whether it depends on an input
                                            that changed. The first run must name every input.

Inputs and outputs are dicts, tuples and lists, nested at will; a name is its keys, joined by dots.
"""

import functools
import threading
from contextlib import contextmanager

import numpy as np

from . import functions  # noqa: F401 -- fills the tables that the stand-ins look functions up in
from .integers import CONTROLLED, UNKNOWN
from .stand_ins import (
    Recorder,
    Traced,
    TracedFunction,
    TraceError,
    check_integers,
    in_one_of_three_types,
    refusals,
)
from .tape import Leaf, Tape, bundle, leaves, map_leaves, name_of
from .trial import difference

__all__ = ["Leaf", "Tape", "TraceError", "Traced", "bundle", "trace"]

_one_at_a_time = threading.RLock()  # np.take and the refusals belong to all threads


def trace(function, inputs):
    """Run `function` on stand-ins and keep its array operations as a tape.

    It runs a second time, and in between with numbers, to see that it does the same: see `trial`.

    Parameters
    ----------
    function : callable
        NumPy code, called as ``function(**inputs)``. It returns numbers and arrays in dicts, tuples, lists and
        dataclasses, nested at will.
    inputs : dict
        An example of every argument: a number or an array, or dicts, tuples and lists of them. Its shape, and whether
        it is real, integer or boolean, holds for good; its values are only what NumPy computes along with. Or a
        function that computes each number of an array by itself.

    Returns
    -------
    Tape

    Raises
    ------
    TraceError
        Where the function does with a stand-in what the page could not do, with the line and the way out; where it
        does something else with numbers, or not the same twice.

    Examples
    --------
    >>> tape = trace(lambda x: {"y": np.tanh(2 * x)}, {"x": 1.0})
    >>> tape
    Tape(x -> y: 2 operations)
    >>> tape.evaluate(x=0.0)
    {'y': np.float64(0.0)}
    """
    name = getattr(function, "__qualname__", repr(function))
    tape = _traced(function, inputs, name)
    other = difference(tape, function, inputs)
    again = _traced(function, inputs, name)
    if not tape.is_like(again):
        raise TraceError(
            f"{name} does not do the same twice; random numbers drawn in it, or a clock, would stay as they are.\n"
            "  Instead: draw them before, and look them up with np.take(noise, t)."
        )
    if other:
        raise TraceError(
            f"{name}, called with numbers, returns {other}.\n  Something in it is decided by what a traced value is, "
            "not by its number (s is True, isinstance, np.isscalar, hasattr, str(s), ~ of a checkbox), or by chance.\n"
            "  Instead: np.where(condition, a, b), np.logical_not, or a choice control; random numbers drawn before, "
            "and np.take."
        )
    return again


def _traced(function, inputs, title):
    recorder, examples = Recorder(), {}

    def stand_in(path, example):
        if example is None:
            return None
        name, array = name_of(path), _example(path, example)
        if name in examples:
            raise ValueError(f"two inputs are called {name}")
        examples[name] = array
        farthest = CONTROLLED if len(path) == 1 and not array.ndim else UNKNOWN
        stands_for = Traced(recorder, recorder.add("input", (name,), ()), array, farthest)
        return TracedFunction(stands_for) if callable(example) else stands_for

    arguments = map_leaves(stand_in, dict(inputs))
    with _one_at_a_time:
        refusals.clear()
        try:
            with _take_by_stand_ins():
                result = function(**arguments)
        except Exception as error:
            if not refusals:
                raise
            raise refusals[0] from (None if isinstance(error, TraceError) else error)
        finally:
            recorder.open = False
        if refusals:  # and somebody caught it: what followed was made for stand-ins only
            raise refusals[0]
    return _tape(recorder, examples, result, title)


@contextmanager
def _take_by_stand_ins():
    """Let ``np.take(array, i)`` see a stand-in i, which NumPy's own, unlike other functions, does not ask.

    For anything else it is NumPy's own all the while.
    """
    take = np.take

    @functools.wraps(take)
    def with_stand_ins(a, indices, *arguments, **options):
        if isinstance(indices, Traced):
            return indices.__array_function__(take, (Traced,), (a, indices, *arguments), options)
        return take(a, indices, *arguments, **options)

    np.take = with_stand_ins
    try:
        yield
    finally:
        np.take = take


def _example(path, value):
    array = np.asarray(value)
    if callable(value):
        return array
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name_of(path)} must be real numbers; got {value!r}")
    if array.dtype not in (float, np.int64, bool):
        raise TraceError(
            f"{name_of(path)} is of type {array.dtype}, but the page computes in float64.\n"
            "  Instead: .astype(float), or .astype(int) for integers."
        )
    if array.dtype == np.int64:
        check_integers(array)
    return array


def _tape(recorder, examples, result, name):
    """Keep of what was recorded only what the result needs, and number it anew."""
    paths, shapes, nodes = [], {}, []

    def output(path, leaf):
        if leaf is None or isinstance(leaf, str):
            return _fixed(leaf, name, path)
        if not isinstance(leaf, Traced):
            array = np.asarray(leaf)
            if array.dtype.kind == "U":
                return leaf
            if array.dtype.kind not in "biuf":
                raise TraceError(f"{name} returned at {name_of(path)!r} neither a number nor an array: {leaf!r}")
            leaf = Traced(recorder, recorder.constant(in_one_of_three_types(array)), array)
        paths.append(path)
        shapes[name_of(path)] = leaf.shape
        nodes.append(leaf._node)
        return Leaf(len(nodes) - 1)

    structure = map_leaves(output, result)
    if len(shapes) < len(paths):
        raise TraceError(f"two of the outputs of {name} have the same name: {', '.join(map(name_of, paths))}")
    if not leaves(structure):
        raise TraceError(f"{name} returned nothing")
    number, constants, ops = _needed(recorder, nodes, len(examples))
    dtypes = {name: array.dtype for name, array in examples.items()}
    inputs = {name: array.shape for name, array in examples.items()}
    return Tape(inputs, dtypes, constants, ops, [number[n] for n in nodes], shapes, paths, structure)


def _fixed(leaf, name, path):
    if leaf is not None and "<traced " in leaf:
        raise TraceError(
            f"{name} returned at {name_of(path)!r} a text made of a traced value, {leaf!r}: it would be the same at "
            "every setting.\n  Instead: return the number for a text artist whose own string is the format, as in "
            "'J = {:.4f}'."
        )
    return leaf


def _needed(recorder, nodes, n_inputs):
    """Find what the nodes depend on: new numbers by old ones, the constants and the operations."""
    needed, waiting = set(range(n_inputs)), list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in needed:
            needed.add(node)
            waiting += recorder.nodes[node][1] if node >= 0 else ()
    kept = sorted(n for n in needed if n >= 0), sorted((n for n in needed if n < 0), reverse=True)
    number = {old: new for new, old in enumerate(kept[0])} | {old: ~new for new, old in enumerate(kept[1])}
    ops = [recorder.nodes[n] for n in kept[0][n_inputs:]]
    ops = [(op, tuple(number[a] for a in arguments), static) for op, arguments, static in ops]
    return number, [recorder.constants[~n] for n in kept[1]], ops
