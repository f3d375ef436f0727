"""What the tests of figures share: pages that are opened in a browser."""

import re

import gallery
import pytest


@pytest.fixture
def open_page(browser, tmp_path):
    """Open figures from a file, with no network; whatever the console says is a failure."""
    said, pages = [], []

    def open_it(*figures, address="", **options):
        file = tmp_path / "page.html"
        file.write_text(gallery.page(figures), encoding="utf-8")
        context = browser.new_context(**options)
        page = context.new_page()
        context.route(
            re.compile("^(?!file:|data:|blob:)"), lambda route: (said.append(route.request.url), route.abort())
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri() + address)
        page.wait_for_function("[...document.querySelectorAll('.explorable')].every((e) => e.figure)")
        pages.append(context)
        return page

    yield open_it
    for context in pages:
        context.close()
    assert said == []
