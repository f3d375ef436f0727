"""Captions: words below a figure with numbers that the page fills in."""

import numpy as np

from ..draw import typeset
from .calls import call, called


def compile_caption(caption, known, values, prefix="caption"):
    """Compile a caption to its layout, and compute what a caption function shows besides.

    Parameters
    ----------
    caption : str, callable or None
        See `explore`.
    known : sequence of str
        What a format string may name.
    values : dict
        What a function may name.
    prefix : str
        Of the names of the outputs.

    Returns
    -------
    layout : list or dict
        The pieces of one format (see `typeset`), or ``{"which": the output that chooses, "cases": such lists}``.
    outputs : dict
        ``{"caption.0": value, ...}``.
    """
    if caption is None or isinstance(caption, str):
        return _compiled(caption or "", {name: name for name in known}), {}
    if not callable(caption):
        raise TypeError(f"caption must be a format string or a function; got {caption!r}")
    text, shown = _taken_apart(call(caption, values), called(caption))
    outputs = {f"{prefix}.{i}": value for i, value in enumerate(shown)}
    names = {str(i): name for i, name in enumerate(outputs)}
    if isinstance(text, str):
        return _compiled(text, names), outputs
    which = np.clip(shown[0], 0, len(text) - 1)
    cases = [_compiled(case, names) for case in text]
    return {"which": f"{prefix}.0", "cases": cases}, {**outputs, f"{prefix}.0": which}


def sentence(title):
    """Write a title as the sentence that a caption begins with."""
    return title if title.endswith((".", "!", "?", "…")) else f"{title}."


def _taken_apart(returned, name):
    """Find the format, or the list of formats, and the values in what a caption function has returned."""
    text, *shown = returned if isinstance(returned, tuple) and returned else (returned,)
    shown = shown[0] if len(shown) == 1 and isinstance(shown[0], tuple | list) else shown
    formats = text if isinstance(text, list) else [text]
    chosen = formats is not text or (shown and not np.ndim(shown[0]) and not isinstance(shown[0], str | None))
    if not (formats and chosen and all(isinstance(own, str) for own in formats)):
        raise TypeError(
            f"{name} must return a format string and its values, ('z = {{:.2f}}', z), or a list of format strings, the "
            f"number of the one to show, and values, (['off', 'on: {{1:.2f}}'], z > 0, z); got {returned!r}"
        )
    return text, shown


def _compiled(text, names):
    """Compile one format, whose fields have these names in the page."""
    if "<traced " in text:
        raise ValueError(
            f"the caption {text!r} is made of a traced value, and would be the same at every setting; return the value "
            "beside a format, ('z = {:.2f}', z)"
        )

    def resolve(field):
        if field not in names:
            raise ValueError(f"the caption {text!r} names {field!r}; known are {', '.join(names) or 'none'}")
        return names[field]

    return typeset.compile_format(text, resolve)


def settled(layout, values):
    """Return the layout with whole numbers shown as such, where the values are integers."""
    if isinstance(layout, dict):
        return {**layout, "cases": [typeset.settled(case, values) for case in layout["cases"]]}
    return typeset.settled(layout, values)


def filled(layout, values):
    """Write the caption at these values, as the page does."""
    return typeset.fill(chosen(layout, values), values)


def chosen(layout, values):
    """Choose the pieces of a layout that show at these values."""
    return layout["cases"][int(np.nan_to_num(values[layout["which"]]))] if isinstance(layout, dict) else layout
