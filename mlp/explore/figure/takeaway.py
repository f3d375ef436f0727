"""What a reader takes away from a figure: lines of code that compute the same, and arrays for a file.

The author's function returns lines, each as a caption function returns its words; and a dictionary of arrays, where
text stands for itself. Rows and columns that hold no number, only NaN, are left out of both.
"""

import numpy as np

from . import captions
from .calls import call, called


def outputs_of(script, arrays, values):
    """Call the author's functions: the layouts of lines and texts, and the outputs that fill them.

    Parameters
    ----------
    script, arrays : callable or None
        See `explore`.
    values : dict
        Of the controls, and "state" where there is one.

    Returns
    -------
    layouts : dict
        ``{"script": [layout, ...], "arrays": {name: layout, or None for an array}}``
    outputs : dict
        By name.
    """
    outputs = {}

    def layout(line, name):
        own, shown = captions.compile_caption(lambda: line, (), {}, name)
        outputs.update(shown)
        return own

    lines = _returned(script, values, list, "a list of lines")
    named = _returned(arrays, values, dict, "a dictionary of arrays")
    layouts = {"script": [layout(line, f"script.{k}") for k, line in enumerate(lines)], "arrays": {}}
    for key, value in named.items():
        is_text = isinstance(value, str | tuple)
        layouts["arrays"][key] = layout(value, f"text.{key}") if is_text else None
        if not is_text:
            outputs[f"array.{key}"] = value
    return layouts, outputs


def _returned(function, values, kind, words):
    """Call one of the author's functions, where there is one, and check what it returns."""
    returned = call(function, values) if function else kind()
    if not isinstance(returned, kind):
        raise TypeError(f"{called(function)} must return {words}; got {type(returned).__name__}")
    return returned


def script_of(layouts, outputs):
    """Write the lines, as the page does; one that is empty is left out."""
    lines = (_written(layout, outputs) for layout in layouts["script"])
    return "".join(f"{line}\n" for line in lines if line)


def arrays_of(layouts, outputs):
    """Find the arrays, and the texts."""
    return {
        key: present(outputs[f"array.{key}"]) if layout is None else _written(layout, outputs)
        for key, layout in layouts["arrays"].items()
    }


def present(array):
    """Leave out rows and columns that are NaN throughout."""
    array = np.asarray(array)
    for axis in range(array.ndim):
        others = tuple(k for k in range(array.ndim) if k != axis)
        array = np.compress(~np.isnan(array).all(axis=others), array, axis=axis)
    return array


def _written(layout, outputs):
    pieces = captions.chosen(layout, outputs)
    return "".join(piece if isinstance(piece, str) else _number(outputs[piece[0]], piece[1]) for piece in pieces)


def _number(value, spec):
    """Write a number as code; of an array all, in brackets."""
    return f"[{', '.join(_number(part, spec) for part in present(value))}]" if np.ndim(value) else format(value, spec)
