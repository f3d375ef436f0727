"""What a page computes and draws against NumPy and Matplotlib: what the tests of the gallery and of the book share."""

import io
import json
import re
from contextlib import contextmanager
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_svg import RendererSVG

from mlp.explore.draw.palette import PALETTE

FARTHEST = 1e9  # points off the page; the page draws no farther

# A visit is a setting of all controls and, where the figure keeps a state, a state (or null: the start).
PLAY = """(root, visits, steps) => {
  const { figure } = root;
  const answers = visits.map(([values, state]) => {
    figure.set(values);
    figure.reset?.();
    const start = figure.state?.();
    if (state) figure.setState(state);
    const outputs = figure.outputs();
    if (steps) figure.step?.();
    return { start, outputs, next: figure.state?.() };
  });
  return JSON.stringify(answers, (_, x) => typeof x === "number" && !Number.isFinite(x) ? `${x}` : x);
}"""
DRAWN = """(root) => [...root.querySelectorAll("[data-mark]")].map((group) => {
  const shapes = [...group.querySelectorAll("path, use")].filter((p) => !p.closest("defs"));
  const frames = [...group.querySelectorAll("foreignObject")], canvases = [...group.querySelectorAll("canvas")];
  return {
  mark: Number(group.dataset.mark),
  hidden: group.getAttribute("display") === "none",
  paths: shapes.filter((p) => p.tagName === "path").map((p) => p.getAttribute("d")),
  places: [...group.querySelectorAll("use")].filter((u) => u.getAttribute("display") !== "none")
    .map((u) => [u.getAttribute("x"), u.getAttribute("y")].map(Number)),
  fills: shapes.map((p) => p.getAttribute("display") === "none" ? "" : getComputedStyle(p).fill),
  strokes: shapes.map((p) => [getComputedStyle(p).stroke, getComputedStyle(p).strokeWidth]),
  words: [...group.querySelectorAll("text")].map((t) => t.textContent),
  image: frames.map((f) => ["x", "y", "width", "height"].map((a) => Number(f.getAttribute(a)))),
  pixels: canvases.map((c) => [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data]),
};})"""


def play(root, visits, steps=False):
    """Let a page visit settings and states; list of each the start, the outputs and the state one step on.

    Parameters
    ----------
    root : playwright.sync_api.Locator
        The figure's element.
    visits : sequence of (values, state)
        The values of all controls; the state as {name: array}, or None for the start.
    steps : bool
        Whether the page takes a step at each; otherwise it is left at the last one.
    """
    plain = [
        (values, state and {name: np.ravel(value).astype(float).tolist() for name, value in state.items()})
        for values, state in visits
    ]
    # JSON as Python writes it, with NaN and Infinity, is JavaScript.
    answers = json.loads(
        root.evaluate(f"(root) => ({PLAY})(root, {json.dumps(plain, default=np.ndarray.tolist)}, {json.dumps(steps)})")
    )

    def outputs(answer):
        return {name: np.array(own["data"], float).reshape(own["shape"]) for name, own in answer["outputs"].items()}

    def state(answer, which):
        return {name: np.array(data, float) for name, data in answer.get(which, {}).items()}

    return [(state(answer, "start"), outputs(answer), state(answer, "next")) for answer in answers]


def settings(page):
    """Read the values of all controls of a page's first figure."""
    return page.evaluate("() => document.querySelector('.explorable').figure.values()")


def assert_same(page, numpy, at="", rounding=dict):
    """Compare a page's numbers with NumPy's, within 1e-9 of each array's largest.

    Where they are farther apart, `rounding` is asked how far each array may move by rounding alone.
    """
    assert list(page) == list(numpy), at
    for name, expected in numpy.items():
        expected = np.asarray(expected, float)
        assert page[name].shape == expected.shape, f"{name} {at}"
        largest = np.abs(expected[np.isfinite(expected)]).max(initial=0)
        room = 1e-9 * largest
        if not np.allclose(page[name], expected, rtol=0, atol=room, equal_nan=True):
            room = max(room, 10 * rounding().get(name, 0))
        np.testing.assert_allclose(page[name], expected, rtol=0, atol=room, err_msg=f"{name} {at}")


def numbers_of(outputs):
    """Leave out of what NumPy computes the fixed words, which are no output in the page."""
    return {name: value for name, value in outputs.items() if not isinstance(value, str)}


def drawings(figure, root, outputs):
    """Pair what the page has drawn of each mark with what Matplotlib draws from these outputs."""
    ours = sorted(root.evaluate(DRAWN), key=lambda drawn: drawn["mark"])
    return list(zip(ours, drawn_by_matplotlib(figure, outputs), strict=True))


def numbers(path):
    return np.array(re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", path), float).reshape(-1, 2)


@contextmanager
def whole_paths():
    """Keep Matplotlib from cutting lines off at the edge of the figure, which clip paths do anyway."""
    convert = RendererSVG._convert_path
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RendererSVG, "_convert_path", lambda self, path, transform=None, clip=None, **options: convert(
            self, path, transform, **options))  # fmt: skip
        yield


def drawn_by_matplotlib(figure, outputs):
    """Set the artists as their user would, save the figure as SVG, and read where everything is."""
    fig, marks = figure.program.scene.fig, figure.program.scene.marks.values()
    gids = [(part, part.get_gid()) for mark in marks for part in mark.parts]
    for i, mark in enumerate(marks):
        for j, part in enumerate(mark.parts):
            part.set_gid(f"part-{i}-{j}")
    file = io.StringIO()
    settings = {"svg.fonttype": "none", "path.simplify": False, "image.composite_image": False}
    fig.set_layout_engine("none")  # axes stay where the page has them
    with mpl.rc_context(settings), whole_paths():
        figure.program.scene.set(dict(outputs))
        fig.savefig(file, format="svg")
    for part, gid in gids:
        part.set_gid(gid)
    tree = ElementTree.fromstring(file.getvalue())
    for element in tree.iter():
        element.tag = element.tag.split("}")[-1]
    groups = {e.get("id"): e for e in tree.iter() if (e.get("id") or "").startswith("part-")}
    found = []
    for i, mark in enumerate(marks):
        for j, part in enumerate(mark.parts):
            group = groups.get(f"part-{i}-{j}", ElementTree.Element("g"))
            in_defs = {id(p) for d in group.iter("defs") for p in d.iter()}
            paths = [e.get("d") or "" for e in group.iter("path") if id(e) not in in_defs]
            uses = [[float(e.get("x")), float(e.get("y"))] for e in group.iter("use")]
            words = ["".join(e.itertext()).strip() for e in group.iter("text")]
            defined = [e.get("d") for e in group.iter("path") if id(e) in in_defs]
            drawn = {"paths": paths, "places": uses, "words": words, "defined": defined}
            found.append({"mark": i, "part": part, "word": mark.word, "moves": mark.seen, **drawn})
    return found


def check_places(ours, own):
    """Check that a mark is where Matplotlib draws it, within a hundredth of a point."""
    artist = own["part"]
    assert ours["hidden"] == (not artist.get_visible())
    if artist.get_visible():
        assert ours["paths"] or ours["places"] or ours["words"] or ours["image"]
        PLACES.get(own["word"], check_paths_and_markers)(ours, own, artist)


def check_paths_and_markers(ours, own, artist):
    assert len(ours["paths"]) >= len(own["paths"])
    assert not any(ours["paths"][len(own["paths"]) :])  # those left over from another choice are empty
    for mine, theirs in zip(ours["paths"], own["paths"], strict=False):
        assert numbers(mine).shape == numbers(theirs).shape
        np.testing.assert_allclose(numbers(mine), np.clip(numbers(theirs), -FARTHEST, FARTHEST), atol=0.01)
        assert letters(mine) == letters(theirs)
    ours, theirs = (on_canvas(places, artist.figure) for places in (ours["places"], own["places"]))
    np.testing.assert_allclose(ours, theirs, atol=0.01)


def letters(path):
    """Find of which pieces a path is; SVG lets curves that follow each other share their letter."""
    return re.sub(r"C+", "C", re.sub(r"[^MLQCz]", "", path))


def check_area(ours, own, artist):
    """Of an area between curves, which Matplotlib writes as a marker at a place."""
    (mine,), (theirs,), (place,) = ours["paths"], own["defined"], own["places"]
    np.testing.assert_allclose(numbers(mine), numbers(theirs) + place, atol=0.01)


def check_arrows(ours, own, artist):
    """Of a quiver, whose only arrow Matplotlib writes as a marker at a place."""
    if own["defined"]:
        check_area(ours, own, artist)
    else:
        check_paths_and_markers(ours, own, artist)


def check_frame(ours, own, artist):
    """Of an image."""
    extent = np.array(artist.get_window_extent().extents) * 72 / artist.figure.dpi
    height = artist.figure.get_figheight() * 72
    box = [extent[0], height - extent[3], extent[2] - extent[0], extent[3] - extent[1]]
    np.testing.assert_allclose(ours["image"][0], box, atol=0.01)


def check_whole(ours, own, artist):
    """Of a text, which the page moves as a whole, its arrow with it: how far, `test_pictures.py` sees.

    An outline is a path to Matplotlib, and a stroke to the page.
    """
    assert artist.get_path_effects() or len(ours["paths"]) == len(own["paths"])


# By the word of a mark; all others have paths and markers.
PLACES = {"fill": check_area, "quiver": check_arrows, "image": check_frame, "text": check_whole}


def on_canvas(places, fig):
    """Leave out the places off the canvas, for which Matplotlib writes others."""
    places = np.reshape(places, (-1, 2))
    return places[((places >= 0) & (places <= 72 * fig.get_size_inches())).all(axis=1)]


def check_looks(ours, own):
    """Check that a mark has Matplotlib's colours, widths and words."""
    artist = own["part"]
    if artist.get_visible() and own["word"] in LOOKS:
        LOOKS[own["word"]](ours, own, artist)


def check_pixels(ours, own, artist):
    rgba = artist.to_rgba(artist.get_array(), bytes=True)
    assert np.array_equal(np.array(ours["pixels"][0]).reshape(rgba.shape), rgba)


def check_words(ours, own, artist):
    if isinstance(artist, mpl.text.Text):  # and not the arrow of a note
        assert "".join(ours["words"]) == artist.get_text().replace("$", "")


def check_line(ours, own, artist):
    """Of a line whose colour moves: the line and its markers have it."""
    if "color" in own["moves"]:
        for colour in [*ours["fills"][1:], *(stroke for stroke, _ in ours["strokes"])]:
            assert css(colour) == pytest.approx(rgb(artist.get_color()), abs=1)


def check_faces(ours, own, artist):
    """Of a scatter whose colours are numbers."""
    face = artist.get_facecolor()
    for i, fill in enumerate(ours["fills"]):
        if len(face) and artist.get_array() is not None and fill:
            assert css(fill) == pytest.approx(rgb(face[i % len(face)]), abs=1)


def check_fills(ours, own, artist):
    face = artist.get_facecolor()
    for i, fill in enumerate(ours["fills"]):
        assert css(fill) == pytest.approx(seen(face[i % len(face)], own["moves"]), abs=1)


def check_strokes(ours, own, artist):
    edge, widths = artist.get_edgecolor(), artist.get_linewidth()
    for i, (stroke, width) in enumerate(ours["strokes"]):
        assert css(stroke) == pytest.approx(seen(edge[i % len(edge)], own["moves"]), abs=1)
        assert float(width.removesuffix("px")) == pytest.approx(widths[i % len(widths)], rel=1e-5)


def check_face(ours, own, artist):
    if artist.get_alpha() is None:
        assert css(ours["fills"][0]) == pytest.approx(seen(artist.get_facecolor(), own["moves"]), abs=1)


LOOKS = {
    "image": check_pixels,
    "text": check_words,
    "line": check_line,
    "scatter": check_faces,
    "lines": check_strokes,
    "quiver": check_fills,
    "bars": check_face,
    "rectangle": check_face,
    "polygon": check_face,
    "patch": check_face,
    "circle": check_face,
    "ellipse": check_face,
}


def seen(rgba, moves):
    """The colour as a light page shows it: one that moves as it is, any other in the page's shade of it."""
    if moves & {"array", "color", "colors", "facecolor", "facecolors", "edgecolor", "edgecolors"}:
        return rgb(rgba)
    light = {shades.drawn: shades.light for shades in PALETTE.values()}
    colour = mpl.colors.to_hex(rgba)
    return rgb(mpl.colors.to_rgb(light.get(colour, colour)))


def css(colour):
    return [int(v) for v in re.findall(r"\d+", colour)[:3]]


def rgb(rgba):
    return [round(255 * v) for v in rgba[:3]]
