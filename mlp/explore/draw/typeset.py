r"""Words and numbers of a figure: format strings that the page can fill in, and mathematics its fonts can show::

    compile_format("J = {:.2f}")                 ["J = ", [0, ".2f"]]
    typeset(r"$\alpha = 10^{-2}$")               [Span("α", italic), Span(" = 10"), Span("−2", shift=1)]

A format keeps its pieces: words are strings, a field is a list of the value it shows and Python's format specification.
Mathematics is letters, digits, Greek, signs, accents and one level of super- and subscripts; anything more is left to
Matplotlib's own typesetting.
"""

import re
from dataclasses import dataclass, replace
from string import Formatter
from xml.etree.ElementTree import SubElement

import numpy as np

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω",
}  # fmt: skip
SIGNS = {
    "varepsilon": "ε", "varphi": "φ", "ell": "ℓ", "partial": "∂", "nabla": "∇", "infty": "∞", "prime": "′",
    "ldots": "…", "cdots": "⋯", "top": "⊤", "|": "‖", "{": "{", "}": "}", "%": "%", "$": "$", "_": "_",
    "quad": "\u2003", ",": "\u2009", ";": "\u2005", ":": "\u2005", " ": " ", "!": "", "sum": "∑", "prod": "∏",
    "circ": "∘", "langle": "⟨", "rangle": "⟩", "exp": "exp", "log": "log", "ln": "ln", "max": "max", "min": "min",
    "tanh": "tanh", "sin": "sin", "cos": "cos", "left": "", "right": "",
}  # fmt: skip
RELATIONS = {
    "cdot": "·", "times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "propto": "∝", "in": "∈", "to": "→", "rightarrow": "→", "leftarrow": "←", "mapsto": "↦", "ll": "≪",
    "gg": "≫", "odot": "⊙", "sim": "∼", "equiv": "≡",
}  # fmt: skip
LOWERED, RAISED = (str.maketrans("0123456789", digits) for digits in ("₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "dot": "\u0307", "vec": "\u20d7"}
STYLES = {name: {} for name in ("mathrm", "mathdefault", "mathregular", "text", "operatorname")} | {
    "mathit": {"italic": True},
    "mathbf": {"bold": True},
    "boldsymbol": {"bold": True, "italic": True},
}
TEX_ARGUMENT = re.compile(r"(\\[A-Za-z]*|[_^]) *$")  # what comes before a brace of TeX's own
FIELD = 0xE000  # fields travel through the typesetting as characters of Unicode's private area


@dataclass(frozen=True)
class Span:
    """A piece of a line of text in one style; `shift` is 1 for a superscript, -1 for a subscript."""

    text: str
    italic: bool = False
    bold: bool = False
    shift: int = 0


def compile_format(text, resolve=None):
    """Split a format string into its words and its fields.

    Parameters
    ----------
    text : str
        As for `str.format`: ``"J = {:.4f}"``, ``"{1} and {0}"``, ``"{z0:.2f}"``.
    resolve : callable or None
        Turns a field's name into what the page looks up; None: fields are numbered, named ones are errors.

    Returns
    -------
    list
        Strings, and pairs [field, specification].
    """
    pieces, count, before = [], 0, ""
    for words, field, spec, conversion in _parsed(text):
        before += words
        if words:
            pieces.append(words)
        if field is None:
            continue
        if field and not spec and before.replace(r"\$", "").count("$") % 2 and TEX_ARGUMENT.search(before):
            raise ValueError(
                f"the format {text!r} has TeX's braces {{{field}}}; write them twice, {{{{{field}}}}}, or give a field "
                f"its digits, {{{field}:.2f}}"
            )
        if conversion or "{" in spec or not re.fullmatch(r"\w*", field):
            raise ValueError(
                f"the format {text!r} may hold fields such as {{:.2f}} or {{name:.2f}}; got {{{field}...}}"
            )
        if field == "":
            field, count = str(count), count + 1
        if resolve is None and not field.isdigit():
            raise ValueError(f"the format {text!r} must number its fields, {{:.2f}}; got the name {field!r}")
        pieces.append([resolve(field) if resolve else int(field), check_spec(spec, text)])
    return pieces


def _parsed(text):
    """Parse a format string as `str.format` does."""
    try:
        return list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"the format {text!r}: {error}; braces without a field are written twice, {{{{}}}}") from None


def check_spec(spec, text):
    """Return a format specification that the page's own formatter knows too."""
    if not re.fullmatch(r"[-+ ]?([1-9]\d?)?(d|(\.\d\d?)?[efg%])?", spec):
        raise ValueError(
            f"the format {text!r} has the specification {spec!r}; the page knows such as .2f, +.1e, 6.3g, d, .0%"
        )
    return spec


def fill(pieces, values):
    """Put values into the pieces of a format, as the page does."""
    return "".join(piece if isinstance(piece, str) else told(values[piece[0]], piece[1]) for piece in pieces)


LARGE = 1e6  # from here on a number has a power of ten, for where a run diverges its digits would not end


def told(value, spec):
    """Write a number that may have become very large, or none at all, among words."""
    if isinstance(value, str) or np.abs(value) < LARGE:
        return written(value, spec)
    if percent := spec.endswith("%"):
        value = 100 * value
    brief = re.sub(r"(\.\d+)?[f%]$", ".4g", spec)
    return written(value, brief).replace("inf", "∞").replace("nan", "undefined") + "%" * percent


def written(value, spec):
    """Write a number for a reader, as the page does: a minus is no hyphen, and what rounds to zero has none."""
    try:
        text = format(value, spec)
    except ValueError:
        raise ValueError(
            f"{value} cannot be written as {spec!r}: d is for integers (.0f for others), and words have no digits"
        ) from None
    return format(-value, spec) if re.fullmatch(r" *-[0.]+(e\+00)?%?", text) else text.replace("-", "\u2212")


def settled(pieces, values):
    """Return the pieces with fields without a specification as whole numbers, where the values are integers.

    NumPy's truth values, too: in the page they are 0 and 1.
    """

    def settle(piece):
        value = np.asarray(values[piece[0]])
        if value.ndim or value.dtype.kind not in "biufU":
            raise ValueError(f"a text shows single numbers and words; got for {piece[0]} {values[piece[0]]!r}")
        whole = value.dtype.kind in "iub" and not isinstance(values[piece[0]], bool)
        return [piece[0], "d"] if whole and piece[1] == "" else piece

    return [piece if isinstance(piece, str) else settle(piece) for piece in pieces]


def lines(pieces):
    """Typeset a format: for each line of text, for each span, its style and its pieces."""
    fields = [piece for piece in pieces if not isinstance(piece, str)]
    count = iter(range(len(fields)))
    whole = "".join(piece if isinstance(piece, str) else chr(FIELD + next(count)) for piece in pieces)
    return [[(span, _pieces(span.text, fields)) for span in typeset(line)] for line in whole.split("\n")]


def _pieces(text, fields):
    """Turn the characters that stand for fields back into fields."""
    parts = re.split(r"([\ue000-\uf8ff])", text)
    return [fields[ord(part) - FIELD] if i % 2 else part for i, part in enumerate(parts) if part]


def typeset(text):
    """Split a line of text into spans; raise ValueError where its mathematics is more than the page's fonts can do."""
    if text.replace(r"\$", "").count("$") % 2 or "$" not in text:
        return [Span(text.replace(r"\$", "$"))]
    spans = []
    for i, part in enumerate(re.split(r"(?<!\\)\$", text)):
        spans += _math(part) if i % 2 else [Span(part.replace(r"\$", "$"))] * bool(part)
    return _merge(spans)


def plain(text):
    """Typeset a line as well as a plain string can show it."""
    return "".join(span.text for span in typeset(text))


def _merge(spans):
    """Join neighbours of the same style."""
    merged = []
    for span in spans:
        if merged and replace(merged[-1], text="") == replace(span, text=""):
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return merged


TOKEN = re.compile(r"\\([A-Za-z]+|.)\s*|\s+|(.)", re.DOTALL)


def _math(source):
    """Typeset what stands between dollar signs."""
    tokens = [match for match in TOKEN.finditer(source) if match.group().strip()]
    spans, rest = _sequence(tokens, {"italic": True}, shift=0)
    if rest:
        raise ValueError(f"unbalanced braces in {source!r}")
    return spans


def _sequence(tokens, style, shift):
    """Typeset tokens up to a closing brace; returns the spans and the tokens after it."""
    spans = []
    while tokens:
        if tokens[0].group(2) == "}":
            return spans, tokens[1:]
        if tokens[0].group(2) in ("^", "_"):
            if shift:
                raise ValueError("an exponent in an exponent")
            piece, tokens = _one(tokens[1:], style, 1 if tokens[0].group(2) == "^" else -1)
        else:
            piece, tokens = _one(tokens, style, shift)
        spans += piece
    return spans, tokens


def _one(tokens, style, shift):
    """Typeset the next character, command or group."""
    if not tokens:
        raise ValueError("mathematics that ends too early")
    (name, char), rest = tokens[0].groups(), tokens[1:]
    if char == "{":
        return _sequence(rest, style, shift)
    if char is not None:
        return [_char(char, style, shift)], rest
    if name in STYLES:
        return _one(rest, STYLES[name], shift)
    if name in ACCENTS:
        spans, rest = _one(rest, style, shift)
        return [replace(span, text=span.text + ACCENTS[name]) for span in spans], rest
    if name in GREEK:
        return [Span(GREEK[name], shift=shift, **{"italic": False, **style} if name.islower() else {})], rest
    if name in RELATIONS:
        return [Span(RELATIONS[name] if shift else f" {RELATIONS[name]} ", shift=shift)], rest
    if name in SIGNS:
        return [Span(SIGNS[name], shift=shift)], rest
    raise ValueError(f"the page cannot typeset \\{name}")


def _char(char, style, shift):
    """Typeset one character: letters slanted, signs with room around them."""
    if char.isalpha() and not FIELD <= ord(char) <= 0xF8FF:
        return Span(char, shift=shift, **style)
    bold = {"bold": style.get("bold", False)}
    if char == "=" or (char in "<>+" and not shift):
        return Span(char if shift else f" {char} ", shift=shift, **bold)
    return Span({"-": "−", "'": "′", "*": "∗"}.get(char, char), shift=shift, **bold)


SIZE_OF_SCRIPT = 0.7  # of a sub- or superscript, in units of the text's size
HEIGHT = {1: -0.38, 0: 0.0, -1: 0.2}  # how far below the line a span stands, in the same units


def add_spans(element, spans):
    """Write the spans of a line, pairs (span, its text), into an SVG text element."""
    if len(spans) == 1 and spans[0][0] == Span(spans[0][0].text):
        element.text = spans[0][1]
        return
    down = 0.0
    for span, text in spans:
        style = ["font-style: italic"] * span.italic + ["font-weight: 700"] * span.bold
        style += [f"font-size: {SIZE_OF_SCRIPT}em"] * bool(span.shift)
        attributes = {"style": "; ".join(style)} if style else {}
        if HEIGHT[span.shift] != down:
            attributes["dy"] = f"{(HEIGHT[span.shift] - down) / (SIZE_OF_SCRIPT if span.shift else 1):.3g}em"
        down = HEIGHT[span.shift]
        SubElement(element, "tspan", attributes).text = text
