"""A table: the same numbers as text and as HTML, and what a reader of each is spared."""

import re

import numpy as np
import pytest
from justhtml import JustHTML

from mlp.figures import table

z = np.array([0.0, 2.0, 10.0])
SLOPES = {"$z$": z, "slope": [0.25, 0.104994, 4.54e-5], "verdict": ["listens", "hears", "deaf"]}


def html(made):
    return JustHTML(made._repr_html_(), fragment=True, sanitize=False)


def texts(made, selector):
    return [cell.to_text() for cell in html(made).query(selector)]


def cell(value, **options):
    """What a table makes of one number or text."""
    return re.search("<td[^>]*>(.*)</td>", table({"name": ["row"], "value": [value]}, "", **options)._repr_html_())[1]


def test_as_text_it_is_aligned():
    shown = repr(table(SLOPES, "At $z = 10$ it is deaf.", format=".3g"))
    assert shown.split("\n") == [
        "At z = 10 it is deaf.",
        "",
        " z     slope  verdict",
        " 0      0.25  listens",
        " 2     0.105  hears",
        "10  4.54e-05  deaf",
    ]


def test_as_html_it_has_a_caption_a_head_and_a_name_for_each_row():
    made = table(SLOPES, "As z grows, it goes deaf.", name="slopes")
    assert len(html(made).query("table.mlp-table#table-slopes > caption")) == 1
    assert texts(made, "thead th[scope=col]") == [r"\(z\)", "slope", "verdict"]
    assert texts(made, "tbody th[scope=row]") == ["0", "2", "10"]
    assert len(html(made).query("td")) == 6


@pytest.mark.parametrize(
    ("value", "format", "written"),
    [
        (0.123456789, ".5g", "0.12346"),
        (2.5, ".3f", "2.500"),
        (-2.5, ".1f", "−2.5"),
        (-0.0001, ".2f", "0.00"),
        (-0.0, ".5g", "0"),
        (123456, ".2f", "123456"),
        (123456, {"value": ","}, "123,456"),
        (np.int64(7), ".2f", "7"),
        (0.987, {"value": ".1%"}, "98.7%"),
        (float("-inf"), ".5g", "-inf"),
        (True, ".5g", "True"),
        ("4-3-2-1", ".5g", "4-3-2-1"),
        ("-3 to -1", ".5g", "−3 to −1"),
        ("a < b & c", ".5g", "a &lt; b &amp; c"),
        (4.54e-5, ".3g", "4.54&#8239;·&#8239;10<sup>−5</sup>"),
        (1e20, ".3g", "1&#8239;·&#8239;10<sup>20</sup>"),
    ],
)
def test_a_cell(value, format, written):
    assert cell(value, format=format) == written


def test_a_column_without_a_format_of_its_own_has_five_digits():
    made = table({"n": [1], "one": [1 / 3], "two": [2 / 3]}, "", format={"one": ".1f"})
    assert texts(made, "td") == ["0.3", "0.66667"]


@pytest.mark.parametrize("place", ["caption", "head", "row", "cell"])
def test_formulas_are_left_to_the_page(place):
    words = dict.fromkeys(["caption", "head", "row", "cell"], "words") | {place: "from $a_1 < -1$ on"}
    made = table({"name": [words["row"]], words["head"]: [words["cell"]]}, words["caption"])
    formula = r'from <span class="math notranslate nohighlight">\(a_1 &lt; -1\)</span> on'
    assert made._repr_html_().count(formula) == 1
    assert "from a_1 < -1 on" in repr(made)


@pytest.mark.parametrize(
    ("cells", "at_the_left"),
    [
        ([1.0, 2.0], False),
        (["20 of 20", "7 of 20"], False),
        ([0.5, "diverges"], False),
        (["< 0.01", "-inf"], False),
        (["yes", "no"], True),
    ],
)
def test_numbers_end_at_the_right_and_words_begin_at_the_left(cells, at_the_left):
    made = table({"name": ["a", "b"], "a long head": cells}, "")
    assert [("left" in (td.attrs.get("style") or "")) for td in html(made).query("td")] == [at_the_left] * 2
    _, _, head, first, _ = repr(made).split("\n")
    assert (len(first) < len(head)) is at_the_left


@pytest.mark.parametrize(
    ("names", "at_the_left"),
    [([1, 10.5], False), (["-1", "98.7%"], False), (["4-3-1", "2-2-1"], True), (["1 of 8", "2 of 4"], True)],
)
def test_names_of_rows_are_words_unless_they_are_numbers(names, at_the_left):
    made = table({"a long head": names}, "")
    assert [("left" in (th.attrs.get("style") or "")) for th in html(made).query("tbody th")] == [at_the_left] * 2


@pytest.mark.parametrize("cells", [[1, -2, 0.5], ["1", "-2", "0.5"], ["50%", "100%", "25%"], ["1,000", "2,000", "500"]])
def test_bars_are_as_long_as_the_numbers_are_large(cells):
    made = table({"name": ["a", "b", "c"], "size": cells}, "", bars="size")
    drawn = re.findall(r'class="mlp-bar" style=".*?width: ([\d.]+)em; margin: 0 ([\d.]+)em', made._repr_html_())
    head, *lengths = [float(width) for width, _ in drawn]
    assert head == 0
    np.testing.assert_allclose(np.divide(lengths, max(lengths)), [0.5, 1, 0.25])
    assert len({float(width) + float(rest) for width, rest in drawn}) == 1  # all take the same room
    assert repr(made) == repr(table({"name": ["a", "b", "c"], "size": cells}, ""))


def test_bars_of_nothing_have_no_length():
    assert "width: 0.00em" in table({"name": ["a"], "size": [0.0]}, "", bars="size")._repr_html_()


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({}, {}, "same number of cells; got {}"),
        ({"a": [1, 2], "b": [1]}, {}, "same number of cells; got {'a': 2, 'b': 1}"),
        ({"a": ["x"], "": [1]}, {}, "must have names"),
        ({"a": ["x", ""], "b": [1, 2]}, {}, "must have names"),
        ({"a": [1]}, {"bars": "b"}, "bars must name a column, one of a; got 'b'"),
        ({"a": [1]}, {"format": {"b": ".1f"}}, "format must name a column, one of a; got 'b'"),
        ({"a": ["x"]}, {"bars": "a"}, "finite numbers; got one of ['x']"),
        ({"a": [np.inf]}, {"bars": "a"}, "finite numbers"),
        ({"a": [1]}, {"name": "two words"}, "name must be letters, digits, - and _, such as 'slopes'; got 'two words'"),
    ],
)
def test_what_makes_no_table_says_why(columns, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        table(columns, "", **options)
