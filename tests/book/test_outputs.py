"""When two outputs of a cell count as the same: where rounding alone makes the difference."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from nbformat.v4 import new_output
from outputs import alike, settle

from mlp.explore import explore

UP = 1 + 2e-15  # a number a few last bits higher
rng = np.random.default_rng(0)
CURVE, FIELD = rng.random(50), rng.random((40, 40))


def picture(kind, bend=1.0, shift=0.0, title="J"):
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(bend * CURVE + shift)
    left.set_title(title)
    right.imshow(bend * FIELD + shift)
    file = io.BytesIO()
    fig.savefig(file, format=kind)
    plt.close(fig)
    return file.getvalue()


def svg(**options):
    with plt.rc_context({"svg.hashsalt": "mlp"}):
        return re.sub("<metadata>.*</metadata>", "", picture("svg", **options).decode(), flags=re.DOTALL)


def moving(bend=1.0, shift=0.0):
    fig, ax = plt.subplots()
    (line,) = ax.plot(CURVE)
    return explore(fig, k=(0.0, 1.0))(lambda k: {line: {"ydata": bend * k * CURVE + shift}})._repr_mimebundle_()[0]


def test_rounding_leaves_a_picture_as_it_is():
    assert alike("image/svg+xml", svg(), svg(bend=UP))
    assert alike("text/html", moving()["text/html"], moving(bend=UP)["text/html"])
    assert moving()["text/html"] != moving(bend=UP)["text/html"]


def test_names_of_parts_of_a_figure_that_moves_may_differ():
    clip = '<g clip-path="url(#{})"/>'.format
    assert alike("text/html", clip("x23e003cd-pb921b4b0d9"), clip("x862bb5c2-p225fdc98e9"))


@pytest.mark.parametrize("change", [{"shift": 0.001}, {"bend": 1.001}, {"title": "K"}])
def test_what_can_be_seen_is_another_picture(change):
    assert not alike("image/svg+xml", svg(), svg(**change))


def test_another_number_behind_a_figure_is_another_figure():
    for change in ({"bend": 1 + 1e-6}, {"shift": 1e-6}):
        assert not alike("text/html", moving()["text/html"], moving(**change)["text/html"])


def test_printed_digits_are_compared_as_they_stand():
    assert not alike("text/plain", "0.12345", "0.12346")
    old = [{"output_type": "stream", "name": "stdout", "text": "J = 1.0000000000000001"}]
    new = [{"output_type": "stream", "name": "stdout", "text": "J = 1.0000000000000002"}]
    assert settle(old, new) == new


def test_an_output_that_is_alike_stays_as_it_is_stored():
    def output(**data):
        return {"output_type": "display_data", "data": data, "metadata": {}}

    old = [output(**{"text/plain": "J", "image/svg+xml": svg()})]
    new = [output(**{"text/plain": "J", "image/svg+xml": svg(bend=UP)})]
    assert settle(old, new) == old
    other = [output(**{"text/plain": "K", "image/svg+xml": svg(bend=UP)})]
    assert settle(old, other) == other
    assert settle(old, new * 2) == new * 2


def test_the_number_of_a_cells_run_is_no_difference():
    """It changes where a cell is put in before; and nbval gives every output the number 0."""
    old, new = (
        [new_output("execute_result", {"text/html": moving(bend=bend)["text/html"]}, execution_count=number)]
        for bend, number in ((1.0, 7), (UP, 0))
    )
    assert settle(old, new) == [{**old[0], "execution_count": 0}]
