"""The page's numbers are NumPy's: every operation, and all of `mlp`, in Chromium against the functions themselves."""

import copy
import itertools
import json
import posixpath
import re
from pathlib import Path

import fuzz
import numpy as np
import pytest

import mlp
import mlp.explore
from mlp.explore.figure.player import IMPORTED, player
from mlp.explore.tracing.tape import OPERATIONS, leaves, name_of
from mlp.explore.tracing.trace import bundle, trace

INF, NAN = np.inf, np.nan
SPECIAL = np.array([0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 3, -7, 1e-9, 1e300, -1e300, INF, -INF, NAN])
PAIRS = tuple(map(np.ravel, np.meshgrid(SPECIAL, SPECIAL)))

PLAY = """([text, tape, settings]) => {
    const player = window.load(JSON.parse(text), tape);
    return settings.map((values) => player.run(values).map(({ shape, data }) => [shape, Array.from(data)]));
}"""


@pytest.fixture(scope="module")
def page(browser):
    page = fuzz.open_page(browser)
    yield page
    page.close()


def play(page, tapes, settings, tape=0):
    """Run a tape in the page at several settings; the outputs of each run."""
    settings = [{name_of(k): np.asarray(v, float).ravel().tolist() for k, v in leaves(s)} for s in settings]
    text = tapes if isinstance(tapes, str) else json.dumps(bundle(tapes), allow_nan=False)
    return [
        [np.array(data, float).reshape(shape) for shape, data in run]
        for run in page.evaluate(PLAY, [text, tape, settings])
    ]


def differences(function, runs, settings):
    """List the outputs that differ by more than 1e-9 of the largest value, and the runs they are of."""
    wrong = []
    for setting, outputs in zip(settings, runs, strict=True):
        with np.errstate(all="ignore"):
            expected = leaves(function(**copy.deepcopy(setting)))
        assert len(expected) == len(outputs)
        for (path, value), got in zip(expected, outputs, strict=True):
            value = np.asarray(value, float)
            finite = np.isfinite(value)
            scale = np.abs(value[finite]).max(initial=0)
            same = got.shape == value.shape and np.array_equal(got[~finite], value[~finite], equal_nan=True)
            if not same or not (np.abs(got[finite] - value[finite]) <= 1e-9 * scale).all():
                wrong.append((name_of(path), setting, value, got))
    return wrong


def agree(page, function, settings):
    tape = trace(function, settings[0])
    wrong = differences(function, play(page, [tape], settings), settings)
    assert not wrong, wrong[0]


def numbers(seed, **shapes):
    """Draw random inputs of these shapes."""
    rng = np.random.default_rng(seed)
    return {name: rng.normal(size=shape) * 2 for name, shape in shapes.items()}


UNARY = (
    "absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil cos cosh deg2rad degrees exp exp2 expm1 fabs "
    "floor isfinite isinf isnan log log10 log1p log2 logical_not negative positive rad2deg radians reciprocal rint "
    "sign sin sinh sqrt square tan tanh trunc"
).split()
BINARY = (
    "add arctan2 divide equal floor_divide fmax fmin greater greater_equal heaviside hypot less less_equal logaddexp "
    "logical_and logical_or logical_xor maximum minimum multiply not_equal power remainder subtract"
).split()


@pytest.mark.parametrize("name", UNARY)
def test_functions_of_one_number_agree_on_special_values(page, name):
    x = SPECIAL if name not in ("sin", "cos", "tan") else SPECIAL[np.abs(SPECIAL) != 1e300]
    agree(page, lambda x: getattr(np, name)(x), [{"x": x}, {"x": x[::-1].copy()}])


@pytest.mark.parametrize("name", BINARY)
def test_functions_of_two_numbers_agree_on_all_pairs_of_special_values(page, name):
    a, b = PAIRS
    if name in ("power", "remainder", "floor_divide"):  # 1e300 % 3: what is left of it is C's own affair
        keep = (np.abs(a) != 1e300) & (np.abs(b) != 1e300)
        a, b = a[keep], b[keep]
    agree(page, lambda a, b: getattr(np, name)(a, b), [{"a": a, "b": b}])


def test_integers_have_no_minus_zero_and_none_beyond_2_to_the_53(page):
    zero = lambda k: [np.arctan2(0, -k), 1 / (k * -3), 1 / (k // -5), 1 / (k % -5), 1 / (k - 0.5).astype(int)]
    agree(page, zero, [{"k": np.int64(k)} for k in (0, 5, -5)])
    large = trace(lambda k: k**14 % 1000, {"k": 3})
    values = np.ravel(play(page, [large], [{"k": k} for k in (3, 13, 14, 20)]))
    assert values[:2].tolist() == [3**14 % 1000, 13**14 % 1000]
    assert np.isnan(values[2:]).all()


def test_signs_of_zero_survive(page):
    def signs(x):
        return {"sign": 1 / np.sign(x), "rint": 1 / np.rint(x), "modulo": 1 / (x % -1), "floor": 1 / (x // 5)}

    agree(page, signs, [{"x": x} for x in np.array([0.0, -0.0, -0.5, 0.5, 2.0])])


ALONG_AN_AXIS = {
    name: lambda x, name=name: [getattr(np, name)(x, axis=axis) for axis in (None, 0, 1, -1)]
    for name in (
        "sum prod max min argmax argmin any all cumsum cumprod mean var std ptp median sort linalg_norm count_nonzero"
    ).split()
    if hasattr(np, name)
}


@pytest.mark.parametrize("name", ALONG_AN_AXIS)
def test_functions_along_an_axis_agree(page, name):
    settings = [numbers(seed, x=(3, 4, 5)) for seed in range(3)]
    settings.append({"x": np.round(settings[0]["x"])})  # ties
    for value in (NAN, INF, -INF):
        x = settings[1]["x"].copy()
        x[1, 2, 3] = x[2, 0, 0] = x[2, 0, 1] = value
        settings.append({"x": x})
    agree(page, ALONG_AN_AXIS[name], settings)


GENERAL = {
    "operators": lambda x, y, s: [
        x + s,
        s - x,
        x * y,
        x / y,
        x**2,
        x**3,
        s % 2,
        -7 % y,
        x // s,
        -x,
        abs(x),
        +y,
        divmod(x, s),
    ],
    "comparisons": lambda x, y, s: [x < y, x <= s, x > 1, 1 >= x, x == x, x != y, (x > 0) & (y > 0), (x > 0) | (s > 0)],
    "booleans": lambda x, y, s: [
        ~(x > 0),
        (x > 0) ^ (y > 0),
        (x > 0) + (y > 0),
        (x > 0) * (y > 0),
        (x > 0) * s,
        (x > 0).sum(),
    ],
    "types": lambda x, y, s: [
        x.astype(int),
        (x > 0).astype(float),
        x.astype(bool),
        x.astype(int) // 2,
        7 % x.astype(int),
    ],
    "integers": lambda x, y, s: [
        x.astype(int) // y.astype(int),
        x.astype(int) % y.astype(int),
        (x > 0) + 1,
        -(x > 0).sum(),
    ],
    "broadcasting": lambda x, y, s: [
        x[:, :, None] + y[:, None],
        x[0] + y[:, :1],
        x.T + np.arange(3.0),
        x * [[1], [2], [3]],
    ],
    "constants": lambda x, y, s: [
        x + np.linspace(0, 1, 4),
        x * np.ones((3, 4)),
        np.full((3, 4), 2) * s,
        1 * s,
        np.eye(3),
    ],
    "where": lambda x, y, s: [
        np.where(x > 0, x, y),
        np.where(x > 0, 1, s),
        np.where(x, 1.0, 0.0),
        x.clip(-1, 1),
        x.clip(min=s),
    ],
    "rounding": lambda x, y, s: [
        x.round(),
        x.round(2),
        np.round(10 * x, -1),
        np.round(x * 2) / 2,
        round(s),
    ],
    "matmul": lambda x, y, s: [
        x @ y.T,
        x.T @ y,
        x @ y[0],
        x[0] @ y[0],
        y[:, 0] @ x,
        np.dot(x, y.T),
        np.dot(x, s),
        x @ np.eye(4),
        x[1:, :2] @ y[1:, 1:],
        x.T[1:] @ y[:, 2:],
    ],
    "products": lambda x, y, s: [
        np.outer(x, y),
        np.vdot(x, y),
        np.inner(x, y),
        np.multiply.outer(x[0], y[0]),
        np.cross(x[0, :3], y[1, 1:]),
    ],
    "stacks": lambda x, y, s: [(x[None] * [[[1]], [[2]]]) @ y.T, x.reshape(3, 2, 2) @ y.reshape(3, 2, 2)],
    "views": lambda x, y, s: [
        x.T,
        x.T.ravel(),
        x.T[::-1, 1:].reshape(2, 4),
        x[:, ::2].T.reshape(-1),
        x.reshape(2, -1, 2).swapaxes(0, 2),
    ],
    "slices": lambda x, y, s: [
        x[1],
        x[-1, ::-1],
        x[:, 1:3],
        x[..., 0],
        x[None, 2, :, None],
        x[::-2, -1:0:-2],
        x[1:1],
        x[1, 2],
    ],
    "parts": lambda x, y, s: [
        (x * s)[1],
        (x * s)[1:],
        (x * s)[:, 1],
        (x @ y.T)[1:].T,
        (x + y)[-1, -1],
        np.take((x * s)[:2], [-1, 0], 0),
    ],
    "gathering": lambda x, y, s: [
        x[[2, 0]],
        x[:, [1, 1, 3]],
        x[[0, 1, 2], [3, 2, 1]],
        x[np.array([[0], [2]]), [1, -1]],
        x[x.argmax(0)],
    ],
    "masks": lambda x, y, s: [
        x[np.arange(12).reshape(3, 4) % 2 == 0],
        x[[True, False, True]],
        x[:, np.array([1, 0, 0, 1]) > 0],
    ],
    "separated": lambda x, y, s: [
        x.reshape(3, 2, 2)[[0, 1], :, [1, 0]],
        x.reshape(3, 2, 2)[0, :, [1, 0]],
        x[np.argmax(x, 0), np.arange(4)],
    ],
    "take": lambda x, y, s: [
        np.take(np.arange(5.0), (x > 0) * 3),
        np.take(x, [1, -1], axis=1),
        x.take(5),
        np.take(x, 7, mode="wrap", axis=0),
    ],
    "joining": lambda x, y, s: [
        np.stack([x, y], 1),
        np.concatenate([x, y[:1]]),
        np.vstack([x[0], y]),
        np.hstack([x, y]),
        np.append(x, 1.0),
    ],
    "columns": lambda x, y, s: [
        np.column_stack([x, y[:, 0]]),
        np.stack([s, 2 * s, 0]),
        np.hstack([s, 1.0]),
        np.concatenate([x, y], None),
    ],
    "likes": lambda x, y, s: [
        np.full_like(x, s),
        np.zeros_like(x),
        np.ones_like(x),
        np.broadcast_to(s, (2, 2)),
        np.broadcast_to(y[0], (2, 4)),
    ],
    "axes": lambda x, y, s: [
        np.expand_dims(x, (0, 2)),
        np.squeeze(x[:1]),
        np.moveaxis(x[None], 0, -1),
        np.atleast_1d(s),
        np.atleast_2d(y[0]),
    ],
    "order": lambda x, y, s: [
        np.flip(x),
        np.flip(x, 0),
        np.roll(x, 2),
        np.roll(x, -1, 1),
        np.tile(y[0], 2),
        np.repeat(x, 2, 1),
    ],
    "keepdims": lambda x, y, s: [
        x.sum(0, keepdims=True),
        x.mean(keepdims=True),
        x.max((0, 1)),
        x.argmax(1, keepdims=True),
        np.any(x > 3, 1),
    ],
    "reduce": lambda x, y, s: [
        np.add.reduce(x),
        np.add.reduce(x, axis=None),
        np.maximum.reduce(x, axis=1),
        np.add.accumulate(x),
        np.logical_or.reduce(x > 1),
    ],
    "norms": lambda x, y, s: [
        np.linalg.norm(x),
        np.linalg.norm(x, axis=0),
        np.linalg.norm(x, 1, 1),
        np.linalg.norm(x[0], np.inf),
    ],
    "curves": lambda x, y, s: [
        np.diff(x),
        np.diff(x, 2, 0),
        np.linspace(s, x[0], 5),
        np.polyval([1, 2, s], x),
        np.trapezoid(x),
        np.sinc(x),
    ],
    "tables": lambda x, y, s: [
        np.interp(x, [-1, 0, 2], [3, 1, 2]),
        np.searchsorted(np.arange(-2, 3), x),
        np.select([x > 1, x < -1], [x, y], s),
    ],
    "matrices": lambda x, y, s: [
        np.diag(x),
        np.diag(x[0]),
        np.trace(x),
        np.tril(x),
        np.triu(x, 1),
        *np.meshgrid(x[0], y[:, 0]),
    ],
    "spread": lambda x, y, s: [
        np.average(x, 1, np.array([1, 2, 3, 4])),
        np.var(x, ddof=1),
        np.std(x, 0),
        np.isclose(x, x + 1e-9),
        np.median(x, 0),
    ],
    "quantiles": lambda x, y, s: [
        np.median(x),
        np.median(x, 1),
        np.quantile(x, 0.3, 0),
        np.percentile(x, [10, 50], 1),
        np.quantile(np.arange(7.0), 1 / (1 + s * s)),
    ],
    "histograms": lambda x, y, s: [
        *np.histogram(x, 4),
        *np.histogram(x, [-2, 0, 1, 3]),
        *np.histogram(np.arange(9.0) + s, 4, (0, 8)),
        *np.histogram(x, 3, density=True),
        np.histogram(np.arange(9.0), 4 * np.arange(3) + 0 * s)[0],
    ],
    "others": lambda x, y, s: [np.fmod(x, 2), np.fmod(-3, x), np.dstack([x, y]), np.vecdot(x, y), np.eye(3).clip(0, s)],
    "iteration": lambda x, y, s: [sum(x), list(x), sum(row @ row for row in y), len(x) * s, max(x.shape)],
    "in place": lambda x, y, s: in_place(x, y, s),
    "repeated": lambda x, y, s: [x, x, x.T, s, {"a": (y, None, s)}],
    "broken": lambda x, y, s: [
        x / 0,
        0 * x / 0,
        np.log(-np.abs(x)),
        np.maximum(x, NAN),
        np.exp(1e3 * abs(x)),
        (x / 0).max(),
    ],
}


def in_place(x, y, s):
    s += 1
    z = x + y
    same = z
    z *= 2
    z -= y
    return z, same, s


@pytest.mark.parametrize("name", GENERAL)
def test_functions_of_arrays_agree(page, name):
    agree(page, GENERAL[name], [numbers(seed, x=(3, 4), y=(3, 4), s=()) for seed in range(5)])


def test_every_operation_is_tested(page):
    tapes = [trace(GENERAL[name], numbers(0, x=(3, 4), y=(3, 4), s=())) for name in GENERAL]
    tapes += [trace(f, numbers(0, x=(3, 4, 5))) for f in ALONG_AN_AXIS.values()]
    with np.errstate(all="ignore"):
        tapes += [trace(lambda x, name=name: getattr(np, name)(x), {"x": SPECIAL}) for name in UNARY]
        tapes += [
            trace(lambda a, b, name=name: getattr(np, name)(a, b), {"a": PAIRS[0], "b": PAIRS[1]}) for name in BINARY
        ]
    assert {op for tape in tapes for op, _, _ in tape.ops} == set(OPERATIONS) - {"apply"}  # that is in test_formula.py


X, Y = mlp.datasets.circles(20, seed=1)
NETWORKS = [
    *(([2, 3, 1], name, "linear", "squared_error") for name in mlp.activations.ACTIVATIONS),
    *(([2, 3, 1], "tanh", name, "squared_error") for name in mlp.activations.ACTIVATIONS),
    ([2, 4, 3, 1], "tanh", "sigmoid", "cross_entropy"),
    ([2, 4, 3, 2], mlp.leaky_relu(0.1), "softmax", "cross_entropy"),
    ([2, 4, 3, 2], mlp.maxout(3), "softmax", "squared_error"),
]


@pytest.mark.parametrize("sizes, activation, output, cost", NETWORKS, ids=str)
def test_a_network_and_its_training_agree(page, sizes, activation, output, cost):
    net = mlp.Network(sizes, activation, output)
    targets = Y if sizes[-1] == 1 else np.hstack([Y, 1 - Y])

    def step(state, learning_rate, weight_decay):
        moved = net.from_vector(state["theta"])
        g = mlp.backprop(moved, X, targets, cost, weight_decay)
        J = mlp.cost(moved, X, targets, cost, weight_decay)
        mlp.step(moved, g, learning_rate)
        return {"theta": moved.to_vector()}, g, J, moved.forward(X)

    rng = np.random.default_rng(3)
    settings = [
        {
            "state": {"theta": net.to_vector() + 0.3 * rng.normal(size=net.n_parameters)},
            "learning_rate": rng.uniform(0, 1),
            "weight_decay": rng.uniform(0, 0.1),
        }
        for _ in range(5)
    ]
    agree(page, step, settings)


@pytest.mark.parametrize("op, other", [("tanh", "exp"), ("subtract", "add"), ("sum", "max"), ("less", "less_equal")])
def test_a_wrong_operation_is_found(page, op, other):
    def function(x):
        return np.tanh(x).sum() - np.exp(x), x < 0

    settings = [{"x": np.array([0.0, 1.0, -2.0])}]
    text = json.dumps(bundle([trace(function, settings[0])]))
    assert not differences(function, play(page, text, settings), settings)
    wrong = text.replace(f'["{op}"', f'["{other}"')
    assert wrong != text
    assert differences(function, play(page, wrong, settings), settings)


def test_only_what_depends_on_a_change_is_computed_and_said_to_have_changed(page):
    tape = trace(lambda a, b: {"a": 2 * a, "ab": a + b, "b": b**2, "none": np.arange(3)}, {"a": 1.0, "b": 2.0})
    script = """(text) => {
        const player = load(JSON.parse(text));
        return [{ a: 1, b: 2 }, { a: 3 }, { a: 3 }, { b: 0 }].map((values) =>
            player.run(values).map(({ data, changed }) => [data[0], changed]));
    }"""
    first, a, nothing, b = page.evaluate(script, json.dumps(bundle([tape])))
    assert first == [[2, True], [3, True], [4, True], [0, True]]
    assert a == [[6, True], [5, True], [4, False], [0, False]]
    assert nothing == [[6, False], [5, False], [4, False], [0, False]]
    assert b == [[6, False], [3, True], [0, True], [0, False]]


def test_what_does_not_depend_on_a_change_is_left_alone(page):
    tape = trace(lambda a, b: {"a": 2 * a, "b": 2 * b}, {"a": 1.0, "b": 1.0})
    script = """(text) => {
        const player = load(JSON.parse(text));
        player.run({ a: 1, b: 2 })[0].data[0] = 7;
        return player.run({ a: 1, b: 3 }).map(({ data }) => data[0]);
    }"""
    assert page.evaluate(script, json.dumps(bundle([tape]))) == [7, 6]


def test_any_number_of_inputs(page):
    names = [f"x{i}" for i in range(70)]
    values = dict(zip(names, np.random.default_rng(0).normal(size=70), strict=True))
    function = lambda **x: [sum(x.values()), [2 * v for v in x.values()]]
    steps = [values | {name: 3.0} for name in names]
    agree(page, function, [values, *steps])


def test_a_state_that_swaps_its_parts_survives_being_fed_back(page):
    tape = trace(lambda a, b: {"a": b, "b": a}, {"a": np.zeros(2), "b": np.zeros(2)})
    script = """(text) => {
        const player = load(JSON.parse(text));
        let [a, b] = player.run({ a: [1, 2], b: [3, 4] });
        [a, b] = player.run({ a: a.data, b: b.data });
        return [...a.data, ...b.data];
    }"""
    assert page.evaluate(script, json.dumps(bundle([tape]))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "values, message",
    [
        ("{ a: 1 }", "no value yet for b"),
        ("{ c: 1 }", "no input c"),
        ("{ a: 1, b: [1] }", "b must have 2 numbers, not 1"),
    ],
)
def test_wrong_inputs_are_errors(page, values, message):
    tape = trace(lambda a, b: a * b, {"a": 1.0, "b": np.zeros(2)})
    script = (
        f"(text) => {{ try {{ load(JSON.parse(text)).run({values}); }} catch (error) {{ return error.message; }} }}"
    )
    assert message in page.evaluate(script, json.dumps(bundle([tape])))


def test_an_index_out_of_range_is_not_a_number(page):
    tape = trace(lambda i: np.take(np.array([1.0, 2.0, 3.0]), i.astype(int)), {"i": 0.0})
    values = np.ravel(play(page, [tape], [{"i": i} for i in (2, -3, 3, -4)]))
    assert values[:2].tolist() == [3, 1]
    assert np.isnan(values[2:]).all()
    part = trace(lambda i: np.take((np.arange(9.0) * (0 * i + 1))[3:6], i.astype(int)), {"i": 0.0})
    values = np.ravel(play(page, [part], [{"i": i} for i in (2, -3, 3, -4)]))
    assert values[:2].tolist() == [5, 3]
    assert np.isnan(values[2:]).all()
    pairs = trace(lambda i: (np.eye(3) * (0 * i + 1))[i.astype(int), i.astype(int)], {"i": 0.0})
    values = np.ravel(play(page, [pairs], [{"i": i} for i in (2, -3, 3, -4)]))
    assert values[:2].tolist() == [1, 1]
    assert np.isnan(values[2:]).all()


def test_tapes_of_a_choice_share_what_they_have_in_common(page):
    data = [np.random.default_rng(seed).normal(size=(50, 2)) for seed in range(3)]
    fs = [lambda w, X=X, f=f: f(X @ w) for f in (np.tanh, np.exp) for X in data]
    tapes = [trace(f, {"w": np.zeros(2)}) for f in fs]
    both = bundle(tapes)
    assert len(both["programs"]) == 2
    assert len(both["constants"]) == 3
    settings = [{"w": np.array([0.5, -1.0])}]
    for i, f in enumerate(fs):
        assert not differences(f, play(page, tapes, settings, tape=i), settings)


@pytest.mark.parametrize("rows, n, columns", list(itertools.product((1, 2, 3, 5, 8), (1, 3), (1, 2, 4, 5, 7))))
def test_products_of_all_shapes_agree(page, rows, n, columns):
    """Eight elements are computed at a time, and what is left over in tiles that overlap."""

    def products(x, y):
        return {"plain": x @ y, "as they lie": y.T @ x.T, "part": x[::-1] @ y[:, ::-1]}

    settings = [numbers(seed, x=(rows, n), y=(n, columns)) for seed in range(2)]
    agree(page, products, settings)


@pytest.mark.parametrize(
    "array",
    [
        SPECIAL,
        np.arange(300.0).reshape(3, 100) / 7,
        np.random.default_rng(0).normal(size=(3, 5)),
        np.random.default_rng(0).integers(0, 17, (40, 64)) / 16,
        np.repeat(SPECIAL, 30).reshape(30, -1),
        np.arange(2**53 - 2, 2**53, dtype=float),
        np.zeros((4, 5)),
        np.zeros((0, 3)),
        np.broadcast_to(np.linspace(0, 1, 7), (5, 7)),
        np.broadcast_to(np.linspace(0, 1, 7)[:, None], (7, 5)),
        np.array(-0.0),
        np.array(5e-324),
    ],
    ids=lambda a: str(a.shape),
)
def test_constants_arrive_bit_by_bit(page, array):
    tape = trace(lambda x: array, {"x": 0.0})
    ((got,),) = play(page, [tape], [{"x": 1.0}])
    assert got.shape == array.shape
    assert got.tobytes() == array.tobytes()


# ---- The modules ----

FOLDER = Path(mlp.explore.__file__).with_name("player")
MODULES = {str(path.relative_to(FOLDER).as_posix()): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.js"))}
PAGELESS = "tape operations kernels loops arrays constants words answers values objects place colours".split()


def imported(name):
    """The modules that one imports, by their names in `MODULES`."""
    paths = IMPORTED.findall(MODULES[name])
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in paths]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_imports_only_what_comes_before_it(name):
    assert len(MODULES[name].splitlines()) <= 220
    before, layer = set(), set(imported(name))
    while layer - before:
        before |= layer
        layer = {other for one in layer for other in imported(one)}
    assert name not in before


def test_the_joined_player_is_its_modules_each_once():
    source = player()
    for name, text in MODULES.items():
        for exported in re.findall(r"^export (?:const|function|class) (\w+)", text, re.MULTILINE):
            assert len(re.findall(rf"^export \w+ {exported}\b", source, re.MULTILINE)) == 1, name
    assert "import " not in source


@pytest.fixture(scope="module")
def served(browser):
    """A page whose server has the modules, one file each."""
    context = browser.new_context()

    def answer(route):
        name = route.request.url.removeprefix("http://player/")
        kind, text = ("text/javascript", MODULES[name]) if name in MODULES else ("text/html", "<!DOCTYPE html>")
        route.fulfill(content_type=kind, body=text)

    context.route("http://player/**", answer)
    page = context.new_page()
    page.goto("http://player/")
    yield page
    context.close()


def test_the_modules_themselves_play_a_tape(served):
    function, settings = GENERAL["matmul"], [numbers(0, x=(3, 4), y=(3, 4), s=())]
    served.evaluate("async () => { window.load = (await import('/tape.js')).load; }")
    assert not differences(function, play(served, [trace(function, settings[0])], settings), settings)


def test_what_needs_no_page_runs_without_one(served):
    """In a worker, where there is neither document nor window: a tape, a number's words, a reading of an answer."""
    tape = json.dumps(bundle([trace(lambda z: np.tanh(z), {"z": 0.0})]))
    script = """([names, tape]) => new Promise((resolve) => {
        const code = `
            const files = ${JSON.stringify(names)}.map((name) => "http://player/" + name + ".js");
            const all = await Promise.all(files.map((file) => import(file)));
            const { load, written, readings } = Object.assign({}, ...all);
            const z = load(${tape}).run({ z: 0.5 })[0].data[0];
            postMessage([typeof document, z, written(-z, ".2f"), readings("1/4")[0].x]);`;
        const file = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
        const worker = new Worker(file, { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve(message);
    })"""
    document, z, words, quarter = served.evaluate(script, [PAGELESS, tape])
    assert [document, words, quarter] == ["undefined", "\u22120.46", 0.25]
    assert z == pytest.approx(np.tanh(0.5), rel=1e-12)
