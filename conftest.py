"""How notebooks are tested, wherever pytest is told to look for them."""

import os
import platform
import tempfile
from functools import partial
from unittest import mock

# The products here are small: more threads would wait for each other, above all while another test runs. (It must be
# said before NumPy is imported.)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import nbval.kernel
import nbval.plugin
from anywhere import PATHS
from execute import kernel_arguments, without_widgets
from nbval.kernel import RunningKernel
from outputs import settle


def pytest_configure(config):
    """Compare outputs of notebooks as `tools/execute.py` does, on the platform that they come from; elsewhere run them.

    A notebook runs where a student may run it: in a folder that is empty, and not beside the others. And it runs as an
    old processor would compute; as this one does, its figures are tested in `tests/book/test_explorables.py`.
    """
    stored_here = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    if not stored_here:
        config.option.nbval, config.option.nbval_lax = False, True
    empty = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(empty.cleanup)

    def start(name, cwd, **options):
        with mock.patch.dict(os.environ, PATHS["oldest"] if stored_here else {}):
            return RunningKernel(name, cwd=empty.name, **options)

    nbval.kernel.start_new_kernel = partial(nbval.kernel.start_new_kernel, extra_arguments=kernel_arguments())
    nbval.plugin.RunningKernel = start
    nbval.plugin.IPyNbCell.compare_outputs = compare_outputs


def compare_outputs(cell, new, stored, skip=None, compare=nbval.plugin.IPyNbCell.compare_outputs):
    """Let nbval compare the outputs of a cell, but for widgets and for what rounding alone has changed."""
    return compare(cell, settle(stored, without_widgets(new)), stored, skip)
