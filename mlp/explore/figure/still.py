"""A figure where nothing may move: a picture with its words, for LaTeX, and for pages that are shown without style.

Where a notebook is not trusted, and where others show it, its HTML is washed: drawings, scripts and style go, images
and plain words stay. So the still comes with a style that hides it.
"""

import base64
import io
import textwrap
from html import escape

from matplotlib.colors import to_rgba
from PIL import Image

from .captions import sentence
from .questions import describe

HIDDEN = "<style>.explorable-still { display: none }</style>"
DPI = 96  # of the page's own pixels
LETTER = 0.5  # how wide a letter is, on average, for its height


def painted(program, title=None):
    """Paint a figure at the first values of its controls, with its caption below it, as Agg does.

    Parameters
    ----------
    program : Program
        What it computes.
    title : str or None
        Of the figure.

    Returns
    -------
    bytes or None
        A PNG; None where there is nothing to see.
    """
    scene, first = program.scene, program.first
    fig = scene.fig
    if fig.get_children() == [fig.patch]:  # a quiz is words alone
        return None
    outputs = program.outputs(first)
    scene.set(outputs)
    caption = fig.text(0, -0.02, "", va="top", parse_math=False)
    letters = 72 * fig.get_figwidth() / (LETTER * caption.get_fontsize())
    words = sentence(title) + " " if title else ""
    caption.set_text(textwrap.fill(words + program.caption(first, outputs), int(letters)))
    paper = fig.get_facecolor() if to_rgba(fig.get_facecolor())[3] else "white"
    drawn, file = io.BytesIO(), io.BytesIO()
    try:
        fig.savefig(drawn, format="png", dpi=DPI, facecolor=paper, bbox_inches="tight")
    finally:
        caption.remove()
        scene.restore()
    Image.open(drawn).convert("RGB").quantize().save(file, "png", optimize=True)  # 256 colours, half the size
    return file.getvalue()


def still(program, picture, name, title=None):
    """Write the HTML of a still: the picture, what is asked, and how to have it move.

    Parameters
    ----------
    program : Program
        What the figure computes.
    picture : bytes or None
        See `painted`.
    name, title : str or None
        Of the figure.
    """
    image = ""
    if picture is not None:
        label = escape(title or f"Figure {name or ''}")
        image = f'<img alt="{label}" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
    asked = zip(describe(program.questions), program.questions, strict=True)
    words = [" ☐ ".join([own["question"], *question.choices]) for own, question in asked]
    words.append(f'This is a still; {name or "figure"}.save("figure.html") writes a page in which it moves.')
    return f'{HIDDEN}<div class="explorable-still">{image}{"".join(f"<p>{escape(text)}</p>" for text in words)}</div>'
