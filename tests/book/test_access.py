"""Readers without a mouse, without JavaScript, or who cannot bear motion: each figure of the book is theirs as well."""

import pytest
from pages import CHAPTERS, READY, Visit, empty_page, moving_page
from playwright.sync_api import expect

# The stops of the Tab key in the figures of a page, as they stand in it; the index of one is kept at the element.
# After each press of the key the page notes where the focus is: in a figure the number of the stop, elsewhere a word;
# and `true` if one can see it.
STOPS = """() => {
    const all = [...document.querySelectorAll('.explorable :is(input, select, button, summary, [tabindex="0"])')];
    const stops = all.filter(each => each.checkVisibility({visibilityProperty: true}));
    stops.forEach((stop, i) => { stop.stop = i; });
    const focus = () => {
        const own = document.activeElement, style = getComputedStyle(own);
        const left = own === document.body, handle = own.matches('.explorable-handle');
        const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || (handle && style.stroke !== 'none');
        return [left ? 'left' : own.stop ?? 'elsewhere', ring || left || own.outerHTML.slice(0, 200)];
    };
    window.met = [];
    addEventListener('keyup', () => met.push(focus()), true);
    return stops.length;
}"""
MANY = 2000

# The focus stands on the first of some controls, and goes on to the next whenever an event is heard.
TOUR = """([controls, event]) => {
    const all = [...document.querySelectorAll(controls)].filter(own => own.checkVisibility({visibilityProperty: true}));
    const next = () => { all[visited++]?.focus(); };
    window.visited = 0;
    window.tour?.abort();
    window.tour = new AbortController();
    addEventListener(event, next, { capture: true, signal: tour.signal });
    next();
    return all.length;
}"""
# Those that hand something out lead the focus to it, or open a window of the browser.
BUTTONS = ":is(.explorable, .explorable-asked) button:not(.explorable-takeaway *)"
SLIDERS = ".explorable-controls input[type=range]"
VALUES = "controls => [...document.querySelectorAll(controls)].map(own => own.value)"

# Of every figure: the size of its picture, the paths in it, its words, and how many controls it has.
STILL = """() => [...document.querySelectorAll('figure.explorable:has(.explorable-panel)')].map(figure => {
    const { width, height } = figure.querySelector('svg').getBoundingClientRect();
    const words = [...figure.querySelectorAll('figcaption, svg text')].map(each => each.textContent).join(' ');
    const count = kind => figure.querySelectorAll(kind).length;
    return [width, height, count('svg path'), words, count('input, button')];
})"""


@pytest.fixture(scope="module", params=CHAPTERS)
def page(request, browser, addresses):
    with moving_page(browser, addresses, request.param) as page:
        page.evaluate("document.querySelectorAll('.explorable details').forEach(own => { own.open = true; })")
        yield page


def press(page, key, times):
    """Press a key of the keyboard again and again."""
    for _ in range(times):
        page.keyboard.press(key)


def test_the_keyboard_reaches_every_control_in_order_and_leaves(page):
    count, met = page.evaluate(STOPS), []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    while len(met) < MANY and ["left", True] not in met:
        press(page, "Tab", 100)
        met = page.evaluate("met")
    assert ["left", True] in met, "the focus never leaves the page"
    met = met[: met.index(["left", True])]
    assert [seen for _, seen in met if seen is not True] == [], "the focus cannot be seen there"
    assert [where for where, _ in met if where != "elsewhere"] == list(range(count))


def test_the_skip_link_leads_past_the_menus(browser, addresses):
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.goto(f"{addresses['file']}/{CHAPTERS[0]}.html")
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        assert page.evaluate("document.querySelector('#main-content').contains(document.activeElement)")


def test_arrows_move_sliders_and_space_presses_buttons(page):
    """Every slider goes one step on, or back from its end; every button hears the space bar."""
    unfold = "folded => folded.forEach(own => own.classList.remove('toggle-hidden'))"
    page.locator(".solution").evaluate_all(unfold)
    start, count = page.evaluate(VALUES, SLIDERS), page.evaluate(TOUR, [SLIDERS, "keyup"])
    assert count == len(start)
    press(page, "ArrowRight", count)
    right = page.evaluate(VALUES, SLIDERS)
    page.evaluate(TOUR, [SLIDERS, "keyup"])
    press(page, "ArrowLeft", count)
    left = page.evaluate(VALUES, SLIDERS)
    assert [i for i in range(count) if start[i] == right[i] == left[i]] == []
    count = page.evaluate(TOUR, [BUTTONS, "click"])
    press(page, "Space", count)
    assert page.evaluate("visited") == count + 1


@pytest.mark.parametrize("name", CHAPTERS)
def test_without_javascript_a_figure_is_a_picture_with_words(name, browser, addresses):
    with empty_page(browser, addresses["file"], Visit(), java_script_enabled=False) as page:
        page.goto(f"{addresses['file']}/{name}.html")
        for width, height, paths, words, controls in page.evaluate(STILL):
            assert width > 150 and height > 50
            assert paths > 2
            assert len(words) > 10
            assert controls == 0


@pytest.mark.parametrize("name", ["book/learning_rate_lab", "book/playground"])
def test_nothing_moves_by_itself_and_play_still_plays(name, browser, addresses):
    with empty_page(browser, addresses["file"], Visit(), reduced_motion="reduce") as page:
        page.goto(f"{addresses['file']}/{name}.html")
        page.wait_for_function(READY)
        picture = "[...document.querySelectorAll('.explorable-picture')].map(each => each.innerHTML)"
        before = page.evaluate(picture)
        page.wait_for_timeout(500)
        assert page.evaluate(picture) == before
        assert page.evaluate("document.getAnimations().filter(each => each.playState === 'running').length") == 0
        figure = page.locator(".explorable:has(.explorable-stepper)").first
        figure.get_by_role("button", name="Run").press("Space")
        expect(figure.get_by_role("slider", name="Step")).not_to_have_value("0")
        figure.get_by_role("button", name="Pause").press("Space")
        expect(figure.get_by_role("button", name="Run")).to_be_visible()
        stopped = page.evaluate(picture)
        page.wait_for_timeout(300)
        assert page.evaluate(picture) == stopped
