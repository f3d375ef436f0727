"""The stepper and the exercises: their numbers against mlp's, what a step says and shows, and what a slip is told."""

import copy
import json
import math
import re

import numpy as np
import pytest
from parity import assert_same, check_places, drawings, numbers_of, play

import mlp
from mlp.explore import predict
from mlp.figures import bug_menu, hand_calculation, stepper
from mlp.figures.exercises import BUGS as MENU
from mlp.figures.exercises import centred_differences, example_network, faulty_backprop, relative_error
from mlp.figures.number import Number, symbol
from mlp.figures.stepper import BUGS, COSTS
from mlp.figures.strip import Factors
from mlp.figures.walk import walk
from mlp.figures.worked import parameters_of

SIZES = [(2, 2, 1), (3, 3, 1), (2, 2, 2), (2, 1), (2, 2, 2, 1)]
SOFTMAX = (2, 2, 2), {"cost": "cross_entropy"}
FUNCTIONS = {"sigmoid": (mlp.sigmoid, mlp.sigmoid), "tanh": (mlp.tanh, mlp.tanh), "relu": (mlp.relu, mlp.linear)}


@pytest.fixture(scope="module")
def make():
    """Make each stepper once."""
    made = {}

    def stepper_of(sizes, **options):
        key = sizes, tuple(options.items())
        if key not in made:
            made[key] = stepper(sizes, **options)
        return made[key]

    return stepper_of


def settings(figure, seed, **fixed):
    """Draw a setting of all controls, with numbers as a reader would take them, and the network that it means."""
    generator = np.random.default_rng(seed)
    names = sorted(figure.controls, key=len)  # whatever their order in the page
    values = {name: figure.controls[name].random(generator) for name in names}
    values |= {n: round(v / 5, 2) for n, v in values.items() if re.match(r"[xyWb]\d?_", n)} | {"learning_rate": 0.5}
    return {name: value for name, value in {**values, **fixed}.items() if name in figure.controls}


def network(sizes, values, output=None):
    """Put the network, the input and the target of a setting together by hand."""
    f, last = FUNCTIONS[values["activation"].split(",")[0]]
    net = mlp.Network(sizes, f, output or last).from_vector([values[name] for name in parameters_of(sizes)])
    X = [[values[f"x_{j + 1}"] for j in range(sizes[0])]]
    return net, X, [[values.get(f"y_{i + 1}", 0.0) for i in range(sizes[-1])]]


def drawn(figure, values):
    """List the numbers that are seen in the drawing, by name."""
    outputs = figure.outputs(**values)
    names = [key.removesuffix(".text0") for key in outputs if re.fullmatch(r"[a-zA-Z]+\d?_\d+\.text0", key)]
    return {name: outputs[f"{name}.text0"] for name in names if outputs[f"{name}.visible"]}


def caption(figure, values):
    """Read the caption at a setting, as the page shows it."""
    return figure.program.caption({**figure.program.first, **values}, figure.outputs(**values))


def is_crowded(sizes, name):
    """Tell whether a number is seen only at steps about it: on nine lines, and gradients of four layers."""
    return re.match({(3, 3): "d?W1_", (2, 2, 2, 1): "d[Wb]"}.get(sizes if len(sizes) > 3 else sizes[:2], "$"), name)


def verdict(figure, values):
    """Read the badge."""
    outputs = figure.outputs(**values)
    return " ".join(word for word in ("agrees", "differs", "corner") if outputs[f"{word}.visible"])


# ---- Numbers ----


@pytest.mark.parametrize("sizes", SIZES)
def test_every_number_in_the_drawing_is_mlps(make, sizes):
    figure, steps = make(sizes), walk(sizes)
    for seed in range(6):
        values = settings(figure, seed, bug="no bug", k=len(steps) - 3)  # everything found, nothing updated
        net, X, Y = network(sizes, values)
        forward, g = net.forward(X), mlp.backprop(net, X, Y)
        expected = {f"x_{j + 1}": X[0][j] for j in range(sizes[0])} | {f"y_{i + 1}": y for i, y in enumerate(Y[0])}
        for l in range(2, net.L + 1):
            for i in range(sizes[l - 1]):
                expected |= {f"z{l}_{i + 1}": forward.z[l][0, i], f"a{l}_{i + 1}": forward.a[l][0, i]}
                expected |= {f"delta{l}_{i + 1}": g.delta[l][0, i], f"db{l - 1}_{i + 1}": g.db[l - 1][i]}
                expected |= {f"b{l - 1}_{i + 1}": net.b[l - 1][i]}
                for j in range(sizes[l - 2]):
                    expected[f"W{l - 1}_{i + 1}{j + 1}"] = net.W[l - 1][i, j]
                    expected[f"dW{l - 1}_{i + 1}{j + 1}"] = g.dW[l - 1][i, j]
        outputs = figure.outputs(**values)
        here = steps[-3].shows if len(sizes) > 3 else ()
        assert {name for name in expected if name in here or not is_crowded(sizes, name)} == set(drawn(figure, values))
        for name, value in expected.items():
            assert outputs[f"{name}.text0"] == pytest.approx(value, abs=1e-10), name


def by_hand(v, softmax):
    """Compute the numbers of a 2-2-2 network of sigmoids, each by its own formula."""
    n = {}

    def s(z):
        return 1 / (1 + math.exp(-z))

    n["z2_1"] = v["W1_11"] * v["x_1"] + v["W1_12"] * v["x_2"] + v["b1_1"]
    n["z2_2"] = v["W1_21"] * v["x_1"] + v["W1_22"] * v["x_2"] + v["b1_2"]
    n["a2_1"], n["a2_2"] = s(n["z2_1"]), s(n["z2_2"])
    n["z3_1"] = v["W2_11"] * n["a2_1"] + v["W2_12"] * n["a2_2"] + v["b2_1"]
    n["z3_2"] = v["W2_21"] * n["a2_1"] + v["W2_22"] * n["a2_2"] + v["b2_2"]
    if softmax:
        total = math.exp(n["z3_1"]) + math.exp(n["z3_2"])
        n["a3_1"], n["a3_2"] = math.exp(n["z3_1"]) / total, math.exp(n["z3_2"]) / total
        J = -(v["y_1"] * math.log(n["a3_1"]) + v["y_2"] * math.log(n["a3_2"]))
        n["delta3_1"], n["delta3_2"] = n["a3_1"] - v["y_1"], n["a3_2"] - v["y_2"]
    else:
        n["a3_1"], n["a3_2"] = s(n["z3_1"]), s(n["z3_2"])
        J = ((n["a3_1"] - v["y_1"]) ** 2 + (n["a3_2"] - v["y_2"]) ** 2) / 2
        n["delta3_1"] = (n["a3_1"] - v["y_1"]) * n["a3_1"] * (1 - n["a3_1"])
        n["delta3_2"] = (n["a3_2"] - v["y_2"]) * n["a3_2"] * (1 - n["a3_2"])
    n["back2_11"], n["back2_21"] = v["W2_11"] * n["delta3_1"], v["W2_21"] * n["delta3_2"]
    n["back2_12"], n["back2_22"] = v["W2_12"] * n["delta3_1"], v["W2_22"] * n["delta3_2"]
    n["delta2_1"] = (n["back2_11"] + n["back2_21"]) * n["a2_1"] * (1 - n["a2_1"])
    n["delta2_2"] = (n["back2_12"] + n["back2_22"]) * n["a2_2"] * (1 - n["a2_2"])
    n["dW2_12"], n["dW2_21"] = n["delta3_1"] * n["a2_2"], n["delta3_2"] * n["a2_1"]
    n["dW1_12"], n["dW1_21"] = n["delta2_1"] * v["x_2"], n["delta2_2"] * v["x_1"]
    n["db1_2"], n["db2_2"] = n["delta2_2"], n["delta3_2"]
    return n, J


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("step", [13, 19, 22])  # both deltas of the hidden layer, then gradients
def test_numbers_of_a_2_2_2_network_are_those_worked_by_hand(make, cost, step):
    figure = make((2, 2, 2), cost=cost)
    values = settings(figure, step, k=step, bug="no bug", activation=next(iter(figure.controls["activation"].options)))
    softmax = cost == "cross_entropy"
    expected, J = by_hand(values | ({"y_2": 1 - values["y_1"]} if softmax else {}), softmax)
    shown = drawn(figure, values)
    for name in expected.keys() & shown.keys():
        assert shown[name] == pytest.approx(expected[name], abs=1e-9), name
    assert {"z3_2", "delta3_2"} <= shown.keys() and (step != 13 or "back2_12" in shown)
    assert f"{J:.4g}" in caption(figure, values | {"k": 9})


def test_both_paths_that_come_back_to_a_hidden_unit_stand_out(make):
    figure, steps = make((2, 2, 2)), walk((2, 2, 2))
    k = [step.shows for step in steps].index(("delta2_2",))
    assert steps[k].lines == ((2, 1, 2), (2, 2, 2))
    seen = drawn(figure, {"k": k})
    assert {name for name in seen if name.startswith("back")} == {"back2_12", "back2_22"}
    said = caption(figure, {"k": k})
    assert "W₁₂⁽²⁾ δ₁⁽³⁾ + W₂₂⁽²⁾ δ₂⁽³⁾" in said
    assert not {name for name in drawn(figure, {"k": k + 1}) if name.startswith("back")}


def test_softmax_with_cross_entropy(make):
    """Its delta is a - y, each a depends on every z, and the last target is what the others leave of 1."""
    figure = make((2, 2, 2), cost="cross_entropy")
    values = settings(figure, 2, k=10, bug="no bug")
    net, X, _ = network((2, 2, 2), values, mlp.softmax)
    Y = [[values["y_1"], 1 - values["y_1"]]]
    g = mlp.backprop(net, X, Y, cost="cross_entropy")
    shown = drawn(figure, values)
    assert "y_2" not in figure.controls and shown["y_2"] == pytest.approx(Y[0][1])
    assert shown["delta3_1"] == pytest.approx(net.predict(X)[0, 0] - Y[0][0]) == pytest.approx(g.delta[3][0, 0])
    last = len(walk((2, 2, 2))) - 1
    mlp.step(net, g, values["learning_rate"])
    after = drawn(figure, values | {"k": last})
    for name, value in zip(parameters_of((2, 2, 2)), net.to_vector(), strict=True):
        assert after[name] == pytest.approx(value, abs=1e-9), name


def test_the_reader_chooses_a_cost(make):
    figure = stepper([2, 2, 2], cost=list(COSTS), activation="tanh")
    k = [step.shows for step in walk((2, 2, 2))].index(("J",))
    assert "½" in caption(figure, {"k": k})
    assert "ln(" in caption(figure, {"k": k, "cost": "cross-entropy, with softmax"})
    for cost, own in COSTS.items():
        alone = make((2, 2, 2), cost=cost, activation="tanh")
        values = settings(alone, 3, k=15, y_1=1.0, y_2=0.0)
        both = {name: value for name, value in values.items() if name in figure.controls}
        assert drawn(figure, both | {"cost": own}) == drawn(alone, values)


@pytest.mark.parametrize(
    "given, message",
    [
        ({"cost": "mean"}, "cost must be one of squared_error, cross_entropy, or a list of them; got 'mean'"),
        ({"sizes": [2, 2, 1], "cost": "cross_entropy"}, "needs two outputs, and a way back; got sizes [2, 2, 1]"),
        ({"cost": "cross_entropy", "backward": False}, "needs two outputs, and a way back"),
        (
            {"cost": "cross_entropy", "y": [1, 1]},
            "y must be probabilities for cost='cross_entropy', as [1, 0]",
        ),
    ],
)
def test_a_cost_that_does_not_fit_is_refused(given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        stepper(**{"sizes": [2, 2, 2], **given})


@pytest.mark.parametrize("sizes", SIZES)
def test_bars_show_two_factors_and_their_product(make, sizes):
    figure = make(sizes)
    for k, step in enumerate(walk(sizes)):
        if step.finds("delta"):
            values = settings(figure, k, k=k, bug="no bug")
            net, X, Y = network(sizes, values)
            forward, g = net.forward(X), mlp.backprop(net, X, Y)
            one, other, product = (number for number in bars(figure, values))
            assert product == pytest.approx(one * other, abs=1e-9)
            l, i = step.unit
            wrong = forward.a[l] - Y if l == net.L else g.delta[l + 1] @ net.W[l]
            slope = net.f[l].derivative(forward.z[l])
            assert (one, other) == pytest.approx((wrong[0, i - 1], slope[0, i - 1]), abs=1e-9)


def bars(figure, values):
    """Read the three numbers beside the bars, and check that the bars are as long."""
    shown = figure.evaluate(**values)
    texts = [a for a in shown if hasattr(a, "get_text") and a.get_text() == "{:.3g}"]
    numbers = [shown[a]["text"] for a in texts if a.get_gid() is None and a.get_ha() == "right"]
    widths = next(data["widths"] for data in shown.values() if isinstance(data, dict) and "widths" in data)
    np.testing.assert_allclose(widths, Factors.LONG * np.clip(numbers, -1, 1), atol=1e-9)
    return numbers


def table(figure, values):
    """Read the table of products: the column, the row and what is found of the table, as rows of numbers."""
    shown = figure.evaluate(**values)
    texts = [a for a in shown if hasattr(a, "get_ha") and a.get_ha() == "center" and a.get_gid() is None]
    seen = [(a.get_position(), shown[a]["text"]) for a in texts if "text" in shown[a] and shown[a]["visible"]]
    heights = sorted({y for (_, y), _ in seen}, reverse=True)
    rows = [[number for (x, own), number in sorted(seen, key=lambda one: one[0]) if own == y] for y in heights]
    return [row[0] for row in rows[1:]], rows[0], [row[1:] for row in rows[1:]]


@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 3, 1), (2, 2, 2, 1)])
def test_gradients_of_a_layer_are_an_outer_product(make, sizes):
    figure, steps = make(sizes), walk(sizes)
    values = settings(figure, 7, bug="no bug")
    net, X, Y = network(sizes, values)
    a, g = net.forward(X).a, mlp.backprop(net, X, Y)
    for l in range(1, net.L):
        full = max(k for k, step in enumerate(steps) if step.finds("db") and step.shows[0].l == l)
        delta, inputs, products = table(figure, values | {"k": full})
        assert delta == pytest.approx(g.delta[l + 1][0], abs=1e-9) and inputs == pytest.approx([*a[l][0], 1], abs=1e-9)
        np.testing.assert_allclose(products, np.column_stack([g.dW[l], g.db[l]]), atol=1e-9)
        begun = min(k for k, step in enumerate(steps) if step.finds("dW") and step.shows[0].l == l)
        found = [number for row in table(figure, values | {"k": begun})[2] for number in row]
        assert found == pytest.approx([g.dW[l][0, 0]], abs=1e-9)


@pytest.mark.parametrize("sizes", SIZES)
def test_after_the_update_stands_what_mlp_step_makes(make, sizes):
    figure, last = make(sizes), len(walk(sizes)) - 1
    values = settings(figure, 1, bug="no bug", k=last)
    net, X, Y = network(sizes, values)
    J = mlp.cost(net, X, Y)
    mlp.step(net, mlp.backprop(net, X, Y), values["learning_rate"])
    shown, outputs = drawn(figure, values), figure.outputs(**values)
    for name, value in zip(parameters_of(sizes), net.to_vector(), strict=True):
        assert outputs[f"{name}.text0"] == pytest.approx(value, rel=1e-9), name
    assert shown[f"a{net.L}_1"] == pytest.approx(net.predict(X)[0, 0], rel=1e-9)
    assert not [name for name in shown if name[0] == "d"]  # they belonged to the old parameters
    assert f"{J:.4g}" in caption(figure, values) and f"{mlp.cost(net, X, Y):.4g}" in caption(figure, values)


def test_net_a_of_the_lecture(make):
    figure = make((3, 3, 1))
    values = {"x_1": 1.0, "x_2": 0.5, "x_3": -1.0, "k": 16}
    net = [0.1, -0.2, 0.3, 0.4, 0.5, -0.6, -0.7, 0.8, 0.9, 0.1, -0.1, 0.2, 0.5, -0.4, 0.3, 0.2]
    values |= dict(zip(parameters_of((3, 3, 1)), net, strict=True))
    shown = drawn(figure, values)
    golden = {"z2_2": 1.15, "a2_1": 0.4501660027, "delta3_1": -0.1112815560, "delta2_2": 0.0081304123,
              "dW2_12": -0.0845195566}  # fmt: skip
    for name, value in golden.items():
        assert shown[name] == pytest.approx(value, abs=1e-9), name


@pytest.mark.parametrize("sizes, cost", [((2, 2, 1), "squared_error"), ((2, 2, 2), "cross_entropy")])
def test_again_goes_on_from_what_mlp_step_has_made(make, sizes, cost):
    figure, last = make(sizes, cost=cost, again=True), len(walk(sizes)) - 1
    values = settings(figure, 4, bug="no bug", k=last)
    net, X, Y = network(sizes, values, mlp.softmax if cost == "cross_entropy" else None)
    Y = [[values["y_1"], 1 - values["y_1"]]] if cost == "cross_entropy" else Y
    state, J = figure.start(**values), []
    for _ in range(3):
        g = mlp.backprop(net, X, Y, cost)
        J.append(g.J)
        mlp.step(net, g, values["learning_rate"])
        state = figure.step(state, **values)
        np.testing.assert_allclose(state["theta"], net.to_vector(), rtol=1e-12)
    np.testing.assert_allclose(state["J"][:4], [*J, np.nan], rtol=1e-12)
    outputs = figure.outputs(state, **values)
    shown = {name: outputs[f"{name}.text0"] for name in parameters_of(sizes)}
    mlp.step(net, mlp.backprop(net, X, Y, cost), values["learning_rate"])
    assert list(shown.values()) == pytest.approx(net.to_vector(), abs=1e-9)  # of the update that this step shows


def test_a_change_of_the_problem_starts_again(make):
    restarts = make((2, 2, 1), again=True).description["state"]["restarts"]
    assert {"W1_11", "b2_1", "x_1", "y_1", "activation"} <= set(restarts)
    assert not {"k", "learning_rate", "bug"} & set(restarts)


def test_without_a_way_back_there_is_no_update():
    with pytest.raises(ValueError, match="again=True needs backward=True"):
        stepper([2, 2, 1], again=True, backward=False)


# ---- Steps ----


def test_a_walk_finds_every_number_once():
    steps = walk((3, 3, 1))
    shown = [name for step in steps for name in step.shows]
    assert len(shown) == len(set(shown))
    weights = parameters_of((3, 3, 1))
    assert set(shown) == {
        *(f"{letter}{unit}" for unit in ("2_1", "2_2", "2_3", "3_1") for letter in ("z", "a", "delta")),
        *(f"d{name}" for name in weights), "J", "J_after",
    }  # fmt: skip
    assert [step.checks for step in steps if step.checks and step.shows[0][:2] != "de"] == sorted(
        weights, key=lambda name: (-int(name[1]), name[0] == "b")
    )


@pytest.mark.parametrize("sizes", SIZES)
def test_numbers_come_into_sight_one_after_the_other(make, sizes):
    figure, steps = make(sizes), walk(sizes)
    given = {name for name in figure.controls if re.match(r"[xyWb]\d?_", name)}
    for k in range(len(steps) - 1):
        found = {name for step in steps[: k + 1] for name in step.shows}
        seen = set(drawn(figure, settings(figure, 0, k=k)))
        here = {f"{letter}{l}_{i}{j}" for l, i, j in steps[k].lines for letter in ("W", "dW")} | set(steps[k].shows)
        back = {f"back{l}_{i}{j}" for l, i, j in steps[k].lines if steps[k].finds("delta")}
        expected = given | found - {"J"} | back
        assert seen == {name for name in expected if name in here or not is_crowded(sizes, name)}, k


@pytest.mark.parametrize("sizes, options", [*((sizes, {}) for sizes in SIZES), SOFTMAX])
def test_captions_compute_what_they_say(make, sizes, options):
    """Read the last two sides of the equation in a caption as arithmetic, and compare them."""
    figure, checked = make(sizes, **options), 0
    for k in range(1, len(walk(sizes)) - 1):
        values = settings(figure, k, k=k, bug="no bug")
        sides = caption(figure, values).split(" and so on")[0].rstrip("., ").split(" = ")
        *_, before, after = (re.sub(r"^.*: ", "", side).strip().rstrip(",.") for side in sides)
        if re.search("f\\(|[₀-₉]", before):  # f(z) and a bare symbol are no arithmetic
            continue
        plain = before.replace("−", "-").replace("·", "*").replace("½", "0.5*").replace("²", "**2").replace("[", "(")
        known = {"__builtins__": {}, "exp": math.exp, "ln": math.log}
        computed = eval(plain.replace("]", ")").replace("* (", "*("), known)
        assert computed == pytest.approx(float(after.replace("−", "-")), rel=2e-2, abs=2e-3), caption(figure, values)
        checked += 1
    assert checked >= len(walk(sizes)) / 2


def test_symbols():
    weight, bias, delta, x = Number("W", 1, 2, 1), Number("b", 2, 1), Number("delta", 2, 3), Number("x", 0, 1)
    names = [weight, bias, delta, x, weight.gradient, bias.gradient]
    assert names == ["W1_21", "b2_1", "delta2_3", "x_1", "dW1_21", "db2_1"]
    assert [symbol(name) for name in [*names, "learning_rate"]] == [
        "W₂₁⁽¹⁾", "b₁⁽²⁾", "δ₃⁽²⁾", "x₁", "∂J/∂W₂₁⁽¹⁾", "∂J/∂b₁⁽²⁾", "α",
    ]  # fmt: skip
    assert copy.deepcopy(weight).units == (2, 1)


def test_the_caption_of_a_delta_plugs_in_its_numbers(make):
    figure = make((2, 2, 2))
    values = settings(figure, 3, k=[step.shows for step in walk((2, 2, 2))].index(("delta2_1",)), bug="no bug")
    net, X, Y = network((2, 2, 2), values)
    g, z = mlp.backprop(net, X, Y), net.forward(X).z
    said = caption(figure, values).replace("−", "-")
    for number in (*net.W[2][:, 0], *g.delta[3][0], net.f[2].derivative(z[2])[0, 0], g.delta[2][0, 0]):
        assert f"{number:.4g}" in said, said


def test_forward_only_adds_up_term_by_term(make):
    figure = make((3, 3, 1), backward=False)
    values = settings(figure, 5, k=2)
    net, X, _ = network((3, 3, 1), values)
    terms = net.W[1][0] * X[0]
    for k, expected in enumerate([*np.cumsum(terms), terms.sum() + net.b[1][0]], start=1):
        assert drawn(figure, values | {"k": k})["z2_1"] == pytest.approx(expected, abs=1e-12)
    assert "a2_1" not in drawn(figure, values | {"k": 4})
    assert drawn(figure, values | {"k": 5})["a2_1"] == pytest.approx(net.forward(X).a[2][0, 0])


def test_a_step_too_far_is_said_so(make):
    figure, last = make((2, 2, 1)), len(walk((2, 2, 1))) - 1
    start = {"activation": "relu, output linear", "k": last}
    assert "J falls" in caption(figure, start | {"learning_rate": 0.01})
    assert "it rises" in caption(figure, start | {"learning_rate": 50.0})
    zeros = dict.fromkeys(parameters_of((2, 2, 1)), 0.0)
    assert "J hardly moves" in caption(figure, start | zeros | {"y_1": 0.0})
    assert "is no proof" in caption(figure, start | {"learning_rate": 0.01, "bug": "f′ forgotten"})


# ---- Is it listening? Is it right? ----


def test_a_lock_stands_at_a_unit_that_does_not_listen(make):
    figure = make((2, 2, 1))

    def there(**values):
        return np.isfinite(figure.outputs(**values)["locks.offsets"]).all(axis=1).tolist()

    assert there(b1_2=-9.0, k=4) == [False, True, False]
    assert there(b1_2=-9.0, k=3) == [False, False, False]  # its a is not there yet
    assert there(b1_2=-9.0, k=4, activation="relu, output linear") == [False, True, False]
    assert there(k=20) == [False, False, False]
    assert not figure.outputs(k=20)["locks.visible"]


def checking(sizes):
    return [k for k, step in enumerate(walk(sizes)) if step.checks]


@pytest.mark.parametrize("sizes, options", [*((sizes, {}) for sizes in SIZES), SOFTMAX])
def test_the_badge_is_green_without_a_bug(make, sizes, options):
    figure = make(sizes, **options)
    for seed, k in enumerate(checking(sizes)):
        for activation in figure.controls["activation"].options:
            assert verdict(figure, settings(figure, seed, k=k, bug="no bug", activation=activation)) == "agrees"
    assert verdict(figure, {"k": 0}) == verdict(figure, {"k": len(walk(sizes)) - 1}) == ""


@pytest.mark.parametrize("bug", BUGS[1:])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
@pytest.mark.parametrize("sizes", SIZES)
def test_the_badge_turns_red_with_each_bug(make, sizes, bug, activation):
    figure = make(sizes)
    for seed, k in enumerate(checking(sizes)):
        values = settings(figure, seed, k=k, bug=bug, activation=activation)
        assert verdict(figure, values) == "differs", walk(sizes)[k]


def test_a_bug_that_changes_nothing_is_not_accused(make):
    """Where f is linear, f' is 1 with and without the bug."""
    figure = make((2, 2, 1))
    k = [step.shows for step in walk((2, 2, 1))].index(("dW2_11",))
    values = settings(figure, 0, k=k, activation="relu, output linear")
    assert {verdict(figure, values | {"bug": bug}) for bug in BUGS} == {"agrees"}


def test_at_a_corner_there_is_nothing_to_check(make):
    figure = make((2, 2, 1))
    values = {"x_1": 1.0, "x_2": 0.0, "W1_11": 0.5, "b1_1": -0.5, "activation": "relu, output linear"}
    k = [step.shows for step in walk((2, 2, 1))].index(("dW1_11",))
    assert verdict(figure, values | {"k": k}) == "corner"


# ---- Where it stands, and what it asks ----


def test_what_a_step_is_made_of_stands_below_or_beside_the_network():
    low, wide = stepper([2, 2, 1]), stepper([2, 2, 1], wide=True)
    (_, _, _, tall), *others = (panel["box"] for row in low.program.scene.draw()[0] for panel in row)
    assert others == []
    left, right = (panel["box"] for row in wide.program.scene.draw()[0] for panel in row)
    assert left[3] < tall and left[0] + left[2] <= right[0]  # side by side
    for k, step in enumerate(walk((2, 2, 1))):
        assert drawn(low, {"k": k}) == drawn(wide, {"k": k})
        assert not step.finds("delta") or bars(low, {"k": k}) == bars(wide, {"k": k})


@pytest.mark.parametrize("make_one", [lambda **given: stepper([2, 2, 1], **given), hand_calculation, bug_menu])
def test_a_figure_asks_what_an_author_wants_to_know_first(make_one):
    guess = predict("Which way?", ["up", "down"], right=1)
    questions = make_one(ask=[guess]).program.questions
    assert questions[0] is guess
    assert len(questions) == 1 + len(make_one().program.questions)


# ---- What cannot be ----


@pytest.mark.parametrize("sizes", [[4, 2, 1], [2, 4, 1], [3, 2, 2, 1], [2, 2, 2, 2, 1]])
def test_a_network_too_large_to_be_read_is_refused(sizes):
    said = "room for 3 layers of 3 units, or 4 layers of 2 units, inputs and outputs among them; got " + str(sizes)
    for make_one in (stepper, hand_calculation):
        with pytest.raises(ValueError, match=re.escape(said)):
            make_one(sizes)


def test_numbers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"x must be 2 numbers; got shape \(3,\)"):
        stepper([2, 2, 1], x=[1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"parameters must be a network of sizes \(2, 2, 1\)"):
        stepper([2, 2, 1], parameters=mlp.Network([2, 3, 1]))
    with pytest.raises(ValueError, match="step must be from 0 to 21; got 22"):
        stepper([2, 2, 1], step=22)
    with pytest.raises(ValueError, match="learning_rate"):
        stepper([2, 2, 1], learning_rate=0.0)
    with pytest.raises((TypeError, ValueError), match="activation"):
        stepper([2, 2, 1], activation="softmax")
    with pytest.raises(ValueError, match=r"needs three layers; got \[2, 1\]"):
        hand_calculation([2, 1])


def test_a_teachers_own_numbers():
    net = mlp.Network([2, 3, 2], seed=4)
    figure = stepper([2, 3, 2], activation="tanh", output="linear", parameters=net, x=[2, -1], y=[0, 1],
                     learning_rate=0.1, step=5, presets={"far": {"x_1": 9.0}})  # fmt: skip
    far = figure.description["presets"]["far"]  # sets all the rest to what it was
    assert figure.k == 5 and far == {name: getattr(figure, name) for name in figure.controls} | {"x_1": 9.0}
    assert figure.W1_21 == net.W[1][1, 0] and figure.x_2 == -1 and figure.y_2 == 1 and figure.learning_rate == 0.1
    assert list(figure.controls["activation"].options) == ["tanh, output linear"]
    assert drawn(figure, {"k": 12})["a3_2"] == pytest.approx(net_with_outputs(net).predict([[2, -1]])[0, 1])


def test_a_stepper_can_ask():
    figure = stepper([2, 1], backward=False, ask=predict("How many products?", ["one", "two"], right=1))
    assert [ask["question"] for ask in figure.description["ask"]] == ["How many products?"]


def net_with_outputs(net):
    return mlp.Network(net.sizes, "tanh", "linear").from_vector(net.to_vector())


# ---- By hand ----


HANDS = {
    (2, 2, 1): {"x": [0.8, 0.3]},
    (2, 2, 2): {"x": [0.8, 0.3]},
    (3, 3, 1): {"activation": "tanh", "x": [0.4, 0.9, -1.0], "second": ([0.2, 1, -1], [2])},
}


@pytest.fixture(scope="module", params=HANDS, ids=str)
def hand(request):
    return hand_calculation(request.param, **HANDS[request.param])


def questions(figure):
    """List the questions: of each its words, the right number, and what each slip leads to."""
    outputs = figure.outputs()
    for k, ask in enumerate(figure.program.questions):
        slips = {words: outputs[f"ask{k}.slip{n}"] for n, words in enumerate(ask.slips)}
        yield ask.question, outputs[f"ask{k}.value"], slips


def test_right_answers_are_mlps(hand):
    sizes = tuple(max(int(n[-1]) for n in hand.controls if n.startswith(p)) for p in ("x_", "b1_", "b2_"))
    values = {name: getattr(hand, name) for name in hand.controls}
    hidden = "tanh" if sizes == (3, 3, 1) else "sigmoid"
    net, X, Y = network(sizes, values | {"activation": hidden})
    forward, g = net.forward(X), mlp.backprop(net, X, Y)
    shown = hand.evaluate()
    for l in (2, 3):
        for i in range(sizes[l - 1]):
            expected = forward.z[l][0, i], forward.a[l][0, i], g.delta[l][0, i]
            assert tuple(shown[f"{letter}{l}_{i + 1}"] for letter in ("z", "a", "delta")) == pytest.approx(expected)
    assert shown["J"] == pytest.approx(g.J)
    assert shown["dW2_12"] == pytest.approx(g.dW[2][0, 1]) and shown["dW1_12"] == pytest.approx(g.dW[1][0, 1])
    second = {(3, 3, 1): ([0.2, 1, -1], [2]), (2, 2, 1): ([-1, 2], [0]), (2, 2, 2): ([-1, 2], [0, 0])}[sizes]
    both = mlp.backprop(net, [X[0], second[0]], [Y[0], second[1]], weight_decay=0.1)
    assert shown["mean_W1_12"] == pytest.approx(both.dW[1][0, 1])
    assert shown["mean_b1_1"] == pytest.approx(both.db[1][0])


def test_every_slip_is_told_from_the_right_answer_and_from_other_slips(hand):
    for words, right, slips in questions(hand):
        numbers = [right, *slips.values()]
        for i, one in enumerate(numbers):
            others = [abs(one - other) / max(abs(one), abs(other)) for other in numbers[:i] + numbers[i + 1 :]]
            assert min(others) > 0.001, (words, numbers)  # four digits decide


def test_the_usual_slips_are_known():
    known = " ".join(words for _, _, slips in questions(hand_calculation([2, 2, 2])) for words in slips)
    for slip in ("f′ is missing", "f′(a) instead of f′(z)", "W is not transposed", "the sign", "1/m is missing",
                 "½ is missing", "λ was forgotten", "λ came out halved", "biases are not decayed"):  # fmt: skip
        assert slip in known


def test_a_slip_is_the_number_that_comes_of_it():
    figure = hand_calculation([2, 2, 2], x=[0.8, 0.3])
    net, X, Y = network((2, 2, 2), {n: getattr(figure, n) for n in figure.controls} | {"activation": "sigmoid"})
    (z, a), g = net.forward(X), mlp.backprop(net, X, Y)
    slope = mlp.sigmoid.derivative
    both = mlp.backprop(net, [X[0], [-1, 2]], [Y[0], [0, 0]], weight_decay=0.1)
    plain = mlp.backprop(net, [X[0], [-1, 2]], [Y[0], [0, 0]])
    in_each_term = (net.W[1][0] * X[0] + net.b[1][0]).sum()
    expected = {
        ("z₁⁽²⁾", "is missing"): net.W[1][0] @ X[0],
        ("z₁⁽²⁾", "in each term"): in_each_term,
        ("δ₁⁽²⁾", "not transposed"): (g.delta[3] @ net.W[2].T * slope(z[2]))[0, 0],
        ("δ₁⁽²⁾", "f′ is missing"): (g.delta[3] @ net.W[2])[0, 0],
        ("δ₂⁽³⁾", "f′(a)"): (a[3] - Y)[0, 1] * slope(a[3])[0, 1],
        ("δ₂⁽³⁾", "sign"): -g.delta[3][0, 1],
        ("J", "½"): 2 * g.J,
        ("Of both examples, with the λ of the drawing: ∂J/∂W₁₂⁽¹⁾", "forgotten"): plain.dW[1][0, 1],
        ("Of both examples, with the λ of the drawing: ∂J/∂W₁₂⁽¹⁾", "halved"): (plain.dW[1] + both.dW[1])[0, 1] / 2,
        ("Of both examples, with the λ of the drawing: ∂J/∂W₁₂⁽¹⁾", "1/m is missing"): (plain.dW[1] + both.dW[1])[0, 1],
        ("Of both examples, with the λ of the drawing: ∂J/∂b₁⁽¹⁾", "not decayed"): both.db[1][0] + 0.1 * net.b[1][0],
        ("Of both examples, with the λ of the drawing: ∂J/∂b₁⁽¹⁾", "not subtracted"): both.db[1][0] - 0.1 * net.b[1][0],
        ("a₁⁽²⁾", "the bias was missing in z"): mlp.sigmoid(net.W[1][0] @ X[0]),
        ("δ₁⁽²⁾", "f′ was missing in δ of the output"): ((a[3] - Y) @ net.W[2] * slope(z[2]))[0, 0],
        ("∂J/∂W₁₂⁽²⁾", "f′ was missing in δ"): (a[3] - Y)[0, 0] * a[2][0, 1],
        ("∂J/∂W₁₂⁽¹⁾", "f′ was missing in δ"): (g.delta[3] @ net.W[2])[0, 0] * X[0][1],
        ("∂J/∂W₁₂⁽¹⁾", "another unit"): g.delta[2][0, 0] * X[0][0],
        ("∂J/∂W₁₂⁽¹⁾", "sign"): -g.dW[1][0, 1],
        ("Of both examples, with the λ of the drawing: ∂J/∂b₁⁽¹⁾", "1/m"): 2 * both.db[1][0],
    }
    asked = {words.removesuffix(" = "): slips for words, _, slips in questions(figure)}
    for (question, slip), value in expected.items():
        found = [number for words, number in asked[question].items() if slip in words]
        assert found == [pytest.approx(value, abs=1e-9)], (question, slip)


# ---- Bugs ----


RELATIVE_ERRORS = [0, 0.0078, 0.0191, 0.0429, 0.0947, 0.191, 0.198, 0.320, 0.330, 0.588, 0.929]


@pytest.mark.parametrize("bug, error", list(zip(MENU, RELATIVE_ERRORS, strict=True)))
def test_what_a_gradient_check_finds_of_a_bug(bug, error):
    numerical = centred_differences(*example_network(), 0.1)
    assert relative_error(*example_network(), 0.1, bug, numerical) == pytest.approx(error, rel=5e-3, abs=1e-9)


@pytest.mark.parametrize(
    "sizes, activation, left_out",
    [
        ([3, 4, 4, 1], "tanh", set()),
        ([2, 2, 2], "tanh", set()),
        ([2, 2, 2], "sigmoid", {"a(1 − a) used for tanh"}),
        ([2, 3, 1], "tanh", {"W⁽²⁾ not transposed"}),
        ([2, 1], "tanh", {"W⁽²⁾ not transposed", "a(1 − a) used for tanh"}),
    ],
)
def test_the_menu_has_the_bugs_that_a_network_can_have(sizes, activation, left_out):
    net, X, Y = mlp.Network(sizes, activation), np.ones((2, sizes[0])), np.ones((2, sizes[-1]))
    figure = bug_menu(net, X, Y, steps=3)
    assert figure.controls["bug"].options.keys() == set(MENU) - left_out
    right = mlp.backprop(net, X, Y, weight_decay=0.1)
    for bug in figure.controls["bug"].options:
        dW, _ = faulty_backprop(net, X, Y, 0.1, bug)
        assert [d.shape for d in dW[1:]] == [d.shape for d in right.dW[1:]]


def test_without_a_transpose_messages_come_back_along_rows():
    net, X, Y = mlp.Network([2, 2, 2], "tanh", seed=1), [[1.0, -2.0]], [[0.5, 1.0]]
    a, W = net.forward(X).a, net.W[2]
    delta_3 = (a[3] - Y)[0]
    wrong = [W[0] @ delta_3, W[1] @ delta_3] * (1 - a[2][0] ** 2)
    dW, _ = faulty_backprop(net, np.array(X), np.array(Y), 0.0, "W⁽²⁾ not transposed")
    np.testing.assert_allclose(dW[1], np.outer(wrong, X[0]), rtol=1e-12)


def test_without_a_bug_it_is_backprop():
    net, X, Y = example_network()
    g, (dW, db) = mlp.backprop(net, X, Y, weight_decay=0.3), faulty_backprop(net, X, Y, 0.3, "none")
    for l in range(1, 4):
        np.testing.assert_allclose(dW[l], g.dW[l], rtol=1e-12)
        np.testing.assert_allclose(db[l], g.db[l], rtol=1e-12)
    assert g.J_data == pytest.approx(0.1976917114034569)


def test_the_menu_shows_the_error_and_the_course():
    figure = bug_menu(steps=20)
    assert figure.evaluate(bug="none")["error"] == 1e-10
    assert figure.evaluate(bug="f′(a) instead of f′(z)")["error"] == pytest.approx(0.00781, rel=1e-3)
    net, X, Y = example_network()
    J = [mlp.cost(net, X, Y, weight_decay=0.1)]
    for _ in range(20):
        mlp.step(net, mlp.backprop(net, X, Y, weight_decay=0.1), 0.1)
        J.append(mlp.cost(net, X, Y, weight_decay=0.1))
    courses = [
        data["ydata"] for data in figure.evaluate(bug="none").values() if isinstance(data, dict) and "ydata" in data
    ]
    np.testing.assert_allclose(courses, [J], rtol=1e-10)


# ---- In the page ----


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def show(figure, path):
        figure.save(path)
        page.goto(path.as_uri())
        page.wait_for_function("document.querySelector('.explorable').figure")
        return page.locator(".explorable")

    yield show
    context.close()
    assert said == []


@pytest.mark.parametrize(
    "sizes, options", [((2, 2, 1), {}), ((2, 2, 2, 1), {}), SOFTMAX, ((3, 3, 1), {}), ((3, 3, 1), {"backward": False})]
)
def test_the_page_computes_what_numpy_does(page, tmp_path, make, sizes, options):
    figure = make(sizes, **options)
    root = page(figure, tmp_path / "figure.html")
    generator = np.random.default_rng(0)
    visits = [({n: c.random(generator) for n, c in figure.controls.items()}, None) for _ in range(30)]
    for (values, _), (_, outputs, _) in zip(visits, play(root, visits), strict=True):
        assert_same(outputs, numbers_of(figure.outputs(**values)), f"at {values}")


@pytest.mark.parametrize("sizes, options", [((2, 2, 1), {}), SOFTMAX, ((3, 3, 1), {"backward": False})])
def test_the_page_draws_what_matplotlib_does(page, tmp_path, make, sizes, options):
    figure = make(sizes, **options)
    root = page(figure, tmp_path / "figure.html")
    for seed, k in enumerate(range(0, len(walk(sizes, **options)), 4)):
        values = settings(figure, seed, k=k)
        play(root, [(values, None)])
        for ours, own in drawings(figure, root, figure.outputs(**values)):
            check_places(ours, own)


def test_the_page_makes_the_updates_that_numpy_makes(page, tmp_path, make):
    figure = make((2, 2, 2), cost="cross_entropy", again=True)
    root = page(figure, tmp_path / "figure.html")
    generator = np.random.default_rng(0)
    visits, state = [], None
    for _ in range(10):
        values = {n: c.random(generator) for n, c in figure.controls.items()}
        visits.append((values, state))
        state = figure.step(state, **values)
    for (values, state), (_, outputs, following) in zip(visits, play(root, visits, steps=True), strict=True):
        assert_same(outputs, numbers_of(figure.outputs(state, **values)), f"at {values}")
        own = {name: np.ravel(array) for name, array in figure.step(state, **values).items()}
        assert_same(following, own, f"at {values}")


def test_a_reader_goes_on_until_j_is_small(page, tmp_path, make):
    figure = make((2, 2, 1), again=True)
    root = page(figure, tmp_path / "figure.html")
    last = len(walk((2, 2, 1))) - 1
    root.evaluate("(root, k) => root.figure.set({k})", last)
    said = [root.locator("figcaption").text_content()]
    for _ in range(2):
        root.get_by_role("button", name="Again").click()
        said.append(root.locator("figcaption").text_content())
    falls = [re.search(r"J falls from (\S+) to (\S+):", text).groups() for text in said]
    assert [after for _, after in falls[:-1]] == [before for before, _ in falls[1:]]
    assert "updates: 3" in root.locator("svg").all_text_contents()[0]
    root.get_by_role("button", name="Undo").click()
    assert root.locator("figcaption").text_content() == said[1]


def test_a_reader_steps_through(page, tmp_path, make):
    root = page(make((2, 2, 1)), tmp_path / "figure.html")
    root.get_by_role("button", name="Next").click()
    assert "Weighted sum of unit 1 in layer 2: z₁⁽²⁾ = W₁₁⁽¹⁾ x₁" in root.locator("figcaption").text_content()
    assert root.evaluate("(root) => root.scrollWidth <= root.clientWidth")


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 3, 1)])
def test_a_stepper_adds_little_to_its_page(make, sizes):
    html = re.sub(r"<use [^>]*/>", "", make(sizes).body)
    tapes = json.loads(re.search(r"<script[^>]*>(.*)</script>", html, re.DOTALL)[1])["tapes"]
    assert len(tapes["programs"]) == 1  # for all activations and bugs
    assert len(html.encode()) - len(json.dumps(tapes["constants"], separators=(",", ":"))) <= 68_600


def test_a_reader_is_told_every_slip_and_at_the_end_what_is_mastered(page, tmp_path):
    figure = hand_calculation([2, 2, 2], x=[0.8, 0.3])
    root = page(figure, tmp_path / "figure.html")
    mastered = root.locator(".explorable-mastered")
    for k, (_, right, slips) in enumerate(questions(figure)):
        form = root.locator(".explorable-question").nth(k)
        for words, number in slips.items():
            form.locator("input").fill(f"{number:.10g}")
            form.locator("button").click()
            assert form.locator("output").text_content() == f"Not yet: {words}."
        assert mastered.text_content() == ""
        form.locator("input").fill(f"{right:.10g}")
        form.locator("button").click()
        assert form.locator("output").text_content() == "Right."
    assert mastered.text_content().startswith("All found: every z and a of a 2-2-2 network")
