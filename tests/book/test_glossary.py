"""The glossary: every term once, in order, in English and in Korean, with a definition and a place to read on."""

import re
from html import unescape

import nbformat
import pytest
from pages import BOOK

HANGUL = re.compile("[가-힣]")
OTHERWISE = {  # what a section says in place of the term itself: another form of it, or a synonym
    "accuracy": "share of right answers",
    "AND gate": "AND",
    "architecture": "list of sizes",
    "convex function": "convex",
    "deep network": "eight hidden layers",
    "derivative": "rates?",
    "divergence": "went to infinity",
    "exploding gradient": "explodes?",
    "feedforward network": "feedforward",
    "hyperbolic tangent": "tanh",
    "initialisation": "weights drawn",
    "input layer": "layer of inputs",
    "linear function": "linear|nonlinear",
    "one-hot encoding": "one-hot",
    "partial derivative": "other variables are held fixed",
    "saturation": "saturated",
    "skip connection": "links that skip",
    "standardisation": "standardised",
    "symmetry breaking": "nothing is alike",
    "training data": "training, validation and test data",
    "universal approximation theorem": "universal approximation",
    "unsupervised learning": "without labels",
    "validation data": "training, validation and test data",
    "zero-centred": "centred",
}


def words(html):
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).replace("#", "").split())


@pytest.fixture(scope="module")
def page(site):
    return (site / "book" / "glossary.html").read_text("utf-8")


@pytest.fixture(scope="module")
def entries(page):
    """The entries: (term, Korean words, definition as HTML)."""
    glossary = page[page.index('glossary">') :].split("</dl>")[0]
    parts = re.findall(r'<dt id="[^"]+">(.*?)</dt><dd>(.*?)</dd>', glossary, flags=re.DOTALL)
    assert len(parts) == glossary.count("<dt")
    found = []
    for term, text in parts:
        korean, *definition = re.findall(r"<p>(.*?)</p>", text, flags=re.DOTALL)
        found.append((words(term), re.findall(r'<span lang="ko">(.*?)</span>', korean), " ".join(definition)))
    return found


@pytest.fixture(scope="module")
def index(page):
    """The list at the end: (Korean word, term, anchor)."""
    items = re.findall(r"<li><p>(.*?)</p>", page[page.index('class="korean-index') :], flags=re.DOTALL)
    pattern = r'<span lang="ko">(.*?)</span> <a [^>]*href="#([^"]+)">(.*?)</a>'
    return [(korean, words(term), anchor) for item in items for korean, anchor, term in re.findall(pattern, item)]


@pytest.fixture(scope="module")
def sections():
    """What each section says, as plain words, by the name that a pointer has for it."""
    found = {}
    for path in BOOK.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        source = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        _, *parts = re.split(r"^#+ (.+)$", source, flags=re.MULTILINE)
        for title, text in zip(parts[::2], parts[1::2], strict=True):
            name = f"book/{path.stem}:{plain(title)}"
            found[name] = plain(f"{title} {text}")
    return found


def plain(markdown):
    """Take the marks of emphasis, code and formulas away, and the ends of lines."""
    return " ".join(re.sub("[*`$]", "", markdown).split())


def pointers():
    """Each term of the glossary with each section that its definition names."""
    source = (BOOK / "glossary.md").read_text("utf-8")
    for term, definition in re.findall(r"^(\S.*)\n((?:  .*\n|\n)+)", source, flags=re.MULTILINE):
        for name in re.findall("{ref}`([^`]+)`", definition):
            yield term, plain(name)


def test_every_term_stands_once_and_in_order(entries):
    terms = [term.lower() for term, _, _ in entries]
    assert len(terms) >= 80
    assert terms == sorted(set(terms))


def test_every_term_has_a_korean_word(entries):
    assert [term for term, korean, _ in entries if not korean or not all(map(HANGUL.search, korean))] == []


def test_korean_is_marked_as_korean(page):
    article = page[page.index("<article") : page.index("</article")]
    assert not HANGUL.search(re.sub(r'<span lang="ko">[^<]*</span>', "", article))


def test_every_term_is_defined_and_leads_on(entries):
    for term, _, definition in entries:
        assert 30 < len(words(definition)) < 420, term
        assert re.search(r'class="reference internal"|Lecture, slide \d', definition), term


def test_the_korean_index_is_complete_and_in_korean_order(entries, index, page):
    assert sorted((korean, term) for korean, term, _ in index) == sorted(
        (word, term) for term, korean, _ in entries for word in korean
    )
    korean = [word for word, _, _ in index]
    assert korean == sorted(korean)  # syllables stand in Unicode in the order of the Korean alphabet
    assert all(f'id="{anchor}"' in page for _, _, anchor in index)


@pytest.mark.parametrize(("term", "section"), list(pointers()))
def test_a_pointer_leads_to_where_the_term_is(term, section, sections):
    forms = "|".join([re.escape(term) + "s?", *([OTHERWISE[term]] if term in OTHERWISE else [])])
    assert re.search(rf"\b(?:{forms})\b", sections[section], flags=re.IGNORECASE), sections[section]


def test_other_forms_are_of_terms_that_the_glossary_has():
    assert set(OTHERWISE) <= {term for term, _ in pointers()}
