"""The threads between the book and its sources: which slides a section follows, and which works a page cites.

    ```{slides} 8 9
    ```

names the slides; their titles are in `slides.yml`. And

    ```{references}
    ```

lists the works that a page cites, while one page of the book holds the whole bibliography.
"""

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.directives import BibliographyDirective


def name_slides(titles, numbers):
    """Write some slides with their titles: slides 8 “Sigmoid” and 9 “Tanh”."""
    named = [f"{number} “{titles[number]['title']}”" for number in numbers]
    words = ", ".join(named[:-1]) + " and " * bool(named[:-1]) + named[-1]
    return f"slide{'s' * (len(named) > 1)} {words}"


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
        slides = [int(number) for number in numbers]
        text = f"In the lecture: {name_slides(titles, slides)}."
        return [nodes.paragraph(text, text, classes=["lecture-slides"], slides=slides)]


class References(BibliographyDirective):
    """List the works that this page cites."""

    def run(self):
        """Make a bibliography of this page alone, as a plain list."""
        self.options = {"filter": "docname in docnames", "list": "bullet"}
        return super().run()


def read_slides(app, config):
    """Read what `slides.yml` says of each slide."""
    config.lecture_slides = yaml.safe_load(Path(app.srcdir, "book", "slides.yml").read_text("utf-8"))


def setup(app):
    """Add the directives."""
    app.add_config_value("lecture_slides", {}, "env")
    app.add_directive("slides", Slides)
    app.add_directive("references", References)
    app.connect("config-inited", read_slides)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
