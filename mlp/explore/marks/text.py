"""A text: what it says, where, and in which colour."""

from types import MappingProxyType

from matplotlib.text import Annotation

from ..draw import typeset
from ..draw.svg import outline_of
from .mark import Mark, one_or_all, shape_of

OFFSETS = ("offset points", "offset pixels", "offset fontsize")


class Words(Mark):
    """A text: its own string is the format of what it shows."""

    word, kind = "text", "text"
    shapes = MappingProxyType({"text": 0, "position": 1, "xy": 1, "color": 1})

    def __init__(self, artist):
        super().__init__(artist)
        self.format = artist.get_text()
        self.pieces, self.fields = [self.format], set()
        self.words, self.shown = None, []
        if isinstance(artist, Annotation) and artist.arrow_patch is not None:
            self.parts = [artist.arrow_patch, artist]

    def refuse(self):
        if outline_of(self.artist) is None:
            super().refuse()

    def complete(self, channels):
        note = isinstance(self.artist, Annotation)
        if note and "position" in channels and len(self.parts) > 1:
            raise ValueError(
                f"the words of {self.word} {self.name!r} cannot move away from its arrow; move its xy, with "
                'textcoords="offset points", or take a text and a quiver of one arrow'
            )
        if "xy" in channels and not (note and self.artist.xycoords == "data" and str(self.artist.anncoords) in OFFSETS):
            raise ValueError(
                f"{self.word} {self.name!r} can move its xy where that is a note in data coordinates, with "
                'textcoords="offset points", so that words and arrow go along'
            )
        return channels

    def read(self, data):
        plain, data = not isinstance(data, dict), dict(data) if isinstance(data, dict) else {"text": data}
        shown = data.pop("text", None)
        channels, form = super().read(data)
        form = form._replace(plain=plain)
        if shown is None:
            return channels, form
        if isinstance(shown, str):
            return {"words": typeset.plain(shown), **channels}, form
        shown = list(shown) if isinstance(shown, tuple | list) or shape_of(shown) else [shown]
        self.pieces = typeset.compile_format(self.format)
        self.fields = {piece[0] for piece in self.pieces if not isinstance(piece, str)}
        if self.fields != set(range(len(shown))):
            raise ValueError(
                f"the text {self.format!r} must have one field such as {{:.2f}} for each of {len(shown)} values"
            )
        return {**{f"text{i}": self.check("text", value, 0) for i, value in enumerate(shown)}, **channels}, form

    def pack(self, values, form):
        shown = [values[f"text{i}"] for i in range(len(self.fields)) if f"text{i}" in values]
        text = values["words"] if "words" in values else one_or_all(shown) if shown else None
        if form.plain:
            return text
        return ({} if text is None else {"text": text}) | {key: values[key] for key in form.properties}

    def set(self, values):
        words = values.pop("words", None)
        shown = [values.pop(f"text{i}")[()] for i in range(len(self.fields)) if f"text{i}" in values]
        super().set(values)
        if words is None and shown:
            self.pieces = typeset.settled(self.pieces, shown)
            words = typeset.fill(self.pieces, shown)
        if words is not None:
            self.artist.set_text(words or " ")  # Matplotlib leaves an empty text out
            self.words, self.shown = words, shown

    def restore(self):
        self.artist.set_text(self.format)

    def describe(self, page):
        described = {
            "kind": self.kind,
            "lines": [[pieces for _, pieces in line] for line in typeset.lines(self.pieces)],
        }
        if "xy" in self.seen:
            described |= page.map(self.artist, self.artist.axes.transData)
            described["start"] = [float(v) for v in self.artist.xy]
        elif "position" in self.seen:
            described |= page.map(self.artist)
            described["start"] = [float(v) for v in self.artist.get_unitless_position()]
        return described

    def set_one(self, key, value):
        if key == "xy":
            self.artist.xy = tuple(float(v) for v in value)
        else:
            super().set_one(key, value)

    def redraw(self, group, page):
        if self.words is None:
            return
        for line, element in zip(typeset.lines(self.pieces), group.iter("text"), strict=False):
            for child in list(element):
                element.remove(child)
            if self.shown:
                typeset.add_spans(element, [(span, typeset.fill(pieces, self.shown)) for span, pieces in line])
            else:
                element.text = self.words
