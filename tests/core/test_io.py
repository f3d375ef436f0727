"""Files: round trips, crashes half-way, and files that are not ours."""

import os
import pickle
import zipfile

import numpy as np
import pytest

import mlp


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
