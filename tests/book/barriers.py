"""What keeps readers out of a page: axe-core's rules, and its costly rule of contrast on one text of each look."""

import json

from axe_playwright_python.base import AXE_SCRIPT

# Formulas are MathJax's care. Each becomes a box of its size that says the same, so that axe-core has less to read.
BOXES = """() => {
    const formulas = [...document.querySelectorAll('mjx-math')];
    const sizes = formulas.map(formula => formula.getBoundingClientRect());
    formulas.forEach((formula, i) => {
        formula.style.cssText += `display: inline-block; width: ${sizes[i].width}px; height: ${sizes[i].height}px`;
        formula.replaceChildren();
    });
    for (const words of document.querySelectorAll('mjx-assistive-mml')) words.textContent = words.textContent;
}"""

# Texts that look alike have the same contrast: same tags, classes and colours, from the text up to the page. Of each
# look the first, the one in the middle and the last are marked (one may be covered); a token of code that looks like
# others becomes plain text.
LOOKS = """() => {
    const parts = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'fontSize', 'fontWeight', 'textShadow'];
    const numbers = new Map(), known = new Map(), alike = new Map();
    const number = key => numbers.get(key) ?? numbers.set(key, numbers.size + 1).get(key);
    const look = own => {
        if (own && !known.has(own)) {
            const style = getComputedStyle(own);
            const looks = [own.tagName, own.getAttribute('class'), ...parts.map(part => style[part])];
            known.set(own, number([look(own.parentElement), ...looks].join('|')));
        }
        return known.get(own);
    };
    document.querySelectorAll('[data-look]').forEach(own => own.removeAttribute('data-look'));
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const own = words.currentNode.parentElement, long = words.currentNode.data.trim().length;
        if (!long || own.closest('mjx-container')) continue;
        const key = `${look(own)} ${long > 1} ${own.checkVisibility({ visibilityProperty: true })}`;
        alike.set(key, alike.get(key) ?? []).get(key).push(own);
    }
    for (const group of alike.values()) {
        for (const i of [0, group.length >> 1, group.length - 1]) group[i].setAttribute('data-look', '');
    }
    for (const code of document.querySelectorAll('.highlight pre')) {
        const less = code.cloneNode(true);
        for (const own of less.querySelectorAll('span:not([data-look], [id])')) {
            if (!own.childElementCount) own.replaceWith(own.textContent);
        }
        code.replaceWith(less);
    }
    const selector = '[data-look], button, input, select, textarea, label';
    axe.configure({ rules: [{ id: 'color-contrast', selector }] });
}"""

OPTIONS = {"preload": False, "resultTypes": ["violations"]}  # preloading asks for style sheets again


def prepare(page):
    """Give a page axe-core, and make it smaller without changing what axe-core finds; it is of no other use then."""
    page.add_style_tag(content="* { transition: none !important }")  # or colours would be read on their way
    page.evaluate(AXE_SCRIPT)
    page.evaluate(BOXES)


def find(page, **options):
    """List what keeps readers out of a prepared page, and where; `options` are those of `axe.run`."""
    page.evaluate(LOOKS)
    context = json.dumps({"exclude": [["mjx-container"]]})
    found = page.evaluate(f"axe.run({context}, {json.dumps(OPTIONS | options)}).then(found => found.violations)")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
