"""Questions to the reader: a number to type, and the slips that lead to wrong ones."""

from numbers import Real

import numpy as np

from .calls import call, called


class Answer:
    """A question with a number for an answer, and the slips that lead to wrong ones; made by `answer`."""

    def __init__(self, question, value, slips, tolerance):
        self.question, self.value, self.slips, self.tolerance = question, value, slips, tolerance


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


def listed(ask):
    """List what is asked: one answer, several, or none."""
    questions = [ask] if isinstance(ask, Answer | str) else list(ask or [])
    for question in questions:
        if not isinstance(question, Answer):
            raise TypeError(f"ask must be answer(...), or a list of such; got {question!r}")
    return questions


def describe(questions):
    """Say what the page must know of questions: a list for JSON. Where there are several, they are numbered."""
    n = len(questions)
    return [
        {
            "question": f"{k} of {n}: {ask.question}" if n > 1 else ask.question,
            "slips": [_sentence(slip) for slip in ask.slips],
            "tolerance": ask.tolerance,
        }
        for k, ask in enumerate(questions, start=1)
    ]


def outputs_of(questions, named, values):
    """Compute what the page needs to judge: the right answers, and what the slips lead to.

    Parameters
    ----------
    questions : list of Answer
        What is asked.
    named : dict
        The named outputs of the figure.
    values : dict
        Of the controls, and "state" where there is one.
    """
    outputs = {}
    for k, question in enumerate(questions):
        parts = {"value": question.value} | {f"slip{i}": slip for i, slip in enumerate(question.slips.values())}
        outputs |= {f"ask{k}.{part}": _number(value, named, values) for part, value in parts.items()}
    return outputs


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


def _sentence(words):
    """End words with a full stop, where they do not end otherwise."""
    return words if words.endswith((".", "?", "!")) else f"{words}."
