"""What is checked of every number and array, and what the messages say."""

import re
import tracemalloc

import dask.array as da
import numpy as np
import pytest

from mlp import checks


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int64(2), np.array(2.0)])
def test_numbers_become_pythons_own(value):
    assert checks.number("x", value) == 2.0
    assert type(checks.number("x", value)) is float


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (np.nan, ValueError),
        (np.inf, ValueError),
        (-np.inf, ValueError),
        (0.0, ValueError),
        (1.0, ValueError),
        (True, TypeError),
        (np.True_, TypeError),
        ("2", TypeError),
        (None, TypeError),
        (2j, TypeError),
        (np.ones(3), TypeError),
    ],
)
def test_what_is_no_number_in_range(value, error):
    with pytest.raises(error, match="x must be a finite number > 0 and < 1; got "):
        checks.number("x", value, above=0, below=1)


def test_long_values_are_cut_and_arrays_described():
    with pytest.raises(TypeError, match=r"got an array of shape \(3,\)"):
        checks.number("x", np.ones(3))
    with pytest.raises(TypeError, match=r"got 'aaa.*\.\.\. \(str\)"):
        checks.number("x", "a" * 1000)


@pytest.mark.parametrize("value", [3, np.int32(3), np.uint8(3)])
def test_integers_become_pythons_own(value):
    assert type(checks.integer("n", value)) is int


@pytest.mark.parametrize(("value", "error"), [(-1, ValueError), (1.0, TypeError), (True, TypeError), ("1", TypeError)])
def test_what_is_no_integer_in_range(value, error):
    with pytest.raises(error, match="n must be an integer >= 0; got "):
        checks.integer("n", value)


def test_arrays_of_other_libraries_pass_by_shape():
    X = da.full((4, 3), np.nan)
    assert checks.examples("X", X, 3) is X
    scalar = da.ones(())
    assert checks.number("x", scalar, above=5, foreign=True) is scalar
    with pytest.raises(TypeError, match="x must be a finite number > 5; got dask.array"):
        checks.number("x", scalar, above=5)


def test_numbers_too_large_for_float32_are_not_finite():
    with pytest.raises(ValueError, match=r"X must be finite; X\[0, 0\] is 1e\+300"):
        checks.examples("X", [[1e300]], 1, np.float32)


class Table:
    """Like a data frame: it speaks the protocol for ufuncs, aligns by labels, and is no array."""

    def __init__(self, values):
        self.values = np.asarray(values, float)

    __array_ufunc__ = None

    def __array__(self, dtype=None, copy=None):
        return self.values


def test_tables_are_converted_not_passed():
    assert type(checks.examples("X", Table([[1.0, 2.0]]), 2)) is np.ndarray
    with pytest.raises(ValueError, match="X must be finite"):
        checks.examples("X", Table([[1.0, np.nan]]), 2)


@pytest.mark.parametrize("value", [np.nan, np.inf, 10**400])
def test_what_is_not_finite(value):
    with pytest.raises(ValueError, match="x must be a finite number; got"):
        checks.number("x", value)


@pytest.mark.parametrize(("seed", "error"), [(-1, ValueError), ("a", TypeError), (1.5, TypeError)])
def test_seeds(seed, error):
    with pytest.raises(error, match="seed must be an integer >= 0; got"):
        checks.generator(seed)


class Odd:
    """An array of another library that NumPy cannot read."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


class Sparse:
    def toarray(self):
        return np.eye(3)


@pytest.mark.parametrize(
    ("value", "way_out"),
    [
        (np.ma.masked_equal([[0.0, 1.0, 2.0]], 1), r"without masked values; .*X\.filled\(0\)"),
        (Odd(), r"use tensor\.detach\(\)\.numpy\(\)"),
        (Sparse(), r"dtype object; convert it, X\.toarray\(\)"),
        (np.ones((1, 3), object), r"dtype object; where it holds numbers alone, np\.array\(X, float\)"),
        ([[1e300, 0.0, 0.0]], r"X\[0, 0\] is 1e\+300, too large for float32"),
    ],
)
def test_arrays_that_cannot_be_used_name_a_way_out(value, way_out):
    with pytest.raises((TypeError, ValueError), match=f"(?i)X must be .*{way_out}"):
        checks.examples("X", value, 3, np.float32)


@pytest.mark.parametrize("labels", [[0, 1, 2, 1], [0, 1, 2], [[0], [1]]])
def test_labels_where_targets_belong_are_led_to_one_hot(labels):
    with pytest.raises(ValueError, match=r"labels 0\.\.2 become such rows by mlp\.one_hot\(Y, 3\)"):
        checks.examples("Y", labels, 3)


def test_a_mask_that_hides_nothing_is_none():
    np.testing.assert_array_equal(checks.examples("X", np.ma.array(np.eye(3)), 3), np.eye(3))


def test_what_speaks_half_of_the_protocols_is_not_passed_on():
    class Half(da.Array):
        __array_ufunc__ = None

    assert checks.is_foreign(da.ones(3))
    assert not checks.is_foreign(object.__new__(Half))
    assert not checks.is_foreign(da.Array)
    with pytest.raises(TypeError, match="x must be a finite number; got dask.array"):
        checks.number("x", da.ones(3), foreign=True)


@pytest.mark.parametrize("value", ["no", "", None, np.nan, 2, 1.0, [], np.ones(1)])
def test_truth(value):
    assert [checks.truth("x", yes) for yes in (True, np.True_, 1, np.int8(1))] == [True] * 4
    with pytest.raises(TypeError, match="x must be True or False; got"):
        checks.truth("x", value)


def test_an_array_too_large_for_memory():
    checks.room("m", 10, 10, 2)
    for m in (2**62, 10**30):
        with pytest.raises(ValueError, match=f"m must be small enough for arrays to fit into memory; got {m}"):
            checks.room("m", m, m, 2)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(
    ("shape", "where"), [((9, 9), (8, 0)), ((300, 400), (299, 17)), ((2, 3, 30_000), (1, 0, 29_999))]
)
def test_the_first_that_is_not_finite_is_named_however_large_the_array(shape, where, order):
    array = np.zeros(shape, order=order)
    checks.finite("x", array)
    array[where] = array[..., -1][-1] = np.inf
    with pytest.raises(ValueError, match=re.escape(f"x must be finite; x{list(where)} is inf")):
        checks.finite("x", array)
    array[:] = 1e300
    with pytest.raises(ValueError, match=re.escape(f"x{[0] * len(shape)} is 1e+300, too large for float32")):
        checks.finite("x", array, np.float32)


def test_to_look_for_what_is_not_finite_takes_no_memory():
    array = np.full(2_000_000, np.nan)
    tracemalloc.start()
    with pytest.raises(ValueError, match=re.escape("x must be finite; x[0] is nan")):
        checks.real_array("x", array)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
