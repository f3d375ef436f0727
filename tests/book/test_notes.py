"""The two pages that lead from the lecture into the book: all notes with evidence, and the map of the slides."""

import re

import nbformat
import pytest
import yaml
from pages import BOOK

FINDINGS = list(yaml.safe_load((BOOK / "findings.yml").read_text("utf-8")))
MATHEMATICS = {*range(7, 13), *range(16, 19), *range(20, 26), *range(27, 34), 36, 38}  # slides with a formula


@pytest.fixture(scope="module")
def cells():
    return nbformat.read(BOOK / "lecture_notes.ipynb", as_version=4).cells


@pytest.fixture(scope="module")
def words(cells):
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_every_finding_has_its_place_on_the_page(words):
    shown = re.findall(r"^[`:]{3,}{(?:gathered-notes|lecture-note)} (.+)$", words, flags=re.MULTILINE)
    assert sorted(" ".join(shown).split()) == FINDINGS


def test_every_finding_has_evidence_or_a_reason_why_not(cells, words):
    printed = "".join(output.text for cell in cells for output in cell.get("outputs", []))
    computed = set(re.findall(r"^(E\d\d)  .+: .+$", printed, flags=re.MULTILINE))
    reasons = re.findall(r"^Nothing to compute for ([^:]+): \w", words, flags=re.MULTILINE)
    uncomputed = re.findall(r"E\d\d", " ".join(reasons))
    assert sorted([*computed, *uncomputed]) == FINDINGS


def test_evidence_stands_below_its_note(cells):
    """A line of evidence belongs to a note that was gathered last before it."""
    gathered = []
    for cell in cells:
        if cell.cell_type == "markdown":
            gathered = re.findall(r"{gathered-notes} (.+)$", cell.source, flags=re.MULTILINE) or gathered
        for output in cell.get("outputs", []):
            assert set(re.findall(r"^E\d\d", output.text, flags=re.MULTILINE)) <= set(gathered[-1].split())


def test_every_finding_has_slides_and_a_kind():
    findings = yaml.safe_load((BOOK / "findings.yml").read_text("utf-8"))
    assert FINDINGS[:75] == [f"E{number:02}" for number in range(1, 76)]
    assert {slide for finding in findings.values() for slide in finding["slides"]} <= set(range(1, 39))
    assert {finding["kind"] for finding in findings.values()} == {"wrong", "imprecise", "dated", "left out"}


def test_every_finding_is_said_in_a_few_words_of_its_own():
    findings = yaml.safe_load((BOOK / "findings.yml").read_text("utf-8"))
    short = {number: finding["short"] for number, finding in findings.items()}
    assert not {number: words for number, words in short.items() if not 0 < len(words) <= 50}
    assert not {number: words for number, words in short.items() if words.endswith(".")}
    assert len(set(short.values())) == len(short), "two findings have the same words"


@pytest.mark.parametrize("page", ["README.md", "book/intro.ipynb", "book/lecture_notes.ipynb", "book/for_teachers.md"])
def test_pages_count_the_findings_right(page):
    text = (BOOK.parent / page).read_text("utf-8")
    counts = re.findall(r"(\d+) (?:notes on )?places|E01 to E(\d+)\s+are\s+taken", text)
    assert {int(number) for pair in counts for number in pair if number} == {len(FINDINGS)}
    assert not re.search(r"\d+ (?:are )?(?:wrong|imprecise|dated)\b", text), "how many of a kind, only a table may say"


def test_the_map_has_sections_for_every_slide_and_code_for_mathematics(site):
    page = (site / "book" / "lecture_map.html").read_text("utf-8")
    entries = dict(re.findall(r'<dt id="slide-(\d+)">.*?</dt><dd>(.*?)</dd>', page, flags=re.DOTALL))
    assert [int(number) for number in entries] == list(range(1, 39))
    slides = yaml.safe_load((BOOK / "slides.yml").read_text("utf-8"))
    for number, entry in entries.items():
        slide = slides[int(number)]
        assert "<strong>Read in " in entry or "only" in slide, f"slide {number}"
        assert "<strong>Code</strong>" in entry or int(number) not in MATHEMATICS, f"slide {number}"
        for anchored, anchor in re.findall(r'href="(\w+)\.html#([^"]+)"', entry):
            assert f'id="{anchor}"' in (site / "book" / f"{anchored}.html").read_text("utf-8")
