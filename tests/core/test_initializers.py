"""Initial weights: their spread, their gain, and a rule for each layer."""

import numpy as np
import pytest

import mlp


@pytest.mark.parametrize(
    ("initializer", "sigma"),
    [
        ("zeros", 0.0),
        ("gaussian", 0.01),
        ("glorot", np.sqrt(2 / 700)),
        ("he", np.sqrt(2 / 300)),
        (mlp.glorot(gain=4), 4 * np.sqrt(2 / 700)),
        (mlp.gaussian(gain=0.5), 0.005),
    ],
    ids=repr,
)
def test_initial_weights_have_the_promised_spread(initializer, sigma):
    net = mlp.Network([300, 400], initializer=initializer)
    assert net.W[1].std() == pytest.approx(sigma, rel=0.01)
    assert net.W[1].mean() == pytest.approx(0, abs=4 * sigma / np.sqrt(net.W[1].size))
    assert not net.b[1].any()


def test_an_initializer_for_each_layer():
    net = mlp.Network([2, 3, 1], initializer=["he", "zeros"])
    assert net.W[1].any()
    assert not net.W[2].any()


def test_bad_gain():
    with pytest.raises(ValueError, match="gain must be a finite number >= 0; got -1"):
        mlp.glorot(gain=-1)


def test_a_users_own_rule_is_one_formula():
    class LeCun(mlp.Initializer):
        name = "lecun"

        def sigma(self, fan_in, fan_out):
            return 1 / np.sqrt(fan_in)

    assert mlp.Network([400, 300], initializer=LeCun(gain=2)).W[1].std() == pytest.approx(0.1, rel=0.01)
    assert (repr(LeCun()), repr(LeCun(gain=2))) == ("lecun", "lecun(2.0)")
