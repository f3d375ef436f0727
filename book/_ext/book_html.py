"""What others write into a page and a browser or a screen reader stumbles over, set right before it is stored."""

import re

FORMULA = re.compile(r'(<span class="math notranslate nohighlight">[^<]*</span>)([.,;:!?)’”]+)')
CELL = re.compile(r"<td>.*?</td>", re.DOTALL)
CODE = re.compile(r'(<span class="pre">)([^<]*)(</span>)')
LINES = re.compile(r'<dl>\n((?:<dd><em class="sig-param">.*?</dd>\n)+)</dl>', re.DOTALL)


def name_list_items(body):
    """Call the entries of a bibliography what the children of a list must be; docutils gives them another role."""
    return body.replace('role="doc-biblioentry"', 'role="listitem"')


def drop_shared_ids(body):
    """Take away the id that sphinx-exercise gives to the text of each exercise and solution: two of it are invalid."""
    return re.sub(r' id="(exercise|solution)-content"', "", body)


def mend_signatures(body):
    """Make the lines of a long signature plain lines; Sphinx makes them definitions of nothing."""
    return LINES.sub(
        lambda lines: re.sub("<(/?)dd>", lambda dd: "</span>" if dd[1] else '<span class="sig-line">', lines[1]), body
    )


def keep_marks(body):
    """Keep what ends a clause on the line of the formula before it; a browser would begin the next line with it."""
    return FORMULA.sub(r'<span class="mlp-together">\1\2</span>', body)


def break_code(body):
    """Say where a long name in a table may break, so that it need not break anywhere."""
    wbr = lambda code: code[1] + re.sub(r"([._(\[])(?=.)", r"\1<wbr>", code[2]) + code[3]
    return CELL.sub(lambda cell: CODE.sub(wbr, cell[0]), body)


def set_dashes(body):
    """Set the dashes of pages with docstrings, where Sphinx leaves them as typed (see `KeepQuotes` in book_api)."""
    return body.replace(" -- ", " – ") if "sig-param" in body else body


def mend(app, pagename, templatename, context, doctree):
    """Mend the text of a page."""
    if "body" in context:
        for cure in (name_list_items, drop_shared_ids, mend_signatures, keep_marks, break_code, set_dashes):
            context["body"] = cure(context["body"])


def setup(app):
    """Tell Sphinx when to mend."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
