"""What a reader takes away of a figure, as a test gets hold of it."""


def opened(page):
    """Open the fold."""
    fold = page.locator(".explorable-takeaway")
    fold.evaluate("(element) => { element.open = true; }")
    return fold


def taken(page, button):
    """Press a button, and read what stands in the field."""
    fold = opened(page)
    fold.get_by_role("button", name=button, exact=True).click()
    return fold.locator("textarea").input_value()


def saved(page, button):
    """Press a button, and say where the file is."""
    with page.expect_download() as download:
        opened(page).get_by_role("button", name=button, exact=True).click()
    return download.value.path()
