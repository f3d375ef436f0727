"""Notes on the lecture: each stands in the chapter that treats its matter, and one page gathers them all.

Where a slide is wrong, dated or ambiguous, or leaves out what a reader needs, a chapter says so:

    :::{lecture-note} E13
    Slide 8 gives the range as [0, 1]. Both ends are open ...
    :::

Each number stands for one finding and may be used once in the whole book; links lead to it as `#e13`. What kind of
finding it is and which slides it concerns is in `findings.yml`.

    ```{gathered-notes} E13 E14
    ```

shows the same notes once more, in this order, each with its slides, its kind and a link to the
section where it stands; links lead to the copies as `#all-e13`. A note with several numbers is shown once. The build
warns of a number that no note has, and of a note that is gathered twice. And

    ```{findings-table}
    ```

counts the findings of each kind in each part of the lecture.

The copies are taken from the pages' doctrees just before a page is written, when all pages have been read, and before
references are resolved, so that mathematics, citations and links in them work as they do in the chapter.
"""

import re
from collections import Counter
from pathlib import Path

import yaml
from book_chapter import box
from book_lecture import name_slides
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

logger = logging.getLogger(__name__)

KINDS = ["wrong", "imprecise", "dated", "left out"]


class gathered_notes(nodes.General, nodes.Element):
    """Holds the place of copies until all pages have been read."""


class NumbersDirective(SphinxDirective):
    """A directive whose argument is a list of findings."""

    required_arguments = 1
    final_argument_whitespace = True

    def numbers(self):
        """Read the argument."""
        numbers = self.arguments[0].split()
        if bad := [number for number in numbers if not re.fullmatch(r"E\d\d", number)]:
            raise self.error(f"notes on the lecture have numbers such as E07; got {' '.join(bad)}")
        return numbers


class LectureNote(NumbersDirective):
    """Say where a slide is wrong, dated or ambiguous, and what is right."""

    has_content = True

    def run(self):
        """Make an admonition that can be linked to by each of its numbers."""
        numbers = self.numbers()
        title = f"Note on the lecture ({', '.join(numbers)})"
        note = nodes.admonition("", nodes.title(title, title), classes=["note", "lecture-note"], numbers=numbers)
        note["ids"] = [number.lower() for number in numbers]
        note["names"] = list(note["ids"])
        self.state.document.note_explicit_target(note)
        self.state.nested_parse(self.content, self.content_offset, note)
        for number in numbers:
            other, line = notes(self.env).setdefault(number, (self.env.docname, self.lineno))
            if (other, line) != (self.env.docname, self.lineno):
                logger.warning("%s is on %s already", number, other, location=(self.env.docname, self.lineno))
        return [note]


class GatheredNotes(NumbersDirective):
    """Show notes of other pages."""

    def run(self):
        """Leave a place for the copies, and have this page made anew in every build, since they may have changed."""
        self.env.note_reread()
        place = gathered_notes(numbers=self.numbers())
        self.set_source_info(place)
        return [place]


class FindingsTable(SphinxDirective):
    """Count the findings."""

    def run(self):
        """Make a table: parts of the lecture, kinds of findings."""
        parts = parts_of_slides(self.config.lecture_slides)
        counts = Counter(
            (parts[min(finding["slides"])], finding["kind"]) for finding in self.config.lecture_findings.values()
        )
        rows = [["Part of the lecture", *(kind.capitalize() for kind in KINDS), "All"]]
        for part in dict.fromkeys(parts.values()):
            numbers = [counts[part, kind] for kind in KINDS]
            rows.append([part, *numbers, sum(numbers)])
        sums = [sum(column) for column in list(zip(*rows[1:], strict=True))[1:]]
        return [table([*rows, ["All", *sums]])]


class FoldNotes(SphinxPostTransform):
    """Where a note stands, make it a line that opens; the page that gathers them shows all of it."""

    default_priority = 5  # after the copies were made
    formats = ("html",)

    def run(self):
        """Put the note's content behind its line."""
        all_notes = [note for note in self.document.findall(nodes.admonition) if "numbers" in note]
        if any(note["ids"][0].startswith("all-") for note in all_notes):
            return
        for note in all_notes:
            others = [nodes.inline(ids=[each]) for each in note["ids"][1:]]
            line = box("summary", nodes.Text(self.line(note)), *others)
            folded = box("details", line, *note.children[1:], classes=["lecture-note"])
            folded["ids"] = note["ids"][:1]
            note.parent.replace(note, folded)  # replace_self would add the other ids once more
            stand_at_paragraph(folded)

    def line(self, note):
        """Write what stands for a note: slides, the matter in a few words, numbers."""
        numbers = ", ".join(note["numbers"])
        findings = [self.config.lecture_findings[n] for n in note["numbers"] if n in self.config.lecture_findings]
        if not findings:
            return f"Note on the lecture ({numbers})"
        slides = sorted({slide for finding in findings for slide in finding["slides"]})
        words = "; ".join(finding["short"] for finding in findings)
        return f"Slide{'s' * (len(slides) > 1)} {', '.join(map(str, slides))}: {words} ({numbers})"


def stand_at_paragraph(note):
    """Put a note and the paragraph before it into one element, note first: in a margin it begins beside its line."""
    parent, at = note.parent, note.parent.index(note)
    before = parent[at - 1] if at else None
    if isinstance(before, nodes.paragraph) and "lecture-slides" not in before["classes"]:
        parent[at - 1 : at + 1] = [box("div", note, before, classes=["noted"])]
    elif before is not None and "noted" in before.get("classes", ()):
        parent.remove(note)
        before.insert(len(before) - 1, note)


class Gather(SphinxPostTransform):
    """Put copies of the notes where they are asked for."""

    default_priority = 4  # before every transform that resolves a reference

    def run(self):
        """Look each note up in the doctree of its page."""
        places, shown = list(self.document.findall(gathered_notes)), set()
        pages = {notes(self.env)[n][0] for place in places for n in place["numbers"] if n in notes(self.env)}
        originals = {page: original_notes(self.env.get_doctree(page)) for page in pages}
        for place in places:
            copies, here = [], set()
            for number in place["numbers"]:
                if number not in notes(self.env):
                    logger.warning("there is no note %s", number, location=place)
                elif number in shown:
                    logger.warning("%s is gathered already", number, location=place)
                elif number not in here:
                    page, _ = notes(self.env)[number]
                    note = originals[page][number]
                    here.update(note["numbers"])
                    copies.append(self.copy(note, page))
            shown |= here
            place.replace_self(copies)
        if any(self.document.findall(nodes.math)):
            self.env.get_domain("math").data["has_equations"][self.env.docname] = True  # so that MathJax is loaded

    def copy(self, note, page):
        """Copy a note, with ids of its own, and say what it is about and where it stands."""
        copy, title = note.deepcopy(), ", ".join(note["numbers"])
        copy[0] = nodes.title(title, title)
        copy.insert(1, self.about(note, page))
        for node in copy.findall(nodes.Element):
            prefix = "all" if node is copy else f"all-{nodes.make_id(page)}"  # pages number what has no name
            node["ids"] = [f"{prefix}-{each}" for each in node["ids"]]
            if "refdoc" in node:
                node["refdoc"] = self.env.docname
        return copy

    def about(self, note, page):
        """Write the line below the title: kind, slides, and a link to the section of the note."""
        findings = {number: self.config.lecture_findings[number] for number in note["numbers"]}
        kinds = {finding["kind"] for finding in findings.values()}
        if len(kinds) > 1:
            kinds = [f"{number} {finding['kind']}" for number, finding in findings.items()]
        slides = sorted({slide for finding in findings.values() for slide in finding["slides"]})
        words = [", ".join(kinds), name_slides(self.config.lecture_slides, slides), "treated in "]
        text = ". ".join(each[0].upper() + each[1:] for each in words)
        link = make_refnode(self.app.builder, self.env.docname, page, note["ids"][0], title_of(section_of(note)))
        return nodes.paragraph("", "", nodes.Text(text), link, classes=["lecture-slides"])


def section_of(node):
    """Find the section that a node stands in."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def title_of(section):
    """Copy the words of a section's title."""
    return nodes.inline("", "", *(child.deepcopy() for child in section.next_node(nodes.title).children))


def original_notes(doctree):
    """Map the numbers of the notes on a page to their nodes."""
    return {n: note for note in doctree.findall(nodes.admonition) for n in note.get("numbers", [])}


def parts_of_slides(slides):
    """Map each slide to the part of the lecture it belongs to; `slides.yml` names a part where it begins."""
    parts, part = {}, None
    for number, slide in slides.items():
        part = parts[number] = slide.get("part", part)
    return parts


def table(rows):
    """Make a table of plain words and numbers; the first row is its head."""
    group = nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=1) for _ in rows[0]]
    for part, some in ((nodes.thead(), rows[:1]), (nodes.tbody(), rows[1:])):
        for row in some:
            part += nodes.row("", *(nodes.entry("", nodes.paragraph("", str(cell))) for cell in row))
        group += part
    return nodes.table("", group)


def notes(env):
    """Number of a note -> (page, line), for all pages read so far."""
    if not hasattr(env, "lecture_notes"):
        env.lecture_notes = {}
    return env.lecture_notes


def forget(app, env, docname):
    """Forget the notes of a page that is read again."""
    env.lecture_notes = {number: place for number, place in notes(env).items() if place[0] != docname}


def merge(app, env, docnames, other):
    """Take over the notes that another process has read."""
    notes(env).update({number: place for number, place in notes(other).items() if place[0] in docnames})


def read_findings(app, config):
    """Read what `findings.yml` says of each finding."""
    config.lecture_findings = yaml.safe_load(Path(app.srcdir, "book", "findings.yml").read_text("utf-8"))


def setup(app):
    """Add the directives and the transform."""
    app.add_config_value("lecture_findings", {}, "env")
    app.add_node(gathered_notes)
    app.add_directive("lecture-note", LectureNote)
    app.add_directive("gathered-notes", GatheredNotes)
    app.add_directive("findings-table", FindingsTable)
    app.add_post_transform(Gather)
    app.add_post_transform(FoldNotes)
    app.connect("config-inited", read_findings)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
