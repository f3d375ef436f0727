"""Make the file that is handed out: the built book, its notebooks and the package `mlp`, in one archive.

    python tools/dist.py [folder]        (the folder is dist where none is named)

writes neural-networks-in-motion-<version>.zip and its SHA-256 sum beside it. Unpacked, it is one folder: index.html
opens with a double click, README.txt says how to run a notebook. The same sources make the same bytes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from build import ROOT, build, pages

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
NAME = f"neural-networks-in-motion-{VERSION}"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can name

README = """\
Neural Networks in Motion {version}

To read: open index.html in a browser. No network is needed.

To run a chapter: its notebook is in the folder _sources/book; a page offers it at its top (Download, .ipynb).
With Python 3.11 or newer, in this folder:

    python -m pip install "{wheel}[notebooks]" jupyterlab
    python -m jupyterlab _sources/book

The code is under the BSD 3-Clause licence, the text and the figures under CC BY 4.0: see LICENSE.
"""


def build_wheel(folder):
    """Build the package from a copy, so that nothing of an earlier build gets into it; returns the wheel."""
    with tempfile.TemporaryDirectory() as copy:
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / name, Path(copy, name))
        own = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "mlp", Path(copy, "mlp"), ignore=own, copy_function=shutil.copyfile)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder]
        dated = os.environ | {"SOURCE_DATE_EPOCH": "315532800"}  # LONG_AGO
        subprocess.run([*pip, *options, copy], check=True, env=dated)
    return next(Path(folder).glob("*.whl"))


def contents(site, wheel):
    """Map the name of each file in the archive to its bytes; what Sphinx keeps for itself stays out."""
    pages = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    files = {name: path.read_bytes() for name, path in pages.items() if not name.startswith(".")}
    files[wheel.name] = wheel.read_bytes()
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files["README.txt"] = README.format(version=VERSION, wheel=wheel.name).encode()
    return files


def pack(files, path):
    """Write files into an archive below one folder: sorted, and all of one date and mode."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, wherever this runs
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=9)


def make(site, folder):
    """Write the archive of a built book and its checksum; returns the archive."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.zip"
    with tempfile.TemporaryDirectory() as wheels:
        pack(contents(site, build_wheel(wheels)), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".zip.sha256").write_text(f"{digest}  {path.name}\n", "utf-8", newline="\n")
    return path


def main(folder=ROOT / "dist"):
    """Build everything anew and write the archive."""
    with tempfile.TemporaryDirectory() as output:
        build(output, check=True)
        path = make(pages(output), folder)
    print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
