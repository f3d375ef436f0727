"""The list of faults that can be planted: each still has its place, and tests to find it."""

import pytest
from planted import FAULTS, ROOT, main


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted(fault):
    assert fault.right in (ROOT / fault.file).read_text("utf-8")
    assert fault.right != fault.wrong
    assert (ROOT / fault.tests.split(" -k ")[0]).exists()


def test_every_module_of_tests_has_a_fault_to_find():
    named = {fault.tests.split(" -k ")[0] for fault in FAULTS}
    own = "tests/book/test_planted.py"
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert modules - named == {own}


def test_what_is_planted_is_found_or_said_to_survive(capsys):
    assert main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(FAULTS)
    assert main(["a class's half"]) == 0
    assert "found" in capsys.readouterr().out
