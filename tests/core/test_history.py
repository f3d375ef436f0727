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


def test_times_that_are_evenly_spaced_take_no_room_and_read_as_lists():
    history = History()
    for t in range(0, 40, 10):
        history.record(t, {"J": t, "sometimes": t} if t != 20 else {"J": t})
    assert history.at == {"J": [0, 10, 20, 30], "sometimes": [0, 10, 30]}
    assert isinstance(history._times["J"], range)


def test_what_is_appended_together_is_as_if_recorded_one_by_one():
    history, other = History(), History()
    for t, value in ((0, 1.0), (5, 0.5), (10, 0.25), (11, 0.125)):
        history.record(t, {"a": value})
    other.extend("a", [0, 5], [1.0, 0.5])
    other.extend("a", [10, 11], [0.25, 0.125])
    assert (other, other.at) == (history, history.at)


def test_a_copy_goes_on_apart():
    history = History(3)
    history.record(0, {"J": 1.0})
    other = history.copy()
    other.record(1, {"J": 0.5})
    assert (history, history.at, other.seed) == ({"J": [1.0]}, {"J": [0]}, 3)
    assert (other, other.at) == ({"J": [1.0, 0.5]}, {"J": [0, 1]})


def test_half_a_record_is_forgotten():
    history = History()
    history.record(0, {"J": 1.0, "norm": 1.0})
    history["J"].append(0.5)  # what an interrupt within `record` leaves
    assert history.iterations == 0
    history.forget(1)
    assert history == {"J": [1.0], "norm": [1.0]}
