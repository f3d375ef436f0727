"""How notebooks are tested, wherever pytest is told to look for them."""

import os
import platform
import tempfile

import nbval.plugin
from nbval.kernel import RunningKernel

# The products here are small: more threads would wait for each other, above all while another test runs.
os.environ["OPENBLAS_NUM_THREADS"] = "1"


def pytest_configure(config):
    """Compare every digit of a notebook on the pinned platform alone; elsewhere run it, and compare no outputs.

    The last bits of exp and tanh differ between processors and systems. A notebook runs where a student may run it: in
    a folder that is empty, and not beside the others.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        config.option.nbval, config.option.nbval_lax = False, True
    empty = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(empty.cleanup)
    nbval.plugin.RunningKernel = lambda name, cwd, **options: RunningKernel(name, cwd=empty.name, **options)
