"""The reference of the package, from its docstrings.

They are written for `help()`: NumPy's sections, names in single backticks. So here, before autodoc passes them on,

    a name in backticks becomes a link where the reference has it, and code where it does not
    a bar is a bar, and quotation marks stay straight
    the types of parameters lead to the classes of the package
    an activation, an object such as `mlp.sigmoid`, is called like a function and says what its slope is
"""

import importlib
import inspect
import re

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

import mlp
import mlp.explore
from mlp.activations import Activation
from mlp.costs import Cost

# Made by the package and never called by a user: their parameters would only distract.
NOT_CALLED = {
    *("mlp.Forward", "mlp.Gradients", "mlp.GradientReport", "mlp.History", "mlp.DivergenceError", "mlp.StopTraining"),
    *("mlp.explore.Answer", "mlp.explore.Explorable", "mlp.explore.Prediction", "mlp.explore.TraceError"),
    "mlp.figures.NetworkDrawing",
}
LINKED = ("mlp", "mlp.explore", "mlp.figures", "mlp.monitors", "mlp.datasets")  # whose public names the reference has
CODE = re.compile(r"(``.*?``)")
NAME = re.compile(r"`([^`]+)`")
TYPES = re.compile(r"(?<=\()\*[^*]+\*(?=\))|(?<=:returns: )\*[^*]+\*")  # as napoleon writes them


def documented():
    """List the public names that the reference has, {short name: full name}; a name of two modules has that of mlp."""
    names = {}
    for module in reversed(LINKED):
        own = importlib.import_module(module)
        for name in getattr(own, "__all__", None) or [n for n, o in vars(own).items() if _is_own(o, module)]:
            names[name] = f"{module}.{name}"
    names |= {name: f"mlp.{name}" for name in mlp.__all__}
    return names


def _is_own(thing, module):
    """Say whether a function or class is a public one of a module."""
    return getattr(thing, "__module__", None) == module and not thing.__name__.startswith("_")


NAMES = documented()
HELD = []  # a docstring on its way around napoleon


def target(word, what, place):
    """Find what a name in the docstring of `place` means: its full name, or None where the reference has it not."""
    owner = place if what in ("class", "exception") else place.rpartition(".")[0]
    cls = _find(owner)
    if inspect.isclass(cls) and isinstance(vars(cls).get(word), property | type(target)):
        return f"{owner}.{word}"
    package = "mlp.explore" if place.startswith("mlp.explore") else "mlp"
    if f"{package}.{word}" in NAMES.values():
        return f"{package}.{word}"
    bare = word.removeprefix("mlp.")
    return NAMES.get(bare) if package == "mlp" or bare != word or bare[:1].isupper() else None


def _find(name):
    """Find an object by its full name."""
    module, _, attribute = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), attribute, None) if module else None
    except ModuleNotFoundError:
        return None


def read(app, what, name, obj, options, lines):
    """Rewrite a docstring as reStructuredText says it, before napoleon reads its sections."""
    text, announced, literal, doctest = [], False, False, False
    for line in lines:
        if line.strip():
            literal = line.startswith(" ") and (literal or announced)
            announced = line.endswith("::")
        doctest = line.lstrip().startswith(">>>") or (doctest and bool(line.strip()))
        text.append(line if literal or doctest else prose(line, what, name))
    HELD.clear()
    if what in ("data", "property"):  # in whose first line napoleon would take what comes before a colon for a type
        HELD.extend(text)
        text = []
    lines[:] = text


def prose(line, what, name):
    """Rewrite one line of prose: names in backticks, and bars."""

    def link(match):
        full = target(match[1], what, name)
        return f":py:obj:`{match[1]} <{full}>`" if full and full != name else f"``{match[1]}``"

    parts = CODE.split(line)
    parts[::2] = [NAME.sub(link, part.replace("|", r"\|")) for part in parts[::2]]
    return "".join(parts)


def finish(app, what, name, obj, options, lines):
    """After napoleon: lead from types to classes, and add what an activation or a cost can do besides."""
    lines[:] = HELD or [TYPES.sub(_with_links, line) for line in lines]
    if isinstance(obj, Activation | Cost) or (inspect.isclass(obj) and issubclass(obj, Activation) and what != "class"):
        own = obj if inspect.isclass(obj) else type(obj)
        lines.append("")
        for method in ("derivative", "pull_back", "delta"):
            function = vars(own).get(method)
            if function is not None and function.__doc__:
                arguments = str(inspect.signature(function)).replace("(self, ", "(")
                words = prose(" ".join(function.__doc__.split()), "method", name)
                lines += [f"``{method}{arguments}``", f"   {words}", ""]


def _with_links(match):
    """Lead from the names of classes in the type of a parameter to their places."""
    parts = re.split(r"\b([A-Z]\w+)\b", match[0].strip("*"))
    for i, part in enumerate(parts):
        if part in NAMES:
            parts[i] = f":py:obj:`{part} <{NAMES[part]}>`"
        elif part.strip():
            parts[i] = part.replace(part.strip(), f"*{part.strip()}*")
    return "\\ ".join(part for part in parts if part)


def sign(app, what, name, obj, options, signature, returned):
    """Leave out the parameters of what a user never makes."""
    return ("", None) if name in NOT_CALLED else None


class KeepQuotes(SphinxTransform):
    """On pages with docstrings, keep quotation marks straight: f' is a slope, and "J" a name to type."""

    default_priority = 700  # before Sphinx bends them

    def apply(self):
        """Mark such a page; what holds for a node holds for all in it."""
        if next(self.document.findall(addnodes.desc), None):
            self.document["support_smartquotes"] = False


def setup(app):
    """Tell autodoc whom to ask; napoleon, with priority 500, comes between the two."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.connect("autodoc-process-docstring", read, priority=400)
    app.connect("autodoc-process-docstring", finish, priority=600)
    app.connect("autodoc-process-signature", sign)
    app.add_transform(KeepQuotes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
