"""The playground: its numbers are those of `mlp` for the network that is chosen, and so is what is taken away."""

import json

import numpy as np
import pytest
from takeaways import opened, saved, taken

import mlp
from mlp.figures import masked, playground
from mlp.figures.playground import SOURCES

FIGURE = "document.querySelector('.explorable').figure"


@pytest.fixture(scope="module")
def figure():
    return playground(name="playground", title="A network that learns")


def reader(seed):
    """Draw a setting that a reader may choose, gentle enough not to diverge."""
    rng = np.random.default_rng(seed)
    layers, names = int(rng.integers(5)), list(masked.DATA)
    on = dict.fromkeys(masked.INPUTS, False) | {name: bool(rng.integers(2)) for name in masked.INPUTS}
    return {
        "data": names[rng.integers(len(names))],
        "noise": float(rng.choice([0, 0.1, 0.55])),
        "test_share": float(rng.choice([0, 0.1, 0.5, 0.7])),
        "batch": list(masked.BATCHES)[rng.integers(6)],
        **on | {"x_2": True},
        "layers": layers,
        **{name: int(rng.integers(1, 9)) for name in masked.UNITS},
        "activation": list(masked.ACTIVATIONS)[rng.integers(4)],
        "learning_rate": 0.001,
        "rule": masked.RULE_NAMES[rng.integers(3)],
        "weight_decay": float(rng.choice([0, 0.01])),
        "l1": float(rng.choice([0, 0.02])),
        "seed": int(rng.integers(masked.SEEDS)),
    }


def as_numbers(values):
    """Say a setting as the functions of `masked` take it."""
    numbers = {"data": list(masked.DATA), "batch": list(masked.BATCHES), "rule": list(masked.RULE_NAMES)}
    own = {"own": np.full((200, 3), np.nan)}
    return own | values | {name: names.index(values[name]) for name, names in numbers.items()} | {
        "activation": masked.ACTIVATIONS[values["activation"]]
    }  # fmt: skip


def run_by_hand(values, steps):
    """Train a network of the size that was chosen, with mlp alone."""
    source = masked.DATA[values["data"]]
    X, Y = source.make(200, noise=values["noise"])
    order = np.random.default_rng(0).permutation(200)
    X, Y = (source.scale * (X - np.array(source.centre)))[order], Y[order]
    X = np.stack([f(X[:, 0], X[:, 1]) for name, f in masked.INPUTS.items() if values[name]], axis=1)
    k = np.arange(200)
    train = np.floor((k + 1) * values["test_share"]) == np.floor(k * values["test_share"])
    X, Y = X[train], Y[train]
    sizes = [X.shape[1], *(values[name] for name in masked.UNITS[: values["layers"]]), 1]
    f, output = masked.ACTIVATIONS[values["activation"]], "linear" if source.numbers else "sigmoid"
    net = mlp.Network(sizes, f, output, seed=values["seed"])
    rule, batch = mlp.rules.RULES[values["rule"]], masked.BATCHES[values["batch"]] or len(X)
    past = tuple(np.zeros(net.n_parameters) for _ in rule.remembers)
    for t in range(steps):
        rows = (t * batch + np.arange(batch)) % len(X)
        cost = "squared_error" if source.numbers else "cross_entropy"
        g = mlp.backprop(net, X[rows], Y[rows], cost, values["weight_decay"])
        dW = [dW + values["l1"] * np.sign(W) for dW, W in zip(g.dW[1:], net.W[1:], strict=True)]
        d = np.concatenate([np.append(*both) for both in zip(dW, g.db[1:], strict=True)])
        d, past = rule.direction(d, past, t + 1)
        net = net.from_vector(net.to_vector() - values["learning_rate"] * d)
    return net


def compact(theta, values):
    """Keep of the largest network's parameters those that are there; all others must be 0."""
    there = masked.there(masked.masks_of(values)) == 1
    assert not theta[~there].any()
    return theta[there]


@pytest.mark.parametrize("seed", range(12))
def test_masks_make_exactly_the_smaller_network(seed):
    chosen = reader(seed)
    values = as_numbers(chosen)
    state = masked.begin(values)
    np.testing.assert_array_equal(compact(state["theta"], values), run_by_hand(chosen, 0).to_vector())
    for _ in range(25):
        state = masked.advance(state, values)
    np.testing.assert_allclose(compact(state["theta"], values), run_by_hand(chosen, 25).to_vector(), rtol=0, atol=1e-11)


def test_without_an_input_the_first_is_on():
    on = masked.on_inputs([False] * 7)
    assert on.tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_curves_keep_what_the_cost_was_at_each_step():
    chosen = reader(1) | {"data": "circles", "layers": 1, "rule": "plain", "learning_rate": 0.1}
    values, costs = as_numbers(chosen), []
    state = masked.begin(values)
    for _ in range(12):
        points = masked.points_of(values)
        net = masked.network_at(state, values, points)
        costs.append(masked.costs_of(values, net, points, net.feed_forward(points.X))["J_train"])
        state = masked.advance(state, values)
    shown = masked.WHEN <= 10
    np.testing.assert_allclose(state["J_train"][shown], [costs[int(t)] for t in masked.WHEN[shown]])


@pytest.mark.parametrize("seed", range(2))
def test_the_page_draws_what_python_draws(figure, open_page, seed):
    chosen = reader(seed + 20) | {"layers": str(2 * seed + 1), "unit": "layer 2, unit 1", "show_test": True}
    page = open_page(figure)
    setting = {name: figure.controls[name].check(value) for name, value in chosen.items()}
    state = figure.start(**setting)
    for _ in range(3):
        state = figure.step(state, **setting)
    got = page.evaluate(
        f"([values]) => {{ {FIGURE}.set(values); {FIGURE}.step(3); return {FIGURE}.state(); }}", [setting]
    )
    for name, value in state.items():
        np.testing.assert_allclose(np.ravel(got[name]), np.ravel(value), rtol=1e-9, atol=1e-12, err_msg=name)


# ---- What is taken away ----


def set_and_run(page, values, steps):
    page.evaluate(f"([values, steps]) => {{ {FIGURE}.set(values); {FIGURE}.step(steps); }}", [values, steps])
    return np.array(page.evaluate(f"{FIGURE}.state().theta"))


OWN = [[1, 1, 0], [-2, 2.5, 1], [3, -3, 1], [0, 0, 0], [-1, -4.25, 1], [2, 0, 0]]
RUNS = {
    "as it stands": ({}, 60),
    "deep, in batches": (
        {"layers": "3", "n_4": 5, "rule": "adam", "batch": "10", "x_1_squared": True, "data": "spirals", "l1": 0.002,
         "weight_decay": 0.003, "seed": 7, "learning_rate": 0.01, "noise": 0.35},
        45,
    ),
    "numbers, no hidden layer": (
        {"data": "hills", "layers": "0", "sin_x_1": True, "test_share": 0, "learning_rate": 0.01},
        30,
    ),
    "points of one's own": ({"data": "your own", "own": OWN, "test_share": 0.3, "batch": "1", "noise": 0}, 25),
    "leaky ReLU with momentum": ({"layers": "1", "activation": "leaky ReLU", "rule": "momentum"}, 30),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_the_lines_of_python_make_the_same_run(figure, open_page, name):
    page = open_page(figure)
    theta = set_and_run(page, *RUNS[name])
    made = {}
    exec(taken(page, "Lines of Python"), made)
    own = made["net"].to_vector()
    np.testing.assert_allclose(theta[theta != 0], own[own != 0], rtol=0, atol=1e-9)
    net, _ = mlp.load(saved(page, "Arrays .npz"))
    assert f"{net}" == f"{made['net']}"
    np.testing.assert_allclose(net.to_vector(), own, rtol=0, atol=1e-9)
    arrays = json.loads(saved(page, "Arrays .json").read_text())
    np.testing.assert_array_equal(arrays["W[1]"], net.W[1])


@pytest.mark.parametrize("name", RUNS)
def test_an_address_and_a_file_lead_back_to_the_run(figure, open_page, name):
    page = open_page(figure)
    theta = set_and_run(page, *RUNS[name])
    again = open_page(figure, address="#" + taken(page, "Address").split("#")[1])
    again.wait_for_function(f"{FIGURE}.state().t[0] === {RUNS[name][1]}")
    np.testing.assert_array_equal(again.evaluate(f"{FIGURE}.state().theta"), theta)
    file = saved(page, "File")
    page.evaluate(f"{FIGURE}.set({{ layers: '4', data: 'moons' }})")
    page.set_input_files(".explorable-takeaway input[type=file]", file)
    page.wait_for_function(f"{FIGURE}.state().t[0] === {RUNS[name][1]}")
    np.testing.assert_array_equal(page.evaluate(f"{FIGURE}.state().theta"), theta)


def test_a_file_of_something_else_is_refused_in_words(figure, open_page, tmp_path):
    page = open_page(figure)
    for text in ("no JSON", '{"values": {"colour": 1}}', '{"start": {"theta": "AAAA"}}', "null"):
        file = tmp_path / "other.json"
        file.write_text(text)
        opened(page)
        page.set_input_files(".explorable-takeaway input[type=file]", file)
        page.wait_for_function(
            "/is no file of this figure/.test(document.querySelector('.explorable-takeaway output').value)"
        )
    assert page.evaluate(f"{FIGURE}.values().data") == "circles"


def test_a_weight_that_is_typed_begins_the_run_anew(figure, open_page):
    page = open_page(figure)
    before = set_and_run(page, {"unit": "output", "weight_from": "2"}, 10)
    field = page.get_by_label("weight", exact=True)
    field.fill("1.5")
    field.press("Enter")
    after = np.array(page.evaluate(f"{FIGURE}.state().theta"))
    assert page.evaluate(f"{FIGURE}.state().t[0]") == 0
    assert (before != after).sum() == 1
    assert after[before != after] == [1.5]
    theta = set_and_run(page, {}, 5)
    made = {}
    exec(taken(page, "Lines of Python"), made)
    own = made["net"].to_vector()
    np.testing.assert_allclose(theta[theta != 0], own[own != 0], rtol=0, atol=1e-12)
    again = open_page(figure, address="#" + taken(page, "Address").split("#")[1])
    again.wait_for_function(f"{FIGURE}.state().t[0] === 5")
    np.testing.assert_array_equal(again.evaluate(f"{FIGURE}.state().theta"), theta)


def test_settings_that_were_changed_on_the_way_are_said(figure, open_page):
    page = open_page(figure)
    set_and_run(page, {}, 5)
    assert "Settings were changed" not in taken(page, "Lines of Python")
    set_and_run(page, {"learning_rate": 0.1}, 5)
    assert "# Settings were changed on the way" in taken(page, "Lines of Python")


# ---- In the hand ----


def test_a_click_into_the_plane_makes_a_point_of_ones_own(figure, open_page):
    page = open_page(figure)
    set_and_run(page, {}, 3)
    plane = page.get_by_role("application")
    plane.click(position={"x": 20, "y": 20})
    page.get_by_label("a click adds").select_option("blue")
    plane.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    values = page.evaluate(f"{FIGURE}.values()")
    assert values["data"] == "your own"
    assert [kind for *_, kind in values["own"]] == [0, 1]
    assert page.evaluate(f"{FIGURE}.state().t[0]") == 0
    page.get_by_text("Paste numbers").click()
    page.get_by_label("rows x, y, kind").fill("x;y;kind\n" + "\n".join(";".join(map(str, row)) for row in OWN))
    page.get_by_role("button", name="Set points").click()
    assert page.evaluate(f"{FIGURE}.values().own") == OWN


def test_pointing_at_a_unit_shows_it_and_a_click_keeps_it(figure, open_page):
    page = open_page(figure)
    unit = page.locator("use.explorable-point").nth(8)
    unit.hover()
    assert page.evaluate(f"{FIGURE}.values().unit") == "layer 2, unit 1"
    page.mouse.move(1, 1)
    assert page.evaluate(f"{FIGURE}.values().unit") == "output"
    unit.click()
    page.mouse.move(1, 1)
    assert page.evaluate(f"{FIGURE}.values().unit") == "layer 2, unit 1"


def test_a_click_on_a_line_chooses_its_weight(figure, open_page):
    page = open_page(figure)
    page.locator("path.explorable-point").nth(1).dispatch_event("click")
    values = page.evaluate(f"{FIGURE}.values()")
    assert [values["unit"], values["weight_from"]] == ["layer 2, unit 1", SOURCES[2]]


def words(page):
    """Read what the picture and the caption say."""
    return [*page.locator(".explorable svg text:visible").all_text_contents(), page.locator("figcaption").inner_text()]


def test_layers_and_units_are_chosen_while_it_runs(figure, open_page):
    page = open_page(figure)
    page.get_by_role("button", name="Run").click()
    page.wait_for_function(f"{FIGURE}.state().t[0] > 5")
    page.get_by_label("hidden layers").select_option("3")
    page.get_by_label("layer 4", exact=True).fill("5")
    assert "5 units" in words(page)
    assert page.locator("use.explorable-point:visible").count() == 1 + 7 + 4 + 2 + 5
    page.get_by_label("hidden layers").select_option("0")
    assert page.locator("use.explorable-point:visible").count() == 1 + 7


def test_points_for_testing_are_seen_on_request(figure, open_page):
    page = open_page(figure)
    markers = page.locator(".explorable-panel").nth(1).locator("use:visible")
    before = markers.count()
    page.get_by_label("show test points").check()
    assert (before, markers.count()) == (100, 200)
    page.get_by_label("testing").fill("0")
    assert markers.count() == 200


def test_classes_only_are_the_signs_of_the_map(figure, open_page):
    page = open_page(figure)
    page.get_by_label("classes only").check()
    name = next(key for key, value in figure.outputs().items() if np.shape(value) == (48, 48))
    shown = np.array(page.evaluate(f"{FIGURE}.outputs()['{name}'].data"))
    assert set(shown) <= {-1, 0, 1}


def test_steps_go_back_and_reset_leads_to_the_same_start(figure, open_page):
    page = open_page(figure)
    start = set_and_run(page, {}, 0)
    for _ in range(3):
        page.get_by_role("button", name="Step", exact=True).click()
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.evaluate(f"{FIGURE}.state().t[0]") == 2
    page.get_by_label("Step", exact=True).fill("3")
    assert page.evaluate(f"{FIGURE}.state().t[0]") == 3
    page.get_by_role("button", name="Reset").click()
    np.testing.assert_array_equal(page.evaluate(f"{FIGURE}.state().theta"), start)
    assert (set_and_run(page, {"seed": 1}, 0) != start).any()


def test_units_that_die_are_counted(figure, open_page):
    page = open_page(figure)
    set_and_run(page, {"activation": "ReLU"}, 300)
    assert words(page).count("100%") == 2  # dead, and so saturated


def test_what_diverges_is_said(figure, open_page):
    page = open_page(figure)
    set_and_run(page, {"data": "hills", "learning_rate": 10, "x_1_squared": True, "layers": "0"}, 3000)
    assert "Diverged at step" in page.get_by_role("alert").inner_text()


def test_the_cost_stands_in_its_parts(figure, open_page):
    page = open_page(figure)
    set_and_run(page, {"weight_decay": 0.05}, 1)
    *_, caption = words(page)
    assert "of it 0.0000" not in caption
    assert "Norm of the gradient" in caption
    assert "Of the points for testing" in caption
    set_and_run(page, {"data": "hills"}, 1)
    assert "On the points for testing the cost is" in words(page)[-1]


def test_all_of_it_is_seen_at_a_glance(figure, open_page):
    page = open_page(figure, viewport={"width": 1280, "height": 720})
    page.add_style_tag(content="body { max-width: 944px !important; margin: 0 auto !important }")
    top, bottom = page.evaluate(
        "['.explorable-picture', '.explorable-groups'].map((name, i) => "
        "document.querySelector(name).getBoundingClientRect()[i ? 'bottom' : 'top'])"
    )
    assert bottom - top <= 720


def test_a_telephone_needs_no_scrolling_to_the_side(figure, open_page):
    page = open_page(figure, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
