"""The glossary: every term once, in order, in English and in Korean, with a definition and a place to read on."""

import re
from html import unescape

import pytest

HANGUL = re.compile("[가-힣]")


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
