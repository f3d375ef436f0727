"""Run notebooks from the top and store their outputs, leaving out all that would differ from one run to the next.

    python tools/execute.py [notebook ...]            (without a name: every notebook of the book)
    python tools/execute.py --check [notebook ...]    (runs and writes nothing: are they as this program writes them,
                                                      and is their code the code that ran?)

A notebook is written only if every cell ran, and running it twice writes the same bytes, on another processor too: no
time stamps, no widget state, no version of Python, one order of keys; an output that differs from the stored one by
rounding alone stays as it is stored. So a change in the file is a change in what the reader sees.
"""

import hashlib
import json
import os
import sys
import time
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from outputs import settle

BOOK = Path(__file__).parents[1] / "book"
WIDGET = "application/vnd.jupyter.widget-view+json"

# What the book (to colour code) and Jupyter (to choose a kernel) need to know, and no version numbers.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}

# Pictures that Matplotlib draws are stored as SVG, without a date; it must be said after pyplot was imported.
PICTURES = (
    "__import__('matplotlib.pyplot'); __import__('matplotlib_inline.backend_inline').backend_inline."
    "set_matplotlib_formats('svg', metadata={'Date': None, 'Creator': None})"
)

# Traces that Jupyter and its extensions leave in a cell's metadata.
TRACES = ("collapsed", "execution", "ExecuteTime", "scrolled")


def read(path):
    """Read a notebook and give every cell an id: the one it has or, in an old file, its position."""
    raw = json.loads(path.read_text("utf-8"))
    for number, cell in enumerate(raw["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
    raw["nbformat_minor"] = 5
    return nbformat.reads(json.dumps(raw), as_version=4)


def run(notebook, folder, environment=None, before=""):
    """Run all cells in a fresh kernel.

    Parameters
    ----------
    notebook : NotebookNode
        Its outputs become those of this run.
    folder : path
        Where it runs.
    environment : dict or None
        Variables that the kernel gets besides; without a word of it, matrix products take one thread as in the tests.
    before : str
        A line of Python that runs before the first cell.
    """
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        extra_arguments=kernel_arguments(before),
    ).execute(env=os.environ | {"OPENBLAS_NUM_THREADS": "1"} | (environment or {}))


def kernel_arguments(before=""):
    """List what a kernel is started with: how it draws, and a line of Python that runs before the first cell."""
    lines = [f"--IPKernelApp.exec_lines={line}" for line in (PICTURES, before) if line]
    return ["--log-level=ERROR", *lines]  # on this machine, messages to it need no encryption; it would warn of it


def tidy(notebook):
    """Take out of an executed notebook what the next run would write differently, and what only a kernel could show.

    Of a figure that moves its picture stays; a plain widget leaves nothing.
    """
    notebook.metadata = nbformat.from_dict({**notebook.metadata, **METADATA})
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for trace in TRACES:
            cell.metadata.pop(trace, None)
        if cell.cell_type == "code":
            cell.outputs = without_widgets(cell.outputs)


def without_widgets(outputs):
    """Take the widgets out of the outputs of a cell, and of a figure that moves all but its HTML and its words."""
    outputs = [output for output in outputs if not is_plain_widget(output)]
    for output in outputs:
        if output.get("data", {}).pop(WIDGET, None):
            output.data.pop("image/png", None)  # the same still is in the HTML
    return outputs


def is_plain_widget(output):
    """Say whether an output shows a widget and nothing else, so that without a kernel there is nothing to see."""
    data = output.get("data", {})
    return WIDGET in data and "text/html" not in data


def written(notebook):
    """Write a notebook to a string with its keys sorted, one space of indentation and a newline at its end."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return text.rstrip("\n") + "\n"


def code(notebook):
    """List the cells with code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def fingerprint(notebook):
    """Compute a short hash of the code of all cells."""
    return hashlib.sha256("\0".join(cell.source for cell in code(notebook)).encode()).hexdigest()[:16]


def rerun(path, **options):
    """Run a notebook; returns it as it was stored, and as it would be stored now.

    Parameters
    ----------
    path : Path
        Where it is stored.
    **options
        As for `run`; the folder is the notebook's own where none is given.
    """
    old = read(path)
    new = deepcopy(old)
    run(new, **{"folder": path.parent} | options)
    tidy(new)
    for before, after in zip(code(old), code(new), strict=True):
        after.outputs = settle(before.outputs, after.outputs)
    new.metadata["code_that_ran"] = fingerprint(new)
    return old, new


def execute(path):
    """Run one notebook and store its outputs in it."""
    _, notebook = rerun(path)
    path.write_text(written(notebook), "utf-8", newline="\n")


def fault(path):
    """Say what is wrong with a notebook as it is stored, or None: not run, or not stored by `execute`."""
    notebook = read(path)
    counts = [cell.execution_count for cell in code(notebook)]
    if notebook.metadata.get("code_that_ran") != fingerprint(notebook):
        return "its code is not the code that was run"
    tidy(notebook)
    if counts != list(range(1, len(counts) + 1)) or path.read_bytes() != written(notebook).encode():
        return "it was stored by another program"
    return None


def check(paths):
    """Name the notebooks that must run again, and why; return what to do about them, or None."""
    faults = [(path, why) for path in paths if (why := fault(path))]
    lines = [f"{path}: {why}" for path, why in faults]
    if not faults:
        return None
    return "\n".join([*lines, f"Run them again: python tools/execute.py {' '.join(str(path) for path, _ in faults)}"])


def main(arguments):
    """Run the notebooks named, or all, until one fails; return what it said, or None."""
    only_check = "--check" in arguments
    names = [argument for argument in arguments if argument != "--check"]
    paths = [Path(name) for name in names] or sorted(BOOK.glob("*.ipynb"))
    if only_check:
        return check(paths)
    for path in paths:
        print(f"{path} ... ", end="", flush=True)
        start = time.perf_counter()
        try:
            execute(path)
        except CellExecutionError as error:
            print("failed, not written")
            return str(error)
        print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
