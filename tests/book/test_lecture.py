"""The threads between the book and the lecture: slides, notes on the lecture, works that are cited."""

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
