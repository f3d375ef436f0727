"""One palette: what figures are drawn in, what still and moving ones become in a page, and the style sheets."""

import re
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp.explore import explore
from mlp.explore.draw import colours
from mlp.explore.draw.palette import INK, PALETTE, YELLOW
from mlp.explore.figure.player import style

CSS = (Path(__file__).parents[2] / "book" / "_static" / "book.css").read_text("utf-8")


def test_the_style_of_figures_draws_in_the_palette():
    with plt.style.context("mlp.explore.book"):
        assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == [shades.drawn for shades in PALETTE.values()]
        inks = {mpl.rcParams[key] for key in ("text.color", "axes.edgecolor", "xtick.color", "patch.edgecolor")}
        assert inks == {INK}


@pytest.mark.parametrize("name", PALETTE)
def test_still_and_moving_figures_have_the_same_shades(name):
    drawn, light, dark = PALETTE[name]
    assert re.findall(rf"--fig-{name}: (#\w+)", CSS) == [light, dark]
    assert f"--fig-{name}: {light};" in style()
    assert f"--fig-{name}: light-dark({light}, {dark});" in style()
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1], color=drawn)
    html = explore(fig, x=(0.0, 1.0))(lambda x: {line: (x, x)}).body
    assert f"stroke: var(--fig-{name}, {drawn})" in html


def over(rgba, ground):
    """What a colour that is seen through makes of the ground."""
    return (1 - rgba[3]) * np.array(ground) + rgba[3] * np.array(rgba[:3])


PAPERS = {"light": (colours.LIGHT, mpl.colors.to_rgb(INK)), "dark": (colours.DARK, mpl.colors.to_rgb("#ced6dd"))}
MAPS = {  # from where they say nothing to where they say the most
    "amounts": ("amounts", np.linspace(0, 1, 9)),
    "class 0": ("classes", np.linspace(0.5, 0, 9) - 1e-9),
    "class 1": ("classes", np.linspace(0.5, 1, 9)),
}


@pytest.mark.parametrize("paper, ink", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("name, places", MAPS.values(), ids=MAPS)
def test_a_map_begins_at_the_papers_own_colour_and_says_more_and_more(name, places, paper, ink):
    seen = [over(mpl.colormaps[name](x), paper) for x in places]
    contrasts = [colours.contrast_ratio(own, paper) for own in seen]
    assert seen[0] == pytest.approx(paper, abs=0.01)
    assert (np.diff(contrasts) > 0).all()
    if name == "amounts":
        assert contrasts[-1] > 3.9  # a digit can be read
    else:
        assert colours.contrast_ratio(seen[-1], ink) > 4.5  # and so can words on a class


@pytest.mark.parametrize("name", PALETTE)
def test_words_in_a_shade_can_be_read(name):
    drawn, *shades = PALETTE[name]
    for shade, ground in zip(shades, (colours.LIGHT, colours.DARK), strict=True):
        rgb = mpl.colors.to_rgb(shade)
        assert colours.contrast_ratio(rgb, ground) >= 4.5 or drawn == YELLOW
