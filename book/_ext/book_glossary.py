"""The glossary's Korean: a role that says which language a word is in, and an index from Korean to English.

    {ko}`가중치`

is read aloud in Korean and set in a Korean font of the reader's system. And

    ```{korean-index}
    ```

lists the Korean words of the glossary on the same page, in Korean order, each with a link to its English term. Every
section of the book can be named by its page and its title:

    {ref}`book/neurons:All or nothing, how often`
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import clean_astext


class Korean(SphinxRole):
    """Mark a word as Korean."""

    def run(self):
        """Make a span; docutils turns a class that names a language into the attribute `lang`."""
        return [nodes.inline(self.rawtext, self.text, classes=["language-ko"])], []


class Index(nodes.General, nodes.Element):
    """Where the index shall be."""


class KoreanIndex(SphinxDirective):
    """Leave a place for the index, which is made when the whole page has been read."""

    def run(self):
        """Mark the place."""
        return [Index()]


class MakeIndex(SphinxTransform):
    """List the Korean words of each definition's first line."""

    default_priority = 500

    def apply(self):
        """Put the index into its place."""
        for place in list(self.document.findall(Index)):
            entries = [
                (word.astext(), term)
                for glossary in self.document.findall(addnodes.glossary)
                for item in glossary.findall(nodes.definition_list_item)
                for term in item.findall(nodes.term)
                for word in next(item.findall(nodes.paragraph)).findall(nodes.inline)
                if "language-ko" in word["classes"]
            ]
            items = nodes.bullet_list(classes=["korean-index"])
            for word, term in sorted(entries, key=lambda entry: (entry[0], entry[1].astext())):
                english = nodes.reference("", term.astext(), refid=term["ids"][0], internal=True)
                korean = nodes.inline(word, word, classes=["language-ko"])
                items += nodes.list_item("", nodes.paragraph("", "", korean, nodes.Text(" "), english))
            place.replace_self(items)


def name_sections(app, doctree):
    """Give every section with a title a label. (Sphinx's own autosectionlabel stumbles over exercises.)"""
    domain, page = app.env.get_domain("std"), app.env.docname
    for section in doctree.findall(nodes.section):
        title = clean_astext(section[0])
        if title:
            name = nodes.fully_normalize_name(f"{page}:{title}")
            domain.anonlabels[name] = page, section["ids"][0]
            domain.labels[name] = page, section["ids"][0], title


def setup(app):
    """Add the role and the directive."""
    app.add_role("ko", Korean())
    app.add_directive("korean-index", KoreanIndex)
    app.add_transform(MakeIndex)
    app.connect("doctree-read", name_sections)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
