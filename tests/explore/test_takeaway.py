"""What a reader takes away of a figure and brings back, what is edited, pointed at, picked, and stands in groups."""

import io
import json
import zipfile

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from takeaways import saved, taken

from mlp.explore import explore, pick

FIGURE = "document.querySelector('.explorable').figure"
NAMES = "left", "right"


def walk():
    """Make a point that walks: its steps are picked by name, its place can be typed, and its way is taken away."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(-5, 5), ylim=(-1, 3))
    (dot,) = ax.plot(0, 0, "o")
    spots = ax.scatter([-4.0, 4.0], [2.0, 2.0], s=400)

    def begin(size):
        return {"x": 0.0 * size, "way": np.full((3, 2), np.nan)}

    def step(state, size, where):
        x = state["x"] + size * np.take([-1.0, 1.0], where)
        last = np.concatenate([state["way"][1:], np.stack([x, size]).reshape(1, 2)])
        return {"x": x, "way": last}

    def script(state, size, where):
        return [
            "# A walk",
            (["x = {1}", "x, size = {1}, {2:.3f}"], 1 * (size > 1), state["x"], size),
            ([f"where = {name!r}" for name in NAMES], where),
            (["", "print(x)"], 1 * (state["x"] > 100)),
            ("way = {0}", state["way"]),
            ("ids = {0:d}", np.arange(3) + where),
        ]

    def arrays(state, where):
        return {"about": (["to the left", "to the right: {1:d} of 2 ←"], where, where), "way": state["way"]}

    @explore(
        fig, name="walk", state=begin, step=step, point={spots: {"where": NAMES}}, groups={"Steps": ["size", "where"]},
        edit={"place": ("x_now", lambda state, place: state | {"x": place + 0.0})}, script=script, arrays=arrays,
        size=(0.5, 2.0, 0.5), where=pick(*NAMES), place=ipywidgets.FloatText(),
    )  # fmt: skip
    def figure(state, size, where, place):
        return {dot: (state["x"], 0), spots: np.array([[-4.0, 2.0], [4.0, 2.0]]) + 0 * size, "x_now": state["x"]}

    return figure


@pytest.fixture
def page(open_page):
    return open_page(walk())


def test_lines_are_chosen_and_filled_as_in_python(page):
    figure = walk()
    page.evaluate(f"{FIGURE}.set({{ where: 'right' }}); {FIGURE}.step(2)")
    setting = {"where": "right"}
    state = figure.step(figure.step(**setting), **setting)
    page.get_by_text("Take it away").click()
    page.get_by_role("button", name="Lines of Python").click()
    field = page.get_by_label("This run in Python")
    assert field.input_value() + "\n" == figure.script(state, **setting)
    assert field.input_value().split("\n") == [
        "# A walk",
        "x = 2.0",
        "where = 'right'",
        "way = [[1.0, 1.0], [2.0, 1.0]]",
        "ids = [1, 2, 3]",
    ]


def test_arrays_are_files_that_numpy_reads(page):
    page.evaluate(f"{FIGURE}.set({{ where: 'right', size: 2 }}); {FIGURE}.step(2)")
    with np.load(saved(page, "Arrays .npz")) as archive:
        assert str(archive["about"]) == "to the right: 1 of 2 ←"
        np.testing.assert_array_equal(archive["way"], [[2, 2], [4, 2]])
    content = saved(page, "Arrays .npz").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    plain = json.loads(saved(page, "Arrays .json").read_text())
    assert plain == {"about": "to the right: 1 of 2 ←", "way": [[2, 2], [4, 2]]}


def test_python_leaves_out_the_same_rows():
    figure = walk()
    found = figure.arrays(figure.step(where="left"), where="left")
    assert found["about"] == "to the left"
    np.testing.assert_array_equal(found["way"], [[-1, 1]])


def test_what_is_typed_is_where_the_run_begins(page, open_page):
    page.evaluate(f"{FIGURE}.step(3)")
    field = page.get_by_label("place")
    assert field.input_value() == "-3"
    field.fill("2.5")
    field.press("Enter")
    assert page.evaluate(f"{FIGURE}.state().x") == [2.5]
    page.evaluate(f"{FIGURE}.step()")
    assert page.evaluate(f"{FIGURE}.values().place") == 1.5
    address = taken(page, "Address")
    again = open_page(walk(), address="#" + address.split("#")[1])
    again.wait_for_function(f"{FIGURE}.state().x[0] === 1.5")
    figure = walk()
    assert figure.edited("place", figure.step(), place=2.5)["x"] == 2.5


@pytest.mark.parametrize("address", ["#walk.run=-3", "#walk.run=x", "#walk.run=2%20x%20!!", "#walk.run=2%20y%20AAAA"])
def test_an_address_can_say_anything(open_page, address):
    page = open_page(walk(), address=address)
    page.evaluate(f"{FIGURE}.step()")
    assert page.evaluate(f"{FIGURE}.state().x[0]") <= -1


def test_what_is_pointed_at_is_picked(page):
    spot = page.locator("use.explorable-point").nth(1)
    spot.hover()
    assert page.evaluate(f"{FIGURE}.values().where") == "right"
    page.mouse.move(1, 1)
    assert page.evaluate(f"{FIGURE}.values().where") == "left"
    spot.click()
    page.mouse.move(1, 1)
    assert page.evaluate(f"{FIGURE}.values().where") == "right"
    assert page.get_by_label("where").input_value() == "right"


def test_controls_stand_in_their_group(page):
    group = page.get_by_role("group", name="Steps")
    assert group.get_by_label("size").is_visible()
    assert group.get_by_label("where").is_visible()
    assert not group.get_by_label("place").count()


def test_a_pick_gives_its_number_and_takes_its_name():
    figure = walk()
    assert figure.step(where="right")["x"] == 1.0 * figure.size
    with pytest.raises(Exception, match="where must be one of 'left', 'right'; got 'up'"):
        figure.where = "up"


@pytest.mark.parametrize("names", [(), ("one",), ("one", "one"), ("one", " "), ("one", 2)])
def test_a_pick_needs_two_names(names):
    with pytest.raises(ValueError, match="pick takes at least two names, none empty and no two alike"):
        pick(*names)


def simple(**options):
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])
    return explore(fig, k=(0.0, 1.0), n=ipywidgets.FloatText(), **options)(lambda k, n: {line: ([0, 1], [k, n])})


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"groups": {"A": ["k"], "B": ["k"]}}, ValueError, "a control stands in one group; 'k' is in two"),
        ({"groups": {"A": ["q"]}}, ValueError, "groups must name controls .k, n.; got 'q'"),
        ({"point": {"line": {"k": [0.0]}}}, ValueError, "point must name scatters or LineCollections that"),
        ({"script": lambda k: "k"}, TypeError, "must return a list of lines; got str"),
        ({"arrays": lambda k: [k]}, TypeError, "must return a dictionary of arrays; got list"),
        ({"edit": {"n": ("n_now", lambda state: state)}}, TypeError, "edit needs a state"),
    ],
)  # fmt: skip
def test_mistakes_of_authors(options, error, message):
    with pytest.raises(error, match=message):
        simple(**options)


def test_the_field_of_an_edit_must_be_one():
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])
    make = explore(
        fig, k=(0.0, 1.0), state={"x": 0.0}, step=lambda state: state, edit={"k": ("x", lambda state, k: {"x": k})}
    )
    with pytest.raises(ValueError, match="edit takes number fields .* got k, a range"):
        make(lambda state, k: {line: ([0, 1], [state["x"], k]), "x": state["x"]})
