"""Print the whole book: one PDF with a title, contents, page numbers, an outline, and links from chapter to chapter.

    python tools/pdf.py [folder]        (the folder is dist where none is named)

writes neural-networks-in-motion-<version>.pdf. Chromium prints each page as its style for print says, in
book/_static/book.css; pypdf joins what it printed.
"""

import sys
import tempfile
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import urldefrag

import yaml
from build import ROOT, build, pages
from chromium import open_browser
from dist import NAME, VERSION
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, Fit, NameObject
from sphinx_external_toc.parsing import parse_toc_yaml

PAPER = {"prefer_css_page_size": True, "print_background": True, "outline": True, "tagged": True}
TITLE = """() => {
    const title = document.querySelector('article h1').cloneNode(true);
    title.querySelectorAll('.headerlink').forEach(link => link.remove());
    return title.textContent.trim();
}"""

FRONT = """\
<!doctype html><html lang="en"><title>{title}</title>
<style>
  @page {{ margin: 20mm 22mm; size: A4 }}
  body {{ font: 11pt/1.5 sans-serif; margin: 0 }}
  h1 {{ font-size: 26pt; line-height: 1.2; margin: 60mm 0 8mm }}
  h2 {{ break-before: page; font-size: 18pt }}
  h3 {{ font-size: 11pt; margin: 1em 0 0 }}
  a {{ color: inherit; display: flex; gap: 1em; text-decoration: none }}
  a span:first-child {{ flex: 1 }}
</style>
<h1>{title}</h1>
<p>Version {version}. © {copyright}.</p>
<p>The text and the figures are under the licence CC BY 4.0, the code is under the BSD 3-Clause licence.</p>
<p>In a browser the figures of this book move and its exercises check an answer. Here a figure stands as it begins.</p>
<h2>Contents</h2>
{lines}
</html>"""
PART = "<h3>{}</h3>"
LINE = '<a href="{}" style="margin-left: {}em"><span>{}</span><span>{}</span></a>'


@dataclass
class Chapter:
    """A page of the book, printed.

    Attributes
    ----------
    part : str
        The caption of the part that begins with it, or nothing.
    depth : int
        0, or more for a page that is a section of another one.
    address : str
        Where the page was opened; links from other pages lead there.
    title : str
    first : int
        The number of its first sheet, counted from 1.
    sheets : pypdf.PdfReader
    """

    part: str
    depth: int
    address: str
    title: str
    first: int
    sheets: PdfReader


def walk(toc, name, part="", depth=0):
    """List the pages in reading order: the caption of the part that a page opens, the page's depth, and its name."""
    yield part, depth, name
    for tree in toc[name].subtrees:
        caption = tree.caption or ""
        for item in tree.items:
            yield from walk(toc, str(item), caption, depth + (name != toc.root.docname))
            caption = ""


def print_chapters(browser, site, names=None):
    """Print pages in light colours and without a network; each goes on counting where the one before ended.

    `names` are all where none are given.
    """
    context = browser.new_context(color_scheme="light", offline=True)
    toc, first, chapters = parse_toc_yaml(ROOT / "_toc.yml"), 1, []
    for part, depth, name in walk(toc, toc.root.docname):
        if names and name not in names:
            continue
        page = context.new_page()
        address = (site / f"{name}.html").as_uri()
        page.goto(address)
        page.evaluate("window.MathJax && MathJax.startup.promise.then(() => null)")
        page.add_style_tag(content=f"@media print {{ html {{ counter-reset: page {first - 1} }} }}")
        sheets = PdfReader(BytesIO(page.pdf(**PAPER)))
        chapters.append(Chapter(part, depth, address, page.evaluate(TITLE), first, sheets))
        first += len(sheets.pages)
        page.close()
    context.close()
    return chapters


def print_front(browser, chapters):
    """Print the title and the contents."""
    config, lines = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8")), []
    for chapter in chapters:
        lines += [PART.format(escape(chapter.part))] * bool(chapter.part)
        lines += [LINE.format(chapter.address, 1.5 * chapter.depth, escape(chapter.title), chapter.first)]
    page = browser.new_page()
    page.goto(chapters[0].address)  # from here, links to the other pages are kept
    words = {"title": escape(config["title"]), "copyright": escape(config["copyright"]), "version": VERSION}
    page.set_content(FRONT.format(lines="\n".join(lines), **words))
    sheets = PdfReader(BytesIO(page.pdf(**PAPER)))
    page.close()
    return sheets


def links(pages):
    """List the links of some sheets."""
    found = [each.get_object() for page in pages for each in page.get("/Annots", ())]
    return [each for each in found if each["/Subtype"] == "/Link"]


def fix_places(sheets):
    """Let the links within a print name a place instead of a name that the next print uses, too."""
    for link in links(sheets.pages):
        if "/Dest" in link:
            link[NameObject("/Dest")] = sheets.named_destinations[link["/Dest"]].dest_array


def lead_within(book, places, site):
    """Let links to the book's own pages lead to their sheets; drop those to files that the PDF does not hold."""
    for link in links(book.pages):
        address = urldefrag(link.get("/A", {}).get("/URI", "")).url
        if address.startswith(site.as_uri()):
            del link["/A"]
            if address in places:
                link[NameObject("/Dest")] = ArrayObject([places[address].indirect_reference, NameObject("/Fit")])


def add_outline(book, chapter, start, parent):
    """Add a chapter and its sections to the outline; returns the chapter's own entry."""
    entry = book.add_outline_item(title=chapter.title, page_number=start, parent=parent, is_open=False)
    _, *sections = chapter.sheets.outline
    for section in (each for group in sections for each in group if not isinstance(each, list)):
        place = Fit.xyz(top=section.top)
        number = chapter.sheets.get_destination_page_number(section)
        book.add_outline_item(title=section.title, page_number=start + number, parent=entry, fit=place)
    return entry


def join(front, chapters, site):
    """Join the prints to one book."""
    book, places, parents = PdfWriter(), {}, [None]
    book.append(front, import_outline=False)
    for chapter in chapters:
        start = len(book.pages)
        fix_places(chapter.sheets)
        book.append(chapter.sheets, import_outline=False)
        places[chapter.address] = book.pages[start]
        parents[chapter.depth + 1 :] = [add_outline(book, chapter, start, parents[chapter.depth])]
    lead_within(book, places, site)
    book.set_page_label(0, len(front.pages) - 1, style="/r")
    book.set_page_label(len(front.pages), len(book.pages) - 1, style="/D")
    book.compress_identical_objects()
    return book


def make(browser, site, folder, names=None):
    """Print a built book, or those of its pages that are named; returns the PDF."""
    path = Path(folder, f"{NAME}.pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    chapters = print_chapters(browser, site, names)
    book = join(print_front(browser, chapters), chapters, site)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    book.add_metadata({"/Title": config["title"], "/Author": config["author"]})
    book.write(path)
    return path


def main(folder=ROOT / "dist"):
    """Build everything anew and print it."""
    with tempfile.TemporaryDirectory() as output, open_browser() as browser:
        build(output, check=True)
        path = make(browser, pages(output), folder)
    print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
