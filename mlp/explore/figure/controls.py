"""Controls: what a reader moves, from the abbreviations of `ipywidgets.interact` or from ipywidgets objects::

    z0=(-6.0, 6.0, 0.1)                 a slider from -6 to 6 in steps of 0.1; of integers: (1, 10)
    z0=2.0                              a slider around 2
    smooth=True                         a checkbox
    f={"tanh": mlp.tanh, ...}           a choice by name; f=["a", "b"]: a choice among values
    rate=FloatLogSlider(...)            the settings of an ipywidgets object; also number fields, radio buttons, ...
    step=Play(min=0, max=9)             a walk: an integer slider with buttons to go back and on
    again=Button(description="Again")   a button: its value is how often it was pressed

A control's first value is update's own default for the parameter, where it has one, or what interact would take.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real

import ipywidgets
import numpy as np
import traitlets

from ..draw import typeset


@dataclass
class Control:
    """One control, as Python and the page know it.

    Attributes
    ----------
    name : str
        The parameter of update that it moves.
    kind : str
        "range", "number", "checkbox", "choice" or "button".
    value : object
        What it is at first; of a choice the key.
    label : str
    integer : bool
        Whether its values are integers.
    min, max, step : float or None
        Of a logarithmic slider: of the exponent.
    base : float or None
        Of a logarithmic slider.
    format : str
        Of the number beside a slider, in the language of Python and d3.
    walk : bool
        Whether a slider has buttons to go back and on.
    options : dict
        Of a choice: key -> value.
    """

    name: str
    kind: str
    value: object
    label: str = ""
    integer: bool = False
    min: float | None = None
    max: float | None = None
    step: float | None = None
    base: float | None = None
    format: str = ""
    walk: bool = False
    options: dict = field(default_factory=dict)

    @property
    def limits(self):
        """The least and the greatest value (None: there is none)."""
        if self.base is not None:
            return self.base**self.min * (1 - 1e-12), self.base**self.max * (1 + 1e-12)  # the page's powers may differ
        return self.min, self.max

    def trait(self):
        """Make the trait that holds the control's value."""
        if self.kind == "choice":
            return _Choice(self).tag(sync=True)
        if self.kind == "checkbox":
            return traitlets.Bool(self.value).tag(sync=True)
        low, high = self.limits
        return (traitlets.Int if self.integer else traitlets.Float)(self.value, min=low, max=high).tag(sync=True)

    def key(self, value):
        """Find the key of a choice's value, or of its key itself."""
        for key, option in self.options.items():
            if value is option or (isinstance(value, type(key)) and value == key):
                return key
        keys = ", ".join(map(repr, self.options))
        raise ValueError(f"{self.name} must be one of {keys}; got {value!r}")

    def check(self, value):
        """Check a value and return it as the function gets it."""
        if self.kind == "choice":
            return self.key(value)
        if self.kind == "checkbox":
            if not isinstance(value, bool | np.bool_):
                raise TypeError(f"{self.name} must be True or False; got {value!r}")
            return bool(value)
        kind = Integral if self.integer else Real
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError(f"{self.name} must be {'an integer' if self.integer else 'a number'}; got {value!r}")
        low, high = self.limits
        low, high = -math.inf if low is None else low, math.inf if high is None else high
        if not (low <= value <= high and math.isfinite(value)):
            raise ValueError(f"{self.name} must be from {low:.10g} to {high:.10g}; got {value!r}")
        return int(value) if self.integer else float(value)

    def random(self, generator):
        """Draw a value that the control can take, for tests."""
        if self.kind == "choice":
            return list(self.options)[generator.integers(len(self.options))]
        if self.kind == "checkbox":
            return bool(generator.integers(2))
        if self.kind == "button":
            return int(generator.integers(5))
        low, high = (-10.0 if self.min is None else self.min), (10.0 if self.max is None else self.max)
        steps = generator.integers(int(round((high - low) / self.step, 6)) + 1) if self.step else None
        value = min(low + steps * self.step, high) if self.step else generator.uniform(low, high)
        value = value if self.base is None else min(max(self.base**value, self.base**low), self.base**high)
        return int(value) if self.integer else float(value)

    def describe(self):
        """Say what the page must know: a dictionary for JSON."""
        own = {"name": self.name, "kind": self.kind, "label": self.label or words(self.name), "value": self.value}
        if self.kind == "choice":
            return {**own, "options": list(self.options)}
        more = {"min": self.min, "max": self.max, "step": self.step, "base": self.base, "format": self.format,
                "integer": self.integer or None, "walk": self.walk or None}  # fmt: skip
        return own | {key: value for key, value in more.items() if value is not None and value != ""}


class _Choice(traitlets.TraitType):
    """A trait that holds the key of a choice and takes its value too."""

    def __init__(self, control):
        self.control = control
        super().__init__(control.value)

    def validate(self, obj, value):
        try:
            return self.control.key(value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from error


def make(name, given, default=None):
    """Make a control from an abbreviation or an ipywidgets object.

    Parameters
    ----------
    name : str
        The parameter that it moves.
    given : tuple, list, dict, number, bool or ipywidgets.Widget
        The abbreviation, or the widget whose settings are taken over.
    default : object or None
        What update's own default for the parameter is.
    """
    if isinstance(given, ipywidgets.Widget):
        control = _from_widget(name, given)
    elif isinstance(given, tuple) and len(given) in (2, 3) and all(_is_number(v) for v in given):
        control = _slider(name, *given)
    elif isinstance(given, bool | np.bool_):
        control = Control(name, "checkbox", bool(given))
    elif _is_number(given):
        low, high = (-given, 3 * given) if given > 0 else (3 * given, -given) if given else (0, 1)
        control = _slider(name, *(type(given)(v) for v in (low, high)), value=given)
    elif isinstance(given, Mapping | list | tuple | range) and len(given):
        control = _choice(name, given)
    else:
        raise TypeError(
            f"{name} must be (min, max), (min, max, step), a number, True or False, a list or dictionary of choices, "
            f"or an ipywidgets object; got {given!r}"
        )
    if default is not None:
        control.value = control.check(default)
    return control


def words(name):
    """Write the name of a parameter as a label: w_1 is w₁, learning_rate learning rate."""
    return re.sub(r"_(\d+)$", lambda index: index[1].translate(typeset.LOWERED), name).replace("_", " ")


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _slider(name, low, high, step=None, value=None):
    """Make a slider with interact's own defaults: the middle, on a step."""
    if not low < high:
        raise ValueError(f"{name} must be (min, max) with min < max; got ({low}, {high})")
    if step is not None and not step > 0:
        raise ValueError(f"{name} must have a step > 0; got {step}")
    integer = all(isinstance(v, Integral) for v in (low, high, step or 1))
    low, high = (int(low), int(high)) if integer else (float(low), float(high))
    if value is None:
        value = low + ((high - low) // 2 if integer else (high - low) / 2)
        value = low + int((value - low) / step + 1e-9) * step if step else value
    step = step or (1 if integer else 0.1)
    value = int(value) if integer else round(float(value), 12)
    return Control(name, "range", value, integer=integer, min=low, max=high, step=int(step) if integer else float(step),
                   format="d" if integer else "." + str(_digits(step)) + "f")  # fmt: skip


def _digits(step):
    """Find how many digits after the point a step has."""
    return next((n for n in range(10) if math.isclose(step * 10**n, round(step * 10**n), rel_tol=1e-6)), 6)


def _choice(name, given, value=None):
    """Make a choice from a dictionary, a list of values, or of pairs (name, value)."""
    if isinstance(given, Mapping):
        options = {str(key): option for key, option in given.items()}
    elif all(isinstance(item, tuple) and len(item) == 2 for item in given):
        options = {str(key): option for key, option in given}
    else:
        options = {item if isinstance(item, str | int | float) else str(item): item for item in given}
    control = Control(name, "choice", next(iter(options)), options=options)
    if value is not None:
        control.value = control.key(value)
    return control


SELECTIONS = ("Dropdown", "Select", "RadioButtons", "ToggleButtons", "SelectionSlider")


def _from_widget(name, widget):
    """Take over the settings of an ipywidgets object."""
    kind, label = type(widget).__name__, getattr(widget, "description", "")
    if kind in SELECTIONS:
        control = _choice(name, widget.options, widget.value)
    elif kind in ("Checkbox", "ToggleButton"):
        control = Control(name, "checkbox", widget.value)
    elif kind == "Button":
        control = Control(name, "button", 0, integer=True, min=0)
    elif kind in ("FloatSlider", "IntSlider", "FloatLogSlider"):
        control = Control(name, "range", widget.value, integer=kind == "IntSlider", min=widget.min, max=widget.max,
                          step=widget.step, format=widget.readout_format)  # fmt: skip
        control.base = widget.base if kind == "FloatLogSlider" else None
    elif kind == "Play":
        control = Control(name, "range", widget.value, integer=True, min=widget.min, max=widget.max, step=widget.step,
                          format="d", walk=True)  # fmt: skip
    elif kind in ("FloatText", "IntText", "BoundedFloatText", "BoundedIntText"):
        control = Control(name, "number", widget.value, integer="Int" in kind, min=getattr(widget, "min", None),
                          max=getattr(widget, "max", None), step=widget.step)  # fmt: skip
    else:
        raise TypeError(f"{name} cannot be a {kind}; sliders, number fields, checkboxes, choices and buttons can")
    control.label, control.format = label, typeset.check_spec(control.format, f"the readout of {name}")
    return control
