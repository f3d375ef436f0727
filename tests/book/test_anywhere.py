"""What `make test-anywhere` finds: outputs that are others on another processor, by cell and line."""

import nbformat
from anywhere import core, differences
from execute import execute
from nbformat.v4 import new_code_cell, new_notebook

CHAOS = """\
import numpy as np

x = np.tanh(np.random.default_rng(0).random(9))
for _ in range(200):
    x = 3.9 * x * (1 - x)
print("after 200 steps")
print(x.mean())"""
ROUNDED = "print(f'{np.tanh(0.3):.5f}')"


def test_a_run_that_depends_on_last_bits_is_found_and_its_line_shown(tmp_path):
    path = tmp_path / "chaos.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(CHAOS), new_code_cell(ROUNDED)]), path)
    execute(path)
    assert differences("as-it-is", path) == []
    (found,) = differences("last-bits", path)
    first, before, after = found.splitlines()
    assert first == "chaos.ipynb cell 1: "
    assert before.startswith("    -0.") and after.startswith("    +0.")


def test_a_notebook_that_fails_is_a_difference(tmp_path):
    path = tmp_path / "wrong.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("assert 1 == 2")]), path)
    (found,) = differences("as-it-is", path)
    assert found.startswith("wrong.ipynb does not run:") and "AssertionError" in found


def test_a_path_that_this_processor_lacks_is_left_out(monkeypatch):
    monkeypatch.setattr("anywhere.PROBE", "import os; os.abort()")
    assert core("as-it-is") is None
