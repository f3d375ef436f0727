"""The answer box: how it reads what is typed, and what it says to it."""

import numpy as np
import pytest
from answers import NO_NUMBER, NOTHING_TO_FIND, decimal, expected, judge, questions_of, written

from mlp.explore import answer, assets, quiz


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def ask(page):
    """Put questions; gives the figure's element in the page."""

    def put(*answers):
        page.set_content(assets() + quiz(*answers).body)
        page.wait_for_function("document.querySelector('.explorable').figure")
        return page.locator(".explorable")

    return put


def say(root, *texts):
    """List what the first box says to each text."""
    return judge(root, [texts])[0]


READ = {
    0.5: ["0.5", ".5", "+0.5", " 0,5 ", "0.5.", "5e-1", "5E-1", "5·10^-1", "5*10**-1", "5 x 10^(-1)", "5 × 10⁻¹", "50%",
          "50 %", "1/2", "½", "z = 0.5", "1/2 = 0.5", "The probability: p ≈ 0.5", "０．５", "1 / 2", "-1/-2", "2^-1"],
    -0.5: ["-0.5", "−0.5", "–0.5", "- 0.5", "-,5", "－０，５", "-½", "1/-2", "−5e−1", "−50 %", "δ₁⁽²⁾=−0.5"],
    32768: ["32768", "32,768", "32 768", "32'768", "32_768", "2^15", "2**15", "2¹⁵", "2^{15}", "32768.", "3.2768e4",
            "32.768,0", "32,768.0", "8*4096", "65536/2", "3276800%"],
    1234567.5: ["1,234,567.5", "1.234.567,5", "1 234 567,5", "1234567,5"],
    1.5: ["1.5", "1,5", "3/2", "1,50"],
    5: ["5", "5.", "5。", "05", "500 %", "１０/2", "5,0"],
    1.3e-5: ["1.3e-5", "1.3·10^-5", "1,3·10⁻⁵", "1.3*10^-5", "0.000013", "13×10⁻⁶", "0.0013%"],
}  # fmt: skip


@pytest.mark.parametrize("value", READ)
def test_a_number_is_read_however_it_is_written(ask, value):
    root = ask(answer("?", value, {"the sign": -value, "the point": value / 1000}, tolerance=0))
    said = dict(zip(READ[value], say(root, *READ[value]), strict=True))
    assert {text: words for text, words in said.items() if words != "Right."} == {}


def test_what_is_no_number_is_not_taken_for_one(ask):
    texts = ["", " ", "?", "-", ".", ",", "%", "x", "e", "e5", "half", "2 or so", "about 2", "2 apples", "2 +- 1",
             "1 + 1", "2-1", "1 2", "1 1/2", "1½", "20 00", "1,2,3", "1,23,456", "1.2.3", "1..2", "--2", "2^", "^2",
             "2^3^2", "2^^3", "/2", "*2", "2/", "2//1", "1/0", "0/0", "1e999", "9^9999", "Infinity", "NaN", "undefined",
             "z =", "2 = z", "5%%", "[2]", "(2)^2", "alert(2)", "1;2", "1e5.5", "√2", "two"]  # fmt: skip
    root = ask(answer("?", 2, {"one": 1, "twelve": 12}))
    assert {text: words for text, words in zip(texts, say(root, *texts), strict=True) if words != NO_NUMBER} == {}


@pytest.mark.parametrize(
    "value", ["0.5", "-0.5", "32768", "1234.5", "0.000013", "-7", "0.378", "1.234", "-1234.567", "0", "0.1"]
)
def test_every_form_of_every_number_means_the_same(ask, value):
    """The forms of a number and of those beside it, so that its digits are counted alike, too."""
    root = ask(
        answer("?", float(value) * 1.0003, {"a slip": float(value) * 1.02, "another": float(value) * 1000}, 0.0002)
    )
    [question] = questions_of(root)
    numbers = {decimal(x * float(value), n) for n in (1, 2, 3, 4, 6) for x in (1, 1.0003, 1.02, 1.1, 1000)}
    texts = [own for number in sorted({value, *numbers}) for own in written(number)]
    for (text, readings), said in zip(texts, say(root, *(text for text, _ in texts)), strict=True):
        assert said == expected(readings, question), text


def test_a_rounding_of_the_right_answer_is_no_mistake(ask):
    """To as many digits as were typed; whether they are enough, the tolerance says."""
    root = ask(answer("?", 0.23449, {"near": 0.23, "far": 0.4}, tolerance=0.01))
    assert say(root, "0.2", "0.23", "0.234", "0.2345", "23%", "2.3e-1") == [
        "Right to one digit; one more, please.",
        "Right to two digits; one more, please. If you did not round: near.",
        "Right.",
        "Right.",
        *["Right to two digits; one more, please. If you did not round: near."] * 2,
    ]
    assert say(root, "0.230", "0.24", "0.3", "0.4", "2/5", "-0.23") == [
        "Not yet: near.", "Not yet.", "Not yet.", "Not yet: far.", "Not yet: far.", "Not yet."
    ]  # fmt: skip
    strict = ask(answer("?", -1234.5678, tolerance=0))
    assert say(strict, "-1200", "-1.23e3", "-1235", "-1,234.57", "-1234.5678") == [
        *(f"Right to {n} digits; one more, please." for n in ("two", "three", "four", "six")), "Right."
    ]  # fmt: skip


def test_a_half_may_be_rounded_up_or_down(ask):
    assert set(say(ask(answer("?", 0.125)), "0.12", "0.13")) == {"Right to two digits; one more, please."}
    assert (
        say(ask(answer("?", 0.3 * 0.5, tolerance=0.001)), "0.1", "0.2") == ["Right to one digit; one more, please."] * 2
    )


def test_a_rounding_of_two_slips_may_be_either(ask):
    root = ask(answer("?", 3, {"degrees": 1.41197, "no slope": 1.41261, "far": 1.5}))
    assert say(root, "1.412", "1.413", "1.41", "1.4124") == [
        "Not yet: degrees.", "Not yet: no slope.", "Not yet: degrees. Or: no slope.", "Not yet: no slope."
    ]  # fmt: skip


def test_the_nearest_counts_where_a_slip_is_near(ask):
    root = ask(answer("?", 100, {"a slip": 100.5}))
    assert say(root, "100", "99", "100.2", "100.3", "101", "98.9") == [
        *["Right."] * 3, *["Not yet: a slip."] * 2, "Not yet."
    ]  # fmt: skip
    assert say(ask(answer("?", 0.5004, {"a slip": 0.5})), "0.5", "0.5000") == ["Right.", "Not yet: a slip."]


def test_a_whole_number_is_counted_and_not_rounded(ask):
    root = ask(answer("?", 576, {"add": 48, "too many": 40320}, tolerance=0))
    assert say(root, "576", "576.0", "5.76e2", "576,000", "24^2") == ["Right."] * 5
    assert say(root, "580", "600", "576.1", "5.8e2", "48", "48.0", "48.1", "40300") == [
        *["Not yet."] * 4, *["Not yet: add."] * 2, *["Not yet."] * 2
    ]  # fmt: skip
    assert say(ask(answer("?", 31, {"the mean is missing": 30})), "30") == ["Not yet: the mean is missing."]


@pytest.mark.parametrize("rounding_error", [0, 1e-17, -3e-16])
def test_for_zero_there_is_no_relative_error(ask, rounding_error):
    root = ask(answer("?", rounding_error, {"tiny": 1e-5}))
    assert say(root, "0", "0.00", "-0", "0%", "1e-5", "0.001") == [*["Right."] * 4, "Not yet: tiny.", "Not yet."]


def test_tiny_numbers_are_told_apart(ask):
    root = ask(answer("?", 1.283e-5, {"its size": 1e-5, "zero": 0}))
    assert say(root, "1.28e-5", "0.0000128", "1.3e-5", "0", "0.00", "1.2e-5") == [
        *["Right."] * 2, "Right to two digits; one more, please.", *["Not yet: zero."] * 2, "Not yet."
    ]  # fmt: skip
    assert say(root, "1e-5", "1.0e-5") == [
        "Right to one digit; one more, please. If you did not round: its size.", "Not yet: its size."
    ]  # fmt: skip


@pytest.mark.parametrize("missing", [np.nan, np.inf, -np.inf])
def test_what_is_not_there_is_not_found(ask, missing):
    assert say(ask(answer("?", missing, {"one": 1})), "0.5", "1", "?") == [*[NOTHING_TO_FIND] * 2, NO_NUMBER]
    assert say(ask(answer("?", 0.5, {"far": missing})), "0.5", "1", "1e300") == ["Right.", *["Not yet."] * 2]


def test_a_percentage_may_be_typed_where_percent_are_asked_and_elsewhere(ask):
    asks_percent = ask(answer("How many percent are right?", 37.8, {"of those that are wrong": 62.2}))
    assert say(asks_percent, "37.8", "37.8 %", "37,8%", "38", "62.2 %", "0.378") == [
        *["Right."] * 4, "Not yet: of those that are wrong.", "Not yet."
    ]  # fmt: skip
    asks_share = ask(answer("Which share is right?", 0.378))
    assert say(asks_share, "0.378", "37.8 %", "37.8") == ["Right.", "Right.", "Not yet."]


def test_the_box_shows_what_it_says_and_asks_on_when_it_is_right(ask):
    root = ask(answer("First?", 0.23449), answer("Second?", 2, tolerance=0))
    first, second = root.locator("form").all()

    def reply(typed):
        first.get_by_role("textbox").fill(typed)
        first.get_by_role("textbox").press("Enter")
        output = first.locator("output")
        return output.inner_text(), output.get_attribute("class") or "", second.is_visible()

    assert reply("?") == (NO_NUMBER, "", False)
    assert reply("0.23") == ("Right to two digits; one more, please.", "", False)
    assert reply("0.7") == ("Not yet.", "", False)
    assert reply("0.2345") == ("Right.", "is-right", True)
    assert reply("0.7") == ("Not yet.", "", True)
    assert first.get_by_role("textbox").get_attribute("inputmode") is None  # a phone's keys for decimals have no minus
