"""The threads between the book and the lecture: slides, notes on the lecture, works that are cited, and the map.

One small book is built three times: as it should be, then with what is wrong in its pages, then with what is wrong in
its lecture. A build reads again only what has changed since the one before.
"""

import re
import shutil

import nbformat
import pytest
from nbformat import v4
from pages import ROOT

TOC = """\
format: jb-book
root: book/chapter
chapters:
  - file: book/page
  - file: book/lesson
  - file: book/map
"""

SLIDES = """\
1: {title: Nothing, part: One, only: A title.}
2: {title: Squashing, code: [sigmoid, tanh], exercises: [ex-one]}
3: {title: Counting, part: Two}
"""

FINDINGS = """\
E13: {kind: imprecise, slides: [2, 3], short: the range is open}
E14: {kind: imprecise, slides: [2], short: a is never 1}
E15: {kind: wrong, slides: [2], short: open}
E16: {kind: dated, slides: [3], short: once}
"""

CHAPTER = """\
# Chapter

## Squashing

```{slides} 2 3
```

:::{lecture-note} E13 E14
The range is $(0, 1)$, says {cite:t}`Cybenko1989`; see [](#later) and {doc}`page`. Here

$$
a (1 - a) = 0
$$ (vanishing)
:::

So it is ([note](#e14)).

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

And {cite:t}`Hornik1989`.

```{findings-table}
```

```{bibliography}
```
"""

LESSON = """\
## Its section

```{slides} 2 3
```

:::{lecture-note} E15
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

WRONG = """\
# Wrong

```{slides} 2 39
```

:::{lecture-note} E16
Once.
:::

:::{lecture-note} E16
Twice.
:::

:::{lecture-note} 13
Not a number of a note.
:::
"""

GATHERED_WRONGLY = """
```{gathered-notes} E14
```

```{gathered-notes} E17 14
```

```{gathered-notes} E17
```
"""


def write_lesson(path):
    """Write a notebook with a figure that moves."""
    still = '<div class="explorable-still"></div>'
    figure = '<figure class="explorable" data-figure="two_lines" aria-label="Two lines cross"></figure>'
    lesson = [
        v4.new_markdown_cell("# Lesson"),
        v4.new_markdown_cell(LESSON),
        v4.new_code_cell("figure", outputs=[v4.new_output("display_data", {"text/html": still + figure})]),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(v4.new_notebook(cells=lesson, metadata=metadata), path)


@pytest.fixture(scope="module")
def folder(new_book):
    """The sources: a lecture of three slides, a chapter and a lesson that follow two of them, all notes, the map."""
    folder = new_book()
    (folder / "_toc.yml").write_text(TOC)
    (folder / "mlp").mkdir()
    shutil.copy(ROOT / "mlp" / "activations.py", folder / "mlp")
    write_lesson(folder / "book" / "lesson.ipynb")
    parts = {"slides.yml": SLIDES, "findings.yml": FINDINGS, "chapter.md": CHAPTER, "page.md": GATHERING, "map.md": MAP}
    for name, text in parts.items():
        (folder / "book" / name).write_text(text)
    return folder


def read_pages(folder):
    """Read all built pages by their names."""
    return {path.stem: path.read_text("utf-8") for path in (folder / "_build" / "html" / "book").glob("*.html")}


@pytest.fixture(scope="module")
def pages(folder, build_book):
    """The pages of the book as it should be."""
    result = build_book(folder, folder)
    assert result.returncode == 0, result.stdout
    return read_pages(folder)


@pytest.fixture(scope="module")
def wrong_pages(pages, folder, build_book):
    """What the build says of wrong pages, and the pages: a note has other words, too."""
    (folder / "_toc.yml").write_text(TOC + "  - file: book/wrong\n")
    (folder / "book" / "wrong.md").write_text(WRONG)
    (folder / "book" / "page.md").write_text(GATHERING + GATHERED_WRONGLY)
    (folder / "book" / "chapter.md").write_text(CHAPTER.replace("The range", "Its range"))
    result = build_book(folder, folder)
    assert result.returncode != 0
    return result.stdout, read_pages(folder)


@pytest.fixture(scope="module")
def wrong_lecture(wrong_pages, folder, build_book):
    """What the build says when slides have no place in the book; a note is gone, too."""
    slides = SLIDES.replace("sigmoid", "sigmund").replace("ex-one", "ex-two") + "4: {title: Left out}\n"
    (folder / "book" / "slides.yml").write_text(slides)
    (folder / "book" / "map.md").write_text(MAP.replace("} One", "} Three") + "\n```{lecture-map} One\n```\n")
    (folder / "book" / "chapter.md").write_text("# Chapter\n")
    result = build_book(folder, folder)
    assert result.returncode != 0
    return result.stdout


def test_a_page_names_slides_and_notes_and_the_works_it_cites(pages):
    chapter, every = pages["chapter"], pages["page"]
    assert "slides 2 “Squashing” and 3 “Counting”." in chapter
    assert "Slides 2, 3: the range is open; a is never 1 (E13, E14)" in chapter
    assert 'href="#e14"' in chapter and 'id="e14"' in chapter
    cybenko, hornik = (f"{title}. <em>" for title in ("of a sigmoidal function", "are universal approximators"))
    assert cybenko in chapter and hornik not in chapter
    assert cybenko in every and hornik in every
    assert 'role="listitem"' in every and "doc-biblioentry" not in every


def test_a_page_gathers_notes_of_another(pages):
    page, chapter = pages["page"], pages["chapter"]
    [copy] = re.findall(r'<div class="note lecture-note[^>]* id="all-e13">.*?</div>\s*</div>', page, flags=re.DOTALL)
    assert 'id="all-e14"' in copy and 'id="e13"' not in page and 'id="e13"' in chapter
    assert ">E13, E14<" in copy
    assert "Imprecise. Slides 2 “Squashing” and 3 “Counting”." in copy
    assert re.search(r'Treated in <a class="[^"]*" href="chapter.html#e13"><span>Squashing</span></a>', copy)
    assert copy.count(r'<span class="math notranslate nohighlight">\((0, 1)\)</span>') == 1
    assert len(re.findall(r'Cybenko \[<a class="[^"]*" href="#id\d+"', copy)) == 1
    assert "a (1 - a) = 0" in copy and 'id="equation-vanishing"' not in page and 'id="equation-vanishing"' in chapter
    assert 'href="#later"' in copy and 'href="page.html#later"' in chapter
    assert "MathJax" in page
    assert re.search(r"One</p></td>\s*<td><p>1</p></td>\s*<td><p>2</p></td>\s*<td><p>0</p>", page)


def test_the_gathering_page_follows_its_sources(wrong_pages, wrong_lecture):
    _, pages = wrong_pages
    assert "Its range" in pages["page"]
    assert "there is no note E13" in wrong_lecture


def test_wrong_slides_and_notes_stop_the_build(wrong_pages):
    said, _ = wrong_pages
    assert "slides are numbers from 1 to 3; got 39" in said
    assert "E16 is on book/wrong already" in said
    assert "notes on the lecture have numbers such as E07; got 13" in said


def test_notes_that_are_nowhere_or_gathered_twice_stop_the_build(wrong_pages):
    said, _ = wrong_pages
    assert "E14 is gathered already" in said
    assert "notes on the lecture have numbers such as E07; got 14" in said
    assert "there is no note E17" in said
    assert "there is no note E13" not in said


def test_a_map_says_what_the_book_has_for_each_slide(pages):
    entries = re.findall(r'<dt id="slide-\d">.*?</dt><dd>.*?</dd>', pages["map"], flags=re.DOTALL)
    nothing, squashing, counting = (re.sub(r"<(?!a|/a).*?>|class=\"[^\"]*\" ", "", entry) for entry in entries)
    assert nothing.strip() == "Slide 1: NothingA title."
    chapter, lesson = (f'<a href="{name}.html#{{0}}">{{1}}</a>'.format for name in ("chapter", "lesson"))
    assert squashing.strip().split("\n") == [
        "Slide 2: Squashing",
        f"Read in Chapter {chapter('squashing', 'Squashing')}",
        f"Read in Lesson {lesson('its-section', 'Its section')}",
        f"Move {lesson('figure-two-lines', 'Two lines cross')}",
        'Code <a href="#mlp.sigmoid">mlp.sigmoid</a>, mlp.tanh',
        f"Source {lesson('source-sigmoid-derivative', 'Sigmoid.derivative')}",
        f"Solve {lesson('ex-one', 'Easy')}",
        f"Notes {chapter('e13', 'E13')}, {chapter('e14', 'E14')}, {lesson('e15', 'E15')}",
    ]
    assert "Read" in counting and "Code" not in counting and "E13" in counting and "E14" not in counting
    assert all(f'id="{anchor}"' in pages["lesson"] for anchor in re.findall(r'lesson.html#([^"]+)"', squashing))


def test_a_map_with_gaps_stops_the_build(wrong_lecture):
    assert "the lecture has no part 'Three'" in wrong_lecture
    assert "mlp.sigmund does not exist" in wrong_lecture
    assert "there is no exercise ex-two" in wrong_lecture
    assert "no section follows slide 4" in wrong_lecture
