"""The network: shapes, indices and counts of the lecture, the forward pass, and what it refuses."""

import copy
import pickle

import numpy as np
import pytest

import mlp


def test_weights_have_the_lectures_indices_and_shapes():
    net = mlp.Network([3, 4, 5, 2])
    assert net.W[0] is None
    assert net.b[0] is None
    assert [W.shape for W in net.W[1:]] == [(4, 3), (5, 4), (2, 5)]
    assert [b.shape for b in net.b[1:]] == [(4,), (5,), (2,)]


@pytest.mark.parametrize(
    ("sizes", "L", "n_weights", "n_biases"),
    [([3, 3, 1], 3, 12, 4), ([3, 4, 4, 1], 4, 32, 9), ([784, 128, 64, 10], 4, 109184, 202)],
)
def test_counts(sizes, L, n_weights, n_biases):
    net = mlp.Network(sizes)
    assert (net.L, net.n_weights, net.n_biases, net.n_parameters) == (L, n_weights, n_biases, n_weights + n_biases)


@pytest.mark.parametrize(("k", "parameters"), [(2, 77), (3, 113)])
def test_maxout_multiplies_the_parameters_of_its_layers(k, parameters):
    assert mlp.Network([3, 4, 4, 1], mlp.maxout(k)).n_parameters == parameters


def test_forward_is_the_lectures_recursion_written_out_for_one_example(net, data):
    x = data[0][2]
    forward = net.forward(data[0])
    a = x
    for l in range(1, net.L):
        z = np.array([sum(net.W[l][i, j] * a[j] for j in range(len(a))) + net.b[l][i] for i in range(len(net.b[l]))])
        np.testing.assert_allclose(forward.z[l + 1][2], z, rtol=1e-14, atol=1e-15)
        a = net.f[l + 1](z)
        np.testing.assert_allclose(forward.a[l + 1][2], a, rtol=1e-14, atol=1e-15)
    assert forward.a[0] is forward.z[0] is forward.z[1] is None
    np.testing.assert_array_equal(forward.a[1], data[0])
    np.testing.assert_array_equal(net.predict(data[0]), forward.a[net.L])


def test_relu_network_that_is_xor():
    net = mlp.Network([2, 2, 1], "relu")
    net.W[1], net.b[1] = [[1, 1], [1, 1]], [0, -1]
    net.W[2], net.b[2] = [[1, -2]], [0]
    X, Y = mlp.datasets.xor()
    np.testing.assert_array_equal(net.predict(X), Y)


def test_activations_by_name_by_object_and_by_layer():
    net = mlp.Network([2, 8, 8, 3], activation=[mlp.leaky_relu(0.1), mlp.maxout(3)], output="softmax")
    assert repr(net.f) == "[None, None, leaky_relu(0.1), maxout(3), softmax]"
    assert mlp.Network([2, 4, 4, 1], "relu").f[2:] == [mlp.relu, mlp.relu, mlp.linear]
    assert repr(mlp.Network([2, 4, 1], mlp.leaky_relu).f[2]) == repr(mlp.Network([2, 4, 1], "leaky_relu").f[2])
    assert mlp.Network([2, 1], "tanh").f[2:] == [mlp.linear]


def test_setting_parameters():
    net = mlp.Network([2, 3, 1])
    values = np.arange(6.0).reshape(3, 2)
    net.W[1] = values
    net.W[1][0, 1] = 0.3
    assert net.W[1][0, 1] == 0.3
    assert values[0, 1] == 1  # a copy was stored
    with pytest.raises(ValueError, match=r"W\[1\] must have shape \(3, 2\); got shape \(2, 3\)"):
        net.W[1] = values.T
    with pytest.raises(IndexError, match=r"b\[l\] has l = 1\.\.2; got l = 0"):
        net.b[0] = [1.0]


def test_vectors_go_there_and_back(net):
    theta = net.to_vector()
    other = net.from_vector(2 * theta)
    np.testing.assert_array_equal(other.W[2], 2 * net.W[2])
    np.testing.assert_array_equal(theta[:12].reshape(4, 3), net.W[1])
    np.testing.assert_array_equal(theta[12:16], net.b[1])
    np.testing.assert_array_equal(net.to_vector(), theta)
    other = net.from_vector(theta)
    theta[:] = 0  # the network has a copy
    assert other.W[1].all()
    with pytest.raises(ValueError, match=r"theta must have shape \(41,\); got shape \(40,\)"):
        net.from_vector(theta[1:])


def test_copies_share_nothing(net):
    other = net.copy()
    other.W[1][:] = 0
    assert net.W[1].any()


def test_the_seed_decides_and_the_global_generator_is_untouched():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    same, again, different = (mlp.Network([3, 4, 1], seed=s).to_vector() for s in (7, 7, 8))
    np.testing.assert_array_equal(same, again)
    assert (same != different).any()
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_float32_throughout():
    net = mlp.Network([2, 3, 1], dtype=np.float32)
    forward = net.forward(np.ones((4, 2)))
    assert {p.dtype for p in (*net.W[1:], *net.b[1:], *forward.z[2:], *forward.a[1:])} == {np.dtype(np.float32)}
    net.W[1] = np.ones((3, 2))
    assert net.W[1].dtype == np.float32


def test_summary_counts_layers_both_ways():
    summary = mlp.Network([3, 4, 4, 1]).summary()
    assert "L = 4 layers with the input, 3 without" in summary
    assert "#W + #b = 32 + 9 = 41" in summary
    wide = mlp.Network([1000, 1000, 1], mlp.leaky_relu(0.123456)).summary().splitlines()[1:4]
    assert len({len(line) for line in (wide[0], wide[2])}) == 1
    assert "leaky_relu(0.123456)  1000 x 1000" in wide[2]
    assert repr(mlp.Network([2, 1])) == "Network([2, 1], output=linear): 3 parameters"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"sizes": [3]}, ValueError, r"sizes must name at least two layers, inputs and outputs; got \[3\]"),
        ({"sizes": [3, 0]}, ValueError, r"sizes\[1\] must be an integer >= 1; got 0"),
        ({"sizes": [3, 2.5]}, TypeError, r"sizes\[1\] must be an integer >= 1; got 2\.5"),
        ({"sizes": 3}, TypeError, "sizes must be a sequence of integers >= 1, inputs first; got 3"),
        ({"sizes": "321"}, TypeError, "sizes must be a sequence"),
        ({"activation": "tahn"}, ValueError, "activation must be one of sigmoid, tanh, .*; got 'tahn'"),
        (
            {"activation": np.tanh},
            TypeError,
            "activation must be one of sigmoid.*derived from mlp.Activation; got <ufunc",
        ),
        (
            {"activation": ["tanh", "relu"]},
            ValueError,
            "activation must be one for all layers or a list of 1; got a list of 2",
        ),
        ({"output": "identity"}, ValueError, "output must be one of sigmoid, .*; got 'identity'"),
        ({"initializer": "xavier"}, ValueError, "initializer must be one of zeros, gaussian, glorot, he; got 'xavier'"),
        ({"dtype": int}, ValueError, "dtype must be float .* got <class 'int'>"),
    ],
)
def test_bad_architectures(arguments, error, message):
    with pytest.raises(error, match=message):
        mlp.Network(**{"sizes": [3, 4, 1], **arguments})


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (np.zeros((5, 2)), ValueError, r"X must have shape \(m, 3\), one example a row; got shape \(5, 2\)"),
        (np.zeros(3), ValueError, r"got shape \(3,\); a single example is X\[np\.newaxis\]"),
        (np.zeros((0, 3)), ValueError, r"got shape \(0, 3\)"),
        (np.array([[0, np.nan, 0]]), ValueError, r"X must be finite; X\[0, 1\] is nan"),
        (np.array([[0, 0, -np.inf]]), ValueError, r"X must be finite; X\[0, 2\] is -inf"),
        ([["1", "2", "3"]], TypeError, "X must be an array of real numbers; got one of dtype <U1"),
        (np.array([[1j, 0, 0]]), TypeError, "dtype complex128"),
        ([[1.0, 2.0, 3.0], [1.0]], ValueError, "X must be an array of numbers; got rows of different lengths"),
    ],
)
def test_bad_inputs(net, X, error, message):
    with pytest.raises(error, match=message):
        net.forward(X)
    with pytest.raises(error, match=message):
        net.predict(X)


def test_copies_have_activations_of_their_own():
    net = mlp.Network([2, 3, 1])
    other = net.copy()
    other.f[2] = mlp.relu
    assert net.f[2] is mlp.tanh


def test_parameters_must_be_finite_numbers(net):
    for value in (np.full((4, 3), np.nan), np.full((4, 3), 1j), [["a"] * 3] * 4):
        with pytest.raises((TypeError, ValueError), match=r"W\[1\] must be"):
            net.W[1] = value
    with pytest.raises(IndexError, match=r"W\[l\] has l = 1\.\.3; got l = 5"):
        net.W[5] = np.zeros((4, 3))


@pytest.mark.parametrize(
    "change",
    [
        lambda W: W.append(W[1]),
        lambda W: W.extend([W[1]]),
        lambda W: W.insert(1, W[1]),
        lambda W: W.pop(),
        lambda W: W.remove(None),
        lambda W: W.clear(),
        lambda W: W.reverse(),
        lambda W: W.sort(),
        lambda W: W.__delitem__(1),
        lambda W: W.__iadd__([W[1]]),
        lambda W: W.__imul__(2),
    ],
)
def test_a_network_keeps_its_layers(net, change):
    theta = net.to_vector()
    with pytest.raises(
        TypeError, match=r"W must have one array for each l = 1\.\.3, .* change one with W\[l\] = array"
    ):
        change(net.W)
    np.testing.assert_array_equal(net.to_vector(), theta)


def test_layers_may_be_counted_from_the_last(net):
    expected = net.W[3] - 1
    net.W[-1] -= 1
    np.testing.assert_array_equal(net.W[3], expected)
    for l in (True, 0, -4, 4, 1.0, "1", slice(1, 2)):
        with pytest.raises(IndexError, match=r"W\[l\] has l = 1\.\.3; got l = "):
            net.W[l] = expected


def test_networks_can_be_sent_to_another_process(net):
    for other in (pickle.loads(pickle.dumps(net)), copy.deepcopy(net)):
        np.testing.assert_array_equal(other.to_vector(), net.to_vector())
        other.W[1] = np.zeros((4, 3))  # its lists are as good as those of the network
        with pytest.raises(TypeError, match="W must have one array for each l"):
            other.W.pop()
    assert net.W[1].all()
