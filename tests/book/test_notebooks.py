"""What is stored in the notebooks, how it gets there, and what the build refuses to show."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from anywhere import PATHS
from execute import check, main
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import NOTEBOOKS, ROOT

PATH = '<path id="p" style="fill: #0072b2; stroke: #ffffff"/>'
HAIR = '<path d="M 0 0 L 9 9" style="stroke: #0072b2; stroke-width: 0.001"/>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt">{PATH}{HAIR}</svg>'
WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "a", "version_major": 2, "version_minor": 0}}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_cells_were_run_once_from_the_top(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


def test_no_cell_failed(notebook):
    assert [o.evalue for cell in code(notebook) for o in cell.outputs if o.output_type == "error"] == []


def test_no_cell_warned(notebook):
    assert [o.text for cell in code(notebook) for o in cell.outputs if o.get("name") == "stderr"] == []


def test_figures_are_stored_as_pictures(notebook):
    """A widget's view shows nothing before the notebook runs; the HTML beside it is the figure."""
    data = [output.get("data", {}) for cell in code(notebook) for output in cell.outputs]
    assert not any("text/html" in each and set(WIDGET) & set(each) for each in data)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_small(path):
    assert path.stat().st_size <= 1.5e6


def execute(*paths, **variables):
    """Run `tools/execute.py` on notebooks, as `make execute` does."""
    command = [sys.executable, ROOT / "tools" / "execute.py", *paths]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | variables)


DRAW = """\
import matplotlib.pyplot as plt

plt.style.use("mlp.explore.book")
plt.plot([0, 1], label="a")
plt.legend()
print("drawn")"""


def test_executing_twice_writes_the_same_bytes(tmp_path):
    path = tmp_path / "small.ipynb"
    slider = "import ipywidgets\n\nipywidgets.IntSlider()"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Small"), *map(new_code_cell, [DRAW, slider])]), path)
    first, once = execute(path), path.read_bytes()
    second, twice = execute(path), path.read_bytes()
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert once == twice
    assert once.endswith(b"}\n")
    assert b"drawn" in once
    assert b"#0072b2" in once
    cells = code(nbformat.read(path, as_version=4))
    assert [cell.execution_count for cell in cells] == [1, 2]
    assert cells[1].outputs == []  # a plain slider, which only a kernel can show


def test_a_notebook_that_fails_is_not_written(tmp_path):
    path = tmp_path / "wrong.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert "ZeroDivisionError" in main([str(path)])
    assert path.read_bytes() == before


def test_executing_on_another_processor_changes_no_file(tmp_path):
    """What `make test-anywhere` asks of every notebook, on all paths."""
    path = tmp_path / "chain_rule.ipynb"
    shutil.copy(ROOT / "book" / path.name, path)
    before = path.read_bytes()
    result = execute(path, **PATHS["oldest"])
    assert result.returncode == 0, result.stderr
    assert path.read_bytes() == before


FAULTS = [
    ('"execution_count": 1,', '"execution_count": 40,', "it was stored by another program"),
    ("\n}\n", "\n}\n\n", "it was stored by another program"),
    ('"import numpy as np', '"import numpy as  np', "its code is not the code that was run"),
]


def test_notebooks_are_as_they_were_stored():
    assert check(NOTEBOOKS) is None


@pytest.mark.parametrize("right, wrong, why", FAULTS)
def test_a_notebook_that_must_run_again_is_named(tmp_path, right, wrong, why):
    path, other = ROOT / "book" / "neurons.ipynb", tmp_path / "other.ipynb"
    text = path.read_text("utf-8").replace(right, wrong, 1)
    other.write_text(text, "utf-8", newline="\n")
    said = check([path, other])
    assert said == f"{other}: {why}\nRun them again: python tools/execute.py {other}"
    assert main(["--check", str(other)]) == check([other])
    assert other.read_text("utf-8") == text


def test_the_build_refuses_mute_pictures_and_dead_widgets(small_book, build_book):
    outputs = [new_output("display_data", data=data) for data in ({"image/svg+xml": SVG}, WIDGET)]
    cells = [new_markdown_cell("# Page"), new_code_cell("1", execution_count=1, outputs=outputs)]
    nbformat.write(new_notebook(cells=cells), small_book / "book" / "page.ipynb")
    result = build_book(small_book, small_book)
    assert result.returncode != 0
    assert "picture without alternative text" in result.stdout
    assert "cell 2 shows a widget that is dead without a kernel" in result.stdout
    page = (small_book / "_build" / "html" / "book" / "page.html").read_text("utf-8")
    assert 'id="figure-0-p" style="fill: var(--fig-blue); stroke: var(--pst-color-background)"' in page
    assert "stroke-width: 0.001" not in page
