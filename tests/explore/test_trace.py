"""A tape does what the function does; and what a page could not do is an error at the author's line, never a lie."""

import copy
import json
import math
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import mlp
from mlp.explore.tracing.stand_ins import FUNCTIONS, UFUNCS
from mlp.explore.tracing.tape import Leaf, encode, leaves
from mlp.explore.tracing.trace import TraceError, bundle, trace

NUMBERS = {"s": 1.5, "x": np.array([1.0, -2.0, 3.0]), "k": 1, "flag": True, "m": np.eye(2)}
PLAIN = np.array([1.0, 2.0, 3.0])


def set_item(array, i, value):
    array[i] = value
    return array


def add_in_place(array, other):
    array += other
    return array


def swallowed(s):
    try:
        return float(s)
    except TypeError:
        return 0.0


def same(a, b):
    return np.testing.assert_allclose(np.asarray(a, float), np.asarray(b, float), rtol=1e-12, atol=1e-300)


# What is written, a word of what the message must say, and a word of the way out.
LIES = {
    "np.array([s, s])": (lambda s, **_: np.array([s, s]), "np.array", "np.stack"),
    "np.asarray(s)": (lambda s, **_: np.asarray(s), "np.asarray", "np.stack"),
    "np.array(x)": (lambda x, **_: np.array(x), "np.array", "np.stack"),
    "np.array([s], dtype=float)": (lambda s, **_: np.array([s], dtype=float), "np.array", "np.stack"),
    "np.array([s], object)": (lambda s, **_: np.array([s], object), "np.array", "np.stack"),
    "np.maximum(x, [s, s, 0])": (lambda x, s, **_: np.maximum(x, [s, s, 0]), "np.maximum", "np.stack"),
    "np.sum([s, 1])": (lambda s, **_: np.sum([s, 1]), "np.sum", "np.stack"),
    "np.full_like(PLAIN, s)": (lambda s, **_: np.full_like(PLAIN, s), "np.full_like", "np.broadcast_to"),
    "np.full(3, s)": (lambda s, **_: np.full(3, s), "np.full", "np.broadcast_to"),
    "array += other": (lambda s, **_: add_in_place(PLAIN.copy(), s), "array += other", "y = y + s"),
    "np.add(PLAIN, s, out=PLAIN)": (lambda s, **_: np.add(PLAIN, s, out=PLAIN.copy()), "already", "y = y + s"),
    "array[i] = value": (lambda s, **_: set_item(PLAIN.copy(), 0, s), "written into", "np.where"),
    "array[i] = value (slice)": (lambda x, **_: set_item(PLAIN.copy(), slice(None), x), "written into", "np.where"),
    "array[i] = value (traced)": (lambda x, **_: set_item(x, 0, 1.0), "written into", "np.where"),
    "array[i] = value (traced mask)": (lambda x, **_: set_item(PLAIN.copy(), x > 0, 0), "written into", "np.where"),
    "float(s)": (lambda s, **_: float(s), "float(", "np.sin"),
    "int(s)": (lambda s, **_: int(s), "int", ".astype(int)"),
    "complex(s)": (lambda s, **_: complex(s), "complex", "imaginary"),
    "if s": (lambda s, **_: 1 if s else 2, "if", "np.where"),
    "if s > 0": (lambda s, **_: 1 if s > 0 else 2, "if", "np.where"),
    "bool(s)": (lambda s, **_: bool(s), "decision", "np.where"),
    "0 < s < 1": (lambda s, **_: 0 < s < 1, "decision", "&"),
    "s and 1": (lambda s, **_: s and 1, "and", "&"),
    "not s": (lambda s, **_: not s, "not", "~"),
    "max(s, 0)": (lambda s, **_: max(s, 0), "max()", "np.maximum"),
    "sorted(x)": (lambda x, **_: sorted(x), "sorted()", "np.where"),
    "s in [1, 2]": (lambda s, **_: s in [1, 2], "in", "np.where"),
    "1.0 in x": (lambda x, **_: 1.0 in x, "in", "np.where"),
    "s in {1, 2}": (lambda s, **_: s in {1, 2}, "a set", "np.where"),
    "{1: 2}[s]": (lambda s, **_: {1: 2}[s], "key", "choice"),
    "range(k)": (lambda k, **_: [i for i in range(k)], "range", "choice"),
    "[1, 2, 3][k]": (lambda k, **_: [1, 2, 3][k], "index", "np.take"),
    "[1, 2, 3][:k]": (lambda k, **_: [1, 2, 3][:k], "slice", "choice"),
    "[0] * k": (lambda k, **_: [0] * k, "copies", "choice"),
    "k * (0,)": (lambda k, **_: k * (0,), "copies", "choice"),
    "PLAIN[k]": (lambda k, **_: PLAIN[k], "used there as index", "np.take"),
    "PLAIN[:k]": (lambda k, **_: PLAIN[:k], "slice bound", "choice"),
    "PLAIN[x > 0]": (lambda x, **_: PLAIN[x > 0], "mask", "np.where"),
    "x[x > 0]": (lambda x, **_: x[x > 0], "mask", "np.where"),
    "x[:k]": (lambda x, k, **_: x[:k], "slice", "choice"),
    "x[s]": (lambda x, s, **_: x[s], "index", ".astype(int)"),
    "x[[k, 0]]": (lambda x, k, **_: x[[k, 0]], "index", "np.stack"),
    "x.reshape(k, 3)": (lambda x, k, **_: x.reshape(k, 3), "shape", "choice"),
    "np.zeros(k)": (lambda k, **_: np.zeros(k), "np.zeros", "choice"),
    "np.arange(k)": (lambda k, **_: np.arange(k), "np.arange", ""),
    "np.linspace(0, 1, k)": (lambda k, **_: np.linspace(0, 1, k), "np.linspace", "choice"),
    "f-string": (lambda s, **_: f"J = {s}", "f-string", "text artist"),
    "f-string with digits": (lambda s, **_: f"J = {s:.2f}", "f-string", "text artist"),
    "format(s, '.2f')": (lambda s, **_: format(s, ".2f"), "format()", "text artist"),
    "'{}'.format(s)": (lambda s, **_: "J = {}".format(s), "format()", "text artist"),  # noqa: UP032
    "'%.2f' % s": (lambda s, **_: "%.2f" % s, "%.2f", "np.sin"),  # noqa: UP031
    "str(s)": (lambda s, **_: "J = " + str(s), "text", "text artist"),
    "math.sin(s)": (lambda s, **_: math.sin(s), "math.sin", "np.sin"),
    "np.vectorize(f)(x)": (lambda x, **_: np.vectorize(abs)(x), "np.vectorize", "vectorised"),
    "np.frompyfunc": (lambda x, **_: np.frompyfunc(abs, 1, 1)(x), "not among", "simpler"),
    "np.nonzero(x)": (lambda x, **_: np.nonzero(x), "np.nonzero", "simpler"),
    "x.nonzero()": (lambda x, **_: x.nonzero(), "nonzero", "simpler"),
    "np.where(x > 0)": (lambda x, **_: np.where(x > 0), "np.where", "simpler"),
    "np.unique(x)": (lambda x, **_: np.unique(x), "np.unique", "simpler"),
    "np.linalg.inv(m)": (lambda m, **_: np.linalg.inv(m), "np.linalg.inv", "simpler"),
    "np.fft.fft(x)": (lambda x, **_: np.fft.fft(x), "np.fft.fft", "simpler"),
    "np.einsum": (lambda m, **_: np.einsum("ij,ij->i", m, m), "np.einsum", "simpler"),
    "PLAIN.dot(x)": (lambda x, **_: PLAIN.dot(x), "PLAIN.dot(x)", "np.stack"),
    "PLAIN.take(k)": (lambda k, **_: PLAIN.take(k), "PLAIN.take(k)", "np.stack"),
    "np.random.default_rng(0).normal(s)": (lambda s, **_: np.random.default_rng(0).normal(s), "normal(s)", ""),
    "np.float64(s)": (lambda s, **_: np.float64(s), "np.float64(s)", ""),
    "np.c_[x, x]": (lambda x, **_: np.c_[x, x], "np.c_[x, x]", "np.stack"),
    "np.polyfit(PLAIN, x, 1)": (lambda x, **_: np.polyfit(PLAIN, x, 1), "np.polyfit", "simpler"),
    "np.sum(x, dtype=int)": (lambda x, **_: np.sum(x, dtype=int), "dtype", "simpler"),
    "np.sum(x, where=x > 0)": (lambda x, **_: np.sum(x, where=x > 0), "where", "simpler"),
    "np.sum(x, out=...)": (lambda x, **_: np.sum(x, out=np.zeros(())), "out", "simpler"),
    "np.exp(x, where=x > 0)": (lambda x, **_: np.exp(x, where=x > 0), "where", "np.where"),
    "np.add.at": (lambda x, **_: np.add.at(x, [0], 1), "np.add.at", "simpler"),
    "np.add.reduceat": (lambda x, **_: np.add.reduceat(x, [0, 1]), "np.add.reduceat", "simpler"),
    "np.copyto(x, 1)": (lambda x, **_: np.copyto(x, 1), "np.copyto", "np.where"),
    "np.put(x, 0, 1)": (lambda x, **_: np.put(x, 0, 1), "np.put", "simpler"),
    "np.linalg.norm(m, 2)": (lambda m, **_: np.linalg.norm(m, 2), "norm", "simpler"),
    "x.sort()": (lambda x, **_: x.sort(), "sort", "np.sort"),
    "x.fill(0)": (lambda x, **_: x.fill(0), "fill", "NumPy"),
    "x.tolist()": (lambda x, **_: x.tolist(), "tolist", "list(...)"),
    "s.item()": (lambda s, **_: s.item(), "item", "itself"),
    "x.view": (lambda x, **_: x.view(int), "view", "NumPy"),
    "x.astype(np.float32)": (lambda x, **_: x.astype(np.float32), "float32", ".astype(float)"),
    "x * float32": (lambda x, **_: x * PLAIN.astype(np.float32), "float32", ".astype(float)"),
    "x * complex": (lambda x, **_: x * 1j, "complex", ".astype(float)"),
    "swallowed": (lambda s, **_: swallowed(s), "float(s)", "np.sin"),
    "np.exp(mask)": (lambda x, **_: np.exp(x > 0), "float16", ".astype(float)"),
    "k & 1": (lambda k, **_: k & 1, "bits", "simpler"),
    "2**k": (lambda k, **_: 2**k, "exponent", "2.0"),
    "n**14": (lambda k, **_: (1000 * k) ** 14 % 1000, "2**53", "float64"),
    "np.cumprod": (lambda k, **_: np.cumprod(k + np.arange(30)), "2**53", "table"),
    "a large constant": (lambda k, **_: k * 6364136223846793005, "2**53", "float64"),
    "NaN as an integer": (lambda s, **_: (0 * s / 0).astype(int), "NaN as an integer", "np.take"),
    "flag + flag": (lambda flag, **_: flag + flag, "truth values", "1 * a + b"),
    "-flag": (lambda flag, **_: -flag, "np.negative", "1 *"),
    "k**-1": (lambda k, **_: k**-1, "negative integer powers", "1.0 *"),
    "round(s, 1)": (lambda s, **_: round(s, 1), "0.35", "np.round"),
    "k + uint8": (lambda k, **_: np.array([250, 3], np.uint8) + k, "uint8", ".astype(int)"),
    "masked array": (lambda s, **_: np.ma.masked_less(PLAIN, 2) * s, "", ".filled(np.nan)"),
    "np.recarray": (lambda s, **_: PLAIN.view(np.recarray) * s, "recarray", "np.asarray"),
    "np.tile(PLAIN, k)": (lambda k, **_: np.tile(PLAIN, k), "np.tile", ""),
    "np.repeat(PLAIN, k)": (lambda k, **_: np.repeat(PLAIN, k), "np.repeat", ""),
    "row of a traced number": (lambda m, k, **_: add_in_place(m[k], 10), "views", "y = y + s"),
    "np.nan_to_num(x, copy=False)": (lambda x, **_: np.nan_to_num(x, copy=False), "in place", "simpler"),
    "s is True": (lambda flag, **_: 1 if flag is True else 2, "decided by what a traced value is", "np.where"),
    "isinstance(s, float)": (lambda s, **_: 1 if isinstance(s, float) else 2, "isinstance", "np.where"),
    "np.isscalar(s)": (lambda s, **_: 1 if np.isscalar(s) else 2, "np.isscalar", "choice"),
    "hasattr(s, 'real')": (lambda s, **_: 1 if hasattr(s, "is_integer") else 2, "hasattr", "np.where"),
    "str(s)[:4]": (lambda s, **_: str(s)[:4], "str(s)", "np.where"),
    "~flag": (lambda flag, **_: ~flag, "checkbox", "np.logical_not"),
    "np.random": (lambda s, **_: s + np.random.default_rng().normal(), "does not do the same twice", "np.take"),
    "time.time()": (lambda s, **_: s + time.time(), "does not do the same twice", "np.take"),
    "in place on a view": (lambda m, **_: add_in_place(m[0], 1), "views", "y = y + s"),
    "in place on what was viewed": (lambda m, **_: (m.T, add_in_place(m, 1)), "views", "y = y + s"),
    "infinity as an integer": (lambda m, **_: np.full_like(m > 0, np.inf, int).T, "NaN as an integer", ""),
    "mlp.one_hot": (lambda x, **_: mlp.one_hot(x, 3), "mlp.one_hot(x, 3)", "np.stack"),
    "mlp.accuracy": (lambda m, **_: mlp.accuracy(mlp.Network([2, 1]), m, [[0], [1]]), "mlp.accuracy", "itself"),
    "returned object": (lambda s, **_: {"line": object()}, "neither a number nor an array", ""),
    "returned nothing": (lambda s, **_: None, "nothing", ""),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_an_error_that_names_operation_and_way_out(name):
    function, operation, way_out = LIES[name]
    with pytest.raises(TraceError) as caught:
        trace(function, NUMBERS)
    message = str(caught.value)
    assert operation in message
    assert way_out in message


@pytest.mark.parametrize("kind", ["float32", "float16", "uint8", "int32"])
def test_inputs_of_other_types_are_refused(kind):
    with pytest.raises(TraceError, match=rf"W is of type {kind}.*\n.*astype\(float\)"):
        trace(lambda W: 2 * W, {"W": np.ones(3, kind)})


CUBE, NUMBER = np.arange(24.0).reshape(2, 3, 4), np.array([np.nan, 0.5])

# What is written, and x: what NumPy does with it the tape does.
EDGES = {
    "a list before": (lambda x: [1, 2, 3] + x, PLAIN),  # noqa: RUF005
    "a list of truth values": (lambda x: np.where([True, False, True], x, 0), PLAIN),
    "empty slices": (lambda x: (x[-5::-1], x[:0][::-1], x[5::2]), PLAIN),
    "of nothing": (lambda x: (np.any(x[:0]), np.all(x[:0]), np.all(np.zeros((2, 0)) * x[0], 1)), PLAIN),
    "median over two axes": (lambda x: (np.median(x, (0, 2)), np.quantile(x, 0.3, (1, 0))), CUBE),
    "median of infinities": (lambda x: (np.median(x), np.quantile(x, [0, 0.5])), np.array([-np.inf, 1.0, 2.0, np.inf])),
    "axis of a number": (lambda x: (np.sum(x, 0), np.cumsum(x, 0), np.argmax(x, -1), np.any(x, -1)), 2.5),
    "NaN in searchsorted": (lambda x: (np.searchsorted([0, 1, np.nan], x), np.searchsorted(PLAIN, x, "right")), NUMBER),
    "an integer by a truth value": (lambda x: (x // (x > 9), x % (x > 1)), np.array([1, 2, 3])),
    "np.fmod": (lambda x: 1 / np.fmod(x, 3), np.array([-6.0, -0.0, 3.0])),
    "np.nan_to_num": (lambda x: np.nan_to_num(x, nan=-np.inf, neginf=1.0), np.array([np.nan, -np.inf])),
    "-0 in a reversed constant": (lambda x: 1 / (np.array([-0.0, 0.0, 0.0])[::-1] * x), PLAIN),
    "**.5 of an array": (lambda x: x**0.5, np.array([-np.inf, -0.0, 4.0])),
    "triangles of a row": (lambda x: (np.tril(x, -1), np.triu(x, 1)), PLAIN),
    "np.inner with a number": (lambda x: (np.inner(x[0, 0, 1], x[1]), np.inner(x[1], 2.0)), CUBE),
    "in place on an array without axes": (lambda x: (y := np.full_like(x, 1.5), z := y, add_in_place(y, x), z), 2.0),
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
def test_at_edges_the_tape_does_what_numpy_does(name):
    function, x = EDGES[name]
    with np.errstate(all="ignore"):
        expected = leaves(function(np.array(x)[()]))
    got = leaves(trace(function, {"x": np.zeros_like(x)}).evaluate(x=x))
    for (_, a), (_, b) in zip(got, expected, strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(np.signbit(a), np.signbit(b))


def test_an_integer_that_may_grow_is_watched_and_a_control_is_not():
    watched = lambda f, **inputs: sum(op == "int" for op, _, _ in trace(f, inputs).ops)
    assert watched(lambda k, m: k * m + 3 * k - m, k=1, m=2) == 0
    assert watched(lambda k: k**14 % 1000, k=1) == 1
    assert watched(lambda state: {"a": state["b"], "b": state["a"] + state["b"]}, state={"a": 0, "b": 1}) == 1
    assert watched(lambda state: 1103515245 * state[0] % 2**31, state=[1]) == 1
    assert watched(lambda k: np.arctan2(0, k * -3), k=1) == 1  # -0 in the page


def test_the_error_is_at_the_authors_line():
    def update(s):
        y = 2 * s
        return math.sin(
            y,
        )

    line = update.__code__.co_firstlineno + 2
    with pytest.raises(TraceError) as caught:
        trace(update, {"s": 1.0})
    assert f"{__file__}:{line}: return math.sin(" in str(caught.value)

    def author(x):
        return mlp.one_hot(x, 3)

    with pytest.raises(TraceError) as caught:
        trace(author, {"x": np.zeros(3)})
    assert str(caught.value).startswith("`mlp.one_hot(x, 3)`: ")
    assert f"{__file__}:{author.__code__.co_firstlineno + 1}: return mlp.one_hot(x, 3)" in str(caught.value)


def test_numpys_own_errors_stay_numpys():
    for function, error in [
        (lambda x: x + np.zeros(4), ValueError),
        (lambda x: x[5], IndexError),
        (lambda x: x.sum(axis=2), np.exceptions.AxisError),
        (lambda x: x @ np.zeros((2, 2)), ValueError),
        (lambda x: x.reshape(2, 2), ValueError),
        (lambda x: (x > 0) - (x > 1), TypeError),
        (lambda x: np.concatenate([x, [[1.0]]]), ValueError),
        (lambda x: add_in_place(x * 1, np.zeros((2, 3))), ValueError),
        (lambda x: add_in_place(x.astype(int), 0.5), TypeError),
        (lambda x: len(x[0]), TypeError),
        (lambda x: x.nonsense, AttributeError),
        (lambda x: x + None, TypeError),
        (lambda x: x + "a", TypeError),
    ]:
        with pytest.raises(error):
            trace(function, {"x": np.zeros(3)})


def test_what_may_look_like_a_lie_but_works():
    def function(s, x, k, flag, m):
        t = s
        s += 1
        assert repr(t) == str(t) == "<traced float64 number>"
        assert "<traced float64 array of shape (3,)>" == repr(x)
        assert not hasattr(x, "item") and not hasattr(x, "nonsense")
        assert s is not None and s != "tanh" and not s == "tanh"
        y = x * 1
        also, copied = y, y.copy()
        y *= 2
        y -= s
        first, *rest = x
        return {
            "rebound": (t, s),
            "in place": (y, also, copied, copy.deepcopy(y), copy.copy(y)),
            "round": (round(s), math.floor(s), math.ceil(s), math.trunc(s), abs(s), divmod(s, 2)),
            "unpacked": (first, rest, [a * b for a, b in zip(x, m.ravel(), strict=False)]),
            "take": (np.take(PLAIN, k), np.take(m, k, axis=0), np.take(PLAIN, [0, 2]), x[k], m[k, 0], x.take(k)),
            "flag": (np.where(flag, s, 0), flag * s, ~flag, flag & (s > 0)),
            "constants": (PLAIN, 3, True, None, "a fixed text"),
            "sum": sum(x),
            "scalars": (np.float64(2) * s, np.int64(3) - s, s / np.float64(2), np.float64(0) < s),
            "power": (2.0**k, s**k, k**2),
        }

    tape = trace(function, NUMBERS)
    got, expected = tape.evaluate(**NUMBERS), None
    x, s, m = NUMBERS["x"], 1.5, NUMBERS["m"]
    y = 2 * x - 2.5
    expected = {
        "rebound": (1.5, 2.5),
        "in place": (y, y, x, y, y),
        "round": (2, 2, 3, 2, 2.5, (1.0, 0.5)),
        "unpacked": (1.0, [-2.0, 3.0], [1.0, 0.0, 0.0]),
        "take": (2.0, m[1], [1.0, 3.0], -2.0, 0.0, -2.0),
        "flag": (2.5, 2.5, False, True),
        "constants": (PLAIN, 3, True, None, "a fixed text"),
        "sum": 2.0,
        "scalars": (5.0, 0.5, 1.25, True),
        "power": (2.0, 2.5, 1),
    }
    assert set(got) == set(expected)
    for key in set(expected) - {"constants"}:
        for a, b in zip(np.atleast_1d(flat(got[key])), np.atleast_1d(flat(expected[key])), strict=True):
            same(a, b)
    assert got["constants"][1:] == (3, True, None, "a fixed text")
    assert not s + 1 == s


def test_a_sum_may_start_from_zeros_like():
    def function(x):
        total, ones = np.zeros_like(x), np.ones_like(x) + 1
        for power in range(1, 4):
            total += x**power
        return total, total * ones

    tape = trace(function, {"x": PLAIN})
    for got, wanted in zip(tape.evaluate(x=PLAIN), function(PLAIN), strict=True):
        same(got, wanted)
    assert all(op in ("power", "multiply", "add", "broadcast") for op, _, _ in tape.ops)


def test_the_lectures_accumulation_is_traced_unchanged():
    X, Y = mlp.datasets.xor()
    net = mlp.Network([2, 3, 1])

    def gradients(theta):
        return mlp.backprop_by_accumulation(net.from_vector(theta), X, Y, weight_decay=0.1)

    theta = net.to_vector()
    got, wanted = trace(gradients, {"theta": theta}).evaluate(theta=-theta), gradients(-theta)
    same(got.J, wanted.J)
    same(got.dW[1], wanted.dW[1])
    same(got.db[2], wanted.db[2])


def flat(value):
    if isinstance(value, (tuple, list)):
        return np.concatenate([np.ravel(flat(v)) for v in value]).astype(float)
    return np.ravel(value).astype(float)


def test_constants_are_as_they_were_when_they_were_used():
    def function(x):
        array = np.zeros(3)
        before = x + array
        array[0] = 1
        return before, x + array

    before, after = trace(function, {"x": np.ones(3)}).evaluate(x=np.ones(3))
    assert before.tolist() == [1, 1, 1]
    assert after.tolist() == [2, 1, 1]


def test_a_stand_in_is_of_no_use_after_its_trace():
    kept = []
    trace(lambda s: (kept.append(s), s)[1], {"s": 1.0})
    with pytest.raises(TraceError, match="earlier trace"):
        kept[0] + 1
    with pytest.raises(TraceError, match="earlier trace"):
        trace(lambda s: s + kept[0], {"s": 1.0})


def test_np_take_is_numpys_own_again_after_a_trace_and_after_an_error():
    take = np.take
    trace(lambda k: np.take(PLAIN, k), {"k": 0})
    with pytest.raises(TraceError):
        trace(lambda k: np.take(PLAIN, float(k)), {"k": 0})
    assert np.take is take


def test_what_the_page_knows_of_numpy_is_compared_with_numpy(monkeypatch):
    signature, _ = FUNCTIONS[np.mean]
    for wrong in (lambda a: np.sum(a), lambda a: np.sum(a, keepdims=True) / 3, lambda a: np.sum(a).astype(int) // 3):
        monkeypatch.setitem(FUNCTIONS, np.mean, (signature, wrong))
        with pytest.raises(TraceError, match="np.mean on these arguments is not what the page would do"):
            trace(lambda x: np.mean(x), {"x": PLAIN})
    monkeypatch.setitem(UFUNCS, np.reciprocal, lambda x: 1 - x)
    with pytest.raises(TraceError, match="np.reciprocal"):
        trace(lambda x: np.reciprocal(x), {"x": PLAIN})


def test_an_integers_reciprocal_is_refused_for_numpy_makes_it_zero():
    with pytest.raises(TraceError, match="np.reciprocal"):
        trace(lambda k: np.reciprocal(k), {"k": 2})


# ---- Tapes ----


def test_names_shapes_structure_and_types():
    class Pair(NamedTuple):
        a: object
        b: object

    @dataclass
    class Record:
        J: object
        W: list

    key = object()

    def function(state, rate):
        W = state["W"]
        return {key: (rate, 2 * rate), "W": W, "pair": Pair(rate > 0, None), "record": Record(rate, [None, W[1].T])}

    tape = trace(function, {"state": {"W": [None, np.ones((2, 3))], "t": 0}, "rate": 1.0})
    assert tape.inputs == {"state.W.1": (2, 3), "state.t": (), "rate": ()}
    assert list(tape.outputs.values()) == [(), (), (2, 3), (), (), (3, 2)]
    assert list(tape.outputs)[2:] == ["W.1", "pair.a", "record.J", "record.W.1"]
    assert tape.paths[:2] == [(key, 0), (key, 1)]
    assert tape.structure[key] == (Leaf(0), Leaf(1))
    result = tape.evaluate(state={"W": [None, np.zeros((2, 3))], "t": 3}, rate=2.0)
    assert type(result["pair"]) is Pair
    assert type(result["record"]) is Record
    assert result["pair"].a.dtype == bool
    assert result["record"].W[0] is None
    same(result[key], (2, 4))
    assert repr(tape).startswith("Tape(state.W.1[2, 3], state.t, rate -> ")
    by_name = tape.evaluate(**{"state.W.1": np.zeros((2, 3)), "state.t": 3, "rate": 2.0})
    same(by_name[key], (2, 4))


def test_inputs_are_checked():
    tape = trace(lambda x, k: x * k, {"x": np.zeros(2), "k": 1})
    for values, error, message in [
        ({"x": np.zeros(2)}, TypeError, "the inputs are x, k; got x"),
        ({"x": np.zeros(2), "k": 1, "y": 0}, TypeError, "got x, k, y"),
        ({"x": np.zeros(3), "k": 1}, ValueError, "x must have shape"),
        ({"x": np.zeros(2), "k": 1.5}, TypeError, "k must be of type int64"),
    ]:
        with pytest.raises(error, match=message):
            tape.evaluate(**values)
    with pytest.raises(TypeError, match="x must be real numbers"):
        trace(lambda x: x, {"x": 1j})
    with pytest.raises(ValueError, match="two inputs are called a.b"):
        trace(lambda **_: 1, {"a.b": 1.0, "a": {"b": 1.0}})


@pytest.mark.parametrize("f", [lambda x: x @ x, lambda x: np.stack([x, x]), lambda x: np.take(x, [1, 0], 0)])
def test_what_numpy_makes_anew_may_be_changed_in_place(f):
    def function(x):
        y = f(x)
        y += 1
        return y, x

    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    for got, wanted in zip(trace(function, {"x": np.zeros((2, 2))}).evaluate(x=x), function(x), strict=True):
        np.testing.assert_array_equal(got, wanted)


def test_results_are_not_views_of_what_went_in():
    tape = trace(lambda x: {"x": x, "T": x.T, "c": PLAIN}, {"x": np.zeros((2, 2))})
    x = np.ones((2, 2))
    result = tape.evaluate(x=x)
    for array in result.values():
        array[0] = 7
    assert (x == 1).all()
    assert tape.evaluate(x=x)["c"].tolist() == PLAIN.tolist() == [1, 2, 3]


def test_equal_operations_are_kept_once_and_useless_ones_not_at_all():
    def function(x):
        np.sin(x)
        np.zeros(5) + 1
        return np.tanh(2 * x) + np.tanh(2 * x), x.T, x.reshape(3), x[:]

    tape = trace(function, {"x": np.zeros(3)})
    assert [op for op, _, _ in tape.ops] == ["multiply", "tanh", "add"]
    assert len(tape.constants) == 1


def test_a_training_step_is_a_short_tape():
    X, Y = mlp.datasets.circles(200)
    net = mlp.Network([2, 8, 1], "tanh", "sigmoid")

    def step(theta, learning_rate):
        moved = net.from_vector(theta)
        mlp.step(moved, mlp.backprop(moved, X, Y), learning_rate)
        return moved.to_vector()

    tape = trace(step, {"theta": net.to_vector(), "learning_rate": 0.1})
    assert len(tape.ops) <= 64
    assert len(json.dumps(bundle([tape]))) <= 15_000


def test_a_bundle_stores_constants_and_programs_once():
    data = np.random.default_rng(0).normal(size=(200, 2))
    names = "sigmoid", "tanh", "relu", "elu"
    tapes = [trace(lambda w, f=name: mlp.activations.ACTIVATIONS[f](data @ w), {"w": np.zeros(2)}) for name in names]
    one, all_of_them, twice = (len(json.dumps(bundle(t))) for t in (tapes[:1], tapes, tapes + tapes))
    assert all_of_them < one + 1500
    assert twice < all_of_them + 100


@pytest.mark.parametrize(
    "array, form",
    [
        (np.array(0.5), 0.5),
        (np.array(-INF) if (INF := np.inf) else None, "-Infinity"),
        (np.arange(3), {"shape": [3], "data": [0, 1, 2]}),
        (np.array([-1.0, 2.0]), {"shape": [2], "data": [-1, 2]}),
        (np.array([True, False]), {"shape": [2], "data": [1, 0]}),
        (np.array([-0.0, np.nan]), {"shape": [2], "data": [-0.0, "NaN"]}),
    ],
)
def test_constants_are_written_short(array, form):
    assert json.dumps(encode(array)) == json.dumps(form)


def test_random_reals_take_eleven_bytes_and_pixels_little_more_than_one():
    rng = np.random.default_rng(0)
    assert len(json.dumps(encode(rng.normal(size=3000)))) < 11 * 3000
    assert len(json.dumps(encode(rng.integers(0, 17, 3000) / 16))) < 1.4 * 3000


# ---- Any shapes, any numbers: the replay is the function ----

ANY = st.floats(-1e6, 1e6, allow_subnormal=False) | st.sampled_from(
    [0.0, -0.0, 0.5, -1.5, 2.0, math.inf, -math.inf, math.nan]
)
SHAPES = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)
BROADCASTING = {
    "arithmetic": lambda a, b: (a + b, a - b, a * b, a / b, a % b, a // b),
    "comparisons": lambda a, b: (a < b, a <= b, a > b, a >= b, a == b, a != b),
    "functions": lambda a, b: (
        np.maximum(a, b),
        np.minimum(a, b),
        np.hypot(a, b),
        np.heaviside(a, b),
        np.where(a > 0, a, b),
    ),
    "logic": lambda a, b: (np.logical_and(a, b), np.logical_or(a, b), np.logical_xor(a, b), (a > 0) & (b > 0)),
    "reduced": lambda a, b: ((a * b).sum(), (a + b).max(), np.any(a > b), np.argmin(a - b), np.cumsum(a * b)),
    "joined": lambda a, b: (np.stack(np.broadcast_arrays(a, b)), np.concatenate([np.ravel(a), np.ravel(b)])),
}


@pytest.mark.parametrize("name", BROADCASTING)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_replay_equals_the_function(name, data):
    shapes = data.draw(SHAPES).input_shapes
    values, others = (
        {k: data.draw(hnp.arrays(float, s, elements=ANY)) for k, s in zip("ab", shapes, strict=True)} for _ in range(2)
    )
    function = BROADCASTING[name]
    with np.errstate(all="ignore"):
        expected = function(**others)
    for got, wanted in zip(trace(function, values).evaluate(**others), expected, strict=True):
        np.testing.assert_array_equal(got, wanted)
        assert got.dtype == wanted.dtype


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_indexing_is_numpys(data):
    shape = data.draw(hnp.array_shapes(max_dims=4, max_side=4))
    key = data.draw(hnp.basic_indices(shape, allow_newaxis=True) | hnp.integer_array_indices(shape))
    x = np.arange(math.prod(shape), dtype=float).reshape(shape)
    got = trace(lambda x: x[key], {"x": np.zeros(shape)}).evaluate(x=x)
    np.testing.assert_array_equal(got, x[key])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_reductions_are_numpys(data):
    shape = data.draw(hnp.array_shapes(max_dims=4, max_side=3))
    axes = data.draw(st.none() | hnp.valid_tuple_axes(len(shape), min_size=1))
    x = data.draw(hnp.arrays(float, shape, elements=st.sampled_from([0.0, 1.0, -2.0, 3.5, math.nan])))
    functions = np.sum, np.prod, np.max, np.min, np.any, np.all, np.mean

    def reduced(x):
        return [function(x, axis=axes, keepdims=keepdims) for function in functions for keepdims in (False, True)]

    for got, wanted in zip(trace(reduced, {"x": np.zeros(shape)}).evaluate(x=x), reduced(x), strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-12)


@pytest.mark.parametrize("name", mlp.activations.ACTIVATIONS)
def test_activations_are_traced_unchanged(name):
    f = mlp.activations.ACTIVATIONS[name]

    def function(z, dJ_da):
        a = f(z)
        return a, f.pull_back(z, a, dJ_da), f.derivative(z) if hasattr(f, "derivative") else 0, f.region(z)

    rng = np.random.default_rng(0)
    units = 2 // f.pieces
    tape = trace(function, {"z": np.zeros((5, 2)), "dJ_da": np.zeros((5, units))})
    values = {"z": rng.normal(size=(5, 2)), "dJ_da": rng.normal(size=(5, units))}
    for got, wanted in zip(tape.evaluate(**values), function(**values), strict=True):
        if wanted is not None:
            np.testing.assert_allclose(got, wanted, rtol=1e-14)


def test_slopes_and_rates_may_be_traced():
    X, Y = mlp.datasets.circles(10)

    def function(slope, weight_decay):
        net = mlp.Network([2, 3, 1], mlp.leaky_relu(slope))
        return mlp.cost(net, X, Y, weight_decay=weight_decay), mlp.backprop(net, X, Y).dW

    values = {"slope": 0.3, "weight_decay": 0.2}
    got, wanted = trace(function, {"slope": 0.1, "weight_decay": 0.0}).evaluate(**values), function(**values)
    same(got[0], wanted[0])
    same(got[1][1], wanted[1][1])


def test_a_tape_can_be_kept():
    tape = trace(lambda x: np.sin(x), {"x": 1.0})
    assert pickle.loads(pickle.dumps(tape)).evaluate(x=2.0) == np.sin(2.0)


@pytest.mark.parametrize("moving", ["X", "Y", "both"])
@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_inputs_and_targets_of_a_network_can_move(moving, activation):
    net, rng = mlp.Network([2, 3, 1], activation), np.random.default_rng(0)
    data = {"X": rng.normal(size=(4, 2)), "Y": rng.normal(size=(4, 1))}
    traced = data if moving == "both" else {moving: data[moving]}

    def gradient(**some):
        g = mlp.backprop(net, **{**data, **some}, weight_decay=0.1)
        return {"J": g.J, "dW": g.dW[1:], "db": g.db[1:]}

    tape = trace(gradient, traced)
    new = {name: rng.normal(size=value.shape) for name, value in traced.items()}
    replayed, expected = tape.evaluate(**new), gradient(**new)
    for key in ("dW", "db"):
        for ours, own in zip(replayed[key], expected[key], strict=True):
            np.testing.assert_allclose(ours, own, rtol=1e-12, atol=1e-15)


def test_threads_trace_at_the_same_time_and_each_gets_its_own():
    often, take = sys.getswitchinterval(), np.take

    def traced(k):
        convert = (float, complex)[k % 2]
        with pytest.raises(TraceError, match=convert.__name__):
            trace(lambda i: convert(i), {"i": 3})
        return trace(lambda i: k * np.take(np.arange(5.0), i), {"i": 3}).evaluate(i=2)

    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(traced, range(100))) == [2.0 * k for k in range(100)]
    finally:
        sys.setswitchinterval(often)
    assert np.take is take
