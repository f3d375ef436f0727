"""The same lines on arrays of another library: what NumPy's dispatch protocols promise, shown on dask.array."""

import subprocess
import sys

import dask.array as da
import numpy as np
import pytest
from networks import randomized, targets

import mlp
from mlp.activations import ACTIVATIONS


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("output", "cost"), [("linear", "squared_error"), ("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
)
def test_chunked_data_give_the_same_gradient_and_step(activation, output, cost):
    net = randomized(mlp.Network([3, 4, 2], activation, output))
    X = np.random.default_rng(0).standard_normal((8, 3))
    Y = targets(net, 8, cost)
    chunks = da.from_array(X, chunks=(2, 3)), da.from_array(Y, chunks=(2, 2))
    assert chunks[0].numblocks == (4, 1)

    g, lazy = mlp.backprop(net, X, Y, cost, 0.1), mlp.backprop(net, *chunks, cost, 0.1)
    assert isinstance(lazy.dW[1], da.Array)
    for l in range(1, net.L):
        np.testing.assert_allclose(lazy.dW[l].compute(), g.dW[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(lazy.db[l].compute(), g.db[l], rtol=0, atol=1e-12)
    assert mlp.cost(net, *chunks, cost, 0.1).compute() == pytest.approx(g.J, abs=1e-12)
    np.testing.assert_allclose(net.predict(chunks[0]).compute(), net.predict(X), atol=1e-12)

    other = net.copy()
    mlp.step(net, g, 0.5)
    mlp.step(other, lazy, 0.5)
    np.testing.assert_allclose(other.W[1].compute(), net.W[1], rtol=0, atol=1e-12)


def test_shapes_of_other_arrays_are_checked_too(net):
    with pytest.raises(ValueError, match=r"X must have shape \(m, 3\)"):
        net.forward(da.ones((4, 2)))


def test_the_package_imports_numpy_alone():
    code = "import sys, mlp; print(*sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    out = subprocess.run([sys.executable, "-S", "-c", PATHS + code], capture_output=True, text=True, check=True).stdout
    assert set(out.split()) == {"__main__", "mlp", "numpy"}


# Without site-packages' start-up files, which import other packages.
PATHS = f"import sys; sys.path += {[p for p in sys.path if p]!r}; "
