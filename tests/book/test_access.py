"""Readers without a mouse, without JavaScript, or who cannot bear motion: each figure of the book is theirs as well."""

import pytest
from playwright.sync_api import expect
from test_explorables import CHAPTERS, READY
from test_pages import Visit, empty_page

# The stops of the Tab key in the figures of a page, as they stand in it; the index of one is kept at the element.
STOPS = """() => {
    const all = [...document.querySelectorAll('.explorable :is(input, select, button, [tabindex="0"])')];
    const stops = all.filter(each => each.checkVisibility({visibilityProperty: true}));
    stops.forEach((stop, i) => { stop.stop = i; });
    return stops.length;
}"""
# Where the focus is: in a figure the number of the stop, elsewhere a word. And `true` if one can see it.
FOCUS = """() => {
    const own = document.activeElement, style = getComputedStyle(own);
    const left = own === document.body, handle = own.matches('.explorable-handle');
    const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || (handle && style.stroke !== 'none');
    return [left ? 'left' : own.stop ?? 'elsewhere', ring || left || own.outerHTML.slice(0, 200)];
}"""
MANY = 2000

# Every slider goes one step on, or back from its end; every button hears the space bar.
CLICKS = "() => { window.clicks = 0; addEventListener('click', () => clicks++, true); }"
MOVED = "own => { const before = own.before; own.before = own.value; return before !== own.value; }"

WORDS = "own => [...own.querySelectorAll('figcaption, svg text')].map(each => each.textContent).join(' ')"


@pytest.fixture(params=CHAPTERS)
def page(request, browser, addresses):
    visit = Visit()
    with empty_page(browser, addresses["file"], visit) as page:
        page.goto(f"{addresses['file']}/{request.param}.html")
        page.wait_for_function(READY)
        yield page
    assert visit.console == visit.foreign == []


def test_the_keyboard_reaches_every_control_in_order_and_leaves(page):
    count, met = page.evaluate(STOPS), []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    for _ in range(MANY):
        page.keyboard.press("Tab")
        where, seen = page.evaluate(FOCUS)
        assert seen is True, f"the focus cannot be seen at {seen}"
        if where == "left":
            break
        met += [where] * (where != "elsewhere")
    else:
        pytest.fail("the focus never leaves the page")
    assert met == list(range(count))


def test_the_skip_link_leads_past_the_menus(browser, addresses):
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.goto(f"{addresses['file']}/{CHAPTERS[0]}.html")
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        assert page.evaluate("document.querySelector('#main-content').contains(document.activeElement)")


def test_arrows_move_sliders_and_space_presses_buttons(page):
    page.evaluate(CLICKS)
    for slider in page.locator(".explorable-controls input[type=range]").all():
        slider.evaluate(MOVED)
        slider.press("ArrowRight")
        if not slider.evaluate(MOVED):
            slider.press("ArrowLeft")
            assert slider.evaluate(MOVED)
    buttons = [button for button in page.locator(".explorable button").all() if button.is_visible()]
    for button in buttons:
        button.focus()
        page.keyboard.press("Space")
    assert page.evaluate("clicks") == len(buttons)


@pytest.mark.parametrize("name", CHAPTERS)
def test_without_javascript_a_figure_is_a_picture_with_words(name, browser, addresses):
    with empty_page(browser, addresses["file"], Visit(), java_script_enabled=False) as page:
        page.goto(f"{addresses['file']}/{name}.html")
        for figure in page.locator("figure.explorable:has(.explorable-panel)").all():
            box = figure.locator("svg").first.bounding_box()
            assert box["width"] > 150 and box["height"] > 50
            assert figure.locator("svg path").count() > 2
            assert len(figure.evaluate(WORDS)) > 10
            assert figure.locator("input, button").count() == 0


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
