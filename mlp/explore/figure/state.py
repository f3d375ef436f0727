"""State that a figure keeps: parameters under training, a pendulum's angle. Taken apart into arrays, and put together::

    leaves = take_apart(state)              {"W.1": array, "b.1": array}
    put_together(state, leaves)             the same structure around other leaves

Dictionaries, lists, tuples, dataclasses, numbers and arrays are taken apart. Of any other object (a Network) the arrays
among its attributes are the state, and putting together makes a copy with the new ones.
"""

import copy
import dataclasses
from numbers import Number

import numpy as np

from ..tracing.stand_ins import Traced


def take_apart(state):
    """List the numbers and arrays in a state by name."""
    found = {}

    def keep(name, leaf):
        if name in found:
            raise ValueError(f"two parts of the state are called {name}; give their keys other names")
        found[name] = leaf

    _walk(state, (), keep, within_object=False)
    if not found:
        raise ValueError(f"a state must hold numbers or arrays; got {state!r}")
    return found


def put_together(state, leaves):
    """Build a state like `state` from other leaves."""
    return _walk(state, (), lambda name, leaf: leaves[name], within_object=False)


def _walk(node, path, visit, within_object):
    """Rebuild a structure, with visit(name, leaf) in place of each leaf."""

    def walk(key, child, inside=within_object):
        return _walk(child, (*path, key), visit, inside)

    if isinstance(node, Traced | np.ndarray) or (isinstance(node, Number | np.generic) and not within_object):
        return visit(".".join(map(str, path)) or "value", node)
    if isinstance(node, dict):
        return {key: walk(key, child) for key, child in node.items()}
    if isinstance(node, tuple) and hasattr(node, "_fields"):
        return type(node)(*(walk(key, getattr(node, key)) for key in node._fields))
    if type(node) in (list, tuple):
        return type(node)(walk(i, child) for i, child in enumerate(node))
    if isinstance(node, list):
        rebuilt = copy.copy(node)
        for i, child in enumerate(node):
            list.__setitem__(rebuilt, i, walk(i, child))
        return rebuilt
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        return dataclasses.replace(
            node, **{f.name: walk(f.name, getattr(node, f.name)) for f in dataclasses.fields(node)}
        )
    if hasattr(node, "__dict__") and not callable(node) and not isinstance(node, type):
        rebuilt = copy.copy(node)
        rebuilt.__dict__.update({key: walk(key, child, True) for key, child in vars(node).items()})
        return rebuilt
    return node
