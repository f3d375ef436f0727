"""Controls: what a reader moves, from the abbreviations of `ipywidgets.interact` or from ipywidgets objects::

    z0=(-6.0, 6.0, 0.1)                 a slider from -6 to 6 in steps of 0.1; of integers: (1, 10)
    z0=2.0                              a slider around 2
    smooth=True                         a checkbox
    f={"tanh": mlp.tanh, ...}           a choice by name; f=["a", "b"]: a choice among values
    data=pick("circles", "XOR")         a choice whose number the function gets, 0 or 1, for np.take and np.where
    rate=FloatLogSlider(...)            the settings of an ipywidgets object; also number fields, radio buttons, ...
    step=Play(min=0, max=9)             a walk: an integer slider with buttons to go back and on
    again=Button(description="Again")   a button: its value is how often it was pressed
    f=formula("np.tanh(z)", of="z")      a formula to be typed; the author's function gets what it stands for, f(z)
    own=points(40, ax, ["orange", "blue"])      rows x, y, kind that the reader makes by clicks in these axes
    own=pad((16, 16), image)            numbers from 0 to 1 that the reader draws into this image

Of more than five a page shows the first ones, in their order here, and folds the rest; those that can be dragged in the
drawing before any other. Number fields whose names differ in their indices alone, w_11, w_12, ..., stand as a matrix.

A control's first value is update's own default for the parameter, where it has one, or what interact would take. Each
kind is a class: what it is made from, what values it takes, and what the page must know of it.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from numbers import Integral, Real

import ipywidgets
import numpy as np
import traitlets

from ..draw import typeset
from ..lines.formula import Formula


@dataclass
class Control:
    """One control, as Python and the page know it: what all kinds have in common.

    Attributes
    ----------
    kind : str
        Of the class: its elements in the page.
    widgets : tuple of str
        Of the class: the ipywidgets whose settings it takes over.
    options : dict
        Of a choice: key -> value. Each has tapes of its own.
    name : str
        The parameter of update that it moves.
    value : object
        What it is at first; of a choice the key.
    label : str
    """

    kind, widgets, options = None, (), ()

    name: str
    value: object
    label: str = ""

    @classmethod
    def abbreviated(cls, name, given):
        """Make one from an abbreviation of interact's; None where that stands for no such control."""
        return None

    @classmethod
    def like(cls, name, widget):
        """Make one with the settings of an ipywidgets object."""
        return cls(name, widget.value)

    def check(self, value):
        """Check a value and return it as the control holds it."""
        raise NotImplementedError

    def input(self, value):
        """Find what the tapes get at a value: numbers; of a choice None, of a formula the function."""
        return value

    def random(self, generator):
        """Draw a value that the control can take, for tests."""
        raise NotImplementedError

    def plain(self, value):
        """Write a value as JSON has it."""
        return value

    def describe(self):
        """Say what the page must know: a dictionary for JSON."""
        label, value = self.label or words(self.name), self.plain(self.value)
        return {"name": self.name, "kind": self.kind, "label": label, "value": value}

    def trait(self):
        """Make the trait that holds the control's value."""
        return _Value(self).tag(sync=True, to_json=lambda value, widget: self.plain(value))


class _Value(traitlets.TraitType):
    """A trait that takes what its control takes."""

    def __init__(self, control):
        self.control = control
        super().__init__(control.value)

    def validate(self, obj, value):
        try:
            return self.control.check(value)
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from error


class Checkbox(Control):
    """Yes or no."""

    kind, widgets = "checkbox", ("Checkbox", "ToggleButton")

    @classmethod
    def abbreviated(cls, name, given):
        return cls(name, given) if isinstance(given, bool | np.bool_) else None

    def check(self, value):
        if not isinstance(value, bool | np.bool_):
            raise TypeError(f"{self.name} must be True or False; got {value!r}")
        return bool(value)

    def random(self, generator):
        return bool(generator.integers(2))


@dataclass
class Number(Control):
    """What sliders, number fields and buttons have in common.

    Attributes
    ----------
    integer : bool
        Whether its values are integers.
    min, max, step : float or None
        Where it begins, where it ends, and how it goes on; of a logarithmic slider those of the exponent.
    format : str
        Of the number beside a slider, in the language of Python and d3.
    """

    base, walk = None, None

    integer: bool = False
    min: float | None = None
    max: float | None = None
    step: float | None = None
    format: str = ""

    def __post_init__(self):
        given = {key: value for key in ("min", "max", "step") if (value := getattr(self, key)) is not None}
        if not all(abs(value) <= self.most for value in given.values()):
            settings = ", ".join(f"{key}={value}" for key, value in given.items())
            raise ValueError(f"{self.name} must have limits and a step up to {self.most:g} in size; got {settings}")
        if self.step is not None and not self.step > 0:
            raise ValueError(f"{self.name} must have a step > 0; got {self.step}")
        for key, value in given.items():
            setattr(self, key, (int if self.integer else float)(value))

    @property
    def most(self):
        """The greatest number that it may hold: among greater ones the page has not every integer."""
        return 2**53 - 1 if self.integer else 1e300

    @classmethod
    def like(cls, name, widget):
        settings = {key: getattr(widget, key) for key in ("min", "max", "step", "base") if hasattr(widget, key)}
        own = cls(name, widget.value, integer=isinstance(widget.value, int), **settings)
        own.format = typeset.check_spec(getattr(widget, "readout_format", own.format), f"the readout of {name}")
        if not own.integer:
            own.format = own.format.replace("d", ".0f")  # d3 rounds, Python does not
        return own

    def at(self, place):
        """Find the value at a place between `min` and `max`."""
        return place

    @property
    def limits(self):
        """The least and the greatest value."""
        return (-self.most if self.min is None else self.min), (self.most if self.max is None else self.max)

    def check(self, value):
        if not isinstance(value, Integral if self.integer else Real) or isinstance(value, bool):
            raise TypeError(f"{self.name} must be {'an integer' if self.integer else 'a number'}; got {value!r}")
        low, high = self.limits
        if not low <= value <= high:
            raise ValueError(f"{self.name} must be from {low:.10g} to {high:.10g}; got {value!r}")
        return int(value) if self.integer else float(value)

    def random(self, generator):
        low, high = (-10.0 if self.min is None else self.min), (10.0 if self.max is None else self.max)
        if self.step:
            steps = min(int(round((high - low) / self.step, 6)), 2**53)
            place = min(low + generator.integers(steps + 1) * self.step, high)
        else:
            place = generator.uniform(low, high)
        return int(place) if self.integer else float(self.at(place))

    def describe(self):
        more = {"min": self.min, "max": self.max, "step": self.step, "base": self.base, "format": self.format or None,
                "integer": self.integer or None, "walk": self.walk}  # fmt: skip
        return super().describe() | {key: value for key, value in more.items() if value is not None}


@dataclass
class Slider(Number):
    """A number between two others."""

    kind, widgets = "range", ("FloatSlider", "IntSlider")

    @classmethod
    def abbreviated(cls, name, given):
        if _is_number(given):
            given = given.item() if isinstance(given, np.generic) else given
            low, high = (-given, 3 * given) if given > 0 else (3 * given, -given) if given else (0, type(given)(1))
            return cls.between(name, low, high, value=given)
        if isinstance(given, tuple) and len(given) in (2, 3) and all(map(_is_number, given)):
            return cls.between(name, *given)
        return None

    @classmethod
    def like(cls, name, widget):
        own = super().like(name, widget)
        least, greatest = (typeset.written(own.at(place), own.format) for place in (own.min, own.max))
        if least == greatest and own.min < own.max:  # it would say the same everywhere
            own.format = own.readout()
        return own

    @classmethod
    def between(cls, name, low, high, step=None, value=None):
        """Make a slider with interact's own defaults: the middle, on a step."""
        if not low < high:
            raise ValueError(f"{name} must be (min, max) with min < max; got ({low}, {high})")
        integer = all(isinstance(v, Integral) for v in (low, high, step or 1))
        own = cls(name, value, integer=integer, min=low, max=high, step=step)
        low, high, step = own.min, own.max, own.step
        if step and step > high - low:
            raise ValueError(f"{name} must have a step that fits between {low} and {high}; got {step}")
        if value is None:
            value = low + ((high - low) // 2 if integer else (high - low) / 2)
            value = low + int((value - low) / step + 1e-9) * step if step else value
        if integer:
            own.value, own.step, own.format = value, step or 1, "d"
        else:
            own.step = step or _usual_step(low, high)
            own.value, own.format = round(float(value), max(12, 6 - _exponent(own.step))), own.readout()
        return own

    def readout(self):
        """Choose a format: as many digits after the point as a step has, or as many digits as tell two steps apart."""
        largest, step = max(abs(self.min), abs(self.max)), self.step or (self.max - self.min) / 100
        if step >= 1e-6 and largest < 1e9:
            return f".{_digits(step)}f"
        places = _exponent(largest) - _exponent(step) + _digits(step / 10.0 ** _exponent(step))
        return f".{min(places + 1, 17)}g"


@dataclass
class LogSlider(Slider):
    """A slider of the exponent; its value is a power of `base`."""

    widgets = ("FloatLogSlider",)

    base: float = 10.0

    def __post_init__(self):
        super().__post_init__()
        if not (self.base > 1 and max(abs(self.min), abs(self.max)) * math.log10(self.base) <= 300):
            raise ValueError(
                f"{self.name} must have a base > 1, and powers of it from 1e-300 to 1e300; "
                f"got base={self.base}, min={self.min}, max={self.max}"
            )

    def at(self, place):
        return min(max(self.base**place, self.base**self.min), self.base**self.max)

    @property
    def limits(self):
        return self.at(self.min) * (1 - 1e-12), self.at(self.max) * (1 + 1e-12)  # the page's powers may differ


@dataclass
class Walk(Slider):
    """A slider of integers with buttons to go back and on."""

    widgets, walk = ("Play",), True

    format: str = "d"


class Field(Number):
    """A number to be typed."""

    kind, widgets = "number", ("FloatText", "IntText", "BoundedFloatText", "BoundedIntText")


class Button(Number):
    """A button; its value is how often it was pressed."""

    kind, widgets = "button", ("Button",)

    @classmethod
    def like(cls, name, widget):
        return cls(name, 0, integer=True, min=0)

    def random(self, generator):
        return int(generator.integers(5))


@dataclass
class Choice(Control):
    """One of several options, each with a key that the reader sees."""

    kind, widgets = "choice", ("Dropdown", "Select", "RadioButtons", "ToggleButtons", "SelectionSlider")

    options: dict = field(default_factory=dict)

    @classmethod
    def abbreviated(cls, name, given):
        return cls.among(name, given) if isinstance(given, Mapping | list | tuple | range) and len(given) else None

    @classmethod
    def like(cls, name, widget):
        own = cls.among(name, widget.options)
        own.value = list(own.options)[widget.index or 0]
        return own

    @classmethod
    def among(cls, name, given):
        """Make a choice from a dictionary, a list of values, or of pairs (name, value)."""
        if isinstance(given, Mapping):
            options = [(str(key), option) for key, option in given.items()]
        elif all(isinstance(item, tuple) and len(item) == 2 for item in given):
            options = [(str(key), option) for key, option in given]
        else:
            options = [(_key(item), item) for item in given]
        if not options:
            raise ValueError(f"{name} must have one option at least; got {given!r}")
        texts = [" ".join(str(key).split()) for key, _ in options]
        twice = next((text for text in texts if texts.count(text) > 1), None)
        if twice is not None:
            raise ValueError(
                f"{name} has two options that read {twice}, for which nobody could choose; give each a name, "
                "{'one': ..., 'another': ...}"
            )
        return cls(name, options[0][0], options=dict(options))

    def check(self, value):
        """Find the key that a value is, or that has this value for an option."""
        own = _key(value)
        if own in self.options:
            return own
        for key, option in self.options.items():
            if value is option or (isinstance(option, str | Real) and own == _key(option)):
                return key
        keys = ", ".join(map(repr, self.options))
        raise ValueError(f"{self.name} must be one of {keys}; got {value!r}")

    def input(self, value):
        return None

    def random(self, generator):
        return list(self.options)[generator.integers(len(self.options))]

    def describe(self):
        return {**super().describe(), "options": list(self.options)}


@dataclass
class Pick(Control):
    """One of several by name, whose number the tapes get: they need no tape for each."""

    kind = "pick"

    names: tuple = ()

    def check(self, value):
        if value not in self.names:
            raise ValueError(f"{self.name} must be one of {', '.join(map(repr, self.names))}; got {value!r}")
        return value

    def input(self, value):
        return self.names.index(value)

    def random(self, generator):
        return self.names[generator.integers(len(self.names))]

    def describe(self):
        return {**super().describe(), "options": list(self.names)}


def pick(*names, label=""):
    """Let the reader pick one of several by name; the function gets its number.

    A choice with options has tapes of its own for each combination with other choices, and so may decide shapes. Of a
    pick there is one tape: its number goes into `np.take` and `np.where`.

    Parameters
    ----------
    *names : str
        At least two, none twice. The first is picked at first, unless the function's own default says otherwise.
    label : str
        What the control is called; "": as the parameter.

    Raises
    ------
    ValueError
        If there are fewer than two names, or two alike.
    """
    if len(set(names)) < max(2, len(names)) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f"pick takes at least two names, none empty and no two alike; got {names}")
    return Pick("", names[0], label, names)


@dataclass
class FormulaField(Control):
    """A formula to be typed; its value is the text, and the author's function gets what it stands for.

    Attributes
    ----------
    of : str
        The name of the formula's argument.
    """

    kind = "formula"

    of: str = ""

    @classmethod
    def abbreviated(cls, name, given):
        return cls(name, given.text, f"{words(name)}({given.of}) =", given.of) if isinstance(given, Formula) else None

    def check(self, value):
        if not isinstance(value, str):
            raise TypeError(f"{self.name} must be the text of a formula of {self.of}; got {value!r}")
        try:
            return Formula(value, self.of).text
        except ValueError as error:
            raise ValueError(
                f"{self.name} must be a formula of {self.of}, such as np.tanh({self.of}); got {value!r}: {error}"
            ) from error

    def input(self, value):
        return Formula(value, self.of)

    def random(self, generator):
        texts = "np.tanh({0})", "{0}**2 + 1", "{0} * ({0} > 0)", "np.exp(-{0}**2)", "1", "np.where({0} < 0, -1, np.pi)"
        return texts[generator.integers(len(texts))].format(self.of)

    def describe(self):
        return {**super().describe(), "of": self.of}


@dataclass
class Drawn(Control):
    """An array that the reader makes in the picture.

    Attributes
    ----------
    on : matplotlib.axes.Axes or matplotlib.artist.Artist
        In what.
    place : str
        Of the class: what that must be.
    """

    place = None

    on: object = None

    def lies_on(self, mark):
        """Say whether a mark shows the page where to draw."""
        raise NotImplementedError


@dataclass
class Points(Drawn):
    """Points in axes: rows x, y, kind; those that are not there are NaN.

    Attributes
    ----------
    most : int
        How many there can be.
    kinds : tuple of str
        What the kinds are called.
    sets : dict
        Values of other controls that a point which the reader adds sets.
    """

    kind, place = "points", "on axes with a line or a scatter"

    most: int = 0
    kinds: tuple = ()
    sets: dict = field(default_factory=dict)

    @property
    def axes(self):
        """The axes that the points lie in."""
        return getattr(self.on, "axes", self.on)

    @property
    def box(self):
        """The limits of the axes: two rows, lowest and highest."""
        return np.sort([self.axes.get_xlim(), self.axes.get_ylim()]).T

    def lies_on(self, mark):
        return mark.kind in ("line", "points") and mark.artist.axes is self.axes

    def check(self, value):
        rows = np.array(value, dtype=float) if np.size(value) else np.empty((0, 3))
        if rows.ndim != 2 or rows.shape[1] != 3:
            raise ValueError(f"{self.name} must have rows x, y, kind; got an array of shape {rows.shape}")
        rows = rows[~np.isnan(rows).all(axis=1)]
        if len(rows) > self.most:
            raise ValueError(f"{self.name} must have at most {self.most} points; got {len(rows)}")
        low, high = self.box
        for *place, kind in rows.tolist():
            if not ((low <= place) & (place <= high)).all():
                raise ValueError(
                    f"{self.name} must have points within the axes, from {low.tolist()} to {high.tolist()}; got {place}"
                )
            if kind not in range(len(self.kinds)):
                raise ValueError(f"{self.name} must have kinds from 0 to {len(self.kinds) - 1}; got {kind:g}")
        return _fixed(np.concatenate([rows, np.full((self.most - len(rows), 3), np.nan)]))

    def random(self, generator):
        n, (low, high) = generator.integers(self.most + 1), self.box
        kinds = generator.integers(len(self.kinds), size=n)
        return self.check(np.column_stack([generator.uniform(low, high, (n, 2)), kinds]))

    def plain(self, value):
        return value[~np.isnan(value[:, 0])].tolist()

    def describe(self):
        more = {"most": self.most, "kinds": list(self.kinds), "box": self.box.T.tolist()}
        return {**super().describe(), **more}


@dataclass
class Pad(Drawn):
    """An image to draw into: numbers from 0 to 1.

    Attributes
    ----------
    shape : tuple of int
        Rows and columns.
    brush : float
        How wide the brush is, in cells.
    """

    kind, place = "pad", "on an image"

    shape: tuple = ()
    brush: float = 1.0

    def lies_on(self, mark):
        return mark.kind == "image" and mark.artist is self.on

    def check(self, value):
        array = np.array(value, dtype=float)
        if array.shape != self.shape or not ((array >= 0) & (array <= 1)).all():
            raise ValueError(
                f"{self.name} must have numbers from 0 to 1, in the shape {self.shape}; got numbers from "
                f"{array.min(initial=1):g} to {array.max(initial=0):g}, in the shape {array.shape}"
            )
        return _fixed(array)

    def random(self, generator):
        return self.check(generator.integers(SHADES + 1, size=self.shape) / SHADES)

    def plain(self, value):
        return value.tolist()

    def describe(self):
        return {**super().describe(), "shape": list(self.shape), "brush": self.brush}


SHADES = 35  # shades of ink: the page's address has a letter or a digit for each cell


def points(most, on, kinds=2, sets=None, label=""):
    """Let the reader make points in axes, by clicks, by keys, or by pasting numbers.

    The function gets an array of shape (most, 3): rows x, y, kind (0, 1, ...). Rows that are not there are NaN; they
    come last.

    Parameters
    ----------
    most : int
        How many points there can be.
    on : matplotlib.axes.Axes or matplotlib.artist.Artist
        The axes, or an artist in them. The function must move a line or a scatter there, such as that of the points.
    kinds : int or sequence of str
        How many kinds there are, or what they are called.
    sets : dict or None
        ``{"data": "your own"}``: what a point that the reader adds sets other controls to.
    label : str
        What the control is called; "": as the parameter.

    Raises
    ------
    ValueError
        If there is no room for a point, or no kind.
    """
    names = tuple(map(str, range(kinds) if isinstance(kinds, Integral) else kinds))
    if isinstance(most, bool) or not isinstance(most, Integral) or most < 1:
        raise ValueError(f"most must be an integer >= 1; got {most!r}")
    if not names or len(set(names)) < len(names):
        raise ValueError(f"kinds must be a number >= 1, or names, no two alike; got {kinds!r}")
    return Points("", [], label, on, int(most), names, dict(sets or {}))


def pad(shape, on, brush=1.0, label=""):
    """Let the reader draw into an image with a soft brush, by mouse, finger, pen or keys.

    The function gets an array of this shape, from 0 (paper) to 1 (ink).

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    on : matplotlib.image.AxesImage
        The image, which the function must move.
    brush : float
        How wide the brush is, in cells.
    label : str
        What the control is called; "": as the parameter.

    Raises
    ------
    ValueError
        If `shape` is not two integers >= 1, or the brush is not > 0.
    """
    if len(shape) != 2 or not all(isinstance(n, Integral) and n >= 1 for n in shape):
        raise ValueError(f"shape must be two integers >= 1, rows and columns; got {shape!r}")
    if not brush > 0:
        raise ValueError(f"brush must be > 0; got {brush}")
    return Pad("", np.zeros(shape), label, on, tuple(map(int, shape)), float(brush))


KINDS = (Checkbox, Slider, LogSlider, Walk, Field, Button, Choice, FormulaField)


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
    if isinstance(given, Control):
        control = replace(given, name=name)
    else:
        control = _like(name, given) if isinstance(given, ipywidgets.Widget) else _abbreviated(name, given)
    control.value = control.check(control.value if default is None else default)
    return control


def _abbreviated(name, given):
    """Make the control that an abbreviation stands for."""
    for kind in KINDS:
        if control := kind.abbreviated(name, given):
            return control
    raise TypeError(
        f"{name} must be (min, max), (min, max, step), a number, True or False, a list or dictionary of choices, "
        f"formula(...), or an ipywidgets object; got {given!r}"
    )


def _like(name, widget):
    """Make the control that an ipywidgets object would be."""
    kind = type(widget).__name__
    for own in KINDS:
        if kind in own.widgets:
            control = own.like(name, widget)
            control.label = getattr(widget, "description", "")
            return control
    raise TypeError(f"{name} cannot be a {kind}; sliders, number fields, checkboxes, choices and buttons can")


def _fixed(array):
    """Make an array one that nobody can change: a control would not know of it."""
    array.setflags(write=False)
    return array


def words(name):
    """Write the name of a parameter as a label: w_1 is w₁, learning_rate learning rate."""
    return re.sub(r"_(\d+)$", lambda index: index[1].translate(typeset.LOWERED), name).replace("_", " ")


def _key(item):
    """Name an option that has no name: words and numbers as JSON has them, and anything else as Python prints it."""
    item = item.item() if isinstance(item, np.generic) else item
    if isinstance(item, int | float) and not isinstance(item, bool) and abs(item) <= 2**53:
        return int(item) if item == int(item) else item
    return item if isinstance(item, str) else str(item)


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _usual_step(low, high):
    """Choose a step: interact's 0.1, or a power of ten where that makes less than ten steps or very many."""
    return 0.1 if 1 <= high - low <= 1000 else float(f"1e{_exponent(high - low) - 2}")


def _exponent(x):
    """Find the power of ten that a positive number begins with."""
    return math.floor(math.log10(x) + 1e-9)


def _digits(step):
    """Find how many digits after the point a step has."""
    return next((n for n in range(10) if math.isclose(step * 10**n, round(step * 10**n), rel_tol=1e-6)), 6)
