"""What the tests share: the platform's rule for notebooks, and small networks with data."""

import platform

import numpy as np
import pytest
from hypothesis import settings
from networks import randomized

import mlp

# Machines are noisy: a slow moment is not a fault. Derandomised: the same examples in every run.
settings.register_profile("mlp", deadline=None, derandomize=True)
settings.load_profile("mlp")


def pytest_configure(config):
    """Compare every digit of a notebook on the pinned platform alone; elsewhere run it, and compare no outputs.

    The last bits of exp and tanh differ between processors and systems.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        config.option.nbval, config.option.nbval_lax = False, True


@pytest.fixture
def net():
    """A 3-4-4-1 network, the lecture's example, with biases that are not zero."""
    return randomized(mlp.Network([3, 4, 4, 1]))


@pytest.fixture
def data():
    """Seven examples for it."""
    rng = np.random.default_rng(1)
    return rng.standard_normal((7, 3)), rng.standard_normal((7, 1))
