"""A browser for tests, benchmarks and the PDF: the one that Playwright has installed, or one of this machine."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowserError(Exception):
    """There is none on this machine."""

    def __init__(self):
        super().__init__(f"no browser found: install {' or '.join(NAMES)}, or run `playwright install chromium`")


@contextmanager
def open_browser():
    """Start Chromium without a window.

    Raises
    ------
    NoBrowserError
    """
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path  # where `playwright install chromium` puts it
        path = own if Path(own).exists() else next(filter(None, map(shutil.which, NAMES)), None)
        if path is None:
            raise NoBrowserError
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
