"""The built book, on the disk and on a server."""

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from build import ROOT, build, pages
from filelock import FileLock


@pytest.fixture(scope="session")
def build_book():
    """Build the book of one folder into another; what is said, and the exit status, come back."""
    return partial(build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)


@pytest.fixture(scope="session")
def site(build_book, tmp_path_factory, worker_id):
    """The folder of the built pages, one for all processes; building them must give no warning."""
    own = tmp_path_factory.getbasetemp()
    output = (own if worker_id == "master" else own.parent) / "book"
    said = output / "said.txt"
    with FileLock(f"{output}.lock"):
        if not said.exists():
            result = build_book(output)
            said.write_text(f"{result.stdout}\nexit status {result.returncode}", "utf-8")
    words = said.read_text("utf-8")
    if "WARNING" in words or not words.endswith("exit status 0"):
        pytest.fail(f"the book does not build without a warning:\n{words[-4000:]}", pytrace=False)
    return pages(output)


@pytest.fixture(scope="session")
def new_book(tmp_path_factory):
    """Make a book with the settings of ours and a single page, `book/page`, which the test writes."""

    def new():
        folder = tmp_path_factory.mktemp("small")
        own = ["_ext", "_static", "_templates", "slides.yml", "findings.yml", "references.bib"]
        for part in ["_config.yml", *(f"book/{name}" for name in own)]:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            (folder / part).parent.mkdir(exist_ok=True)
            copy(ROOT / part, folder / part)
        (folder / "_toc.yml").write_text("format: jb-book\nroot: book/page\n")
        return folder

    return new


@pytest.fixture
def small_book(new_book):
    return new_book()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line for each."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def addresses(site):
    """Where the pages are: on the disk, and on a server of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=site))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield {"file": site.as_uri(), "http": f"http://127.0.0.1:{server.server_port}"}
    server.shutdown()
    thread.join()
    server.server_close()
