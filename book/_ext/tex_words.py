r"""Formulas as one would type them: `W^{(1)}` becomes W^(1), `\frac{\partial J}{\partial z}` becomes ∂J/∂z."""

import re

from docutils.utils.math import tex2unichar

TOKEN = re.compile(r"\\[A-Za-z]+\s*|\\.|[^\\]", re.DOTALL)
SILENT = (
    *("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "textstyle", "displaystyle"),
    *("mathrm", "mathbf", "mathbb", "overline", "hat", "tilde", "underbrace"),
)
NAMES = {
    **tex2unichar.mathalpha,
    **tex2unichar.mathord,
    **tex2unichar.mathop,
    **{name: f" {sign} " for name, sign in (tex2unichar.mathbin | tex2unichar.mathrel).items()},
    **dict.fromkeys(SILENT, ""),
    **dict.fromkeys(["text", "operatorname", "quad", "qquad", *",;:!\\ "], " "),
    **{"lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "dots": "…", "top": "T", "Delta": "Δ"},
}


def tex_words(tex):
    """Write a formula as one line of plain text."""
    return " ".join(_group(iter(TOKEN.findall(tex))).split())


def _group(tokens):
    """Write what comes before the next closing brace."""
    text = ""
    for token in tokens:
        if token == "}":
            break
        text += _one(token, tokens)
    return text


def _one(token, tokens):
    """Write one token, with its arguments."""
    if token == "{":
        return _group(tokens)
    if token in "^_":
        return token + _part(tokens)
    if not token.startswith("\\"):
        return token.replace("&", "")
    name = token[1:].rstrip()
    if name in ("frac", "tfrac", "dfrac"):
        return f"{_part(tokens)}/{_part(tokens)}"
    if name == "sqrt":
        return f"√{_part(tokens)}"
    if name in ("begin", "end", "phantom"):
        _part(tokens)
        return " "
    return NAMES.get(name, name) + " " * (token[-1].isspace() and name not in ("partial", "Delta"))


def _part(tokens):
    """Write an argument, in brackets where it is a sum or a product."""
    text = _one(next(tokens), tokens).strip()
    return f"({text})" if re.search(r"[-+= ]", text) and text[:1] + text[-1:] != "()" else text
