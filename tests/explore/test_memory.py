"""What a reader has answered is there again: after a reload, on the way back, in another tab; and nowhere else."""

import gallery
import pytest
from playwright.sync_api import expect

from mlp.explore import answer, explore, predict, quiz, write
from mlp.explore.figure.player import player, style

MOVES = "[...document.querySelectorAll('.explorable')].every((root) => root.figure)"
ASKED = "document.querySelector('.explorable').figure.questions().map(({ done, right }) => [done, right])"
KEPT = "Object.entries({ ...localStorage }).filter(([key]) => key.startsWith('mlp:')).map(([, text]) => text).sort()"


def guess(right=1):
    return predict("Up or down?", ["up", "down"], right)


@pytest.fixture
def reload(tmp_path):
    """Load a page again, with other figures where some are given."""

    def again(page, *figures):
        if figures:
            (tmp_path / "page.html").write_text(gallery.page(figures), encoding="utf-8")
        page.reload()
        page.wait_for_function(MOVES)

    return again


def commit(page, text="up"):
    page.get_by_role("button", name=text).click()


def reply(page, question, typed):
    page.get_by_label(question).fill(typed)
    page.get_by_label(question).press("Enter")


def ids(*questions, name=None):
    figure = explore(gallery.plt.figure(), ask=list(questions), name=name, z=(0, 1))(lambda z: {"y": z})
    gallery.plt.close("all")
    return [own["id"] for own in figure.description["ask"]]


def test_an_id_is_made_of_words():
    """What is computed may change; so may what comes before and behind."""
    first, second = ids(answer("How many?", 12, {"biases": 4}), guess())
    assert ids(guess(right=0), answer("How many?", 13, {"biases": 5}, tolerance=0)) == [second, first]
    others = [
        *ids(answer("How many?", 12, {"weights": 4}), answer("How many weights?", 12, {"biases": 4})),
        *ids(predict("Up or down?", ["up", "down", "neither"], 0), predict("Down or up?", ["up", "down"], 0)),
        *ids(answer("How many?", 12, {"biases": 4}), guess(), name="lab"),
        *ids(guess(), guess())[1:],
    ]
    assert len({first, second, *others}) == 2 + len(others)


def test_a_reload_finds_what_was_answered(open_page, reload):
    page = open_page(gallery.guess())
    commit(page, "a tenth")
    reply(page, "Which share", "0,105")
    reply(page, "Which share", "0.88")  # a slip takes nothing away
    assert page.evaluate(KEPT) == ["0,105", "a tenth"]
    page.add_init_script("addEventListener('explorable:answered', ({ detail }) => (window.heard ??= []).push(detail));")
    reload(page)
    assert page.evaluate(ASKED) == [[True, False], [True, True]]
    assert page.get_by_label("Which share").input_value() == "0,105"
    assert page.locator("output").all_inner_texts()[1:] == ["Not so. That is what one unit lets through.", "Right."]
    asked = page.evaluate("document.querySelector('.explorable').figure.questions()")
    assert page.evaluate("heard") == [{"id": own["id"], "right": own["right"]} for own in asked]


def test_a_number_is_judged_anew(open_page, reload):
    """Right at other settings, it stands in its field, and what was open behind it stays open."""
    page = open_page(gallery.walk())
    page.get_by_label("z", exact=True).press("ArrowRight")
    reply(page, "What is 2z?", "-1")
    reply(page, "What is two and two?", "4")
    reload(page)
    assert page.get_by_label("What is 2z?").input_value() == "-1"
    assert page.evaluate(ASKED) == [[False, False], [True, True], [False, False]]
    assert page.locator("form output").all_inner_texts() == ["", "Right.", ""]
    assert page.get_by_label("And half of that?").is_visible()


def test_a_wrong_number_is_not_kept(open_page):
    page = open_page(quiz(answer("How many weights?", 12, {"the biases": 4})))
    reply(page, "How many weights?", "4")
    assert page.evaluate(KEPT) == []


def lines(question="Write z."):
    return write(question, "z = w * x", {"w": 1.7, "x": [0.3, -1.1]}, start="z = w")


def test_lines_that_are_not_finished_are_there_again(open_page, reload):
    """Each in its own field, and none is judged before the reader asks."""
    page = open_page(quiz(lines()), quiz(lines("And z?")), quiz(lines("Or z?")))
    page.get_by_label("Write z.").fill("z = w *")
    page.get_by_label("And z?").fill("z = w * x")
    reload(page)
    boxes = [page.get_by_label(question) for question in ("Write z.", "And z?", "Or z?")]
    assert [box.input_value() for box in boxes] == ["z = w *", "z = w * x", "z = w"]
    assert page.evaluate(ASKED) == [[False, False]] and page.locator("output").all_inner_texts() == [""] * 3


def test_a_draft_is_no_answer_and_ends_with_one(open_page, reload):
    page = open_page(quiz(lines()))
    keys = "Object.keys(localStorage)"
    [own] = page.evaluate("document.querySelector('.explorable').figure.questions().map(({ id }) => id)")
    page.get_by_label("Write z.").fill("z = w *")
    assert page.evaluate(keys) == [f"mlp:{own}:draft"]
    page.get_by_label("Write z.").fill("z = x * w")
    page.get_by_role("button", name="Run").click()
    assert page.evaluate(keys) == [f"mlp:{own}"]
    page.get_by_label("Write z.").fill("z = 3")  # what has been found stays found
    assert page.evaluate(keys) == [f"mlp:{own}"]
    reload(page)
    assert page.evaluate(KEPT) == ["z = x * w"] and page.evaluate(ASKED) == [[True, True]]
    assert page.get_by_label("Write z.").input_value() == "z = x * w"


def test_the_way_back_finds_what_was_answered(open_page, tmp_path):
    (tmp_path / "other.html").write_text("<title>Elsewhere</title>", encoding="utf-8")
    page = open_page(quiz(guess()))
    commit(page)
    page.goto((tmp_path / "other.html").as_uri())
    page.go_back()
    page.wait_for_function(MOVES)
    assert page.evaluate(ASKED) == [[True, False]]


def test_two_tabs_know_of_each_other_and_lose_nothing(open_page):
    page = open_page(quiz(guess(), answer("How far?", 2)))
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_function(MOVES)
    commit(page)
    other.wait_for_function(f"{ASKED}[0][0]")
    reply(other, "How far?", "2.0")
    page.wait_for_function(f"{ASKED}[1][0]")
    assert page.get_by_label("How far?").input_value() == "2.0"
    assert other.evaluate(KEPT) == ["2.0", "up"]


def test_another_question_in_the_same_place_has_no_answer(open_page, reload):
    page = open_page(quiz(guess(), answer("How far?", 2)))
    commit(page)
    reply(page, "How far?", "2")
    others = [predict("Left or right?", ["up", "down"], 1), answer("How near?", 2), answer("How far?", 3)]
    reload(page, quiz(*others))
    assert page.evaluate(ASKED) == [[False, False]] * 3
    assert [page.get_by_label(text).input_value() for text in ("How near?", "How far?")] == ["", "2"]


def test_a_choice_that_became_right_is_right(open_page, reload):
    page = open_page(quiz(guess()))
    commit(page, "up")
    reload(page, quiz(guess(right=0)))
    assert page.evaluate(ASKED) == [[True, True]]


def test_the_same_question_twice_in_a_page_has_two_answers(open_page, reload):
    page = open_page(quiz(guess(), guess()), quiz(guess()))
    first, second = page.locator(".explorable").all()
    second.get_by_role("button", name="down").click()
    first.get_by_role("button", name="up").first.click()
    reload(page)
    assert page.locator("button[aria-pressed=true]").all_inner_texts() == ["up", "down"]


STORES = {
    "forbidden": "Object.defineProperty(window, 'localStorage', { get() { throw new Error() } })",
    "missing": "Object.defineProperty(window, 'localStorage', { value: null })",
    "broken": "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw new Error() }",
    "full": "for (let n = 2 ** 24; n >= 1; n /= 2) try { localStorage[n] = 'x'.repeat(n) } catch {}",
    "of another": "localStorage.setItem = null; Storage.prototype.getItem = () => 'anything'",
}


@pytest.mark.parametrize("store", STORES)
def test_without_a_store_all_goes_on_and_nothing_is_said(open_page, reload, store):
    """The fixture fails where the console says anything."""
    page = open_page(quiz(guess(), answer("How far?", 2), lines()))
    page.add_init_script(STORES[store])
    for _ in range(2):
        reload(page)
        assert page.evaluate(ASKED) == [[False, False]] * 3
        commit(page)
        reply(page, "How far?", "2")
        page.get_by_label("Write z.").fill("z = w * x")
        page.get_by_role("button", name="Run").click()
        assert page.evaluate(ASKED) == [[True, False], [True, True], [True, True]]


def test_with_a_kernel_nothing_is_kept(open_page):
    figure = quiz(guess())
    page = open_page(figure)
    page.evaluate(
        """async ([player, style, body]) => {
          const { show } = await import(URL.createObjectURL(new Blob([player], { type: "text/javascript" })));
          const element = document.createElement("div");
          element.className = "explorable-widget";
          element.innerHTML = body;
          document.body.replaceChildren(element);
          show(style, { get() {}, set() {}, on() {}, save_changes() {} }, element);
        }""",
        [player(), style(), figure.body],
    )
    commit(page)
    expect(page.get_by_role("status")).to_have_text("Not so. ")
    assert page.evaluate("localStorage.length") == 0


def test_what_was_answered_at_other_settings_is_still_to_be_seen(open_page, reload):
    """The address keeps the setting, for which the answers of before are not right."""
    ask = [answer("z?", lambda z: z), answer("2 z?", lambda z: 2 * z), answer("3 z?", lambda z: 3 * z)]
    page = open_page(explore(gallery.plt.figure(), name="lab", ask=ask, z=(0.0, 4.0, 1.0))(lambda z: {"y": z}))
    for question, typed in (("z? (1 of 3)", "2"), ("2 z?", "4"), ("3 z?", "6")):
        reply(page, question, typed)
    page.evaluate("document.querySelector('.explorable').figure.set({ z: 3 })")
    page.wait_for_function("location.hash.includes('z=3')")
    reload(page)
    assert [box.input_value() for box in page.locator(".explorable-question input:visible").all()] == ["2", "4", "6"]
