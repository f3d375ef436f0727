"""What a page points to is there, and its HTML is what a parser expects: every built page, read and not opened."""

import gzip
from collections import Counter
from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
from justhtml import JustHTML
from pages import PAGES

# The first page is a single line that Jupyter Book writes, to lead on to the introduction: it has no doctype.
KNOWN = {"index": ["expected-doctype-but-got-start-tag"]}

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
INTERACTIVE = "a[href], button, input, select, textarea, summary, label"


@cache
def parsed(path):
    return JustHTML(path.read_text("utf-8"), collect_errors=True, sanitize=False)


@cache
def ids(path):
    """How often each id is used."""
    return Counter(element.attrs["id"] for element in parsed(path).query("[id]"))


@pytest.fixture(params=PAGES)
def path(request, site):
    return site / f"{request.param}.html"


def addresses(path):
    """All that a page links to, loads or shows."""
    for name in ("href", "src"):
        for element in parsed(path).query(f"[{name}]"):
            if not (element.name == "use" or element.attrs[name].startswith("data:")):
                yield element.attrs[name]


def misses(path, address):
    """Say whether an address within the book leads to nothing."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return True
    named = target.suffix == ".html" and unquote(parts.fragment)
    # A moving figure's settings stand behind the mark, too: #lab.z0=1.5
    return bool(named) and "=" not in named and named not in ids(target)


def test_links_lead_somewhere(path):
    assert [address for address in addresses(path) if misses(path, address)] == []


def test_links_to_others_are_safe(path):
    schemes = {urlsplit(address).scheme for address in addresses(path)}
    assert schemes <= {"", "https", "http", "mailto"}


def test_html_is_valid(path):
    assert [error.code for error in parsed(path).errors] == KNOWN.get(path.stem, [])


def test_an_id_is_used_once_and_what_names_one_finds_it(path):
    assert [name for name, count in ids(path).items() if count > 1] == []
    named = {
        word
        for attribute in REFERENCES
        for element in parsed(path).query(f"[{attribute}]")
        for word in element.attrs[attribute].split()
    }
    assert named - set(ids(path)) == set()


def test_nothing_to_click_lies_in_another(path):
    nested = [
        each
        for outer in parsed(path).query("a[href], button, label")
        for each in outer.query(INTERACTIVE)
        if outer.name != "label" or each.name in ("a", "button", "label")
    ]
    assert nested == []


def test_a_page_loads_fast(path):
    data = path.read_bytes()
    assert len(data) <= 1.5e6
    assert len(gzip.compress(data)) <= 400e3
