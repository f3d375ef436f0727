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

# Texts that look alike have the same contrast: the same colour, size and weight on the same ground, which is what the
# elements from the text up to the page paint one over the other. Of each look the first, the one in the middle and the
# last are marked (one may be covered); a token of code that looks like others becomes plain text.
LOOKS = """() => {
    const font = ['color', 'fontSize', 'fontWeight', 'textShadow'];
    const paint = ['backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode'];
    const none = 'rgba(0, 0, 0, 0),none,1,none,normal';
    const numbers = new Map(), known = new Map(), alike = new Map();
    const number = key => numbers.get(key) ?? numbers.set(key, numbers.size + 1).get(key);
    const ground = own => {
        if (own && !known.has(own)) {
            const style = getComputedStyle(own), own_paint = paint.map(part => style[part]).join();
            const below = ground(own.parentElement);
            known.set(own, own_paint === none ? below : number(`${below}|${own_paint}`));
        }
        return known.get(own);
    };
    const look = own => {
        const style = getComputedStyle(own), tag = own.closest('svg') ? 'svg' : own.matches('a') ? 'a' : '';
        return [ground(own), tag, ...font.map(part => style[part])].join('|');
    };
    document.querySelectorAll('[data-look]').forEach(own => own.removeAttribute('data-look'));
    const add = (own, kind) => {
        const key = `${look(own)} ${kind} ${own.checkVisibility({ visibilityProperty: true })}`;
        alike.set(key, alike.get(key) ?? []).get(key).push(own);
    };
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const own = words.currentNode.parentElement, long = words.currentNode.data.trim().length;
        if (long && !own.closest('mjx-container')) add(own, long > 1);
    }
    document.querySelectorAll('input, select, textarea').forEach(own => add(own, own.type));
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
    axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-look]' }] });
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
