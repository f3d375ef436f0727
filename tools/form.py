"""The form of a page, measured as its reader meets it: what stands first, how much is code, what can be answered.

    python tools/form.py [site] [page ...]      a line for each page with a figure; the site is _build/html by default

    first      pixels from the top to the first figure that moves, 1280 x 900
    code       share of the page's height that is code, the switch off, percent
    height     of the page, everything folded as it opens, 1280 x 900
    screens    of a phone, 360 x 740
    notes      on the lecture that stand open in the flow
    figures    that move and lack a number, a title or a caption
    prompts    "Predict" without something to press
    exercises  without something to answer in the page
    usable     milliseconds until every figure moves; longest: of a task until then
    shift      of the layout while loading

What each may be at most is in `LIMITS`.
"""

import sys
from pathlib import Path

from chromium import open_browser

ROOT = Path(__file__).parents[1]
LIMITS = {
    "first": 700, "code": 10, "height": 18_000, "screens": 34, "notes": 0, "figures": 0, "prompts": 0, "exercises": 0,
    "usable": 1000, "longest": 100, "shift": 0.05,
}  # fmt: skip
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}

# Before the page's own scripts. The longest task is asked for when all is done; `usable` looks every few milliseconds.
WATCH = """
window.longest = window.shift = 0;
const watch = (type, noted) => new PerformanceObserver((list) => list.getEntries().forEach(noted))
    .observe({ type, buffered: true });
watch("longtask", ({ duration }) => { window.longest = Math.max(window.longest, duration); });
watch("layout-shift", ({ value }) => { window.shift += value; });
window.usable = new Promise((done) => {
    const look = () => {
        const figures = [...document.querySelectorAll(".explorable")];
        if (document.readyState !== "loading" && figures.every((root) => root.figure)) done(performance.now());
        else setTimeout(look, 4);
    };
    look();
});
"""

MEASURE = """() => {
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const box = (element) => element.getBoundingClientRect();
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && box(element).height > 1;
    const article = document.querySelector(".bd-article");
    const code = all(".highlight", article).filter(seen).reduce((sum, own) => sum + box(own).height, 0);
    const pictures = all("figure.explorable:has(.explorable-panel)");
    const said = (figure, part) => figure.querySelector(part)?.textContent.trim() ?? "";
    const isWhole = (figure) => said(figure, ".explorable-number") && said(figure, "figcaption b")
        && said(figure, "figcaption").length > 60;
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const exercises = all(".exercise");
    const asking = all("figure.explorable:has(.explorable-question, .explorable-prediction)");
    const belongs = (figure, exercise) => exercises.filter((own) => follows(own, figure)).at(-1) === exercise;
    const isPrompt = (words) => /^Predict/.test(words.textContent) && !words.closest(".explorable-prediction");
    return {
        first: pictures.length ? Math.round(box(pictures[0]).top + scrollY) : null,
        code: Math.round(1000 * code / box(article).height) / 10,
        height: Math.round(box(document.querySelector(".bd-article-container")).height),
        notes: all(".admonition.lecture-note", article).filter(seen).length,
        figures: pictures.filter((figure) => !isWhole(figure)).length,
        prompts: all("em, strong", article).filter(isPrompt).length,
        exercises: exercises.filter((own) => !asking.some((figure) => belongs(figure, own))).length,
    };
}"""


def open_page(browser, address, size):
    """Open a page as for the first time, and wait until its formulas are set."""
    page = browser.new_context(viewport=size).new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    usable = page.evaluate("usable")
    page.evaluate("async () => { await window.MathJax?.startup.promise; await document.fonts.ready; }")
    page.wait_for_load_state("networkidle")
    return page, usable


def measure(browser, address):
    """Measure the form of a page: a number for each name of `LIMITS`."""
    page, usable = open_page(browser, address, DESK)
    form = page.evaluate(MEASURE)
    form |= {"usable": round(usable), "longest": page.evaluate("longest"), "shift": round(page.evaluate("shift"), 3)}
    page.context.close()
    phone, _ = open_page(browser, address, PHONE)
    form["screens"] = round(phone.evaluate(MEASURE)["height"] / PHONE["height"], 1)
    phone.context.close()
    return {name: form[name] for name in LIMITS}


def pages_with_figures(site):
    """List the pages of a built book that have a figure."""
    return [path for path in sorted(site.glob("book/*.html")) if 'class="explorable"' in path.read_text("utf-8")]


def show(browser, pages):
    """Print a table; what is beyond its limit has a star."""
    print(f"{'':22}" + "".join(f"{name:>11}" for name in LIMITS))
    print(f"{'at most':22}" + "".join(f"{limit:11}" for limit in LIMITS.values()))
    for path in pages:
        form = measure(browser, path.as_uri())
        cells = (f"{form[name] or 0}{' *'[(form[name] or 0) > limit]}" for name, limit in LIMITS.items())
        print(f"{path.stem:22}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


if __name__ == "__main__":
    site, *names = sys.argv[1:] or [ROOT / "_build" / "html"]
    chosen = [path for path in pages_with_figures(Path(site).resolve()) if not names or path.stem in names]
    with open_browser() as browser:
        show(browser, chosen)
