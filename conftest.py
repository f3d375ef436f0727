"""How notebooks are tested, wherever pytest is told to look for them."""

import os
import platform
import tempfile

import nbval.plugin
from execute import without_widgets
from nbval.kernel import RunningKernel
from outputs import settle

# The products here are small: more threads would wait for each other, above all while another test runs.
os.environ["OPENBLAS_NUM_THREADS"] = "1"


def pytest_configure(config):
    """Compare outputs of notebooks as `tools/execute.py` does, on the platform that they come from; elsewhere run them.

    A notebook runs where a student may run it: in a folder that is empty, and not beside the others.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        config.option.nbval, config.option.nbval_lax = False, True
    empty = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(empty.cleanup)
    nbval.plugin.RunningKernel = lambda name, cwd, **options: RunningKernel(name, cwd=empty.name, **options)
    nbval.plugin.IPyNbCell.compare_outputs = compare_outputs


def compare_outputs(cell, new, stored, skip=None, compare=nbval.plugin.IPyNbCell.compare_outputs):
    """Let nbval compare the outputs of a cell, but for widgets and for what rounding alone has changed."""
    return compare(cell, settle(stored, without_widgets(new)), stored, skip)
