"""Every public function with every odd value in every parameter: it is right, or an error says what would be.

An error names the parameter, says what is allowed and what was received, and nothing has changed. What is right is told
by kinds: each parameter is of some kinds, and each odd value names those that it is right for.
"""

import itertools
import pickle
import re
from array import array
from collections import deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from networks import randomized

import mlp


class OwnError(Exception):
    """What a user's own function raises comes through as it is."""


def raising(*_):
    raise OwnError


def returning(value):
    return lambda *_: value


def endless():
    """Integers without end; whoever reads them all has hung."""
    for i in itertools.count(1):
        assert i < 100_000, "reads without end"
        yield i


def having(**methods):
    """An object that has these methods, or attributes, and nothing else."""
    return type("Odd", (), methods)()


def error_of(kind):
    """A method that raises an error of this kind."""

    def method(*_, **__):
        raise kind("not here")

    return method


def network(sizes=(3, 4, 1), seed=0):
    return randomized(mlp.Network(sizes), seed)


X = np.random.default_rng(1).standard_normal((7, 3))
Y = np.random.default_rng(2).standard_normal((7, 1))


def own(base, **methods):
    """A class of a user's own with these methods."""
    return type("Own", (base,), {"name": "own", **methods})


def history_of(sizes):
    net = network(sizes)
    return mlp.gradient_descent(net, np.ones((2, sizes[0])), np.ones((2, sizes[-1])), iterations=2, momentum=0.5)


def ring():
    """A list that contains itself."""
    values = []
    values.append(values)
    return values


def deep():
    """A list of more dimensions than an array can have."""
    values = [1.0]
    for _ in range(70):
        values = [values]
    return values


def at(values, value):
    """A copy of an array with this value somewhere."""
    values = values.copy()
    values.flat[-1] = value
    return values


def read_only(values):
    values = values.copy()
    values.flags.writeable = False
    return values


def both(**attributes):
    """Another library's array, as far as its protocols tell."""
    return having(__array_ufunc__=error_of(TypeError), __array_function__=error_of(TypeError), **attributes)


# name: (maker, kinds that it is right for). Kinds of numbers: any, "0..", ">0", "[0..1)" and "h" by their range, large
# and huge, count0 to count2 (integers from there on) and endless (so many that no array holds them); callable: what can
# be called, and then fails by itself; the others are named after their parameters.
ODD = {
    # numbers
    "None": (lambda: None, "optional"),
    "True": (lambda: True, "truth"),
    "np.False_": (lambda: np.False_, "truth"),
    "nan": (lambda: np.nan, ""),
    "inf": (lambda: np.inf, ""),
    "-inf": (lambda: -np.inf, ""),
    "0": (lambda: 0, "0.. [0..1) count0 seed truth any"),
    "-0.0": (lambda: -0.0, "0.. [0..1) any"),
    "1": (lambda: 1, "0.. >0 count0 count1 seed truth any row"),
    "2": (lambda: 2, "0.. >0 count0 count1 count2 seed any"),
    "3.0": (lambda: 3.0, "0.. >0 any"),
    "-1": (lambda: -1, "any"),
    "0.01": (lambda: 0.01, "0.. >0 [0..1) h any"),
    "1e308": (lambda: 1e308, "huge"),
    "1e-320": (lambda: 1e-320, "0.. >0 [0..1) any"),
    "10**30": (lambda: 10**30, "large endless seed"),
    "10**400": (lambda: 10**400, "endless seed"),
    "10**5000": (lambda: 10**5000, "endless seed"),
    "-10**5000": (lambda: -(10**5000), ""),
    "2**63": (lambda: 2**63, "large endless seed"),
    "1j": (lambda: 1j, ""),
    "Fraction": (lambda: Fraction(1, 20), "0.. >0 [0..1) h any"),
    "Decimal": (lambda: Decimal("0.05"), ""),
    "float16": (lambda: np.float16(0.05), "0.. >0 [0..1) h any"),
    "longdouble": (lambda: np.longdouble(0.05), "0.. >0 [0..1) h any"),
    "large longdouble": (lambda: np.longdouble("1e4000"), ""),
    "int8": (lambda: np.int8(2), "0.. >0 count0 count1 count2 seed any"),
    "uint64": (lambda: np.uint64(2**63), "large endless seed"),
    "complex64": (lambda: np.complex64(1), ""),
    "datetime64": (lambda: np.datetime64("2020-01-01"), ""),
    "timedelta64": (lambda: np.timedelta64(3, "s"), ""),
    # text and containers
    "''": (lambda: "", ""),
    "'junk'": (lambda: "junk", ""),
    "'no'": (lambda: "no", ""),
    "'1'": (lambda: "1", ""),
    "long text": (lambda: "a" * 100_000, ""),
    "bytes": (lambda: b"\3\4\1", ""),
    "bytearray": (lambda: bytearray(b"\3\4\1"), ""),
    "memoryview": (lambda: memoryview(b"\3\4\1"), ""),
    "[]": (lambda: [], "none"),
    "()": (lambda: (), "none"),
    "{}": (lambda: {}, ""),
    "set()": (set, ""),
    "set": (lambda: {3, 4, 1}, ""),
    "frozenset": (lambda: frozenset({3, 4, 1}), ""),
    "dictionary": (lambda: {3: "a", 4: "b", 1: "c"}, ""),
    "its keys": (lambda: {3: "a", 4: "b", 1: "c"}.keys(), ""),
    "range": (lambda: range(1, 4), "sizes"),
    "deque": (lambda: deque([3, 4, 1]), "sizes"),
    "array.array": (lambda: array("i", [3, 4, 1]), "sizes"),
    "iterator": (lambda: iter([3, 4, 1]), ""),
    "generator": (lambda: (s for s in (3, 4, 1)), ""),
    "without end": (endless, ""),
    "zip": (lambda: zip([1], [2], strict=True), ""),
    "sizes of one layer": (lambda: [3], ""),
    "sizes with 0": (lambda: [3, 0, 1], ""),
    "sizes of floats": (lambda: [3.0, 4.0, 1.0], ""),
    "sizes with None": (lambda: [3, None, 1], ""),
    "sizes with True": (lambda: [3, True, 1], ""),
    "sizes too large": (lambda: [3, 10**30, 1], ""),
    "sizes larger than memory": (lambda: [2**31, 2**31], ""),
    "sizes as text": (lambda: ["3", "4", "1"], ""),
    "lists of sizes": (lambda: [[3, 4, 1]], "alone"),
    # things
    "object": (object, ""),
    "...": (lambda: ..., ""),
    "NotImplemented": (lambda: NotImplemented, ""),
    "slice": (lambda: slice(1), ""),
    "path": (lambda: Path("net.npz"), ""),
    "module": (lambda: np, ""),
    "int": (lambda: int, "callable"),
    "float": (lambda: float, "dtype callable"),
    "error": (lambda: ValueError("junk"), ""),
    "pattern": (lambda: re.compile("a"), ""),
    "ufunc": (lambda: np.tanh, "callable"),
    "dtype": (lambda: np.dtype("float32"), "dtype"),
    "big-endian dtype": (lambda: ">f8", ""),
    "unknown dtype": (lambda: "bfloat16", ""),
    "RandomState": (lambda: np.random.RandomState(0), ""),
    "Generator": (lambda: np.random.default_rng(0), "generator"),
    # arrays of other shapes
    "0-d": (lambda: np.array(0.05), "0.. >0 [0..1) h any"),
    "0-d integer": (lambda: np.array(2), "0.. >0 any"),
    "0-d text": (lambda: np.array("a"), ""),
    "0-d object": (lambda: np.array(None, object), ""),
    "0-d nan": (lambda: np.array(np.nan), ""),
    "(0,)": (lambda: np.zeros(0), "none"),
    "(0,) of integers": (lambda: np.zeros(0, int), "labels none"),
    "(3,)": (lambda: np.arange(3.0), ""),
    "(7,)": (lambda: np.arange(7.0), ""),
    "labels": (lambda: np.array([0, 1, 2, 0, 1, 2, 0]), "labels"),
    "labels as a column": (lambda: np.array([[0], [1], [2], [0], [1], [2], [0]]), "Y"),
    "labels below 0": (lambda: np.array([0, -1]), ""),
    "labels too large": (lambda: np.array([0, 10]), ""),
    "labels beyond int64": (lambda: np.array([2**63], np.uint64), ""),
    "(0, 3)": (lambda: np.zeros((0, 3)), "none"),
    "(3, 0)": (lambda: np.zeros((3, 0)), ""),
    "(3, 7)": (lambda: X.T, ""),
    "(7, 2)": (lambda: X[:, :2], ""),
    "(8, 3)": (lambda: np.ones((8, 3)), "alone"),
    "(8, 1)": (lambda: np.ones((8, 1)), ""),
    "(7, 3, 1)": (lambda: X[..., np.newaxis], ""),
    "(1, 1, 1, 1)": (lambda: np.ones((1, 1, 1, 1)), ""),
    # arrays of other types
    "X": (lambda: X, "X"),
    "Y": (lambda: Y, "Y"),
    "float32": (lambda: X.astype(np.float32), "X"),
    "float16s": (lambda: X.astype(np.float16), "X"),
    "longdoubles": (lambda: X.astype(np.longdouble), "X"),
    "too large": (lambda: X.astype(np.longdouble) * np.longdouble("1e4000"), ""),
    "booleans": (lambda: X > 0, "X"),
    "uint8": (lambda: (X > 0).astype(np.uint8), "X"),
    "big-endian": (lambda: X.astype(">f8"), "X"),
    "complex": (lambda: X + 0j, ""),
    "objects": (lambda: X.astype(object), ""),
    "objects with None": (lambda: at(X.astype(object), None), ""),
    "texts": (lambda: X.astype(str), ""),
    "byte strings": (lambda: X.astype("S"), ""),
    "dates": (lambda: np.full((7, 3), "2020-01-01", "datetime64[D]"), ""),
    "durations": (lambda: np.full((7, 3), 1, "timedelta64[s]"), ""),
    "records": (lambda: np.zeros(7, [("a", float), ("b", float), ("c", float)]), ""),
    "recarray": (lambda: np.zeros((7, 3), [("a", float)]).view(np.recarray), ""),
    "void": (lambda: np.zeros((7, 3), "V8"), ""),
    "with nan": (lambda: at(X, np.nan), ""),
    "with inf": (lambda: at(X, np.inf), ""),
    # arrays of other layouts
    "read-only": (lambda: read_only(X), "X"),
    "Fortran": (lambda: np.asfortranarray(X), "X"),
    "reversed": (lambda: X[::-1, ::-1], "X"),
    "broadcast": (lambda: np.broadcast_to(X[0], X.shape), "X"),
    "not aligned": (lambda: np.frombuffer(b"a" + X.tobytes(), np.uint8)[1:].view(float).reshape(7, 3), "X"),
    "subclass": (lambda: X.view(type("Own", (np.ndarray,), {})), "X"),
    # masks
    "masked": (lambda: np.ma.masked_greater(X, 0), ""),
    "masked column": (lambda: np.ma.masked_greater(Y, 0), ""),
    "masked rows": (lambda: list(np.ma.masked_greater(X, 0)), ""),
    "masked labels": (lambda: np.ma.array([0, 1, 2], mask=[False, True, False]), ""),
    "masked number": (lambda: np.ma.array(0.05, mask=True), ""),
    "the mask": (lambda: np.ma.masked, ""),
    "a mask that hides nothing": (lambda: np.ma.array(X), "X"),
    # lists
    "lists": (lambda: X.tolist(), "X"),
    "list of arrays": (lambda: list(X), "X"),
    "ragged": (lambda: [[1.0, 2.0, 3.0], [1.0]], ""),
    "ragged labels": (lambda: [0, [1]], ""),
    "ragged arrays": (lambda: [np.ones((2, 3)), np.ones(3)], ""),
    "list of None": (lambda: [[None] * 3] * 7, ""),
    "list of texts": (lambda: [["1", "2", "3"]] * 7, ""),
    "list of long integers": (lambda: [[10**400] * 3] * 7, ""),
    "list of fractions": (lambda: [[Fraction(1, 2)] * 3] * 7, ""),
    "a list in itself": (ring, ""),
    "a deep list": (deep, ""),
    "pair": (lambda: (X, Y), "pair"),
    "wrong pair": (lambda: (Y, X), ""),
    "pair with nan": (lambda: (X, at(Y, np.nan)), ""),
    "triple": (lambda: (X, Y, Y), ""),
    # arrays of other libraries
    "array of another library": (lambda: both(shape=(5,)), ""),
    "number of another library": (lambda: both(shape=()), "foreign"),
    "one that says no shape": (lambda: both(), ""),
    "one whose shape is none": (lambda: both(shape=7), ""),
    "half of the protocols": (lambda: having(__array_ufunc__=error_of(TypeError), shape=(7, 3)), ""),
    "the other half": (lambda: having(__array_function__=error_of(TypeError), shape=(7, 3)), ""),
    "one that opts out": (
        lambda: having(__array_ufunc__=None, __array_function__=error_of(TypeError), shape=(7, 3)),
        "",
    ),
    "requires grad": (lambda: having(__array__=error_of(RuntimeError), shape=(7, 3)), ""),
    "bfloat16": (lambda: having(__array__=error_of(TypeError)), ""),
    "meta": (lambda: having(__array__=error_of(NotImplementedError)), ""),
    "elsewhere": (lambda: having(__array__=error_of(ValueError)), ""),
    "an array by name alone": (lambda: having(__array__=lambda *_, **__: [1.0]), ""),
    "sparse": (lambda: having(toarray=lambda self: X, shape=(7, 3), nnz=21), ""),
    "table": (lambda: having(__array__=lambda *_, **__: X), "X"),
    "table with texts": (lambda: having(__array__=lambda *_, **__: at(X.astype(object), "a")), ""),
    # objects that misbehave
    "a float by name": (lambda: having(__float__=lambda self: 0.5), ""),
    "an index by name": (lambda: having(__index__=lambda self: 2), ""),
    "no repr": (lambda: having(__repr__=error_of(RuntimeError)), ""),
    "no truth": (lambda: having(__bool__=error_of(RuntimeError)), ""),
    "not compared": (lambda: having(__eq__=error_of(RuntimeError), __hash__=None), ""),
    "no length": (lambda: having(__len__=error_of(RuntimeError), __getitem__=error_of(RuntimeError)), ""),
    "not iterated": (lambda: having(__iter__=error_of(RuntimeError)), ""),
    # what belongs elsewhere
    "network": (network, "network"),
    "another network": (lambda: network((2, 3, 2)), ""),
    "mlp.Network": (lambda: mlp.Network, "callable"),
    "gradient": (lambda: mlp.backprop(network(), X, Y), "gradient"),
    "another gradient": (lambda: mlp.backprop(network((2, 3, 2)), np.ones((1, 2)), np.ones((1, 2))), ""),
    "history of another network": (lambda: history_of((2, 3, 2)), ""),
    "forward": (lambda: network().forward(X), ""),
    "parameters": (lambda: network().W, ""),
    "activation": (lambda: mlp.tanh, "activation callable"),
    "mlp.leaky_relu": (lambda: mlp.leaky_relu, "activation callable"),
    "mlp.Activation": (lambda: mlp.Activation, "callable"),
    "mlp.Elementwise": (lambda: mlp.Elementwise, "activation callable"),
    "activation that is none": (lambda: own(mlp.Elementwise, __call__=returning(None))(), "callable"),
    "activation that adds up": (lambda: own(mlp.Elementwise, __call__=lambda self, z: z.sum())(), "callable"),
    "activation that writes": (
        lambda: own(mlp.Elementwise, __call__=lambda self, z: np.maximum(z, 0.5, out=z))(),
        "callable",
    ),
    "activation of too many pieces": (lambda: mlp.maxout(10**30), "callable"),
    "activation without pieces": (lambda: own(mlp.Elementwise, pieces=0, __call__=lambda self, z: z)(), "callable"),
    "activation that raises": (lambda: own(mlp.Elementwise, __call__=raising)(), "activation raises callable"),
    "cost": (lambda: mlp.squared_error, "cost"),
    "mlp.cross_entropy": (lambda: mlp.cross_entropy, ""),
    "mlp.Cost": (lambda: mlp.Cost, "callable"),
    "rule": (lambda: mlp.adam(), "rule"),
    "mlp.adam": (lambda: mlp.adam, "rule callable"),
    "mlp.Rule": (lambda: mlp.Rule, "callable"),
    "initializer": (lambda: mlp.he(2), "initializer callable"),
    "mlp.Initializer": (lambda: mlp.Initializer, "callable"),
    "initializer of nan": (lambda: own(mlp.Initializer, sigma=lambda *_: np.nan)(), "callable"),
    "initializer of infinity": (lambda: mlp.he(1.79e308), "callable"),
    "initializer of another shape": (lambda: own(mlp.Initializer, __call__=lambda *_: np.ones((1, 1)))(), "callable"),
    "initializer of nothing": (lambda: own(mlp.Initializer, __call__=returning(None))(), "callable"),
    "initializer that raises": (lambda: own(mlp.Initializer, sigma=raising)(), "initializer raises callable"),
    # functions
    "raises": (lambda: raising, "raises callable"),
    "gives None": (lambda: returning(None), "monitor"),
    "gives nothing": (lambda: returning({}), "monitor"),
    "gives 0.01": (lambda: returning(0.01), "schedule"),
    "gives -1": (lambda: returning(-1), "function"),
    "gives nan": (lambda: returning(np.nan), "function"),
    "gives text": (lambda: returning("0.1"), "function"),
    "gives an array": (lambda: returning(np.ones(2)), "function"),
    "gives a list": (lambda: returning([0.1]), "function"),
    "gives numbers": (lambda: returning({"a": 1, "b": np.float32(2), "c": np.inf, "d": True}), "monitor"),
    "gives text by name": (lambda: returning({"a": "1"}), "function"),
    "gives bytes by name": (lambda: returning({"a": b"1"}), "function"),
    "gives a Decimal by name": (lambda: returning({"a": Decimal(1)}), "function"),
    "gives a complex by name": (lambda: returning({"a": 1j}), "function"),
    "gives a duration by name": (lambda: returning({"a": np.timedelta64(1, "s")}), "function"),
    "gives an array by name": (lambda: returning({"a": np.ones(2)}), "function"),
    "gives None by name": (lambda: returning({"a": None}), "function"),
    "gives a long integer by name": (lambda: returning({"a": 10**400}), "function"),
    "gives J once more": (lambda: returning({"J": 1.0}), "callable"),
    "gives a number without a name": (lambda: returning({0: 1.0}), "function"),
    "takes no arguments": (lambda: lambda: {}, "callable"),
    "a dictionary of functions": (lambda: {raising: 1}, ""),
    "a set of functions": (lambda: {raising}, ""),
    "a list of functions": (lambda: [returning(None)], "monitors"),
}


def stop_at_2(net, t, g):
    if t == 2:
        raise mlp.StopTraining


def train(**given):
    return mlp.gradient_descent(**{"iterations": 3, "monitors": stop_at_2, **given})


def monitored(make):
    """What a monitor does that is made with the arguments given."""
    return lambda **given: make(**given)(network(), 0, mlp.backprop(network(), X, Y))


def assign(net, W):
    net.W[1] = W


# name: (function, good arguments, kinds of the parameters that are tried)
DATA = {"net": network, "X": lambda: X.copy(), "Y": lambda: Y.copy()}
OBJECTIVE = {"net": "network", "X": "X", "Y": "Y", "cost": "cost", "weight_decay": "0.. large huge foreign"}
NOISE, SEED = "0.. large", "seed optional generator"
DOORS = {
    "Network": (
        mlp.Network,
        {"sizes": lambda: [3, 4, 1]},
        {
            "sizes": "sizes",
            "activation": "activation",
            "output": "activation",
            "initializer": "initializer",
            "seed": SEED,
            "dtype": "dtype",
        },
    ),
    "net.forward": (lambda net, X: net.forward(X), {"net": network, "X": lambda: X}, {"X": "X alone"}),
    "net.predict": (lambda net, X: net.predict(X), {"net": network, "X": lambda: X}, {"X": "X alone"}),
    "net.from_vector": (
        lambda net, theta: net.from_vector(theta),
        {"net": network, "theta": lambda: np.ones(21)},
        {"theta": ""},
    ),
    "net.W[1] =": (assign, {"net": network, "W": lambda: np.ones((4, 3))}, {"W": ""}),
    "cost": (mlp.cost, DATA, OBJECTIVE),
    "backprop": (mlp.backprop, DATA, OBJECTIVE),
    "backprop_by_accumulation": (mlp.backprop_by_accumulation, DATA, OBJECTIVE),
    "step": (
        mlp.step,
        {"net": network, "g": lambda: mlp.backprop(network(), X, Y), "learning_rate": lambda: 0.1},
        {"net": "network", "g": "gradient", "learning_rate": ">0 large huge foreign"},
    ),
    "gradient_descent": (
        train,
        DATA,
        {
            **OBJECTIVE,
            "learning_rate": ">0 large huge schedule callable raises",
            "iterations": "count0 endless",
            "batch_size": "count1 optional",
            "momentum": "[0..1)",
            "validation": "pair optional",
            "monitors": "monitor monitors none callable raises",
            "seed": "seed",
            "resume": "optional history",
            "progress": "truth",
            "shuffle": "truth",
            "rule": "rule",
        },
    ),
    "check_gradients": (
        mlp.check_gradients,
        {**DATA, "sample": lambda: 3},
        {
            "net": "network",
            "X": "X",
            "Y": "Y",
            "cost": "cost",
            "h": "h",
            "sample": "count1 endless optional",
            "seed": SEED,
        },
    ),
    "accuracy": (
        mlp.accuracy,
        {"net": network, "X": lambda: X, "Y": lambda: (Y > 0) * 1.0},
        {"net": "network", "X": "X", "Y": ""},
    ),
    "one_hot": (mlp.one_hot, {"labels": lambda: [0, 1, 0], "K": lambda: 3}, {"labels": "labels", "K": "count2"}),
    "dead_units": (monitored(mlp.dead_units), {"X": lambda: X}, {"X": "X alone"}),
    "saturated_units": (monitored(mlp.saturated_units), {"X": lambda: X}, {"X": "X alone"}),
    "gradient_norms": (mlp.gradient_norms, {}, {}),
    "early_stopping": (
        monitored(mlp.early_stopping),
        {"X": lambda: X, "Y": lambda: Y},
        {"X": "X", "Y": "Y", "patience": "count1 endless", "cost": "cost"},
    ),
    "every": (
        mlp.every,
        {"n": lambda: 1, "monitor": lambda: returning(None)},
        {"n": "count1 endless", "monitor": "monitor schedule callable raises function"},
    ),
    "cosine": (
        lambda **given: mlp.cosine(**given)(1),
        {"learning_rate": lambda: 0.1, "iterations": lambda: 100},
        {"learning_rate": ">0 large huge", "iterations": "count1 endless", "end": "0.. large huge"},
    ),
    "momentum": (mlp.momentum, {}, {"mu": "[0..1)"}),
    "nesterov": (mlp.nesterov, {}, {"mu": "[0..1)"}),
    "adam": (mlp.adam, {}, {"beta1": "[0..1)", "beta2": "[0..1)", "epsilon": ">0 large huge"}),
    "adamw": (
        mlp.adamw,
        {},
        {"beta1": "[0..1)", "beta2": "[0..1)", "epsilon": ">0 large huge", "decay": "0.. large huge"},
    ),
    "leaky_relu": (mlp.leaky_relu, {}, {"slope": "any foreign"}),
    "maxout": (mlp.maxout, {}, {"k": "count2 endless"}),
    **{name: (getattr(mlp, name), {}, {"gain": "0.. large huge"}) for name in ("glorot", "he", "gaussian", "zeros")},
    "datasets.xor": (mlp.datasets.xor, {"m": lambda: 4}, {"m": "optional", "noise": NOISE, "seed": SEED}),
    "datasets.circles": (mlp.datasets.circles, {}, {"m": "count2", "noise": NOISE, "seed": SEED}),
    "datasets.spirals": (mlp.datasets.spirals, {}, {"m": "count2", "turns": ">0 large", "noise": NOISE, "seed": SEED}),
    "datasets.moons": (mlp.datasets.moons, {}, {"m": "count2", "noise": NOISE, "seed": SEED}),
    "datasets.gaussians": (
        mlp.datasets.gaussians,
        {},
        {"m": "count2", "classes": "count2", "noise": NOISE, "seed": SEED},
    ),
    "datasets.plane": (mlp.datasets.plane, {}, {"m": "count2", "noise": NOISE, "seed": SEED}),
    "datasets.hills": (mlp.datasets.hills, {}, {"m": "count2", "noise": NOISE, "seed": SEED}),
    "datasets.sine": (mlp.datasets.sine, {}, {"m": "count2", "noise": NOISE, "seed": SEED}),
}


# What is public and not here: formulas on arrays, which ask NumPy's questions; what one derives from, raises or gets
# from a function; files, which have their own tests.
FORMULAS = {*mlp.activations.ACTIVATIONS, "squared_error", "cross_entropy"} - {"leaky_relu", "maxout"}
OTHERS = {"Activation", "Elementwise", "Cost", "Rule", "Initializer", "StopTraining", "DivergenceError", "History"}
OTHERS |= {"Forward", "Gradients", "GradientReport", "save", "load"}


def test_every_public_function_is_tried():
    functions = {name for name in mlp.__all__ if callable(getattr(mlp, name))}
    assert functions - FORMULAS - OTHERS <= set(DOORS)
    sets = {name for name, thing in vars(mlp.datasets).items() if getattr(thing, "__module__", "") == "mlp.datasets"}
    assert {f"datasets.{name}" for name in sets if not name.startswith("_")} <= set(DOORS)


def state(given):
    """All that was given and may change, for comparison."""
    kept = (np.ndarray, mlp.Network, mlp.Gradients, mlp.History)
    return pickle.dumps([value for value in given.values() if type(value) in kept])


def is_clear(error, parameter):
    """Whether an error says which parameter is meant, what is allowed and what was received."""
    also = {"net": "net|X|g", "W": r"W\[1\]", "K": "K|labels", "monitors": "monitor"}.get(parameter, parameter)
    return (
        type(error) in (TypeError, ValueError)
        and re.search(rf"\b({also})", str(error)) is not None
        and re.search(r"(must|needs)\b.*(; got| is | has | returned |; the shapes)", str(error)) is not None
        and len(str(error)) < 600
    )


def fault(function, given, parameter, kinds, odd):
    """What is wrong with what a function does with an odd value; None: nothing."""
    make, right = ODD[odd]
    right = set(right.split()) & set(kinds.split())
    before = state(given)
    try:
        function(**given | {parameter: make()})
    except (OwnError, NotImplementedError, mlp.DivergenceError):
        return None if right else f"{odd}: was called"
    except Exception as error:
        if right & {"foreign"} or (right & {"callable"} and hasattr(error, "history")):  # it failed when it was used
            return None
        if right or not is_clear(error, parameter):
            return f"{odd}: {type(error).__name__}: {error}"
        return None if state(given) == before else f"{odd}: changed what was given"
    return None if right else f"{odd}: accepted"


@pytest.mark.parametrize(
    ("door", "parameter"), [(door, parameter) for door, (*_, parameters) in DOORS.items() for parameter in parameters]
)
def test_an_odd_value_is_right_or_refused_in_words(door, parameter):
    function, good, parameters = DOORS[door]
    given = {name: make() for name, make in good.items()}
    faults = [fault(function, given, parameter, parameters[parameter], odd) for odd in ODD]
    assert [each for each in faults if each] == []
