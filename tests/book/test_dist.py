"""What is handed out: one archive, the same bytes each time, that opens from a disk and brings what a student needs."""

import hashlib
import os
import subprocess
import sys
import zipfile

import dist
import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from pages import NOTEBOOKS, ROOT, Visit, empty_page


@pytest.fixture(scope="module")
def archive(site, tmp_path_factory):
    return dist.make(site, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    """The one folder that the archive holds."""
    folder = tmp_path_factory.mktemp("at home")
    with zipfile.ZipFile(archive) as file:
        assert file.testzip() is None
        file.extractall(folder)
    [own] = folder.iterdir()
    return own


def test_the_checksum_is_the_archives(archive):
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert archive.with_suffix(".zip.sha256").read_bytes() == f"{digest}  {archive.name}\n".encode()


def test_the_citation_names_the_version():
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == dist.VERSION


def test_another_build_makes_the_same_bytes(archive, tmp_path):
    dist.main(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [archive.name, f"{archive.name}.sha256"]
    assert (tmp_path / archive.name).read_bytes() == archive.read_bytes()


def test_it_opens_from_a_folder_and_is_silent(browser, unpacked):
    visit = Visit()
    with empty_page(browser, unpacked.as_uri(), visit) as page:
        page.goto(f"{unpacked.as_uri()}/index.html")
        page.wait_for_url("**/book/intro.html")
        page.wait_for_load_state("networkidle")
        assert "Neural Networks in Motion" in page.title()
    assert visit.console == visit.foreign == []


def test_the_wheel_holds_the_whole_package(unpacked):
    with zipfile.ZipFile(next(unpacked.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("mlp/")}
    own = {path for path in (ROOT / "mlp").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert held == {path.relative_to(ROOT).as_posix() for path in own}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_offers_its_notebook(path, site):
    """The very bytes that are run, in an empty folder, by the check of all notebooks (see conftest.py)."""
    assert f'href="../_sources/book/{path.name}"' in (site / "book" / f"{path.stem}.html").read_text("utf-8")
    assert (site / "_sources" / "book" / path.name).read_bytes() == path.read_bytes()


def test_a_student_runs_a_chapter_far_from_the_repository(unpacked, tmp_path):
    """With the kernel that JupyterLab starts, and the package from the wheel."""
    wheel, installed, home = next(unpacked.glob("*.whl")), tmp_path / "installed", tmp_path / "empty"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", installed, wheel], check=True)
    home.mkdir()
    notebook = nbformat.read(unpacked / "_sources" / "book" / "neurons.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import mlp; print(mlp.__file__)"))
    kernel = notebook.metadata.kernelspec.name
    client = NotebookClient(notebook, timeout=60, kernel_name=kernel, resources={"metadata": {"path": str(home)}})
    client.execute(env={**os.environ, "PYTHONPATH": str(installed)})
    assert notebook.cells[-1].outputs[0].text.startswith(str(installed))
