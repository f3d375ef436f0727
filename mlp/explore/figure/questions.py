"""Questions to the reader: a number to type, with the slips that lead to wrong ones; a choice; or lines of NumPy."""

import hashlib
import json
from keyword import iskeyword
from numbers import Integral, Real

import numpy as np

from ..lines.language import compute, exchanged
from .calls import call, called


class Question:
    """What a reader is asked; `answer`, `choose`, `predict` and `write` make one.

    Attributes
    ----------
    question : str
        What is asked.
    words : list of str
        What is said with it; with the question they tell it from all others.
    choices : list of str
        What there is to choose from, if anything.
    numbers : dict
        What the page must compute to judge, each a named output, a function or a number.
    show : dict or None
        Where the figure goes after the answer.
    """

    choices, show = (), None


class Answer(Question):
    """A question with a number for an answer, and the slips that lead to wrong ones; made by `answer`."""

    def __init__(self, question, value, slips, tolerance):
        self.question, self.value, self.slips, self.tolerance = question, value, slips, tolerance
        self.words = list(slips)
        self.numbers = {"value": value} | {f"slip{i}": slip for i, slip in enumerate(slips.values())}

    def describe(self):
        """Say what the page must know besides the question and the numbers."""
        return {"slips": [_sentence(slip) for slip in self.slips], "tolerance": self.tolerance}


class Prediction(Question):
    """A question with choices, one of them right; made by `predict` and `choose`."""

    def __init__(self, question, said, right, verb, show=None):
        self.question, self.said, self.right, self.verb, self.show = question, said, right, verb, show
        self.words = self.choices = list(said)
        self.numbers = {"value": right}

    def describe(self):
        """Say what the page must know besides the question and the numbers."""
        return {"verb": self.verb, "choices": self.choices, "said": [_sentence(words) for words in self.said.values()]}


class Lines(Question):
    """A question with lines of NumPy for an answer; made by `write`."""

    def __init__(self, question, right, given, slips, wanted, start, loss, slopes):
        self.question, self.words, self.start, self.loss, self.slopes = question, list(given), start, loss, slopes
        self.given = {name: np.asarray(value, float) for name, value in given.items()}
        self.right = _values(right, self.given)
        self.wanted = list(self.right)[-1:] if wanted is None else list(wanted)
        self.slips = {said: self._wrong(exchanged(right, lines)) for said, lines in slips.items()}
        if idle := [said for said, values in self.slips.items() if not values]:
            raise ValueError(f"a slip must be lines that make something of right wrong; those of {idle[0]!r} do not")
        if loss is not None:
            _values(loss, self.given)
        if unknown := set(self.wanted) - set(self.right) | set(slopes.values()) - set(given):
            raise ValueError(f"wanted must be names of right, slopes those of given; got {', '.join(sorted(unknown))}")
        if slopes and loss is None:
            raise ValueError("slopes are those of J, so loss must be lines that compute it; got None")
        parts = {"given": self.given, "right": self.right}
        parts |= {f"slip{i}": values for i, values in enumerate(self.slips.values())}
        arrays = {f"{part}.{name}": own for part, values in parts.items() for name, own in values.items()}
        self.numbers = {name: _rounded(own) for name, own in arrays.items()}

    def _wrong(self, lines):
        """Compute lines: those of their values that are not right."""
        values = _values(lines, self.given | self.right | self.given)  # W = W - ... begins with the W that is given
        return {name: own for name, own in values.items() if name in self.right and not _same(own, self.right[name])}

    def describe(self):
        """Say what the page must know besides the question and the numbers."""
        lines = {
            **{
                "given": {name: own.shape for name, own in self.given.items()},
                "right": list(self.right),
                "wanted": self.wanted,
                "start": self.start,
            },
            "slips": [[_sentence(said), list(values)] for said, values in self.slips.items()],
            **{"rows": max(2, len(self.right) + 1), "loss": self.loss, "slopes": self.slopes},
        }
        return {"lines": lines}


def _values(lines, given):
    """Compute lines: name -> value, "" for that of an expression alone."""
    return {name or "": value for name, value in compute(lines, given)}


def _rounded(x):
    """Round an array to the digits that are judged; in those behind processors differ."""
    return np.vectorize(lambda number: float(f"{number:.12g}"))(x.astype(float))


def _same(x, y):
    """Say whether arrays are the same, but for rounding."""
    return x.shape == y.shape and np.allclose(x, y, rtol=1e-9, atol=0, equal_nan=True)


def answer(question, value, slips=None, tolerance=0.01):
    """Ask the reader for a number.

    It may be typed as people write numbers: 0.5, 0,5 or 32,768; 1/2, 2^15, 1.3e-5 or 1.3·10⁻⁵; 50 %; z = −0.5. Nothing
    is computed but products, quotients and powers. The right answer, rounded to fewer digits than the tolerance asks
    for, is no mistake: the figure asks for one more digit.

    Parameters
    ----------
    question : str
        What stands beside the field. Where it asks for percent, 50 and 50 % are the same.
    value : str, callable or number
        The right answer: a named output, a function of some of the controls, or the number itself.
    slips : dict or None
        ``{"you forgot f'": value}``: what the figure says to this wrong answer. Of those that fit, the nearest is told.
    tolerance : float
        How far off, relative to the answer, still counts; 0 for whole numbers.
    """
    slips = dict(slips or {})
    if not all(isinstance(words, str) for words in (question, *slips)):
        raise TypeError(f"a question and what is said to slips must be words; got {question!r}, {list(slips)}")
    if not 0 <= tolerance < 1:
        raise ValueError(f"tolerance must be a number >= 0 and < 1; got {tolerance!r}")
    return Answer(question, value, slips, float(tolerance))


def predict(question, choices, right, show=None):
    """Ask the reader to commit to one of a few choices, before the figure shows what happens.

    The choice stays, whatever is moved afterwards.

    Parameters
    ----------
    question : str
        What stands above the choices.
    choices : list of str, or dict
        At least two. ``{"a tenth": "That is what one unit lets through."}``: what the figure says to whoever has
        chosen it; "" for nothing.
    right : int
        Which choice is right, counted from 0.
    show : dict or None
        ``{control: value}``: where the figure goes after the commitment, so that the reader sees the answer. "step" is
        how often a state is stepped from its start.

    Raises
    ------
    TypeError
        If the question, the choices or what is said to them are not words.
    ValueError
        If there are fewer than two choices or two alike, or `right` is not the number of one.

    Examples
    --------
    >>> guess = predict("How much arrives?", ["a tenth", "a fiftieth", "a hundred-thousandth"], right=2)
    >>> guess.choices[guess.right]
    'a hundred-thousandth'
    """
    if not isinstance(choices, list | tuple | dict):
        raise TypeError(f"choices must be a list of words, or a dict {{choice: what is said to it}}; got {choices!r}")
    said = choices if isinstance(choices, dict) else dict.fromkeys(choices, "")
    if not all(isinstance(words, str) for words in (question, *said, *said.values())):
        raise TypeError(f"a question, its choices and what is said to them must be words; got {question!r}, {choices}")
    if len({" ".join(choice.split()) for choice in said} - {""}) < max(2, len(choices)):
        raise ValueError(f"choices must be at least two, none empty and no two alike; got {list(choices)}")
    if isinstance(right, bool) or not isinstance(right, Integral) or not 0 <= right < len(said):
        raise ValueError(f"right must be the number of a choice, from 0 to {len(said) - 1}; got {right!r}")
    return Prediction(question, dict(said), int(right), "Predict", show)


def choose(question, choices, right):
    """Ask the reader for one of a few choices where nothing is to be seen later, as in an exercise; see `predict`."""
    return Prediction(question, predict(question, choices, right).said, int(right), "Choose")


def write(question, right, given, slips=None, wanted=None, start="", loss=None, slopes=None):
    """Ask the reader for lines of NumPy, which the page computes: `mlp.explore.lines.language` says what they may be.

    Each line shows its value, what NumPy would refuse is said in words, and any lines are right that compute the same.

    Parameters
    ----------
    question : str
        What stands above the lines.
    right : str
        Right lines.
    given : dict
        Name -> array, of what the lines may use. Take numbers without a pattern (`some_numbers`): only so is what is
        equal the same.
    slips : dict or None
        ``{"f' is missing": "delta3 = a3 - y"}``: what is said to lines with this value, or with what follows from it in
        the lines of `right` that stand behind. They may use names of `right`.
    wanted : list of str or None
        The names that must have their right values in the end; None: the last of `right`. Of one alone the name may be
        left out by the reader.
    start : str
        Lines that stand there at first.
    loss : str or None
        Lines that compute, last of all, a number J from what is given.
    slopes : dict or None
        ``{"dW2": "W2"}``: where the reader has a line of this name, it is checked against the slopes of J.

    Raises
    ------
    TypeError
        If the question, the lines or what is said to slips are no words.
    ValueError
        If `right`, a slip or `loss` cannot be computed, a slip makes nothing wrong, or a name of `wanted` or `slopes`
        is in none of them.

    Examples
    --------
    >>> layer = write("Write z.", "z = W @ x", {"W": [[1.0, 2.0]], "x": [3.0, 4.0]})
    >>> layer.numbers["right.z"]
    array([11.])
    """
    slips, slopes, given = dict(slips or {}), dict(slopes or {}), dict(given)
    if odd := [name for name in given if not str(name).isidentifier() or iskeyword(name) or name == "np"]:
        raise ValueError(f"given must have names such as W; got {odd[0]!r}")
    if not all(isinstance(words, str) for words in (question, right, start, loss or "", *slips, *slips.values())):
        raise TypeError("a question, its lines and what is said to slips must be words")
    return Lines(question, right, given, slips, wanted, start, loss, slopes)


def some_numbers(seed=1, **shapes):
    """Draw arrays without a pattern, to two digits: what to give a reader who shall `write`.

    Parameters
    ----------
    seed : int
        For other numbers.
    **shapes : int or tuple of int
        Name -> shape; () for a number alone.

    Returns
    -------
    dict
        Name -> array of normal numbers.

    Examples
    --------
    >>> some_numbers(W=(1, 2), b=1)
    {'W': array([[0.35, 0.82]]), 'b': array([0.33])}
    """
    rng = np.random.default_rng(seed)
    return {name: np.round(rng.normal(size=shape), 2) for name, shape in shapes.items()}


def listed(ask):
    """List what is asked: one question, several, or none."""
    questions = [ask] if isinstance(ask, Question | str) else list(ask or [])
    for question in questions:
        if not isinstance(question, Question):
            raise TypeError(f"ask must be answer(...), predict(...) or write(...), or a list of such; got {question!r}")
    return questions


def describe(questions, name=None):
    """Say what the page must know of questions: a list for JSON. Where there are several, they are numbered.

    Under its id a browser keeps what a reader has answered. It is made of the words of the question: in a book that is
    built anew, the answer to a question that is gone belongs to none. Of those with the same words, each has its own.

    Parameters
    ----------
    questions : list of Question
        What is asked.
    name : str or None
        Of the figure that asks.
    """
    n, own = len(questions), [[name, ask.question, *ask.words] for ask in questions]
    return [
        {
            "id": _digest([*own[k], own[:k].count(own[k])]),
            "question": f"{ask.question} ({k + 1} of {n})" if n > 1 else ask.question,
            **ask.describe(),
        }
        for k, ask in enumerate(questions)
    ]


def outputs_of(questions, named, values):
    """Compute what the page needs to judge: the right answers, and what the slips lead to.

    Parameters
    ----------
    questions : list of Question
        What is asked.
    named : dict
        The named outputs of the figure.
    values : dict
        Of the controls, and "state" where there is one.
    """
    return {
        f"ask{k}.{part}": value if isinstance(question, Lines) else _number(value, named, values)
        for k, question in enumerate(questions)
        for part, value in question.numbers.items()
    }


def _number(value, named, values):
    """Find the number that a question is about: a named output, what a function returns, or the number itself."""
    if isinstance(value, Real):
        return float(value)
    if not callable(value) and (not isinstance(value, str) or value not in named):
        raise ValueError(
            f"answer must be a number, a function, or the name of an output ({', '.join(named) or 'there is none'}); "
            f"got {value!r}"
        )
    number = call(value, values) if callable(value) else named[value]
    if number is None or isinstance(number, str) or np.ndim(number):
        raise ValueError(f"an answer is a single number; {called(value) if callable(value) else value} is {number!r}")
    return number


def _digest(what):
    """Return a few hexadecimal digits that stand for a list of words and numbers."""
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:12]


def _sentence(words):
    """End words with a full stop, where they do not end otherwise."""
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."
