"""What training leaves behind: numbers by name, and what is needed to go on where it stopped."""


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
    """

    def __init__(self, seed=0):
        super().__init__()
        self.at = {}
        self.stopped = None
        self.memory = None
        self.seed = seed

    @property
    def iterations(self):
        """Count the updates made so far."""
        return max(len(self.get("J", ())) - 1, 0)

    def record(self, t, values):
        """Append a dictionary of numbers, as they were at iteration t."""
        for name, value in values.items():
            times = self.at.setdefault(name, [])
            if times and times[-1] == t:
                raise ValueError(f"{name!r} is recorded twice at iteration {t}; give one of the two another name")
            self.setdefault(name, []).append(float(value))
            times.append(t)

    def forget(self, t):
        """Remove what was recorded at iteration t or later, so that it can be recorded again."""
        for name, times in self.at.items():
            keep = sum(time < t for time in times)
            del times[keep:], self[name][keep:]

    def __repr__(self):
        J = self.get("J")
        course = f"J {J[0]:.5g} -> {J[-1]:.5g}" if J else "no entries"
        return f"History({self.iterations} iterations, {course}{f', {self.stopped}' if self.stopped else ''})"
