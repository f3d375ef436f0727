"""Captions: words below a figure with numbers that the page fills in."""

import numpy as np

from ..draw import typeset
from .calls import call


def compile_caption(caption, known, values):
    """Compile a caption to its layout, and compute what a caption function shows besides.

    Parameters
    ----------
    caption : str, callable or None
        See `explore`.
    known : sequence of str
        What a format string may name.
    values : dict
        What a function may name.

    Returns
    -------
    layout : list or dict
        The pieces of one format (see `typeset`), or ``{"which": the output that chooses, "cases": such lists}``.
    outputs : dict
        ``{"caption.0": value, ...}``.
    """
    if callable(caption):
        text, *shown = call(caption, values)
        shown = shown[0] if len(shown) == 1 and isinstance(shown[0], tuple | list) else shown
        if isinstance(text, list):
            shown = [np.clip(shown[0], 0, len(text) - 1), *shown[1:]]
        cases = [typeset.compile_format(case, "caption.{}".format) for case in np.atleast_1d(text)]
        layout = {"which": "caption.0", "cases": cases} if isinstance(text, list) else cases[0]
        return layout, {f"caption.{i}": value for i, value in enumerate(shown)}

    def resolve(field):
        if field not in known:
            raise ValueError(f"the caption names {field!r}; known are {', '.join(known)}")
        return field

    return typeset.compile_format(caption, resolve) if caption else [], {}


def settled(layout, values):
    """Return the layout with whole numbers shown as such, where the values are integers."""
    if isinstance(layout, dict):
        return {**layout, "cases": [typeset.settled(case, values) for case in layout["cases"]]}
    return typeset.settled(layout, values)


def filled(layout, values):
    """Write the caption at these values, as the page does."""
    pieces = layout["cases"][int(values[layout["which"]])] if isinstance(layout, dict) else layout
    return typeset.fill(pieces, values)
