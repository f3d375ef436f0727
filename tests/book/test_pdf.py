"""The book on paper: every chapter, in order, with its page number, and nothing that only a screen can show.

Three pages stand for the book. `make pdf` lets the same tests read the whole of it: it names its folder in PDF.
"""

import os
import re
from pathlib import Path

import pdf
import pytest
from pages import TOC
from pypdf import PdfReader

WHOLE = os.environ.get("PDF")
PAGES = list(TOC) if WHOLE else ["book/intro", "book/activations", "book/activation_lab"]


@pytest.fixture(scope="module")
def book(request, tmp_path_factory):
    if WHOLE:
        return PdfReader(Path(WHOLE, f"{pdf.NAME}.pdf"))
    browser, site = map(request.getfixturevalue, ("browser", "site"))
    return PdfReader(pdf.make(browser, site, tmp_path_factory.mktemp("pdf"), PAGES))


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
    assert sorted(name for _, _, name in pdf.walk(TOC, TOC.root.docname)) == sorted(TOC)
    outline = entries(book)
    assert len(outline) > 3 * len(PAGES)
    numbered = re.findall(r"^(.+?) ?(\d+)$", texts[1], flags=re.MULTILINE)
    assert len(numbered) == len(PAGES)
    for title, number in numbered:
        [sheet] = [sheet for own, sheet in outline if own == title]
        assert book.page_labels[sheet] == number
        assert title in texts[sheet]
        assert re.search(rf"^{number}$", texts[sheet], flags=re.MULTILINE), "the number is printed on the sheet"


def test_links_stay_within_the_book_or_lead_to_the_world(book):
    links = pdf.links(book.pages)
    addresses = {link["/A"]["/URI"].split(":")[0] for link in links if "/A" in link}
    assert addresses <= {"http", "https", "mailto"}
    assert sum("/Dest" in link for link in links) > 4 * len(PAGES)


def test_what_only_a_screen_shows_is_not_printed(texts):
    words = "\n".join(texts)
    for phrase in ("Show code cell source", "Click to hide", "Click to show", "Default settings", "Download this page"):
        assert phrase not in words
    assert "Solution to" in words


def test_it_can_be_sent_by_mail(book):
    assert len(book.pages) > 4 * len(PAGES)
    assert book.stream.seek(0, 2) < 15e6
