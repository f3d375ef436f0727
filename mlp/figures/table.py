"""A table of what has been computed: HTML in a notebook and on a page, aligned text elsewhere.

A number is written once; the text, the HTML and the length of a bar are made of what was written.
"""

import re
from dataclasses import dataclass
from html import escape
from math import inf, isfinite
from numbers import Integral, Real

FORMULA = re.compile(r"\$(.+?)\$")
NUMBER = re.compile(r"[-−]?[\d.,]+(e[-+]\d+)?%?$")
AMONG_NUMBERS = re.compile(r"[-+−<>≈]? ?\.?\d|-?(inf|nan)$")  # how begins what stands there: 0.5, < 0.01, 20 of 20
LONGEST = 6  # of a bar, in em


def table(columns, caption, *, format=".5g", bars=None, name=None):
    r"""Make a table with a head and a caption.

    Parameters
    ----------
    columns : dict
        The head of each column and its cells, numbers or text. The first column names the rows. Text may hold formulas,
        ``"$a^{(2)}$"``.
    caption : str
        What the table says, in a sentence.
    format : str or dict, default ".5g"
        Python's format specification of the numbers, or one for each column that wants its own. Integers stand as they
        are, but in a column that is named.
    bars : str, optional
        The column whose numbers have bars beside them.
    name : str, optional
        What links call it.

    Returns
    -------
    Table
        What the last line of a cell shows.

    Raises
    ------
    ValueError
        If columns have not as many cells as each other, a head or the name of a row is empty, `format` or `bars` names
        no column, `bars` one of other things than finite numbers, or `name` is no name.

    Examples
    --------
    >>> import mlp, numpy as np
    >>> z = np.array([0.0, -2.0, -10.0])
    >>> slope = mlp.sigmoid.derivative(z)
    >>> table({"$z$": z, "slope": slope}, "At $z = -10$ a sigmoid hardly listens.", format=".3g", bars="slope")
    At z = -10 a sigmoid hardly listens.
    <BLANKLINE>
      z     slope
      0      0.25
     -2     0.105
    -10  4.54e-05
    """
    own = format if isinstance(format, dict) else {}
    for parameter, heads in ("format", own), ("bars", [bars] * (bars is not None)):
        for head in heads:
            if head not in columns:
                raise ValueError(f"{parameter} must name a column, one of {', '.join(columns)}; got {head!r}")
    if name is not None and not re.fullmatch(r"[\w-]+", name):
        raise ValueError(f"name must be letters, digits, - and _, such as 'slopes'; got {name!r}")
    lengths = {head: len(cells) for head, cells in columns.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"columns must have the same number of cells; got {lengths}")
    usual = ".5g" if own else format
    texts = {head: [_written(cell, own.get(head), usual) for cell in cells] for head, cells in columns.items()}
    names = next(iter(texts.values()))
    if not all([*texts, *names]):
        raise ValueError(f"columns and rows must have names, the rows in the first column; got {[*texts]} and {names}")
    return Table(
        [Column(head, cells, cells is names, _lengths(cells) if head == bars else []) for head, cells in texts.items()],
        caption,
        name,
    )


@dataclass(repr=False)
class Table:
    """A table that shows itself; made by `table`."""

    columns: list
    caption: str
    name: str | None

    def __repr__(self):
        rows = zip(*(column.aligned() for column in self.columns), strict=True)
        return "\n".join([_plain(self.caption), "", *("  ".join(row).rstrip() for row in rows)])

    def _repr_html_(self):
        named = f' id="table-{self.name}"' if self.name else ""
        head, *rows = ("".join(row) for row in zip(*(column.html() for column in self.columns), strict=True))
        body = "\n".join(f"<tr>{row}</tr>" for row in rows)
        return (
            f'<table class="mlp-table"{named}>\n<caption>{_html(self.caption)}</caption>\n'
            f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )


@dataclass
class Column:
    """A head, the texts below it, whether they name the rows, and how long the bars beside them are, if there are."""

    head: str
    cells: list
    names_rows: bool
    bars: list

    @property
    def is_words(self):
        """Whether it is read and not compared: words begin at the left, numbers end at the right."""
        if self.names_rows:
            return not all(map(NUMBER.match, self.cells))
        return not any(map(AMONG_NUMBERS.match, self.cells))

    def aligned(self):
        """Write head and cells as text of one width."""
        texts = [_plain(text) for text in (self.head, *self.cells)]
        width = max(map(len, texts))
        return [text.ljust(width) if self.is_words else text.rjust(width) for text in texts]

    def html(self):
        """Write head and cells as those of a table."""
        style = ' style="text-align: left"' * self.is_words  # by the notebook's own style everything ends at the right
        start, end = ('<th scope="row"', "th") if self.names_rows else ("<td", "td")
        bars = [_bar(length) for length in (0, *self.bars)] if self.bars else [""] * (1 + len(self.cells))
        yield f'<th scope="col"{style}>{_html(self.head)}{bars[0]}</th>'
        for text, bar in zip(self.cells, bars[1:], strict=True):
            yield f"{start}{style}>{_html(text)}{bar}</{end}>"


def _lengths(cells):
    """Compute how long the bars of a column are, in em."""
    try:
        sizes = [abs(float(text.replace(",", "").rstrip("%"))) for text in cells]
    except ValueError:
        sizes = [inf]
    if not all(map(isfinite, sizes)):
        raise ValueError(f"bars must name a column of finite numbers; got one of {cells}")
    return [LONGEST * size / (max(sizes) or 1) for size in sizes]


def _written(cell, own, usual):
    """Write a cell, in the format of its own column or the usual one; what rounds to zero has no sign."""
    if not isinstance(cell, Real) or isinstance(cell, bool):
        return str(cell)
    text = f"{cell:{own or ('' if isinstance(cell, Integral) else usual)}}"
    return re.sub(r"^-(?=[0.]+(e\+00)?%?$)", "", text)


def _plain(text):
    """Write a text where no formula is set."""
    return FORMULA.sub(r"\1", text)


def _html(text):
    """Write a text as HTML: formulas as Sphinx does, a minus that is no hyphen, a power of ten."""
    parts = FORMULA.split(text)
    for i, part in enumerate(parts):
        part = escape(part, quote=False)
        if i % 2:
            parts[i] = rf'<span class="math notranslate nohighlight">\({part}\)</span>'
        else:
            part = re.sub(r"(?<=\d)e\+?(-?)0*(\d+)", r"&#8239;·&#8239;10<sup>\1\2</sup>", part)
            parts[i] = re.sub(r"(?<![\w)])-(?=[.\d])", "−", part)
    return "".join(parts)


def _bar(length):
    """Draw a bar; with what it leaves empty it takes the room of the longest."""
    return (
        f'<i class="mlp-bar" style="display: inline-block; background: currentColor; opacity: 0.5; height: 0.6em; '
        f'width: {length:.2f}em; margin: 0 {LONGEST - length:.2f}em 0 0.8em"></i>'
    )
