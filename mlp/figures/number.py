"""The names of a network's numbers: a letter, the layer, the units; as text ``W1_12``, and to be read W₁₂⁽¹⁾."""

from ..explore.draw.typeset import LOWERED, RAISED

SYMBOLS = {"learning_rate": "α", "weight_decay": "λ"}


class Number(str):
    """The name of a number: text wherever a name is wanted, and the parts that it is made of.

    Parameters
    ----------
    letter : str
        x, y, z, a, W, b, delta, or dW and db for the derivatives of J, or one that stands in no formula.
    l : int
        The layer; 0 for x and y, which have none in their names.
    *units : int
        The unit, or of a weight the unit where its line ends and the one where it begins.

    Examples
    --------
    >>> weight = Number("W", 1, 1, 2)
    >>> weight, weight.symbol, weight.gradient, Number("x", 0, 2).symbol
    ('W1_12', 'W₁₂⁽¹⁾', 'dW1_12', 'x₂')
    """

    __slots__ = ("l", "letter", "units")

    def __new__(cls, letter, l, *units):
        number = super().__new__(cls, f"{letter}{l or ''}_{''.join(map(str, units))}")
        number.letter, number.l, number.units = letter, l, units
        return number

    def __getnewargs__(self):
        return self.letter, self.l, *self.units

    @property
    def gradient(self):
        """The name of the derivative of J by this parameter."""
        return Number("d" + self.letter, self.l, *self.units)

    @property
    def symbol(self):
        """The symbol, as a reader knows it."""
        letter = {"delta": "δ", "dW": "∂J/∂W", "db": "∂J/∂b"}.get(self.letter, self.letter)
        above = f"⁽{str(self.l).translate(RAISED)}⁾" if self.l else ""
        return letter + "".join(map(str, self.units)).translate(LOWERED) + above


def symbol(name):
    """Write the symbol of a number of the network, or of the learning rate and the weight decay."""
    return name.symbol if isinstance(name, Number) else SYMBOLS[name]


def letter(name):
    """Return the letter of a number of the network; any other number is called by its whole name."""
    return name.letter if isinstance(name, Number) else name
