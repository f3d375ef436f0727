"""Is the book the same on every x86-64 processor? Runs its notebooks and figures as other processors would.

    python tools/anywhere.py [notebook ...]               (without a name: every notebook of the book, and all figures)
    python tools/anywhere.py --paths Prescott,last-bits [notebook ...]

Which code multiplies matrices and computes exp depends on the processor, and with it the last bits of every result.
OpenBLAS and NumPy can be told to take the code of another one; on three more paths, last bits are such as no processor
has (`last_bits.py`). On each path every notebook runs from the top, and each output is compared with what is stored, as
`tools/execute.py` compares it; then the page of each figure is compared with NumPy. A table says how many differ, and
below each line stands where and in what.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from execute import BOOK, code, rerun

ROOT = Path(__file__).parents[1]
NO_AVX = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"}
LAST_BITS = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), os.environ.get("PYTHONPATH", "")])}
PATHS = {
    "as-it-is": {},
    "two-threads": {"OPENBLAS_NUM_THREADS": "2"},
    "Prescott": {"OPENBLAS_CORETYPE": "Prescott"},
    "Sandybridge": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "Zen": {"OPENBLAS_CORETYPE": "Zen"},
    "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "no-AVX-512": {"NPY_DISABLE_CPU_FEATURES": "X86_V4"},
    "no-AVX2": NO_AVX,
    "oldest": {"OPENBLAS_CORETYPE": "Prescott"} | NO_AVX,
    "last-bits": LAST_BITS,
    "last-bits-1": LAST_BITS | {"LAST_BITS": "1"},
    "last-bits-2": LAST_BITS | {"LAST_BITS": "2"},
}
BEFORE = dict.fromkeys((path for path in PATHS if path.startswith("last-bits")), "import last_bits")
PROBE = "import numpy as np; A = np.ones((99, 99)); A @ A; np.exp(A)"
COLOURS = r"\x1b\[[0-9;]*m"  # of a terminal, in the text of an error
FIGURES = ["tests/book/test_explorables.py", "-q", "-k", "numbers_and_steps or stores_and_shows", "--no-header"]


def core(path):
    """Name the code that OpenBLAS takes on a path, or None where this processor cannot run it."""
    environment = os.environ | PATHS[path] | {"OPENBLAS_VERBOSE": "2"}
    probe = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True)
    named = re.search(r"Core: (\w+)", probe.stdout + probe.stderr)
    return None if probe.returncode else named[1] if named else "?"


def differences(path, notebook):
    """Run a notebook on a path; list what differs from what is stored, a text for each cell, or why it did not run."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            old, new = rerun(notebook, folder=folder, environment=PATHS[path], before=BEFORE.get(path, ""))
        except Exception as error:
            return [f"{notebook.name} does not run: {re.sub(COLOURS, '', str(error))[-1500:]}"]
    pairs = enumerate(zip(code(old), code(new), strict=True), start=1)
    return [f"{notebook.name} cell {n}: {what(a.outputs, b.outputs)}" for n, (a, b) in pairs if a.outputs != b.outputs]


def what(old, new):
    """Say in what the outputs of a cell differ: the lines that are printed otherwise, or the types of the data."""
    if len(old) != len(new):
        return f"{len(new)} outputs instead of {len(old)}"
    lines = []
    for before, after in zip(old, new, strict=True):
        texts = [words(output) for output in (before, after)]
        if texts[0] != texts[1]:
            changed = difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=0)
            lines += [f"    {line[:300]}" for line in changed if re.match(r"[-+](?![-+])", line)]
        elif before != after:
            data = [output.get("data", {}) for output in (before, after)]
            mimes = [mime for mime in set(data[0]) | set(data[1]) if data[0].get(mime) != data[1].get(mime)]
            lines.append(f"    {', '.join(mimes)}: not the same picture, or not the same data")
    return "\n".join(["", *lines])


def words(output):
    """Take from an output what is printed."""
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def figures(path):
    """Compare the page of every figure with NumPy, on a path; list the tests that fail."""
    if path in BEFORE:
        return []
    command = [sys.executable, "-m", "pytest", *FIGURES]
    result = subprocess.run(command, cwd=ROOT, env=os.environ | PATHS[path], capture_output=True, text=True)
    failed = re.findall(r"^(?:FAILED|ERROR) (.*)$", result.stdout, re.MULTILINE)
    return failed or ([result.stdout[-1500:] + result.stderr[-500:]] if result.returncode else [])


def main(arguments):
    """Print the table, and what differs; returns 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, default=[])
    parser.add_argument("--paths", default=",".join(PATHS), help=f"of: {', '.join(PATHS)}")
    options = parser.parse_args(arguments)
    notebooks = options.notebooks or sorted(BOOK.glob("*.ipynb"))
    found = 0
    print(f"{'path':12} {'OpenBLAS':12} {'notebooks':>12} {'figures':>12}")
    for path in options.paths.split(","):
        taken = core(path)
        print(f"{path:12} {taken or '-':12}", end=" ", flush=True)
        if taken is None:
            print("this processor cannot run it")
            continue
        with ProcessPoolExecutor() as pool:
            lists = list(pool.map(differences, [path] * len(notebooks), notebooks))
        print(f"{f'{sum(map(bool, lists))} of {len(notebooks)}':>12}", end=" ", flush=True)
        tests = [] if options.notebooks or path in BEFORE else figures(path)
        print(f"{'-' if options.notebooks or path in BEFORE else len(tests):>12}", flush=True)
        found += sum(map(len, lists)) + len(tests)
        for each in [line for lines in lists for line in lines] + tests:
            print(f"  {each}")
    print("No difference." if not found else f"{found} differences.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
