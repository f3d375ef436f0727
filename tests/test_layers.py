"""Who may import whom: the network knows nothing of figures, the engine of figures nothing of networks."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {path.relative_to(ROOT): path for path in (ROOT / "mlp").rglob("*.py")}
ENGINE, FIGURES = "mlp.explore", "mlp.figures"


def room(name):
    """The room that a module is in: mlp.explore, mlp.figures, or mlp for all else of the package."""
    own = ".".join(name.split(".")[:2])
    return own if own in (ENGINE, FIGURES) else "mlp"


def imports(path):
    """The modules that a file imports, under their full names."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", ROOMS.values(), ids=map(str, ROOMS))
def test_a_room_imports_what_it_may(path):
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    others = {room(name) for name in imports(path) if name.split(".")[0] == "mlp"} - {own}
    allowed = {"mlp": set(), ENGINE: set(), FIGURES: {"mlp", ENGINE}}
    assert others <= allowed[own]


def test_the_engine_would_be_a_package_of_its_own(tmp_path):
    """Taken out of `mlp`, with nothing of it at hand, it runs its own examples."""
    shutil.copytree(ROOT / "mlp" / "explore", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    code = """
import doctest, importlib, sys
from pathlib import Path
sys.modules["mlp"] = None  # to import it is an error
import engine
failed, tried = 0, 0
for path in Path("engine").rglob("*.py"):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name))
    failed, tried = failed + result.failed, tried + result.attempted
print(failed, tried >= 10)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert result.stdout.split() == ["0", "True"], result.stdout + result.stderr
