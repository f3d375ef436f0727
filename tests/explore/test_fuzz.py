"""Random programs: what the page computes is what NumPy computes, or the figure is refused with a message."""

import numpy as np
import pytest
from fuzz import TEMPLATES, Program, Report, Writer, compare, fuzz, open_page, play, traced

from mlp.explore.tracing.stand_ins import FUNCTIONS, UFUNCS
from mlp.explore.tracing.trace import trace


@pytest.fixture(scope="module")
def page(browser):
    page = open_page(browser)
    yield page
    page.close()


def test_random_programs_are_numpys_or_refused(page):
    report = fuzz(page, seed=0, count=300)
    print(report)
    assert not report.failures, report.failures[0]
    assert report.equal >= 150
    assert report.equal + report.refused.total() == 300


def test_every_function_that_the_page_knows_is_drawn():
    text = " ".join(TEMPLATES)
    names = {f.__name__ for f in [*FUNCTIONS, *UFUNCS]} - {"divmod", "norm"}
    assert not [name for name in sorted(names) if f".{name}(" not in text]


def test_a_program_is_the_same_again():
    one, other = (Writer([3, 7]).program for _ in range(2))
    assert one.source == other.source
    assert len(one.lines) > 2


@pytest.mark.parametrize("line", ["v0 = np.sin(x0)", "v0 = x0[::-1]", "v0 = np.cumsum(x0)"])
def test_a_difference_is_found_and_shown_as_a_short_program(page, line):
    values = {"x0": np.array([1.0, -2.0, 0.5])}
    program = Program("program of a test", [values], ["v1 = x0 + 1", line])
    tape = trace(lambda x0: {"x0": x0, "v1": x0 + 1, "v0": np.cos(x0)}, values)
    report = Report()
    compare(program, tape, play(page, [(program, tape)])[0], report)
    assert len(report.failures) == 1
    assert line in report.failures[0]
    assert "v1" not in report.failures[0]


def test_a_raw_error_is_a_failure(monkeypatch):
    monkeypatch.setattr("fuzz.trace", lambda function, inputs: function(**dict.fromkeys(inputs)))
    report = Report()
    traced(Program("program of a test", [{"x0": 1.0}], ["v0 = x0 + 1"]), report)
    assert "raw TypeError" in report.failures[0]
