"""Histories on their own: recording, forgetting, and saying how it went."""

from mlp import History


def test_values_are_recorded_with_their_time():
    history = History()
    history.record(0, {"J": 2.0})
    history.record(1, {"J": 1.0, "dead": 0.5})
    assert history == {"J": [2.0, 1.0], "dead": [0.5]}
    assert history.at == {"J": [0, 1], "dead": [1]}
    assert history.iterations == 1


def test_what_is_to_be_recorded_again_is_forgotten():
    history = History()
    for t in range(4):
        history.record(t, {"J": 10.0 - t})
    history.record(0, {"dead": 0.1})
    history.forget(2)
    assert history == {"J": [10.0, 9.0], "dead": [0.1]}
    assert history.at == {"J": [0, 1], "dead": [0]}


def test_it_says_how_it_went():
    history = History()
    assert repr(history) == "History(0 iterations, no entries)"
    history.record(0, {"J": 2.0})
    history.record(1, {"J": 0.5})
    assert repr(history) == "History(1 iterations, J 2 -> 0.5)"
    history.stopped = "interrupted"
    assert repr(history) == "History(1 iterations, J 2 -> 0.5, interrupted)"
