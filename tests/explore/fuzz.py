"""Random NumPy programs, computed three ways: by NumPy, by the tape in Python, and by the tape in a page.

A program is a few lines drawn from `TEMPLATES` and `KEYS`, which use everything that the tracer says it knows; lines
that NumPy itself refuses are left out. Each program is traced at one setting of its inputs and played at that and at
another. What the tracer refuses with a `TraceError` is counted and left out; what else happens must be what NumPy does.

    make fuzz SEED=2 COUNT=1000
"""

import argparse
import collections
import json
import linecache
import re
import sys
import warnings
from dataclasses import dataclass, field

import numpy as np
from chromium import open_browser

from mlp.explore.figure.player import player
from mlp.explore.tracing.stand_ins import UFUNCS
from mlp.explore.tracing.trace import TraceError, bundle, trace

LINES, BATCH, LARGEST = 6, 100, 300  # lines a program, programs at a time in the page, numbers an array

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.0, 3.0, 1e-9, 1e300, np.inf, -np.inf, np.nan]
CONSTANTS = (
    "0 1 2 3 -1 10 0.0 -0.0 0.5 -1.5 2.0 np.pi np.inf -np.inf np.nan True False "
    "[1,2,3] [0.5,-0.0,np.nan] [True,False,True] [[1.0],[2.0]] (1,2.0) np.array([]) np.array([0,-2,5]) "
    "np.array([1.5,-0.0,np.inf])[::-1] np.arange(6.0).reshape(2,3).T np.eye(3) np.array([True,False,True]) "
    "np.float64(2) np.int64(3) np.float32([0.1,2,3]) np.uint8([250,3,0]) np.int32([7,-1,2]) np.bool_(True)"
).split()

_UFUNCS = {n: [ufunc.__name__ for ufunc in UFUNCS if len(ufunc.types[0].split("->")[0]) == n] for n in (1, 2)}
TEMPLATES = [
    *(f"np.{name}({{v}})" for name in _UFUNCS[1]),
    *(f"np.{name}({{a}}, {{b}})" for name in _UFUNCS[2]),
    *(f"{{a}} {op} {{b}}" for op in "+ - * / // % ** @ & | ^ < <= > >= == != + - * /".split()),
    *("-{v}", "+{v}", "abs({v})", "~{m}", "divmod({a}, {b})", "round({v}, {n})", "{v}**{n}", "{x}**{v}", "{v}**2"),
    *(f"np.{f}.reduce({{v}}, axis={{axis}})" for f in "add multiply maximum minimum logical_and logical_or".split()),
    *("np.add.accumulate({v})", "np.multiply.accumulate({v}, {n})", "np.multiply.outer({a}, {b})"),
    *("np.less.outer({a}, {b})", "np.maximum.reduce({v}, keepdims=True)", "np.add.reduce({v})"),
    *(f"np.{f}({{v}}, axis={{axis}})" for f in "sum prod max min any all mean var std ptp".split()),
    *(f"np.{f}({{v}}, axis={{axis}}, keepdims=True)" for f in "sum prod amax amin any all mean var std ptp".split()),
    *(f"np.{f}({{v}}, {{ax}})" for f in "argmax argmin cumsum cumprod sort diff".split()),
    *(f"np.{f}({{v}}, {{ax}}, keepdims=True)" for f in "argmax argmin".split()),
    *("np.count_nonzero({m}, {ax}, keepdims=True)", "np.var({v}, ddof=1)", "np.std({v}, {ax}, ddof=2)"),
    *(f"{{v}}.{f}({{axis}})" for f in "sum mean max min any all prod var std argmax argmin cumsum cumprod".split()),
    *("{v}.ptp()", "{v}.round({n})", "{v}.clip({x}, {x})", "{v}.clip(min={a})", "{v}.ravel()", "{v}.dot({v})"),
    *("{v}.squeeze()", "{v}.swapaxes({n}, {n})", "{v}.take({n}, {ax})", "{v}.repeat({p}, {ax})", "{v}.diagonal({n})"),
    *("{v}.trace()", "{v}.compress([True, False])", "np.sort({v}).searchsorted({b})", "{v}.T", "{v}.astype(int)"),
    *("{v}.astype(float)", "{v}.astype(bool)", "{v}.copy()", "{v}.flatten()", "{v}.transpose()", "{v}.real"),
    *("{v}.reshape(-1)", "{v}.reshape({p}, -1)", "{v}.transpose(1, 0)", "{v}.mean(keepdims=True)"),
    *("np.where({m}, {a}, {b})", "np.where({a}, {b}, {v})", "np.where([True, False, True], {v}, {a})"),
    *("np.clip({a}, {b}, {v})", "np.clip({v}, {x}, None)", "np.clip({v}, max={a})", "np.round({v}, {n})"),
    *("np.around({v})", "np.sinc({v})", "np.nan_to_num({v})", "np.nan_to_num({v}, nan={x}, posinf={x}, neginf=1)"),
    *("np.select([{m}, {m}], [{a}, {v}], {x})", "np.select([{m}], [{v}])", "np.isclose({v}, {a})"),
    *("np.isclose({a}, {v}, 0.5, 0.1)", "1 * np.allclose({v}, {a})", "1 * np.array_equal({v}, {v})", "np.shape({v})"),
    *("np.ndim({v})", "np.size({v})", "np.size({v}, {n})", "np.copy({v})", "np.astype({v}, int)"),
    *("np.reshape({v}, -1)", "np.reshape({v}, (-1, {p}))", "np.ravel({v})", "np.transpose({v})"),
    *("np.transpose({v}, (1, 0))", "np.transpose({v}, (0, -1, 1))", "np.matrix_transpose({v})"),
    *("np.moveaxis({v}, {n}, {n})", "np.swapaxes({v}, {n}, {n})", "np.expand_dims({v}, {axis})"),
    *("np.squeeze({v})", "np.squeeze({v}, {axis})", "np.broadcast_to({v}, (2, 3))", "np.broadcast_to({v}, 3)"),
    *("np.broadcast_arrays({v}, {a})", "np.atleast_1d({v})", "np.atleast_2d({v}, {a})", "np.flip({v}, {axis})"),
    *("np.meshgrid({v}, {a})", "np.meshgrid({v}, {a}, {v}, indexing='ij')", "np.zeros_like({v})"),
    *("np.ones_like({v}, dtype=int)", "np.full_like({v}, {a})", "np.full_like({v}, {x})", "np.result_type({v})"),
    *("np.linspace({a}, {v}, {p})", "np.linspace({v}, {a}, 5, endpoint=False)", "np.logspace({v}, {a}, 4)"),
    *("np.concatenate([{v}, {a}], {n})", "np.concatenate([{v}, {v}])", "np.concatenate([{v}, {a}], None)"),
    *("np.stack([{v}, {v}], {n})", "np.vstack([{v}, {a}])", "np.hstack([{v}, {a}])", "np.dstack([{v}, {v}])"),
    *("np.column_stack([{v}, {v}])", "np.append({v}, {a})", "np.append({v}, {v}, 0)", "np.roll({v}, {n}, {ax})"),
    *("np.roll({v}, {n})", "np.repeat({v}, {p})", "np.repeat({v}, {p}, {ax})", "np.tile({v}, {p})"),
    *("np.tile({v}, ({p}, {p}))", "np.take({v}, {n})", "np.take({v}, [{n}, {n}], {ax})", "np.take({v}, {i}, {ax})"),
    *("np.take({v}, {i}, mode='clip')", "np.take({v}, np.clip({i}, -99, 99), {ax}, mode='wrap')", "np.take({a}, {i})"),
    *("np.diagonal({v}, {n})", "np.diag({v}, {n})", "np.trace({v}, {n})", "np.tril({v}, {n})", "np.triu({v}, {n})"),
    *("np.average({v}, {ax})", "np.average({v}, {ax}, {a})", "np.average({v}, weights={v})"),
    *("np.median({v}, axis={axis})", "np.percentile({v}, {p}, {axis})", "np.quantile({v}, {q}, {axis})"),
    *("np.quantile({a}, np.abs(np.sin({v})))", "np.histogram({v}, {p})", "np.histogram({v}, [-1, 0, 2, 2.5])"),
    *("np.histogram({v}, 3, (-2, 2))", "np.histogram({v}, 2, density=True)", "np.diff({v}, {p}, {ax})"),
    *("np.linalg.norm({v})", "np.linalg.norm({v}, axis={axis})", "np.linalg.norm({v}, {p}, {ax})"),
    *("np.linalg.norm({v}, np.inf, {ax}, keepdims=True)", "np.linalg.norm({v}, {x})", "np.dot({a}, {v})"),
    *("np.vdot({v}, {v})", "np.inner({v}, {a})", "np.outer({v}, {a})", "np.cross({v}, {a})", "{v} @ {v}.T"),
    *("np.polyval([1, {x}, 2], {v})", "np.polyval({v}, {a})", "np.trapezoid({v})", "np.trapezoid({v}, dx={x})"),
    *("np.trapezoid({v}, {v})", "np.searchsorted(np.sort(np.ravel({v})), {a}, 'right')"),
    *("np.searchsorted([-1, 0.5, 2], {v})", "np.searchsorted([0, 1, np.nan], {v})"),
    *("np.interp({v}, [-1, 0, 2], [3, 1, 2])",),
    *("np.interp({a}, [0, 1, 3], {v})", "np.interp({v}, [0, 1], {a}, left={x}, right={x})", "[{v}, {a}]"),
    *("np.count_nonzero({v}, axis={axis})",),
    *("sum({v})", "[row * 2 for row in {v}]", "len({v}) * {v}", "np.prod({v}.shape) * {v}", "({v}, {m} * 1)[0]"),
]  # fmt: skip
KEYS = (
    "{n} {n},{n} : ... None ...,{n} :,{n} {n},... None,:,{n} ::-1 ::2 ::-2 1: :-1 -2: 2:0:-1 -5::-1 5:: 1:1 :,::-1 "
    ":,1:,... [0,-1] [0,0,1],[1,0,0] :,[0,0] ...,[0,1] {i} {i},{n} :,{i} {i},{i} [[0],[1]],[0,1] ...,{i} [True,False] "
    "[True,False,True] np.arange(2) np.array([],int) {n},:,[0,0] [0,0],:,[0,0] None,{i} {i},None"
).split()
# Where NumPy leaves open the sign of a zero, and where digits may cancel.
OPEN = re.compile("max|min|clip|sort|median|quantile|percentile|dot|@|inner|matmul|sum|space|histogram")
SUMS = re.compile("sum|mean|var|std|dot|@|matmul|inner|norm|average|trapezoid|polyval|trace|cross|accumulate|reduce")
IN_PLACE = "+= -= *= /= //= %= **= @= &= |= ^=".split()


@dataclass
class Program:
    """Lines of code, each ``name = expression`` or in place, and two settings of the inputs."""

    name: str
    settings: list
    lines: list = field(default_factory=list)

    @property
    def source(self):
        names = list(dict.fromkeys([*self.settings[0], *(line.split()[0] for line in self.lines)]))
        body = "".join(f"    {line}\n" for line in self.lines)
        results = ", ".join(f"{name}={name}" for name in names)
        return f"def program({', '.join(self.settings[0])}):\n{body}    return dict({results})\n"

    def function(self):
        """Compile the program, so that an error can quote its line."""
        file, namespace = f"<{self.name}>", {"np": np}
        linecache.cache[file] = len(self.source), None, self.source.splitlines(keepends=True), file
        exec(compile(self.source, file, "exec"), namespace)
        return namespace["program"]

    def without(self, number):
        """Leave out a line, and those that need what it makes."""
        gone, kept = set(), []
        for i, line in enumerate(self.lines):
            name, *_ = line.split()
            if i == number or gone & set(_names(line)):
                gone.add(name)
            else:
                kept.append(line)
        return Program(self.name, self.settings, kept)

    def only(self, name):
        """Keep what makes `name`."""
        in_place = any(line.split()[1] != "=" for line in self.lines)  # which may reach anything by views
        needed, kept = {name}, []
        for line in reversed(self.lines):
            if in_place or line.split()[0] in needed:
                needed |= set(_names(line))
                kept.append(line)
        settings = [{n: x for n, x in values.items() if n in needed} for values in self.settings]
        return Program(self.name, settings, kept[::-1])


def _names(line):
    return re.findall(r"\b[vx]\d+\b", line)


class Writer:
    """Writes a program line by line, and knows what NumPy makes of it so far."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        base = self.rng.choice([0, 1, 2, 3, 4], p=[0.04, 0.16, 0.3, 0.35, 0.15], size=self.rng.integers(0, 4))
        drawn = {f"x{i}": self._input(base) for i in range(self.rng.integers(1, 4))}
        settings = [{name: pair[i] for name, pair in drawn.items()} for i in (0, 1)]
        self.program = Program(f"program {seed}", settings)
        self.values = dict(settings[0])
        for _ in range(20 * LINES):
            if len(self.program.lines) < LINES:
                self._line()

    def _input(self, base):
        shape = tuple(1 if self.rng.random() < 0.1 else int(n) for n in base[self.rng.integers(0, len(base) + 1) :])
        kind = self.rng.choice(["float64", "int64", "bool", "float32", "uint8"], p=[0.6, 0.24, 0.14, 0.01, 0.01])
        pair = [self._numbers(shape, kind) for _ in (0, 1)]
        return [np.zeros_like(pair[0]), pair[1]] if self.rng.random() < 0.1 else pair

    def _numbers(self, shape, kind):
        if kind == "bool":
            return (self.rng.random(shape) < 0.5)[()] if shape else np.bool_(self.rng.random() < 0.5)
        if "int" in kind:
            return np.asarray(self.rng.integers(*(self.rng.choice([[-3, 5], [0, 3], [0, 100]])), shape)).astype(kind)[
                ()
            ]
        numbers = np.asarray(2 * self.rng.normal(size=shape))
        if self.rng.random() < 0.4:
            numbers = np.where(self.rng.random(shape) < 0.4, self.rng.choice(SPECIAL, shape), np.round(numbers))
        return numbers.astype(kind)[()] if kind == "float64" else np.round(np.tanh(numbers), 2).astype(kind)[()]

    def choose(self, some):
        return some[self.rng.integers(len(some))]

    def _variable(self, kinds="bif"):
        names = [name for name, value in self.values.items() if np.asarray(value).dtype.kind in kinds]
        return self.choose(names) if names else None

    def _operand(self):
        return self._variable() if self.rng.random() < 0.7 else self.choose(CONSTANTS)

    def _fill(self, template):
        """Replace each placeholder by something of its kind."""
        small = lambda: str(self.rng.integers(-3, 4))
        fillings = {
            "v": self._variable,
            "a": self._operand,
            "b": self._operand,
            "m": lambda: self._variable("b") or f"({self._variable()} > 0)",
            "i": lambda: self._variable("i") or f"({self._variable()} > 0).astype(int)",
            "n": small,
            "p": lambda: str(self.rng.integers(1, 4)),
            "x": lambda: repr(float(self.choose(SPECIAL))).replace("inf", "np.inf").replace("nan", "np.nan"),
            "q": lambda: self.choose(["0.5", "0.3", "[0, 0.25, 1]"]),
            "ax": lambda: self.choose(["None", "0", "-1", "1"]),
            "axis": lambda: self.choose(["None", "0", "-1", "1", "(0, 1)", "(-1, 0)", "()"]),
        }
        return re.sub(r"\{(\w+)\}", lambda found: fillings[found[1]](), template)

    def _line(self):
        name, kind = f"v{len(self.program.lines)}", self.rng.random()
        if kind < 0.15:
            line = self._fill(f"{name} = {{v}}[{self.choose(KEYS)}]")
        elif kind < 0.22:
            line = self._fill(f"{{v}} {self.choose(IN_PLACE)} {{a}}")
        else:
            line = self._fill(f"{name} = {self.choose(TEMPLATES)}")
        program = Program(self.program.name, self.program.settings, [*self.program.lines, line])
        try:
            values = run(program, 0)
        except Exception:
            return
        if all(map(_is_fine, values.values())):
            self.program, self.values = program, {n: x for n, x in values.items() if not isinstance(x, (tuple, list))}


def _is_fine(value):
    if isinstance(value, (tuple, list)):
        return len(value) > 0 and all(map(_is_fine, value))
    array = np.asarray(value)
    return array.dtype.kind in "biuf" and array.size <= LARGEST


def run(program, setting):
    """Let NumPy run a program on numbers and arrays of its own."""
    values = {name: np.array(x)[()] for name, x in program.settings[setting].items()}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return program.function()(**values)


def _is_held(program, setting):
    """Say whether the page holds all integers of a program, and so need not say that it does not."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(invalid="warn"):
        warnings.simplefilter("always")
        values = {name: np.array(x)[()] for name, x in program.settings[setting].items()}
        results = _flat(program.function()(**values))
    large = any(np.asarray(x).dtype.kind == "i" and _size(x) > 2**53 for x in results.values())
    return not large and not any("cast" in str(warning.message) for warning in caught)


@dataclass
class Report:
    """What became of the programs."""

    equal: int = 0
    refused: collections.Counter = field(default_factory=collections.Counter)
    failures: list = field(default_factory=list)

    def __str__(self):
        reasons = "".join(f"\n  {count:6} {reason}" for reason, count in self.refused.most_common())
        failures = "".join(f"\n\n{failure}" for failure in self.failures)
        return (
            f"{self.equal} equal, {self.refused.total()} refused, {len(self.failures)} wrong; "
            f"lines refused by reason:{reasons}{failures}"
        )


def fuzz(page, seed, count):
    """Draw programs, trace them, and compare what NumPy, the tapes and the page compute."""
    report = Report()
    for first in range(0, count, BATCH):
        ready = []
        for number in range(first, min(first + BATCH, count)):
            program, tape = traced(Writer([seed, number]).program, report)
            if tape is not None:
                ready.append((program, tape))
        for (program, tape), runs in zip(ready, play(page, ready), strict=True):
            compare(program, tape, runs, report)
    return report


def traced(program, report):
    """Trace a program, without the lines that the tracer refuses."""
    refused = False
    while program.lines:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return program, trace(program.function(), program.settings[0])
        except TraceError as error:
            place = re.search(rf"<{program.name}>:(\d+)", str(error))
            if not refused:
                report.refused[_reason(error)] += 1
            refused = True
            if not place:
                break
            program = program.without(int(place[1]) - 2)
        except Exception as error:
            line = _line_of(error, program)
            report.failures.append(_words(program.only(_made(program, line)), f"raw {type(error).__name__}: {error}"))
            break
    return program, None


def _made(program, line):
    return program.lines[line].split()[0]


def _line_of(error, program):
    line, step = 0, error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == f"<{program.name}>":
            line = step.tb_lineno - 2
        step = step.tb_next
    return min(line, len(program.lines) - 1)


def _reason(error):
    words = re.sub(r"^`.*?`: ", "", str(error).splitlines()[0], flags=re.DOTALL)
    return re.sub(r"<.*?>|\d+", "...", words)[:100]


def play(page, ready):
    """Run the tapes in the page at both settings, all at once; for each the outputs of each run."""
    plain = lambda values: {name: np.asarray(x, float).ravel().tolist() for name, x in values.items()}
    tasks = [[json.dumps(bundle([tape])), list(map(plain, program.settings))] for program, tape in ready]
    return page.evaluate(
        """(tasks) => tasks.map(([text, settings]) => {
            const player = window.load(JSON.parse(text));
            return settings.map((values) => player.run(values).map(({ data }) => Array.from(data)));
        })""",
        tasks,
    )


def compare(program, tape, runs, report):
    """Note the first line that does something else than NumPy with the same operands."""
    for setting, outputs in enumerate(runs):
        try:
            expected, held = _flat(run(program, setting)), _is_held(program, setting)
        except Exception:
            continue  # at the other setting NumPy raises
        try:
            replayed = _flat(tape.evaluate(**program.settings[setting]))
        except Exception as error:
            if not all(np.size(x) for x in expected.values()):
                continue  # an index out of range of an empty array is one that NumPy may not look at
            report.failures.append(_words(program, f"replayed, raw {type(error).__name__}: {error}", setting))
            return
        paged = {
            name: np.array(data, float).reshape(shape)
            for (name, shape), data in zip(tape.outputs.items(), outputs, strict=True)
        }
        for how, got in (("the tape", replayed), ("the page", paged))[: 1 + held]:
            wrong = _first_difference(program, expected, got, typed=how == "the tape")
            if wrong:
                own = program.only(wrong.split(".")[0])
                words = f"{how} has {wrong} = {got.get(wrong)!r}, NumPy {expected.get(wrong)!r}"
                report.failures.append(_words(own, words, setting))
                return
    report.equal += 1


def _flat(value, path=""):
    """List the numbers and arrays of a program's results by name."""
    if isinstance(value, (dict, tuple, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {n: x for key, v in items for n, x in _flat(v, f"{path}.{key}" if path else key).items()}
    return {path: value}


def _first_difference(program, expected, got, typed):
    exact = {name for name in expected if name in got and _is_same(expected[name], got[name], typed, exactly=True)}
    inexact = {name.split(".")[0] for name in set(expected) - exact}
    changed = {line.split()[0] for line in program.lines if line.split()[1] != "="}
    for name in program.settings[0]:
        if name not in changed and name in inexact:
            return name
    by_name = _by_name(program.lines)
    for made, lines in by_name.items():
        operands = {name for line in lines for name in _names(line)} - {made}
        if made not in inexact or operands & inexact or any(_is_open(line, operands, expected) for line in lines):
            continue
        # Of an operand that was changed in place later, nobody has seen the signs of the zeros that it had here.
        text = "; ".join(lines + (_all_before(operands, by_name) if operands & changed else []))
        room = max((_size(expected[name]) for name in operands if name in expected and SUMS.search(text)), default=0)
        for name in expected:
            own = name.split(".")[0] == made
            if own and not (
                name in got and _is_same(expected[name], got[name], typed, zeros=not OPEN.search(text), size=room)
            ):
                return name
    return None


def _by_name(lines):
    made = {}
    for line in lines:
        made.setdefault(line.split()[0], []).append(line)
    return made


def _all_before(names, by_name):
    """List the lines that have made some names, and all that these were made from."""
    found = set()
    while names - found:
        found |= names
        names = {other for name in names for line in by_name.get(name, ()) for other in _names(line)}
    return [line for name in sorted(found) for line in by_name.get(name, ())]


def _is_open(line, operands, values):
    """Say whether NumPy differs with itself: 0 * inf in BLAS, and (-inf)**.5 or (-0.)**.5 of numbers and of arrays."""
    numbers = np.concatenate([np.ravel(values[name]).astype(float) for name in operands if name in values] or [[]])
    if re.search("dot|@|inner|matmul", line):
        return not np.isfinite(numbers).all() or "inf" in line or "nan" in line
    negative = np.isneginf(numbers) | (np.signbit(numbers) & (numbers == 0))
    return bool(re.search(r"\*\*|power", line)) and negative.any()


def _size(array):
    return np.abs(np.asarray(array, float)[np.isfinite(array)]).max(initial=0)


def _is_same(expected, got, typed, exactly=False, zeros=True, size=0):
    """Say whether a result is NumPy's, up to 1e-9 of its largest number; `zeros` have signs that must agree."""
    expected, got = np.asarray(expected), np.asarray(got)
    if expected.shape != got.shape or (typed and expected.dtype in (float, int, bool) and expected.dtype != got.dtype):
        return False
    integers = expected.dtype.kind == "i"
    expected, got = expected.astype(float), got.astype(float)
    finite = np.isfinite(expected)
    with np.errstate(all="ignore"):
        size = 0 if exactly else max(size, _size(expected))
        same = (expected == got) | finite & (np.abs(expected - got) <= 1e-9 * size) | np.isnan(expected) & np.isnan(got)
    if zeros and not integers:
        same &= (np.signbit(expected) == np.signbit(got)) | (expected != 0) | (got != 0)
    return bool(same.all())


def _words(program, what, setting=0):
    values = ", ".join(f"{name}={value!r}" for name, value in program.settings[setting].items())
    return f"{program.name}: {what}\n{program.source}program({values})"


def open_page(browser, *names):
    """Open a page with the player, in which `load` and others of its functions can be called."""
    page = browser.new_page()
    page.add_script_tag(
        type="module", content=f"{player()}\nObject.assign(window, {{ {', '.join(['load', *names])} }});"
    )
    page.wait_for_function("() => window.load")
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20_000)
    options = parser.parse_args()
    with open_browser() as browser:
        report = fuzz(open_page(browser), options.seed, options.count)
    print(report)
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
