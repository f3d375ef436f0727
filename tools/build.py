"""Build the book: all pages, with every warning an error.

python tools/build.py [folder]        (the folder is this one where none is named; pages go to _build/html in it)
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
JUPYTER_BOOK = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()")


def build(output=ROOT, source=ROOT, **options):
    """Build the book of one folder into another; options are those of `subprocess.run`, whose result comes back."""
    command = [*JUPYTER_BOOK, "build", source, "-n", "-W", "--keep-going", "--path-output", output]
    return subprocess.run(command, **options)


def pages(output=ROOT):
    """Return the folder of the pages."""
    return Path(output, "_build", "html")


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else ROOT
    status = build(folder).returncode
    print(f"Open {pages(folder) / 'index.html'}")
    sys.exit(status)
