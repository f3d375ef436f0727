"""The static picture: what a reader without JavaScript sees, and what the page learns about it."""

from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patheffects import SimpleLineShadow, withStroke

import mlp
from mlp.explore import explore
from mlp.explore.draw import colours, typeset
from mlp.explore.draw.scene import Scene
from mlp.figures import draw_network


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_map_takes_data_to_the_page():
    fig, ax = plt.subplots(figsize=(5, 3))
    (line,) = ax.plot([1, 100], [1e-3, 10.0], "o")
    ax.set(xscale="log", yscale="log", xlim=(0.5, 200), ylim=(1e-4, 100))
    scene = Scene(fig)
    scene.set(scene.read({line: ([2.0, 50.0], [0.01, 3.0])})[0])
    rows, description = scene.draw()
    (mark,) = description["marks"]
    places = np.log10([[2.0, 0.01], [50.0, 3.0]]) * mark["m"][0::2] + mark["m"][1::2]
    svg = ElementTree.fromstring(f"<svg>{rows[0][0]['svg']}</svg>")
    uses = [[float(use.get("x")), float(use.get("y"))] for use in svg.find(".//g[@data-mark='0']").iter("use")]
    np.testing.assert_allclose(places, uses, atol=1e-4)
    assert mark["log"] == ["clip", "clip"]


def test_panels_are_cut_along_the_gaps_and_cover_the_figure():
    fig, _axes = plt.subplots(2, 3, figsize=(9, 5), layout="constrained")
    fig.suptitle("All of them")
    rows, _ = Scene(fig).draw()
    assert [len(row) for row in rows] == [1, 3, 3]
    area = sum(panel["box"][2] * panel["box"][3] for row in rows for panel in row)
    assert area == pytest.approx(9 * 72 * 5 * 72)
    assert all("<path" in panel["svg"] for row in rows[1:] for panel in row)
    assert "All of them" in rows[0][0]["svg"]


def test_a_colour_bar_stays_with_its_picture():
    fig, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    fig.colorbar(axes[0].imshow(np.eye(3)), ax=axes[0])
    rows, _ = Scene(fig).draw()
    assert [len(row) for row in rows] == [2]


def test_drawing_leaves_the_figure_as_it_was():
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1])
    line.set_gid("mine")
    before = fig.dpi, ax.get_facecolor(), ax.get_gid()
    scene = Scene(fig)
    scene.set(scene.read({line: {"visible": False}})[0])
    rows, _ = scene.draw()
    assert (fig.dpi, ax.get_facecolor(), ax.get_gid()) == before
    assert line.get_gid() == "mine"
    assert not line.get_visible()
    assert 'display="none"' in rows[0][0]["svg"]


def test_ink_and_paper_follow_the_page():
    fig, ax = plt.subplots()
    ax.set_facecolor("white")
    ax.plot([0, 1], color="#00509b")
    svg = Scene(fig).draw()[0][0][0]["svg"]
    assert "#000000" not in svg
    assert "#ffffff" not in svg
    assert "light-dark(#00509b, " in svg
    assert "stroke: #00509b; " in svg
    for colour in ("#00509b", "#dd3333", "#77cc33", "#e69f00"):
        light, dark = colours.page_colour(colour, 4.5).removeprefix("light-dark(").removesuffix(")").split(", ")
        rgb = [[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in (light, dark)]
        assert colours.contrast_ratio(rgb[0], colours.LIGHT) >= 4.45
        assert colours.contrast_ratio(rgb[1], colours.DARK) >= 4.45


def test_mathematics_becomes_words():
    def shown(text):
        return [(span.text, span.italic, span.shift) for span in typeset.typeset(text)]

    assert shown(r"$\mathdefault{10^{-2}}$") == [("10", False, 0), ("−2", False, 1)]
    assert shown(r"cost $J(w)$") == [
        ("cost ", False, 0),
        ("J", True, 0),
        ("(", False, 0),
        ("w", True, 0),
        (")", False, 0),
    ]
    assert shown(r"$\hat{y} = \alpha W^{(1)}_{ij}$")[0][0] == "y\u0302"
    assert shown("costs \\$5") == [("costs $5", False, 0)]
    with pytest.raises(ValueError, match="frac"):
        typeset.typeset(r"$\frac{1}{2}$")


def test_formats_are_compiled_and_checked():
    assert typeset.compile_format("J = {:.2f}, {{{:d}}}") == ["J = ", [0, ".2f"], ", {", [1, "d"], "}"]
    for wrong in ("{:>5}", "{0!r}", "{:{}}", "{0.real}", "{:,}", "{:.101f}", "{:100d}"):
        with pytest.raises(ValueError, match="format"):
            typeset.compile_format(wrong)
    with pytest.raises(ValueError, match="number its fields"):
        typeset.compile_format("{name}")
    with pytest.raises(ValueError, match="braces without a field are written twice"):
        typeset.compile_format("a } and {:.2f}")


@pytest.mark.parametrize("format", [r"$\theta_{0}$ = {:.2f}", "$w_{ij}$", r"$\frac{1}{2}$", r"$\hat {y}$", r"$\{x\}$"])
def test_braces_of_tex_are_no_fields(format):
    with pytest.raises(ValueError, match="has TeX's braces .*; write them twice, {{.*}}, or give a field its digits"):
        typeset.compile_format(format)


def test_fields_beside_tex():
    assert typeset.compile_format(r"$\theta_{{0}}$ = {:.2f}") == [r"$\theta_{", "0}", "$ = ", [0, ".2f"]]
    assert typeset.compile_format(r"$10^{:.0f}$, \$_{1}") == ["$10^", [0, ".0f"], r"$, \$_", [1, ""]]
    fig, ax = plt.subplots()
    letter = ax.text(0, 0, "$w_{1}$")
    assert ">w<" in explore(fig, x=(0.0, 1.0))(lambda x: {letter: {"position": (x, x)}}).body  # it shows no value


@pytest.mark.parametrize("scale", ["symlog", "logit"])
def test_other_axes_are_refused(scale):
    fig, ax = plt.subplots()
    (line,) = ax.plot([0.2, 0.4])
    ax.set_yscale(scale)
    scene = Scene(fig)
    scene.read({line: (0.5, 0.5)})
    with pytest.raises(ValueError, match=f"is in {scale} axes; artists that move need linear or log axes"):
        scene.draw()


def test_what_is_too_thin_to_be_seen_has_no_dashes():
    fig, ax = plt.subplots()
    draw_network(ax, [2, 2]).show(mlp.Network([2, 2], initializer="zeros"))
    (moves,) = ax.plot(0, 0)
    figure = explore(fig, x=(0.0, 1.0))(lambda x: {moves: (x, x)})
    assert "stroke-width: 0.001" in figure.html()
    assert "stroke-dasharray" not in figure.html()


def trembling(line):
    line.set_sketch_params(1, 2, 3)
    return line


REFUSED = {
    "a mesh": (lambda ax: ax.pcolormesh([[0.0, 1.0]]), [[1.0, 0.0]], "show the numbers with imshow"),
    "contours": (lambda ax: ax.contour([[0.0, 1.0], [1.0, 2.0]]), [[1.0, 0.0]], "plot mlp.explore.contour_lines"),
    "hexagons": (lambda ax: ax.hexbin([0, 1], [0, 1]), [0.0], "a scatter with an array"),
    "stairs": (lambda ax: ax.stairs([1, 2]), [2, 1], "plot the corners of its steps as a line"),
    "an arrow": (lambda ax: ax.arrow(0, 0, 1, 1), {"dx": 1.0}, "take ax.quiver with angles='xy'"),
    "a wedge": (lambda ax: ax.pie([1, 2])[0][0], {"theta1": 1.0}, "take a Polygon, and compute its corners"),
    "stems": (lambda ax: ax.stem([0, 1]), [0, 1], "is made of artists; move these: "),
    "half a marker": (lambda ax: ax.plot(0, 0, "o", fillstyle="left")[0], (0, 0), "plot the other half"),
    "a gap's colour": (lambda ax: ax.plot([0, 1], "--", gapcolor="red")[0], (0, 0), "cannot have gapcolor"),
    "a glow": (lambda ax: ax.plot(0, 0, path_effects=[withStroke(linewidth=5)])[0], (0, 0), "cannot have path_effects"),
    "steps of an area": (lambda ax: ax.fill_between([0, 1], [0, 1], step="mid"), ([0, 1], [0, 1]), "where or step"),
    "parts of an area": (
        lambda ax: ax.fill_between(range(5), 1, where=[1, 1, 0, 1, 1]), ([0, 1], [0, 1]), "where or step"
    ),
    "a hatched colour": (lambda ax: ax.bar([0], [1], hatch="/"), {"facecolors": "red"}, "is hatched"),
    "a hatched scatter": (lambda ax: ax.scatter([0], [0], hatch="/"), [[0, 0]], "cannot be hatched"),
    "many alphas": (lambda ax: ax.scatter([0, 1], [0, 1], alpha=[0.1, 1]), {"facecolors": "red"}, "an alpha for each"),
    "many edges": (lambda ax: ax.scatter([0, 1], [0, 1], lw=[1, 2]), {"sizes": 3.0}, "edges of many widths"),
    "sizes that are too few": (lambda ax: ax.scatter([0, 1], [0, 1]), {"sizes": [3.0, 1.0, 2.0]}, "a number, or 2 of"),
    "whole numbers as colours": (
        lambda ax: ax.imshow(np.zeros((2, 2, 3))), np.zeros((2, 2, 3), int), "colours from 0.0 to 1.0"
    ),
    "a note's words": (
        lambda ax: ax.annotate("a", (0, 0), (1, 1), arrowprops={}), {"position": (0.0, 0.0)}, "away from its arrow"
    ),
    "a note's point": (lambda ax: ax.annotate("a", (0, 0), (1, 1)), {"xy": (0.0, 0.0)}, 'textcoords="offset points"'),
    "a picture without axes": (lambda ax: ax.figure.figimage(np.zeros((2, 2))), {"alpha": 1.0}, "no size in the page"),
    "a text's shadow": (lambda ax: ax.text(0, 0, "a", path_effects=[SimpleLineShadow()]), "b", "have path_effects"),
    "a trembling hand": (lambda ax: trembling(ax.plot(0, 0)[0]), (0, 0), "cannot have sketch_params"),
    "polar axes": (lambda ax: ax.figure.add_subplot(122, polar=True).plot(0, 0)[0], (0, 0), "Move it in such axes by"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_be_wrong_is_refused_with_a_way_out(what):
    make, data, words = REFUSED[what]
    fig, ax = plt.subplots()
    artist = make(ax)
    with pytest.raises((TypeError, ValueError), match=words):
        explore(fig, k=(0.0, 1.0))(lambda k: {artist: data}).html()


@pytest.mark.parametrize("link", ["https://example.org/?a=1&b=2", "mailto:a@example.org", "neurons.html", "#lab.z0=1"])
def test_links_stay_as_they_are(link):
    fig, ax = plt.subplots()
    ax.scatter(0, 0).set_urls([link])
    hrefs = {element.get("href") for element in ElementTree.fromstring(explore(fig)(lambda: {"y": 1.0}).body).iter("a")}
    assert hrefs == {link}


@pytest.mark.parametrize("link", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///x"])
def test_no_link_is_a_script(link):
    fig, ax = plt.subplots()
    ax.scatter(0, 0).set_urls([link])
    with pytest.raises(ValueError, match="set_url takes links such as https://.*; got "):
        explore(fig)(lambda: {"y": 1.0})


def test_words_that_look_like_ids_are_words():
    title = 'id="5", href="#b", url(#a)'
    fig, ax = plt.subplots()
    ax.set_title(title)
    tree = ElementTree.fromstring(explore(fig, caption=title)(lambda: {"y": 1.0}).body)
    assert title in [text.text for text in tree.iter("text")]
    assert tree.find("figcaption/span[@class='explorable-caption']").text == title
