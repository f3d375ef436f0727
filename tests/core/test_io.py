"""Files: round trips, crashes half-way, and files that are not ours."""

import io
import json
import os
import pickle
import random
import subprocess
import sys
import time
import traceback
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import mlp

KILLS = int(os.environ.get("MLP_KILLS", "12"))
FLIPS = int(os.environ.get("MLP_FLIPS", "200"))
CUTS = int(os.environ.get("MLP_CUTS", "41"))  # every so many bytes


class Sine(mlp.Elementwise):
    name = "sine"

    def __call__(self, z):
        return np.sin(z)

    def derivative(self, z, a=None):
        return np.cos(z)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_round_trip(tmp_path, dtype):
    net = mlp.Network([2, 3, 3, 2], [mlp.leaky_relu(0.3), mlp.maxout(4)], "softmax", dtype=dtype)
    X, Y = np.random.default_rng(0).standard_normal((6, 2)), mlp.one_hot([0, 1, 0, 1, 0, 1], 2)
    history = mlp.gradient_descent(
        net, X, Y, iterations=3, cost="cross_entropy", rule="adam", seed=4, monitors=mlp.every(2, mlp.dead_units(X))
    )
    mlp.save(tmp_path / "net.npz", net, history)
    same, same_history = mlp.load(tmp_path / "net.npz")
    np.testing.assert_array_equal(same.to_vector(), net.to_vector())
    np.testing.assert_array_equal(same.predict(X), net.predict(X))
    assert (same.dtype, repr(same)) == (net.dtype, repr(net))
    assert (same_history, same_history.at, same_history.seed) == (history, history.at, 4)
    assert (same_history.memory.rule, same_history.memory.t) == ("adam", 3)
    for own, other in ((same_history.memory.W, history.memory.W), (same_history.memory.b, history.memory.b)):
        for l in range(1, net.L):
            np.testing.assert_array_equal(own[l], other[l])


def test_without_history(tmp_path, net):
    mlp.save(tmp_path / "net.npz", net)
    assert mlp.load(tmp_path / "net.npz")[1] is None


def test_the_path_is_taken_as_given(tmp_path, net, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mlp.save("weights", net)
    assert [p.name for p in tmp_path.iterdir()] == ["weights"]
    assert mlp.load("weights")[0].sizes == net.sizes


def test_a_failure_while_writing_leaves_the_old_file(tmp_path, net, monkeypatch):
    mlp.save(tmp_path / "net.npz", net)
    old = (tmp_path / "net.npz").read_bytes()

    def disk_full(file, **arrays):
        file.write(b"half a file")
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", disk_full)
    with pytest.raises(OSError, match="No space left"):
        mlp.save(tmp_path / "net.npz", net.copy())
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]
    assert (tmp_path / "net.npz").read_bytes() == old


def truncated(path, net):
    mlp.save(path, net)
    path.write_bytes(path.read_bytes()[:-200])


def without_a_matrix(path, net):
    mlp.save(path, net)
    with np.load(path) as file:
        np.savez(path, **{name: array for name, array in file.items() if name != "W[2]"})


def foreign(path, net):
    np.savez(path, weights=np.ones(3))


def pickled(path, net):
    path.write_bytes(pickle.dumps(net.sizes))


def other_zip(path, net):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("hello.txt", "hello")


@pytest.mark.parametrize("write", [truncated, without_a_matrix, foreign, pickled, other_zip])
def test_damaged_and_foreign_files(tmp_path, net, write):
    path = tmp_path / "file.npz"
    write(path, net)
    with pytest.raises(ValueError, match="is damaged, or is not a file written by mlp.save"):
        mlp.load(path)


def test_empty_and_missing_files(tmp_path):
    (tmp_path / "empty").touch()
    with pytest.raises(ValueError, match="is damaged"):
        mlp.load(tmp_path / "empty")
    with pytest.raises(FileNotFoundError):
        mlp.load(tmp_path / "missing")


def test_a_users_own_activation_must_be_passed_back(tmp_path):
    net = mlp.Network([1, 2, 1], Sine())
    mlp.save(tmp_path / "net.npz", net)
    with pytest.raises(
        ValueError, match=r"own activation sine, which is code .* mlp\.load\(path, activations=\[sine\]\)"
    ):
        mlp.load(tmp_path / "net.npz")
    same, _ = mlp.load(tmp_path / "net.npz", activations=[Sine()])
    np.testing.assert_array_equal(same.predict([[0.5]]), net.predict([[0.5]]))


def test_an_activation_that_borrows_a_known_name_is_still_the_users_own(tmp_path):
    class Tanh(Sine):
        name = "tanh"

    mlp.save(tmp_path / "net.npz", mlp.Network([1, 2, 1], Tanh()))
    with pytest.raises(ValueError, match="own activation tanh"):
        mlp.load(tmp_path / "net.npz")


class Wave(Sine):
    """A user's activation with a parameter."""

    name = "wave"

    def __init__(self, k):
        self.k, self.arguments = k, (k,)

    def __call__(self, z):
        return np.sin(self.k * z)


def test_own_activations_are_told_apart_by_their_arguments(tmp_path):
    net = mlp.Network([1, 2, 2, 1], [Wave(1.0), Wave(5.0)])
    mlp.save(tmp_path / "net.npz", net)
    same, _ = mlp.load(tmp_path / "net.npz", activations=[Wave(5.0), Wave(1.0)])
    np.testing.assert_array_equal(same.predict([[0.5]]), net.predict([[0.5]]))
    with pytest.raises(ValueError, match=r"own activation wave\(5.0\)"):
        mlp.load(tmp_path / "net.npz", activations=[Wave(1.0)])


def test_what_is_built_in_stays_built_in(tmp_path):
    class Tanh(Sine):
        name = "tanh"

    mlp.save(tmp_path / "net.npz", mlp.Network([1, 2, 1], "tanh"))
    assert mlp.load(tmp_path / "net.npz", activations=[Tanh()])[0].f[2] is mlp.tanh


def test_another_format_is_named(tmp_path, net, monkeypatch):
    monkeypatch.setattr(mlp.io, "FORMAT", "mlp network 2")
    mlp.save(tmp_path / "net.npz", net)
    monkeypatch.undo()
    with pytest.raises(
        ValueError, match="its format is 'mlp network 2', and this version of mlp reads 'mlp network 1'"
    ):
        mlp.load(tmp_path / "net.npz")


def test_swapped_arguments(tmp_path, net):
    with pytest.raises(TypeError, match=r"save\(path, net, history\) takes a Network and a History"):
        mlp.save(tmp_path / "net.npz", mlp.History(), net)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_files_are_readable_as_other_files_are(tmp_path, net):
    mlp.save(tmp_path / "net.npz", net)
    (tmp_path / "other").touch()
    assert (tmp_path / "net.npz").stat().st_mode == (tmp_path / "other").stat().st_mode


# ---- Whatever happens while a file is written ----


def trained():
    """A small network and its history, with everything that a file can hold."""
    net = mlp.Network([2, 3, 1])
    X, Y = mlp.datasets.xor()
    monitor = mlp.every(2, mlp.dead_units(X))
    return net, mlp.gradient_descent(net, X, Y, iterations=3, rule="adam", monitors=monitor)


SAVER = """
import sys, mlp
nets = [mlp.load(name)[0] for name in sys.argv[2:]]
print("ready", flush=True)
while True:
    for net in nets:
        mlp.save(sys.argv[1], net)
"""


@pytest.fixture
def two(tmp_path):
    """Two networks in files of their own, and a folder to save them in, one over the other."""
    nets = [mlp.Network([3, 40, 1], seed=seed) for seed in (0, 1)]
    for i, net in enumerate(nets):
        mlp.save(tmp_path / f"{i}.npz", net)
    (tmp_path / "folder").mkdir()
    return nets, [tmp_path / "0.npz", tmp_path / "1.npz"], tmp_path / "folder" / "net.npz"


def start_saver(path, sources):
    saver = subprocess.Popen([sys.executable, "-c", SAVER, path, *sources], stdout=subprocess.PIPE)
    saver.stdout.readline()
    return saver


def is_one_of(net, nets):
    return any(np.array_equal(net.to_vector(), other.to_vector()) for other in nets)


def test_a_saver_that_is_killed_leaves_one_file_or_the_other_whole(two):
    nets, sources, path = two
    mlp.save(path, nets[0])
    moment = random.Random(0)
    for _ in range(KILLS):
        with start_saver(path, sources) as saver:
            time.sleep(0.02 * moment.random())
            saver.kill()
        assert is_one_of(mlp.load(path)[0], nets)
    for part in path.parent.iterdir():
        os.utime(part, (0, 0))  # long ago
    mlp.save(path, nets[1])
    assert list(path.parent.iterdir()) == [path]


def test_two_savers_and_a_reader_do_not_disturb_each_other(two):
    nets, _, path = two
    mlp.save(path, nets[0])

    def save(net):
        for _ in range(20):
            mlp.save(path, net)

    with ThreadPoolExecutor(2) as pool:
        savers = [pool.submit(save, net) for net in nets]
        while not all(saver.done() for saver in savers):
            assert is_one_of(mlp.load(path)[0], nets)
    assert [saver.result() for saver in savers] == [None, None]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize("limit", [0, 100, 1000, 2000])
def test_a_full_disk_leaves_the_old_file(two, limit):
    resource = pytest.importorskip("resource")
    nets, _, path = two
    mlp.save(path, nets[0])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            mlp.save(path, nets[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(path.parent.iterdir()) == [path]
    assert is_one_of(mlp.load(path)[0], nets[:1])


@pytest.mark.parametrize("when", ["before", "after"])
def test_ctrl_c_while_the_file_is_moved(two, when, monkeypatch):
    nets, _, path = two
    mlp.save(path, nets[0])
    original = os.replace

    def replace(*paths):
        if when == "after":
            original(*paths)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        mlp.save(path, nets[1])
    assert list(path.parent.iterdir()) == [path]
    assert is_one_of(mlp.load(path)[0], nets[when == "after" :][:1])


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_and_links_are_kept_and_the_umask_is_not_touched(two, tmp_path, monkeypatch):
    nets, _, path = two
    mlp.save(path, nets[0])
    path.chmod(0o640)
    (tmp_path / "link.npz").symlink_to(path)
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("the umask is that of all threads"))
    mlp.save(tmp_path / "link.npz", nets[1])
    assert (tmp_path / "link.npz").is_symlink()
    assert (path.stat().st_mode & 0o777, is_one_of(mlp.load(path)[0], nets[1:])) == (0o640, True)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder(two):
    nets, _, path = two
    mlp.save(path, nets[0])
    path.parent.chmod(0o555)
    with pytest.raises(PermissionError):
        mlp.save(path, nets[1])
    path.parent.chmod(0o755)
    assert list(path.parent.iterdir()) == [path]


def test_parts_of_a_saver_at_work_stay(two):
    nets, _, path = two
    part = path.parent / "of another".join(mlp.io.PART)
    part.touch()
    mlp.save(path, nets[0])
    assert part.exists()


def with_nan(net, history):
    net.W[1][0, 0] = np.nan


def of_another_network(net, history):
    history.sizes = (2, 2, 1)


def unequal(net, history):
    history["J"].append(1.0)


def complex_values(net, history):
    history["J"][0] = 1j


def velocity_of_nan(net, history):
    history.memory.W[1][0][:] = np.nan


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (with_nan, r"net.W\[1\] must be finite; net.W\[1\]\[0, 0\] is nan"),
        (of_another_network, r"history must belong to a network like Network.*; got that of one of sizes \[2, 2, 1\]"),
        (unequal, r"history\['J'\] must be real numbers, each with its iteration .*; got 5 .* at 4 iterations"),
        (complex_values, r"history\['J'\] must be real numbers.*; got 4 of dtype complex128"),
        (velocity_of_nan, "what history remembers must be finite"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path, spoil, message):
    path = tmp_path / "net.npz"
    net, history = trained()
    mlp.save(path, net, history)
    old = path.read_bytes()
    spoil(net, history)
    with pytest.raises(ValueError, match=message):
        mlp.save(path, net, history)
    assert path.read_bytes() == old


def test_the_history_of_a_run_that_diverged_can_be_saved(tmp_path):
    net = mlp.Network([1, 1])
    with pytest.raises(mlp.DivergenceError) as caught:
        mlp.gradient_descent(net, [[10.0]], [[1.0]], learning_rate=100.0, iterations=3000)
    mlp.save(tmp_path / "net.npz", net, caught.value.history)
    np.testing.assert_array_equal(mlp.load(tmp_path / "net.npz")[1]["J"], caught.value.history["J"])


# ---- Whatever stands in a file ----


def refused(path):
    """Load a file that is to be refused, and check what is said of it and how much memory it takes."""
    tracemalloc.start()
    with pytest.raises(ValueError, match="is damaged, or is not a file written by mlp.save: .") as caught:
        mlp.load(path)
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()
    assert "pickle" not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    path, (net, history) = tmp_path / "net.npz", trained()
    mlp.save(path, net, history)
    data = path.read_bytes()
    for length in range(0, len(data), CUTS):
        path.write_bytes(data[:length])
        refused(path)


def test_a_flipped_bit_is_noticed_or_changes_nothing(tmp_path):
    path, (net, history) = tmp_path / "net.npz", trained()
    mlp.save(path, net, history)
    data, place = path.read_bytes(), random.Random(0)
    for _ in range(FLIPS):
        bit, flipped = place.randrange(8 * len(data)), bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with suppress(ValueError):
            same, same_history = mlp.load(path)
            np.testing.assert_array_equal(same.to_vector(), net.to_vector())
            assert (same_history, same_history.at) == (history, history.at)


def rewrite(path, text=None, compression=zipfile.ZIP_STORED, **arrays):
    """Write the file anew with other arrays (None: without it), or another text in JSON."""
    with np.load(path) as archive:
        stored = dict(archive)
    if text is not None:
        text = json.loads(str(stored["about"])) | text if isinstance(text, dict) else text
        stored["about"] = np.array(json.dumps(text))
    stored |= arrays
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, array in stored.items():
            if array is not None:
                buffer = io.BytesIO()
                np.save(buffer, array)
                archive.writestr(f"{name}.npy", buffer.getvalue())


HISTORY = {"stopped": None, "seed": 0, "names": ["J", "gradient_norm", "dead[2]"]}

ABOUT = {
    "no dictionary": ([1], "its format is None"),
    "sizes of another network": ({"sizes": [2, 4, 1]}, r"W[1] must have shape (4, 2); got (3, 2)"),
    "sizes that claim a gigabyte": ({"sizes": [12000, 12000]}, "must have 1 activations; got 2"),
    "sizes that claim more": ({"sizes": [10**6, 10**6, 1]}, "W[1] must have shape (1000000, 1000000); got (3, 2)"),
    "sizes of no end": ({"sizes": [10**30, 3, 1]}, "W[1] must have shape"),
    "sizes of text": ({"sizes": ["2", 3, 1]}, "sizes[0] must be an integer >= 1; got '2' (str)"),
    "no sizes": ({"sizes": None}, "its sizes is None"),
    "no activations": ({"f": None}, "its f is None"),
    "an activation that is none": ({"f": [["__class__"], ["linear"]]}, "an activation must be one of"),
    "an activation of numbers": ({"f": [[3], ["linear"]]}, "an activation must be one of"),
    "an own activation of numbers": ({"f": [{"own": 3}, ["linear"]]}, "its own is 3"),
    "an odd dtype": ({"dtype": "object"}, "dtype must be float (64 bits) or numpy.float32; got 'object'"),
    "a history that is none": ({"history": [1]}, "its history is [1]"),
    "names that are none": ({"history": HISTORY | {"names": [["J"]]}}, "a name in its history is ['J']"),
    "a name twice": ({"history": HISTORY | {"names": ["J", "J"]}}, "its history['J'] must be real numbers"),
    "a name too many": ({"history": HISTORY | {"names": list("abcd")}}, "at[3] is missing"),
    "a seed that is none": ({"history": HISTORY | {"seed": -1}}, "seed must be an integer >= 0; got -1"),
    "a memory that is none": ({"memory": {"rule": 3, "t": 3}}, "its rule is 3"),
    "a memory of no time": ({"memory": {"rule": "adam", "t": None}}, "t must be an integer >= 0; got None"),
}


@pytest.mark.parametrize(("about", "message"), ABOUT.values(), ids=ABOUT)
def test_a_text_that_save_does_not_write(tmp_path, about, message):
    mlp.save(tmp_path / "net.npz", *trained())
    rewrite(tmp_path / "net.npz", about)
    assert message in refused(tmp_path / "net.npz")


ARRAYS = {
    "pickled objects": ({"W[1]": np.array([[print, 1]] * 3)}, "W[1]"),
    "weights of text": ({"W[1]": np.full((3, 2), "0.5")}, "W[1] must hold"),
    "weights of NaN": ({"W[2]": np.full((1, 3), np.nan)}, "W[2] must be finite"),
    "weights of another shape": ({"W[2]": np.ones((3, 1))}, "W[2] must have shape (1, 3); got (3, 1)"),
    "no biases": ({"b[1]": None}, "b[1] is missing"),
    "a text of numbers": ({"about": np.ones(3)}, "about must have shape (); got (3,)"),
    "a history of unequal length": ({"at[0]": np.arange(3)}, "its history['J'] must be real numbers"),
    "complex values": ({"values[0]": np.full(4, 1j)}, "values[0] must hold"),
    "times that go down": ({"at[1]": np.array([3, 2, 1, 0])}, "its history['gradient_norm'] must be real numbers"),
    "J not of every iteration": ({"at[0]": np.array([0, 2, 4, 6])}, "its history must have J of every iteration"),
    "a velocity of text": ({"W[1].past[0]": np.full((3, 2), "0.5")}, "W[1].past[0] must hold"),
    "a velocity of integers": ({"W[1].past[0]": np.ones((3, 2), int)}, "W[1].past[0] must hold"),
    "a velocity of NaN": ({"W[1].past[0]": np.full((3, 2), np.nan)}, "W[1].past[0] must be finite"),
    "a velocity of another shape": ({"W[1].past[0]": np.ones(2)}, "W[1].past[0] must have shape (3, 2); got (2,)"),
    "half of a memory": ({"W[1].past[1]": None}, "its history must remember as much of each parameter"),
}


@pytest.mark.parametrize(("arrays", "message"), ARRAYS.values(), ids=ARRAYS)
def test_arrays_that_save_does_not_write(tmp_path, arrays, message):
    mlp.save(tmp_path / "net.npz", *trained())
    rewrite(tmp_path / "net.npz", **arrays)
    assert message in refused(tmp_path / "net.npz")


def header(claim):
    """An array that claims a shape and has no numbers."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": claim})
    return buffer.getvalue()


def claiming(path):
    """10 GB of weights claimed in 2 KB, by sizes and by the array alike."""
    mlp.save(path, mlp.Network([1, 1]))
    rewrite(path, {"sizes": [125_000, 10_000]}, **{"W[1]": None})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("W[1].npy", header((10_000, 125_000)))


def compressed(path):
    """500 MB of zeros in 500 KB."""
    mlp.save(path, mlp.Network([1, 1]))
    rewrite(path, {"sizes": [2000, 3000]}, zipfile.ZIP_DEFLATED, **{"W[1]": np.zeros((3000, 2000))})


def long_header(path):
    """An array whose header is longer than NumPy trusts: it would advise to allow pickle."""
    mlp.save(path, mlp.Network([1, 1]))
    rewrite(path, **{"W[1]": None})
    with zipfile.ZipFile(path, "a") as archive:
        text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}" + b" " * 20_000
        archive.writestr("W[1].npy", b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(8))


def text_file(path):
    path.write_text("W = 1\n" * 100)


def zeros(path):
    path.write_bytes(bytes(10_000))


@pytest.mark.parametrize("write", [claiming, compressed, long_header, text_file, zeros])
def test_hostile_files(tmp_path, write):
    write(tmp_path / "net.npz")
    refused(tmp_path / "net.npz")


def test_what_nobody_asks_for_is_not_read(tmp_path):
    path, net = tmp_path / "net.npz", mlp.Network([2, 3, 1])
    mlp.save(path, net)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("/etc/passwd.npy", header((10**9,)))
        archive.writestr("../elsewhere.npy", bytes(200_000_000))
    tracemalloc.start()
    same, _ = mlp.load(path)
    assert tracemalloc.get_traced_memory()[1] < 10e6
    tracemalloc.stop()
    np.testing.assert_array_equal(same.to_vector(), net.to_vector())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path, net):
    os.mkfifo(tmp_path / "pipe")
    for use in (mlp.load, lambda path: mlp.save(path, net)):
        with pytest.raises(ValueError, match="path must be that of a file; .*pipe is a pipe or a device"):
            use(tmp_path / "pipe")


def test_what_is_not_the_files_fault_is_not_called_damage(tmp_path, net, monkeypatch):
    mlp.save(tmp_path / "net.npz", net)
    with pytest.raises(IsADirectoryError if os.name != "nt" else PermissionError):
        mlp.load(tmp_path)
    for error in (MemoryError, PermissionError):

        def read(*_, error=error):
            raise error

        monkeypatch.setattr(zipfile.ZipFile, "read", read)
        with pytest.raises(error):
            mlp.load(tmp_path / "net.npz")


def test_a_path_may_be_given_as_bytes(tmp_path, net):
    path = os.fsencode(tmp_path / "net.npz")
    mlp.save(path, net)
    assert mlp.load(path)[0].sizes == net.sizes
    assert [Path(name) for name in tmp_path.iterdir()] == [tmp_path / "net.npz"]


def test_own_activations_that_print_alike_are_refused(tmp_path):
    class Silent(Wave):
        """One that does not say what it was made with."""

        def __init__(self, k):
            self.k = k

    with pytest.raises(ValueError, match="must print as what they are, .*; got two that print as wave"):
        mlp.save(tmp_path / "net.npz", mlp.Network([1, 2, 2, 1], [Silent(1.0), Silent(5.0)]))
    mlp.save(tmp_path / "net.npz", mlp.Network([1, 2, 2, 1], [Silent(5.0), Silent(5.0)]))
    with pytest.raises(ValueError, match="got two that print as wave"):
        mlp.load(tmp_path / "net.npz", activations=[Silent(5.0), Silent(1.0)])


def test_weights_column_by_column_stay_so(tmp_path):
    net = mlp.Network([2, 3, 1])
    net.W[1] = np.asfortranarray(net.W[1])
    mlp.save(tmp_path / "net.npz", net)
    same, _ = mlp.load(tmp_path / "net.npz")
    assert same.W[1].flags.f_contiguous
    np.testing.assert_array_equal(same.W[1], net.W[1])
