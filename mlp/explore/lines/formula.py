"""A formula that a reader types: a function of numbers, in the language of lines.

Each number of an array is computed by itself, so that what the function gives has the shape of what it gets. The page
does the same in `player/lines/formula.js`.
"""

import re

import numpy as np

from .language import Machine, read, statements

LONGEST = 200  # characters: a page's address holds them, and Python's stack
APART = re.compile(r"@|\[|\.\s*(sum|mean|prod|max|min|argmax|argmin|outer|T|shape)\b")


class Formula:
    """A function of numbers, made of the text of its formula; `formula` makes it.

    Parameters
    ----------
    text : str
        An expression of `language`.
    of : str
        The name that its argument has there.

    Raises
    ------
    ValueError
        Where the text cannot be read or computed.
    """

    def __init__(self, text, of):
        self.text, self.of = text, of
        if len(text) > LONGEST:
            raise ValueError(f"a formula has {LONGEST} characters at most")
        sources = [source for _, source in statements(text)]
        if len(sources) != 1:
            raise ValueError(f"a formula is one expression, such as np.tanh({of})")
        name, self._tree = read(sources[0])
        if name:
            raise ValueError(f"write what {name} is, and not {name} =")
        if APART.search(sources[0]):
            raise ValueError(
                "a formula computes each number by itself, without sums, indices, @ and .T; "
                "the larger of two is np.maximum(a, b)"
            )
        self(0.5)

    def __call__(self, x):
        """Compute the function, element by element."""
        x = np.asarray(x, float)
        with np.errstate(all="ignore"):
            value = Machine({self.of: x}).numbers(self._tree)
        return np.array(np.broadcast_to(value, x.shape))[()]

    def __repr__(self):
        return f"formula({self.text!r}, of={self.of!r})"


def formula(text, of):
    """Let the reader type a function: a control of `explore`, whose value is the text of a formula.

    The author's function gets what it stands for: called with a number or an array of any shape, it computes each
    number by itself.

    Parameters
    ----------
    text : str
        The formula that stands there at first, ``"z * (z > 0)"``: one expression of the language that `write` takes.
    of : str
        The name of its argument, ``"z"``.

    Returns
    -------
    Formula
        Which computes the first formula in Python, too.

    Raises
    ------
    ValueError
        Where the text cannot be read or computed, with the reason.

    Examples
    --------
    >>> f = formula("z * (z > 0)", of="z")
    >>> f(np.array([-1.0, 2.0]))
    array([-0.,  2.])
    """
    if not (isinstance(of, str) and of.isidentifier() and of != "np"):
        raise ValueError(f"of must be the name of the formula's argument, such as 'z'; got {of!r}")
    if not isinstance(text, str):
        raise TypeError(f"text must be a formula of {of}, such as 'np.tanh({of})'; got {text!r}")
    return Formula(text, of)
