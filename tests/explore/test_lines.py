"""Lines of NumPy: Python and the page read and compute the same, and the page says what went wrong."""

import re

import fuzz
import numpy as np
import pytest
from barriers import find, prepare
from lines import Writer, are_near, computed

from mlp.explore import quiz, write
from mlp.explore.lines.language import LineError, compute

COMPUTE = """([texts, given]) => texts.map((text) => {
    const arrays = Object.entries(given).map(([name, [shape, data]]) => [name, view(Float64Array.from(data), shape)]);
    return [...computeLines(text, new Map(arrays))].map(({ line, name, value, error }) => value
        ? { line, name, shape: value.shape, isMask: !!value.isMask, data: [...numbersOf(value)] } : { line, error });
})"""


@pytest.fixture(scope="module")
def page(browser):
    page = fuzz.open_page(browser, "computeLines", "numbersOf", "view")
    yield page
    page.close()


def run(page, texts, given):
    """Compute texts in the page: for each the lines."""
    plain = {name: [list(np.shape(x)), np.ravel(x).tolist()] for name, x in given.items()}
    return page.evaluate(COMPUTE, [texts, plain])


def agrees(text, given, lines):
    """Compare what the page computed with what Python computes."""
    made, refused = computed(text, given)
    *good, last = lines or [{}]
    if (refused is not None) != ("error" in last) or last.get("line") != (refused or last.get("line")):
        return False
    good = good if refused else lines
    return len(good) == len(made) and all(
        own["name"] == name
        and own["isMask"] == (value.dtype == bool)
        and are_near(value, np.array(own["data"], float).reshape(own["shape"]), 1e-12)
        for own, (name, value) in zip(good, made, strict=True)
    )


@pytest.mark.parametrize("seed", range(10))
def test_random_programs_compute_the_same(page, seed):
    writer = Writer(seed)
    texts = [writer.program() for _ in range(100)]
    ran = run(page, texts, writer.given)
    assert [text for text, lines in zip(texts, ran, strict=True) if not agrees(text, writer.given, lines)] == []


def test_wrong_programs_are_refused_at_the_same_line(page):
    writer = Writer(77)
    texts = []
    while len(texts) < 300:
        text = writer.wrong()
        if computed(text, writer.given)[1] is not None:
            texts.append(text)
    ran = run(page, texts, writer.given)
    assert [text for text, lines in zip(texts, ran, strict=True) if not agrees(text, writer.given, lines)] == []


GIVEN = {"W": [[1.1, -0.4], [0.3, 2.0], [-0.7, 0.6]], "x": [0.9, -1.3], "b": [0.2, 0.5, -0.1]}
LOSS = "J = (np.tanh(W @ x + b)**2).sum() / 2"
RIGHT = """a = np.tanh(W @ x + b)
delta = a * (1 - a**2)
dW = delta[:, None] * x"""


UNNEEDED = "loops and arrays to fill are not needed: a batch is rows, computed at once"


def task(**options):
    slips = {"f' is missing": "delta = a", "The bias is missing": "a = np.tanh(W @ x)"}
    wanted = {"slips": slips, "loss": LOSS, "slopes": {"dW": "W"}}
    return quiz(write("Write dW.", RIGHT, GIVEN, **wanted | options))


SAID = [
    (RIGHT, "Right."),
    (RIGHT.replace("None", "np.newaxis"), "Right."),
    ("dW = np.outer((1 - np.tanh(W @ x + b)**2) * np.tanh(W @ x + b), x)", "Right."),
    ("", "Write a line, such as z = W @ x."),
    ("a = np.tanh(W @ x)", "Not yet: The bias is missing."),
    (RIGHT.replace(" * (1 - a**2)", ""), "Not yet: f' is missing."),
    (RIGHT + " / 2", "Not yet: dW is 0.5 times what it should be."),
    (RIGHT.replace("a = np", "a = -np"), "Not yet: a has the wrong sign."),
    (RIGHT + "\ndW = dW.T", "Not yet: dW is transposed."),
    (RIGHT + "\ndW = dW[0]", "Not yet: dW has shape (2,) and should have (3, 2)."),
    (RIGHT + "\ndW = dW + 1", "Not yet: dW is not right."),
    ("a = np.tanh(W @ x + b)", "Still to write: dW."),
    ("a = W @ b", "Line 1: matmul: shapes (3, 2) and (3,) do not fit, 2 is not 3."),
    ("\n# z\na = W + b", "Line 3: +: shapes (3, 2) and (3,) do not fit."),
    ("a = c", "Line 1: c is not known here; there are W, x, b."),
    ("a = W[3]", "Line 1: index 3 is out of bounds: axis 0 has size 3."),
    ("a = W.sum(axis=2)", "Line 1: there is no axis 2: the shape is (3, 2)."),
    (RIGHT + "\ndW = dW * 0.7607", "Not yet: dW is 0.7607 times what it should be."),
    ("for w in W:", f"Line 1: {UNNEEDED}."),
    ("with W:", "Line 1: with is not known here; a line is name = expression."),
    ("a = (x + 1)(1 - x)", "Line 1: a * is missing before (."),
    ("a = 2(1 - x)", "Line 1: a * is missing between 2 and (."),
    ("a = relu(x)", "Line 1: functions are NumPy's, as np.exp(z)."),
    ("a += 1", "Line 1: write W = W + ..., say."),
    ("a = W // 2", "Line 1: // is not known here; np.floor rounds down."),
    ("a = W.dot(x)", "Line 1: write a @ b."),
    ("m = len(x)", "Line 1: write X.shape[0] for len(X)."),
    ("a = np.linalg.norm(x)", "Line 1: .norm is not known here."),
    ("a = 'W'", "Line 1: 'W' cannot be read."),
    ("a = 3x", "Line 1: 3x cannot be read; numbers are 0.5, 12 or 1e-3."),
    ("a = -(W > 0)", "Line 1: a mask has no numbers; write 1 * (z > 0) to have zeros and ones."),
    ("a = (W", "Line 1: ) is missing."),
    ("a =", "Line 1: the line ends too early."),
    ("a = constructor", "Line 1: constructor is not known here; there are W, x, b."),
    ("a = np.constructor(x)", "Line 1: np.constructor is not known here."),
    ("a = np.valueOf", "Line 1: write np.valueOf(z), say."),
]


def test_the_page_says_what_is_right_and_what_went_wrong(open_page):
    page = open_page(task())
    field, verdict = page.get_by_label("Write dW."), page.locator(".explorable-lines > output")
    said = []
    for text, _ in SAID:
        field.fill(text)
        field.press("Control+Enter")
        said.append((text, verdict.inner_text()))
    assert said == SAID


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("da, db = a * b, a", "one name a line: da = ..., then db = ..."),
        ("(da, db) = a, b", "one name a line: da = ..., then db = ..."),
        ("a(1 - a)", "a * is missing between a and ("),
        ("sum(a)", "write np.sum for sum"),
        ("exp(a)", "write np.exp for exp"),
        ("max(a)", "write np.max for max"),
        ("max(0, a)", "write np.maximum for max"),
        ("1 + (a if b else 2)", "write np.where(c, x, y) for x if c else y"),
        ("np.zeros(3)", UNNEEDED),
    ],
)
def test_python_and_the_page_name_the_way_out_in_the_same_words(page, text, says):
    given = {"a": 0.5, "b": 2.0}
    with pytest.raises(LineError, match=f"^line 1: {re.escape(says)}$"):
        list(compute(text, given))
    assert run(page, [text], given) == [[{"line": 1, "error": says}]]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("z * 1.37", "z is not right."),  # a ratio by accident: two numbers always have one
        ("z / 2", "z is 0.5 times what it should be."),
        ("-4 * z", "z is -4 times what it should be."),
        ("m * z", "z is 7 times what it should be."),
        ("z / X.shape[0]", "z is 0.2 times what it should be."),
        ("z * 6", "z is not right."),
    ],
)
def test_a_ratio_is_told_where_it_says_something(open_page, written, says):
    page = open_page(quiz(write("Write z.", "z = 3 * w", {"w": [0.37, 0.0, 1.21], "m": 7, "X": np.ones((5, 1))})))
    page.get_by_label("Write z.").fill(f"z = 3 * w\nz = {written}")
    page.get_by_role("button", name="Run").click()
    assert page.locator(".explorable-lines > output").inner_text() == f"Not yet: {says}"


def test_each_line_shows_what_it_makes_and_slopes_are_checked(open_page):
    page = open_page(task())
    assert page.get_by_text("Given: W (3, 2), x (2,), b (3,)").is_visible()
    page.get_by_label("Write dW.").fill("W > 0\nm = W.shape[0]\n" + RIGHT)
    page.get_by_role("button", name="Run").click()
    rows = page.locator(".explorable-lines li")
    shown = [" ".join(row.split()) for row in rows.all_inner_texts()]
    a = " ".join(f"{x:.4g}" for x in np.tanh(np.array(GIVEN["W"]) @ GIVEN["x"] + GIVEN["b"]))
    assert shown[:3] == ["(3, 2) true false true true false true", "m 3", f"a (3,) {a} ✓ right"]
    assert shown[-1].startswith("dW gradient check: ✓ the slope by differences, off by")
    page.get_by_label("Write dW.").fill("dW = W")
    page.get_by_role("button", name="Run").click()
    assert rows.last.inner_text().split("\n")[-1].startswith("gradient check: not the slope by differences, off by")
    page.get_by_label("Write dW.").fill("a = np.tanh(W @ x)\ndW = a[:, None]\nb = b[")
    page.get_by_role("button", name="Run").click()
    shown = [" ".join(row.split()) for row in rows.all_inner_texts()]
    assert [row.endswith(" ✗ not right") for row in shown] == [True, False, False]  # the first alone
    assert shown[-1] == "dW gradient check: has shape (3, 1) and should have (3, 2)"


def test_right_lines_are_kept_and_wrong_ones_are_no_answer(open_page):
    page = open_page(task())
    questions = lambda: page.evaluate("document.querySelector('.explorable').figure.questions()[0].done")
    page.get_by_label("Write dW.").fill("dW = W")
    page.get_by_role("button", name="Run").click()
    assert not questions()
    page.get_by_label("Write dW.").fill(RIGHT)
    page.get_by_role("button", name="Run").click()
    assert questions()
    page.reload()
    page.wait_for_function("document.querySelector('.explorable').figure")
    assert page.get_by_label("Write dW.").input_value() == RIGHT
    assert page.get_by_text("Right.").is_visible()


def test_what_follows_from_a_slip_is_told_as_well(open_page):
    """Whoever writes it all in one line meets the words that belong to a line between."""
    page = open_page(task())
    page.get_by_label("Write dW.").fill("dW = np.outer(np.tanh(W @ x + b), x)")
    page.get_by_role("button", name="Run").click()
    assert page.locator(".explorable-lines > output").inner_text() == "Not yet: f' is missing."


def test_a_slip_begins_with_what_is_given(open_page):
    """Even where right lines give a name that is given another value."""
    slips = {"λ is missing": "W = W - dW"}
    given = {"W": [0.7, -1.1], "dW": [0.4, 0.3]}
    page = open_page(quiz(write("Write W.", "W = W - dW - W / 9", given, slips)))
    page.get_by_label("Write W.").fill("W = W - dW")
    page.get_by_role("button", name="Run").click()
    assert page.locator(".explorable-lines > output").inner_text() == "Not yet: λ is missing."


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_results_stand_below_each_other_and_nothing_runs_out_of_the_page(open_page, width):
    page = open_page(task(), viewport={"width": width, "height": 740})
    lines = (
        f"{RIGHT}\nhow_far_from_zero_all_of_it_is = np.sqrt((dW**2).sum()) + {' + '.join(['dW.sum()'] * 9)}\nW\nz = 0"
    )
    page.get_by_label("Write dW.").fill(lines)
    page.get_by_role("button", name="Run").click()
    lefts = "(rows) => rows.map((row) => row.children[{}].getBoundingClientRect().left)"
    rows = page.locator(".explorable-lines li:not(:last-child)")
    assert len({round(left) for k in (0, 1) for left in rows.evaluate_all(lefts.format(k))}) == 2
    numbers = page.locator(".explorable-lines li > :nth-child(3)").all_inner_texts()[4]
    assert numbers == " 1.1  -0.4\n 0.3     2\n-0.7   0.6"
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_formula_alone_is_right_in_any_form(open_page):
    page = open_page(quiz(write("Write the slope of tanh at z.", "1 - np.tanh(z)**2", {"z": [0.3, -1.1]})))
    field, verdict = page.get_by_label("Write the slope of tanh at z."), page.locator(".explorable-lines > output")
    for text, words in (
        ("1 / np.cosh(z)**2", "Right."),
        ("1 - np.tanh(z)", "Not yet: this is not right."),
        ("a = np.tanh(z)\nslope = 1 - a**2", "Right."),
        ("slope = 1", "Not yet: this has shape () and should have (2,)."),
    ):
        field.fill(text)
        field.press("Control+Enter")
        assert verdict.inner_text() == words


def test_last_bits_in_which_processors_differ_are_not_stored():
    numbers = write("z?", "z = x * 3\nmask = z > 0", {"x": 0.1}).numbers
    assert numbers["right.z"] == 0.3 != 0.1 * 3
    assert numbers["right.mask"] == 1


def test_the_one_answer_may_come_without_its_name(open_page):
    page = open_page(quiz(write("Write z.", "z = w * x", {"w": 1.7, "x": [0.3, -1.1]}, {"w is missing": "z = x"})))
    field, verdict = page.get_by_label("Write z."), page.locator(".explorable-lines > output")
    for text, words in (("x * w", "Right."), ("x", "Not yet: w is missing."), ("a = x * w", "Still to write: z.")):
        field.fill(text)
        field.press("Control+Enter")
        assert verdict.inner_text() == words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(open_page, scheme):
    page = open_page(task(), color_scheme=scheme)
    page.add_style_tag(content="html { background: Canvas }")  # which axe-core takes for white otherwise
    page.get_by_label("Write dW.").fill("a = W\n" + RIGHT.split("\n", 1)[1])
    page.get_by_role("button", name="Run").click()
    assert page.get_by_text("✗ not right").is_visible()
    prepare(page)
    assert find(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]) == []


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"right": 5}, TypeError, "a question, its lines and what is said to slips must be words"),
        ({"right": "a = W @ b"}, LineError, "line 1: matmul"),
        ({"right": "a = c"}, LineError, "line 1: c is not known here; there are W, x, b"),
        ({"slips": {"no": "dW = dV"}}, LineError, "dV is not known here; there are W, x, b, a, delta, dW"),
        (
            {"slips": {"no": "delta = (1 - a**2) * a"}},
            ValueError,
            "a slip must be lines that make something .* wrong; those of 'no'",
        ),
        ({"loss": "J = dW"}, LineError, "dW is not known here"),
        ({"wanted": ["dV"]}, ValueError, "wanted must be names of right, slopes those of given; got dV"),
        ({"slopes": {"dW": "V"}}, ValueError, "slopes those of given; got V"),
        ({"loss": None}, ValueError, "slopes are those of J, so loss must be lines that compute it; got None"),
        ({"given": {"2W": 1}}, ValueError, "given must have names such as W; got '2W'"),
        ({"given": {"np": 1}}, ValueError, "got 'np'"),
    ],
)
def test_mistakes_of_authors_say_what_is_allowed(options, error, says):
    with pytest.raises(error, match=says):
        write("?", **{"right": RIGHT, "given": GIVEN, "loss": LOSS, "slopes": {"dW": "W"}} | options)
