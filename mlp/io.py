"""Save a network and its history in one file, and load them again.

The file is NumPy's ``.npz``: the arrays as they are, and a text in JSON for the rest. Nothing in it is ever executed
(no pickle), so a file from a stranger is safe to open. It is written beside its place and moved there when whole, so
that a crash leaves the old file as it was.
"""

import json
import os
import tempfile
from contextlib import contextmanager

import numpy as np

from . import checks
from .activations import ACTIVATIONS, Activation
from .history import History
from .network import Network
from .rules import Memory

FORMAT = "mlp network 1"


def save(path, net, history=None):
    """Write `net`, and `history` where there is one, to the file `path` (as given; nothing is appended).

    Parameters
    ----------
    path : str or path
        Conventionally ends in ``.npz``.
    net : Network
        Its architecture and parameters are saved.
    history : History or None
        What training returned; with it training can be resumed.

    Raises
    ------
    OSError
        Where the file cannot be written; an old file at `path` stays as it was.
    """
    if not isinstance(net, Network) or not isinstance(history, History | None):
        raise TypeError(f"save(path, net, history) takes a Network and a History; got {net!r} and {history!r}")
    about = {
        "format": FORMAT,
        "sizes": net.sizes,
        "dtype": net.dtype.name,
        "f": [[f.name, *f.arguments] if _is_builtin(f) else {"own": repr(f)} for f in net.f[2:]],
    }
    arrays = {f"{name}[{l}]": p[l] for name, p in (("W", net.W), ("b", net.b)) for l in range(1, net.L)}
    if history is not None:
        about["history"] = {"stopped": history.stopped, "seed": history.seed, "names": list(history)}
        for i, (name, values) in enumerate(history.items()):
            arrays[f"values[{i}]"], arrays[f"at[{i}]"] = np.array(values, float), np.array(history.at[name], int)
        if history.memory is not None:
            about["memory"] = {"rule": history.memory.rule, "t": history.memory.t}
            arrays.update(_remembered(history.memory))
    _write(os.fspath(path), {"about": np.array(json.dumps(about)), **arrays})


def load(path, activations=()):
    """Read what `save` wrote.

    Parameters
    ----------
    path : str or path
        A file that `save` wrote.
    activations : sequence of Activation
        The objects of your own activation functions, where the network had any; they are found by how they print,
        name and arguments.

    Returns
    -------
    (Network, History or None)

    Raises
    ------
    FileNotFoundError
        Where there is no file.
    ValueError
        Where the file is damaged or not one of ours, or an activation of your own is missing.
    """
    path = os.fspath(path)
    activations = list(activations) if np.iterable(activations) else [activations]
    own = {repr(checks.one_of("activations", f, ACTIVATIONS, Activation)): f for f in activations}
    with _reading(path), open(path, "rb") as file, np.load(file, allow_pickle=False) as archive:
        arrays = dict(archive)
        about = json.loads(str(arrays["about"]))
        if about["format"] != FORMAT:
            raise ValueError(f"its format is {about['format']!r}, and this version of mlp reads {FORMAT!r}")
        missing = sorted({f["own"] for f in about["f"] if isinstance(f, dict)} - set(own))
    if missing:
        raise ValueError(
            f"{path} uses your own activation {', '.join(missing)}, which is code and not in the file: "
            f"pass it back, mlp.load(path, activations=[{', '.join(missing)}])"
        )
    with _reading(path):
        return _network(about, arrays, own), _history(about, arrays)


@contextmanager
def _reading(path):
    """Turn whatever goes wrong with the contents of a file into one clear error."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is damaged, or is not a file written by mlp.save: {error}") from error


def _network(about, arrays, own):
    """Build the network from what was read."""
    f = [own[spec["own"]] if isinstance(spec, dict) else _builtin(*spec) for spec in about["f"]]
    net = Network(about["sizes"], f[:-1], f[-1], "zeros", dtype=about["dtype"])
    for l in range(1, net.L):
        net.W[l], net.b[l] = arrays[f"W[{l}]"], arrays[f"b[{l}]"]
    return net


def _history(about, arrays):
    """Build the history from what was read, if there is one."""
    if "history" not in about:
        return None
    history = History(about["history"]["seed"])
    history.stopped = about["history"]["stopped"]
    for i, name in enumerate(about["history"]["names"]):
        history[name], history.at[name] = arrays[f"values[{i}]"].tolist(), arrays[f"at[{i}]"].tolist()
    if "memory" in about:
        history.memory = _memory(about, arrays)
    return history


def _remembered(memory):
    """Name the arrays of a memory, ``W[1].past[0]`` and so on."""
    return {
        f"{letter}[{l}].past[{i}]": array
        for letter, by_layer in (("W", memory.W), ("b", memory.b))
        for l, past in enumerate(by_layer[1:], start=1)
        for i, array in enumerate(past)
    }


def _memory(about, arrays):
    """Build the memory of a rule from what was read."""

    def past(p):
        return tuple(array for name, array in arrays.items() if name.startswith(f"{p}.past["))

    layers = range(1, len(about["sizes"]))
    W, b = ([None, *(past(f"{letter}[{l}]") for l in layers)] for letter in ("W", "b"))
    return Memory(about["memory"]["rule"], about["memory"]["t"], W, b)


def _is_builtin(f):
    """Say whether the activation `f` is one of this package's."""
    return type(f) is type(ACTIVATIONS.get(f.name))


def _builtin(name, *arguments):
    """Make an activation of this package."""
    f = ACTIVATIONS[name]
    return type(f)(*arguments) if arguments else f


def _write(path, arrays):
    """Write an ``.npz`` file under another name in the same folder, then move it to `path` in one go."""
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask():
    """Read the mask that new files get (it can only be read by setting it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
