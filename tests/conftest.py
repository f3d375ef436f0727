"""What the tests share: small networks with data, and a browser."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from networks import randomized
from pdf import BROWSERS
from playwright.sync_api import sync_playwright

import mlp

BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Machines are noisy: a slow moment is not a fault. Derandomised: the same examples in every run.
settings.register_profile("mlp", deadline=None, derandomize=True)
settings.load_profile("mlp")


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
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path  # where `playwright install chromium` puts it
        path = next(filter(None, map(shutil.which, BROWSERS)), own)
        if not Path(path).exists():
            word = f"no browser found: install {' or '.join(BROWSERS)}, or run `playwright install chromium`"
            pytest.fail(word, pytrace=False) if os.environ.get("CI") else pytest.skip(word)
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield chromium
        chromium.close()
