"""The whole book on paper: every chapter, in order, with its page number, and nothing that only a screen can show."""

import re

import pdf
import pytest
from pypdf import PdfReader
from sphinx_external_toc.parsing import parse_toc_yaml
from test_pages import ROOT


@pytest.fixture(scope="module")
def book(browser, site, tmp_path_factory):
    return PdfReader(pdf.make(browser, site, tmp_path_factory.mktemp("pdf")))


@pytest.fixture(scope="module")
def texts(book):
    return [page.extract_text() for page in book.pages]


def entries(book):
    """The titles of the outline, and on which sheet each is."""
    flat, todo = [], list(book.outline)
    while todo:
        one = todo.pop(0)
        todo = one + todo if isinstance(one, list) else todo
        flat += [] if isinstance(one, list) else [(one.title, book.get_destination_page_number(one))]
    return flat


def test_every_page_of_the_book_is_there_and_in_the_contents(book, texts):
    toc = parse_toc_yaml(ROOT / "_toc.yml")
    assert len(list(pdf.walk(toc, toc.root.docname))) == len(list(toc))
    outline = entries(book)
    assert len(outline) > 3 * len(list(toc))
    contents = texts[1]
    numbered = re.findall(r"^(.+?) ?(\d+)$", contents, flags=re.MULTILINE)
    assert len(numbered) == len(list(toc))
    for title, number in numbered:
        [sheet] = [sheet for own, sheet in outline if own == title]
        assert book.page_labels[sheet] == number
        assert title in texts[sheet]
        assert re.search(rf"^{number}$", texts[sheet], flags=re.MULTILINE), "the number is printed on the sheet"


def test_links_stay_within_the_book_or_lead_to_the_world(book):
    links = pdf.links(book.pages)
    addresses = {link["/A"]["/URI"].split(":")[0] for link in links if "/A" in link}
    assert addresses <= {"http", "https", "mailto"}
    assert sum("/Dest" in link for link in links) > 100


def test_what_only_a_screen_shows_is_not_printed(texts):
    words = "\n".join(texts)
    for phrase in ("Show code cell source", "Click to hide", "Click to show", "Default settings", "Download this page"):
        assert phrase not in words
    assert "Solution to" in words


def test_it_can_be_sent_by_mail(book):
    assert len(book.pages) > 100
    assert book.stream.seek(0, 2) < 15e6
