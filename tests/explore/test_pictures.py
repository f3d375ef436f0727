"""Is the page's picture Matplotlib's? Of everything that its users draw, pixel by pixel, still and moved."""

import numpy as np
import pytest
from pictures import PICTURES, SIZE
from pixels import AREA, SCALE, area, drawn_by_agg, page_style, read, wrong

from mlp.explore import assets, marks
from mlp.explore.draw import scene

COLUMNS = 6


def shots_of(browser, folder, figures, assets=assets):
    """Open figures in one page without a player, with one, and moved to k = 1; of each state list their pictures."""
    width, height = (round(72 * side) for side in SIZE)
    bodies = [
        f'<div class="picture" style="left: {i % COLUMNS * width}px; top: {i // COLUMNS * height}px; '
        f'width: {width}px; height: {height}px">{figure.body}</div>'
        for i, figure in enumerate(figures)
    ]
    file = folder / "pictures.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><body>{assets()}<style>{page_style()}</style>'
        f"{''.join(bodies)}</body></html>",
        "utf-8",
    )
    viewport = {"width": COLUMNS * width, "height": -(-len(figures) // COLUMNS) * height}
    shots = []
    for scripts in (False, True):
        context = browser.new_context(viewport=viewport, device_scale_factor=SCALE, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(file.as_uri())
        if scripts:
            page.wait_for_function("[...document.querySelectorAll('.explorable')].every((e) => e.figure)")
            page.evaluate("document.fonts.ready")
            shots.append(read(page.screenshot()))
            page.evaluate("document.querySelectorAll('.explorable').forEach((e) => e.figure.set({ k: 1 }))")
            page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
        shots.append(read(page.screenshot()))
        context.close()
    sides = [SCALE * side for side in (height, width)]

    def cut(shot, i):
        row, column = i // COLUMNS * sides[0], i % COLUMNS * sides[1]
        return shot[row : row + sides[0], column : column + sides[1]]

    return [[cut(shot, i) for i in range(len(figures))] for shot in shots]


def errors(figures, shots):
    """How many square points of each figure are wrong, at their worst, and Matplotlib's pictures."""
    theirs = [[drawn_by_agg(figure, k=k) for figure in figures] for k in (0.0, 1.0)]
    states = zip(shots, (theirs[0], theirs[0], theirs[1]), strict=True)
    return np.max([[area(wrong(*pair)) for pair in zip(*state, strict=True)] for state in states], axis=0)


@pytest.fixture(scope="module")
def figures():
    return {name: make() for name, make in PICTURES.items()}


@pytest.fixture(scope="module")
def found(browser, figures, tmp_path_factory):
    shots = shots_of(browser, tmp_path_factory.mktemp("pictures"), list(figures.values()))
    return dict(zip(figures, errors(figures.values(), shots), strict=True))


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_matplotlibs(found, name):
    assert found[name] <= AREA


def blackened(tree, by_number):
    """Fill the shapes of markers with SVG's own default."""
    for path in tree.iterfind(".//defs/path"):
        path.set("style", "fill: #000000")


# The picture that shows it, what is changed (a text of the player, or a thing of Python, by name), and to what.
FAULTS = {
    "a scatter coloured by number is black": ("scatter_by_number", (scene, "_translate_colours"), blackened),
    "a moving colour makes a line opaque": ("line_half_seen_coloured", "alpha ?? a})", "a})"),
    "a line's colour paints its markers": ("markers_of_their_own_colours", "of this.follow", 'of ["fill", "stroke"]'),
    "a wider line has thicker markers": ("markers_of_their_own_colours", "widthOf, this.paths", "widthOf"),
    "dashes stay as they were": ("line_dashed_wider", "length * thick(widthOf(i))", "length"),
    "a text's colour paints its box": ("a_text_in_a_box", "this.items = this.texts", ""),
    "the arrow of a note stays behind": (
        "a_note_with_its_arrow",
        "of this.groups) setAll",
        "of [this.groups[0]]) setAll",
    ),
    "the paper of a figure is lost": ("coloured_paper", (scene.Scene, "_has_paper"), lambda self: False),
    "an image loses its alpha": ("an_image_half_seen", (marks.image.Picture, "opacity"), None),
    "a smooth image mixes colours": ("a_smooth_image", "const data = finer ?", "const data = false ?"),
    "blue comes first": (
        "an_image_in_colours",
        "data.slice(n * k, n * k + n)",
        "data.slice(n * k, n * k + n).reverse()",
    ),
    "markers keep their size": ("scatter_sizes", "transform: `scale(${scale})`", "transform: `scale(4.47)`"),
    "the edges of markers grow with them": ("scatter_sizes", "this.edge / scale", "this.edge"),
    "points hide those below them": ("a_cloud", "rest = 1 - stamp[p + 4]", "rest = 0"),
    "a cloud keeps its colours": ("a_cloud_by_number", "if (array && this.paints.includes(name))", "if (false)"),
    "peaks are thinned out": ("a_line_of_very_many_points", "if (nth(y, next) > nth(y, high)) high = next;", ""),
    "a hatch is painted over": ("bars_hatched", "if (x) {", 'this.paint("fill", () => "lightblue"); if (x) {'),
    "an outline is lost": ("an_outlined_text", (scene, "outline_of"), lambda text: None),
    "round ends are cut off": (
        "line_round_ends",
        "this.paths.map(({ style })",
        "this.paths.map(({ style }, i) => (style.strokeLinecap = 'butt', { style })).map(({ style })",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds(browser, tmp_path, monkeypatch, fault):
    name, place, wrong_one = FAULTS[fault]

    def faulty():
        assert place in assets()
        return assets().replace(place, wrong_one)

    if not isinstance(place, str):
        monkeypatch.setattr(*place, wrong_one)
    figure = PICTURES[name]()
    shots = shots_of(browser, tmp_path, [figure], faulty if isinstance(place, str) else assets)
    assert errors([figure], shots)[0] > 10 * AREA
