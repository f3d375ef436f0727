"""What every chapter has, and that the chapters together leave out nothing of the lecture."""

import re
from collections import Counter

import nbformat
import pytest
import yaml
from pages import BOOK

CHAPTERS = [
    *("neurons", "activations", "feedforward", "chain_rule", "backpropagation", "gradient_descent"),
    *("advice", "learning_features"),
]
FINDINGS = set(yaml.safe_load((BOOK / "findings.yml").read_text("utf-8")))


@pytest.fixture(params=CHAPTERS)
def cells(request):
    return nbformat.read(BOOK / f"{request.param}.ipynb", as_version=4).cells


def words(cells):
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def moves(cell):
    """Whether a cell shows a figure that moves; a quiz has no picture."""
    html = [output.get("data", {}).get("text/html", "") for output in cell.get("outputs", [])]
    return any("explorable-panel" in "".join(each) for each in html)


def everywhere(directive):
    """The arguments of a directive in all chapters, and on the page of notes."""
    texts = [words(nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells) for name in [*CHAPTERS, "lecture_notes"]]
    return re.findall(rf"^[`:]{{3,}}{{{directive}}} (.+)$", "\n".join(texts), flags=re.MULTILINE)


# Chapters that open with something to touch.
NEW_FORM = [
    *("neurons", "activations", "feedforward", "chain_rule", "backpropagation"),
    *("gradient_descent", "advice", "learning_features"),
]


def test_a_chapter_opens_with_what_it_teaches_and_closes_in_one_way(cells):
    assert "After this chapter you can" in words(cells)
    headings = re.findall(r"^## (.+)$", words(cells), flags=re.MULTILINE)
    assert [own for own in headings if own != "With a running notebook"][-3:] == ["Summary", "Exercises", "References"]


def test_before_a_figure_that_moves_the_reader_predicts(cells):
    asked, figures = False, 0
    for cell in cells:
        if cell.cell_type == "markdown":
            asked = asked or "*Predict first.*" in cell.source
        elif moves(cell):
            assert asked or "predict(" in cell.source, f"no prediction with the figure of {cell.id}"
            asked, figures = False, figures + 1
    assert figures >= 2


@pytest.mark.parametrize("name", NEW_FORM)
def test_a_chapter_in_the_new_form_begins_with_a_question_and_a_figure_and_ends_with_goals(name):
    first, setup, figure, *others = nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells
    assert "{.question}" in first.source and setup.metadata.tags == ["setup"]
    assert moves(figure) and "predict(" in figure.source
    assert "{goals}" in words(others)
    assert "Predict first" not in words(others)


def test_exercises_have_solutions_and_some_are_checked_in_the_page(cells):
    exercises = re.findall(r"^`{3,}{exercise(?:-start)?}.*\n:label: (\S+)", words(cells), flags=re.MULTILINE)
    solutions = re.findall(r"^`{3,}{solution(?:-start)?} (\S+)", words(cells), flags=re.MULTILINE)
    assert len(exercises) >= 5
    assert sorted(exercises) == sorted(solutions)
    assert sum(cell.cell_type == "code" and "answer(" in cell.source for cell in cells) >= 2


def test_a_slider_of_jupyter_is_linked_and_leaves_no_dead_output(cells):
    [cell] = [
        cell for cell in cells if "nbval-ignore-output" in cell.metadata.get("tags", ()) and "ipywidgets" in cell.source
    ]
    assert re.search(r"link\(|observe\(|interact|interactive", cell.source)
    assert not [output for output in cell.outputs if output.output_type != "stream"]
    assert "running notebook" in words(cells)


def test_every_slide_has_its_section():
    slides = yaml.safe_load((BOOK / "slides.yml").read_text("utf-8"))
    assert list(slides) == list(range(1, 39))
    named = {int(number) for numbers in everywhere("slides") for number in numbers.split()}
    assert {number for number, slide in slides.items() if "only" not in slide} <= named <= set(slides)


def test_every_finding_has_its_note_once():
    counts = Counter(number for numbers in everywhere("lecture-note") for number in numbers.split())
    assert set(counts) == FINDINGS
    assert [number for number, count in counts.items() if count > 1] == []
