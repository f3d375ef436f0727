"""Predictions: choices, of which the reader commits to one for good."""

import gallery
import matplotlib.pyplot as plt
import numpy as np
import pytest
from answers import judge, questions_of
from barriers import find, prepare
from playwright.sync_api import expect

from mlp.explore import answer, choose, explore, predict, quiz

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]  # the other rules are of whole pages
HEAR = "window.heard = []; addEventListener('explorable:answered', ({ detail }) => heard.push(detail.right));"
ASKED = "document.querySelector('.explorable').figure.questions().map(({ done, right }) => [done, right])"


def guess(*others, right=1, **options):
    """A quiz that begins with a prediction."""
    choices = {"it grows": "", "it shrinks": "Each layer takes a share", "it stays": "Only where a slope is 1."}
    return quiz(predict("What happens to it?", choices, right), *others)


@pytest.mark.parametrize(
    ("question", "choices", "right", "error", "says"),
    [
        ("?", ["one"], 0, ValueError, r"choices must be at least two, none empty and no two alike; got \['one'\]"),
        ("?", [], 0, ValueError, r"choices must be at least two"),
        ("?", ["a", "b", "a"], 1, ValueError, r"no two alike; got \['a', 'b', 'a'\]"),
        ("?", ["a", " a  "], 1, ValueError, "no two alike"),
        ("?", ["a", "b", " "], 1, ValueError, "none empty"),
        ("?", ["a", "b"], 2, ValueError, "right must be the number of a choice, from 0 to 1; got 2"),
        ("?", ["a", "b"], -1, ValueError, "got -1"),
        ("?", ["a", "b"], "b", ValueError, "right must be the number of a choice, from 0 to 1; got 'b'"),
        ("?", ["a", "b"], True, ValueError, "got True"),
        ("?", ["a", "b"], 1.0, ValueError, "got 1.0"),
        ("?", [1, 2], 0, TypeError, r"its choices and what is said to them must be words; got '\?', \[1, 2\]"),
        ("?", {"a": None, "b": ""}, 0, TypeError, "must be words"),
        (5, ["a", "b"], 0, TypeError, "a question, .* must be words; got 5"),
        ("?", "ab", 0, TypeError, r"choices must be a list of words, or a dict \{choice: .*\}; got 'ab'"),
        ("?", {"a", "b"}, 0, TypeError, "choices must be a list of words"),
    ],
)
def test_mistakes_say_what_is_allowed(question, choices, right, error, says):
    with pytest.raises(error, match=says):
        predict(question, choices, right)


@pytest.mark.parametrize(
    ("show", "error", "says"),
    [
        ({"y": 1}, ValueError, r"show must name controls \(z\); got 'y'"),
        ({"z": 5}, ValueError, "z"),
        ({"step": 3}, ValueError, "got 'step'"),
        ("z", TypeError, "show must be a dictionary; got 'z'"),
    ],
)
def test_where_a_figure_goes_is_checked(show, error, says):
    with pytest.raises(error, match=says):
        explore(plt.figure(), ask=predict("?", ["a", "b"], 0, show=show), z=(0.0, 1.0))(lambda z: {"y": z})
    plt.close("all")


def test_a_figure_goes_where_the_answer_is_seen(open_page):
    guess = predict("Where to?", ["up", "down"], 0, show={"rate": 3.0, "step": 3})
    figure = explore(
        plt.figure(),
        ask=guess,
        state={"n": 1.0},
        step=lambda state, rate: {"n": state["n"] * rate},
        restarts=["rate"],
        rate=(1.0, 3.0),
    )(lambda state, rate: {"n": state["n"]})
    page = open_page(figure)
    page.get_by_role("button", name="up").click()
    page.wait_for_function("document.querySelector('.explorable').figure.outputs().n.data[0] === 27")


def test_an_exercise_asks_to_choose():
    asked = quiz(choose("Up?", {"yes": "Look.", "no": ""}, 1)).description["ask"][0]
    assert (asked["verb"], asked["choices"]) == ("Choose", ["yes", "no"])
    with pytest.raises(ValueError, match="right must be the number of a choice"):
        choose("Up?", ["yes", "no"], 2)


def test_it_is_asked_wherever_an_answer_is():
    guessed, typed = predict("Up or down?", ("up", "down"), np.int64(1)), answer("How far?", 2)
    figure = explore(plt.figure(), ask=[guessed, typed], z=(0, 1))(lambda z: {"y": z})
    asked = [own["question"] for own in figure.description["ask"]]
    assert asked == ["Up or down? (1 of 2)", "How far? (2 of 2)"]
    assert quiz(guessed).description["ask"][0]["choices"] == ["up", "down"]
    assert explore(plt.figure(), ask=guessed, z=(0, 1))(lambda z: {"y": z}).outputs()["ask0.value"] == 1
    plt.close("all")


PRESS = {
    "mouse": lambda page, name: page.get_by_role("button", name=name).click(force=True),
    "Enter": lambda page, name: page.get_by_role("button", name=name).press("Enter"),
    "Space": lambda page, name: page.get_by_role("button", name=name).press("Space"),
}


@pytest.mark.parametrize("press", PRESS.values(), ids=PRESS)
@pytest.mark.parametrize(
    ("chosen", "said", "right"),
    [
        ("it grows", "Not so.", False),
        ("it stays", "Not so. Only where a slope is 1.", False),
        ("it shrinks", "Right. Each layer takes a share.", True),
    ],
)
def test_a_commitment_is_answered_in_words_and_stays(open_page, press, chosen, said, right):
    page = open_page(guess())
    page.evaluate(HEAR)
    assert page.evaluate(ASKED) == [[False, False]]
    press(page, chosen)
    for again in ("it grows", "it shrinks", chosen):
        press(page, again)
    assert page.get_by_role("status").inner_text() == said
    assert page.locator("button[aria-pressed=true]").inner_text() == chosen
    assert page.locator("button[aria-disabled=true]").count() == 3
    assert page.evaluate("document.activeElement.textContent") == chosen  # the keyboard is where it was
    assert page.evaluate("heard") == [right]
    assert page.evaluate(ASKED) == [[True, right]]


def test_no_mark_is_a_colour_alone(open_page):
    page = open_page(guess())
    page.get_by_role("button", name="it grows").click()
    page.mouse.move(0, 0)
    looks = page.locator(".explorable-prediction button").evaluate_all(
        "all => all.map(own => [getComputedStyle(own).borderWidth, getComputedStyle(own, '::after').content])"
    )
    assert looks == [["3px", "none"], ["1px", '" ✓"'], ["1px", "none"]]


def test_the_next_question_comes_with_any_commitment(open_page):
    page = open_page(guess(answer("And by how much?", 2), answer("And then?", 4)))
    second, third = page.locator("form").all()
    assert not second.is_visible()
    page.get_by_role("button", name="it stays").click()
    assert (second.is_visible(), third.is_visible()) == (True, False)


def test_a_number_behind_it_is_judged_as_ever(open_page):
    root = open_page(gallery.guess()).locator(".explorable")
    [question] = questions_of(root)
    assert question.words == "Which share does one unit let through? (2 of 2)"
    assert judge(root, [["0.105", "0.88"]]) == [["Right.", "Not yet: that is a."]]


def test_a_commitment_stays_when_sliders_move(open_page):
    page = open_page(gallery.guess())
    page.get_by_role("button", name="a fiftieth").click()
    field = page.get_by_label("Which share does one unit let through?")
    field.fill("0.105")
    field.press("Enter")
    assert page.evaluate(ASKED) == [[True, False], [True, True]]
    page.get_by_role("slider").press("ArrowRight")
    assert page.locator("output").all_inner_texts()[1:] == ["Not so.", ""]
    assert field.is_visible()
    assert page.evaluate(ASKED) == [[True, False], [False, False]]


def test_a_commitment_stays_in_sight_behind_a_question_that_is_open_again(open_page):
    guessed = predict("Up or down?", ["up", "down"], 1)
    asked = [answer("What is z?", lambda z: z), guessed, answer("And z + 1?", lambda z: z + 1)]
    page = open_page(explore(plt.figure(), ask=asked, z=(0, 3))(lambda z=1: {"y": z}))
    page.get_by_label("What is z?").fill("1")
    page.get_by_label("What is z?").press("Enter")
    page.get_by_role("button", name="down").click()
    page.get_by_role("slider").press("ArrowRight")
    assert page.locator(".explorable-question:visible").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_keeps_a_reader_out(open_page, scheme, width):
    """Before and after the commitment."""
    page = open_page(gallery.guess(), color_scheme=scheme, viewport={"width": width, "height": 740})
    page.add_style_tag(content="html { background: Canvas }")  # which axe-core takes for white otherwise
    prepare(page)
    assert find(page, runOnly=WCAG) == []
    page.get_by_role("button", name="a tenth").click()
    page.mouse.move(0, 0)
    assert find(page, runOnly=WCAG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_choices_share_the_width_of_a_phone(open_page):
    page = open_page(quiz(predict("Does it converge?", ["yes", "no"], 0)), viewport={"width": 360, "height": 740})
    box, yes, no = (page.locator(own).bounding_box() for own in (".explorable-prediction", "text='yes'", "text='no'"))
    assert yes["y"] == no["y"]
    assert yes["width"] + no["width"] > 0.8 * box["width"]


def test_on_paper_there_are_boxes_to_tick(open_page):
    page = open_page(guess(answer("And by how much?", 2)))
    page.get_by_role("button", name="it grows").click()
    page.emulate_media(media="print")
    choices = page.locator(".explorable-prediction button")
    tops = [own.bounding_box()["y"] for own in choices.all()]
    assert tops == sorted(set(tops))
    looks = choices.evaluate_all(
        "all => all.map(own => ['::before', '::after'].map(part => getComputedStyle(own, part).content))"
    )
    assert looks == [['""', "none"]] * 3
    assert page.locator("output:visible, form button:visible").count() == 0
    expect(page.get_by_label("And by how much?")).to_be_visible()
