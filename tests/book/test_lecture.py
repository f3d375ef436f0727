"""The threads between the book and the lecture: slides, notes on the lecture, works that are cited, and the map."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import v4

ROOT = Path(__file__).parents[2]

PAGE = """\
# Page

```{slides} 8 9
```

:::{lecture-note} E13 E14
The range is open.
:::

So it is ([note](#e14)), says {cite:t}`Cybenko1989`.

## References

```{references}
```
"""

WRONG = """\
# Page

```{slides} 8 39
```

:::{lecture-note} E13
Once.
:::

:::{lecture-note} E13
Twice.
:::

:::{lecture-note} 13
Not a number of a note.
:::
"""


def test_a_page_names_slides_and_notes_and_the_works_it_cites(small_book, build_book):
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: book/page\nchapters:\n  - file: book/other\n")
    (small_book / "book" / "page.md").write_text(PAGE, "utf-8")
    (small_book / "book" / "other.md").write_text(
        "# All works\n\nAnd {cite:t}`Hornik1989`.\n\n```{bibliography}\n```\n"
    )
    result = build_book(small_book, small_book)
    assert result.returncode == 0, result.stdout
    page = (small_book / "_build" / "html" / "book" / "page.html").read_text("utf-8")
    assert "slides 8 “Activation Functions (sigmoid)” and 9 “Activation Functions (tanh)”." in page
    assert "Note on the lecture (E13, E14)" in page
    assert 'href="#e14"' in page and 'id="e14"' in page
    cybenko, hornik = (f"{title}. <em>" for title in ("of a sigmoidal function", "are universal approximators"))
    assert cybenko in page and hornik not in page
    every = (small_book / "_build" / "html" / "book" / "other.html").read_text("utf-8")
    assert cybenko in every and hornik in every
    assert 'role="listitem"' in every and "doc-biblioentry" not in every


def test_wrong_slides_and_notes_stop_the_build(small_book, build_book):
    (small_book / "book" / "page.md").write_text(WRONG, "utf-8")
    result = build_book(small_book, small_book)
    assert result.returncode != 0
    assert "slides are numbers from 1 to 38; got 39" in result.stdout
    assert "E13 is on book/page already" in result.stdout
    assert "notes on the lecture have numbers such as E07; got 13" in result.stdout


CHAPTER = """\
# Chapter

## Squashing

:::{lecture-note} E13 E14
The range is $(0, 1)$, says {cite:t}`Cybenko1989`; see [](#later) and {doc}`page`. Here

$$
a (1 - a) = 0
$$ (vanishing)
:::

## References

```{references}
```
"""

GATHERING = """\
# All notes

```{gathered-notes} E13 E14
```

(later)=
## Later

```{findings-table}
```

```{bibliography}
```
"""


@pytest.fixture
def two_pages(small_book):
    """A chapter with a note, and a page that gathers it."""
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: book/chapter\nchapters:\n  - file: book/page\n")
    (small_book / "book" / "chapter.md").write_text(CHAPTER)
    (small_book / "book" / "page.md").write_text(GATHERING)
    return small_book


def built_page(book, name="page"):
    return (book / "_build" / "html" / "book" / f"{name}.html").read_text("utf-8")


def test_a_page_gathers_notes_of_another(two_pages, build_book):
    result = build_book(two_pages, two_pages)
    assert result.returncode == 0, result.stdout
    page, chapter = built_page(two_pages), built_page(two_pages, "chapter")
    [copy] = re.findall(r'<div class="note lecture-note[^>]* id="all-e13">.*?</div>\s*</div>', page, flags=re.DOTALL)
    assert 'id="all-e14"' in copy and 'id="e13"' not in page and 'id="e13"' in chapter
    assert ">E13, E14<" in copy and "Imprecise. Slides 8" in copy
    assert "Slides 8 “Activation Functions (sigmoid)” and 9 “Activation Functions (tanh)”." in copy
    assert re.search(r'Treated in <a class="[^"]*" href="chapter.html#e13"><span>Squashing</span></a>', copy)
    assert copy.count(r'<span class="math notranslate nohighlight">\((0, 1)\)</span>') == 1
    assert len(re.findall(r'Cybenko \[<a class="[^"]*" href="#id\d+"', copy)) == 1
    assert "a (1 - a) = 0" in copy and 'id="equation-vanishing"' not in page and 'id="equation-vanishing"' in chapter
    assert 'href="#later"' in copy and 'href="page.html#later"' in chapter
    assert "MathJax" in page
    findings = yaml.safe_load((two_pages / "book" / "findings.yml").read_text("utf-8")).values()
    kinds = [finding["kind"] for finding in findings if min(finding["slides"]) < 14]  # there the next part begins
    row = [kinds.count(kind) for kind in ("wrong", "imprecise", "dated", "left out")]
    cells = r"\s*".join(rf"<td><p>{count}</p></td>" for count in [*row, len(kinds)])
    assert re.search(rf"Artificial neurons</p></td>\s*{cells}", page)


def test_the_gathering_page_follows_its_sources(two_pages, build_book):
    assert build_book(two_pages, two_pages).returncode == 0
    (two_pages / "book" / "chapter.md").write_text(CHAPTER.replace("The range", "Its range"))
    assert build_book(two_pages, two_pages).returncode == 0
    assert "Its range" in built_page(two_pages)
    (two_pages / "book" / "chapter.md").write_text("# Chapter\n")
    result = build_book(two_pages, two_pages)
    assert result.returncode != 0 and "there is no note E13" in result.stdout


def test_notes_that_are_nowhere_or_gathered_twice_stop_the_build(two_pages, build_book):
    again = "```{gathered-notes} E14\n```\n\n```{gathered-notes} E15 13\n```\n\n```{gathered-notes} E15\n```\n"
    (two_pages / "book" / "page.md").write_text(GATHERING + again)
    result = build_book(two_pages, two_pages)
    assert result.returncode != 0
    assert "E14 is gathered already" in result.stdout
    assert "notes on the lecture have numbers such as E07; got 13" in result.stdout
    assert "there is no note E15" in result.stdout


SLIDES = """\
1: {title: Nothing, part: One, only: A title.}
2: {title: Squashing, code: [sigmoid, tanh], exercises: [ex-one]}
3: {title: Counting, part: Two}
"""

LESSON = """\
## Its section

```{slides} 2 3
```

:::{lecture-note} E13
Open.
:::

```{literalinclude} ../mlp/activations.py
:pyobject: Sigmoid.derivative
```

```{exercise} Easy
:label: ex-one
Do it.
```
"""

MAP = """\
# Map

```{lecture-map} One
```

```{lecture-map} Two
```

```{py:function} mlp.sigmoid(z)
```
"""


@pytest.fixture
def mapped(small_book):
    """A lecture of three slides, a page with a figure that follows two of them, and their map."""
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: book/page\nchapters:\n  - file: book/lesson\n")
    (small_book / "book" / "slides.yml").write_text(SLIDES)
    (small_book / "book" / "findings.yml").write_text("E13: {kind: wrong, slides: [2]}\n")
    (small_book / "book" / "page.md").write_text(MAP)
    (small_book / "mlp").mkdir()
    shutil.copy(ROOT / "mlp" / "activations.py", small_book / "mlp")
    html = '<figure class="explorable" role="group" aria-label="Figure two_lines"></figure>'
    lesson = [
        v4.new_markdown_cell("# Lesson"),
        v4.new_markdown_cell(LESSON),
        v4.new_code_cell("figure", outputs=[v4.new_output("display_data", {"text/html": html})]),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(v4.new_notebook(cells=lesson, metadata=metadata), small_book / "book" / "lesson.ipynb")
    return small_book


def test_a_map_says_what_the_book_has_for_each_slide(mapped, build_book):
    result = build_book(mapped, mapped)
    assert result.returncode == 0, result.stdout
    entries = re.findall(r'<dt id="slide-\d">.*?</dt><dd>.*?</dd>', built_page(mapped), flags=re.DOTALL)
    nothing, squashing, counting = (re.sub(r"<(?!a|/a).*?>|class=\"[^\"]*\" ", "", entry) for entry in entries)
    assert nothing.strip() == "Slide 1: NothingA title."
    assert squashing.strip().split("\n") == [
        "Slide 2: Squashing",
        'Read in Lesson <a href="lesson.html#its-section">Its section</a>',
        'Move <a href="lesson.html#figure-two-lines">two lines</a>',
        'Code <a href="#mlp.sigmoid">mlp.sigmoid</a>, mlp.tanh',
        'Source <a href="lesson.html#source-sigmoid-derivative">Sigmoid.derivative</a>',
        'Solve <a href="lesson.html#ex-one">Easy</a>',
        'Notes <a href="lesson.html#e13">E13</a>',
    ]
    assert "Read" in counting and "Code" not in counting and "Notes" not in counting
    lesson = built_page(mapped, "lesson")
    assert all(f'id="{anchor}"' in lesson for anchor in re.findall(r'lesson.html#([^"]+)"', squashing))


def test_a_map_with_gaps_stops_the_build(mapped, build_book):
    slides = SLIDES.replace("sigmoid", "sigmund").replace("ex-one", "ex-two") + "4: {title: Left out}\n"
    (mapped / "book" / "slides.yml").write_text(slides)
    (mapped / "book" / "page.md").write_text(MAP.replace("} One", "} Three") + "\n```{lecture-map} One\n```\n")
    result = build_book(mapped, mapped)
    assert result.returncode != 0
    assert "the lecture has no part 'Three'" in result.stdout
    assert "mlp.sigmund does not exist" in result.stdout
    assert "there is no exercise ex-two" in result.stdout
    assert "no section follows slide 4" in result.stdout
