"""The map of the lecture: for each slide, where the book treats it, and what there is to move, run and solve.

    ```{lecture-map} Artificial neurons
    ```

lists the slides of one part of the lecture. What stands there is collected from the pages:

- the sections that name the slide by a `{slides}` directive,
- the figures that move in these sections,
- the source that they print by `{literalinclude}` with `:pyobject:`,
- the `code`, names in `mlp`, and the `exercises`, labels, that `slides.yml` gives,
- the notes on the lecture whose findings concern the slide.

A slide that needs no section says why, as `only` in `slides.yml`. The build warns of a slide that has neither, and of
code and exercises that do not exist. Links lead to a slide in the map as `#slide-8`, and to printed source
as `#source-sigmoid-derivative`; book_numbers names the figures that move.
"""

from collections import defaultdict
from operator import attrgetter

from book_notes import notes, parts_of_slides, section_of, title_of
from docutils import nodes
from sphinx.directives.code import LiteralInclude
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

import mlp

logger = logging.getLogger(__name__)


class lecture_map(nodes.General, nodes.Element):
    """Holds the place of the map until all pages have been read."""


class LectureMap(SphinxDirective):
    """Say for each slide of a part of the lecture what the book has for it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Leave a place for the list, and have this page made anew in every build, since any page may have changed."""
        parts = parts_of_slides(self.config.lecture_slides)
        slides = [slide for slide, part in parts.items() if part == self.arguments[0]]
        if not slides:
            raise self.error(f"the lecture has no part {self.arguments[0]!r}")
        self.env.note_reread()
        place = lecture_map(slides=slides)
        self.set_source_info(place)
        return [place]


class PrintedSource(LiteralInclude):
    """Show a piece of source as Sphinx does, and let links lead to it."""

    def run(self):
        """Give the listing an anchor made of the object's name."""
        result = super().run()
        if name := self.options.get("pyobject"):
            for listing in result[0].findall(nodes.literal_block):
                listing["pyobject"] = name
                listing["ids"].append(nodes.make_id(f"source-{name}"))
        return result


class DrawMap(SphinxPostTransform):
    """Put the list of slides where it is asked for."""

    default_priority = 4  # before every transform that resolves a reference

    def run(self):
        """Collect the sections of all slides, once for the page."""
        places = list(self.document.findall(lecture_map))
        if places:
            sections = self.sections()
            for place in places:
                items = [self.entry(slide, sections[slide], place) for slide in place["slides"]]
                place.replace_self(nodes.definition_list("", *items, classes=["lecture-map"]))

    def sections(self):
        """Find the sections that follow each slide: number -> [(page, section)], in the order of the book."""
        found = defaultdict(list)
        for page in self.pages(self.config.root_doc):
            for named in self.env.get_doctree(page).findall(nodes.paragraph):
                for slide in named.get("slides", []):
                    found[slide].append((page, section_of(named)))
        return found

    def pages(self, page):
        """List a page and those below it in the table of contents."""
        yield page
        for below in self.env.toctree_includes.get(page, []):
            yield from self.pages(below)

    def entry(self, number, sections, place):
        """Write all that the book has for one slide."""
        slide = self.config.lecture_slides[number]
        if not sections and "only" not in slide:
            logger.warning("no section follows slide %s", number, location=place)
        title = f"Slide {number}: {slide['title']}"
        lines = {
            **{f"Read in {self.env.titles[page].astext()}": read for page, read in self.reading(sections).items()},
            "Move": self.links(sections, nodes.container, "figure", nodes.Text),
            "Code": [self.code(f"mlp.{name}", place) for name in slide.get("code", [])],
            "Source": self.links(sections, nodes.literal_block, "pyobject", literal),
            "Solve": [self.exercise(label, place) for label in slide.get("exercises", [])],
            "Notes": [
                self.link(notes(self.env)[n][0], n.lower(), nodes.Text(n))
                for n, finding in self.config.lecture_findings.items()
                if number in finding["slides"] and n in notes(self.env)
            ],
        }
        items = [item(word, links) for word, links in lines.items() if links]
        body = nodes.definition()
        if "only" in slide:
            body += nodes.paragraph("", slide["only"])
        if items:
            body += nodes.bullet_list("", *items)
        return nodes.definition_list_item("", nodes.term("", title, ids=[f"slide-{number}"]), body)

    def link(self, page, target, words):
        """Link to a place on a page."""
        return make_refnode(self.app.builder, self.env.docname, page, target, words)

    def reading(self, sections):
        """Link to sections, by page."""
        links = defaultdict(list)
        for page, section in sections:
            whole = isinstance(section.parent, nodes.document)
            words = nodes.Text("the whole page") if whole else title_of(section)
            links[page].append(self.link(page, section["ids"][0], words))
        return links

    def links(self, sections, kind, name, write):
        """Link to each node of a kind in some sections that has a name."""
        found = ((page, node) for page, section in sections for node in section.findall(kind) if name in node)
        return [self.link(page, node["ids"][-1], write(node[name])) for page, node in found]

    def code(self, name, place):
        """Write a name from `mlp`, as a link where the reference has an entry for it."""
        try:
            attrgetter(name.removeprefix("mlp."))(mlp)
        except AttributeError:
            logger.warning("%s does not exist", name, location=place)
        entry = self.env.get_domain("py").objects.get(name)
        return self.link(entry.docname, entry.node_id, literal(name)) if entry else literal(name)

    def exercise(self, label, place):
        """Link to an exercise by its title."""
        found = self.env.sphinx_exercise_registry.get(label)
        if found is None:
            logger.warning("there is no exercise %s", label, location=place)
            return nodes.Text(label)
        return self.link(found["docname"], label, nodes.Text(found["node"].next_node(nodes.subtitle).astext()))


def literal(name):
    """Write a name as code."""
    return nodes.literal(name, name)


def item(word, links):
    """Write one line of an entry: a word for what it lists, and links."""
    line = nodes.paragraph("", "", nodes.strong(word, word), nodes.Text(" "))
    for link in links:
        line += [link, nodes.Text(", ")]
    line.pop()
    return nodes.list_item("", line)


def setup(app):
    """Add the directives and the transform."""
    app.add_node(lecture_map)
    app.add_directive("lecture-map", LectureMap)
    app.add_directive("literalinclude", PrintedSource, override=True)
    app.add_post_transform(DrawMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
