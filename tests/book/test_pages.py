"""Every page is silent, whole without a network, readable on a phone, and open to those who do not see it."""

import re
from itertools import product

import barriers
import pytest
from pages import DESK, PAGES, Visit, empty_page, settle

from mlp.explore.draw.palette import PALETTE

PHONE = {"width": 320, "height": 640}

# A dark room for the pages on the disk and daylight for those on the server, so that each is seen once.
ROOMS = {"file": "dark", "http": "light"}
VISITS = list(product(ROOMS, PAGES))

# Pictures that a screen reader would meet without a word for them.
UNNAMED = """() => {
    const named = '[alt]:not([alt=""]), [aria-label]:not([aria-label=""]), [aria-labelledby]';
    const pictures = 'main img, .bd-sidebar img, main figure, main [role=img]:not([aria-hidden=true])';
    return [...document.querySelectorAll(pictures)]
        .filter(picture => !picture.matches(named) && !picture.querySelector(named))
        .map(picture => picture.outerHTML.slice(0, 200));
}"""

# Words that end beyond the right edge of the screen, and that no scrolling brings into view.
CUT_OFF = """() => {
    const scrolls = each => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX);
    const inReach = each => each && (scrolls(each) || inReach(each.parentElement));
    const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const range = document.createRange(), found = [];
    while (words.nextNode()) {
        const text = words.currentNode, parent = text.parentElement;
        range.selectNodeContents(text);
        const right = Math.max(...[...range.getClientRects()].map(line => line.right));
        const shown = parent.checkVisibility({ visibilityProperty: true }) && !parent.closest('mjx-assistive-mml');
        if (text.data.trim() && shown && right > innerWidth && !inReach(parent)) found.push(text.data.trim());
    }
    const wide = each => each.scrollWidth > each.clientWidth + 1 && !inReach(each);
    return [...found, ...[...document.querySelectorAll('main .math')].filter(wide).map(each => each.textContent)];
}"""


@pytest.fixture(scope="module", params=VISITS, ids=":".join)
def visit(request, browser, addresses):
    """Visit one page, from the disk or from a server; from the disk, with all that keeps readers out in both themes."""
    scheme, name = request.param
    visit, origin = Visit(name), addresses[scheme]
    with empty_page(browser, origin, visit, color_scheme=ROOMS[scheme]) as page:
        page.goto(f"{origin}/{name}.html")
        if name == "index":
            page.wait_for_url("**/book/intro.html")
        settle(page)
        visit.theme = page.evaluate("document.documentElement.dataset.theme")
        visit.unnamed = page.evaluate(UNNAMED)
        visit.formulas = page.locator("mjx-container").count()
        visit.broken_formulas = page.locator("mjx-merror").count()
        page.set_viewport_size(PHONE)
        visit.phone_width = page.evaluate("document.documentElement.scrollWidth")
        visit.cut_off = page.evaluate(CUT_OFF)
        if scheme == "file":
            page.set_viewport_size(DESK)
            barriers.prepare(page)
            visit.barriers = barriers.find(page)
            page.emulate_media(color_scheme="light")
            page.wait_for_function("document.documentElement.dataset.theme === 'light'")
            visit.barriers += barriers.find(page, runOnly=["color-contrast"])
    assert visit.theme == ROOMS[scheme], "the page does not follow the reader's preference for light or dark"
    return visit


def test_page_asks_nobody_else_for_anything(visit):
    assert visit.foreign == []


def test_page_logs_nothing(visit):
    assert visit.console == []


def test_mathematics_is_typeset(visit, site):
    source = (site / f"{visit.name}.html").read_text("utf-8")
    assert visit.formulas >= len(re.findall(r'class="math notranslate', source))
    assert visit.broken_formulas == 0


def test_no_line_begins_with_the_mark_behind_a_formula(visit, site):
    source = (site / f"{visit.name}.html").read_text("utf-8")
    text = "".join(re.findall(r"<article.*?</article>", source, re.DOTALL))
    loose = re.compile(r'(?<!mlp-together">)<span class="math notranslate nohighlight">[^<]*</span>[.,;:!?)]')
    assert loose.findall(text) == []


def test_page_fits_a_phone(visit):
    assert visit.phone_width <= PHONE["width"]
    assert visit.cut_off == []


def test_every_picture_has_words(visit):
    assert visit.unnamed == []


@pytest.mark.parametrize("visit", [visit for visit in VISITS if visit[0] == "file"], ids=":".join, indirect=True)
def test_nothing_keeps_readers_out(visit):
    """axe-core's rules: contrast in light and dark, names of controls, headings, landmarks, tables."""
    assert visit.barriers == []


def test_the_buttons_around_the_text_are_silent_and_do_their_work(browser, addresses):
    visit = Visit()
    with empty_page(browser, addresses["file"], visit) as page:
        page.goto(f"{addresses['file']}/book/neurons.html")
        settle(page)
        themes = set()
        for _ in range(3):
            page.locator(".theme-switch-button").click()
            themes.add(page.evaluate("document.documentElement.dataset.theme"))
        assert themes == {"light", "dark"}
        for _ in range(2):
            page.locator(".btn-fullscreen-button").click()
            page.locator(".primary-toggle").click()
            page.locator(".dropdown-download-buttons button").first.click()
            page.wait_for_timeout(300)
        page.set_viewport_size(PHONE)
        page.locator(".primary-toggle").click()
        assert page.locator("dialog[open]").count() == 1
        page.keyboard.press("Escape")
        page.locator(".secondary-toggle").click()
        page.locator("dialog[open] a").last.click()
        assert page.locator("dialog[open]").count() == 0
        assert page.evaluate("location.hash") == "#references"
    assert visit.console == visit.foreign == []


def test_who_comes_back_to_a_page_finds_it_as_it_was_left(browser, addresses):
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.goto(f"{addresses['file']}/book/notation.html#every-symbol")
        settle(page)
        page.locator("#where-the-lecture-has-several-names").scroll_into_view_if_needed()
        page.reload()
        settle(page)
        page.wait_for_timeout(300)
        top = "document.querySelector('#where-the-lecture-has-several-names').getBoundingClientRect().top"
        assert 0 <= page.evaluate(top) < DESK["height"]


PLACES = {
    "book/feedforward.html#ex-feedforward-collapse": "#ex-feedforward-collapse",
    "book/activation_lab.html#activation.f=ReLU": "[data-figure=activation]",
}


@pytest.mark.parametrize("address", PLACES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_address_leads_to_its_place_although_formulas_grow(address, size, browser, addresses):
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.set_viewport_size(size)
        page.goto(f"{addresses['file']}/{address}")
        page.wait_for_function(
            """place => {
                const { top } = document.querySelector(place).getBoundingClientRect();
                return !document.querySelector('.math:not(:has(mjx-container))') && top >= 0 && top < 100;
            }""",
            arg=PLACES[address],
            timeout=20_000,
        )


def test_a_page_that_is_printed_at_once_has_its_formulas(browser, addresses):
    with empty_page(browser, addresses["file"], Visit()) as page:
        page.goto(f"{addresses['file']}/book/backpropagation.html")
        page.wait_for_function("() => window.MathJax?.typeset")
        assert page.locator(".math:not(:has(mjx-container))").count() > 0
        page.pdf()
        assert page.locator(".math:not(:has(mjx-container))").count() == 0


def contrast(one, other):
    """Compute the contrast of two colours "rgb(r, g, b)" as the Web Content Accessibility Guidelines define it."""

    def luminance(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("room", ROOMS.values())
def test_colours_of_figures_are_legible_as_text(room, browser, addresses):
    names = ["currentColor", *(f"var(--fig-{name})" for name in PALETTE if name != "yellow")]
    with empty_page(browser, addresses["file"], Visit(), color_scheme=room) as page:
        page.goto(f"{addresses['file']}/{PAGES[0]}.html")
        *colours, ground = page.evaluate(
            """names => {
                const article = document.querySelector('article');
                const shown = name => { article.style.color = name; return getComputedStyle(article).color; };
                return [...names.map(shown), getComputedStyle(document.body).backgroundColor];
            }""",
            names,
        )
    assert len(set(colours)) == len(names)
    assert min(contrast(colour, ground) for colour in colours) >= 4.5
