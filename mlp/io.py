"""Save a network and its history in one file, and load them again.

The file is NumPy's ``.npz``: the arrays as they are, and a text in JSON for the rest. Nothing in it is ever executed
(no pickle), so a file from a stranger is safe to open; and nothing is made of it before it is known to fit, so that it
takes no more memory than its own length. It is written beside its place and moved there when whole, so that a crash
leaves the old file as it was.
"""

import errno
import json
import math
import os
import shutil
import time
import zipfile
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import count, takewhile
from uuid import uuid4

import numpy as np

from . import checks
from .activations import ACTIVATIONS, Activation
from .backprop import check_finite
from .history import History
from .initializers import Initializer
from .network import Network, checked_sizes
from .rules import Memory

FORMAT = "mlp network 1"
PART = ".mlp-save-", ".part"  # how a file is called while it is written


def save(path, net, history=None):
    """Write `net`, and `history` where there is one, to the file `path` (as given; nothing is appended).

    Parameters
    ----------
    path : str or path
        Conventionally ends in ``.npz``. An old file there is replaced, and leaves its permissions to the new one.
    net : Network
        Its architecture and parameters are saved.
    history : History or None
        What training returned; with it training can be resumed.

    Raises
    ------
    OSError
        Where the file cannot be written; an old file at `path` stays as it was.
    TypeError, ValueError
        Where `load` could not read it: parameters that are not finite, a history of another network, or two
        activations of your own that print alike. An old file stays as it was, too.
    """
    if not isinstance(net, Network) or not isinstance(history, History | None):
        raise TypeError(
            "save(path, net, history) takes a Network and a History; "
            f"got {checks.printed(net)} and {checks.printed(history)}"
        )
    check_finite("net.", net.W, net.b)
    _by_print(f for f in net.f[2:] if not _is_builtin(f))
    about = {
        "format": FORMAT,
        "sizes": net.sizes,
        "dtype": net.dtype.name,
        "f": [[f.name, *f.arguments] if _is_builtin(f) else {"own": repr(f)} for f in net.f[2:]],
    }
    arrays = {f"{name}[{l}]": p[l] for name, p in (("W", net.W), ("b", net.b)) for l in range(1, net.L)}
    if history is not None:
        history.check("history", net)
        at = history.at
        about["history"] = {"stopped": history.stopped, "seed": history.seed, "names": list(history)}
        for i, (name, values) in enumerate(history.items()):
            arrays[f"values[{i}]"], arrays[f"at[{i}]"] = np.array(values, float), np.array(at[name], int)
        if history.memory is not None:
            about["memory"] = {"rule": history.memory.rule, "t": history.memory.t}
            arrays.update(_remembered(history.memory))
    _write(_regular(path), {"about": np.array(json.dumps(about)), **arrays})


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
    OSError
        Where there is no file, or none that can be read.
    ValueError
        Where the file is damaged or not one of ours, or an activation of your own is missing.
    """
    activations = list(activations) if np.iterable(activations) else [activations]
    own = _by_print(checks.one_of("activations", f, ACTIVATIONS, Activation) for f in activations)
    path = _regular(path)
    with open(path, "rb") as file:
        with _reading(path):
            archive = _Archive(file)
            about = json.loads(str(archive.array("about", "U", ())))
            version = _said(about, "format", str)
            missing = sorted(set(_own(about)) - set(own)) if version == FORMAT else []
        if version != FORMAT:
            raise ValueError(
                f"{path} is not of this version of mlp, which a newer one may read: "
                f"its format is {checks.printed(version)}, and this version of mlp reads {FORMAT!r}"
            )
        if missing:
            raise ValueError(
                f"{path} uses your own activation {', '.join(missing)}, which is code and not in the file: "
                f"pass it back, mlp.load(path, activations=[{', '.join(missing)}])"
            )
        with _reading(path):
            net = _network(about, archive, own)
            return net, _history(about, archive, net)


@contextmanager
def _reading(path):
    """Turn whatever is wrong with the contents of a file into one clear error."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # EINVAL: sent to a place before the file
            raise
        reason = str(error) or type(error).__name__
        raise ValueError(f"{path} is damaged, or is not a file written by mlp.save: {reason}") from error


class _Archive:
    """The arrays of an ``.npz`` file, each read when it is asked for, and only if it is as expected."""

    def __init__(self, file):
        self.zip = zipfile.ZipFile(file)
        self.length = os.fstat(file.fileno()).st_size
        self.entries = {entry.filename.removesuffix(".npy"): entry for entry in self.zip.infolist()}

    def array(self, name, kind, shape):
        """Read the array of this name; None in its shape is any length."""
        entry = self.entries.get(name)
        if entry is None:
            raise ValueError(f"{name} is missing")
        if entry.compress_type != zipfile.ZIP_STORED or not entry.compress_size == entry.file_size <= self.length:
            raise ValueError(f"{name} is compressed, or longer than the file")
        raw = self.zip.read(entry)
        stored, column_by_column, dtype, start = _header(name, raw)
        if len(stored) != len(shape) or any(n not in (None, s) for n, s in zip(shape, stored, strict=True)):
            raise ValueError(f"{name} must have shape {shape}; got {stored}")
        if dtype.kind != kind or len(raw) - start != math.prod(stored) * dtype.itemsize:
            raise ValueError(
                f"{name} must hold as many numbers as its shape says; got {len(raw) - start} bytes of {dtype}"
            )
        array = np.frombuffer(raw, dtype, offset=start).reshape(stored, order="F" if column_by_column else "C")
        return np.array(array, dtype.newbyteorder("="))

    def parameters(self, name, shape):
        """Read weights, biases, or what is remembered of them."""
        array = self.array(name, "f", shape)
        checks.finite(name, array)
        return array


def _header(name, raw):
    """Read what precedes the numbers of an array: its shape, its order, its dtype, and where they begin."""
    stream = BytesIO(raw)
    try:
        np.lib.format.read_magic(stream)
        return *np.lib.format.read_array_header_1_0(stream), stream.tell()
    except Exception:
        raise ValueError(f"{name} is no array") from None  # without NumPy's advice to trust the file


def _said(about, name, kind):
    """Look up what a dictionary in JSON says; of another kind it cannot be ours."""
    value = about.get(name) if isinstance(about, dict) else None
    if not isinstance(value, kind):
        raise ValueError(f"its {name} is {checks.printed(value)}")
    return value


def _own(about):
    """List how the activations of the user's own print."""
    return [_said(f, "own", str) for f in _said(about, "f", list) if isinstance(f, dict)]


def _network(about, archive, own):
    """Build the network from what was read."""
    sizes = checked_sizes(_said(about, "sizes", list))
    dtype = checks.float_type(_said(about, "dtype", str))
    f = [own[spec["own"]] if isinstance(spec, dict) else _builtin(*spec) for spec in _said(about, "f", list)]
    if len(f) != len(sizes) - 1:
        raise ValueError(f"{len(sizes)} layers must have {len(sizes) - 1} activations; got {len(f)}")
    layers = range(1, len(sizes))
    rows = [None, *(f[l - 1].pieces * sizes[l] for l in layers)]
    W = [_Stored(archive.parameters(f"W[{l}]", (rows[l], sizes[l - 1]))) for l in layers]
    net = Network(sizes, f[:-1], f[-1], W, dtype=dtype)
    for l in layers:
        net.b[l] = archive.parameters(f"b[{l}]", (rows[l],))
    return net


class _Stored(Initializer):
    """Weights that were read: none need be drawn."""

    name = "stored"

    def __init__(self, W):
        super().__init__()
        self.W = W

    def __call__(self, rng, fan_in, fan_out, pieces=1):
        return self.W


def _history(about, archive, net):
    """Build the history from what was read, if there is one."""
    if "history" not in about:
        return None
    said = _said(about, "history", dict)
    history = History(checks.integer("seed", said.get("seed")))
    history.stopped, history.sizes = _said(said, "stopped", str | None), net.sizes
    for i, name in enumerate(_said(said, "names", list)):
        if not isinstance(name, str):
            raise ValueError(f"a name in its history is {checks.printed(name)}")
        times, values = archive.array(f"at[{i}]", "i", (None,)), archive.array(f"values[{i}]", "f", (None,))
        history.extend(name, times.tolist(), values.tolist())
    if "memory" in about:
        history.memory = _memory(_said(about, "memory", dict), archive, net)
    history.check("its history", net)
    return history


def _remembered(memory):
    """Name the arrays of a memory, ``W[1].past[0]`` and so on."""
    return {
        f"{letter}[{l}].past[{i}]": array
        for letter, by_layer in (("W", memory.W), ("b", memory.b))
        for l, past in enumerate(by_layer[1:], start=1)
        for i, array in enumerate(past)
    }


def _memory(said, archive, net):
    """Build the memory of a rule from what was read."""

    def past(name, p):
        names = takewhile(archive.entries.__contains__, (f"{name}.past[{i}]" for i in count()))
        return tuple(archive.parameters(each, p.shape) for each in names)

    W, b = (
        [None, *(past(f"{letter}[{l}]", p[l]) for l in range(1, net.L))] for letter, p in (("W", net.W), ("b", net.b))
    )
    return Memory(_said(said, "rule", str), checks.integer("t", said.get("t")), W, b)


def _is_builtin(f):
    """Say whether the activation `f` is one of this package's."""
    return type(f) is type(ACTIVATIONS.get(f.name))


def _builtin(name, *arguments):
    """Make an activation of this package."""
    f = checks.one_of("an activation", name, ACTIVATIONS, Activation)
    return type(f)(*arguments) if arguments else f


def _by_print(activations):
    """Return activations of the user's own by how they print, which must tell them apart."""
    own = {}
    for f in activations:
        other = own.setdefault(repr(f), f)
        if f is not other and (type(f), repr(vars(f))) != (type(other), repr(vars(other))):
            raise ValueError(
                f"activations of your own must print as what they are, or they are taken for each other; got two that "
                f"print as {f}: give each a `name`, or the `arguments` it was made with"
            )
    return own


def _regular(path):
    """Return a path as text; a pipe or a device, from which one might wait for ever, is refused."""
    path = os.fsdecode(path)
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
        raise ValueError(f"path must be that of a file; {path} is a pipe or a device")
    return path


def _write(path, arrays):
    """Write an ``.npz`` file under another name in the same folder, then move it to `path` in one go."""
    path = os.path.realpath(path)  # a link stays a link
    folder = os.path.dirname(path)
    _sweep(folder)
    part = os.path.join(folder, uuid4().hex.join(PART))
    try:
        with open(part, "xb") as file:
            with suppress(FileNotFoundError):
                shutil.copymode(path, part)
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        with suppress(OSError):  # where it was moved, it is no longer there
            os.unlink(part)


def _sweep(folder):
    """Remove what savers that were killed have left in a folder: parts that nobody has written to for an hour."""
    with suppress(OSError), os.scandir(folder) as files:
        for file in files:
            is_part = file.name.startswith(PART[0]) and file.name.endswith(PART[1])
            if is_part and time.time() - file.stat().st_mtime > 3600:
                os.unlink(file)
