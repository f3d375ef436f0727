"""What the tests share: small networks with data, and a browser."""

import os
import re

import gallery
import numpy as np
import pytest
from chromium import NoBrowserError, open_browser
from hypothesis import settings
from networks import randomized

import mlp

# Machines are noisy: a slow moment is not a fault. Derandomised: the same examples in every run.
settings.register_profile("mlp", deadline=None, derandomize=True)
settings.load_profile("mlp")


def pytest_collection_modifyitems(items):
    """Mark the tests that need a browser, so that `make quick` can leave them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture
def net():
    """A 3-4-4-1 network, the lecture's example, with biases that are not zero."""
    return randomized(mlp.Network([3, 4, 4, 1]))


@pytest.fixture
def data():
    """Seven examples for it."""
    rng = np.random.default_rng(1)
    return rng.standard_normal((7, 3)), rng.standard_normal((7, 1))


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for all tests."""
    try:
        with open_browser() as chromium:
            yield chromium
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False) if os.environ.get("CI") else pytest.skip(str(error))


@pytest.fixture
def open_page(browser, tmp_path):
    """Open figures from a file, with no network; whatever the console says is a failure."""
    said, pages = [], []

    def open_it(*figures, address="", **options):
        file = tmp_path / "page.html"
        file.write_text(gallery.page(figures), encoding="utf-8")
        context = browser.new_context(**options)
        page = context.new_page()
        context.route(
            re.compile("^(?!file:|data:|blob:)"), lambda route: (said.append(route.request.url), route.abort())
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri() + address)
        page.wait_for_function("[...document.querySelectorAll('.explorable')].every((e) => e.figure)")
        pages.append(context)
        return page

    yield open_it
    for context in pages:
        context.close()
    assert said == []
