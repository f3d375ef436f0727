"""A mark: an artist that moves. Its kinds say how."""

from types import MappingProxyType
from typing import NamedTuple

import matplotlib as mpl
import numpy as np

from ..tracing.stand_ins import Traced

ELEMENTS = 2_000, "elements of the page, which move one by one"
COMMON = {"visible": 0, "alpha": 0}


class Form(NamedTuple):
    """The form in which update returned the data of an artist: which properties, and whether without a dictionary."""

    plain: bool
    properties: tuple


class Mark:
    """An artist that moves; derived classes say how. By itself one that only comes, goes and fades.

    Attributes
    ----------
    artist : matplotlib.artist.Artist
    parts : list
        The artists it is drawn as: itself, or the rectangles of a bar container, or a note and its arrow.
    owners : list
        Those of them that are shown, hidden and faded; the arrow of a note follows.
    name : str
        Under which its data appear among the outputs.
    seen : set
        The properties that update has moved.
    """

    word = "artist"  # what its kind is called, for names and errors
    kind = "plain"  # what its kind is called in the page
    shapes = MappingProxyType({})  # the properties it takes, and of each how many axes its data may have
    way_out = None  # what to take instead where it cannot move

    def __init__(self, artist):
        self.artist, self.parts, self.name, self.seen = artist, [artist], self.word, set()
        self.owners = self.parts
        self.refuse()

    def refuse(self):
        """Refuse what Matplotlib paints in more than one pass, or with a trembling hand: the page moves one shape."""
        for name in ("path_effects", "sketch_params", "gapcolor") if self.shapes else ():
            if getattr(self.artist, f"get_{name}", lambda: None)():
                raise ValueError(
                    f"a {self.word} that moves cannot have {name}; take them away, and draw what they add as an artist "
                    "of its own"
                )

    @property
    def opacity(self):
        """The alpha of the artist where it has one, which counts for all its colours; else None."""
        return self.owners[0].get_alpha()

    def read(self, data):
        """Turn what update returned for this artist into {property: array}, and the form that it had."""
        known = {**self.shapes, **COMMON}
        channels = {}
        for key, value in (data if isinstance(data, dict) else self.unpack(data)).items():
            if key not in known:
                raise ValueError(f"{self.word} {self.name!r} takes {', '.join(known)}; got {key!r}{self.instead()}")
            channels[key] = self.check(key, value, known[key])
        self.check_paint(channels)
        form = Form(not isinstance(data, dict), tuple(channels))
        channels = self.complete(channels)
        self.seen |= set(channels)
        return channels, form

    def pack(self, values, form):
        """Give the values of the channels the form in which update returned them."""
        values = {key: values[key] for key in form.properties}
        return one_or_all(values.values()) if form.plain else values

    def unpack(self, data):
        """Turn data without a dictionary into one."""
        names = ", ".join(f'"{name}"' for name in (*self.shapes, *COMMON))
        raise TypeError(
            f"{self.word} {self.name!r} takes a dictionary with {names}; got {kind_of(data)}{self.instead()}"
        )

    def instead(self):
        """Say what to take instead of an artist that cannot move as its author wants."""
        return f". To move it, {self.way_out}" if self.way_out else ""

    def check(self, key, value, axes):
        """Check one property and return it as an array, or a stand-in for one."""
        if "color" in key and not isinstance(value, Traced):
            value = _colours(value)
        value = array(value, f"{key} of {self.word} {self.name!r}")
        if len(value.shape) not in np.atleast_1d(axes):
            allowed = " or ".join(map(str, np.atleast_1d(axes)))
            raise ValueError(f"{key} of {self.word} {self.name!r} must have {allowed} axes; got shape {value.shape}")
        return value

    def complete(self, channels):
        """Check the properties against each other; add what the page needs besides."""
        return channels

    def check_paint(self, channels):
        """Refuse to change the paint of what has more than paint."""
        for key in channels:
            if "color" not in key and key not in ("array", "alpha"):
                continue
            if np.ndim(self.opacity):
                raise ValueError(f"{self.word} {self.name!r} has an alpha for each item, so its {key} cannot move")
            if key != "alpha" and any(hasattr(part, "get_hatch") and part.get_hatch() for part in self.parts):
                raise ValueError(
                    f"{self.word} {self.name!r} is hatched, so its {key} cannot move; hatch another artist, above it"
                )

    def set(self, values):
        """Give Matplotlib's own artist its new data."""
        for key, value in values.items():
            if key in COMMON:
                for part in self.owners:
                    getattr(part, "set_" + key)(bool(value) if key == "visible" else float(value))
            else:
                self.set_one(key, value)

    def set_one(self, key, value):
        """Give Matplotlib's own artist one property."""
        getattr(self.artist, "set_" + key)(value)

    def restore(self):
        """Bring back what the artist needs to be read again."""

    def weight(self, values):
        """Say how many things the page has to move, from how many on that takes long, and what they are."""
        return (len(self.parts), *ELEMENTS)

    def describe(self, page):
        """Say what the page must know besides the data: a dictionary for JSON."""
        return {"kind": self.kind}

    def prepare(self):
        """See to it that Matplotlib draws everything the page will need."""

    def redraw(self, group, page):
        """Bring the artist's group of the SVG into the form that the page moves."""


def array(value, name):
    """Return numbers as an array, and stand-ins, also in lists, as one stand-in."""
    if isinstance(value, list | tuple) and any(isinstance(v, Traced) for v in value):
        value = np.stack(value)
    if isinstance(value, Traced):
        return value
    value = np.asarray(value)
    if value.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be numbers; got {kind_of(value)}")
    return value


def one_or_all(values):
    """Return the only one of some values, or all as a tuple."""
    values = tuple(values)
    return values[0] if len(values) == 1 else values


def _colours(value):
    """Turn colour names into numbers; numbers stay."""
    if isinstance(value, str):
        return np.array(mpl.colors.to_rgba(value))
    if isinstance(value, list | tuple) and any(isinstance(v, str) for v in value):
        return mpl.colors.to_rgba_array(value)
    return value


def shape_of(value):
    """Find the shape of a number, an array or a stand-in."""
    return value.shape if hasattr(value, "shape") else np.shape(value)


def kind_of(value):
    """Describe data of the wrong kind in a few words."""
    return f"an array of shape {value.shape}" if hasattr(value, "shape") else type(value).__name__
