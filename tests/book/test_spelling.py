"""One spelling for each term, in all that readers and programmers read; the search of the pages knows no second one."""

import ast
import io
import re
import tokenize

import nbformat
import pytest
from pages import ROOT

ONE_SPELLING = {  # what is written: what is not, as a pattern (of capitals too)
    "backpropagation": r"back[- ]propagat\w*",
    "feedforward": r"feed[- ]forward",
    "hyperparameter": r"hyper[- ]parameters?",
    "overfitting": r"over[- ]fit\w*",
    "autoencoder": r"auto[- ]encod\w*",
    "softmax": r"soft[- ]max",
    "multilayer": r"multi[- ]layer\w*",
    "nonlinear": r"non-linear\w*",
    "mini-batch": r"mini(?:batch| batch)(?:es)?",
    "pre-training": r"pretrain(?:ed|ing)|pre train\w*",
    "fine-tuning": r"fine(?:tun| tun)\w*",
    "cross-entropy": r"cross(?:entropy| entropy)",
    "one-hot": r"one(?:hot| hot)\b",
    "element-wise": r"element(?:wise| wise)",
    "layer-wise": r"layer(?:wise| wise)",
    "zig-zag": r"zig(?:zag| zag)\w*",
    "data set": r"data-?sets?",
    "learning rate": r"learning-rates?(?! (?:schedule|lab))",
    "weight decay": r"weight-decays?(?! figure)",
    "gradient descent": r"gradient-descent",
    "centred": r"center(?:s|ed|ing)?",
    "ise": r"\w*(?:normal|regular|general|initial|optim|minim|maxim|recogn|organ|visual|standard)iz\w*",
    "our": r"colors?|colored|behaviors?|neighbors?",
    "labelled": r"(?:un)?labeled|modeled|modeling",
    "grey": r"grays?",
}
WRONG = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in ONE_SPELLING.values()), flags=re.IGNORECASE)
# What is no prose of ours: code, addresses, quotations, titles of works and of slides.
NOT_OURS = "|".join(
    [
        r"^(`{3,}|:{3,}){[\w-]+}.*$",  # where a directive begins; what it holds is prose
        r"^(?P<fence>`{3,})[\s\S]+?^(?P=fence)$",
        r"``[^`]+``|`[^`\n]+`",
        r"^:[\w-]+: .*$",
        r"^ *(?:>>>|\.\.\.) .*$",
        r"^ *\w+(?:, \w+)* : .*$",  # a parameter and its type
        r"^ *\.\. \w+:: .*$",
        r"https?://\S+|\]\(.*?\)",
        r"\"[^\"]{,200}\"|“[^”]{,200}”",
        r"{cite:?\w*}`.*?`",
    ]
)
NAMES = r"\b(?:Elementwise|Initializers?)\b"


def prose(markdown):
    """What a text says in words of its own."""
    return re.sub(NAMES, " ", re.sub(NOT_OURS, " ", markdown, flags=re.MULTILINE).replace("`", " "))


def spoken(code, texts=False):
    """The comments and docstrings of a program; and its texts of more than one word, where readers see them."""
    code = re.sub(r"^ *[%!].*$", "", code, flags=re.MULTILINE)  # of Jupyter
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""
        elif texts and isinstance(node, ast.Constant) and " " in str(node.value).strip():
            yield str(node.value)


def texts():
    """All texts with their places."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("book/*.md")]:
        yield path.name, path.read_text("utf-8")
    for path in ROOT.glob("book/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            printed = [output.get("text", "") for output in cell.get("outputs", [])]
            said = [cell.source] if cell.cell_type == "markdown" else [*spoken(cell.source, texts=True), *printed]
            yield f"{path.name}, cell {cell.id}", "\n".join(said)
    for folder in ("mlp", "book/_ext", "tools", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            yield f"{folder}/{path.name}", "\n".join(spoken(path.read_text("utf-8")))


def slips(text):
    """The spellings in a text that are not ours."""
    return WRONG.findall(" ".join(prose(text).split()))


def test_each_term_has_one_spelling():
    assert [f"{place}: {slip}" for place, text in texts() for slip in slips(text)] == []


@pytest.mark.parametrize(
    "wrong",
    ["Over-fitting", "hyper-parameters", "the minibatch", "a data-set", "centered", "learning-rate"],
)
def test_the_other_spelling_is_found(wrong):
    assert slips(f"It is\n{wrong}.") == [wrong.removeprefix("the ").removeprefix("a ")]


@pytest.mark.parametrize("right", ["`mlp.datasets`", 'slide 35 says "back-propagation"', "the learning-rate lab"])
def test_code_and_quotations_keep_theirs(right):
    assert slips(right) == []
