"""Run notebooks from the top and store their outputs, leaving out all that would differ from one run to the next.

    python book/execute.py [notebook ...]             (without a name: every notebook in this folder)
    python book/execute.py --check [notebook ...]     (runs and writes nothing: are they as this program writes them?)

A notebook is written only if every cell ran, and running it twice writes the same bytes: no time stamps, no widget
state, no version of Python, one order of keys. So a change in the file is a change in what the reader sees.
"""

import json
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

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

# Traces that Jupyter and its extensions leave in a cell's metadata.
TRACES = ("collapsed", "execution", "ExecuteTime", "scrolled")


def read(path):
    """Read a notebook and give every cell an id: the one it has or, in an old file, its position."""
    raw = json.loads(path.read_text("utf-8"))
    for number, cell in enumerate(raw["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
    raw["nbformat_minor"] = 5
    return nbformat.reads(json.dumps(raw), as_version=4)


def run(notebook, folder):
    """Run all cells in a fresh kernel, in the notebook's own folder, with one thread as in the tests."""
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],  # on this machine, messages to the kernel need no encryption
    ).execute(env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})


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
            cell.outputs = [output for output in cell.outputs if not is_plain_widget(output)]
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)


def is_plain_widget(output):
    """Say whether an output shows a widget and nothing else, so that without a kernel there is nothing to see."""
    data = output.get("data", {})
    return WIDGET in data and "text/html" not in data


def written(notebook):
    """Write a notebook to a string with its keys sorted, one space of indentation and a newline at its end."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return text.rstrip("\n") + "\n"


def execute(path):
    """Run one notebook and store its outputs in it."""
    notebook = read(path)
    run(notebook, path.parent)
    tidy(notebook)
    path.write_text(written(notebook), "utf-8", newline="\n")


def is_as_written(path):
    """Say whether a notebook was run once from the top and is stored, byte by byte, as `execute` stores it."""
    notebook = read(path)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    tidy(notebook)
    return counts == list(range(1, len(counts) + 1)) and path.read_bytes() == written(notebook).encode()


def check(paths):
    """Name the notebooks that another program has written; return what to do about them, or None."""
    others = [str(path) for path in paths if not is_as_written(path)]
    return f"run these again with {Path(__file__).name}: {' '.join(others)}" if others else None


def main(arguments):
    """Run the notebooks named, or all, until one fails; return what it said, or None."""
    only_check = "--check" in arguments
    names = [argument for argument in arguments if argument != "--check"]
    paths = [Path(name) for name in names] or sorted(Path(__file__).parent.glob("*.ipynb"))
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
