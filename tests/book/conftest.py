"""The built book, and a browser to look at it."""

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def build_book():
    """Build the book of one folder into another as `make book` does."""

    def build(source, output):
        jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
        options = ["-n", "-W", "--keep-going", "--path-output", output]
        command = [*jupyter_book, "build", source, *options]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)

    return build


@pytest.fixture(scope="session")
def site(build_book, tmp_path_factory):
    """The folder of the built pages; building them must give no warning."""
    output = tmp_path_factory.mktemp("book")
    result = build_book(ROOT, output)
    if result.returncode or "WARNING" in result.stdout:
        pytest.fail(f"the book does not build without a warning:\n{result.stdout[-4000:]}", pytrace=False)
    return output / "_build" / "html"


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


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for all tests."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path  # where `playwright install chromium` puts it
        path = next(filter(None, map(shutil.which, BROWSERS)), own)
        if not Path(path).exists():
            word = f"no browser found: install {' or '.join(BROWSERS)}, or run `playwright install chromium`"
            pytest.fail(word, pytrace=False) if os.environ.get("CI") else pytest.skip(word)
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield chromium
        chromium.close()
