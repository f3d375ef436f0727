"""Every answer box of the book, hidden ones too: what it says to right answers, to slips and to any other number."""

import ast
import re

import nbformat
import numpy as np
import pytest
from answers import decimal, expected, fractions, judge, questions_of, reading, written
from pages import BOOK, READY

from mlp.explore import assets
from mlp.explore.lines.language import exchanged

FIGURE = re.compile(r'<figure class="explorable".*</figure>', re.DOTALL)
OTHERS = 200  # numbers without a meaning, for each question


def asking(path):
    """List a notebook's figures that ask, as they are stored."""
    cells = nbformat.read(path, as_version=4).cells
    html = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
    return [figure[0] for each in html if (figure := FIGURE.search(each)) and '"ask":' in figure[0]]


FIGURES = {path.stem: figures for path in sorted(BOOK.glob("*.ipynb")) if (figures := asking(path))}


@pytest.fixture(scope="module")
def boxes(browser):
    """The figures of each chapter that ask, all in one page that has nothing else."""
    page = browser.new_page()
    html = "".join(f'<div id="{name}">{"".join(figures)}</div>' for name, figures in FIGURES.items())
    page.set_content(assets() + html)
    page.wait_for_function(READY)
    yield lambda name: page.locator(f"#{name} .explorable").all()
    page.close()


def short(x):
    """Write a number as a reader does where it needs few digits: 30, and not 30.00."""
    text = decimal(x, 12)
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed(question):
    """List what is tried in the box of a question: texts, and what each may mean."""
    generator = np.random.default_rng(0)
    right, scale = question.right, max(abs(question.right), 1e-3)
    near = right + scale * generator.normal(size=OTHERS // 2) * 10 ** generator.uniform(-3, 0, OTHERS // 2)
    far = scale * generator.normal(size=OTHERS // 2) * 10 ** generator.uniform(-2, 2, OTHERS // 2)
    others = zip([*near, *far], generator.integers(1, 7, OTHERS), strict=True)
    texts = [
        *(decimal(right, n) for n in range(1, 7)),
        *(decimal(slip, n) for slip in question.slips.values() for n in (4, 5, 6, 12)),
        *(short(slip) for slip in question.slips.values()),
        *(decimal(x, n) for x, n in others),
    ]
    forms = written(short(right)) + written(decimal(right, 12)) + written(decimal(right, 2)) + fractions(right)
    return [(text, [reading(text)]) for text in texts] + forms


MOVE = """(root, shares) => {
  const { controls } = JSON.parse(root.querySelector("script").textContent);
  for (const { name, min, max, base, integer } of controls.filter(({ min }) => min !== undefined)) {
    const x = min + shares.pop() * (max - min);
    root.figure.set({ [name]: base ? base ** x : integer ? Math.round(x) : x });
  }
}"""


@pytest.mark.parametrize("name", FIGURES)
def test_every_box_says_what_the_rules_say(boxes, name):
    generator, wrong = np.random.default_rng(1), []
    for root in boxes(name):
        for _ in range(1 + root.locator(".explorable-undo").count()):  # with controls, somewhere else, too
            questions = questions_of(root)
            texts = [typed(question) for question in questions]
            said = judge(root, [[text for text, _ in own] for own in texts])
            for question, own, answers in zip(questions, texts, said, strict=True):
                if any(abs(slip - question.right) < 1e-9 * abs(question.right) for slip in question.slips.values()):
                    continue  # at such a setting no number that is typed tells them apart
                for (text, readings), answer in zip(own, answers, strict=True):
                    if answer != (rule := expected(readings, question)):
                        wrong.append((question.words, text, answer, rule))
            root.evaluate(MOVE, generator.uniform(size=99).tolist())
        root.evaluate("(root) => root.querySelector('.explorable-undo')?.click()")
    assert not wrong, "\n".join(map(str, wrong[:9]))


def four_digits(x):
    """Write a number to four digits; a large whole one as it is."""
    return short(x) if x == round(x) and abs(x) >= 1000 else decimal(x, 4)


@pytest.mark.parametrize("name", FIGURES)
def test_no_number_is_near_enough_to_be_right_and_a_slip(boxes, name):
    """Whoever rounds on the way is off by as much as the tolerance, and must not be told of a slip for that."""
    for root in boxes(name):
        for own in questions_of(root):
            for words, slip in own.slips.items():
                gap = abs(slip - own.right) - own.tolerance * (abs(slip) + abs(own.right))
                assert gap > 1e-9 * max(1, abs(own.right)), (own.words, own.right, words, slip)


@pytest.mark.parametrize("name", FIGURES)
def test_four_digits_tell_the_right_answer_and_each_slip(boxes, name):
    """Where they do not, the question is at fault: the box would take one mistake for another, or for the answer."""
    wrong = []
    for root in boxes(name):
        questions = questions_of(root)
        rules = [{four_digits(own.right): "Right."} for own in questions]
        for own, rule in zip(questions, rules, strict=True):
            rule |= {four_digits(slip): f"Not yet: {words}" for words, slip in own.slips.items()}
            assert len(rule) == 1 + len(own.slips), (own.words, rule)
        said = judge(root, [list(rule) for rule in rules])
        for own, rule, answers in zip(questions, rules, said, strict=True):
            pairs = zip(rule.items(), answers, strict=True)
            wrong += [(own.words, text, answer, words) for (text, words), answer in pairs if answer != words]
    assert not wrong, "\n".join(map(str, wrong))


def written_in(cell):
    """List the calls of `write` in a cell: of each the right lines, and the slips."""
    names, calls = {}, []
    for node in ast.walk(ast.parse(cell.source)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                names[name] = text
            case ast.Call(func=ast.Name(id="write"), keywords=keywords):
                calls.append({own.arg: own.value for own in keywords})
    read = lambda node: eval(compile(ast.Expression(node), cell.id, "eval"), names)
    return [(read(own["right"]), read(own["slips"])) for own in calls]


JUDGE_LINES = """(root, texts) => {
  const { ask } = JSON.parse(root.querySelector("script").textContent);
  const fields = ask.flatMap(({ lines }, k) => lines ? [k] : []);
  return fields.map((k) => texts.shift().map((text) => root.figure.judge(k, text)));
}"""


@pytest.mark.parametrize("name", FIGURES)
def test_right_lines_are_right_and_each_slip_gets_its_words(boxes, name):
    cells = [cell for cell in nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells if cell.cell_type == "code"]
    calls = [call for cell in cells if "write(" in cell.source for call in written_in(cell)]
    texts = [[right, *(exchanged(right, lines) for lines in slips.values())] for right, slips in calls]
    said = []
    for root in boxes(name):
        said += root.evaluate(JUDGE_LINES, texts[len(said) :])
    rules = [["Right.", *(f"Not yet: {words}" for words in slips)] for _, slips in calls]
    assert [[words.removesuffix(".") for words in own] for own in said] == [
        [words.removesuffix(".") for words in own] for own in rules
    ]
