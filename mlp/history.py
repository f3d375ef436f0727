"""What training leaves behind: numbers by name, and what is needed to go on where it stopped."""

import copy
from array import array
from bisect import bisect_left

import numpy as np


class History(dict):
    """A dictionary of lists of numbers, by name; ``history["J"]`` is the objective.

    ``history["J"][t]`` is J on the examples of update t just before it, t = 0, 1, ..., and the last entry is J after
    the last update: there is one entry more than there were updates. ``history["J_validation"]`` is alike.
    What a monitor records has its own name and its own times, ``history.at[name]``.

    Attributes
    ----------
    at : dict of lists
        ``at[name][i]`` is the iteration t at which ``history[name][i]`` was recorded.
    stopped : str or None
        Why training ended before its last iteration: "interrupted" (Ctrl-C), "diverged", or the word of a monitor.
    memory : mlp.rules.Memory or None
        What the rule of the step remembers, such as the velocity of momentum.
    seed : int
        Decides the order of the examples in every epoch, past and to come.
    sizes : tuple of int or None
        Those of the network that was trained, where this is known.
    """

    def __init__(self, seed=0):
        super().__init__()
        self._times = {}  # by name: a range while they are evenly spaced, since it takes no memory
        self.stopped = None
        self.memory = None
        self.seed = seed
        self.sizes = None

    @property
    def at(self):
        return {name: list(times) for name, times in self._times.items()}

    @property
    def iterations(self):
        """Count the updates made so far."""
        return max(len(self._times.get("J", ())) - 1, 0)

    def record(self, t, values):
        """Append a dictionary of numbers, as they were at iteration t."""
        new = {name: float(value) for name, value in values.items()}
        for name in new:
            times = self._times.setdefault(name, range(0))
            if times and times[-1] == t:
                raise ValueError(f"{name!r} is recorded twice at iteration {t}; give one of the two another name")
        for name, value in new.items():
            self.setdefault(name, []).append(value)
        for name in reversed(new):  # the first comes last: with it the record is complete
            self._times[name] = _with(self._times[name], t)

    def forget(self, t):
        """Remove what was recorded, or half recorded, at iteration t or later, so that it can be recorded again."""
        for name, values in self.items():
            times = self._times.get(name, range(0))
            keep = bisect_left(times, t)
            self._times[name] = times[:keep]
            del values[keep:]

    def extend(self, name, times, values):
        """Append a list of numbers of one name, as they were at these iterations."""
        self.setdefault(name, []).extend(values)
        self._times[name] = _compact([*self._times.get(name, ()), *times])

    def copy(self):
        """Make a history that can go on apart from this one."""
        other = copy.copy(self)
        other._times = {name: times[:] for name, times in self._times.items()}
        other.memory = copy.deepcopy(self.memory)
        other.update((name, list(values)) for name, values in self.items())
        return other

    def check(self, name, net):
        """Refuse, under the `name` of a parameter, a history that no training of `net` has left behind."""
        if self.sizes not in (None, net.sizes):
            raise ValueError(f"{name} must belong to a network like {net}; got that of one of sizes {list(self.sizes)}")
        for key in self | self._times:
            values, times = np.asarray(self.get(key, ())), self._times.get(key, range(0))
            rising = times.start >= 0 if isinstance(times, range) else (np.diff(times, prepend=-1) > 0).all()
            if len(values) != len(times) or values.dtype.kind not in "iuf" or not rising:
                raise ValueError(
                    f"{name}[{key!r}] must be real numbers, each with its iteration in {name}.at[{key!r}], going up; "
                    f"got {len(values)} of dtype {values.dtype} at {len(times)} iterations"
                )
        if self and self._times.get("J") != range(self.iterations + 1):
            raise ValueError(f"{name} must have J of every iteration; got {self.at.get('J')}")
        if self.memory is not None:
            self.memory.check(name, net)

    def __repr__(self):
        J = self.get("J")
        course = f"J {J[0]:.5g} -> {J[-1]:.5g}" if J else "no entries"
        return f"History({self.iterations} iterations, {course}{f', {self.stopped}' if self.stopped else ''})"


def _with(times, t):
    """Return the times with one more."""
    if isinstance(times, range):
        step = t - times[-1] if len(times) == 1 else times.step
        if not times or t == times[-1] + step > times[-1]:
            return range(times[0] if times else t, t + 1, step)
        times = array("q", times)
    times.append(t)
    return times


def _compact(times):
    """Return a list of times as a range if they are evenly spaced, else as an array."""
    step = times[1] - times[0] if len(times) > 1 else 1
    even = range(times[0], times[-1] + 1, step) if times and step > 0 else range(0)
    return even if len(even) == len(times) and list(even) == times else array("q", times)
