"""The threads between the book and the lecture: which slides a section follows, and where a slide says otherwise.

    ```{slides} 8 9
    ```

names the slides; their titles are in `slides.yml`. Where a slide is wrong, dated or ambiguous, a note says so:

    :::{lecture-note} E13
    Slide 8 gives the range as [0, 1]. Both ends are open ...
    :::

Each number stands for one finding and may be used once in the whole book; links lead to it as `#e13`. And

    ```{references}
    ```

lists the works that a page cites, while one page of the book holds the whole bibliography.
"""

import re
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.directives import BibliographyDirective

logger = logging.getLogger(__name__)


class Slides(SphinxDirective):
    """Name the slides that a section follows."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Write the line below a heading."""
        titles, numbers = self.env.config.lecture_slides, self.arguments[0].split()
        unknown = [number for number in numbers if not number.isdigit() or int(number) not in titles]
        if unknown:
            raise self.error(f"slides are numbers from 1 to {len(titles)}; got {' '.join(unknown)}")
        named = [f"{number} “{titles[int(number)]}”" for number in numbers]
        words = ", ".join(named[:-1]) + " and " * bool(named[:-1]) + named[-1]
        text = f"In the lecture: slide{'s' * (len(named) > 1)} {words}."
        return [nodes.paragraph(text, text, classes=["lecture-slides"])]


class LectureNote(SphinxDirective):
    """Say where a slide is wrong, dated or ambiguous, and what is right."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        """Make an admonition that can be linked to by each of its numbers."""
        numbers = self.arguments[0].split()
        if bad := [number for number in numbers if not re.fullmatch(r"E\d\d", number)]:
            raise self.error(f"notes on the lecture have numbers such as E07; got {' '.join(bad)}")
        title = f"Note on the lecture ({', '.join(numbers)})"
        note = nodes.admonition("", nodes.title(title, title), classes=["note", "lecture-note"])
        note["ids"] = [number.lower() for number in numbers]
        note["names"] = list(note["ids"])
        self.state.document.note_explicit_target(note)
        self.state.nested_parse(self.content, self.content_offset, note)
        for number in numbers:
            other, line = _notes(self.env).setdefault(number, (self.env.docname, self.lineno))
            if (other, line) != (self.env.docname, self.lineno):
                logger.warning("%s is on %s already", number, other, location=(self.env.docname, self.lineno))
        return [note]


class References(BibliographyDirective):
    """List the works that this page cites."""

    def run(self):
        """Make a bibliography of this page alone, as a plain list."""
        self.options = {"filter": "docname in docnames", "list": "bullet"}
        return super().run()


def _notes(env):
    """Number of a note -> (page, line), for all pages read so far."""
    if not hasattr(env, "lecture_notes"):
        env.lecture_notes = {}
    return env.lecture_notes


def forget(app, env, docname):
    """Forget the notes of a page that is read again."""
    env.lecture_notes = {number: place for number, place in _notes(env).items() if place[0] != docname}


def merge(app, env, docnames, other):
    """Take over the notes that another process has read."""
    _notes(env).update({number: place for number, place in _notes(other).items() if place[0] in docnames})


def name_list_items(app, pagename, templatename, context, doctree):
    """Call the entries of a bibliography what the children of a list must be; docutils gives them another role."""
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def drop_shared_ids(app, pagename, templatename, context, doctree):
    """Take away the id that sphinx-exercise gives to the text of each exercise and solution: two of it are invalid."""
    if "body" in context:
        context["body"] = re.sub(r' id="(exercise|solution)-content"', "", context["body"])


def read_slides(app, config):
    """Read the titles of the slides."""
    config.lecture_slides = yaml.safe_load(Path(app.srcdir, "book", "slides.yml").read_text("utf-8"))


def setup(app):
    """Add the directives."""
    app.add_config_value("lecture_slides", {}, "env")
    app.add_directive("slides", Slides)
    app.add_directive("lecture-note", LectureNote)
    app.add_directive("references", References)
    app.connect("config-inited", read_slides)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", name_list_items)
    app.connect("html-page-context", drop_shared_ids)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
