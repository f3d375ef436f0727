"""What an answer box should say, by its rules in plain Python, and the ways in which people write a number."""

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NO_NUMBER = "Type a number, such as -0.25, 1/4, 25 % or 2.5e-1."
NOTHING_TO_FIND = "Here there is no number to find."
COUNTS = "no one two three four five six seven eight nine".split()
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
FULL_WIDTH = str.maketrans("0123456789.,-+%", "０１２３４５６７８９．，－＋％")
JUDGE = """(root, questions) => {
    const { ask } = JSON.parse(root.querySelector("script").textContent);
    const boxes = ask.flatMap(({ slips }, k) => slips ? [k] : []);
    return questions.map((texts, i) => texts.map((text) => root.figure.judge(boxes[i], text)));
}"""


@dataclass
class Asked:
    """A question as a page has it.

    Attributes
    ----------
    words : str
    right : float
    slips : dict
        What the box says -> the number that leads to it.
    tolerance : float
    """

    words: str
    right: float
    slips: dict
    tolerance: float


def questions_of(root):
    """List the numbers that a figure of a page asks for, where its controls stand."""
    asked = json.loads(root.locator("script").text_content()).get("ask", [])
    values = root.evaluate(
        "(root) => Object.entries(root.figure.outputs()).filter(([name]) => /^ask/.test(name))"
        ".map(([name, { data }]) => [name, `${data[0]}`])"
    )
    values = {name: float(value) for name, value in values}  # NaN and Infinity, too
    return [
        Asked(
            own["question"],
            values[f"ask{k}.value"],
            {words: values[f"ask{k}.slip{i}"] for i, words in enumerate(own["slips"])},
            own["tolerance"],
        )
        for k, own in enumerate(asked)
        if "slips" in own
    ]


def judge(root, texts):
    """Say what the boxes of a figure answer: texts[k] are typed into box k."""
    return root.evaluate(JUDGE, texts)


# ---- The rules ----


@dataclass(frozen=True)
class Reading:
    """A number that was typed, and the numbers of digits that it may have been rounded to."""

    x: Fraction
    digits: tuple


def reading(text):
    """Read a decimal in Python's own way of writing it."""
    number = Decimal(text)
    n = len(number.as_tuple().digits) if number else 0
    least = n if "." in text or "e" in text else len(text.lstrip("-+0").rstrip("0"))
    return Reading(Fraction(number), tuple(range(max(least, 1), n + 1)))


def is_near(x, y, tolerance=0.0):
    return abs(float(x) - y) <= tolerance * abs(y) + 1e-12 * max(1, abs(y))


def is_rounding(x, y, n):
    """Whether x is y to n digits, a half rounded to either side."""
    if y == 0:
        return x == 0
    unit = Fraction(10) ** (Decimal(y).adjusted() - n + 1)
    return (x / unit).denominator == 1 and abs(x - Fraction(y)) <= unit / 2 + abs(Fraction(y)) / 10**9


def verdict(own, question):
    """Judge one reading: (0, ...) right, (1, ...) right as far as it goes, (2, ...) a slip, (3, ...) none of these."""
    finite = {words: y for words, y in question.slips.items() if abs(y) < float("inf")}
    off = {words: abs(float(own.x) - y) for words, y in finite.items() if is_near(own.x, y, question.tolerance)}
    fitting = sorted(off, key=off.get)
    right_to = [n for n in own.digits if is_rounding(own.x, question.right, n)]
    nearest = all(abs(float(own.x) - question.right) <= distance for distance in off.values())
    if is_near(own.x, question.right, question.tolerance) and (right_to or nearest):
        return 0, "Right."
    if right_to and not is_near(round(question.right), question.right):
        exact = [words for words in fitting if is_near(own.x, finite[words])]
        n = right_to[-1]
        words = f"Right to {COUNTS[n]} digit{'s' * (n > 1)}; one more, please."
        return 1, words + (" If you did not round: " + " Or: ".join(exact) if exact else "")
    if fitting:
        rounded = [words for words in fitting if any(is_rounding(own.x, finite[words], n) for n in own.digits)]
        return 2, "Not yet: " + " Or: ".join(rounded or fitting[:1])
    return 3, "Not yet."


def expected(readings, question):
    """Say what the box should answer to a text with these readings."""
    if not readings:
        return NO_NUMBER
    if not abs(question.right) < float("inf"):
        return NOTHING_TO_FIND
    return min((verdict(own, question) for own in readings), key=lambda own: own[0])[1]


# ---- Ways to write a number ----


def decimal(x, n):
    """Write x with n digits, all of them, without an exponent."""
    number = Decimal(f"{x:.{n - 1}e}")
    return f"{number:f}"


def written(text):
    """Write a decimal in every way that people have: pairs of a text and its readings."""
    own = [reading(text)]
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    scientific = f"{Decimal(digits):e}".lower()
    mantissa, power = scientific.split("e")
    small, percent = str(int(power)), f"{Decimal(digits).scaleb(2):f}"
    comma = digits.replace(".", ",")
    whole, _, rest = digits.partition(".")
    thousands = [reading(sign + digits.replace(".", ""))] if len(rest) == 3 and len(whole) < 4 and whole != "0" else []
    plain = [
        *(
            text,
            f" {text}  ",
            f"{text}.",
            f"z = {text}",
            f"∂J/∂W₁₂⁽¹⁾={text}",
            f"1/3 ≈ {text}",
            f"J, to 4 digits = {text}",
        ),
        *(f"−{digits}", f"–{digits}", f"- {digits}") * bool(sign),
        *(f"+{text}",) * (not sign),
        *(sign + digits.removeprefix("0"),) * digits.startswith("0."),
        text.translate(FULL_WIDTH),
    ]
    result = [(form, own) for form in plain]
    exact = [Reading(own[0].x, (len(mantissa.replace(".", "")),) if own[0].x else ())]
    times = [f"{dot}10{to}" for dot in ("·", "*", "×", " x ", "⋅") for to in (f"^{small}", f"**{small}", f"^({small})")]
    times += [f"·10{small.translate(SUPERSCRIPT)}", f"e{small}", f"E{power}", f"e{int(power):03d}"]
    if Decimal(digits):
        result += [(f"{sign}{mantissa}{form}", exact) for form in times]
    result += [(f"{sign}{percent}%", own_percent(sign + percent)), (f"{sign}{percent} %", own_percent(sign + percent))]
    if rest:
        result += [(sign + comma, own + thousands), ((sign + comma).translate(FULL_WIDTH), own + thousands)]
    if len(whole) > 3:
        grouped = f"{int(whole):,}"
        point = f".{rest}" if rest else ""
        ambiguous = [reading(f"{sign}{grouped.replace(',', '.')}")] if grouped.count(",") == 1 and not rest else []
        result += [(sign + grouped + point, own + ambiguous)]
        result += [(sign + grouped.replace(",", gap) + point, own) for gap in (" ", "'", "\u202f")]
        result += [(sign + grouped.replace(",", ".") + point.replace(".", ","), own)] * bool(rest or len(whole) > 6)
    return result


def fractions(x):
    """Write x as a fraction, where it is one of small numbers."""
    own = Fraction(x).limit_denominator(99)
    if own.denominator == 1 or not is_near(own, x):
        return []
    digits = reading(str(own.numerator)).digits
    texts = [f"{own}", f" {own.numerator} / {own.denominator}", f"{own.numerator}⁄{own.denominator}"]
    return [(text, [Reading(own, digits)]) for text in texts]


def own_percent(text):
    """Read a number of percent."""
    own = reading(text)
    return [Reading(own.x / 100, own.digits)]
