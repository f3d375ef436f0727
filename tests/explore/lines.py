"""Random lines of NumPy, right ones and wrong ones: what Python makes of them, the page has to make of them, too."""

import re

import numpy as np

from mlp.explore.lines.language import ALONG, ELEMENTWISE, LineError, compute

SHAPES = {"W": (3, 2), "V": (1, 3), "X": (4, 2), "b": (3,), "x": (2,), "s": ()}
WRONG = (
    *"// % += -= & | ^ ~ ; { } ' \" ! ? $ @ ** = == < : , . ( ) [ ] # not if lambda None True x.sum np sum inv".split(),
    *"1_000 0x10 1j 12x .5. 007 np.exp np.inf .shape .dot(x) .sum(0) [x] [1.0] [] () (1,) axis=0 é² W.T.T".split(),
)


class Writer:
    """Writes programs.

    Parameters
    ----------
    seed : int
    """

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.given = {name: self.rng.uniform(-2, 2, shape).round(3) for name, shape in SHAPES.items()}

    def pick(self, *options):
        return options[self.rng.integers(len(options))]

    def expression(self, names, depth):
        """Write an expression, which may be none that NumPy computes."""
        if not depth:
            return self.pick(*names, *names, self.pick("2", "0.5", "1e-2", "3.", ".25", "np.pi", "12"))
        own = lambda: self.expression(names, depth - 1)
        kind = self.rng.integers(12)
        if kind < 4:
            return f"{own()}{self.pick(' + ', ' - ', '*', ' / ', ' @ ', '**', ' @ ')}{own()}"
        if kind == 4:
            return f"({own()} {self.pick('+', '-', '@')} {own()})"
        if kind == 5:
            return f"-{own()}"
        if kind == 6:
            name = self.pick(*ELEMENTWISE)
            if name == "where":
                return f"np.where({own()} {self.pick('<', '<=', '>', '>=', '==', '!=')} {own()}, {own()}, {own()})"
            return f"np.{name}({', '.join(own() for _ in range(ELEMENTWISE[name]))})"
        if kind == 7:
            axis = self.pick("", "axis=0", "axis=-1", "axis=1", "axis=0, keepdims=True", "keepdims=True", "axis=2,")
            name = self.pick(*ALONG)
            if self.rng.random() < 0.5:
                return f"np.{name}({own()}{', ' * bool(axis)}{axis})"
            return f"({own()}).{name}({axis})"
        if kind == 8:
            index = self.pick(
                "0", "-1", ":, 1", "1:", "::-1", ":, None", "np.newaxis, :", "0, 1:", "::2, 0", "-2:, ::-1", "3", ":,"
            )
            return f"{self.pick(*names)}[{index}]"
        if kind == 9:
            return (
                f"({own()}).T" if self.rng.random() < 0.7 else f"{self.pick(*names)}.shape[{self.pick('0', '-1', '1')}]"
            )
        if kind == 10:
            return f"{self.pick('1 * ', '')}({own()} {self.pick('<', '>', '>=')} {own()}){self.pick('', '', '.mean()')}"
        return f"np.{self.pick('exp', 'tanh', 'sqrt', 'log')}(\n    {own()}  # inside\n)"

    def program(self):
        """Write lines of which NumPy computes all, but for the last now and then."""
        lines, names = ["# a program", ""], [*SHAPES]
        for k in range(self.rng.integers(1, 6)):
            for _ in range(40):
                name = self.pick(f"v{k}", f"v{k}", "W", "δ", "_z", "")
                line = f"{name}{' = ' * bool(name)}{self.expression(names, self.rng.integers(1, 4))}"
                text = "\n".join([*lines, line])
                made, refused = computed(text, self.given)
                if refused and self.rng.random() < 0.02:
                    return text
                if not refused and is_held(made, computed(text, self.nudged())[0]):
                    lines.append(line)
                    names += [name] * bool(name)
                    break
        return "\n".join(lines)

    def nudged(self):
        """Move what is given by about a last bit."""
        return {name: x * (1 + 1e-14 * self.rng.choice([-1, 1], x.shape)) for name, x in self.given.items()}

    def wrong(self):
        """Write a program into which a piece has come, or from which one has gone."""
        text = self.program()
        pieces = re.findall(r"\w+|\s+|[^\w\s]", text)
        for _ in range(self.rng.integers(1, 3)):
            at = self.rng.integers(len(pieces))
            pieces[at : at + self.rng.integers(2)] = [self.pick(*WRONG, "")]
        return "".join(pieces)


def computed(text, given):
    """Compute a text by Python: (name, value) of its lines, and the number of the line that is refused, if any."""
    made = []
    try:
        for result in compute(text, given):
            made.append(result)
    except LineError as error:
        return made, error.line
    return made, None


def is_held(made, nudged):
    """Say whether numbers hardly move where the given ones do: only then can two libraries agree on them."""
    if len(made) != len(nudged):
        return False
    return all(are_near(value, other, 1e-12) for (_, value), (_, other) in zip(made, nudged, strict=True))


def are_near(value, other, within):
    """Compare numbers relative to the largest; what is not finite must be the same."""
    value, other = np.asarray(value, float), np.asarray(other, float)
    if value.shape != other.shape:
        return False
    finite = np.isfinite(value)
    room = within * np.abs(value[finite]).max(initial=0)
    same = np.array_equal(value[~finite], other[~finite], equal_nan=True)
    return same and bool((np.abs(value[finite] - other[finite]) <= room).all())
