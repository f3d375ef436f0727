"""The form of a page: what a chapter is made of besides its text, and how it opens and ends.

A page opens with its title, a question (a paragraph under `{.question}`) and a figure; below the figure this extension
writes how long the page takes and what is in it. A cell of code has one of three kinds, told by its tag:

    setup       imports and styles: on the page only with the switch "Code" on
    drawing     how a figure is made: its output always, its code only with the switch on
    lesson      lines that are the point: always

A figure of a cell with the tag `beside` stays in view beside the text that follows it, up to the next cell or heading.
And in the text

    {try}`z = 2 <lab: z0=2, f=tanh>`        is a button that sets a figure of this page, all else as at first;
                                            `lab: rate=0.1, step=20` lets it run 20 steps

    :::{reveal} What happens                opens when the prediction before it is made, and by hand
    ...
    :::

    :::{goals}                              closes a page: what a reader can do now, ticked by the exercises named
    - Compute what gets through ({ref}`ex-activations-chain`)
    :::

Every page that opens with a question ends with one step: the page to go on with.
"""

import json
import re
from urllib.parse import urlencode

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from mlp.explore import formula

logger = logging.getLogger(__name__)

WITH_CODE = "With a running notebook"  # the heading of sections that show with the switch on
PACE, FIGURE, EXERCISE = 200, 1, 2  # words a minute; minutes for a figure, and for an exercise
FIGURES = re.compile(
    r'<figure class="explorable"(?: data-figure="(\w+)")?.*?<script type="application/json">(.*?)</script></figure>',
    re.DOTALL,
)
ASKING = re.compile(r'<figure class="explorable" data-figure="(\w+)" data-asks=')
ROOM = re.compile(r"--(?:narrow-)?asked: [\d.]+rem")  # what a figure keeps free for its questions


class Box(nodes.General, nodes.Element):
    """An element of HTML; in other formats what is in it stands alone."""


def box(tag, *children, classes=(), **attributes):
    """Make an element; of the names of attributes underscores become hyphens."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return Box("", *children, tag=tag, attributes=named, classes=list(classes))


def open_box(writer, node):
    """Write the start of an element."""
    writer.body.append(writer.starttag(node, node["tag"], "", **node["attributes"]))


def close_box(writer, node):
    """Write the end of an element."""
    writer.body.append(f"</{node['tag']}>")


class Reveal(SphinxDirective):
    """What a reader finds out after a prediction."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Make an element that folds."""
        words, _ = self.state.inline_text((self.arguments or ["What happens"])[0], self.lineno)
        content = box("div")
        self.state.nested_parse(self.content, self.content_offset, content)
        return [box("details", box("summary", *words), content, classes=["reveal"])]


class Goals(SphinxDirective):
    """What a reader can do at the end of a page."""

    has_content = True

    def run(self):
        """Make a list in a box."""
        goals = box("div", classes=["goals"])
        self.state.nested_parse(self.content, self.content_offset, goals)
        return [page_end(nodes.rubric("", "What you can do now"), goals)]


def page_end(*children):
    """Make the box at the end of a page; `add_next` writes in it where to go on."""
    return box("div", *children, box("div", classes=["onward"]), classes=["page-end"])


class Place(SphinxDirective):
    """A place that the page's script fills: `go-on` with a link to where the reader was, `forget` with a button."""

    def run(self):
        """Make an empty element."""
        return [box("p", classes=[self.name])]


class Try(SphinxRole):
    """A button in a sentence that sets a figure of the page."""

    def run(self):
        """Read the words, the figure's name and the settings."""
        found = re.fullmatch(r"(.+?)\s*<(\w+):\s*(.*)>", self.text, re.DOTALL)
        if not found:
            logger.warning("a button needs words, a figure and settings: z = 2 <lab: z0=2>; got %s", self.text,
                           location=self.get_source_info())  # fmt: skip
            return [nodes.Text(self.text)], []
        words, figure, settings = found.groups()
        settings = dict(part.strip().split("=", 1) for part in re.split(r",(?=\s*\w+=)", settings) if part.strip())
        children, messages = self.inliner.parse(words, self.lineno, None, None)
        button = box("button", *children, classes=["try"], type="button", data_sets=figure,
                     data_settings=urlencode(settings))  # fmt: skip
        button["settings"] = settings
        button.source, button.line = self.get_source_info()
        return [button], messages


def figures_of(doctree):
    """Find the figures that move: a list of (cell, name or None, what the page knows of it)."""
    found = []
    for output in doctree.findall(nodes.raw):
        for name, data in FIGURES.findall(output.astext()):
            found.append((cell_of(output), name or None, json.loads(data)))
    return found


def cell_of(output):
    """Find the cell that an output stands in."""
    while "cell" not in output["classes"]:
        output = output.parent
    return output


def check_buttons(doctree, figures):
    """Warn of buttons that set what is not there."""
    known = {name: data for _, name, data in figures if name}
    for button in doctree.findall(lambda node: isinstance(node, Box) and "try" in node["classes"]):
        name = button["attributes"]["data-sets"]
        if name not in known:
            logger.warning("a button sets the figure %s; on this page are %s", name, ", ".join(known), location=button)
            continue
        controls = {control["name"]: control for control in known[name]["controls"]}
        for key, value in button["settings"].items():
            steps = key == "step" and key not in controls and "state" in known[name] and value.isdigit()
            if not steps and (key not in controls or not takes(controls[key], value)):
                logger.warning("a button sets %s=%s, which %s does not take", key, value, name, location=button)


# What the reader draws, as an address has it: numbers x, y, kind of points; a letter or a digit a cell.
DRAWN = {"points": r"([-\d.e]+_[-\d.e]+_\d+(_|$))*", "pad": "[0-9a-z]*"}


def takes(control, value):
    """Say whether a control takes a value, as `checked` in the page does."""
    if options := control.get("options"):
        return value in map(str, options)
    if pattern := DRAWN.get(control["kind"]):
        return re.fullmatch(pattern, value) is not None
    if control["kind"] == "checkbox":
        return value in ("true", "false")
    try:
        if control["kind"] == "formula":
            return callable(formula(value, control["of"]))
        number = float(value)
    except ValueError:
        return False
    low, high = control.get("min", -float("inf")), control.get("max", float("inf"))
    if base := control.get("base"):
        low, high = base**low, base**high
    return low <= number <= high


def is_cell(node, tag=None):
    """Say whether a node is a cell of code, of a tag if one is named."""
    return isinstance(node, nodes.container) and "cell" in node["classes"] and tag in (None, *tags_of(node))


def tags_of(cell):
    """List the tags of a cell."""
    return [word.removeprefix("tag_") for word in cell["classes"] if word.startswith("tag_")]


def hide_answers(figures):
    """Leave out the code of cells that ask and show nothing else: the answers stand in it."""
    for cell, _, data in figures:
        if not (data.get("marks") or is_cell(cell, "lesson")):
            cell.children = [part for part in cell.children if "cell_input" not in part["classes"]]


def is_solution(node):
    """Say whether a node stands in the solution of an exercise."""
    return node is not None and ("solution" in node.get("classes", ()) or is_solution(node.parent))


def stand_beside(doctree):
    """Put figures beside the text that follows them, their questions at its head: a low figure stays in view."""
    for cell in [node for node in doctree.findall(nodes.container) if is_cell(node, "beside")]:
        parent, at = cell.parent, cell.parent.index(cell)
        end = at + 1
        while end < len(parent) and not (is_cell(parent[end]) or isinstance(parent[end], nodes.section)):
            end += 1
        text = box("div", *place_of_questions(cell), *parent[at + 1 : end], classes=["beside-text"])
        parent[at:end] = [box("div", cell, text, classes=["beside"])]


def place_of_questions(cell):
    """Make a place for the questions of a cell's figure, with the room that the figure kept for them."""
    for output in cell.findall(nodes.raw):
        html = output.astext()
        if (name := ASKING.search(html)) and (room := ROOM.findall(html)):
            output.children = [nodes.Text(ROOM.sub("", html))]
            return [box("div", classes=["explorable-asked"], data_questions=name[1], style="; ".join(room))]
    return []


def section_named(doctree, title):
    """Find the section of a page with this title, or None."""
    return next((part for part in doctree.findall(nodes.section) if part[0].astext() == title), None)


def fold_references(doctree):
    """Fold the list of works at the end of a page."""
    if section := section_named(doctree, "References"):
        listed = section[1:]
        section[1:] = [box("details", box("summary", nodes.Text("Works cited on this page")), *listed)]


def open_and_close(doctree, figures):
    """Say at the start of a page what is in it, and at its end where to go on."""
    question = next((p for p in doctree.findall(nodes.paragraph) if "question" in p["classes"]), None)
    if question is None:
        return
    exercises = sum("exercise" in node["classes"] for node in doctree.findall(nodes.Element))
    moving = sum(bool(data["marks"]) for _, _, data in figures)
    words = sum(len(node.astext().split()) for node in doctree.findall(nodes.paragraph))
    minutes = 5 * max(1, round((words / PACE + FIGURE * moving + EXERCISE * exercises) / 5))
    counts = [(minutes, "minute"), (moving, "figure"), (exercises, "exercise")]
    facts = [box("span", nodes.Text(f"{n} {word}{'s' * (n > 1)}")) for n, word in counts if n]
    after = next((cell for cell, *_ in figures if cell.parent is question.parent), question)
    question.parent.insert(question.parent.index(after) + 1, box("p", *facts, classes=["facts"]))
    if not any("page-end" in node["classes"] for node in doctree.findall(Box)):
        question.parent += page_end()


def form(app, doctree):
    """Give a page its form."""
    figures = figures_of(doctree)
    check_buttons(doctree, figures)
    hide_answers(figures)
    figures = [figure for figure in figures if not is_solution(figure[0])]
    questions(app.env)[app.env.docname] = [ask["id"] for _, _, data in figures for ask in data.get("ask", [])]
    if section := section_named(doctree, WITH_CODE):
        section["classes"].append("with-code")
    open_and_close(doctree, figures)
    stand_beside(doctree)
    fold_references(doctree)


def questions(env):
    """Page -> the ids of its questions, for all pages read so far."""
    if not hasattr(env, "book_questions"):
        env.book_questions = {}
    return env.book_questions


def forget(app, env, docname):
    """Forget the questions of a page that is read again."""
    questions(env).pop(docname, None)


def merge(app, env, docnames, other):
    """Take over what another process has read."""
    questions(env).update({page: ids for page, ids in questions(other).items() if page in docnames})


def add_next(app, pagename, templatename, context, doctree):
    """Write at the end of a page where to go on, and for the page's script the questions of every page."""
    if "body" not in context:
        return
    following = context.get("next")
    link = f'<a class="next" href="{following["link"]}">Go on: {following["title"]}</a>' if following else ""
    end = f'<div class="onward"><p class="left"></p>{link}</div>'
    asked = {context["pathto"](page): ids for page, ids in sorted(questions(app.env).items()) if ids}
    data = json.dumps(asked, separators=(",", ":")).replace("<", "\\u003c")
    context["body"] = context["body"].replace('<div class="onward"></div>', end)
    context["body"] += f'<script type="application/json" id="book-questions">{data}</script>'


def setup(app):
    """Add directives, the role and what gives a page its form."""
    app.add_node(Box, html=(open_box, close_box))
    app.add_directive("reveal", Reveal)
    app.add_directive("goals", Goals)
    app.add_directive("go-on", Place)
    app.add_directive("forget", Place)
    app.add_role("try", Try())
    app.add_js_file("reader.js", priority=301)
    app.add_css_file("chapter.css", priority=901)
    app.connect("doctree-read", form)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_next)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
